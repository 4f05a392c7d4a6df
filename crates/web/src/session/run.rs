//! One model from step 0 on: training in slices, measuring, saving, writing.

use nabla_compute::{DeviceError, Reading};
use nabla_models::checkpoint::{Capture, on_cpu};
use nabla_models::data::Text;
use nabla_models::divergence::Fault;
use nabla_models::generator::Generator;
use nabla_models::validation::{self, Validation};
use nabla_models::{Checkpoint, CheckpointError, Config, Report, Trainer};

use super::curve::Curve;
use super::laps::StepTimes;
use super::writing::{Purpose, Writing, to_bits};
use super::{Outgoing, Post};
use crate::lab::Job;
use crate::protocol::{Event, Failure, Metrics, Reply, Written};

/// Work between two looks at the inbox, so that Pause is felt at once.
const SLICE_MS: f64 = 12.0;
/// Of it, for texts that the model writes.
const WRITING_MS: f64 = 4.0;
/// Or such a share of a slice that took longer.
const WRITING_SHARE: f64 = 0.2;
/// How often the losses are read back.
const REPORT_MS: f64 = 100.0;
/// How often the page is shown what is being read.
const READING_MS: f64 = 400.0;
/// The first checkpoint, and with it the first sample, comes early: it shows what an untrained model writes.
const FIRST_CHECKPOINT_MS: f64 = 400.0;
const CHECKPOINT_MS: f64 = 3000.0;
const SAMPLE_CHARACTERS: usize = 280;
/// So many characters of the text are read before a sample is written: a model that starts from nothing, after a
/// character it never met at the beginning of a text, would first have to find its way.
const PRIMED_WITH: usize = 64;
/// Most steps that are recorded before their losses are asked for.
const MAX_AHEAD: usize = 32;

/// Why a slice ended early.
pub(super) enum Stop {
    /// What it computed with are no numbers any more.
    Diverged,
    /// The device is gone.
    Device(DeviceError),
}

impl From<DeviceError> for Stop {
    fn from(error: DeviceError) -> Self {
        Stop::Device(error)
    }
}

/// A run.
pub(super) struct Run {
    pub(super) trainer: Trainer,
    pub(super) curve: Curve,
    pub(super) writings: Vec<Writing>,
    pub(super) step_times: StepTimes,
    job: Option<Job>,
    validation: Option<Validation>,
    validation_result: Option<(u64, Reading)>,
    measured: Option<f32>,
    capture: Option<Capture>,
    /// A checkpoint that has come, and whether the page is to have it: it is good once a later step was.
    held: Option<(Checkpoint, bool)>,
    /// The last good one.
    saved: Option<Checkpoint>,
    /// The last step that is known to have gone well.
    sound: u64,
    /// What went wrong, until it is looked into.
    pub(super) fault: Option<Fault>,
    /// Why it cannot be trained any more, unless it goes back.
    pub(super) ailment: Option<Failure>,
    last_metrics: Metrics,
    /// Steps recorded before their losses are asked for; found out while training.
    steps_ahead: usize,
    progress_at: (u64, f64),
    reported_at: f64,
    shown_at: f64,
    capture_at: f64,
}

impl Run {
    pub(super) fn new(trainer: Trainer, now: f64) -> Self {
        Run {
            progress_at: (trainer.step_count(), now),
            trainer,
            curve: Curve::default(),
            writings: Vec::new(),
            step_times: StepTimes::default(),
            job: None,
            validation: None,
            validation_result: None,
            measured: None,
            capture: None,
            held: None,
            saved: None,
            sound: 0,
            fault: None,
            ailment: None,
            last_metrics: Metrics::default(),
            steps_ahead: 1,
            reported_at: now,
            shown_at: f64::NEG_INFINITY,
            capture_at: now + FIRST_CHECKPOINT_MS,
        }
    }

    /// Training goes on after a pause: the pause does not count as slow training.
    pub(super) fn resume(&mut self, now: f64) {
        self.progress_at = (self.trainer.step_count(), now);
        self.reported_at = now;
        if self.trainer.step_count() == 0 {
            self.capture_at = now + FIRST_CHECKPOINT_MS;
        }
    }

