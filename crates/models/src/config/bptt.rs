//! The settings of the lab `bptt`: the nets whose gradients are measured, and the sentence that is unrolled.

use serde::Serialize;
use serde_json::Value;

use super::Change::{Live, Rebuild};
use super::choices::{Activation, Backend, BpttPanel, BpttPart, CellKind, Lab, Lang, Updates};
use super::field::{self, Field, Rule, integer, list, number, put, version, word};
use super::{ConfigError, Settings, VERSION};
use crate::bptt::{Ladder, LadderSettings, Truncation, TruncationSettings, Unrolled, UnrolledSettings};
use crate::graph::Param;
use crate::optimizer::Optimizer;
use crate::recurrent::Cell;
use nabla_compute::Device;
use nabla_compute::kernel::KernelSource;

/// In the order in which they are shown.
const KINDS: [CellKind; 4] = [CellKind::Rnn, CellKind::Lstm, CellKind::LstmPeepholes, CellKind::Gru];
/// Of the unrolled sentence: what is read, and one more to be predicted.
const CHARACTERS: [usize; 2] = [2, 25];
/// H of the unrolled nets: a factor of an LSTM then has 16 rows, which can be seen.
const UNROLLED_HIDDEN: usize = 8;

/// The settings of the lab about back-propagation through time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BpttConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of initialisation and examples.
    pub seed: u32,
    /// Where the ladder is computed; the unrolled nets are always on the processor.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<BpttPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// What is trained and shown.
    pub part: BpttPart,
    /// Nets of the ladder that are passed over.
    pub paused: Vec<CellKind>,
    /// T of the ladder.
    pub sequence: usize,
    /// H of the ladder.
    pub hidden: usize,
    /// B of the ladder.
    pub batch: usize,
    /// φ of the simple net.
    pub activation: Activation,
    /// What W, orthogonal, is multiplied with at the start.
    pub spectral_radius: f64,
    /// What the forget gates' biases start at.
    pub forget_bias: f64,
    /// How parameters follow their gradients.
    pub optimizer: Updates,
    /// η
    pub learning_rate: f64,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f64,
    /// The kind that is looked into, or whose gradient is truncated.
    pub cell: CellKind,
    /// Truncation: how many steps back the symbol lies that is asked for, at most T − 1.
    pub gap: usize,
    /// Truncation: how long each net is trained, in seconds.
    pub seconds: f64,
    /// The sentence that is unrolled.
    pub text: String,
}

impl Default for BpttConfig {
    /// "Gradients vanish."
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::Bptt,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            part: BpttPart::Ladder,
            paused: vec![],
            sequence: 40,
            hidden: 16,
            batch: 16,
            activation: Activation::Tanh,
            spectral_radius: 0.9,
            forget_bias: 1.0,
            optimizer: Updates::Adam,
            learning_rate: 0.005,
            clip: 1.0,
            cell: CellKind::Rnn,
            gap: 10,
            seconds: 5.0,
            text: "to be or not to be, that".to_owned(),
        }
    }
}

