//! RMSprop, in place (Tieleman & Hinton 2012, lecture 6.5; as PyTorch's RMSprop).
//!
//! q ← α·q + (1−α)·g²      v ← μ·v + g / (√q + ε)      w ← w − η·v      with g already times the clipping factor
//! GPU: `shaders/rmsprop.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tensor::Tensor;

pub(super) static RMSPROP: Kernel<Params> =
    Kernel { source: wgsl!("rmsprop", inputs: 2, outputs: 3), cpu: rmsprop_cpu };

/// η, α, μ and ε.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RmspropSettings {
    /// η
    pub learning_rate: f32,
    /// α: how much of the mean squared gradient stays each step.
    pub decay: f32,
    /// μ: how much of the velocity stays each step.
    pub momentum: f32,
    /// ε: keeps the division finite.
    pub epsilon: f32,
}

impl RmspropSettings {
    /// PyTorch's defaults with this learning rate and momentum.
    pub fn new(learning_rate: f32, momentum: f32) -> Self {
        RmspropSettings { learning_rate, decay: 0.99, momentum, epsilon: 1e-8 }
    }
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    learning_rate: f32,
    decay: f32,
    momentum: f32,
    epsilon: f32,
}

fn rmsprop_cpu(x: Args<'_, Params>) {
    let [w, q, v] = x.outputs else { unreachable!("three outputs") };
    let (g, &[_, scale, unsound]) = (x.inputs[0], x.inputs[1]) else { unreachable!("clip has three numbers") };
    if unsound > 0.0 {
        return;
    }
    let p = x.params;
    for (((w, q), v), g) in w.iter_mut().zip(q.iter_mut()).zip(v.iter_mut()).zip(g) {
        let g = scale * g;
        *q = p.decay * *q + (1.0 - p.decay) * g * g;
        *v = p.momentum * *v + g / (q.sqrt() + p.epsilon);
        *w -= p.learning_rate * *v;
    }
}

/// Updates w, its mean square q and its velocity v in place. `clip` is what [`super::global_norm`] returned.
#[track_caller]
pub fn rmsprop(w: &Tensor, [q, v]: [&Tensor; 2], grad: &Tensor, clip: &Tensor, settings: &RmspropSettings) {
    expect_shapes(w.len() == grad.len() && w.len() == v.len(), "rmsprop", w.shape(), grad.shape());
    let RmspropSettings { learning_rate, decay, momentum, epsilon } = *settings;
    let params = Params { len: w.len() as u32, learning_rate, decay, momentum, epsilon };
    w.device().launch(&RMSPROP, params, &[grad, clip], &[w, q, v], linear_groups(w.len()));
}
