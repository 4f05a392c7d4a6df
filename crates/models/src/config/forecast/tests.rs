use serde_json::{Value, json};

use super::super::{Change, ConfigError};
use super::*;

fn merged(patch: &Value) -> Result<ForecastConfig, ConfigError> {
    ForecastConfig::default().merged(patch.as_object().expect("an object"))
}

#[test]
fn the_table_has_each_key_of_the_config_once() {
    let mut keys = ForecastConfig::keys();
    keys.sort_unstable();
    assert_eq!(ForecastConfig::default().to_map().keys().collect::<Vec<_>>(), keys);
}

#[test]
fn lists_are_kept_in_their_order() {
    let config =
        merged(&json!({"prepare": "standardise,log", "models": ["gru", "mlp"], "modes": "one-to-many,one-to-one"}))
            .expect("valid");
    assert_eq!(config.prepare, [Preparation::Log, Preparation::Standardise]);
    assert_eq!(config.models, [ModelKind::Mlp, ModelKind::Gru]);
    assert_eq!(config.modes, [Mode::OneToOne, Mode::OneToMany]);
    assert!(merged(&json!({"prepare": ""})).expect("nothing is done").prepare.is_empty());
}

#[test]
fn columns_are_named_by_any_text() {
    assert_eq!(merged(&json!({"column": 2012})).expect("a name").column, "2012");
    assert_eq!(merged(&json!({"column": []})).expect_err("no name").code, "wrong-type");
    assert_eq!(merged(&json!({"column": "x".repeat(201)})).expect_err("too long").code, "out-of-range");
}

#[test]
fn what_a_change_means() {
    let change = |patch: Value| ForecastConfig::default().change(&merged(&patch).expect("valid"));
    assert_eq!(change(json!({"steps": 9, "paused": "lstm", "teacherForcing": 1, "hide": "scores"})), Change::Live);
    for (key, value) in
        [("series", "co2"), ("window", "9"), ("prepare", "log"), ("backend", "cpu"), ("trainUntil", "0.5")]
    {
        assert_eq!(change(json!({key: value})), Change::Rebuild, "{key}");
    }
}
