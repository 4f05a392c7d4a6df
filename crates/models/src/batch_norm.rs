//! Batch normalisation with its running moments.      x, y: [.., C]   γ, β: [C]   running: [2,C], means and variances

use nabla_compute::{Device, Tensor, Var, ops};

use crate::graph::{Graph, Param};

/// ε, as PyTorch has it.
pub const EPSILON: f32 = 1e-5;

/// A layer that normalises each channel: by the batch while training, by what it has seen so far when predicting.
#[derive(Clone, Debug)]
pub struct BatchNorm {
    /// γ
    pub scale: Param,
    /// β
    pub shift: Param,
    /// Mean and variance of each channel so far; not trained, but part of the model.
    pub running: Param,
    /// How far the running moments go towards those of each batch.
    pub momentum: f32,
    /// ε
    pub epsilon: f32,
}

impl BatchNorm {
    /// Starts as PyTorch's `BatchNorm2d` does: γ = 1, β = 0, running mean 0 and variance 1.
    pub fn new(device: &Device, name: &str, channels: usize) -> Self {
        let row = |value: f32| vec![value; channels];
        let running = [row(0.0), row(1.0)].concat();
        BatchNorm {
            scale: Param::new(format!("{name}.scale"), device.upload([channels], &row(1.0))),
            shift: Param::new(format!("{name}.shift"), device.upload([channels], &row(0.0))),
            running: Param::new(format!("{name}.running"), device.upload([2, channels], &running)),
            momentum: 0.1,
            epsilon: EPSILON,
        }
    }

    /// Everything that is trained.
    pub fn params(&self) -> [&Param; 2] {
        [&self.scale, &self.shift]
    }

    /// Everything that a file must hold, to be replaced.
    pub fn state_mut(&mut self) -> [&mut Param; 3] {
        [&mut self.scale, &mut self.shift, &mut self.running]
    }

    /// Normalises; while training the running moments follow.
    pub fn forward(&self, graph: &Graph, x: &Var) -> Var {
        let (scale, shift) = (graph.param(&self.scale), graph.param(&self.shift));
        if !graph.trains() {
            return x.batch_norm_by(&scale, &shift, &self.running.value, self.epsilon);
        }
        let normalised = x.batch_norm(&scale, &shift, self.epsilon);
        let [rows, _] = x.value().shape().matrix();
        let running: &Tensor = &self.running.value;
        ops::follow_moments(running, &normalised.moments, rows, self.momentum);
        normalised.y
    }
}
