//! What crosses crates: both devices, gradients, PyTorch's values, whole training runs.

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod bptt;
mod claims;
mod csv;
mod export;
mod extremes;
mod features;
mod fed_back;
mod forecast;
mod golden;
mod gradients;
mod horizons;
mod idx;
mod images;
mod inside;
mod nets;
mod onnx;
mod onnx_files;
mod ops;
mod properties;
mod sequences;
mod shaders;
mod text_cnn;
mod training;
mod vectors;
mod vision;
mod warm;
mod word2vec;
mod words;
