//! The browser's side of the door: what runs in a lab's worker.
//!
//! Read in this order: [`protocol`] (the messages), [`lab`] (what the worker's loop needs of a lab), [`session`] (the
//! character lab: one model, its text and its run, behind the messages; knows nothing of JavaScript), [`backend`] (CPU or
//! GPU, and why), `worker` (messages in and out, and the loop that works in slices), `headless` (a lab without a page).

pub mod backend;
pub mod bptt;
mod divergence;
pub mod features;
pub mod forecast;
#[cfg(feature = "all-cells")]
pub mod headless;
pub mod lab;
pub mod memory;
pub mod protocol;
mod saving;
pub mod session;
pub mod text_cnn;
pub mod vision;
pub mod words;
mod worker;

/// Starts the worker of the character lab.
pub fn start_char_rnn() {
    worker::start(|post| session::Session::new(worker::now, post));
}

/// Starts the worker of the memory lab.
pub fn start_memory() {
    worker::start(|post| memory::MemoryLab::new(worker::now, post));
}

/// Starts the worker of the lab about back-propagation.
pub fn start_bptt() {
    worker::start(|post| bptt::BpttLab::new(worker::now, post));
}

/// Starts the worker of the forecasting lab.
pub fn start_forecast() {
    worker::start(|post| forecast::ForecastLab::new(worker::now, post));
}

/// Starts the worker of the embedding lab.
pub fn start_word2vec() {
    worker::start(|post| words::WordsLab::new(worker::now, post));
}

/// Starts the worker of the vision lab.
pub fn start_vision() {
    worker::start(|post| vision::VisionLab::new(worker::now, post));
}

/// Starts the worker of the lab of sentences.
pub fn start_text_cnn() {
    worker::start(|post| text_cnn::TextCnnLab::new(worker::now, post));
}

/// Starts the worker of the lab about features.
pub fn start_features() {
    worker::start(|post| features::FeaturesLab::new(worker::now, post));
}

/// Starts the worker of a comparison.
#[cfg(feature = "all-cells")]
pub fn start_compare() {
    worker::start(|post| session::Lanes::new(worker::now, post));
}
