//! What the vision lab answers to questions.

use nabla_models::config::VisionModel;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

use super::Tested;

/// The answer to a question, tagged by its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// `architecture {model?, net?, reductions?}`: of the settings, or of others that are only tried.
    Architecture(Architecture),
    /// `predict {image…}`
    Predict(Prediction),
    /// `image {part, index}`; arrays: Y·X brightnesses 0…1 as they are, and as the network gets them, which differ if
    /// pixels are permuted.
    Image(ImageInfo),
    /// `featureMaps {block, image…}`; arrays: `[Y,X,C]`, channels innermost.
    FeatureMaps(FeatureMaps),
    /// `kernels {block, layer?}`; arrays: weights `[height,width,C,filters]`, where a dense layer's window is all of its
    /// input, and the biases.
    Kernels(Kernels),
    /// `arithmetic {block, layer?, channel, y, x, image…}`
    Arithmetic(Arithmetic),
    /// `confusion`
    Confusion(Confusion),
    /// `mistakes {count, label?, class?}`: of all mistakes, or of the images of a class that are taken for one; arrays: one
    /// picture of each, Y·X brightnesses 0…1 as they are.
    Mistakes(Mistakes),
    /// `cam {image…, class?}`; arrays: the map `[Y,X]`, whose sum is `sum`.
    Cam(Cam),
    /// `inputGradient {image…, class?}`; arrays: ∂logit/∂brightness of every pixel `[Y,X]`, of the picture as it is.
    InputGradient(InputGradient),
    /// `metrics`: the curves so far.
    Metrics(Curves),
}

/// What a network is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Architecture {
    /// Which.
    pub model: VisionModel,
    /// Its blocks as the setting `net` writes them.
    pub net: String,
    /// Y, X and C of an image.
    pub image: [usize; 3],
    /// What an image may show.
    pub classes: usize,
    /// Whether Inception modules have their 1×1 reductions.
    pub reductions: bool,
    /// From input to output; the softmax is the last.
    pub blocks: Vec<BlockPlan>,
    /// Of all blocks.
    pub total: Cost,
    /// The same network with 1×1 reductions; none where it would be too large to be built.
    pub with_reductions: Option<Cost>,
    /// And without.
    pub without_reductions: Option<Cost>,
}

/// What something costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Cost {
    /// Numbers that are learned.
    #[cfg_attr(test, ts(type = "number"))]
    pub parameters: u64,
    /// Floating-point operations for one image, forward; a multiplication and an addition are two.
    #[cfg_attr(test, ts(type = "number"))]
    pub flops: u64,
}

/// The lecture's four kinds, a colour each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(TS))]
pub enum Colour {
    /// Blue.
    Convolution,
    /// Red.
    Pooling,
    /// Yellow.
    Softmax,
    /// Green.
    Other,
}

/// What a block does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(TS))]
pub enum BlockKind {
    /// A convolution, with relu.
    Convolution,
    /// The largest of a window.
    MaxPool,
    /// The mean of a window.
    AveragePool,
    /// Local response normalisation.
    LocalResponse,
    /// Batch normalisation.
    BatchNorm,
    /// Four branches side by side.
    Inception,
    /// A softmax of its own, for training only; the net goes on from the block before it.
    Auxiliary,
    /// The mean of each channel.
    GlobalAverage,
    /// Every input with every unit, with relu.
    Dense,
    /// Numbers are left out while it learns.
    Dropout,
    /// Channels side by side: the end of an Inception module.
    Concat,
    /// The linear layer and softmax at the end.
    Softmax,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct BlockPlan {
    /// To ask for it with, as in `inception2`.
    pub name: String,
    /// What it does.
    pub kind: BlockKind,
    /// The lecture's kind; of an Inception module and of an auxiliary head it is that of its output.
    pub colour: Colour,
    /// As the setting `net` writes it; empty for the softmax at the end.
    pub text: String,
    /// Its place among the blocks of `net`, from 0; null for the softmax at the end.
    pub index: Option<usize>,
    /// Y, X, C of what it gets; a vector is `[1,1,n]`.
    pub input: [usize; 3],
    /// Of what it gives.
    pub output: [usize; 3],
    /// What it costs.
    pub cost: Cost,
    /// Its share of all parameters.
    pub parameter_share: f64,
    /// Of all FLOPs.
    pub flop_share: f64,
    /// The four branches of an Inception module; else empty.
    pub branches: Vec<BranchPlan>,
    /// Its layers in a row; of an Inception module they are in the branches.
    pub layers: Vec<LayerPlan>,
}

/// A branch of an Inception module.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct BranchPlan {
    /// a, b, c or d.
    pub name: String,
    /// Channels of the module's output that are its: from this one …
    pub from: usize,
    /// … up to this one, without it.
    pub to: usize,
    /// What it costs.
    pub cost: Cost,
    /// Its share of the module's parameters.
    pub parameter_share: f64,
    /// Of the module's FLOPs.
    pub flop_share: f64,
    /// In a row.
    pub layers: Vec<LayerPlan>,
}

