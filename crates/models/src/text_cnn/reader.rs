//! A sentence becomes symbols: words or characters by their number in a vocabulary.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::cutting::{self, words};
use crate::config::TextUnit;

/// What stands before and after every sentence.
pub const EDGE: u32 = 0;
/// Every name, where names are masked.
pub const NAME: u32 = 1;
/// Every symbol that is too rare for the vocabulary.
pub const RARE: u32 = 2;
/// How the three are written.
const SPECIAL: [&str; 3] = ["·", "‹name›", "‹rare›"];

/// A word that is written with a capital at least so often is a name.
const MOSTLY: f64 = 0.9;

/// Which words are names: those that hardly come without a capital where a common word would. Titles such as Mr, peoples
/// and months are among them.
pub(super) fn names<'a>(sentences: impl Iterator<Item = &'a String>) -> HashSet<String> {
    let mut counts: HashMap<String, [u32; 2]> = HashMap::new();
    for sentence in sentences {
        for word in words(sentence).into_iter().filter(|word| word.is_inside) {
            let word = &sentence[word.at];
            let is_capital = word.starts_with(char::is_uppercase);
            counts.entry(word.to_lowercase()).or_default()[usize::from(is_capital)] += 1;
        }
    }
    // "I", "I'll" and "O" are no names.
    let is_common = |word: &str| word.len() == 1 || word.starts_with("i'");
    let is_name = |word: &str, [small, capital]: [u32; 2]| {
        !is_common(word) && capital > 0 && f64::from(capital) >= MOSTLY * f64::from(small + capital)
    };
    counts.into_iter().filter(|(word, counts)| is_name(word, *counts)).map(|(word, _)| word).collect()
}

/// A sentence as a net sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbols {
    /// `[T]`: the edge, the symbols, and the edge again until the end.
    pub ids: Vec<u32>,
    /// The symbols as written in the sentence; shorter than `ids`.
    pub written: Vec<String>,
    /// Where the first of `written` stands in `ids`.
    pub first: usize,
    /// Whether the sentence was longer.
    pub is_cut: bool,
}

/// The vocabulary, and how sentences are read by it.
#[derive(Clone, Debug)]
pub struct Reader {
    unit: TextUnit,
    /// None where names are read like other words.
    names: Option<Rc<HashSet<String>>>,
    vocabulary: Vec<String>,
    places: HashMap<String, u32>,
    length: usize,
    margin: usize,
}

impl Reader {
    /// A reader that knows the most frequent symbols of these sentences, at most `limit` with the three special ones. It
    /// reads `length` symbols, and edges beside them for a filter as wide as `margin`.
    pub fn new<'a>(
        unit: TextUnit,
        names: Option<Rc<HashSet<String>>>,
        sentences: impl Iterator<Item = &'a str>,
        limit: usize,
        [length, margin]: [usize; 2],
    ) -> Self {
        let special = SPECIAL.map(str::to_owned).to_vec();
        let mut reader = Reader { unit, names, vocabulary: special, places: HashMap::new(), length, margin };
        let mut counts: HashMap<String, u32> = HashMap::new();
        for sentence in sentences {
            for (symbol, _) in reader.symbols(sentence) {
                *counts.entry(symbol).or_default() += 1;
            }
        }
        counts.remove(SPECIAL[NAME as usize]);
        let mut counted: Vec<(String, u32)> = counts.into_iter().collect();
        counted.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counted.truncate(limit.saturating_sub(SPECIAL.len()));
        reader.vocabulary.extend(counted.into_iter().map(|(symbol, _)| symbol));
        reader.places = reader.vocabulary.iter().cloned().zip(0..).collect();
        reader
    }

    /// The symbols, the special ones first, then the frequent before the rare.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// T: symbols of a sentence with its edges.
    pub fn width(&self) -> usize {
        self.length + 2 * self.margin
    }

    /// Edges before a sentence.
    pub fn margin(&self) -> usize {
        self.margin
    }

    /// The sentence in numbers.
    pub fn read(&self, sentence: &str) -> Symbols {
        let mut symbols = self.symbols(sentence);
        let is_cut = symbols.len() > self.length;
        symbols.truncate(self.length);
        let mut ids = vec![EDGE; self.margin];
        ids.extend(symbols.iter().map(|(symbol, _)| self.places.get(symbol).copied().unwrap_or(RARE)));
        ids.resize(self.width(), EDGE);
        let written = symbols.into_iter().map(|(_, written)| written).collect();
        Symbols { ids, written, first: self.margin, is_cut }
    }

    /// Symbols, and how each is written in the sentence.
    fn symbols(&self, sentence: &str) -> Vec<(String, String)> {
        let words = words(sentence).into_iter().map(|cutting::Word { at, .. }: cutting::Word| self.word(sentence, at));
        if self.unit == TextUnit::Words {
            return words.collect();
        }
        let name = SPECIAL[NAME as usize];
        let mut characters = Vec::new();
        for (symbol, written) in words {
            if !characters.is_empty() {
                characters.push((" ".to_owned(), " ".to_owned()));
            }
            if symbol == name {
                characters.push((symbol, written));
            } else {
                characters.extend(symbol.chars().map(|c| (c.to_string(), c.to_string())));
            }
        }
        characters
    }

    fn word(&self, sentence: &str, at: Range<usize>) -> (String, String) {
        let written = &sentence[at];
        let small = written.to_lowercase().replace('’', "'");
        let is_name = self.names.as_ref().is_some_and(|names| names.contains(&small));
        (if is_name { SPECIAL[NAME as usize].to_owned() } else { small }, written.to_owned())
    }
}
