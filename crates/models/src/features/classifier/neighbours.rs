//! k nearest neighbours (Fix & Hodges 1951): an image is what most of the k images are whose features are nearest to its own.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::{Device, Tensor, ops};

use super::{Learning, Votes};

/// Someone who was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Which row of those that were learned from.
    pub row: usize,
    /// What is on its image.
    pub label: usize,
    /// Euclidean.
    pub distance: f32,
}

/// All that was learned from, as it is.
#[derive(Clone, Debug)]
pub struct Neighbours {
    k: usize,
    classes: usize,
    numbers: usize,
    known: Tensor,
    /// Σx² of each row.
    squares: Vec<f32>,
    labels: Vec<u8>,
}

impl Neighbours {
    /// Who asks `k` of these; fewer if there are no more.
    pub fn new(learning: &Learning, k: usize) -> Self {
        let Learning { rows, numbers, labels, classes } = learning;
        Neighbours {
            k: k.min(labels.len()),
            classes: *classes,
            numbers: *numbers,
            known: Device::cpu().upload([labels.len(), *numbers], rows),
            squares: rows.chunks_exact(*numbers).map(squares).collect(),
            labels: labels.clone(),
        }
    }

    /// Whom each of the rows `[M,D]` asks, the nearest first; of those as near, the first.
    pub fn nearest(&self, rows: &[f32]) -> Vec<Vec<Neighbour>> {
        let asked = self.known.device().upload([rows.len() / self.numbers, self.numbers], rows);
        let product = ops::matmul(&asked, Plain, &self.known, Transposed);
        let product = product.processor_mut().expect("on the processor");
        let all = rows.chunks_exact(self.numbers).zip(product.chunks_exact(self.labels.len()));
        all.map(|(row, products)| self.nearest_of(squares(row), products)).collect()
    }

    fn nearest_of(&self, own: f32, products: &[f32]) -> Vec<Neighbour> {
        let mut best: Vec<(f32, usize)> = Vec::with_capacity(self.k + 1);
        for (row, (product, other)) in products.iter().zip(&self.squares).enumerate() {
            let square = own + other - 2.0 * product;
            if best.len() < self.k || square < best[self.k - 1].0 {
                let place = best.partition_point(|(known, _)| *known <= square);
                best.insert(place, (square, row));
                best.truncate(self.k);
            }
        }
        let neighbour = |(square, row): (f32, usize)| Neighbour {
            row,
            label: usize::from(self.labels[row]),
            distance: square.max(0.0).sqrt(),
        };
        best.into_iter().map(neighbour).collect()
    }

    /// How it sees rows; of classes with as many votes, the nearest neighbour's.
    pub fn votes(&self, rows: &[f32]) -> Vec<Votes> {
        let votes = |neighbours: &Vec<Neighbour>| {
            let mut counts = vec![0_usize; self.classes];
            neighbours.iter().for_each(|neighbour| counts[neighbour.label] += 1);
            let most = counts.iter().copied().max().unwrap_or_default();
            let first = neighbours.iter().find(|neighbour| counts[neighbour.label] == most);
            let shares = counts.iter().map(|count| *count as f32 / neighbours.len().max(1) as f32).collect();
            Votes { class: first.map_or(0, |neighbour| neighbour.label), shares }
        };
        self.nearest(rows).iter().map(votes).collect()
    }
}

fn squares(row: &[f32]) -> f32 {
    row.iter().map(|x| x * x).sum()
}
