//! LSTM over a whole sequence (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000).
//!
//! With zₜ = xₜ·Wx + b computed for all t beforehand (one product), for t = 0 … T−1:
//! ```text
//!   (aᵢ, a_f, a_C, aₒ) = zₜ + hₜ₋₁·Wh
//!   iₜ = σ(aᵢ)    fₜ = σ(a_f)    C̃ₜ = tanh(a_C)    oₜ = σ(aₒ)
//!   Cₜ = fₜ∗Cₜ₋₁ + iₜ∗C̃ₜ         hₜ = oₜ∗tanh(Cₜ)
//! ```
//! z: [T,B,4H] in the order i f C̃ o   Wh: [H,4H]   h₋₁, C₋₁: [B,H]   gates: [T,B,4H]   C, h: [T,B,H]
//!
//! Back through time, from t = T−1 down, with dhₜ the gradient from above plus what step t+1 sends back:
//! ```text
//!   doₜ = dhₜ∗tanh(Cₜ)           dCₜ = dhₜ∗oₜ∗(1 − tanh²Cₜ) + dCₜ₊₁∗fₜ₊₁
//!   diₜ = dCₜ∗C̃ₜ    dfₜ = dCₜ∗Cₜ₋₁    dC̃ₜ = dCₜ∗iₜ
//!   dz  = (di∗i∗(1−i), df∗f∗(1−f), dC̃∗(1−C̃²), do∗o∗(1−o))    dhₜ₋₁ += dzₜ·Whᵀ
//!   dWh = Σₜ hₜ₋₁ᵀ·dzₜ, one product over all T·B rows
//! ```
//! Rows of a batch do not see each other, so on a GPU one workgroup carries one row through all its steps inside a
//! single dispatch, h in workgroup memory. GPU: `shaders/{lstm,lstm_dz}.wgsl`. The same recurrence from elementary
//! operations is `nabla_models::cells`, which tests hold this one to.

use std::cell::RefCell;

use bytemuck::NoUninit;

use super::{Side, matmul, shifted, transpose};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{sigmoid, tanh};
use crate::shape::expect_shapes;
use crate::simd::{Matrix, PackedB, add_product};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static LSTM: Kernel<Params> = Kernel { source: wgsl!("lstm", inputs: 4, outputs: 3), cpu: lstm_cpu };
pub(super) static LSTM_DZ: Kernel<Params> =
    Kernel { source: wgsl!("lstm_dz", inputs: 5, outputs: 3), cpu: lstm_dz_cpu };

/// The largest H: four gates of one row must fit WebGPU's guaranteed 16 KiB of workgroup memory.
pub const MAX_HIDDEN: usize = 1024;

/// Steps `start .. end` of `steps`, of `batch` rows with `hidden` units.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    steps: u32,
    batch: u32,
    hidden: u32,
    start: u32,
    end: u32,
}

thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());

fn lstm_cpu(x: Args<'_, Params>) {
    let [z, wh, h_first, c_first] = x.inputs else { unreachable!("four inputs") };
    let [gates, c, h] = x.outputs else { unreachable!("three outputs") };
    let hidden = x.params.hidden as usize;
    let state = x.params.batch as usize * hidden; // numbers in one step's h
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh, 4 * hidden), hidden, 4 * hidden);
        for t in 0..x.params.steps as usize {
            let (now, gates_now) = (t * state..(t + 1) * state, t * 4 * state..(t + 1) * 4 * state);
            let (h_past, h_now) = h.split_at_mut(t * state);
            let (c_past, c_now) = c.split_at_mut(t * state);
            let (h_prev, c_prev) = match t {
                0 => (*h_first, *c_first),
                _ => (&h_past[(t - 1) * state..], &c_past[(t - 1) * state..]),
            };
            let gates = &mut gates[gates_now.clone()];
            gates.copy_from_slice(&z[gates_now]);
            add_product(Matrix::plain(h_prev, hidden), packed, gates);
            cell_cpu(hidden, gates, c_prev, &mut c_now[..now.len()], &mut h_now[..now.len()]);
        }
    });
}

