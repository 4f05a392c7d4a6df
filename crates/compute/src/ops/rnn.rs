//! The simple recurrent net over a whole sequence (Elman 1990).
//!
//! With zₜ = xₜ·U + b computed for all t beforehand (one product), for t = 0 … T−1:
//! ```text
//!   sₜ = φ(zₜ + sₜ₋₁·W)
//! ```
//! z, s: [T,B,H]   W: [H,H]   s₋₁: [B,H]   φ: tanh, relu, or the identity
//!
//! Back through time, from t = T−1 down, with dsₜ the gradient from above plus what step t+1 sends back:
//! ```text
//!   dzₜ = dsₜ∗φ′, where φ′ is 1 − s², [s > 0] or 1    to step t−1:  ds = dzₜ·Wᵀ
//!   dW = Σₜ sₜ₋₁ᵀ·dzₜ, one product over all T·B rows
//! ```
//! GPU: `shaders/{rnn,rnn_dz}.wgsl`; an emulated one goes by steps (`rnn_by_steps.rs`).

use std::cell::RefCell;

use super::recurrence::{Bptt, Params, Sizes, at, step};
use super::{Side, matmul, rnn_by_steps, shifted, transpose};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::simd::{Matrix, PackedB, add_product};
use crate::tape::Var;

pub(super) static RNN: Kernel<Params> = Kernel { source: wgsl!("rnn", inputs: 3, outputs: 1), cpu: rnn_cpu };
pub(super) static RNN_DZ: Kernel<Params> = Kernel { source: wgsl!("rnn_dz", inputs: 3, outputs: 2), cpu: rnn_dz_cpu };

/// φ
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u32)]
pub enum RnnFunction {
    /// tanh
    #[default]
    Tanh = 0,
    /// max(0, x)
    Relu = 1,
    /// x: no function at all, to study the product of the matrices alone.
    Linear = 2,
}

impl RnnFunction {
    pub(super) fn of(params: Params) -> Self {
        match params.variant {
            0 => RnnFunction::Tanh,
            1 => RnnFunction::Relu,
            _ => RnnFunction::Linear,
        }
    }

    pub(super) fn apply(self, a: &mut [f32]) {
        match self {
            RnnFunction::Tanh => a.iter_mut().for_each(|a| *a = math::tanh(*a)),
            RnnFunction::Relu => a.iter_mut().for_each(|a| *a = a.max(0.0)),
            RnnFunction::Linear => {}
        }
    }

    /// φ′ from the value.
    pub(super) fn derivative(self, s: f32) -> f32 {
        match self {
            RnnFunction::Tanh => 1.0 - s * s,
            RnnFunction::Relu => f32::from(s > 0.0),
            RnnFunction::Linear => 1.0,
        }
    }
}

thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());

fn rnn_cpu(x: Args<'_, Params>) {
    let [z, wh, s_first] = x.inputs else { unreachable!("three inputs") };
    let hidden = x.params.hidden as usize;
    let state = x.params.batch as usize * hidden;
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh, hidden), hidden, hidden);
        for t in x.params.range() {
            let (s_prev, s) = step(t, x.outputs[0], s_first);
            s.copy_from_slice(&z[at(t, state)]);
            add_product(Matrix::plain(s_prev, hidden), packed, s); // zₜ + sₜ₋₁·W
            RnnFunction::of(x.params).apply(s);
        }
    });
}

fn rnn_dz_cpu(x: Args<'_, Params>) {
    let [ds, s, wh_t] = x.inputs else { unreachable!("three inputs") };
    let [dz, states] = x.outputs else { unreachable!("two outputs") };
    let (p, hidden, function) = (x.params, x.params.hidden as usize, RnnFunction::of(x.params));
    let state = p.batch as usize * hidden;
    PACKED.with_borrow_mut(|packed| {
        packed.pack(Matrix::plain(wh_t, hidden), hidden, hidden);
        for t in p.range().rev() {
            let (now, dz) = (at(t, state), &mut dz[at(t, state)]);
            let sums = states[p.slot_after(t, state)].iter_mut().zip(&ds[now.clone()]);
            for ((dz, s), (sum, ds)) in dz.iter_mut().zip(&s[now]).zip(sums) {
                *sum += ds;
                *dz = *sum * function.derivative(*s);
            }
            let ds_prev = p.slot_before(t, states, state);
            ds_prev.fill(0.0);
            if !p.is_cut(t) {
                add_product(Matrix::plain(dz, hidden), packed, ds_prev); // dzₜ·Wᵀ
            }
        }
    });
}

/// The recurrence from z `[T,B,H]`, W `[H,H]` and the state before the first step `[B,H]`: sₜ for every t, `[T,B,H]`.
///
/// # Panics
/// When shapes do not fit, or H is above [`super::MAX_HIDDEN`].
#[track_caller]
pub fn rnn(z: &Var, wh: &Var, s_first: &Var, function: RnnFunction, bptt: &Bptt) -> Var {
    let sizes = Sizes::checked("rnn", 1, z, wh, &[s_first]);
    let (device, variant, bptt) = (z.value().device(), function as u32, bptt.clone());
    let s = device.empty(sizes.sequence(1));
    let inputs = [z, wh, s_first].map(Var::value);
    if device.is_emulated() {
        rnn_by_steps::forward(sizes, variant, inputs, &s);
    } else {
        for steps in sizes.launches(1) {
            device.launch(&RNN, sizes.params(steps, &bptt, variant), &inputs, &[&s], sizes.groups());
        }
    }
    let [_, wh_value, s_before] = inputs.map(Clone::clone);
    z.tape().push(s.clone(), [z, wh, s_first], move |ds, needs| {
        let device = ds.device();
        let dz = device.empty(sizes.sequence(1));
        let states = sizes.states(1, &bptt, None, ds);
        if device.is_emulated() {
            rnn_by_steps::backward(sizes, (variant, &bptt), [ds, &s, &wh_value], [&dz, &states]);
        } else {
            let inputs = [ds, &s, &transpose(&wh_value)];
            for steps in sizes.launches(1).rev() {
                device.launch(&RNN_DZ, sizes.params(steps, &bptt, variant), &inputs, &[&dz, &states], sizes.groups());
            }
        }
        let dwh = needs[1].then(|| matmul(&shifted(&s, &s_before), Side::Transposed, &dz, Side::Plain));
        let [ds_first] = sizes.first_states(&states, &bptt, [needs[2]]);
        [Some(dz), dwh, ds_first]
    })
}
