//! One lab behind the messages: its settings, its text, its run. Knows nothing of JavaScript, so it is tested natively.

mod answer;
mod curve;
mod run;
mod writing;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::Change;
use nabla_models::data::{Split, Text, TextError, VALIDATION_FRACTION};
use nabla_models::{Checkpoint, Config, Trainer};
use serde_json::{Map, Value};

use crate::backend::{Backends, on_cpu};
use crate::protocol::{Command, DeviceInfo, Event, Failure, Reason, Reply, Request, RunState, TextLoaded};
use answer::Answer;
use run::Run;

/// What goes to the page.
#[derive(Debug)]
pub struct Outgoing {
    /// An answer, or an event.
    pub message: Message,
    /// Numbers beside it.
    pub arrays: Vec<Vec<f32>>,
    /// A file beside it.
    pub bytes: Option<Vec<u8>>,
}

/// See [`Outgoing`].
#[derive(Debug)]
pub enum Message {
    /// To the request of this id.
    Reply(u32, Result<Reply, Failure>),
    /// By itself.
    Event(Event),
}

impl Outgoing {
    pub(crate) fn event(event: Event) -> Self {
        Outgoing { message: Message::Event(event), arrays: Vec::new(), bytes: None }
    }

    fn reply(id: u32, result: Result<Reply, Failure>) -> Self {
        Outgoing { message: Message::Reply(id, result), arrays: Vec::new(), bytes: None }
    }
}

/// The different characters of a usual text: for what is prepared before one is loaded.
const USUAL_VOCABULARY: usize = 96;

/// How messages leave.
pub type Post = Box<dyn Fn(Outgoing)>;

/// A lab.
pub struct Session {
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    post: Post,
    config: Config,
    backends: Backends,
    device: Option<(Device, DeviceInfo)>,
    text: Option<(String, Text)>,
    run: Option<Run>,
    state: RunState,
}

impl Session {
    /// A lab with default settings and no text.
    pub fn new(clock: fn() -> f64, post: Post) -> Self {
        Session {
            clock,
            post,
            config: Config::default(),
            backends: Backends::default(),
            device: None,
            text: None,
            run: None,
            state: RunState::Idle,
        }
    }

    fn emit(&self, event: Event) {
        (self.post)(Outgoing::event(event));
    }

    /// Does what a page asks for. The answer to `train` and to a question comes later, out of [`Session::slice`].
    pub async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let id = request.id;
        let answer = match request.command {
            Command::Configure { config } => self.configure(&config).await.map(Answer::from),
            Command::LoadText { name } => self.load_text(name, bytes.unwrap_or_default()).map(Answer::from),
            Command::Train { steps } => return self.later(|run, _| run.train(id, steps), id),
            Command::Query { kind, args } => return self.query(id, &kind, &args).await,
            Command::Start => self.start().map(Answer::from),
            Command::Pause => Ok(self.pause().into()),
            Command::Reset => self.reset().map(Answer::from),
            Command::Tensors => self.tensors().map(Answer::from),
            Command::Inspect { name } => self.inspect(name).await,
            Command::Export { kind } => self.export(&kind).await,
            Command::Checkpoint => self.checkpoint().await,
            Command::Restore => self.restore(&bytes.unwrap_or_default()).map(Answer::from),
        };
        (self.post)(match answer {
            Ok(Answer { reply, arrays, bytes }) => Outgoing { message: Message::Reply(id, Ok(reply)), arrays, bytes },
            Err(failure) => Outgoing::reply(id, Err(failure)),
        });
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

