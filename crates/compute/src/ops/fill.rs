//! yᵢ = value.      GPU: `shaders/fill.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::device::Device;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::Shape;
use crate::tensor::Tensor;

pub(super) static FILL: Kernel<Params> = Kernel {
    source: wgsl!("fill", inputs: 0, outputs: 1),
    cpu: |x: Args<'_, Params>| x.outputs[0].fill(x.params.value),
};

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    value: f32,
}

/// A tensor of one value.
pub fn fill(device: &Device, shape: impl Into<Shape>, value: f32) -> Tensor {
    let y = device.empty(shape);
    device.launch(&FILL, Params { len: y.len() as u32, value }, &[], &[&y], linear_groups(y.len()));
    y
}
