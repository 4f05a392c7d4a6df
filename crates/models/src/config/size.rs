//! How big a model the settings ask for, before anything is allocated.

use super::{CellKind, Config, ConfigError, Input, VisionConfig, Word2VecConfig};
use crate::recurrent::Cell;
use crate::vision::architecture::Plan;

/// More parameters than this are refused: Adam alone needs three numbers for each.
pub const MAX_PARAMETERS: usize = 20_000_000;

/// The most memory that one step's activations may take.
pub const MAX_ACTIVATION_BYTES: u64 = 512 << 20;

/// The most memory that a run may take in all. A worker's module has 1 GiB (`crates/worker/build.rs`); the rest is for texts
/// and images.
pub const MAX_RUN_BYTES: u64 = 896 << 20;

/// How many numbers a parameter comes to at most: itself, its gradient and Adam's two; the three of a checkpoint in the
/// making, in the last one and as a file; and one for the model that writes samples.
const NUMBERS_OF_A_PARAMETER: u64 = 4 + 3 * 3 + 1;

/// The same of one that is learned from one word after another: itself, and that of the three checkpoints.
const NUMBERS_OF_A_VECTOR: u64 = 1 + 3;
/// Copies of vectors that are drawn and asked about.
const LOOKED_AT: u64 = 2;

/// What every WebGPU device can bind as one storage buffer.
pub const MAX_TENSOR_BYTES: u64 = 128 << 20;

const BYTES_PER_NUMBER: u64 = 4;
const MEBIBYTE: u64 = 1 << 20;

impl Config {
    /// How many numbers are trained, for a vocabulary of V characters.
    pub fn parameters(&self, vocabulary: usize) -> usize {
        let (v, h) = (vocabulary, self.hidden);
        let (table, width) = match self.input {
            Input::Embedding => (v * self.embedding, self.embedding),
            Input::OneHot => (0, v),
        };
        let gates = Cell::from(self.cell).gates();
        let peepholes = if self.cell == CellKind::LstmPeepholes { 3 * h } else { 0 };
        let layer = |inputs: usize| (inputs + h + 1) * gates * h + peepholes; // Wx [inputs,G·H], Wh [H,G·H], b [G·H]
        table + layer(width) + (self.layers - 1) * layer(h) + (h + 1) * v
    }

    /// About how much memory one step's activations and their gradients take: what the tape keeps of each layer, what
    /// going back through one layer takes besides, and logits and probabilities.
    pub fn activation_bytes(&self, vocabulary: usize) -> u64 {
        let (kept, going_back) = self.numbers_of_a_unit();
        let numbers_per_character = ((self.layers * kept + going_back) * self.hidden + 2 * vocabulary) as u64;
        self.characters_per_step() * numbers_per_character * BYTES_PER_NUMBER
    }

    /// How many numbers of a unit and step are kept for the way back, and how many are made on it: the gradients of
    /// its G gates and of h, and hₜ₋₁ of all steps as one matrix; with what is named here.
    fn numbers_of_a_unit(&self) -> (usize, usize) {
        let (kept, besides) = match self.cell {
            CellKind::Rnn => (1, 0),           // s
            CellKind::Lstm => (6, 0),          // i, f, C̃, o, C, h
            CellKind::LstmPeepholes => (6, 3), // the same, and the terms of p's gradient
            CellKind::Gru => (5, 3),           // z, r, h̃, h, r∗hₜ₋₁, and the gates' gradients apart for two products
        };
        (kept, Cell::from(self.cell).gates() + 2 + besides)
    }

    /// Refuses a model that would not fit.
    ///
    /// # Errors
    /// `too-large-model`, with what is too large, how much it is and the limit (in numbers or in MiB).
    pub fn check_size(&self, vocabulary: usize) -> Result<(), ConfigError> {
        // Gates [T,B,G·H] or logits [T,B,V].
        let widest = (Cell::from(self.cell).gates() * self.hidden).max(vocabulary) as u64;
        let largest_tensor = self.characters_per_step() * widest * BYTES_PER_NUMBER;
        let parameters = self.parameters(vocabulary);
        let activations = self.activation_bytes(vocabulary);
        let limits = [
            Limit {
                field: "hidden",
                what: "parameters",
                unit: "parameters",
                amount: parameters as u64,
                most: MAX_PARAMETERS as u64,
            },
            Limit {
                field: "batch",
                what: "activations",
                unit: "MiB of activations",
                amount: mebibytes(activations),
                most: mebibytes(MAX_ACTIVATION_BYTES),
            },
            Limit {
                field: "batch",
                what: "tensor",
                unit: "MiB in one tensor",
                amount: mebibytes(largest_tensor),
                most: mebibytes(MAX_TENSOR_BYTES),
            },
            Limit::of_memory("hidden", run_bytes(parameters, activations)),
        ];
        limits.iter().try_for_each(Limit::check)
    }

