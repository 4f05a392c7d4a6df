//! What changes a lab: settings and texts. Everything that can fail comes before anything is changed.

use nabla_compute::Device;
use nabla_models::config::{Backend, Change, Settings};
use nabla_models::data::{Split, Text, TextError, VALIDATION_FRACTION};
use nabla_models::{Config, Trainer};
use serde_json::{Map, Value};

use super::{Outgoing, Session, text_failure};
use crate::backend::on_cpu;
use crate::protocol::{BackendKind, DeviceInfo, Event, Failure, Reason, Reply, TextLoaded};

/// The different characters of a usual text: for what is prepared before one is loaded.
const USUAL_VOCABULARY: usize = 96;

impl Session {
    pub(super) async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(patch)?;
        let _kept = self.backends.gpu_in_use(); // a new trial may need it again
        let vocabulary = self.text.as_ref().map_or(0, |(_, text)| text.vocabulary().len());
        new.check_size(vocabulary)?;
        let change = self.config.change(&new);
        let moves = new.backend != self.config.backend;
        // With "auto", what was faster for the old model says nothing of the new one.
        let tries_anew = change == Change::Rebuild && self.may_try_gpu();
        let chooses = self.device.is_none() || moves || tries_anew;
        let chosen = if chooses { Some(self.choose(&new).await) } else { None };
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
            self.compute_on(device, info);
        }
        if let Some(trainer) = rebuilt {
            self.begin(trainer);
        }
        if let Some(run) = &mut self.run {
            run.trainer.apply(&new);
        }
        self.config = new;
        if change == Change::Rebuild {
            self.tell_size();
        }
        if chooses && self.config.backend == Backend::Auto {
            self.begin_trial();
        } else if chooses {
            self.trial = None;
        }
        let (_, info) = self.device.clone().expect("a device was chosen");
        Ok(Reply::Configured { config: self.config.clone(), device: info, rebuilt: change == Change::Rebuild })
    }

    /// How large the model is that there is now.
    fn tell_size(&self) {
        if let Some((_, text)) = &self.text {
            let vocabulary = text.vocabulary().len();
            let (parameters, megabytes) = (self.config.parameters(vocabulary), self.config.memory(vocabulary));
            self.emit(Event::Model { parameters, megabytes });
        }
    }

    pub(super) async fn choose(&mut self, config: &Config) -> (Device, DeviceInfo) {
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let vocabulary = self.text.as_ref().map_or(USUAL_VOCABULARY, |(_, text)| text.vocabulary().len());
        self.backends.choose(config, vocabulary, &mut compiling).await
    }

    /// Carries weights and the optimiser's memory to another device.
    async fn move_to(&mut self, device: &Device, config: &Config) -> Result<(), Failure> {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return Ok(()) };
        run.finish_reports(self.clock, &self.post, text).await?;
        let checkpoint = run.trainer.capture().finish().await?;
        let mut trainer = Trainer::new(device, text, config).map_err(about_batch)?;
        trainer.restore(&checkpoint)?;
        run.replace_trainer(trainer);
        Ok(())
    }

    pub(super) fn load_text(&mut self, name: String, bytes: &[u8]) -> Result<Reply, Failure> {
        self.learn(name, Text::from_bytes(bytes).map_err(text_failure)?)
    }

    /// A new run on this text.
    pub(super) fn learn(&mut self, name: String, text: Text) -> Result<Reply, Failure> {
        let current = self.device.clone().ok_or_else(|| Failure::new("not-configured", "Configure first."))?;
        let tries_anew = self.may_try_gpu();
        let _kept = self.backends.gpu_in_use(); // for that trial
        let is_decided = current.1.reason == Reason::Faster || current.1.backend == BackendKind::WebGpu;
        let was_decided = tries_anew && is_decided;
        let (device, info) = if was_decided { on_cpu(Reason::Trying, String::new()) } else { current };
        self.config.check_size(text.vocabulary().len())?;
        let trainer = Trainer::new(&device, &text, &self.config).map_err(text_failure)?;
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
        self.tell_size();
        if tries_anew {
            self.compute_on(device, info);
            self.begin_trial();
        }
        Ok(Reply::TextLoaded(loaded))
    }
}

/// A text that was long enough is too short now: the batch has grown.
fn about_batch(error: TextError) -> Failure {
    text_failure(error).about("batch")
}
