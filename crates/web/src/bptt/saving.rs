//! Checkpoints of the nets, so that neither a lost worker nor a lost GPU costs more than a few seconds.

use std::rc::Rc;

use nabla_compute::DeviceError;
use nabla_models::Checkpoint;

use super::answer::Answered;
use super::nets::Nets;
use super::protocol::{Event, Reply};
use super::{BpttLab, not_configured, replaced};
use crate::protocol::Failure;
use crate::saving::hand_out;

/// How often nets that train are saved.
pub(super) const CHECKPOINT_MS: f64 = 3000.0;

impl BpttLab {
    /// Hands out a checkpoint when it is time.
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
        let Some(nets) = &self.nets else { return Ok(None) };
        let kept = nets.checkpoint(self.config.part).await?;
        let due = (self.clock)() + CHECKPOINT_MS;
        Ok(Some(self.saving.keep(kept, due)))
    }

    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let kept = self.keep().await?.ok_or_else(not_configured)?;
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// Goes on from the checkpoint of nets with these settings; those that are there stay if one is missing or of another
    /// size. Other settings are not noticed: who saves keeps them beside it.
    pub(super) async fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        let nets = self.back_at(&checkpoint)?;
        self.fail_job(&replaced());
        self.take_up(nets, Some(checkpoint)).await;
        Ok(Reply::Restored { step: self.step() })
    }

    /// Nets on the device that is there now, as they were at a checkpoint.
    pub(super) fn back_at(&self, checkpoint: &Checkpoint) -> Result<Nets, Failure> {
        let (device, _) = self.device.as_ref().ok_or_else(not_configured)?;
        let mut nets = Nets::new(&self.config, device);
        nets.restore(checkpoint)?;
        Ok(nets)
    }
}
