//! The way out: weights with PyTorch's names and layouts, and the script that rebuilds the model there.
//!
//! PyTorch multiplies by the transpose, so a matrix `[inputs, outputs]` here is `[outputs, inputs]` there. Its RNN and LSTM
//! have two biases whose sum counts; the second is zero. Its gate order i f g o is ours, with g for C̃.

use crate::char_lm::CharLmSettings;
use crate::checkpoint::Checkpoint;
use crate::recurrent::Cell;

/// The weights of a checkpoint as the modules of [`pytorch_script`] load them. The vocabulary goes along as metadata, in
/// the order of the symbols.
pub fn pytorch_weights(checkpoint: &Checkpoint, settings: &CharLmSettings, vocabulary: &[char]) -> Checkpoint {
    let mut weights = Checkpoint::default();
    let mut put = |name: String, from: &str, is_transposed: bool| {
        let Some((shape, data)) = checkpoint.tensors.get(from) else { return };
        let entry = match shape.as_slice() {
            [rows, columns] if is_transposed => (vec![*columns, *rows], transposed(data, *rows, *columns)),
            _ => (shape.clone(), data.clone()),
        };
        weights.tensors.insert(name, entry);
    };
    put("embedding.weight".into(), "embedding.table", false);
    for layer in 0..settings.layers {
        let twin = Twin::of(settings.cell);
        let ours = format!("{}{}", twin.ours, layer + 1);
        if twin.is_builtin {
            put(format!("{}.weight_ih_l{layer}", twin.ours), &format!("{ours}.Wx"), true);
            put(format!("{}.weight_hh_l{layer}", twin.ours), &format!("{ours}.Wh"), true);
            put(format!("{}.bias_ih_l{layer}", twin.ours), &format!("{ours}.b"), false);
        } else {
            for part in ["Wx", "Wh", "b", "p"] {
                put(format!("layers.{layer}.{part}"), &format!("{ours}.{part}"), false);
            }
        }
    }
    put("output.weight".into(), "output.W", true);
    put("output.bias".into(), "output.b", false);
    let twin = Twin::of(settings.cell);
    for layer in (0..settings.layers).filter(|_| twin.is_builtin) {
        let zeros = vec![0.0; settings.cell.gates() * settings.hidden];
        weights.tensors.insert(format!("{}.bias_hh_l{layer}", twin.ours), (vec![zeros.len()], zeros));
    }
    weights
        .metadata
        .insert("vocabulary".into(), serde_json::Value::from(vocabulary.iter().collect::<String>()).to_string());
    weights.metadata.insert("step".into(), checkpoint.step().to_string());
    weights
}

/// What stands for a cell in PyTorch.
struct Twin {
    /// Our layers' names without their numbers; also the name of PyTorch's module.
    ours: &'static str,
    /// PyTorch has it. It knows neither peepholes nor the lecture's GRU, whose reset comes before the product: those the
    /// script writes out.
    is_builtin: bool,
    /// The class of a layer.
    class: &'static str,
}

impl Twin {
    fn of(cell: Cell) -> Self {
        let (ours, is_builtin, class) = match cell {
            _ if !cfg!(feature = "all-cells") => ("lstm", true, "nn.LSTM"),
            Cell::Rnn(_) => ("rnn", true, "nn.RNN"),
            Cell::Lstm => ("lstm", true, "nn.LSTM"),
            Cell::LstmPeepholes => ("lstm", false, PEEPHOLE_LSTM),
            Cell::Gru(_) => ("gru", false, LECTURE_GRU),
        };
        Twin { ours, is_builtin, class }
    }
}

