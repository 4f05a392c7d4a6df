//! The global norm of gradients, the factor that clips it (Pascanu et al. 2013, "norm clipping"), whether they are numbers
//! at all, and clipping by value.
//!
//! ‖g‖ = √(Σ over all gradients Σᵢ gᵢ²)      scale = min(1, max / (‖g‖ + 1e-6)), as PyTorch's `clip_grad_norm_`
//! GPU: `shaders/{sum_squares,clip,clip_value}.wgsl`. The updates (`sgd.rs`, `adam.rs`, `rmsprop.rs`) multiply by the scale as
//! they read, so that clipping costs no pass of its own and nothing is read back. A gradient is unsound when one of its
//! numbers is ±∞ or NaN, or when its squares add up to 10³⁷ or more, which a step later is the same. The sum is there anyway;
//! what one tells from it on the processor is told from the bits on a GPU, for WGSL lets a compiler assume that there is no
//! NaN. Updates leave everything as it is where a gradient is unsound.

use bytemuck::NoUninit;

use super::linear_groups;
use super::sum::PART;
use crate::device::Device;
use crate::kernel::{Args, Kernel, wgsl};
use crate::reduce::sum_of;
use crate::tensor::Tensor;

pub(super) static SUM_SQUARES: Kernel<SlotParams> =
    Kernel { source: wgsl!("sum_squares", inputs: 1, outputs: 1), cpu: sum_squares_cpu };
pub(super) static CLIP: Kernel<ClipParams> = Kernel { source: wgsl!("clip", inputs: 1, outputs: 1), cpu: clip_cpu };
pub(super) static CLIP_VALUE: Kernel<ClipParams> =
    Kernel { source: wgsl!("clip_value", inputs: 0, outputs: 1), cpu: clip_value_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct SlotParams {
    len: u32,
    part: u32,
    slot: u32,
    slots: u32,
    /// Counted from 1.
    tensor: u32,
}

/// A sum of squares that is no sum any more.
const HUGE: f32 = 1e37;

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct ClipParams {
    len: u32,
    max: f32,
}

fn sum_squares_cpu(x: Args<'_, SlotParams>) {
    let SlotParams { slot, slots, tensor, .. } = x.params;
    let sum = sum_of(x.inputs[0], |g| g * g); // not finite if one of the numbers is not
    x.outputs[0][slot as usize] = sum;
    x.outputs[0][(slots + slot) as usize] = if sum < HUGE { 0.0 } else { tensor as f32 };
}

fn clip_cpu(x: Args<'_, ClipParams>) {
    let (squares, unsound) = x.inputs[0].split_at(x.params.len as usize);
    let norm = squares.iter().sum::<f32>().sqrt();
    let max = x.params.max;
    x.outputs[0][0] = norm;
    x.outputs[0][1] = if max > 0.0 { (max / (norm + 1e-6)).min(1.0) } else { 1.0 };
    x.outputs[0][2] = unsound.iter().copied().fold(0.0, f32::max);
}

fn clip_value_cpu(x: Args<'_, ClipParams>) {
    let max = x.params.max;
    x.outputs[0].iter_mut().for_each(|g| *g = g.clamp(-max, max));
}

/// Brings every number of a gradient into ±`max`, in place.
pub fn clip_value(grad: &Tensor, max: f32) {
    let params = ClipParams { len: grad.len() as u32, max };
    grad.device().launch(&CLIP_VALUE, params, &[], &[grad], linear_groups(grad.len()));
}

/// What [`global_norm`] would return where nothing is to be clipped and nobody asks for the norm.
pub fn unclipped(device: &Device) -> Tensor {
    device.upload([3], &[0.0, 1.0, 0.0])
}

/// `[3]`: the norm of all gradients together, the factor that brings it to at most `max_norm` (0 means no bound), and the
/// last gradient that is unsound, counted from 1; 0 if all are numbers. The way back meets the last one first.
#[track_caller]
pub fn global_norm(grads: &[&Tensor], max_norm: f32) -> Tensor {
    let device = grads.first().expect("global_norm: of at least one gradient").device();
    let slots = |grad: &Tensor| if device.is_gpu() { grad.len().div_ceil(PART).max(1) } else { 1 };
    let count: usize = grads.iter().map(|grad| slots(grad)).sum();
    let (squares, clip) = (device.empty([2 * count]), device.empty([3]));
    let mut slot = 0;
    for (i, grad) in grads.iter().enumerate() {
        let (slots_of_all, tensor) = (count as u32, i as u32 + 1);
        let params =
            SlotParams { len: grad.len() as u32, part: PART as u32, slot: slot as u32, slots: slots_of_all, tensor };
        device.launch(&SUM_SQUARES, params, &[grad], &[&squares], [slots(grad) as u32, 1, 1]);
        slot += slots(grad);
    }
    let params = ClipParams { len: count as u32, max: max_norm };
    device.launch(&CLIP, params, &[&squares], &[&clip], [1, 1, 1]);
    clip
}
