//! The Euclidean norm of all numbers, y = √(Σᵢ xᵢ²).      Given dy, dxᵢ = dy·xᵢ / y, and 0 where y is 0.
//! GPU: `shaders/{sum_squares,clip,norm_dx}.wgsl`; the first two are those of `clip.rs`.

use bytemuck::NoUninit;

use super::{global_norm, linear_groups, rows};
use crate::kernel::{Args, Kernel, wgsl};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static NORM_DX: Kernel<Params> =
    Kernel { source: wgsl!("norm_dx", inputs: 3, outputs: 1), cpu: norm_dx_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
}

fn norm_dx_cpu(x: Args<'_, Params>) {
    let (y, dy) = (x.inputs[1][0], x.inputs[2][0]);
    let factor = if y > 0.0 { dy / y } else { 0.0 };
    x.outputs[0].iter_mut().zip(x.inputs[0]).for_each(|(dx, x)| *dx = factor * x);
}

/// The Euclidean norm of all numbers: `[1]`.
pub fn norm(x: &Tensor) -> Tensor {
    rows(&global_norm(&[x], 0.0), 0, 1)
}

impl Var {
    /// The Euclidean norm of all numbers.
    pub fn norm(&self) -> Var {
        let (x, y) = (self.value().clone(), norm(self.value()));
        self.tape().push(y.clone(), [self], move |dy, _| {
            let dx = x.device().empty(x.shape());
            let params = Params { len: x.len() as u32 };
            x.device().launch(&NORM_DX, params, &[&x, &y, dy], &[&dx], linear_groups(x.len()));
            [Some(dx)]
        })
    }
}
