//! Checkpoints of the race, so that neither a lost worker nor a lost GPU costs more than a few seconds.

use nabla_compute::DeviceError;
use nabla_models::Checkpoint;

use super::answer::Answered;
use super::protocol::{Event, Reply};
use super::{MemoryLab, Outgoing, not_configured};
use crate::protocol::Failure;

/// How often a race that is on is saved.
const CHECKPOINT_MS: f64 = 3000.0;

/// What is saved of a race.
#[derive(Default)]
pub(super) struct Saving {
    /// When the next one is due.
    due: f64,
    pub(super) last: Option<Checkpoint>,
}

impl Saving {
    /// Nothing yet, of a race that begins at this moment.
    pub(super) fn due_after(now: f64) -> Self {
        Saving { due: now + CHECKPOINT_MS, last: None }
    }
}

impl MemoryLab {
    /// Hands out a checkpoint when it is time; steps have been taken, whoever asked for them.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        if (self.clock)() >= self.saving.due { self.save().await } else { Ok(()) }
    }

    /// Hands out a checkpoint.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let Some(kept) = self.keep().await? else { return Ok(()) };
        let step = kept.step();
        if let Ok(bytes) = kept.to_bytes() {
            (self.post)(Outgoing { bytes: Some(bytes), ..Outgoing::event(Event::Checkpoint { step }) });
        }
        Ok(())
    }

    /// Takes a checkpoint, from which the nets of a lost GPU go on.
    async fn keep(&mut self) -> Result<Option<&Checkpoint>, DeviceError> {
        let Some(race) = &mut self.race else { return Ok(None) };
        let mut checkpoint = race.capture().await?.finish().await?;
        race.add_curves(&mut checkpoint);
        self.saving = Saving { last: Some(checkpoint), ..Saving::due_after((self.clock)()) };
        Ok(self.saving.last.as_ref())
    }

    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let kept = self.keep().await;
        let kept = kept.map_err(|error| Failure::new("device-lost", error.to_string()))?.ok_or_else(not_configured)?;
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
