//! The contest as a file, from which it goes on elsewhere.

use std::rc::Rc;

use nabla_compute::DeviceError;
use nabla_models::Checkpoint;
use nabla_models::config::{ForecastConfig, ModelKind};
use nabla_models::forecast::{Entrant, Scoring};

use super::answer::Answered;
use super::protocol::{Event, Reply};
use super::telling::Told;
use super::{ForecastLab, Run, no_series};
use crate::divergence::{Course, diverged};
use crate::protocol::Failure;
use crate::saving::{LastTwo, hand_out};

/// How often a contest that is on is saved.
pub(super) const CHECKPOINT_MS: f64 = 3000.0;

impl ForecastLab {
    /// Hands out a checkpoint when it is time and steps are being taken.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        let now = (self.clock)();
        let is_due = self.steps() && self.run.as_ref().is_some_and(|run| now >= run.saving.due);
        if is_due { self.save().await } else { Ok(()) }
    }

    /// Hands out a checkpoint.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let post = Rc::clone(&self.post);
        if let Some(kept) = self.keep().await? {
            hand_out(&post, kept, |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    /// Takes a checkpoint, which has nets that went wrong as they were when they were good.
    async fn keep(&mut self) -> Result<Option<&Checkpoint>, DeviceError> {
        let Some(run) = &mut self.run else { return Ok(None) };
        let mut kept = run.contest.checkpoint().await?;
        for entrant in run.contest.entrants().iter().filter(|entrant| entrant.fault().is_some()) {
            kept.replace_part(&entrant.prefix(), &run.good(&self.config, entrant).await?);
        }
        let due = (self.clock)() + CHECKPOINT_MS;
        Ok(Some(run.saving.keep(kept, due)))
    }

    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let kept = self.keep().await?.ok_or_else(no_series)?;
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// Tells the page of each net whose numbers have just turned out to be none.
    pub(super) async fn tell_of_faults(&mut self) -> Result<(), DeviceError> {
        let Some(run) = &self.run else { return Ok(()) };
        let (config, mut found) = (&self.config, Vec::new());
        for (index, entrant) in run.contest.entrants().iter().enumerate() {
            if let Some(fault) = entrant.fault().filter(|_| !self.told.faults[index]) {
                let divergence = fault.clone().examine(run.contest.device(), &entrant.net().params()).await?;
                let good = entrant.step_in(&run.good(config, entrant).await?);
                let course = Course { rate: config.learning_rate, clip: Some(config.clip), good };
                found.push((index, named(diverged(&divergence, &course), entrant, config)));
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
        let run = self.run.as_mut().ok_or_else(no_series)?;
        run.contest.collect().await?;
        let mut good = Vec::new();
        for (index, entrant) in run.contest.entrants().iter().enumerate() {
            if entrant.fault().is_some() {
                good.push((index, run.good(&self.config, entrant).await?));
            }
        }
        good.iter().try_for_each(|(index, good)| run.contest.go_back(*index, good))?;
        let step = run.contest.rounds();
        self.told = Told::of(&run.contest, (self.clock)());
        self.told.is_untried = true;
        self.tell_begun(false);
        self.tell_scores();
        Ok(Reply::Restored { step })
    }

    /// Goes on from the checkpoint of a contest with these settings and this series; the one that is on stays if the series
    /// or its split are others, or a net is missing or of another size. Other settings are not noticed: who saves keeps them
    /// beside it.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        let back = self.back_at(self.run()?, checkpoint)?;
        let step = back.contest.rounds();
        let read = (Rc::clone(&back.problem), back.table.clone());
        self.begin(Some(read), false); // what the page knows of other nets is over
        self.run = Some(back);
        self.tell(true);
        Ok(Reply::Restored { step })
    }

    /// This run on the device that is there now, as it was at a checkpoint.
    pub(super) fn back_at(&self, run: &Run, checkpoint: Checkpoint) -> Result<Run, Failure> {
        let (device, _) = self.device.as_ref().ok_or_else(no_series)?;
        let mut contest = self.config.contest(device, Rc::clone(&run.problem));
        contest.restore(&checkpoint)?;
        let mut saving = LastTwo::default();
        saving.keep(checkpoint, (self.clock)() + CHECKPOINT_MS);
        let (problem, table, linear_seconds) = (Rc::clone(&run.problem), run.table.clone(), run.linear_seconds);
        Ok(Run { problem, table, scoring: Scoring::new(&contest), contest, linear_seconds, saving })
    }
}

impl Run {
    /// The newest checkpoint that has a net as it was before the step that went wrong, or the beginning.
    async fn good(&self, config: &ForecastConfig, entrant: &Entrant) -> Result<Checkpoint, DeviceError> {
        match self.saving.good(entrant.fault(), &|kept| entrant.step_in(kept)) {
            Some(good) => Ok(good.clone()),
            None => config.beginning(&self.problem).await,
        }
    }
}

/// Which net it was, as far as there are several of its kind.
fn named(failure: Failure, entrant: &Entrant, config: &ForecastConfig) -> Failure {
    let kind = ModelKind::WORDS[entrant.kind() as usize];
    let failure = failure.with("net", if config.modes.len() > 1 { entrant.name.as_str() } else { kind });
    let failure = if config.ensemble > 1 { failure.with("member", entrant.member + 1) } else { failure };
    failure.about(entrant.prefix().trim_end_matches('.'))
}
