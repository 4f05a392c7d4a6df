//! word2vec with negative sampling on the processor, as gensim is told to do it in `gensim_words.py`.

use nabla_compute::Device;
use nabla_models::data::Words;
use nabla_models::word2vec::{NegativeSampling, NegativeSamplingSettings, Word2Vec};
use wasm_bindgen::prelude::*;

const SIZE: usize = 100;
const MIN_COUNT: u32 = 5;

/// Vectors of a text's words in training.
#[wasm_bindgen]
pub struct WordVectors(NegativeSampling);

#[wasm_bindgen]
impl WordVectors {
    /// Vectors that know nothing yet, of the words of a text whose lines are sentences.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> WordVectors {
        let words = Words::new(text, MIN_COUNT);
        let model = Word2Vec::untied(&Device::cpu(), words.vocabulary().len(), SIZE, 1);
        // The rate hardly falls: how long it is trained is for the page to say.
        let settings = NegativeSamplingSettings { epochs: 1000, ..NegativeSamplingSettings::default() };
        WordVectors(NegativeSampling::new(model, words, settings))
    }

    /// Reads at least `count` words more and learns from them.
    pub fn train(&mut self, count: usize) {
        self.0.train(count);
    }
}