    async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let vocabulary = self.text.as_ref().map_or(0, |(_, text)| text.vocabulary().len());
        new.check_size(vocabulary)?;
        let change = self.config.change(&new);
        let moves = new.backend != self.config.backend;
        let chosen = if self.device.is_none() || moves { Some(self.choose(&new).await) } else { None };
        let device = chosen.as_ref().or(self.device.as_ref()).map(|(device, _)| device.clone());
        let device = device.expect("a device was chosen");
        // Everything that can fail comes before anything is changed.
        let mut rebuilt = None;
        if let Some((_, text)) = &self.text {
            match change {
                Change::Rebuild => rebuilt = Some(Trainer::new(&device, text, &new).map_err(about_batch)?),
                Change::MoveDevice if chosen.is_some() => self.move_to(&device, &new).await?,
                Change::Nothing | Change::Live | Change::MoveDevice => {}
            }
        }
        if let Some((device, info)) = chosen {
            self.emit(Event::Device { device: info.clone() });
            self.device = Some((device, info));
        }
        if let Some(trainer) = rebuilt {
            self.begin(trainer);
        }
        if let Some(run) = &mut self.run {
            run.trainer.apply(&new);
        }
        self.config = new;
        let (_, info) = self.device.clone().expect("a device was chosen");
        Ok(Reply::Configured { config: self.config.clone(), device: info, rebuilt: change == Change::Rebuild })
    }

    async fn choose(&mut self, config: &Config) -> (Device, DeviceInfo) {
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let vocabulary = self.text.as_ref().map_or(USUAL_VOCABULARY, |(_, text)| text.vocabulary().len());
        self.backends.choose(config, vocabulary, &mut compiling).await
    }

    /// Carries weights and the optimiser's memory to another device.
    async fn move_to(&mut self, device: &Device, config: &Config) -> Result<(), Failure> {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return Ok(()) };
        run.finish_reports((self.clock)()).await.map_err(device_failure)?;
        let checkpoint = run.trainer.capture().finish().await.map_err(device_failure)?;
        let mut trainer = Trainer::new(device, text, config).map_err(about_batch)?;
        trainer.restore(&checkpoint).map_err(|e| Failure::new("bad-checkpoint", e.to_string()))?;
        run.replace_trainer(trainer);
        Ok(())
    }

    fn load_text(&mut self, name: String, bytes: Vec<u8>) -> Result<Reply, Failure> {
        let (device, _) = self.device.as_ref().ok_or_else(|| Failure::new("not-configured", "Configure first."))?;
        let text = Text::from_bytes(&bytes).map_err(text_failure)?;
        self.config.check_size(text.vocabulary().len())?;
        let trainer = Trainer::new(device, &text, &self.config).map_err(text_failure)?;
        let characters = text.tokens().len();
        let split = Split::new(characters, VALIDATION_FRACTION, self.config.batch, self.config.sequence);
        let split = split.map_err(text_failure)?;
        let loaded = TextLoaded {
            name: name.clone(),
            characters,
            vocabulary: text.vocabulary().to_vec(),
            train: split.train.len(),
            validation: split.validation.len(),
            replaced: text.replaced(),
        };
        self.text = Some((name, text));
        self.begin(trainer);
        Ok(Reply::TextLoaded(loaded))
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
        let refuse = |e: nabla_models::CheckpointError| Failure::new("bad-checkpoint", e.to_string());
        let checkpoint = Checkpoint::from_bytes(bytes).map_err(refuse)?;
        run.restore(&checkpoint, (self.clock)()).map_err(refuse)?;
        Ok(Reply::Restored { step: run.trainer.step_count() })
    }

    /// Whether [`Session::slice`] has something to do.
    pub fn is_busy(&self) -> bool {
        self.run.as_ref().is_some_and(|run| self.state == RunState::Training || run.is_busy())
    }

    /// A few milliseconds of work: steps, reports, samples, checkpoints. Waits only when a GPU is too far behind.
    pub async fn slice(&mut self) {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return };
        let trains = self.state == RunState::Training;
        match run.slice(trains, self.clock, &self.post, text, &self.config).await {
            Ok(()) => {}
            Err(run::Stop::Diverged(failure)) => {
                run.fail_jobs(&failure, &self.post);
                self.set_state(RunState::Paused);
                self.emit(Event::Failed { failure });
            }
            Err(run::Stop::Device(error)) => self.recover(&error),
        }
    }

    /// A lost GPU takes its numbers with it: the run goes on, on the processor, from the last checkpoint.
    fn recover(&mut self, error: &DeviceError) {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return };
        let (device, info) = on_cpu(Reason::DeviceLost, error.to_string());
        self.backends.forget_gpu();
        match Trainer::new(&device, text, &self.config) {
            Ok(trainer) => run.recover(trainer, (self.clock)()),
            Err(error) => return self.emit(Event::Failed { failure: text_failure(error) }),
        }
        self.device = Some((device, info.clone()));
        self.emit(Event::Device { device: info });
    }
}

fn no_text() -> Failure {
    Failure::new("no-text", "There is no text to learn from yet: load one first.")
}

fn text_failure(error: TextError) -> Failure {
    Failure { code: error.code(), field: Some("text".into()), message: error.to_string(), args: error.args() }
}

/// A text that was long enough is too short now: the batch has grown.
fn about_batch(error: TextError) -> Failure {
    text_failure(error).about("batch")
}

fn device_failure(error: DeviceError) -> Failure {
    Failure::new("device-lost", error.to_string())
}

#[cfg(test)]
mod tests;