    /// Refuses to train what is not worth it.
    pub(super) fn check(&self) -> Result<(), Failure> {
        self.ailment.clone().map_or(Ok(()), Err)
    }

    pub(super) fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        self.check()?;
        self.job = Some(Job::asked(id, steps, self.trainer.step_count(), self.job.as_ref())?);
        Ok(())
    }

    /// Whether there is work besides training.
    pub(super) fn is_busy(&self) -> bool {
        self.job.is_some()
            || !self.writings.is_empty()
            || self.validation.is_some()
            || self.validation_result.is_some()
            || self.capture.is_some()
            || self.trainer.is_reporting()
            || self.fault.is_some()
    }

    pub(super) async fn slice(
        &mut self,
        trains: bool,
        clock: fn() -> f64,
        post: &Post,
        text: &Text,
        config: &Config,
    ) -> Result<(), Stop> {
        if self.fault.is_some() {
            return Err(Stop::Diverged);
        }
        let start = clock();
        if trains || self.job.is_some() {
            self.train_until(start + SLICE_MS, clock, text, config)?;
        } else if let Some(validation) = &mut self.validation {
            validation.advance(self.trainer.model());
            self.end_validation_if_done();
        }
        self.poll_validation()?;
        while let Some(report) = self.trainer.poll_report()? {
            self.take_report(&report, clock(), post, text)?;
            self.steps_ahead = (self.steps_ahead + 1).min(MAX_AHEAD); // it came without being waited for
        }
        let waits_from = clock();
        if let Some(report) = self.trainer.back_pressure(false).await? {
            self.take_report(&report, clock(), post, text)?;
            // A GPU that is waited for long is given less at a time, one that answers at once more.
            let is_behind = clock() - waits_from > REPORT_MS / 2.0;
            self.steps_ahead =
                if is_behind { (self.steps_ahead / 2).max(1) } else { (self.steps_ahead + 1).min(MAX_AHEAD) };
        }
        self.end_job_if_done(clock, post, text).await?;
        self.save(trains, clock(), post, text, config)?;
        // A fixed share of the time, so that a slow machine's samples do not take minutes.
        self.write(clock, post, text, WRITING_MS.max((clock() - start) * WRITING_SHARE));
        Ok(())
    }

    /// Steps, or the batches of a measurement that is due: those come whole between two steps, so that they measure
    /// one state of the model.
    fn train_until(&mut self, until: f64, clock: fn() -> f64, text: &Text, config: &Config) -> Result<(), Stop> {
        loop {
            if let Some(validation) = &mut self.validation {
                validation.advance(self.trainer.model());
                self.trainer.device().flush()?;
                self.end_validation_if_done();
            } else if self.job.as_ref().is_none_or(|job| self.trainer.step_count() < job.until) {
                let before = clock();
                self.trainer.step()?;
                self.step_times.push(clock() - before);
                self.begin_validation_if_due(text, config);
            }
            let now = clock();
            if now - self.reported_at >= REPORT_MS || self.trainer.unreported() >= self.steps_ahead {
                self.trainer.report();
                self.reported_at = now;
                return Ok(()); // look whether a GPU keeps up
            }
            if now >= until || self.job_is_done() {
                return Ok(());
            }
        }
    }

    /// Whether the validation loss is being measured, which would be lost on a move.
    pub(super) fn is_measuring(&self) -> bool {
        self.validation.is_some() || self.validation_result.is_some()
    }

    fn job_is_done(&self) -> bool {
        self.validation.is_none() && self.job.as_ref().is_some_and(|job| self.trainer.step_count() >= job.until)
    }

    fn begin_validation_if_due(&mut self, text: &Text, config: &Config) {
        let step = self.trainer.step_count();
        if step == 25 || step.is_multiple_of(100) {
            let (device, model) = (self.trainer.device(), self.trainer.model());
            self.validation = Validation::new(device, model, text, config, validation::CHARACTERS).ok();
        }
    }

    fn end_validation_if_done(&mut self) {
        if self.validation.as_ref().is_some_and(Validation::is_done) {
            let validation = self.validation.take().expect("there is one");
            self.validation_result = Some((self.trainer.step_count(), validation.mean_loss()));
        }
    }

    fn poll_validation(&mut self) -> Result<(), DeviceError> {
        let Some((step, reading)) = &mut self.validation_result else { return Ok(()) };
        if let Some(arrived) = reading.try_take() {
            let loss = arrived?[0][0];
            self.curve.add_validation(*step, loss);
            self.measured = Some(loss);
            self.validation_result = None;
        }
        Ok(())
    }

    fn take_report(&mut self, report: &Report, now: f64, post: &Post, text: &Text) -> Result<(), Stop> {
        self.curve.extend(&report.losses, &report.gradient_norms);
        if let Some(fault) = &report.fault {
            self.fault = Some(fault.clone());
            self.trainer.drop_reports(); // what came after it says nothing
            return Err(Stop::Diverged);
        }
        self.sound = report.step;
        let loss = report.losses.iter().sum::<f32>() / report.losses.len() as f32;
        let (step_before, then) = self.progress_at;
        let characters = (report.step - step_before) as usize * self.trainer.characters_per_step();
        self.progress_at = (report.step, now);
        self.last_metrics = Metrics {
            bits_per_character: to_bits(&[loss])[0],
            validation_bits_per_character: self.measured.take().map(|loss| to_bits(&[loss])[0]),
            gradient_norm: *report.gradient_norms.last().unwrap_or(&0.0),
            characters_per_second: characters as f64 / (now - then).max(1.0) * 1000.0,
            epoch: report.epoch,
        };
        post(Outgoing::event(Event::Progress { step: report.step, loss, metrics: self.last_metrics }));
        if now - self.shown_at >= READING_MS {
            self.shown_at = now;
            let read = Written { text: text.decode(&report.read), bits: to_bits(&report.surprise) };
            post(Outgoing::event(Event::Reading(read)));
        }
        Ok(())
    }

    async fn end_job_if_done(&mut self, clock: fn() -> f64, post: &Post, text: &Text) -> Result<(), Stop> {
        if !self.job_is_done() {
            return Ok(());
        }
        self.finish_reports(clock, post, text).await?;
        if let Some((step, reading)) = self.validation_result.take() {
            let loss = reading.await?[0][0];
            self.curve.add_validation(step, loss);
            self.last_metrics.validation_bits_per_character = Some(to_bits(&[loss])[0]);
        }
        if let Some(job) = self.job.take() {
            let (step, loss) = (self.trainer.step_count(), self.curve.last_loss());
            let metrics = Metrics { bits_per_character: to_bits(&[loss])[0], ..self.last_metrics };
            post(Outgoing::reply(job.id, Ok(Reply::Trained { step, loss, metrics })));
        }
        Ok(())
    }

    /// Waits for the reports under way, before the run leaves its device.
    pub(super) async fn finish_reports(&mut self, clock: fn() -> f64, post: &Post, text: &Text) -> Result<(), Stop> {
        self.trainer.report();
        while let Some(report) = self.trainer.back_pressure(true).await? {
            self.take_report(&report, clock(), post, text)?;
        }
        Ok(())
    }

    /// Asks for a checkpoint when it is time, hands out one that has come, and begins a sample with its weights.
    fn save(&mut self, trains: bool, now: f64, post: &Post, text: &Text, config: &Config) -> Result<(), Stop> {
        if trains && self.capture.is_none() && now >= self.capture_at {
            self.capture = Some(self.trainer.capture());
            let numbers: usize = self.trainer.model().params().iter().map(|p| p.value.len()).sum();
            self.capture_at = now + CHECKPOINT_MS * (1.0 + numbers as f64 / 1e6); // large ones less often
        }
        if let Some(arrived) = self.capture.as_mut().and_then(Capture::try_finish) {
            self.capture = None;
            self.held = Some((arrived?, true));
        }
        let sound = self.sound;
        let Some((mut checkpoint, is_for_page)) = self.held.take_if(|(held, _)| held.step() < sound) else {
            return Ok(());
        };
        if !is_for_page {
            self.saved = Some(checkpoint);
            return Ok(());
        }
        self.curve.save(&mut checkpoint);
        let step = checkpoint.step();
        if let (true, Ok(model)) = (self.writings.is_empty(), on_cpu(self.trainer.model(), &checkpoint)) {
            let generator =
                Generator::new(model, primer(text), config.temperature as f32, u64::from(config.seed) + step);
            let purpose = Purpose::Sample(step);
            self.writings.push(Writing::new(generator, SAMPLE_CHARACTERS, config.temperature, purpose));
        }
        if let Ok(bytes) = checkpoint.to_bytes() {
            post(Outgoing { bytes: Some(bytes), ..Outgoing::event(Event::Checkpoint { step }) });
        }
        self.saved = Some(checkpoint);
        Ok(())
    }

    fn write(&mut self, clock: fn() -> f64, post: &Post, text: &Text, milliseconds: f64) {
        let until = clock() + milliseconds;
        let Some(writing) = self.writings.first_mut() else { return };
        if !writing.go_on(clock, until) {
            return;
        }
        let (written, temperature) = (writing.written(text), writing.temperature);
        post(match writing.purpose {
            Purpose::Answer(id) => Outgoing::reply(id, Ok(Reply::Answer { answer: written })),
            Purpose::Sample(step) => {
                let Written { text, bits } = written;
                Outgoing::event(Event::Sample { step, text, temperature, bits })
            }
        });
        self.writings.remove(0);
    }

    pub(super) fn replace_trainer(&mut self, trainer: Trainer) {
        self.trainer = trainer;
        self.steps_ahead = 1;
        self.step_times.clear();
        self.validation = None;
        self.validation_result = None;
        self.capture = None;
    }

    pub(super) fn restore(&mut self, checkpoint: &Checkpoint, now: f64) -> Result<(), CheckpointError> {
        self.trainer.restore(checkpoint)?;
        self.curve = Curve::load(checkpoint);
        self.validation = None;
        self.validation_result = None;
        self.capture = None;
        self.held = Some((checkpoint.clone(), false));
        self.saved = None;
        self.sound = checkpoint.step();
        (self.fault, self.ailment) = (None, None);
        self.resume(now);
        Ok(())
    }

    /// Holds a checkpoint that the page has asked for, until a later step shows that it is good.
    pub(super) fn hold(&mut self, checkpoint: &Checkpoint) {
        self.held = Some((checkpoint.clone(), false));
    }

    /// The last good checkpoint.
    pub(super) fn good(&self) -> Option<&Checkpoint> {
        self.saved.as_ref()
    }

    /// The last checkpoint, good or not known to be.
    #[cfg(test)]
    pub(super) fn newest(&self) -> Option<&Checkpoint> {
        self.held.as_ref().map(|(held, _)| held).or(self.saved.as_ref())
    }

    /// Goes on with a new trainer from the last checkpoint, or from the start where there is none.
    pub(super) fn recover(&mut self, trainer: Trainer, now: f64) {
        self.replace_trainer(trainer);
        if !self.go_back(now) {
            self.curve = Curve::default();
        }
        self.resume(now);
    }

    /// To the last good checkpoint, if there is one.
    pub(super) fn go_back(&mut self, now: f64) -> bool {
        let unproven = self.held.take().map(|(checkpoint, _)| checkpoint).filter(|_| self.ailment.is_none());
        let Some(checkpoint) = self.saved.take().or(unproven) else { return false };
        let is_restored = self.restore(&checkpoint, now).is_ok();
        self.saved = Some(checkpoint);
        is_restored
    }

    /// The run is replaced: whoever waits for it is told.
    pub(super) fn abandon(&mut self, post: &Post) {
        let failure = Failure::new("run-replaced", "The model was started anew before this was done.");
        self.fail_jobs(&failure, post);
    }

    pub(super) fn fail_jobs(&mut self, failure: &Failure, post: &Post) {
        if let Some(job) = self.job.take() {
            post(Outgoing::reply(job.id, Err(failure.clone())));
        }
        for writing in self.writings.drain(..) {
            if let Purpose::Answer(id) = writing.purpose {
                post(Outgoing::reply(id, Err(failure.clone())));
            }
        }
    }
}

/// The beginning of the text: what a sample goes on from.
pub(super) fn primer(text: &Text) -> &[u32] {
    &text.tokens()[..text.tokens().len().min(PRIMED_WITH)]
}
