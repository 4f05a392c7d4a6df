//! Vectors as files for other programs.

use std::fmt::Write;

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
    }

    /// Words of several scripts, and numbers of every size.
    fn unusual() -> (Words, Vec<f32>) {
        let words = Words::new("l’été don't царь 王 नमस्ते ice-cream a_b 3rd", 1);
        let sizes = [1.0, -0.0, f32::MIN_POSITIVE, 1e-45, -f32::MAX, 0.1, 1.0 / 3.0, 16_777_217.0];
        let vectors = (0..words.vocabulary().len() * 3).map(|i| sizes[i % sizes.len()] * (1 + i / 8) as f32);
        let vectors = vectors.map(|x| x.clamp(-f32::MAX, f32::MAX)).collect();
        (words, vectors)
    }

    #[test]
    fn texts_give_back_every_bit() {
        let (words, vectors) = unusual();
        let text = word2vec_text(&words, &vectors, 3);
        let mut lines = text.split_terminator('\n');
        assert_eq!(lines.next(), Some(format!("{} 3", words.vocabulary().len()).as_str()));
        // As gensim reads it: what stands between single spaces.
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(' ').collect()).collect();
        assert_eq!(rows.iter().map(|row| row[0]).collect::<Vec<_>>(), words.vocabulary());
        let parsed = |number: &&str| number.parse::<f32>().expect("a number").to_bits();
        let bits = |numbers: &[f32]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(rows.iter().flat_map(|row| row[1..].iter().map(parsed)).collect::<Vec<_>>(), bits(&vectors));
        let tabbed = projector_vectors(&vectors, 3);
        let rows: Vec<Vec<&str>> = tabbed.lines().map(|line| line.split('\t').collect()).collect();
        assert!(rows.iter().all(|row| row.len() == 3));
        assert_eq!(rows.iter().flatten().map(parsed).collect::<Vec<_>>(), bits(&vectors));
        // The projector takes the first row of its metadata for a header, and wants a row a vector after it.
        let named = metadata(&words);
        let rows: Vec<Vec<&str>> = named.lines().map(|line| line.split('\t').collect()).collect();
        assert!(rows.iter().all(|row| row.len() == 2));
        assert_eq!(rows[1..].iter().map(|row| row[0]).collect::<Vec<_>>(), words.vocabulary());
    }
}
