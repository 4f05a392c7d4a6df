//! LSTM over a whole sequence (Hochreiter & Schmidhuber 1997, with the forget gate and the peepholes of Gers et al.
//! 2000 and 2002).
//!
//! With zₜ = xₜ·Wx + b computed for all t beforehand (one product), for t = 0 … T−1:
//! ```text
//!   (aᵢ, a_f, a_C, aₒ) = zₜ + hₜ₋₁·Wh
//!   iₜ = σ(aᵢ + pᵢ∗Cₜ₋₁)   fₜ = σ(a_f + p_f∗Cₜ₋₁)   C̃ₜ = tanh(a_C)    Cₜ = fₜ∗Cₜ₋₁ + iₜ∗C̃ₜ
//!   oₜ = σ(aₒ + pₒ∗Cₜ)     hₜ = oₜ∗tanh(Cₜ)
//! ```
//! z: [T,B,4H] in the order i f C̃ o   Wh: [H,4H]   h₋₁, C₋₁: [B,H]   gates: [T,B,4H]   C, h: [T,B,H]
//! p: [3,H] in the order i f o, the peepholes; without them p = 0.
//!
//! Back through time, from t = T−1 down, with dhₜ the gradient from above plus what step t+1 sends back:
//! ```text
//!   daₒ = dhₜ∗tanh(Cₜ)∗o∗(1−o)     dCₜ = dhₜ∗oₜ∗(1 − tanh²Cₜ) + daₒ∗pₒ + what step t+1 sends back
//!   daᵢ = dCₜ∗C̃ₜ∗i∗(1−i)    da_f = dCₜ∗Cₜ₋₁∗f∗(1−f)    da_C = dCₜ∗iₜ∗(1−C̃²)    dzₜ = (daᵢ, da_f, da_C, daₒ)
//!   to step t−1:  dh = dzₜ·Whᵀ    dC = dCₜ∗fₜ + daᵢ∗pᵢ + da_f∗p_f
//!   dWh = Σₜ hₜ₋₁ᵀ·dzₜ, one product over all T·B rows    dp = Σₜ (daᵢ∗Cₜ₋₁, da_f∗Cₜ₋₁, daₒ∗Cₜ)
//! ```
//! Rows of a batch do not see each other, so on a GPU one workgroup carries its rows through all steps inside a single
//! dispatch, h in workgroup memory; an emulated GPU goes by steps (`lstm_by_steps.rs`). GPU:
//! `shaders/{lstm,lstm_dz,lstm_dp}.wgsl`. The same recurrence from elementary operations is `nabla_models::cells`, which
//! tests hold this one to.

use std::cell::RefCell;
use std::rc::Rc;

use super::recurrence::{
    Bptt, Params, Sizes, add, add_products, at, before, map_sums, quarters, quarters_mut, step, thirds,
};
use super::{Side, fill, linear_groups, lstm_by_steps, matmul, rows, shifted, sum_rows, transpose};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{gate, tanh};
use crate::shape::expect_shapes;
use crate::simd::{Matrix, PackedB, Start, Target, packed_product};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static LSTM: Kernel<Params> = Kernel { source: wgsl!("lstm", inputs: 5, outputs: 3), cpu: lstm_cpu };
pub(super) static LSTM_DZ: Kernel<Params> =
    Kernel { source: wgsl!("lstm_dz", inputs: 6, outputs: 2), cpu: lstm_dz_cpu };
pub(super) static LSTM_DP: Kernel<Params> =
    Kernel { source: wgsl!("lstm_dp", inputs: 3, outputs: 1), cpu: lstm_dp_cpu };

/// `Params::variant`: whether there are peepholes.
const PLAIN: u32 = 0;
pub(super) const PEEPHOLES: u32 = 1;

thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());

