//! A slice of work: steps of the nets, and tries on the test part.

use nabla_compute::DeviceError;

use super::protocol::Reply;
use super::{ForecastLab, Run};
use crate::lab::Outgoing;
use crate::protocol::RunState;

/// How long one slice trains before it looks at the messages.
const SLICE_MS: f64 = 12.0;
/// So often nets that learn are tried on the test part.
const TRY_EVERY_MS: f64 = 2000.0;
/// More numbers are not left unread.
const MOST_UNREAD: usize = 128;

impl ForecastLab {
    pub(super) async fn work(&mut self) -> Result<(), DeviceError> {
        if self.steps() {
            self.learn().await?;
        }
        let time = (self.clock)();
        let is_idle = !self.steps();
        let Some(run) = &mut self.run else { return Ok(()) };
        if is_idle || time - self.told.tried_at >= TRY_EVERY_MS {
            (self.told.tried_at, self.told.is_untried) = (time, false);
            run.scoring.refresh(&run.contest);
        }
        if run.scoring.advance(&run.contest).await? && !run.scoring.is_busy() {
            self.tell_scores();
        }
        Ok(())
    }

    async fn learn(&mut self) -> Result<(), DeviceError> {
        let until = (self.clock)() + SLICE_MS;
        let job_until = self.job.as_ref().map(|job| job.until);
        let trains = self.state == RunState::Training;
        let Some(Run { contest, .. }) = &mut self.run else { return Ok(()) };
        let mut now = (self.clock)();
        while now < until && contest.unread() < MOST_UNREAD {
            let is_reached = job_until.is_none_or(|round| contest.rounds() >= round);
            if !trains && is_reached && !contest.is_within_round() {
                break;
            }
            let Some(index) = contest.turn()? else { break };
            let before = std::mem::replace(&mut now, (self.clock)());
            contest.entrants_mut()[index].seconds += (now - before) / 1000.0;
        }
        contest.collect().await?;
        self.tell_of_faults().await?;
        self.end_if_done().await?;
        self.save_if_due().await?;
        self.tell(false);
        Ok(())
    }

    /// Answers `train` when its rounds are done, and stops when no net has anything to do.
    async fn end_if_done(&mut self) -> Result<(), DeviceError> {
        let Some(Run { contest, .. }) = &self.run else { return Ok(()) };
        let is_over = contest.is_over();
        let is_reached = self.job.as_ref().is_some_and(|job| contest.rounds() >= job.until);
        if let Some(job) = self.job.take_if(|_| is_over || is_reached) {
            self.tell(true);
            let (step, loss, metrics) = self.standing(&|losses, _| losses.saturating_sub(1));
            (self.post)(Outgoing::reply(job.id, Ok(Reply::Trained { step, loss, metrics })));
        }
        if is_over && self.state == RunState::Training {
            self.tell(true);
            self.save().await?;
            self.set_state(RunState::Paused);
        }
        Ok(())
    }
}
