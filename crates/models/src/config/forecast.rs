//! The settings of the lab `forecast`: which series, how it is prepared and split, and which models learn it.

use serde::Serialize;
use serde_json::Value;

use super::Change::{Live, Rebuild};
use super::choices::{
    Backend, DecimalMark, ForecastPanel, Lab, Lang, Missing, Mode, ModelKind, Preparation, Separator, SeriesKind,
    Updates, WaveKind,
};
use super::field::{self, Field, Rule, integer, list, number, put, version, word};
use super::{ConfigError, Settings, VERSION};

/// The longest name of a column.
const MAX_NAME: usize = 200;
/// The longest window.
pub(crate) const MAX_WINDOW: f64 = 512.0;
/// The farthest horizon.
pub(crate) const MAX_HORIZON: f64 = 168.0;

/// The forecasting lab's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ForecastConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of initialisation, of the order of examples and of a function's noise.
    pub seed: u32,
    /// Where to compute.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<ForecastPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// Which series.
    pub series: SeriesKind,
    /// The column of its values; empty: the first that has numbers.
    pub column: String,
    /// The column of its dates; empty: the first that has dates, if any.
    pub date_column: String,
    /// What separates the cells of a person's own table.
    pub separator: Separator,
    /// What its decimals follow.
    pub decimal: DecimalMark,
    /// What is done about values that are missing.
    pub missing: Missing,
    /// The function, if it is one.
    pub wave: WaveKind,
    /// Its points.
    pub points: usize,
    /// Points of one of its periods; Mackey and Glass's delay τ.
    pub wave_period: f64,
    /// Standard deviation of the noise on it, of that of the function.
    pub noise: f64,
    /// m: points of a season; 0: as many as the series itself has.
    pub period: usize,
    /// What is done to the values before a model sees them.
    pub prepare: Vec<Preparation>,
    /// Where the training part ends, of the whole.
    pub train_until: f64,
    /// Where the validation part ends and the test part begins, of the whole.
    pub validate_until: f64,
    /// Which models learn; baselines are always there.
    pub models: Vec<ModelKind>,
    /// What the recurrent ones are judged by: a net of each kind for each.
    pub modes: Vec<Mode>,
    /// Models that are passed over for now.
    pub paused: Vec<ModelKind>,
    /// Nets of each model, which differ by their seed.
    pub ensemble: usize,
    /// L: values that a model sees.
    pub window: usize,
    /// H: values that are forecast.
    pub horizon: usize,
    /// Hidden layers of the feed-forward net.
    pub mlp_layers: usize,
    /// Units of each of them.
    pub mlp_hidden: usize,
    /// Units of a recurrent layer.
    pub hidden: usize,
    /// How often a true value is fed back in training, in place of the net's output: 1 always, 0 never.
    pub teacher_forcing: f64,
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
    /// What the forget gates' biases start at.
    pub forget_bias: f64,
}

impl Default for ForecastConfig {
    /// "Windows against recurrence, on electricity demand."
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::Forecast,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            series: SeriesKind::Load,
            column: String::new(),
            date_column: String::new(),
            separator: Separator::Auto,
            decimal: DecimalMark::Auto,
            missing: Missing::Interpolate,
            wave: WaveKind::Sines,
            points: 1000,
            wave_period: 50.0,
            noise: 0.1,
            period: 0,
            prepare: vec![Preparation::Seasonal, Preparation::Standardise],
            train_until: 0.6,
            validate_until: 0.8,
            models: vec![ModelKind::Mlp, ModelKind::Linear, ModelKind::Lstm],
            modes: vec![Mode::OneToMany],
            paused: vec![],
            ensemble: 1,
            window: 48,
            horizon: 48,
            mlp_layers: 1,
            mlp_hidden: 64,
            hidden: 16,
            teacher_forcing: 0.5,
            batch: 32,
            steps: 400,
            optimizer: Updates::Adam,
            learning_rate: 0.002,
            momentum: 0.9,
            clip: 1.0,
            forget_bias: 1.0,
        }
    }
}

