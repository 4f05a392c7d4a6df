//! Batch normalisation (Ioffe & Szegedy 2015), channel by channel over all other dimensions together (N rows).
//!
//! ```text
//!   μ = mean of x    σ² = mean of (x − μ)²    r = 1/√(σ² + ε)    x̂ = (x − μ)·r    y = γ·x̂ + β
//!   dβ = Σ dy    dγ = Σ dy·x̂
//!   dx = γ·r·(dy − dβ/N − x̂·dγ/N)   where μ and σ² come from x (training)
//!   dx = γ·r·dy                      where they are given (predicting)
//! ```
//! x, y: [.., C]   γ, β: [C]   moments: [2,C], the row of μ and the row of σ².
//!
//! Rows are added in slices, each with its own mean, and joined afterwards (Chan et al. 1979): enough to do for a GPU at
//! a time, and no cancellation. GPU: `shaders/batch_{moments,moments_joined,moments_running,norm,norm_sums,norm_dx}.wgsl`.

use bytemuck::NoUninit;

use super::{linear_groups, rows, sum_rows};
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::{Shape, expect_shapes};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static BATCH_MOMENTS: Kernel<Params> =
    Kernel { source: wgsl!("batch_moments", inputs: 1, outputs: 1), cpu: batch_moments_cpu };
pub(super) static BATCH_MOMENTS_JOINED: Kernel<Params> =
    Kernel { source: wgsl!("batch_moments_joined", inputs: 1, outputs: 1), cpu: batch_moments_joined_cpu };
pub(super) static BATCH_MOMENTS_RUNNING: Kernel<RunningParams> =
    Kernel { source: wgsl!("batch_moments_running", inputs: 1, outputs: 1), cpu: batch_moments_running_cpu };
pub(super) static BATCH_NORM: Kernel<Params> =
    Kernel { source: wgsl!("batch_norm", inputs: 4, outputs: 1), cpu: batch_norm_cpu };
pub(super) static BATCH_NORM_SUMS: Kernel<Params> =
    Kernel { source: wgsl!("batch_norm_sums", inputs: 3, outputs: 1), cpu: batch_norm_sums_cpu };
