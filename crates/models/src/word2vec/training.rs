//! Training with negative sampling: sentence by sentence, with a learning rate that falls in a straight line.

use std::f64::consts::LN_2;
use std::rc::Rc;

use nabla_compute::sgns::{Block, Vectors};

use super::Word2Vec;
use super::batched::{Bags, Batched};
use super::losses::Losses;
use super::sampler::{Noise, Subsampling};
use crate::config::Reach;
use crate::data::Words;
use crate::rng::{Random, SAMPLING};
use crate::schedule::{LearningRate, Schedule};

/// What predicts what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Each word around predicts the word in the middle.
    SkipGram,
    /// The mean of the words around predicts the word in the middle.
    Cbow,
}

/// Of so many words in their contexts on the processor the loss of one is taken: it costs logarithms.
const LOSS_EVERY: u64 = 64;

/// word2vec's settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeSamplingSettings {
    /// What predicts what.
    pub context: Context,
    /// How far a word looks to each side at most.
    pub window: usize,
    /// Whether it always looks that far.
    pub reach: Reach,
    /// K: words of noise for each right one.
    pub negatives: usize,
    /// Noise is drawn by counts to the power of this.
    pub noise_power: f64,
    /// The threshold above which frequent words are thinned; 0 keeps all.
    pub sample: f64,
    /// The learning rate at the start.
    pub rate: f64,
    /// The learning rate at the end.
    pub last_rate: f64,
    /// How often the text is read.
    pub epochs: usize,
    /// Same seed, same vectors.
    pub seed: u64,
}

impl Default for NegativeSamplingSettings {
    /// Those of word2vec's and gensim's users: skip-gram, window 5, five words of noise.
    fn default() -> Self {
        NegativeSamplingSettings {
            context: Context::SkipGram,
            window: 5,
            reach: Reach::Dynamic,
            negatives: 5,
            noise_power: 0.75,
            sample: 1e-3,
            rate: 0.025,
            last_rate: 1e-4,
            epochs: 5,
            seed: 1,
        }
    }
}

impl NegativeSamplingSettings {
    /// Words around in one row of a batch.
    fn bag(&self) -> usize {
        if self.context == Context::Cbow { 2 * self.window } else { 1 }
    }

    /// The learning rate by the words that have been read, of so many.
    fn rates(&self, words: usize) -> LearningRate {
        let steps = (self.epochs * words) as u64;
        let schedule = Schedule::Linear { steps, floor: self.last_rate / self.rate };
        LearningRate { base: self.rate, warm_up: 0, schedule }
    }

    /// What it costs to tell a word from its noise by tossing coins.
    fn guessing(&self) -> f64 {
        (1 + self.negatives) as f64 * LN_2
    }
}

/// word2vec in training with negative sampling.
pub struct NegativeSampling {
    pub(super) model: Word2Vec,
    pub(super) words: Rc<Words>,
    settings: NegativeSamplingSettings,
    rate: LearningRate,
    pub(super) draws: Draws,
    /// The next sentence.
    pub(super) sentence: usize,
    /// Words read so far.
    pub(super) read: u64,
    block: Block,
    /// Words in their contexts so far.
    pub(super) blocks: u64,
    losses: Losses,
    /// On a GPU.
    batched: Option<Batched>,
}

/// What is drawn, and where it is put.
pub(super) struct Draws {
    pub(super) random: Random,
    noise: Noise,
    subsampling: Subsampling,
    /// The words of a sentence that are read.
    kept: Vec<u32>,
    /// The words around one.
    around: Vec<u32>,
    /// The right word, then noise.
    targets: Vec<u32>,
}

impl NegativeSampling {
    /// Training that begins with these vectors.
    pub fn new(model: Word2Vec, words: impl Into<Rc<Words>>, settings: NegativeSamplingSettings) -> Self {
        let words = words.into();
        let draws = Draws {
            random: Random::new(settings.seed, SAMPLING),
            noise: Noise::new(words.counts(), settings.noise_power),
            subsampling: Subsampling::new(words.counts(), settings.sample),
            kept: Vec::new(),
            around: Vec::new(),
            targets: Vec::new(),
        };
        let rate = settings.rates(words.len());
        let is_on_processor = model.input.value.processor_mut().is_some();
        let batched = (!is_on_processor).then(|| Batched::new(&model, settings.bag(), settings.negatives));
        let losses = Losses::new(model.input.value.device(), settings.guessing());
        NegativeSampling {
            model,
            words,
            settings,
            rate,
            draws,
            sentence: 0,
            read: 0,
            block: Block::default(),
            blocks: 0,
            losses,
            batched,
        }
    }

    /// The vectors as they are now.
    pub fn model(&self) -> &Word2Vec {
        &self.model
    }

    /// The text.
    pub fn words(&self) -> &Rc<Words> {
        &self.words
    }

    /// Words of the vocabulary read so far.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The learning rate of the next sentence.
    pub fn rate(&self) -> f64 {
        self.rate.at(self.read)
    }

    /// Other learning rates at the start and the end, and so another one from the next sentence on.
    pub fn set_rate(&mut self, rate: f64, last_rate: f64) {
        (self.settings.rate, self.settings.last_rate) = (rate, last_rate);
        self.rate = self.settings.rates(self.words.len());
    }

    /// How it is trained.
    pub(crate) fn settings(&self) -> &NegativeSamplingSettings {
        &self.settings
    }

