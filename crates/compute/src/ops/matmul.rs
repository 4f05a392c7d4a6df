//! C = op(A)·op(B), where op is the identity or the transpose.      op(A): [M,K]   op(B): [K,N]   C: [M,N]
//!
//! Given dC, the gradients are two more products:   dA = dC·Bᵀ   dB = Aᵀ·dC
//! GPU: `shaders/matmul.wgsl`.

use bytemuck::NoUninit;

use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::{Shape, ShapeError};
use crate::simd::{Matrix, product};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static MATMUL: Kernel<Params> = Kernel { source: wgsl!("matmul", inputs: 2, outputs: 1), cpu: matmul_cpu };

/// How a factor enters the product.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Side {
    /// As it is.
    Plain,
    /// Transposed.
    Transposed,
}
use Side::{Plain, Transposed};

/// The uniform at binding 0. Element (i, l) of op(A) is `a[i·a_row + l·a_column]`; B likewise.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    m: u32,
    k: u32,
    n: u32,
    a_row: u32,
    a_column: u32,
    b_row: u32,
    b_column: u32,
}

/// [M, K, N], when the inner sizes agree.
fn matmul_shape(a: Shape, ta: Side, b: Shape, tb: Side) -> Result<[usize; 3], ShapeError> {
    let [m, k] = oriented(a, ta);
    let [k2, n] = oriented(b, tb);
    if k == k2 { Ok([m, k, n]) } else { Err(ShapeError { op: "matmul", lhs: a, rhs: b }) }
}

fn oriented(shape: Shape, side: Side) -> [usize; 2] {
    let [rows, columns] = shape.matrix();
    if side == Plain { [rows, columns] } else { [columns, rows] }
}

fn matmul_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let a = Matrix { data: x.inputs[0], row: p.a_row as usize, column: p.a_column as usize };
    let b = Matrix { data: x.inputs[1], row: p.b_row as usize, column: p.b_column as usize };
    product(a, b, p.k as usize, p.n as usize, x.outputs[0]);
}

/// op(A)·op(B). A plain A of more than two dimensions keeps its outer ones: `[T,B,D]·[D,H]` → `[T,B,H]`.
#[track_caller]
pub fn matmul(a: &Tensor, ta: Side, b: &Tensor, tb: Side) -> Tensor {
    let [m, k, n] = matmul_shape(a.shape(), ta, b.shape(), tb).unwrap_or_else(|e| panic!("{e}"));
    let shape = if ta == Plain { a.shape().with_columns(n) } else { [m, n].into() };
    let c = a.device().empty(shape);
    let strides = |side, rows: usize, columns: usize| match side {
        Plain => (columns as u32, 1),
        Transposed => (1, rows as u32),
    };
    let ((a_row, a_column), (b_row, b_column)) = (strides(ta, m, k), strides(tb, k, n));
    let params = Params { m: m as u32, k: k as u32, n: n as u32, a_row, a_column, b_row, b_column };
    let groups = [n.div_ceil(32) as u32, m.div_ceil(32) as u32, 1]; // a workgroup computes 32×32 of C
    a.device().launch(&MATMUL, params, &[a, b], &[&c], groups);
    c
}

impl Var {
    /// The product with a matrix on the right.
    #[track_caller]
    pub fn matmul(&self, rhs: &Var) -> Var {
        let (a, b) = (self.value().clone(), rhs.value().clone());
        let c = matmul(&a, Plain, &b, Plain);
        self.tape().push(c, [self, rhs], move |dc, needs| {
            [
                needs[0].then(|| matmul(dc, Plain, &b, Transposed)), // dA = dC·Bᵀ
                needs[1].then(|| matmul(&a, Transposed, dc, Plain)), // dB = Aᵀ·dC
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_must_share_the_inner_size() {
        let error = matmul_shape([2, 3].into(), Plain, [2, 3].into(), Plain).expect_err("3 is not 2");
        assert_eq!(error.to_string(), "matmul: shapes [2, 3] and [2, 3] do not fit");
        assert_eq!(matmul_shape([2, 3].into(), Plain, [2, 3].into(), Transposed), Ok([2, 3, 2]));
    }
}
