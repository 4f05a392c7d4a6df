//! A text as word2vec reads it: sentences of words, and how often each word occurs.

mod lexicon;
mod toy;

use std::collections::HashMap;

pub use lexicon::{Lexicon, Tokens};
pub use toy::TEN_SENTENCES;

/// Sentences and their vocabulary. Token k stands for the word `vocabulary()[k]`; frequent words come first.
#[derive(Clone, Debug)]
pub struct Words {
    tokens: Vec<u32>,
    /// Where each sentence ends in `tokens`.
    ends: Vec<usize>,
    vocabulary: Vec<String>,
    counts: Vec<u32>,
    /// Token of each word.
    places: HashMap<String, u32>,
    total: usize,
    distinct: usize,
}

impl Words {
    /// The words of one text; those that occur fewer than `min_count` times are left out, as if they were not there.
    pub fn new(text: &str, min_count: u32) -> Self {
        let mut lexicon = Lexicon::default();
        let tokens = lexicon.read(text);
        Words::of(&lexicon, &[&tokens], min_count, usize::MAX)
    }

    /// The words of several texts, one after another; those that occur fewer than `min_count` times, and those after the
    /// `limit` most frequent, are left out.
    pub fn of(lexicon: &Lexicon, texts: &[&Tokens], min_count: u32, limit: usize) -> Self {
        let mut counts = vec![0u32; lexicon.words().len()];
        texts.iter().flat_map(|text| &text.ids).for_each(|id| counts[*id as usize] += 1);
        let mut kinds: Vec<u32> =
            (0..counts.len() as u32).filter(|id| counts[*id as usize] >= min_count.max(1)).collect();
        let by_count = |id: &u32| (std::cmp::Reverse(counts[*id as usize]), &lexicon.words()[*id as usize]);
        kinds.sort_unstable_by(|a, b| by_count(a).cmp(&by_count(b)));
        kinds.truncate(limit);
        let mut token_of = vec![None; counts.len()];
        (0..).zip(&kinds).for_each(|(token, id)| token_of[*id as usize] = Some(token));
        let (mut tokens, mut ends) = (Vec::new(), Vec::new());
        for sentence in texts.iter().flat_map(|text| text.sentences()) {
            tokens.extend(sentence.iter().filter_map(|id| token_of[*id as usize]));
            if ends.last().copied().unwrap_or(0) < tokens.len() {
                ends.push(tokens.len());
            }
        }
        let vocabulary: Vec<String> = kinds.iter().map(|id| lexicon.words()[*id as usize].to_string()).collect();
        Words {
            tokens,
            ends,
            places: vocabulary.iter().cloned().zip(0..).collect(),
            vocabulary,
            distinct: counts.iter().filter(|count| **count > 0).count(),
            total: texts.iter().map(|text| text.ids.len()).sum(),
            counts: kinds.iter().map(|id| counts[*id as usize]).collect(),
        }
    }

    /// The distinct words, the most frequent first.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// The token of a word, however it is capitalised.
    pub fn token(&self, word: &str) -> Option<u32> {
        self.places.get(&lexicon::spelling(word.trim())).copied()
    }

    /// The words of the vocabulary that are spelt most like this one (Jaro and Winkler's similarity), the likest first.
    pub fn nearest_spellings(&self, word: &str, count: usize) -> Vec<&str> {
        let word = lexicon::spelling(word.trim());
        let likeness = |other: &&str| strsim::jaro_winkler(&word, other);
        let mut all: Vec<(f64, &str)> = self.vocabulary.iter().map(|w| (likeness(&w.as_str()), w.as_str())).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0)); // of equal ones the frequent first
        all.into_iter().take(count).map(|(_, word)| word).collect()
    }

    /// How often each occurs.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many sentences there are.
    pub fn sentences(&self) -> usize {
        self.ends.len()
    }

    /// The tokens of a sentence.
    pub fn sentence(&self, number: usize) -> &[u32] {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.tokens[start..self.ends[number]]
    }

    /// Words that are in the vocabulary, in the whole text.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Words of the text, those left out included.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Different words of the text, those left out included.
    pub fn distinct(&self) -> usize {
        self.distinct
    }
}

#[cfg(test)]
mod tests;
