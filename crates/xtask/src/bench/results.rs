//! What tests/bench/run.mjs writes.

use serde::Deserialize;

/// All of it.
#[derive(Debug, Deserialize)]
pub(super) struct Results {
    pub(super) machine: Machine,
    pub(super) options: Options,
    pub(super) items: Vec<Row>,
    pub(super) cold: Vec<Start>,
    pub(super) growth: Vec<Step>,
    pub(super) words: Vec<Rate>,
}

/// How it was measured.
#[derive(Debug, Deserialize)]
pub(super) struct Options {
    pub(super) rounds: String,
    /// Milliseconds of a turn.
    pub(super) budget: String,
    /// Without the slowest rivals.
    pub(super) quick: bool,
}

/// Where it was measured.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Machine {
    pub(super) cpu: String,
    pub(super) cores: u32,
    pub(super) memory_bytes: f64,
    pub(super) browser: String,
    pub(super) adapter: String,
    /// The mean number of running processes over a minute: before, and after.
    pub(super) load: f64,
    pub(super) load_after: f64,
}

/// With whom an engine is compared.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Whatever computes on the processor.
    Cpu,
    /// What computes through WebGPU, on the same adapter.
    Webgpu,
}

/// One engine on one work item.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) engine: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) item: String,
    /// Why there is no time.
    pub(super) unable: Option<String>,
    /// What else must be known of this time.
    pub(super) note: Option<String>,
    /// Useful floating-point operations of one step; Nabla tells them.
    pub(super) flop: Option<f64>,
    #[serde(default)]
    pub(super) rounds: Vec<Round>,
}

/// One turn of an engine: the median of its steps, and their extremes.
#[derive(Debug, Deserialize)]
pub(super) struct Round {
    pub(super) ms: f64,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) load: f64,
}

/// One cold start.
#[derive(Debug, Deserialize)]
pub(super) struct Start {
    pub(super) engine: String,
    pub(super) name: String,
    pub(super) ms: f64,
}

/// One turn at training word vectors.
#[derive(Debug, Deserialize)]
pub(super) struct Rate {
    pub(super) engine: String,
    pub(super) name: String,
    /// Words a second.
    pub(super) rate: f64,
}

/// One step of one size.
#[derive(Debug, Deserialize)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) item: String,
    pub(super) what: String,
    pub(super) size: f64,
    pub(super) ms: f64,
    pub(super) bytes: f64,
}

impl Row {
    /// Whether this is Nabla and no rival.
    pub(super) fn is_nabla(&self) -> bool {
        self.engine.starts_with("nabla-")
    }
}
