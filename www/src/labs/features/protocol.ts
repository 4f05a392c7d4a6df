/**
 * The messages between the page of the lab about features and its worker.
 *
 * Generated from crates/web/src/features/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web features
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState } from '../../protocol';

export type ShippedImages = "mnist" | "fashion";

export type FeatureExperiment = "samples" | "shift" | "rotation" | "noise" | "locality";

export type FeatureKind = "means" | "symmetry" | "zoning" | "edges" | "pca";

export type FeatureModel = "logistic" | "knn" | "tree" | "mlp" | "cnn";

export type FeaturesPanel = "settings" | "features" | "accuracy" | "time" | "predict" | "toolbar";

export type FeaturesConfig = { 
/**
 * Version of this schema.
 */
v: number, 
/**
 * Which experiment.
 */
lab: Lab, 
/**
 * Seed of which images are learned from, of initialisation, and of what is done to images of the test part.
 */
seed: number, 
/**
 * Where the nets are computed.
 */
backend: Backend, 
/**
 * Language of the page.
 */
lang: Lang, 
/**
 * Panels that are not shown.
 */
hide: Array<FeaturesPanel>, 
/**
 * Settings that a reader cannot change.
 */
lock: Array<string>, 
/**
 * Which images.
 */
data: ShippedImages, 
/**
 * What accuracy is drawn against.
 */
experiment: FeatureExperiment, 
/**
 * What classical models read, side by side; without any they do not take part.
 */
features: Array<FeatureKind>, 
/**
 * Who takes part.
 */
models: Array<FeatureModel>, 
/**
 * Numbers of images to learn from, in the experiments `samples` and `locality`; never more than there are.
 */
samples: Array<number>, 
/**
 * How many images are learned from in the others; never more than there are.
 */
trainOn: number, 
/**
 * How many images each point is measured with; never more than there are.
 */
testImages: number, 
/**
 * k: how many neighbours vote.
 */
neighbours: number, 
/**
 * How many questions a tree asks at most, one after the other.
 */
depth: number, 
/**
 * How often nets see all images; with few images they take 200 steps all the same.
 */
epochs: number, };

export type Metrics = { 
/**
 * Points done.
 */
points: number, 
/**
 * Points in all.
 */
total: number, 
/**
 * Whether all are done.
 */
finished: boolean, };

export type DataInfo = { 
/**
 * Which.
 */
data: ShippedImages, 
/**
 * What they may show.
 */
classes: Array<string>, 
/**
 * Y and X.
 */
size: [number, number], 
/**
 * Images that may be learned from.
 */
train: number, 
/**
 * Images held out.
 */
test: number, 
/**
 * How many of them each point is measured with.
 */
tested: number, };

export type SeriesInfo = { 
/**
 * Its name: the model's, and `.permuted` where pixels are in another order.
 */
series: string, 
/**
 * Who learns.
 */
model: FeatureModel, 
/**
 * Whether pixels are in another order, the same for all images.
 */
permuted: boolean, 
/**
 * Numbers that it reads of an image.
 */
inputs: number, 
/**
 * Numbers that it learns; none where it keeps examples or asks questions, whose number depends on them.
 */
parameters: number | null, };

export type Point = { 
/**
 * In which experiment.
 */
experiment: FeatureExperiment, 
/**
 * On which line.
 */
series: string, 
/**
 * Images learned from, pixels, degrees, or standard deviation of the noise.
 */
x: number, 
/**
 * Seed of the training, and of what was done to the images it was tested with.
 */
seed: number, 
/**
 * Images learned from.
 */
train: number, 
/**
 * Images tested with.
 */
test: number, 
/**
 * So many of them were right.
 */
right: number, 
/**
 * The share.
 */
accuracy: number, 
/**
 * Seconds of training, features included.
 */
trainSeconds: number, 
/**
 * Seconds of testing, features included.
 */
testSeconds: number, };

export type Phase = "measuring" | "training" | "testing";

export type Points = { 
/**
 * Which.
 */
experiment: FeatureExperiment, 
/**
 * In the order in which they were done.
 */
points: Array<Point>, 
/**
 * How far the experiment of the settings is.
 */
metrics: Metrics, };

export type ImageInfo = { 
/**
 * `train` or `test`; none of an image that came with the question.
 */
part: string | null, 
/**
 * Which of them.
 */
index: number | null, 
/**
 * What is on it, from 0, if that is known.
 */
label: number | null, 
/**
 * Y and X.
 */
size: [number, number], };

