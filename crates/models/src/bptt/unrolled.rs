//! The lecture's sum for one sentence:   ∂Lₜ/∂W = Σₖ ∂Lₜ/∂sₜ · ( ∏_{i=k+1}^{t} ∂sᵢ/∂sᵢ₋₁ ) · ∂⁺sₖ/∂W
//!
//! One recurrent layer reads the sentence, a one-hot vector a character, and predicts the next character at every step. It
//! lives on the processor, and is small enough to see every factor. Steps count from 0, as the characters do.

use std::ops::Range;

use nabla_compute::ops::{self, Bptt};
use nabla_compute::{Device, Tensor, Var};

use crate::graph::{Graph, Param};
use crate::inside::{self, CellStep};
use crate::linear::Linear;
use crate::optimizer::Optimizer;
use crate::recurrent::{Cell, Recurrent};
use crate::rng::{INITIALISATION, Random};

use super::jacobian::{StepDerivative, state_size};
use super::matrix::SquareMatrix;
use super::recall::last_states;
use super::{on_cpu, scaled_layer};

/// What to unroll.
#[derive(Clone, Debug)]
pub struct UnrolledSettings {
    /// The layer's kind.
    pub cell: Cell,
    /// H
    pub hidden: usize,
    /// What W is multiplied with at the start.
    pub radius: f32,
    /// Of an LSTM's forget gates at the start.
    pub forget_bias: f32,
    /// Of the initialisation.
    pub seed: u64,
}

/// The net, its sentence, and what it did with it.
pub struct Unrolled {
    pub(super) device: Device,
    pub(super) layer: Recurrent,
    pub(super) output: Linear,
    pub(super) optimizer: Optimizer,
    /// The different characters of the sentence, sorted.
    vocabulary: Vec<char>,
    /// The sentence: T characters are read, and the last only predicted.
    symbols: Vec<usize>,
    steps: Vec<CellStep>,
    losses: Vec<f32>,
    /// Steps of training done.
    pub trained: u64,
}

/// What state k has to do with the loss of step t.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// ∂Lₜ/∂sₖ
    pub gradient: Vec<f64>,
    /// ∂sₖ/∂sₖ₋₁; of the first step that by the zeros before it.
    pub factor: SquareMatrix,
    /// ∏_{i=k+1}^{t} ∂sᵢ/∂sᵢ₋₁; 1 for k = t.
    pub product: SquareMatrix,
    /// The term k of the sum, `[H,G·H]`.
    pub term: Vec<f64>,
}

impl Unrolled {
    /// A net that has not learned anything, and has read this sentence.
    ///
    /// # Panics
    /// When the sentence has fewer than two characters.
    pub fn new(settings: &UnrolledSettings, sentence: &str, learning_rate: f32) -> Self {
        let device = Device::cpu();
        let mut vocabulary: Vec<char> = sentence.chars().collect();
        vocabulary.sort_unstable();
        vocabulary.dedup();
        let symbols: Vec<usize> = sentence.chars().map(|c| vocabulary.partition_point(|known| *known < c)).collect();
        assert!(symbols.len() >= 2, "a sentence has a character to read and one to predict");
        let random = &mut Random::new(settings.seed, INITIALISATION);
        let sizes = [vocabulary.len(), settings.hidden];
        let layer = scaled_layer(&device, settings.cell, sizes, [settings.radius, settings.forget_bias], random);
        let output = Linear::new(&device, "output", settings.hidden, vocabulary.len(), random);
        let params: Vec<&Param> = layer.params().into_iter().chain(output.params()).collect();
        let optimizer = Optimizer::adam(&params, learning_rate);
        let (steps, losses) = (Vec::new(), Vec::new());
        let mut net = Unrolled { device, layer, output, optimizer, vocabulary, symbols, steps, losses, trained: 0 };
        net.read();
        net
    }

    /// T: how many characters are read.
    pub fn len(&self) -> usize {
        self.symbols.len() - 1
    }

    /// Whether nothing is read; it never is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of a state.
    pub fn state_size(&self) -> usize {
        state_size(&self.layer)
    }

    /// Lₜ of every step.
    pub fn losses(&self) -> &[f32] {
        &self.losses
    }

    /// The sentence.
    pub fn characters(&self) -> Vec<char> {
        self.symbols.iter().map(|symbol| self.vocabulary[*symbol]).collect()
    }

    /// The layer.
    pub fn layer(&self) -> &Recurrent {
        &self.layer
    }

