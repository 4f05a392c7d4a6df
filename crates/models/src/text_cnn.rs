//! Sentences told apart by a convolution along their words (Kim 2014, "Convolutional Neural Networks for Sentence
//! Classification"), beside the same words pooled without their order.
//!
//! Read in this order: [`cutting`] (a text becomes sentences, without what only says whose it is), [`Reader`] (a sentence
//! becomes symbols), [`Split`] (sentences to learn from and passages that are held back), [`Net`] and [`Bag`] (the two
//! that learn), [`Training`], [`Test`], [`Reading`] (why a sentence is taken for somebody's), [`loudest`] (what excites
//! the filters).

pub mod cutting;
mod filters;
mod net;
mod reader;
mod reading;
mod split;
mod test;
mod training;

pub use filters::{Heard, loudest};
pub use net::{Bag, Net, Pass, Sizes};
pub use reader::{EDGE, NAME, RARE, Reader, Symbols};
pub use reading::Reading;
pub use split::{Example, PASSAGE, Sentences, Split, SplitError};
pub use test::{Scores, Test};
pub(crate) use training::BAG_RATE;
pub use training::{Training, TrainingSettings};

/// Whose sentences there may be.
pub const CLASSES: usize = 3;