/// A layer inside a block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct LayerPlan {
    /// To ask for it with, as in `inception2.b1`; of a block that is one layer, the block's name.
    pub name: String,
    /// What it does.
    pub kind: BlockKind,
    /// The lecture's kind.
    pub colour: Colour,
    /// Height and width of its window; null without one.
    pub window: Option<[usize; 2]>,
    /// How far the window goes each time.
    pub stride: Option<[usize; 2]>,
    /// Y, X, C of what it gets.
    pub input: [usize; 3],
    /// Of what it gives.
    pub output: [usize; 3],
    /// What it costs.
    pub cost: Cost,
    /// Whether it is a 1×1 convolution that only makes the next one cheaper.
    pub is_reduction: bool,
}

/// What the network says of an image.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Prediction {
    /// The likeliest class.
    pub class: usize,
    /// What the image really shows; null of one that is drawn.
    pub label: Option<usize>,
    /// Of every class.
    pub probabilities: Vec<f32>,
    /// Before the softmax.
    pub logits: Vec<f32>,
    /// The same by each auxiliary head.
    pub auxiliary: Vec<Vec<f32>>,
    /// Names of the classes.
    pub classes: Vec<String>,
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
}

/// An image of the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ImageInfo {
    /// "train" or "test".
    pub part: String,
    /// From 0 …
    pub index: usize,
    /// … of so many.
    pub count: usize,
    /// Y and X.
    pub size: [usize; 2],
    /// Which class.
    pub label: usize,
    /// Its name.
    pub class: String,
}

/// What a block gives for an image.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct FeatureMaps {
    /// Which.
    pub block: String,
    /// Y, X, C; a vector is `[1,1,n]`.
    pub shape: [usize; 3],
    /// The least of all numbers.
    pub min: f32,
    /// The largest.
    pub max: f32,
}

/// What a layer has learned.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Kernels {
    /// Of this block.
    pub block: String,
    /// This layer.
    pub layer: String,
    /// Of the block's layers with kernels, these can be asked for.
    pub layers: Vec<String>,
    /// The weights' sizes, outermost first: height, width, C, filters.
    pub shape: Vec<usize>,
}

