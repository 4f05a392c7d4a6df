//! Adam, in place (Kingma & Ba 2015, algorithm 1), and AdamW (Loshchilov & Hutter 2019).
//!
//! m ← β₁·m + (1−β₁)·g      v ← β₂·v + (1−β₂)·g²      w ← w − η·m̂ / (√v̂ + ε)
//! with m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ), and g already times the clipping factor of `clip.rs`. AdamW first shrinks the
//! weights by themselves, w ← (1 − η·λ)·w, so that the decay does not pass through the moments.
//! GPU: `shaders/adam.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tensor::Tensor;

pub(super) static ADAM: Kernel<Params> = Kernel { source: wgsl!("adam", inputs: 2, outputs: 3), cpu: adam_cpu };

/// η, β₁, β₂, ε and λ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamSettings {
    /// η
    pub learning_rate: f32,
    /// β₁: how much of the mean gradient stays each step.
    pub beta1: f32,
    /// β₂: how much of the mean squared gradient stays each step.
    pub beta2: f32,
    /// ε: keeps the division finite.
    pub epsilon: f32,
    /// λ: AdamW's decay of the weights; 0 is Adam.
    pub weight_decay: f32,
}

impl AdamSettings {
    /// The paper's settings with this learning rate.
    pub fn new(learning_rate: f32) -> Self {
        AdamSettings { learning_rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.0 }
    }
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    step_size: f32,
    beta1: f32,
    beta2: f32,
    epsilon: f32,
    root_correction: f32,
    /// 1 − η·λ
    kept: f32,
}

/// The moments of a parameter that gets no gradients any more fade until f32 no longer holds them in full, and a
/// processor takes some hundred times as long for such numbers. Long before, they move no weight.
const FADED: f32 = 1e-30;

/// A moment, or zero for one that has faded.
fn held(moment: f32) -> f32 {
    if moment.abs() < FADED { 0.0 } else { moment }
}

fn adam_cpu(x: Args<'_, Params>) {
    let [w, m, v] = x.outputs else { unreachable!("three outputs") };
    let (g, &[_, scale, unsound]) = (x.inputs[0], x.inputs[1]) else { unreachable!("clip has three numbers") };
    if unsound > 0.0 {
        return;
    }
    let p = x.params;
    for (((w, m), v), g) in w.iter_mut().zip(m.iter_mut()).zip(v.iter_mut()).zip(g) {
        let g = scale * g;
        *m = held(p.beta1 * *m + (1.0 - p.beta1) * g);
        *v = held(p.beta2 * *v + (1.0 - p.beta2) * g * g);
        *w = p.kept * *w - p.step_size * *m / (v.sqrt() * p.root_correction + p.epsilon);
    }
}

/// Updates w and its moments m and v in place. `clip` is what [`super::global_norm`] returned, `t` counts from 1.
#[track_caller]
pub fn adam(w: &Tensor, [m, v]: [&Tensor; 2], grad: &Tensor, clip: &Tensor, t: u64, settings: &AdamSettings) {
    expect_shapes(w.len() == grad.len() && w.len() == v.len(), "adam", w.shape(), grad.shape());
    // The corrections 1 − βᵗ in f64: 1 − 0.999¹ would lose three digits in f32.
    let correction = |beta: f32| 1.0 - f64::from(beta).powi(t.min(1 << 30) as i32);
    let params = Params {
        len: w.len() as u32,
        step_size: (f64::from(settings.learning_rate) / correction(settings.beta1)) as f32,
        beta1: settings.beta1,
        beta2: settings.beta2,
        epsilon: settings.epsilon,
        root_correction: (1.0 / correction(settings.beta2).sqrt()) as f32,
        kept: 1.0 - settings.learning_rate * settings.weight_decay,
    };
    w.device().launch(&ADAM, params, &[grad, clip], &[w, m, v], linear_groups(w.len().div_ceil(4)));
}
