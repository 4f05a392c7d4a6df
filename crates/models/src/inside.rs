//! A recurrent net from inside: every gate and state of a sequence, and one step with each addend of each equation.
//!
//! [`trace`] runs the same fused operations as training does and keeps what they computed. [`step`] writes one step of
//! one layer out, as the lecture does; tests hold it to the fused operations. Both want weights on the processor.
//!
//! Names are those of the activations: `i f candidate o C h`, `z r candidate h`, `s`. Of a gate, say f, there are also
//! ```text
//!   f.x = Wx·xₜ    f.h = Wh·hₜ₋₁    f.b    f.p = p∗C (with peepholes)    f.a, their sum    f = σ(f.a)
//! ```
//! and of the states `C.prev`, `C.kept` = fₜ∗Cₜ₋₁, `C.added` = iₜ∗C̃ₜ, `C.tanh`, `h.prev`; of a GRU `reset` = rₜ∗hₜ₋₁,
//! `h.kept` = (1−zₜ)∗hₜ₋₁, `h.added` = zₜ∗h̃ₜ; of a simple net `s.prev`, and its s.h is W·sₜ₋₁.

use std::ops::Range;

use nabla_compute::Tensor;
use nabla_compute::math::{gate, tanh};
use nabla_compute::ops::{Bptt, RnnFunction};

use crate::graph::{Graph, Param};
use crate::gru::Gru;
use crate::lstm::Lstm;
use crate::recurrent::Recurrent;
use crate::rnn::Rnn;

/// What a layer did with a sequence.
#[derive(Clone, Debug)]
pub struct LayerTrace {
    /// What came in: `[T,D]`.
    pub input: Vec<f32>,
    /// Every gate and state by name: `[T,H]`.
    pub values: Vec<(String, Vec<f32>)>,
    /// T
    pub steps: usize,
}

impl LayerTrace {
    /// The numbers of a name, `[T,H]`.
    pub fn get(&self, name: &str) -> Option<&[f32]> {
        find(&self.values, name)
    }

    /// Step t written out. `layer` is the one that was traced.
    ///
    /// # Panics
    /// When the sequence has no step t.
    pub fn step(&self, layer: &Recurrent, t: usize) -> CellStep {
        let at = |data: &[f32], t: usize| data[row(data.len() / self.steps, t)].to_vec();
        let before = |name: &str| {
            let zeros = vec![0.0; layer.hidden()];
            self.get(name).map_or(zeros.clone(), |data| if t == 0 { zeros } else { at(data, t - 1) })
        };
        let output = if matches!(layer, Recurrent::Rnn(_)) { "s" } else { "h" };
        step(layer, &at(&self.input, t), &before(output), &before("C"))
    }
}

/// Reads a sequence `[T,1,D]` from a state of zeros, with layers on the processor.
///
/// # Panics
/// When the layers are on a GPU.
pub fn trace(layers: &[Recurrent], x: &Tensor) -> Vec<LayerTrace> {
    let mut x = x.clone();
    let mut traces = Vec::new();
    for layer in layers {
        let graph = Graph::training(); // which keeps what is computed
        let state = layer.first_state(x.device(), 1);
        let (h, _) = layer.forward(&graph, &graph.constant(&x), &state, &Bptt::default());
        let value = |kept: &crate::graph::Activation| {
            let name = kept.name.split_once('.').map_or(kept.name.as_str(), |(_, name)| name);
            (name.to_owned(), kept.select(&numbers(&kept.tensor)))
        };
        let values = graph.activations().iter().map(value).collect();
        traces.push(LayerTrace { input: numbers(&x), values, steps: x.shape().dims()[0] });
        x = h.value().clone();
    }
    traces
}

/// One step of a layer: its numbers by name, in the order in which they are computed. All but `x` are `[H]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellStep {
    /// See [`crate::inside`].
    pub values: Vec<(String, Vec<f32>)>,
}

impl CellStep {
    /// The numbers of a name.
    pub fn get(&self, name: &str) -> Option<&[f32]> {
        find(&self.values, name)
    }