    /// The layer, to be given other weights; [`Unrolled::read`] then reads the sentence with them.
    pub fn layer_mut(&mut self) -> &mut Recurrent {
        &mut self.layer
    }

    /// What step t was, with every number.
    ///
    /// # Panics
    /// When the sentence has no step t.
    pub fn step(&self, t: usize) -> &CellStep {
        &self.steps[t]
    }

    /// The state after step t if one number of the state before it were larger by this: C, if there is one, then h.
    ///
    /// # Panics
    /// When the sentence has no step t, or the state no such number.
    pub fn step_from(&self, t: usize, number: usize, by: f32) -> Vec<f32> {
        let (step, hidden) = (&self.steps[t], self.layer.hidden());
        let get = |name: &str| step.get(name).unwrap_or_default().to_vec();
        let (is_lstm, output) = (step.get("C").is_some(), if step.get("s").is_some() { "s" } else { "h" });
        let (mut c, mut h) = (get("C.prev"), get(&format!("{output}.prev")));
        match number.checked_sub(c.len()) {
            Some(number) => h[number] += by,
            None => c[number] += by,
        }
        let after = inside::step(&self.layer, &get("x"), &h, if is_lstm { &c } else { &h[..hidden] });
        [after.get("C"), after.get(output)].into_iter().flatten().flatten().copied().collect()
    }

    /// What can be looked at: kind, name and numbers of the parameters, and of every gate and state `[T,H]`.
    pub fn visible(&self) -> Vec<(&'static str, String, Tensor)> {
        let params = self.layer.params().into_iter().chain(self.output.params());
        let params = params.map(|param| ("parameter", param.name.clone(), param.value.clone()));
        let trace = inside::trace(std::slice::from_ref(&self.layer), &self.one_hot()).remove(0);
        let shape = [self.len(), self.layer.hidden()];
        let layer = self.wh().name.trim_end_matches("Wh").to_owned();
        let values = trace.values.into_iter();
        let values =
            values.map(|(name, data)| ("activation", format!("{layer}{name}"), self.device.upload(shape, &data)));
        params.chain(values.collect::<Vec<_>>()).collect()
    }

