//! Networks, data and training. Knows `nabla-compute`; knows no browser, and runs natively too.
//!
//! Read in this order: [`graph`] (a forward pass that knows its parameters), the layers ([`embedding`], [`rnn`], [`lstm`], [`gru`],
//! [`linear`]), the model made of them ([`char_lm`]), what changes its parameters ([`optimizer`]), what it reads
//! ([`data`]), and what brings all together ([`trainer`]). For images there are [`conv`], [`batch_norm`] and [`inception`],
//! [`cnn`] and [`googlenet`] made of them for measurements, and [`vision`], where a net is put together block by block.
//! [`cells`] has the recurrence once more from elementary operations, slow and readable; [`inside`] shows every number of
//! one step of it, [`bptt`] takes its gradient apart; [`work`] has units of work to be timed.

pub mod batch_norm;
pub mod bptt;
pub mod cells;
pub mod char_lm;
pub mod checkpoint;
pub mod cnn;
pub mod config;
pub mod conv;
pub mod data;
pub mod divergence;
pub mod embedding;
pub mod export;
pub mod features;
pub mod forecast;
pub mod generator;
pub mod googlenet;
pub mod graph;
pub mod gru;
pub mod import;
pub mod inception;
pub mod init;
pub mod inside;
mod kernels;
pub mod linear;
pub mod lstm;
pub mod memory;
pub mod onnx;
pub mod optimizer;
pub mod recurrent;
pub mod rng;
pub mod rnn;
pub mod schedule;
pub mod shown;
pub mod text_cnn;
pub mod trainer;
pub mod validation;
pub mod vision;
pub mod word2vec;
pub mod work;

pub use char_lm::{CharLm, CharLmSettings};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use cnn::{Cnn, CnnSettings, ImageBatch};
pub use config::{Config, ConfigError};
pub use googlenet::{GoogLeNet, GoogLeNetSettings};
pub use graph::{Graph, Param};
pub use inception::{Inception, InceptionSettings};
pub use kernels::kernels;
pub use optimizer::Optimizer;
pub use recurrent::Cell;
pub use schedule::{LearningRate, Schedule};
pub use trainer::{Report, Trainer};
pub use word2vec::Word2Vec;
