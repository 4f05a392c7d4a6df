//! What questions to the forecasting lab are answered with. All values are in the series' own unit, changes undone, where
//! nothing else is said.

use nabla_models::config::CellKind;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// To `series`, args `points`, `from`, `to`.
    Series(ShownSeries),
    /// To `forecast`, args `origin`, `horizon`, `model`: all but the origin may be left out.
    Forecast(Forecasts),
    /// To `fan`, args `origin`, `model`.
    Fan(Fan),
    /// To `scores`.
    Scores(Scores),
    /// To `residuals`, args `model`, `horizon`.
    Residuals(Residuals),
    /// To `window`, args `index`.
    Window(WindowRow),
    /// To `unrolled`, args `origin`, `model`.
    Unrolled(Unrolled),
    /// To `cell`, args `origin`, `model`, `t`, with the numbers in `arrays`.
    Cell(CellLook),
}

/// A series to be drawn: of many points the lowest and the highest of each stretch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct ShownSeries {
    /// Where each stretch begins, in points of the whole series.
    pub positions: Vec<usize>,
    /// Points of a stretch; 1: nothing is left out.
    pub stretch: usize,
    /// The lowest value of each; null where all are missing.
    pub low: Vec<Option<f64>>,
    /// The highest value of each.
    pub high: Vec<Option<f64>>,
    /// The same after preparation, as models see it.
    pub prepared_low: Vec<Option<f64>>,
    /// The same after preparation.
    pub prepared_high: Vec<Option<f64>>,
    /// The date of each stretch's first value; empty without dates.
    pub dates: Vec<String>,
}

/// What models say will follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Forecasts {
    /// The position of the first value that is forecast.
    pub origin: usize,
    /// Values that are forecast.
    pub horizon: usize,
    /// Their dates, as far as the series goes; empty without dates.
    pub dates: Vec<String>,
    /// What really followed; null where that is missing or has not come yet.
    pub actual: Vec<Option<f64>>,
    /// Each model's, baselines too. Of an ensemble, the mean of its members.
    pub models: Vec<ModelForecast>,
}

/// What one model says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ModelForecast {
    /// Its name.
    pub model: String,
    /// One a step ahead; null where it cannot say.
    pub values: Vec<Option<f64>>,
}

/// What the nets of an ensemble say, which differ by their seeds only.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Fan {
    /// The ensemble's name.
    pub model: String,
    /// The position of the first value that is forecast.
    pub origin: usize,
    /// Each member's forecast.
    pub members: Vec<Vec<Option<f64>>>,
    /// The mean.
    pub mean: Vec<Option<f64>>,
    /// The lowest of any member.
    pub low: Vec<Option<f64>>,
    /// The highest of any member.
    pub high: Vec<Option<f64>>,
}

/// How well models forecast the test part, from every origin in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Scores {
    /// H
    pub horizon: usize,
    /// Origins in the test part that all models were tried from: every one, or 5000 of more at equal distances.
    pub origins: usize,
    /// How many origins there are in the test part.
    pub all_origins: usize,
    /// The mean absolute error of the seasonal naive forecast within the training part: MASE is MAE divided by it.
    pub scale: f64,
    /// The period of that forecast.
    pub period: usize,
    /// Each model, then the baselines.
    pub models: Vec<ModelScore>,
}

/// How well one model forecasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct ModelScore {
    /// Its name.
    pub model: String,
    /// Numbers that it has learned.
    pub parameters: usize,
    /// Seconds that it trained for.
    pub seconds: f64,
    /// The step whose weights were tried.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Over all horizons; null if it was not tried yet.
    pub all: Option<Errors>,
    /// At each horizon, from 1.
    pub by_horizon: Vec<Errors>,
}

/// Means over all origins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Errors {
    /// Of |y − ŷ|
    pub mae: f64,
    /// The root of that of (y − ŷ)²
    pub rmse: f64,
    /// MAE by that of the seasonal naive forecast within the training part (Hyndman and Koehler 2006).
    pub mase: f64,
}

/// What the forecasts of a model miss at one horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Residuals {
    /// Its name.
    pub model: String,
    /// Steps ahead.
    pub horizon: usize,
    /// Where the values lie that were forecast.
    pub positions: Vec<usize>,
    /// y − ŷ of each.
    pub residuals: Vec<f64>,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// Autocorrelation at the lags 1, 2, …
    pub autocorrelation: Vec<f64>,
    /// Of white noise, 95 of 100 would lie within ± this: 1.96/√n.
    pub band: f64,
}

/// One row of the training matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct WindowRow {
    /// Which row, from 0.
    pub index: usize,
    /// Of so many.
    pub rows: usize,
    /// Where the window begins in the series.
    pub from: usize,
    /// L values, prepared.
    pub inputs: Vec<f64>,
    /// The H values after it, prepared; a feed-forward net learns the first.
    pub targets: Vec<f64>,
    /// The L values as they are.
    pub values: Vec<Option<f64>>,
    /// The H values after it as they are.
    pub following: Vec<Option<f64>>,
}

/// A recurrent net reads a window and goes on by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Unrolled {
    /// Its name.
    pub model: String,
    /// The position of the first value that is forecast.
    pub origin: usize,
    /// L steps that read the window, and H − 1 that read what the net itself said.
    pub steps: Vec<UnrolledStep>,
}

/// One step of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct UnrolledStep {
    /// t, from 0.
    pub t: usize,
    /// The position of what it reads; the net's own output stands for the value there.
    pub position: usize,
    /// Whether that is the output of the step before.
    pub is_fed_back: bool,
    /// What it reads, prepared.
    pub input: f32,
    /// hₜ or sₜ
    pub state: Vec<f32>,
    /// Cₜ of an LSTM; else empty.
    pub memory: Vec<f32>,
    /// What it says comes next, prepared.
    pub output: f32,
    /// The same in the series' unit; null while the window is read, where it is not used.
    pub forecast: Option<f64>,
    /// What really comes next.
    pub actual: Option<f64>,
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
    /// The net's name.
    pub model: String,
    /// The position of the first value that is forecast.
    pub origin: usize,
    /// The step of it, as in `unrolled`.
    pub t: usize,
}