const PEEPHOLE_LSTM: &str = r#"class Layer(nn.Module):
    """LSTM whose gates also see the state (Gers et al. 2002)."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.Wx = nn.Parameter(torch.empty(inputs, 4 * hidden))  # i f C o
        self.Wh = nn.Parameter(torch.empty(hidden, 4 * hidden))
        self.b = nn.Parameter(torch.empty(4 * hidden))
        self.p = nn.Parameter(torch.empty(3, hidden))  # i f o

    def forward(self, x, state=None):
        h = x.new_zeros(x.shape[1], self.Wh.shape[0])
        h, C = state or (h, h)
        outputs = []
        for z in x @ self.Wx + self.b:
            i, f, c, o = (z + h @ self.Wh).chunk(4, -1)
            i = torch.sigmoid(i + self.p[0] * C)
            f = torch.sigmoid(f + self.p[1] * C)
            C = f * C + i * torch.tanh(c)
            h = torch.sigmoid(o + self.p[2] * C) * torch.tanh(C)
            outputs.append(h)
        return torch.stack(outputs), (h, C)


"#;

const LECTURE_GRU: &str = r#"class Layer(nn.Module):
    """GRU whose reset gate comes before the product, as in Cho et al. 2014; torch.nn.GRU has it after."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.Wx = nn.Parameter(torch.empty(inputs, 3 * hidden))  # z r h
        self.Wh = nn.Parameter(torch.empty(hidden, 3 * hidden))
        self.b = nn.Parameter(torch.empty(3 * hidden))

    def forward(self, x, state=None):
        h = x.new_zeros(x.shape[1], self.Wh.shape[0]) if state is None else state
        Wz, Wr, Wc = self.Wh.chunk(3, 1)
        outputs = []
        for row in x @ self.Wx + self.b:
            z, r, c = row.chunk(3, -1)
            z, r = torch.sigmoid(z + h @ Wz), torch.sigmoid(r + h @ Wr)
            h = (1 - z) * h + z * torch.tanh(c + (r * h) @ Wc)
            outputs.append(h)
        return torch.stack(outputs), h


"#;

fn transposed(data: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    (0..rows * columns).map(|i| data[(i % rows) * columns + i / rows]).collect()
}

/// The layers of a class that the script has written out.
const READ_LAYERS: &str = "h, states = x, []
        for i, layer in enumerate(self.layers):
            h, after = layer(h, state[i] if state else None)
            states.append(after)
        state = states";

/// A Python script that rebuilds the model in PyTorch from the exported weights and writes text with it.
pub fn pytorch_script(settings: &CharLmSettings) -> String {
    let CharLmSettings { vocabulary, embedding, hidden, layers, .. } = settings;
    let (make_input, read_input, inputs) = match embedding {
        Some(size) => (
            format!("self.embedding = nn.Embedding({vocabulary}, {size})"),
            "self.embedding(symbols)".to_owned(),
            *size,
        ),
        None => (
            "pass  # characters go in one-hot".to_owned(),
            format!("nn.functional.one_hot(symbols, {vocabulary}).float()"),
            *vocabulary,
        ),
    };
    let twin = Twin::of(settings.cell);
    let (class, recurrent, read) = if twin.is_builtin {
        let (name, class) = (twin.ours, twin.class);
        let made = format!("self.{name} = {class}({inputs}, {hidden}, num_layers={layers})");
        ("", made, format!("h, state = self.{name}(x, state)"))
    } else {
        let made = format!(
            "self.layers = nn.ModuleList(Layer({inputs} if i == 0 else {hidden}, {hidden}) for i in range({layers}))"
        );
        (twin.class, made, READ_LAYERS.to_owned())
    };
    format!(
        r#"# The character model trained with Nabla, rebuilt in PyTorch.
# usage: python nabla-char-rnn.py nabla-char-rnn.safetensors [prompt]
import json, struct, sys
import torch
from torch import nn


{class}class CharLm(nn.Module):
    def __init__(self):
        super().__init__()
        {make_input}
        {recurrent}
        self.output = nn.Linear({hidden}, {vocabulary})

    def forward(self, symbols, state=None):  # symbols: [T, B]
        x = {read_input}
        {read}
        return self.output(h), state  # logits: [T, B, V]


def load(path):
    """Reads safetensors with nothing but the standard library and torch."""
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    meta = header.pop("__metadata__")
    tensors = {{}}
    for name, t in header.items():
        start, end = t["data_offsets"]
        data = bytearray(raw[8 + size + start : 8 + size + end])
        tensors[name] = torch.frombuffer(data, dtype=torch.float32).reshape(t["shape"])
    return tensors, json.loads(meta["vocabulary"])


tensors, vocabulary = load(sys.argv[1])
model = CharLm()
model.load_state_dict(tensors)
model.eval()

prompt = sys.argv[2] if len(sys.argv) > 2 else vocabulary[0]
symbols = torch.tensor([[vocabulary.index(c)] for c in prompt if c in vocabulary])
with torch.no_grad():
    logits, state = model(symbols)
    print("logits after the prompt:", logits[-1, 0, :5].tolist(), "...")
    text = prompt
    for _ in range(300):
        p = torch.softmax(logits[-1, 0] / 0.8, dim=0)
        symbol = torch.multinomial(p, 1)
        text += vocabulary[symbol]
        logits, state = model(symbol.reshape(1, 1), state)
print(text)
"#
    )
}
