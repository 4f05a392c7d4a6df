# What stopped a run whose numbers are none any more, and what it can go on with.
doctor-net = { $net } with a lag of { $lag }
doctor-net-lstm-peepholes = Peephole LSTM
doctor-net-mlp = Window net
doctor-mode-one-to-one = 1→1
doctor-mode-many-to-one = n→1
doctor-mode-one-to-many = 1→n
doctor-net-at = { $net } (step { $step })
doctor-others = The same happened to: { $nets }.
doctor-weight = Training diverged at step { $step }: { $layer } has a weight that is no number any more ({ $tensor }); the update before it went beyond what a computer can hold.
doctor-loss = Training diverged at step { $step }: the loss is no number any more. The largest weight by then is in { $layer } ({ $tensor }).
doctor-far = Training diverged at step { $step }: the loss is { $loss }, far worse than guessing. The largest weight by then is in { $layer } ({ $tensor }).
doctor-gradient = Training diverged at step { $step }: the gradient of { $layer } is no number any more ({ $tensor }).
doctor-grew = Before that the gradients’ norm grew { $within ->
    [one] ×{ $factor } within one step
   *[other] ×{ $factor } within { $within } steps
  }.
doctor-why-unclipped = Clipping is off, so each step threw the weights further than the one before; the largest is { $largest } by now.
doctor-why-clipped = Clipping at { $clip } held the gradients, but with a learning rate of { $rate } even such steps were too long: the largest weight is { $largest } by now.
doctor-why-growth = With a learning rate of { $rate } each step threw the weights further than the one before; the largest is { $largest } by now.
doctor-why-rate = The learning rate of { $rate } made the steps too long: the largest weight is { $largest } by now.
doctor-kept = Nothing good is lost: the curves stay, and the run of step { $step } is kept.
doctor-from-start = Nothing is lost but these few steps: no state of the run was kept before, and it can begin again with the same first weights.
doctor-go-on-clip = Go on from step { $step } with clipping at { $value }
doctor-go-on-learningRate = Go on from step { $step } with a learning rate of { $value }
doctor-anew-clip = Begin again with clipping at { $value }
doctor-anew-learningRate = Begin again with a learning rate of { $value }
doctor-layer = layer { $name }
doctor-layer-embedding = the embedding
doctor-layer-rnn = RNN layer { $number }
doctor-layer-lstm = LSTM layer { $number }
doctor-layer-gru = GRU layer { $number }
doctor-layer-conv = convolution { $number }
doctor-layer-linear = linear layer { $number }
doctor-layer-inception = Inception block { $number }
doctor-layer-output = the output layer
doctor-layer-bag = the bag of words
doctor-tensor-word2vec-input = matrix x
doctor-tensor-word2vec-output = matrix x′
