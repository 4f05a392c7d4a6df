//! The settings of the lab `memory`: which nets try which task at which lags.

use serde::Serialize;

use super::Change::{Live, Rebuild};
use super::choices::{Backend, CellKind, Lab, Lang, MemoryPanel, TaskKind, Updates};
use super::field::{self, Field, Rule, integer, list, number, put, version, word};
use super::integers::integers;
use super::{Settings, VERSION};
use crate::memory::Task;

/// The longest lag: the test of the longest task then fits one buffer of any GPU.
const MAX_LAG: f64 = 300.0;
/// The most lags at a time.
const MAX_LAGS: usize = 8;

/// The memory lab's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MemoryConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of initialisation and examples.
    pub seed: u32,
    /// Where to compute.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<MemoryPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// What is to be learned.
    pub task: TaskKind,
    /// Which nets try.
    pub cells: Vec<CellKind>,
    /// For how long they have to remember.
    pub lags: Vec<u32>,
    /// Nets that are passed over for now.
    pub paused: Vec<CellKind>,
    /// H
    pub hidden: usize,
    /// B
    pub batch: usize,
    /// Steps that each net may take.
    pub steps: u32,
    /// How parameters follow their gradients.
    pub optimizer: Updates,
    /// η
    pub learning_rate: f64,
    /// μ, for SGD and RMSprop.
    pub momentum: f64,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f64,
    /// What the forget gate's bias starts at.
    pub forget_bias: f64,
}

impl Default for MemoryConfig {
    /// "RNN forgets, LSTM and GRU remember."
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::Memory,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            task: TaskKind::Adding,
            cells: vec![CellKind::Rnn, CellKind::Lstm, CellKind::Gru],
            lags: vec![10, 25, 50, 100],
            paused: vec![],
            hidden: 32,
            batch: 32,
            steps: 1000,
            optimizer: Updates::Adam,
            learning_rate: 0.01,
            momentum: 0.9,
            clip: 1.0,
            forget_bias: 3.0,
        }
    }
}

static FIELDS: [Field<MemoryConfig>; 19] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["memory"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(MemoryPanel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(MemoryPanel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("task", TaskKind::WORDS, Rebuild, |c, w| put(&mut c.task, TaskKind::from_word(w))),
    list("cells", Rule::SomeOf(CellKind::WORDS), |c: &mut MemoryConfig, words| c.cells = cells(&words)).rebuilding(),
    field::integers("lags", 2.0, MAX_LAG, MAX_LAGS, |c, value| {
        c.lags = integers("lags", value, [2.0, MAX_LAG], MAX_LAGS)?;
        c.lags.sort_unstable();
        c.lags.dedup();
        Ok(())
    }),
    list("paused", Rule::SomeOf(CellKind::WORDS), |c, words| c.paused = cells(&words)),
    integer("hidden", 1.0, 64.0, |c, x| c.hidden = x as usize),
    integer("batch", 1.0, 64.0, |c, x| c.batch = x as usize),
    number("steps", 1.0, 20_000.0, Live, |c, x| c.steps = x as u32),
    word("optimizer", Updates::WORDS, Rebuild, |c, w| put(&mut c.optimizer, Updates::from_word(w))),
    number("learningRate", 1e-6, 10.0, Live, |c, x| c.learning_rate = x),
    number("momentum", 0.0, 0.999, Live, |c, x| c.momentum = x),
    number("clip", 0.0, 1000.0, Live, |c, x| c.clip = x),
    number("forgetBias", -10.0, 10.0, Rebuild, |c, x| c.forget_bias = x),
];

/// In the order in which nets are shown, whatever order they were named in.
fn cells(words: &[&str]) -> Vec<CellKind> {
    CellKind::WORDS.iter().filter(|word| words.contains(word)).filter_map(|word| CellKind::from_word(word)).collect()
}

impl Settings for MemoryConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}

impl TaskKind {
    /// The task itself.
    pub fn task(self) -> Task {
        match self {
            TaskKind::Copy => Task::Copy,
            TaskKind::Adding => Task::Adding,
            TaskKind::Order => Task::Order,
            TaskKind::Dyck => Task::Dyck,
            TaskKind::Timing => Task::Timing,
        }
    }
}

#[cfg(test)]
mod tests;
