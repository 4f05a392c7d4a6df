# The lecture's chapter 01-learning: what experiments found, and what figures say.

found-few = Features made by hand were ahead with { $times ->
        [one] one number of digits ({ $ahead })
       *[other] { $times } numbers of digits ({ $ahead })
    }: with { $at }, { $who ->
        [knn] k nearest neighbours
       *[logistic] logistic regression
    } got { $made } % right, the CNN { $learned } %. With { $many } it was the other way round: { $manyMade } % and { $manyLearned } %. The curves cross.
found-few-learned = Here learned features were ahead everywhere: even with { $at } digits the CNN got { $learned } % right, { $who ->
        [knn] k nearest neighbours
       *[logistic] logistic regression
    } { $made } %; with { $many }, { $manyLearned } % and { $manyMade } %.
found-few-made = Here features made by hand were still ahead at the end: with { $many } digits { $manyMade } % right, the CNN { $manyLearned } %. They led with { $ahead } digits.
found-shift = At { $x } pixels features made by hand were down from { $beforeMade } % to { $made } %, learned ones from { $beforeLearned } % to { $learned } %: pooling forgives a little. At { $last } pixels neither holds: { $endMade } % and { $endLearned } %.
found-shift-stays = At { $x } pixels features made by hand were down from { $beforeMade } % to { $made } %, learned ones from { $beforeLearned } % to { $learned } %: pooling forgives a little. At { $last } pixels it is { $endMade } % and { $endLearned } %: not both are lost there.
found-shift-made = At { $x } pixels the features made by hand kept at least as much: { $made } % of { $beforeMade } %, the CNN { $learned } % of { $beforeLearned } %. At { $last } pixels it is { $endMade } % and { $endLearned } %.
found-noise = At σ = { $x } the features made by hand were down from { $beforeMade } % to { $made } %, the CNN from { $beforeLearned } % to { $learned } %. Edges are differences of neighbours, and noise is all difference; the learned filters add up 25 pixels and hold longer.
found-noise-made = At σ = { $x } the features made by hand kept at least as much: { $made } % of { $beforeMade } %, the CNN { $learned } % of { $beforeLearned } %.

found-permuted-loses = With { $train } digits the CNN fell from { $cnn } % to { $cnnPermuted } % when pixels changed places, { $lost } points; the MLP stood at { $mlp } % and { $mlpPermuted } %. Neighbourhood was what the CNN lived on; the MLP never knew of it.
found-permuted-keeps = With { $train } digits the CNN had { $cnn } % and { $cnnPermuted } %, the MLP { $mlp } % and { $mlpPermuted } %: in this run what the CNN lost is within chance.
found-permuted-both = With { $train } digits the CNN fell from { $cnn } % to { $cnnPermuted } %, by { $lost } points, and the MLP from { $mlp } % to { $mlpPermuted } %, by { $lostByMlp }: in this run both lost, so not all of it was neighbourhood.
found-letters-matters = Of { $count } test sentences the convolution got { $net } % right, and { $shuffled } % when their letters were shuffled: { $lost } points were in the order. A bag of letters has { $bag } %.
found-letters-little = Of { $count } test sentences the convolution got { $net } % right, with shuffled letters { $shuffled } %, a bag of letters { $bag } %: order made little difference in this run.
found-words-matters = The convolution got { $net } % of { $count } sentences right, with shuffled words { $shuffled } %, the bag of words { $bag } %: order mattered here, by { $lost } points.
found-words-little = The convolution got { $net } % of { $count } sentences right, with shuffled words { $shuffled } %, the bag of words { $bag } %. The words themselves say who wrote them; their order adds almost nothing.

found-shares = LeNet has { NUMBER($parameters) } parameters and { NUMBER($flops) } FLOPs an image. Its convolutions hold { $convolution } % of the parameters and do { $convolutionFlops } % of the work; its fully connected layers hold { $full } % and do { $fullFlops } %.
found-contest = After { $steps } steps the MLP, { NUMBER($mlpParameters) } parameters, got { $mlp } % of { NUMBER($judged) } test digits right; LeNet, { NUMBER($lenetParameters) }, got { $lenet } %. Shared weights do more with fewer parameters.
found-contest-mlp = After { $steps } steps the MLP, { NUMBER($mlpParameters) } parameters, got { $mlp } % of { NUMBER($judged) } test digits right; LeNet, { NUMBER($lenetParameters) }, got { $lenet } %. In this run more parameters won.
found-inside = In { $layer }, channel { $channel }, at y = { $y }, x = { $x }: 25 products add up to { $sum }; with the bias { $bias } that is { $before }, above zero, so ReLU lets it pass: { $output }.
found-inside-cut = In { $layer }, channel { $channel }, at y = { $y }, x = { $x }: 25 products add up to { $sum }; with the bias { $bias } that is { $before }, not above zero, so ReLU makes it { $output }.

