//! What the forecasting lab answers and says: `www/src/labs/forecast/protocol.ts` is generated from these types, and a
//! test fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web forecast`).
//!
//! A series comes as the bytes of a CSV file with `loadText`: a shipped one under the name `shipped/` and the word of the
//! setting `series`, whenever the event `wanted` asks for it or before; a person's own under any other name. That
//! sets `series` to `own`, and what would not fit it: columns, period, preparation, window and horizon. A function needs no bytes. On an error the series that is there stays.
//!
//! A model is named `lstm.one-to-many`, `mlp`, `linear`, or as a baseline: `last`, `seasonal`, `drift`. An origin is the position of the first value that is forecast: all before it are known, and nothing from it on is looked at.

mod answers;

use nabla_models::config::{ForecastConfig, SeriesKind};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

use crate::protocol::{DeviceInfo, Failure, RunState, TensorInfo};
pub use answers::*;

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: ForecastConfig,
        /// Where the nets are computed.
        device: DeviceInfo,
        /// Whether all nets started anew.
        rebuilt: bool,
    },
    /// To `loadText`.
    SeriesLoaded {
        /// All settings as they are now: a person's own file changes `series`, and columns that it does not have.
        config: ForecastConfig,
        /// What is in the file.
        table: Table,
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

/// What is in a CSV file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Table {
    /// What the page calls it.
    pub name: String,
    /// Rows of data.
    pub rows: usize,
    /// What separates cells: a comma, a semicolon, a tab or a bar.
    pub separator: char,
    /// Whether decimals follow a comma.
    pub decimal_comma: bool,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// Every column.
    pub columns: Vec<Column>,
    /// Which of them has the values.
    pub value: usize,
    /// Which of them has the dates.
    pub date: Option<usize>,
    /// What is odd about it, though it can be read.
    pub notes: Vec<Note>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Column {
    /// Its name, or its number from 1 if it has none.
    pub name: String,
    /// Cells that are numbers.
    pub numbers: usize,
    /// Cells that are dates.
    pub dates: usize,
    /// Cells that are empty or say that there is no value.
    pub missing: usize,
    /// Its first cells.
    pub first: Vec<String>,
}

/// What is odd about a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Note {
    /// Which oddity.
    pub kind: NoteKind,
    /// How often.
    pub count: usize,
    /// The first row of the file with it, from 1.
    pub row: usize,
}

/// The oddities that a table can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(TS))]
pub enum NoteKind {
    /// Values are missing.
    Missing,
    /// A date is before that of the row above; rows stay as they are.
    UnorderedDates,
    /// A date comes again.
    DuplicateDates,
    /// All values are the same.
    Constant,
    /// Rows have more or fewer cells than the first.
    Ragged,
    /// A column has dates down to this row, and then something else: it is not taken for the dates.
    BrokenDates,
}

/// A series as the models have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct SeriesInfo {
    /// Which.
    pub series: SeriesKind,
    /// Its name: a file's, or that of the column.
    pub name: String,
    /// The values' unit, as in `MW`; may be empty.
    pub unit: String,
    /// Its values, missing ones too.
    pub length: usize,
    /// m: points of a season.
    pub period: usize,
    /// Where the training part ends and the validation part begins.
    pub validate_from: usize,
    /// Where the test part begins.
    pub test_from: usize,
    /// Values that are missing.
    pub missing: usize,
    /// Origins in the test part.
    pub origins: usize,
    /// Rows of the training matrix.
    pub windows: usize,
    /// The first origin that models have enough values before.
    pub first_origin: usize,
    /// The date of the first and the last value, if there are dates.
    pub dates: Option<[String; 2]>,
    /// The mean that is taken away, and the standard deviation that is divided by; 0 and 1 if neither is.
    pub standard: [f64; 2],
    /// The table it is from; null of a function.
    pub table: Option<Table>,
}

/// One of the models.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Model {
    /// As in `lstm.one-to-many`.
    pub id: String,
    /// Of those that differ by their seed only, this one; from 0.
    pub member: usize,
    /// Numbers that are learned.
    pub parameters: usize,
    /// Steps done.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Seconds that it has trained for.
    pub seconds: f64,
    /// The mean loss of the steps since the last word of it; null without any.
    pub loss: Option<f32>,
    /// Its loss on the validation part when it was last judged; null before.
    pub validation: Option<f32>,
    /// The step with the lowest such loss: its weights forecast.
    #[cfg_attr(test, ts(type = "number"))]
    pub best_step: u64,
    /// What it does.
    pub state: ModelState,
}

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum ModelState {
    /// It takes its turns.
    Learning,
    /// It is passed over until told otherwise.
    Paused,
    /// It has nothing to learn: a baseline, or a model that was solved for.
    Exact,
    /// It has taken all steps that it may.
    Spent,
    /// Its numbers are none any more.
    Diverged,
}

/// About all models.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// Each model but the baselines.
    pub models: Vec<Model>,
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
    /// The series of the settings is not here: until it comes with `loadText`, there is nothing to train on.
    Wanted {
        /// Which.
        series: SeriesKind,
    },
    /// There are new models, or some of them have gone back to an earlier step. Those that need no steps are there at once.
    Begun {
        /// What they learn.
        series: Box<SeriesInfo>,
        /// Each but the baselines.
        models: Vec<Model>,
        /// Rounds done.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Whether that was not asked for: their GPU was lost.
        unasked: bool,
    },
    /// Steps were done.
    Progress {
        /// Rounds since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The mean of the nets' last losses.
        loss: f32,
        /// Each model.
        metrics: Metrics,
    },
    /// Models were tried on the test part: after the start, now and then while they learn, and at the end.
    Scored {
        /// As `query('scores')` answers.
        scores: Scores,
    },
    /// The run as a file, in `bytes`: a page keeps it for when this worker dies.
    Checkpoint {
        /// When it was taken.
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