static FIELDS: [Field<BpttConfig>; 22] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["bptt"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(BpttPanel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(BpttPanel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("part", BpttPart::WORDS, Live, |c, w| put(&mut c.part, BpttPart::from_word(w))),
    list("paused", Rule::SomeOf(CellKind::WORDS), |c, words| {
        c.paused = words.into_iter().filter_map(CellKind::from_word).collect();
    }),
    integer("sequence", 2.0, 200.0, |c, x| c.sequence = x as usize),
    integer("hidden", 1.0, 64.0, |c, x| c.hidden = x as usize),
    integer("batch", 1.0, 64.0, |c, x| c.batch = x as usize),
    word("activation", Activation::WORDS, Rebuild, |c, w| put(&mut c.activation, Activation::from_word(w))),
    number("spectralRadius", 0.1, 2.0, Rebuild, |c, x| c.spectral_radius = x),
    number("forgetBias", -10.0, 10.0, Rebuild, |c, x| c.forget_bias = x),
    word("optimizer", Updates::WORDS, Rebuild, |c, w| put(&mut c.optimizer, Updates::from_word(w))),
    number("learningRate", 1e-6, 10.0, Live, |c, x| c.learning_rate = x),
    number("clip", 0.0, 1000.0, Live, |c, x| c.clip = x),
    word("cell", CellKind::WORDS, Live, |c, w| put(&mut c.cell, CellKind::from_word(w))),
    integer("gap", 0.0, 199.0, |c, x| c.gap = x as usize),
    number("seconds", 0.1, 60.0, Live, |c, x| c.seconds = x),
    field::text("text", CHARACTERS[0], CHARACTERS[1], sentence),
];

fn sentence(config: &mut BpttConfig, value: &Value) -> Result<(), ConfigError> {
    let [min, max] = CHARACTERS;
    let text = value.as_str().ok_or_else(|| ConfigError::wrong_type("text", value, &Rule::Text { min, max }))?;
    let count = text.chars().count();
    if !(min..=max).contains(&count) {
        let value = Value::from(count);
        return Err(ConfigError::out_of_range("text", &value, min as f64, max as f64));
    }
    text.clone_into(&mut config.text);
    Ok(())
}

impl Settings for BpttConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}

impl BpttConfig {
    /// A net of every kind, none of which has begun.
    pub fn ladder(&self, device: &Device) -> Ladder {
        let mut ladder = Ladder::new(device, &KINDS, self.net(), |params| self.optimizer(params));
        self.apply(&mut ladder);
        ladder
    }

    /// One net of the kind that is chosen, to be trained with truncated gradients.
    pub fn truncation(&self, device: &Device) -> Truncation {
        let settings = TruncationSettings { cell: self.cell, gap: self.gap, seconds: self.seconds, net: self.net() };
        Truncation::new(device, settings, |params| self.optimizer(params))
    }

    /// What all nets have in common.
    fn net(&self) -> LadderSettings {
        LadderSettings {
            sequence: self.sequence,
            hidden: self.hidden,
            batch: self.batch,
            function: self.activation.into(),
            radius: self.spectral_radius as f32,
            forget_bias: self.forget_bias as f32,
            clip: self.clip as f32,
            learning_rate: self.learning_rate as f32,
            seed: u64::from(self.seed),
        }
    }

    /// Gives a ladder the settings that need no new one.
    pub fn apply(&self, ladder: &mut Ladder) {
        ladder.set_rate(self.learning_rate as f32, 0.0, self.clip as f32);
        for rung in ladder.rungs_mut() {
            rung.is_paused = self.paused.contains(&rung.kind);
        }
    }

    /// The same for a truncated training.
    pub fn apply_to_truncation(&self, truncation: &mut Truncation) {
        truncation.set_rate(self.learning_rate as f32, self.clip as f32, self.seconds);
    }

    fn optimizer(&self, params: &[&Param]) -> Optimizer {
        let rate = self.learning_rate as f32;
        match self.optimizer {
            Updates::Adam => Optimizer::adam(params, rate),
            Updates::Sgd => Optimizer::sgd(params, rate, 0.0),
            Updates::Rmsprop => Optimizer::rmsprop(params, rate, 0.0),
        }
    }

    /// What a GPU has to compile before nets can be measured and trained, for [`Device::compile`].
    pub fn kernels(&self, device: &Device) -> Vec<&'static KernelSource> {
        device.trace(|| {
            self.ladder(device).rehearse();
            self.truncation(device).rehearse();
        })
    }

    /// A net of every kind, to be unrolled over the sentence.
    pub fn unrolled(&self) -> Vec<(CellKind, Unrolled)> {
        let net = |kind: CellKind| {
            let cell = match Cell::from(kind) {
                Cell::Rnn(_) => Cell::Rnn(self.activation.into()),
                other => other,
            };
            let settings = UnrolledSettings {
                cell,
                hidden: UNROLLED_HIDDEN,
                radius: self.spectral_radius as f32,
                forget_bias: self.forget_bias as f32,
                seed: u64::from(self.seed),
            };
            (kind, Unrolled::new(&settings, &self.text, self.learning_rate as f32))
        };
        KINDS.map(net).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Change;
    use super::*;

    fn merged(patch: &Value) -> Result<BpttConfig, ConfigError> {
        BpttConfig::default().merged(patch.as_object().expect("an object"))
    }

    #[test]
    fn the_table_has_each_key_of_the_config_once() {
        let mut keys = BpttConfig::keys();
        keys.sort_unstable();
        assert_eq!(BpttConfig::default().to_map().keys().collect::<Vec<_>>(), keys);
    }

    #[test]
    fn sentences_have_a_length() {
        assert_eq!(merged(&json!({"text": "да"})).expect("two").text, "да");
        for text in ["a".to_owned(), "x".repeat(26)] {
            let error = merged(&json!({ "text": text })).expect_err("too short or long");
            assert_eq!((error.code, error.field.as_str()), ("out-of-range", "text"));
        }
        assert_eq!(merged(&json!({"text": 12})).expect_err("no text").code, "wrong-type");
    }

    #[test]
    fn what_a_change_means() {
        let change = |patch: Value| BpttConfig::default().change(&merged(&patch).expect("valid"));
        assert_eq!(
            change(
                json!({"part": "unrolled", "cell": "gru", "paused": "rnn", "clip": 0, "learningRate": 1, "seconds": 2})
            ),
            Change::Live
        );
        for (key, value) in [("text", json!("ab")), ("spectralRadius", json!(1.5)), ("activation", json!("relu"))] {
            assert_eq!(change(json!({key: value})), Change::Rebuild, "{key}");
        }
    }
}
