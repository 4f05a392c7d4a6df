//! The character model: symbols `[T,B]` and the states before them → logits `[T,B,V]` and the states after them.

use nabla_compute::ops::RnnFunction;

use super::graph::{Attribute, Numbers, OnnxGraph, Size};
use super::{numbers, transposed};
use crate::char_lm::CharLmSettings;
use crate::checkpoint::Checkpoint;
use crate::gru::GruForm;
use crate::recurrent::Cell;

const ABOUT: &str = "symbols [steps, batch] are places in the vocabulary, which is in the metadata. h and C are the \
                     states before, [1, batch, hidden], zeros at the beginning; h_after and C_after come after.";

/// Blocks of ONNX's order among ours (i f C̃ o).
const LSTM_ORDER: [usize; 4] = [0, 3, 1, 2];

/// The weights of a checkpoint as a file.
pub fn char_lm(checkpoint: &Checkpoint, settings: &CharLmSettings, vocabulary: &[char]) -> Vec<u8> {
    let mut graph = OnnxGraph::default();
    graph.input("symbols", Numbers::I64, &[Size::Any("steps"), Size::Any("batch")]);
    let mut x = symbols(&mut graph, checkpoint, settings);
    let mut inputs = settings.embedding.unwrap_or(settings.vocabulary);
    for number in 1..=settings.layers {
        let layer = Layer { checkpoint, settings, number, inputs };
        x = layer.add(&mut graph, &x);
        inputs = settings.hidden;
    }
    let weights = |part| numbers(checkpoint, part);
    let w = graph.weights("output.W", &[settings.hidden, settings.vocabulary], weights("output.W"));
    let b = graph.weights("output.b", &[settings.vocabulary], weights("output.b"));
    let product = graph.node("MatMul", &[&x, &w], "product", &[]);
    graph.node("Add", &[&product, &b], "logits", &[]);
    graph.output("logits", &[Size::Any("steps"), Size::Any("batch"), Size::Is(settings.vocabulary)]);
    for number in 1..=settings.layers {
        states(settings.cell).iter().for_each(|state| {
            let shape = || [Size::Is(1), Size::Any("batch"), Size::Is(settings.hidden)];
            graph.input(&format!("{state}{number}"), Numbers::F32, &shape());
            graph.output(&format!("{state}{number}_after"), &shape());
        });
    }
    let list = serde_json::Value::from(vocabulary.iter().collect::<String>()).to_string();
    let step = checkpoint.step().to_string();
    graph.into_file("char-rnn", ABOUT, &[("vocabulary".to_owned(), list), ("step".to_owned(), step)].into())
}

fn is_lstm(cell: Cell) -> bool {
    matches!(cell, Cell::Lstm | Cell::LstmPeepholes)
}

fn states(cell: Cell) -> &'static [&'static str] {
    if is_lstm(cell) { &["h", "C"] } else { &["h"] }
}

/// What the first layer reads `[T,B,D]`: rows of the table, or one-hot.
fn symbols(graph: &mut OnnxGraph, checkpoint: &Checkpoint, settings: &CharLmSettings) -> String {
    if let Some(size) = settings.embedding {
        let table = numbers(checkpoint, "embedding.table");
        let table = graph.weights("embedding.table", &[settings.vocabulary, size], table);
        return graph.node("Gather", &[&table, "symbols"], "embedded", &[]);
    }
    let depth = graph.integers("depth", &[settings.vocabulary as i64]);
    let values = graph.weights("off_on", &[2], &[0.0, 1.0]);
    graph.node("OneHot", &["symbols", &depth, &values], "one_hot", &[])
}

struct Layer<'a> {
    checkpoint: &'a Checkpoint,
    settings: &'a CharLmSettings,
    /// From 1.
    number: usize,
    /// D
    inputs: usize,
}

