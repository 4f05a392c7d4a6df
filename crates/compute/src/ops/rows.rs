//! Some rows of a tensor, a sequence seen one step later, and the same numbers in another shape.
//!
//! `rows`: Y = X[start .. start+count].      `shifted`: yₜ = xₜ₋₁, with y₀ given.
//! Given dY of `rows`, dX is dY in its place and zero elsewhere, which is again a copy with an offset.
//! GPU: `shaders/{rows,shifted}.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::{Shape, expect_shapes};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static ROWS: Kernel<RowsParams> = Kernel { source: wgsl!("rows", inputs: 1, outputs: 1), cpu: rows_cpu };
pub(super) static SHIFTED: Kernel<ShiftedParams> =
    Kernel { source: wgsl!("shifted", inputs: 2, outputs: 1), cpu: shifted_cpu };

/// `y[i] = x[i + offset]`, and zero where that lies outside x.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct RowsParams {
    len: u32,
    source_len: u32,
    offset: i32,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct ShiftedParams {
    len: u32,
    step: u32,
}

fn rows_cpu(x: Args<'_, RowsParams>) {
    for (i, y) in x.outputs[0].iter_mut().enumerate() {
        let source = i as i64 + i64::from(x.params.offset);
        *y = usize::try_from(source).ok().and_then(|i| x.inputs[0].get(i)).copied().unwrap_or(0.0);
    }
}

fn shifted_cpu(x: Args<'_, ShiftedParams>) {
    let (first, rest) = x.outputs[0].split_at_mut(x.params.step as usize);
    first.copy_from_slice(x.inputs[1]);
    rest.copy_from_slice(&x.inputs[0][..rest.len()]);
}

/// `y[i] = x[i + offset]`, and zero where that lies outside x.
pub(super) fn copy_with_offset(x: &Tensor, y: &Tensor, offset: i32) {
    let params = RowsParams { len: y.len() as u32, source_len: x.len() as u32, offset };
    x.device().launch(&ROWS, params, &[x], &[y], linear_groups(y.len()));
}

/// `count` entries of the outermost dimension from `start` on: `[T,B,H]` → `[count,B,H]`.
#[track_caller]
pub fn rows(x: &Tensor, start: usize, count: usize) -> Tensor {
    let mut dims = x.shape().dims().to_vec();
    assert!(start + count <= dims[0], "rows: {start}..{} lies outside {:?}", start + count, x.shape());
    let row = x.len() / dims[0].max(1);
    dims[0] = count;
    let y = x.device().empty(dims.as_slice());
    copy_with_offset(x, &y, (start * row) as i32);
    y
}

/// The sequence one step later: yₜ = xₜ₋₁ and y₀ = first.      x, y: [T,B,H]   first: [B,H]
#[track_caller]
pub fn shifted(x: &Tensor, first: &Tensor) -> Tensor {
    let steps = x.shape().dims()[0];
    expect_shapes(first.len() * steps == x.len(), "shifted", x.shape(), first.shape());
    let y = x.device().empty(x.shape());
    let params = ShiftedParams { len: x.len() as u32, step: first.len() as u32 };
    x.device().launch(&SHIFTED, params, &[x, first], &[&y], linear_groups(y.len()));
    y
}

impl Var {
    /// `count` entries of the outermost dimension from `start` on.
    #[track_caller]
    pub fn rows(&self, start: usize, count: usize) -> Var {
        let x = self.value();
        let (shape, row) = (x.shape(), x.len() / x.shape().dims()[0].max(1));
        self.tape().push(rows(x, start, count), [self], move |dy, _| {
            let dx = dy.device().empty(shape);
            copy_with_offset(dy, &dx, -((start * row) as i32));
            [Some(dx)]
        })
    }

    /// The same numbers in another shape of equal size.
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<Shape>) -> Var {
        let before = self.value().shape();
        self.tape().push(self.value().reshape(shape), [self], move |dy, _| [Some(dy.reshape(before))])
    }
}
