# The lab about back-propagation in English, loaded with it. The same keys as bptt.ru.ftl (checked by locales/check.mjs).

bptt-name = Lab of gradients through time
bptt-unit-speed = steps/s
setting-part = Part
bptt-part-ladder = Gradients by distance
bptt-part-unrolled = Factor by factor
reason-cpu-small-model = Runs on the CPU: for nets this small a GPU would not be worth its while.

memory-cell-rnn = RNN
memory-cell-lstm = LSTM
memory-cell-lstm-peepholes = Peephole LSTM
memory-cell-gru = GRU
memory-state-learning = step { $step }
memory-state-paused = paused at { $step }
memory-state-diverged = diverged at { $step }
bptt-ladder-diverged = Diverged: { $nets }. The steps were too large, and the numbers are none any more; the other nets go on. Take a lower learning rate or clip the gradient, then Reset.
memory-save = Save the numbers (CSV)
memory-net = Net
memory-pause-net = Pause { $name }
memory-go-on = Go on
memory-group-learning = Learning

## The ladder

bptt-ladder = How much of the gradient arrives
bptt-ladder-lead = Each net reads random symbols and is asked at the end, at step t, which came first. The line is ‖∂L/∂sₖ‖: how strongly the loss depends on the state at step k. Further right is further back; where the line is near zero, nothing can be learned from that step. Same examples and seed for all.
bptt-ladder-label = Norm of the gradient by distance for each kind of net, on a logarithmic axis; the table below has the numbers.
bptt-distance-axis = distance t − k, steps back
bptt-ladder-table = Norms of the gradient of each net, its loss and its state
bptt-at = t−k = { $distance }
bptt-growth = × a step back
bptt-growth-note = “× a step back”: the factor by which the norm changes with every step, fitted to the whole line. Below 1 the gradient vanishes, above 1 it explodes. The state of an LSTM is (C, h), and ∂L/∂C is what C does by itself: what it does through h of the same step is in ∂L/∂h already. The product of factors, as in the next part, gives the same numbers.
bptt-loss = loss
bptt-gradient-norm = ‖gradient‖
bptt-presets = Experiments
bptt-preset-vanish = It vanishes
bptt-preset-explode = It explodes
bptt-preset-holds = The LSTM holds
bptt-preset-clip = Clipping saves it
bptt-hint-vanish = Look at the RNN’s line: W has the spectral radius 0.9 and tanh′ is at most 1, so a step back leaves at most 0.9. Measured before training: × 0.76, and after 39 steps 3·10⁻⁵ of it. The GRU loses more (× 0.71): its update gate z starts near one half.
bptt-hint-explode = Without tanh the factor is W itself: × 1.5 a step, 7·10⁶ over 39. The first step of SGD throws the weights away, and the RNN has diverged by step 2. The others go on.
bptt-hint-holds = With a forget bias of 3 the gate passes 95 % a step. Measured at the start: × 1.04 a step where the RNN has × 0.76; after 2,000 steps the LSTM has learned the task (loss 0.002), and RNN and GRU still guess (2.08 = ln 8).
bptt-hint-clip = The same exploding net, with the gradient’s norm held to 1. It stays finite: measured, the loss falls from 2·10⁶ to 1.8 in 300 steps, and the line to × 1.05 a step.
bptt-hint-own = Settings of your own. Choose an experiment to come back to a known picture.

## Factor by factor

