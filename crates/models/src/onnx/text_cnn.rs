//! Filters along a sentence (Kim 2014): symbols `[B,T]` → logits and probabilities `[B,K]`.

use super::graph::{Attribute, Numbers, OnnxGraph, Size};
use super::{numbers, transposed};
use crate::checkpoint::Checkpoint;
use crate::text_cnn::{CLASSES, Sizes};

const ABOUT: &str = "symbols [sentences, length] are places in the vocabulary, which is in the metadata, a symbol a \
                     line; a sentence has the edge's symbol, 0, before and after it.";

/// The weights of a checkpoint as a file.
pub fn text_cnn(checkpoint: &Checkpoint, sizes: &Sizes, vocabulary: &[String]) -> Vec<u8> {
    let mut graph = OnnxGraph::default();
    let Sizes { vocabulary: symbols, embedding, filters, .. } = *sizes;
    graph.input("symbols", Numbers::I64, &[Size::Any("sentences"), Size::Any("length")]);
    let table = graph.weights("embedding.table", &[symbols, embedding], numbers(checkpoint, "embedding.table"));
    graph.node("Gather", &[&table, "symbols"], "embedded", &[]);
    // [B,T,D] → [B,D,T]
    graph.node("Transpose", &["embedded"], "channels", &[("perm", Attribute::Integers(vec![0, 2, 1]))]);
    let mut pooled = Vec::new();
    for width in &sizes.widths {
        let (name, width) = (format!("conv{width}"), *width as usize);
        // [1,K,D,F] → [F,D,K]
        let by_filter = transposed(numbers(checkpoint, &format!("{name}.W")), filters);
        let w: Vec<f32> =
            by_filter.chunks_exact(width * embedding).flat_map(|taps| transposed(taps, embedding)).collect();
        let w = graph.weights(&format!("{name}.W"), &[filters, embedding, width], &w);
        let b = graph.weights(&format!("{name}.b"), &[filters], numbers(checkpoint, &format!("{name}.b")));
        let answers = graph.node("Conv", &["channels", &w, &b], &name, &[]);
        let relu = graph.node("Relu", &[&answers], &format!("{name}.relu"), &[]);
        let most = graph.node("GlobalMaxPool", &[&relu], &format!("{name}.max"), &[]);
        pooled.push(graph.node("Flatten", &[&most], &format!("{name}.features"), &[]));
    }
    let pooled: Vec<&str> = pooled.iter().map(String::as_str).collect();
    graph.node("Concat", &pooled, "features", &[("axis", Attribute::Integer(1))]);
    let w = graph.weights("output.W", &[filters * sizes.widths.len(), CLASSES], numbers(checkpoint, "output.W"));
    let b = graph.weights("output.b", &[CLASSES], numbers(checkpoint, "output.b"));
    graph.node("Gemm", &["features", &w, &b], "logits", &[]);
    graph.node("Softmax", &["logits"], "probabilities", &[("axis", Attribute::Integer(1))]);
    for output in ["logits", "probabilities"] {
        graph.output(output, &[Size::Any("sentences"), Size::Is(CLASSES)]);
    }
    let step = checkpoint.step().to_string();
    let metadata = [("vocabulary".to_owned(), vocabulary.join("\n")), ("step".to_owned(), step)];
    graph.into_file("text-cnn", ABOUT, &metadata.into())
}
