//! Vectors of words from the company they keep (Mikolov et al. 2013).
//!
//! Each word has a vector as centre, a row of `input`, and one as neighbour, a row of `output`; both may be the same
//! matrix. Full softmax: p(v|u) = exp(inputᵤ·outputᵥ) / Σₐ exp(inputᵤ·outputₐ), trained on Σᵤᵥ nᵤᵥ·ln p(v|u).
//! Negative sampling ([`NegativeSampling`]) asks instead whether a pair is from the text or drawn at random.

mod batched;
mod counts;
pub mod files;
mod history;
mod judge;
mod learner;
mod losses;
mod pca;
mod sampler;
mod saving;
mod setup;
mod softmax;
mod space;
mod training;

use nabla_compute::ops;
use nabla_compute::{Device, Indices, Tensor, Var};

use crate::graph::{Graph, Param};
use crate::rng::{INITIALISATION, Random};

pub(crate) use batched::rows_of_a_batch;
pub use counts::{Counts, Neighbourhood};
pub use history::History;
pub use judge::{Judge, Judging, Question, Verdict};
pub use learner::Learner;
pub use losses::Losses;
pub use pca::{Pca, Projected};
pub use sampler::{Noise, Subsampling};
pub use softmax::{FullSoftmax, FullSoftmaxSettings};
pub use space::{Space, largest, place};
pub use training::{Context, NegativeSampling, NegativeSamplingSettings};

/// The matrices. Clones share them.
#[derive(Clone, Debug)]
pub struct Word2Vec {
    /// `[V,D]`, a row a word.
    pub input: Param,
    /// `[V,D]`; `None` where `input` serves as both.
    pub output: Option<Param>,
}

impl Word2Vec {
    /// One matrix for both sides, uniform in ±0.5/√D: its gradient has two terms, as centre and as neighbour.
    pub fn tied(device: &Device, vocabulary: usize, size: usize, seed: u64) -> Self {
        Word2Vec { input: uniform(device, vocabulary, size, 0.5 / (size as f32).sqrt(), seed), output: None }
    }

    /// Two matrices, as word2vec starts them: `input` uniform in ±0.5/D, `output` zero.
    pub fn untied(device: &Device, vocabulary: usize, size: usize, seed: u64) -> Self {
        let input = uniform(device, vocabulary, size, 0.5 / size as f32, seed);
        let output = Param::new("word2vec.output", ops::fill(device, [vocabulary, size], 0.0));
        Word2Vec { input, output: Some(output) }
    }

    /// Everything that is trained.
    pub fn params(&self) -> Vec<&Param> {
        std::iter::once(&self.input).chain(&self.output).collect()
    }

    /// Both matrices as variables of a pass; the same one twice where they are tied.
    pub(crate) fn matrices(&self, graph: &Graph) -> [Var; 2] {
        let input = graph.param(&self.input);
        let output = self.output.as_ref().map_or_else(|| input.clone(), |output| graph.param(output));
        [input, output]
    }

    /// −(1/N)·Σₙ ln p(neighbourₙ|centreₙ) over a batch of pairs.
    pub fn full_softmax(&self, graph: &Graph, centres: &Indices, neighbours: &Indices) -> Var {
        let [input, output] = self.matrices(graph);
        ops::linear_xent(&input.embedding(centres), &output, neighbours)
    }

    /// The same from counts: `counts[n][w]`, `[N,V]`, says how often w stood beside centre n; `total` is their sum.
    pub fn full_softmax_of_counts(&self, graph: &Graph, centres: &Indices, counts: &Tensor, total: f32) -> Var {
        let [input, output] = self.matrices(graph);
        ops::linear_xent_weighted(&input.embedding(centres), &output, counts, total)
    }

    /// The mean loss of negative sampling over bags of words around, `weights` `[N,S]` and as many words, each against
    /// the right word and its noise, N equally long rows of `samples`.
    pub fn negative_sampling(&self, graph: &Graph, around: &Indices, weights: &Tensor, samples: &Indices) -> Var {
        let [input, output] = self.matrices(graph);
        ops::negative_sampling(&input.embedding_bag(around, weights), &output, samples)
    }
}

fn uniform(device: &Device, vocabulary: usize, size: usize, bound: f32, seed: u64) -> Param {
    let random = &mut Random::new(seed, INITIALISATION);
    let numbers: Vec<f32> = (0..vocabulary * size).map(|_| random.between(-bound, bound)).collect();
    Param::new("word2vec.input", device.upload([vocabulary, size], &numbers))
}
