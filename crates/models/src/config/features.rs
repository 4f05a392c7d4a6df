//! The settings of the lab `features`: what is measured of images by hand, who learns from it, and what is tried.

use serde::Serialize;

use crate::features::ContestSettings;

use super::Change::{Live, Rebuild};
use super::choices::{Backend, FeatureExperiment, FeatureKind, FeatureModel, FeaturesPanel, Lab, Lang, ShippedImages};
use super::field::{self, Field, Rule, integer, list, put, version, word};
use super::integers::integers;
use super::{Settings, VERSION};

/// The most images that are learned from.
const MAX_SAMPLES: usize = 20_000;
/// How many numbers of images are tried at most.
const MOST_SIZES: usize = 12;

/// The settings of the lab about features.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeaturesConfig {
    /// Version of this schema.
    pub v: u32,
    /// Which experiment.
    pub lab: Lab,
    /// Seed of which images are learned from, of initialisation, and of what is done to images of the test part.
    pub seed: u32,
    /// Where the nets are computed.
    pub backend: Backend,
    /// Language of the page.
    pub lang: Lang,
    /// Panels that are not shown.
    pub hide: Vec<FeaturesPanel>,
    /// Settings that a reader cannot change.
    pub lock: Vec<String>,
    /// Which images.
    pub data: ShippedImages,
    /// What accuracy is drawn against.
    pub experiment: FeatureExperiment,
    /// What classical models read, side by side; without any they do not take part.
    pub features: Vec<FeatureKind>,
    /// Who takes part.
    pub models: Vec<FeatureModel>,
    /// Numbers of images to learn from, in the experiments `samples` and `locality`; never more than there are.
    pub samples: Vec<u32>,
    /// How many images are learned from in the others; never more than there are.
    pub train_on: usize,
    /// How many images each point is measured with; never more than there are.
    pub test_images: usize,
    /// k: how many neighbours vote.
    pub neighbours: usize,
    /// How many questions a tree asks at most, one after the other.
    pub depth: usize,
    /// How often nets see all images; with few images they take 200 steps all the same.
    pub epochs: usize,
}

impl Default for FeaturesConfig {
    /// "How many digits does it take?"
    fn default() -> Self {
        Self {
            v: VERSION,
            lab: Lab::Features,
            seed: 1,
            backend: Backend::Auto,
            lang: Lang::En,
            hide: vec![],
            lock: vec![],
            data: ShippedImages::Mnist,
            experiment: FeatureExperiment::Samples,
            features: vec![FeatureKind::Means, FeatureKind::Symmetry, FeatureKind::Zoning, FeatureKind::Edges],
            models: vec![
                FeatureModel::Logistic,
                FeatureModel::Knn,
                FeatureModel::Tree,
                FeatureModel::Mlp,
                FeatureModel::Cnn,
            ],
            samples: vec![10, 30, 100, 300, 1000, 3000, 10_000],
            train_on: 3000,
            test_images: 1000,
            neighbours: 3,
            depth: 12,
            epochs: 8,
        }
    }
}

static FIELDS: [Field<FeaturesConfig>; 17] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["features"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, Rebuild, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(FeaturesPanel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(FeaturesPanel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("data", ShippedImages::WORDS, Rebuild, |c, w| put(&mut c.data, ShippedImages::from_word(w))),
    word("experiment", FeatureExperiment::WORDS, Rebuild, |c, w| {
        put(&mut c.experiment, FeatureExperiment::from_word(w))
    }),
    list("features", Rule::SomeOf(FeatureKind::WORDS), |c: &mut FeaturesConfig, words| {
        c.features = words.into_iter().filter_map(FeatureKind::from_word).collect();
    })
    .rebuilding(),
    list("models", Rule::SomeOf(FeatureModel::WORDS), |c: &mut FeaturesConfig, words| {
        c.models = words.into_iter().filter_map(FeatureModel::from_word).collect();
    })
    .rebuilding(),
    field::integers("samples", 2.0, MAX_SAMPLES as f64, MOST_SIZES, |c, value| {
        c.samples = integers("samples", value, [2.0, MAX_SAMPLES as f64], MOST_SIZES)?;
        c.samples.sort_unstable();
        c.samples.dedup();
        Ok(())
    }),
    integer("trainOn", 2.0, MAX_SAMPLES as f64, |c, x| c.train_on = x as usize),
    integer("testImages", 10.0, 10_000.0, |c, x| c.test_images = x as usize),
    integer("neighbours", 1.0, 25.0, |c, x| c.neighbours = x as usize),
    integer("depth", 1.0, 30.0, |c, x| c.depth = x as usize),
    integer("epochs", 1.0, 50.0, |c, x| c.epochs = x as usize),
];

impl Settings for FeaturesConfig {
    fn fields() -> &'static [Field<Self>] {
        &FIELDS
    }
}

impl FeaturesConfig {
    /// What is tried with these settings.
    pub fn contest(&self) -> ContestSettings {
        ContestSettings {
            experiment: self.experiment,
            features: self.features.clone(),
            models: self.models.clone(),
            samples: self.samples.iter().map(|count| *count as usize).collect(),
            train_on: self.train_on,
            test_images: self.test_images,
            neighbours: self.neighbours,
            depth: self.depth,
            epochs: self.epochs,
            seed: u64::from(self.seed),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Change, ConfigError};
    use super::*;

    fn merged(patch: &Value) -> Result<FeaturesConfig, ConfigError> {
        FeaturesConfig::default().merged(patch.as_object().expect("an object"))
    }

    #[test]
    fn the_table_has_each_key_of_the_config_once() {
        let mut keys = FeaturesConfig::keys();
        keys.sort_unstable();
        assert_eq!(FeaturesConfig::default().to_map().keys().collect::<Vec<_>>(), keys);
    }

    #[test]
    fn lists_are_text_with_commas_too() {
        let config =
            merged(&json!({"samples": "300, 30,300", "features": "pca,edges", "models": "cnn"})).expect("valid");
        assert_eq!(config.samples, [30, 300]);
        assert_eq!(config.features, [FeatureKind::Pca, FeatureKind::Edges]);
        assert_eq!(config.models, [FeatureModel::Cnn]);
        for (key, value) in [("samples", "1"), ("samples", "20001"), ("features", "sift"), ("testImages", "9")] {
            assert_eq!(merged(&json!({ key: value })).expect_err(value).field, key);
        }
    }

    #[test]
    fn what_a_change_means() {
        let change = |patch: Value| FeaturesConfig::default().change(&merged(&patch).expect("valid"));
        assert_eq!(change(json!({"lang": "ru", "hide": "time"})), Change::Live);
        for patch in [json!({"data": "fashion"}), json!({"models": "cnn"}), json!({"features": "pca"})] {
            assert_eq!(change(patch.clone()), Change::Rebuild, "{patch}");
        }
    }
}
