# The memory lab in English, loaded with it. The same keys as memory.ru.ftl (checked by locales/check.mjs).

memory-name = Memory lab
memory-round = Steps each
memory-unit-speed = steps/s
memory-learned = Learned
reason-cpu-small-model = Runs on the CPU: nets this small leave a GPU little to do. That is not measured here; choose WebGPU to compare.

memory-cell-rnn = RNN
memory-cell-lstm = LSTM
memory-cell-lstm-peepholes = Peephole LSTM
memory-cell-gru = GRU

memory-task-adding = Adding
memory-task-copy = Copying
memory-task-order = Order
memory-task-dyck = Brackets
memory-task-timing = Timing

## Success by lag

memory-success = Success by lag
memory-about-adding = Of a long row of numbers two are marked; at the end their sum is asked for. The longer the row, the longer the first has to be kept. All nets see the same examples.
memory-about-copy = Three letters, then silence; after the lag they are to be said again, in their order. All nets see the same examples.
memory-about-order = Among letters that mean nothing come two that count, each an X or a Y. At the end: in which order did they come? All nets see the same examples.
memory-about-dyck = Brackets of three kinds, nested up to five deep. Before each closing bracket: which kind may close now? Judged is the last, which closes the very first. All nets see the same examples.
memory-about-timing = Two spikes, and nothing in between. At the second: how many steps ago was the first? All nets see the same examples.
memory-right-adding = Right: closer than 0.1 to the sum. Always answering 1, the mean, costs 1/6 in squared error.
memory-right-copy = Counted are single letters. Guessing gets one in eight.
memory-right-order = Guessing gets one in four.
memory-right-dyck = Guessing gets one in three.
memory-right-timing = Right: the delay rounded to a whole step.
memory-showcase = Show it: RNN forgets, LSTM and GRU remember
memory-lag-axis = lag, steps (log scale)
memory-lag = lag { $lag }
memory-lag-narrow = lag { $lag }
memory-lag-short = Lag
memory-baseline = without memory
memory-chart-label = Share of right answers by lag. { $nets }.
memory-verdict = At lag { $lag } these remember (90 % or more right): { $remember }. Hardly better than without memory: { $forget }.
memory-save = Save the numbers (CSV)
memory-table = Share of right answers of each net by lag
memory-net = Net
memory-pause-net = Pause { $name }
memory-go-on = Go on
memory-state-learning = step { $step }
memory-state-paused = paused at { $step }
memory-state-learned = learned in { $step }
memory-state-spent = stopped at { $step }
memory-state-diverged = diverged at { $step }

## Losses

memory-losses = While they learn
memory-losses-mse = Mean squared error of each step, on a logarithmic axis. The dotted line costs the best constant answer.
memory-losses-nats = Cross-entropy of each step in nats, on a logarithmic axis. The dotted line is guessing.
memory-steps = { $steps } steps
memory-loss-now = Loss now
memory-loss-test = Loss in the test

## One example

memory-example = One example, as a net sees it
memory-example-adding = From left to right: a number a step, two of them marked. The net answers at the end.
memory-example-copy = From left to right; “·” is silence, “?” says that it is time. The net answers at the underlined steps.
memory-example-order = From left to right; “?” asks. The net answers there.
memory-example-dyck = From left to right. After the last bracket the net says how the very first is closed.
memory-example-timing = From left to right: spikes and silence. At each spike but the first the net says how long ago the last one was.
memory-previous = Previous
memory-next = Next
memory-which = example { $number }
memory-wanted = Right answer
memory-inside = Look inside a net while it reads this
memory-is-right = right
memory-is-wrong = wrong

## Settings

memory-hint-adding = The picture of the lecture: from some 25 steps on the RNN does no better than guessing, while LSTM and GRU remember.
memory-hint-copy = An LSTM learns this only if its forget gates begin almost open (bias 3). At short lags an RNN with orthogonal weights copies well.
memory-hint-order = An easy one: two events are enough to remember. With orthogonal weights even the RNN keeps them for a while.
memory-hint-dyck = Short stretches are easy; the first bracket has to be kept through all of them.
memory-hint-timing = Peepholes let the gates see the state. Measured with 4 units at lag 60, 20 runs each: the plain LSTM was right in 63 % on average and had learned nothing in 6 runs; with peepholes 77 %, and nothing in 2. A single run can go either way.
memory-group-nets = Nets
memory-group-nets-now = { $hidden } units
memory-group-learning = Learning
memory-option-adam = Adam
memory-option-sgd = SGD
memory-option-rmsprop = RMSprop
memory-option-auto = auto
memory-option-webgpu = WebGPU
memory-option-cpu = CPU
memory-hint-hidden = H, the length of h, the same for every net.
memory-hint-forgetBias = Bias of the forget gate at the start. At 3 it lets 95 % of the state through a step.
memory-hint-seed = Fixes weights and examples: same seed, same picture.
memory-hint-steps = A net stops when it has taken so many, or when 99 % of its test is right.
memory-hint-learningRate = η, the length of a step along the gradient.
memory-hint-momentum = Share of the last step that is kept in the next.
memory-hint-clip = A gradient with a longer norm is shortened to it. 0 is off.
memory-hint-batch = B, new examples a step.
setting-task = Task
setting-cells = Cells
setting-lags = Lags
hint-lags = Up to eight, with commas. Brackets need an even one.
setting-steps = Steps of each net
setting-paused = Paused nets
