//! A slice of work: steps of both learners, or a part of a test.

use nabla_compute::DeviceError;
use nabla_models::text_cnn::{Scores, Test};

use super::protocol::{Event, Metrics, Reply, Score, Tested};
use super::{Run, TextCnnLab};
use crate::divergence::{Course, diverged};
use crate::lab::Outgoing;
use crate::protocol::RunState;

/// How long one slice trains before it looks at the messages.
const SLICE_MS: f64 = 12.0;
/// How often the page hears how far it is.
const PROGRESS_MS: f64 = 100.0;
/// Tests in an epoch.
const TESTS: u64 = 4;

/// What the page was told last.
pub(super) struct Told {
    at: f64,
    step: u64,
    loss: f32,
    metrics: Metrics,
}

impl Told {
    pub(super) fn new(at: f64, step: u64) -> Self {
        Told { at, step, loss: f32::NAN, metrics: Metrics::default() }
    }
}

impl Run {
    /// Whether the learners have not been tested as they stand, and it makes sense to.
    pub(super) fn is_untested(&self) -> bool {
        self.saving.is_sound() && self.scores.as_ref().is_none_or(|scores| scores.step != self.training.steps())
    }

    fn is_test_due(&self) -> bool {
        self.training.steps() >= self.next_test && self.is_untested()
    }
}

impl TextCnnLab {
    pub(super) async fn work(&mut self) -> Result<(), DeviceError> {
        let steps = self.steps();
        let Some(run) = &mut self.run else { return Ok(()) };
        let is_due = run.test.is_none() && (run.is_test_due() || !steps && run.is_untested());
        let is_whole = is_due && self.collect(true).await?;
        let Some(run) = &mut self.run else { return Ok(()) };
        if is_whole {
            run.test = Some(Test::new(&run.training));
        }
        if let Some(test) = &mut run.test {
            if let Some(scores) = test.advance(&run.training).await? {
                run.next_test = scores.step + (run.training.steps_of_epoch() / TESTS).max(1);
                let tested = Box::new(tested(&scores));
                (run.test, run.scores) = (None, Some(scores));
                self.emit(Event::Tested { tested });
            }
            return Ok(());
        }
        self.learn().await?;
        self.end_if_done().await?;
        self.tell(false);
        self.save_if_due().await
    }

    async fn learn(&mut self) -> Result<(), DeviceError> {
        let until = (self.clock)() + SLICE_MS;
        let job_until = self.job.as_ref().map(|job| job.until);
        let trains = self.state == RunState::Training;
        let Some(run) = &mut self.run else { return Ok(()) };
        while (self.clock)() < until && !run.training.is_done() {
            let is_enough = !trains && job_until.is_none_or(|step| run.training.steps() >= step);
            if is_enough || run.is_test_due() {
                break;
            }
            run.training.step()?;
        }
        run.training.report();
        self.collect(false).await.map(drop)
    }

    /// Answers `train` when its steps are done, and stops when the sentences were read as often as is wanted.
    async fn end_if_done(&mut self) -> Result<(), DeviceError> {
        let Some(run) = &self.run else { return Ok(()) };
        let is_over = run.training.is_done();
        let is_reached = self.job.as_ref().is_some_and(|job| run.training.steps() >= job.until);
        if !is_over && !is_reached {
            return Ok(());
        }
        if !self.collect(true).await? {
            return Ok(());
        }
        self.tell(true);
        let Some(run) = &self.run else { return Ok(()) };
        let trained = Reply::Trained { step: run.training.steps(), loss: run.told.loss, metrics: run.told.metrics };
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Ok(trained)));
        }
        if is_over && self.state == RunState::Training {
            self.save().await?;
            self.set_state(RunState::Paused);
        }
        Ok(())
    }

    /// Takes in what steps did: as far as it has come, or `all`. Where one went wrong training stops, and the page is told
    /// what it was; false then.
    async fn collect(&mut self, all: bool) -> Result<bool, DeviceError> {
        let Some(run) = &mut self.run else { return Ok(false) };
        run.training.collect(all).await?;
        let Some(fault) = run.training.take_fault() else { return Ok(true) };
        let found = run.training.examine(fault).await?;
        let course = Course { rate: self.config.learning_rate, clip: None, good: run.saving.good_step() };
        let failure = diverged(&found, &course);
        run.saving.stop(&failure);
        self.tell(true);
        self.fail_job(&failure);
        self.set_state(RunState::Paused);
        self.emit(Event::Failed { failure });
        Ok(false)
    }

    /// Tells the page how far the training is, when it is time or `now`, and if there is something new.
    fn tell(&mut self, now: bool) {
        let (time, batch) = ((self.clock)(), self.config.batch as f64);
        let Some(run) = &mut self.run else { return };
        let step = run.training.steps();
        if step == run.told.step || !(now || time - run.told.at >= PROGRESS_MS) {
            return;
        }
        let learned = run.training.take();
        if learned.steps == 0.0 {
            return; // a GPU has not said yet
        }
        let mean = |sum: f64| sum / learned.steps;
        let seconds = ((time - run.told.at) / 1000.0).max(1e-3);
        let metrics = Metrics {
            epoch: run.training.epoch(),
            bag_loss: mean(learned.losses[1]),
            accuracy: learned.right.map(mean),
            sentences_per_second: (step - run.told.step) as f64 * batch / seconds,
            finished: run.training.is_done(),
        };
        let loss = mean(learned.losses[0]) as f32;
        run.told = Told { at: time, step, loss, metrics };
        self.emit(Event::Progress { step, loss, metrics });
    }
}

/// What the page is told of a test.
pub(super) fn tested(scores: &Scores) -> Tested {
    let score = |p: &[f32]| Score {
        accuracy: scores.right(p) as f64 / scores.authors.len() as f64,
        loss: scores.loss(p),
        confusion: scores.confusion(p),
    };
    Tested {
        step: scores.step,
        count: scores.authors.len(),
        net: score(&scores.net),
        shuffled: score(&scores.shuffled),
        bag: score(&scores.bag),
    }
}
