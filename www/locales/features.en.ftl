# The lab about features in English, loaded with it. The same keys as features.ru.ftl (checked by locales/check.mjs).

features-name = Lab of features
features-points = Trainings
features-best = Best
features-finished = This experiment is done. Reset runs it again; another is chosen above the chart.
features-ms = ms
features-s = s
reason-cpu-small-model = Runs on the CPU: classical models only know it, and the nets are small. Choose WebGPU to compare.

features-model = Model
features-model-logistic = Logistic regression
features-model-knn = k nearest neighbours
features-model-tree = Decision tree
features-model-mlp = MLP
features-model-cnn = CNN
features-permuted = { $model }, permuted

## The contest

features-contest = By hand, or learned
setting-experiment = Experiment
features-experiment-samples = Number of images
features-experiment-shift = Shift
features-experiment-rotation = Rotation
features-experiment-noise = Noise
features-experiment-locality = Locality
features-lead-samples = Logistic regression, neighbours and the tree read the features made by hand below; the nets read pixels and make their own. Each point is a training of its own on so many images, tested on the same { $test } that were held out.
features-lead-shift = Every model learns once from { $train } images as they are. Then the { $test } test images are shifted by so many pixels, in a direction drawn by the seed.
features-lead-rotation = Every model learns once from { $train } images as they are. Then the { $test } test images are turned by so many degrees, to a side drawn by the seed.
features-lead-noise = Every model learns once from { $train } images as they are. Then noise is added to the { $test } test images: normal, of this standard deviation, where white is 1.
features-lead-locality = All pixels change places, the same way in every image. An MLP does not care where pixels lie; a convolution lives by neighbours. Each point is a training of its own, tested on { $test } images in the same order.
features-axis-samples = images learned from
features-axis-shift = shift, pixels
features-axis-rotation = rotation, degrees
features-axis-noise = noise, standard deviation
features-axis-locality = images learned from
features-accuracy = Right, %
features-accuracy-label = Accuracy of every model: { $experiment }. The table below has the numbers.
features-time = Time to train
features-time-label = Seconds that every model trained, features included. The table below has the numbers.
features-phase-measuring = measures the images
features-phase-training = learns
features-phase-testing = is tested
features-now = { $model }, at { $x }: { $phase }, { $percent } %
features-so-far = { $points } of { $total } trainings are done.
features-all-done = All trainings of this experiment are done.
features-all = Run all experiments
features-save = Save the points (CSV)
features-column-train = Learned from
features-column-right = Right
features-column-training = Training
features-column-testing = Testing
features-plain-image = A test image as it is
features-permuted-image = The same pixels in the other order

## What came out, in words

features-verdict-none = Press Train: what comes out is told here, from its own numbers.
features-amount-samples = { $x } images
features-amount-shift = { $x } pixels of shift
features-amount-rotation = { $x }° of rotation
features-amount-noise = { $x } of noise
features-verdict-at-classical = At { $amount } features made by hand win: { $best } has { $bestShare } %, { $other } { $otherShare } %.
features-verdict-from-classical = From { $from } to { $amount } features made by hand win; at { $x }, { $best } has { $bestShare } %, { $other } { $otherShare } %.
features-verdict-at-learned = At { $amount } features that are learned win: { $best } has { $bestShare } %, { $other } { $otherShare } %.
features-verdict-from-learned = From { $from } to { $amount } features that are learned win; at { $x }, { $best } has { $bestShare } %, { $other } { $otherShare } %.
features-verdict-at-same = At { $amount } neither side wins by more than chance: { $best } has { $bestShare } %, { $other } { $otherShare } %.
features-verdict-from-same = From { $from } to { $amount } neither side wins by more than chance; at { $x }, { $best } has { $bestShare } %, { $other } { $otherShare } %.
features-verdict-sides = Compared are the best model of each side at each place: of those on features made by hand, and of the nets, which learn their own.
features-verdict-keeps = At { $amount } { $kept } keeps most: { $keptTo } % after { $keptFrom } %. { $lost } loses most: { $lostTo } % after { $lostFrom } %.
features-verdict-locality-loses = { $who } loses { $points } points when pixels are permuted: { $plain } % become { $permuted } % ({ $train } images).
features-verdict-locality-keeps = { $who } loses nothing that chance could not explain when pixels are permuted: { $plain } % and { $permuted } % ({ $train } images).
features-verdict-time = On { $train } images { $fast } trains fastest ({ $fastTime }), { $slow } slowest ({ $slowTime }).

