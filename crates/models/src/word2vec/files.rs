//! Vectors as files for other programs.

use std::fmt::Write;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::data::Words;

/// The text format of word2vec, which gensim's `KeyedVectors.load_word2vec_format` reads: a line of V and D, then a line a
/// word.
pub fn word2vec_text(words: &Words, vectors: &[f32], size: usize) -> String {
    let mut text = format!("{} {size}\n", words.vocabulary().len());
    for (word, row) in words.vocabulary().iter().zip(vectors.chunks_exact(size)) {
        text += word;
        row.iter().for_each(|x| write!(text, " {x}").expect("a string takes everything"));
        text.push('\n');
    }
    text
}

/// Vectors for TensorFlow's Embedding Projector, a row a word; [`metadata`] names the rows.
pub fn projector_vectors(vectors: &[f32], size: usize) -> String {
    let line = |row: &[f32]| row.iter().map(f32::to_string).collect::<Vec<_>>().join("\t") + "\n";
    vectors.chunks_exact(size).map(line).collect()
}

/// Words and their counts, a row a word, with a header: the Embedding Projector's metadata.
pub fn metadata(words: &Words) -> String {
    let rows = words.vocabulary().iter().zip(words.counts()).map(|(word, count)| format!("{word}\t{count}\n"));
    std::iter::once("word\tcount\n".to_owned()).chain(rows).collect()
}

/// Both matrices in safetensors, with the vocabulary as a JSON array in the file's metadata.
///
/// # Errors
/// When safetensors refuses it, which would be a bug.
pub fn weights(words: &Words, matrices: &[(String, Vec<f32>)], size: usize) -> Result<Vec<u8>, CheckpointError> {
    let mut file = Checkpoint::default();
    for (name, numbers) in matrices {
        file.tensors.insert(name.clone(), (vec![numbers.len() / size, size], numbers.clone()));
    }
    let vocabulary = serde_json::Value::from(words.vocabulary()).to_string();
    file.metadata.insert("vocabulary".to_owned(), vocabulary);
    file.to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_a_row_a_word() {
        let words = Words::new("b a b", 1);
        let vectors = [0.5, -1.0, 1e-7, 2.0];
        assert_eq!(word2vec_text(&words, &vectors, 2), "2 2\nb 0.5 -1\na 0.0000001 2\n");
        assert_eq!(projector_vectors(&vectors, 2), "0.5\t-1\n0.0000001\t2\n");
        assert_eq!(metadata(&words), "word\tcount\nb\t2\na\t1\n");
        let file = weights(&words, &[("word2vec.input".to_owned(), vectors.to_vec())], 2).expect("a file");
        let read = Checkpoint::from_bytes(&file).expect("our own");
        assert_eq!(read.tensors["word2vec.input"], (vec![2, 2], vectors.to_vec()));
        assert_eq!(read.metadata["vocabulary"], r#"["b","a"]"#);
    }
}
