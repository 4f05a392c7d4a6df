//! The nets as a checkpoint, from which they go on elsewhere. What the truncated gradients cost is not in it: that is measured
//! anew.

use std::collections::BTreeMap;

use nabla_compute::{Device, DeviceError, Tensor};

use super::recall::Recall;
use super::{Course, Ladder, Rung, Truncation, Unrolled, on_cpu};
use crate::checkpoint::{Capture, Checkpoint, CheckpointError};
use crate::config::CellKind;
use crate::graph::{self, Param};
use crate::linear::Linear;
use crate::optimizer::Optimizer;
use crate::recurrent::Recurrent;
use crate::rng::Random;

/// What a checkpoint will have.
#[derive(Default)]
struct Parts {
    named: Vec<(String, Tensor)>,
    metadata: BTreeMap<String, String>,
}

impl Parts {
    /// A net that learns: its parameters, what its optimiser remembers, and its steps.
    fn net(&mut self, prefix: &str, params: &[&Param], optimizer: &Optimizer, step: u64) {
        let values = params.iter().map(|param| (param.name.clone(), param.value.clone()));
        let all = values.chain(optimizer.memory(params));
        self.named.extend(all.map(|(name, tensor)| (format!("{prefix}{name}"), tensor)));
        self.say(prefix, "step", step);
        self.say(prefix, "updates", optimizer.updates().unwrap_or(step));
    }

    fn say(&mut self, prefix: &str, key: &str, what: impl ToString) {
        self.metadata.insert(format!("{prefix}{key}"), what.to_string());
    }
}

/// What a net with these names takes up again.
struct Saved<'a> {
    checkpoint: &'a Checkpoint,
    prefix: String,
}

impl Saved<'_> {
    fn find(&self, name: &str) -> Option<Vec<f32>> {
        self.checkpoint.find(&format!("{}{name}", self.prefix))
    }

    fn number(&self, key: &str) -> u64 {
        self.checkpoint.number(&format!("{}{key}", self.prefix))
    }

    fn text(&self, key: &str) -> &str {
        self.checkpoint.metadata.get(&format!("{}{key}", self.prefix)).map_or("", String::as_str)
    }

    /// Puts the net where it was; its steps.
    fn net(
        &self,
        device: &Device,
        (layer, output): (&mut Recurrent, &mut Linear),
        optimizer: &mut Optimizer,
    ) -> Result<u64, CheckpointError> {
        let find = |name: &str| self.find(name);
        let params = layer.params_mut().into_iter().chain(output.params_mut());
        graph::load(params, device, &find).map_err(|name| self.lacks(&name))?;
        let params: Vec<&Param> = layer.params().into_iter().chain(output.params()).collect();
        optimizer.restore(&params, device, self.number("updates"), &find);
        Ok(self.number("step"))
    }

    fn recall(&self, net: &mut Recall, optimizer: &mut Optimizer) -> Result<u64, CheckpointError> {
        let device = net.device().clone();
        self.net(&device, (&mut net.layer, &mut net.output), optimizer)
    }

    fn random(&self) -> Result<Random, CheckpointError> {
        Random::at(self.text("place")).ok_or_else(|| self.lacks("place"))
    }

    fn lacks(&self, what: &str) -> CheckpointError {
        CheckpointError::Mismatch(format!("{}{what}", self.prefix))
    }
}

fn word(kind: CellKind) -> &'static str {
    CellKind::WORDS[kind as usize]
}

impl Rung {
    fn prefix(&self) -> String {
        format!("ladder.{}.", word(self.kind))
    }

    fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let saved = Saved { checkpoint, prefix: self.prefix() };
        self.random = saved.random()?;
        self.step = saved.recall(&mut self.net, &mut self.optimizer)?;
        Ok(())
    }
}

