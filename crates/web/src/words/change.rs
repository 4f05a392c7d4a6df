//! What changes the lab: settings and texts. Everything that can fail comes before anything is changed.

use std::rc::Rc;

use nabla_compute::Device;
use nabla_models::config::{Change, Settings, Word2VecConfig, WordText};
use nabla_models::data::Words;
use serde_json::{Map, Value};

use super::library::{Library, Loaded};
use super::protocol::{Event, Reply};
use super::study::Study;
use super::telling::Told;
use super::{WordsLab, not_configured};
use crate::lab::Outgoing;
use crate::protocol::{DeviceInfo, Failure, RunState};

impl WordsLab {
    pub(super) async fn configure(&mut self, patch: &Map<String, Value>) -> Result<Reply, Failure> {
        let new = self.config.merged(&self.config.suited(patch)?)?;
        let rebuilt = !self.is_configured || self.config.change(&new) == Change::Rebuild;
        let missing = self.library.missing(&new);
        let words = if rebuilt && missing.is_empty() { Some(self.words(&new)?) } else { None };
        words.iter().try_for_each(|words| new.check_size(words.vocabulary().len()))?;
        if rebuilt {
            self.device = Some(self.choose(&new, words.as_ref()).await);
        }
        self.config = new;
        self.is_configured = true;
        match words {
            Some(words) => self.begin(&words, false),
            None if rebuilt => self.forget(),
            None => {
                if let Some(study) = &mut self.study {
                    self.config.apply(&mut study.learner);
                }
            }
        }
        let wanted: Vec<String> = missing.into_iter().chain(self.library.missing_judges(&self.config)).collect();
        if rebuilt && !wanted.is_empty() {
            self.emit(Event::Wanted { files: wanted });
        }
        let (_, device) = self.device.clone().ok_or_else(not_configured)?;
        Ok(Reply::Configured { config: self.config.clone(), device, rebuilt })
    }

    /// The words of a config's texts: those that are there already where nothing of them changes.
    fn words(&self, config: &Word2VecConfig) -> Result<Rc<Words>, Failure> {
        let of = |config: &Word2VecConfig| (config.texts.clone(), config.min_count, config.vocabulary);
        match &self.study {
            Some(study) if of(config) == of(&self.config) => Ok(Rc::clone(&study.words)),
            _ => self.library.words(config),
        }
    }

    pub(super) async fn choose(&mut self, config: &Word2VecConfig, words: Option<&Rc<Words>>) -> (Device, DeviceInfo) {
        // Words are learned from one after another, a few thousand numbers at a time: a GPU would mostly be told what
        // to do. With the full softmax over many words it may pay, and can be asked for; the page says that it was
        // not measured.
        let post = &self.post;
        let mut compiling = |done, total| post(Outgoing::event(Event::Compiling { done, total }));
        let words = || words.cloned().unwrap_or_else(|| Rc::new(Library::stand_in()));
        self.backends.for_small_models(config.backend, &|gpu| config.kernels(gpu, &words()), &mut compiling).await
    }

    /// New vectors at step 0.
    pub(super) fn begin(&mut self, words: &Rc<Words>, unasked: bool) {
        self.forget();
        if let Some(study) = self.new_study(words) {
            self.take_up(study, unasked);
        }
    }

    /// New vectors that nobody knows of; none without a device.
    pub(super) fn new_study(&self, words: &Rc<Words>) -> Option<Study> {
        let (device, _) = self.device.as_ref()?;
        let counts = &|| Rc::new(self.config.counts(words));
        Some(Study::new(words, self.config.learner(device, words, counts), (self.clock)()))
    }

    /// These vectors are the lab's from now on, wherever they stand.
    pub(super) fn take_up(&mut self, study: Study, unasked: bool) {
        self.forget();
        self.go_on(study, unasked);
    }

    /// These vectors take the place of those that were lost.
    pub(super) fn go_on(&mut self, study: Study, unasked: bool) {
        let corpus = Box::new(study.corpus(&self.config, self.library.names(&self.config)));
        let step = study.learner.steps();
        self.study = Some(study);
        self.told = Told::default();
        self.emit(Event::Begun { corpus, step, unasked });
    }

    fn forget(&mut self) {
        if let Some(study) = self.study.take() {
            study.refuse_waiting(&self.post, &replaced());
        }
        self.fail_job(&replaced());
        if self.state == RunState::Paused {
            self.set_state(RunState::Idle);
        }
    }

    pub(super) fn fail_job(&mut self, failure: &Failure) {
        if let Some(job) = self.job.take() {
            (self.post)(Outgoing::reply(job.id, Err(failure.clone())));
        }
    }

    pub(super) async fn load(&mut self, name: &str, bytes: &[u8]) -> Result<Reply, Failure> {
        let loaded = self.library.read(name, bytes)?;
        let words = loaded.words();
        let config = match loaded {
            Loaded::Own(..) => self.of_own(bytes.len())?,
            _ => self.config.clone(),
        };
        let learns = match &loaded {
            Loaded::Judge(_) => None,
            text => self.library.would_learn(text, &config)?,
        };
        learns.iter().try_for_each(|words| config.check_size(words.vocabulary().len()))?;
        let is_awaited = self.study.is_none() && self.is_configured;
        let is_own = matches!(loaded, Loaded::Own(..));
        self.library.keep(loaded);
        self.config = config;
        if let Some(learned) = learns.filter(|_| is_awaited || is_own) {
            let config = self.config.clone();
            self.device = Some(self.choose(&config, Some(&learned)).await);
            self.begin(&learned, false);
        }
        Ok(Reply::TextLoaded { config: self.config.clone(), name: name.to_owned(), words })
    }
}

impl WordsLab {
    /// The settings for a person's own text of so many bytes. If they wait for it, as after a worker was lost, they stay.
    fn of_own(&self, bytes: usize) -> Result<Word2VecConfig, Failure> {
        if self.config.texts.contains(&WordText::Own) && self.library.is_waiting_for(WordText::Own) {
            return Ok(self.config.clone());
        }
        let own = Map::from_iter([("texts".to_owned(), Value::from(WordText::WORDS[WordText::Own as usize]))]);
        let mut config = self.config.merged(&self.config.suited(&own)?)?;
        config.min_count = config.min_count.min(often(bytes));
        Ok(config)
    }
}

/// How often a word of a text of so many bytes can be asked to come: a short one has few that come ten times.
fn often(bytes: usize) -> u32 {
    match bytes {
        0..50_000 => 1,
        50_000..1_000_000 => 2,
        _ => u32::MAX,
    }
}

fn replaced() -> Failure {
    Failure::new("run-replaced", "The vectors were started anew before this was done.")
}
