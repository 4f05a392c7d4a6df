//! The messages between a page and its worker, once: `www/src/protocol.ts` is generated from these types, and a test
//! fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web protocol` writes it).
//!
//! Bulk numbers and files travel beside a message, as `arrays` and `bytes`, so that they can be transferred.

use nabla_models::{Config, ConfigError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
#[cfg(test)]
use ts_rs::TS;

/// From the page: a command, and under which id its reply is expected.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(TS))]
pub struct Request {
    /// Chosen by the page.
    pub id: u32,
    /// Which of several runs, counted from 0, where a worker has more than one.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<u32>"))]
    pub lane: u32,
    /// What to do.
    pub command: Command,
}

/// What a page can ask for.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Command {
    /// Merges settings into the current ones. All are checked first; on an error nothing changes.
    Configure {
        /// Some or all of the settings.
        #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
        config: Map<String, Value>,
    },
    /// Another text, UTF-8 in `bytes`. On an error the old one stays.
    LoadText {
        /// What the page calls it.
        name: String,
    },
    /// Exactly so many steps.
    Train {
        /// How many.
        steps: u32,
    },
    /// Trains until told otherwise.
    Start,
    /// Stops training.
    Pause,
    /// Starts anew at step 0 with the same seed and settings.
    Reset,
    /// What can be looked at.
    Tensors,
    /// The numbers of one of them, in `arrays`.
    Inspect {
        /// One of the names.
        name: String,
    },
    /// A question to the model.
    Query {
        /// "generate", "gates" or "cell".
        kind: String,
        /// Its arguments.
        #[serde(default)]
        #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
        args: Map<String, Value>,
    },
    /// A file, in `bytes`.
    Export {
        /// "weights", "script", "onnx" or "metrics".
        kind: String,
    },
    /// The run as a file, in `bytes`.
    Checkpoint,
    /// Goes on from such a file, in `bytes`.
    Restore,
    /// What went wrong goes back to its last good checkpoint, or to step 0; answered as `Restore` is.
    GoBack,
    /// Begins anew with the weights of a file, in `bytes`, as PyTorch has them.
    #[cfg(feature = "all-cells")]
    Import,
    /// What an earlier worker of this visit has measured: "auto" need not do it again. To be sent first.
    Recall {
        /// One of each model; what is none is not used.
        #[cfg_attr(test, ts(type = "Array<Timing>"))]
        timings: Vec<Map<String, Value>>,
    },
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: Config,
        /// Where the run is computed.
        device: DeviceInfo,
        /// Whether the model started anew.
        rebuilt: bool,
    },
    /// To `loadText`.
    TextLoaded(TextLoaded),
    /// To `train`.
    Trained {
        /// Steps done since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Of the last step, in nats per character.
        loss: f32,
        /// More about it.
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
        /// What the model wrote.
        answer: Written,
    },
    /// To `query` about gates or a cell; the numbers are in `arrays`, one of each name.
    Inside {
        /// What they are.
        answer: Inside,
    },
    /// To `export`.
    File {
        /// A file name.
        name: String,
        /// Its type.
        mime: String,
    },
    /// To `checkpoint`.
    Checkpoint {
        /// When it was taken.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// To `restore`.
    Restored {
        /// Where the run is now.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
}

/// A text as the model sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct TextLoaded {
    /// What the page calls it.
    pub name: String,
    /// Its length.
    pub characters: usize,
    /// Its different characters, sorted.
    pub vocabulary: Vec<char>,
    /// Characters that are trained on.
    pub train: usize,
    /// Characters held back.
    pub validation: usize,
    /// Characters taken for "�" because their kind is too rare.
    pub replaced: usize,
}

/// Text that the model wrote.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Written {
    /// The characters.
    pub text: String,
    /// How much each surprised the model: −log₂ p.
    pub bits: Vec<f32>,
}

/// What a recurrent layer did with a text; names are those of `nabla_models::inside`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Inside {
    /// The text as the model reads it.
    pub characters: Vec<char>,
    /// Which layer, from 1.
    pub layer: usize,
    /// Of the arrays.
    pub names: Vec<String>,
    /// Of every array: `[T,H]` of gates, `[H]` of a cell, whose x has a length of its own.
    pub shape: Vec<usize>,
}

/// What every worker says by itself, whatever its lab.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Life {
    /// It listens now; messages before this were lost.
    Ready,
    /// It is alive.
    Heartbeat,
    /// It is alive, and may say nothing for so long.
    Busy {
        /// From now on.
        milliseconds: u32,
    },
    /// It was sent what it cannot read, or could not be loaded.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// What the character lab says by itself.
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
    /// Where the run is computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// A new model, at step 0.
    Model {
        /// Numbers that are trained.
        parameters: usize,
        /// What a run of it takes, about.
        #[cfg_attr(test, ts(type = "number"))]
        megabytes: u64,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// Steps were done.
    Progress {
        /// So many since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Mean since the last progress, in nats per character.
        loss: f32,
        /// More about it.
        metrics: Metrics,
    },
    /// What one stream of the batch has just read.
    Reading(Written),
    /// What the model writes by now.
    Sample {
        /// With the weights after this step.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The characters.
        text: String,
        /// They were drawn with.
        temperature: f64,
        /// How much each surprised the model: −log₂ p.
        bits: Vec<f32>,
    },
    /// The run as a file, in `bytes`: a page keeps it for when this worker dies.
    Checkpoint {
        /// When it was taken.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// Training stopped.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// What one of several runs says by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct LaneEvent {
    /// Which, counted from 0.
    pub lane: u32,
    /// How long it has computed since it was given its text; the time of the others does not count.
    pub seconds: f64,
    /// What it says.
    pub event: Event,
}

/// Whether a worker trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum RunState {
    /// Not since the model was made.
    Idle,
    /// It does.
    Training,
    /// It did.
    Paused,
}