/// One number of a block's output, worked out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Arithmetic {
    /// Of a convolution: relu(Σ patch · kernel + bias); of a dense layer the window is `[1,1]`. Arrays: patch, kernel and
    /// their products, each `[height,width,C]`; where the window reaches over the border the patch has zeros.
    Convolution {
        /// The layer.
        layer: String,
        /// Height, width and C of the window.
        window: [usize; 3],
        /// Where it begins in the layer's input: y and x, negative over the border.
        #[cfg_attr(test, ts(type = "[number, number]"))]
        from: [isize; 2],
        /// Σ products
        sum: f32,
        /// What is added.
        bias: f32,
        /// The sum with it.
        before_relu: f32,
        /// What comes out.
        output: f32,
    },
    /// Of a pooling. Arrays: the values `[height,width]`; NaN outside of the image, which does not count.
    Pooling {
        /// The layer.
        layer: String,
        /// Height and width of the window.
        window: [usize; 2],
        /// Where it begins in the layer's input: y and x, negative over the border.
        #[cfg_attr(test, ts(type = "[number, number]"))]
        from: [isize; 2],
        /// Which of the values, from 0, was the largest; null of a mean.
        winner: Option<usize>,
        /// What comes out.
        output: f32,
    },
    /// Of a local response normalisation: x / s^β. Arrays: the numbers of the channels that count.
    LocalResponse {
        /// The layer.
        layer: String,
        /// The number itself.
        x: f32,
        /// The first channel that counts.
        first: usize,
        /// Σ of the channels' squares.
        squares: f32,
        /// n: over how many channels it goes.
        size: usize,
        /// α
        alpha: f32,
        /// β
        beta: f32,
        /// What s starts from.
        bias: f32,
        /// s = bias + α/n · squares
        s: f32,
        /// What comes out.
        output: f32,
    },
    /// Of a batch normalisation: γ·(x − μ)/√(σ² + ε) + β. No arrays.
    BatchNorm {
        /// The layer.
        layer: String,
        /// The number itself.
        x: f32,
        /// μ: the running mean.
        mean: f32,
        /// σ²: the running variance.
        variance: f32,
        /// ε
        epsilon: f32,
        /// γ
        scale: f32,
        /// β
        shift: f32,
        /// Before relu.
        before_relu: f32,
        /// What comes out.
        output: f32,
    },
    /// Of the softmax; channel, y and x do not matter. No arrays.
    Softmax {
        /// Of every class.
        logits: Vec<f32>,
        /// The largest of them, which is taken away first.
        largest: f32,
        /// exp(logit − largest)
        exponentials: Vec<f32>,
        /// Their sum.
        sum: f32,
        /// exponential / sum
        probabilities: Vec<f32>,
    },
}

/// What the images of the test part are taken for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Confusion {
    /// How good it is.
    pub tested: Tested,
    /// Names of the classes.
    pub classes: Vec<String>,
    /// How often an image of a class (row) is taken for one of a class (column).
    pub counts: Vec<Vec<usize>>,
}

/// Where the network is surest and wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Mistakes {
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// All mistakes on the test part, whatever is asked for.
    pub count: usize,
    /// Images that were tried.
    pub images: usize,
    /// Y and X of a picture.
    pub size: [usize; 2],
    /// Names of the classes.
    pub classes: Vec<String>,
    /// The surest first.
    pub worst: Vec<Mistake>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Mistake {
    /// In the test part.
    pub index: usize,
    /// What it shows.
    pub label: usize,
    /// What it is taken for.
    pub class: usize,
    /// How likely that is to the network.
    pub probability: f32,
    /// And what is really shown.
    pub label_probability: f32,
}

/// Where in an image a class is seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Cam {
    /// Which class: by default the likeliest.
    pub class: usize,
    /// Y and X of the map.
    pub shape: [usize; 2],
    /// Of the map.
    pub sum: f32,
    /// What is added.
    pub bias: f32,
    /// Both.
    pub logit: f32,
    /// Which the softmax makes this of.
    pub probability: f32,
}

/// Which pixels count for a class.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct InputGradient {
    /// Which class: by default the likeliest.
    pub class: usize,
    /// Y and X.
    pub shape: [usize; 2],
    /// Of the class.
    pub logit: f32,
    /// Which the softmax makes this of.
    pub probability: f32,
}

/// The curves so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Curves {
    /// While it learned.
    pub learned: Vec<LearnedPoint>,
    /// On the test part.
    pub tested: Vec<Tested>,
}

/// What was told of steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct LearnedPoint {
    /// The last of them.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Their mean loss.
    pub loss: f32,
    /// The share of images that were right.
    pub accuracy: f32,
}
