# The lecture's chapter on gradients through time: what its figures say and its experiments found. The same keys as lecture-04.ru.ftl.

figure-chain = The way back from the loss
figure-chain-desc = An unrolled net: its states in a row, the loss at the right. From state to state an arrow leads back, with the largest singular value of its factor. Below, the size of every term of the sum over k.
figure-chain-back = One factor back
figure-chain-loss = To the loss
figure-chain-k = Factors in the product: { $over }, back to k = { $k }
figure-chain-bars = size of term k
figure-chain-bar = term k = { $k }: { $term }
figure-chain-term = ‖term k‖
figure-chain-start = At the loss itself the product is empty: the unit matrix, of norm { $start }. Term k = t = { $t } has the norm { $term }, and of the whole gradient, { $total }, the sum has { $partial } so far.
figure-chain-said = { $over ->
    [one] One factor
   *[other] { $over } factors
 } back, from t = { $t } to k = { $k }: ‖∏ ∂sᵢ/∂sᵢ₋₁‖ = { $product }, after { $start } at the loss. Term k = { $k } has the norm { $term }; the terms from { $k } to { $t } add up to { $partial }, all of them to ‖∂Lₜ/∂W‖ = { $total }.
figure-chain-own = Numbers of a net of 8 units computed in this figure, until the lab below is open. Over each arrow: σ₁ of the factor.
figure-chain-lab = Numbers of the lab’s net below; they change as it learns. Over each arrow: σ₁ of the factor.
figure-chain-table = Every step in numbers

figure-last-states = The last n states
figure-last-states-desc = An unrolled net with the loss at the right. The last n states count, those before are cut off. Below each state a bar says how wrong the gradient is if the sum begins there.
figure-last-states-n = Only the last n = { $n } of { $sequence } states count
figure-last-states-bars = error of the gradient if cut here, up to { $most } %
figure-last-states-bar = n = { $n }: { $error } %
figure-last-states-said = Counting the last { $n } states leaves { $left } out: the gradient of all parameters is wrong by { $error } % of its length.
figure-last-states-memory = The tape keeps { $tape } % of what it would keep.
figure-last-states-reaches = The asked symbol (?), { $gap } steps back, is among what counts.
figure-last-states-misses = The asked symbol (?) lies { $gap } steps back, out of reach: no training will find it.
figure-last-states-own = Numbers of a net of 8 units computed in this figure, until the lab below has measured.
figure-last-states-lab = Numbers that the lab below has measured.
figure-last-states-table = Every n in numbers
figure-last-states-error = error
figure-last-states-tape = memory

figure-vanishing = The gradient by distance
figure-vanishing-desc = Norm of the gradient by the distance t − k on a logarithmic axis: a net computed in this figure, and the lab’s RNN, LSTM and GRU. The table below has the numbers.
figure-vanishing-axis = distance t − k, steps back
figure-vanishing-own = RNN of this figure
figure-vanishing-radius = Spectral radius of W: { $radius }
figure-vanishing-linear = Without tanh
figure-vanishing-said = With the spectral radius { $radius } the gradient changes by × { $rate } a step; { $far } steps back { $left } of it is left.
figure-vanishing-waits = The lines of RNN, LSTM and GRU come from the lab below.
figure-vanishing-from-lab = RNN, LSTM and GRU are the lab’s, after { $step } steps of training.
figure-vanishing-table = Every distance in numbers

## What was found

found-bptt-product = Over { $steps } factors the norm of the RNN’s product went from { NUMBER($start, maximumSignificantDigits: 3) } to { NUMBER($last, maximumSignificantDigits: 2) }: × { $rate } a step. After { $trained } steps of training it is { NUMBER($lastTrained, maximumSignificantDigits: 2) }, × { $rateTrained } a step: training slows the decay but does not end it. In the LSTM it is then × { $rateLstm }.
found-bptt-product-grows = Over { $steps } factors the norm of the RNN’s product went from { NUMBER($start, maximumSignificantDigits: 3) } to { NUMBER($last, maximumSignificantDigits: 2) }: × { $rate } a step. After { $trained } steps of training it is { NUMBER($lastTrained, maximumSignificantDigits: 2) }, × { $rateTrained } a step: in this run the weights have grown until nothing shrinks any more. In the LSTM it is then × { $rateLstm }.
found-bptt-sum = With the nearest term alone { $one } % of the gradient is missing; { $enough } of { $terms } terms bring it within 5 %. The farthest is { NUMBER($far, maximumSignificantDigits: 2) } % of the nearest: the last states decide.
found-bptt-sum-all = With the nearest term alone { $one } % of the gradient is missing, and { $enough } of { $terms } terms are needed to come within 5 %. The farthest is { NUMBER($far, maximumSignificantDigits: 2) } % of the nearest: in this net distant states count.
found-bptt-check = Norm of the sum { NUMBER($sum, maximumFractionDigits: 5) }, of automatic differentiation { NUMBER($tape, maximumFractionDigits: 5) }, of differences { NUMBER($differences, maximumFractionDigits: 5) }. As matrices they agree to { $tapeDigits } and { $differencesDigits } digits: the formula is right; the differences are only as good as single precision lets them be.
found-bptt-check-otherwise = Norm of the sum { NUMBER($sum, maximumFractionDigits: 5) }, of automatic differentiation { NUMBER($tape, maximumFractionDigits: 5) }, of differences { NUMBER($differences, maximumFractionDigits: 5) }. As matrices they agree to { $tapeDigits } and { $differencesDigits } digits: fewer than rounding explains, so this run does not confirm the formula.

