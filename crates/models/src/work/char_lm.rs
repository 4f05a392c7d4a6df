//! One training step of a language model of characters, always on the same batch.

use nabla_compute::{Device, ops};

use super::Unit;
use crate::char_lm::{BatchOnDevice, CharLm, CharLmSettings};
use crate::data::Batch;
use crate::graph::Graph;
use crate::gru::GruForm;
use crate::optimizer::Optimizer;
use crate::recurrent::Cell;

/// A model with one recurrent layer, and the sizes of its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CharLmWork {
    /// What the layer is.
    pub cell: Cell,
    /// B
    pub batch: usize,
    /// T
    pub steps: usize,
    /// V
    pub vocabulary: usize,
    /// D
    pub embedding: usize,
    /// H
    pub hidden: usize,
}

const LEARNING_RATE: f32 = 2e-3;

impl CharLmWork {
    /// The sizes that are compared.
    pub const fn standard(cell: Cell) -> Self {
        CharLmWork { cell, batch: 32, steps: 64, vocabulary: 96, embedding: 32, hidden: 128 }
    }

    /// What is compared as "lstm".
    pub const LSTM: CharLmWork = CharLmWork::standard(Cell::Lstm);
    /// What is compared as "gru": the form with one product a step, which the rivals compute too.
    pub const GRU: CharLmWork = CharLmWork::standard(Cell::Gru(GruForm::ResetAfter));

    /// The products of all T·B rows: the gates' [D+H, G·H] and the output's [H, V].
    pub(super) fn flop(&self) -> f64 {
        let weights = (self.embedding + self.hidden) * self.cell.gates() * self.hidden + self.hidden * self.vocabulary;
        3.0 * 2.0 * (self.steps * self.batch * weights) as f64
    }

    pub(super) fn prepare(&self, device: &Device) -> Unit {
        let settings = CharLmSettings {
            vocabulary: self.vocabulary,
            embedding: Some(self.embedding),
            cell: self.cell,
            hidden: self.hidden,
            layers: 1,
            forget_bias: 1.0,
            truncation: None,
        };
        let model = CharLm::new(device, settings, 1);
        let batch = BatchOnDevice::new(device, &self.batch(), self.steps);
        let state = model.first_state(device, self.batch);
        let mut optimizer = Optimizer::adam(&model.params(), LEARNING_RATE);
        let unclipped = ops::unclipped(device);
        Box::new(move || {
            let graph = Graph::training();
            let (entropy, _) = model.cross_entropy(&graph, &batch, &state);
            let params = model.params();
            let gradients = graph.gradients(&entropy.loss, &params);
            optimizer.step(&params, &gradients, &unclipped);
            entropy.loss.value().clone()
        })
    }

    /// Each row goes round the characters in steps of 3, so that there is something to learn.
    fn batch(&self) -> Batch {
        let at = |t: usize, b: usize| ((7 * b + 3 * t) % self.vocabulary) as u32;
        let column = |shift: usize| {
            (0..self.steps).flat_map(|t| (0..self.batch).map(move |b| at(t + shift, b))).collect::<Vec<u32>>()
        };
        Batch { inputs: column(0), targets: column(1), starts_anew: true }
    }
}
