use serde_json::{Value, json};

use super::super::{Change, ConfigError};
use super::*;

fn merged(patch: &Value) -> Result<Word2VecConfig, ConfigError> {
    Word2VecConfig::default().merged(patch.as_object().expect("an object"))
}

#[test]
fn the_table_has_each_key_of_the_config_once() {
    let mut keys = Word2VecConfig::keys();
    keys.sort_unstable();
    assert_eq!(Word2VecConfig::default().to_map().keys().collect::<Vec<_>>(), keys);
}

#[test]
fn texts_are_read_in_one_order() {
    let config = merged(&json!({"texts": "own,austen,kjv"})).expect("valid");
    assert_eq!(config.texts, [WordText::Kjv, WordText::Austen, WordText::Own]);
    assert_eq!(merged(&json!({"texts": "koran"})).expect_err("not shipped").code, "not-one-of");
}

#[test]
fn what_a_change_means() {
    let change = |patch: Value| Word2VecConfig::default().change(&merged(&patch).expect("valid"));
    assert_eq!(change(json!({"mapWords": 2000, "dimensions": 3, "hide": "loss"})), Change::Live);
    for (key, value) in [("texts", "toy"), ("size", "9"), ("objective", "tied"), ("backend", "cpu"), ("epochs", "2")] {
        assert_eq!(change(json!({key: value})), Change::Rebuild, "{key}");
    }
}

#[test]
fn ten_sentences_bring_settings_that_suit_them() {
    let config = Word2VecConfig::default();
    let after = |config: &Word2VecConfig, patch: Value| {
        let patch = config.suited(patch.as_object().expect("an object")).expect("valid");
        config.merged(&patch).expect("valid")
    };
    let toy = after(&config, json!({"texts": "toy"}));
    assert_eq!((toy.min_count, toy.sample, toy.window), (1, 0.0, 5));
    let named = after(&config, json!({"texts": "toy", "sample": 0.01}));
    assert_eq!((named.min_count, named.sample), (1, 0.01));
    assert_eq!(after(&toy, json!({"window": 1})), Word2VecConfig { window: 1, ..toy.clone() });
    assert_eq!(after(&named, json!({"texts": "kjv,web"})), Word2VecConfig { sample: 0.01, ..config.clone() });
    assert_eq!(after(&config, json!({"texts": "toy,kjv"})).min_count, 10);
    assert_eq!(config.suited(json!({"size": 1}).as_object().expect("an object")).expect_err("bad").field, "size");
}
