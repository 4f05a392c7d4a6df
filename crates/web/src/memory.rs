//! The memory lab behind the messages: nets of several kinds and lags, a step each in turns on one device.

mod answer;
pub mod protocol;
mod saving;
mod telling;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::{Backend, Change, MemoryConfig, Settings};
use nabla_models::memory::{Race, State, Turn};
use serde_json::{Map, Value};

use crate::backend::Backends;
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState};
use crate::saving::LastTwo;
use answer::Answered;
use protocol::{Event, Reply};
use telling::Told;

/// How long one slice trains before it looks at the messages.
const SLICE_MS: f64 = 12.0;

/// The lab.
pub struct MemoryLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: MemoryConfig,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    race: Option<Race>,
    state: RunState,
    job: Option<Job>,
    told: Told,
    saving: LastTwo,
}

impl MemoryLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        MemoryLab::with_backends(clock, post, Backends::default())
    }

    /// A lab on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post<Reply, Event>, backends: Backends) -> Self {
        MemoryLab {
            clock,
            post,
            config: MemoryConfig::default(),
            backends,
            device: None,
            race: None,
            state: RunState::Idle,
            job: None,
            told: Told::default(),
            saving: LastTwo::default(),
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

    fn race(&self) -> Result<&Race, Failure> {
        self.race.as_ref().ok_or_else(not_configured)
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let rebuilt = self.race.is_none() || self.config.change(&new) == Change::Rebuild;
        if self.device.is_none() || new.backend != self.config.backend {
            self.device = Some(self.choose(&new).await);
        } else if rebuilt && new.backend == Backend::WebGpu {
            self.compile(&new).await; // another task may use other kernels
        }
        self.config = new;
        if rebuilt {
            self.begin(false);
        } else if let Some(race) = &mut self.race {
            self.config.apply(race);
        }
        let (_, device) = self.device.clone().ok_or_else(not_configured)?;
        Ok(Reply::Configured { config: self.config.clone(), device, rebuilt })
    }

    async fn choose(&mut self, config: &MemoryConfig) -> (Device, DeviceInfo) {
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        self.backends.for_small_models(config.backend, &|gpu| config.kernels(gpu), &mut compiling).await
    }

    async fn compile(&mut self, config: &MemoryConfig) {
        self.device = Some(self.choose(config).await);
    }

    /// A new race at step 0. If one was on, this one is.
    fn begin(&mut self, unasked: bool) {
        self.fail_job(&Failure::new("run-replaced", "The nets were started anew before this was done."));
        if let Some((device, _)) = &self.device {
            let race = self.config.race(device);
            self.take_up(race, unasked);
        }
        if self.state == RunState::Paused {
            self.set_state(RunState::Idle);
        }
    }

    /// This race is the lab's from now on, wherever it stands.
    fn take_up(&mut self, race: Race, unasked: bool) {
        self.saving = LastTwo::due((self.clock)() + saving::CHECKPOINT_MS);
        self.told = Told::of(&race, (self.clock)());
        self.race = Some(race);
        self.tell_of_beginning(unasked);
    }

    fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        let race = self.race()?;
        self.job = Some(Job::asked(id, steps, race.rounds(), self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.race()?;
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
        self.race()?;
        self.set_state(RunState::Idle);
        self.begin(false);
        Ok(Reply::Done)
    }

    /// Whether steps are to be taken: a round that has begun is always finished, so that all nets have had as many.
    fn steps(&self) -> bool {
        self.state == RunState::Training || self.job.is_some() || self.race.as_ref().is_some_and(Race::is_within_round)
    }

    async fn work(&mut self) -> Result<(), DeviceError> {
        let until = (self.clock)() + SLICE_MS;
        let job_until = self.job.as_ref().map(|job| job.until);
        let trains = self.state == RunState::Training;
        let Some(race) = &mut self.race else { return Ok(()) };
        while (self.clock)() < until && !race.should_report() {
            let is_enough = !trains && job_until.is_none_or(|round| race.rounds() >= round) && !race.is_within_round();
            if is_enough {
                break;
            }
            match race.turn()? {
                Turn::Stepped => {}
                Turn::Waits => {
                    race.report();
                    race.back_pressure(true).await?;
                }
                Turn::Done => break,
            }
        }
        race.report();
        race.poll()?;
        race.back_pressure(false).await?;
        self.tell_of_faults().await?;
        self.end_if_done().await?;
        self.tell_of_faults().await?;
        self.tell(false);
        self.save_if_due().await
    }

    /// Answers `train` when its rounds are done, and stops when no net has anything to do.
    async fn end_if_done(&mut self) -> Result<(), DeviceError> {
        let Some(race) = &mut self.race else { return Ok(()) };
        let is_over = race.entrants().iter().all(|entrant| race.state(entrant) != State::Learning);
        let is_reached = self.job.as_ref().is_some_and(|job| race.rounds() >= job.until);
        if is_over || is_reached {
            race.back_pressure(true).await?;
        }
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

impl Lab for MemoryLab {
    type Reply = Reply;
    type Event = Event;

    /// The answer to `train` comes later, out of [`Lab::slice`].
    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let id = request.id;
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await.map(Answered::from),
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
        self.race.is_some() && self.steps()
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

    /// A lost GPU takes the nets with it: they go on from the last checkpoint.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        let config = self.config.clone();
        let (device, info) = self.choose(&config).await;
        let mut race = self.config.race(&device);
        let last = self.saving.last.take();
        let is_restored = last.as_ref().is_some_and(|saved| race.restore(saved).is_ok());
        if !is_restored {
            race = self.config.race(&device);
            self.fail_job(&Failure::new("run-replaced", "The nets were started anew before this was done."));
        }
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
        self.take_up(race, true);
        self.saving.last = last.filter(|_| is_restored);
    }
}

fn not_configured() -> Failure {
    Failure::new("not-configured", "Configure first.")
}

#[cfg(test)]
mod tests;
