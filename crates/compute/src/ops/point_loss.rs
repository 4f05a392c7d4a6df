//! Losses element by element of a prediction x and a target t; their mean is what is trained on.
//!
//! squared error: y = (x − t)²                             dx = 2·(x − t)·dy   dt = −2·(x − t)·dy
//! logistic: y = −t·ln σ(x) − (1 − t)·ln(1 − σ(x))         dx = (σ(x) − t)·dy  dt = −x·dy
//!             = max(x, 0) − x·t + ln(1 + e^−|x|), which overflows nowhere
//! GPU: `shaders/{point_loss,point_loss_dx}.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::math;
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static POINT_LOSS: Kernel<Params> =
    Kernel { source: wgsl!("point_loss", inputs: 2, outputs: 1), cpu: point_loss_cpu };
pub(super) static POINT_LOSS_DX: Kernel<Params> =
    Kernel { source: wgsl!("point_loss_dx", inputs: 3, outputs: 1), cpu: point_loss_dx_cpu };

/// Which function; the numbers are the shaders'.
#[repr(u32)]
#[derive(Clone, Copy, NoUninit)]
enum Kind {
    SquaredError = 0,
    Logistic = 1,
    /// The derivative of the squared error by the target.
    SquaredErrorDt = 2,
    /// The derivative of the logistic loss by the target.
    LogisticDt = 3,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    kind: Kind,
}

fn point_loss_cpu(x: Args<'_, Params>) {
    let triples = x.outputs[0].iter_mut().zip(x.inputs[0]).zip(x.inputs[1]).map(|((y, x), t)| (y, x, t));
    match x.params.kind {
        Kind::SquaredError => triples.for_each(|(y, x, t)| *y = (x - t) * (x - t)),
        _ => triples.for_each(|(y, x, t)| *y = logistic(*x, *t)),
    }
}

/// The logistic loss of a logit x against a target t.
#[inline(always)]
pub(super) fn logistic(x: f32, t: f32) -> f32 {
    x.max(0.0) - x * t + math::exp(-x.abs()).ln_1p()
}

fn point_loss_dx_cpu(x: Args<'_, Params>) {
    let operands = x.inputs[0].iter().zip(x.inputs[1]).zip(x.inputs[2]).map(|((x, t), dy)| (x, t, dy));
    let all = x.outputs[0].iter_mut().zip(operands);
    match x.params.kind {
        Kind::SquaredError => all.for_each(|(dx, (x, t, dy))| *dx = 2.0 * (x - t) * dy),
        Kind::Logistic => all.for_each(|(dx, (x, t, dy))| *dx = (math::sigmoid(*x) - t) * dy),
        Kind::SquaredErrorDt => all.for_each(|(dt, (x, t, dy))| *dt = -2.0 * (x - t) * dy),
        Kind::LogisticDt => all.for_each(|(dt, (x, _, dy))| *dt = -x * dy),
    }
}

fn launch(kernel: &'static Kernel<Params>, kind: Kind, inputs: &[&Tensor]) -> Tensor {
    let x = inputs[0];
    let y = x.device().empty(x.shape());
    x.device().launch(kernel, Params { len: x.len() as u32, kind }, inputs, &[&y], linear_groups(x.len()));
    y
}

impl Var {
    /// (x − target)² of every element.
    #[track_caller]
    pub fn squared_error(&self, target: &Var) -> Var {
        self.point_loss(target, Kind::SquaredError, Kind::SquaredErrorDt)
    }

    /// The mean squared error.
    #[track_caller]
    pub fn mse(&self, target: &Var) -> Var {
        self.squared_error(target).mean()
    }

    /// The cross-entropy of every element, a logit, against the probability `target` of "yes".
    #[track_caller]
    pub fn logistic_loss(&self, target: &Var) -> Var {
        self.point_loss(target, Kind::Logistic, Kind::LogisticDt)
    }

    #[track_caller]
    fn point_loss(&self, target: &Var, kind: Kind, by_target: Kind) -> Var {
        let (x, t) = (self.value().clone(), target.value().clone());
        expect_shapes(x.shape() == t.shape(), "a loss", x.shape(), t.shape());
        let y = launch(&POINT_LOSS, kind, &[&x, &t]);
        self.tape().push(y, [self, target], move |dy, needs| {
            let derivative = |kind| launch(&POINT_LOSS_DX, kind, &[&x, &t, dy]);
            [needs[0].then(|| derivative(kind)), needs[1].then(|| derivative(by_target))]
        })
    }
}
