//! Softmax of each row, and its logarithm.      x, y: [N,M]
//!
//! softmax: yₙⱼ = exp xₙⱼ / Σᵢ exp xₙᵢ          dxₙⱼ = yₙⱼ·(dyₙⱼ − Σᵢ dyₙᵢ·yₙᵢ)
//! log softmax: yₙⱼ = xₙⱼ − ln Σᵢ exp xₙᵢ       dxₙⱼ = dyₙⱼ − exp(yₙⱼ)·Σᵢ dyₙᵢ
//! Each row's maximum is taken off first, which changes nothing but keeps exp within bounds.
//! GPU: `shaders/{softmax,softmax_dx}.wgsl`. Where a loss follows, `softmax_xent.rs` does both at once.

use bytemuck::NoUninit;

use super::row_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::reduce::{dot, max_of, sum_of};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static SOFTMAX: Kernel<Params> =
    Kernel { source: wgsl!("softmax", inputs: 1, outputs: 1), cpu: softmax_cpu };
pub(super) static SOFTMAX_DX: Kernel<Params> =
    Kernel { source: wgsl!("softmax_dx", inputs: 2, outputs: 1), cpu: softmax_dx_cpu };

/// Which of the two; the numbers are the shader's.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, NoUninit)]
enum Kind {
    Plain = 0,
    Log = 1,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
    kind: Kind,
}

/// exp(zᵢ − max) into `exps`; returns (max, Σ exps).
pub(super) fn exponentials(z: &[f32], exps: &mut [f32]) -> (f32, f32) {
    let max = max_of(z);
    for (e, z) in exps.iter_mut().zip(z) {
        *e = math::exp(z - max);
    }
    (max, sum_of(exps, |e| e))
}

/// The same in place.
pub(super) fn exponentials_in_place(z: &mut [f32]) -> (f32, f32) {
    let max = max_of(z);
    z.iter_mut().for_each(|z| *z = math::exp(*z - max));
    (max, sum_of(z, |e| e))
}

fn softmax_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    for (x_row, y) in x.inputs[0].chunks_exact(columns).zip(x.outputs[0].chunks_exact_mut(columns)) {
        let (max, sum) = exponentials(x_row, y);
        match x.params.kind {
            Kind::Plain => {
                let scale = 1.0 / sum;
                y.iter_mut().for_each(|y| *y *= scale);
            }
            Kind::Log => {
                let log_sum = sum.ln();
                y.iter_mut().zip(x_row).for_each(|(y, x)| *y = (x - max) - log_sum);
            }
        }
    }
}

fn softmax_dx_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let rows = x.inputs[0].chunks_exact(columns).zip(x.inputs[1].chunks_exact(columns));
    for ((dy, y), dx) in rows.zip(x.outputs[0].chunks_exact_mut(columns)) {
        let triples = dx.iter_mut().zip(dy).zip(y).map(|((dx, dy), y)| (dx, dy, y));
        match x.params.kind {
            Kind::Plain => {
                let mean = dot(dy, y);
                triples.for_each(|(dx, dy, y)| *dx = y * (dy - mean));
            }
            Kind::Log => {
                let total = sum_of(dy, |dy| dy);
                triples.for_each(|(dx, dy, y)| *dx = dy - math::exp(*y) * total);
            }
        }
    }
}

fn rowwise(kernel: &'static Kernel<Params>, kind: Kind, inputs: &[&Tensor]) -> Tensor {
    let x = inputs[0];
    let [rows, columns] = x.shape().matrix();
    let y = x.device().empty(x.shape());
    let params = Params { rows: rows as u32, columns: columns as u32, kind };
    x.device().launch(kernel, params, inputs, &[&y], row_groups(rows));
    y
}

/// The softmax of each row.
pub fn softmax(x: &Tensor) -> Tensor {
    rowwise(&SOFTMAX, Kind::Plain, &[x])
}

/// The logarithm of the softmax of each row.
pub fn log_softmax(x: &Tensor) -> Tensor {
    rowwise(&SOFTMAX, Kind::Log, &[x])
}

impl Var {
    /// The softmax of each row.
    pub fn softmax(&self) -> Var {
        self.softmax_of(Kind::Plain)
    }

    /// The logarithm of the softmax of each row.
    pub fn log_softmax(&self) -> Var {
        self.softmax_of(Kind::Log)
    }

    fn softmax_of(&self, kind: Kind) -> Var {
        let y = rowwise(&SOFTMAX, kind, &[self.value()]);
        self.tape().push(y.clone(), [self], move |dy, _| [Some(rowwise(&SOFTMAX_DX, kind, &[dy, &y]))])
    }
}