## Features of an image

features-look = Features made by hand
features-look-lead = Choose an image: every feature is explained, drawn over it, and shown with its numbers.
features-part = Images
features-part-test = held out
features-part-train = to learn from
features-index = Number
features-previous = Previous image
features-next = Next image
features-any = Any
features-is = On it: { $label }
features-used = read by the classical models
features-not-used = not read now
features-kind-means = Means of pixels
features-kind-symmetry = Symmetry
features-kind-zoning = Zones
features-kind-edges = Edges
features-kind-pca = Principal components
features-about-means = How much ink there is: in all, in every row and in every column.
features-about-symmetry = How far the image agrees with its mirror image, left to right and top to bottom, and with itself turned by half a turn; 1 is symmetric.
features-about-zoning = The image is cut into 4 × 4 zones; each gives the mean of its pixels.
features-about-edges = In each quarter: how much edge there is in each of several directions (a histogram of the gradient). Degrees are the gradient’s, which stands across the edge: 0° is a vertical edge. It hardly minds where exactly a stroke lies.
features-about-pca = The directions along which the images that are learned from vary most. The image is a sum of them; here are its shares, and what they rebuild.
features-most-telling = Of { $count } numbers those that tell most of the class:
features-explained = { $count } components have { $share } % of the variance.
features-all-numbers = All { $count } numbers
features-column-all = all numbers
features-column-most = most telling
features-column-measured = Measured
features-column-here = Here
features-column-mean = All images
features-column-told = Tells
features-value-mean = mean of all pixels
features-value-row = row { $number }
features-value-column = column { $number }
features-value-left-right = left to right
features-value-top-bottom = top to bottom
features-value-half-turn = half a turn
features-value-zone = zone { $row }, { $column }
features-value-edge = { $quarter }, { $degrees }°
features-value-component = component { $number }
features-quarter-0-0 = top left
features-quarter-0-1 = top right
features-quarter-1-0 = bottom left
features-quarter-1-1 = bottom right
features-picture-image = the image
features-picture-left-right = differs left to right
features-picture-top-bottom = differs top to bottom
features-picture-half-turn = differs after half a turn
features-picture-zones = means of zones
features-picture-strength = strength of edges
features-picture-direction = direction of edges
features-picture-mean = mean image
features-picture-rebuilt = rebuilt

features-class-fashion-0 = T-shirt
features-class-fashion-1 = trousers
features-class-fashion-2 = pullover
features-class-fashion-3 = dress
features-class-fashion-4 = coat
features-class-fashion-5 = sandal
features-class-fashion-6 = shirt
features-class-fashion-7 = sneaker
features-class-fashion-8 = bag
features-class-fashion-9 = ankle boot

## Answers

features-predict = What the models say of it
features-predict-lead = By the models that were trained last, one row each.
features-predict-none = Train models first: then each says here what it sees on the image above.
features-chosen = The chosen image
features-column-says = Says
features-column-sure = How sure
features-right = ✓ right
features-wrong = ✗ wrong
features-neighbours-asked = its nearest neighbours are
features-neighbour = { $label } (image { $index }, distance { $distance })
features-questions = the { $count } questions that it asked
features-question = { $name } ≤ { $threshold }? It is { $value }: { $answer }
features-yes = yes
features-no = no

## Settings

setting-data = Images
setting-models = Who takes part
setting-features = Features made by hand
setting-samples = Numbers of images
setting-trainOn = Learn from
setting-testImages = Test with
setting-neighbours = Neighbours
setting-depth = Depth of the tree
setting-epochs = Epochs
features-option-mnist = Digits
features-option-fashion = Garments
features-option-auto = Auto
features-option-webgpu = WebGPU
features-option-cpu = CPU
features-images = { $train } to learn from, { $test } held out, { $classes } classes
features-origin = Origin and licence
features-group-images = Images
features-group-images-now = { $train } to learn from
features-group-learning = Learning
features-hint-features = The classical models read those that are ticked, side by side.
features-hint-samples = For the experiments about numbers of images and locality, as 10, 100, 1000.
features-hint-trainOn = For shift, rotation and noise.
features-hint-testImages = Each point is measured with so many.
features-hint-neighbours = k: how many vote.
features-hint-depth = So many questions in a row at most.
features-hint-epochs = How often the nets see all images; with few images they take 200 steps all the same.
features-hint-seed = Of the choice of images, the first weights, and what is done to test images.
