//! What a question names: words, numbers, truths.

use serde_json::{Map, Value};

use super::study::Study;
use crate::protocol::Failure;

/// Spellings that are named for a word that is not there.
const SPELLINGS: usize = 5;

impl Study {
    /// The token of a word that a question names.
    pub(super) fn token(&self, args: &Map<String, Value>, field: &str) -> Result<u32, Failure> {
        let word = args.get(field).and_then(Value::as_str).unwrap_or_default();
        self.token_of(word, field)
    }

    /// The token of a word.
    pub(super) fn token_of(&self, word: &str, field: &str) -> Result<u32, Failure> {
        self.words.token(word).ok_or_else(|| {
            let nearest = self.words.nearest_spellings(word, SPELLINGS).join(", ");
            let message = format!("{word:?} is not in the vocabulary; the nearest spellings are {nearest}.");
            Failure::new("unknown-word", message).about(field).with("value", word).with("nearest", nearest)
        })
    }
}

/// A whole number that a question names, or what is usual.
pub(super) fn number(args: &Map<String, Value>, field: &str, usual: usize, max: usize) -> Result<usize, Failure> {
    let Some(value) = args.get(field).filter(|value| !value.is_null()) else { return Ok(usual.min(max)) };
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok()).map(|number| number as usize);
    number.filter(|number| *number <= max).ok_or_else(|| {
        let failure = Failure::new("out-of-range", format!("{field}: a whole number, 0 to {max}.")).about(field);
        failure.with("value", value.to_string()).with("min", 0).with("max", max)
    })
}

/// Words that a question names, separated by commas.
pub(super) fn named(args: &Map<String, Value>, field: &str) -> Vec<String> {
    let words = args.get(field).and_then(Value::as_str).unwrap_or_default();
    words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a question says so.
pub(super) fn truth(args: &Map<String, Value>, field: &str) -> bool {
    matches!(args.get(field), Some(Value::Bool(true))) || args.get(field).and_then(Value::as_str) == Some("true")
}
