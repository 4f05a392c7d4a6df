//! Vectors by their directions: cosines, neighbours and analogies.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::{Device, Tensor, ops};

/// Vectors of length 1.
#[derive(Clone, Debug)]
pub struct Space {
    /// `[V,D]`, on the processor.
    unit: Tensor,
    norms: Vec<f32>,
    size: usize,
}

impl Space {
    /// The directions of the rows of `[V,D]`, D being `size`; a row of zeros has none, and a cosine of 0 with all.
    pub fn new(vectors: &[f32], size: usize) -> Self {
        let mut unit = vectors.to_vec();
        let norm = |row: &mut [f32]| {
            let norm = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            row.iter_mut().for_each(|x| *x /= norm.max(f32::MIN_POSITIVE));
            norm
        };
        let norms: Vec<f32> = unit.chunks_exact_mut(size).map(norm).collect();
        Space { unit: Device::cpu().upload([norms.len(), size], &unit), norms, size }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.norms.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.norms.is_empty()
    }

    /// D
    pub fn size(&self) -> usize {
        self.size
    }

    /// The length that a vector has itself.
    pub fn norm(&self, word: u32) -> f32 {
        self.norms[word as usize]
    }

    /// The vectors' directions, `[V,D]`.
    pub fn unit(&self) -> Vec<f32> {
        self.unit.processor_mut().expect("it is on the processor").to_vec()
    }

    /// One vector's direction.
    pub fn row(&self, word: u32) -> Vec<f32> {
        self.unit.processor_mut().expect("it is on the processor")[word as usize * self.size..][..self.size].to_vec()
    }

    /// a − b + c, of vectors of length 1.
    pub fn combined(&self, [a, b, c]: [u32; 3]) -> Vec<f32> {
        let ([a, b], c) = ([self.row(a), self.row(b)], self.row(c));
        a.iter().zip(&b).zip(&c).map(|((a, b), c)| a - b + c).collect()
    }

    /// The products of queries, rows of `[N,D]`, with all vectors: `[N,V]`; of a query of length 1 they are cosines.
    pub fn products(&self, queries: &[f32]) -> Vec<f32> {
        let queries = self.unit.device().upload([queries.len() / self.size, self.size], queries);
        let products = ops::matmul(&queries, Plain, &self.unit, Transposed);
        products.processor_mut().expect("it is on the processor").to_vec()
    }

    /// The cosines of one query with all vectors.
    pub fn cosines(&self, query: &[f32]) -> Vec<f32> {
        let norm = query.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        self.products(&query.iter().map(|x| x / norm).collect::<Vec<_>>())
    }
}

/// The words with the largest numbers, the largest first, without those in `skip`.
pub fn largest(numbers: &[f32], count: usize, skip: &[u32]) -> Vec<u32> {
    let mut words: Vec<u32> = (0..numbers.len() as u32).filter(|word| !skip.contains(word)).collect();
    let before = |a: &u32, b: &u32| numbers[*b as usize].total_cmp(&numbers[*a as usize]).then(a.cmp(b));
    if count < words.len() {
        words.select_nth_unstable_by(count, before);
        words.truncate(count);
    }
    words.sort_unstable_by(before);
    words
}

/// The place of a word by its number, from 1, among itself and all that are not in `skip`.
pub fn place(numbers: &[f32], word: u32, skip: &[u32]) -> usize {
    let own = numbers[word as usize];
    1 + (0..).zip(numbers).filter(|(other, number)| **number > own && !skip.contains(other)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn analogies_find_the_parallelogram() {
        // Royal or not, man or woman, and two words apart; lengths do not matter.
        let vectors = [1.0, 1.0, 0.1, 0.0, 2.0, 0.2, 1.0, -1.0, 0.1, 0.0, -0.5, 0.05, -1.0, 0.0, 5.0];
        let space = Space::new(&vectors, 3);
        let query = space.combined([0, 1, 3]); // king − man + woman
        let cosines = space.cosines(&query);
        assert_eq!(largest(&cosines, 2, &[0, 1, 3]), [2, 4]);
        assert_eq!(place(&cosines, 2, &[0, 1, 3]), 1);
        assert_eq!(largest(&cosines, 9, &[]).len(), 5);
        assert!((space.norm(1) - 4.04f32.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn a_place_counts_who_is_before() {
        let numbers = [0.5, 0.9, 0.1, 0.7];
        assert_eq!([0, 1, 2, 3].map(|word| place(&numbers, word, &[])), [3, 1, 4, 2]);
        assert_eq!((place(&numbers, 2, &[1, 3, 2]), place(&numbers, 2, &[1, 1, 1])), (2, 3));
        assert_eq!(Space::new(&[0.0; 4], 2).cosines(&[1.0, 0.0]), [0.0, 0.0]);
    }
}
