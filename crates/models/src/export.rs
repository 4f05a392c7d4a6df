//! The way out: weights with PyTorch's names and layouts, and the script that rebuilds the model there.
//!
//! PyTorch multiplies by the transpose, so a matrix `[inputs, outputs]` here is `[outputs, inputs]` there. Its LSTM has
//! two biases whose sum counts; the second is zero. Its gate order i f g o is ours, with g for C̃.

use crate::char_lm::CharLmSettings;
use crate::checkpoint::Checkpoint;

/// The weights of a checkpoint as PyTorch's modules `embedding`, `lstm` and `output` load them. The vocabulary goes
/// along as metadata, in the order of the symbols.
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
        let ours = format!("lstm{}", layer + 1);
        put(format!("lstm.weight_ih_l{layer}"), &format!("{ours}.Wx"), true);
        put(format!("lstm.weight_hh_l{layer}"), &format!("{ours}.Wh"), true);
        put(format!("lstm.bias_ih_l{layer}"), &format!("{ours}.b"), false);
    }
    put("output.weight".into(), "output.W", true);
    put("output.bias".into(), "output.b", false);
    for layer in 0..settings.layers {
        let zeros = vec![0.0; 4 * settings.hidden];
        weights.tensors.insert(format!("lstm.bias_hh_l{layer}"), (vec![zeros.len()], zeros));
    }
    weights
        .metadata
        .insert("vocabulary".into(), serde_json::Value::from(vocabulary.iter().collect::<String>()).to_string());
    weights.metadata.insert("step".into(), checkpoint.step().to_string());
    weights
}

fn transposed(data: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    (0..rows * columns).map(|i| data[(i % rows) * columns + i / rows]).collect()
}

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
    format!(
        r#"# The character model trained with Nabla, rebuilt in PyTorch.
# usage: python nabla-char-rnn.py nabla-char-rnn.safetensors [prompt]
import json, struct, sys
import torch
from torch import nn


class CharLm(nn.Module):
    def __init__(self):
        super().__init__()
        {make_input}
        self.lstm = nn.LSTM({inputs}, {hidden}, num_layers={layers})
        self.output = nn.Linear({hidden}, {vocabulary})

    def forward(self, symbols, state=None):  # symbols: [T, B]
        h, state = self.lstm({read_input}, state)
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
