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
