//! The character lab behind the messages: its settings, its text, its run. Knows nothing of JavaScript, so it is tested
//! natively.

mod answer;
mod change;
mod curve;
#[cfg(feature = "all-cells")]
mod files;
#[cfg(feature = "all-cells")]
mod inside;
#[cfg(feature = "all-cells")]
mod lanes;
mod laps;
mod run;
mod trial;
mod writing;

use std::future::poll_fn;
use std::task::{Context, Poll};

use nabla_compute::{Device, DeviceError};
use nabla_models::data::{Text, TextError};
use nabla_models::{Checkpoint, Config, Trainer};

use crate::backend::Backends;
use crate::divergence::{Course, diverged};
use crate::lab::{self, Lab};
use crate::protocol::{Command, DeviceInfo, Event, Failure, Reply, Request, RunState, Timing};
use answer::Answer;
#[cfg(feature = "all-cells")]
pub use lanes::Lanes;
use run::{Run, Stop};
use trial::Trial;

type Outgoing = lab::Outgoing<Reply, Event>;
type Post = lab::Post<Reply, Event>;

/// The lab.
pub struct Session {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post,
    config: Config,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    /// With "auto": whether a GPU would be faster, while that is not known.
    trial: Option<Trial>,
    /// What trials found, one of each model.
    timings: Vec<Timing>,
    text: Option<(String, Text)>,
    run: Option<Run>,
    state: RunState,
}

impl Session {
    /// A lab with default settings and no text.
    pub fn new(clock: fn() -> f64, post: Post) -> Self {
        Session::with_backends(clock, post, Backends::default())
    }

    /// A lab on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post, backends: Backends) -> Self {
        Session {
            clock,
            post,
            config: Config::default(),
            backends,
            device: None,
            trial: None,
            timings: Vec::new(),
            text: None,
            run: None,
            state: RunState::Idle,
        }
    }

    fn emit(&self, event: Event) {
        (self.post)(Outgoing::event(event));
    }

    fn post_answer(&self, id: u32, answer: Result<Answer, Failure>) {
        (self.post)(Outgoing::answer(id, answer));
    }

    /// For what is answered later: only its refusal is posted now.
    fn later(&mut self, begin: impl FnOnce(&mut Run, &Config) -> Result<(), Failure>, id: u32) {
        let begun = match &mut self.run {
            Some(run) => begin(run, &self.config),
            None => Err(no_text()),
        };
        if let Err(failure) = begun {
            (self.post)(Outgoing::reply(id, Err(failure)));
        }
    }

    /// A new run at step 0. If one was training, this one does.
    fn begin(&mut self, trainer: Trainer) {
        if let Some(old) = &mut self.run {
            old.abandon(&self.post);
        }
        self.run = Some(Run::new(trainer, (self.clock)()));
        if self.state == RunState::Paused {
            self.set_state(RunState::Idle);
        }
    }

    fn set_state(&mut self, state: RunState) {
        if self.state != state {
            self.state = state;
            self.emit(Event::State { state });
        }
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        let run = self.run.as_mut().ok_or_else(no_text)?;
        run.check()?;
        run.resume((self.clock)());
        self.set_state(RunState::Training);
        Ok(Reply::Done)
    }

    fn pause(&mut self) -> Reply {
        if self.state == RunState::Training {
            self.set_state(RunState::Paused);
        }
        if let Some(run) = &mut self.run {
            run.trainer.report();
        }
        Reply::Done
    }

    fn reset(&mut self) -> Result<Reply, Failure> {
        let ((device, _), (_, text)) = self.device.as_ref().zip(self.text.as_ref()).ok_or_else(no_text)?;
        let trainer = Trainer::new(device, text, &self.config).map_err(text_failure)?;
        self.set_state(RunState::Idle);
        self.begin(trainer);
        Ok(Reply::Done)
    }

    fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let run = self.run.as_mut().ok_or_else(no_text)?;
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        run.restore(&checkpoint, (self.clock)())?;
        Ok(Reply::Restored { step: run.trainer.step_count() })
    }

    /// A run that went wrong goes back to where it was good.
    fn go_back(&mut self) -> Result<Reply, Failure> {
        let run = self.run.as_mut().ok_or_else(no_text)?;
        if run.ailment.is_some() && !run.go_back((self.clock)()) {
            self.reset()?;
        }
        let step = self.run.as_ref().map_or(0, |run| run.trainer.step_count());
        Ok(Reply::Restored { step })
    }

    /// Stops where a step went wrong, and says what it was.
    async fn stop(&mut self) -> Result<(), DeviceError> {
        let Some(run) = &mut self.run else { return Ok(()) };
        let Some(fault) = run.fault.take() else { return Ok(()) };
        let found = run.trainer.examine(fault).await?;
        let good = run.good().map_or(0, Checkpoint::step);
        let course = Course { rate: self.config.learning_rate, clip: Some(self.config.clip), good };
        let failure = diverged(&found, &course);
        run.ailment = Some(failure.clone());
        run.fail_jobs(&failure, &self.post);
        self.set_state(RunState::Paused);
        self.emit(Event::Failed { failure });
        Ok(())
    }

    async fn work(&mut self) -> Result<(), Stop> {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return Ok(()) };
        let trains = self.state == RunState::Training;
        run.slice(trains, self.clock, &self.post, text, &self.config).await?;
        self.end_trial_if_done().await
    }
}

