//! The convolutional net, and the same words pooled without their order.
//!
//! symbols `[B,T]` → embedding `[B,T,D]` → for each width K: convolution with F filters `[K,D,F]` → relu → maximum over
//! time `[B,F]`; all of them side by side → dropout → linear → softmax.

use nabla_compute::ops::{MaxPool, Window};
use nabla_compute::{Device, DeviceError, Indices, Tensor, Var, ops};

use super::CLASSES;
use super::reader::EDGE;
use crate::conv::Conv2d;
use crate::embedding::Embedding;
use crate::graph::{Graph, Param};
use crate::linear::Linear;
use crate::rng::{INITIALISATION, Random};

/// Vectors begin uniform in ± this.
const TABLE: f32 = 0.25;

/// The sizes of the net.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// V
    pub vocabulary: usize,
    /// D
    pub embedding: usize,
    /// K of each kind of filter.
    pub widths: Vec<u32>,
    /// F of each kind.
    pub filters: usize,
    /// The probability that a feature is dropped while learning.
    pub dropout: f32,
}

/// The net. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct Net {
    sizes: Sizes,
    /// `[V,D]`
    pub embedding: Embedding,
    /// One of each width; along a line a convolution is that of an image of one row.
    pub convolutions: Vec<Conv2d>,
    /// `[ΣF, classes]`
    pub output: Linear,
}

/// What a forward pass gives.
pub struct Pass {
    /// relu of each filter's answer at each place, `[B,1,T−K+1,F]`, one for each width.
    pub maps: Vec<Var>,
    /// The maximum over time and where it is, one for each width.
    pub pooled: Vec<MaxPool>,
    /// All maxima side by side, `[B,ΣF]`.
    pub features: Var,
    /// `[B, classes]`
    pub logits: Var,
}

impl Net {
    /// A net that knows nothing yet.
    pub fn new(device: &Device, sizes: &Sizes, seed: u64) -> Self {
        let random = &mut Random::new(seed, INITIALISATION);
        let Sizes { vocabulary, embedding, filters, .. } = *sizes;
        // As Kim's: beside normal numbers what a few hundred sentences teach would hardly be seen.
        let table: Vec<f32> = (0..vocabulary * embedding).map(|_| random.between(-TABLE, TABLE)).collect();
        let table = Embedding { table: Param::new("embedding.table", device.upload([vocabulary, embedding], &table)) };
        let convolution = |width: &u32| {
            let window = Window::valid([1, *width as usize]);
            Conv2d::new(device, &format!("conv{width}"), window, embedding, filters, random)
        };
        let convolutions: Vec<Conv2d> = sizes.widths.iter().map(convolution).collect();
        let output = Linear::new(device, "output", filters * convolutions.len(), CLASSES, random);
        Net { sizes: sizes.clone(), embedding: table, convolutions, output }
    }

    /// Its sizes.
    pub fn sizes(&self) -> &Sizes {
        &self.sizes
    }

    /// Everything that is trained, from input to output.
    pub fn params(&self) -> Vec<&Param> {
        let convolutions = self.convolutions.iter().flat_map(Conv2d::params);
        [&self.embedding.table].into_iter().chain(convolutions).chain(self.output.params()).collect()
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        let convolutions = self.convolutions.iter_mut().flat_map(Conv2d::params_mut);
        [&mut self.embedding.table].into_iter().chain(convolutions).chain(self.output.params_mut()).collect()
    }

    /// The net's answer to `batch` sentences `[B,T]`; where the graph trains, `seed` says which features are dropped.
    pub fn forward(&self, graph: &Graph, symbols: &Indices, batch: usize, seed: u64) -> Pass {
        let width = symbols.len() / batch;
        let x = self.embedding.forward(graph, symbols).reshape([batch, 1, width, self.sizes.embedding]);
        let maps: Vec<Var> = self.convolutions.iter().map(|conv| conv.forward_relu(graph, &x)).collect();
        let over_time = |map: &Var| map.max_pool(&Window::valid([1, map.value().shape().dims()[2]]));
        let pooled: Vec<MaxPool> = maps.iter().map(over_time).collect();
        let flat: Vec<Var> = pooled.iter().map(|pool| pool.y.reshape([batch, self.sizes.filters])).collect();
        let joined = flat[1..].iter().fold(flat[0].clone(), |all, next| Var::concat([&all, next]));
        let features = joined.clone();
        let kept =
            if graph.trains() && self.sizes.dropout > 0.0 { joined.dropout(self.sizes.dropout, seed) } else { joined };
        Pass { maps, pooled, features, logits: self.output.forward(graph, &kept) }
    }

    /// A copy with its numbers on the processor, to be looked into.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn on_processor(&self) -> Result<Net, DeviceError> {
        let params = self.params();
        let device = params[0].value.device();
        let numbers = device.read(&params.iter().map(|param| &param.value).collect::<Vec<_>>()).await?;
        let (mut copy, processor) = (self.clone(), Device::cpu());
        for (param, numbers) in copy.params_mut().into_iter().zip(numbers) {
            param.value = processor.upload(param.value.shape(), &numbers);
        }
        Ok(copy)
    }
}

/// Logistic regression on the bag of words: z = b + Σ over the sentence's symbols of w[symbol] / √n.
#[derive(Clone, Debug)]
pub struct Bag {
    /// `[V, classes]`
    pub w: Param,
    /// `[classes]`
    pub b: Param,
}

impl Bag {
    /// Zeros: it has nothing to break a symmetry of.
    pub fn new(device: &Device, vocabulary: usize) -> Self {
        let zeros =
            |name: &str, shape: &[usize]| Param::new(name, device.upload(shape, &vec![0.0; shape.iter().product()]));
        Bag { w: zeros("bag.W", &[vocabulary, CLASSES]), b: zeros("bag.b", &[CLASSES]) }
    }

    /// Everything that is trained.
    pub fn params(&self) -> [&Param; 2] {
        [&self.w, &self.b]
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> [&mut Param; 2] {
        [&mut self.w, &mut self.b]
    }

    /// Logits `[B, classes]` of sentences `[B,T]` whose symbols weigh as [`Bag::weights`] says.
    pub fn forward(&self, graph: &Graph, symbols: &Indices, weights: &Tensor) -> Var {
        graph.param(&self.w).embedding_bag(symbols, weights).add_bias(&graph.param(&self.b))
    }

    /// What each symbol of a sentence weighs: 1/√n, and nothing at its edges.
    pub fn weights(ids: &[u32]) -> Vec<f32> {
        let count = ids.iter().filter(|id| **id != EDGE).count().max(1);
        let weight = 1.0 / (count as f32).sqrt();
        ids.iter().map(|id| if *id == EDGE { 0.0 } else { weight }).collect()
    }
}

/// Softmax of logits, in rows.
pub(super) fn probabilities(logits: &Var) -> Tensor {
    ops::softmax(logits.value())
}