fn lstm_cpu(x: Args<'_, Params>) {
    let [z, wh, h_first, c_first, peepholes] = x.inputs else { unreachable!("five inputs") };
    let [gates, c, h] = x.outputs else { unreachable!("three outputs") };
    let (batch, hidden) = (x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    let peepholes = (x.params.variant == PEEPHOLES).then(|| thirds(peepholes));
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh, 4 * hidden), hidden, 4 * hidden);
        for t in x.params.range() {
            let (h_prev, h) = step(t, h, h_first);
            let (c_prev, c) = step(t, c, c_first);
            let (z, gates) = (&z[at(t, 4 * state)], &mut gates[at(t, 4 * state)]);
            let target = Target { data: gates, stride: 4 * hidden };
            packed_product(&Matrix::plain(h_prev, hidden), batch, packed, target, Start::Zero); // hₜ₋₁·Wh
            for b in 0..batch {
                let (now, gates_now) = (at(b, hidden), at(b, 4 * hidden));
                let states = (&c_prev[now.clone()], &mut c[now.clone()], &mut h[now]);
                cell_cpu(peepholes, &z[gates_now.clone()], &mut gates[gates_now], states);
            }
        }
    });
}

/// One step of one row after the product: gates (in place), C and h.
fn cell_cpu(
    peepholes: Option<[&[f32]; 3]>,
    z: &[f32],
    gates: &mut [f32],
    (c_prev, c, h): (&[f32], &mut [f32], &mut [f32]),
) {
    let ([z_i, z_f, z_candidate, z_o], [i, f, candidate, o]) = (quarters(z), quarters_mut(gates));
    if let Some([p_i, p_f, _]) = peepholes {
        add_products(i, p_i, c_prev);
        add_products(f, p_f, c_prev);
    }
    map_sums(i, z_i, gate);
    map_sums(f, z_f, gate);
    map_sums(candidate, z_candidate, tanh);
    for ((c, c_prev), ((i, f), candidate)) in c.iter_mut().zip(c_prev).zip(i.iter().zip(&*f).zip(&*candidate)) {
        *c = f * c_prev + i * candidate;
    }
    if let Some([.., p_o]) = peepholes {
        add_products(o, p_o, c);
    }
    map_sums(o, z_o, gate);
    for ((h, o), c) in h.iter_mut().zip(&*o).zip(&*c) {
        *h = o * tanh(*c);
    }
}

fn lstm_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, c, c_first, wh_t, peepholes] = x.inputs else { unreachable!("six inputs") };
    let [dz, states] = x.outputs else { unreachable!("two outputs") };
    let (p, batch, hidden) = (x.params, x.params.batch as usize, x.params.hidden as usize);
    let state = batch * hidden;
    let (dh_slots, dc_slots) = states.split_at_mut(p.slots as usize * state);
    let peepholes = (p.variant == PEEPHOLES).then(|| thirds(peepholes));
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh_t, hidden), 4 * hidden, hidden);
        for t in p.range().rev() {
            let (dh_now, dc_now) = (&mut dh_slots[p.slot_after(t, state)], &mut dc_slots[p.slot_after(t, state)]);
            let (gates, dz) = (&gates[at(t, 4 * state)], &mut dz[at(t, 4 * state)]);
            let (c, c_prev) = (&c[at(t, state)], before(t, c, c_first));
            add(dh_now, &dh[at(t, state)]);
            for b in 0..batch {
                let (now, gates_now) = (at(b, hidden), at(b, 4 * hidden));
                let states = (&c_prev[now.clone()], &c[now.clone()]);
                let given = (&dh_now[now.clone()], &mut dc_now[now]);
                cell_dz_cpu(peepholes, &gates[gates_now.clone()], states, given, &mut dz[gates_now]);
            }
            let dh_prev = p.slot_before(t, dh_slots, state);
            let dc_prev = p.slot_before(t, dc_slots, state);
            if p.is_cut(t) {
                dh_prev.fill(0.0);
                dc_prev.fill(0.0);
            } else {
                let target = Target { data: dh_prev, stride: hidden };
                packed_product(&Matrix::plain(dz, 4 * hidden), batch, packed, target, Start::Zero); // dzₜ·Whᵀ
                send_back_cpu(hidden, peepholes, gates, dz, dc_prev);
            }
        }
    });
}

