//! Models as ONNX files, which onnxruntime and most other engines read.
//!
//! A file carries the weights, so it is made from a [`Checkpoint`]; what it needs beside them (vocabulary, classes) lies
//! in its metadata. ONNX multiplies recurrent weights by their transpose and has images as `[N,C,Y,X]`; its LSTM has the
//! gates in the order i o f C̃ and peepholes for i o f; in its GRU z is the share of h that stays.
//! `tests/interop/onnx_files.py` holds the files to this crate's own outputs.

mod char_lm;
mod graph;
mod protobuf;
mod text_cnn;
mod vision;
mod words;

pub use char_lm::char_lm;
pub use text_cnn::text_cnn;
pub use vision::{Pixels, vision};
pub use words::word2vec;

use crate::checkpoint::Checkpoint;

/// The numbers of a parameter. A checkpoint of another model has them not, and a file without them would be broken.
fn numbers<'a>(checkpoint: &'a Checkpoint, name: &str) -> &'a [f32] {
    numbers_if_any(checkpoint, name).unwrap_or_else(|| panic!("the checkpoint lacks {name}"))
}

/// The same of a parameter that not every model has.
fn numbers_if_any<'a>(checkpoint: &'a Checkpoint, name: &str) -> Option<&'a [f32]> {
    checkpoint.tensors.get(name).map(|(_, data)| data.as_slice())
}

/// `[rows,columns]` → `[columns,rows]`.
fn transposed(data: &[f32], columns: usize) -> Vec<f32> {
    (0..columns).flat_map(|column| data.iter().skip(column).step_by(columns).copied()).collect()
}
