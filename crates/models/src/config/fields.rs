//! The table of settings: key, what is allowed, what a change of it means, where it is kept.

use serde_json::{Number, Value};

use super::Change::{self, Live, MoveDevice, Rebuild};
use super::choices::{Backend, Corpus, Input, Lab, Lang, Math, OptimizerKind, Panel};
use super::{Config, ConfigError, VERSION};

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// This version only.
    Version(u32),
    /// A whole number, both ends allowed.
    Integer {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// A finite number, both ends allowed.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of some of these words.
    SomeOf(&'static [&'static str]),
    /// A list of keys of the config.
    Keys,
}

/// One row of the table.
#[derive(Debug)]
pub struct Field {
    /// The key in JSON.
    pub key: &'static str,
    /// What is allowed.
    pub rule: Rule,
    /// What has to happen when it changes.
    pub change: Change,
    store: Store,
}

/// How a checked value gets into the config.
#[derive(Debug)]
enum Store {
    Number(fn(&mut Config, f64)),
    /// False if the word is not known.
    Word(fn(&mut Config, &str) -> bool),
    List(fn(&mut Config, Vec<&str>)),
}

const fn integer(key: &'static str, min: f64, max: f64, set: fn(&mut Config, f64)) -> Field {
    Field { key, rule: Rule::Integer { min, max }, change: Rebuild, store: Store::Number(set) }
}

const fn number(key: &'static str, min: f64, max: f64, change: Change, set: fn(&mut Config, f64)) -> Field {
    Field { key, rule: Rule::Number { min, max }, change, store: Store::Number(set) }
}

const fn word(
    key: &'static str,
    words: &'static [&'static str],
    change: Change,
    set: fn(&mut Config, &str) -> bool,
) -> Field {
    Field { key, rule: Rule::OneOf(words), change, store: Store::Word(set) }
}

const fn list(key: &'static str, rule: Rule, set: fn(&mut Config, Vec<&str>)) -> Field {
    Field { key, rule, change: Live, store: Store::List(set) }
}

fn put<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}

/// Every setting, in the order in which they are documented.
pub static FIELDS: [Field; 21] = [
    Field { key: "v", rule: Rule::Version(VERSION), change: Rebuild, store: Store::Number(|c, x| c.v = x as u32) },
    word("lab", Lab::WORDS, Rebuild, |c, w| put(&mut c.lab, Lab::from_word(w))),
    integer("seed", 0.0, u32::MAX as f64, |c, x| c.seed = x as u32),
    word("backend", Backend::WORDS, MoveDevice, |c, w| put(&mut c.backend, Backend::from_word(w))),
    word("math", Math::WORDS, Rebuild, |c, w| put(&mut c.math, Math::from_word(w))),
    word("optimizer", OptimizerKind::WORDS, Rebuild, |c, w| put(&mut c.optimizer, OptimizerKind::from_word(w))),
    number("learningRate", 1e-6, 10.0, Live, |c, x| c.learning_rate = x),
    number("momentum", 0.0, 0.999, Live, |c, x| c.momentum = x),
    integer("batch", 1.0, 256.0, |c, x| c.batch = x as usize),
    number("clip", 0.0, 1000.0, Live, |c, x| c.clip = x),
    word("lang", Lang::WORDS, Live, |c, w| put(&mut c.lang, Lang::from_word(w))),
    list("hide", Rule::SomeOf(Panel::WORDS), |c, words| {
        c.hide = words.into_iter().filter_map(Panel::from_word).collect();
    }),
    list("lock", Rule::Keys, |c, words| c.lock = words.into_iter().map(str::to_owned).collect()),
    word("corpus", Corpus::WORDS, Rebuild, |c, w| put(&mut c.corpus, Corpus::from_word(w))),
    word("input", Input::WORDS, Rebuild, |c, w| put(&mut c.input, Input::from_word(w))),
    integer("embedding", 1.0, 512.0, |c, x| c.embedding = x as usize),
    integer("hidden", 1.0, 1024.0, |c, x| c.hidden = x as usize),
    integer("layers", 1.0, 3.0, |c, x| c.layers = x as usize),
    integer("sequence", 1.0, 512.0, |c, x| c.sequence = x as usize),
    number("forgetBias", -10.0, 10.0, Rebuild, |c, x| c.forget_bias = x),
    number("temperature", 0.0, 5.0, Live, |c, x| c.temperature = x),
];

/// The row of a key.
pub(super) fn named(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.key == key)
}

impl Field {
    /// Checks a value and puts it into `config`.
    pub(super) fn set(&self, config: &mut Config, value: &Value) -> Result<(), ConfigError> {
        match self.store {
            Store::Number(set) => set(config, self.checked_number(value)?),
            Store::Word(set) => {
                let Rule::OneOf(allowed) = self.rule else { unreachable!("words come with their list") };
                let word = value.as_str().ok_or_else(|| self.wrong_type(value))?.trim();
                if !set(config, word) {
                    return Err(ConfigError::not_one_of(self.key, word, allowed));
                }
            }
            Store::List(set) => set(config, self.checked_list(value)?),
        }
        Ok(())
    }

    fn checked_number(&self, value: &Value) -> Result<f64, ConfigError> {
        let x = finite_number(value).ok_or_else(|| self.wrong_type(value))?;
        let is_whole = x.fract() == 0.0;
        match self.rule {
            Rule::Version(_) | Rule::Integer { .. } if !is_whole => Err(self.wrong_type(value)),
            Rule::Version(supported) if x != f64::from(supported) => {
                Err(ConfigError::unsupported_version(self.key, value, supported))
            }
            Rule::Integer { min, max } | Rule::Number { min, max } if !(min..=max).contains(&x) => {
                Err(ConfigError::out_of_range(self.key, value, min, max))
            }
            _ => Ok(x),
        }
    }

    /// An array of text, or text with commas; a word that comes twice counts once.
    fn checked_list<'a>(&self, value: &'a Value) -> Result<Vec<&'a str>, ConfigError> {
        let given: Option<Vec<&str>> = match value {
            Value::String(text) => Some(text.split(',').collect()),
            Value::Array(items) => items.iter().map(Value::as_str).collect(),
            _ => None,
        };
        let mut words = vec![];
        for word in given.ok_or_else(|| self.wrong_type(value))?.into_iter().map(str::trim) {
            self.check_list_word(word)?;
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        Ok(words)
    }

    fn check_list_word(&self, word: &str) -> Result<(), ConfigError> {
        let keys: Vec<&str>;
        let allowed = match self.rule {
            Rule::SomeOf(allowed) => allowed,
            _ => {
                keys = FIELDS.iter().map(|field| field.key).collect();
                &keys
            }
        };
        if word.is_empty() || allowed.contains(&word) {
            return Ok(());
        }
        Err(ConfigError::not_one_of(self.key, word, allowed))
    }

    fn wrong_type(&self, value: &Value) -> ConfigError {
        ConfigError::wrong_type(self.key, value, &self.rule)
    }
}

/// A number, or text that is one as JSON writes it: the parser that is there anyway, without the 13 kB of Rust's own.
fn finite_number(value: &Value) -> Option<f64> {
    let x = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<Number>().ok()?.as_f64()?,
        _ => return None,
    };
    x.is_finite().then_some(x + 0.0) // −0 becomes 0
}
