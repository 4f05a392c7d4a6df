//! A language model of characters: it reads a text and at every character says how likely each next one is.
//!
//! symbols `[T·B]` → embedding `[T,B,D]` (or one-hot) → recurrent layers `[T,B,H]` → linear `[T,B,V]` → softmax

use nabla_compute::ops::{self, Bptt, CrossEntropy};
use nabla_compute::{Device, Indices, Tensor, Var};

use crate::embedding::Embedding;
use crate::graph::{self, Activation, Graph, Param};
use crate::linear::Linear;
use crate::recurrent::{Cell, LayerState, Recurrent};
use crate::rng::{INITIALISATION, Random};

/// The sizes of the model and what it starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CharLmSettings {
    /// V: how many characters there are.
    pub vocabulary: usize,
    /// D: the size of an embedding; `None` feeds characters in one-hot.
    pub embedding: Option<usize>,
    /// What the recurrent layers are.
    pub cell: Cell,
    /// H: units of each recurrent layer.
    pub hidden: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// What the forget gates' biases of an LSTM start from.
    pub forget_bias: f32,
    /// n: gradients flow back through at most n steps ([`Bptt::truncation`]); `None`: through all of a sequence.
    pub truncation: Option<usize>,
}

/// The model. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct CharLm {
    settings: CharLmSettings,
    embedding: Option<Embedding>,
    layers: Vec<Recurrent>,
    output: Linear,
}

/// The state of every recurrent layer between two batches.
pub type State = Vec<LayerState>;

impl CharLm {
    /// A model that knows nothing yet.
    pub fn new(device: &Device, settings: CharLmSettings, seed: u64) -> Self {
        let random = &mut Random::new(seed, INITIALISATION);
        let CharLmSettings { vocabulary, embedding, cell, hidden, forget_bias, .. } = settings;
        let table = embedding.map(|size| Embedding::new(device, vocabulary, size, random));
        let mut inputs = embedding.unwrap_or(vocabulary);
        let mut layers = Vec::new();
        for number in 1..=settings.layers {
            layers.push(Recurrent::new(device, cell, number, [inputs, hidden], forget_bias, random));
            inputs = hidden;
        }
        let output = Linear::new(device, "output", hidden, vocabulary, random);
        CharLm { settings, embedding: table, layers, output }
    }

    /// Its sizes.
    pub fn settings(&self) -> &CharLmSettings {
        &self.settings
    }

    /// Everything that is trained, from input to output.
    pub fn params(&self) -> Vec<&Param> {
        let table = self.embedding.iter().map(|embedding| &embedding.table);
        let layers = self.layers.iter().flat_map(Recurrent::params);
        table.chain(layers).chain(self.output.params()).collect()
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        let table = self.embedding.iter_mut().map(|embedding| &mut embedding.table);
        let layers = self.layers.iter_mut().flat_map(Recurrent::params_mut);
        table.chain(layers).chain(self.output.params_mut()).collect()
    }

    /// The recurrent layers, from the input on.
    pub fn layers(&self) -> &[Recurrent] {
        &self.layers
    }

    /// What the first layer reads of a sequence of symbols, `[T,1,D]`: rows of the table, or one-hot ones.
    pub fn inputs(&self, symbols: &[u32]) -> Tensor {
        let device = self.output.w.value.device();
        let steps = symbols.len();
        if let Some(embedding) = &self.embedding {
            let rows = embedding.forward(&Graph::inference(), &device.upload_indices(symbols));
            return rows.value().reshape([steps, 1, rows.value().len() / steps]);
        }
        let vocabulary = self.settings.vocabulary;
        let mut rows = vec![0.0; steps * vocabulary];
        for (row, symbol) in rows.chunks_exact_mut(vocabulary).zip(symbols) {
            row[*symbol as usize] = 1.0;
        }
        device.upload([steps, 1, vocabulary], &rows)
    }

    /// The state before any character: zeros.
    pub fn first_state(&self, device: &Device, batch: usize) -> State {
        self.layers.iter().map(|layer| layer.first_state(device, batch)).collect()
    }

    /// How likely each character is next, as logits `[T,B,V]`, after each of `steps`·B symbols (time-major), and the
    /// state after the last.
    pub fn logits(&self, graph: &Graph, symbols: &Indices, steps: usize, state: &[LayerState]) -> (Var, State) {
        let bptt = Bptt { truncation: self.settings.truncation, kept: None };
        let mut after = Vec::new();
        let mut x: Option<Var> = None;
        for (layer, before) in self.layers.iter().zip(state) {
            let z = match &x {
                Some(x) => layer.project(graph, x),
                None => {
                    let columns = self.settings.cell.gates() * layer.hidden();
                    self.first_projection(graph, layer, symbols).reshape([steps, symbols.len() / steps, columns])
                }
            };
            let (h, state) = layer.recurrence(graph, &z, before, &bptt);
            after.push(state);
            x = Some(h);
        }
        let h = x.expect("a model has at least one layer");
        (self.output.forward(graph, &h), after)
    }

    /// What each symbol adds to the first layer's gates: `[T·B,G·H]`. A text repeats few symbols, so it is cheaper to
    /// project the whole table once, `table·Wx + b`, and to pick rows of that than to project every character read.
    fn first_projection(&self, graph: &Graph, layer: &Recurrent, symbols: &Indices) -> Var {
        let Some(embedding) = &self.embedding else { return layer.project_symbols(graph, symbols) };
        let table = graph.param(&embedding.table);
        if self.settings.vocabulary < symbols.len() {
            layer.project(graph, &table).embedding(symbols)
        } else {
            layer.project(graph, &table.embedding(symbols))
        }
    }

    /// The cross-entropy against the characters that really came, and the state after the last.
    pub fn cross_entropy(&self, graph: &Graph, batch: &BatchOnDevice, state: &[LayerState]) -> (CrossEntropy, State) {
        let (logits, after) = self.logits(graph, &batch.inputs, batch.steps, state);
        let entropy = ops::softmax_xent(&logits, &batch.targets);
        graph.keep(Activation::whole("probabilities", &entropy.probabilities));
        let rows = batch.inputs.len() / batch.steps;
        graph.keep(Activation::whole("loss", &entropy.losses.reshape([batch.steps, rows])));
        (entropy, after)
    }

    /// Puts other numbers into the parameters: `find` returns those of a name.
    ///
    /// # Errors
    /// The name of a parameter for which there are none, or not the right number of them; nothing is changed then.
    pub fn load(&mut self, device: &Device, find: &dyn Fn(&str) -> Option<Vec<f32>>) -> Result<(), String> {
        graph::load(self.params_mut(), device, find)
    }
}

/// A batch of `data::Streams` on a device.
pub struct BatchOnDevice {
    /// T
    pub steps: usize,
    /// What is read, time-major: `[T·B]`.
    pub inputs: Indices,
    /// What comes next: `[T·B]`.
    pub targets: Indices,
}

impl BatchOnDevice {
    /// Uploads a batch of `steps` steps.
    pub fn new(device: &Device, batch: &crate::data::Batch, steps: usize) -> Self {
        BatchOnDevice {
            steps,
            inputs: device.upload_indices(&batch.inputs),
            targets: device.upload_indices(&batch.targets),
        }
    }
}