found-truncation-error = With n = { $n } of { $sequence } states the gradient is wrong by { $error } % and turned by { $angle }°; from n = { $enough } on less than 5 % is wrong. At n = { $n } the tape keeps { $tape } % of the memory, and a step takes { $time } % of the time on this machine: the way forward is never saved.
found-truncation-error-slow = With n = { $n } of { $sequence } states the gradient is wrong by { $error } % and turned by { $angle }°; from n = { $enough } on less than 5 % is wrong. At n = { $n } the tape keeps { $tape } % of the memory, and a step takes { $time } % of the time on this machine: no time was saved here, where a step is so short; the way forward never is.
found-truncation-learning = After { $seconds } s each: n = { $n } has the loss { $short }, all { $sequence } states have { NUMBER($full, maximumSignificantDigits: 2) } (in { $steps } steps). What lies { $gap } steps back is not learned by a gradient that ends after { $n }.
found-truncation-learning-undecided = After { $seconds } s each: n = { $n } has the loss { $short }, all { $sequence } states have { NUMBER($full, maximumSignificantDigits: 2) } (in { $steps } steps). That is too little to decide on this machine: give each n more seconds in the lab.

found-vanishing-distance = { $distance } steps back the gradient is smaller by these factors: RNN { NUMBER($rnn, maximumSignificantDigits: 2) } (× { $rate } a step), GRU { NUMBER($gru, maximumSignificantDigits: 2) }, LSTM { NUMBER($lstm, maximumSignificantDigits: 2) }. With open forget gates the LSTM has × { $open } a step: it holds. An untrained GRU does not: its z begins near one half.
found-vanishing-distance-partly = { $distance } steps back the gradient is smaller by these factors: RNN { NUMBER($rnn, maximumSignificantDigits: 2) } (× { $rate } a step), GRU { NUMBER($gru, maximumSignificantDigits: 2) }, LSTM { NUMBER($lstm, maximumSignificantDigits: 2) }. With open forget gates the LSTM has × { $open } a step. The LSTM loses less than the RNN, but the three do not part as in the lecture.
found-vanishing-distance-otherwise = { $distance } steps back the gradient is smaller by these factors: RNN { NUMBER($rnn, maximumSignificantDigits: 2) } (× { $rate } a step), GRU { NUMBER($gru, maximumSignificantDigits: 2) }, LSTM { NUMBER($lstm, maximumSignificantDigits: 2) }. With this seed the LSTM loses no less than the RNN; with open forget gates it has × { $open } a step.
found-vanishing-radius = Factor a step at radius 0.5, 0.9, 1.1 and 1.5. Linear: { $linear1 }, { $linear2 }, { $linear3 }, { $linear4 }, the radius itself. With tanh: { $tanh1 }, { $tanh2 }, { $tanh3 }, { $tanh4 }: saturation takes the rest, and even 1.5 hardly explodes.
found-vanishing-radius-otherwise = Factor a step at radius 0.5, 0.9, 1.1 and 1.5. Linear: { $linear1 }, { $linear2 }, { $linear3 }, { $linear4 }. With tanh: { $tanh1 }, { $tanh2 }, { $tanh3 }, { $tanh4 }. Expected were the radius itself without tanh, and with it less, and hardly above 1: in this run that is not so everywhere.
found-vanishing-clip = The first gradient has the norm { NUMBER($norm, maximumSignificantDigits: 2) }: free, the loss was no number at step { $step }. Clipped at 1 the same net is finite after { $steps } steps, with the loss { $loss }.
found-vanishing-clip-otherwise = The first gradient has the norm { NUMBER($norm, maximumSignificantDigits: 2) }. Free, the net reached step { $step }; clipped at 1 it has the loss { $loss } after { $steps } steps. In this run the two did not part as expected.
