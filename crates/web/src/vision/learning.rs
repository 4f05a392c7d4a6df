//! A slice of work: steps, and tries on the test part.

use nabla_compute::DeviceError;
use nabla_models::vision::Report;

use super::VisionLab;
use super::protocol::{Event, Reply};
use super::trial::STEP_TIMES;
use crate::divergence::{Course, diverged};
use crate::lab::Outgoing;
use crate::protocol::RunState;

/// How long one slice trains before it looks at the messages.
const SLICE_MS: f64 = 12.0;
/// Steps that a GPU is given before it is asked what they did; on the processor they are over when they return.
const UNREPORTED: usize = 16;
/// How often a network that learns is tried.
const TEST_MS: f64 = 3000.0;
/// And at most this share of the time goes into that.
const TEST_SHARE: f64 = 0.1;

impl VisionLab {
    pub(super) async fn work(&mut self) -> Result<(), DeviceError> {
        if self.steps() {
            self.learn().await?;
        } else {
            self.settle().await?;
        }
        if self.saving.is_sound() {
            self.test().await?;
        }
        self.end_trial().await?;
        self.save_if_due().await
    }

    async fn learn(&mut self) -> Result<(), DeviceError> {
        let began = (self.clock)();
        let job_until = self.job.as_ref().map(|job| job.until);
        let trains = self.state == RunState::Training;
        let Some(run) = &mut self.run else { return Ok(()) };
        let is_on_cpu = run.trainer.device().kind() == "cpu";
        while (self.clock)() < began + SLICE_MS && run.trainer.unreported() < UNREPORTED {
            let is_enough = job_until.is_none_or(|step| run.trainer.step_count() >= step);
            if is_enough && (!trains || run.is_over()) {
                break;
            }
            let before = (self.clock)();
            run.trainer.step()?;
            self.step_times.push_front((self.clock)() - before);
            self.step_times.truncate(STEP_TIMES);
        }
        if is_on_cpu || run.trainer.unreported() >= UNREPORTED || !run.trainer.is_reporting() {
            run.trainer.report();
        }
        let mut reports = Vec::new();
        reports.extend(run.trainer.back_pressure(false).await?);
        while let Some(report) = run.trainer.poll_report()? {
            reports.push(report);
        }
        run.seconds += ((self.clock)() - began) / 1000.0;
        self.take(reports).await?;
        self.end_if_done().await?;
        self.tell(false);
        Ok(())
    }

    /// Takes in what steps did. Where one went wrong training stops, and the page is told what it was.
    async fn take(&mut self, reports: Vec<Report>) -> Result<(), DeviceError> {
        for report in reports {
            self.told.add(&report);
            let Some((fault, run)) = report.fault.zip(self.run.as_ref()) else { continue };
            let found = run.trainer.examine(fault).await?;
            let good = self.saving.good_step();
            let course = Course { rate: self.config.learning_rate, clip: Some(self.config.clip), good };
            let failure = diverged(&found, &course);
            self.saving.stop(&failure);
            self.tell(true);
            self.fail_job(&failure);
            self.set_state(RunState::Paused);
            self.emit(Event::Failed { failure });
        }
        Ok(())
    }

    /// Answers `train` when its steps are done, and stops when all epochs are.
    async fn end_if_done(&mut self) -> Result<(), DeviceError> {
        let Some(run) = &self.run else { return Ok(()) };
        let is_over = run.is_over() && self.state == RunState::Training;
        let is_reached = self.job.as_ref().is_some_and(|job| run.trainer.step_count() >= job.until);
        if !is_over && !is_reached {
            return Ok(());
        }
        self.settle().await?;
        if let Some(job) = self.job.take_if(|_| is_reached) {
            let (step, loss, metrics) = self.standing();
            (self.post)(Outgoing::reply(job.id, Ok(Reply::Trained { step, loss, metrics })));
        }
        if is_over && self.state == RunState::Training {
            self.save().await?;
            self.set_state(RunState::Paused);
        }
        Ok(())
    }

    /// Waits for what the last steps did, and tells it.
    async fn settle(&mut self) -> Result<(), DeviceError> {
        let Some(run) = &mut self.run else { return Ok(()) };
        run.trainer.report();
        let mut reports = Vec::new();
        while let Some(report) = run.trainer.back_pressure(true).await? {
            reports.push(report);
        }
        self.take(reports).await?;
        self.tell(true);
        Ok(())
    }

    /// Tries the network on the test part, some images at a time: on some of them now and then while it learns, on all when
    /// it stands still.
    async fn test(&mut self) -> Result<(), DeviceError> {
        let began = (self.clock)();
        let is_learning = self.steps();
        let Some(run) = &mut self.run else { return Ok(()) };
        if is_learning {
            let wait = TEST_MS.max(self.test_cost / TEST_SHARE);
            if !run.quick.is_busy() && began - self.tested_at >= wait {
                (self.tested_at, self.test_cost) = (began, 0.0);
                run.quick.begin(&run.trainer);
            }
        } else if run.is_untested() {
            if run.trainer.step_count() == 0 {
                run.quick.begin(&run.trainer);
            } else {
                // A quick test that a pause broke into would end after this one, with older weights.
                run.quick.drop_current();
                run.full.begin(&run.trainer);
            }
        }
        let is_full = !is_learning && run.trainer.step_count() > 0;
        let testing = if is_full { &mut run.full } else { &mut run.quick };
        if testing.advance(&run.trainer).await?
            && let Some(tested) = run.note(is_full)
        {
            self.emit(Event::Tested { tested });
        }
        self.test_cost += (self.clock)() - began;
        Ok(())
    }
}
