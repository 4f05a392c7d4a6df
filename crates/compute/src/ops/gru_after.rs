//! GRU over a whole sequence, with the reset after the product, as PyTorch and cuDNN have it: one product a step.
//!
//! With a = xₜ·Wx + b computed for all t beforehand (one product), for t = 0 … T−1:
//! ```text
//!   u = hₜ₋₁·Wh + bh    zₜ = σ(a_z + u_z)    rₜ = σ(a_r + u_r)    nₜ = tanh(a_n + rₜ∗u_n)
//!   hₜ = (1−zₜ)∗nₜ + zₜ∗hₜ₋₁
//! ```
//! Mind the last line: here zₜ is the share of the old state that stays, in [`super::gru()`] that which goes.
//! a: [T,B,3H] in the order z r n   Wh: [H,3H]   bh: [3H]   h₋₁: [B,H]   gates: [T,B,4H] with z r n `u_n`   h: [T,B,H]
//!
//! Back through time, from t = T−1 down, with dhₜ the gradient from above plus what step t+1 sends back:
//! ```text
//!   da_n = dhₜ∗(1−z)∗(1−n²)    da_r = da_n∗u_n∗r∗(1−r)    da_z = dhₜ∗(hₜ₋₁−n)∗z∗(1−z)    du = (da_z, da_r, da_n∗r)
//!   to step t−1:  dh = dhₜ∗z + du·Whᵀ    dWh = Σₜ hₜ₋₁ᵀ·duₜ    dbh = Σₜ duₜ
//! ```
//! GPU: `shaders/{gru_after,gru_after_dz}.wgsl`, for emulated GPUs the same with `_tile`.

use std::cell::RefCell;

use super::gru::GruSequence;
use super::recurrence::{Bptt, Params, Sizes, at, before, quarters, quarters_mut, step, thirds, thirds_mut};
use super::{Side, fill, matmul, shifted, sum_rows, transpose};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{sigmoid, tanh};
use crate::shape::expect_shapes;
use crate::simd::{Matrix, PackedB, Start, Target, add_product, packed_product};
use crate::tape::Var;

pub(super) static GRU_AFTER: Kernel<Params> =
    Kernel { source: wgsl!("gru_after", inputs: 4, outputs: 2), cpu: gru_after_cpu };
pub(super) static GRU_AFTER_DZ: Kernel<Params> =
    Kernel { source: wgsl!("gru_after_dz", inputs: 5, outputs: 3), cpu: gru_after_dz_cpu };

/// [`GRU_AFTER`] and [`GRU_AFTER_DZ`] for GPUs that are emulated.
pub(super) static GRU_AFTER_TILE: Kernel<Params> =
    Kernel { source: wgsl!("gru_after_tile", inputs: 4, outputs: 2), cpu: gru_after_cpu };
pub(super) static GRU_AFTER_DZ_TILE: Kernel<Params> =
    Kernel { source: wgsl!("gru_after_dz_tile", inputs: 5, outputs: 3), cpu: gru_after_dz_cpu };

/// The weights, and u of one step.
#[derive(Default)]
struct Scratch {
    weights: PackedB,
    u: Vec<f32>,
}

thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());

fn gru_after_cpu(x: Args<'_, Params>) {
    let [z, wh, bh, h_first] = x.inputs else { unreachable!("four inputs") };
    let [gates, h] = x.outputs else { unreachable!("two outputs") };
    let (batch, hidden) = (x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    SCRATCH.with_borrow_mut(|Scratch { weights, u }| {
        weights.pack(Matrix::plain(wh, 3 * hidden), hidden, 3 * hidden);
        u.resize(3 * state, 0.0);
        for t in 0..x.params.steps as usize {
            let (h_prev, h) = step(t, h, h_first);
            let target = Target { data: u, stride: 3 * hidden };
            packed_product(&Matrix::plain(h_prev, hidden), batch, weights, target, Start::Bias(bh));
            cell_cpu(hidden, &z[at(t, 3 * state)], u, &mut gates[at(t, 4 * state)], h_prev, h);
        }
    });
}

/// One step after the product, for all rows: gates and h.
fn cell_cpu(hidden: usize, z: &[f32], u: &[f32], gates: &mut [f32], h_prev: &[f32], h: &mut [f32]) {
    let states = h_prev.chunks_exact(hidden).zip(h.chunks_exact_mut(hidden));
    let rows = z.chunks_exact(3 * hidden).zip(u.chunks_exact(3 * hidden)).zip(gates.chunks_exact_mut(4 * hidden));
    for (((a, u), gates), (h_prev, h)) in rows.zip(states) {
        let ([a_z, a_r, a_n], [u_z, u_r, u_n]) = (thirds(a), thirds(u));
        let [z, r, n, u_kept] = quarters_mut(gates);
        for j in 0..hidden {
            z[j] = sigmoid(a_z[j] + u_z[j]);
            r[j] = sigmoid(a_r[j] + u_r[j]);
            n[j] = tanh(a_n[j] + r[j] * u_n[j]);
            u_kept[j] = u_n[j];
            h[j] = (1.0 - z[j]) * n[j] + z[j] * h_prev[j];
        }
    }
}

fn gru_after_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, h, h_first, wh_t] = x.inputs else { unreachable!("five inputs") };
    let [dz, du, states] = x.outputs else { unreachable!("three outputs") };
    let (p, hidden) = (x.params, x.params.hidden as usize);
    let state = p.sizes().state();
    SCRATCH.with_borrow_mut(|Scratch { weights, .. }| {
        weights.pack(Matrix::plain(wh_t, hidden), 3 * hidden, hidden);
        for t in (0..p.steps as usize).rev() {
            let dh_now = &mut states[p.slot_after(t, state)];
            for (sum, dh) in dh_now.iter_mut().zip(&dh[at(t, state)]) {
                *sum += dh;
            }
            let dh_prev = p.slot_before(t, states, state);
            let (dz, du) = (&mut dz[at(t, 3 * state)], &mut du[at(t, 3 * state)]);
            cell_dz_cpu(hidden, &gates[at(t, 4 * state)], before(t, h, h_first), dh_prev, dz, du);
            if p.is_cut(t) {
                dh_prev.fill(0.0);
            } else {
                add_product(Matrix::plain(du, 3 * hidden), weights, dh_prev); // duₜ·Whᵀ
            }
        }
    });
}

