/**
 * The messages between the vision lab's page and its worker.
 *
 * Generated from crates/web/src/vision/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web vision
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type ImageData = "mnist" | "fashion" | "own";

export type VisionModel = "softmax" | "mlp" | "lenet" | "googlenet" | "googlenet-large" | "own";

export type Updates = "adam" | "sgd" | "rmsprop";

export type VisionPanel = "settings" | "architecture" | "look" | "draw" | "confusion" | "mistakes" | "learning" | "toolbar" | "builder" | "imagenet";

export type VisionConfig = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of initialisation, dropout, the order of images, their permutation and augmentation.
 */
seed: number, 
/**
 * Where to compute.
 */
backend: Backend, 
/**
 * Language of the page.
 */
lang: Lang, 
/**
 * Panels that are not shown.
 */
hide: Array<VisionPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * Which images.
 */
data: ImageData, 
/**
 * Which network.
 */
model: VisionModel, 
/**
 * Its blocks, if it is one's own; kept while another is chosen.
 */
net: string, 
/**
 * Whether Inception modules have their 1×1 reductions.
 */
reductions: boolean, 
/**
 * Whether the pixels of all images are in another order, the same for all.
 */
permute: boolean, 
/**
 * Whether images to learn from are shifted and turned a little.
 */
augment: boolean, 
/**
 * Images to learn from; 0: all.
 */
samples: number, 
/**
 * B: images of a step.
 */
batch: number, 
/**
 * How often all images are learned from.
 */
epochs: number, 
/**
 * How parameters follow their gradients.
 */
optimizer: Updates, 
/**
 * η
 */
learningRate: number, 
/**
 * μ, for SGD and RMSprop.
 */
momentum: number, 
/**
 * What an auxiliary head's loss counts.
 */
auxiliaryWeight: number, 
/**
 * Limit of the gradients' global norm; 0 is off.
 */
clip: number, };

export type OwnImages = { 
/**
 * Names of the classes.
 */
classes: Array<string>, 
/**
 * Of every image, which class it shows, from 0.
 */
labels: Array<number>, 
/**
 * Y and X of every image.
 */
size: [number, number], };

export type DataInfo = { 
/**
 * Which.
 */
data: ImageData, 
/**
 * What they may show.
 */
classes: Array<string>, 
/**
 * Y and X.
 */
size: [number, number], 
/**
 * Images that are learned from.
 */
train: number, 
/**
 * Of each class.
 */
trainCounts: Array<number>, 
/**
 * Images held out.
 */
test: number, 
/**
 * Of each class.
 */
testCounts: Array<number>, };

export type Metrics = { 
/**
 * The share of the images just learned from that were right before the step.
 */
accuracy: number, 
/**
 * How often all images were learned from.
 */
epoch: number, 
/**
 * Speed of training.
 */
imagesPerSecond: number, 
/**
 * Seconds of training since the start.
 */
seconds: number, 
/**
 * Whether all epochs are done.
 */
finished: boolean, };

export type Tested = { 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * Images that were tried.
 */
images: number, 
/**
 * Their mean loss, in nats.
 */
loss: number, 
/**
 * The share that is right.
 */
accuracy: number, 
/**
 * The same by each auxiliary head.
 */
auxiliary: Array<number>, };

export type Cost = { 
/**
 * Numbers that are learned.
 */
parameters: number, 
/**
 * Floating-point operations for one image, forward; a multiplication and an addition are two.
 */
flops: number, };

export type Colour = "convolution" | "pooling" | "softmax" | "other";

export type BlockKind = "convolution" | "max-pool" | "average-pool" | "local-response" | "batch-norm" | "inception" | "auxiliary" | "global-average" | "dense" | "dropout" | "concat" | "softmax";

export type LayerPlan = { 
/**
 * To ask for it with, as in `inception2.b1`; of a block that is one layer, the block's name.
 */
name: string, 
/**
 * What it does.
 */
kind: BlockKind, 
/**
 * The lecture's kind.
 */
colour: Colour, 
/**
 * Height and width of its window; null without one.
 */
window: [number, number] | null, 
/**
 * How far the window goes each time.
 */
stride: [number, number] | null, 
/**
 * Y, X, C of what it gets.
 */
input: [number, number, number], 
/**
 * Of what it gives.
 */
output: [number, number, number], 
/**
 * What it costs.
 */
cost: Cost, 
/**
 * Whether it is a 1×1 convolution that only makes the next one cheaper.
 */
isReduction: boolean, };

export type BranchPlan = { 
/**
 * a, b, c or d.
 */
name: string, 
/**
 * Channels of the module's output that are its: from this one …
 */
from: number, 
/**
 * … up to this one, without it.
 */
to: number, 
/**
 * What it costs.
 */
cost: Cost, 
/**
 * Its share of the module's parameters.
 */
parameterShare: number, 
/**
 * Of the module's FLOPs.
 */
flopShare: number, 
/**
 * In a row.
 */
layers: Array<LayerPlan>, };

