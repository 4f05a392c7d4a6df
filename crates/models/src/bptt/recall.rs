//! What the nets of this lab learn: to read T random symbols and to say at the end which one of them was.
//!
//! So L is the loss of the last step alone, and the answer lies as far back as one likes. The gradient may be counted over
//! the last n states only: then the steps before them are computed without a tape, in pieces no longer than what is on
//! it, so they cost neither the way back nor the memory for it.

use std::ops::Range;

use nabla_compute::ops::{self, Bptt};
use nabla_compute::{Device, Tensor, Var};

use crate::config::CellKind;
use crate::graph::{Activation, Graph, Param};
use crate::linear::Linear;
use crate::recurrent::{Cell, LayerState, Recurrent};
use crate::rng::{INITIALISATION, Random};

use super::{LadderSettings, scaled_layer};

/// Different symbols.
pub(super) const SYMBOLS: usize = 8;

/// Pieces of what is not on the tape are not shorter: a launch costs something too.
const SHORTEST_PIECE: usize = 8;

/// Sequences to read, `[T,B]`, and how many steps back the symbol lies that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Examples {
    symbols: Vec<u32>,
    batch: usize,
    gap: usize,
}

impl Examples {
    pub(super) fn new(random: &mut Random, [steps, batch]: [usize; 2], gap: usize) -> Self {
        let symbols = (0..steps * batch).map(|_| random.below(SYMBOLS as u32)).collect();
        Examples { symbols, batch, gap: gap.min(steps - 1) }
    }

    /// T
    fn steps(&self) -> usize {
        self.symbols.len() / self.batch
    }

    pub(super) fn of(&self, steps: Range<usize>) -> &[u32] {
        &self.symbols[steps.start * self.batch..steps.end * self.batch]
    }

    pub(super) fn wanted(&self) -> &[u32] {
        let step = self.steps() - 1 - self.gap;
        self.of(step..step + 1)
    }
}

/// A recurrent layer that reads symbols, under a linear one that answers.
#[derive(Clone)]
pub(super) struct Recall {
    device: Device,
    pub(super) layer: Recurrent,
    pub(super) output: Linear,
}

impl Recall {
    pub(super) fn new(device: &Device, kind: CellKind, settings: &LadderSettings) -> Self {
        let cell = match Cell::from(kind) {
            Cell::Rnn(_) => Cell::Rnn(settings.function),
            other => other,
        };
        let random = &mut Random::new(settings.seed, INITIALISATION);
        let start = [settings.radius, settings.forget_bias];
        let layer = scaled_layer(device, cell, [SYMBOLS, settings.hidden], start, random);
        let output = Linear::new(device, "output", settings.hidden, SYMBOLS, random);
        Recall { device: device.clone(), layer, output }
    }

    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    pub(super) fn params(&self) -> Vec<&Param> {
        self.layer.params().into_iter().chain(self.output.params()).collect()
    }

    /// L, of whose states the last `counted` are on the graph.
    pub(super) fn loss(&self, graph: &Graph, examples: &Examples, counted: usize, bptt: &Bptt) -> Var {
        let (batch, hidden) = (examples.batch, self.layer.hidden());
        let input = |graph: &Graph, steps: Range<usize>| {
            let rows = steps.len();
            let z = self.layer.project_symbols(graph, &self.device.upload_indices(examples.of(steps)));
            z.reshape([rows, batch, z.value().len() / (rows * batch)])
        };
        let first = self.layer.first_state(&self.device, batch);
        let h = last_states(&self.layer, graph, (examples.steps(), counted), first, &input, bptt);
        let rows = h.value().len() / hidden;
        let last = h.reshape([rows, hidden]).rows(rows - batch, batch);
        let answers = self.output.forward(graph, &last);
        ops::softmax_xent(&answers, &self.device.upload_indices(examples.wanted())).loss
    }

    /// A pass there and back.
    pub(super) fn pass(&self, examples: &Examples, counted: usize, clip: f32, bptt: &Bptt) -> Pass {
        let graph = Graph::training();
        let before = self.device.live_bytes();
        let loss = self.loss(&graph, examples, counted, bptt);
        let tape_bytes = self.device.live_bytes() - before;
        let gradients = graph.gradients(&loss, &self.params());
        let clip = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), clip);
        Pass { loss: loss.value().clone(), gradients, clip, tape_bytes, activations: graph.activations() }
    }
}

/// What a pass leaves.
pub(super) struct Pass {
    pub(super) loss: Tensor,
    /// In the order of the parameters.
    pub(super) gradients: Vec<Tensor>,
    /// What `ops::global_norm` returned.
    pub(super) clip: Tensor,
    /// What was kept for the way back.
    pub(super) tape_bytes: u64,
    /// What was computed on the way forward.
    pub(super) activations: Vec<Activation>,
}

/// The outputs of a layer `[counted,B,H]`, of the last `counted` of so many steps: these are on the graph, those before
/// them are not. `input` gives steps' share of the gates, `[.., B,G·H]`.
pub(super) fn last_states(
    layer: &Recurrent,
    graph: &Graph,
    (steps, counted): (usize, usize),
    first: LayerState,
    input: &dyn Fn(&Graph, Range<usize>) -> Var,
    bptt: &Bptt,
) -> Var {
    let uncounted = steps - counted.min(steps);
    let piece = counted.max(SHORTEST_PIECE);
    let mut state = first;
    for start in (0..uncounted).step_by(piece) {
        let off = Graph::inference();
        let z = input(&off, start..uncounted.min(start + piece));
        state = layer.recurrence(&off, &z, &state, &Bptt::default()).1;
    }
    layer.recurrence(graph, &input(graph, uncounted..steps), &state, bptt).0
}
