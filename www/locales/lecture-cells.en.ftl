# What the lecture’s figures of cells say, whatever the chapter. The same keys as lecture-cells.ru.ftl.

figure-cell-back = One step back
figure-cell-forth = One step on
figure-cell-place = t = { $t } of { $count }: { $label }
figure-cell-unit = Unit (1–{ $count })
figure-cell-strips = Over what is read, for unit { $unit }: { $what }
figure-cell-traces = Unit { $unit } over what is read, in numbers
figure-cell-own = Numbers of an untrained cell of 6 units computed in this figure, until the lab below is open. Choose a part of the drawing to see its equation.
figure-cell-lab = Numbers of the lab’s net below, after { $step } steps of training. Choose a part of the drawing to see its equation.
figure-cell-rnn = RNN
figure-cell-lstm = LSTM
figure-cell-gru = GRU
