//! Element by element: tanh, the logistic σ(x) = 1/(1+e⁻ˣ), and relu(x) = max(x, 0).
//!
//! Their derivatives need only their values:   tanh' = 1 − y²   σ' = y·(1 − y)   relu' = 1 where y > 0, else 0
//! GPU: `shaders/unary.wgsl`; the derivatives are products of dy and y, in `shaders/binary.wgsl`.

use bytemuck::NoUninit;

use super::binary::{Kind as Binary, binary, kept};
use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static UNARY: Kernel<Params> = Kernel { source: wgsl!("unary", inputs: 1, outputs: 1), cpu: unary_cpu };

/// Which function; the numbers are the shader's.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, NoUninit)]
pub(super) enum Kind {
    Tanh = 0,
    Sigmoid = 1,
    Relu = 2,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    kind: Kind,
}

fn unary_cpu(x: Args<'_, Params>) {
    let pairs = x.outputs[0].iter_mut().zip(x.inputs[0]);
    match x.params.kind {
        Kind::Tanh => pairs.for_each(|(y, x)| *y = math::tanh(*x)),
        Kind::Sigmoid => pairs.for_each(|(y, x)| *y = math::sigmoid(*x)),
        Kind::Relu => pairs.for_each(|(y, x)| *y = kept(*x, *x > 0.0 || x.is_nan())),
    }
}

fn unary(kind: Kind, x: &Tensor) -> Tensor {
    let y = x.device().empty(x.shape());
    x.device().launch(&UNARY, Params { len: x.len() as u32, kind }, &[x], &[&y], linear_groups(x.len().div_ceil(4)));
    y
}

/// tanh of every element.
pub fn tanh(x: &Tensor) -> Tensor {
    unary(Kind::Tanh, x)
}

/// σ of every element.
pub fn sigmoid(x: &Tensor) -> Tensor {
    unary(Kind::Sigmoid, x)
}

/// max(x, 0) of every element.
pub fn relu(x: &Tensor) -> Tensor {
    unary(Kind::Relu, x)
}

impl Var {
    /// tanh of every element.
    pub fn tanh(&self) -> Var {
        self.unary(Kind::Tanh, Binary::TanhDx)
    }

    /// σ of every element.
    pub fn sigmoid(&self) -> Var {
        self.unary(Kind::Sigmoid, Binary::SigmoidDx)
    }

    /// max(x, 0) of every element.
    pub fn relu(&self) -> Var {
        self.unary(Kind::Relu, Binary::ReluDx)
    }

    fn unary(&self, kind: Kind, derivative: Binary) -> Var {
        let y = unary(kind, self.value());
        self.tape().push(y.clone(), [self], move |dy, _| [Some(binary(derivative, dy, &y))])
    }
}
