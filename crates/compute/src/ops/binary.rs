//! Element by element on two tensors of one shape: a + b, a·b, and the derivatives of `unary.rs` from dy and y.
//!
//! Given dy:   (a + b)' is dy for both;   (a·b)' is dy·b for a and dy·a for b.
//! GPU: `shaders/binary.wgsl`.

use std::ops::{Add, Mul};

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static BINARY: Kernel<Params> = Kernel { source: wgsl!("binary", inputs: 2, outputs: 1), cpu: binary_cpu };

/// Which function; the numbers are the shader's.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, NoUninit)]
pub(super) enum Kind {
    Add = 0,
    Mul = 1,
    /// dy·(1 − y²)
    TanhDx = 2,
    /// dy·y·(1 − y)
    SigmoidDx = 3,
    /// dy where y > 0, else 0
    ReluDx = 4,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    kind: Kind,
}

fn binary_cpu(x: Args<'_, Params>) {
    let triples = x.outputs[0].iter_mut().zip(x.inputs[0]).zip(x.inputs[1]).map(|((c, a), b)| (c, a, b));
    match x.params.kind {
        Kind::Add => triples.for_each(|(c, a, b)| *c = a + b),
        Kind::Mul => triples.for_each(|(c, a, b)| *c = a * b),
        Kind::TanhDx => triples.for_each(|(dx, dy, y)| *dx = dy * (1.0 - y * y)),
        Kind::SigmoidDx => triples.for_each(|(dx, dy, y)| *dx = dy * y * (1.0 - y)),
        Kind::ReluDx => triples.for_each(|(dx, dy, y)| *dx = kept(*dy, *y > 0.0)),
    }
}

/// x if so, else 0. By bits: the compiler makes a branch of it otherwise, which is often mispredicted.
#[inline(always)]
pub(super) fn kept(x: f32, so: bool) -> f32 {
    f32::from_bits(x.to_bits() & u32::from(so).wrapping_neg())
}

#[track_caller]
pub(super) fn binary(kind: Kind, a: &Tensor, b: &Tensor) -> Tensor {
    expect_shapes(a.shape() == b.shape(), "element by element", a.shape(), b.shape());
    let c = a.device().empty(a.shape());
    a.device().launch(
        &BINARY,
        Params { len: a.len() as u32, kind },
        &[a, b],
        &[&c],
        linear_groups(a.len().div_ceil(4)),
    );
    c
}

/// a + b, element by element.
#[track_caller]
pub fn add(a: &Tensor, b: &Tensor) -> Tensor {
    binary(Kind::Add, a, b)
}

/// a·b, element by element.
#[track_caller]
pub fn mul(a: &Tensor, b: &Tensor) -> Tensor {
    binary(Kind::Mul, a, b)
}

impl Add for &Var {
    type Output = Var;

    #[track_caller]
    fn add(self, b: &Var) -> Var {
        let c = add(self.value(), b.value());
        self.tape().push(c, [self, b], |dc, _| [Some(dc.clone()), Some(dc.clone())])
    }
}

impl Mul for &Var {
    type Output = Var;

    #[track_caller]
    fn mul(self, rhs: &Var) -> Var {
        let (a, b) = (self.value().clone(), rhs.value().clone());
        let c = mul(&a, &b);
        self.tape()
            .push(c, [self, rhs], move |dc, needs| [needs[0].then(|| mul(dc, &b)), needs[1].then(|| mul(dc, &a))])
    }
}
