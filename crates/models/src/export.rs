//! The way out to PyTorch: a model's weights under PyTorch's names and in its layouts, and a script that rebuilds it.
//!
//! The weights file carries more than weights: a few inputs with what this very model makes of them (`check.*`), so that
//! the script alone can say how far PyTorch agrees; what the optimiser remembers (`optim.*`), so that training goes on;
//! and as metadata Nabla's version, the settings, the step, the optimiser and the vocabulary or classes.
//!
//! PyTorch multiplies by the transpose, so a matrix `[inputs, outputs]` here is `[outputs, inputs]` there; images have
//! their channels before rows and columns there, and filters too. A [`Twin`] says for one parameter what it is called
//! there and how it lies.

mod cells;
mod char_rnn;
mod forecast;
mod layout;
mod memory;
mod script;
mod text_cnn;
mod vision;
mod word2vec;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::checkpoint::Checkpoint;
use crate::optimizer::Optimizer;

pub use char_rnn::{char_rnn, char_rnn_twins};
pub use forecast::forecast;
pub use layout::{Layout, Twin};
pub use memory::memory;
pub use text_cnn::{text_cnn, text_cnn_twins};
pub use vision::{vision, vision_twins};
pub use word2vec::{identity_of, word2vec, word2vec_twins};

/// What leaves: both belong together.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Weights, check and what the optimiser remembers, with metadata; a file of safetensors.
    pub weights: Checkpoint,
    /// Readable Python that needs nothing but PyTorch.
    pub script: String,
}

/// A tensor beside its shape, as a [`Checkpoint`] has it.
pub(crate) type Entry = (Vec<usize>, Vec<f32>);

/// Words for what an optimiser remembers of a parameter: in a checkpoint, and in PyTorch's optimisers.
const MEMORIES: [[&str; 2]; 5] = [
    ["adam.m", "exp_avg"],
    ["adam.v", "exp_avg_sq"],
    ["sgd.v", "momentum_buffer"],
    ["rmsprop.q", "square_avg"],
    ["rmsprop.v", "momentum_buffer"],
];

/// The parameters of a checkpoint and what its optimiser remembers of them, as PyTorch has them; what the checkpoint
/// lacks is left out.
fn translated(checkpoint: &Checkpoint, twins: &[Twin]) -> BTreeMap<String, Entry> {
    let mut tensors = BTreeMap::new();
    for twin in twins {
        let mut put = |ours: &str, theirs: String| {
            if let Some((shape, data)) = checkpoint.tensors.get(ours) {
                tensors.insert(theirs, twin.layout.there(shape, data));
            }
        };
        put(&twin.ours, twin.theirs.clone());
        for [ours, theirs] in MEMORIES {
            put(&format!("{ours}.{}", twin.ours), format!("optim.{}.{theirs}", twin.theirs));
        }
    }
    tensors
}

/// What every file says of itself. `training` is what the script's `--train` goes by.
fn metadata(model: &str, step: u64, config: Value, training: &Value) -> BTreeMap<String, String> {
    let entries = [
        ("nabla", env!("CARGO_PKG_VERSION").to_owned()),
        ("model", model.to_owned()),
        ("step", step.to_string()),
        ("config", config.to_string()),
        ("training", training.to_string()),
    ];
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}

/// An optimiser as the script makes it again. `updates` is how many it has done.
fn optimizer(optimizer: &Optimizer, updates: u64) -> Value {
    match optimizer {
        Optimizer::Sgd { settings, .. } => {
            json!({"name": "sgd", "momentum": settings.momentum, "nesterov": settings.nesterov, "updates": updates})
        }
        Optimizer::Rmsprop { settings, .. } => json!({
            "name": "rmsprop", "alpha": settings.decay, "momentum": settings.momentum, "eps": settings.epsilon,
            "updates": updates,
        }),
        Optimizer::Adam { settings, .. } => json!({
            "name": "adam", "betas": [settings.beta1, settings.beta2], "eps": settings.epsilon,
            "weight_decay": settings.weight_decay, "updates": updates,
        }),
    }
}

/// Numbers that are whole, as a tensor of a file.
fn whole(shape: &[usize], numbers: impl IntoIterator<Item = u32>) -> Entry {
    (shape.to_vec(), numbers.into_iter().map(|number| number as f32).collect())
}
