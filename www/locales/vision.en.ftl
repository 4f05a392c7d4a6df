# The vision lab in English, loaded with it. The same keys as vision.ru.ftl (checked by locales/check.mjs).

vision-name = Vision lab
vision-epoch = Epoch
vision-unit-speed = images/s
vision-test-accuracy = Right in the test
vision-finished = Done: the network has learned from all images { $epochs } times, as set. More epochs go on; Reset starts again.
reason-cpu-small-model = Runs on the CPU: a network this small leaves a GPU little to do. That is not measured here; choose WebGPU to compare.

## Learning

vision-learning = While it learns
vision-learning-lead = Press Train. The images of the test part are never learned from, but were looked at when the networks’ settings were chosen; every few seconds the network is tried on them.
vision-tested = { $accuracy } of { $images } test images are right after step { $step }.
vision-tested-auxiliary = Its auxiliary heads: { $heads }.
vision-accuracy = Right answers
vision-loss = Cross-entropy in nats, logarithmic axis
vision-train = Learned from
vision-test = Test part
vision-test-head = Test part, head { $head }
vision-step-axis = step
vision-column-train-loss = Loss, learned from
vision-column-test-loss = Loss, test
vision-save = Save the numbers (CSV)

## Settings

vision-experiments = Try this
vision-show-digits = LeNet learns to read digits
vision-show-garments = A small GoogLeNet learns garments
vision-show-locality = Pixels in another order: what is left of the CNN?
setting-data = Images
vision-data-mnist = Digits (MNIST)
vision-data-fashion = Garments (Fashion-MNIST)
vision-data-own = Your own
vision-images = { $train } to learn from, { $test } held out, { $classes } classes
vision-images-wait = The images are being loaded …
vision-origin = Origin and licence
setting-model = Network
vision-model-softmax = Softmax regression
vision-model-mlp = MLP
vision-model-lenet = LeNet
vision-model-googlenet = GoogLeNet, small
vision-model-googlenet-large = GoogLeNet, larger
vision-model-own = Your own
vision-about-softmax = One weight for each pixel and class, and a softmax: no features of its own.
vision-about-mlp = Every pixel with every hidden unit: where pixels lie means nothing to it.
vision-about-lenet = Two convolutions with pooling, then fully connected layers (LeCun et al. 1998).
vision-about-googlenet = Inception modules of four branches, two auxiliary heads, global average pooling (Szegedy et al. 2015).
vision-about-googlenet-large = The same, wider: it learns slowly in a browser.
vision-about-own = The blocks that you put together.
setting-net = Blocks
setting-reductions = 1×1 reductions
vision-hint-reductions = 1×1 convolutions make the 3×3 and 5×5 after them cheaper. Without them they see all channels.
setting-permute = Permute pixels
vision-hint-permute = All pixels change places, the same way in every image. Neighbours are gone, and with them a convolution’s advantage.
setting-augment = Shift and turn
vision-hint-augment = Each time an image is learned from, it is shifted and turned a little.
setting-samples = Images to learn from
vision-hint-samples = 0: all of them.
vision-group-learning = Learning
vision-option-adam = Adam
vision-option-sgd = SGD
vision-option-rmsprop = RMSprop
vision-option-auto = auto
vision-option-webgpu = WebGPU
vision-option-cpu = CPU
setting-epochs = Epochs
vision-hint-epochs = How often all images are learned from; then training stops.
vision-hint-learningRate = η, the length of a step along the gradient.
vision-hint-momentum = Share of the last step that is kept in the next.
vision-hint-batch = B, images of a step; their gradients are averaged.
setting-auxiliaryWeight = Auxiliary weight
vision-hint-auxiliaryWeight = What the loss of an auxiliary head counts beside that of the main one.
vision-hint-clip = A gradient with a longer norm is shortened to it. 0 is off.
vision-hint-seed = Fixes weights, dropout, and the order of images: same seed, same run.

## Images of one's own

