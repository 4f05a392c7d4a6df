//! Classical learning on features made by hand, against nets that learn their own, on the same images.
//!
//! Read in this order: [`measures`] (what is measured of an image, number by number), [`Pca`] (what is found in the images
//! instead), [`Extractor`] (the numbers of an image, side by side), [`Logistic`], [`Neighbours`] and [`Tree`] (who learns
//! from them, each in steps of a few milliseconds), [`Contest`] (all of them and two nets, trained and tested). [`Statistics`]
//! says what a feature is like over many images and draws it for one.
//!
//! The classifiers are the project's own: those of linfa and smartcore learn in one call, in which a page's worker could
//! neither answer nor stop. What is solved once and quickly, the axes of PCA, is nalgebra's.

mod classifier;
mod contest;
mod extractor;
pub mod measures;
mod pca;
mod statistics;

pub use classifier::{Classifier, Learning, Logistic, Neighbour, Neighbours, Question, Tree, Votes};
pub use contest::{Contest, ContestSettings, Measured, Phase, Progress, Series, Verdict, classes_in_turns};
pub use extractor::{Extractor, Standard};
pub use pca::{COMPONENTS, Pca, PcaSums};
pub use statistics::{Drawn, Statistics};
