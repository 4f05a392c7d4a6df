//! The cross-entropy of a linear layer over many classes, such as the words of word2vec: Z = H·Cᵀ never leaves the
//! operation, and its derivative takes its place.      H: [N,D]   C: [V,D]   Z, R: [N,V]
//!
//! Against one class yₙ a row:      lossₙ = ln Σᵤ exp zₙᵤ − zₙ,yₙ              L = (1/N)·Σₙ lossₙ
//! Against weights tₙᵥ ≥ 0, such as how often v stands beside n:
//!                                  lossₙ = Σᵥ tₙᵥ·(ln Σᵤ exp zₙᵤ − zₙᵥ)       L = (Σₙ lossₙ) / Σₙᵥ tₙᵥ
//! With R = dL/dZ = s·(sₙ·softmax(zₙ) − tₙ), where sₙ = Σᵥ tₙᵥ and s is 1/N or 1/Σₙᵥ tₙᵥ:   dH = R·C   dC = Rᵀ·H
//! GPU: `shaders/{softmax_residual,softmax_residual_weighted}.wgsl`.

use bytemuck::NoUninit;

use super::Side::{Plain, Transposed};
use super::softmax::exponentials_in_place;
use super::sum::scaled_sum;
use super::{matmul, row_groups, scale};
use crate::kernel::{Args, Kernel, wgsl};
use crate::reduce::{dot, sum_of};
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static SOFTMAX_RESIDUAL: Kernel<Params> =
    Kernel { source: wgsl!("softmax_residual", inputs: 1, outputs: 2), cpu: residual_cpu };
pub(super) static SOFTMAX_RESIDUAL_WEIGHTED: Kernel<Params> =
    Kernel { source: wgsl!("softmax_residual_weighted", inputs: 1, outputs: 2), cpu: weighted_residual_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
    /// s
    scale: f32,
}

fn residual_cpu(x: Args<'_, Params>) {
    let Params { columns, scale, .. } = x.params;
    let targets: &[u32] = bytemuck::cast_slice(x.inputs[0]);
    let [z, losses] = x.outputs else { unreachable!("two outputs") };
    for ((z, loss), target) in z.chunks_exact_mut(columns as usize).zip(losses.iter_mut()).zip(targets) {
        let at_target = z[*target as usize];
        let (max, sum) = exponentials_in_place(z);
        *loss = sum.ln() - (at_target - max);
        let factor = scale / sum;
        z.iter_mut().for_each(|z| *z *= factor);
        z[*target as usize] -= scale;
    }
}

fn weighted_residual_cpu(x: Args<'_, Params>) {
    let Params { columns, scale, .. } = x.params;
    let [z, losses] = x.outputs else { unreachable!("two outputs") };
    let rows = z.chunks_exact_mut(columns as usize).zip(x.inputs[0].chunks_exact(columns as usize));
    for ((z, t), loss) in rows.zip(losses.iter_mut()) {
        let (total, along) = (sum_of(t, |t| t), dot(t, z));
        let (max, sum) = exponentials_in_place(z);
        *loss = total * (sum.ln() + max) - along;
        let factor = total * scale / sum;
        z.iter_mut().zip(t).for_each(|(z, t)| *z = *z * factor - scale * t);
    }
}

/// What H·Cᵀ is compared with.
enum Targets<'a> {
    Classes(&'a Indices),
    /// With 1/Σₙᵥ tₙᵥ.
    Weights(&'a Tensor, f32),
}

/// The mean cross-entropy of softmax(H·Cᵀ) against one class a row.
#[track_caller]
pub fn linear_xent(h: &Var, c: &Var, targets: &Indices) -> Var {
    let [rows, _] = h.value().shape().matrix();
    expect_shapes(rows == targets.len(), "linear_xent", h.value().shape(), [targets.len()].into());
    linear_xent_of(h, c, &Targets::Classes(targets))
}

/// The same against weights `[N,V]` whose sum over everything is `total`.
#[track_caller]
pub fn linear_xent_weighted(h: &Var, c: &Var, weights: &Tensor, total: f32) -> Var {
    let ([rows, _], [columns, _]) = (h.value().shape().matrix(), c.value().shape().matrix());
    let fit = weights.shape().matrix() == [rows, columns];
    expect_shapes(fit, "linear_xent_weighted", weights.shape(), [rows, columns].into());
    linear_xent_of(h, c, &Targets::Weights(weights, 1.0 / total))
}

#[track_caller]
fn linear_xent_of(h_var: &Var, c_var: &Var, targets: &Targets<'_>) -> Var {
    let (h, c) = (h_var.value().clone(), c_var.value().clone());
    let z = matmul(&h, Plain, &c, Transposed);
    let [rows, columns] = z.shape().matrix();
    let losses = z.device().empty([rows]);
    let (kernel, input, scale_by) = match targets {
        Targets::Classes(classes) => (&SOFTMAX_RESIDUAL, &classes.0, 1.0 / rows as f32),
        Targets::Weights(weights, scale) => (&SOFTMAX_RESIDUAL_WEIGHTED, *weights, *scale),
    };
    let params = Params { rows: rows as u32, columns: columns as u32, scale: scale_by };
    z.device().launch(kernel, params, &[input], &[&z, &losses], row_groups(rows));
    let residual = z;
    h_var.tape().push(scaled_sum(&losses, scale_by), [h_var, c_var], move |dloss, needs| {
        [
            needs[0].then(|| scale(&matmul(&residual, Plain, &c, Plain), dloss)),
            needs[1].then(|| matmul(&residual, Transposed, &scale(&h, dloss), Plain)),
        ]
    })
}