export type FeatureValue = { 
/**
 * `mean`, `row.Y`, `column.X`; `left-right`, `top-bottom`, `half-turn`; `zone.Y.X` (of 4×4); `edge.Y.X.N` (of 2×2
 * quarters; brightness changes in the direction N · 22.5°, clockwise from across); `component.N`, from 0.
 */
name: string, 
/**
 * Of this image.
 */
value: number, 
/**
 * Mean over images that are learned from.
 */
mean: number, 
/**
 * Standard deviation over them.
 */
deviation: number, 
/**
 * Mean over those of each class.
 */
classes: Array<number>, 
/**
 * How much it tells of the class: the share of its variance that is between the classes' means, 0…1.
 */
told: number, };

export type Picture = { 
/**
 * `image` (always the first); `left-right`, `top-bottom`, `half-turn`: |image − mirrored|; `zones`: `[4,4]`; `strength`
 * and `direction` (radians, 0…π) of edges; of PCA, at half the size, `mean`, `rebuilt` from the components, and
 * `component.N`.
 */
name: string, 
/**
 * Rows and columns.
 */
size: [number, number], 
/**
 * Whether there are numbers below 0.
 */
signed: boolean, };

export type FeatureLook = { 
/**
 * Which.
 */
name: FeatureKind, 
/**
 * Of which image.
 */
image: ImageInfo, 
/**
 * What it measures.
 */
values: Array<FeatureValue>, 
/**
 * From how many images that are learned from `mean`, `deviation`, `classes` and `told` are, and the components of PCA.
 */
measured: number, 
/**
 * What is drawn, in the order of the arrays.
 */
pictures: Array<Picture>, 
/**
 * For PCA: the share of the variance along each component.
 */
explained: Array<number>, };

export type Neighbour = { 
/**
 * Which of the training part.
 */
index: number, 
/**
 * What is on it.
 */
label: number, 
/**
 * How far it is, in standardised features.
 */
distance: number, };

export type Question = { 
/**
 * The number's name, as in [`FeatureValue`].
 */
name: string, 
/**
 * Of this image.
 */
value: number, 
/**
 * What it is compared with.
 */
threshold: number, 
/**
 * The answer.
 */
yes: boolean, };

export type Verdict = { 
/**
 * On which line.
 */
series: string, 
/**
 * Which model.
 */
model: FeatureModel, 
/**
 * Images that it learned from.
 */
train: number, 
/**
 * What it takes the image for.
 */
class: number, 
/**
 * How likely each class is to it: softmax, votes, or shares of a tree's leaf.
 */
probabilities: Array<number>, 
/**
 * Whom k nearest neighbours asked, the nearest first.
 */
neighbours: Array<Neighbour>, 
/**
 * What a tree asked, from the root.
 */
questions: Array<Question>, };

export type Prediction = { 
/**
 * Of which image.
 */
image: ImageInfo, 
/**
 * One of each line that has been trained.
 */
verdicts: Array<Verdict>, };

export type Answer = { "kind": "points" } & Points | { "kind": "feature" } & FeatureLook | { "kind": "image" } & ImageInfo | { "kind": "predict" } & Prediction;

export type Reply = { "type": "configured", 
/**
 * All settings as they are now.
 */
config: FeaturesConfig, 
/**
 * Where the nets are computed.
 */
device: DeviceInfo, 
/**
 * Whether the experiment starts anew.
 */
rebuilt: boolean, } | { "type": "imagesLoaded", 
/**
 * What the page called them.
 */
name: string, 
/**
 * Images, or labels, in the file.
 */
count: number, } | { "type": "trained", 
/**
 * Points done since the start.
 */
step: number, 
/**
 * The share that the last point's model gets wrong.
 */
loss: number, 
/**
 * More about it.
 */
metrics: Metrics, } | { "type": "done" } | { "type": "answer", 
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
mime: string, };

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
 * As in `mnist-images`.
 */
files: Array<string>, } | { "type": "begun", 
/**
 * What is learned from.
 */
data: DataInfo, 
/**
 * Which.
 */
experiment: FeatureExperiment, 
/**
 * Its lines.
 */
series: Array<SeriesInfo>, 
/**
 * Where points will be, in this order on every line.
 */
xs: Array<number>, 
/**
 * Points in all.
 */
total: number, 
/**
 * Those that are kept of it; the first that is measured anew replaces them all.
 */
points: Array<Point>, 
/**
 * Whether it was not asked for: a GPU was lost, and only the point under way begins again.
 */
unasked: boolean, } | { "type": "progress", 
/**
 * On which line.
 */
series: string, 
/**
 * Where on it.
 */
x: number, 
/**
 * What is being done …
 */
phase: Phase, 
/**
 * … from 0 to 1.
 */
share: number, 
/**
 * How far the experiment is.
 */
metrics: Metrics, } | { "type": "measured", 
/**
 * It.
 */
point: Point, 
/**
 * How far the experiment is.
 */
metrics: Metrics, } | { "type": "failed", 
/**
 * Why.
 */
failure: Failure, };
