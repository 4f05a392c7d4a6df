//! GRU over a whole sequence, with the reset before the product (Cho et al. 2014).
//!
//! With a = xₜ·Wx + b computed for all t beforehand (one product), for t = 0 … T−1:
//! ```text
//!   zₜ = σ(a_z + hₜ₋₁·W_z)    rₜ = σ(a_r + hₜ₋₁·W_r)    mₜ = rₜ∗hₜ₋₁
//!   h̃ₜ = tanh(a_h + mₜ·W_h)   hₜ = (1−zₜ)∗hₜ₋₁ + zₜ∗h̃ₜ
//! ```
//! a, gates: [T,B,3H] in the order z r h̃   Wh, of which `W_z`, `W_r` and `W_h` are the thirds: [H,3H]   h₋₁: [B,H]   m, h: [T,B,H]
//!
//! Back through time, from t = T−1 down, with dhₜ the gradient from above plus what step t+1 sends back:
//! ```text
//!   da_h = dhₜ∗z∗(1−h̃²)    dm = da_h·W_hᵀ    da_z = dhₜ∗(h̃−hₜ₋₁)∗z∗(1−z)    da_r = dm∗hₜ₋₁∗r∗(1−r)
//!   to step t−1:  dh = dhₜ∗(1−z) + dm∗r + da_z·W_zᵀ + da_r·W_rᵀ
//!   dW_z, dW_r = Σₜ hₜ₋₁ᵀ·(da_z, da_r)    dW_h = Σₜ mₜᵀ·da_h
//! ```
//! [`super::gru_after`] is the form with one product a step instead of two. GPU: `shaders/{gru,gru_dz}.wgsl`;
//! an emulated one goes by steps (`gru_by_steps.rs`).

use std::cell::RefCell;

use super::recurrence::{Bptt, Params, Sizes, add, at, before, map_sums, step, thirds, thirds_mut};
use super::{Side, columns, concat, gru_by_steps, matmul, shifted, transpose};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{gate, tanh};
use crate::simd::{Matrix, PackedB, Start, Target, packed_product};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static GRU: Kernel<Params> = Kernel { source: wgsl!("gru", inputs: 3, outputs: 3), cpu: gru_cpu };
pub(super) static GRU_DZ: Kernel<Params> = Kernel { source: wgsl!("gru_dz", inputs: 5, outputs: 2), cpu: gru_dz_cpu };

/// `W_z` and `W_r`, or their transposes, and `W_h`.
#[derive(Default)]
struct Scratch {
    of_gates: PackedB,
    of_candidate: PackedB,
    /// dm of one step.
    dm: Vec<f32>,
}

thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());

