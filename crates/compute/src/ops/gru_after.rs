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
//! GPU: `shaders/{gru_after,gru_after_dz}.wgsl`; an emulated one goes by steps (`gru_after_by_steps.rs`).

use std::cell::RefCell;

use super::gru::GruSequence;
use super::recurrence::{
    Bptt, Params, Sizes, add, at, before, map_sums, quarters, quarters_mut, step, thirds, thirds_mut,
};
use super::{Side, fill, gru_after_by_steps, matmul, shifted, sum_rows, transpose};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{gate, tanh};
use crate::shape::expect_shapes;
use crate::simd::{Matrix, PackedB, Start, Target, add_product, packed_product};
use crate::tape::Var;

pub(super) static GRU_AFTER: Kernel<Params> =
    Kernel { source: wgsl!("gru_after", inputs: 4, outputs: 2), cpu: gru_after_cpu };
pub(super) static GRU_AFTER_DZ: Kernel<Params> =
    Kernel { source: wgsl!("gru_after_dz", inputs: 5, outputs: 3), cpu: gru_after_dz_cpu };

thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());

fn gru_after_cpu(x: Args<'_, Params>) {
    let [z, wh, bh, h_first] = x.inputs else { unreachable!("four inputs") };
    let [gates, h] = x.outputs else { unreachable!("two outputs") };
    let (batch, hidden) = (x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh, 3 * hidden), hidden, 3 * hidden);
        for t in x.params.range() {
            let (h_prev, h) = step(t, h, h_first);
            let (z, gates) = (&z[at(t, 3 * state)], &mut gates[at(t, 4 * state)]);
            let target = Target { data: gates, stride: 4 * hidden };
            packed_product(&Matrix::plain(h_prev, hidden), batch, packed, target, Start::Bias(bh)); // u
            for b in 0..batch {
                let now = at(b, hidden);
                let states = (&h_prev[now.clone()], &mut h[now]);
                cell_cpu(&z[at(b, 3 * hidden)], &mut gates[at(b, 4 * hidden)], states);
            }
        }
    });
}

/// One step of one row after the product: gates, of which the first three are u at first, and h.
fn cell_cpu(a: &[f32], gates: &mut [f32], (h_prev, h): (&[f32], &mut [f32])) {
    let ([a_z, a_r, a_n], [z, r, n, u_n]) = (thirds(a), quarters_mut(gates));
    u_n.copy_from_slice(n);
    map_sums(z, a_z, gate);
    map_sums(r, a_r, gate);
    for ((n, a_n), (r, u_n)) in n.iter_mut().zip(a_n).zip(r.iter().zip(&*u_n)) {
        *n = tanh(a_n + r * u_n);
    }
    for ((h, h_prev), (z, n)) in h.iter_mut().zip(h_prev).zip(z.iter().zip(&*n)) {
        *h = (1.0 - z) * n + z * h_prev;
    }
}

fn gru_after_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, h, h_first, wh_t] = x.inputs else { unreachable!("five inputs") };
    let [dz, du, states] = x.outputs else { unreachable!("three outputs") };
    let (p, batch, hidden) = (x.params, x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh_t, hidden), 3 * hidden, hidden);
        for t in p.range().rev() {
            add(&mut states[p.slot_after(t, state)], &dh[at(t, state)]);
            let (dh, h_prev) = (p.slot_before(t, states, state), before(t, h, h_first));
            let (gates, dz, du) = (&gates[at(t, 4 * state)], &mut dz[at(t, 3 * state)], &mut du[at(t, 3 * state)]);
            for b in 0..batch {
                let (now, dz_now) = (at(b, hidden), at(b, 3 * hidden));
                let states = (&h_prev[now.clone()], &mut dh[now]);
                cell_dz_cpu(&gates[at(b, 4 * hidden)], states, &mut dz[dz_now.clone()], &mut du[dz_now]);
            }
            if p.is_cut(t) {
                dh.fill(0.0);
            } else {
                add_product(Matrix::plain(du, 3 * hidden), packed, dh); // duₜ·Whᵀ
            }
        }
    });
}

/// One step back of one row: dz and du from dhₜ, which becomes dhₜ∗z.
fn cell_dz_cpu(gates: &[f32], (h_prev, dh): (&[f32], &mut [f32]), dz: &mut [f32], du: &mut [f32]) {
    let ([z, r, n, u_n], [da_z, da_r, da_n]) = (quarters(gates), thirds_mut(dz));
    for ((da_n, dh), (z, n)) in da_n.iter_mut().zip(&*dh).zip(z.iter().zip(n)) {
        *da_n = dh * (1.0 - z) * (1.0 - n * n);
    }
    for ((da_r, da_n), (r, u_n)) in da_r.iter_mut().zip(&*da_n).zip(r.iter().zip(u_n)) {
        *da_r = da_n * u_n * r * (1.0 - r);
    }
    for (((da_z, dh), h_prev), (z, n)) in da_z.iter_mut().zip(&*dh).zip(h_prev).zip(z.iter().zip(n)) {
        *da_z = dh * (h_prev - n) * z * (1.0 - z);
    }
    dh.iter_mut().zip(z).for_each(|(dh, z)| *dh *= z);
    du.copy_from_slice(dz);
    thirds_mut(du)[2].iter_mut().zip(r).for_each(|(du_n, r)| *du_n *= r);
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
    if device.is_emulated() {
        gru_after_by_steps::forward(sizes, inputs, [&gates, &h]);
    } else {
        for steps in sizes.launches(3) {
            device.launch(&GRU_AFTER, sizes.params(steps, &bptt, 0), &inputs, &[&gates, &h], sizes.groups());
        }
    }
    let (gates_value, [_, wh_value, _, h_before]) = (gates.clone(), inputs.map(Clone::clone));
    let h = z.tape().push(h.clone(), parents, move |dh, needs| {
        let device = dh.device();
        let (dz, du) = (device.empty(sizes.sequence(3)), device.empty(sizes.sequence(3)));
        let states = sizes.states(1, &bptt, None, dh);
        let outputs = [&dz, &du, &states];
        if device.is_emulated() {
            gru_after_by_steps::backward(sizes, &bptt, [dh, &gates_value, &h, &h_before, &wh_value], outputs);
        } else {
            let inputs = [dh, &gates_value, &h, &h_before, &transpose(&wh_value)];
            for steps in sizes.launches(3).rev() {
                device.launch(&GRU_AFTER_DZ, sizes.params(steps, &bptt, 0), &inputs, &outputs, sizes.groups());
            }
        }
        let dwh = needs[1].then(|| matmul(&shifted(&h, &h_before), Side::Transposed, &du, Side::Plain));
        let dbh = needs[2].then(|| sum_rows(&du));
        let [dh_first] = sizes.first_states(&states, &bptt, [needs[3]]);
        [Some(dz), dwh, dbh, dh_first]
    });
    GruSequence { h, gates }
}
