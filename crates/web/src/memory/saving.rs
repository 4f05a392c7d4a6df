//! Checkpoints of the race, so that neither a lost worker nor a lost GPU costs more than a few seconds.

use std::rc::Rc;

use nabla_compute::{Device, DeviceError};
use nabla_models::Checkpoint;
use nabla_models::config::CellKind;
use nabla_models::memory::Entrant;

use super::answer::Answered;
use super::protocol::{Event, Reply};
use super::telling::Told;
use super::{MemoryLab, not_configured};
use crate::divergence::{Course, diverged};
use crate::protocol::Failure;
use crate::saving::hand_out;

/// How often a race that is on is saved.
pub(super) const CHECKPOINT_MS: f64 = 3000.0;

impl MemoryLab {
    /// Hands out a checkpoint when it is time; steps have been taken, whoever asked for them.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        if (self.clock)() >= self.saving.due { self.save().await } else { Ok(()) }
    }

    /// Hands out a checkpoint.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let post = Rc::clone(&self.post);
        if let Some(kept) = self.keep().await? {
            hand_out(&post, kept, |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    /// Takes a checkpoint, from which the nets of a lost GPU go on.
    async fn keep(&mut self) -> Result<Option<&Checkpoint>, DeviceError> {
        let Some(race) = &mut self.race else { return Ok(None) };
        let mut checkpoint = race.capture().await?.finish().await?;
        race.add_curves(&mut checkpoint);
        let Some(race) = &self.race else { return Ok(None) };
        race.leave_out_diverged(&mut checkpoint, &|entrant| self.good(entrant));
        let due = (self.clock)() + CHECKPOINT_MS;
        Ok(Some(self.saving.keep(checkpoint, due)))
    }

    /// The newest checkpoint that has a net as it was before the step that went wrong, or the beginning.
    fn good(&self, entrant: &Entrant) -> Checkpoint {
        let good = self.saving.good(entrant.fault(), &|kept| entrant.step_in(kept));
        good.cloned().unwrap_or_else(|| self.config.race(&Device::cpu()).beginning())
    }

    /// Tells the page of each net whose numbers have just turned out to be none.
    pub(super) async fn tell_of_faults(&mut self) -> Result<(), DeviceError> {
        let Some(race) = &self.race else { return Ok(()) };
        self.told.faults.resize(race.entrants().len(), false);
        let mut found = Vec::new();
        for (index, entrant) in race.entrants().iter().enumerate() {
            if let Some(fault) = entrant.fault().filter(|_| !self.told.faults[index]) {
                let divergence = fault.clone().examine(race.device(), &entrant.learner.params()).await?;
                let good = entrant.step_in(&self.good(entrant));
                let course = Course { rate: self.config.learning_rate, clip: Some(self.config.clip), good };
                let net = CellKind::WORDS[entrant.kind() as usize];
                let failure = diverged(&divergence, &course).with("net", net).with("lag", entrant.lag());
                found.push((index, failure.about(&format!("{net}.{}", entrant.lag()))));
            }
        }
        for (index, failure) in found {
            self.told.faults[index] = true;
            self.emit(Event::Diverged { failure });
        }
        Ok(())
    }

    /// The nets that went wrong go back to where they were good; the others stay.
    pub(super) async fn go_back(&mut self) -> Result<Reply, Failure> {
        let race = self.race.as_mut().ok_or_else(not_configured)?;
        race.report();
        race.back_pressure(true).await?;
        let race = self.race.as_ref().ok_or_else(not_configured)?;
        let good: Vec<Option<Checkpoint>> =
            race.entrants().iter().map(|entrant| entrant.fault().map(|_| self.good(entrant))).collect();
        let race = self.race.as_mut().ok_or_else(not_configured)?;
        for (entrant, good) in race.entrants_mut().iter_mut().zip(&good) {
            good.iter().try_for_each(|good| entrant.restore(good))?;
        }
        let step = race.rounds();
        self.told = Told::of(race, (self.clock)());
        self.tell_of_beginning(false);
        Ok(Reply::Restored { step })
    }

    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let kept = self.keep().await;
        let kept = kept?.ok_or_else(not_configured)?;
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// Goes on from the checkpoint of a race with these settings; the one that is on stays if a net is missing or of another
    /// size. Other settings are not noticed: who saves keeps them beside it.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let (device, _) = self.device.as_ref().ok_or_else(not_configured)?;
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        let mut race = self.config.race(device);
        race.restore(&checkpoint)?;
        let step = race.rounds();
        self.take_up(race, false);
        self.saving.last = Some(checkpoint);
        Ok(Reply::Restored { step })
    }
}
