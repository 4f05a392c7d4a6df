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

    #[test]
    fn noise_follows_the_powers_of_the_counts() {
        let counts = [900, 300, 100, 7, 1, 0];
        let noise = Noise::new(&counts, 0.75);
        let mut random = Random::new(1, 1);
        let mut drawn = [0u32; 6];
        (0..400_000).for_each(|_| drawn[noise.draw(&mut random) as usize] += 1);
        let sum: f64 = counts.iter().map(|count| f64::from(*count).powf(0.75)).sum();
        for (drawn, count) in drawn.iter().zip(counts) {
            let (got, expected) = (f64::from(*drawn) / 4e5, f64::from(count).powf(0.75) / sum);
            assert!((got - expected).abs() < 0.003, "{count}: {got} instead of {expected}");
        }
    }

    #[test]
    fn frequent_words_are_thinned_and_rare_ones_kept() {
        let counts = [90_000, 9_990, 10];
        let subsampling = Subsampling::new(&counts, 1e-3);
        let sentence: Vec<u32> = [0, 1, 2].repeat(20_000);
        let (mut random, mut read) = (Random::new(1, 1), Vec::new());
        subsampling.read(&sentence, &mut random, &mut read);
        for (word, expected) in [(0, 0.0344), (1, 0.1101), (2, 1.0)] {
            let share = read.iter().filter(|other| **other == word).count() as f64 / 2e4;
            assert!((share - expected).abs() < 0.01, "{word}: {share} instead of {expected}");
        }
        Subsampling::new(&counts, 0.0).read(&sentence, &mut random, &mut read);
        assert_eq!(read, sentence);
    }
}