impl Lab for Session {
    type Reply = Reply;
    type Event = Event;

    /// The answer to `train` and to a question comes later, out of [`Lab::slice`].
    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let id = request.id;
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await.map(Answer::from),
            Command::LoadText { name } => self.load_text(name, &bytes.unwrap_or_default()).map(Answer::from),
            Command::Train { steps } => return self.later(|run, _| run.train(id, steps), id),
            Command::Query { kind, args } => return self.query(id, &kind, &args).await,
            Command::Start => self.start().map(Answer::from),
            Command::Pause => Ok(self.pause().into()),
            Command::Reset => self.reset().map(Answer::from),
            Command::Tensors => self.tensors().map(Answer::from),
            Command::Inspect { name } => self.inspect(name).await,
            #[cfg(feature = "all-cells")]
            Command::Export { kind } => self.export(&kind).await,
            #[cfg(not(feature = "all-cells"))]
            Command::Export { .. } => Err(Failure::new("unknown-export", "This module makes no files.")),
            Command::Checkpoint => self.checkpoint().await,
            #[cfg(feature = "all-cells")]
            Command::Import => self.import(&bytes.unwrap_or_default()).await.map(Answer::from),
            Command::Restore => self.restore(&bytes.unwrap_or_default()).map(Answer::from),
            Command::GoBack => self.go_back().map(Answer::from),
            Command::Recall { timings } => {
                self.recall(timings.iter().filter_map(Timing::read));
                Ok(Reply::Done.into())
            }
        };
        self.post_answer(id, answer);
    }

    fn is_busy(&self) -> bool {
        let trial = self.trial.as_ref();
        let has_work =
            |run: &Run| self.state == RunState::Training || run.is_busy() || trial.is_some_and(Trial::is_moving);
        !trial.is_some_and(Trial::stands) && self.run.as_ref().is_some_and(has_work)
    }

    /// Steps, reports, samples, checkpoints. Waits only when a GPU is too far behind.
    async fn slice(&mut self) {
        poll_fn(|context| Poll::Ready(self.poll_trial(context).is_ready())).await;
        if !self.is_busy() {
            return;
        }
        let failed = match self.work().await {
            Ok(()) => return,
            Err(Stop::Diverged) => self.stop().await.err(),
            Err(Stop::Device(error)) => Some(error),
        };
        if let Some(error) = failed {
            self.recover(&error).await;
        }
    }

    fn failed(&self) -> Option<DeviceError> {
        lab::failure_of(self.device.as_ref())
    }

    /// A lost GPU takes its numbers with it: the run goes on from the last checkpoint.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        self.trial = None;
        let config = self.config.clone();
        let (device, info) = self.choose(&config).await;
        if let (Some(run), Some((_, text))) = (&mut self.run, &self.text) {
            match Trainer::new(&device, text, &self.config) {
                Ok(trainer) => run.recover(trainer, (self.clock)()),
                Err(error) => self.emit(Event::Failed { failure: text_failure(error) }),
            }
        }
        // Told each time: the second loss ends like the first.
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
    }

    /// A GPU that is being tried has answered.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.poll_trial(context)
    }
}

fn no_text() -> Failure {
    Failure::new("no-text", "There is no text to learn from yet: load one first.")
}

fn text_failure(error: TextError) -> Failure {
    Failure { code: error.code(), field: Some("text".into()), message: error.to_string(), args: error.args() }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Diverged => Failure::new("diverged", "The numbers are none any more."),
            Stop::Device(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests;
