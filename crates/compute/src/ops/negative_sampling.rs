//! The loss of word2vec's negative sampling.      H: [N,D]   C: [V,D]   samples s: [N,S], the right word and then noise
//!
//! With cₙⱼ for row sₙⱼ of C:   lossₙ = −ln σ(hₙ·cₙ₀) − Σⱼ₌₁ ln σ(−hₙ·cₙⱼ)      L = (1/N)·Σₙ lossₙ
//! With rₙⱼ = (σ(hₙ·cₙⱼ) − [j = 0]) / N:   dhₙ = dL·Σⱼ rₙⱼ·cₙⱼ      dcᵥ = dL·(Σ of rₙⱼ·hₙ over n, j with sₙⱼ = v)
//! Noise that happens to be the right word is passed over, as word2vec does.
//! Both are sums of rows weighted by the residuals r, as those of `embedding_bag.rs`. GPU: `shaders/negative_sampling.wgsl`.

use bytemuck::NoUninit;

use super::embedding_bag::{embedding_bag, embedding_bag_dw};
use super::point_loss::logistic;
use super::sum::scaled_sum;
use super::{linear_groups, scale};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::reduce::dot;
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::Indices;

pub(super) static NEGATIVE_SAMPLING: Kernel<Params> =
    Kernel { source: wgsl!("negative_sampling", inputs: 3, outputs: 2), cpu: negative_sampling_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    /// N
    rows: u32,
    /// S
    samples: u32,
    /// D
    columns: u32,
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
    (logistic(score, label), (math::sigmoid(score) - label) / rows as f32)
}

fn row(table: &[f32], word: u32, columns: usize) -> &[f32] {
    &table[word as usize * columns..][..columns]
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
    let params = Params { rows: rows as u32, samples: each as u32, columns: columns as u32 };
    let device = h.device().clone();
    let (losses, residuals) = (device.empty([rows, each]), device.empty([rows, each]));
    let groups = linear_groups(samples.len());
    device.launch(&NEGATIVE_SAMPLING, params, &[&h, &c, &samples.0], &[&losses, &residuals], groups);
    h_var.tape().push(scaled_sum(&losses, 1.0 / rows as f32), [h_var, c_var], move |dloss, needs| {
        let residuals = scale(&residuals, dloss);
        [
            needs[0].then(|| embedding_bag(&c, &samples, &residuals).reshape(h.shape())),
            needs[1].then(|| embedding_bag_dw([words, columns], &samples, &residuals, &h).reshape(c.shape())),
        ]
    })
}