impl Ladder {
    /// The nets as they are now.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn checkpoint(&self) -> Result<Checkpoint, DeviceError> {
        let mut parts = Parts::default();
        for rung in &self.rungs {
            let prefix = rung.prefix();
            parts.net(&prefix, &rung.params(), &rung.optimizer, rung.step);
            parts.say(&prefix, "place", rung.random.place());
        }
        captured(&self.device, parts).await
    }

    /// New nets go on from a checkpoint of such; how large their gradients were has to be measured again.
    ///
    /// # Errors
    /// When it is of others. Some of these may have been restored then: they are of no use.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        self.rungs.iter_mut().try_for_each(|rung| rung.restore(checkpoint))
    }
}

impl Truncation {
    fn prefix(&self) -> String {
        format!("truncation.{}.", word(self.settings.cell))
    }

    /// The nets as they are now, with their losses.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn checkpoint(&self) -> Result<Checkpoint, DeviceError> {
        let mut parts = Parts::default();
        parts.say(&self.prefix(), "rounds", self.rounds);
        for course in &self.courses {
            let prefix = format!("{}{}.", self.prefix(), course.counted);
            parts.net(&prefix, &course.params(), &course.optimizer, course.step);
            parts.say(&prefix, "place", course.random.place());
            parts.say(&prefix, "seconds", course.seconds);
        }
        let mut checkpoint = captured(&self.device, parts).await?;
        for course in &self.courses {
            let losses: Vec<f32> = course.losses.iter().flat_map(|(at, loss)| [*at as f32, *loss]).collect();
            let name = format!("{}{}.losses", self.prefix(), course.counted);
            checkpoint.tensors.insert(name, (vec![losses.len()], losses));
        }
        Ok(checkpoint)
    }

    /// New nets go on from a checkpoint of such; from one of a net of another kind they do not.
    ///
    /// # Errors
    /// When they have other sizes there. Some of these may have been restored then: they are of no use.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let prefix = self.prefix();
        if !checkpoint.metadata.contains_key(&format!("{prefix}rounds")) {
            return Ok(());
        }
        for course in &mut self.courses {
            course.restore(&Saved { checkpoint, prefix: format!("{prefix}{}.", course.counted) })?;
        }
        self.rounds = checkpoint.number(&format!("{prefix}rounds"));
        Ok(())
    }
}

impl Course {
    fn restore(&mut self, saved: &Saved<'_>) -> Result<(), CheckpointError> {
        self.random = saved.random()?;
        self.step = saved.recall(&mut self.net, &mut self.optimizer)?;
        self.seconds = saved.text("seconds").parse().unwrap_or(0.0);
        let losses = saved.find("losses").unwrap_or_default();
        self.losses = losses.as_chunks::<2>().0.iter().map(|[at, loss]| (f64::from(*at), *loss)).collect();
        self.has_diverged = self.losses.last().is_some_and(|(_, loss)| !loss.is_finite());
        Ok(())
    }
}

impl Unrolled {
    /// Puts the net, of this kind, as it is now into a checkpoint.
    pub fn save(&self, kind: CellKind, checkpoint: &mut Checkpoint) {
        let mut parts = Parts::default();
        let params: Vec<&Param> = self.layer.params().into_iter().chain(self.output.params()).collect();
        parts.net(&format!("unrolled.{}.", word(kind)), &params, &self.optimizer, self.trained);
        let numbers = |tensor: &Tensor| (tensor.shape().dims().to_vec(), on_cpu(tensor));
        checkpoint.tensors.extend(parts.named.iter().map(|(name, tensor)| (name.clone(), numbers(tensor))));
        checkpoint.metadata.extend(parts.metadata);
    }

    /// A new net goes on from a checkpoint that has one of this kind, and reads its sentence.
    ///
    /// # Errors
    /// When it has none, or one of another size; this one is of no use then.
    pub fn restore(&mut self, kind: CellKind, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let saved = Saved { checkpoint, prefix: format!("unrolled.{}.", word(kind)) };
        self.trained = saved.net(&self.device, (&mut self.layer, &mut self.output), &mut self.optimizer)?;
        self.read();
        Ok(())
    }
}

async fn captured(device: &Device, parts: Parts) -> Result<Checkpoint, DeviceError> {
    let capture = Capture::new(device, parts.named, parts.metadata);
    device.flush()?;
    capture.finish().await
}
