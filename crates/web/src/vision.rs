//! The vision lab behind the messages: a network that learns to tell images apart.

mod answer;
mod failures;
mod learning;
mod library;
pub mod protocol;
mod run;
mod saving;
mod telling;
mod trial;

use std::collections::VecDeque;
use std::task::{Context, Poll};

use nabla_compute::{Device, DeviceError};
use nabla_models::config::{Change, ImageData, Settings, VisionConfig};
use nabla_models::data::images::{ImageSplit, SHIPPED_SIZE};
use serde_json::{Map, Value, json};

use crate::backend::Backends;
use crate::lab::{Job, Lab, Outgoing, Post, failure_of};
use crate::protocol::{Command, DeviceInfo, Failure, Request, RunState, Timing};
use crate::saving::Saving;
use answer::Answered;
use library::{Library, OWN, read_own};
use protocol::{Event, Reply};
use run::{Run, Source};
use telling::Told;
use trial::Trial;

/// Classes of the images that the page ships.
const SHIPPED_CLASSES: usize = 10;

/// The lab.
pub struct VisionLab {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post<Reply, Event>,
    config: VisionConfig,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    library: Library,
    run: Option<Run>,
    state: RunState,
    job: Option<Job>,
    told: Told,
    saving: Saving,
    trial: Option<Trial>,
    /// What trials of this visit have found.
    timings: Vec<Timing>,
    /// Of this run's last steps on its device, in milliseconds, the newest first.
    step_times: VecDeque<f64>,
    /// When it was tried last, and how long that took.
    tested_at: f64,
    test_cost: f64,
}

impl VisionLab {
    /// A lab with default settings.
    pub fn new(clock: fn() -> f64, post: Post<Reply, Event>) -> Self {
        VisionLab::with_backends(clock, post, Backends::default())
    }

    /// A lab on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post<Reply, Event>, backends: Backends) -> Self {
        VisionLab {
            clock,
            post,
            config: VisionConfig::default(),
            backends,
            device: None,
            library: Library::default(),
            run: None,
            state: RunState::Idle,
            job: None,
            told: Told::default(),
            saving: Saving::default(),
            trial: None,
            timings: Vec::new(),
            step_times: VecDeque::new(),
            tested_at: 0.0,
            test_cost: 0.0,
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
        self.run.as_ref().ok_or_else(not_begun)
    }

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let rebuilt = self.device.is_none() || self.config.change(&new) == Change::Rebuild;
        if rebuilt {
            // Before anything changes: such a network may not be possible.
            let source = self.source(&new)?;
            self.device = Some(self.choose(&new, source.as_ref()).await);
        }
        self.config = new;
        if rebuilt {
            self.begin()?;
        } else if let Some(run) = &mut self.run {
            run.trainer.apply(&self.config.training());
        }
        let (_, device) = self.device.clone().ok_or_else(not_begun)?;
        Ok(Reply::Configured { config: self.config.clone(), device, rebuilt })
    }

    /// What these settings begin from; nothing as long as their images are not here.
    fn source(&self, config: &VisionConfig) -> Result<Option<Source>, Failure> {
        match self.library.split(config.data) {
            Some(split) => Source::new(config, split).map(Some),
            None => {
                config.check_size(&config.architecture(SHIPPED_SIZE, SHIPPED_CLASSES)?.plan()?)?;
                Ok(None)
            }
        }
    }

    async fn choose(&mut self, config: &VisionConfig, source: Option<&Source>) -> (Device, DeviceInfo) {
        // With a large network a trial finds out once it trains.
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let trainer = || source.and_then(|source| source.trainer_on(&Device::cpu()).ok());
        let kernels = |gpu: &Device| trainer().map_or_else(Vec::new, |trainer| trainer.kernels(gpu));
        self.backends.for_small_models(config.backend, &kernels, &mut compiling).await
    }

    /// A new network at step 0. If one was learning, this one is; where images are missing, they are asked for.
    fn begin(&mut self) -> Result<(), Failure> {
        self.fail_job(&replaced());
        self.run = None;
        self.trial = None;
        if let (Some(split), Some((device, _))) = (self.library.split(self.config.data), &self.device) {
            let run = Run::new(device, &self.config, split)?;
            self.take_up(run, false);
        } else {
            self.emit(Event::Wanted { files: self.library.missing(self.config.data) });
        }
        if self.state == RunState::Paused || self.run.is_none() {
            self.set_state(RunState::Idle);
        }
        Ok(())
    }

    /// This run is the lab's from now on, wherever it stands.
    fn take_up(&mut self, run: Run, unasked: bool) {
        let now = (self.clock)();
        self.told = Told::new(now, run.trainer.step_count(), run.seconds);
        self.saving = Saving::due(now + saving::CHECKPOINT_MS);
        (self.tested_at, self.test_cost) = (now, 0.0);
        self.trial = None;
        self.step_times.clear();
        self.run = Some(run);
        self.announce_trial();
        self.tell_begun(unasked);
    }

    fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    /// Takes images in. On an error all stays as it is.
    async fn load(&mut self, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
        let (data, count) = if name == OWN {
            let split = read_own(&bytes)?;
            let own = self.config.merged(json!({"data": "own"}).as_object().unwrap_or(&Map::new()))?;
            Source::new(&own, &split)?; // before anything changes
            let count = split.train.len() + split.test.len();
            self.library.keep_own(split);
            self.config = own;
            (ImageData::Own, count)
        } else {
            self.library.take_shipped(name, bytes)?
        };
        let is_awaited = name == OWN || (data == self.config.data && self.run.is_none());
        if is_awaited && self.device.is_some() && self.library.split(data).is_some() {
            let config = self.config.clone();
            let source = self.source(&config)?;
            self.device = Some(self.choose(&config, source.as_ref()).await);
            self.begin()?;
        }
        Ok(Reply::ImagesLoaded { config: self.config.clone(), name: name.to_owned(), count })
    }

    fn train(&mut self, id: u32, steps: u32) -> Result<(), Failure> {
        self.saving.check()?;
        let run = self.run()?;
        self.job = Some(Job::asked(id, steps, run.trainer.step_count(), self.job.as_ref())?);
        Ok(())
    }

    fn start(&mut self) -> Result<Reply, Failure> {
        self.run()?;
        self.saving.check()?;
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
        self.run()?;
        self.set_state(RunState::Idle);
        self.begin()?;
        Ok(Reply::Done)
    }

    /// Whether steps are to be taken.
    fn steps(&self) -> bool {
        self.run.is_some() && (self.state == RunState::Training || self.job.is_some())
    }

    /// The run of the last checkpoint, or a new one; and whether it is the former.
    fn restored(&self, device: &Device, split: &ImageSplit) -> Option<(Run, bool)> {
        let mut run = Run::new(device, &self.config, split).ok()?;
        if self.saving.newest().is_some_and(|saved| saving::go_on(&mut run, saved).is_ok()) {
            return Some((run, true));
        }
        Some((Run::new(device, &self.config, split).ok()?, false))
    }
}

