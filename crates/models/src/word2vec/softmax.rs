//! Training on the counts with the full softmax: Σ `n_wu`·ln p(w|u), minibatches of centre words u.

use std::rc::Rc;

use nabla_compute::{DeviceError, ops};

use super::losses::Losses;
use super::{Counts, Word2Vec};
use crate::graph::Graph;
use crate::optimizer::Optimizer;
use crate::rng::{Random, SAMPLING};
use crate::schedule::{LearningRate, Schedule};

/// How it is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullSoftmaxSettings {
    /// N: centre words of a step.
    pub batch: usize,
    /// How often every word is centre.
    pub epochs: usize,
    /// The learning rate at the start; it falls in a straight line.
    pub rate: f64,
    /// Same seed, same vectors.
    pub seed: u64,
}

/// word2vec in training with the full softmax.
pub struct FullSoftmax {
    pub(super) model: Word2Vec,
    counts: Rc<Counts>,
    settings: FullSoftmaxSettings,
    pub(super) optimizer: Optimizer,
    rate: LearningRate,
    pub(super) random: Random,
    /// Centre words of this epoch.
    pub(super) order: Vec<u32>,
    pub(super) steps: u64,
    losses: Losses,
}

impl FullSoftmax {
    /// Training that begins with these vectors.
    pub fn new(model: Word2Vec, counts: Rc<Counts>, settings: FullSoftmaxSettings, optimizer: Optimizer) -> Self {
        let device = model.input.value.device();
        let vocabulary = model.input.value.shape().matrix()[0];
        let total = (settings.epochs * vocabulary.div_ceil(settings.batch)) as u64;
        FullSoftmax {
            losses: Losses::new(device, (vocabulary.max(2) as f64).ln()),
            rate: LearningRate {
                base: settings.rate,
                warm_up: 0,
                schedule: Schedule::Linear { steps: total, floor: 0.02 },
            },
            random: Random::new(settings.seed, SAMPLING),
            order: (0..vocabulary as u32).collect(),
            steps: 0,
            model,
            counts,
            settings,
            optimizer,
        }
    }

    /// The vectors as they are now.
    pub fn model(&self) -> &Word2Vec {
        &self.model
    }

    /// The counts it is trained on.
    pub fn counts(&self) -> &Rc<Counts> {
        &self.counts
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Steps of an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        self.order.len().div_ceil(self.settings.batch) as u64
    }

    /// The learning rate of the next step.
    pub fn rate(&self) -> f64 {
        self.rate.at(self.steps)
    }

    /// Another learning rate at the start, and so another one from the next step on.
    pub fn set_rate(&mut self, rate: f64) {
        (self.settings.rate, self.rate.base) = (rate, rate);
    }

    /// The learning rates of all steps.
    pub(crate) fn learning_rates(&self) -> &LearningRate {
        &self.rate
    }

    /// How it is trained.
    pub(crate) fn settings(&self) -> &FullSoftmaxSettings {
        &self.settings
    }

    /// What its matrices follow.
    pub(crate) fn optimizer(&self) -> &Optimizer {
        &self.optimizer
    }

    /// The losses, of a pair.
    pub fn losses(&mut self) -> &mut Losses {
        &mut self.losses
    }

    /// One step: the next centre words against all words beside them.
    ///
    /// The gradient of a batch is that of Σ `n_wu`·ln p(w|u) over its centres, in units in which all of them together
    /// weigh 1 on average: batches with frequent words weigh more, so that an epoch follows the whole sum.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn step(&mut self) -> Result<(), DeviceError> {
        let (batch, vocabulary) = (self.settings.batch, self.order.len());
        let place = (self.steps % self.steps_per_epoch()) as usize;
        if place == 0 {
            for last in (1..vocabulary).rev() {
                self.order.swap(last, self.random.below(last as u32 + 1) as usize);
            }
        }
        let centres = &self.order[place * batch..vocabulary.min((place + 1) * batch)];
        let mut dense = vec![0.0; centres.len() * vocabulary];
        let rows = centres.iter().zip(dense.chunks_exact_mut(vocabulary));
        let sum: f64 = rows.map(|(centre, row)| self.counts.fill(*centre as usize, row)).sum();
        let usual = self.counts.total() * centres.len() as f64 / vocabulary as f64;
        let device = self.model.input.value.device();
        let (centres, counts) = (device.upload_indices(centres), device.upload([centres.len(), vocabulary], &dense));
        let graph = Graph::training();
        let loss = self.model.full_softmax_of_counts(&graph, &centres, &counts, usual as f32);
        let params = self.model.params();
        let gradients = graph.gradients(&loss, &params);
        let norm = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), 0.0);
        self.optimizer.set_rate(self.rate.at(self.steps) as f32, 0.9);
        self.optimizer.step(&params, &gradients, &norm);
        self.steps += 1;
        self.losses.begin(self.steps);
        if sum > 0.0 {
            self.losses.add_tensors(loss.value(), norm, usual / sum, sum);
        }
        device.flush()
    }
}
