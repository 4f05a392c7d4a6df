//! What a net is made of.      images `[B,Y,X,C]` → block after block → linear → softmax
//!
//! Every convolution and every fully connected block is followed by relu; where a batch normalisation comes right after
//! it, relu comes after that. What has been averaged globally, or gone through a fully connected block, is no image any
//! more. The last linear layer and its softmax are always there and are not written.

mod plan;
mod planner;
mod presets;
mod text;

pub use plan::{
    BlockPlan, Impossible, Kind, LayerPlan, MAX_ACTIVATIONS, MAX_BLOCKS, MAX_FLOPS, MAX_PARAMETERS, Operation, Plan,
    Reason, Totals,
};
pub use presets::Preset;
pub use text::{TextError, TextReason};

/// One part of a net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Convolution with square kernels, then relu.
    Conv {
        /// How many kernels.
        filters: usize,
        /// Cells along a kernel's side.
        size: usize,
        /// Cells from one position to the next.
        stride: usize,
        /// Whether the image is padded so that at stride 1 its size stays.
        same: bool,
    },
    /// The greatest of each window. The image is padded by `size` − `stride` cells, so that each position has `stride` cells
    /// of its own.
    MaxPool {
        /// Cells along the window's side.
        size: usize,
        /// Cells from one position to the next.
        stride: usize,
    },
    /// The mean of each window, of the cells that it sees; padded as `MaxPool`.
    AveragePool {
        /// Cells along the window's side.
        size: usize,
        /// Cells from one position to the next.
        stride: usize,
    },
    /// Local response normalisation over five channels.
    Lrn,
    /// Batch normalisation.
    BatchNorm,
    /// Four branches side by side: conv 1×1 · conv 1×1, conv 3×3 · conv 1×1, conv 5×5 · max pool 3×3, conv 1×1.
    Inception {
        /// Filters of the first branch.
        a: usize,
        /// Of the reduction and of the 3×3 after it.
        b: [usize; 2],
        /// Of the reduction and of the 5×5 after it.
        c: [usize; 2],
        /// Of the reduction after the pool.
        d: usize,
    },
    /// A second, smaller head that is trained too, with a smaller weight: average pool to at most 4×4 cells, conv 1×1 with 32
    /// filters, linear, softmax. What comes after this block does not see it.
    Auxiliary,
    /// The mean of each channel.
    GlobalAverage,
    /// A fully connected layer, then relu.
    Dense {
        /// How many numbers it gives.
        units: usize,
    },
    /// Drops numbers while training.
    Dropout {
        /// How likely each is dropped.
        percent: usize,
    },
}

/// A net before it is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Architecture {
    /// [Y, X, C] of an image.
    pub image: [usize; 3],
    /// What an image may be.
    pub classes: usize,
    /// From the image to the last linear layer.
    pub blocks: Vec<Block>,
    /// Whether Inception blocks have their 1×1 reductions; without, as the paper's naive module: the 3×3 and the 5×5 see
    /// all channels, and all channels of the pool are kept.
    pub reductions: bool,
}

impl Architecture {
    /// A net of these blocks.
    pub fn new(image: [usize; 3], classes: usize, blocks: Vec<Block>) -> Self {
        Architecture { image, classes, blocks, reductions: true }
    }

    /// The same with or without the 1×1 reductions.
    #[must_use]
    pub fn with_reductions(&self, reductions: bool) -> Self {
        Architecture { reductions, ..self.clone() }
    }

    /// How many auxiliary heads it has.
    pub fn auxiliary_heads(&self) -> usize {
        self.blocks.iter().filter(|block| **block == Block::Auxiliary).count()
    }

    /// Whether class-activation maps can be drawn: a global average comes right before the last linear layer, but for
    /// dropout.
    pub fn has_activation_maps(&self) -> bool {
        let last = self.blocks.iter().rev().find(|block| !matches!(block, Block::Dropout { .. }));
        last == Some(&Block::GlobalAverage)
    }
}
