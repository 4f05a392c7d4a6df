//! Gradient descent: from parameters and their gradients to better parameters, in place.

use nabla_compute::ops::{self, AdamSettings};
use nabla_compute::{Device, Tensor};

use crate::graph::Param;

/// How parameters follow their gradients, with what that remembers of the steps before.
pub enum Optimizer {
    /// Momentum: a velocity for each parameter.
    Sgd {
        /// η
        learning_rate: f32,
        /// μ
        momentum: f32,
        /// v, one for each parameter.
        velocities: Vec<Tensor>,
    },
    /// Adam: a mean and a mean square for each parameter.
    Adam {
        /// η
        learning_rate: f32,
        /// m and v, one pair for each parameter.
        moments: Vec<[Tensor; 2]>,
        /// t: how many updates there were.
        updates: u64,
    },
}

impl Optimizer {
    /// SGD with momentum, its velocities zero.
    pub fn sgd(params: &[&Param], learning_rate: f32, momentum: f32) -> Self {
        Optimizer::Sgd { learning_rate, momentum, velocities: params.iter().map(|p| zeros_like(&p.value)).collect() }
    }

    /// Adam, its moments zero.
    pub fn adam(params: &[&Param], learning_rate: f32) -> Self {
        let moments = params.iter().map(|p| [zeros_like(&p.value), zeros_like(&p.value)]).collect();
        Optimizer::Adam { learning_rate, moments, updates: 0 }
    }

    /// Another learning rate (and, for SGD, momentum) from the next step on.
    pub fn set_rate(&mut self, rate: f32, new_momentum: f32) {
        match self {
            Optimizer::Sgd { learning_rate, momentum, .. } => (*learning_rate, *momentum) = (rate, new_momentum),
            Optimizer::Adam { learning_rate, .. } => *learning_rate = rate,
        }
    }

    /// One update. `clip` is what `ops::global_norm` returned for these gradients.
    pub fn step(&mut self, params: &[&Param], grads: &[Tensor], clip: &Tensor) {
        match self {
            Optimizer::Sgd { learning_rate, momentum, velocities } => {
                for ((param, grad), v) in params.iter().zip(grads).zip(velocities) {
                    ops::sgd(&param.value, v, grad, clip, *learning_rate, *momentum);
                }
            }
            Optimizer::Adam { learning_rate, moments, updates } => {
                *updates += 1;
                let settings = AdamSettings::new(*learning_rate);
                for ((param, grad), [m, v]) in params.iter().zip(grads).zip(moments) {
                    ops::adam(&param.value, [m, v], grad, clip, *updates, &settings);
                }
            }
        }
    }

    /// What it remembers, named after the parameters: for a checkpoint.
    pub fn memory(&self, params: &[&Param]) -> Vec<(String, Tensor)> {
        match self {
            Optimizer::Sgd { velocities, .. } => {
                params.iter().zip(velocities).map(|(p, v)| (format!("sgd.v.{}", p.name), v.clone())).collect()
            }
            Optimizer::Adam { moments, .. } => {
                let named = |(p, [m, v]): (&&Param, &[Tensor; 2])| {
                    [(format!("adam.m.{}", p.name), m.clone()), (format!("adam.v.{}", p.name), v.clone())]
                };
                params.iter().zip(moments).flat_map(named).collect()
            }
        }
    }

    /// Takes its memory from a checkpoint: `find` returns the numbers of a name. Whatever it does not have stays.
    pub fn restore(
        &mut self,
        params: &[&Param],
        device: &Device,
        updates_done: u64,
        find: &dyn Fn(&str) -> Option<Vec<f32>>,
    ) {
        let upload = |name: String, now: &mut Tensor| {
            if let Some(data) = find(&name).filter(|data| data.len() == now.len()) {
                *now = device.upload(now.shape(), &data);
            }
        };
        match self {
            Optimizer::Sgd { velocities, .. } => {
                params.iter().zip(velocities).for_each(|(p, v)| upload(format!("sgd.v.{}", p.name), v));
            }
            Optimizer::Adam { moments, updates, .. } => {
                *updates = updates_done;
                for (param, [m, v]) in params.iter().zip(moments) {
                    upload(format!("adam.m.{}", param.name), m);
                    upload(format!("adam.v.{}", param.name), v);
                }
            }
        }
    }
}

fn zeros_like(tensor: &Tensor) -> Tensor {
    ops::fill(tensor.device(), tensor.shape(), 0.0)
}
