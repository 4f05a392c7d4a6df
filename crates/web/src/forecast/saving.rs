//! The contest as a file, from which it goes on elsewhere.

use std::rc::Rc;

use nabla_compute::DeviceError;
use nabla_models::Checkpoint;
use nabla_models::forecast::Scoring;

use super::answer::Answered;
use super::protocol::{Event, Reply};
use super::{ForecastLab, no_series};
use crate::lab::Outgoing;
use crate::protocol::Failure;

/// How often a contest that is on is saved.
pub(super) const CHECKPOINT_MS: f64 = 3000.0;

impl ForecastLab {
    /// Hands out a checkpoint when it is time and steps are being taken.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        let now = (self.clock)();
        let is_due = self.steps() && self.run.as_ref().is_some_and(|run| now >= run.save_at);
        if is_due { self.save().await } else { Ok(()) }
    }

    /// Hands out a checkpoint.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let now = (self.clock)();
        let Some(run) = &mut self.run else { return Ok(()) };
        let kept = run.contest.checkpoint().await?;
        run.save_at = now + CHECKPOINT_MS;
        if let Ok(bytes) = kept.to_bytes() {
            let event = Event::Checkpoint { step: kept.step() };
            (self.post)(Outgoing { bytes: Some(bytes), ..Outgoing::event(event) });
        }
        Ok(())
    }

    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let run = self.run.as_mut().ok_or_else(no_series)?;
        let kept = run.contest.checkpoint().await?;
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// Goes on from the checkpoint of a contest with these settings and this series; the one that is on stays if the series
    /// or its split are others, or a net is missing or of another size. Other settings are not noticed: who saves keeps them
    /// beside it.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        let run = self.run()?;
        let (device, _) = self.device.as_ref().ok_or_else(no_series)?;
        let read = (Rc::clone(&run.problem), run.table.clone());
        let mut contest = self.config.contest(device, Rc::clone(&run.problem));
        contest.restore(&checkpoint)?;
        let step = contest.rounds();
        self.begin(Some(read), false);
        if let Some(run) = &mut self.run {
            run.scoring = Scoring::new(&contest);
            run.contest = contest;
        }
        self.tell(true);
        Ok(Reply::Restored { step })
    }
}
