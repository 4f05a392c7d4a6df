//! yᵢ = s·xᵢ with a scalar s on the device, such as the gradient of a loss.      GPU: `shaders/scale.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::tensor::Tensor;

pub(super) static SCALE: Kernel<Params> = Kernel { source: wgsl!("scale", inputs: 2, outputs: 1), cpu: scale_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
}

fn scale_cpu(x: Args<'_, Params>) {
    let s = x.inputs[1][0];
    x.outputs[0].iter_mut().zip(x.inputs[0]).for_each(|(y, x)| *y = s * x);
}

/// s·x, element by element; s is `[1]`.
pub fn scale(x: &Tensor, s: &Tensor) -> Tensor {
    let y = x.device().empty(x.shape());
    x.device().launch(&SCALE, Params { len: x.len() as u32 }, &[x, s], &[&y], linear_groups(x.len()));
    y
}
