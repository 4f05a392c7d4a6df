//! Both learners read the same sentences, in an order that the seed and the epoch give: a run is the same every time, and
//! goes on from a checkpoint as if nothing had been.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError, Reading as Numbers, Tensor, ops};

use super::net::{Bag, Net, Sizes};
use super::split::{Example, Split, shuffle};
use crate::checkpoint::{Capture, Checkpoint, CheckpointError};
use crate::config::TextCnnConfig;
use crate::divergence::{Divergence, Fault, Watch};
use crate::graph::{self, Graph, Param};
use crate::optimizer::Optimizer;
use crate::rng::{Random, SAMPLING};

/// η of the bag of words: its objective is convex and forgives a large one.
pub(crate) const BAG_RATE: f32 = 0.02;
/// A loss so far beyond guessing, in nats, does not come back.
const LOST: f32 = 1000.0;
/// So many read-backs may be under way.
const READINGS_IN_FLIGHT: usize = 2;
/// More steps are not left unread.
const MOST_UNREAD: usize = 16;

/// How both learn.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingSettings {
    /// Sentences of a step.
    pub batch: usize,
    /// How often all are read.
    pub epochs: usize,
    /// η of the net; Adam.
    pub learning_rate: f32,
    /// Of initialisation, order and dropout.
    pub seed: u64,
}

/// What the steps since the last look brought: the net's and the bag's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Learned {
    /// Sums of the mean losses, in nats.
    pub losses: [f64; 2],
    /// Sums of the shares that were right, with dropout.
    pub right: [f64; 2],
    /// Of so many steps.
    pub steps: f64,
}

/// A training under way.
pub struct Training {
    device: Device,
    split: Rc<Split>,
    settings: TrainingSettings,
    net: Net,
    bag: Bag,
    optimizers: [Optimizer; 2],
    order: Vec<u32>,
    /// Whose order it is.
    ordered: Option<u64>,
    step: u64,
    /// Losses and probabilities of both, the norm of all gradients, and what was right.
    unread: Vec<([Tensor; 5], Vec<u32>)>,
    in_flight: VecDeque<(Numbers, Vec<Vec<u32>>)>,
    learned: Learned,
    /// The last step whose numbers have come.
    arrived: u64,
    watch: Watch,
    fault: Option<Fault>,
}

impl TextCnnConfig {
    /// The sizes of its net.
    pub fn sizes(&self, vocabulary: usize) -> Sizes {
        Sizes {
            vocabulary,
            embedding: self.embedding,
            widths: self.widths.clone(),
            filters: self.filters,
            dropout: self.dropout as f32,
        }
    }

    /// A training at step 0.
    pub fn training(&self, device: &Device, split: &Rc<Split>) -> Training {
        let settings = TrainingSettings {
            batch: self.batch,
            epochs: self.epochs,
            learning_rate: self.learning_rate as f32,
            seed: u64::from(self.seed),
        };
        Training::new(device, split, &self.sizes(split.reader.vocabulary().len()), settings)
    }

    /// What a GPU has to compile before it can train on these sentences, for [`Device::compile`].
    pub fn kernels(&self, device: &Device, split: &Rc<Split>) -> Vec<&'static KernelSource> {
        device.trace(|| {
            let mut training = self.training(device, split);
            // A failure of the device shows again where it matters: in `compile`.
            let _ = training.step();
            super::Test::kernels(&training);
        })
    }
}

impl Training {
    /// Learners that know nothing yet.
    pub fn new(device: &Device, split: &Rc<Split>, sizes: &Sizes, settings: TrainingSettings) -> Self {
        let (net, bag) = (Net::new(device, sizes, settings.seed), Bag::new(device, sizes.vocabulary));
        let optimizers =
            [Optimizer::adam(&net.params(), settings.learning_rate), Optimizer::adam(&bag.params(), BAG_RATE)];
        Training {
            device: device.clone(),
            split: Rc::clone(split),
            settings,
            net,
            bag,
            optimizers,
            order: Vec::new(),
            ordered: None,
            step: 0,
            unread: Vec::new(),
            in_flight: VecDeque::new(),
            learned: Learned::default(),
            arrived: 0,
            watch: Watch::default(),
            fault: None,
        }
    }

