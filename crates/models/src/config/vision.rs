//! The settings of the lab `vision`: which images, which network looks at them, and how it learns.

use serde::Serialize;
use serde_json::Value;

use super::Change::{Live, Rebuild};
use super::choices::{Backend, ImageData, Lab, Lang, Updates, VisionModel, VisionPanel};
use super::field::{self, Field, Rule, integer, is_on, list, number, put, version, word};
use super::{ConfigError, Settings, VERSION};
use crate::vision::{Architecture, Augmentation, Preset, TextError, TrainingSettings};

/// The longest description of a network.
const MAX_NET: usize = 2000;
/// The vision lab's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VisionConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of initialisation, dropout, the order of images, their permutation and augmentation.
    pub seed: u32,
    /// Where to compute.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<VisionPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// Which images.
    pub data: ImageData,
    /// Which network.
    pub model: VisionModel,
    /// Its blocks, if it is one's own; kept while another is chosen.
    pub net: String,
    /// Whether Inception modules have their 1×1 reductions.
    pub reductions: bool,
    /// Whether the pixels of all images are in another order, the same for all.
    pub permute: bool,
    /// Whether images to learn from are shifted and turned a little.
    pub augment: bool,
    /// Images to learn from; 0: all.
    pub samples: usize,
    /// B: images of a step.
    pub batch: usize,
    /// How often all images are learned from.
    pub epochs: u32,
    /// How parameters follow their gradients.
    pub optimizer: Updates,
    /// η
    pub learning_rate: f64,
    /// μ, for SGD and RMSprop.
    pub momentum: f64,
    /// What an auxiliary head's loss counts.
    pub auxiliary_weight: f64,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f64,
}

impl Default for VisionConfig {
    /// "`LeNet` learns to read digits."
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::Vision,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            data: ImageData::Mnist,
            model: VisionModel::Lenet,
            net: Preset::Lenet.text().to_owned(),
            reductions: true,
            permute: false,
            augment: false,
            samples: 0,
            batch: 32,
            epochs: 10,
            optimizer: Updates::Adam,
            learning_rate: 0.002,
            momentum: 0.9,
            auxiliary_weight: 0.3,
            clip: 0.0,
        }
    }
}

