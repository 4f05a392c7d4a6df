//! Who learns from features.

mod logistic;
mod neighbours;
mod tree;

use crate::config::FeatureModel;

pub use logistic::Logistic;
pub use neighbours::{Neighbour, Neighbours};
pub use tree::{Question, Tree};

/// Rows of numbers, and what is on the image of each.
#[derive(Clone, Debug)]
pub struct Learning {
    /// `[N,D]`, standardised.
    pub rows: Vec<f32>,
    /// D
    pub numbers: usize,
    /// `[N]`
    pub labels: Vec<u8>,
    /// K
    pub classes: usize,
}

/// How a classifier sees an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Votes {
    /// How likely each class is to it `[K]`.
    pub shares: Vec<f32>,
    /// Which it takes the image for.
    pub class: usize,
}

/// One of them.
#[derive(Clone, Debug)]
pub enum Classifier {
    /// Logistic regression.
    Logistic(Logistic),
    /// k nearest neighbours.
    Neighbours(Neighbours),
    /// A decision tree.
    Tree(Tree),
}

impl Classifier {
    /// One that has not learned yet; none for a net, which reads pixels.
    pub fn new(model: FeatureModel, learning: &Learning, neighbours: usize, depth: usize) -> Option<Self> {
        Some(match model {
            FeatureModel::Logistic => Classifier::Logistic(Logistic::new(learning)),
            FeatureModel::Knn => Classifier::Neighbours(Neighbours::new(learning, neighbours)),
            FeatureModel::Tree => Classifier::Tree(Tree::new(learning, depth)),
            FeatureModel::Mlp | FeatureModel::Cnn => return None,
        })
    }

    /// A few milliseconds of learning; true when there is nothing left to do.
    pub fn step(&mut self) -> bool {
        match self {
            Classifier::Logistic(model) => model.step(),
            Classifier::Neighbours(_) => true,
            Classifier::Tree(model) => model.step(),
        }
    }

    /// How far it is, as far as that can be said: 0…1.
    pub fn share(&self) -> f32 {
        match self {
            Classifier::Logistic(model) => model.share(),
            Classifier::Neighbours(_) => 1.0,
            Classifier::Tree(model) => model.share(),
        }
    }

    /// How it sees rows `[M,D]`, standardised.
    pub fn votes(&self, rows: &[f32]) -> Vec<Votes> {
        match self {
            Classifier::Logistic(model) => model.votes(rows),
            Classifier::Neighbours(model) => model.votes(rows),
            Classifier::Tree(model) => model.votes(rows),
        }
    }
}

/// The first of the greatest numbers.
pub(super) fn greatest(numbers: &[f32]) -> usize {
    (0..numbers.len()).fold(0, |best, i| if numbers[i] > numbers[best] { i } else { best })
}