fn gru_cpu(x: Args<'_, Params>) {
    let [z, wh, h_first] = x.inputs else { unreachable!("three inputs") };
    let [gates, m, h] = x.outputs else { unreachable!("three outputs") };
    let (batch, hidden) = (x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    let product = |a: &[f32], b: &PackedB, c: &mut [f32]| {
        packed_product(&Matrix::plain(a, hidden), batch, b, Target { data: c, stride: 3 * hidden }, Start::Zero);
    };
    SCRATCH.with_borrow_mut(|packed| {
        packed.of_gates.pack(Matrix::plain(wh, 3 * hidden), hidden, 2 * hidden);
        packed.of_candidate.pack(Matrix::plain(&wh[2 * hidden..], 3 * hidden), hidden, hidden);
        for t in x.params.range() {
            let (h_prev, h) = step(t, h, h_first);
            let (z, gates, m) = (&z[at(t, 3 * state)], &mut gates[at(t, 3 * state)], &mut m[at(t, state)]);
            product(h_prev, &packed.of_gates, gates);
            reset_cpu(hidden, z, gates, h_prev, m);
            product(m, &packed.of_candidate, &mut gates[2 * hidden..]);
            mix_cpu(hidden, z, gates, h_prev, h);
        }
    });
}

/// zₜ, rₜ (in place) and mₜ for all rows.
fn reset_cpu(hidden: usize, a: &[f32], gates: &mut [f32], h_prev: &[f32], m: &mut [f32]) {
    let states = h_prev.chunks_exact(hidden).zip(m.chunks_exact_mut(hidden));
    let rows = gates.chunks_exact_mut(3 * hidden).zip(a.chunks_exact(3 * hidden));
    for ((gates, a), (h_prev, m)) in rows.zip(states) {
        let ([a_z, a_r, _], [z, r, _]) = (thirds(a), thirds_mut(gates));
        map_sums(z, a_z, gate);
        map_sums(r, a_r, gate);
        m.iter_mut().zip(r.iter().zip(h_prev)).for_each(|(m, (r, h_prev))| *m = r * h_prev);
    }
}

/// h̃ₜ (in place) and hₜ for all rows.
fn mix_cpu(hidden: usize, a: &[f32], gates: &mut [f32], h_prev: &[f32], h: &mut [f32]) {
    let states = h_prev.chunks_exact(hidden).zip(h.chunks_exact_mut(hidden));
    let rows = gates.chunks_exact_mut(3 * hidden).zip(a.chunks_exact(3 * hidden));
    for ((gates, a), (h_prev, h)) in rows.zip(states) {
        let ([_, _, a_h], [z, _, candidate]) = (thirds(a), thirds_mut(gates));
        map_sums(candidate, a_h, tanh);
        for ((h, h_prev), (z, candidate)) in h.iter_mut().zip(h_prev).zip(z.iter().zip(&*candidate)) {
            *h = (1.0 - z) * h_prev + z * candidate;
        }
    }
}

fn gru_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, h, h_first, wh_t] = x.inputs else { unreachable!("five inputs") };
    let [dz, states] = x.outputs else { unreachable!("two outputs") };
    let (p, batch, hidden) = (x.params, x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    let product = |a: &[f32], b: &PackedB, c: &mut [f32], start: Start<'_>| {
        packed_product(&Matrix::plain(a, 3 * hidden), batch, b, Target { data: c, stride: hidden }, start);
    };
    SCRATCH.with_borrow_mut(|Scratch { of_gates, of_candidate, dm }| {
        dm.resize(state, 0.0);
        of_gates.pack(Matrix::plain(wh_t, hidden), 2 * hidden, hidden);
        of_candidate.pack(Matrix::plain(&wh_t[2 * hidden * hidden..], hidden), hidden, hidden);
        for t in p.range().rev() {
            let (gates, dz) = (&gates[at(t, 3 * state)], &mut dz[at(t, 3 * state)]);
            let h_prev = before(t, h, h_first);
            let dh_now = &mut states[p.slot_after(t, state)];
            add(dh_now, &dh[at(t, state)]);
            mix_dz_cpu(hidden, gates, h_prev, dh_now, dz);
            product(&dz[2 * hidden..], of_candidate, dm, Start::Zero); // da_h·W_hᵀ
            let dh_prev = p.slot_before(t, states, state);
            reset_dz_cpu(hidden, gates, h_prev, dm, dh_prev, dz);
            if p.is_cut(t) {
                dh_prev.fill(0.0);
            } else {
                product(dz, of_gates, dh_prev, Start::Current); // da_z·W_zᵀ + da_r·W_rᵀ
            }
        }
    });
}

/// `da_z` and `da_h` for all rows.
fn mix_dz_cpu(hidden: usize, gates: &[f32], h_prev: &[f32], dh: &[f32], dz: &mut [f32]) {
    let states = h_prev.chunks_exact(hidden).zip(dh.chunks_exact(hidden));
    let rows = gates.chunks_exact(3 * hidden).zip(dz.chunks_exact_mut(3 * hidden));
    for ((gates, dz), (h_prev, dh)) in rows.zip(states) {
        let ([z, _, candidate], [da_z, _, da_h]) = (thirds(gates), thirds_mut(dz));
        for (((da_z, dh), h_prev), (z, candidate)) in da_z.iter_mut().zip(dh).zip(h_prev).zip(z.iter().zip(candidate)) {
            *da_z = dh * (candidate - h_prev) * z * (1.0 - z);
        }
        for ((da_h, dh), (z, candidate)) in da_h.iter_mut().zip(dh).zip(z.iter().zip(candidate)) {
            *da_h = dh * z * (1.0 - candidate * candidate);
        }
    }
}