bptt-unrolled = The product, factor by factor
bptt-unrolled-lead = ∂Lₜ/∂W = Σₖ ∂Lₜ/∂sₜ · ∏ ∂sᵢ/∂sᵢ₋₁ · ∂sₖ/∂W. A small net (8 units) reads a sentence and predicts every next character. Choose the step t of the loss, then go back a step at a time. The bars are the sizes of the terms.
bptt-net = The unrolled net, a box a step
bptt-go = Step { $step }, { $character }
bptt-loss-at = Loss at step t = { $step }: Lₜ = { $loss }
bptt-state-at = State at step k = { $step }, { $back } back
bptt-back = One step back
bptt-to-loss = To the loss
bptt-factor = Next factor back, ∂s({ $k })/∂s({ $before })
bptt-product = Product so far, ∏ = ∂s({ $t })/∂s({ $k })
bptt-frobenius = Norm (Frobenius)
bptt-sigma = Largest singular value
bptt-state = The state has { $size } numbers, so a factor is { $size } × { $size }. Row: after the step, column: before it.
bptt-lstm-state = The state of an LSTM is (C, h), so a factor is { $size } × { $size }. Upper left is ∂C/∂C: without peepholes just the forget gate on the diagonal.
bptt-heat = { $name } as a heat map; entries lie within ± { $bound }.
bptt-bound = scale ± { $bound }; orange +, blue −
bptt-entry = row { $row }, column { $column }: { $value }
bptt-sum = Term k = { $k }: norm { $term }. The terms from k = { $k } to t = { $t } together: { $partial }. All terms: ‖∂Lₜ/∂W‖ = { $total }.
bptt-check = Check the sum against automatic differentiation and finite differences
bptt-checked = Sum of the terms { $sum }, automatic differentiation { $tape } (relative error { $tapeError }), finite differences { $differences } (relative error { $differencesError }).
bptt-table = Every step in numbers
bptt-step = k
bptt-column-gradient = ‖∂Lₜ/∂sₖ‖
bptt-column-factor = ‖factor‖
bptt-column-sigma = σ₁ of the factor
bptt-column-product = ‖∏‖
bptt-column-product-sigma = σ₁ of ∏
bptt-column-term = ‖term‖
bptt-column-sum = ‖Σ‖ to here

## What is left over many steps

bptt-left = What is left over many steps
bptt-left-lead = How large is the product of factors when it gets long? Nets of all four kinds read this sentence, from the same seed and with as much training. Choose the number of steps; the mark in the pictures goes with it.
bptt-over = Steps back: { $over }, from t = { $t } to k = { $k }
bptt-left-said = Over { $over } steps in this { $net }, from t = { $t } back to k = { $k }: ‖∏ ∂sᵢ/∂sᵢ₋₁‖ = { $product }. A small change of the state at k reaches t multiplied by at most { $sigma } (σ₁ of the product).
bptt-too-short = For { $over } steps back the loss must lie at t = { $over } or later; here it lies at { $last }. Move t to the right, or read a sentence of { $characters } characters or more.
bptt-left-compared = All four nets over as many steps
bptt-left-product = ‖∏‖ over { $over }
bptt-left-product-sigma = σ₁ of ∏
bptt-left-a-step = × a step
bptt-left-partial = ‖Σ‖ to there
bptt-left-total = ‖Σ‖ of all
bptt-left-product-title = ‖∏‖: the product of all factors up to the loss
bptt-left-product-label = Norm of the product by distance for each kind of net, on a logarithmic axis; the table below has the numbers.
bptt-left-factors-title = σ₁ of each factor
bptt-left-factors-label = Largest singular value of each factor by distance for each kind of net, on a logarithmic axis; the table below has the numbers.
bptt-left-sums-title = ‖Σ‖: the gradient from the terms up to there
bptt-left-sums-label = Norm of the sum of the terms by distance for each kind of net, on a logarithmic axis; the table below has the numbers.
bptt-left-note = After { $trained } steps of training. ‖∏‖ is the Frobenius norm: over 0 steps it is that of the unit matrix, √8, or √16 for an LSTM, whose state has both C and h. “× a step” is σ₁ of the product to the power 1/{ $root }. A peephole LSTM starts as an LSTM: its peepholes are zero until it trains. Where ‖Σ‖ is level, states further back change nothing about the gradient.
bptt-left-table = Every distance in numbers
bptt-inside = The cell at this step, with every number in its equations (its steps count from 1)

## Truncation

