//! B = Aᵀ.      A: [N,M]   B: [M,N]      Given dB, dA = dBᵀ.      GPU: `shaders/transpose.wgsl`.
//!
//! Products take a transposed side as it is; this is for kernels that read a matrix again and again and want it
//! laid out for that.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static TRANSPOSE: Kernel<Params> =
    Kernel { source: wgsl!("transpose", inputs: 1, outputs: 1), cpu: transpose_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
}

fn transpose_cpu(x: Args<'_, Params>) {
    let (rows, columns) = (x.params.rows as usize, x.params.columns as usize);
    for (j, row) in x.outputs[0].chunks_exact_mut(rows).enumerate() {
        for (i, b) in row.iter_mut().enumerate() {
            *b = x.inputs[0][i * columns + j];
        }
    }
}

/// The transpose of a matrix.
pub fn transpose(a: &Tensor) -> Tensor {
    let [rows, columns] = a.shape().matrix();
    let b = a.device().empty([columns, rows]);
    let params = Params { rows: rows as u32, columns: columns as u32 };
    a.device().launch(&TRANSPOSE, params, &[a], &[&b], linear_groups(a.len()));
    b
}

impl Var {
    /// The transpose of a matrix.
    pub fn transpose(&self) -> Var {
        self.tape().push(transpose(self.value()), [self], |dy, _| [Some(transpose(dy))])
    }
}
