//! Local response normalisation across channels (Krizhevsky et al. 2012, as GoogLeNet and ONNX have it).
//!
//! ```text
//!   s_c = bias + α/n · Σ over j in W(c) of x_j²        W(c) = c − ⌊(n−1)/2⌋ … c + ⌈(n−1)/2⌉, cut off at the ends
//!   y_c = x_c · s_c^−β
//!   dx_c = dy_c·s_c^−β − 2αβ/n · x_c · Σ over j with c in W(j) of dy_j·y_j/s_j
//! ```
//! x, y, s: [.., C]. GPU: `shaders/{lrn,lrn_dx}.wgsl`. For an even n PyTorch's window leans the other way.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::Shape;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static LRN: Kernel<Params> = Kernel { source: wgsl!("lrn", inputs: 1, outputs: 2), cpu: lrn_cpu };
pub(super) static LRN_DX: Kernel<Params> = Kernel { source: wgsl!("lrn_dx", inputs: 4, outputs: 1), cpu: lrn_dx_cpu };

/// How strongly a number is damped by its neighbours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LrnSettings {
    /// n: channels that count.
    pub size: usize,
    /// α
    pub alpha: f32,
    /// β
    pub beta: f32,
    /// What s starts from; k in the paper.
    pub bias: f32,
}

impl Default for LrnSettings {
    /// GoogLeNet's.
    fn default() -> Self {
        LrnSettings { size: 5, alpha: 1e-4, beta: 0.75, bias: 1.0 }
    }
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    columns: u32,
    /// Neighbours before and after a channel that count.
    before: u32,
    after: u32,
    /// α/n
    alpha: f32,
    beta: f32,
    bias: f32,
}

impl Params {
    #[track_caller]
    fn new(shape: Shape, settings: &LrnSettings) -> Self {
        assert!(settings.size > 0, "lrn: a window of no channels");
        let [_, columns] = shape.matrix();
        Params {
            len: shape.len() as u32,
            columns: columns as u32,
            before: (settings.size as u32 - 1) / 2,
            after: settings.size as u32 / 2,
            alpha: settings.alpha / settings.size as f32,
            beta: settings.beta,
            bias: settings.bias,
        }
    }
}

/// s^−β. The usual β goes through square roots, whose bits are the same on every machine.
#[inline(always)]
fn damping(s: f32, beta: f32) -> f32 {
    if beta == 0.75 { 1.0 / (s.sqrt() * s.sqrt().sqrt()) } else { s.powf(-beta) }
}

/// yᵢ += xᵢ₊ₖ for each k from −`before` to `after`, where there is such an x.
fn add_neighbours(x: &[f32], y: &mut [f32], before: usize, after: usize) {
    let len = x.len();
    for k in (1..=before.min(len - 1)).rev() {
        y[k..].iter_mut().zip(x).for_each(|(y, x)| *y += x);
    }
    for k in 0..=after.min(len - 1) {
        y[..len - k].iter_mut().zip(&x[k..]).for_each(|(y, x)| *y += x);
    }
}

fn lrn_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let columns = p.columns as usize;
    let [y, s] = x.outputs else { unreachable!("two outputs") };
    let rows = x.inputs[0].chunks_exact(columns).zip(y.chunks_exact_mut(columns)).zip(s.chunks_exact_mut(columns));
    for ((x, y), s) in rows {
        y.iter_mut().zip(x).for_each(|(y, x)| *y = x * x); // squares first, the result after
        s.fill(0.0);
        add_neighbours(y, s, p.before as usize, p.after as usize);
        for ((y, x), s) in y.iter_mut().zip(x).zip(s) {
            *s = p.bias + p.alpha * *s;
            *y = x * damping(*s, p.beta);
        }
    }
}

fn lrn_dx_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let columns = p.columns as usize;
    let [dy, source, y, s] = x.inputs else { unreachable!("four inputs") };
    let (mut shares, mut sums) = (vec![0.0; columns], vec![0.0; columns]);
    for (start, dx) in (0..).step_by(columns).zip(x.outputs[0].chunks_exact_mut(columns)) {
        let [dy, x, y, s] = [dy, source, y, s].map(|all| &all[start..start + columns]);
        for c in 0..columns {
            shares[c] = dy[c] * y[c] / s[c];
        }
        sums.fill(0.0);
        add_neighbours(&shares, &mut sums, p.after as usize, p.before as usize); // c in W(j): the window mirrored
        for c in 0..columns {
            dx[c] = dy[c] * damping(s[c], p.beta) - 2.0 * p.alpha * p.beta * x[c] * sums[c];
        }
    }
}

impl Var {
    /// Each number, damped by its neighbours among the channels: `[.., C]`.
    #[track_caller]
    pub fn lrn(&self, settings: &LrnSettings) -> Var {
        let x = self.value().clone();
        let params = Params::new(x.shape(), settings);
        let (y, s) = (x.device().empty(x.shape()), x.device().empty(x.shape()));
        x.device().launch(&LRN, params, &[&x], &[&y, &s], linear_groups(x.len()));
        self.tape().push(y.clone(), [self], move |dy, _| {
            let dx: Tensor = dy.device().empty(x.shape());
            dy.device().launch(&LRN_DX, params, &[dy, &x, &y, &s], &[&dx], linear_groups(x.len()));
            [Some(dx)]
        })
    }
}
