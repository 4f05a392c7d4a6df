//! What a setting may be, and how a value from outside gets into a lab's config: the rules behind every lab's table.

use serde_json::{Number, Value};

use super::Change::{self, Live, Rebuild};
use super::{ConfigError, Settings, VERSION};

/// What can be locked beside settings: buttons of the toolbar, experiments that set many settings at once, and a
/// reader's own data.
pub const CONTROLS: [&str; 5] = ["train", "step", "reset", "presets", "own"];

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
    /// A list of keys of the config and of [`CONTROLS`].
    Keys,
    /// Text of so many characters, both ends allowed.
    Text {
        /// Fewest.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A list of whole numbers, both ends allowed.
    Integers {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// So many at most, and at least one.
        most: usize,
    },
}

/// One row of a lab's table, whose config is a `C`.
#[derive(Debug)]
pub struct Field<C: 'static> {
    /// The key in JSON.
    pub key: &'static str,
    /// What is allowed.
    pub rule: Rule,
    /// What has to happen when it changes.
    pub change: Change,
    store: Store<C>,
}

/// How a checked value gets into the config.
#[derive(Debug)]
enum Store<C: 'static> {
    Number(fn(&mut C, f64)),
    /// False if the word is not known.
    Word(fn(&mut C, &str) -> bool),
    List(fn(&mut C, Vec<&str>)),
    /// Checked where it is put, so that labs without such a setting do not carry the check.
    Own(fn(&mut C, &Value) -> Result<(), ConfigError>),
}

/// The version of the schema: this one only.
pub(super) const fn version<C>(set: fn(&mut C, f64)) -> Field<C> {
    Field { key: "v", rule: Rule::Version(VERSION), change: Rebuild, store: Store::Number(set) }
}

pub(super) const fn integer<C>(key: &'static str, min: f64, max: f64, set: fn(&mut C, f64)) -> Field<C> {
    Field { key, rule: Rule::Integer { min, max }, change: Rebuild, store: Store::Number(set) }
}

pub(super) const fn number<C>(key: &'static str, min: f64, max: f64, change: Change, set: fn(&mut C, f64)) -> Field<C> {
    Field { key, rule: Rule::Number { min, max }, change, store: Store::Number(set) }
}

pub(super) const fn word<C>(
    key: &'static str,
    words: &'static [&'static str],
    change: Change,
    set: fn(&mut C, &str) -> bool,
) -> Field<C> {
    Field { key, rule: Rule::OneOf(words), change, store: Store::Word(set) }
}

pub(super) const fn list<C>(key: &'static str, rule: Rule, set: fn(&mut C, Vec<&str>)) -> Field<C> {
    Field { key, rule, change: Live, store: Store::List(set) }
}

pub(super) const fn integers<C>(
    key: &'static str,
    min: f64,
    max: f64,
    most: usize,
    set: fn(&mut C, &Value) -> Result<(), ConfigError>,
) -> Field<C> {
    Field { key, rule: Rule::Integers { min, max, most }, change: Rebuild, store: Store::Own(set) }
}

pub(super) const fn text<C>(
    key: &'static str,
    min: usize,
    max: usize,
    set: fn(&mut C, &Value) -> Result<(), ConfigError>,
) -> Field<C> {
    Field { key, rule: Rule::Text { min, max }, change: Rebuild, store: Store::Own(set) }
}

/// On or off: true or false, or one of these as a word. Checked where it is put, by [`is_on`].
pub(super) const fn switch<C>(key: &'static str, set: fn(&mut C, &Value) -> Result<(), ConfigError>) -> Field<C> {
    Field { key, rule: Rule::OneOf(&SWITCH), change: Rebuild, store: Store::Own(set) }
}

/// How a switch is written.
const SWITCH: [&str; 2] = ["true", "false"];

/// Where a switch stands.
pub(super) fn is_on(key: &str, value: &Value) -> Result<bool, ConfigError> {
    match value {
        Value::Bool(on) => Ok(*on),
        Value::String(text) if SWITCH.contains(&text.trim()) => Ok(text.trim() == SWITCH[0]),
        Value::String(text) => Err(ConfigError::not_one_of(key, text, &SWITCH)),
        other => Err(ConfigError::not_one_of(key, &other.to_string(), &SWITCH)),
    }
}

pub(super) fn put<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}

impl<C> Field<C> {
    /// The same row, of a setting whose change starts the model anew.
    pub(super) const fn rebuilding(mut self) -> Self {
        self.change = Rebuild;
        self
    }
}

impl<C: Settings> Field<C> {
    /// Checks a value and puts it into `config`.
    pub(super) fn set(&self, config: &mut C, value: &Value) -> Result<(), ConfigError> {
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
            Store::Own(set) => set(config, value)?,
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
                Err(ConfigError::out_of_range(self.key, value, min, max).or_use(x.clamp(min, max)))
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
        let keys: Vec<&str>;
        let allowed = match self.rule {
            Rule::SomeOf(allowed) => allowed,
            _ => {
                keys = C::keys().into_iter().chain(CONTROLS).collect();
                &keys
            }
        };
        let mut words = vec![];
        let mut unknown = None;
        for word in given.ok_or_else(|| self.wrong_type(value))?.into_iter().map(str::trim) {
            if !allowed.contains(&word) {
                unknown = unknown.or((!word.is_empty()).then_some(word));
            } else if !words.contains(&word) {
                words.push(word);
            }
        }
        match unknown {
            Some(word) => Err(ConfigError::not_one_of(self.key, word, allowed).or_use(words.join(","))),
            None => Ok(words),
        }
    }

    fn wrong_type(&self, value: &Value) -> ConfigError {
        ConfigError::wrong_type(self.key, value, &self.rule)
    }
}

/// A number, or text that is one as JSON writes it: the parser that is there anyway, without the 13 kB of Rust's own.
pub(super) fn finite_number(value: &Value) -> Option<f64> {
    let x = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<Number>().ok()?.as_f64()?,
        _ => return None,
    };
    x.is_finite().then_some(x + 0.0) // −0 becomes 0
}
