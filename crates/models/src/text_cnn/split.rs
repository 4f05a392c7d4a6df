//! Sentences to learn from, and passages that are held back.
//!
//! Neighbours speak of the same thing, often in the same words. So whole passages of consecutive sentences are held
//! back, never single sentences, and the first and the last of each such passage are not used at all. No sentence that is
//! tested reads like one that is learned from: the Bible tells some stories twice. Which words are names is told from the
//! passages that may be learned from alone.

use std::collections::HashSet;
use std::rc::Rc;

use super::reader::{Reader, names};
use super::{CLASSES, cutting};
use crate::config::{Author, Names, TextCnnConfig};
use crate::rng::{Random, TEST_EXAMPLES, TRAINING_EXAMPLES};

/// Consecutive sentences that go to one side together.
pub const PASSAGE: usize = 50;
/// One passage of so many is held back.
const HELD_BACK: usize = 5;
/// Sentences of fewer words say little of anybody.
const FEWEST_WORDS: usize = 5;
/// So many sentences of an author are tested at most.
const MOST_TESTED: usize = 400;
/// And each has to have so many at least, learned from and tested.
const FEWEST: usize = 5;

/// All sentences of the authors.
#[derive(Clone, Debug, Default)]
pub struct Sentences {
    by_author: [Vec<String>; CLASSES],
}

/// A sentence and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// As in [`Author`]'s order.
    pub author: u32,
    /// As it is written.
    pub sentence: String,
    /// Its symbols, `[T]`.
    pub ids: Vec<u32>,
}

/// Why there is nothing to learn from.
#[derive(thiserror::Error, Clone, Copy, Debug, PartialEq, Eq)]
#[error("A text has too few sentences: {have} can be used of one author, and {FEWEST} are needed.")]
pub struct SplitError {
    /// Of the author with the fewest.
    pub have: usize,
}

/// What is learned from, and what is tested. Every author has as many sentences as the others in either.
#[derive(Clone, Debug)]
pub struct Split {
    /// Reads sentences as the training part asks for.
    pub reader: Reader,
    /// To learn from.
    pub train: Vec<Example>,
    /// To be tested with.
    pub test: Vec<Example>,
    /// Sentences of all texts.
    pub sentences: usize,
    /// Sentences of passages that were held back and are not tested: the net reads the same in one that is learned from.
    pub repeated: usize,
    /// Words that are taken for names.
    pub names: Rc<HashSet<String>>,
}

impl Sentences {
    /// The sentences of three texts, in [`Author`]'s order.
    pub fn new(texts: [&str; CLASSES]) -> Self {
        let authors = [Author::Austen, Author::Shakespeare, Author::Kjv];
        Sentences { by_author: std::array::from_fn(|i| cutting::sentences(authors[i], texts[i])) }
    }

    /// An author's sentences in their order.
    pub fn of(&self, author: usize) -> &[String] {
        &self.by_author[author]
    }

    /// Cuts them into a part to learn from and one to be tested with.
    ///
    /// # Errors
    /// When a text is too short.
    pub fn split(&self, config: &TextCnnConfig) -> Result<Split, SplitError> {
        let mut parts: Vec<[Vec<&String>; 2]> = Vec::new();
        for (author, sentences) in self.by_author.iter().enumerate() {
            parts.push(sides(sentences, u64::from(config.seed) * CLASSES as u64 + author as u64));
        }
        let least = |side: usize| parts.iter().map(|part| part[side].len()).min().unwrap_or(0);
        let learned = config.sentences.min(least(0));
        let names = Rc::new(names(parts.iter().flat_map(|[train, _]| train).copied()));
        let masked = (config.names == Names::Mask).then(|| Rc::clone(&names));
        let margin = config.widths.iter().copied().max().unwrap_or(1) as usize;
        let training = parts.iter().flat_map(|[train, _]| train[..learned].iter().map(|sentence| sentence.as_str()));
        let reader = Reader::new(config.unit, masked, training, config.vocabulary, [config.length, margin]);
        let ids = |sentence: &String| reader.read(sentence).ids;
        let taken: HashSet<Vec<u32>> = parts.iter().flat_map(|[train, _]| &train[..learned]).map(|s| ids(s)).collect();
        let mut repeated = 0;
        for [_, test] in &mut parts {
            let before = test.len();
            test.retain(|sentence| !taken.contains(&ids(sentence)));
            repeated += before - test.len();
        }
        let tested = MOST_TESTED.min(parts.iter().map(|part| part[1].len()).min().unwrap_or(0));
        if learned.min(tested) < FEWEST {
            return Err(SplitError { have: learned.min(tested) });
        }
        let examples = |side: usize, count: usize| -> Vec<Example> {
            let of = |(author, part): (u32, &[Vec<&String>; 2])| -> Vec<Example> {
                let example =
                    |sentence: &&String| Example { author, ids: ids(sentence), sentence: (*sentence).clone() };
                part[side][..count].iter().map(example).collect()
            };
            (0..).zip(&parts).flat_map(of).collect()
        };
        let (train, test) = (examples(0, learned), examples(1, tested));
        let sentences = self.by_author.iter().map(Vec::len).sum();
        Ok(Split { train, test, sentences, repeated, names, reader })
    }
}

/// Sentences to learn from and to be tested with, in random order.
fn sides(sentences: &[String], seed: u64) -> [Vec<&String>; 2] {
    let mut passages: Vec<&[String]> = sentences.chunks(PASSAGE).collect();
    shuffle(&mut passages, &mut Random::new(seed, TEST_EXAMPLES));
    let held = passages.len() / HELD_BACK;
    let is_long = |sentence: &&String| cutting::words(sentence).len() >= FEWEST_WORDS;
    let inner = |passage: &&'_ [String]| 1..passage.len().saturating_sub(1).max(1);
    let mut test: Vec<&String> =
        passages[..held].iter().flat_map(|passage| &passage[inner(passage)]).filter(is_long).collect();
    let mut train: Vec<&String> = passages[held..].iter().flat_map(|passage| passage.iter()).filter(is_long).collect();
    let random = &mut Random::new(seed, TRAINING_EXAMPLES);
    shuffle(&mut train, random);
    shuffle(&mut test, random);
    [train, test]
}

/// Every order is as likely as every other (Fisher and Yates).
pub(super) fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for i in (1..items.len()).rev() {
        items.swap(i, random.below(i as u32 + 1) as usize);
    }
}

impl Example {
    /// Its symbols in random order between its edges: the same words, and no order.
    pub fn shuffled(&self, margin: usize, random: &mut Random) -> Vec<u32> {
        let mut ids = self.ids.clone();
        let end = ids.iter().rposition(|id| *id != super::EDGE).map_or(margin, |last| last + 1);
        if end > margin {
            shuffle(&mut ids[margin..end], random);
        }
        ids
    }
}
