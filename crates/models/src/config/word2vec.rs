//! The settings of the lab `word2vec`: which texts are read, and by which objective their words get vectors.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Change::{Live, Rebuild};
use super::choices::{Backend, Lab, Lang, Objective, Reach, Updates, WordText, WordsPanel};
use super::field::{Field, Rule, integer, list, number, put, version, word};
use super::{ConfigError, Settings, VERSION};

/// The most words of a vocabulary: two tables of the largest vectors then fit the bindings of any GPU.
const MAX_VOCABULARY: f64 = 50_000.0;

/// The embedding lab's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Word2VecConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of initialisation, sub-sampling, windows and noise.
    pub seed: u32,
    /// Where to compute.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<WordsPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// The texts that are read, one after another.
    pub texts: Vec<WordText>,
    /// Words that occur less often are left out.
    pub min_count: u32,
    /// So many of the most frequent words at most.
    pub vocabulary: usize,
    /// How far a word looks to each side at most.
    pub window: usize,
    /// Whether it always looks that far.
    pub reach: Reach,
    /// The frequency above which words are thinned; 0 keeps all.
    pub sample: f64,
    /// What is maximised.
    pub objective: Objective,
    /// D: numbers of a word's vector.
    pub size: usize,
    /// K: words of noise for each right one.
    pub negatives: usize,
    /// Noise is drawn by counts to the power of this.
    pub noise_power: f64,
    /// How often the texts are read.
    pub epochs: usize,
    /// η at the start; 0: what suits the objective.
    pub learning_rate: f64,
    /// Centre words of a step of full softmax; 0: all of them.
    pub batch: usize,
    /// How parameters follow the gradients of full softmax; negative sampling always takes plain steps.
    pub optimizer: Updates,
    /// Words on the map: the most frequent.
    pub map_words: usize,
    /// Of the map: 2 or 3.
    pub dimensions: usize,
}

impl Default for Word2VecConfig {
    /// "Both Bibles: king − man + woman."
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::Word2Vec,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            texts: vec![WordText::Kjv, WordText::Web],
            min_count: 10,
            vocabulary: 20_000,
            window: 5,
            reach: Reach::Dynamic,
            sample: 1e-3,
            objective: Objective::SkipGram,
            size: 64,
            negatives: 5,
            noise_power: 0.75,
            epochs: 10,
            learning_rate: 0.0,
            batch: 256,
            optimizer: Updates::Adam,
            map_words: 1000,
            dimensions: 2,
        }
    }
}

static FIELDS: [Field<Word2VecConfig>; 23] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["word2vec"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(WordsPanel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(WordsPanel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    list("texts", Rule::SomeOf(WordText::WORDS), |c: &mut Word2VecConfig, words| {
        let all = WordText::WORDS.iter().filter(|word| words.contains(word));
        c.texts = all.filter_map(|word| WordText::from_word(word)).collect();
    })
    .rebuilding(),
    integer("minCount", 1.0, 10_000.0, |c, x| c.min_count = x as u32),
    integer("vocabulary", 2.0, MAX_VOCABULARY, |c, x| c.vocabulary = x as usize),
    integer("window", 1.0, 20.0, |c, x| c.window = x as usize),
    word("reach", Reach::WORDS, Rebuild, |c, w| put(&mut c.reach, Reach::from_word(w))),
    number("sample", 0.0, 1.0, Rebuild, |c, x| c.sample = x),
    word("objective", Objective::WORDS, Rebuild, |c, w| put(&mut c.objective, Objective::from_word(w))),
    integer("size", 2.0, 300.0, |c, x| c.size = x as usize),
    integer("negatives", 1.0, 20.0, |c, x| c.negatives = x as usize),
    number("noisePower", 0.0, 1.0, Rebuild, |c, x| c.noise_power = x),
    integer("epochs", 1.0, 1000.0, |c, x| c.epochs = x as usize),
    number("learningRate", 0.0, 10.0, Live, |c, x| c.learning_rate = x),
    integer("batch", 0.0, 4096.0, |c, x| c.batch = x as usize),
    word("optimizer", Updates::WORDS, Rebuild, |c, w| put(&mut c.optimizer, Updates::from_word(w))),
    number("mapWords", 2.0, 5000.0, Live, |c, x| c.map_words = x as usize),
    number("dimensions", 2.0, 3.0, Live, |c, x| c.dimensions = x as usize),
];

impl Word2VecConfig {
    /// Whether only the ten sentences are read.
    pub fn is_toy(&self) -> bool {
        self.texts == [WordText::Toy]
    }

    /// The patch with the settings that suit its texts, where it does not name them itself: those of [`toy`] when it turns
    /// to the ten sentences, and the usual ones in their place when it leaves them.
    ///
    /// # Errors
    /// What [`Settings::merged`] says of the patch.
    pub fn suited(&self, patch: &Map<String, Value>) -> Result<Map<String, Value>, ConfigError> {
        let (is_toy, mut suited) = (self.merged(patch)?.is_toy(), patch.clone());
        let (now, usual) = (self.to_map(), Word2VecConfig::default().to_map());
        for (key, of_toy) in toy().into_iter().filter(|(key, _)| !patch.contains_key(key)) {
            match (self.is_toy(), is_toy) {
                (false, true) => suited.insert(key, of_toy),
                (true, false) if now[&key] == of_toy => suited.insert(key.clone(), usual[&key].clone()),
                _ => None,
            };
        }
        Ok(suited)
    }
}

/// In ten sentences no word is too rare or too frequent.
fn toy() -> Map<String, Value> {
    json!({"minCount": 1, "sample": 0.0}).as_object().cloned().unwrap_or_default()
}

impl Settings for Word2VecConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}

#[cfg(test)]
mod tests;