    /// About how much memory a run takes, in MiB.
    pub fn memory(&self, vocabulary: usize) -> u64 {
        mebibytes(run_bytes(self.parameters(vocabulary), self.activation_bytes(vocabulary)))
    }

    /// T·B, in 64 bits: on the web `usize` has 32, and the products here do not fit.
    fn characters_per_step(&self) -> u64 {
        self.sequence as u64 * self.batch as u64
    }
}

impl VisionConfig {
    /// Refuses a batch of this net's that would not fit.
    ///
    /// # Errors
    /// `too-large-model`, with how much memory it would take and the limit, in MiB.
    pub fn check_size(&self, plan: &Plan) -> Result<(), ConfigError> {
        let parameters = plan.main.parameters + plan.auxiliary.parameters;
        // Each number between layers has a gradient.
        let activations = 2 * BYTES_PER_NUMBER * plan.activations as u64 * self.batch as u64;
        Limit::of_memory("batch", run_bytes(parameters, activations)).check()
    }
}

impl Word2VecConfig {
    /// Refuses vectors that would not fit.
    ///
    /// # Errors
    /// `too-large-model`, with how much memory they would take and the limit, in MiB.
    pub fn check_size(&self, vocabulary: usize) -> Result<(), ConfigError> {
        let parameters = self.parameters(vocabulary);
        // Centre words' logits, their probabilities and their gradients.
        let scores =
            if self.is_full() { 3 * BYTES_PER_NUMBER * (vocabulary * self.centres(vocabulary)) as u64 } else { 0 };
        let numbers = if self.is_full() { NUMBERS_OF_A_PARAMETER } else { NUMBERS_OF_A_VECTOR } + LOOKED_AT;
        Limit::of_memory("size", numbers * BYTES_PER_NUMBER * parameters as u64 + scores).check()
    }
}

fn run_bytes(parameters: usize, activations: u64) -> u64 {
    NUMBERS_OF_A_PARAMETER * BYTES_PER_NUMBER * parameters as u64 + activations
}

fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(MEBIBYTE)
}

/// One thing that may not be larger than `most`.
struct Limit {
    /// The setting to make smaller first.
    field: &'static str,
    what: &'static str,
    unit: &'static str,
    amount: u64,
    most: u64,
}

impl Limit {
    fn of_memory(field: &'static str, bytes: u64) -> Self {
        let (amount, most) = (mebibytes(bytes), mebibytes(MAX_RUN_BYTES));
        Limit { field, what: "memory", unit: "MiB in memory", amount, most }
    }

    fn check(&self) -> Result<(), ConfigError> {
        if self.amount > self.most { Err(self.error()) } else { Ok(()) }
    }