impl Lab for VisionLab {
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
            Command::GoBack => self.go_back().map(Answered::from),
            Command::Restore => self.restore(&bytes.unwrap_or_default()).map(Answered::from),
            #[cfg(feature = "all-cells")]
            Command::Import => self.import(&bytes.unwrap_or_default()).await.map(Answered::from),
            _ => Err(Failure::new("unknown-command", "This lab has no such command.")),
        };
        (self.post)(Outgoing::answer(id, answer));
    }

    fn is_busy(&self) -> bool {
        let stands = self.trial.as_ref().is_some_and(Trial::stands);
        self.run.as_ref().is_some_and(|run| !stands && (self.steps() || (run.is_untested() && self.saving.is_sound())))
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

    /// A lost GPU takes the network with it: it goes on from the last checkpoint.
    async fn recover(&mut self, error: &DeviceError) {
        self.backends.after_loss(error, (self.clock)());
        let (config, run) = (self.config.clone(), self.run.take());
        let source = run.as_ref().map(|run| run.source(&config));
        let (device, info) = self.choose(&config, source.as_ref()).await;
        self.device = Some((device.clone(), info.clone()));
        self.emit(Event::Device { device: info });
        let Some(split) = run.map(|run| run.split) else { return };
        if let Some((run, is_restored)) = self.restored(&device, &split) {
            if !is_restored {
                self.fail_job(&replaced());
            }
            let saving = std::mem::take(&mut self.saving);
            self.take_up(run, true);
            self.saving = saving.of_newest(self.saving.due);
        }
    }

    /// While a GPU's steps are timed the run stands still.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.poll_trial(context)
    }
}

fn replaced() -> Failure {
    Failure::new("run-replaced", "The network was started anew before this was done.")
}

fn not_begun() -> Failure {
    Failure::new("no-images", "There is no network yet: configure, and load the images that are wanted.")
}

#[cfg(test)]
mod tests;
