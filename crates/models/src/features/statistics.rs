//! What a feature is like over images that are learned from, and how it is drawn for one image.

use crate::config::FeatureKind;
use crate::data::images::LabelledImages;

use super::measures::{self, Mirror, ZONES};
use super::{Extractor, Pca, PcaSums, Standard};

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    kind: FeatureKind,
    size: [usize; 2],
    /// How many images were measured.
    pub measured: usize,
    /// What its numbers are called.
    pub names: Vec<String>,
    /// Mean and standard deviation of each.
    pub standard: Standard,
    /// Mean of each over the images of each class.
    pub classes: Vec<Vec<f32>>,
    /// Of each, the share of its variance that is between the classes' means.
    pub told: Vec<f32>,
    extractor: Extractor,
    pca: Option<Pca>,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What it is, as in `left-right` or `component.3`.
    pub name: String,
    /// Rows and columns.
    pub size: [usize; 2],
    /// Row by row.
    pub values: Vec<f32>,
}

impl Statistics {
    /// Of the first `most` images.
    pub fn new(kind: FeatureKind, images: &LabelledImages, most: usize) -> Self {
        let (size, measured) = (images.size(), images.len().min(most));
        let bright = |index: usize| -> Vec<f32> {
            images.pixels_of(index).iter().map(|pixel| f32::from(*pixel) / 255.0).collect()
        };
        let pca = (kind == FeatureKind::Pca).then(|| {
            let mut sums = PcaSums::new(size);
            (0..measured).for_each(|index| sums.add(&bright(index)));
            sums.finish()
        });
        let extractor = Extractor::new(&[kind], size, pca.clone());
        let rows: Vec<f32> = (0..measured).flat_map(|index| extractor.of(&bright(index))).collect();
        let names = extractor.names();
        let standard = Standard::of(&rows, names.len());
        let mut counts = vec![0.0_f32; images.classes()];
        let mut classes = vec![vec![0.0_f32; images.classes()]; names.len()];
        for (index, row) in rows.chunks_exact(names.len()).enumerate() {
            let label = images.label(index);
            counts[label] += 1.0;
            classes.iter_mut().zip(row).for_each(|(of_class, x)| of_class[label] += x);
        }
        for of_class in &mut classes {
            of_class.iter_mut().zip(&counts).for_each(|(sum, count)| *sum /= count.max(1.0));
        }
        let told = |(number, of_class): (usize, &Vec<f32>)| {
            let (mean, deviation) = (standard.means[number], standard.deviations[number]);
            let between: f32 = of_class.iter().zip(&counts).map(|(x, count)| count * (x - mean).powi(2)).sum();
            (between / measured as f32 / deviation.powi(2)).clamp(0.0, 1.0)
        };
        let told = classes.iter().enumerate().map(told).collect();
        Statistics { kind, size, measured, names, standard, classes, told, extractor, pca }
    }

    /// Its numbers for an image, brightness 0…1.
    pub fn values(&self, image: &[f32]) -> Vec<f32> {
        self.extractor.of(image)
    }

    /// Of PCA, the share of the variance along each component.
    pub fn explained(&self) -> Vec<f32> {
        self.pca.as_ref().map_or_else(Vec::new, |pca| pca.explained.iter().map(|share| *share as f32).collect())
    }

    /// What is drawn for an image: the image itself, and what the numbers are taken from.
    pub fn drawn(&self, image: &[f32]) -> Vec<Drawn> {
        let of = |name: &str, size: [usize; 2], values: Vec<f32>| Drawn { name: name.to_owned(), size, values };
        let mut drawn = vec![of("image", self.size, image.to_vec())];
        match (self.kind, &self.pca) {
            (FeatureKind::Means, _) => {}
            (FeatureKind::Symmetry, _) => {
                let differences = |mirror: Mirror| of(mirror.name(), self.size, mirror.differences(image, self.size));
                drawn.extend(Mirror::ALL.map(differences));
            }
            (FeatureKind::Edges, _) => {
                let [strengths, directions] = measures::gradients(image, self.size);
                drawn.push(of("strength", self.size, strengths));
                drawn.push(of("direction", self.size, directions));
            }
            (FeatureKind::Pca, Some(pca)) => {
                let small = |values: &[f64]| values.iter().map(|x| *x as f32).collect();
                drawn.push(of("mean", pca.small_size(), small(&pca.mean)));
                drawn.push(of("rebuilt", pca.small_size(), pca.rebuilt(&pca.of(image))));
                let components = pca.components.iter().enumerate();
                drawn.extend(components.map(|(k, axis)| of(&format!("component.{k}"), pca.small_size(), small(axis))));
            }
            (FeatureKind::Zoning | FeatureKind::Pca, _) => drawn.push(of("zones", [ZONES, ZONES], self.values(image))),
        }
        drawn
    }
}
