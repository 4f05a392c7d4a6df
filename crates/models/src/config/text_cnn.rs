//! The settings of the lab `text-cnn`: which sentences are read, and by what net.

use serde::Serialize;

use super::Change::{Live, Rebuild};
use super::choices::{Backend, Lab, Lang, Names, TextCnnPanel, TextUnit};
use super::field::{Field, Rule, integer, integers, list, number, put, version, word};
use super::{Settings, VERSION};

/// The most widths of filters.
const MOST_WIDTHS: usize = 4;

/// The settings of the lab of sentences.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TextCnnConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of the split, initialisation, order and dropout.
    pub seed: u32,
    /// Where to compute.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<TextCnnPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// What a sentence is cut into.
    pub unit: TextUnit,
    /// What becomes of names.
    pub names: Names,
    /// Sentences of each author to learn from.
    pub sentences: usize,
    /// V: so many of the most frequent symbols at most.
    pub vocabulary: usize,
    /// T: a longer sentence is cut off.
    pub length: usize,
    /// D: numbers of a symbol's vector.
    pub embedding: usize,
    /// K: how many symbols a filter sees, for each kind of filter.
    pub widths: Vec<u32>,
    /// F: filters of each width.
    pub filters: usize,
    /// The probability that a feature is dropped while learning.
    pub dropout: f64,
    /// Sentences of a step.
    pub batch: usize,
    /// How often all sentences are read.
    pub epochs: usize,
    /// η
    pub learning_rate: f64,
}

impl Default for TextCnnConfig {
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::TextCnn,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            unit: TextUnit::Words,
            names: Names::Mask,
            sentences: 3000,
            vocabulary: 5000,
            length: 40,
            embedding: 32,
            widths: vec![2, 3, 4],
            filters: 32,
            dropout: 0.5,
            batch: 50,
            epochs: 5,
            learning_rate: 0.002,
        }
    }
}

static FIELDS: [Field<TextCnnConfig>; 19] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["text-cnn"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(TextCnnPanel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(TextCnnPanel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("unit", TextUnit::WORDS, Rebuild, |c, w| put(&mut c.unit, TextUnit::from_word(w))),
    word("names", Names::WORDS, Rebuild, |c, w| put(&mut c.names, Names::from_word(w))),
    integer("sentences", 20.0, 8000.0, |c, x| c.sentences = x as usize),
    integer("vocabulary", 20.0, 20_000.0, |c, x| c.vocabulary = x as usize),
    integer("length", 8.0, 240.0, |c, x| c.length = x as usize),
    integer("embedding", 2.0, 128.0, |c, x| c.embedding = x as usize),
    integers("widths", 1.0, 9.0, MOST_WIDTHS, |c, value| {
        let mut widths = super::integers::integers("widths", value, [1.0, 9.0], MOST_WIDTHS)?;
        widths.sort_unstable();
        widths.dedup();
        c.widths = widths;
        Ok(())
    }),
    integer("filters", 1.0, 128.0, |c, x| c.filters = x as usize),
    number("dropout", 0.0, 0.9, Rebuild, |c, x| c.dropout = x),
    integer("batch", 1.0, 256.0, |c, x| c.batch = x as usize),
    integer("epochs", 1.0, 100.0, |c, x| c.epochs = x as usize),
    number("learningRate", 1e-5, 10.0, Live, |c, x| c.learning_rate = x),
];

impl Settings for TextCnnConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}
