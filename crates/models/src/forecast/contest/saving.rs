//! A contest as a checkpoint: every net with its curves and its place among the windows, and whose turn it is.

use std::collections::BTreeMap;

use nabla_compute::{Device, DeviceError, Tensor};

use super::{Contest, Entrant};
use crate::checkpoint::{Capture, Checkpoint, CheckpointError, fingerprint};
use crate::divergence::Watch;
use crate::graph;
use crate::rng::Random;

/// What the names of the weights that did best begin with.
const CHOSEN: &str = "chosen.";

impl Contest {
    /// The contest as it is now.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn checkpoint(&mut self) -> Result<Checkpoint, DeviceError> {
        self.collect().await?;
        let numbers = [("step", self.rounds), ("next", self.next as u64)];
        let mut metadata = BTreeMap::from(numbers.map(|(key, number)| (key.to_owned(), number.to_string())));
        metadata.insert("data".to_owned(), self.identity());
        let (mut named, mut curves) = (Vec::new(), Vec::new());
        for entrant in &self.entrants {
            let prefix = entrant.prefix();
            let mut put = |key: &str, value: String| _ = metadata.insert(format!("{prefix}{key}"), value);
            put("random", entrant.random.place());
            put("step", entrant.step.to_string());
            put("bestStep", entrant.best_step.to_string());
            put("best", entrant.best.map_or_else(String::new, |best| best.to_bits().to_string()));
            put("updates", entrant.optimizer.updates().unwrap_or(0).to_string());
            put("seconds", entrant.seconds.to_string());
            let params = entrant.net.params();
            let memory = entrant.optimizer.memory(&params);
            let chosen = entrant.chosen.params().into_iter().map(|p| (format!("{CHOSEN}{}", p.name), p.value.clone()));
            let own = params.into_iter().map(|param| (param.name.clone(), param.value.clone()));
            let all = own.chain(chosen).chain(memory);
            named.extend(all.map(|(name, tensor): (String, Tensor)| (format!("{prefix}{name}"), tensor)));
            let validations = entrant.validations.iter().flat_map(|(step, error)| [*step as f32, *error]);
            curves.push((format!("{prefix}validations"), validations.collect::<Vec<f32>>()));
            curves.push((format!("{prefix}losses"), entrant.losses.clone()));
        }
        let mut checkpoint = Capture::new(&self.device, named, metadata).finish().await?;
        checkpoint.tensors.extend(curves.into_iter().map(|(name, data)| (name, (vec![data.len()], data))));
        Ok(checkpoint)
    }

    /// A contest that has not begun goes on from a checkpoint of one with the same settings and series.
    ///
    /// # Errors
    /// When it is of another. Some of the nets may have been restored then: the contest is of no use.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        if checkpoint.metadata.get("data") != Some(&self.identity()) {
            return Err(CheckpointError::Mismatch("the series".to_owned()));
        }
        let device = self.device.clone();
        for entrant in &mut self.entrants {
            entrant.restore(&device, checkpoint)?;
        }
        self.rounds = checkpoint.step();
        self.next = (checkpoint.number("next") as usize).min(self.entrants.len().saturating_sub(1));
        Ok(())
    }

    /// One of the nets goes on from where it was in a checkpoint of this contest; the others stay.
    ///
    /// # Errors
    /// When it is not in there, or of another size.
    pub fn go_back(&mut self, index: usize, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        self.entrants[index].restore(&self.device, checkpoint)
    }

    /// The same for the same values, prepared and cut in the same way.
    fn identity(&self) -> String {
        let problem = &self.problem;
        let cuts = [problem.validate_from, problem.test_from, problem.windows.len(), problem.settings.window];
        let cuts = cuts.into_iter().flat_map(|at| (at as u64).to_le_bytes());
        fingerprint(problem.prepared.values.iter().flat_map(|value| value.to_le_bytes()).chain(cuts))
    }
}

impl Entrant {
    /// What its names begin with, as in `lstm.one-to-many.0.`.
    pub fn prefix(&self) -> String {
        format!("{}.{}.", self.name, self.member)
    }

    /// Its step in a checkpoint.
    pub fn step_in(&self, checkpoint: &Checkpoint) -> u64 {
        checkpoint.number(&format!("{}step", self.prefix()))
    }

    fn restore(&mut self, device: &Device, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let prefix = self.prefix();
        let misfit = |what: &str| CheckpointError::Mismatch(format!("{prefix}{what}"));
        let find = |name: &str| checkpoint.find(&format!("{prefix}{name}"));
        let number = |key: &str| checkpoint.number(&format!("{prefix}{key}"));
        let text = |key: &str| checkpoint.metadata.get(&format!("{prefix}{key}")).map_or("", String::as_str);
        self.random = Random::at(text("random")).ok_or_else(|| misfit("its place among the windows"))?;
        graph::load(self.net.params_mut(), device, &find).map_err(|name| misfit(&name))?;
        graph::load(self.chosen.params_mut(), device, &|name| find(&format!("{CHOSEN}{name}")))
            .map_err(|name| misfit(&name))?;
        self.optimizer.restore(&self.net.params(), device, number("updates"), &find);
        (self.step, self.best_step) = (number("step"), number("bestStep"));
        self.best = text("best").parse().ok().map(f32::from_bits);
        self.seconds = text("seconds").parse().unwrap_or(0.0);
        self.losses = find("losses").unwrap_or_default();
        let validations = find("validations").unwrap_or_default();
        self.validations = validations.as_chunks::<2>().0.iter().map(|[step, error]| (*step as u64, *error)).collect();
        (self.watch, self.fault) = (Watch::default(), None);
        self.gradients.clear();
        Ok(())
    }
}