    /// One step of training on the mean of all Lₜ.
    pub fn train(&mut self, clip: f32) {
        let graph = Graph::training();
        let logits = self.logits(&graph);
        let wanted: Vec<u32> = self.symbols[1..].iter().map(|symbol| *symbol as u32).collect();
        let loss = ops::softmax_xent(&logits, &self.device.upload_indices(&wanted)).loss;
        let params: Vec<&Param> = self.layer.params().into_iter().chain(self.output.params()).collect();
        let gradients = graph.gradients(&loss, &params);
        let clip = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), clip);
        self.optimizer.step(&params, &gradients, &clip);
        self.trained += 1;
        self.read();
    }

    /// Reads the sentence with the weights as they are now.
    pub fn read(&mut self) {
        let trace = inside::trace(std::slice::from_ref(&self.layer), &self.one_hot());
        self.steps = (0..self.len()).map(|t| trace[0].step(&self.layer, t)).collect();
        let logits = on_cpu(self.logits(&Graph::inference()).value());
        let rows = logits.chunks_exact(self.vocabulary.len()).zip(&self.symbols[1..]);
        self.losses = rows.map(|(logits, wanted)| cross_entropy(logits, *wanted)).collect();
    }

    fn one_hot(&self) -> Tensor {
        let (steps, width) = (self.len(), self.vocabulary.len());
        let mut rows = vec![0.0; steps * width];
        for (t, symbol) in self.symbols[..steps].iter().enumerate() {
            rows[t * width + symbol] = 1.0;
        }
        self.device.upload([steps, 1, width], &rows)
    }

    /// Lₜ, with only the last `counted` states up to t on the graph.
    pub(super) fn truncated_loss(&self, graph: &Graph, t: usize, counted: usize) -> Var {
        let x = self.one_hot();
        let input = |graph: &Graph, steps: Range<usize>| {
            self.layer.project(graph, &graph.constant(&ops::rows(&x, steps.start, steps.len())))
        };
        let first = self.layer.first_state(&self.device, 1);
        let h = last_states(&self.layer, graph, (t + 1, counted), first, &input, &Bptt::default());
        let rows = h.value().len() / self.layer.hidden();
        let last = h.reshape([rows, self.layer.hidden()]).rows(rows - 1, 1);
        let wanted = self.device.upload_indices(&[self.symbols[t + 1] as u32]);
        ops::softmax_xent(&self.output.forward(graph, &last), &wanted).loss
    }

    /// oₜ of every step, `[T,V]`.
    fn logits(&self, graph: &Graph) -> Var {
        let first = self.layer.first_state(&self.device, 1);
        let (h, _) = self.layer.forward(graph, &graph.constant(&self.one_hot()), &first, &Bptt::default());
        self.output.forward(graph, &h.reshape([self.len(), self.layer.hidden()]))
    }

    /// Lₜ
    pub(super) fn loss(&self, graph: &Graph, t: usize) -> Var {
        let wanted = self.device.upload_indices(&[self.symbols[t + 1] as u32]);
        ops::softmax_xent(&self.logits(graph).rows(t, 1), &wanted).loss
    }

    fn derivative(&self, t: usize) -> StepDerivative<'_> {
        StepDerivative::new(&self.layer, &self.steps[t])
    }

    /// ∂Lₜ/∂sₜ = ∂Lₜ/∂oₜ · ∂oₜ/∂sₜ = (softmax(oₜ) − yₜ)·Vᵀ, and zeros by C of an LSTM.
    fn last_gradient(&self, t: usize) -> Vec<f64> {
        let logits = on_cpu(self.logits(&Graph::inference()).value());
        let width = self.vocabulary.len();
        last_gradient(&self.layer, &self.output, &logits[t * width..(t + 1) * width], self.symbols[t + 1])
    }

    /// Everything about the loss of step t, from k = t down to 0.
    ///
    /// # Panics
    /// When the sentence has no step t.
    pub fn terms(&self, t: usize) -> Vec<Term> {
        let mut gradient = self.last_gradient(t);
        let mut product = SquareMatrix::identity(self.state_size());
        let mut terms = Vec::new();
        for k in (0..=t).rev() {
            let derivative = self.derivative(k);
            let factor = derivative.factor();
            let before = factor.back(&gradient);
            let term = derivative.term(&gradient);
            let longer = product.times(&factor);
            terms.push(Term { gradient, factor, product, term });
            (gradient, product) = (before, longer);
        }
        terms
    }

    /// Σₖ, `[H,G·H]`.
    pub fn sum(&self, t: usize) -> Vec<f64> {
        self.sum_from(t, 0)
    }

    /// Σ of the terms from `first` to t: the gradient that counts these states only.
    ///
    /// # Panics
    /// When the sentence has no step t.
    pub fn sum_from(&self, t: usize, first: usize) -> Vec<f64> {
        let mut sum = vec![0.0; self.wh().value.len()];
        for term in self.terms(t).into_iter().take(t + 1 - first) {
            sum.iter_mut().zip(&term.term).for_each(|(sum, term)| *sum += term);
        }
        sum
    }

    pub(super) fn wh(&self) -> &Param {
        let params = self.layer.params();
        params.into_iter().find(|param| param.name.ends_with(".Wh")).expect("every recurrent layer has one")
    }
}

/// ∂L/∂s of the last state, L the cross-entropy of what the output layer says of it and of what is wanted.
pub(super) fn last_gradient(layer: &Recurrent, output: &Linear, logits: &[f32], wanted: usize) -> Vec<f64> {
    let (most, sum) = powers(logits);
    let error = |(v, o): (usize, &f32)| f64::from(o - most).exp() / sum - f64::from(u8::from(v == wanted));
    let error: Vec<f64> = logits.iter().enumerate().map(error).collect();
    let weights = on_cpu(&output.w.value); // [H,V]
    let row = |row: &[f32]| row.iter().zip(&error).map(|(w, e)| f64::from(*w) * e).sum();
    let before = state_size(layer) - layer.hidden(); // C, which o does not see
    std::iter::repeat_n(0.0, before).chain(weights.chunks_exact(logits.len()).map(row)).collect()
}

/// −log softmax(o) of what is wanted.
fn cross_entropy(logits: &[f32], wanted: usize) -> f32 {
    let (most, sum) = powers(logits);
    (sum.ln() - f64::from(logits[wanted] - most)) as f32
}

/// The largest o, and Σ exp(o − largest).
fn powers(logits: &[f32]) -> (f32, f64) {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    (most, logits.iter().map(|o| f64::from(o - most).exp()).sum())
}

pub(super) fn value(loss: &Var) -> f32 {
    on_cpu(loss.value())[0]
}
