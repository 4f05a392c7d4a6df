//! The GRU of `gru.rs`, one step a launch: see `by_steps.rs`.
//! GPU: `shaders/{gru_reset,gru_mix,gru_mix_dz,gru_reset_dz}.wgsl`.

use super::by_steps::Unit;
use super::matmul::Side::{Plain, Transposed};
use super::matmul::{Target, multiply_into};
use super::recurrence::{Bptt, Params, Sizes};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{gate, tanh};
use crate::tensor::Tensor;

pub(super) static GRU_RESET: Kernel<Params> =
    Kernel { source: wgsl!("gru_reset", inputs: 3, outputs: 2), cpu: gru_reset_cpu };
pub(super) static GRU_MIX: Kernel<Params> =
    Kernel { source: wgsl!("gru_mix", inputs: 2, outputs: 2), cpu: gru_mix_cpu };
pub(super) static GRU_MIX_DZ: Kernel<Params> =
    Kernel { source: wgsl!("gru_mix_dz", inputs: 4, outputs: 2), cpu: gru_mix_dz_cpu };
pub(super) static GRU_RESET_DZ: Kernel<Params> =
    Kernel { source: wgsl!("gru_reset_dz", inputs: 4, outputs: 2), cpu: gru_reset_dz_cpu };

/// Where a unit's z, r and h̃ are.
fn places(params: Params, unit: &Unit) -> [usize; 3] {
    std::array::from_fn(|block| unit.row(3) + block * params.hidden as usize)
}

fn gru_reset_cpu(x: Args<'_, Params>) {
    let ([a, h, h_first], [gates, m]) = (x.inputs, x.outputs) else { unreachable!("three inputs, two outputs") };
    for unit in x.params.units() {
        let [z, r, _] = places(x.params, &unit);
        gates[z] = gate(a[z] + gates[z]);
        gates[r] = gate(a[r] + gates[r]);
        m[unit.now] = gates[r] * unit.previous(h, h_first);
    }
}

fn gru_mix_cpu(x: Args<'_, Params>) {
    let ([a, h_first], [gates, h]) = (x.inputs, x.outputs) else { unreachable!("two of both") };
    for unit in x.params.units() {
        let [z, _, candidate] = places(x.params, &unit);
        gates[candidate] = tanh(a[candidate] + gates[candidate]);
        h[unit.now] = (1.0 - gates[z]) * unit.previous(h, h_first) + gates[z] * gates[candidate];
    }
}

fn gru_mix_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, h, h_first] = x.inputs else { unreachable!("four inputs") };
    let [dz, states] = x.outputs else { unreachable!("two outputs") };
    for unit in x.params.units() {
        let at = places(x.params, &unit);
        let [z, _, candidate] = at.map(|at| gates[at]);
        let (after, ..) = x.params.slots_of(&unit);
        let dh_now = states[after] + dh[unit.now];
        dz[at[0]] = dh_now * (candidate - unit.previous(h, h_first)) * z * (1.0 - z);
        dz[at[2]] = dh_now * z * (1.0 - candidate * candidate);
        states[after] = dh_now;
    }
}

fn gru_reset_dz_cpu(x: Args<'_, Params>) {
    let [gates, h, h_first, dm] = x.inputs else { unreachable!("four inputs") };
    let [dz, states] = x.outputs else { unreachable!("two outputs") };
    for unit in x.params.units() {
        let at = places(x.params, &unit);
        let [z, r, _] = at.map(|at| gates[at]);
        let (after, before, is_cut) = x.params.slots_of(&unit);
        dz[at[1]] = dm[unit.at] * unit.previous(h, h_first) * r * (1.0 - r);
        states[before] = if is_cut { 0.0 } else { states[after] * (1.0 - z) + dm[unit.at] * r };
    }
}

/// gates, m and h of all steps.
pub(super) fn forward(sizes: Sizes, [a, wh, h_first]: [&Tensor; 3], [gates, m, h]: [&Tensor; 3]) {
    let (device, groups) = (a.device(), sizes.step_groups());
    for t in 0..sizes.steps {
        let params = sizes.step_params(t, &Bptt::default(), 0);
        let factors = [sizes.before_step(t, h, h_first), sizes.of_weights(wh, Plain, 3, 0)];
        sizes.forward_product((t, gates, 3, 0), 2, factors); // hₜ₋₁·(W_z, W_r)
        device.launch(&GRU_RESET, params, &[a, h, h_first], &[gates, m], groups);
        let factors = [sizes.of_step(t, m, 1, 0), sizes.of_weights(wh, Plain, 3, 2)];
        sizes.forward_product((t, gates, 3, 2), 1, factors); // mₜ·W_h
        device.launch(&GRU_MIX, params, &[a, h_first], &[gates, h], groups);
    }
}

/// dz of all steps, and in `states` the gradients of the states.
pub(super) fn backward(
    sizes: Sizes,
    bptt: &Bptt,
    [dh, gates, h, h_first, wh]: [&Tensor; 5],
    [dz, states]: [&Tensor; 2],
) {
    let (device, groups) = (dh.device(), sizes.step_groups());
    let dm = device.empty([sizes.batch, sizes.hidden]);
    for t in (0..sizes.steps).rev() {
        let params = sizes.step_params(t, bptt, 0);
        device.launch(&GRU_MIX_DZ, params, &[dh, gates, h, h_first], &[dz, states], groups);
        let factors = [sizes.of_step(t, dz, 3, 2), sizes.of_weights(wh, Transposed, 3, 2)];
        let target = Target { tensor: &dm, start: 0, row: sizes.hidden, adds: false };
        multiply_into(target, factors, [sizes.batch, sizes.hidden, sizes.hidden]); // da_h·W_hᵀ
        device.launch(&GRU_RESET_DZ, params, &[gates, h, h_first, &dm], &[dz, states], groups);
        let factors = [sizes.of_step(t, dz, 3, 0), sizes.of_weights(wh, Transposed, 3, 0)];
        sizes.backward_product((t, states, params), 2, factors, true); // (da_z, da_r)·(W_z, W_r)ᵀ
    }
}