impl Layer<'_> {
    fn name(&self) -> String {
        let kind = match self.settings.cell {
            Cell::Rnn(_) => "rnn",
            Cell::Lstm | Cell::LstmPeepholes => "lstm",
            Cell::Gru(_) => "gru",
        };
        format!("{kind}{}", self.number)
    }

    fn part(&self, part: &str) -> &[f32] {
        numbers(self.checkpoint, &format!("{}.{part}", self.name()))
    }

    /// `[D,G·H]` → `[G·H,D]`, with the gates in ONNX's order.
    fn for_gates(&self, data: &[f32]) -> Vec<f32> {
        let (gates, block) = (self.settings.cell.gates(), data.len() / self.settings.cell.gates());
        let ours = transposed(data, gates * self.settings.hidden);
        let blocks: Vec<&[f32]> = ours.chunks_exact(block).collect();
        match self.settings.cell {
            Cell::Rnn(_) => ours,
            Cell::Lstm | Cell::LstmPeepholes => LSTM_ORDER.map(|gate| blocks[gate]).concat(),
            // The lecture's z is the share that is replaced: 1 − σ(a) = σ(−a).
            Cell::Gru(GruForm::ResetBefore) => {
                ours.iter().enumerate().map(|(at, x)| if at < block { -x } else { *x }).collect()
            }
            Cell::Gru(GruForm::ResetAfter) => ours,
        }
    }

    fn add(&self, graph: &mut OnnxGraph, x: &str) -> String {
        let (name, hidden, gates) = (self.name(), self.settings.hidden, self.settings.cell.gates());
        let w =
            graph.weights(&format!("{name}.W"), &[1, gates * hidden, self.inputs], &self.for_gates(self.part("Wx")));
        let r = graph.weights(&format!("{name}.R"), &[1, gates * hidden, hidden], &self.for_gates(self.part("Wh")));
        let second = if self.settings.cell == Cell::Gru(GruForm::ResetAfter) {
            self.part("bh").to_vec()
        } else {
            vec![0.0; gates * hidden]
        };
        let biases = [self.for_gates(self.part("b")), self.for_gates(&second)].concat();
        let b = graph.weights(&format!("{name}.B"), &[1, 2 * gates * hidden], &biases);
        let (h, c) = (format!("h{}", self.number), format!("C{}", self.number));
        let all = format!("{name}.all");
        let (h_after, c_after) = (format!("{h}_after"), format!("{c}_after"));
        let size = ("hidden_size", Attribute::Integer(hidden));
        match self.settings.cell {
            Cell::Rnn(function) => {
                let function = match function {
                    RnnFunction::Tanh => "Tanh",
                    RnnFunction::Relu => "Relu",
                    RnnFunction::Linear => "Affine",
                };
                let mut told = vec![size, ("activations", Attribute::Texts(vec![function]))];
                if function == "Affine" {
                    told.push(("activation_alpha", Attribute::Floats(vec![1.0])));
                    told.push(("activation_beta", Attribute::Floats(vec![0.0])));
                }
                graph.node_of("RNN", &[x, &w, &r, &b, "", &h], &[&all, &h_after], &told);
            }
            Cell::Lstm | Cell::LstmPeepholes => {
                let p = if self.settings.cell == Cell::LstmPeepholes {
                    let ours = self.part("p");
                    let order = [0, 2, 1].map(|gate| &ours[gate * hidden..][..hidden]).concat();
                    graph.weights(&format!("{name}.P"), &[1, 3 * hidden], &order)
                } else {
                    String::new()
                };
                let inputs = [x, &w, &r, &b, "", &h, &c, &p];
                let inputs = if p.is_empty() { &inputs[..7] } else { &inputs };
                graph.node_of("LSTM", inputs, &[&all, &h_after, &c_after], &[size]);
            }
            Cell::Gru(form) => {
                let after = usize::from(form == GruForm::ResetAfter);
                let told = [size, ("linear_before_reset", Attribute::Integer(after))];
                graph.node_of("GRU", &[x, &w, &r, &b, "", &h], &[&all, &h_after], &told);
            }
        }
        // [T,1,B,H], for one direction
        let direction = graph.integers(&format!("{name}.direction"), &[1]);
        graph.node("Squeeze", &[&all, &direction], &format!("{name}.h"), &[])
    }
}
