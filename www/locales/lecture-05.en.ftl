# The lecture's chapter on the LSTM: what its figures say and its experiments found. The same keys as lecture-05.ru.ftl.

figure-conveyor = The state as a conveyor
figure-conveyor-desc = Above, the state C of one unit at every step, standing on a belt; below it the forget gate at every step. At the bottom, for comparison, the state of a simple net. The table below has the numbers.
figure-conveyor-gate = Forget gate, the same at every step: f = { $gate }
figure-conveyor-lag = Lag: { $lag } steps
figure-conveyor-unit = { $net } { $unit }
figure-conveyor-said = A 1 is put on the belt at t = 0, and every step leaves the share f = { $gate } of it: after { $lag } steps { $left }. In a simple net with spectral radius 0.9 a change of the state has by then shrunk to { $rnn }.
figure-conveyor-lab-said = The LSTM reads the lab’s first example, { $steps } steps; what it has to keep comes at t = { $marks }. Unit { $unit } reacts to it most clearly; its forget gate lets through { $gate } a step on average.
figure-conveyor-own = Computed in this figure, until the nets of the lab below are there.
figure-conveyor-lab = Numbers of the lab’s nets below, of one unit each on the same example; they change as these learn.
figure-conveyor-table = Every step in numbers

figure-peepholes-on = Peepholes
figure-peepholes-gradient = The straight way of the gradient of this unit, with what the peepholes add:
figure-peepholes-plain = The straight way of the gradient of this unit, without peepholes:

## What was found

found-memory-adding = Right answers at lag { $short }: RNN { $rnnShort } %. At lag { $lag }: RNN { $rnn } %, LSTM { $lstm } %, GRU { $gru } %. The RNN does not keep the first number that long; the nets with gates do.
found-memory-adding-otherwise = Right answers at lag { $short }: RNN { $rnnShort } %. At lag { $lag }: RNN { $rnn } %, LSTM { $lstm } %, GRU { $gru } %. With this seed the gap between them is not what the lecture shows; try another.
found-memory-lag = Right at lags { $lag1 }, { $lag2 } and { $lag3 }: RNN { $rnn1 }, { $rnn2 } and { $rnn3 } %, LSTM { $lstm1 }, { $lstm2 } and { $lstm3 } %. The longer the lag, the less the RNN has left; the LSTM remembers.
found-memory-lag-otherwise = Right at lags { $lag1 }, { $lag2 } and { $lag3 }: RNN { $rnn1 }, { $rnn2 } and { $rnn3 } %, LSTM { $lstm1 }, { $lstm2 } and { $lstm3 } %. In this run the LSTM is not clearly ahead at the longest lag.
found-memory-bias = Letters right after { $lag } steps of silence: { $open } % with bias 3, { $half } % with bias 0; guessing gives 12.5 %. A gate that begins at one half loses the state before anything can be learned from it.
found-memory-bias-otherwise = Letters right after { $lag } steps of silence: { $open } % with bias 3, { $half } % with bias 0; guessing gives 12.5 %. In this run the open start did not help much.

found-forget-open = The mean of fₜ went from { NUMBER($before, minimumFractionDigits: 2) } to { NUMBER($after, minimumFractionDigits: 2) } in { $steps } steps, but what counts are the sides: { $passed } % of all values are now above 0.9 and { $blocked } % below 0.1. Unit { $unit } keeps longest, { NUMBER($longest, minimumFractionDigits: 2) } a step on average: half of what it holds is left after about { $half } { $half ->
        [one] step
       *[other] steps
    }.
found-forget-words = Yes: unit { $unit } goes along with spaces and line ends (r = { NUMBER($r, minimumFractionDigits: 2) }). Its fₜ is { NUMBER($there, minimumFractionDigits: 2) } there and { NUMBER($elsewhere, minimumFractionDigits: 2) } elsewhere, after { $steps } steps of training.
found-forget-words-weak = Not clearly in { $steps } steps: the best is unit { $unit } with r = { NUMBER($r, minimumFractionDigits: 2) }; its fₜ is { NUMBER($there, minimumFractionDigits: 2) } at spaces and line ends and { NUMBER($elsewhere, minimumFractionDigits: 2) } elsewhere.
found-input-open = In { $steps } steps the mean of iₜ went from { NUMBER($gateBefore, minimumFractionDigits: 2) } to { NUMBER($gate, minimumFractionDigits: 2) }, and { $passed } % of its values are above 0.9. The candidate was sure in { $sureBefore } % of all cases before and in { $sure } % after.
found-input-coupled = No: the correlation of fₜ and iₜ is { $mean } on average, and below −0.5 in only { $coupled } of { $units } units. The LSTM uses its freedom to decide both separately.
found-input-coupled-yes = Yes: the correlation of fₜ and iₜ is below −0.5 in { $coupled } of { $units } units ({ $mean } on average). In this run one gate for both would have done.
found-state-mix = { $count } numbers computed twice: the largest difference is below { $error }, the rounding of single precision. After { $steps } steps of training { $old } % of what makes up the new state is old, and { $fresh } % is new.
found-state-bound = The layer has { $parameters } parameters, { $each } for each of f, i, C̃ and o, and none for Cₜ. After { $steps } steps the largest |Cₜ| is { $state }, and { $beyond } % of all are above 1; the largest |hₜ| is { $hidden }.
found-output-quiet = After { $steps } steps the mean of |tanh Cₜ| is { $state }, that of |hₜ| { $hidden }. In { $quiet } % of all cases a unit holds something and does not show it.
found-output-words = Yes: unit { $unit } goes along with spaces and line ends (r = { NUMBER($r, minimumFractionDigits: 2) }): its oₜ is { NUMBER($there, minimumFractionDigits: 2) } there and { NUMBER($elsewhere, minimumFractionDigits: 2) } elsewhere, after { $steps } steps of training.
found-output-words-weak = Not clearly in { $steps } steps: the best is unit { $unit } with r = { NUMBER($r, minimumFractionDigits: 2) }; its oₜ is { NUMBER($there, minimumFractionDigits: 2) } at spaces and line ends and { NUMBER($elsewhere, minimumFractionDigits: 2) } elsewhere.
found-peephole-terms = Before training the term p∗C is { $before } everywhere. After { $steps } steps its mean size is { $term }, { $share } % of what the gates add up, and it changes ∂Cₜ/∂Cₜ₋₁ by { $gradient } on average.
found-peephole-timing = Right answers at lag { $lag } over { $runs } runs: { $plain } % without peepholes (the worst run { $plainWorst } %), { $seeing } % with them (the worst { $seeingWorst } %). Here they helped.
found-peephole-timing-otherwise = Right answers at lag { $lag } over { $runs } runs: { $plain } % without peepholes (the worst run { $plainWorst } %), { $seeing } % with them (the worst { $seeingWorst } %). In these runs they did not help.
