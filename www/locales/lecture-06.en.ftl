# The lecture's chapter on the GRU: what its figure says and its experiments found. The same keys as lecture-06.ru.ftl.

figure-gru-table = Equal hidden size, { $hidden } units
figure-gru-net = Net
figure-gru-parameters = parameters
figure-gru-speed = characters/s
figure-gru-bits = bits/character
figure-gru-waits = The experiment below fills the table: { $steps } steps for each, quality on text that was held back.
figure-gru-found = Measured by the experiment below, { $steps } steps for each, quality on text that was held back.

## What was found

found-gru-race = After { $steps } steps on the same text: RNN { $rnn } bits per character, LSTM { $lstm }, GRU { $gru }. The GRU has { $gruParameters } parameters, the LSTM { $lstmParameters }, the RNN { $rnnParameters }, and read { $speed } % of the characters that the LSTM read in a second. Here the GRU is ahead.
found-gru-race-lstm = After { $steps } steps on the same text: RNN { $rnn } bits per character, LSTM { $lstm }, GRU { $gru }. The GRU has { $gruParameters } parameters, the LSTM { $lstmParameters }, the RNN { $rnnParameters }, and read { $speed } % of the characters that the LSTM read in a second. Here the LSTM is not behind.
found-gru-gates = After { $steps } steps the mean of zₜ is { NUMBER($z, minimumFractionDigits: 2) }: { $keeps } % of the coordinates are copied, { $replaces } % replaced, the others mixed. The mean of rₜ is { NUMBER($r, minimumFractionDigits: 2) }; in { $blind } % of the cases the candidate does not see the past. The largest |hₜ| is { $most }.