/// `da_r`, and dhₜ turned into dhₜ∗(1−z) + dm∗r, for all rows.
fn reset_dz_cpu(hidden: usize, gates: &[f32], h_prev: &[f32], dm: &[f32], dh: &mut [f32], dz: &mut [f32]) {
    let states = h_prev.chunks_exact(hidden).zip(dm.chunks_exact(hidden)).zip(dh.chunks_exact_mut(hidden));
    let rows = gates.chunks_exact(3 * hidden).zip(dz.chunks_exact_mut(3 * hidden));
    for ((gates, dz), ((h_prev, dm), dh)) in rows.zip(states) {
        let ([z, r, _], [_, da_r, _]) = (thirds(gates), thirds_mut(dz));
        for (((da_r, dm), h_prev), r) in da_r.iter_mut().zip(dm).zip(h_prev).zip(r) {
            *da_r = dm * h_prev * r * (1.0 - r);
        }
        for ((dh, dm), (z, r)) in dh.iter_mut().zip(dm).zip(z.iter().zip(r)) {
            *dh = *dh * (1.0 - z) + dm * r;
        }
    }
}

/// What the recurrence computed.
#[derive(Clone)]
pub struct GruSequence {
    /// hₜ for every t: `[T,B,H]`.
    pub h: Var,
    /// The gates side by side: zₜ, rₜ, h̃ₜ `[T,B,3H]` here, zₜ, rₜ, nₜ, uₜ `[T,B,4H]` of [`super::gru_after`].
    pub gates: Tensor,
}

/// The recurrence from the input's share of the gates `[T,B,3H]`, Wh `[H,3H]` and the state before the first step
/// `[B,H]`.
///
/// # Panics
/// When shapes do not fit, or H is above [`super::MAX_HIDDEN`].
#[track_caller]
pub fn gru(z: &Var, wh: &Var, h_first: &Var, bptt: &Bptt) -> GruSequence {
    let sizes = Sizes::checked("gru", 3, z, wh, &[h_first]);
    let (device, bptt) = (z.value().device(), bptt.clone());
    let gates = device.empty(sizes.sequence(3));
    let (m, h) = (device.empty(sizes.sequence(1)), device.empty(sizes.sequence(1)));
    let inputs = [z, wh, h_first].map(Var::value);
    if device.is_emulated() {
        gru_by_steps::forward(sizes, inputs, [&gates, &m, &h]);
    } else {
        for steps in sizes.launches(3) {
            device.launch(&GRU, sizes.params(steps, &bptt, 0), &inputs, &[&gates, &m, &h], sizes.groups());
        }
    }
    let (gates_value, [_, wh_value, h_before]) = (gates.clone(), inputs.map(Clone::clone));
    let h = z.tape().push(h.clone(), [z, wh, h_first], move |dh, needs| {
        let device = dh.device();
        let dz = device.empty(sizes.sequence(3));
        let states = sizes.states(1, &bptt, None, dh);
        if device.is_emulated() {
            gru_by_steps::backward(sizes, &bptt, [dh, &gates_value, &h, &h_before, &wh_value], [&dz, &states]);
        } else {
            let inputs = [dh, &gates_value, &h, &h_before, &transpose(&wh_value)];
            for steps in sizes.launches(3).rev() {
                device.launch(&GRU_DZ, sizes.params(steps, &bptt, 0), &inputs, &[&dz, &states], sizes.groups());
            }
        }
        let dwh = needs[1].then(|| weight_gradient(&shifted(&h, &h_before), &m, &dz));
        let [dh_first] = sizes.first_states(&states, &bptt, [needs[2]]);
        [Some(dz), dwh, dh_first]
    });
    GruSequence { h, gates }
}

/// `(hₜ₋₁ᵀ·da_z, hₜ₋₁ᵀ·da_r, mₜᵀ·da_h)`, summed over all steps: `[H,3H]`.
fn weight_gradient(h_prev: &Tensor, m: &Tensor, dz: &Tensor) -> Tensor {
    let hidden = m.shape().matrix()[1];
    let of = |left, start, count| matmul(left, Side::Transposed, &columns(dz, start, count), Side::Plain);
    concat(&[&of(h_prev, 0, 2 * hidden), &of(m, 2 * hidden, hidden)])
}
