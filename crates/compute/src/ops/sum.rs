//! Sums: over everything, y = scale·Σᵢ xᵢ, and over the rows of a matrix, yⱼ = Σᵢ xᵢⱼ.
//!
//! Given dy:   dxᵢ = scale·dy   and   dxᵢⱼ = dyⱼ, which is one kernel that repeats a row.
//! GPU: `shaders/{sum,sum_rows,broadcast}.wgsl`. Long sums are taken in parts, side by side, and then the parts' sum.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::reduce::sum_of;
use crate::shape::Shape;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static SUM: Kernel<SumParams> = Kernel { source: wgsl!("sum", inputs: 1, outputs: 1), cpu: sum_cpu };
pub(super) static SUM_ROWS: Kernel<SumRowsParams> =
    Kernel { source: wgsl!("sum_rows", inputs: 1, outputs: 1), cpu: sum_rows_cpu };
pub(super) static BROADCAST: Kernel<BroadcastParams> =
    Kernel { source: wgsl!("broadcast", inputs: 1, outputs: 1), cpu: broadcast_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct SumParams {
    len: u32,
    part: u32,
    scale: f32,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct SumRowsParams {
    rows: u32,
    columns: u32,
    part: u32,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct BroadcastParams {
    len: u32,
    columns: u32,
    scale: f32,
}

fn sum_cpu(x: Args<'_, SumParams>) {
    x.outputs[0][0] = x.params.scale * sum_of(x.inputs[0], |x| x);
}

fn sum_rows_cpu(x: Args<'_, SumRowsParams>) {
    let y = &mut *x.outputs[0];
    y.fill(0.0);
    for row in x.inputs[0].chunks_exact(x.params.columns as usize) {
        for (y, x) in y.iter_mut().zip(row) {
            *y += x;
        }
    }
}

fn broadcast_cpu(x: Args<'_, BroadcastParams>) {
    for row in x.outputs[0].chunks_exact_mut(x.params.columns as usize) {
        for (y, value) in row.iter_mut().zip(x.inputs[0]) {
            *y = x.params.scale * value;
        }
    }
}

/// Numbers that one workgroup of a GPU adds up: 64 for each of its invocations.
pub(super) const PART: usize = 16_384;

pub(super) fn scaled_sum(x: &Tensor, scale: f32) -> Tensor {
    let len = x.len();
    let part = if x.device().is_gpu() { PART } else { len.max(1) };
    let parts = len.div_ceil(part).max(1);
    let y = x.device().empty([parts]);
    let params = SumParams { len: len as u32, part: part as u32, scale };
    x.device().launch(&SUM, params, &[x], &[&y], [parts as u32, 1, 1]);
    if parts == 1 { y } else { scaled_sum(&y, 1.0) }
}

/// The sum of all elements: `[1]`.
pub fn sum(x: &Tensor) -> Tensor {
    scaled_sum(x, 1.0)
}

/// The mean of all elements: `[1]`.
pub fn mean(x: &Tensor) -> Tensor {
    scaled_sum(x, 1.0 / x.len() as f32)
}

/// The sum of a matrix' rows: `[N,M]` → `[M]`.
pub fn sum_rows(x: &Tensor) -> Tensor {
    const FEW: usize = 64; // a second launch would cost more
    let [rows, columns] = x.shape().matrix();
    // √N sums of √N rows each: the most that is side by side in both launches.
    let part = if x.device().is_gpu() && rows > FEW { rows.isqrt() } else { rows.max(1) };
    let parts = rows.div_ceil(part).max(1);
    let y = x.device().empty([parts, columns]);
    let params = SumRowsParams { rows: rows as u32, columns: columns as u32, part: part as u32 };
    x.device().launch(&SUM_ROWS, params, &[x], &[&y], linear_groups(4 * y.len())); // workgroups of 64
    if parts == 1 { y.reshape([columns]) } else { sum_rows(&y) }
}

/// `scale`·row, repeated to fill the shape.
fn broadcast(row: &Tensor, shape: Shape, scale: f32) -> Tensor {
    let y = row.device().empty(shape);
    let params = BroadcastParams { len: y.len() as u32, columns: row.len() as u32, scale };
    row.device().launch(&BROADCAST, params, &[row], &[&y], linear_groups(y.len()));
    y
}

impl Var {
    /// The sum of all elements.
    pub fn sum(&self) -> Var {
        self.scaled_sum(1.0)
    }

    /// The mean of all elements.
    pub fn mean(&self) -> Var {
        self.scaled_sum(1.0 / self.value().len() as f32)
    }

    /// The sum of a matrix' rows.
    pub fn sum_rows(&self) -> Var {
        let shape = self.value().shape();
        self.tape().push(sum_rows(self.value()), [self], move |dy, _| [Some(broadcast(dy, shape, 1.0))])
    }

    fn scaled_sum(&self, scale: f32) -> Var {
        let shape = self.value().shape();
        let y = scaled_sum(self.value(), scale);
        self.tape().push(y, [self], move |dy, _| [Some(broadcast(dy, shape, scale))])
    }
}