    fn keep(&mut self, name: &str, value: Vec<f32>) -> Vec<f32> {
        self.values.push((name.to_owned(), value.clone()));
        value
    }

    /// A gate: keeps the addends, their sum and φ of it, which is returned.
    fn gate(&mut self, name: &str, addends: Vec<(&str, Vec<f32>)>, function: fn(f32) -> f32) -> Vec<f32> {
        let mut sum = vec![0.0; addends[0].1.len()];
        for (part, addend) in addends {
            sum.iter_mut().zip(&addend).for_each(|(sum, addend)| *sum += addend);
            self.keep(&format!("{name}.{part}"), addend);
        }
        self.keep(&format!("{name}.a"), sum.clone());
        sum.iter_mut().for_each(|a| *a = function(*a));
        self.keep(name, sum)
    }
}

/// One step, from the input xₜ `[D]` and the states before it `[H]`: hₜ₋₁ (or sₜ₋₁), and Cₜ₋₁ of an LSTM.
///
/// # Panics
/// When the layer is on a GPU.
pub fn step(layer: &Recurrent, x: &[f32], h_prev: &[f32], c_prev: &[f32]) -> CellStep {
    let mut step = CellStep::default();
    step.keep("x", x.to_vec());
    match layer {
        Recurrent::Rnn(rnn) => rnn_step(&mut step, rnn, x, h_prev),
        Recurrent::Lstm(lstm) => lstm_step(&mut step, lstm, x, h_prev, c_prev),
        Recurrent::Gru(gru) => gru_step(&mut step, gru, x, h_prev),
    }
    step
}

fn rnn_step(step: &mut CellStep, rnn: &Rnn, x: &[f32], s_prev: &[f32]) {
    let weights = Weights::of([&rnn.wx, &rnn.wh, &rnn.b]);
    let function = match rnn.function {
        RnnFunction::Tanh => tanh,
        RnnFunction::Relu => |a: f32| a.max(0.0),
        RnnFunction::Linear => |a| a,
    };
    step.keep("s.prev", s_prev.to_vec());
    step.gate("s", weights.addends(0, x, s_prev), function); // sₜ = φ(U·xₜ + W·sₜ₋₁ + b)
}

fn lstm_step(step: &mut CellStep, lstm: &Lstm, x: &[f32], h_prev: &[f32], c_prev: &[f32]) {
    let weights = Weights::of([&lstm.wx, &lstm.wh, &lstm.b]);
    let peepholes = lstm.peepholes.as_ref().map(|p| numbers(&p.value));
    // W·[hₜ₋₁, xₜ] + b, and what the gate sees of the state
    let addends = |block: usize, peephole: usize, c: &[f32]| {
        let mut addends = weights.addends(block, x, h_prev);
        addends.extend(peepholes.as_ref().map(|p| ("p", product(&p[row(c.len(), peephole)], c))));
        addends
    };
    step.keep("h.prev", h_prev.to_vec());
    step.keep("C.prev", c_prev.to_vec());
    let f = step.gate("f", addends(1, 1, c_prev), gate); // fₜ = σ(… + p_f∗Cₜ₋₁)
    let i = step.gate("i", addends(0, 0, c_prev), gate); // iₜ = σ(… + pᵢ∗Cₜ₋₁)
    let candidate = step.gate("candidate", weights.addends(2, x, h_prev), tanh); // C̃ₜ = tanh(…)
    let kept = step.keep("C.kept", product(&f, c_prev));
    let added = step.keep("C.added", product(&i, &candidate));
    let c = step.keep("C", sum(&kept, &added)); // Cₜ = fₜ∗Cₜ₋₁ + iₜ∗C̃ₜ
    let o = step.gate("o", addends(3, 2, &c), gate); // oₜ = σ(… + pₒ∗Cₜ)
    let squashed = step.keep("C.tanh", c.iter().map(|c| tanh(*c)).collect());
    step.keep("h", product(&o, &squashed)); // hₜ = oₜ∗tanh Cₜ
}

