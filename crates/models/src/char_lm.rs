//! A language model of characters: it reads a text and at every character says how likely each next one is.
//!
//! symbols `[T·B]` → embedding `[T,B,D]` (or one-hot) → LSTM layers `[T,B,H]` → linear `[T,B,V]` → softmax

use nabla_compute::ops::{self, CrossEntropy};
use nabla_compute::{Device, Indices, Tensor, Var};

use crate::embedding::Embedding;
use crate::graph::{Activation, Graph, Param, zeros};
use crate::linear::Linear;
use crate::lstm::{Lstm, LstmState};
use crate::rng::Random;

/// The sizes of the model and what it starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CharLmSettings {
    /// V: how many characters there are.
    pub vocabulary: usize,
    /// D: the size of an embedding; `None` feeds characters in one-hot.
    pub embedding: Option<usize>,
    /// H: units of each LSTM layer.
    pub hidden: usize,
    /// LSTM layers.
    pub layers: usize,
    /// What the forget gates' biases start from.
    pub forget_bias: f32,
}

/// The model. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct CharLm {
    settings: CharLmSettings,
    embedding: Option<Embedding>,
    layers: Vec<Lstm>,
    output: Linear,
}

/// The state of every LSTM layer between two batches.
pub type State = Vec<LstmState>;

/// Random numbers for initialisation come from their own stream.
const INITIALISATION: u64 = 1;

impl CharLm {
    /// A model that knows nothing yet.
    pub fn new(device: &Device, settings: CharLmSettings, seed: u64) -> Self {
        let random = &mut Random::new(seed, INITIALISATION);
        let CharLmSettings { vocabulary, embedding, hidden, layers, forget_bias } = settings;
        let table = embedding.map(|size| Embedding::new(device, vocabulary, size, random));
        let mut inputs = embedding.unwrap_or(vocabulary);
        let mut lstms = Vec::new();
        for number in 1..=layers {
            lstms.push(Lstm::new(device, &format!("lstm{number}"), inputs, hidden, forget_bias, random));
            inputs = hidden;
        }
        let output = Linear::new(device, "output", hidden, vocabulary, random);
        CharLm { settings, embedding: table, layers: lstms, output }
    }

    /// Its sizes.
    pub fn settings(&self) -> &CharLmSettings {
        &self.settings
    }

    /// Everything that is trained, from input to output.
    pub fn params(&self) -> Vec<&Param> {
        let table = self.embedding.iter().map(|embedding| &embedding.table);
        let lstms = self.layers.iter().flat_map(|lstm| [&lstm.wx, &lstm.wh, &lstm.b]);
        table.chain(lstms).chain([&self.output.w, &self.output.b]).collect()
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        let table = self.embedding.iter_mut().map(|embedding| &mut embedding.table);
        let lstms = self.layers.iter_mut().flat_map(|lstm| [&mut lstm.wx, &mut lstm.wh, &mut lstm.b]);
        table.chain(lstms).chain([&mut self.output.w, &mut self.output.b]).collect()
    }

    /// The state before any character: zeros.
    pub fn first_state(&self, device: &Device, batch: usize) -> State {
        let hidden = self.settings.hidden;
        let zero = || zeros(device, batch, hidden);
        self.layers.iter().map(|_| LstmState { h: zero(), c: zero() }).collect()
    }

    /// How likely each character is next, as logits `[T,B,V]`, after each of `steps`·B symbols (time-major), and the
    /// state after the last.
    pub fn logits(&self, graph: &Graph, symbols: &Indices, steps: usize, state: &[LstmState]) -> (Var, State) {
        let batch = symbols.len() / steps;
        let mut after = Vec::new();
        let mut x: Option<Var> = None;
        for (lstm, before) in self.layers.iter().zip(state) {
            let (h, state) = match (&x, &self.embedding) {
                (Some(x), _) => lstm.forward(graph, x, before),
                (None, None) => lstm.forward_symbols(graph, symbols, steps, before),
                (None, Some(embedding)) => {
                    let z = self.first_projection(graph, embedding, lstm, symbols);
                    lstm.recurrence(graph, &z.reshape([steps, batch, 4 * lstm.hidden()]), before)
                }
            };
            after.push(state);
            x = Some(h);
        }
        let h = x.expect("a model has at least one layer");
        (self.output.forward(graph, &h), after)
    }

    /// What each symbol adds to the first layer's gates: `[T·B,4H]`. A text repeats few symbols, so it is cheaper to
    /// project the whole table once, `table·Wx + b`, and to pick rows of that than to project every character read.
    fn first_projection(&self, graph: &Graph, embedding: &Embedding, lstm: &Lstm, symbols: &Indices) -> Var {
        let (table, wx, b) = (graph.param(&embedding.table), graph.param(&lstm.wx), graph.param(&lstm.b));
        if self.settings.vocabulary < symbols.len() {
            table.matmul(&wx).add_bias(&b).embedding(symbols)
        } else {
            table.embedding(symbols).matmul(&wx).add_bias(&b)
        }
    }

    /// The cross-entropy against the characters that really came, and the state after the last.
    pub fn cross_entropy(&self, graph: &Graph, batch: &BatchOnDevice, state: &[LstmState]) -> (CrossEntropy, State) {
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
        let upload = |param: &&Param| {
            let data = find(&param.name).filter(|data| data.len() == param.value.len());
            data.map(|data| device.upload(param.value.shape(), &data)).ok_or_else(|| param.name.clone())
        };
        let values: Vec<Tensor> = self.params().iter().map(upload).collect::<Result<_, _>>()?;
        for (param, value) in self.params_mut().into_iter().zip(values) {
            param.value = value;
        }
        Ok(())
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
