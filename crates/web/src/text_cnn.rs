//! The lab of sentences behind the messages: a convolutional net and a bag of words that learn whose sentences are whose.

mod answer;
pub mod protocol;
mod saving;
mod texts;
mod training;

use std::rc::Rc;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::{Change, Settings, TextCnnConfig};
use nabla_models::text_cnn::{Scores, Split, Test, Training};
use serde_json::{Map, Value};

use crate::backend::Backends;
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState};
use crate::saving::Saving;
use answer::Answered;
use protocol::{Event, Reply};
use texts::Texts;
use training::Told;

/// All that belongs to one training.
struct Run {
    training: Training,
    /// While one is under way no step is taken.
    test: Option<Test>,
    scores: Option<Scores>,
    /// The step at which the next test is due.
    next_test: u64,
    told: Told,
    saving: Saving,
}

/// The lab.
pub struct TextCnnLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: TextCnnConfig,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    texts: Texts,
    run: Option<Run>,
    state: RunState,
    job: Option<Job>,
}

impl TextCnnLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        TextCnnLab::with_backends(clock, post, Backends::default())
    }

    /// A lab on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post<Reply, Event>, backends: Backends) -> Self {
        TextCnnLab {
            clock,
            post,
            config: TextCnnConfig::default(),
            backends,
            device: None,
            texts: Texts::default(),
            run: None,
            state: RunState::Idle,
            job: None,
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

    fn run(&self) -> Result<&Run, Failure> {
        self.run.as_ref().ok_or_else(no_texts)
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let rebuilt = self.device.is_none() || self.config.change(&new) == Change::Rebuild;
        if rebuilt {
            let split = self.texts.split(&new)?;
            self.device = Some(self.choose(&new, split.as_ref()).await);
            self.config = new;
            self.begin(split);
        } else {
            self.config = new;
            if let Some(run) = &mut self.run {
                run.training.set_rate(self.config.learning_rate);
            }
        }
        let (_, device) = self.device.clone().ok_or_else(no_texts)?;
        Ok(Reply::Configured { config: Box::new(self.config.clone()), device, rebuilt })
    }

    async fn choose(&mut self, config: &TextCnnConfig, split: Option<&Rc<Split>>) -> (Device, DeviceInfo) {
        // A step takes the processor a few milliseconds; a GPU can be asked for.
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let kernels = |gpu: &Device| split.map_or_else(Vec::new, |split| config.kernels(gpu, split));
        self.backends.for_small_models(config.backend, &kernels, &mut compiling).await
    }

    /// A new net at step 0; until all texts are here there is none.
    fn begin(&mut self, split: Option<Rc<Split>>) {
        self.fail_job(&Failure::new("run-replaced", "The net was started anew before this was done."));
        self.run = None;
        if let (Some(split), Some((device, _))) = (split, &self.device) {
            let training = self.config.training(device, &split);
            self.take_up(training, false);
        } else {
            self.emit(Event::Wanted { texts: self.texts.missing() });
        }
        if self.state == RunState::Paused || self.run.is_none() {
            self.set_state(RunState::Idle);
        }
    }

    /// This training is the lab's from now on, wherever it stands.
    fn take_up(&mut self, training: Training, unasked: bool) {
        let (now, step) = ((self.clock)(), training.steps());
        let corpus = Box::new(texts::info(&training));
        self.run = Some(Run {
            training,
            test: None,
            scores: None,
            next_test: step,
            told: Told::new(now, step),
            saving: Saving::due(now + saving::CHECKPOINT_MS),
        });
        self.emit(Event::Begun { corpus, step, unasked });
    }

    /// A text, which is read when all three are here.
    async fn load(&mut self, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
        self.texts.take(name, bytes)?;
        if self.run.is_none()
            && self.device.is_some()
            && let Some(split) = self.texts.split(&self.config)?
        {
            let config = self.config.clone();
            let device = self.choose(&config, Some(&split)).await;
            self.emit(Event::Device { device: device.1.clone() });
            self.device = Some(device);
            self.begin(Some(split));
        }
        Ok(Reply::TextLoaded { name: name.to_owned() })
    }

    fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        let run = self.run()?;
        run.saving.check()?;
        let done = run.training.steps();
        self.job = Some(Job::asked(id, steps, done, self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.run()?.saving.check()?;
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
        let split = Rc::clone(self.run()?.training.split());
        self.set_state(RunState::Idle);
        self.begin(Some(split));
        Ok(Reply::Done)
    }

    /// Whether steps are to be taken.
    fn steps(&self) -> bool {
        self.state == RunState::Training || self.job.is_some()
    }
}

impl Lab for TextCnnLab {
    type Reply = Reply;
    type Event = Event;

    /// The answer to `train` comes later, out of [`Lab::slice`].
    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let id = request.id;
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await.map(Answered::from),
            Command::LoadText { name } => self.load(&name, bytes.unwrap_or_default()).await.map(Answered::from),
            Command::Train { steps } => match self.train(id, steps) {
                Ok(()) => return,
                Err(failure) => Err(failure),
            },
            Command::Start => self.start().map(Answered::from),
            Command::Pause => Ok(self.pause().into()),
            Command::Reset => self.reset().map(Answered::from),
            Command::Tensors => self.tensors().map(Answered::from),
            Command::Inspect { name } => self.inspect(name).await,
            Command::Query { kind, args } => self.query(&kind, &args).await.map(Answered::from),
            Command::Export { kind } => self.export(&kind).await,
            Command::Checkpoint => self.checkpoint().await,
            Command::GoBack => self.go_back().map(Answered::from),
            Command::Restore => self.restore(&bytes.unwrap_or_default()).map(Answered::from),
            _ => Err(Failure::new("unknown-command", "This lab has no such command.")),
        };
        (self.post)(Outgoing::answer(id, answer));
    }

    fn is_busy(&self) -> bool {
        self.run.as_ref().is_some_and(|run| self.steps() || run.test.is_some() || run.is_untested())
    }

    /// Steps, and what they brought. Waits only for what a GPU has still to do.
    async fn slice(&mut self) {
        if let Err(error) = self.work().await {
            self.recover(&error).await;
        }
    }

    fn failed(&self) -> Option<DeviceError> {
        failure_of(self.device.as_ref())
    }

    /// A lost GPU takes the net with it: it goes on from the last checkpoint.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        let (config, run) = (self.config.clone(), self.run.take());
        let (device, info) = self.choose(&config, run.as_ref().map(|run| run.training.split())).await;
        self.device = Some((device.clone(), info.clone()));
        self.emit(Event::Device { device: info });
        let Some(run) = run else { return };
        let mut training = self.config.training(&device, run.training.split());
        let is_restored = run.saving.newest().is_some_and(|saved| training.restore(saved).is_ok());
        if !is_restored {
            training = self.config.training(&device, run.training.split());
            self.fail_job(&Failure::new("run-replaced", "The net was started anew before this was done."));
        }
        self.take_up(training, true);
        if let Some(anew) = self.run.as_mut().filter(|_| is_restored) {
            anew.saving = run.saving.of_newest(anew.saving.due);
        }
    }
}

fn no_texts() -> Failure {
    Failure::new("not-configured", "There are no sentences yet: configure, and load the texts that are wanted.")
}

#[cfg(test)]
mod tests;
