//! What word2vec learns from the Bibles, by training as the lab does: with fixed seeds, on the processor.
#![cfg(not(target_arch = "wasm32"))]

use std::rc::Rc;

use nabla_models::config::{Objective, Word2VecConfig};
use nabla_models::data::Words;
use nabla_models::word2vec::{Space, largest, place};
use nabla_tests::texts::{self, BIBLES};

/// Words that belong together, and that every text about kings and prophets has.
const FAMILIES: [&[&str]; 5] = [
    &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty"],
    &["father", "mother", "brother", "sister", "son", "daughter", "wife", "husband"],
    &["gold", "silver", "brass", "iron", "wood", "stone"],
    &["judah", "benjamin", "ephraim", "manasseh", "reuben", "simeon", "gad", "dan", "issachar", "zebulun", "asher"],
    &["sheep", "goats", "oxen", "donkeys", "cattle", "camels", "lambs", "rams"],
];

fn token(words: &Words, word: &str) -> u32 {
    words.token(word).unwrap_or_else(|| panic!("{word} is not in the vocabulary"))
}

/// Where d stands for a − b + c, without the three.
fn analogy(words: &Words, space: &Space, [a, b, c, d]: [&str; 4]) -> usize {
    let left_out = [a, b, c].map(|word| token(words, word));
    place(&space.cosines(&space.combined(left_out)), token(words, d), &left_out)
}

/// Of the words nearest to each of a family, as many as it has others, the share that are of the family.
fn closeness(words: &Words, space: &Space, family: &[&str]) -> f64 {
    let family: Vec<u32> = family.iter().map(|word| token(words, word)).collect();
    let of = |word: &u32| {
        let near = largest(&space.cosines(&space.row(*word)), family.len() - 1, &[*word]);
        near.iter().filter(|other| family.contains(other)).count()
    };
    family.iter().map(of).sum::<usize>() as f64 / (family.len() * (family.len() - 1)) as f64
}

fn vectors(config: &Word2VecConfig, words: &Rc<Words>) -> Space {
    texts::vectors(&texts::trained(config, words)).1
}

/// Where the queen stands after training with the default settings but for these readings of both Bibles.
fn queens(epochs: usize, seeds: impl Iterator<Item = u32>) -> Vec<usize> {
    let config = Word2VecConfig { epochs, ..Word2VecConfig::default() };
    let words = texts::words(BIBLES, &config);
    let of = |seed| {
        let space = vectors(&Word2VecConfig { seed, ..config.clone() }, &words);
        analogy(&words, &space, ["king", "man", "woman", "queen"])
    };
    seeds.map(of).collect()
}

#[test]
fn king_minus_man_plus_woman_is_queen() {
    let places = queens(5, 1..=1);
    assert!(places[0] <= 3, "the queen stands at {places:?}");
}

/// Measured: first for each of the five.
#[test]
#[ignore = "nightly: two minutes"]
fn king_minus_man_plus_woman_is_queen_for_five_seeds() {
    let places = queens(10, 1..=5);
    eprintln!("the queen's places: {places:?}");
    assert!(places.iter().all(|place| *place <= 3), "the queen stands at {places:?}");
}

/// The lecture's own objective with one tied matrix, the 4,000 most frequent words and the default settings. Measured: 0.48,
/// 0.43, 0.47, 0.65, 0.27; words at random would have 0.003.
#[test]
#[ignore = "nightly: a minute"]
fn the_lectures_own_objective_finds_families_of_words() {
    let config = Word2VecConfig { objective: Objective::Tied, vocabulary: 4000, ..Word2VecConfig::default() };
    let words = texts::words(BIBLES, &config);
    assert_eq!(words.vocabulary().len(), 4000);
    let space = vectors(&config, &words);
    let shares = FAMILIES.map(|family| closeness(&words, &space, family));
    eprintln!("of the nearest words, so much is of the family: {shares:.2?}");
    assert!(shares.iter().all(|share| *share > 0.2), "{shares:?}");
}