export type BlockPlan = { 
/**
 * To ask for it with, as in `inception2`.
 */
name: string, 
/**
 * What it does.
 */
kind: BlockKind, 
/**
 * The lecture's kind; of an Inception module and of an auxiliary head it is that of its output.
 */
colour: Colour, 
/**
 * As the setting `net` writes it; empty for the softmax at the end.
 */
text: string, 
/**
 * Its place among the blocks of `net`, from 0; null for the softmax at the end.
 */
index: number | null, 
/**
 * Y, X, C of what it gets; a vector is `[1,1,n]`.
 */
input: [number, number, number], 
/**
 * Of what it gives.
 */
output: [number, number, number], 
/**
 * What it costs.
 */
cost: Cost, 
/**
 * Its share of all parameters.
 */
parameterShare: number, 
/**
 * Of all FLOPs.
 */
flopShare: number, 
/**
 * The four branches of an Inception module; else empty.
 */
branches: Array<BranchPlan>, 
/**
 * Its layers in a row; of an Inception module they are in the branches.
 */
layers: Array<LayerPlan>, };

export type Architecture = { 
/**
 * Which.
 */
model: VisionModel, 
/**
 * Its blocks as the setting `net` writes them.
 */
net: string, 
/**
 * Y, X and C of an image.
 */
image: [number, number, number], 
/**
 * What an image may show.
 */
classes: number, 
/**
 * Whether Inception modules have their 1×1 reductions.
 */
reductions: boolean, 
/**
 * From input to output; the softmax is the last.
 */
blocks: Array<BlockPlan>, 
/**
 * Of all blocks.
 */
total: Cost, 
/**
 * The same network with 1×1 reductions; none where it would be too large to be built.
 */
withReductions: Cost | null, 
/**
 * And without.
 */
withoutReductions: Cost | null, };

export type Prediction = { 
/**
 * The likeliest class.
 */
class: number, 
/**
 * What the image really shows; null of one that is drawn.
 */
label: number | null, 
/**
 * Of every class.
 */
probabilities: Array<number>, 
/**
 * Before the softmax.
 */
logits: Array<number>, 
/**
 * The same by each auxiliary head.
 */
auxiliary: Array<Array<number>>, 
/**
 * Names of the classes.
 */
classes: Array<string>, 
/**
 * With the weights after this step.
 */
step: number, };

export type ImageInfo = { 
/**
 * "train" or "test".
 */
part: string, 
/**
 * From 0 …
 */
index: number, 
/**
 * … of so many.
 */
count: number, 
/**
 * Y and X.
 */
size: [number, number], 
/**
 * Which class.
 */
label: number, 
/**
 * Its name.
 */
class: string, };

export type FeatureMaps = { 
/**
 * Which.
 */
block: string, 
/**
 * Y, X, C; a vector is `[1,1,n]`.
 */
shape: [number, number, number], 
/**
 * The least of all numbers.
 */
min: number, 
/**
 * The largest.
 */
max: number, };

export type Kernels = { 
/**
 * Of this block.
 */
block: string, 
/**
 * This layer.
 */
layer: string, 
/**
 * Of the block's layers with kernels, these can be asked for.
 */
layers: Array<string>, 
/**
 * The weights' sizes, outermost first: height, width, C, filters.
 */
shape: Array<number>, };

export type Arithmetic = { "what": "convolution", 
/**
 * The layer.
 */
layer: string, 
/**
 * Height, width and C of the window.
 */
window: [number, number, number], 
/**
 * Where it begins in the layer's input: y and x, negative over the border.
 */
from: [number, number], 
/**
 * Σ products
 */
sum: number, 
/**
 * What is added.
 */
bias: number, 
/**
 * The sum with it.
 */
before_relu: number, 
/**
 * What comes out.
 */
output: number, } | { "what": "pooling", 
/**
 * The layer.
 */
layer: string, 
/**
 * Height and width of the window.
 */
window: [number, number], 
/**
 * Where it begins in the layer's input: y and x, negative over the border.
 */
from: [number, number], 
/**
 * Which of the values, from 0, was the largest; null of a mean.
 */
winner: number | null, 
/**
 * What comes out.
 */
output: number, } | { "what": "localResponse", 
/**
 * The layer.
 */
layer: string, 
/**
 * The number itself.
 */
x: number, 
/**
 * The first channel that counts.
 */
first: number, 
/**
 * Σ of the channels' squares.
 */
squares: number, 
/**
 * n: over how many channels it goes.
 */
size: number, 
/**
 * α
 */
alpha: number, 
/**
 * β
 */
beta: number, 
/**
 * What s starts from.
 */
bias: number, 
/**
 * s = bias + α/n · squares
 */
s: number, 
/**
 * What comes out.
 */
output: number, } | { "what": "batchNorm", 
/**
 * The layer.
 */
layer: string, 
/**
 * The number itself.
 */
x: number, 
/**
 * μ: the running mean.
 */
mean: number, 
/**
 * σ²: the running variance.
 */
variance: number, 
/**
 * ε
 */
epsilon: number, 
/**
 * γ
 */
scale: number, 
/**
 * β
 */
shift: number, 
/**
 * Before relu.
 */
before_relu: number, 
/**
 * What comes out.
 */
output: number, } | { "what": "softmax", 
/**
 * Of every class.
 */
logits: Array<number>, 
/**
 * The largest of them, which is taken away first.
 */
largest: number, 
/**
 * exp(logit − largest)
 */
exponentials: Array<number>, 
/**
 * Their sum.
 */
sum: number, 
/**
 * exponential / sum
 */
probabilities: Array<number>, };

