//! Negative sampling on a GPU: a batch of words in their contexts is one step of gradient descent, with every gradient
//! taken at the batch's start. The sum of the gradients is applied, as word after word would apply them.

use nabla_compute::ops;

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
    /// Rows of H in one step: about as many as there are words at most, or the sum would be too much for a vector at once.
    rows: usize,
    bags: Bags,
}

/// Words in their contexts, as rows of H.
#[derive(Debug, Default)]
pub(crate) struct Bags {
    /// Words around in one row: 1 for skip-gram, twice the window for CBOW.
    pub(crate) bag: usize,
    /// The right word and its noise.
    pub(crate) samples: usize,
    /// `[N,bag]`
    pub(crate) around: Vec<u32>,
    /// What each of those weighs.
    pub(crate) weights: Vec<f32>,
    /// `[N,samples]`
    pub(crate) targets: Vec<u32>,
}

/// Rows of H in one step with so many words.
pub(crate) fn rows_of_a_batch(vocabulary: usize) -> usize {
    vocabulary.clamp(MIN_ROWS, MAX_ROWS)
}

impl Batched {
    pub(super) fn new(model: &Word2Vec, bag: usize, negatives: usize) -> Self {
        Batched {
            optimizer: Optimizer::sgd(&model.params(), 0.0, 0.0),
            rows: rows_of_a_batch(model.input.value.shape().matrix()[0]),
            bags: Bags::new(bag, negatives),
        }
    }

    pub(super) fn add(&mut self, around: &[u32], targets: &[u32]) {
        self.bags.add(around, targets);
    }

    /// Does the steps whose rows are there.
    pub(super) fn step(&mut self, model: &Word2Vec, rate: f32, losses: &mut Losses) {
        let rows = self.rows;
        while self.bags.around.len() >= rows * self.bags.bag {
            let Bags { bag, samples, .. } = self.bags;
            let (around, targets) = (rows * bag, rows * samples);
            let device = model.input.value.device();
            let weights = device.upload([rows, bag], &self.bags.weights[..around]);
            let indices = device.upload_indices(&self.bags.around[..around]);
            let samples = device.upload_indices(&self.bags.targets[..targets]);
            self.bags.around.drain(..around);
            self.bags.weights.drain(..around);
            self.bags.targets.drain(..targets);
            let graph = Graph::training();
            let loss = model.negative_sampling(&graph, &indices, &weights, &samples);
            let gradients = graph.gradients(&loss, &model.params());
            let norm = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), 0.0);
            self.optimizer.set_rate(rate * rows as f32, 0.0); // the loss is a mean
            self.optimizer.step(&model.params(), &gradients, &norm);
            losses.add_tensors(loss.value(), norm, 1.0, 1.0);
            // A failure of the device shows when the vectors are read.
            let _ = device.flush();
        }
    }
}

impl Bags {
    pub(crate) fn new(bag: usize, negatives: usize) -> Self {
        Bags { bag, samples: 1 + negatives, ..Bags::default() }
    }

    /// Adds a word in its context: as one row of its mean, or as a row for each word around where a row holds one.
    pub(crate) fn add(&mut self, around: &[u32], targets: &[u32]) {
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
}
