//! The contest as a file, from which it goes on elsewhere.

use std::rc::Rc;

use nabla_models::Checkpoint;
use nabla_models::forecast::Scoring;

use super::answer::Answered;
use super::protocol::Reply;
use super::{ForecastLab, no_series};
use crate::protocol::Failure;

impl ForecastLab {
    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let run = self.run.as_mut().ok_or_else(no_series)?;
        let kept = run.contest.checkpoint().await;
        let kept = kept?;
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
