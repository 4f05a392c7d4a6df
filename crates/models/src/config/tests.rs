use serde_json::{Value, json};

use super::*;

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

fn merged(patch: Value) -> Result<Config, ConfigError> {
    Config::default().merged(&map(patch))
}

/// The error of a patch; also that the good values beside the bad one had no effect.
fn error(patch: Value) -> ConfigError {
    let before = Config { hidden: 77, ..Config::default() };
    let config = before.clone();
    let error = config.merged(&map(patch)).expect_err("a bad patch");
    assert_eq!(config, before);
    assert_eq!(error.args["field"], error.field.as_str());
    assert!(error.message.contains(&error.field) || error.code == "unknown-field", "{error}");
    error
}

fn code(patch: Value) -> (&'static str, String) {
    let error = error(patch);
    (error.code, error.field)
}

#[test]
fn the_table_has_each_key_of_the_config_once() {
    let mut keys: Vec<&str> = Config::keys();
    keys.sort_unstable();
    assert_eq!(Config::default().to_map().keys().collect::<Vec<_>>(), keys);
}

#[test]
fn defaults_are_valid_and_come_back() {
    let config = Config::default();
    assert_eq!(merged(json!({})), Ok(config.clone()));
    assert_eq!(merged(Value::Object(config.to_map())), Ok(config.clone()));
    let json = serde_json::to_string(&config).expect("JSON");
    assert_eq!(serde_json::from_str::<Config>(&json).expect("the same"), config);
    assert_eq!(config.to_map()["learningRate"], json!(0.003));
    assert_eq!(config.check_size(84), Ok(()));
}

#[test]
fn every_allowed_word_and_bound_is_accepted_and_kept() {
    for field in Config::fields() {
        let values: Vec<Value> = match field.rule {
            Rule::Version(v) => vec![json!(v)],
            Rule::Integer { min, max } => vec![json!(min as u32), json!(max as u32)],
            Rule::Number { min, max } => vec![json!(min), json!(max)],
            Rule::OneOf(words) => words.iter().map(|word| json!(word)).collect(),
            Rule::SomeOf(words) => vec![json!(words), json!([])],
            Rule::Keys => vec![json!(Config::keys()), json!(CONTROLS)],
            Rule::Integers { .. } | Rule::Text { .. } => unreachable!("this lab has none"),
        };
        for value in values {
            let config = merged(json!({ field.key: value })).expect("allowed");
            assert_eq!(config.to_map()[field.key], value);
            // The same as text, as an attribute has it.
            let text = match &value {
                Value::String(text) => text.clone(),
                Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
                number => number.to_string(),
            };
            assert_eq!(merged(json!({ field.key: format!(" {text} ") })), Ok(config));
        }
    }
}

#[test]
fn beyond_each_bound_is_out_of_range() {
    for field in Config::fields() {
        let (Rule::Integer { min, max } | Rule::Number { min, max }) = field.rule else {
            continue;
        };
        for value in [json!(min - 1.0), json!(max + 1.0), json!((max + 1.0).to_string()), json!(1e300)] {
            let error = error(json!({ field.key: value }));
            assert_eq!((error.code, error.field.as_str()), ("out-of-range", field.key));
            assert_eq!((&error.args["min"], &error.args["max"]), (&json!(min), &json!(max)));
        }
    }
    assert_eq!(error(json!({"hidden": 4096})).message, "hidden: 4096 is out of range; allowed is 1 to 1024.");
    assert_eq!(error(json!({"learningRate": "0"})).args["value"], "0");
}

#[test]
fn wrong_types_are_refused() {
    for field in Config::fields() {
        for value in [Value::Null, json!(true), json!({}), json!([1])] {
            assert_eq!(code(json!({ field.key: value })), ("wrong-type", field.key.to_owned()));
        }
    }
    for text in ["", "many", "NaN", "inf", "-Infinity", "1e999", "0x10", "1,5", "1.5", "10 0"] {
        assert_eq!(code(json!({"hidden": text})), ("wrong-type", "hidden".to_owned()), "{text}");
    }
    assert_eq!(code(json!({"hidden": 1.5})).0, "wrong-type");
    for text in ["NaN", "infinity", "1e999"] {
        assert_eq!(code(json!({"learningRate": text})).0, "wrong-type", "{text}");
    }
    assert_eq!(code(json!({"backend": 1})).0, "wrong-type");
    let error = error(json!({"batch": "many"}));
    assert_eq!((&error.args["value"], &error.args["expected"]), (&json!("many"), &json!("integer")));
    assert_eq!(error.message, "batch: many is not a whole number.");
}

