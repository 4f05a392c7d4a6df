//! Gradient descent: from parameters and their gradients to better parameters, in place.

use nabla_compute::ops::{self, AdamSettings, RmspropSettings, SgdSettings};
use nabla_compute::{Device, Tensor};

use crate::graph::Param;

/// How parameters follow their gradients, with what that remembers of the steps before.
pub enum Optimizer {
    /// Gradient descent with momentum, perhaps Nesterov's: a velocity for each parameter.
    Sgd {
        /// η, μ and the form.
        settings: SgdSettings,
        /// v, one for each parameter.
        velocities: Vec<Tensor>,
    },
    /// RMSprop: a mean square and a velocity for each parameter.
    Rmsprop {
        /// η, α, μ and ε.
        settings: RmspropSettings,
        /// q and v, one pair for each parameter.
        memory: Vec<[Tensor; 2]>,
    },
    /// Adam or AdamW: a mean and a mean square for each parameter.
    Adam {
        /// η, β₁, β₂, ε and λ.
        settings: AdamSettings,
        /// m and v, one pair for each parameter.
        moments: Vec<[Tensor; 2]>,
        /// t: how many updates there were.
        updates: u64,
    },
}

impl Optimizer {
    /// SGD with momentum, its velocities zero.
    pub fn sgd(params: &[&Param], learning_rate: f32, momentum: f32) -> Self {
        let settings = SgdSettings { learning_rate, momentum, nesterov: false };
        Optimizer::Sgd { settings, velocities: params.iter().map(|p| zeros_like(&p.value)).collect() }
    }

    /// The same with Nesterov's look ahead.
    pub fn nesterov(params: &[&Param], learning_rate: f32, momentum: f32) -> Self {
        let settings = SgdSettings { learning_rate, momentum, nesterov: true };
        Optimizer::Sgd { settings, velocities: params.iter().map(|p| zeros_like(&p.value)).collect() }
    }

    /// RMSprop, its memory zero.
    pub fn rmsprop(params: &[&Param], learning_rate: f32, momentum: f32) -> Self {
        Optimizer::Rmsprop { settings: RmspropSettings::new(learning_rate, momentum), memory: zero_pairs(params) }
    }

    /// Adam, its moments zero.
    pub fn adam(params: &[&Param], learning_rate: f32) -> Self {
        Self::adam_w(params, learning_rate, 0.0)
    }

    /// AdamW: Adam whose weights also decay by themselves.
    pub fn adam_w(params: &[&Param], learning_rate: f32, weight_decay: f32) -> Self {
        let settings = AdamSettings { weight_decay, ..AdamSettings::new(learning_rate) };
        Optimizer::Adam { settings, moments: zero_pairs(params), updates: 0 }
    }

    /// Another learning rate (and, where there is one, momentum) from the next step on.
    pub fn set_rate(&mut self, rate: f32, new_momentum: f32) {
        match self {
            Optimizer::Sgd { settings, .. } => (settings.learning_rate, settings.momentum) = (rate, new_momentum),
            Optimizer::Rmsprop { settings, .. } => (settings.learning_rate, settings.momentum) = (rate, new_momentum),
            Optimizer::Adam { settings, .. } => settings.learning_rate = rate,
        }
    }

    /// One update. `clip` is what `ops::global_norm` returned for these gradients.
    pub fn step(&mut self, params: &[&Param], grads: &[Tensor], clip: &Tensor) {
        let pairs = params.iter().map(|param| &param.value).zip(grads);
        match self {
            Optimizer::Sgd { settings, velocities } => {
                pairs.zip(velocities).for_each(|((w, grad), v)| ops::sgd(w, v, grad, clip, settings));
            }
            Optimizer::Rmsprop { settings, memory } => {
                pairs.zip(memory).for_each(|((w, grad), [q, v])| ops::rmsprop(w, [q, v], grad, clip, settings));
            }
            Optimizer::Adam { settings, moments, updates } => {
                *updates += 1;
                let pairs = pairs.zip(moments);
                pairs.for_each(|((w, grad), [m, v])| ops::adam(w, [m, v], grad, clip, *updates, settings));
            }
        }
    }

    /// What it remembers, named after the parameters: for a checkpoint.
    pub fn memory(&self, params: &[&Param]) -> Vec<(String, Tensor)> {
        let of_pairs = |words: [&str; 2], pairs: &[[Tensor; 2]]| {
            let named = |(param, pair): (&&Param, &[Tensor; 2])| {
                let one = |i: usize| (format!("{}.{}", words[i], param.name), pair[i].clone());
                [one(0), one(1)]
            };
            params.iter().zip(pairs).flat_map(named).collect()
        };
        match self {
            Optimizer::Sgd { velocities, .. } => {
                params.iter().zip(velocities).map(|(p, v)| (format!("sgd.v.{}", p.name), v.clone())).collect()
            }
            Optimizer::Rmsprop { memory, .. } => of_pairs(["rmsprop.q", "rmsprop.v"], memory),
            Optimizer::Adam { moments, .. } => of_pairs(["adam.m", "adam.v"], moments),
        }
    }

    /// How many updates it has done, if it counts them: Adam's moments begin at zero, which it makes good for by this.
    pub fn updates(&self) -> Option<u64> {
        if let Optimizer::Adam { updates, .. } = self { Some(*updates) } else { None }
    }

    /// Takes its memory from a checkpoint: `find` returns the numbers of a name. Whatever it does not have stays.
    pub fn restore(
        &mut self,
        params: &[&Param],
        device: &Device,
        updates_done: u64,
        find: &dyn Fn(&str) -> Option<Vec<f32>>,
    ) {
        let upload = |word: &str, param: &Param, now: &mut Tensor| {
            let data = find(&format!("{word}.{}", param.name));
            if let Some(data) = data.filter(|data| data.len() == now.len()) {
                *now = device.upload(now.shape(), &data);
            }
        };
        match self {
            Optimizer::Sgd { velocities, .. } => {
                params.iter().zip(velocities).for_each(|(param, v)| upload("sgd.v", param, v));
            }
            Optimizer::Rmsprop { memory, .. } => {
                for (param, [q, v]) in params.iter().zip(memory) {
                    upload("rmsprop.q", param, q);
                    upload("rmsprop.v", param, v);
                }
            }
            Optimizer::Adam { moments, updates, .. } => {
                *updates = updates_done;
                for (param, [m, v]) in params.iter().zip(moments) {
                    upload("adam.m", param, m);
                    upload("adam.v", param, v);
                }
            }
        }
    }
}

fn zeros_like(tensor: &Tensor) -> Tensor {
    ops::fill(tensor.device(), tensor.shape(), 0.0)
}

fn zero_pairs(params: &[&Param]) -> Vec<[Tensor; 2]> {
    params.iter().map(|p| [zeros_like(&p.value), zeros_like(&p.value)]).collect()
}
