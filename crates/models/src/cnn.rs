//! A small convolutional network that tells what is on an image.
//!
//! images `[B,Y,X,1]` → conv 3×3 → relu → max pool 2×2 → conv 3×3 → relu → max pool 2×2 → linear → softmax

use nabla_compute::ops::{self, CrossEntropy, Window};
use nabla_compute::{Device, Indices, Tensor, Var};

use crate::conv::Conv2d;
use crate::graph::{Graph, Param};
use crate::linear::Linear;
use crate::rng::{INITIALISATION, Random};

/// The sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CnnSettings {
    /// [Y, X]; each pool halves both, rounded down.
    pub image: [usize; 2],
    /// Channels of an image.
    pub channels: usize,
    /// Filters of the two convolutions.
    pub filters: [usize; 2],
    /// What an image may be.
    pub classes: usize,
}

impl Default for CnnSettings {
    /// For handwritten digits of 28×28 cells.
    fn default() -> Self {
        CnnSettings { image: [28, 28], channels: 1, filters: [16, 32], classes: 10 }
    }
}

/// The network. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct Cnn {
    conv1: Conv2d,
    conv2: Conv2d,
    output: Linear,
}

/// Images on a device, and what they are.
#[derive(Clone, Debug)]
pub struct ImageBatch {
    /// `[B,Y,X,C]`
    pub images: Tensor,
    /// `[B]`
    pub classes: Indices,
}

impl Cnn {
    /// A network that knows nothing yet.
    pub fn new(device: &Device, settings: CnnSettings, seed: u64) -> Self {
        let random = &mut Random::new(seed, INITIALISATION);
        let CnnSettings { image, channels, filters, classes } = settings;
        let window = Window::same([3, 3]);
        let features = (image[0] / 4) * (image[1] / 4) * filters[1];
        Cnn {
            conv1: Conv2d::new(device, "conv1", window, channels, filters[0], random),
            conv2: Conv2d::new(device, "conv2", window, filters[0], filters[1], random),
            output: Linear::new(device, "output", features, classes, random),
        }
    }

    /// Everything that is trained, from input to output.
    pub fn params(&self) -> Vec<&Param> {
        let convs = self.conv1.params().into_iter().chain(self.conv2.params());
        convs.chain(self.output.params()).collect()
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        let convs = self.conv1.params_mut().into_iter().chain(self.conv2.params_mut());
        convs.chain(self.output.params_mut()).collect()
    }

    /// How likely each class is, as logits `[B,classes]`.
    pub fn logits(&self, graph: &Graph, images: &Var) -> Var {
        let pool = Window::valid([2, 2]).with_stride([2, 2]);
        let x = self.conv1.forward_relu(graph, images).max_pool(&pool).y;
        let x = self.conv2.forward_relu(graph, &x).max_pool(&pool).y;
        let batch = x.value().shape().dims()[0];
        let features = x.value().len() / batch;
        self.output.forward(graph, &x.reshape([batch, features]))
    }

    /// The cross-entropy against what the images really are.
    pub fn cross_entropy(&self, graph: &Graph, batch: &ImageBatch) -> CrossEntropy {
        ops::softmax_xent(&self.logits(graph, &graph.constant(&batch.images)), &batch.classes)
    }

    /// Its mean over the batch: what training lowers.
    pub fn loss(&self, graph: &Graph, batch: &ImageBatch) -> Var {
        self.cross_entropy(graph, batch).loss
    }
}
