//! A text becomes sentences. What only says whose it is goes: headings, casts of plays, names of speakers and stage
//! directions; the Bible comes without the numbers of its verses. Capitals and punctuation go later, when words are read.

use std::iter;
use std::ops::Range;

use crate::config::Author;

/// After these a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &["mr", "mrs", "dr", "st", "esq", "capt", "col", "messrs", "hon", "rev"];
/// A longer line is no speaker's name.
const SPEAKER_WORDS: usize = 5;

/// The sentences of an author's text in their order; line breaks are kept, since verses begin with a capital.
pub fn sentences(author: Author, text: &str) -> Vec<String> {
    let text = if author == Author::Shakespeare { without_directions(text) } else { text.to_owned() };
    let mut cut = Vec::new();
    let mut is_cast = false;
    for block in blocks(&text) {
        match author {
            // One verse a line, and sentences that go on over verses.
            Author::Kjv => cut_into(&block, &mut cut),
            Author::Austen if is_heading(&block) => {}
            Author::Austen => cut_into(&block, &mut cut),
            Author::Shakespeare => {
                let first = block.lines().next().unwrap_or_default().trim();
                let opens = |words: &[&str]| words.iter().any(|word| first.to_ascii_uppercase().starts_with(word));
                is_cast = opens(&["PERSONS REPRESENTED", "DRAMATIS PERSONAE"]) || is_cast && !opens(&["ACT"]);
                if is_cast || opens(&["ACT ", "SCENE", "BY WILLIAM", "THE END"]) {
                    continue;
                }
                let speech =
                    if is_speaker(first) { block.split_once('\n').map_or("", |(_, rest)| rest) } else { &block };
                cut_into(speech, &mut cut);
            }
        }
    }
    cut
}

/// Stage directions stand in brackets.
fn without_directions(text: &str) -> String {
    let mut depth = 0;
    let keep = |c: &char| {
        match c {
            '[' => depth += 1,
            ']' => depth = 0,
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(keep).collect()
}

/// What empty lines separate.
fn blocks(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut lines = text.lines().peekable();
    iter::from_fn(move || {
        while lines.next_if(|line| line.trim().is_empty()).is_some() {}
        let mut block: Vec<&str> = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.trim().is_empty()) {
            block.push(line);
        }
        (!block.is_empty()).then(|| block.join("\n"))
    })
}

fn is_heading(block: &str) -> bool {
    !block.contains(char::is_lowercase) || ["Chapter ", "By Jane"].iter().any(|word| block.starts_with(word))
}

/// As in "LAFEU.", "First Lord.", "DROMIO OF EPHESUS." or "XVI".
fn is_speaker(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let has_name = line.split_whitespace().all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || ["of", "and", "the", "to"].contains(&word)
    });
    let is_capital = !line.contains(char::is_lowercase);
    (1..=SPEAKER_WORDS).contains(&words) && (is_capital || has_name && line.ends_with(['.', ':']))
}

/// Cuts where a full stop, a question or an exclamation mark ends a sentence.
fn cut_into(block: &str, sentences: &mut Vec<String>) {
    let mut start = 0;
    let mut marks = block.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        if !matches!(mark, '.' | '?' | '!') || mark == '.' && is_abbreviated(&block[start..at]) {
            continue;
        }
        let mut end = at + 1;
        while let Some((at, quote)) =
            marks.next_if(|(_, c)| matches!(c, '"' | '\'' | ')' | '_' | '.' | '?' | '!' | '”' | '’'))
        {
            end = at + quote.len_utf8();
        }
        if marks.peek().is_none_or(|(_, next)| next.is_whitespace() || *next == '-') {
            push(&block[start..end], sentences);
            start = end;
        }
    }
    push(&block[start..], sentences);
}

fn is_abbreviated(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.chars().count() == 1 && word != "I" && word != "O" || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn push(sentence: &str, sentences: &mut Vec<String>) {
    let sentence = sentence.trim_matches(|c: char| c.is_whitespace() || c == '-');
    if sentence.contains(char::is_alphabetic) {
        sentences.push(sentence.to_owned());
    }
}

/// A word of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Whether a common word would be written with a small letter here: it does not begin a sentence, a line or a speech.
    pub is_inside: bool,
}

/// The words of a sentence: letters with apostrophes among them.
pub fn words(sentence: &str) -> Vec<Word> {
    let is_letter = |c: char| c.is_alphabetic();
    let is_apostrophe = |c: char| matches!(c, '\'' | '’');
    let mut words: Vec<Word> = Vec::new();
    let mut rest = 0;
    while let Some(start) = sentence[rest..].find(is_letter).map(|at| rest + at) {
        let mut end = start;
        let mut letters = sentence[start..].char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let joins = is_apostrophe(c) && letters.peek().is_some_and(|(_, next)| is_letter(*next));
            if !is_letter(c) && !joins {
                break;
            }
            end = start + at + c.len_utf8();
        }
        let between = words.last().map(|word| &sentence[word.at.end..start]);
        let is_inside = between.is_some_and(|between| between.chars().all(|c| c == ' ' || c == ','));
        words.push(Word { at: start..end, is_inside });
        rest = end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plays_lose_speakers_directions_and_casts() {
        let play = "ALL'S WELL\n\nby William Shakespeare\n\nPERSONS REPRESENTED.\n\nKING OF FRANCE.\nA Page.\n\nACT I.\n\n\
            SCENE 1. Rousillon.\n\n[Enter BERTRAM,\nall in black.]\n\nFirst Lord.\nO, sir! [Aside.] you go\nTo Paris?\n\n\
            LAFEU.\nI do.\nFarewell, Mr. Dull.\n";
        let cut = sentences(Author::Shakespeare, play);
        assert_eq!(cut, ["O, sir!", "you go\nTo Paris?", "I do.", "Farewell, Mr. Dull."]);
    }

    #[test]
    fn novels_lose_headings_and_verses_join() {
        let novel = "EMMA\n\nBy Jane Austen\n\nCHAPTER I\n\nShe said, \"Go.\" He\nwent.--Mrs. Weston smiled.\n";
        assert_eq!(sentences(Author::Austen, novel), ["She said, \"Go.\"", "He\nwent.", "Mrs. Weston smiled."]);
        let verses = "And he said,\nLet there be light: and there was light.\nAnd God saw.\n";
        assert_eq!(sentences(Author::Kjv, verses).len(), 2);
    }

    #[test]
    fn words_know_whether_a_capital_says_something() {
        let sentence = "Then Emma's aunt, Miss Bates, spoke:\nHow d'ye do?";
        let words = words(sentence);
        let inside: Vec<&str> =
            words.iter().filter(|word| word.is_inside).map(|word| &sentence[word.at.clone()]).collect();
        assert_eq!(inside, ["Emma's", "aunt", "Miss", "Bates", "spoke", "d'ye", "do"]);
    }
}
