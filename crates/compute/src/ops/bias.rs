//! Y = X + b, the same row b added to every row.      X, Y: [N,M]   b: [M]
//!
//! Given dY:   dX = dY   db = the sum of dY's rows
//! GPU: `shaders/add_bias.wgsl`.

use bytemuck::NoUninit;

use super::{linear_groups, sum_rows};
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static ADD_BIAS: Kernel<Params> =
    Kernel { source: wgsl!("add_bias", inputs: 2, outputs: 1), cpu: add_bias_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    columns: u32,
}

fn add_bias_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let (source, bias) = (x.inputs[0], x.inputs[1]);
    for (y, x) in x.outputs[0].chunks_exact_mut(columns).zip(source.chunks_exact(columns)) {
        for ((y, x), b) in y.iter_mut().zip(x).zip(bias) {
            *y = x + b;
        }
    }
}

/// X + b, with b added to every row of X.
#[track_caller]
pub fn add_bias(x: &Tensor, b: &Tensor) -> Tensor {
    let [_, columns] = x.shape().matrix();
    expect_shapes(columns == b.len(), "add_bias", x.shape(), b.shape());
    let y = x.device().empty(x.shape());
    let params = Params { len: x.len() as u32, columns: columns as u32 };
    x.device().launch(&ADD_BIAS, params, &[x, b], &[&y], linear_groups(x.len()));
    y
}

impl Var {
    /// Adds the row `b` to every row.
    #[track_caller]
    pub fn add_bias(&self, b: &Var) -> Var {
        let y = add_bias(self.value(), b.value());
        self.tape().push(y, [self, b], |dy, needs| [Some(dy.clone()), needs[1].then(|| sum_rows(dy))])
    }
}