found-same-step-gpu = A step took { $cpu } ms on the CPU and { $gpu } ms on the GPU ({ $adapter }): { $times } times as fast there.
found-same-step-cpu = A step took { $cpu } ms on the CPU and { $gpu } ms through WebGPU ({ $adapter }): the CPU was { $times } times as fast. For so small a step handing out the work costs more than the work.
found-same-step-software = A step took { $cpu } ms on the CPU and { $gpu } ms through WebGPU. But { $adapter } is no graphics card: it is a program that plays one on this processor, and cannot win. Open the page where there is one.
found-same-step-none = A step took { $cpu } ms on the CPU. This browser offers no WebGPU, so there is nothing to compare it with; open the page where there is a graphics card.
found-size-gpu = From 64 to 256 units a step grew { $growth } times on the CPU ({ $small } to { $large } ms) and { $gpuGrowth } times on the GPU ({ $gpuSmall } to { $gpuLarge } ms): large steps are what it is for.
found-size-cpu = From 64 to 256 units a step grew { $growth } times on the CPU ({ $small } to { $large } ms) and { $gpuGrowth } times through WebGPU ({ $gpuSmall } to { $gpuLarge } ms): here the time on the CPU grew less.
found-size-software = From 64 to 256 units a step grew { $growth } times on the CPU ({ $small } to { $large } ms) and { $gpuGrowth } times through WebGPU ({ $gpuSmall } to { $gpuLarge } ms), which a program plays here on the same processor: it has no more hands than the CPU.
found-size-none = From 64 to 256 units a step grew { $growth } times on the CPU: { $small } to { $large } ms. This browser offers no WebGPU to compare with.
found-same-numbers-close = After { $steps } steps the loss was { NUMBER($one, maximumFractionDigits: 6) } on the CPU and { NUMBER($other, maximumFractionDigits: 6) } through WebGPU; they differ by { NUMBER($apart, maximumSignificantDigits: 2) }.
found-same-numbers-apart = After { $steps } steps the loss was { NUMBER($one, maximumFractionDigits: 6) } on the CPU and { NUMBER($other, maximumFractionDigits: 6) } through WebGPU; they differ by { NUMBER($apart, maximumSignificantDigits: 2) }, more than rounding should make.
found-same-numbers-same = There is no WebGPU here, so the CPU ran twice: after { $steps } steps the loss was { NUMBER($one, maximumFractionDigits: 6) } both times, to the last bit. The order of sums is the same in every run.
found-same-numbers-differs = There is no WebGPU here, so the CPU ran twice: after { $steps } steps the losses were { NUMBER($one, maximumFractionDigits: 6) } and { NUMBER($other, maximumFractionDigits: 6) }, apart by { NUMBER($apart, maximumSignificantDigits: 2) }. They should have been the same.

found-top = Of { NUMBER($judged) } garments { $one } % were wrong with one guess, { $two } % with two, { $five } % with five. Five of ten classes is half of all there are; of ImageNet’s 1,000 it is one in two hundred.
found-learned = After { $steps } steps, on { NUMBER($judged) } test images, the error was { $softmax } % with softmax on pixels, { $mlp } % with an MLP, { $lenet } % with LeNet: it fell with each layer of learned features.
found-learned-mixed = After { $steps } steps, on { NUMBER($judged) } test images, the error was { $softmax } % with softmax on pixels, { $mlp } % with an MLP, { $lenet } % with LeNet: in so few steps not every layer pays.

fig-table = The same numbers as a table
fig-right = right
fig-wrong = wrong
fig-model-logistic = Logistic regression
fig-model-knn = k nearest neighbours
fig-model-tree = Decision tree
fig-model-mlp = MLP
fig-model-cnn = CNN

fig-ways = One image, two ways to a class
fig-ways-digit = Digit
fig-ways-shift = Shift
fig-ways-noise = Noise σ
fig-ways-pixels = { $n } px
fig-ways-image = A handwritten { $label }, and the mean brightness of each of its rows
fig-ways-image-desc = An image of 28×28 pixels; a bar to its right for every row.
fig-ways-rows = row means
fig-ways-made = Features made by hand → classifier
fig-ways-made-note = Rules that a person wrote down; they never change.
fig-ways-made-desc = Mean brightness of 4×4 zones; directions of edges in four quarters; three symmetries.
fig-ways-zones = zones
fig-ways-edges = edges
fig-ways-symmetry = symmetry
fig-ways-left-right = left–right
fig-ways-top-bottom = top–bottom
fig-ways-half-turn = half turn
fig-ways-learned = Learned features → classifier
fig-ways-learned-note = Six filters as a LeNet had learned them (recorded, { NUMBER($steps) } steps); what they make of your image is computed here.
fig-ways-learned-desc = Six kernels of 5×5 and the map that each makes of the image.
fig-ways-untrained = Run an experiment or press Train in the lab: then its models say here what they take the image for.

