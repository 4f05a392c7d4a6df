//! The table of the character lab's settings: key, what is allowed, what a change of it means, where it is kept.

use super::Change::{Live, MoveDevice, Rebuild};
use super::Config;
use super::choices::{Backend, CellKind, Corpus, Input, Lab, Lang, Math, OptimizerKind, Panel};
use super::field::{Field, Rule, integer, list, number, put, version, word};

/// Every setting, in the order in which they are documented.
pub(super) static FIELDS: [Field<Config>; 22] = [
    version(|c, x| c.v = x as u32),
    word("lab", &["char-rnn"], Rebuild, |c, w| Lab::from_word(w) == Some(c.lab)),
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
    word("cell", CellKind::WORDS, Rebuild, |c, w| put(&mut c.cell, CellKind::from_word(w))),
    word("input", Input::WORDS, Rebuild, |c, w| put(&mut c.input, Input::from_word(w))),
    integer("embedding", 1.0, 512.0, |c, x| c.embedding = x as usize),
    integer("hidden", 1.0, 1024.0, |c, x| c.hidden = x as usize),
    integer("layers", 1.0, 3.0, |c, x| c.layers = x as usize),
    integer("sequence", 1.0, 512.0, |c, x| c.sequence = x as usize),
    number("forgetBias", -10.0, 10.0, Rebuild, |c, x| c.forget_bias = x),
    number("temperature", 0.0, 5.0, Live, |c, x| c.temperature = x),
];