pub(super) static BATCH_NORM_DX: Kernel<Params> =
    Kernel { source: wgsl!("batch_norm_dx", inputs: 5, outputs: 1), cpu: batch_norm_dx_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
    slices: u32,
    rows_in_slice: u32,
    epsilon: f32,
    /// Whether the moments depend on x.
    of_batch: u32,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct RunningParams {
    columns: u32,
    momentum: f32,
    /// N / (N − 1)
    correction: f32,
}

impl Params {
    fn new(shape: Shape, epsilon: f32, of_batch: bool) -> Self {
        let [rows, columns] = shape.matrix().map(|size| size as u32);
        let rows_in_slice = rows.div_ceil(64).max(64); // at most 64 slices, at least 64 rows in each
        let slices = rows.div_ceil(rows_in_slice);
        Params { rows, columns, slices, rows_in_slice, epsilon, of_batch: u32::from(of_batch) }
    }

    /// A workgroup adds 32 columns of a slice.
    fn slice_groups(&self) -> [u32; 3] {
        [self.columns.div_ceil(32), self.slices, 1]
    }
}

/// Each slice's means, then its sums of squares around them.
fn batch_moments_cpu(x: Args<'_, Params>) {
    let (columns, rows_in_slice) = (x.params.columns as usize, x.params.rows_in_slice as usize);
    let slices = x.inputs[0].chunks(rows_in_slice * columns).zip(x.outputs[0].chunks_exact_mut(2 * columns));
    for (slice, moments) in slices {
        let count = (slice.len() / columns) as f32;
        let (means, squares) = moments.split_at_mut(columns);
        means.fill(0.0);
        squares.fill(0.0);
        for row in slice.chunks_exact(columns) {
            means.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        means.iter_mut().for_each(|mean| *mean /= count);
        for row in slice.chunks_exact(columns) {
            for ((sum, mean), x) in squares.iter_mut().zip(&*means).zip(row) {
                *sum += (x - mean) * (x - mean);
            }
        }
    }
}

/// Of all slices: the mean, and the mean square around it.
fn batch_moments_joined_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let columns = p.columns as usize;
    let (means, variances) = x.outputs[0].split_at_mut(columns);
    means.fill(0.0);
    variances.fill(0.0);
    let share = |slice: usize| p.rows_in_slice.min(p.rows - slice as u32 * p.rows_in_slice) as f32 / p.rows as f32;
    for (s, slice) in x.inputs[0].chunks_exact(2 * columns).enumerate() {
        means.iter_mut().zip(slice).for_each(|(mean, of_slice)| *mean += share(s) * of_slice);
    }
    for (s, slice) in x.inputs[0].chunks_exact(2 * columns).enumerate() {
        let (of_slice, squares) = slice.split_at(columns);
        for c in 0..columns {
            let apart = of_slice[c] - means[c];
            variances[c] += squares[c] / p.rows as f32 + share(s) * apart * apart;
        }
    }
}

fn batch_moments_running_cpu(x: Args<'_, RunningParams>) {
    let p = x.params;
    let columns = p.columns as usize;
    for (i, (running, moment)) in x.outputs[0].iter_mut().zip(x.inputs[0]).enumerate() {
        let moment = if i < columns { *moment } else { moment * p.correction };
        *running += p.momentum * (moment - *running);
    }
}

/// r of each column.
fn inverse_deviations(variances: &[f32], epsilon: f32) -> Vec<f32> {
    variances.iter().map(|variance| 1.0 / (variance + epsilon).sqrt()).collect()
}

fn batch_norm_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let [source, moments, scale, shift] = x.inputs else { unreachable!("four inputs") };
    let (means, variances) = moments.split_at(columns);
    let r = inverse_deviations(variances, x.params.epsilon);
    for (x, y) in source.chunks_exact(columns).zip(x.outputs[0].chunks_exact_mut(columns)) {
        for c in 0..columns {
            y[c] = (x[c] - means[c]) * r[c] * scale[c] + shift[c];
        }
    }
}

/// Each slice's dβ, then its dγ.
fn batch_norm_sums_cpu(x: Args<'_, Params>) {
    let (columns, rows_in_slice) = (x.params.columns as usize, x.params.rows_in_slice as usize);
    let [dy, source, moments] = x.inputs else { unreachable!("three inputs") };
    let (means, variances) = moments.split_at(columns);
    let r = inverse_deviations(variances, x.params.epsilon);
    let slices = dy.chunks(rows_in_slice * columns).zip(source.chunks(rows_in_slice * columns));
    for ((dy, x), sums) in slices.zip(x.outputs[0].chunks_exact_mut(2 * columns)) {
        let (dshift, dscale) = sums.split_at_mut(columns);
        dshift.fill(0.0);
        dscale.fill(0.0);
        for (dy, x) in dy.chunks_exact(columns).zip(x.chunks_exact(columns)) {
            for c in 0..columns {
                dshift[c] += dy[c];
                dscale[c] += dy[c] * (x[c] - means[c]) * r[c];
            }
        }
    }
}

fn batch_norm_dx_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let columns = p.columns as usize;
    let [dy, source, moments, scale, sums] = x.inputs else { unreachable!("five inputs") };
    let ((means, variances), (dshift, dscale)) = (moments.split_at(columns), sums.split_at(columns));
    let r = inverse_deviations(variances, p.epsilon);
    let share = if p.of_batch == 1 { 1.0 / p.rows as f32 } else { 0.0 };
    let rows = dy.chunks_exact(columns).zip(source.chunks_exact(columns));
    for ((dy, x), dx) in rows.zip(x.outputs[0].chunks_exact_mut(columns)) {
        for c in 0..columns {
            let normal = (x[c] - means[c]) * r[c];
            dx[c] = scale[c] * r[c] * (dy[c] - share * (dshift[c] + normal * dscale[c]));
        }
    }
}