fig-locality = A 3×3 window on an image, and on the same pixels in another order
fig-locality-plain = The image as it is
fig-locality-permuted = The same pixels, permuted
fig-locality-labs = the lab’s
fig-locality-go = Slide the window
fig-locality-stop = Stop
fig-locality-holds = In the window
fig-locality-apart = mean distance
fig-locality-apart-value = { $n } px
fig-locality-desc = The window’s middle is at row { $y }, column { $x }.
fig-locality-keys = The window: arrow keys move it
fig-locality-note = Move the window with the pointer or the arrow keys. The squares on the left show where the nine pixels in the right-hand window came from.

fig-blocks = Models as blocks
fig-blocks-models = Model
fig-blocks-model-mlp = MLP
fig-blocks-model-lenet = LeNet
fig-blocks-model-rnn = RNN, one step
fig-blocks-model-lstm = LSTM, one step
fig-blocks-model-lab = the lab’s
fig-blocks-block = Block
fig-blocks-shape = Gives
fig-blocks-parameters = Parameters
fig-blocks-flops = FLOPs
fig-blocks-total = Altogether { $parameters } parameters, { $flops } FLOPs an image
fig-blocks-total-step = Altogether { $parameters } parameters, { $flops } FLOPs a character
fig-blocks-embedding = Embedding
fig-blocks-embedding-short = embed
fig-blocks-rnn = Recurrent layer
fig-blocks-lstm = LSTM layer
fig-blocks-count-convolution = ({ $k }·{ $k }·{ $c } + 1) · { $m } = { $parameters } parameters; 2 · { $k }·{ $k }·{ $c } · { $m } · { $y }·{ $x } places = { $flops } FLOPs
fig-blocks-count-full = ({ $n } + 1) · { $m } = { $parameters } parameters; 2 · { $n } · { $m } = { $flops } FLOPs
fig-blocks-count-other = { $parameters } parameters
fig-blocks-count-none = Nothing is learned here; its few operations are not counted.
fig-blocks-count-embedding = { $v } · { $d } = { $parameters } parameters: a row for each of { $v } characters; looking one up costs nothing
fig-blocks-count-rnn = ({ $d } + { $h } + 1) · { $h } = { $parameters } parameters in U, W and b; 2 · ({ $d } + { $h }) · { $h } = { $flops } FLOPs a step
fig-blocks-count-lstm = { $gates } · ({ $d } + { $h } + 1) · { $h } = { $parameters } parameters: three gates and a candidate; { $flops } FLOPs a step

fig-device = A product of matrices on a CPU and on a GPU
fig-device-go = Let time run
fig-device-stop = Stop
fig-device-moment = Moment
fig-device-cpu = CPU
fig-device-webgpu = GPU (WebGPU)
fig-device-desc = { $done } of { $all } numbers are done.
fig-device-launching = The task is on its way to the device …
fig-device-working = { $done } of { $all } numbers of C
fig-device-done = All { $all } numbers of C
fig-device-note = A drawing, not a measurement: the CPU makes four numbers at a time and begins at once; the GPU waits for its task and then makes all at once.
fig-device-measured = Measured on this machine
fig-device-measure = Measure here
fig-device-idle = Three kinds of work on both devices, about six seconds.
fig-device-now = { $item } on { $device } …
fig-device-adapter = GPU: { $adapter }
fig-device-mm512 = Product of two 512×512 matrices
fig-device-lstm = LSTM step
fig-device-cnn = Step of a small CNN
fig-device-step = Work
fig-device-device = Device
fig-device-ms = ms
fig-device-gflops = GFLOP/s
fig-device-no-webgpu = this browser offers no WebGPU
fig-device-no-module = the benchmark’s module could not be loaded

fig-net-max = max
fig-net-mean = mean
fig-net-dense = full
fig-net-softmax = softmax
fig-net-local-response = LRN
fig-net-batch-norm = BN
fig-net-dropout = dropout
fig-net-concat = concat
fig-net-label = { $name }: { $kind }, gives { $shape }, { $parameters } parameters
