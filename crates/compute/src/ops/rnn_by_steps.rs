//! The simple recurrent net of `rnn.rs`, one step a launch: see `by_steps.rs`.
//! GPU: `shaders/{rnn_cell,rnn_cell_dz}.wgsl`.

use super::matmul::Side::{Plain, Transposed};
use super::recurrence::{Bptt, Params, Sizes};
use super::rnn::RnnFunction;
use crate::kernel::{Args, Kernel, wgsl};
use crate::tensor::Tensor;

pub(super) static RNN_CELL: Kernel<Params> =
    Kernel { source: wgsl!("rnn_cell", inputs: 2, outputs: 1), cpu: rnn_cell_cpu };
pub(super) static RNN_CELL_DZ: Kernel<Params> =
    Kernel { source: wgsl!("rnn_cell_dz", inputs: 2, outputs: 2), cpu: rnn_cell_dz_cpu };

fn rnn_cell_cpu(x: Args<'_, Params>) {
    let ([z, product], [s]) = (x.inputs, x.outputs) else { unreachable!("two inputs, one output") };
    for unit in x.params.units() {
        s[unit.now] = z[unit.now] + product[unit.at];
        RnnFunction::of(x.params).apply(&mut s[unit.now..=unit.now]);
    }
}

fn rnn_cell_dz_cpu(x: Args<'_, Params>) {
    let ([ds, s], [dz, states]) = (x.inputs, x.outputs) else { unreachable!("two of both") };
    for unit in x.params.units() {
        let (after, before, is_cut) = x.params.slots_of(&unit);
        let ds_now = states[after] + ds[unit.now];
        dz[unit.now] = ds_now * RnnFunction::of(x.params).derivative(s[unit.now]);
        states[after] = ds_now;
        if is_cut {
            states[before] = 0.0;
        }
    }
}

/// s of all steps.
pub(super) fn forward(sizes: Sizes, variant: u32, [z, wh, s_first]: [&Tensor; 3], s: &Tensor) {
    // A buffer is never both read and written by one launch: the product of s with W waits elsewhere.
    let product = z.device().empty([sizes.batch, sizes.hidden]);
    for t in 0..sizes.steps {
        let factors = [sizes.before_step(t, s, s_first), sizes.of_weights(wh, Plain, 1, 0)];
        sizes.forward_product((0, &product, 1, 0), 1, factors); // sₜ₋₁·W
        let params = sizes.step_params(t, &Bptt::default(), variant);
        z.device().launch(&RNN_CELL, params, &[z, &product], &[s], sizes.step_groups());
    }
}

/// dz of all steps, and in `states` the gradients of the states.
pub(super) fn backward(
    sizes: Sizes,
    (variant, bptt): (u32, &Bptt),
    [ds, s, wh]: [&Tensor; 3],
    [dz, states]: [&Tensor; 2],
) {
    for t in (0..sizes.steps).rev() {
        let params = sizes.step_params(t, bptt, variant);
        ds.device().launch(&RNN_CELL_DZ, params, &[ds, s], &[dz, states], sizes.step_groups());
        let factors = [sizes.of_step(t, dz, 1, 0), sizes.of_weights(wh, Transposed, 1, 0)];
        sizes.backward_product((t, states, params), 1, factors, false); // dzₜ·Wᵀ
    }
}