/// What batch normalisation computed while training.
#[derive(Clone)]
pub struct BatchNorm {
    /// The result, in x's shape.
    pub y: Var,
    /// μ and σ² of this batch: `[2,C]`.
    pub moments: Tensor,
}

/// μ and σ² of each column: `[.., C]` → `[2,C]`.
pub fn batch_moments(x: &Tensor) -> Tensor {
    let params = Params::new(x.shape(), 0.0, true);
    let columns = params.columns as usize;
    let (slices, moments) = (x.device().empty([params.slices as usize, 2 * columns]), x.device().empty([2, columns]));
    x.device().launch(&BATCH_MOMENTS, params, &[x], &[&slices], params.slice_groups());
    x.device().launch(&BATCH_MOMENTS_JOINED, params, &[&slices], &[&moments], linear_groups(columns));
    moments
}

/// Moves running moments, in place, towards those of a batch of so many rows: running += momentum·(batch − running),
/// with the batch's variance corrected by N / (N − 1), as PyTorch does.
#[track_caller]
pub fn follow_moments(running: &Tensor, moments: &Tensor, rows: usize, momentum: f32) {
    expect_shapes(running.shape() == moments.shape(), "follow_moments", running.shape(), moments.shape());
    let [_, columns] = moments.shape().matrix();
    let correction = rows as f32 / rows.saturating_sub(1).max(1) as f32;
    let params = RunningParams { columns: columns as u32, momentum, correction };
    let groups = linear_groups(moments.len());
    running.device().launch(&BATCH_MOMENTS_RUNNING, params, &[moments], &[running], groups);
}

impl Var {
    /// Normalises each channel by its mean and variance over this batch, then scales and shifts it: for training.
    #[track_caller]
    pub fn batch_norm(&self, scale: &Var, shift: &Var, epsilon: f32) -> BatchNorm {
        let moments = batch_moments(self.value());
        let y = self.normalised(scale, shift, &moments, Params::new(self.value().shape(), epsilon, true));
        BatchNorm { y, moments }
    }

    /// Normalises each channel by a given mean and variance `[2,C]`, then scales and shifts it: for predicting.
    #[track_caller]
    pub fn batch_norm_by(&self, scale: &Var, shift: &Var, moments: &Tensor, epsilon: f32) -> Var {
        self.normalised(scale, shift, moments, Params::new(self.value().shape(), epsilon, false))
    }

    #[track_caller]
    fn normalised(&self, scale: &Var, shift: &Var, moments: &Tensor, params: Params) -> Var {
        let (x, scale_value, moments) = (self.value().clone(), scale.value().clone(), moments.clone());
        let (columns, device) = (params.columns as usize, x.device().clone());
        for (row, len) in [(scale.value(), columns), (shift.value(), columns), (&moments, 2 * columns)] {
            expect_shapes(row.len() == len, "batch_norm", x.shape(), row.shape());
        }
        let y = device.empty(x.shape());
        let inputs = [&x, &moments, &scale_value, shift.value()];
        device.launch(&BATCH_NORM, params, &inputs, &[&y], linear_groups(x.len()));
        self.tape().push(y, [self, scale, shift], move |dy, _| {
            let (slices, dx) = (device.empty([params.slices as usize, 2 * columns]), device.empty(x.shape()));
            device.launch(&BATCH_NORM_SUMS, params, &[dy, &x, &moments], &[&slices], params.slice_groups());
            let sums = sum_rows(&slices).reshape([2, columns]);
            let inputs = [dy, &x, &moments, &scale_value, &sums];
            device.launch(&BATCH_NORM_DX, params, &inputs, &[&dx], linear_groups(x.len()));
            let row = |i| Some(rows(&sums, i, 1).reshape([columns]));
            [Some(dx), row(1), row(0)]
        })
    }
}
