//! How large ∂L/∂sₖ is, by how far step k lies back: nets of every kind, trained on the same examples in turns.
//!
//! A net reads T random symbols and is asked at the end which was the first, so L is the loss of the last step and the
//! answer lies as far back as can be. Norms are those of a row of the batch, averaged over its rows; the state of an LSTM
//! is (C, h), as in [`super::jacobian`], and the norms are those that its factors give (`states.rs`).

use nabla_compute::ops::{Bptt, RnnFunction, StateGradients};
use nabla_compute::{Device, DeviceError, Reading, Tensor};

use crate::config::CellKind;
use crate::graph::Param;
use crate::optimizer::Optimizer;
use crate::rng::{Random, TRAINING_EXAMPLES};

use super::recall::{Examples, Pass, Recall};
use super::states;

/// What all nets have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LadderSettings {
    /// T
    pub sequence: usize,
    /// H
    pub hidden: usize,
    /// B
    pub batch: usize,
    /// φ of the simple net.
    pub function: RnnFunction,
    /// What W is multiplied with at the start.
    pub radius: f32,
    /// Of an LSTM's forget gates at the start.
    pub forget_bias: f32,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f32,
    /// η
    pub learning_rate: f32,
    /// Of initialisation and examples.
    pub seed: u64,
}

/// What a net does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It takes its turns.
    Learning,
    /// It is passed over.
    Paused,
    /// A number of it is none any more.
    Diverged,
}

/// One of the nets.
pub struct Rung {
    /// Its layer's kind.
    pub kind: CellKind,
    /// Whether it is passed over.
    pub is_paused: bool,
    pub(super) net: Recall,
    pub(super) optimizer: Optimizer,
    pub(super) random: Random,
    gradients: Vec<Tensor>,
    has_diverged: bool,
    /// Steps done.
    pub step: u64,
    /// Of the last step.
    pub loss: f32,
    /// ‖∂L/∂sₖ‖ by distance t−k, from 0, before any clipping; the last that were numbers.
    pub norms: Vec<f32>,
    /// Of all gradients by parameters, before clipping.
    pub gradient_norm: f32,
}

/// All of them.
pub struct Ladder {
    pub(super) device: Device,
    settings: LadderSettings,
    pub(super) rungs: Vec<Rung>,
}

impl Ladder {
    /// Nets of these kinds that know nothing yet; `optimizer` makes what their parameters follow.
    pub fn new(
        device: &Device,
        kinds: &[CellKind],
        settings: LadderSettings,
        optimizer: impl Fn(&[&Param]) -> Optimizer,
    ) -> Self {
        let rungs = kinds.iter().map(|kind| Rung::new(device, *kind, &settings, &optimizer)).collect();
        Ladder { device: device.clone(), settings, rungs }
    }

    /// The nets.
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs
    }

    /// The nets, to pause some.
    pub fn rungs_mut(&mut self) -> &mut [Rung] {
        &mut self.rungs
    }

    /// Another rate or limit from the next step on.
    pub fn set_rate(&mut self, rate: f32, momentum: f32, clip: f32) {
        self.settings.clip = clip;
        self.rungs.iter_mut().for_each(|rung| rung.optimizer.set_rate(rate, momentum));
    }

    /// One step of the net with this index, if it still learns. Waits for its numbers.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn turn(&mut self, index: usize) -> Result<(), DeviceError> {
        let rung = &mut self.rungs[index];
        match rung.standing() {
            Standing::Learning => rung.learn(&self.device, &self.settings, true).await,
            Standing::Paused | Standing::Diverged => Ok(()),
        }
    }

    /// A step of every net, nothing of which is read: for a device that lists what it would have to do.
    pub fn rehearse(&mut self) {
        for rung in &mut self.rungs {
            drop(rung.pass(&self.device, &self.settings, true));
        }
    }

    /// Measures all nets as they are, without a step.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn measure(&mut self) -> Result<(), DeviceError> {
        for rung in &mut self.rungs {
            rung.learn(&self.device, &self.settings, false).await?;
        }
        Ok(())
    }
}