static FIELDS: [Field<VisionConfig>; 21] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["vision"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(VisionPanel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(VisionPanel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("data", ImageData::WORDS, Rebuild, |c, w| put(&mut c.data, ImageData::from_word(w))),
    word("model", VisionModel::WORDS, Rebuild, |c, w| put(&mut c.model, VisionModel::from_word(w))),
    field::text("net", 0, MAX_NET, net),
    field::switch("reductions", |c, value| {
        c.reductions = is_on("reductions", value)?;
        Ok(())
    }),
    field::switch("permute", |c, value| {
        c.permute = is_on("permute", value)?;
        Ok(())
    }),
    field::switch("augment", |c, value| {
        c.augment = is_on("augment", value)?;
        Ok(())
    }),
    integer("samples", 0.0, 60_000.0, |c, x| c.samples = x as usize),
    integer("batch", 1.0, 128.0, |c, x| c.batch = x as usize),
    number("epochs", 1.0, 1000.0, Live, |c, x| c.epochs = x as u32),
    word("optimizer", Updates::WORDS, Rebuild, |c, w| put(&mut c.optimizer, Updates::from_word(w))),
    number("learningRate", 1e-6, 10.0, Live, |c, x| c.learning_rate = x),
    number("momentum", 0.0, 0.999, Live, |c, x| c.momentum = x),
    number("auxiliaryWeight", 0.0, 10.0, Live, |c, x| c.auxiliary_weight = x),
    number("clip", 0.0, 1000.0, Live, |c, x| c.clip = x),
];

/// Whether its blocks can be had is for the lab to say, which knows the images.
fn net(config: &mut VisionConfig, value: &Value) -> Result<(), ConfigError> {
    let text =
        value.as_str().ok_or_else(|| ConfigError::wrong_type("net", value, &Rule::Text { min: 0, max: MAX_NET }))?;
    let count = text.chars().count();
    if count > MAX_NET {
        return Err(ConfigError::out_of_range("net", &count.into(), 0.0, MAX_NET as f64));
    }
    text.clone_into(&mut config.net);
    Ok(())
}

impl VisionConfig {
    /// The network for images of this size and so many classes.
    ///
    /// # Errors
    /// Where the blocks of one's own cannot be read. Whether they go together is [`Architecture::plan`]'s to say.
    pub fn architecture(&self, [y, x]: [usize; 2], classes: usize) -> Result<Architecture, TextError> {
        let image = [y, x, 1];
        let preset = match self.model {
            VisionModel::Softmax => Preset::Softmax,
            VisionModel::Mlp => Preset::Mlp,
            VisionModel::Lenet => Preset::Lenet,
            VisionModel::Googlenet => Preset::Googlenet,
            VisionModel::GooglenetLarge => Preset::GooglenetLarge,
            VisionModel::Own => {
                return Ok(Architecture::parse(&self.net, image, classes)?.with_reductions(self.reductions));
            }
        };
        Ok(Architecture::preset(preset, image, classes).with_reductions(self.reductions))
    }

    /// How it learns. The learning rate falls to the end of the last epoch.
    pub fn training(&self) -> TrainingSettings {
        // A garment has no left and right; a digit has.
        let augmentation = Augmentation::light(self.data == ImageData::Fashion);
        TrainingSettings {
            batch: self.batch,
            epochs: f64::from(self.epochs),
            optimizer: self.optimizer,
            learning_rate: self.learning_rate,
            momentum: self.momentum,
            weight_decay: 0.0,
            cosine: true,
            clip: self.clip,
            auxiliary_weight: self.auxiliary_weight,
            augmentation: self.augment.then_some(augmentation),
            samples: self.samples,
        }
    }
}

impl Settings for VisionConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Change;
    use super::*;

    fn merged(patch: &Value) -> Result<VisionConfig, ConfigError> {
        VisionConfig::default().merged(patch.as_object().expect("an object"))
    }

    #[test]
    fn the_table_has_each_key_of_the_config_once() {
        let mut keys = VisionConfig::keys();
        keys.sort_unstable();
        assert_eq!(VisionConfig::default().to_map().keys().collect::<Vec<_>>(), keys);
    }

    #[test]
    fn switches_are_words_too() {
        let config = merged(&json!({"reductions": "false", "permute": true, "augment": "true"})).expect("valid");
        assert_eq!([config.reductions, config.permute, config.augment], [false, true, true]);
        for value in [json!("yes"), json!(1), json!(null)] {
            let error = merged(&json!({ "permute": value })).expect_err("no switch");
            assert_eq!((error.code, error.field.as_str()), ("not-one-of", "permute"));
        }
    }

    #[test]
    fn a_net_is_text_of_limited_length() {
        assert_eq!(merged(&json!({"net": "dense 9"})).expect("text").net, "dense 9");
        assert_eq!(merged(&json!({"net": 9})).expect_err("no text").code, "wrong-type");
        assert_eq!(merged(&json!({"net": "x".repeat(2001)})).expect_err("too long").code, "out-of-range");
    }

    #[test]
    fn what_a_change_means() {
        let change = |patch: Value| VisionConfig::default().change(&merged(&patch).expect("valid"));
        assert_eq!(
            change(json!({"epochs": 9, "learningRate": 0.1, "hide": "draw", "auxiliaryWeight": 0})),
            Change::Live
        );
        for (key, value) in [("data", "fashion"), ("model", "mlp"), ("permute", "true"), ("backend", "cpu")] {
            assert_eq!(change(json!({key: value})), Change::Rebuild, "{key}");
        }
    }
}