bptt-part-truncation = Truncation
bptt-truncation = What truncating costs
bptt-truncation-lead = The whole history need not be kept: only the last n states count, and the gradient goes no further back. A net reads T symbols and is asked for the one that lies “gap” steps back. Look at where the angle comes near 0 – and then at the losses: a training that does not reach back to the asked symbol, n ≤ gap, does not learn it in any time.
bptt-truncation-waiting = Measuring every n …
bptt-counted = Only the last n = { $n } of { $sequence } states count
bptt-counted-axis = n, states that count
bptt-seconds-axis = seconds of training, each n for itself
bptt-lost = Lost: angle to the full gradient
bptt-lost-label = Angle between the truncated and the full gradient by n; the table below has the numbers.
bptt-all-parameters = all parameters
bptt-recurrent-alone = W alone
bptt-saved = Saved: share of a full step
bptt-saved-label = Time of a step and memory on the tape by n, as shares of those of a full step; the table below has the numbers.
bptt-time = time
bptt-tape = memory on the tape
bptt-after = Loss after equal time
bptt-after-label = Loss on a test of 128 sequences by seconds of training for several n; the table below has the last numbers.
bptt-guess = guessing, ln 8
bptt-cost-lost = n = { $n } of { $sequence }: the gradient is turned by { $angle } and wrong by { $error } % of its length; that of W by { $wAngle } and { $wError } %.
bptt-cost-saved = A step takes { $time } ms instead of { $fullTime } ({ $timeShare } %), and the tape keeps { $tape } kB instead of { $fullTape } ({ $tapeShare } %).
bptt-cost-after = After { $seconds } s of training: loss { $loss } in { $steps } steps; with all states { $fullLoss } in { $fullSteps } steps.
bptt-cost-before = Train to compare the losses: every n gets { $seconds } s, in turns, from the same start.
bptt-cost-untrained = Trained are n = { $trained }.
bptt-diverged = no number (diverged)
bptt-progress = { $done } of { $seconds } s each, { $count } trainings in turns
bptt-progress-over = All { $count } trainings have had their { $seconds } s ({ $done } s done). Reset begins again; with more seconds they go on.
bptt-progress-label = Time of training done
bptt-measured = Measured on one batch of { $batch } sequences, with the weights after { $step } steps of the training that counts all states. Time of a step, forward and back: steps in a row are timed together until at least 20 ms have passed, and the time is divided by their number, because a browser’s clock ticks in tenths of a millisecond; of two to four such measurements the quickest counts. Here, at n = { $n }: { $passes } steps in { $together } ms. What else the machine does makes some of them slower. States that do not count are computed without a tape, so the way forward is never saved.
bptt-truncation-table = What each n costs: angle and error of the gradient, time and memory of a step, loss after training
bptt-all-lengths = Every n in numbers
bptt-cost-n = n
bptt-cost-angle = angle
bptt-cost-error = error
bptt-cost-w-angle = angle, W
bptt-cost-w-error = error, W
bptt-cost-ms = ms a step
bptt-cost-kb = tape, kB
bptt-cost-steps = steps
bptt-cost-loss = loss
setting-gap = Gap, steps back
setting-seconds = Seconds for each n
bptt-round = Rounds

## Settings

setting-activation = Activation of the RNN
setting-spectralRadius = Spectral radius of W
setting-text = Sentence
setting-paused = Paused nets
bptt-option-tanh = tanh
bptt-option-relu = ReLU
bptt-option-linear = linear
bptt-option-adam = Adam
bptt-option-sgd = SGD
bptt-option-rmsprop = RMSprop
bptt-option-auto = auto
bptt-option-webgpu = WebGPU
bptt-option-cpu = CPU
bptt-note-spectralRadius = W of every net starts orthogonal, times this: all of its singular values are this number.
bptt-note-forgetBias = Bias of the forget gate at the start. At 3 the gate lets 95 % of C through a step.
bptt-note-learningRate = η, the length of a step along the gradient.
bptt-note-sequence = T, the steps that a net reads; the gradient has to go back through all of them.
bptt-note-hidden = H, the length of the state, the same for every net.
bptt-note-batch = B, examples a step. Norms are averaged over them.
bptt-note-seed = Fixes weights and examples: same seed, same picture.
bptt-note-clip = A gradient with a longer norm is shortened to it. 0 is off.
