//! The embedding lab behind the messages: texts, the vectors of their words in training, and what can be asked of them.

mod answer;
mod asked;
mod change;
mod files;
mod judging;
mod library;
pub mod protocol;
mod saving;
mod study;
mod telling;

use std::rc::Rc;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::Word2VecConfig;

use crate::backend::Backends;
use crate::divergence::{Course, diverged};
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState};
use answer::Answered;
use library::Library;
use protocol::{Event, Reply};
use study::Study;
use telling::Told;

/// How long one slice trains before it looks at the messages.
const SLICE_MS: f64 = 12.0;

/// The lab.
pub struct WordsLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: Word2VecConfig,
    is_configured: bool,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    library: Library,
    study: Option<Study>,
    state: RunState,
    job: Option<Job>,
    told: Told,
    follows_map: bool,
    /// Words that are on the map however rare they are.
    also_mapped: Vec<String>,
}

impl WordsLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        WordsLab {
            clock,
            post,
            config: Word2VecConfig::default(),
            is_configured: false,
            backends: Backends::default(),
            device: None,
            library: Library::default(),
            study: None,
            state: RunState::Idle,
            job: None,
            told: Told::default(),
            follows_map: false,
            also_mapped: Vec::new(),
        }
    }

    fn emit(&self, event: Event) {
        (self.post)(Outgoing::event(event));
    }

    fn set_state(&mut self, state: RunState) {
        if self.state != state {
            self.state = state;
            self.emit(Event::State { state });
        }
    }

    fn study(&self) -> Result<&Study, Failure> {
        self.study.as_ref().ok_or_else(not_begun)
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        let study = self.study()?;
        study.saving.check()?;
        self.job = Some(Job::asked(id, steps, study.learner.steps(), self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.study()?.saving.check()?;
        self.set_state(RunState::Training);
        Ok(Reply::Done)
    }

    fn pause(&mut self) -> Reply {
        if self.state == RunState::Training {
            self.set_state(RunState::Paused);
        }
        Reply::Done
    }

    fn reset(&mut self) -> Result<Reply, Failure> {
        let words = Rc::clone(&self.study()?.words);
        self.set_state(RunState::Idle);
        self.begin(&words, false);
        Ok(Reply::Done)
    }

    /// Whether steps are to be taken.
    fn steps(&self) -> bool {
        self.state == RunState::Training || self.job.is_some()
    }

    async fn work(&mut self) -> Result<(), DeviceError> {
        let job_until = self.job.as_ref().map(|job| job.until);
        let trains = self.state == RunState::Training;
        let Some(study) = &mut self.study else { return Ok(()) };
        let began = (self.clock)();
        while (self.clock)() < began + SLICE_MS {
            let is_enough = !trains && job_until.is_none_or(|step| study.learner.steps() >= step);
            if is_enough || study.learner.is_done() || study.learner.losses().have_failed() {
                break;
            }
            study.learner.step()?;
        }
        study.learner.losses().report();
        study.learner.losses().poll()?;
        study.learner.losses().back_pressure(false).await?;
        study.seconds += ((self.clock)() - began) / 1000.0;
        if self.stop_if_wrong().await? {
            return Ok(());
        }
        let Some(study) = &mut self.study else { return Ok(()) };
        study.keep_history().await?;
        self.judge().await?;
        self.end_if_done().await?;
        self.save_if_due().await?;
        self.tell(false);
        self.tell_map().await
    }

    /// Where a step went wrong training stops, and the page is told what it was; whether it did.
    async fn stop_if_wrong(&mut self) -> Result<bool, DeviceError> {
        let Some(study) = &mut self.study else { return Ok(false) };
        let Some(fault) = study.learner.losses().take_fault() else { return Ok(false) };
        let found = study.learner.examine(fault).await?;
        let course = Course { rate: self.config.rate(), clip: None, good: study.saving.good_step() };
        let failure = diverged(&found, &course).with("usual", self.config.usual_rate());
        study.saving.stop(&failure);
        self.tell(true);
        self.fail_job(&failure);
        self.set_state(RunState::Paused);
        self.emit(Event::Failed { failure });
        Ok(true)
    }

    /// Answers `train` when its steps are done, and stops when the texts were read as often as is wanted.
    async fn end_if_done(&mut self) -> Result<(), DeviceError> {
        let Some(study) = &mut self.study else { return Ok(()) };
        let is_over = study.learner.is_done();
        let is_reached = self.job.as_ref().is_some_and(|job| study.learner.steps() >= job.until);
        if is_over || is_reached {
            study.learner.losses().back_pressure(true).await?;
            if self.stop_if_wrong().await? {
                return Ok(());
            }
        }
        if let Some(job) = self.job.take_if(|_| is_over || is_reached) {
            self.tell(true);
            let (step, loss, metrics) = self.standing();
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

impl Lab for WordsLab {
    type Reply = Reply;
    type Event = Event;

    /// The answers to `train` and to `query('quality', {now: true})` come later, out of [`Lab::slice`].
    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let id = request.id;
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await.map(Answered::from),
            Command::LoadText { name } => self.load(&name, &bytes.unwrap_or_default()).await.map(Answered::from),
            Command::Train { steps } => match self.train(id, steps) {
                Ok(()) => return,
                Err(failure) => Err(failure),
            },
            Command::Start => self.start().map(Answered::from),
            Command::Pause => Ok(self.pause().into()),
            Command::Reset => self.reset().map(Answered::from),
            Command::Tensors => self.tensors().map(Answered::from),
            Command::Inspect { name } => self.inspect(name).await,
            Command::Query { kind, args } => match self.query(id, &kind, &args).await {
                Ok(None) => return,
                Ok(Some(answered)) => Ok(answered),
                Err(failure) => Err(failure),
            },
            Command::Export { kind } => self.export(&kind).await,
            Command::Checkpoint => self.checkpoint().await,
            Command::GoBack => self.go_back().map(Answered::from),
            Command::Restore => self.restore(&bytes.unwrap_or_default()).map(Answered::from),
            #[cfg(feature = "all-cells")]
            Command::Import => self.import(&bytes.unwrap_or_default()).await.map(Answered::from),
            _ => Err(Failure::new("unknown-command", "This lab has no such command.")),
        };
        (self.post)(Outgoing::answer(id, answer));
    }

    fn is_busy(&self) -> bool {
        self.study.as_ref().is_some_and(|study| self.steps() || study.is_judging())
    }

    /// Steps, and what they brought. Waits only when a GPU is too far behind.
    async fn slice(&mut self) {
        if let Err(error) = self.work().await {
            self.recover(&error).await;
        }
    }

    fn failed(&self) -> Option<DeviceError> {
        failure_of(self.device.as_ref())
    }

    /// A lost GPU takes the vectors with it: they go on from the last checkpoint, and who waits for steps or a verdict waits on.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        let (config, study) = (self.config.clone(), self.study.take());
        let (device, info) = self.choose(&config, study.as_ref().map(|study| &study.words)).await;
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
        let Some(study) = study else { return };
        let saved = study.saving.newest();
        let Some(mut back) = saved.and_then(|saved| self.study_of(&study.words, saved).ok()) else {
            let words = Rc::clone(&study.words);
            self.study = Some(study);
            return self.begin(&words, true);
        };
        back.waiting = study.waiting;
        back.saving = study.saving.of_newest(back.saving.due);
        self.go_on(back, true);
    }
}

fn not_configured() -> Failure {
    Failure::new("not-configured", "Configure first.")
}

fn not_begun() -> Failure {
    Failure::new("not-configured", "Configure and load a text first.")
}

#[cfg(test)]
mod tests;
