//! The forecasting lab behind the messages: models of one series, trained in turns and tried on its test part.

mod answer;
mod failures;
mod learning;
mod loading;
pub mod protocol;
mod saving;
mod telling;

use std::collections::HashMap;
use std::rc::Rc;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::{Backend, Change, ForecastConfig, SeriesKind, Settings};
use nabla_models::forecast::{Contest, Problem, Scoring};
use serde_json::{Map, Value};

use crate::backend::Backends;
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState};
use crate::saving::LastTwo;
use answer::Answered;
use loading::{File, Read};
use protocol::{Event, Reply, Table};
use telling::Told;

/// What is learned, by what.
struct Run {
    problem: Rc<Problem>,
    /// None of a function.
    table: Option<Table>,
    contest: Contest,
    scoring: Scoring,
    /// How long the linear model took to be solved for, in seconds.
    linear_seconds: f64,
    saving: LastTwo,
}

/// The lab.
pub struct ForecastLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: ForecastConfig,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    files: HashMap<SeriesKind, File>,
    run: Option<Run>,
    state: RunState,
    job: Option<Job>,
    told: Told,
}

impl ForecastLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        ForecastLab::with_backends(clock, post, Backends::default())
    }

    /// A lab on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post<Reply, Event>, backends: Backends) -> Self {
        ForecastLab {
            clock,
            post,
            config: ForecastConfig::default(),
            backends,
            device: None,
            files: HashMap::new(),
            run: None,
            state: RunState::Idle,
            job: None,
            told: Told::default(),
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
        self.run.as_ref().ok_or_else(no_series)
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let is_first = self.device.is_none();
        let rebuilt = is_first || self.config.change(&new) == Change::Rebuild;
        // Before anything changes: a series may not be what the new settings need.
        let read = if rebuilt { self.read(&new)? } else { None };
        let device = match &self.device {
            Some((device, info)) if new.backend == self.config.backend && new.backend != Backend::WebGpu => {
                (device.clone(), info.clone())
            }
            _ if !rebuilt => self.device.clone().ok_or_else(no_series)?,
            _ => self.choose(&new, read.as_ref().map(|(problem, _)| problem)).await,
        };
        (self.config, self.device) = (new, Some(device.clone()));
        if rebuilt {
            self.begin(read, false);
        } else if let Some(run) = &mut self.run {
            self.config.apply(&mut run.contest);
        }
        Ok(Reply::Configured { config: self.config.clone(), device: device.1, rebuilt })
    }

    async fn choose(&mut self, config: &ForecastConfig, problem: Option<&Rc<Problem>>) -> (Device, DeviceInfo) {
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let kernels = |gpu: &Device| problem.map_or_else(Vec::new, |problem| config.kernels(gpu, problem));
        self.backends.for_small_models(config.backend, &kernels, &mut compiling).await
    }

    /// New models at step 0. If some were learning, these are not.
    fn begin(&mut self, read: Option<Read>, unasked: bool) {
        self.fail_job(&Failure::new("run-replaced", "The models were started anew before this was done."));
        self.run = None;
        if let (Some((problem, table)), Some((device, _))) = (read, &self.device) {
            let start = (self.clock)();
            let contest = self.config.contest(device, Rc::clone(&problem));
            let linear_seconds = ((self.clock)() - start) / 1000.0;
            let scoring = Scoring::new(&contest);
            let saving = LastTwo::due((self.clock)() + saving::CHECKPOINT_MS);
            self.take_up(Run { problem, table, contest, scoring, linear_seconds, saving }, unasked);
        } else {
            self.emit(Event::Wanted { series: self.config.series });
        }
        if self.state == RunState::Paused || self.run.is_none() {
            self.set_state(RunState::Idle);
        }
    }

    /// These models are the lab's from now on, wherever they stand.
    fn take_up(&mut self, run: Run, unasked: bool) {
        self.told = Told::of(&run.contest, (self.clock)());
        self.told.is_untried = run.contest.rounds() > 0;
        self.run = Some(run);
        self.tell_begun(unasked);
        self.tell_scores();
    }

    fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        let run = self.run()?;
        self.job = Some(Job::asked(id, steps, run.contest.rounds(), self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.run()?;
        self.told.at = (self.clock)();
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
        let run = self.run()?;
        let read = (Rc::clone(&run.problem), run.table.clone());
        self.set_state(RunState::Idle);
        self.begin(Some(read), false);
        Ok(Reply::Done)
    }

    /// Whether steps are to be taken: a round that has begun is always finished, so that all nets have had as many.
    fn steps(&self) -> bool {
        let is_within = self.run.as_ref().is_some_and(|run| run.contest.is_within_round());
        self.state == RunState::Training || self.job.is_some() || is_within
    }
}

impl Lab for ForecastLab {
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
            Command::Query { kind, args } => self.query(&kind, &args).await,
            Command::Export { kind } => self.export(&kind).await,
            Command::Checkpoint => self.checkpoint().await,
            Command::GoBack => self.go_back().await.map(Answered::from),
            Command::Restore => self.restore(&bytes.unwrap_or_default()).map(Answered::from),
            _ => Err(Failure::new("unknown-command", "This lab has no such command.")),
        };
        (self.post)(Outgoing::answer(id, answer));
    }

    fn is_busy(&self) -> bool {
        let has_tries = self.run.as_ref().is_some_and(|run| run.scoring.is_busy());
        self.run.is_some() && (self.steps() || has_tries || self.told.is_untried)
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

    /// A lost GPU takes the nets with it: they go on from the last checkpoint.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        let run = self.run.take();
        let config = self.config.clone();
        let (device, info) = self.choose(&config, run.as_ref().map(|run| &run.problem)).await;
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
        let Some(mut run) = run else { return self.begin(None, true) };
        let last = run.saving.last.take();
        match last.and_then(|saved| self.back_at(&run, saved).ok()) {
            Some(back) => self.take_up(back, true),
            None => self.begin(Some((run.problem, run.table)), true),
        }
    }
}

fn no_series() -> Failure {
    Failure::new("not-configured", "There is no series yet: configure, and load the one that is wanted.")
}

#[cfg(test)]
mod tests;