/// One step back of one row: dz from dh, and dC complete (in place).
fn cell_dz_cpu(
    peepholes: Option<[&[f32]; 3]>,
    gates: &[f32],
    (c_prev, c): (&[f32], &[f32]),
    (dh, dc): (&[f32], &mut [f32]),
    dz: &mut [f32],
) {
    let ([i, f, candidate, o], [da_i, da_f, da_candidate, da_o]) = (quarters(gates), quarters_mut(dz));
    for (((da_o, dc), dh), (o, c)) in da_o.iter_mut().zip(&mut *dc).zip(dh).zip(o.iter().zip(c)) {
        let tanh_c = tanh(*c);
        *da_o = dh * tanh_c * o * (1.0 - o);
        *dc += dh * o * (1.0 - tanh_c * tanh_c);
    }
    if let Some([.., p_o]) = peepholes {
        add_products(dc, p_o, da_o);
    }
    for ((da_i, dc), (i, candidate)) in da_i.iter_mut().zip(&*dc).zip(i.iter().zip(candidate)) {
        *da_i = dc * candidate * i * (1.0 - i);
    }
    for ((da_f, dc), (f, c_prev)) in da_f.iter_mut().zip(&*dc).zip(f.iter().zip(c_prev)) {
        *da_f = dc * c_prev * f * (1.0 - f);
    }
    for ((da, dc), (i, candidate)) in da_candidate.iter_mut().zip(&*dc).zip(i.iter().zip(candidate)) {
        *da = dc * i * (1.0 - candidate * candidate);
    }
}

/// What step t sends back to Cₜ₋₁ (in place of dCₜ).
fn send_back_cpu(hidden: usize, peepholes: Option<[&[f32]; 3]>, gates: &[f32], dz: &[f32], dc: &mut [f32]) {
    let rows = gates.chunks_exact(4 * hidden).zip(dz.chunks_exact(4 * hidden));
    for (dc, (gates, dz)) in dc.chunks_exact_mut(hidden).zip(rows) {
        let ([_, f, ..], [da_i, da_f, ..]) = (quarters(gates), quarters(dz));
        dc.iter_mut().zip(f).for_each(|(dc, f)| *dc *= f);
        if let Some([p_i, p_f, _]) = peepholes {
            add_products(dc, p_i, da_i);
            add_products(dc, p_f, da_f);
        }
    }
}

/// The terms of dp before they are summed over steps and rows: `[T,B,3H]`.
fn lstm_dp_cpu(x: Args<'_, Params>) {
    let [dz, c, c_first] = x.inputs else { unreachable!("three inputs") };
    let hidden = x.params.hidden as usize;
    let c_prev = c_first.iter().chain(c.iter()); // Cₜ₋₁ lies one step before Cₜ
    let terms = x.outputs[0].chunks_exact_mut(3 * hidden).zip(dz.chunks_exact(4 * hidden));
    let mut states = c.iter().zip(c_prev);
    for (terms, dz) in terms {
        let [da_i, da_f, _, da_o] = quarters(dz);
        for (j, (c, c_prev)) in states.by_ref().take(hidden).enumerate() {
            terms[j] = da_i[j] * c_prev;
            terms[hidden + j] = da_f[j] * c_prev;
            terms[2 * hidden + j] = da_o[j] * c;
        }
    }
}

/// What the recurrence computed.
#[derive(Clone)]
pub struct LstmSequence {
    /// hₜ for every t: `[T,B,H]`.
    pub h: Var,
    /// The state after the last step, C at T−1: `[B,H]`.
    pub c_last: Var,
    /// Cₜ for every t: `[T,B,H]`; gradients flow through `h` and `c_last`.
    pub c: Tensor,
    /// iₜ, fₜ, C̃ₜ, oₜ side by side: `[T,B,4H]`.
    pub gates: Tensor,
}

