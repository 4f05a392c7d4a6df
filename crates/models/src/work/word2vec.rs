//! One training step of word2vec with a full softmax and one matrix for both sides, always on the same batch.

use nabla_compute::{Device, ops};

use super::Unit;
use crate::graph::Graph;
use crate::optimizer::Optimizer;
use crate::rng::Random;
use crate::word2vec::Word2Vec;

/// The sizes of the model and its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word2VecWork {
    /// V
    pub vocabulary: usize,
    /// D
    pub size: usize,
    /// N: pairs of words.
    pub batch: usize,
}

const LEARNING_RATE: f32 = 0.5;

impl Word2VecWork {
    /// The sizes that are compared.
    pub const STANDARD: Word2VecWork = Word2VecWork { vocabulary: 2000, size: 64, batch: 256 };

    /// The products: logits, and the gradients of both sides.
    pub(super) fn flop(&self) -> f64 {
        3.0 * 2.0 * (self.batch * self.size * self.vocabulary) as f64
    }

    pub(super) fn prepare(&self, device: &Device) -> Unit {
        let model = Word2Vec::tied(device, self.vocabulary, self.size, 1);
        let mut random = Random::new(1, 2);
        let mut words = || {
            let words: Vec<u32> = (0..self.batch).map(|_| (random.uniform() * self.vocabulary as f32) as u32).collect();
            device.upload_indices(&words)
        };
        let (centres, neighbours) = (words(), words());
        let mut optimizer = Optimizer::sgd(&model.params(), LEARNING_RATE, 0.0);
        let unclipped = ops::unclipped(device);
        Box::new(move || {
            let graph = Graph::training();
            let loss = model.full_softmax(&graph, &centres, &neighbours);
            let gradients = graph.gradients(&loss, &model.params());
            optimizer.step(&model.params(), &gradients, &unclipped);
            loss.value().clone()
        })
    }
}
