//! Principal components of vectors that keep changing: each time from the axes of the last time, so that they turn with
//! the vectors and do not jump.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::{Device, ops};

/// Axes that are followed beyond those that are shown: with them the shown ones are found faster.
const GUARDS: usize = 3;
/// Steps of the iteration from nothing, and from the axes of the last time.
const STEPS: [usize; 2] = [200, 12];

/// The axes found so far.
#[derive(Clone, Debug, Default)]
pub struct Pca {
    /// Of length 1 and at right angles, the one with most variance first.
    axes: Vec<Vec<f64>>,
}

/// Vectors as they lie along the axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Projected {
    /// `[N,k]`, in the vectors' own unit, about their mean.
    pub places: Vec<f32>,
    /// The share of the variance along each of the k axes.
    pub explained: Vec<f64>,
}

impl Pca {
    /// Projects the rows of `[N,D]`, D being `size`, on their first `dimensions` components: subspace iteration
    /// Q ← orthonormal(C·Q) with the covariance C (Rutishauser 1969).
    pub fn project(&mut self, vectors: &[f32], size: usize, dimensions: usize) -> Projected {
        let rows = vectors.len() / size;
        let dimensions = dimensions.min(size);
        let centred = centred(vectors, size);
        let device = Device::cpu();
        let x = device.upload([rows, size], &centred);
        let covariance = ops::matmul(&x, Transposed, &x, Plain); // times N: axes and shares are the same
        let covariance = covariance.processor_mut().expect("it is on the processor").to_vec();
        self.follow(&covariance, size, dimensions);
        let trace: f64 = (0..size).map(|d| f64::from(covariance[d * size + d])).sum();
        let shown = &self.axes[..dimensions];
        let along = |axis: &Vec<f64>| dot(axis, &times(&covariance, axis)) / trace.max(f64::MIN_POSITIVE);
        let flat: Vec<f32> = shown.iter().flatten().map(|x| *x as f32).collect();
        let places = ops::matmul(&x, Plain, &device.upload([dimensions, size], &flat), Transposed);
        Projected {
            explained: shown.iter().map(along).collect(),
            places: places.processor_mut().expect("it is on the processor").to_vec(),
        }
    }

    fn follow(&mut self, covariance: &[f32], size: usize, dimensions: usize) {
        let wanted = (dimensions + GUARDS).min(size);
        let is_new = self.axes.len() < wanted || self.axes[0].len() != size;
        if is_new {
            // No two the same, none at right angles to an axis by design.
            let start = |axis: usize| (0..size).map(|d| ((d * (axis + 2) + axis + 1) as f64).sin()).collect();
            self.axes = orthonormal((0..wanted).map(start).collect());
        }
        let before = self.axes.clone();
        for _ in 0..STEPS[usize::from(!is_new)] {
            let turned = self.axes.iter().map(|axis| times(covariance, axis)).collect();
            self.axes = orthonormal(turned);
        }
        for (axis, before) in self.axes.iter_mut().zip(&before) {
            if dot(axis, before) < 0.0 {
                axis.iter_mut().for_each(|x| *x = -*x);
            }
        }
    }
}

fn centred(vectors: &[f32], size: usize) -> Vec<f32> {
    let rows = (vectors.len() / size).max(1) as f32;
    let mut mean = vec![0.0; size];
    vectors.chunks_exact(size).for_each(|row| mean.iter_mut().zip(row).for_each(|(mean, x)| *mean += x / rows));
    vectors.chunks_exact(size).flat_map(|row| row.iter().zip(&mean).map(|(x, mean)| x - mean)).collect()
}

fn times(matrix: &[f32], vector: &[f64]) -> Vec<f64> {
    let row = |row: &[f32]| row.iter().zip(vector).map(|(m, x)| f64::from(*m) * x).sum();
    matrix.chunks_exact(vector.len()).map(row).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gram and Schmidt's, twice for its rounding; a vector without a part of its own becomes the first unit vector that has
/// one.
fn orthonormal(vectors: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut found: Vec<Vec<f64>> = Vec::new();
    for vector in vectors {
        let size = vector.len();
        let units = (0..size).map(|d| (0..size).map(|i| f64::from(u8::from(i == d))).collect());
        let axis = std::iter::once(vector).chain(units).find_map(|vector: Vec<f64>| own_part(vector, &found));
        found.extend(axis);
    }
    found
}

fn own_part(mut vector: Vec<f64>, others: &[Vec<f64>]) -> Option<Vec<f64>> {
    let length = dot(&vector, &vector).sqrt();
    vector.iter_mut().for_each(|x| *x /= length.max(f64::MIN_POSITIVE));
    for _ in 0..2 {
        for other in others {
            let share = dot(&vector, other);
            vector.iter_mut().zip(other).for_each(|(x, o)| *x -= share * o);
        }
    }
    let rest = dot(&vector, &vector).sqrt();
    vector.iter_mut().for_each(|x| *x /= rest.max(f64::MIN_POSITIVE));
    (rest > 1e-9).then_some(vector)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Random;

    /// Normal numbers with these standard deviations along turned axes.
    fn cloud(rows: usize, deviations: [f32; 4], turn: f32) -> Vec<f32> {
        let mut random = Random::new(1, 1);
        let point = |_| {
            let [a, b, c, d] = deviations.map(|deviation| deviation * random.normal());
            [a * turn.cos() - b * turn.sin() + 3.0, a * turn.sin() + b * turn.cos(), c, d]
        };
        (0..rows).flat_map(point).collect()
    }

    #[test]
    fn components_lie_along_the_variance() {
        let projected = Pca::default().project(&cloud(2000, [4.0, 2.0, 1.0, 0.5], 0.6), 4, 3);
        let variance = |k: usize| projected.places.iter().skip(k).step_by(3).map(|x| x * x).sum::<f32>() / 2000.0;
        for (k, expected) in [16.0, 4.0, 1.0].into_iter().enumerate() {
            assert!((variance(k) / expected - 1.0).abs() < 0.1, "{k}: {}", variance(k));
            assert!((projected.explained[k] - f64::from(expected) / 21.25).abs() < 0.03);
        }
        let mixed: f32 = projected.places.chunks_exact(3).map(|place| place[0] * place[1]).sum::<f32>() / 2000.0;
        assert!(mixed.abs() < 0.05, "axes are at right angles: {mixed}");
    }

    #[test]
    fn axes_turn_with_the_vectors_and_do_not_flip() {
        let mut pca = Pca::default();
        let mut last = pca.project(&cloud(500, [4.0, 2.0, 1.0, 0.5], 0.0), 4, 2).places;
        for turn in 1..40 {
            let now = pca.project(&cloud(500, [4.0, 2.0, 1.0, 0.5], turn as f32 * 0.2), 4, 2).places;
            let moved = now.iter().zip(&last).map(|(a, b)| (a - b).powi(2)).sum::<f32>() / 500.0;
            assert!(moved < 0.1, "turn {turn}: {moved}");
            last = now;
        }
    }

    #[test]
    fn vectors_without_variance_have_a_place_too() {
        let projected = Pca::default().project(&[1.0, 2.0, 1.0, 2.0], 2, 3);
        assert_eq!((projected.places, projected.explained), (vec![0.0; 4], vec![0.0; 2]));
    }
}