/// The recurrence from z `[T,B,4H]`, Wh `[H,4H]`, the state before the first step, h and C `[B,H]`, and perhaps
/// peepholes `[3,H]`.
///
/// The final state `h[T−1]`, `c_last` can start the next sequence.
///
/// # Panics
/// When shapes do not fit, or H is above [`super::MAX_HIDDEN`].
#[track_caller]
pub fn lstm(z: &Var, wh: &Var, [h_first, c_first]: [&Var; 2], peepholes: Option<&Var>, bptt: &Bptt) -> LstmSequence {
    let sizes = Sizes::checked("lstm", 4, z, wh, &[h_first, c_first]);
    if let Some(p) = peepholes {
        expect_shapes(p.value().len() == 3 * sizes.hidden, "lstm", z.value().shape(), p.value().shape());
    }
    let variant = if peepholes.is_some() { PEEPHOLES } else { PLAIN };
    let peepholes = peepholes.cloned().unwrap_or_else(|| c_first.detach()); // something to bind, never read
    let device = z.value().device().clone();
    let gates = device.empty(sizes.sequence(4));
    let (c, h) = (device.empty(sizes.sequence(1)), device.empty(sizes.sequence(1)));
    let inputs = [z, wh, h_first, c_first, &peepholes].map(Var::value);
    if device.is_emulated() {
        lstm_by_steps::forward(sizes, variant, inputs, [&gates, &c, &h]);
    } else {
        for steps in sizes.launches(4) {
            let params = sizes.params(steps, bptt, variant);
            device.launch(&LSTM, params, &inputs, &[&gates, &c, &h], sizes.groups());
        }
    }
    let past =
        Past { sizes, variant, gates: gates.clone(), c: c.clone(), h, bptt: bptt.clone(), dc_last: Rc::default() };
    let dc_last = Rc::clone(&past.dc_last);
    let h = past.record([z, wh, h_first, c_first, &peepholes]);
    let c_end = rows(&c, sizes.steps - 1, 1).reshape([sizes.batch, sizes.hidden]);
    let h_shape = h.value().shape();
    // The gradient of the last C waits for the backward pass of h, which comes after this one.
    let c_last = h.tape().push(c_end, [&h], move |dc, _| {
        *dc_last.borrow_mut() = Some(dc.clone());
        [Some(fill(dc.device(), h_shape, 0.0))]
    });
    LstmSequence { h, c_last, c, gates }
}

/// What the backward pass needs of the forward pass.
struct Past {
    sizes: Sizes,
    variant: u32,
    gates: Tensor,
    c: Tensor,
    h: Tensor,
    bptt: Bptt,
    /// The gradient of the last C, if it was used.
    dc_last: Rc<RefCell<Option<Tensor>>>,
}

impl Past {
    /// Puts the derivative on the tape.
    fn record(self, parents: [&Var; 5]) -> Var {
        let [_, wh, h_first, c_first, peepholes] = parents.map(|var| var.value().clone());
        parents[0].tape().push(self.h.clone(), parents, move |dh, needs| {
            let (sizes, device) = (self.sizes, dh.device());
            let dz = device.empty(sizes.sequence(4));
            let states = sizes.states(2, &self.bptt, self.dc_last.take().as_ref(), dh);
            if device.is_emulated() {
                let inputs = [dh, &self.gates, &self.c, &c_first, &wh, &peepholes];
                lstm_by_steps::backward(sizes, (self.variant, &self.bptt), inputs, [&dz, &states]);
            } else {
                let inputs = [dh, &self.gates, &self.c, &c_first, &transpose(&wh), &peepholes];
                for steps in sizes.launches(4).rev() {
                    let params = sizes.params(steps, &self.bptt, self.variant);
                    device.launch(&LSTM_DZ, params, &inputs, &[&dz, &states], sizes.groups());
                }
            }
            let dwh = needs[1].then(|| matmul(&shifted(&self.h, &h_first), Side::Transposed, &dz, Side::Plain));
            let [dh_first, dc_first] = sizes.first_states(&states, &self.bptt, [needs[2], needs[3]]);
            let dp = needs[4].then(|| self.peephole_gradient(&dz, &c_first));
            [Some(dz), dwh, dh_first, dc_first, dp]
        })
    }

    fn peephole_gradient(&self, dz: &Tensor, c_first: &Tensor) -> Tensor {
        let terms = dz.device().empty(self.sizes.sequence(3));
        let params = self.sizes.params((0, self.sizes.steps), &self.bptt, self.variant);
        let groups = linear_groups(self.c.len());
        dz.device().launch(&LSTM_DP, params, &[dz, &self.c, c_first], &[&terms], groups);
        sum_rows(&terms).reshape([3, self.sizes.hidden])
    }
}
