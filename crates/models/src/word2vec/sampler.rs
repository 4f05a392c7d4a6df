//! What word2vec draws: which words of a sentence are read, how far a word looks around, and noise.

use crate::rng::Random;

/// Words drawn with given weights, each in constant time (Walker 1977, built after Vose 1991).
#[derive(Clone, Debug)]
pub struct Noise {
    /// For each cell how much of it, in parts of 2³², is its own word, and whose the rest is.
    cells: Vec<[u32; 2]>,
}

impl Noise {
    /// Words in proportion to count^power; word2vec's power is 0.75.
    pub fn new(counts: &[u32], power: f64) -> Self {
        let weights: Vec<f64> = counts.iter().map(|count| f64::from(*count).powf(power)).collect();
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let mut parts: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let mut cells: Vec<[u32; 2]> = (0..parts.len() as u32).map(|word| [u32::MAX, word]).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..parts.len()).partition(|i| parts[*i] < 1.0);
        while let (Some(less), Some(more)) = (small.pop(), large.pop()) {
            cells[less] = [(parts[less] * f64::from(u32::MAX)) as u32, more as u32];
            parts[more] -= 1.0 - parts[less];
            if parts[more] < 1.0 { small.push(more) } else { large.push(more) }
        }
        Noise { cells } // what is left over by rounding is whole
    }

    /// One word.
    pub fn draw(&self, random: &mut Random) -> u32 {
        // The product's upper half is the cell, its lower half a place in it.
        let place = u64::from(random.bits()) * self.cells.len() as u64;
        let cell = (place >> 32) as u32;
        let [own, other] = self.cells[cell as usize];
        if place as u32 <= own { cell } else { other }
    }
}

/// How likely frequent words are kept: a word with the frequency f is read with the probability
/// min(1, (√(f/t) + 1)·t/f), as word2vec's code has it.
#[derive(Clone, Debug)]
pub struct Subsampling {
    /// In parts of 2³².
    kept: Vec<u32>,
}

impl Subsampling {
    /// With the threshold t; 0 keeps everything.
    pub fn new(counts: &[u32], threshold: f64) -> Self {
        let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        let kept = |count: &u32| {
            let ratio = f64::from(*count) / (threshold * total);
            let probability = if threshold > 0.0 { ((ratio.sqrt() + 1.0) / ratio).min(1.0) } else { 1.0 };
            (probability * f64::from(u32::MAX)) as u32
        };
        Subsampling { kept: counts.iter().map(kept).collect() }
    }

    /// How likely an occurrence of a word is read.
    pub fn probability(&self, word: usize) -> f64 {
        f64::from(self.kept[word]) / f64::from(u32::MAX)
    }

    /// The words of a sentence that are read this time, into `read`.
    pub fn read(&self, sentence: &[u32], random: &mut Random, read: &mut Vec<u32>) {
        read.clear();
        read.extend(sentence.iter().filter(|word| random.bits() <= self.kept[**word as usize]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts as of a text: a few frequent words, many rare ones, and one that does not occur.
    fn counts(words: u32) -> Vec<u32> {
        (1..words).map(|rank| 60_000 / rank).chain([0]).collect()
    }

    /// count^¾ in parts of their sum.
    fn wanted(counts: &[u32]) -> Vec<f64> {
        let sum: f64 = counts.iter().map(|count| f64::from(*count).powf(0.75)).sum();
        counts.iter().map(|count| f64::from(*count).powf(0.75) / sum).collect()
    }

    #[test]
    fn the_cells_add_up_to_the_powers_of_the_counts() {
        for counts in [counts(2), counts(7), counts(5000), vec![5; 9]] {
            let cells = Noise::new(&counts, 0.75).cells;
            let mut shares = vec![0.0; counts.len()];
            for (cell, [own, other]) in cells.iter().enumerate() {
                let own = (f64::from(*own) + 1.0) / 2f64.powi(32); // places up to and with `own`
                shares[cell] += own / cells.len() as f64;
                shares[*other as usize] += (1.0 - own) / cells.len() as f64;
            }
            for (share, wanted) in shares.iter().zip(wanted(&counts)) {
                assert!((share - wanted).abs() < 1e-9, "{share} instead of {wanted}");
            }
        }
    }

    /// Pearson's χ² of what was drawn; of k kinds it has the mean k − 1 and the variance 2·(k − 1).
    #[test]
    fn noise_is_drawn_as_often_as_it_should() {
        for (words, seed) in [(7, 1), (500, 2), (3000, 3)] {
            let counts = counts(words);
            let (noise, mut random) = (Noise::new(&counts, 0.75), Random::new(seed, 1));
            let (mut drawn, draws) = (vec![0u32; counts.len()], 2_000_000);
            (0..draws).for_each(|_| drawn[noise.draw(&mut random) as usize] += 1);
            assert_eq!(drawn.pop(), Some(0), "a word that does not occur");
            let expected: Vec<f64> = wanted(&counts).iter().map(|share| share * f64::from(draws)).collect();
            assert!(expected[..drawn.len()].iter().all(|expected| *expected > 5.0));
            let chi: f64 = drawn.iter().zip(&expected).map(|(n, e)| (f64::from(*n) - e).powi(2) / e).sum();
            let freedom = drawn.len() as f64 - 1.0;
            let deviations = (chi - freedom) / (2.0 * freedom).sqrt();
            assert!(deviations.abs() < 4.0, "χ² {chi} with {freedom} degrees of freedom");
            // The test can fail: noise by the counts themselves is found out.
            let wrong: f64 = counts.iter().map(|count| f64::from(*count)).sum();
            let wrong = counts.iter().map(|count| f64::from(*count) / wrong * f64::from(draws));
            let chi: f64 = drawn.iter().zip(wrong).map(|(n, e)| (f64::from(*n) - e).powi(2) / e).sum();
            assert!((chi - freedom) / (2.0 * freedom).sqrt() > 100.0);
        }
    }

    #[test]
    fn frequent_words_are_thinned_and_rare_ones_kept() {
        let (counts, threshold) = ([90_000, 9_000, 900, 90, 10], 1e-3);
        let subsampling = Subsampling::new(&counts, threshold);
        let repeats = 20_000;
        let sentence: Vec<u32> = [0, 1, 2, 3, 4].repeat(repeats);
        let (mut random, mut read) = (Random::new(1, 1), Vec::new());
        subsampling.read(&sentence, &mut random, &mut read);
        for (word, count) in counts.into_iter().enumerate() {
            let ratio = f64::from(count) / 1e5 / threshold;
            let kept = (1.0 / ratio + 1.0 / ratio.sqrt()).min(1.0);
            assert!((subsampling.probability(word) - kept).abs() < 1e-6, "{count}");
            let times = read.iter().filter(|other| **other == word as u32).count() as f64;
            // Binomial: so many times, give or take √(n·p·(1 − p)).
            let [mean, deviation] = [repeats as f64 * kept, (repeats as f64 * kept * (1.0 - kept)).sqrt()];
            assert!((times - mean).abs() <= 4.0 * deviation, "{count}: {times} times instead of {mean}");
        }
        Subsampling::new(&counts, 0.0).read(&sentence, &mut random, &mut read);
        assert_eq!(read, sentence);
    }
}