/// Where a run is computed, and why there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct DeviceInfo {
    /// Where.
    pub backend: BackendKind,
    /// The GPU's name, if it is one or if one was tried.
    pub adapter: Option<String>,
    /// Why.
    pub reason: Reason,
    /// What the system said, in English; may be empty.
    pub detail: String,
    /// How fast both are, if that is why.
    pub timing: Option<Box<Timing>>,
    /// What was too much, if that is why.
    pub shortage: Option<Shortage>,
}

impl DeviceInfo {
    /// Whether it is known that there is no GPU, or none that works.
    pub fn has_no_gpu(&self) -> bool {
        use Reason::{BufferTooLarge, DeviceLost, GpuError, NoWebgpu, OutOfMemory, ProbeFailed};
        let is_failure =
            matches!(self.reason, NoWebgpu | ProbeFailed | DeviceLost | OutOfMemory | BufferTooLarge | GpuError);
        self.backend == BackendKind::Cpu && is_failure
    }
}

/// Memory that a GPU could not give.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Shortage {
    /// What was asked for, in MiB.
    pub asked_mb: f64,
    /// What was held already, or is allowed.
    pub limit_mb: f64,
}

impl Shortage {
    /// From bytes.
    pub fn of(asked: u64, limit: u64) -> Self {
        let mb = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        Shortage { asked_mb: mb(asked), limit_mb: mb(limit) }
    }
}

/// How long a step of one model takes on the processor and on the GPU of this machine, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Timing {
    /// Which model, and the shape of its batch.
    pub model: String,
    /// The GPU's name.
    pub adapter: String,
    /// On the processor.
    pub cpu_ms: f64,
    /// On the GPU.
    pub webgpu_ms: f64,
}

impl Timing {
    /// A timing that a page has kept, if it is one.
    pub fn read(kept: &Map<String, Value>) -> Option<Self> {
        let text = |key: &str| kept.get(key)?.as_str().map(str::to_owned);
        let number = |key: &str| kept.get(key)?.as_f64();
        let (model, adapter) = (text("model")?, text("adapter")?);
        Some(Timing { model, adapter, cpu_ms: number("cpuMs")?, webgpu_ms: number("webgpuMs")? })
    }
}

/// What computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(TS))]
pub enum BackendKind {
    /// A GPU.
    WebGpu,
    /// The processor.
    Cpu,
}

/// Why it computes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(TS))]
pub enum Reason {
    /// The setting says so.
    Requested,
    /// A GPU is being looked for; so far the processor computes.
    Trying,
    /// There is a GPU, which will be timed against the processor; so far the latter computes.
    HardwareGpu,
    /// WebGPU is emulated on the processor; timed all the same.
    SoftwareGpu,
    /// Both were timed, and this is the faster.
    Faster,
    /// There is no WebGPU.
    NoWebgpu,
    /// There is one, but it computes wrongly or not at all.
    ProbeFailed,
    /// It was lost during the run, which goes on on another, or on the processor.
    DeviceLost,
    /// It has no memory for the model.
    OutOfMemory,
    /// The model needs a larger buffer than WebGPU allows.
    BufferTooLarge,
    /// It reported an error, which is one of Nabla's.
    GpuError,
    /// The model is too small for a GPU to be worth its while.
    SmallModel,
}

/// About the last steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// The loss in bits.
    pub bits_per_character: f32,
    /// On text that was not trained on, when just measured.
    pub validation_bits_per_character: Option<f32>,
    /// Of the last step, before clipping.
    pub gradient_norm: f32,
    /// Speed of training.
    pub characters_per_second: f64,
    /// How often the training text was read.
    pub epoch: f32,
}

/// A tensor that can be looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct TensorInfo {
    /// To ask for it with.
    pub name: String,
    /// Its sizes, outermost first.
    pub shape: Vec<usize>,
    /// "parameter", "activation" or "gradient".
    #[cfg_attr(test, ts(type = "'parameter' | 'activation' | 'gradient'"))]
    pub kind: &'static str,
}

/// Why a command was not done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Failure {
    /// For programs and translations.
    pub code: &'static str,
    /// The setting or argument that is wrong.
    pub field: Option<String>,
    /// For a person, in English.
    pub message: String,
    /// What the message is made of.
    #[cfg_attr(test, ts(type = "Record<string, string | number>"))]
    pub args: Map<String, Value>,
}

impl Failure {
    /// A failure that concerns no setting.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Failure { code, field: None, message: message.into(), args: Map::new() }
    }

    /// About this setting or argument.
    #[must_use]
    pub fn about(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// With a part of the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
}

impl From<nabla_models::import::ImportError> for Failure {
    fn from(error: nabla_models::import::ImportError) -> Self {
        let failure = Failure::new(error.code(), error.to_string());
        error.args().into_iter().fold(failure, |failure, (name, value)| failure.with(name, value))
    }
}

impl From<nabla_compute::DeviceError> for Failure {
    fn from(error: nabla_compute::DeviceError) -> Self {
        Failure::new("device-lost", error.to_string())
    }
}

impl From<nabla_models::CheckpointError> for Failure {
    fn from(error: nabla_models::CheckpointError) -> Self {
        Failure::new("bad-checkpoint", error.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure { code: error.code, field: Some(error.field), message: error.message, args: error.args }
    }
}

#[cfg(test)]
mod tests;
