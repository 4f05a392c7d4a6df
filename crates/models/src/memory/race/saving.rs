//! A race as a checkpoint: every net with its curves and its place among the examples, and whose turn it is.

use std::collections::BTreeMap;

use nabla_compute::DeviceError;

use crate::checkpoint::{Capture, Checkpoint, CheckpointError};
use crate::config::CellKind;

use super::{Entrant, LEARNED, Race, Score};
use crate::divergence::Watch;

impl Entrant {
    /// What its names begin with, as in `lstm.10.`.
    fn prefix(&self) -> String {
        format!("{}.{}.", CellKind::WORDS[self.kind as usize], self.lag())
    }
}

impl Race {
    /// Asks for a checkpoint of the race as it is now, after all that was asked for before has come. Its curves are added
    /// by [`Race::add_curves`].
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn capture(&mut self) -> Result<Capture, DeviceError> {
        self.report();
        self.back_pressure(true).await?;
        Ok(self.capture_now())
    }

    fn capture_now(&self) -> Capture {
        let numbers = [("step", self.rounds), ("next", self.next as u64)];
        let mut metadata = BTreeMap::from(numbers.map(|(key, number)| (key.to_owned(), number.to_string())));
        let mut named = Vec::new();
        for entrant in &self.entrants {
            let prefix = entrant.prefix();
            metadata.insert(format!("{prefix}step"), entrant.learner.step_count().to_string());
            metadata.insert(format!("{prefix}place"), entrant.learner.place());
            named
                .extend(entrant.learner.memory().into_iter().map(|(name, tensor)| (format!("{prefix}{name}"), tensor)));
        }
        Capture::new(&self.device, named, metadata)
    }

    /// A race that has not begun, as a checkpoint.
    ///
    /// # Panics
    /// When it is not on the processor, where nothing has to be waited for.
    pub fn beginning(&self) -> Checkpoint {
        let mut capture = self.capture_now();
        let Some(Ok(mut checkpoint)) = capture.try_finish() else { panic!("a processor answers at once") };
        self.add_curves(&mut checkpoint);
        checkpoint
    }

    /// Puts the losses and scores up to a checkpoint's steps into it.
    pub fn add_curves(&self, checkpoint: &mut Checkpoint) {
        for entrant in &self.entrants {
            let prefix = entrant.prefix();
            let step = checkpoint.number(&format!("{prefix}step"));
            let losses = entrant.losses[..entrant.losses.len().min(step as usize)].to_vec();
            let scores = entrant.scores.iter().filter(|(at, _)| *at <= step);
            let scores: Vec<f32> = scores.flat_map(|(at, score)| [*at as f32, score.success, score.loss]).collect();
            for (name, data) in [("losses", losses), ("scores", scores)] {
                checkpoint.tensors.insert(format!("{prefix}{name}"), (vec![data.len()], data));
            }
        }
    }

    /// A race that has not begun goes on from a checkpoint of one with the same settings.
    ///
    /// # Errors
    /// When it is of other nets. Some of these may have been restored then: the race is of no use.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        for entrant in &mut self.entrants {
            entrant.restore(checkpoint)?;
        }
        self.rounds = checkpoint.step();
        self.next = (checkpoint.number("next") as usize).min(self.entrants.len().saturating_sub(1));
        Ok(())
    }

    /// Puts those whose numbers are none any more, in a checkpoint of this race, where they were in a good one.
    pub fn leave_out_diverged(&self, checkpoint: &mut Checkpoint, good: &dyn Fn(&Entrant) -> Checkpoint) {
        for entrant in self.entrants.iter().filter(|entrant| entrant.fault.is_some()) {
            checkpoint.replace_part(&entrant.prefix(), &good(entrant));
        }
    }
}

impl Entrant {
    /// Its step in a checkpoint.
    pub fn step_in(&self, checkpoint: &Checkpoint) -> u64 {
        checkpoint.number(&format!("{}step", self.prefix()))
    }

    /// Goes on from a checkpoint of a race with the same settings.
    ///
    /// # Errors
    /// When it is not in there, or of another size; it is unchanged then.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let entrant = self;
        let prefix = entrant.prefix();
        let find = |name: &str| checkpoint.find(&format!("{prefix}{name}"));
        let place = checkpoint.metadata.get(&format!("{prefix}place")).map_or("", String::as_str);
        let step = checkpoint.number(&format!("{prefix}step"));
        let restored = entrant.learner.restore(step, place, &find);
        restored.map_err(|what| CheckpointError::Mismatch(format!("{prefix}{what}")))?;
        entrant.losses = find("losses").unwrap_or_default();
        let scores = find("scores").unwrap_or_default();
        let score = |[at, success, loss]: &[f32; 3]| (*at as u64, Score { success: *success, loss: *loss });
        entrant.scores = scores.as_chunks::<3>().0.iter().map(score).collect();
        entrant.has_learned = entrant.score().is_some_and(|score| score.success >= LEARNED);
        (entrant.watch, entrant.fault, entrant.awaits_score) = (Watch::default(), None, false);
        Ok(())
    }
}
