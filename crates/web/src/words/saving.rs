//! The training as a file, from which it goes on elsewhere.

use std::rc::Rc;

use nabla_compute::DeviceError;
use nabla_models::checkpoint::fingerprint;
use nabla_models::data::Words;
use nabla_models::{Checkpoint, CheckpointError};

use super::answer::Answered;
use super::protocol::{Event, JudgedPoint, Reply};
use super::study::Study;
use super::{WordsLab, not_begun};
use crate::protocol::Failure;
use crate::saving::hand_out;

/// How often a training that is on is saved, and how much less often with a million numbers.
pub(super) const CHECKPOINT_MS: f64 = 3000.0;

impl WordsLab {
    /// Takes a checkpoint when it is time and steps are being taken, and hands it out once it is known to be good.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        let (now, steps) = ((self.clock)(), self.steps());
        let Some(study) = &mut self.study else { return Ok(()) };
        if steps && now >= study.saving.due {
            let kept = study.kept(now).await?;
            study.saving.hold(kept, true);
        }
        if let Some(good) = study.saving.settle(study.learner.losses().arrived()) {
            hand_out(&self.post, good, |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    /// Hands out a checkpoint of a training that is over.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let now = (self.clock)();
        let Some(study) = self.study.as_mut().filter(|study| study.saving.is_sound()) else { return Ok(()) };
        let kept = study.kept(now).await?;
        hand_out(&self.post, study.saving.keep(kept), |step| Event::Checkpoint { step });
        Ok(())
    }

    /// The training as it is now; one that went wrong as it was when it was good.
    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let now = (self.clock)();
        let study = self.study.as_mut().ok_or_else(not_begun)?;
        let kept = if study.saving.is_sound() {
            let kept = study.kept(now).await?;
            study.saving.hold(kept.clone(), false);
            kept
        } else if let Some(good) = study.saving.good() {
            good.clone()
        } else {
            let words = Rc::clone(&study.words);
            capture(&self.new_study(&words).ok_or_else(not_begun)?).await?
        };
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// A training that went wrong goes back to where it was good.
    pub(super) fn go_back(&mut self) -> Result<Reply, Failure> {
        let study = self.study.as_mut().ok_or_else(not_begun)?;
        if !study.saving.is_sound() {
            let (words, good) = (Rc::clone(&study.words), study.saving.take_good());
            if let Some(good) = good {
                let mut back = self.study_of(&words, &good)?;
                back.saving.keep(good);
                self.take_up(back, false);
                self.tell(true);
            } else {
                self.begin(&words, false);
            }
        }
        Ok(Reply::Restored { step: self.study()?.learner.steps() })
    }

    /// Goes on from the checkpoint of a training with these settings and words; the one that is on stays if the words are
    /// others, or the vectors not so many or so long. Other settings are not noticed: who saves keeps them beside it.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        let words = Rc::clone(&self.study()?.words);
        if checkpoint.metadata.get("data") != Some(&identity(&words)) {
            return Err(CheckpointError::Mismatch("the text that it was learned from".to_owned()).into());
        }
        let mut study = self.study_of(&words, &checkpoint)?;
        let step = study.learner.steps();
        study.saving.hold(checkpoint, false);
        self.take_up(study, false);
        self.tell(true);
        Ok(Reply::Restored { step })
    }

    /// The training of a checkpoint, with what the page shows of it.
    pub(super) fn study_of(&self, words: &Rc<Words>, checkpoint: &Checkpoint) -> Result<Study, Failure> {
        let mut study = self.new_study(words).ok_or_else(not_begun)?;
        study.learner.restore(checkpoint)?;
        study.seconds = checkpoint.metadata.get("seconds").and_then(|text| text.parse().ok()).unwrap_or(0.0);
        let losses = checkpoint.find("curve.losses").unwrap_or_default();
        study.losses = losses.as_chunks::<2>().0.iter().map(|[step, loss]| (*step as u64, *loss)).collect();
        let judged = checkpoint.find("curve.judged").unwrap_or_default();
        let known = |x: f32| x.is_finite().then(|| f64::from(x));
        let point = |[step, epoch, spearman, accuracy]: &[f32; 4]| JudgedPoint {
            step: *step as u64,
            epoch: f64::from(*epoch),
            spearman: known(*spearman),
            accuracy: known(*accuracy),
        };
        study.points = judged.as_chunks::<4>().0.iter().map(point).collect();
        study.go_on();
        Ok(study)
    }

    /// New vectors, those of a file; the ones that are there stay if it does not fit.
    #[cfg(feature = "all-cells")]
    pub(super) async fn import(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let study = self.study()?;
        let mut params = study.learner.checkpoint().await?.tensors;
        params.retain(|name, _| ["word2vec.input", "word2vec.output"].contains(&name.as_str()));
        let twins = nabla_models::export::word2vec_twins();
        let taken = nabla_models::import::weights(bytes, &twins, &params)?;
        let words = Rc::clone(&study.words);
        let own = nabla_models::export::identity_of(&words);
        if nabla_models::import::metadata(bytes, "words").is_some_and(|other| other != own) {
            return Err(Failure::new("weights-vocabulary", "The file's vectors are of other words."));
        }
        self.begin(&words, false);
        let study = self.study.as_mut().ok_or_else(not_begun)?;
        study.learner.load_weights(&|name| taken.get(name).cloned())?;
        Ok(Reply::Restored { step: 0 })
    }
}

impl Study {
    /// The training as it is now; the next one is due later.
    async fn kept(&mut self, now: f64) -> Result<Checkpoint, DeviceError> {
        let kept = capture(self).await?;
        let numbers: usize = kept.tensors.values().map(|(_, data)| data.len()).sum();
        self.saving.due = now + CHECKPOINT_MS * (1.0 + numbers as f64 / 1e6);
        Ok(kept)
    }
}

/// The training as it is now, with what the page shows of it.
async fn capture(study: &Study) -> Result<Checkpoint, DeviceError> {
    let mut kept = study.learner.checkpoint().await?;
    kept.metadata.insert("data".to_owned(), identity(&study.words));
    kept.metadata.insert("seconds".to_owned(), study.seconds.to_string());
    let losses: Vec<f32> = study.losses.iter().flat_map(|(step, loss)| [*step as f32, *loss]).collect();
    let number = |number: Option<f64>| number.map_or(f32::NAN, |number| number as f32);
    let judged = study
        .points
        .iter()
        .flat_map(|point| [point.step as f32, point.epoch as f32, number(point.spearman), number(point.accuracy)]);
    for (name, data) in [("curve.losses", losses), ("curve.judged", judged.collect())] {
        kept.tensors.insert(name.to_owned(), (vec![data.len()], data));
    }
    Ok(kept)
}

/// The same for the same words in the same order.
fn identity(words: &Words) -> String {
    let spelling = words.vocabulary().iter().flat_map(|word| word.bytes().chain([0]));
    let text = (0..words.sentences()).flat_map(|at| words.sentence(at)).flat_map(|token| token.to_le_bytes());
    fingerprint(spelling.chain(text))
}
