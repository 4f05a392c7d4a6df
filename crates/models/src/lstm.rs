//! An LSTM layer: the weights of the recurrence in `nabla_compute::ops::lstm`.
//!
//! The lecture writes W·[hₜ₋₁, xₜ] + b for each gate; here W is split into its two halves, and the four gates lie side
//! by side:   zₜ = xₜ·Wx + b   and   hₜ₋₁·Wh      Wx: [D,4H]   Wh: [H,4H]   b: [4H]   in the order i f C̃ o.

use nabla_compute::ops::{self, LstmSequence};
use nabla_compute::{Device, Indices, Tensor, Var};

use crate::graph::{Activation, Graph, Param};
use crate::init;
use crate::rng::Random;

/// One layer.
#[derive(Clone, Debug)]
pub struct Lstm {
    /// As in `lstm1`.
    pub name: String,
    /// What the input adds to each gate.
    pub wx: Param,
    /// What the last output adds.
    pub wh: Param,
    /// What each gate starts from.
    pub b: Param,
}

/// h and C of every row, between two sequences: `[B,H]` each.
#[derive(Clone, Debug)]
pub struct LstmState {
    /// hₜ₋₁
    pub h: Tensor,
    /// Cₜ₋₁
    pub c: Tensor,
}

impl Lstm {
    /// Wx Xavier-uniform and Wh orthogonal for each gate, b zero but for the forget gate's: a positive one keeps the
    /// state, and so the gradient, alive at first (Gers et al. 2000; Jozefowicz et al. 2015).
    pub fn new(
        device: &Device,
        name: &str,
        inputs: usize,
        hidden: usize,
        forget_bias: f32,
        random: &mut Random,
    ) -> Self {
        let wx: Vec<_> = (0..4).map(|_| init::xavier_uniform(random, inputs, hidden)).collect();
        let wh: Vec<_> = (0..4).map(|_| init::orthogonal(random, hidden)).collect();
        let mut b = vec![0.0; 4 * hidden];
        b[hidden..2 * hidden].fill(forget_bias);
        let upload =
            |rows, blocks: &[Vec<f32>]| device.upload([rows, 4 * hidden], &init::side_by_side(blocks, rows, hidden));
        Lstm {
            name: name.to_owned(),
            wx: Param::new(format!("{name}.Wx"), upload(inputs, &wx)),
            wh: Param::new(format!("{name}.Wh"), upload(hidden, &wh)),
            b: Param::new(format!("{name}.b"), device.upload([4 * hidden], &b)),
        }
    }

    /// H
    pub fn hidden(&self) -> usize {
        self.wh.value.shape().dims()[0]
    }

    /// The sequence of outputs for a sequence of inputs `[T,B,D]`, and the state after it.
    pub fn forward(&self, graph: &Graph, x: &Var, state: &LstmState) -> (Var, LstmState) {
        let z = x.matmul(&graph.param(&self.wx)).add_bias(&graph.param(&self.b));
        self.recurrence(graph, &z, state)
    }

    /// The same for one-hot inputs, given as symbols `[T·B]`: row `v` of Wx is what symbol `v` adds.
    pub fn forward_symbols(
        &self,
        graph: &Graph,
        symbols: &Indices,
        steps: usize,
        state: &LstmState,
    ) -> (Var, LstmState) {
        let rows = graph.param(&self.wx).embedding(symbols);
        let z = rows.add_bias(&graph.param(&self.b)).reshape([steps, symbols.len() / steps, 4 * self.hidden()]);
        self.recurrence(graph, &z, state)
    }

    pub(crate) fn recurrence(&self, graph: &Graph, z: &Var, state: &LstmState) -> (Var, LstmState) {
        let (h, c) = (graph.constant(&state.h), graph.constant(&state.c));
        let sequence = ops::lstm(z, &graph.param(&self.wh), &h, &c);
        self.keep(graph, &sequence);
        let after = LstmState { h: last_step(sequence.h.value()), c: last_step(&sequence.c) };
        (sequence.h, after)
    }

    fn keep(&self, graph: &Graph, sequence: &LstmSequence) {
        for (block, gate) in ["i", "f", "candidate", "o"].iter().enumerate() {
            let name = format!("{}.{gate}", self.name);
            graph.keep(Activation { name, tensor: sequence.gates.clone(), block: (block, 4) });
        }
        graph.keep(Activation::whole(format!("{}.C", self.name), &sequence.c));
        graph.keep(Activation::whole(format!("{}.h", self.name), sequence.h.value()));
    }
}

/// `[T,B,H]` → the last `[B,H]`.
fn last_step(sequence: &Tensor) -> Tensor {
    let &[steps, batch, hidden] = sequence.shape().dims() else { unreachable!("a sequence is [T,B,H]") };
    ops::rows(sequence, steps - 1, 1).reshape([batch, hidden])
}
