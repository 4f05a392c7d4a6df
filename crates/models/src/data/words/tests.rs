use super::*;

#[test]
fn words_are_counted_and_rare_ones_left_out() {
    let words = Words::new("The cat sat.\n\nThe dog's cat?  Rare\nrarer\nthe end of the cat's cat", 2);
    assert_eq!(words.vocabulary(), ["the", "cat"]);
    assert_eq!(words.counts(), [4, 3]);
    let sentences: Vec<&[u32]> = (0..words.sentences()).map(|i| words.sentence(i)).collect();
    assert_eq!(sentences, [&[0, 1][..], &[0, 1], &[0, 0, 1]]);
    assert_eq!((words.len(), words.total(), words.distinct()), (7, 14, 9));
}

#[test]
fn words_of_any_language_are_words_and_numbers_are_not() {
    let words = Words::new("Царь — ЦАРЬ; царица, 1611 год.\n_Très_ bien, naïve ’tis don’t 3rd", 1);
    let mut all: Vec<&str> = words.vocabulary().iter().map(String::as_str).collect();
    all.sort_unstable();
    assert_eq!(all, ["3rd", "bien", "don't", "naïve", "tis", "très", "год", "царица", "царь"]);
    assert_eq!(words.counts()[words.token("Царь").expect("there") as usize], 2);
    assert_eq!(words.token("Don’t"), words.token("don't"));
}

#[test]
fn several_texts_are_read_one_after_another_and_the_vocabulary_has_a_limit() {
    let mut lexicon = Lexicon::default();
    let (first, second) = (lexicon.read("a b\nb c"), lexicon.read("c c d"));
    let words = Words::of(&lexicon, &[&second, &first], 1, 2);
    assert_eq!(words.vocabulary(), ["c", "b"]);
    let sentences: Vec<&[u32]> = (0..words.sentences()).map(|i| words.sentence(i)).collect();
    assert_eq!(sentences, [&[0, 0][..], &[1], &[1, 0]]);
    assert_eq!((words.total(), words.distinct()), (7, 4));
}

#[test]
fn a_text_without_lines_has_sentences_too() {
    let words = Words::new(&"word ".repeat(2500), 1);
    let lengths: Vec<usize> = (0..words.sentences()).map(|i| words.sentence(i).len()).collect();
    assert_eq!(lengths, [1000, 1000, 500]);
}

#[test]
fn the_nearest_spellings_of_an_unknown_word_are_named() {
    let words = Words::new("king kings queen kingdom ring the the", 1);
    assert_eq!(words.token("kking"), None);
    assert_eq!(words.nearest_spellings("Kking", 2), ["king", "kings"]);
}
