//! `n_wu`: how often two words stand side by side.

use std::ops::Range;

use super::Subsampling;
use crate::config::Reach;
use crate::data::Words;

/// Numbers of rows that are counted in one reading of the text.
const DENSE: usize = 4 << 20;

/// What counts as side by side: within a window, in one sentence.
#[derive(Clone, Debug)]
pub struct Neighbourhood {
    /// How far a word looks to each side at most.
    pub window: usize,
    /// Where the reach is drawn, a pair counts as often as it is expected to be seen.
    pub reach: Reach,
    /// Where frequent words are thinned, so is a pair of them.
    pub subsampling: Option<Subsampling>,
}

impl Neighbourhood {
    /// Rows `centres` of the matrix, each with a column for every word.
    pub fn rows(&self, words: &Words, centres: Range<usize>) -> Vec<f32> {
        let columns = words.vocabulary().len();
        let mut rows = vec![0.0; centres.len() * columns];
        let shares: Vec<f32> = (1..=self.window).map(|distance| self.share(distance)).collect();
        for sentence in (0..words.sentences()).map(|number| words.sentence(number)) {
            for (position, centre) in sentence.iter().enumerate() {
                if !centres.contains(&(*centre as usize)) {
                    continue;
                }
                let row = &mut rows[(*centre as usize - centres.start) * columns..][..columns];
                let (before, after) = (&sentence[..position], &sentence[position + 1..]);
                before.iter().rev().zip(&shares).for_each(|(word, share)| row[*word as usize] += share);
                after.iter().zip(&shares).for_each(|(word, share)| row[*word as usize] += share);
            }
        }
        if let Some(subsampling) = &self.subsampling {
            for (centre, row) in centres.zip(rows.chunks_exact_mut(columns)) {
                let kept = subsampling.probability(centre);
                row.iter_mut().enumerate().for_each(|(word, n)| *n *= (kept * subsampling.probability(word)) as f32);
            }
        }
        rows
    }

    /// How often of all times a word looks as far as `distance`.
    fn share(&self, distance: usize) -> f32 {
        match self.reach {
            Reach::Fixed => 1.0,
            Reach::Dynamic => (self.window + 1 - distance) as f32 / self.window as f32,
        }
    }
}

/// The whole matrix, without its zeros.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Where each row begins in the other two, and where the last ends.
    starts: Vec<usize>,
    columns: Vec<u32>,
    numbers: Vec<f32>,
    total: f64,
}

impl Counts {
    /// Counts all pairs.
    pub fn new(words: &Words, neighbourhood: &Neighbourhood) -> Self {
        let vocabulary = words.vocabulary().len();
        let at_once = (DENSE / vocabulary.max(1)).max(1);
        let mut counts = Counts { starts: vec![0], ..Counts::default() };
        for first in (0..vocabulary).step_by(at_once) {
            let rows = neighbourhood.rows(words, first..vocabulary.min(first + at_once));
            for row in rows.chunks_exact(vocabulary) {
                for (column, number) in (0..).zip(row).filter(|(_, number)| **number > 0.0) {
                    counts.columns.push(column);
                    counts.numbers.push(*number);
                    counts.total += f64::from(*number);
                }
                counts.starts.push(counts.columns.len());
            }
        }
        counts
    }

    /// Pairs that ever stand side by side.
    pub fn pairs(&self) -> usize {
        self.columns.len()
    }

    /// The sum of all numbers.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Adds a row to `dense`, which has a place for every word, and returns its sum.
    pub fn fill(&self, row: usize, dense: &mut [f32]) -> f64 {
        let range = self.starts[row]..self.starts[row + 1];
        let mut sum = 0.0;
        for (column, number) in self.columns[range.clone()].iter().zip(&self.numbers[range]) {
            dense[*column as usize] += number;
            sum += f64::from(*number);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(window: usize, reach: Reach) -> Neighbourhood {
        Neighbourhood { window, reach, subsampling: None }
    }

    #[test]
    fn pairs_within_the_window_of_a_sentence_are_counted() {
        let words = Words::new("a b a c\nc b\nc", 1); // by count then spelling: c 3, a 2, b 2
        assert_eq!(words.vocabulary(), ["c", "a", "b"]);
        let rows = plain(1, Reach::Fixed).rows(&words, 0..3);
        assert_eq!(rows, [0.0, 1.0, 1.0, 1.0, 0.0, 2.0, 1.0, 2.0, 0.0]);
        let rows = plain(2, Reach::Dynamic).rows(&words, 1..2);
        assert_eq!(rows, [1.0, 2.0 * 0.5, 2.0]);
        let counts = Counts::new(&words, &plain(1, Reach::Fixed));
        assert_eq!((counts.pairs(), counts.total()), (6, 8.0));
        let mut row = vec![0.0; 3];
        assert_eq!((counts.fill(2, &mut row), row), (3.0, vec![1.0, 2.0, 0.0]));
    }

    #[test]
    fn the_matrix_is_symmetric_and_thinned_pairs_count_less() {
        let text: String = (0..400).map(|i| format!("w{} w{} w{}\n", i % 7, i * i % 11, i % 3)).collect();
        let words = Words::new(&text, 1);
        let subsampling = Subsampling::new(words.counts(), 1e-2);
        let thinned = Neighbourhood { subsampling: Some(subsampling.clone()), ..plain(3, Reach::Dynamic) };
        let size = words.vocabulary().len();
        let (all, fewer) = (plain(3, Reach::Dynamic).rows(&words, 0..size), thinned.rows(&words, 0..size));
        for (i, j) in (0..size).flat_map(|i| (0..size).map(move |j| (i, j))) {
            assert_eq!(fewer[i * size + j], fewer[j * size + i]);
            let expected = f64::from(all[i * size + j]) * subsampling.probability(i) * subsampling.probability(j);
            assert!((f64::from(fewer[i * size + j]) - expected).abs() < 1e-3);
        }
    }
}
