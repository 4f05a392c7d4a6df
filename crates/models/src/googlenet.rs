//! GoogLeNet (Szegedy et al. 2015) in small: every kind of its layers once, with a batch normalisation.
//!
//! ```text
//!   images [B,Y,X,C] → conv 3×3 → batch norm → relu → local response norm → max pool 3×3, stride 2
//!     → Inception module → global average pool → dropout → linear → softmax
//! ```

use nabla_compute::ops::{self, CrossEntropy, LrnSettings, Window};
use nabla_compute::{Device, Var};

use crate::batch_norm::BatchNorm;
use crate::cnn::ImageBatch;
use crate::conv::Conv2d;
use crate::graph::{Graph, Param};
use crate::inception::{Inception, InceptionSettings};
use crate::linear::Linear;
use crate::rng::{INITIALISATION, Random};

/// The sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoogLeNetSettings {
    /// Channels of an image.
    pub channels: usize,
    /// The module; its channels are the first convolution's filters.
    pub inception: InceptionSettings,
    /// How likely a feature is dropped while training.
    pub dropout: f32,
    /// What an image may be.
    pub classes: usize,
}

/// The network. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct GoogLeNet {
    conv: Conv2d,
    norm: BatchNorm,
    inception: Inception,
    output: Linear,
    dropout: f32,
}

impl GoogLeNet {
    /// A network that knows nothing yet.
    pub fn new(device: &Device, settings: GoogLeNetSettings, seed: u64) -> Self {
        let random = &mut Random::new(seed, INITIALISATION);
        let GoogLeNetSettings { channels, inception, dropout, classes } = settings;
        GoogLeNet {
            conv: Conv2d::new(device, "conv", Window::same([3, 3]), channels, inception.channels, random),
            norm: BatchNorm::new(device, "norm", inception.channels),
            inception: Inception::new(device, "inception", inception, random),
            output: Linear::new(device, "output", inception.filters(), classes, random),
            dropout,
        }
    }

    /// Everything that is trained, from input to output.
    pub fn params(&self) -> Vec<&Param> {
        let first = self.conv.params().into_iter().chain(self.norm.params());
        first.chain(self.inception.params()).chain(self.output.params()).collect()
    }

    /// Everything that a file must hold, to be replaced: what is trained, and the running moments.
    pub fn state_mut(&mut self) -> Vec<&mut Param> {
        let first = self.conv.params_mut().into_iter().chain(self.norm.state_mut());
        first.chain(self.inception.params_mut()).chain(self.output.params_mut()).collect()
    }

    /// How likely each class is, as logits `[B,classes]`. Each training step should drop by another seed.
    pub fn logits(&self, graph: &Graph, images: &Var, seed: u64) -> Var {
        let pool = Window::valid([3, 3]).with_stride([2, 2]).with_padding([1; 4]);
        let x = self.norm.forward(graph, &self.conv.forward(graph, images)).relu();
        let x = x.lrn(&LrnSettings::default()).max_pool(&pool).y;
        let x = self.inception.forward(graph, &x).global_average_pool();
        let x = if graph.trains() { x.dropout(self.dropout, seed) } else { x };
        self.output.forward(graph, &x)
    }

    /// The cross-entropy against what the images really are.
    pub fn cross_entropy(&self, graph: &Graph, batch: &ImageBatch, seed: u64) -> CrossEntropy {
        ops::softmax_xent(&self.logits(graph, &graph.constant(&batch.images), seed), &batch.classes)
    }
}
