//! A recurrent layer of any kind: what they share, and the choice between them.
//!
//! Every kind multiplies its input by Wx and adds b, for all steps at once; then its recurrence runs over the sequence.

use nabla_compute::ops::{self, Bptt, RnnFunction};
use nabla_compute::{Device, Indices, Tensor, Var};

use crate::graph::{Graph, Param, zeros};
use crate::gru::{Gru, GruForm};
use crate::init;
use crate::lstm::Lstm;
use crate::rng::Random;
use crate::rnn::Rnn;

/// The kinds of recurrent layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The simple net with this function.
    Rnn(RnnFunction),
    /// LSTM.
    Lstm,
    /// LSTM whose gates also see the state.
    LstmPeepholes,
    /// GRU of this form.
    Gru(GruForm),
}

impl Cell {
    /// G: how many blocks of H columns lie side by side in Wx, Wh and b.
    pub fn gates(self) -> usize {
        match self {
            Cell::Rnn(_) => 1,
            Cell::Lstm | Cell::LstmPeepholes => 4,
            Cell::Gru(_) => 3,
        }
    }
}

/// One layer.
#[derive(Clone, Debug)]
pub enum Recurrent {
    /// A simple one.
    Rnn(Rnn),
    /// An LSTM, with or without peepholes.
    Lstm(Lstm),
    /// A GRU.
    Gru(Gru),
}

/// The state of every row between two sequences, `[B,H]` each.
#[derive(Clone, Debug)]
pub struct LayerState {
    /// hₜ₋₁, or sₜ₋₁ of a simple net.
    pub h: Tensor,
    /// Cₜ₋₁ of an LSTM.
    pub c: Option<Tensor>,
}

/// The same as variables of a forward pass.
#[derive(Clone)]
pub(crate) struct VarState {
    /// hₜ₋₁, or sₜ₋₁ of a simple net.
    pub(crate) h: Var,
    /// Cₜ₋₁ of an LSTM.
    pub(crate) c: Option<Var>,
}

impl Recurrent {
    /// The layer with this number, from 1.
    pub fn new(
        device: &Device,
        cell: Cell,
        number: usize,
        [inputs, hidden]: [usize; 2],
        forget_bias: f32,
        random: &mut Random,
    ) -> Self {
        let lstm = |random| Lstm::new(device, &format!("lstm{number}"), inputs, hidden, forget_bias, random);
        match cell {
            // The first view's module knows the LSTM only, and whoever wants another cell asks the larger one.
            _ if !cfg!(feature = "all-cells") => Recurrent::Lstm(lstm(random)),
            Cell::Rnn(function) => {
                Recurrent::Rnn(Rnn::new(device, &format!("rnn{number}"), inputs, hidden, function, random))
            }
            Cell::Lstm => Recurrent::Lstm(lstm(random)),
            Cell::LstmPeepholes => Recurrent::Lstm(lstm(random).with_peepholes()),
            Cell::Gru(form) => Recurrent::Gru(Gru::new(device, &format!("gru{number}"), inputs, hidden, form, random)),
        }
    }

    /// Wx, Wh and b, and what only some kinds have.
    pub fn params(&self) -> Vec<&Param> {
        let (shared, extra) = match self {
            Recurrent::Rnn(rnn) => ([&rnn.wx, &rnn.wh, &rnn.b], None),
            Recurrent::Lstm(lstm) => ([&lstm.wx, &lstm.wh, &lstm.b], lstm.peepholes.as_ref()),
            Recurrent::Gru(gru) => ([&gru.wx, &gru.wh, &gru.b], gru.bh.as_ref()),
        };
        shared.into_iter().chain(extra).collect()
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        let (shared, extra) = match self {
            Recurrent::Rnn(rnn) => ([&mut rnn.wx, &mut rnn.wh, &mut rnn.b], None),
            Recurrent::Lstm(lstm) => ([&mut lstm.wx, &mut lstm.wh, &mut lstm.b], lstm.peepholes.as_mut()),
            Recurrent::Gru(gru) => ([&mut gru.wx, &mut gru.wh, &mut gru.b], gru.bh.as_mut()),
        };
        shared.into_iter().chain(extra).collect()
    }

    fn input_params(&self) -> [&Param; 2] {
        match self {
            Recurrent::Rnn(rnn) => [&rnn.wx, &rnn.b],
            Recurrent::Lstm(lstm) => [&lstm.wx, &lstm.b],
            Recurrent::Gru(gru) => [&gru.wx, &gru.b],
        }
    }

