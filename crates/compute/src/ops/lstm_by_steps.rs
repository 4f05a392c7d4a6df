//! The LSTM of `lstm.rs`, one step a launch: see `by_steps.rs`.      GPU: `shaders/{lstm_cell,lstm_cell_dz}.wgsl`.

use super::lstm::PEEPHOLES;
use super::matmul::Side::{Plain, Transposed};
use super::recurrence::{Bptt, Params, Sizes};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{gate, tanh};
use crate::tensor::Tensor;

pub(super) static LSTM_CELL: Kernel<Params> =
    Kernel { source: wgsl!("lstm_cell", inputs: 3, outputs: 3), cpu: lstm_cell_cpu };
pub(super) static LSTM_CELL_DZ: Kernel<Params> =
    Kernel { source: wgsl!("lstm_cell_dz", inputs: 5, outputs: 2), cpu: lstm_cell_dz_cpu };

/// (pᵢ, `p_f`, pₒ) of a unit.
fn peepholes_of(params: Params, peepholes: &[f32], j: usize) -> [f32; 3] {
    let hidden = params.hidden as usize;
    if params.variant == PEEPHOLES { std::array::from_fn(|n| peepholes[n * hidden + j]) } else { [0.0; 3] }
}

fn lstm_cell_cpu(x: Args<'_, Params>) {
    let [z, c_first, peepholes] = x.inputs else { unreachable!("three inputs") };
    let [gates, c, h] = x.outputs else { unreachable!("three outputs") };
    let hidden = x.params.hidden as usize;
    for unit in x.params.units() {
        let row = unit.row(4);
        let [p_i, p_f, p_o] = peepholes_of(x.params, peepholes, unit.j);
        let c_prev = unit.previous(c, c_first);
        let a = |block: usize| z[row + block * hidden] + gates[row + block * hidden];
        let i = gate(a(0) + p_i * c_prev);
        let f = gate(a(1) + p_f * c_prev);
        let candidate = tanh(a(2));
        let c_now = f * c_prev + i * candidate;
        let o = gate(a(3) + p_o * c_now);
        for (block, gate) in [i, f, candidate, o].into_iter().enumerate() {
            gates[row + block * hidden] = gate;
        }
        c[unit.now] = c_now;
        h[unit.now] = o * tanh(c_now);
    }
}

fn lstm_cell_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, c, c_first, peepholes] = x.inputs else { unreachable!("five inputs") };
    let [dz, states] = x.outputs else { unreachable!("two outputs") };
    let hidden = x.params.hidden as usize;
    let (dh_states, dc_states) = states.split_at_mut(states.len() / 2);
    for unit in x.params.units() {
        let row = unit.row(4);
        let (after, before, is_cut) = x.params.slots_of(&unit);
        let [p_i, p_f, p_o] = peepholes_of(x.params, peepholes, unit.j);
        let [i, f, candidate, o] = std::array::from_fn(|block| gates[row + block * hidden]);
        let dh_now = dh_states[after] + dh[unit.now];
        let tanh_c = tanh(c[unit.now]);
        let da_o = dh_now * tanh_c * o * (1.0 - o);
        let dc = dc_states[after] + dh_now * o * (1.0 - tanh_c * tanh_c) + da_o * p_o;
        let da_i = dc * candidate * i * (1.0 - i);
        let da_f = dc * unit.previous(c, c_first) * f * (1.0 - f);
        let da_candidate = dc * i * (1.0 - candidate * candidate);
        for (block, da) in [da_i, da_f, da_candidate, da_o].into_iter().enumerate() {
            dz[row + block * hidden] = da;
        }
        dh_states[after] = dh_now;
        dc_states[after] = dc;
        dc_states[before] = if is_cut { 0.0 } else { dc * f + da_i * p_i + da_f * p_f };
        if is_cut {
            dh_states[before] = 0.0;
        }
    }
}

/// gates, C and h of all steps.
pub(super) fn forward(
    sizes: Sizes,
    variant: u32,
    [z, wh, h_first, c_first, peepholes]: [&Tensor; 5],
    [gates, c, h]: [&Tensor; 3],
) {
    for t in 0..sizes.steps {
        let factors = [sizes.before_step(t, h, h_first), sizes.of_weights(wh, Plain, 4, 0)];
        sizes.forward_product((t, gates, 4, 0), 4, factors); // hₜ₋₁·Wh
        let params = sizes.step_params(t, &Bptt::default(), variant);
        z.device().launch(&LSTM_CELL, params, &[z, c_first, peepholes], &[gates, c, h], sizes.step_groups());
    }
}

/// dz of all steps, and in `states` the gradients of the states.
pub(super) fn backward(
    sizes: Sizes,
    (variant, bptt): (u32, &Bptt),
    [dh, gates, c, c_first, wh, peepholes]: [&Tensor; 6],
    [dz, states]: [&Tensor; 2],
) {
    for t in (0..sizes.steps).rev() {
        let params = sizes.step_params(t, bptt, variant);
        let inputs = [dh, gates, c, c_first, peepholes];
        dh.device().launch(&LSTM_CELL_DZ, params, &inputs, &[dz, states], sizes.step_groups());
        let factors = [sizes.of_step(t, dz, 4, 0), sizes.of_weights(wh, Transposed, 4, 0)];
        sizes.backward_product((t, states, params), 4, factors, false); // dzₜ·Whᵀ
    }
}
