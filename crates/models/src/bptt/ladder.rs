//! How large ∂L/∂sₖ is, by how far step k lies back: nets of every kind, trained on the same examples in turns.
//!
//! A net reads T random symbols and is asked at the end which was the first, so L is the loss of the last step and the
//! answer lies as far back as can be. Norms are those of a row of the batch, averaged over its rows; the state of an LSTM
//! is (C, h).

use nabla_compute::ops::{self, Bptt, RnnFunction, StateGradients};
use nabla_compute::{Device, DeviceError, Tensor};

use crate::config::CellKind;
use crate::graph::{Graph, Param};
use crate::linear::Linear;
use crate::optimizer::Optimizer;
use crate::recurrent::{Cell, Recurrent};
use crate::rng::{INITIALISATION, Random, TRAINING_EXAMPLES};

use super::scaled_layer;

/// Different symbols.
pub const SYMBOLS: usize = 8;

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
    layer: Recurrent,
    output: Linear,
    optimizer: Optimizer,
    random: Random,
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
    device: Device,
    settings: LadderSettings,
    rungs: Vec<Rung>,
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
        let cell = match Cell::from(kind) {
            Cell::Rnn(_) => Cell::Rnn(settings.function),
            other => other,
        };
        let random = &mut Random::new(settings.seed, INITIALISATION);
        let start = [settings.radius, settings.forget_bias];
        let layer = scaled_layer(device, cell, [SYMBOLS, settings.hidden], start, random);
        let output = Linear::new(device, "output", settings.hidden, SYMBOLS, random);
        let optimizer = optimizer(&params(&layer, &output));
        let random = Random::new(settings.seed, TRAINING_EXAMPLES);
        Rung {
            kind,
            is_paused: false,
            layer,
            output,
            optimizer,
            random,
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
        params(&self.layer, &self.output)
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

    /// One pass forth and back, and with `updates` a step.
    async fn learn(&mut self, device: &Device, settings: &LadderSettings, updates: bool) -> Result<(), DeviceError> {
        let Pass { loss, clip, states } = self.pass(device, settings, updates);
        device.flush()?;
        self.loss = loss.to_vec().await?[0];
        self.gradient_norm = clip.to_vec().await?[0];
        let mut squares = vec![0.0; settings.sequence * settings.batch];
        for state in states {
            let data = state.to_vec().await?;
            let rows = squares.iter_mut().zip(data.chunks_exact(settings.hidden));
            rows.for_each(|(square, row)| *square += row.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>());
        }
        // The loss is a mean over rows: of one row's own loss the gradient is B times as large.
        let of_step = |rows: &[f64]| rows.iter().map(|square| square.sqrt()).sum::<f64>() as f32;
        let norms: Vec<f32> = squares.chunks_exact(settings.batch).rev().map(of_step).collect();
        self.has_diverged = !self.loss.is_finite() || !self.gradient_norm.is_finite();
        if norms.iter().all(|norm| norm.is_finite()) {
            self.norms = norms;
        }
        self.step += u64::from(updates);
        Ok(())
    }

    fn pass(&mut self, device: &Device, settings: &LadderSettings, updates: bool) -> Pass {
        let &LadderSettings { sequence, batch, hidden, .. } = settings;
        let mut random = self.random.clone();
        let symbols: Vec<u32> = (0..sequence * batch).map(|_| random.below(SYMBOLS as u32)).collect();
        let graph = Graph::training();
        let z = self.layer.project_symbols(&graph, &device.upload_indices(&symbols));
        let z = z.reshape([sequence, batch, z.value().len() / (sequence * batch)]);
        let kept = StateGradients::default();
        let bptt = Bptt { truncation: None, kept: Some(kept.clone()) };
        let (h, _) = self.layer.recurrence(&graph, &z, &self.layer.first_state(device, batch), &bptt);
        let last = h.reshape([sequence * batch, hidden]).rows((sequence - 1) * batch, batch);
        let answers = self.output.forward(&graph, &last);
        let loss = ops::softmax_xent(&answers, &device.upload_indices(&symbols[..batch])).loss;
        let params = params(&self.layer, &self.output);
        let gradients = graph.gradients(&loss, &params);
        let clip = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), settings.clip);
        if updates {
            self.optimizer.step(&params, &gradients, &clip);
            self.random = random;
        }
        Pass { loss: loss.value().clone(), clip, states: [kept.h(), kept.c()].into_iter().flatten().collect() }
    }
}

/// What a pass leaves to be read.
struct Pass {
    loss: Tensor,
    /// What `ops::global_norm` returned.
    clip: Tensor,
    /// ∂L/∂h and, of an LSTM, ∂L/∂C: `[T,B,H]`.
    states: Vec<Tensor>,
}

fn params<'a>(layer: &'a Recurrent, output: &'a Linear) -> Vec<&'a Param> {
    layer.params().into_iter().chain(output.params()).collect()
}
