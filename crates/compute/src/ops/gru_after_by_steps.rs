//! The GRU of `gru_after.rs`, one step a launch: see `by_steps.rs`.
//! GPU: `shaders/{gru_after_cell,gru_after_cell_dz}.wgsl`.

use super::matmul::Side::{Plain, Transposed};
use super::recurrence::{Bptt, Params, Sizes};
use crate::kernel::{Args, Kernel, wgsl};
use crate::math::{gate, tanh};
use crate::tensor::Tensor;

pub(super) static GRU_AFTER_CELL: Kernel<Params> =
    Kernel { source: wgsl!("gru_after_cell", inputs: 3, outputs: 2), cpu: gru_after_cell_cpu };
pub(super) static GRU_AFTER_CELL_DZ: Kernel<Params> =
    Kernel { source: wgsl!("gru_after_cell_dz", inputs: 4, outputs: 3), cpu: gru_after_cell_dz_cpu };

fn gru_after_cell_cpu(x: Args<'_, Params>) {
    let ([a, bh, h_first], [gates, h]) = (x.inputs, x.outputs) else { unreachable!("three inputs, two outputs") };
    let hidden = x.params.hidden as usize;
    for unit in x.params.units() {
        let (from, row) = (unit.row(3), unit.row(4));
        let u = |block: usize| gates[row + block * hidden] + bh[unit.j + block * hidden];
        let z = gate(a[from] + u(0));
        let r = gate(a[from + hidden] + u(1));
        let u_n = u(2);
        let n = tanh(a[from + 2 * hidden] + r * u_n);
        for (block, gate) in [z, r, n, u_n].into_iter().enumerate() {
            gates[row + block * hidden] = gate;
        }
        h[unit.now] = (1.0 - z) * n + z * unit.previous(h, h_first);
    }
}

fn gru_after_cell_dz_cpu(x: Args<'_, Params>) {
    let [dh, gates, h, h_first] = x.inputs else { unreachable!("four inputs") };
    let [dz, du, states] = x.outputs else { unreachable!("three outputs") };
    let hidden = x.params.hidden as usize;
    for unit in x.params.units() {
        let (after, before, is_cut) = x.params.slots_of(&unit);
        let [z, r, n, u_n] = std::array::from_fn(|block| gates[unit.row(4) + block * hidden]);
        let dh_now = states[after] + dh[unit.now];
        let da_n = dh_now * (1.0 - z) * (1.0 - n * n);
        let da_r = da_n * u_n * r * (1.0 - r);
        let da_z = dh_now * (unit.previous(h, h_first) - n) * z * (1.0 - z);
        for (block, (da, du_now)) in [(da_z, da_z), (da_r, da_r), (da_n, da_n * r)].into_iter().enumerate() {
            dz[unit.row(3) + block * hidden] = da;
            du[unit.row(3) + block * hidden] = du_now;
        }
        states[after] = dh_now;
        states[before] = if is_cut { 0.0 } else { dh_now * z };
    }
}

/// gates and h of all steps.
pub(super) fn forward(sizes: Sizes, [a, wh, bh, h_first]: [&Tensor; 4], [gates, h]: [&Tensor; 2]) {
    for t in 0..sizes.steps {
        let factors = [sizes.before_step(t, h, h_first), sizes.of_weights(wh, Plain, 3, 0)];
        sizes.forward_product((t, gates, 4, 0), 3, factors); // hₜ₋₁·Wh
        let params = sizes.step_params(t, &Bptt::default(), 0);
        a.device().launch(&GRU_AFTER_CELL, params, &[a, bh, h_first], &[gates, h], sizes.step_groups());
    }
}

/// dz and du of all steps, and in `states` the gradients of the states.
pub(super) fn backward(
    sizes: Sizes,
    bptt: &Bptt,
    [dh, gates, h, h_first, wh]: [&Tensor; 5],
    [dz, du, states]: [&Tensor; 3],
) {
    for t in (0..sizes.steps).rev() {
        let params = sizes.step_params(t, bptt, 0);
        let inputs = [dh, gates, h, h_first];
        dh.device().launch(&GRU_AFTER_CELL_DZ, params, &inputs, &[dz, du, states], sizes.step_groups());
        let factors = [sizes.of_step(t, du, 3, 0), sizes.of_weights(wh, Transposed, 3, 0)];
        sizes.backward_product((t, states, params), 3, factors, true); // duₜ·Whᵀ
    }
}
