//! Nabla's half of `cargo xtask test gensim`, which `compare.py` asks for.
//!
//! word-vectors corpus TEXTS FILE            the texts' words, a sentence a line, as Nabla reads them
//! word-vectors train TEXTS FILE SETTINGS    vectors of their words by the lab's settings, a JSON object, in word2vec's
//!                                           text format; on standard output what training and judging gave, as JSON
//!
//! TEXTS: names as in `kjv,web`.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

use std::error::Error;
use std::fs;
use std::time::Instant;

use nabla_models::config::{Settings, Word2VecConfig};
use nabla_models::word2vec::{files, largest};
use nabla_tests::texts;
use serde_json::{Map, Value, json};

/// Words whose neighbours are told.
const ASKED: [&str; 6] = ["king", "jerusalem", "bread", "seven", "walked", "sister"];
/// So many of each.
const NEIGHBOURS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["corpus", names, file] => Ok(fs::write(file, corpus(&names.split(',').collect::<Vec<_>>()))?),
        ["train", names, file, settings] => {
            let settings: Map<String, Value> = serde_json::from_str(settings)?;
            println!("{}", train(&names.split(',').collect::<Vec<_>>(), file, &settings)?);
            Ok(())
        }
        _ => Err("corpus TEXTS FILE, or train TEXTS FILE SETTINGS".into()),
    }
}

fn corpus(names: &[&str]) -> String {
    let (lexicon, texts) = texts::read(names);
    let sentences = texts.iter().flat_map(|text| text.sentences());
    let line = |sentence: &[u32]| {
        let words: Vec<&str> = sentence.iter().map(|id| &*lexicon.words()[*id as usize]).collect();
        words.join(" ") + "\n"
    };
    sentences.map(line).collect()
}

fn train(names: &[&str], file: &str, settings: &Map<String, Value>) -> Result<Value, Box<dyn Error>> {
    let config = Word2VecConfig::default().merged(settings)?;
    let words = texts::words(names, &config);
    let began = Instant::now();
    let learner = texts::trained(&config, &words);
    let seconds = began.elapsed().as_secs_f64();
    let (vectors, space) = texts::vectors(&learner);
    fs::write(file, files::word2vec_text(&words, &vectors, config.size))?;
    let near = |word: &str| {
        let token = words.token(word)?;
        let cosines = space.cosines(&space.row(token));
        let neighbour = |other: u32| json!([words.vocabulary()[other as usize], cosines[other as usize]]);
        let list: Vec<Value> = largest(&cosines, NEIGHBOURS, &[token]).into_iter().map(neighbour).collect();
        Some((word.to_owned(), Value::from(list)))
    };
    let neighbours: Map<String, Value> = ASKED.into_iter().filter_map(near).collect();
    let verdict = texts::verdict(&texts::judge(), &words, space);
    let sections: Map<String, Value> =
        verdict.sections.iter().map(|(name, [right, asked, _])| (name.clone(), json!([right, asked]))).collect();
    Ok(json!({
        "vocabulary": words.vocabulary().len(),
        "words": words.len(),
        "seconds": seconds,
        "wordsPerSecond": (words.len() * config.epochs) as f64 / seconds,
        "spearman": verdict.spearman,
        "pairs": verdict.pairs[0],
        "sections": sections,
        "neighbours": neighbours,
    }))
}