export type Confusion = { 
/**
 * How good it is.
 */
tested: Tested, 
/**
 * Names of the classes.
 */
classes: Array<string>, 
/**
 * How often an image of a class (row) is taken for one of a class (column).
 */
counts: Array<Array<number>>, };

export type Mistake = { 
/**
 * In the test part.
 */
index: number, 
/**
 * What it shows.
 */
label: number, 
/**
 * What it is taken for.
 */
class: number, 
/**
 * How likely that is to the network.
 */
probability: number, 
/**
 * And what is really shown.
 */
labelProbability: number, };

export type Mistakes = { 
/**
 * With the weights after this step.
 */
step: number, 
/**
 * All mistakes on the test part, whatever is asked for.
 */
count: number, 
/**
 * Images that were tried.
 */
images: number, 
/**
 * Y and X of a picture.
 */
size: [number, number], 
/**
 * Names of the classes.
 */
classes: Array<string>, 
/**
 * The surest first.
 */
worst: Array<Mistake>, };

export type Cam = { 
/**
 * Which class: by default the likeliest.
 */
class: number, 
/**
 * Y and X of the map.
 */
shape: [number, number], 
/**
 * Of the map.
 */
sum: number, 
/**
 * What is added.
 */
bias: number, 
/**
 * Both.
 */
logit: number, 
/**
 * Which the softmax makes this of.
 */
probability: number, };

export type InputGradient = { 
/**
 * Which class: by default the likeliest.
 */
class: number, 
/**
 * Y and X.
 */
shape: [number, number], 
/**
 * Of the class.
 */
logit: number, 
/**
 * Which the softmax makes this of.
 */
probability: number, };

export type LearnedPoint = { 
/**
 * The last of them.
 */
step: number, 
/**
 * Their mean loss.
 */
loss: number, 
/**
 * The share of images that were right.
 */
accuracy: number, };

export type Curves = { 
/**
 * While it learned.
 */
learned: Array<LearnedPoint>, 
/**
 * On the test part.
 */
tested: Array<Tested>, };

export type Answer = { "kind": "architecture" } & Architecture | { "kind": "predict" } & Prediction | { "kind": "image" } & ImageInfo | { "kind": "featureMaps" } & FeatureMaps | { "kind": "kernels" } & Kernels | { "kind": "arithmetic" } & Arithmetic | { "kind": "confusion" } & Confusion | { "kind": "mistakes" } & Mistakes | { "kind": "cam" } & Cam | { "kind": "inputGradient" } & InputGradient | { "kind": "metrics" } & Curves;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: VisionConfig, 
/**
 * Where the network is computed.
 */
device: DeviceInfo, 
/**
 * Whether it started anew.
 */
rebuilt: boolean, } | { "type": "imagesLoaded", 
/**
 * All settings as they are now: a person's own images set `data`.
 */
config: VisionConfig, 
/**
 * What the page called them.
 */
name: string, 
/**
 * Images, or labels, in the file.
 */
count: number, } | { "type": "trained", 
/**
 * Steps done since the start.
 */
step: number, 
/**
 * Of the last step.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "done" } | { "type": "tensors", 
/**
 * All of them.
 */
tensors: Array<TensorInfo>, } | { "type": "tensor", 
/**
 * The name asked for.
 */
name: string, 
/**
 * Its sizes, outermost first.
 */
shape: Array<number>, } | { "type": "answer", 
/**
 * What was asked for.
 */
answer: Answer, } | { "type": "file", 
/**
 * A file name.
 */
name: string, 
/**
 * Its type.
 */
mime: string, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "restored", 
/**
 * Where the run is now.
 */
step: number, };

export type Event = { "type": "compiling", 
/**
 * So many are ready …
 */
done: number, 
/**
 * … of so many.
 */
total: number, } | { "type": "device", 
/**
 * And why.
 */
device: DeviceInfo, } | { "type": "state", 
/**
 * Now.
 */
state: RunState, } | { "type": "wanted", 
/**
 * As in `mnist-images`; `own` for a person's own.
 */
files: Array<string>, } | { "type": "begun", 
/**
 * Where it stands.
 */
step: number, 
/**
 * How it got there.
 */
curves: Curves, 
/**
 * What it learns from.
 */
data: DataInfo, 
/**
 * What it is made of.
 */
network: Architecture, 
/**
 * Whether that was not asked for: its GPU was lost.
 */
unasked: boolean, } | { "type": "progress", 
/**
 * So many since the start.
 */
step: number, 
/**
 * Mean since the last progress, in nats; of the main head.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "tested", 
/**
 * How it did.
 */
tested: Tested, } | { "type": "checkpoint", 
/**
 * When it was taken.
 */
step: number, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
