//! What the lab about features answers to questions.

use super::{FeatureExperiment, FeatureKind, FeatureModel, Metrics, Point};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// The answer to a question, tagged by its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// `points {experiment?}`: by default of the experiment of the settings.
    Points(Points),
    /// `feature {name, image…}`; arrays: one for each of `pictures`.
    Feature(FeatureLook),
    /// `image {part, index, permuted?}`; arrays: Y·X brightnesses 0…1, if `permuted` in the order that nets are given in
    /// the experiment `locality`.
    Image(ImageInfo),
    /// `predict {image…}`: by the models that were trained last, one of each line.
    Predict(Prediction),
}

/// All points of an experiment so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Points {
    /// Which.
    pub experiment: FeatureExperiment,
    /// In the order in which they were done.
    pub points: Vec<Point>,
    /// How far the experiment of the settings is.
    pub metrics: Metrics,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ImageInfo {
    /// `train` or `test`; none of an image that came with the question.
    pub part: Option<String>,
    /// Which of them.
    pub index: Option<usize>,
    /// What is on it, from 0, if that is known.
    pub label: Option<usize>,
    /// Y and X.
    pub size: [usize; 2],
}

/// A feature of an image, with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct FeatureLook {
    /// Which.
    pub name: FeatureKind,
    /// Of which image.
    pub image: ImageInfo,
    /// What it measures.
    pub values: Vec<FeatureValue>,
    /// From how many images that are learned from `mean`, `deviation`, `classes` and `told` are, and the components of PCA.
    pub measured: usize,
    /// What is drawn, in the order of the arrays.
    pub pictures: Vec<Picture>,
    /// For PCA: the share of the variance along each component.
    pub explained: Vec<f32>,
}

/// One number that is measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct FeatureValue {
    /// `mean`, `row.Y`, `column.X`; `left-right`, `top-bottom`, `half-turn`; `zone.Y.X` (of 4×4); `edge.Y.X.N` (of 2×2
    /// quarters; brightness changes in the direction N · 22.5°, clockwise from across); `component.N`, from 0.
    pub name: String,
    /// Of this image.
    pub value: f32,
    /// Mean over images that are learned from.
    pub mean: f32,
    /// Standard deviation over them.
    pub deviation: f32,
    /// Mean over those of each class.
    pub classes: Vec<f32>,
    /// How much it tells of the class: the share of its variance that is between the classes' means, 0…1.
    pub told: f32,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Picture {
    /// `image` (always the first); `left-right`, `top-bottom`, `half-turn`: |image − mirrored|; `zones`: `[4,4]`; `strength`
    /// and `direction` (radians, 0…π) of edges; of PCA, at half the size, `mean`, `rebuilt` from the components, and
    /// `component.N`.
    pub name: String,
    /// Rows and columns.
    pub size: [usize; 2],
    /// Whether there are numbers below 0.
    pub signed: bool,
}

/// What every model makes of an image.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Prediction {
    /// Of which image.
    pub image: ImageInfo,
    /// One of each line that has been trained.
    pub verdicts: Vec<Verdict>,
}

/// What one model makes of an image.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Verdict {
    /// On which line.
    pub series: String,
    /// Which model.
    pub model: FeatureModel,
    /// Images that it learned from.
    pub train: usize,
    /// What it takes the image for.
    pub class: usize,
    /// How likely each class is to it: softmax, votes, or shares of a tree's leaf.
    pub probabilities: Vec<f32>,
    /// Whom k nearest neighbours asked, the nearest first.
    pub neighbours: Vec<Neighbour>,
    /// What a tree asked, from the root.
    pub questions: Vec<Question>,
}

/// An image that is like the one in question.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Neighbour {
    /// Which of the training part.
    pub index: usize,
    /// What is on it.
    pub label: usize,
    /// How far it is, in standardised features.
    pub distance: f32,
}

/// What a tree asks: is the number at most so large?
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Question {
    /// The number's name, as in [`FeatureValue`].
    pub name: String,
    /// Of this image.
    pub value: f32,
    /// What it is compared with.
    pub threshold: f32,
    /// The answer.
    pub yes: bool,
}
