//! ‖∂L/∂sₖ‖ of every step and row, from what a tape has kept of it.
//!
//! An LSTM hands two things on, so s = (C, h), and ∂L/∂s asks what each number of them does to the loss by itself: as the
//! factors ∂sᵢ/∂sᵢ₋₁ do, for which Cᵢ₋₁ and hᵢ₋₁ are given. The tape's ∂L/∂Cₖ has every way from Cₖ to the loss, that
//! through hₖ included, and that one is in ∂L/∂hₖ already. It is taken off again:
//! ```text
//!   ∂L/∂Cₖ − ∂L/∂hₖ∗∂hₖ/∂Cₖ     ∂h/∂C = o∗(1 − tanh²C) + tanh C∗o∗(1−o)∗pₒ
//! ```
//! Without this the norm of a step would count the part of C that only passes through h twice.

use nabla_compute::Tensor;
use nabla_compute::ops::StateGradients;

use crate::graph::{Activation, Param};

/// What is to be read for [`norms`]: ∂L/∂h `[T,B,H]`; of an LSTM also ∂L/∂C, the gates `[T,B,4H]`, C and, if there are
/// any, the peepholes `[3,H]`.
pub(super) fn needed(kept: &StateGradients, activations: &[Activation], params: &[&Param]) -> Vec<Tensor> {
    let activation = |name: &str| activations.iter().find(|a| a.name.ends_with(name)).map(|a| a.tensor.clone());
    let peepholes = params.iter().find(|param| param.name.ends_with(".p")).map(|param| param.value.clone());
    let lstm = kept.c().map(|dc| [Some(dc), activation(".o"), activation(".C"), peepholes]);
    kept.h().into_iter().chain(lstm.into_iter().flatten().flatten()).collect()
}

/// ‖∂L/∂sₖ‖ of every step and row, step after step.
pub(super) fn norms(read: &[Vec<f32>], hidden: usize) -> Vec<f64> {
    let wide = |x: &f32| f64::from(*x);
    let square = |row: &[f32]| row.iter().map(|x| wide(x).powi(2)).sum::<f64>();
    match read {
        [dh, dc, gates, c, peepholes @ ..] => {
            let of_o = |unit: usize| peepholes.first().map_or(0.0, |p| wide(&p[2 * hidden + unit]));
            let row = |row: usize| {
                let at = row * hidden;
                let alone = |unit: usize| {
                    let (o, tanh_c) = (wide(&gates[4 * at + 3 * hidden + unit]), wide(&c[at + unit]).tanh());
                    let through_h = o * (1.0 - tanh_c * tanh_c) + tanh_c * o * (1.0 - o) * of_o(unit);
                    wide(&dc[at + unit]) - wide(&dh[at + unit]) * through_h
                };
                let by_c: f64 = (0..hidden).map(|unit| alone(unit).powi(2)).sum();
                (square(&dh[at..at + hidden]) + by_c).sqrt()
            };
            (0..dh.len() / hidden).map(row).collect()
        }
        [dh, ..] => dh.chunks_exact(hidden).map(|row| square(row).sqrt()).collect(),
        [] => Vec::new(),
    }
}
