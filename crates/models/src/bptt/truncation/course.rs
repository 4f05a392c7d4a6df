//! One training with a truncated gradient, and its loss by the time it has had.

use nabla_compute::ops::Bptt;
use nabla_compute::{Device, DeviceError};

use crate::graph::{Graph, Param};
use crate::optimizer::Optimizer;
use crate::rng::{Random, TRAINING_EXAMPLES};

use super::TruncationSettings;
use crate::bptt::recall::{Examples, Pass, Recall};

/// Rows of the test.
pub(super) const TEST_ROWS: usize = 128;
/// Tests in the time of training; they do not count as time.
const TESTS: f64 = 40.0;
/// A turn takes several steps if they are short, ms: clocks of browsers tick in tenths, and a GPU is waited for.
const TURN_MS: f64 = 4.0;
/// … but not more.
const MOST_STEPS: f64 = 16.0;

/// The net as n trains it.
pub struct Course {
    /// n
    pub counted: usize,
    /// Steps done.
    pub step: u64,
    /// What they took.
    pub seconds: f64,
    /// The loss on the test, by seconds.
    pub losses: Vec<(f64, f32)>,
    /// Whether its loss is no number any more.
    pub has_diverged: bool,
    pub(in crate::bptt) net: Recall,
    pub(in crate::bptt) optimizer: Optimizer,
    pub(in crate::bptt) random: Random,
}

impl Course {
    pub(super) fn new(
        device: &Device,
        settings: &TruncationSettings,
        counted: usize,
        optimizer: impl Fn(&[&Param]) -> Optimizer,
    ) -> Self {
        let net = Recall::new(device, settings.cell, &settings.net);
        let optimizer = optimizer(&net.params());
        let random = Random::new(settings.net.seed, TRAINING_EXAMPLES);
        Course { counted, step: 0, seconds: 0.0, losses: Vec::new(), has_diverged: false, net, optimizer, random }
    }

    pub(super) fn set_rate(&mut self, rate: f32) {
        self.optimizer.set_rate(rate, 0.0);
    }

    /// Everything that is trained.
    pub fn params(&self) -> Vec<&Param> {
        self.net.params()
    }

    /// The last loss on the test.
    pub fn loss(&self) -> Option<f32> {
        self.losses.last().map(|(_, loss)| *loss).filter(|loss| loss.is_finite())
    }

    /// Some steps, and a test when it is time.
    pub(super) async fn learn(
        &mut self,
        settings: &TruncationSettings,
        test: &Examples,
        clock: fn() -> f64,
    ) -> Result<(), DeviceError> {
        if self.losses.is_empty() {
            self.judge(test).await?;
        }
        let usual = 1000.0 * self.seconds / self.step.max(1) as f64;
        let steps = if self.step == 0 { 1 } else { (TURN_MS / usual.max(0.05)).clamp(1.0, MOST_STEPS) as u64 };
        let begun = clock();
        let mut last = None;
        for _ in 0..steps {
            last = Some(self.update(settings).clip);
            self.net.device().flush()?;
        }
        if let Some(clip) = last {
            clip.to_vec().await?; // a GPU has done it
        }
        self.step += steps;
        self.seconds += (clock() - begun) / 1000.0;
        let tested = self.losses.last().map_or(0.0, |(seconds, _)| *seconds);
        if self.seconds - tested >= settings.seconds / TESTS || self.seconds >= settings.seconds {
            self.judge(test).await?;
        }
        Ok(())
    }

    fn update(&mut self, settings: &TruncationSettings) -> Pass {
        let net = &settings.net;
        let examples = Examples::new(&mut self.random, [net.sequence, net.batch], settings.gap);
        let pass = self.net.pass(&examples, self.counted, net.clip, &Bptt::default());
        self.optimizer.step(&self.net.params(), &pass.gradients, &pass.clip);
        pass
    }

    async fn judge(&mut self, test: &Examples) -> Result<(), DeviceError> {
        let loss = self.net.loss(&Graph::inference(), test, 1, &Bptt::default()).value().clone();
        self.net.device().flush()?;
        let loss = loss.to_vec().await?[0];
        self.losses.push((self.seconds, loss));
        self.has_diverged = !loss.is_finite();
        Ok(())
    }

    pub(super) fn rehearse(&mut self, settings: &TruncationSettings, test: &Examples) {
        drop(self.update(settings));
        drop(self.net.loss(&Graph::inference(), test, 1, &Bptt::default()));
    }
}
