//! C = A·B of two square matrices.

use nabla_compute::Device;
use nabla_compute::ops::{Side, matmul};

use super::Unit;
use crate::init;
use crate::rng::Random;

pub(super) fn flop(size: usize) -> f64 {
    2.0 * (size as f64).powi(3)
}

pub(super) fn prepare(device: &Device, size: usize) -> Unit {
    let random = &mut Random::new(1, 1);
    let [a, b] = [(); 2].map(|()| device.upload([size, size], &init::normal(random, size * size)));
    Box::new(move || matmul(&a, Side::Plain, &b, Side::Plain))
}
