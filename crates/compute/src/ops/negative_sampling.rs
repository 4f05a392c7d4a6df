//! The loss of word2vec's negative sampling.      H: [N,D]   C: [V,D]   samples s: [N,S], the right word and then noise
//!
//! With cₙⱼ for row sₙⱼ of C:   lossₙ = −ln σ(hₙ·cₙ₀) − Σⱼ₌₁ ln σ(−hₙ·cₙⱼ)      L = (1/N)·Σₙ lossₙ
//! With rₙⱼ = (σ(hₙ·cₙⱼ) − [j = 0]) / N:   dhₙ = dL·Σⱼ rₙⱼ·cₙⱼ      dcᵥ = dL·(Σ of rₙⱼ·hₙ over n, j with sₙⱼ = v)
//! Noise that happens to be the right word is passed over, as word2vec does.
//! GPU: `shaders/{negative_sampling,negative_sampling_dh,negative_sampling_dc}.wgsl`.

use bytemuck::NoUninit;

use super::sum::scaled_sum;
use super::{linear_groups, scale};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::reduce::dot;
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static NEGATIVE_SAMPLING: Kernel<Params> =
    Kernel { source: wgsl!("negative_sampling", inputs: 3, outputs: 2), cpu: negative_sampling_cpu };
pub(super) static NEGATIVE_SAMPLING_DH: Kernel<Params> =
    Kernel { source: wgsl!("negative_sampling_dh", inputs: 3, outputs: 1), cpu: dh_cpu };
pub(super) static NEGATIVE_SAMPLING_DC: Kernel<Params> =
    Kernel { source: wgsl!("negative_sampling_dc", inputs: 3, outputs: 1), cpu: dc_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    /// N
    rows: u32,
    /// S
    samples: u32,
    /// D
    columns: u32,
    /// V
    words: u32,
}

fn negative_sampling_cpu(x: Args<'_, Params>) {
    let (samples, columns) = (x.params.samples as usize, x.params.columns as usize);
    let words: &[u32] = bytemuck::cast_slice(x.inputs[2]);
    let [losses, residuals] = x.outputs else { unreachable!("two outputs") };
    for (i, (loss, residual)) in losses.iter_mut().zip(residuals.iter_mut()).enumerate() {
        let (n, j) = (i / samples, i % samples);
        let h = &x.inputs[0][n * columns..][..columns];
        let score = dot(h, row(x.inputs[1], words[i], columns));
        let label = if j == 0 { 1.0 } else { 0.0 };
        let is_passed_over = j > 0 && words[i] == words[n * samples];
        (*loss, *residual) = if is_passed_over { (0.0, 0.0) } else { of_score(score, label, x.params.rows) };
    }
}

/// The loss of a score, and its derivative by the score in a mean over `rows`.
fn of_score(score: f32, label: f32, rows: u32) -> (f32, f32) {
    let loss = score.max(0.0) - score * label + math::exp(-score.abs()).ln_1p();
    (loss, (math::sigmoid(score) - label) / rows as f32)
}

fn row(table: &[f32], word: u32, columns: usize) -> &[f32] {
    &table[word as usize * columns..][..columns]
}

fn add_scaled(sum: &mut [f32], factor: f32, x: &[f32]) {
    sum.iter_mut().zip(x).for_each(|(sum, x)| *sum += factor * x);
}

fn dh_cpu(x: Args<'_, Params>) {
    let (samples, columns) = (x.params.samples as usize, x.params.columns as usize);
    let words: &[u32] = bytemuck::cast_slice(x.inputs[2]);
    let rows = x.inputs[0].chunks_exact(samples).zip(words.chunks_exact(samples));
    for (dh, (residuals, words)) in x.outputs[0].chunks_exact_mut(columns).zip(rows) {
        dh.fill(0.0);
        residuals.iter().zip(words).for_each(|(r, word)| add_scaled(dh, *r, row(x.inputs[1], *word, columns)));
    }
}

fn dc_cpu(x: Args<'_, Params>) {
    let (samples, columns) = (x.params.samples, x.params.columns as usize);
    let sorted: &[u32] = bytemuck::cast_slice(x.inputs[2]);
    let (words, places) = sorted.split_at(sorted.len() / 2);
    let dc = &mut *x.outputs[0];
    dc.fill(0.0);
    for (word, place) in words.iter().zip(places) {
        let h = row(x.inputs[1], place / samples, columns);
        add_scaled(&mut dc[*word as usize * columns..][..columns], x.inputs[0][*place as usize], h);
    }
}

/// The mean loss of N rows, each against S samples of the words of `c`: the right one first, then noise.
#[track_caller]
pub fn negative_sampling(h_var: &Var, c_var: &Var, samples: &Indices) -> Var {
    let (h, c, samples) = (h_var.value().clone(), c_var.value().clone(), samples.clone());
    let ([rows, columns], [words, width]) = (h.shape().matrix(), c.shape().matrix());
    expect_shapes(columns == width, "negative_sampling", h.shape(), c.shape());
    let fit = rows > 0 && samples.len().is_multiple_of(rows);
    expect_shapes(fit, "negative_sampling", h.shape(), [samples.len()].into());
    let each = samples.len() / rows;
    let params = Params { rows: rows as u32, samples: each as u32, columns: columns as u32, words: words as u32 };
    let device = h.device().clone();
    let (losses, residuals) = (device.empty([rows, each]), device.empty([rows, each]));
    let groups = linear_groups(samples.len());
    device.launch(&NEGATIVE_SAMPLING, params, &[&h, &c, &samples.0], &[&losses, &residuals], groups);
    h_var.tape().push(scaled_sum(&losses, 1.0 / rows as f32), [h_var, c_var], move |dloss, needs| {
        let residuals = scale(&residuals, dloss);
        let derivative = |kernel, inputs: [&Tensor; 3], of: &Tensor| {
            let gradient = of.device().empty(of.shape());
            // An invocation computes four columns.
            let groups = linear_groups(of.shape().matrix()[0] * columns.div_ceil(4));
            of.device().launch(kernel, params, &inputs, &[&gradient], groups);
            gradient
        };
        [
            needs[0].then(|| derivative(&NEGATIVE_SAMPLING_DH, [&residuals, &c, &samples.0], &h)),
            needs[1].then(|| derivative(&NEGATIVE_SAMPLING_DC, [&residuals, &h, samples.sorted()], &c)),
        ]
    })
}
