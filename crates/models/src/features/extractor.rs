//! The numbers of an image, side by side, and how they are brought to one scale.

use crate::config::FeatureKind;

use super::{Pca, measures};

/// What is measured of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Extractor {
    kinds: Vec<FeatureKind>,
    size: [usize; 2],
    pca: Option<Pca>,
}

impl Extractor {
    /// These kinds, in this order; components are those of `pca`, without which there are none.
    pub fn new(kinds: &[FeatureKind], size: [usize; 2], pca: Option<Pca>) -> Self {
        Extractor { kinds: kinds.to_vec(), size, pca }
    }

    /// What its numbers are called.
    pub fn names(&self) -> Vec<String> {
        let of = |kind: &FeatureKind| match (kind, &self.pca) {
            (FeatureKind::Pca, Some(pca)) => (0..pca.components.len()).map(|k| format!("component.{k}")).collect(),
            _ => measures::names(*kind, self.size),
        };
        self.kinds.iter().flat_map(of).collect()
    }

    /// The numbers of an image, brightness 0…1.
    pub fn of(&self, image: &[f32]) -> Vec<f32> {
        let of = |kind: &FeatureKind| match (kind, &self.pca) {
            (FeatureKind::Pca, Some(pca)) => pca.of(image),
            _ => measures::values(*kind, image, self.size),
        };
        self.kinds.iter().flat_map(of).collect()
    }
}

/// (x − mean) / deviation of every number, as it is over the images that are learned from.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    /// Mean of each number.
    pub means: Vec<f32>,
    /// Standard deviation of each; 1 where all are the same.
    pub deviations: Vec<f32>,
}

impl Standard {
    /// That of rows `[N,D]`, D being `numbers`.
    pub fn of(rows: &[f32], numbers: usize) -> Self {
        let count = (rows.len() / numbers.max(1)).max(1) as f64;
        let mut means = vec![0.0_f64; numbers];
        for row in rows.chunks_exact(numbers) {
            means.iter_mut().zip(row).for_each(|(mean, x)| *mean += f64::from(*x) / count);
        }
        let mut variances = vec![0.0_f64; numbers];
        for row in rows.chunks_exact(numbers) {
            let pairs = variances.iter_mut().zip(row).zip(&means);
            pairs.for_each(|((variance, x), mean)| *variance += (f64::from(*x) - mean).powi(2) / count);
        }
        // What rounding makes of equal numbers is no difference.
        let deviation = |variance: f64| if variance > 1e-12 { variance.sqrt() as f32 } else { 1.0 };
        Standard {
            means: means.iter().map(|mean| *mean as f32).collect(),
            deviations: variances.into_iter().map(deviation).collect(),
        }
    }

    /// Rows, brought to that scale.
    pub fn scale(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(self.means.len()) {
            for ((x, mean), deviation) in row.iter_mut().zip(&self.means).zip(&self.deviations) {
                *x = (*x - mean) / deviation;
            }
        }
    }
}