static FIELDS: [Field<ForecastConfig>; 38] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["forecast"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(ForecastPanel::WORDS), |c, words| c.hide = some(&words, ForecastPanel::from_word)),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("series", SeriesKind::WORDS, Rebuild, |c, w| put(&mut c.series, SeriesKind::from_word(w))),
    field::text("column", 0, MAX_NAME, |c, value| name("column", value, &mut c.column)),
    field::text("dateColumn", 0, MAX_NAME, |c, value| name("dateColumn", value, &mut c.date_column)),
    word("separator", Separator::WORDS, Rebuild, |c, w| put(&mut c.separator, Separator::from_word(w))),
    word("decimal", DecimalMark::WORDS, Rebuild, |c, w| put(&mut c.decimal, DecimalMark::from_word(w))),
    word("missing", Missing::WORDS, Rebuild, |c, w| put(&mut c.missing, Missing::from_word(w))),
    word("wave", WaveKind::WORDS, Rebuild, |c, w| put(&mut c.wave, WaveKind::from_word(w))),
    integer("points", 50.0, 100_000.0, |c, x| c.points = x as usize),
    number("wavePeriod", 2.0, 10_000.0, Rebuild, |c, x| c.wave_period = x),
    number("noise", 0.0, 10.0, Rebuild, |c, x| c.noise = x),
    integer("period", 0.0, 10_000.0, |c, x| c.period = x as usize),
    list("prepare", Rule::SomeOf(Preparation::WORDS), |c: &mut ForecastConfig, words| {
        c.prepare = in_order(&words, Preparation::WORDS, Preparation::from_word);
    })
    .rebuilding(),
    number("trainUntil", 0.05, 0.95, Rebuild, |c, x| c.train_until = x),
    number("validateUntil", 0.05, 0.99, Rebuild, |c, x| c.validate_until = x),
    list("models", Rule::SomeOf(ModelKind::WORDS), |c: &mut ForecastConfig, words| {
        c.models = in_order(&words, ModelKind::WORDS, ModelKind::from_word);
    })
    .rebuilding(),
    list("modes", Rule::SomeOf(Mode::WORDS), |c: &mut ForecastConfig, words| {
        c.modes = in_order(&words, Mode::WORDS, Mode::from_word);
    })
    .rebuilding(),
    list("paused", Rule::SomeOf(ModelKind::WORDS), |c, words| c.paused = some(&words, ModelKind::from_word)),
    integer("ensemble", 1.0, 10.0, |c, x| c.ensemble = x as usize),
    integer("window", 1.0, MAX_WINDOW, |c, x| c.window = x as usize),
    integer("horizon", 1.0, MAX_HORIZON, |c, x| c.horizon = x as usize),
    integer("mlpLayers", 1.0, 3.0, |c, x| c.mlp_layers = x as usize),
    integer("mlpHidden", 1.0, 256.0, |c, x| c.mlp_hidden = x as usize),
    integer("hidden", 1.0, 128.0, |c, x| c.hidden = x as usize),
    number("teacherForcing", 0.0, 1.0, Live, |c, x| c.teacher_forcing = x),
    integer("batch", 1.0, 128.0, |c, x| c.batch = x as usize),
    number("steps", 1.0, 20_000.0, Live, |c, x| c.steps = x as u32),
    word("optimizer", Updates::WORDS, Rebuild, |c, w| put(&mut c.optimizer, Updates::from_word(w))),
    number("learningRate", 1e-6, 10.0, Live, |c, x| c.learning_rate = x),
    number("momentum", 0.0, 0.999, Live, |c, x| c.momentum = x),
    number("clip", 0.0, 1000.0, Live, |c, x| c.clip = x),
    number("forgetBias", -10.0, 10.0, Rebuild, |c, x| c.forget_bias = x),
];

fn some<T>(words: &[&str], of: impl Fn(&str) -> Option<T>) -> Vec<T> {
    words.iter().filter_map(|word| of(word)).collect()
}

/// In the order of all words, whatever order they were named in.
fn in_order<T>(words: &[&str], all: &[&str], of: impl Fn(&str) -> Option<T>) -> Vec<T> {
    all.iter().filter(|word| words.contains(word)).filter_map(|word| of(word)).collect()
}

/// The name of a column, as a table has it: numbers are names too.
fn name(key: &str, value: &Value, slot: &mut String) -> Result<(), ConfigError> {
    let wrong_type = || ConfigError::wrong_type(key, value, &Rule::Text { min: 0, max: MAX_NAME });
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(wrong_type()),
    };
    let count = text.chars().count();
    if count > MAX_NAME {
        return Err(ConfigError::out_of_range(key, &count.into(), 0.0, MAX_NAME as f64));
    }
    *slot = text;
    Ok(())
}

impl Settings for ForecastConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}

#[cfg(test)]
mod tests;
