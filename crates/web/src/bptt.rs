//! The lab about back-propagation behind the messages: a net of every kind whose gradients are measured while they learn,
//! a step each in turns, a small one of every kind that is taken apart, and one that is trained with truncated gradients.

mod answer;
mod files;
mod nets;
pub mod protocol;
mod saving;
mod telling;

use nabla_compute::{Device, DeviceError};
use nabla_models::Checkpoint;
use nabla_models::config::{BpttConfig, BpttPart, Change, Settings};
use serde_json::{Map, Value};

use crate::backend::Backends;
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState};
use crate::saving::LastTwo;
use answer::Answered;
use nets::Nets;
use protocol::{Event, Reply};

/// How long one slice trains before it looks at the messages.
const SLICE_MS: f64 = 12.0;

/// The lab.
pub struct BpttLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: BpttConfig,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    nets: Option<Nets>,
    state: RunState,
    job: Option<Job>,
    saving: LastTwo,
    /// Steps in a second, lately.
    speed: f64,
    /// When the page was told last, and of which step.
    told: (f64, u64),
}

impl BpttLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        BpttLab {
            clock,
            post,
            config: BpttConfig::default(),
            backends: Backends::default(),
            device: None,
            nets: None,
            state: RunState::Idle,
            job: None,
            speed: 0.0,
            saving: LastTwo::default(),
            told: (0.0, 0),
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

    fn nets(&self) -> Result<&Nets, Failure> {
        self.nets.as_ref().ok_or_else(not_configured)
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let rebuilt = self.nets.is_none() || self.config.change(&new) == Change::Rebuild;
        if self.device.is_none() || new.backend != self.config.backend {
            self.device = Some(self.choose(&new).await);
        }
        let is_elsewhere = new.part != self.config.part;
        self.config = new;
        if rebuilt {
            self.begin().await;
        } else if let (Some(nets), Some((device, _))) = (&mut self.nets, &self.device) {
            let is_begun = nets.apply(&self.config, device);
            if is_begun && self.config.part == BpttPart::Truncation {
                self.fail_job(&replaced());
                self.tell(true);
            }
        }
        if is_elsewhere {
            self.pause();
            self.tell(true);
        }
        let (_, device) = self.device.clone().ok_or_else(not_configured)?;
        Ok(Reply::Configured { config: Box::new(self.config.clone()), device, rebuilt })
    }

    async fn choose(&mut self, config: &BpttConfig) -> (Device, DeviceInfo) {
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        self.backends.for_small_models(config.backend, &|gpu| config.kernels(gpu), &mut compiling).await
    }

    /// New nets at step 0. If the old ones were training, these do.
    async fn begin(&mut self) {
        self.fail_job(&replaced());
        if let Some((device, _)) = &self.device {
            let nets = Nets::new(&self.config, device);
            self.take_up(nets, None).await;
        }
    }

    /// These nets are the lab's from now on, wherever they stand, and are measured; `last` is the checkpoint that they go on
    /// from.
    async fn take_up(&mut self, mut nets: Nets, last: Option<Checkpoint>) {
        let now = (self.clock)();
        self.told = (now, nets.step(self.config.part));
        self.saving = LastTwo::due(now + saving::CHECKPOINT_MS);
        last.into_iter().for_each(|last| _ = self.saving.keep(last, now + saving::CHECKPOINT_MS));
        let measured = nets.ladder.measure().await;
        self.nets = Some(nets);
        if let Err(error) = measured {
            Box::pin(self.recover(&error)).await;
        }
        if self.state == RunState::Paused {
            self.set_state(RunState::Idle);
        }
        self.tell(true);
    }

    fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        self.nets()?;
        self.job = Some(Job::asked(id, steps, self.step(), self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.nets()?;
        self.told = ((self.clock)(), self.step());
        self.set_state(RunState::Training);
        Ok(Reply::Done)
    }

    fn pause(&mut self) -> Reply {
        if self.state == RunState::Training {
            self.set_state(RunState::Paused);
        }
        Reply::Done
    }

    async fn reset(&mut self) -> Result<Reply, Failure> {
        self.nets()?;
        self.set_state(RunState::Idle);
        self.begin().await;
        Ok(Reply::Done)
    }

    async fn work(&mut self) -> Result<(), DeviceError> {
        let until = (self.clock)() + SLICE_MS;
        let mut is_measured = false;
        loop {
            let (trains, now) = (self.trains(), (self.clock)());
            let Some(nets) = &mut self.nets else { break };
            if nets.is_measuring(self.config.part, trains, now) {
                is_measured |= nets.measure(trains, self.clock).await?;
            } else if trains {
                nets.advance(&self.config, self.clock).await?;
            } else {
                break;
            }
            if self.job.as_ref().is_some_and(|job| self.step() >= job.until) || (self.clock)() >= until {
                break;
            }
        }
        self.end_if_done().await?;
        self.tell(is_measured);
        if self.trains() { self.save_if_due().await } else { Ok(()) }
    }

    /// Whether steps are wanted, and there is something to take them.
    fn trains(&self) -> bool {
        let step = self.step();
        let is_wanted = self.job.as_ref().is_some_and(|job| step < job.until) || self.state == RunState::Training;
        is_wanted && !self.is_over()
    }

    /// Whether no net of the part has anything to do any more.
    fn is_over(&self) -> bool {
        self.nets.as_ref().is_some_and(|nets| nets.is_over(self.config.part))
    }

    async fn end_if_done(&mut self) -> Result<(), DeviceError> {
        let (step, is_over) = (self.step(), self.is_over());
        if let Some(job) = self.job.take_if(|job| is_over || step >= job.until) {
            self.tell(true);
            let trained = self.metrics().map(|metrics| Reply::Trained { step, loss: self.loss(), metrics });
            (self.post)(Outgoing::reply(job.id, trained));
        }
        if is_over && self.state == RunState::Training {
            self.pause();
            self.tell(true);
            self.save().await?;
        }
        Ok(())
    }
}

fn not_configured() -> Failure {
    Failure::new("not-configured", "Configure first.")
}

fn replaced() -> Failure {
    Failure::new("run-replaced", "The nets were started anew before this was done.")
}

impl Lab for BpttLab {
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
            Command::Reset => self.reset().await.map(Answered::from),
            Command::Tensors => self.tensors().map(Answered::from),
            Command::Inspect { name } => self.inspect(name).await,
            Command::Query { kind, args } => self.query(&kind, &args),
            Command::Export { kind } => self.export(&kind),
            Command::Checkpoint => self.checkpoint().await,
            Command::Restore => self.restore(&bytes.unwrap_or_default()).await.map(Answered::from),
            _ => Err(Failure::new("unknown-command", "This lab has no such command.")),
        };
        (self.post)(Outgoing::answer(id, answer));
    }

    fn is_busy(&self) -> bool {
        let is_asked = self.state == RunState::Training || self.job.is_some();
        let is_measuring = |nets: &Nets| nets.is_measuring(self.config.part, is_asked, (self.clock)());
        self.nets.as_ref().is_some_and(|nets| is_asked || is_measuring(nets))
    }

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
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
        let last = self.saving.last.take();
        match last.and_then(|last| Some((self.back_at(&last).ok()?, last))) {
            Some((nets, last)) => {
                self.emit(Event::Back { step: nets.step(self.config.part) });
                self.take_up(nets, Some(last)).await;
            }
            None => self.begin().await,
        }
    }
}

#[cfg(test)]
mod tests;
