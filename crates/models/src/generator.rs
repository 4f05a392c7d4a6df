//! Text from a model, one character at a time: each is drawn from what the model expects, and read by it before the
//! next.
//!
//! p ∝ exp(logits / temperature); temperature 0 takes the likeliest. Runs on the processor, where a single character
//! costs less than a GPU takes to answer.

use nabla_compute::Device;

use crate::char_lm::{CharLm, State};
use crate::graph::Graph;
use crate::rng::{Random, SAMPLING};

/// A text in the making.
pub struct Generator {
    device: Device,
    model: CharLm,
    state: State,
    /// What the model says of the character to come.
    logits: Vec<f32>,
    temperature: f32,
    random: Random,
}

impl Generator {
    /// Reads the prompt; an empty one counts as the symbol 0.
    ///
    /// # Panics
    /// When the model does not live on the processor.
    pub fn new(model: CharLm, prompt: &[u32], temperature: f32, seed: u64) -> Self {
        let device = model.params()[0].value.device().clone();
        let state = model.first_state(&device, 1);
        let random = Random::new(seed, SAMPLING);
        let mut generator = Generator { device, model, state, logits: Vec::new(), temperature, random };
        generator.read(if prompt.is_empty() { &[0] } else { prompt });
        generator
    }

    /// The next character, and how much it surprised the model: −ln p.
    pub fn next_symbol(&mut self) -> (u32, f32) {
        let symbol = self.draw();
        let surprise = -softmax(&self.logits, 1.0)[symbol].ln();
        self.read(&[symbol as u32]);
        (symbol as u32, surprise)
    }

    fn draw(&mut self) -> usize {
        if self.temperature > 0.0 {
            return self.random.weighted(&softmax(&self.logits, self.temperature));
        }
        let likeliest = self.logits.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        likeliest.map_or(0, |(symbol, _)| symbol)
    }

    fn read(&mut self, symbols: &[u32]) {
        let graph = Graph::inference();
        let indices = self.device.upload_indices(symbols);
        let (logits, state) = self.model.logits(&graph, &indices, symbols.len(), &self.state);
        let arrived = self.device.read(&[logits.value()]).try_take();
        let all = arrived.and_then(Result::ok).expect("the processor answers at once").swap_remove(0);
        let vocabulary = self.model.settings().vocabulary;
        self.logits = all[all.len() - vocabulary..].to_vec();
        self.state = state;
    }
}

fn softmax(logits: &[f32], temperature: f32) -> Vec<f32> {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut p: Vec<f32> = logits.iter().map(|z| ((z - max) / temperature).exp()).collect();
    let sum: f32 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= sum);
    p
}