fn gru_step(step: &mut CellStep, gru: &Gru, x: &[f32], h_prev: &[f32]) {
    let weights = Weights::of([&gru.wx, &gru.wh, &gru.b]);
    let second_bias = gru.bh.as_ref().map(|bh| numbers(&bh.value));
    let bias = |block: usize| second_bias.as_ref().map(|b| b[row(h_prev.len(), block)].to_vec());
    let addends = |block: usize| {
        let mut addends = weights.addends(block, x, h_prev);
        addends.extend(bias(block).map(|b| ("bh", b)));
        addends
    };
    step.keep("h.prev", h_prev.to_vec());
    let z = step.gate("z", addends(0), gate); // zₜ = σ(…)
    let r = step.gate("r", addends(1), gate); // rₜ = σ(…)
    let rest: Vec<f32> = z.iter().map(|z| 1.0 - z).collect();
    let Some(bias) = bias(2) else {
        let reset = step.keep("reset", product(&r, h_prev));
        let candidate = step.gate("candidate", weights.addends(2, x, &reset), tanh); // h̃ₜ = tanh(W·[rₜ∗hₜ₋₁, xₜ] + b)
        let kept = step.keep("h.kept", product(&rest, h_prev));
        let added = step.keep("h.added", product(&z, &candidate));
        step.keep("h", sum(&kept, &added)); // hₜ = (1−zₜ)∗hₜ₋₁ + zₜ∗h̃ₜ
        return;
    };
    let [wx, wh, b] = weights.shares(2, x, h_prev);
    let reset = product(&r, &step.keep("reset", sum(&wh, &bias)));
    let candidate = step.gate("candidate", vec![("x", wx), ("h", reset), ("b", b)], tanh); // nₜ = tanh(… + rₜ∗(W·hₜ₋₁ + bh))
    let kept = step.keep("h.kept", product(&z, h_prev));
    let added = step.keep("h.added", product(&rest, &candidate));
    step.keep("h", sum(&kept, &added)); // hₜ = zₜ∗hₜ₋₁ + (1−zₜ)∗nₜ
}

/// Wx `[D,G·H]`, Wh `[H,G·H]` and b `[G·H]`.
struct Weights {
    wx: Vec<f32>,
    wh: Vec<f32>,
    b: Vec<f32>,
    hidden: usize,
}

impl Weights {
    fn of([wx, wh, b]: [&Param; 3]) -> Self {
        let hidden = wh.value.shape().dims()[0];
        Weights { wx: numbers(&wx.value), wh: numbers(&wh.value), b: numbers(&b.value), hidden }
    }

    /// What x, h and b add to the gate of this block of columns.
    fn shares(&self, block: usize, x: &[f32], h: &[f32]) -> [Vec<f32>; 3] {
        let columns = row(self.hidden, block);
        let times = |v: &[f32], w: &[f32]| {
            let mut sums = vec![0.0; self.hidden];
            for (v, row) in v.iter().zip(w.chunks_exact(self.b.len())) {
                sums.iter_mut().zip(&row[columns.clone()]).for_each(|(sum, w)| *sum += v * w);
            }
            sums
        };
        [times(x, &self.wx), times(h, &self.wh), self.b[columns.clone()].to_vec()]
    }

    fn addends(&self, block: usize, x: &[f32], h: &[f32]) -> Vec<(&'static str, Vec<f32>)> {
        ["x", "h", "b"].into_iter().zip(self.shares(block, x, h)).collect()
    }
}

fn find<'a>(values: &'a [(String, Vec<f32>)], name: &str) -> Option<&'a [f32]> {
    values.iter().find(|(known, _)| known == name).map(|(_, data)| data.as_slice())
}

/// The numbers of row n, of rows this wide.
fn row(width: usize, n: usize) -> Range<usize> {
    n * width..(n + 1) * width
}

fn product(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

fn sum(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn numbers(tensor: &Tensor) -> Vec<f32> {
    tensor.processor_mut().expect("what is looked into is on the processor").to_vec()
}
