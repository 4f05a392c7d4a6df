//! What is known of a net before it is built: shapes, parameters and operations of every block and layer, or why it
//! cannot be.
//!
//! Counted are the multiplications and additions of convolutions and fully connected layers, each on its own, for one
//! image going forward; what pooling, normalisation, relu and softmax do is little beside it and is not counted.

use nabla_compute::ops::Window;
use serde::Serialize;

/// More blocks than this are refused.
pub const MAX_BLOCKS: usize = 64;
/// More parameters than this are refused: 80 MB with what Adam remembers and the gradients.
pub const MAX_PARAMETERS: usize = 5_000_000;
/// More operations than this for one image are refused.
pub const MAX_FLOPS: f64 = 2e9;
/// More numbers than this between the layers of one image are refused: a batch of 64 takes 1 GB then.
pub const MAX_ACTIVATIONS: usize = 2_000_000;

/// The four colours of the lecture's figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Kind {
    /// Blue.
    Convolution,
    /// Red.
    Pooling,
    /// Yellow: what gives probabilities.
    Softmax,
    /// Green.
    Other,
}

/// What a layer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Operation {
    /// Convolution.
    Conv,
    /// The greatest of a window.
    MaxPool,
    /// The mean of a window.
    AveragePool,
    /// The mean of a channel.
    GlobalAverage,
    /// Local response normalisation.
    Lrn,
    /// Batch normalisation.
    BatchNorm,
    /// Branches side by side.
    Concat,
    /// x·W + b.
    Linear,
    /// Probabilities.
    Softmax,
    /// Numbers dropped while training.
    Dropout,
}

/// One layer of a block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LayerPlan {
    /// As in `inception1.b2`; what its parameters' names begin with.
    pub name: String,
    /// Which branch of an Inception block: a, b, c or d; empty elsewhere.
    pub branch: &'static str,
    /// What it does.
    pub operation: Operation,
    /// Its colour.
    pub kind: Kind,
    /// Cells along the side of its window; 0 where there is none.
    pub size: usize,
    /// Cells from one position of it to the next.
    pub stride: usize,
    /// Cells added to the image: top, bottom, left, right.
    pub padding: [usize; 4],
    /// Whether relu follows at once.
    pub relu: bool,
    /// How many numbers of a hundred are dropped while training.
    pub percent: usize,
    /// [Y, X, C]; [1, 1, C] when it is no image.
    pub input: [usize; 3],
    /// The same.
    pub output: [usize; 3],
    /// Numbers that are learned.
    pub parameters: usize,
    /// Multiplications and additions for one image.
    pub flops: f64,
}

impl LayerPlan {
    /// Its window.
    pub fn window(&self) -> Window {
        Window { size: [self.size; 2], stride: [self.stride; 2], padding: self.padding }
    }
}

/// One block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BlockPlan {
    /// As in `inception1`; the last is `output`.
    pub name: String,
    /// As the architecture's text has it; empty for `output`.
    pub text: String,
    /// Its colour.
    pub kind: Kind,
    /// Whether it is a head beside the net, for training only.
    pub is_auxiliary: bool,
    /// [Y, X, C]; [1, 1, C] when it is no image.
    pub input: [usize; 3],
    /// The same; an auxiliary head passes on what it reads.
    pub output: [usize; 3],
    /// Numbers that are learned.
    pub parameters: usize,
    /// Multiplications and additions for one image.
    pub flops: f64,
    /// Its layers, in the order in which they compute.
    pub layers: Vec<LayerPlan>,
}

/// Sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Totals {
    /// Numbers that are learned.
    pub parameters: usize,
    /// Multiplications and additions for one image.
    pub flops: f64,
}

/// A net that can be built.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Plan {
    /// Those of the architecture, then `output`.
    pub blocks: Vec<BlockPlan>,
    /// Of all blocks but auxiliary heads: what a prediction needs.
    pub main: Totals,
    /// Of the auxiliary heads.
    pub auxiliary: Totals,
    /// Numbers between the layers of one image.
    #[serde(skip)]
    pub activations: usize,
}

/// Why a net cannot be built.
#[derive(thiserror::Error, Clone, Debug, PartialEq)]
#[error("{name} cannot be built on {}×{}×{}: {reason}.", input[0], input[1], input[2])]
pub struct Impossible {
    /// Which block; the first is 0, `output` comes after the last.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// What it would read: [Y, X, C].
    pub input: [usize; 3],
    /// Why not.
    pub reason: Reason,
}

/// What is wrong with a block.
#[derive(thiserror::Error, Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Too small an image.
    #[error("a window of {size}×{size} with stride {stride} does not fit once into {}×{} cells", cells[0], cells[1])]
    Window {
        /// Cells along the window's side.
        size: usize,
        /// Its stride.
        stride: usize,
        /// [Y, X]
        cells: [usize; 2],
    },
    /// It is no image any more.
    #[error("after a global average or a fully connected block there is no image any more")]
    NoImage,
    /// A number that no block can have.
    #[error("its {what} must be from {least} to {most}, not {value}")]
    Range {
        /// "filters", "size", "stride", "units", "percent", "classes" or "image".
        what: &'static str,
        /// What it is.
        value: usize,
        /// The least.
        least: usize,
        /// The most.
        most: usize,
    },
    /// Too many blocks.
    #[error("a net has at most {MAX_BLOCKS} blocks")]
    Blocks,
    /// Too many parameters up to here.
    #[error("the net would have {0} parameters up to here, more than {MAX_PARAMETERS}")]
    Parameters(usize),
    /// Too many operations up to here.
    #[error("one image would take {0:.2e} operations up to here, more than {MAX_FLOPS:.0e}")]
    Flops(f64),
    /// Too much memory up to here.
    #[error("one image would take {0} numbers between the layers up to here, more than {MAX_ACTIVATIONS}")]
    Activations(usize),
}

impl Reason {
    /// A word for each kind of reason.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Window { .. } => "window",
            Reason::NoImage => "no-image",
            Reason::Range { .. } => "range",
            Reason::Blocks => "blocks",
            Reason::Parameters(_) => "parameters",
            Reason::Flops(_) => "flops",
            Reason::Activations(_) => "activations",
        }
    }
}