    /// At least so many rows from the beginning of the text, with noise of the seed's; fewer where there are no more.
    pub(crate) fn examples(&self, rows: usize) -> Bags {
        let mut bags = Bags::new(self.settings.bag(), self.settings.negatives);
        let Draws { noise, subsampling, .. } = &self.draws;
        let mut draws = Draws {
            random: Random::new(self.settings.seed, SAMPLING),
            noise: noise.clone(),
            subsampling: subsampling.clone(),
            kept: Vec::new(),
            around: Vec::new(),
            targets: Vec::new(),
        };
        for number in 0..self.words.sentences() {
            if bags.targets.len() >= rows * bags.samples {
                break;
            }
            draws.subsampling.read(self.words.sentence(number), &mut draws.random, &mut draws.kept);
            for position in 0..draws.kept.len() {
                draws.look_around(position, &self.settings);
                bags.add(&draws.around, &draws.targets);
            }
        }
        bags
    }

    /// The losses, of a right word and its noise.
    pub fn losses(&mut self) -> &mut Losses {
        &mut self.losses
    }

    /// Whether the text has been read as often as the settings say.
    pub fn is_done(&self) -> bool {
        self.read >= (self.settings.epochs * self.words.len()) as u64
    }

    /// Reads whole sentences until there are at least `count` words more or the training is done, or has gone wrong, and learns
    /// from them; returns how many words that were. On the processor each word learns from what the ones before have changed; on a
    /// GPU whole batches do, and what is left of the last one waits for the next call.
    ///
    /// # Panics
    /// When one matrix serves for both sides.
    pub fn train(&mut self, count: usize) -> usize {
        let before = self.read;
        while !self.is_done() && !self.losses.have_failed() && self.read - before < count as u64 {
            self.train_sentence();
        }
        (self.read - before) as usize
    }

    fn train_sentence(&mut self) {
        let NegativeSampling { model, words, settings, draws, block, blocks, losses, .. } = self;
        let tokens = words.sentence(self.sentence);
        let rate = self.rate.at(self.read) as f32;
        self.read += tokens.len() as u64;
        self.sentence = (self.sentence + 1) % words.sentences();
        draws.subsampling.read(tokens, &mut draws.random, &mut draws.kept);
        if let Some(batched) = &mut self.batched {
            for position in 0..draws.kept.len() {
                draws.look_around(position, settings);
                batched.add(&draws.around, &draws.targets);
            }
            return batched.step(model, rate, losses);
        }
        let output = model.output.as_ref().expect("negative sampling has two matrices");
        let [mut input, mut output] = [&model.input.value, &output.value]
            .map(|table| table.processor_mut().expect("the processor has both matrices"));
        let size = model.input.value.shape().matrix()[1];
        let mut vectors = Vectors { input: &mut input, output: &mut output, size };
        for position in 0..draws.kept.len() {
            draws.look_around(position, settings);
            let is_sound = match settings.context {
                Context::SkipGram => block.skip_gram(&mut vectors, &draws.around, &draws.targets, rate),
                Context::Cbow => block.cbow(&mut vectors, &draws.around, &draws.targets, rate),
            };
            if !is_sound {
                return losses.fail(block.loss(draws.targets.len(), rate));
            }
            *blocks += 1;
            if blocks.is_multiple_of(LOSS_EVERY) && !draws.around.is_empty() {
                losses.add(block.loss(draws.targets.len(), rate));
                if losses.have_failed() {
                    return;
                }
            }
        }
    }
}

impl Draws {
    /// The words around a position, within a reach that is drawn, and the word there with its noise.
    fn look_around(&mut self, position: usize, settings: &NegativeSamplingSettings) {
        let reach = match settings.reach {
            Reach::Dynamic => 1 + self.random.below(settings.window as u32) as usize,
            Reach::Fixed => settings.window,
        };
        let end = self.kept.len().min(position + reach + 1);
        self.around.clear();
        self.around.extend_from_slice(&self.kept[position.saturating_sub(reach)..position]);
        self.around.extend_from_slice(&self.kept[position + 1..end]);
        self.targets.clear();
        self.targets.push(self.kept[position]);
        for _ in 0..settings.negatives {
            let word = self.noise.draw(&mut self.random);
            if word != self.kept[position] {
                self.targets.push(word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_compute::Device;

    /// Two subjects that never meet.
    fn words() -> Words {
        let sentence = |i: usize| {
            let subject =
                if i.is_multiple_of(2) { ["sun", "moon", "star", "sky"] } else { ["bread", "milk", "salt", "oil"] };
            format!("{} {} {}\n", subject[i % 3], subject[(i / 3) % 4], subject[(i / 5) % 4])
        };
        Words::new(&(0..600).map(sentence).collect::<String>(), 2)
    }

    fn trained(context: Context, seed: u64) -> NegativeSampling {
        let words = words();
        let model = Word2Vec::untied(&Device::cpu(), words.vocabulary().len(), 10, seed);
        let settings = NegativeSamplingSettings { context, epochs: 40, sample: 0.0, seed, ..Default::default() };
        let mut training = NegativeSampling::new(model, words, settings);
        while !training.is_done() {
            assert!(training.train(100) >= 100 || training.is_done());
        }
        assert_eq!(training.train(100), 0, "nothing is left to read");
        training
    }

    fn vectors(training: &NegativeSampling) -> Vec<f32> {
        training.model().input.value.processor_mut().expect("on the processor").to_vec()
    }

    #[test]
    fn the_same_seed_gives_the_same_bits() {
        let bits = |seed| vectors(&trained(Context::SkipGram, seed)).iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(3), bits(3));
        assert_ne!(bits(3), bits(4));
    }
}
