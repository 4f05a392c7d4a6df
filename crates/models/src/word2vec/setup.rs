//! From the lab's settings to a training.

use std::rc::Rc;

use nabla_compute::Device;
use nabla_compute::kernel::KernelSource;

use super::{
    Context, Counts, FullSoftmax, FullSoftmaxSettings, Learner, NegativeSampling, NegativeSamplingSettings,
    Neighbourhood, Subsampling, Word2Vec,
};
use crate::config::{Objective, Updates, Word2VecConfig};
use crate::data::Words;
use crate::graph::Param;
use crate::optimizer::Optimizer;

/// Numbers of a step's logits: three tables of so many fit the bindings of any GPU.
const MAX_LOGITS: usize = 32 << 20;

impl Word2VecConfig {
    /// Whether the objective is the full softmax.
    pub fn is_full(&self) -> bool {
        matches!(self.objective, Objective::Tied | Objective::Untied)
    }

    /// η at the start.
    pub fn rate(&self) -> f64 {
        match (self.objective, self.optimizer) {
            _ if self.learning_rate > 0.0 => self.learning_rate,
            (Objective::SkipGram, _) => 0.025,
            (Objective::Cbow, _) => 0.05,
            (_, Updates::Adam | Updates::Rmsprop) => 0.03,
            (_, Updates::Sgd) => 0.5,
        }
    }

    /// What suits the objective, whatever η is.
    pub fn usual_rate(&self) -> f64 {
        Word2VecConfig { learning_rate: 0.0, ..self.clone() }.rate()
    }

    /// η at the end of negative sampling.
    fn last_rate(&self) -> f64 {
        (self.rate() / 250.0).min(1e-4)
    }

    /// Gives a training the settings that need no new one.
    pub fn apply(&self, learner: &mut Learner) {
        learner.set_rate(self.rate(), self.last_rate());
    }

    /// What counts as side by side, in the texts themselves.
    pub fn neighbourhood(&self) -> Neighbourhood {
        Neighbourhood { window: self.window, reach: self.reach, subsampling: None }
    }

    /// How frequent words are thinned.
    pub fn subsampling(&self, words: &Words) -> Subsampling {
        Subsampling::new(words.counts(), self.sample)
    }

    /// What is trained on with the full softmax: the same where frequent words are thinned, as expected.
    pub fn counts(&self, words: &Words) -> Counts {
        let subsampling = (self.sample > 0.0).then(|| self.subsampling(words));
        Counts::new(words, &Neighbourhood { subsampling, ..self.neighbourhood() })
    }

    /// Numbers that are learned.
    pub fn parameters(&self, vocabulary: usize) -> usize {
        vocabulary * self.size * if self.objective == Objective::Tied { 1 } else { 2 }
    }

    /// N: centre words of a step with the full softmax.
    pub(crate) fn centres(&self, vocabulary: usize) -> usize {
        let wanted = if self.batch == 0 { vocabulary } else { self.batch };
        wanted.min(MAX_LOGITS / vocabulary.max(1)).clamp(1, vocabulary.max(1))
    }

    /// A training at step 0. `counts` are those of [`Word2VecConfig::counts`], and used with the full softmax.
    pub fn learner(&self, device: &Device, words: &Rc<Words>, counts: &dyn Fn() -> Rc<Counts>) -> Learner {
        let (vocabulary, seed) = (words.vocabulary().len(), u64::from(self.seed));
        let make = if self.objective == Objective::Tied { Word2Vec::tied } else { Word2Vec::untied };
        let model = make(device, vocabulary, self.size, seed);
        if !self.is_full() {
            let training = NegativeSampling::new(model, Rc::clone(words), self.negative_sampling());
            return Learner::Sampled { training: Box::new(training), epochs: self.epochs, steps: 0 };
        }
        let batch = self.centres(vocabulary);
        let settings = FullSoftmaxSettings { batch, epochs: self.epochs, rate: self.rate(), seed };
        let optimizer = self.optimizer(&model.params());
        let training = FullSoftmax::new(model, counts(), settings, optimizer);
        Learner::Softmax { training: Box::new(training), epochs: self.epochs }
    }

    fn negative_sampling(&self) -> NegativeSamplingSettings {
        NegativeSamplingSettings {
            context: if self.objective == Objective::Cbow { Context::Cbow } else { Context::SkipGram },
            window: self.window,
            reach: self.reach,
            negatives: self.negatives,
            noise_power: self.noise_power,
            sample: self.sample,
            rate: self.rate(),
            last_rate: self.last_rate(),
            epochs: self.epochs,
            seed: u64::from(self.seed),
        }
    }

    fn optimizer(&self, params: &[&Param]) -> Optimizer {
        let rate = self.rate() as f32;
        match self.optimizer {
            Updates::Adam => Optimizer::adam(params, rate),
            Updates::Sgd => Optimizer::sgd(params, rate, 0.9),
            Updates::Rmsprop => Optimizer::rmsprop(params, rate, 0.9),
        }
    }

    /// What a GPU has to compile before it can train on these words, for [`Device::compile`].
    pub fn kernels(&self, device: &Device, words: &Rc<Words>) -> Vec<&'static KernelSource> {
        device.trace(|| {
            let mut learner = self.learner(device, words, &|| Rc::new(self.counts(words)));
            // A failure of the device shows again where it matters: in `compile`.
            let _ = learner.step();
        })
    }
}
