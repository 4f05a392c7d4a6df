use serde_json::{Value, json};

use super::super::{Change, ConfigError};
use super::*;

fn merged(patch: &Value) -> Result<MemoryConfig, ConfigError> {
    MemoryConfig::default().merged(patch.as_object().expect("an object"))
}

#[test]
fn the_table_has_each_key_of_the_config_once() {
    let mut keys = MemoryConfig::keys();
    keys.sort_unstable();
    assert_eq!(MemoryConfig::default().to_map().keys().collect::<Vec<_>>(), keys);
}

#[test]
fn lists_come_as_text_or_arrays_and_are_kept_in_order() {
    for patch in
        [json!({"lags": "40, 10,10", "cells": "gru,rnn"}), json!({"lags": [40, "10"], "cells": ["gru", "rnn"]})]
    {
        let config = merged(&patch).expect("valid");
        assert_eq!((config.lags, config.cells), (vec![10, 40], vec![CellKind::Rnn, CellKind::Gru]));
    }
}

#[test]
fn lists_of_numbers_are_checked() {
    let code =
        |lags: Value| merged(&json!({"lags": lags})).map_err(|error| (error.code, error.field)).expect_err("bad");
    let expected = |code| (code, "lags".to_owned());
    for lags in [json!("1"), json!([301]), json!([2, 3, 4, 5, 6, 7, 8, 9, 10]), json!([])] {
        assert_eq!(code(lags), expected("out-of-range"));
    }
    for lags in [json!("ten"), json!(10), json!([2.5]), json!([null]), json!("")] {
        assert_eq!(code(lags), expected("wrong-type"));
    }
    assert_eq!(merged(&json!({"cells": "lstm,elman"})).expect_err("unknown").code, "not-one-of");
}

#[test]
fn what_a_change_means() {
    let change = |patch: Value| MemoryConfig::default().change(&merged(&patch).expect("valid"));
    assert_eq!(change(json!({"steps": 9, "paused": "rnn", "learningRate": 1, "hide": "losses"})), Change::Live);
    for (key, value) in [("cells", "rnn"), ("lags", "9"), ("task", "copy"), ("backend", "cpu"), ("optimizer", "sgd")] {
        assert_eq!(change(json!({key: value})), Change::Rebuild, "{key}");
    }
}
