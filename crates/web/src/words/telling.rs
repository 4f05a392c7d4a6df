//! How the page hears how far the training is, and where the words are by now.

use nabla_compute::DeviceError;

use super::WordsLab;
use super::protocol::{Event, MapInfo, Metrics};
use super::study::Study;
use crate::lab::{Message, Outgoing};

/// How often the page hears how far it is.
const PROGRESS_MS: f64 = 60.0;
/// How often it hears where the words are.
const MAP_MS: f64 = 80.0;
/// The most of the time that maps may take.
const MAP_SHARE: f64 = 0.1;

/// What the page was told last.
#[derive(Default)]
pub(super) struct Told {
    /// When.
    at: f64,
    step: u64,
    epoch: f64,
    seconds: f64,
    loss: Option<f32>,
    /// When the map was drawn, at which step, and how long it took.
    map: (f64, Option<u64>, f64),
}

impl Told {
    /// The page asks for other words than it was told of.
    pub(super) fn draw_map_anew(&mut self) {
        self.map.1 = None;
    }
}

impl WordsLab {
    /// Tells the page how far the training is, when it is time or `now`, and if there is something new.
    pub(super) fn tell(&mut self, now: bool) {
        let Some(study) = &mut self.study else { return };
        let time = (self.clock)();
        let step = study.learner.steps();
        if step == self.told.step || !(now || time - self.told.at >= PROGRESS_MS) {
            return;
        }
        if let Some(loss) = study.learner.losses().take() {
            self.told.loss = Some(loss);
            study.losses.push((step, loss));
        }
        let (step, loss, metrics) = self.standing();
        let Some(study) = &self.study else { return };
        self.told = Told {
            at: time,
            step,
            epoch: study.learner.epoch(),
            seconds: study.seconds,
            loss: self.told.loss,
            map: self.told.map,
        };
        self.emit(Event::Progress { step, loss, metrics });
    }

    /// Steps, the last loss that came, and more about the training.
    pub(super) fn standing(&self) -> (u64, f32, Metrics) {
        let told = &self.told;
        let Some(study) = &self.study else { return (0, f32::NAN, Metrics::none()) };
        let (epoch, words) = (study.learner.epoch(), &study.words);
        let (raw, time) = ((epoch - told.epoch) * words.total() as f64, study.seconds - told.seconds);
        let metrics = Metrics {
            epoch,
            share: study.share(),
            words: (epoch * words.len() as f64) as u64,
            words_per_second: raw / time.max(1e-3),
            seconds: study.seconds,
            learning_rate: study.learner.rate(),
            finished: study.learner.is_done(),
        };
        (study.learner.steps(), told.loss.unwrap_or(f32::NAN), metrics)
    }

    /// Tells the page where the words are, if it wants to know and they have moved.
    pub(super) async fn tell_map(&mut self) -> Result<(), DeviceError> {
        let (words, dimensions) = (self.config.map_words, self.config.dimensions);
        let (at, step, took) = self.told.map;
        let began = (self.clock)();
        let Some(study) = self.study.as_mut().filter(|_| self.follows_map) else { return Ok(()) };
        let is_new = step.is_none();
        if step == Some(study.learner.steps()) || !is_new && began - at < MAP_MS.max(took / MAP_SHARE) {
            return Ok(());
        }
        let (map, places) = study.map(words, dimensions, &self.also_mapped).await?;
        self.told.map = (began, Some(map.step), (self.clock)() - began);
        (self.post)(Outgoing { message: Message::Event(Event::Map { map }), arrays: vec![places], bytes: None });
        Ok(())
    }
}

impl Study {
    /// The map of the most frequent words, and of some more by name: a handful, which hardly turn the axes.
    pub(super) async fn map(
        &mut self,
        words: usize,
        dimensions: usize,
        also: &[String],
    ) -> Result<(MapInfo, Vec<f32>), DeviceError> {
        let size = self.size();
        let words = words.min(self.words.vocabulary().len());
        let ranks = also.iter().filter_map(|word| self.words.token(word)).map(|token| token as usize);
        let also: Vec<usize> = ranks.filter(|rank| *rank >= words).collect();
        let mut vectors = self.vectors().await?;
        let rarer: Vec<f32> = also.iter().flat_map(|rank| &vectors[rank * size..][..size]).copied().collect();
        vectors.truncate(words * size);
        vectors.extend(rarer);
        let projected = self.pca.project(&vectors, size, dimensions);
        let dimensions = projected.explained.len();
        let map = MapInfo { step: self.learner.steps(), words, also, dimensions, explained: projected.explained };
        Ok((map, projected.places))
    }
}

impl Metrics {
    fn none() -> Self {
        Metrics {
            epoch: 0.0,
            share: 0.0,
            words: 0,
            words_per_second: 0.0,
            seconds: 0.0,
            learning_rate: 0.0,
            finished: false,
        }
    }
}