    fn wh(&self) -> &Param {
        match self {
            Recurrent::Rnn(rnn) => &rnn.wh,
            Recurrent::Lstm(lstm) => &lstm.wh,
            Recurrent::Gru(gru) => &gru.wh,
        }
    }

    /// H
    pub fn hidden(&self) -> usize {
        self.wh().value.shape().dims()[0]
    }

    /// The state before any input: zeros.
    pub fn first_state(&self, device: &Device, batch: usize) -> LayerState {
        let zero = || zeros(device, batch, self.hidden());
        LayerState { h: zero(), c: matches!(self, Recurrent::Lstm(_)).then(zero) }
    }

    /// The sequence of outputs for a sequence of inputs `[T,B,D]`, and the state after it.
    pub fn forward(&self, graph: &Graph, x: &Var, state: &LayerState, bptt: &Bptt) -> (Var, LayerState) {
        self.recurrence(graph, &self.project(graph, x), state, bptt)
    }

    /// What the rows of x add to the gates: x·Wx + b.
    pub(crate) fn project(&self, graph: &Graph, x: &Var) -> Var {
        let [wx, b] = self.input_params().map(|param| graph.param(param));
        x.matmul(&wx).add_bias(&b)
    }

    /// The same for one-hot rows, given as symbols: row `v` of Wx is what symbol `v` adds.
    pub(crate) fn project_symbols(&self, graph: &Graph, symbols: &Indices) -> Var {
        let [wx, b] = self.input_params().map(|param| graph.param(param));
        wx.embedding(symbols).add_bias(&b)
    }

    /// The sequence of outputs `[T,B,H]` from the input's share of the gates `[T,B,G·H]`, and the state after it.
    pub(crate) fn recurrence(&self, graph: &Graph, z: &Var, state: &LayerState, bptt: &Bptt) -> (Var, LayerState) {
        let first = VarState { h: graph.constant(&state.h), c: state.c.as_ref().map(|c| graph.constant(c)) };
        let (h, c) = self.steps(graph, z, &first, bptt);
        let h_last = last_step(h.value());
        (h, LayerState { h: h_last, c: c.map(|c| c.value().clone()) })
    }

    /// The same from a state through which gradients flow back, and with such a state after it: a sequence can then be
    /// read piece by piece, each from what came out before.
    pub(crate) fn continued(&self, graph: &Graph, x: &Var, first: &VarState) -> (Var, VarState) {
        let (h, c) = self.steps(graph, &self.project(graph, x), first, &Bptt::default());
        let &[steps, batch, hidden] = h.value().shape().dims() else { unreachable!("a sequence is [T,B,H]") };
        let h_last = h.reshape([steps, batch * hidden]).rows(steps - 1, 1).reshape([batch, hidden]);
        (h, VarState { h: h_last, c })
    }

    fn steps(&self, graph: &Graph, z: &Var, first: &VarState, bptt: &Bptt) -> (Var, Option<Var>) {
        match self {
            Recurrent::Lstm(lstm) => lstm.recurrence(graph, z, first, bptt),
            // Said again here, so that the first view's module need not carry the kernels of the others.
            _ if !cfg!(feature = "all-cells") => unreachable!("`Recurrent::new` makes an LSTM only"),
            Recurrent::Rnn(rnn) => rnn.recurrence(graph, z, first, bptt),
            Recurrent::Gru(gru) => gru.recurrence(graph, z, first, bptt),
        }
    }
}

/// `[T,B,H]` → the last `[B,H]`.
fn last_step(sequence: &Tensor) -> Tensor {
    let &[steps, batch, hidden] = sequence.shape().dims() else { unreachable!("a sequence is [T,B,H]") };
    ops::rows(sequence, steps - 1, 1).reshape([batch, hidden])
}

/// Wx `[D,G·H]` Xavier-uniform and Wh `[H,G·H]` orthogonal, each gate for itself.
pub(crate) fn weights(
    device: &Device,
    name: &str,
    [inputs, hidden]: [usize; 2],
    gates: usize,
    random: &mut Random,
) -> [Param; 2] {
    let wx: Vec<_> = (0..gates).map(|_| init::xavier_uniform(random, inputs, hidden)).collect();
    let wh: Vec<_> = (0..gates).map(|_| init::orthogonal(random, hidden)).collect();
    [("Wx", inputs, wx), ("Wh", hidden, wh)].map(|(part, rows, blocks)| {
        let value = device.upload([rows, gates * hidden], &init::side_by_side(&blocks, rows, hidden));
        Param::new(format!("{name}.{part}"), value)
    })
}