    /// What is learned from.
    pub fn split(&self) -> &Rc<Split> {
        &self.split
    }

    /// What the net's parameters follow; the bag's follow the same at another rate.
    pub(crate) fn optimizer(&self) -> &Optimizer {
        &self.optimizers[0]
    }

    /// The convolutional net.
    pub fn net(&self) -> &Net {
        &self.net
    }

    /// The bag of words.
    pub fn bag(&self) -> &Bag {
        &self.bag
    }

    /// Where it computes.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Another learning rate of the net from the next step on.
    pub fn set_rate(&mut self, rate: f64) {
        self.settings.learning_rate = rate as f32;
        self.optimizers[0].set_rate(rate as f32, 0.0);
    }

    /// Steps so far.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// The last step whose numbers have come.
    pub fn arrived(&self) -> u64 {
        self.arrived
    }

    /// The first step that went wrong, if it is one of those whose numbers have come since the last call.
    pub fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// What is known of a step that went wrong.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn examine(&self, fault: Fault) -> Result<Divergence, DeviceError> {
        fault.examine(&self.device, &self.params().concat()).await
    }

    /// Of one epoch: the last batch may be smaller.
    pub fn steps_of_epoch(&self) -> u64 {
        self.split.train.len().div_ceil(self.settings.batch) as u64
    }

    /// How often all sentences were read.
    pub fn epoch(&self) -> f64 {
        self.step as f64 / self.steps_of_epoch() as f64
    }

    /// Until the end.
    pub fn steps_in_all(&self) -> u64 {
        self.steps_of_epoch() * self.settings.epochs as u64
    }

    /// Whether they were read as often as is wanted.
    pub fn is_done(&self) -> bool {
        self.step >= self.steps_in_all()
    }

    /// Numbers that are learned: the net's and the bag's.
    pub fn parameters(&self) -> [usize; 2] {
        let count = |params: &[&Param]| params.iter().map(|param| param.value.len()).sum();
        [count(&self.net.params()), count(&self.bag.params())]
    }

    /// The sentences of the next step.
    fn batch(&mut self) -> Vec<Example> {
        let (epoch, of_epoch) = (self.step / self.steps_of_epoch(), self.step % self.steps_of_epoch());
        if self.ordered != Some(epoch) {
            self.order = (0..self.split.train.len() as u32).collect();
            shuffle(&mut self.order, &mut Random::new(self.settings.seed ^ epoch << 32, SAMPLING));
            self.ordered = Some(epoch);
        }
        let start = of_epoch as usize * self.settings.batch;
        let end = (start + self.settings.batch).min(self.order.len());
        self.order[start..end].iter().map(|place| self.split.train[*place as usize].clone()).collect()
    }

    /// One step of both: forward, backward, update. Waits for nothing.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn step(&mut self) -> Result<(), DeviceError> {
        let batch = self.batch();
        let ids: Vec<u32> = batch.iter().flat_map(|example| example.ids.iter().copied()).collect();
        let weights: Vec<f32> = batch.iter().flat_map(|example| Bag::weights(&example.ids)).collect();
        let authors: Vec<u32> = batch.iter().map(|example| example.author).collect();
        let shape = [batch.len(), ids.len() / batch.len()];
        let (symbols, targets) = (self.device.upload_indices(&ids), self.device.upload_indices(&authors));
        let graph = Graph::training();
        let seed = self.settings.seed << 32 ^ self.step;
        let of_net = ops::softmax_xent(&self.net.forward(&graph, &symbols, batch.len(), seed).logits, &targets);
        let weights = self.device.upload(shape, &weights);
        let of_bag = ops::softmax_xent(&self.bag.forward(&graph, &symbols, &weights), &targets);
        let gradients =
            [graph.gradients(&of_net.loss, &self.net.params()), graph.gradients(&of_bag.loss, &self.bag.params())];
        // Nothing is clipped, but where one of the gradients is no number neither learner is updated.
        let norm = ops::global_norm(&gradients.iter().flatten().collect::<Vec<_>>(), 0.0);
        self.optimizers[0].step(&self.net.params(), &gradients[0], &norm);
        self.optimizers[1].step(&self.bag.params(), &gradients[1], &norm);
        let kept = [of_net.loss.value(), &of_net.probabilities, of_bag.loss.value(), &of_bag.probabilities, &norm];
        self.unread.push((kept.map(Clone::clone), authors));
        self.step += 1;
        if self.unread.len() >= MOST_UNREAD {
            self.report();
        }
        self.device.flush()
    }

    /// Asks the device for all losses so far.
    pub fn report(&mut self) {
        if self.unread.is_empty() {
            return;
        }
        let (tensors, authors): (Vec<[Tensor; 5]>, Vec<Vec<u32>>) =
            std::mem::take(&mut self.unread).into_iter().unzip();
        self.in_flight.push_back((self.device.read(&tensors.iter().flatten().collect::<Vec<_>>()), authors));
    }

    /// Takes what has come, and waits for the oldest where too much is under way, or, if `all`, for everything.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn collect(&mut self, all: bool) -> Result<(), DeviceError> {
        if all {
            self.report();
        }
        while let Some((reading, _)) = self.in_flight.front_mut() {
            let most = if all { 0 } else { READINGS_IN_FLIGHT };
            let arrived = match reading.try_take() {
                Some(arrived) => arrived?,
                None if self.in_flight.len() > most => {
                    let Some((reading, _)) = self.in_flight.front_mut() else { break };
                    reading.await?
                }
                None => break,
            };
            if let Some((_, authors)) = self.in_flight.pop_front() {
                arrived.as_chunks().0.iter().zip(authors).for_each(|(numbers, authors)| self.arrive(numbers, &authors));
            }
        }
        Ok(())
    }

    /// What a step did.
    fn arrive(&mut self, numbers: &[Vec<f32>; 5], authors: &[u32]) {
        self.learned.add(numbers, authors);
        self.arrived += 1;
        let (loss, norm) = (numbers[0][0], &numbers[4]);
        self.fault = self.fault.take().or_else(|| self.watch.see(self.arrived, loss, LOST, norm));
    }

    /// What the steps since the last call brought, as far as it has come.
    pub fn take(&mut self) -> Learned {
        std::mem::take(&mut self.learned)
    }

    fn params(&self) -> [Vec<&Param>; 2] {
        [self.net.params(), self.bag.params().to_vec()]
    }

    /// Asks for a checkpoint of the run as it is now.
    pub fn capture(&self) -> Capture {
        let mut named: Vec<(String, Tensor)> = Vec::new();
        for (params, optimizer) in self.params().iter().zip(&self.optimizers) {
            named.extend(params.iter().map(|param| (param.name.clone(), param.value.clone())));
            named.extend(optimizer.memory(params));
        }
        let metadata = BTreeMap::from([("step".to_owned(), self.step.to_string())]);
        Capture::new(&self.device, named, metadata)
    }

    /// Goes on from a checkpoint of a run with the same settings and texts.
    ///
    /// # Errors
    /// When it is of another; the run is unchanged then.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let find = |name: &str| checkpoint.find(name);
        graph::load(self.net.params_mut().into_iter().chain(self.bag.params_mut()), &self.device, &find)
            .map_err(CheckpointError::Mismatch)?;
        let [of_net, of_bag] = &mut self.optimizers;
        of_net.restore(&self.net.params(), &self.device, checkpoint.step(), &find);
        of_bag.restore(&self.bag.params(), &self.device, checkpoint.step(), &find);
        (self.step, self.arrived) = (checkpoint.step(), checkpoint.step());
        (self.watch, self.fault) = (Watch::default(), None);
        self.unread.clear();
        self.in_flight.clear();
        self.learned = Learned::default();
        Ok(())
    }
}

impl Learned {
    fn add(&mut self, numbers: &[Vec<f32>], authors: &[u32]) {
        for i in 0..2 {
            self.losses[i] += f64::from(numbers[2 * i][0]);
            let said = numbers[2 * i + 1].chunks_exact(super::CLASSES).map(likeliest);
            let right = said.zip(authors).filter(|(said, author)| said == *author).count();
            self.right[i] += right as f64 / authors.len() as f64;
        }
        self.steps += 1.0;
    }
}

/// The first of the largest.
pub(super) fn likeliest(probabilities: &[f32]) -> u32 {
    let better = |best: u32, (class, p): (u32, &f32)| if *p > probabilities[best as usize] { class } else { best };
    (0..).zip(probabilities).fold(0, better)
}