vision-own = Your own images
vision-own-hint = At least two classes of { $fewest } images each. Drop files on a class or choose them. The middle square of each becomes 28×28 grey pixels, in this browser; nothing is sent anywhere.
vision-own-count = { $count ->
    [one] { $count } image
   *[other] { $count } images
}
vision-new-class = Name of a class
vision-add-class = Add class
vision-add-images = Add images …
vision-add-images-of = Add images of { $name }
vision-remove-class = Remove { $name }
vision-reading = Reading images …
vision-use-own = Learn from these
vision-more-refused = … and { $count } more
failure-own-too-few = “{ $class }” has { $have } images; each class needs at least { $fewest }.
failure-own-too-few-classes = There are { $classes } classes of your own images; at least { $fewestClasses } are needed, of { $fewest } images each.
failure-own-too-many-classes = At most { $limit } classes.
failure-image-too-many = { $file } was not added: at most { $limit } images.
failure-image-no-class = { $file }: name a file “class/name”, as in cats/1.png.
failure-image-empty = { $file } is empty.
failure-image-svg = { $file } is an SVG drawing. Export it as PNG.
failure-image-no-image = { $file } is no PNG, JPEG, GIF, WebP or BMP image.
failure-image-wrong-extension = { $file } is in fact a { $format } image. Rename it, so that it is clear what it is.
failure-image-too-large = { $file } has { $have } MB; at most { $limit } MB are read.
failure-image-too-many-pixels = { $file } has { $have } megapixels; at most { $limit } are decoded. Make it smaller first.
failure-image-cmyk = { $file } is a CMYK JPEG, made for printing. Save it as RGB.
failure-image-truncated = { $file } ends too early: a part of it is missing.
failure-image-no-decoder = { $file } was not read: what decodes images could not be loaded. Choose the file again.
failure-image-unreadable = { $file } cannot be decoded: it is damaged.
failure-image-animated = { $file } is animated: its first picture was taken.

## Failures

failure-bad-net = Block { $block }, “{ $text }” (character { $position }), cannot be read. { $reason }
failure-impossible-net = { $block } does not fit an input of { $shape }: { $why ->
    [window] its window is larger than what it gets.
    [no-image] after a global average or a fully connected block there is no image any more.
    [range] a number of it is out of range.
    [blocks] there are too many blocks.
    [parameters] the network would have too many parameters.
    [flops] one image would take too many operations.
   *[activations] one image would take too much memory.
}
failure-no-images = There are no images yet.
failure-no-own-images = There are no images of your own yet.
failure-bad-image = The image has { $have } numbers; { $need } are needed.
failure-no-such-block = There is no block “{ $value }”.
failure-no-maps = A class-activation map needs a network that ends in a global average.
failure-not-tested = The network was not tried on the test part yet.
failure-no-kernels = “{ $value }” has no kernels.
failure-no-arithmetic = There is no such number to work out.
failure-idx-wrong-magic = This is not an IDX file of { $wanted }: it begins with { $found } instead of { $magic }.
failure-idx-broken-gzip = The file of images is damaged, or was cut off on its way. Try again; if that does not help, load the page again.
failure-idx-truncated = The file ends too early: it promises { $need } bytes and has { $have }.
failure-idx-too-long = The file is longer than the { $need } bytes that it promises.
failure-images-none = There are no { $wanted } in it.
failure-images-too-many = { $count } { $wanted } are too many; at most { $limit }.
failure-images-bad-size = Images of { $rows }×{ $columns } pixels cannot be loaded: each side has 1 to { $limit }.
failure-images-too-many-pixels = { $pixels } pixels in all are too many; at most { $limit }.
failure-images-other-size = The images have { $rows }×{ $columns } pixels instead of { $wantedRows }×{ $wantedColumns }.
failure-images-counts-differ = { $images } images and { $labels } labels: each image needs one label.
failure-images-label-out-of-range = Label { $label } of image { $image } is out of range: there are { $classes } classes.
failure-images-bad-classes = { $classes } classes: a network tells 2 to { $limit } apart.
failure-images-too-few-of-class = “{ $class }” has { $have } images; each class needs at least { $need }.
failure-images-too-few = There are { $have } images; at least { $need } are needed.