/// One step after the products, for all rows: gates (in place), C and h.
fn cell_cpu(hidden: usize, gates: &mut [f32], c_prev: &[f32], c: &mut [f32], h: &mut [f32]) {
    let states = c_prev.chunks_exact(hidden).zip(c.chunks_exact_mut(hidden)).zip(h.chunks_exact_mut(hidden));
    for (row, ((c_prev, c), h)) in gates.chunks_exact_mut(4 * hidden).zip(states) {
        let (i, rest) = row.split_at_mut(hidden);
        let (f, rest) = rest.split_at_mut(hidden);
        let (candidate, o) = rest.split_at_mut(hidden);
        for j in 0..hidden {
            i[j] = sigmoid(i[j]);
            f[j] = sigmoid(f[j]);
            candidate[j] = tanh(candidate[j]);
            o[j] = sigmoid(o[j]);
            c[j] = f[j] * c_prev[j] + i[j] * candidate[j];
            h[j] = o[j] * tanh(c[j]);
        }
    }
}

fn lstm_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, c, c_first, wh_t] = x.inputs else { unreachable!("five inputs") };
    let [dz, dh_carry, dc_carry] = x.outputs else { unreachable!("three outputs") };
    let hidden = x.params.hidden as usize;
    let state = x.params.batch as usize * hidden;
    dh_carry.fill(0.0);
    dc_carry.fill(0.0);
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh_t, hidden), 4 * hidden, hidden);
        for t in (0..x.params.steps as usize).rev() {
            let now = t * state..(t + 1) * state;
            let gates_now = t * 4 * state..(t + 1) * 4 * state;
            let c_prev = if t == 0 { *c_first } else { &c[(t - 1) * state..t * state] };
            for (carry, dh) in dh_carry.iter_mut().zip(&dh[now.clone()]) {
                *carry += dh;
            }
            let dz = &mut dz[gates_now.clone()];
            cell_dz_cpu(hidden, &gates[gates_now], &c[now], c_prev, dh_carry, dc_carry, dz);
            dh_carry.fill(0.0);
            add_product(Matrix::plain(dz, 4 * hidden), packed, dh_carry); // dhₜ₋₁ = dzₜ·Whᵀ
        }
    });
}

/// One step back for all rows: dz from dh, and the gradient of C for the step before (in place).
fn cell_dz_cpu(
    hidden: usize,
    gates: &[f32],
    c: &[f32],
    c_prev: &[f32],
    dh: &[f32],
    dc_carry: &mut [f32],
    dz: &mut [f32],
) {
    for (b, (gates, dz)) in gates.chunks_exact(4 * hidden).zip(dz.chunks_exact_mut(4 * hidden)).enumerate() {
        let row = b * hidden..(b + 1) * hidden;
        let (c, c_prev, dh, dc_carry) = (&c[row.clone()], &c_prev[row.clone()], &dh[row.clone()], &mut dc_carry[row]);
        let (i, rest) = gates.split_at(hidden);
        let (f, rest) = rest.split_at(hidden);
        let (candidate, o) = rest.split_at(hidden);
        let (dz_i, rest) = dz.split_at_mut(hidden);
        let (dz_f, rest) = rest.split_at_mut(hidden);
        let (dz_candidate, dz_o) = rest.split_at_mut(hidden);
        for j in 0..hidden {
            let tanh_c = tanh(c[j]);
            let dc = dc_carry[j] + dh[j] * o[j] * (1.0 - tanh_c * tanh_c);
            dz_i[j] = dc * candidate[j] * i[j] * (1.0 - i[j]);
            dz_f[j] = dc * c_prev[j] * f[j] * (1.0 - f[j]);
            dz_candidate[j] = dc * i[j] * (1.0 - candidate[j] * candidate[j]);
            dz_o[j] = dh[j] * tanh_c * o[j] * (1.0 - o[j]);
            dc_carry[j] = dc * f[j];
        }
    }
}

