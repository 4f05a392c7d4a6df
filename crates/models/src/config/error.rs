//! What is wrong with a setting.

use serde_json::{Map, Value};

use super::field::Rule;
use crate::shown::shown as shown_text;

/// A setting that is not allowed. The page translates `code` with `args`; `message` is the English
/// fallback.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// unknown-field, wrong-type, not-one-of, out-of-range, unsupported-version or too-large-model.
    pub code: &'static str,
    /// The key.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// `field` and `value` (as text), and by code: `expected` (integer, number, text, list),
    /// `allowed` (words with commas), `min` and `max`, or `what`, `amount` and `limit`. `usable` is there where part of
    /// the value is of use, and is then what a link with such a value opens with: the nearest bound, or the words of the
    /// list that are known.
    pub args: Map<String, Value>,
}

impl ConfigError {
    pub(super) fn new(code: &'static str, field: &str, message: String, args: &[(&str, Value)]) -> Self {
        let mut all = Map::new(); // not collected, which would sort first: see `Checkpoint::from_bytes`
        for (name, value) in args {
            all.insert((*name).to_owned(), value.clone());
        }
        all.insert("field".to_owned(), shown_text(field).into());
        Self { code, field: field.to_owned(), message, args: all }
    }

    /// With the value that a link opens with instead.
    pub(super) fn or_use(mut self, usable: impl Into<Value>) -> Self {
        self.args.insert("usable".to_owned(), usable.into());
        self
    }

    pub(super) fn unknown_field(field: &str, keys: &[&str]) -> Self {
        let allowed = keys.join(", ");
        let message = format!("There is no setting {:?}. The settings are: {allowed}.", shown_text(field));
        Self::new("unknown-field", field, message, &[("allowed", allowed.into())])
    }

    pub(super) fn wrong_type(field: &str, value: &Value, rule: &Rule) -> Self {
        let (expected, words) = match rule {
            Rule::Version(_) | Rule::Integer { .. } => ("integer", "a whole number"),
            Rule::Number { .. } => ("number", "a number"),
            Rule::OneOf(_) | Rule::Text { .. } => ("text", "text"),
            Rule::SomeOf(_) | Rule::Keys => ("list", "a list of words"),
            Rule::Integers { .. } => ("list", "a list of whole numbers"),
        };
        let value = shown(value);
        let message = format!("{field}: {value} is not {words}.");
        Self::new("wrong-type", field, message, &[("value", value.into()), ("expected", expected.into())])
    }

    pub(super) fn out_of_range(field: &str, value: &Value, min: f64, max: f64) -> Self {
        let value = shown(value);
        let message = format!("{field}: {value} is out of range; allowed is {min} to {max}.");
        Self::new("out-of-range", field, message, &[("value", value.into()), ("min", min.into()), ("max", max.into())])
    }

    pub(super) fn not_one_of(field: &str, word: &str, allowed: &[&str]) -> Self {
        let (value, allowed) = (shown_text(word), allowed.join(", "));
        let message = format!("{field}: {value:?} is not one of {allowed}.");
        Self::new("not-one-of", field, message, &[("value", value.into()), ("allowed", allowed.into())])
    }

    pub(super) fn unsupported_version(field: &str, value: &Value, supported: u32) -> Self {
        let value = shown(value);
        let message = format!("{field}: settings of version {value} cannot be read here, only version {supported}.");
        let args = [("value", value.into()), ("allowed", supported.into())];
        Self::new("unsupported-version", field, message, &args)
    }
}

/// A value as a person wrote it, without the quotes of text.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => shown_text(text),
        other => shown_text(&other.to_string()),
    }
}
