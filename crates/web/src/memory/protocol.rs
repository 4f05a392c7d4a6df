//! What the memory lab answers and says: `www/src/labs/memory/protocol.ts` is generated from these types, and a test
//! fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web memory`).

use nabla_models::config::{CellKind, MemoryConfig, TaskKind};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

use crate::protocol::{DeviceInfo, Failure, RunState, TensorInfo};

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: MemoryConfig,
        /// Where the nets are computed.
        device: DeviceInfo,
        /// Whether all nets started anew.
        rebuilt: bool,
    },
    /// To `train`.
    Trained {
        /// Rounds done since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The mean of the nets' last losses.
        loss: f32,
        /// Each net.
        metrics: Metrics,
    },
    /// Done; nothing more to say.
    Done,
    /// To `checkpoint`.
    Checkpoint {
        /// Rounds done.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// To `restore`.
    Restored {
        /// Rounds done.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
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
        /// What was asked for.
        answer: Answer,
    },
    /// To `export`.
    File {
        /// A file name.
        name: String,
        /// Its type.
        mime: String,
    },
}

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// To `success`.
    Success(SuccessTable),
    /// To `example`.
    Example(ShownExample),
    /// To `cell`, with the numbers in `arrays`.
    Cell(CellLook),
}

/// One step of a net's layer, written out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct CellLook {
    /// What the arrays are, in their order: see `crates/models/src/inside.rs`.
    pub names: Vec<String>,
    /// H
    pub shape: Vec<usize>,
    /// The layer's kind.
    pub cell: CellKind,
    /// The net's lag.
    pub lag: usize,
    /// Which of the test's examples it reads.
    pub index: usize,
    /// The step of it.
    pub t: usize,
}

/// How well each net does, and what can be had without memory.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct SuccessTable {
    /// What is learned.
    pub task: TaskKind,
    /// Of each lag.
    pub baselines: Vec<Baseline>,
    /// Each net.
    pub nets: Vec<Net>,
}

/// What the best answer that is always the same gets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Baseline {
    /// At this lag.
    pub lag: usize,
    /// The share of right answers.
    pub success: f32,
    /// Its loss.
    pub loss: f32,
}

/// Where a net stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Net {
    /// Its layer's kind.
    pub cell: CellKind,
    /// How long it has to remember.
    pub lag: usize,
    /// Steps done.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// The mean loss of the steps since the last word of it; null without any.
    pub loss: Option<f32>,
    /// The share of right answers in its last test; null before the first.
    pub success: Option<f32>,
    /// The loss of that test.
    pub test_loss: Option<f32>,
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
    /// It can do its task, and has stopped.
    Learned,
    /// It has taken all steps that it may.
    Spent,
    /// Its loss is no number any more.
    Diverged,
}

/// One example of a test, and what the nets of its lag answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ShownExample {
    /// What is learned.
    pub task: TaskKind,
    /// At this lag.
    pub lag: usize,
    /// Which of the test's examples.
    pub index: usize,
    /// Numbers of each step of the input.
    pub channels: usize,
    /// One symbol a step, or the channels of each step.
    pub inputs: Vec<f32>,
    /// The steps after which it is asked.
    pub asked: Vec<usize>,
    /// From this question on answers are judged.
    pub judged: usize,
    /// The right answers: classes, or numbers as they are meant (of a delay its steps).
    pub wanted: Vec<f32>,
    /// What each net says.
    pub nets: Vec<NetAnswers>,
}

/// What a net says to the questions of an example.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct NetAnswers {
    /// Its layer's kind.
    pub cell: CellKind,
    /// The likeliest classes, or numbers as they are meant.
    pub answers: Vec<f32>,
    /// Whether each is right.
    pub right: Vec<bool>,
}

/// About all nets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// Each net, lag by lag.
    pub nets: Vec<Net>,
    /// Steps of any net in a second.
    pub steps_per_second: f64,
    /// Whether no net has anything to do any more.
    pub finished: bool,
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
    /// Where the nets are computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// Steps were done.
    Progress {
        /// Rounds since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The mean of the nets' last losses.
        loss: f32,
        /// Each net.
        metrics: Metrics,
    },
    /// There are new nets, all at step 0, or those of a checkpoint. Beside it the losses of each net's steps.
    Begun {
        /// What they learn.
        task: TaskKind,
        /// What can be had without memory, of each lag.
        baselines: Vec<Baseline>,
        /// Each net.
        nets: Vec<Net>,
        /// Rounds done.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Whether that was not asked for: their GPU was lost.
        unasked: bool,
    },
    /// The race as a file, in `bytes`: a page keeps it for when this worker dies.
    Checkpoint {
        /// Rounds done.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// A net's numbers are none any more: it has stopped, the others go on.
    Diverged {
        /// What is known of it.
        failure: Failure,
    },
    /// Training stopped.
    Failed {
        /// Why.
        failure: Failure,
    },
}

#[cfg(test)]
mod tests;
