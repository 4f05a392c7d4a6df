//! Nets that tell what is on an image, from softmax regression to a small GoogLeNet.
//!
//! Read in this order: [`Architecture`] (the blocks, and what a [`Plan`] says of them before anything is built), [`Net`] (the
//! blocks with parameters), what trains it, what tests it, and [`look`] (every number of one prediction).

pub mod architecture;
pub mod look;
mod net;

pub use architecture::{Architecture, Block, Impossible, Plan, Preset, TextError};
pub use net::{AUXILIARY_WEIGHT, LayerOutput, Loss, Net, Outputs};
