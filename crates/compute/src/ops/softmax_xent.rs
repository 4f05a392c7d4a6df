//! Softmax and cross-entropy together.      logits z: [N,V]   targets y: [N]
//!
//! pₙᵥ = exp zₙᵥ / Σᵤ exp zₙᵤ      lossₙ = −ln pₙ,yₙ = ln Σᵤ exp zₙᵤ − zₙ,yₙ      L = (1/N)·Σₙ lossₙ
//! Each row's maximum is taken off first, which changes nothing but keeps exp within bounds.
//! The famous derivative:   dzₙᵥ = (pₙᵥ − [v = yₙ])·dL / N
//! GPU: `shaders/{softmax_xent,softmax_xent_dx}.wgsl`.

use bytemuck::NoUninit;

use super::{linear_groups, mean};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static SOFTMAX_XENT: Kernel<Params> =
    Kernel { source: wgsl!("softmax_xent", inputs: 2, outputs: 2), cpu: softmax_xent_cpu };
pub(super) static SOFTMAX_XENT_DX: Kernel<Params> =
    Kernel { source: wgsl!("softmax_xent_dx", inputs: 3, outputs: 1), cpu: softmax_xent_dx_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
}

/// The cross-entropy of a batch, in nats.
#[derive(Clone)]
pub struct CrossEntropy {
    /// The mean over all rows: `[1]`.
    pub loss: Var,
    /// Of each row: `[N]`.
    pub losses: Tensor,
    /// The softmax, in the logits' shape.
    pub probabilities: Tensor,
}

fn softmax_xent_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let targets: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    let [probabilities, losses] = x.outputs else { unreachable!("two outputs") };
    let rows = x.inputs[0].chunks_exact(columns).zip(probabilities.chunks_exact_mut(columns));
    for (((z, p), loss), target) in rows.zip(losses.iter_mut()).zip(targets) {
        let max = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for (p, z) in p.iter_mut().zip(z) {
            *p = math::exp(z - max);
        }
        let sum: f32 = p.iter().sum();
        let scale = 1.0 / sum;
        p.iter_mut().for_each(|p| *p *= scale);
        *loss = sum.ln() + max - z[*target as usize];
    }
}

fn softmax_xent_dx_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let scale = x.inputs[2][0] / x.params.rows as f32;
    let targets: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    let rows = x.inputs[0].chunks_exact(columns).zip(x.outputs[0].chunks_exact_mut(columns));
    for ((p, dz), target) in rows.zip(targets) {
        for (dz, p) in dz.iter_mut().zip(p) {
            *dz = p * scale;
        }
        dz[*target as usize] -= scale;
    }
}

/// Softmax and cross-entropy of logits `[N,V]` (or `[T,B,V]`) against one target index a row.
#[track_caller]
pub fn softmax_xent(logits: &Var, targets: &Indices) -> CrossEntropy {
    let z = logits.value();
    let [rows, columns] = z.shape().matrix();
    expect_shapes(rows == targets.len(), "softmax_xent", z.shape(), [targets.len()].into());
    let params = Params { rows: rows as u32, columns: columns as u32 };
    let (device, targets) = (z.device().clone(), targets.clone());
    let (probabilities, losses) = (device.empty(z.shape()), device.empty([rows]));
    let groups = [(rows as u32).min(32_768), (rows as u32).div_ceil(32_768), 1]; // a workgroup a row
    device.launch(&SOFTMAX_XENT, params, &[z, &targets.0], &[&probabilities, &losses], groups);
    let p = probabilities.clone();
    let loss = logits.tape().push(mean(&losses), [logits], move |dloss, _| {
        let dz = device.empty(p.shape());
        device.launch(&SOFTMAX_XENT_DX, params, &[&p, &targets.0, dloss], &[&dz], linear_groups(dz.len()));
        [Some(dz)]
    });
    CrossEntropy { loss, losses, probabilities }
}
