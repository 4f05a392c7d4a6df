//! A text as word2vec reads it: sentences of words, and how often each word occurs.

use std::collections::HashMap;

/// Sentences and their vocabulary. Token k stands for the word `vocabulary()[k]`; frequent words come first.
#[derive(Clone, Debug)]
pub struct Words {
    tokens: Vec<u32>,
    /// Where each sentence ends in `tokens`.
    ends: Vec<usize>,
    vocabulary: Vec<String>,
    counts: Vec<u32>,
    total: usize,
}

impl Words {
    /// Lines are sentences; words are runs of letters and apostrophes, in lower case. Words that occur fewer than
    /// `min_count` times are left out, as if they were not there.
    pub fn new(text: &str, min_count: u32) -> Self {
        let text = text.to_lowercase();
        let mut counts: HashMap<&str, u32> = HashMap::new();
        words(&text).for_each(|word| *counts.entry(word).or_default() += 1);
        let total = counts.values().map(|count| *count as usize).sum();
        let mut kinds: Vec<(&str, u32)> = counts.into_iter().filter(|(_, count)| *count >= min_count).collect();
        kinds.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let token_of: HashMap<&str, u32> = kinds.iter().map(|(word, _)| *word).zip(0..).collect();
        let (mut tokens, mut ends) = (Vec::new(), Vec::new());
        for line in text.lines() {
            tokens.extend(words(line).filter_map(|word| token_of.get(word)));
            if ends.last().copied().unwrap_or(0) < tokens.len() {
                ends.push(tokens.len());
            }
        }
        let (vocabulary, counts) = kinds.into_iter().map(|(word, count)| (word.to_owned(), count)).unzip();
        Words { tokens, ends, vocabulary, counts, total }
    }

    /// The distinct words, the most frequent first.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
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
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_rare_ones_left_out() {
        let words = Words::new("The cat sat.\n\nThe dog's cat?  Rare\nrarer\nthe end of the cat's cat", 2);
        assert_eq!(words.vocabulary(), ["the", "cat"]);
        assert_eq!(words.counts(), [4, 3]);
        let sentences: Vec<&[u32]> = (0..words.sentences()).map(|i| words.sentence(i)).collect();
        assert_eq!(sentences, [&[0, 1][..], &[0, 1], &[0, 0, 1]]);
        assert_eq!((words.len(), words.total()), (7, 14));
    }
}
