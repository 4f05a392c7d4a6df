//! The lab about features behind the messages: models on features made by hand and nets that learn their own, trained one
//! after the other on the same images.

mod answer;
mod loading;
pub mod protocol;
mod telling;

use std::collections::HashMap;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::{Change, FeatureKind, FeaturesConfig, Settings, ShippedImages};
use nabla_models::data::images::ImageSplit;
use nabla_models::features::{Contest, Statistics};
use serde_json::{Map, Value};

use crate::backend::Backends;
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState};
use answer::Answered;
use protocol::{Event, Point, Reply};

/// How long one slice works before it looks at the messages.
const SLICE_MS: f64 = 12.0;

/// The lab.
pub struct FeaturesLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: FeaturesConfig,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    /// Files of a set of images that is not complete yet.
    files: HashMap<String, Vec<u8>>,
    images: HashMap<ShippedImages, ImageSplit>,
    contest: Option<Contest>,
    /// Of all experiments that the settings do not contradict.
    points: Vec<Point>,
    /// What features are like, as far as that was asked for.
    statistics: HashMap<FeatureKind, Statistics>,
    state: RunState,
    job: Option<Job>,
    /// When the page heard of progress last.
    told_at: f64,
}

impl FeaturesLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        FeaturesLab::with_backends(clock, post, Backends::default())
    }

    /// A lab on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post<Reply, Event>, backends: Backends) -> Self {
        FeaturesLab {
            clock,
            post,
            config: FeaturesConfig::default(),
            backends,
            device: None,
            files: HashMap::new(),
            images: HashMap::new(),
            contest: None,
            points: Vec::new(),
            statistics: HashMap::new(),
            state: RunState::Idle,
            job: None,
            told_at: 0.0,
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

    fn contest(&self) -> Result<&Contest, Failure> {
        self.contest.as_ref().ok_or_else(no_images)
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let rebuilt = self.device.is_none() || self.config.change(&new) == Change::Rebuild;
        // Other experiments have the same models on the same images: their points still hold.
        let moved = FeaturesConfig { experiment: new.experiment, ..self.config.clone() };
        if self.config.data != new.data {
            self.statistics.clear();
        }
        let is_other = moved.change(&new) == Change::Rebuild;
        self.config = new;
        if rebuilt {
            // A choice deletes nothing: points go when the experiment begins anew, with its first new one.
            if is_other {
                self.points.clear();
            }
            self.begin().await;
        }
        let device = self.device.as_ref().map(|(_, info)| info.clone()).ok_or_else(no_images)?;
        Ok(Reply::Configured { config: self.config.clone(), device, rebuilt })
    }

    /// The device for the settings.
    async fn choose(&mut self, contest: Option<&Contest>) -> (Device, DeviceInfo) {
        // Most models are the processor's, and a point comes out the same to the bit there.
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let kernels = |gpu: &Device| contest.map_or_else(Vec::new, |contest| contest.kernels(gpu));
        self.backends.for_small_models(self.config.backend, &kernels, &mut compiling).await
    }

    /// A new experiment, not a training of it done. If one was under way, it is not any more.
    async fn begin(&mut self) {
        self.fail_job(&Failure::new("run-replaced", "The experiment was started anew before this was done."));
        let split = self.images.get(&self.config.data).cloned();
        let contest = split.map(|split| Contest::new(&Device::cpu(), split, self.config.contest(), self.clock));
        let (device, info) = self.choose(contest.as_ref()).await;
        self.contest = contest;
        if let Some(contest) = &mut self.contest {
            contest.on(&device);
        }
        self.device = Some((device, info));
        match self.contest {
            Some(_) => self.tell_begun(false),
            None => self.emit(Event::Wanted { files: self.missing() }),
        }
        if self.state == RunState::Paused || self.contest.is_none() {
            self.set_state(RunState::Idle);
        }
    }

    fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        let done = self.contest()?.points().len();
        self.job = Some(Job::asked(id, steps, done as u64, self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.contest()?;
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
        self.contest()?;
        self.set_state(RunState::Idle);
        self.points.retain(|point| point.experiment != self.config.experiment);
        self.begin().await;
        Ok(Reply::Done)
    }

    async fn work(&mut self) -> Result<(), DeviceError> {
        let until = (self.clock)() + SLICE_MS;
        while self.is_busy() && (self.clock)() < until {
            let Some(contest) = &mut self.contest else { break };
            if let Some(measured) = contest.step().await? {
                self.tell_measured(&measured);
            }
            self.end_if_done();
        }
        self.tell_progress();
        Ok(())
    }

    /// Answers `train` when its points are done, and stops when all are.
    fn end_if_done(&mut self) {
        let Some(contest) = &self.contest else { return };
        let (done, is_over) = (contest.points().len() as u64, contest.is_over());
        if let Some(job) = self.job.take_if(|job| is_over || done >= job.until) {
            let loss = self.points.last().map_or(f32::NAN, |point| 1.0 - point.accuracy);
            let reply = Reply::Trained { step: done, loss, metrics: self.metrics() };
            (self.post)(Outgoing::reply(job.id, Ok(reply)));
        }
        if is_over && self.state == RunState::Training {
            self.set_state(RunState::Paused);
        }
    }
}

impl Lab for FeaturesLab {
    type Reply = Reply;
    type Event = Event;

    /// The answer to `train` comes later, out of [`Lab::slice`].
    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let id = request.id;
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await.map(Answered::from),
            Command::LoadText { name } => self.load(&name, bytes.unwrap_or_default()).await.map(Answered::from),
            Command::Train { steps } => match self.train(id, steps) {
                Ok(()) => {
                    self.end_if_done();
                    return;
                }
                Err(failure) => Err(failure),
            },
            Command::Start => self.start().map(Answered::from),
            Command::Pause => Ok(self.pause().into()),
            Command::Reset => self.reset().await.map(Answered::from),
            Command::Query { kind, args } => self.query(&kind, &args).await,
            Command::Export { kind } => self.export(&kind),
            Command::Tensors | Command::Inspect { .. } => {
                Err(Failure::new("unknown-command", "This lab shows features, not tensors: query feature."))
            }
            _ => Err(Failure::new("unknown-command", "This lab has no such command.")),
        };
        (self.post)(Outgoing::answer(id, answer));
    }

    fn is_busy(&self) -> bool {
        let is_asked = self.state == RunState::Training || self.job.is_some();
        is_asked && self.contest.as_ref().is_some_and(|contest| !contest.is_over())
    }

    async fn slice(&mut self) {
        if let Err(error) = self.work().await {
            self.recover(&error).await;
        }
    }

    fn failed(&self) -> Option<DeviceError> {
        failure_of(self.device.as_ref())
    }

    /// A lost GPU takes its nets with it: the point that was under way begins again.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        let mut contest = self.contest.take();
        let (device, info) = self.choose(contest.as_ref()).await;
        if let Some(contest) = &mut contest {
            contest.on(&device);
        }
        self.contest = contest;
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
        self.tell_begun(true);
    }
}

fn no_images() -> Failure {
    Failure::new("not-configured", "There are no images yet: configure, and load the ones that are wanted.")
}

#[cfg(test)]
mod tests;