    fn error(&self) -> ConfigError {
        let message = format!(
            "This model would have {} {}; at most {} are allowed. \
             Choose a smaller batch, hidden size or sequence, or fewer layers.",
            self.amount, self.unit, self.most
        );
        let args = [("what", self.what.into()), ("amount", self.amount.into()), ("limit", self.most.into())];
        ConfigError::new("too-large-model", self.field, message, &args)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use nabla_compute::{Cpu, Device};
    use serde_json::{Value, json};

    use super::*;
    use crate::Trainer;
    use crate::config::{Settings as _, VisionModel};
    use crate::data::Text;

    fn merged(patch: &Value) -> Config {
        let patch = patch.as_object().expect("an object");
        Config::default().merged(patch).expect("allowed")
    }

    #[test]
    fn parameters_are_counted() {
        let config = merged(&json!({"embedding": 8, "hidden": 16, "layers": 2}));
        // embedding 23·8, lstm1 (8+16+1)·64, lstm2 (16+16+1)·64, output 17·23
        assert_eq!(config.parameters(23), 184 + 1600 + 2112 + 391);
        let config = merged(&json!({"input": "onehot", "hidden": 16}));
        assert_eq!(config.parameters(23), 40 * 64 + 391);
        for (cell, parameters) in [("rnn", 40 * 16), ("lstm-peepholes", 40 * 64 + 48), ("gru", 40 * 48)] {
            let config = merged(&json!({"cell": cell, "input": "onehot", "hidden": 16}));
            assert_eq!(config.parameters(23), parameters + 391, "{cell}");
        }
    }

    #[test]
    fn activations_take_as_much_memory_as_is_stated() {
        let symbols = |i: u64| char::from(b'0' + (i * i / 7 % 40) as u8);
        let text = Text::from_bytes((0..20_000).map(symbols).collect::<String>().as_bytes()).expect("a text");
        let vocabulary = text.vocabulary().len();
        let cells = if cfg!(feature = "all-cells") { &["lstm", "lstm-peepholes", "gru", "rnn"][..] } else { &["lstm"] };
        for (cell, layers) in cells.iter().flat_map(|cell| [(cell, 1), (cell, 3)]) {
            let config = merged(&json!({"cell": cell, "layers": layers, "hidden": 24, "batch": 32, "sequence": 64}));
            let cpu = Rc::new(Cpu::default());
            let mut trainer = Trainer::new(&Device::Cpu(Rc::clone(&cpu)), &text, &config).expect("long enough");
            (0..2).for_each(|_| trainer.step().expect("the processor is not lost"));
            let held = cpu.stats().live_bytes + cpu.stats().pooled_bytes;
            let of_parameters = 4 * BYTES_PER_NUMBER * config.parameters(vocabulary) as u64; // they, Adam's two and gradients
            let (measured, stated) = ((held - of_parameters) as f64, config.activation_bytes(vocabulary) as f64);
            assert!((stated / measured - 1.0).abs() < 0.1, "{cell}, {layers} layers: {stated} stated, {measured} held");
        }
    }

    #[test]
    fn models_that_do_not_fit_are_refused_with_the_numbers() {
        let refusal = |patch: Value, vocabulary| {
            let error = merged(&patch).check_size(vocabulary).expect_err("too large");
            assert_eq!(error.code, "too-large-model");
            assert!(error.message.contains(&error.args["amount"].to_string()));
            (error.field.clone(), error.args["what"].clone(), error.args["limit"].clone())
        };
        let wanted = |field: &str, what: &str, limit: u64| (field.to_owned(), json!(what), json!(limit));
        assert_eq!(
            refusal(json!({"hidden": 1024, "layers": 3, "embedding": 512}), 1024),
            wanted("hidden", "parameters", 20_000_000)
        );
        // The largest of everything has 14 GB of activations, more than 32 bits count.
        assert_eq!(
            refusal(json!({"hidden": 900, "layers": 3, "batch": 256, "sequence": 512}), 84),
            wanted("batch", "activations", 512)
        );
        // One layer within that limit is one tensor too large to bind.
        assert_eq!(refusal(json!({"hidden": 1024, "batch": 64, "sequence": 150}), 84), wanted("batch", "tensor", 128));
        // Neither is too large alone, but both together are.
        assert_eq!(
            refusal(json!({"hidden": 1000, "layers": 2, "batch": 32, "sequence": 150}), 84),
            wanted("hidden", "memory", 896)
        );
    }

    #[test]
    fn a_net_for_images_is_refused_by_the_memory_of_its_batch() {
        let configured = |net: &str, batch: usize| VisionConfig {
            model: VisionModel::Own,
            net: net.to_owned(),
            batch,
            ..VisionConfig::default()
        };
        let checked = |config: VisionConfig| {
            config.check_size(&config.architecture([28, 28], 10).expect("blocks").plan().expect("a plan"))
        };
        // 6 · 784 · 400 numbers for an image, with their gradients
        let wide = "conv 1x1 400;".repeat(6);
        let error = checked(configured(&wide, 128)).expect_err("too large");
        assert_eq!(
            (error.code, error.field.as_str(), &error.args["what"]),
            ("too-large-model", "batch", &json!("memory"))
        );
        assert!(error.args["amount"].as_u64().is_some_and(|amount| (1840..2200).contains(&amount)), "{error}");
        assert_eq!(checked(configured(&wide, 32)), Ok(()));
        for model in VisionModel::WORDS {
            let model = VisionModel::from_word(model).expect("a word");
            assert_eq!(checked(VisionConfig { model, batch: 128, ..VisionConfig::default() }), Ok(()), "{model:?}");
        }
    }

    #[test]
    fn vectors_that_would_not_fit_are_refused_with_their_size() {
        let all = |objective: &str| json!({"size": 300, "objective": objective});
        let config = |objective: &str| {
            Word2VecConfig::default().merged(all(objective).as_object().expect("settings")).expect("allowed")
        };
        for objective in ["skip-gram", "cbow"] {
            assert_eq!(config(objective).check_size(50_000), Ok(()), "{objective}");
        }
        assert_eq!(config("untied").check_size(10_000), Ok(()));
        let error = config("untied").check_size(50_000).expect_err("2 GB");
        assert_eq!((error.code, error.field.as_str(), &error.args["limit"]), ("too-large-model", "size", &json!(896)));
        assert!(error.args["amount"].as_u64().is_some_and(|amount| (1800..2500).contains(&amount)), "{error:?}");
    }
}
