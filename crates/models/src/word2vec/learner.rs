//! word2vec in training, whichever its objective.

use nabla_compute::DeviceError;

use super::losses::Losses;
use super::{FullSoftmax, NegativeSampling, Word2Vec};
use crate::divergence::{Divergence, Fault};

/// Words of the vocabulary that a step of negative sampling reads, to the end of a sentence.
const WORDS_OF_A_STEP: usize = 1000;

/// Vectors in training.
pub enum Learner {
    /// A right word against noise.
    Sampled {
        /// The training.
        training: Box<NegativeSampling>,
        /// How often the texts are read.
        epochs: usize,
        /// Steps done.
        steps: u64,
    },
    /// All words at once.
    Softmax {
        /// The training.
        training: Box<FullSoftmax>,
        /// How often the counts are gone through.
        epochs: usize,
    },
}

impl Learner {
    /// The vectors as they are now.
    pub fn model(&self) -> &Word2Vec {
        match self {
            Learner::Sampled { training, .. } => training.model(),
            Learner::Softmax { training, .. } => training.model(),
        }
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        match self {
            Learner::Sampled { steps, .. } => *steps,
            Learner::Softmax { training, .. } => training.steps(),
        }
    }

    /// How often the texts were read, in parts too.
    pub fn epoch(&self) -> f64 {
        match self {
            Learner::Sampled { training, .. } => training.read() as f64 / training.words().len() as f64,
            Learner::Softmax { training, .. } => training.steps() as f64 / training.steps_per_epoch() as f64,
        }
    }

    /// How often they are to be read.
    pub fn epochs(&self) -> usize {
        match self {
            Learner::Sampled { epochs, .. } | Learner::Softmax { epochs, .. } => *epochs,
        }
    }

    /// Steps of the whole training, as expected.
    pub fn steps_expected(&self) -> u64 {
        match self {
            Learner::Sampled { training, epochs, .. } => {
                (epochs * training.words().len()).div_ceil(WORDS_OF_A_STEP) as u64
            }
            Learner::Softmax { training, epochs } => training.steps_per_epoch() * *epochs as u64,
        }
    }

    /// Pairs that ever stand side by side, where they were counted.
    pub fn pairs(&self) -> Option<usize> {
        match self {
            Learner::Sampled { .. } => None,
            Learner::Softmax { training, .. } => Some(training.counts().pairs()),
        }
    }

    /// Whether they were.
    pub fn is_done(&self) -> bool {
        match self {
            Learner::Sampled { training, .. } => training.is_done(),
            Learner::Softmax { training, epochs } => training.steps() >= training.steps_per_epoch() * *epochs as u64,
        }
    }

    /// The learning rate of the next step.
    pub fn rate(&self) -> f64 {
        match self {
            Learner::Sampled { training, .. } => training.rate(),
            Learner::Softmax { training, .. } => training.rate(),
        }
    }

    /// Other learning rates at the start and the end; with the full softmax the end follows from the start.
    pub fn set_rate(&mut self, rate: f64, last_rate: f64) {
        match self {
            Learner::Sampled { training, .. } => training.set_rate(rate, last_rate),
            Learner::Softmax { training, .. } => training.set_rate(rate),
        }
    }

    /// What is known of a step that went wrong.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn examine(&self, fault: Fault) -> Result<Divergence, DeviceError> {
        let model = self.model();
        fault.examine(model.input.value.device(), &model.params()).await
    }

    /// The losses.
    pub fn losses(&mut self) -> &mut Losses {
        match self {
            Learner::Sampled { training, .. } => training.losses(),
            Learner::Softmax { training, .. } => training.losses(),
        }
    }

    /// One step.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn step(&mut self) -> Result<(), DeviceError> {
        match self {
            Learner::Sampled { training, steps, .. } => {
                *steps += 1;
                training.losses().begin(*steps);
                training.train(WORDS_OF_A_STEP);
                Ok(())
            }
            Learner::Softmax { training, .. } => training.step(),
        }
    }
}
