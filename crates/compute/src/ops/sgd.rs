//! Gradient descent with momentum, in place (as PyTorch's SGD; Sutskever et al. 2013 discuss it).
//!
//! v ← μ·v + s·g      w ← w − η·v      with s the clipping factor of `clip.rs`.      GPU: `shaders/sgd.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tensor::Tensor;

pub(super) static SGD: Kernel<Params> = Kernel { source: wgsl!("sgd", inputs: 2, outputs: 2), cpu: sgd_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    learning_rate: f32,
    momentum: f32,
}

fn sgd_cpu(x: Args<'_, Params>) {
    let [w, v] = x.outputs else { unreachable!("two outputs") };
    let (g, scale) = (x.inputs[0], x.inputs[1][1]);
    let Params { learning_rate, momentum, .. } = x.params;
    for ((w, v), g) in w.iter_mut().zip(v.iter_mut()).zip(g) {
        *v = momentum * *v + scale * g;
        *w -= learning_rate * *v;
    }
}

/// Updates w and its velocity v in place. `clip` is what [`super::global_norm`] returned.
#[track_caller]
pub fn sgd(w: &Tensor, v: &Tensor, grad: &Tensor, clip: &Tensor, learning_rate: f32, momentum: f32) {
    expect_shapes(w.len() == grad.len() && w.len() == v.len(), "sgd", w.shape(), grad.shape());
    let params = Params { len: w.len() as u32, learning_rate, momentum };
    w.device().launch(&SGD, params, &[grad, clip], &[w, v], linear_groups(w.len()));
}