impl Rung {
    fn new(
        device: &Device,
        kind: CellKind,
        settings: &LadderSettings,
        optimizer: impl Fn(&[&Param]) -> Optimizer,
    ) -> Self {
        let net = Recall::new(device, kind, settings);
        let optimizer = optimizer(&net.params());
        let random = Random::new(settings.seed, TRAINING_EXAMPLES);
        Rung {
            kind,
            is_paused: false,
            net,
            optimizer,
            random,
            gradients: Vec::new(),
            has_diverged: false,
            step: 0,
            loss: f32::NAN,
            norms: Vec::new(),
            gradient_norm: f32::NAN,
        }
    }

    /// What it does.
    pub fn standing(&self) -> Standing {
        match (self.has_diverged, self.is_paused) {
            (true, _) => Standing::Diverged,
            (false, true) => Standing::Paused,
            (false, false) => Standing::Learning,
        }
    }

    /// Everything that is trained.
    pub fn params(&self) -> Vec<&Param> {
        self.net.params()
    }

    /// How much the norms grow by a step back, as a factor: least squares through their logarithms.
    pub fn growth(&self) -> Option<f64> {
        let points: Vec<(f64, f64)> =
            self.norms.iter().enumerate().map(|(d, n)| (d as f64, f64::from(*n).ln())).collect();
        if points.len() < 2 || points.iter().any(|(_, log)| !log.is_finite()) {
            return None;
        }
        let count = points.len() as f64;
        let (x, y) = (points.iter().map(|p| p.0).sum::<f64>() / count, points.iter().map(|p| p.1).sum::<f64>() / count);
        let along: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
        let square: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
        Some((along / square).exp())
    }

    /// One pass there and back, and with `updates` a step.
    async fn learn(&mut self, device: &Device, settings: &LadderSettings, updates: bool) -> Result<(), DeviceError> {
        let (reading, gradients) = self.pass(device, settings, updates);
        device.flush()?;
        let read = reading.await?;
        let [loss, clip, states @ ..] = read.as_slice() else { unreachable!("that much was asked for") };
        (self.loss, self.gradient_norm, self.gradients) = (loss[0], clip[0], gradients);
        // The loss is a mean over rows: of one row's own loss the gradient is B times as large.
        let of_step = |rows: &[f64]| rows.iter().sum::<f64>() as f32;
        let by_row = states::norms(states, settings.hidden);
        let norms: Vec<f32> = by_row.chunks_exact(settings.batch).rev().map(of_step).collect();
        self.has_diverged = !self.loss.is_finite() || !self.gradient_norm.is_finite();
        if norms.iter().all(|norm| norm.is_finite()) {
            self.norms = norms;
        }
        self.step += u64::from(updates);
        Ok(())
    }

    /// What is read of the pass, with the weights that it had: the loss, the norm of the gradients, and what the norms
    /// are made of; and the gradients.
    fn pass(&mut self, device: &Device, settings: &LadderSettings, updates: bool) -> (Reading, Vec<Tensor>) {
        let &LadderSettings { sequence, batch, clip, .. } = settings;
        let mut random = self.random.clone();
        let examples = Examples::new(&mut random, [sequence, batch], sequence - 1);
        let kept = StateGradients::default();
        let bptt = Bptt { truncation: None, kept: Some(kept.clone()) };
        self.gradients.clear(); // their buffers are this pass's
        let Pass { loss, clip, gradients, activations, .. } = self.net.pass(&examples, sequence, clip, &bptt);
        let states = states::needed(&kept, &activations, &self.net.params());
        let reading = device.read(&[&loss, &clip].into_iter().chain(&states).collect::<Vec<_>>());
        if updates {
            self.optimizer.step(&self.net.params(), &gradients, &clip);
            self.random = random;
        }
        (reading, gradients)
    }

    /// What can be looked at: kind, name and numbers of the parameters and, of the last pass, their gradients.
    pub fn visible(&self) -> Vec<(&'static str, String, Tensor)> {
        let params = self.params();
        let gradients = params.iter().zip(&self.gradients);
        let gradients = gradients.map(|(p, gradient)| ("gradient", format!("grad.{}", p.name), gradient.clone()));
        params.iter().map(|p| ("parameter", p.name.clone(), p.value.clone())).chain(gradients).collect()
    }
}

#[cfg(test)]
mod tests;
