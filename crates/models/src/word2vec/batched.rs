//! Negative sampling on a GPU: a batch of words in their contexts is one step of gradient descent, with every gradient
//! taken at the batch's start. The sum of the gradients is applied, as word after word would apply them.

use nabla_compute::{Tensor, ops};

use super::Word2Vec;
use super::losses::Losses;
use crate::graph::Graph;
use crate::optimizer::Optimizer;

/// The most rows of H in one step: enough for a GPU to be busy, few enough that the vectors hardly change meanwhile.
const MAX_ROWS: usize = 1024;
/// The fewest, even for a toy.
const MIN_ROWS: usize = 32;

/// The batch in the making.
pub(super) struct Batched {
    optimizer: Optimizer,
    unclipped: Tensor,
    /// Rows of H in one step: about as many as there are words at most, or the sum would be too much for a vector at once.
    rows: usize,
    /// Words around in one row of H: 1 for skip-gram, twice the window for CBOW.
    bag: usize,
    /// The right word and its noise.
    samples: usize,
    around: Vec<u32>,
    weights: Vec<f32>,
    targets: Vec<u32>,
}

impl Batched {
    pub(super) fn new(model: &Word2Vec, bag: usize, negatives: usize) -> Self {
        Batched {
            optimizer: Optimizer::sgd(&model.params(), 0.0, 0.0),
            unclipped: ops::unclipped(model.input.value.device()),
            rows: model.input.value.shape().matrix()[0].clamp(MIN_ROWS, MAX_ROWS),
            bag,
            samples: 1 + negatives,
            around: Vec::new(),
            weights: Vec::new(),
            targets: Vec::new(),
        }
    }

    /// Adds a word in its context: as one row of its mean, or as a row for each word around where a row holds one.
    pub(super) fn add(&mut self, around: &[u32], targets: &[u32]) {
        for bag in around.chunks(self.bag) {
            let end = self.around.len() + self.bag;
            self.around.extend_from_slice(bag);
            self.around.resize(end, bag[0]);
            self.weights.extend(bag.iter().map(|_| 1.0 / bag.len() as f32));
            self.weights.resize(end, 0.0);
            let end = self.targets.len() + self.samples;
            self.targets.extend_from_slice(targets);
            self.targets.resize(end, targets[0]); // the right word as noise is passed over
        }
    }

    /// Does the steps whose rows are there.
    pub(super) fn step(&mut self, model: &Word2Vec, rate: f32, losses: &mut Losses) {
        let rows = self.rows;
        while self.around.len() >= rows * self.bag {
            let (around, targets) = (rows * self.bag, rows * self.samples);
            let device = model.input.value.device();
            let weights = device.upload([rows, self.bag], &self.weights[..around]);
            let indices = device.upload_indices(&self.around[..around]);
            let samples = device.upload_indices(&self.targets[..targets]);
            self.around.drain(..around);
            self.weights.drain(..around);
            self.targets.drain(..targets);
            let graph = Graph::training();
            let loss = model.negative_sampling(&graph, &indices, &weights, &samples);
            losses.add_tensor(loss.value(), 1.0, 1.0);
            let gradients = graph.gradients(&loss, &model.params());
            self.optimizer.set_rate(rate * rows as f32, 0.0); // the loss is a mean
            self.optimizer.step(&model.params(), &gradients, &self.unclipped);
            // A failure of the device shows when the vectors are read.
            let _ = device.flush();
        }
    }
}