/// What the recurrence computed.
#[derive(Clone)]
pub struct LstmSequence {
    /// hₜ for every t: `[T,B,H]`.
    pub h: Var,
    /// Cₜ for every t: `[T,B,H]`. Gradients flow through h only.
    pub c: Tensor,
    /// iₜ, fₜ, C̃ₜ, oₜ side by side: `[T,B,4H]`.
    pub gates: Tensor,
}

/// The recurrence from z `[T,B,4H]`, Wh `[H,4H]` and the state before the first step, h and C `[B,H]`.
///
/// The final state `h[T−1]`, `c[T−1]` can start the next sequence.
///
/// # Panics
/// When shapes do not fit, or H is above [`MAX_HIDDEN`].
#[track_caller]
pub fn lstm(z: &Var, wh: &Var, h_first: &Var, c_first: &Var) -> LstmSequence {
    let device = z.value().device().clone();
    let &[steps, batch, columns] = z.value().shape().dims() else { panic!("lstm: z must be [T,B,4H]") };
    let hidden = columns / 4;
    expect_shapes(wh.value().shape() == [hidden, 4 * hidden].into(), "lstm", z.value().shape(), wh.value().shape());
    for state in [h_first, c_first] {
        expect_shapes(state.value().len() == batch * hidden, "lstm", z.value().shape(), state.value().shape());
    }
    assert!(hidden <= MAX_HIDDEN, "lstm: {hidden} hidden units; at most {MAX_HIDDEN}");
    let gates = device.empty([steps, batch, 4 * hidden]);
    let (c, h) = (device.empty([steps, batch, hidden]), device.empty([steps, batch, hidden]));
    let inputs = [z.value(), wh.value(), h_first.value(), c_first.value()];
    for (start, end) in chunks(steps, hidden) {
        let params = params(steps, batch, hidden, start, end);
        device.launch(&LSTM, params, &inputs, &[&gates, &c, &h], [batch as u32, 1, 1]);
    }
    let h = record_backward(h, &c, &gates, [z, wh, h_first, c_first]);
    LstmSequence { h, c, gates }
}

fn params(steps: usize, batch: usize, hidden: usize, start: usize, end: usize) -> Params {
    Params { steps: steps as u32, batch: batch as u32, hidden: hidden as u32, start: start as u32, end: end as u32 }
}

/// Puts the derivative on the tape.
fn record_backward(h: Tensor, c: &Tensor, gates: &Tensor, parents: [&Var; 4]) -> Var {
    let [z, wh, h_first, c_first] = parents;
    let &[steps, batch, hidden] = h.shape().dims() else { unreachable!("h is [T,B,H]") };
    let (device, c, gates) = (h.device().clone(), c.clone(), gates.clone());
    let (wh, h_before, c_before) = (wh.value().clone(), h_first.value().clone(), c_first.value().clone());
    let h_all = h.clone();
    z.tape().push(h, parents, move |dh, needs| {
        let dz = device.empty([steps, batch, 4 * hidden]);
        let (dh_first, dc_first) = (device.empty([batch, hidden]), device.empty([batch, hidden]));
        let inputs = [dh, &gates, &c, &c_before, &transpose(&wh)];
        for (start, end) in chunks(steps, hidden).rev() {
            let params = params(steps, batch, hidden, start, end);
            device.launch(&LSTM_DZ, params, &inputs, &[&dz, &dh_first, &dc_first], [batch as u32, 1, 1]);
        }
        let dwh = needs[1].then(|| matmul(&shifted(&h_all, &h_before), Side::Transposed, &dz, Side::Plain));
        [Some(dz), dwh, Some(dh_first), Some(dc_first)]
    })
}

/// Ranges of steps of one dispatch each. A GPU's watchdog wants short dispatches; the processor takes all at once.
fn chunks(steps: usize, hidden: usize) -> impl DoubleEndedIterator<Item = (usize, usize)> {
    const MULTIPLICATIONS: usize = 1 << 24; // of one row in one dispatch: well under 50 ms on a slow GPU
    let length = (MULTIPLICATIONS / (4 * hidden * hidden).max(1)).clamp(1, steps.max(1));
    (0..steps.div_ceil(length)).map(move |i| (i * length, steps.min((i + 1) * length)))
}
