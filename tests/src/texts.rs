//! The texts that the page ships, as the embedding lab reads them, and what vectors are judged by.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use flate2::read::GzDecoder;
use nabla_compute::Device;
use nabla_models::config::Word2VecConfig;
use nabla_models::data::{Lexicon, Tokens, Words};
use nabla_models::word2vec::{Judge, Learner, Space, Verdict};

/// Both Bibles.
pub const BIBLES: &[&str] = &["kjv", "web"];
/// All five texts, as the lab orders them.
pub const ALL: &[&str] = &["kjv", "web", "shakespeare", "milton", "austen"];

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/data").join(path)
}

/// A text that the page ships, unpacked.
///
/// # Panics
/// When it is not there or damaged.
pub fn text(name: &str) -> String {
    let path = data(&format!("text/{name}.txt.gz"));
    let file = File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    std::io::read_to_string(GzDecoder::new(file)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Texts cut into words.
pub fn read(names: &[&str]) -> (Lexicon, Vec<Tokens>) {
    let mut lexicon = Lexicon::default();
    let tokens = names.iter().map(|name| lexicon.read(&text(name))).collect();
    (lexicon, tokens)
}

/// The words of texts, with the vocabulary that the settings ask for.
pub fn words(names: &[&str], config: &Word2VecConfig) -> Rc<Words> {
    let (lexicon, tokens) = read(names);
    Rc::new(Words::of(&lexicon, &tokens.iter().collect::<Vec<_>>(), config.min_count, config.vocabulary))
}

/// Vectors trained to the end on the processor, as the lab trains them.
///
/// # Panics
/// Never: the processor is not lost.
pub fn trained(config: &Word2VecConfig, words: &Rc<Words>) -> Learner {
    let mut learner = config.learner(&Device::cpu(), words, &|| Rc::new(config.counts(words)));
    while !learner.is_done() {
        learner.step().unwrap_or_else(|e| panic!("{e}"));
    }
    learner
}

/// The vectors as centres, and their directions.
///
/// # Panics
/// When they are not on the processor.
pub fn vectors(learner: &Learner) -> (Vec<f32>, Space) {
    let input = &learner.model().input.value;
    let vectors = input.processor_mut().expect("on the processor").to_vec();
    let space = Space::new(&vectors, input.shape().matrix()[1]);
    (vectors, space)
}

/// What the page judges vectors by.
///
/// # Panics
/// When it is not there.
pub fn judge() -> Judge {
    let read = |name: &str| fs::read_to_string(data(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut judge = Judge::default();
    judge.read_pairs(&read("eval/wordsim353.tsv"));
    judge.read_questions(&read("eval/questions-words.txt"));
    judge
}

/// What the pairs and questions say of vectors.
pub fn verdict(judge: &Judge, words: &Words, space: Space) -> Verdict {
    let mut judging = judge.begin(words, Rc::new(space));
    loop {
        if let Some(verdict) = judging.step() {
            return verdict;
        }
    }
}
