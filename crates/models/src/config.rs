//! The settings of a lab: one flat, versioned JSON object. Attributes, the address of the page,
//! saved sessions and messages from other frames all come through [`Settings::merged`]; nothing else
//! makes a config from outside. Each lab has a config of its own; they share the keys that mean the same.

mod bptt;
mod choices;
mod error;
mod features;
mod field;
mod fields;
mod forecast;
mod integers;
mod memory;
mod size;
mod text_cnn;
mod vision;
mod word2vec;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

pub use bptt::BpttConfig;
pub use choices::{
    Activation, Author, Backend, BpttPanel, BpttPart, CellKind, Corpus, DecimalMark, FeatureExperiment, FeatureKind,
    FeatureModel, FeaturesPanel, ForecastPanel, ImageData, Input, Lab, Lang, Math, MemoryPanel, Missing, Mode,
    ModelKind, Names, Objective, OptimizerKind, Panel, Preparation, Reach, Separator, SeriesKind, ShippedImages,
    TaskKind, TextCnnPanel, TextUnit, Updates, VisionModel, VisionPanel, WaveKind, WordText, WordsPanel,
};
pub use error::ConfigError;
pub use features::FeaturesConfig;
pub use field::{CONTROLS, Field, Rule};
pub use forecast::ForecastConfig;
pub use memory::MemoryConfig;
pub use size::{MAX_ACTIVATION_BYTES, MAX_PARAMETERS, MAX_RUN_BYTES, MAX_TENSOR_BYTES};
pub use text_cnn::TextCnnConfig;
pub use vision::VisionConfig;
pub use word2vec::Word2VecConfig;

/// The schema this code reads and writes.
pub const VERSION: u32 = 1;

/// A lab's settings, all valid: a struct of values, and the table of what is allowed for each.
pub trait Settings: Clone + Default + Serialize + 'static {
    /// The table: every setting once, in the order in which they are documented.
    fn fields() -> &'static [Field<Self>];

    /// The keys of the table.
    fn keys() -> Vec<&'static str> {
        Self::fields().iter().map(|field| field.key).collect()
    }

    /// This config with the values of `patch`. Attributes and addresses are text, so text that
    /// holds a number is taken for a number, and text with commas for a list.
    ///
    /// # Errors
    /// The first value that is not allowed. This config is never changed.
    fn merged(&self, patch: &Map<String, Value>) -> Result<Self, ConfigError> {
        // The version first: a newer schema's other keys would only confuse the message.
        let is_version = |key: &&String| key.as_str() == "v";
        let version_first = patch.keys().filter(is_version).chain(patch.keys().filter(|key| !is_version(key)));
        let mut config = self.clone();
        for key in version_first {
            let field = Self::fields().iter().find(|field| field.key == key);
            field.ok_or_else(|| ConfigError::unknown_field(key, &Self::keys()))?.set(&mut config, &patch[key])?;
        }
        Ok(config)
    }

    /// What has to happen to go from this config to `new`.
    fn change(&self, new: &Self) -> Change {
        let (before, after) = (self.to_map(), new.to_map());
        let changed = Self::fields().iter().filter(|field| before[field.key] != after[field.key]);
        changed.map(|field| field.change).max().unwrap_or(Change::Nothing)
    }

    /// The config as the JSON object that [`Settings::merged`] reads.
    fn to_map(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            other => unreachable!("a config is a JSON object, not {other:?}"),
        }
    }
}

/// The character lab's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Config {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of initialisation and sampling.
    pub seed: u32,
    /// Where to compute.
    pub backend: Backend,
    /// Exact: the same numbers on every CPU.
    pub math: Math,
    /// How parameters follow their gradients.
    pub optimizer: OptimizerKind,
    /// η.
    pub learning_rate: f64,
    /// μ, for SGD.
    pub momentum: f64,
    /// B: rows of a batch.
    pub batch: usize,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f64,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<Panel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// Which text.
    pub corpus: Corpus,
    /// What the recurrent layers are.
    pub cell: CellKind,
    /// How a character enters the network.
    pub input: Input,
    /// D: numbers in a character's embedding.
    pub embedding: usize,
    /// H: units of a recurrent layer.
    pub hidden: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// T: characters through which a gradient flows back.
    pub sequence: usize,
    /// What the forget gate's bias starts at, in an LSTM.
    pub forget_bias: f64,
    /// Of sampling; 0 always takes the likeliest character.
    pub temperature: f64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::CharRnn,
            seed: 1,
            backend: Backend::Auto,
            math: Math::Exact,
            optimizer: OptimizerKind::Adam,
            learning_rate: 0.003,
            momentum: 0.9,
            batch: 32,
            clip: 1.0,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            corpus: Corpus::Shakespeare,
            cell: CellKind::Lstm,
            input: Input::Embedding,
            embedding: 32,
            hidden: 128,
            layers: 1,
            sequence: 64,
            forget_bias: 1.0,
            temperature: 0.8,
        }
    }
}

/// What has to happen for a new config to take effect, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The two are the same.
    Nothing,
    /// The run goes on with the new value.
    Live,
    /// Weights and optimiser state go to the other device and the run goes on; live values change
    /// too.
    MoveDevice,
    /// The model starts anew at step 0, on whichever device the new config names.
    Rebuild,
}

impl Settings for Config {
    fn fields() -> &'static [Field<Self>] {
        &fields::FIELDS
    }
}

/// Reading goes through the validator, so no saved session gets past it. Missing keys have their
/// default.
impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Map::deserialize(deserializer)?;
        Self::default().merged(&map).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
