//! Principal components of images: the directions in which images to learn from differ most (Pearson 1901).
//!
//! Four pixels are averaged first: 196 numbers instead of 784 have nearly the same components, and their axes are found in a
//! sixtieth of the time.

use nalgebra::{DMatrix, SymmetricEigen};

/// How many components are kept.
pub const COMPONENTS: usize = 16;

/// Sums over images, of which there may be more to come.
#[derive(Clone, Debug)]
pub struct PcaSums {
    size: [usize; 2],
    count: usize,
    sum: Vec<f64>,
    /// Of products, upper triangle.
    products: Vec<f64>,
}

/// Components of images.
#[derive(Clone, Debug, PartialEq)]
pub struct Pca {
    /// [Y, X] of an image.
    size: [usize; 2],
    /// Of the averaged pixels.
    pub mean: Vec<f64>,
    /// Of length 1 and at right angles, the one with most variance first; the greatest number of each is positive.
    pub components: Vec<Vec<f64>>,
    /// The share of the variance along each.
    pub explained: Vec<f64>,
}

impl PcaSums {
    /// Of images of this size.
    pub fn new(size: [usize; 2]) -> Self {
        let cells = small(size).iter().product::<usize>();
        PcaSums { size, count: 0, sum: vec![0.0; cells], products: vec![0.0; cells * cells] }
    }

    /// One image more.
    pub fn add(&mut self, image: &[f32]) {
        let cells = averaged(image, self.size);
        self.count += 1;
        for (i, a) in cells.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            self.sum[i] += a;
            let row = &mut self.products[i * cells.len()..][..cells.len()];
            row[i..].iter_mut().zip(&cells[i..]).for_each(|(sum, b)| *sum += a * b);
        }
    }

    /// The components.
    pub fn finish(&self) -> Pca {
        let (cells, count) = (self.sum.len(), self.count.max(1) as f64);
        let mean: Vec<f64> = self.sum.iter().map(|sum| sum / count).collect();
        let covariance = |i: usize, j: usize| {
            let (low, high) = (i.min(j), i.max(j));
            self.products[low * cells + high] / count - mean[i] * mean[j]
        };
        let eigen = SymmetricEigen::new(DMatrix::from_fn(cells, cells, covariance));
        let mut order: Vec<usize> = (0..cells).collect();
        order.sort_by(|a, b| eigen.eigenvalues[*b].total_cmp(&eigen.eigenvalues[*a]));
        order.truncate(COMPONENTS);
        let total = eigen.eigenvalues.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let component = |k: &usize| {
            let axis = eigen.eigenvectors.column(*k);
            let greatest = axis.iter().fold(0.0_f64, |best, x| if x.abs() > best.abs() { *x } else { best });
            axis.iter().map(|x| if greatest < 0.0 { -x } else { *x }).collect()
        };
        Pca {
            size: self.size,
            components: order.iter().map(component).collect(),
            explained: order.iter().map(|k| eigen.eigenvalues[*k].max(0.0) / total).collect(),
            mean,
        }
    }
}

impl Pca {
    /// [Y, X] of a component.
    pub fn small_size(&self) -> [usize; 2] {
        small(self.size)
    }

    /// How far an image lies along each component, about the mean.
    pub fn of(&self, image: &[f32]) -> Vec<f32> {
        let centred: Vec<f64> = averaged(image, self.size).iter().zip(&self.mean).map(|(x, mean)| x - mean).collect();
        let along = |axis: &Vec<f64>| axis.iter().zip(&centred).map(|(a, x)| a * x).sum::<f64>() as f32;
        self.components.iter().map(along).collect()
    }

    /// The averaged image that has these places along the components, and nothing else.
    pub fn rebuilt(&self, places: &[f32]) -> Vec<f32> {
        let mut cells = self.mean.clone();
        for (axis, place) in self.components.iter().zip(places) {
            cells.iter_mut().zip(axis).for_each(|(cell, x)| *cell += f64::from(*place) * x);
        }
        cells.into_iter().map(|cell| cell as f32).collect()
    }
}

fn small([rows, columns]: [usize; 2]) -> [usize; 2] {
    [rows.div_ceil(2), columns.div_ceil(2)]
}

/// Means of 2×2 pixels, or of those that there are.
fn averaged(image: &[f32], size: [usize; 2]) -> Vec<f64> {
    let [rows, columns] = size;
    let mut cells = Vec::new();
    for y in (0..rows).step_by(2) {
        for x in (0..columns).step_by(2) {
            let (mut sum, mut count) = (0.0, 0.0);
            for (y, x) in [(y, x), (y, x + 1), (y + 1, x), (y + 1, x + 1)] {
                if y < rows && x < columns {
                    sum += f64::from(image[y * columns + x]);
                    count += 1.0;
                }
            }
            cells.push(sum / count);
        }
    }
    cells
}
