//! Texts cut into words, each word a number.

use std::collections::HashMap;
use std::rc::Rc;

use unicode_segmentation::UnicodeSegmentation;

/// A longer line is several sentences: a text without line ends has sentences too.
const MAX_SENTENCE: usize = 1000;

/// The words of all texts that were read, in the order in which they first came.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: Vec<Rc<str>>,
    ids: HashMap<Rc<str>, u32>,
}

/// A text as numbers of a lexicon.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Every word of it.
    pub ids: Vec<u32>,
    /// Where each sentence ends in `ids`.
    ends: Vec<usize>,
}

impl Lexicon {
    /// Cuts a text into words. Lines are sentences; words are those of Unicode's text segmentation that have a letter, in
    /// lower case.
    pub fn read(&mut self, text: &str) -> Tokens {
        let mut tokens = Tokens::default();
        for line in text.to_lowercase().lines() {
            let start = tokens.ids.len();
            for word in line.unicode_words() {
                let word = word.trim_matches('_');
                if word.chars().any(char::is_alphabetic) {
                    tokens.ids.push(self.id(word));
                }
            }
            let end = tokens.ids.len();
            tokens.ends.extend((start + MAX_SENTENCE..end).step_by(MAX_SENTENCE));
            if end > start {
                tokens.ends.push(end);
            }
        }
        tokens
    }

    fn id(&mut self, word: &str) -> u32 {
        let straight;
        let word = if word.contains('’') {
            straight = word.replace('’', "'");
            &straight
        } else {
            word
        };
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let (id, word): (u32, Rc<str>) = (self.words.len() as u32, word.into());
        self.words.push(Rc::clone(&word));
        self.ids.insert(word, id);
        id
    }

    /// All of them; a word's number is its place.
    pub fn words(&self) -> &[Rc<str>] {
        &self.words
    }
}

/// A word as the lexicon spells it.
pub(super) fn spelling(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

impl Tokens {
    /// Its sentences.
    pub fn sentences(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.ids[start..*end])
    }
}
