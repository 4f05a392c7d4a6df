//! Softmax and cross-entropy together.      logits z: [N,V]   targets y: [N]
//!
//! pₙᵥ = exp zₙᵥ / Σᵤ exp zₙᵤ      lossₙ = −ln pₙ,yₙ = ln Σᵤ exp zₙᵤ − zₙ,yₙ      L = (1/N)·Σₙ lossₙ
//! Each row's maximum is taken off first, which changes nothing but keeps exp within bounds.
//! The famous derivative:   dzₙᵥ = (pₙᵥ − [v = yₙ])·dL / N
//!
//! With label smoothing ε (Szegedy et al. 2016) the target is (1 − ε) on yₙ and ε/V more on every class:
//! tₙᵥ = (1 − ε)·[v = yₙ] + ε/V      lossₙ = ln Σᵤ exp zₙᵤ − Σᵥ tₙᵥ·zₙᵥ      dzₙᵥ = (pₙᵥ − tₙᵥ)·dL / N
//! GPU: `shaders/{softmax_xent,softmax_xent_dx}.wgsl`.

use bytemuck::NoUninit;

use super::softmax::exponentials;
use super::{linear_groups, mean, row_groups};
use crate::kernel::{Args, Kernel, wgsl};
use crate::reduce::sum_of;
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static SOFTMAX_XENT: Kernel<Params> =
    Kernel { source: wgsl!("softmax_xent", inputs: 2, outputs: 2), cpu: softmax_xent_cpu };
pub(super) static SOFTMAX_XENT_DX: Kernel<Params> =
    Kernel { source: wgsl!("softmax_xent_dx", inputs: 3, outputs: 1), cpu: softmax_xent_dx_cpu };

/// Rows that one workgroup has.
const ROWS_OF_A_GROUP: usize = 8;

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
    smoothing: f32,
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
        let (max, sum) = exponentials(z, p);
        let scale = 1.0 / sum;
        p.iter_mut().for_each(|p| *p *= scale);
        *loss = row_loss(z, max, sum, *target, x.params.smoothing);
    }
}

/// ln Σᵤ exp zᵤ − Σᵥ tᵥ·zᵥ, from the row's maximum and the sum of its exponentials.
fn row_loss(z: &[f32], max: f32, sum: f32, target: u32, smoothing: f32) -> f32 {
    let at_target = z[target as usize] - max;
    if smoothing == 0.0 {
        return sum.ln() - at_target;
    }
    let mean = sum_of(z, |z| z - max) / z.len() as f32;
    sum.ln() - (1.0 - smoothing) * at_target - smoothing * mean
}

fn softmax_xent_dx_cpu(x: Args<'_, Params>) {
    let Params { rows, columns, smoothing } = x.params;
    let scale = x.inputs[2][0] / rows as f32;
    let everywhere = smoothing / columns as f32;
    let targets: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    let rows = x.inputs[0].chunks_exact(columns as usize).zip(x.outputs[0].chunks_exact_mut(columns as usize));
    for ((p, dz), target) in rows.zip(targets) {
        for (dz, p) in dz.iter_mut().zip(p) {
            *dz = (p - everywhere) * scale;
        }
        dz[*target as usize] -= (1.0 - smoothing) * scale;
    }
}

/// Softmax and cross-entropy of logits `[N,V]` (or `[T,B,V]`) against one target index a row.
#[track_caller]
pub fn softmax_xent(logits: &Var, targets: &Indices) -> CrossEntropy {
    softmax_xent_smoothed(logits, targets, 0.0)
}

/// The same with label smoothing ε in [0, 1].
#[track_caller]
pub fn softmax_xent_smoothed(logits: &Var, targets: &Indices, smoothing: f32) -> CrossEntropy {
    let z = logits.value();
    let [rows, columns] = z.shape().matrix();
    expect_shapes(rows == targets.len(), "softmax_xent", z.shape(), [targets.len()].into());
    let params = Params { rows: rows as u32, columns: columns as u32, smoothing };
    let (device, targets) = (z.device().clone(), targets.clone());
    let (probabilities, losses) = (device.empty(z.shape()), device.empty([rows]));
    let groups = row_groups(rows.div_ceil(ROWS_OF_A_GROUP));
    device.launch(&SOFTMAX_XENT, params, &[z, &targets.0], &[&probabilities, &losses], groups);
    let p = probabilities.clone();
    let loss = logits.tape().push(mean(&losses), [logits], move |dloss, _| {
        let dz = device.empty(p.shape());
        device.launch(&SOFTMAX_XENT_DX, params, &[&p, &targets.0, dloss], &[&dz], linear_groups(dz.len()));
        [Some(dz)]
    });
    CrossEntropy { loss, losses, probabilities }
}