/// One step back for all rows: dz and du from dhₜ, which becomes dhₜ∗z.
fn cell_dz_cpu(hidden: usize, gates: &[f32], h_prev: &[f32], dh: &mut [f32], dz: &mut [f32], du: &mut [f32]) {
    let states = h_prev.chunks_exact(hidden).zip(dh.chunks_exact_mut(hidden));
    let rows = dz.chunks_exact_mut(3 * hidden).zip(du.chunks_exact_mut(3 * hidden));
    for ((gates, (dz, du)), (h_prev, dh)) in gates.chunks_exact(4 * hidden).zip(rows).zip(states) {
        let [z, r, n, u_n] = quarters(gates);
        let ([da_z, da_r, da_n], [du_z, du_r, du_n]) = (thirds_mut(dz), thirds_mut(du));
        for j in 0..hidden {
            da_n[j] = dh[j] * (1.0 - z[j]) * (1.0 - n[j] * n[j]);
            da_r[j] = da_n[j] * u_n[j] * r[j] * (1.0 - r[j]);
            da_z[j] = dh[j] * (h_prev[j] - n[j]) * z[j] * (1.0 - z[j]);
            du_z[j] = da_z[j];
            du_r[j] = da_r[j];
            du_n[j] = da_n[j] * r[j];
            dh[j] *= z[j];
        }
    }
}

/// The recurrence from the input's share of the gates `[T,B,3H]`, Wh `[H,3H]`, perhaps a second bias bh `[3H]`, and the
/// state before the first step `[B,H]`.
///
/// # Panics
/// When shapes do not fit, or H is above [`super::MAX_HIDDEN`].
#[track_caller]
pub fn gru_after(z: &Var, wh: &Var, bh: Option<&Var>, h_first: &Var, bptt: &Bptt) -> GruSequence {
    let sizes = Sizes::checked("gru_after", 3, z, wh, &[h_first]);
    let (device, bptt) = (z.value().device(), bptt.clone());
    let bh = bh.cloned().unwrap_or_else(|| z.tape().constant(&fill(device, [3 * sizes.hidden], 0.0)));
    expect_shapes(bh.value().len() == 3 * sizes.hidden, "gru_after", wh.value().shape(), bh.value().shape());
    let (gates, h) = (device.empty(sizes.sequence(4)), device.empty(sizes.sequence(1)));
    let parents = [z, wh, &bh, h_first];
    let inputs = parents.map(Var::value);
    let (kernel, groups) = sizes.kernel(device, &GRU_AFTER, &GRU_AFTER_TILE);
    for steps in sizes.launches(3) {
        device.launch(kernel, sizes.params(steps, &bptt, 0), &inputs, &[&gates, &h], groups);
    }
    let (gates_value, [_, wh_value, _, h_before]) = (gates.clone(), inputs.map(Clone::clone));
    let h = z.tape().push(h.clone(), parents, move |dh, needs| {
        let device = dh.device();
        let (dz, du) = (device.empty(sizes.sequence(3)), device.empty(sizes.sequence(3)));
        let states = sizes.states(1, &bptt, None, dh);
        let inputs = [dh, &gates_value, &h, &h_before, &transpose(&wh_value)];
        let outputs = [&dz, &du, &states];
        let (kernel, groups) = sizes.kernel(device, &GRU_AFTER_DZ, &GRU_AFTER_DZ_TILE);
        for steps in sizes.launches(3).rev() {
            device.launch(kernel, sizes.params(steps, &bptt, 0), &inputs, &outputs, groups);
        }
        let dwh = needs[1].then(|| matmul(&shifted(&h, &h_before), Side::Transposed, &du, Side::Plain));
        let dbh = needs[2].then(|| sum_rows(&du));
        let [dh_first] = sizes.first_states(&states, &bptt, [needs[3]]);
        [Some(dz), dwh, dbh, dh_first]
    });
    GruSequence { h, gates }
}
