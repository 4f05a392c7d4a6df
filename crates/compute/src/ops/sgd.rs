//! Gradient descent with momentum, in place (as PyTorch's SGD; Sutskever et al. 2013 discuss it).
//!
//! v ← μ·v + s·g      w ← w − η·v                with s the clipping factor of `clip.rs`
//! Nesterov:          w ← w − η·(s·g + μ·v)      GPU: `shaders/sgd.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tensor::Tensor;

pub(super) static SGD: Kernel<Params> = Kernel { source: wgsl!("sgd", inputs: 2, outputs: 2), cpu: sgd_cpu };

/// η, μ and which of the two forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SgdSettings {
    /// η
    pub learning_rate: f32,
    /// μ: how much of the velocity stays each step.
    pub momentum: f32,
    /// Whether the step looks ahead along the velocity.
    pub nesterov: bool,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    learning_rate: f32,
    momentum: f32,
    /// What of s·g and of v goes into the step: (0, 1), or (1, μ) after Nesterov.
    of_gradient: f32,
    of_velocity: f32,
}

fn sgd_cpu(x: Args<'_, Params>) {
    let [w, v] = x.outputs else { unreachable!("two outputs") };
    let (g, &[_, scale, unsound]) = (x.inputs[0], x.inputs[1]) else { unreachable!("clip has three numbers") };
    if unsound > 0.0 {
        return;
    }
    let p = x.params;
    for ((w, v), g) in w.iter_mut().zip(v.iter_mut()).zip(g) {
        let g = scale * g;
        *v = p.momentum * *v + g;
        *w -= p.learning_rate * (p.of_gradient * g + p.of_velocity * *v);
    }
}

/// Updates w and its velocity v in place. `clip` is what [`super::global_norm`] returned.
#[track_caller]
pub fn sgd(w: &Tensor, v: &Tensor, grad: &Tensor, clip: &Tensor, settings: &SgdSettings) {
    expect_shapes(w.len() == grad.len() && w.len() == v.len(), "sgd", w.shape(), grad.shape());
    let SgdSettings { learning_rate, momentum, nesterov } = *settings;
    let (of_gradient, of_velocity) = if nesterov { (1.0, momentum) } else { (0.0, 1.0) };
    let params = Params { len: w.len() as u32, learning_rate, momentum, of_gradient, of_velocity };
    w.device().launch(&SGD, params, &[grad, clip], &[w, v], linear_groups(w.len().div_ceil(4)));
}
