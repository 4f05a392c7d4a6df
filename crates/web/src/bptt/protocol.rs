//! What the lab about back-propagation answers and says: `www/src/labs/bptt/protocol.ts` is generated from these types,
//! and a test fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web bptt`).

mod truncated;

use nabla_models::config::{BpttConfig, CellKind};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

pub use truncated::{Cost, Course, Truncated};

use crate::protocol::{DeviceInfo, Failure, RunState, TensorInfo};

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: Box<BpttConfig>,
        /// Where the ladder is computed.
        device: DeviceInfo,
        /// Whether all nets started anew.
        rebuilt: bool,
    },
    /// To `train`.
    Trained {
        /// Steps done since the start: rounds of the ladder or of truncated trainings, or steps of the unrolled net.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The mean of the last losses.
        loss: f32,
        /// Each net.
        metrics: Metrics,
    },
    /// Done; nothing more to say.
    Done,
    /// To `tensors`.
    Tensors {
        /// All of them.
        tensors: Vec<TensorInfo>,
    },
    /// To `inspect`.
    Tensor {
        /// The name asked for.
        name: String,
        /// Its sizes, outermost first.
        shape: Vec<usize>,
    },
    /// To `query`.
    Answer {
        /// What was asked for; matrices are in `arrays`.
        answer: Answer,
    },
    /// To `export`.
    File {
        /// A file name.
        name: String,
        /// Its type.
        mime: String,
    },
    /// To `checkpoint`, whose file is in `bytes`.
    Checkpoint {
        /// Steps done of what the part shows.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// To `restore`.
    Restored {
        /// They go on from here.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
}

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// To `ladder`.
    Ladder(Metrics),
    /// To `gradients`.
    Gradients(Box<Gradients>),
    /// To `products`.
    Products(Box<Products>),
    /// To `cell`.
    Cell(CellLook),
    /// To `gradcheck`.
    Check(Checked),
    /// To `truncation`.
    Truncation(Box<Truncated>),
}

/// What state k has to do with the loss of step t. In `arrays`: the factor ∂sₖ/∂sₖ₋₁, the product ∏ of the factors from
/// k+1 to t, and the term k of the sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Gradients {
    /// The step of the loss, from 0.
    pub t: usize,
    /// The step of the state.
    pub k: usize,
    /// The kind of the net.
    pub cell: CellKind,
    /// H
    pub hidden: usize,
    /// Rows of the matrices: H, or 2H of an LSTM, whose state is (C, h).
    pub size: usize,
    /// Columns of the term, G·H.
    pub columns: usize,
    /// The sentence; its last character is only predicted.
    pub characters: Vec<char>,
    /// Lₜ of every step.
    pub losses: Vec<f32>,
    /// Steps of training that the net has had.
    #[cfg_attr(test, ts(type = "number"))]
    pub trained: u64,
    /// ‖Σ‖ of the terms from k to t.
    pub partial: f64,
    /// ‖Σ‖ of all terms.
    pub total: f64,
    /// Each state, from step 0 to t.
    pub steps: Vec<StepNorms>,
}

/// What every state has to do with the loss of step t, in nets of every kind that read the same sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Products {
    /// The step of the loss, from 0.
    pub t: usize,
    /// Steps of training that each net has had.
    #[cfg_attr(test, ts(type = "number"))]
    pub trained: u64,
    /// Each net.
    pub nets: Vec<NetProducts>,
}

/// One of these nets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct NetProducts {
    /// Its kind.
    pub cell: CellKind,
    /// The numbers of its state.
    pub size: usize,
    /// Lₜ
    pub loss: f32,
    /// Each state, from step 0 to t.
    pub steps: Vec<StepNorms>,
}

/// One step of an unrolled net, written out; its numbers are in `arrays`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct CellLook {
    /// What the arrays are, in their order: see `crates/models/src/inside.rs`.
    pub names: Vec<String>,
    /// H
    pub shape: Vec<usize>,
    /// The net's kind.
    pub cell: CellKind,
    /// The step of the sentence.
    pub t: usize,
}

/// A state's part in the gradient, in norms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct StepNorms {
    /// ‖∂Lₜ/∂sₖ‖
    pub gradient: f64,
    /// ‖∂sₖ/∂sₖ₋₁‖, Frobenius.
    pub factor: f64,
    /// Its largest singular value.
    pub factor_sigma: f64,
    /// ‖∏‖, Frobenius.
    pub product: f64,
    /// Its largest singular value.
    pub product_sigma: f64,
    /// ‖term k‖
    pub term: f64,
    /// ‖Σ‖ of the terms from k to t.
    pub partial: f64,
}

/// The sum over k, held to the tape and to finite differences; norms, and relative errors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Checked {
    /// The step of the loss.
    pub t: usize,
    /// The first state that counts in a truncated sum.
    pub k: usize,
    /// ‖Σ‖ of the terms from k to t.
    pub partial: f64,
    /// ‖∂Lₜ/∂W‖ as a tape has it on which only these steps are.
    pub partial_tape: f64,
    /// ‖Σ − tape‖ / ‖tape‖ of these.
    pub partial_error: f64,
    /// ‖Σₖ‖
    pub sum: f64,
    /// ‖∂Lₜ/∂W‖ as the tape has it.
    pub tape: f64,
    /// The same by central differences.
    pub differences: f64,
    /// ‖Σₖ − tape‖ / ‖tape‖
    pub tape_error: f64,
    /// ‖Σₖ − differences‖ / ‖differences‖
    pub differences_error: f64,
}

/// A net of the ladder.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Net {
    /// Its layer's kind.
    pub cell: CellKind,
    /// Steps done.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Of the last step; null if it is no number.
    pub loss: Option<f32>,
    /// Of all its gradients together, before clipping; null if it is no number.
    pub gradient_norm: Option<f32>,
    /// ‖∂L/∂sₖ‖ by distance t−k, from 0.
    pub norms: Vec<f32>,
    /// By how much they grow with a step back, a factor; null where they are 0 or no numbers.
    pub growth: Option<f64>,
    /// What it does.
    pub state: NetState,
}

/// What a net does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum NetState {
    /// It takes its turns.
    Learning,
    /// It is passed over until told otherwise.
    Paused,
    /// Its loss or its gradient is no number any more.
    Diverged,
}

/// About all nets of the ladder.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// Each net.
    pub nets: Vec<Net>,
    /// Rounds, or steps of the unrolled net, in a second.
    pub steps_per_second: f64,
}

/// What the lab says by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Event {
    /// Shaders being compiled.
    Compiling {
        /// So many are ready …
        done: usize,
        /// … of so many.
        total: usize,
    },
    /// Where the ladder is computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// Steps were done, or, at step 0, there are new nets.
    Progress {
        /// So many since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The mean of the last losses.
        loss: f32,
        /// Each net.
        metrics: Metrics,
    },
    /// Their GPU was lost, and the nets go on from a checkpoint.
    Back {
        /// At this step.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// The nets as a file, in `bytes`: a page keeps it for when this worker dies.
    Checkpoint {
        /// Steps done of what the part shows.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// Training stopped.
    Failed {
        /// Why.
        failure: Failure,
    },
}

#[cfg(test)]
mod tests;
