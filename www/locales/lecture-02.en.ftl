# The lecture's chapter 02-convolution: what experiments found, and what figures say.

found-reductions = With reductions { NUMBER($parametersWith) } parameters and { $flopsWith } MFLOPs an image; without { NUMBER($parametersWithout) } and { $flopsWithout }: { $parametersTimes } and { $flopsTimes } times as many. A step took { $msWith } ms with them, { $msWithout } ms without: { $times } times as long.
found-reductions-slower = With reductions { NUMBER($parametersWith) } parameters and { $flopsWith } MFLOPs an image; without { NUMBER($parametersWithout) } and { $flopsWithout }: { $parametersTimes } and { $flopsTimes } times as many. Yet a step took { $msWith } ms with them and { $msWithout } ms without, { $times } times less: on this device the number of layers counts for more.
found-heads = After { $steps } steps, of { $judged } test images the first auxiliary head got { $one } % right, the second { $two } %, the softmax at the end { $end } %: depth pays already.
found-heads-middle = After { $steps } steps, of { $judged } test images the first auxiliary head got { $one } % right, the second { $two } %, the softmax at the end { $end } %: so early, a head in the middle knows more. The gradient reaches it by a shorter way.
found-cheap = GoogLeNet-lite has { NUMBER($googlenet) } parameters, LeNet { NUMBER($lenet) }; yet one image costs { $googlenetFlops } MFLOPs instead of { $lenetFlops }, { $times } times as many, and { $googlenetMs } ms instead of { $lenetMs } ms. Convolutions use each weight at every place.

fig-table = The same numbers as a table
fig-googlenet = GoogLeNet, layer by layer
fig-googlenet-which = Which network
fig-googlenet-original = GoogLeNet, 2014
fig-googlenet-labs = the lab’s, live
fig-googlenet-press = Press a module to unfold its four branches; numbers on the cells are windows and channels.
fig-googlenet-heads = Of these, { $heads } parameters are in the auxiliary heads, which are taken away after training: { $main } remain.

fig-net-max = max
fig-net-mean = mean
fig-net-dense = full
fig-net-softmax = softmax
fig-net-local-response = LRN
fig-net-batch-norm = BN
fig-net-dropout = dropout
fig-net-concat = concat
fig-net-label = { $name }: { $kind }, gives { $shape }, { $parameters } parameters
