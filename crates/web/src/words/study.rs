//! Vectors in training, and what is remembered of it.

use std::rc::Rc;

use nabla_compute::DeviceError;
use nabla_models::config::Word2VecConfig;
use nabla_models::data::Words;
use nabla_models::word2vec::{History, Judging, Learner, Pca, Space, Verdict};

use super::protocol::{CorpusInfo, Event, JudgedPoint, Judgement, Reply};
use super::saving::CHECKPOINT_MS;
use crate::lab::{Outgoing, Post};
use crate::protocol::Failure;
use crate::saving::Saving;

/// So many snapshots of all vectors are taken in a training.
const SNAPSHOTS: f64 = 24.0;

/// Judging under way.
pub(super) struct Session {
    pub(super) judging: Judging,
    pub(super) step: u64,
    pub(super) epoch: f64,
    pub(super) milliseconds: f64,
}

/// All that belongs to one training.
pub(super) struct Study {
    pub(super) words: Rc<Words>,
    pub(super) learner: Learner,
    /// Seconds of training.
    pub(super) seconds: f64,
    pub(super) saving: Saving,
    pub(super) pca: Pca,
    pub(super) history: History,
    /// The share of the training at which the next snapshot is due.
    next_snapshot: f64,
    /// As of a step.
    space: Option<(u64, Rc<Space>)>,
    /// The row of `n_wu` of the word that was asked about last.
    pub(super) company: Option<(u32, Rc<Vec<f32>>)>,
    pub(super) session: Option<Session>,
    pub(super) judged: Option<(Judgement, Verdict)>,
    pub(super) points: Vec<JudgedPoint>,
    /// Milliseconds of judging so far.
    pub(super) judging_milliseconds: f64,
    /// The share of the training at which the next judging is due.
    pub(super) next_judging: f64,
    /// Who waits for a verdict.
    pub(super) waiting: Vec<u32>,
    /// The losses that the page was told, and after which steps.
    pub(super) losses: Vec<(u64, f32)>,
}

impl Study {
    pub(super) fn new(words: &Rc<Words>, learner: Learner, now: f64) -> Self {
        Study {
            words: Rc::clone(words),
            learner,
            seconds: 0.0,
            saving: Saving::due(now + CHECKPOINT_MS),
            pca: Pca::default(),
            history: History::default(),
            next_snapshot: 0.0,
            space: None,
            company: None,
            session: None,
            judged: None,
            points: Vec::new(),
            judging_milliseconds: 0.0,
            next_judging: 0.0,
            waiting: Vec::new(),
            losses: Vec::new(),
        }
    }

    /// The share of the training that is done.
    pub(super) fn share(&self) -> f64 {
        (self.learner.epoch() / self.learner.epochs() as f64).min(1.0)
    }

    /// About its words.
    pub(super) fn corpus(&self, config: &Word2VecConfig, texts: Vec<String>) -> CorpusInfo {
        let words = &self.words;
        let kept = config.subsampling(words);
        let read = |(word, count): (usize, &u32)| f64::from(*count) * kept.probability(word);
        CorpusInfo {
            texts,
            words: words.total(),
            kept: words.len(),
            distinct: words.distinct(),
            vocabulary: words.vocabulary().len(),
            rarest: words.counts().last().copied().unwrap_or(0),
            sentences: words.sentences(),
            read: words.counts().iter().enumerate().map(read).sum(),
            parameters: config.parameters(words.vocabulary().len()),
            learning_rate: config.rate(),
            steps: self.learner.steps_expected(),
        }
    }

    /// The numbers of a word's vector.
    pub(super) fn size(&self) -> usize {
        self.learner.model().input.value.shape().matrix()[1]
    }

    /// The vectors as centres, `[V,D]`.
    pub(super) async fn vectors(&self) -> Result<Vec<f32>, DeviceError> {
        self.learner.model().input.value.to_vec().await
    }

    /// ⟨`x_w`, `x_u`⟩ of one word u with every word w.
    pub(super) async fn scores(&self, token: u32) -> Result<Vec<f32>, DeviceError> {
        let model = self.learner.model();
        let (input, size) = (self.vectors().await?, self.size());
        let output = match &model.output {
            Some(output) => output.value.to_vec().await?,
            None => input.clone(),
        };
        let u = &input[token as usize * size..][..size];
        Ok(output.chunks_exact(size).map(|w| w.iter().zip(u).map(|(w, u)| w * u).sum()).collect())
    }

    /// The directions of the vectors as they are now.
    pub(super) async fn space(&mut self) -> Result<Rc<Space>, DeviceError> {
        let step = self.learner.steps();
        if let Some((_, space)) = self.space.as_ref().filter(|(known, _)| *known == step) {
            return Ok(Rc::clone(space));
        }
        let space = Rc::new(Space::new(&self.vectors().await?, self.size()));
        self.space = Some((step, Rc::clone(&space)));
        Ok(space)
    }

    /// Keeps a snapshot when one is due.
    pub(super) async fn keep_history(&mut self) -> Result<(), DeviceError> {
        let share = self.share();
        let step = self.learner.steps();
        if share >= self.next_snapshot && self.history.steps().last() != Some(&step) {
            let space = self.space().await?;
            self.history.keep(step, &space);
            self.next_snapshot = if share >= 1.0 { f64::INFINITY } else { (share + 1.0 / SNAPSHOTS).min(1.0) };
        }
        Ok(())
    }

    /// What comes at shares of the training is due again only after the part that is done.
    pub(super) fn go_on(&mut self) {
        (self.next_snapshot, self.next_judging) = (self.share(), self.share());
    }

    /// Whether somebody is asking questions.
    pub(super) fn is_judging(&self) -> bool {
        self.session.is_some() || !self.waiting.is_empty()
    }

    /// Tells who waits that no answer will come.
    pub(super) fn refuse_waiting(self, post: &Post<Reply, Event>, failure: &Failure) {
        self.waiting.into_iter().for_each(|id| post(Outgoing::reply(id, Err(failure.clone()))));
    }
}
