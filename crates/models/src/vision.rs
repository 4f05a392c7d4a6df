//! Nets that tell what is on an image, from softmax regression to a small GoogLeNet.
//!
//! Read in this order: [`Architecture`] (the blocks, and what a [`Plan`] says of them before anything is built), [`Net`] (the
//! blocks with parameters), [`VisionTrainer`], [`Testing`] (what it makes of images that it never saw) and [`look`] (every number
//! of one prediction).

pub mod architecture;
mod lessons;
pub mod look;
mod net;
mod testing;
#[cfg(test)]
mod tests;
mod training;

pub use architecture::{Architecture, Block, Impossible, Plan, Preset, TextError};
pub use lessons::Augmentation;
pub use net::{AUXILIARY_WEIGHT, LayerOutput, Loss, Net, Outputs};
pub use testing::{Mistake, Tested, Testing};
pub use training::{Report, TrainingSettings, VisionTrainer};
