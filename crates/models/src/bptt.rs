//! Back-propagation through time, taken apart: what the lecture says about ∂Lₜ/∂W, with numbers.
//!
//! [`jacobian`] writes every factor ∂sᵢ/∂sᵢ₋₁ out, [`unrolled`] multiplies them and sums the terms over k for one
//! sentence, and holds the sum to the tape and to finite differences. [`ladder`] trains a net of every kind on the same
//! examples and measures how large the gradient of the last step's loss is at every earlier state. [`truncation`] counts
//! only the last n states, and measures what that loses and saves.

mod check;
pub mod jacobian;
pub mod ladder;
pub mod matrix;
mod recall;
mod saving;
mod states;
pub mod truncation;
pub mod unrolled;

pub use check::{Check, TruncatedCheck};
pub use ladder::{Ladder, LadderSettings, Rung, Standing};
pub use matrix::SquareMatrix;
pub use truncation::{Cost, Course, Difference, PassTime, Truncation, TruncationSettings};
pub use unrolled::{Term, Unrolled, UnrolledSettings};

use nabla_compute::{Device, Tensor};

use crate::recurrent::{Cell, Recurrent};
use crate::rng::Random;

/// A new layer, on this device, with W times the radius: an orthogonal W then has this spectral radius, and so have all of
/// its singular values.
fn scaled_layer(
    device: &Device,
    cell: Cell,
    sizes: [usize; 2],
    [radius, forget_bias]: [f32; 2],
    random: &mut Random,
) -> Recurrent {
    let mut layer = Recurrent::new(&Device::cpu(), cell, 1, sizes, forget_bias, random);
    for param in layer.params_mut() {
        let scale = if param.name.ends_with(".Wh") { radius } else { 1.0 };
        let scaled: Vec<f32> = on_cpu(&param.value).iter().map(|w| scale * w).collect();
        param.value = device.upload(param.value.shape(), &scaled);
    }
    layer
}

fn on_cpu(tensor: &Tensor) -> Vec<f32> {
    tensor.processor_mut().expect("what is looked into is on the processor").to_vec()
}
