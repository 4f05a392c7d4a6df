//! Vectors of words: places of words u in the vocabulary `[N]` → their vectors `[N,D]` and p(v|u) of all words `[N,V]`.

use super::graph::{Attribute, Numbers, OnnxGraph, Size};
use super::{numbers, numbers_if_any, transposed};
use crate::checkpoint::Checkpoint;

const ABOUT: &str = "words [count] are places in the vocabulary, which is in the metadata, a word a line. scores are \
                     the inner products with all words as neighbours, probabilities their softmax.";

/// The matrices of a checkpoint (`word2vec.input`, and `word2vec.output` where there are two) as a file.
pub fn word2vec(checkpoint: &Checkpoint, vocabulary: &[String]) -> Vec<u8> {
    let mut graph = OnnxGraph::default();
    let words = vocabulary.len();
    let input = numbers(checkpoint, "word2vec.input");
    let size = input.len() / words.max(1);
    graph.input("words", Numbers::I64, &[Size::Any("count")]);
    let table = graph.weights("word2vec.input", &[words, size], input);
    graph.node("Gather", &[&table, "words"], "vectors", &[]);
    let neighbours = match numbers_if_any(checkpoint, "word2vec.output") {
        None => graph.node("Transpose", &[&table], "neighbours", &[("perm", Attribute::Integers(vec![1, 0]))]),
        Some(output) => graph.weights("word2vec.output", &[size, words], &transposed(output, size)),
    };
    graph.node("MatMul", &["vectors", &neighbours], "scores", &[]);
    graph.node("Softmax", &["scores"], "probabilities", &[("axis", Attribute::Integer(1))]);
    graph.output("vectors", &[Size::Any("count"), Size::Is(size)]);
    graph.output("scores", &[Size::Any("count"), Size::Is(words)]);
    graph.output("probabilities", &[Size::Any("count"), Size::Is(words)]);
    let step = checkpoint.step().to_string();
    let metadata = [("vocabulary".to_owned(), vocabulary.join("\n")), ("step".to_owned(), step)];
    graph.into_file("word2vec", ABOUT, &metadata.into())
}