#[test]
fn whole_numbers_may_be_written_as_decimals() {
    assert_eq!(merged(json!({"hidden": 64.0})).expect("allowed").hidden, 64);
    assert_eq!(merged(json!({"hidden": "6.4e1"})).expect("allowed").hidden, 64);
    assert!(merged(json!({"forgetBias": "-0"})).expect("allowed").forget_bias.is_sign_positive());
}

#[test]
fn unknown_words_are_refused_with_the_list() {
    let error = error(json!({"backend": "cuda", "hidden": 8}));
    assert_eq!((error.code, &error.args["allowed"]), ("not-one-of", &json!("auto, webgpu, cpu")));
    assert_eq!(error.message, "backend: \"cuda\" is not one of auto, webgpu, cpu.");
    for (key, word) in [("lab", "cnn"), ("lab", "vision"), ("corpus", "Kjv"), ("optimizer", ""), ("lang", "de")] {
        assert_eq!(code(json!({ key: word })), ("not-one-of", key.to_owned()));
    }
    assert_eq!(code(json!({"hide": ["chart", "footer"]})), ("not-one-of", "hide".to_owned()));
    assert_eq!(code(json!({"lock": "hidden,speed"})), ("not-one-of", "lock".to_owned()));
}

#[test]
fn lists_are_arrays_or_text_with_commas() {
    let config = merged(json!({"hide": " chart, about,,chart", "lock": ["hidden", "seed", "hidden"]}));
    let config = config.expect("allowed");
    assert_eq!(config.hide, [Panel::Chart, Panel::About]);
    assert_eq!(config.lock, ["hidden", "seed"]);
    assert_eq!(config.merged(&map(json!({"hide": "", "lock": []}))), Ok(Config::default()));
}

#[test]
fn unknown_fields_and_versions_are_refused() {
    let unknown = error(json!({"hidden": 8, "hiden": 9}));
    assert_eq!((unknown.code, unknown.field.as_str()), ("unknown-field", "hiden"));
    assert!(unknown.message.contains("\"hiden\"") && unknown.message.contains("learningRate"));
    // The version is named first, whatever else a newer schema holds.
    assert_eq!(code(json!({"v": 2, "attention": 1})), ("unsupported-version", "v".to_owned()));
    assert_eq!(code(json!({"v": "one"})).0, "wrong-type");
    let long = merged(json!({"x".repeat(1000): 1})).expect_err("no such setting");
    assert!(long.message.chars().count() < 400 && long.field.len() == 1000);
}

#[test]
fn reading_json_goes_through_the_validator() {
    assert!(serde_json::from_str::<Config>(r#"{"hidden":0}"#).is_err());
    assert!(serde_json::from_str::<Config>(r#"{"speed":1}"#).is_err());
    assert_eq!(serde_json::from_str::<Config>(r#"{"hidden":"9"}"#).expect("allowed").hidden, 9);
}

#[test]
fn a_refusal_says_what_of_the_value_is_of_use() {
    for (key, value, usable) in [
        ("hidden", json!(4096), json!(1024.0)),
        ("hidden", json!("-3"), json!(1.0)),
        ("learningRate", json!("1e9"), json!(10.0)),
        ("hide", json!("chart,footer,about"), json!("chart,about")),
        ("lock", json!(["speed", "hidden", "train"]), json!("hidden,train")),
    ] {
        assert_eq!(error(json!({ key: value })).args["usable"], usable, "{key}");
    }
    for (key, value) in [("hidden", json!("many")), ("backend", json!("cuda")), ("v", json!(2)), ("hiden", json!(1))] {
        assert!(!error(json!({ key: value })).args.contains_key("usable"), "{key}");
    }
}

#[test]
fn a_change_is_as_big_as_its_biggest_part() {
    let change = |patch: Value| {
        let default = Config::default();
        default.change(&default.merged(&map(patch)).expect("allowed"))
    };
    assert_eq!(change(json!({"hidden": "128", "backend": "auto"})), Change::Nothing);
    let live = json!({"learningRate": 0.1, "clip": 0, "temperature": 1, "momentum": 0, "lang": "ru",
        "hide": "chart", "lock": "seed"});
    for (key, value) in map(live.clone()) {
        assert_eq!(change(json!({ key: value })), Change::Live);
    }
    assert_eq!(change(live), Change::Live);
    assert_eq!(change(json!({"backend": "cpu", "clip": 2})), Change::MoveDevice);
    let rebuild = json!({"seed": 2, "math": "fast", "optimizer": "sgd", "batch": 1, "corpus": "own",
        "input": "onehot", "embedding": 1, "hidden": 1, "layers": 2, "sequence": 1, "forgetBias": 0});
    for (key, value) in map(rebuild) {
        assert_eq!(change(json!({ key: value, "backend": "cpu", "clip": 2 })), Change::Rebuild);
    }
}
