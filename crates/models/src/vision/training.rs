//! Training that never waits inside a step, as [`crate::trainer`] does it for text.

use std::collections::{BTreeMap, VecDeque};

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError, Reading, Tensor, ops};

use super::architecture::{Architecture, Impossible};
use super::lessons::{Augmentation, Lessons};
use super::net::{AUXILIARY_WEIGHT, Net};
use crate::checkpoint::{Capture, Checkpoint, CheckpointError};
use crate::config::Updates;
use crate::data::images::{ImageSplit, LabelledImages, Scaling};
use crate::divergence::{Divergence, Fault, Watch};
use crate::optimizer::Optimizer;
use crate::schedule::{LearningRate, Schedule};

/// So many read-backs may be under way: more would only hide how far the GPU is behind.
const REPORTS_IN_FLIGHT: usize = 2;
/// A loss so far beyond guessing, in nats per image, does not come back: K classes are guessed with ln K.
const LOST: f32 = 1000.0;
/// The part of all steps in which the learning rate grows.
const WARM_UP: f64 = 0.05;
/// What a falling learning rate ends at, of the greatest.
const FLOOR: f64 = 0.01;

/// How a net is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingSettings {
    /// B
    pub batch: usize,
    /// How often all images are learned from; a falling learning rate falls until then.
    pub epochs: f64,
    /// What the parameters follow.
    pub optimizer: Updates,
    /// The greatest learning rate.
    pub learning_rate: f64,
    /// Of SGD and RMSprop.
    pub momentum: f64,
    /// AdamW's λ; the others have none.
    pub weight_decay: f64,
    /// Whether the learning rate falls as a cosine, after a short warm-up, instead of staying.
    pub cosine: bool,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f64,
    /// How much the loss of each auxiliary head counts.
    pub auxiliary_weight: f64,
    /// How images are moved before they are learned from.
    pub augmentation: Option<Augmentation>,
    /// How many images are learned from; 0: all.
    pub samples: usize,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        TrainingSettings {
            batch: 32,
            epochs: 10.0,
            optimizer: Updates::Adam,
            learning_rate: 2e-3,
            momentum: 0.9,
            weight_decay: 0.0,
            cosine: true,
            clip: 0.0,
            auxiliary_weight: f64::from(AUXILIARY_WEIGHT),
            augmentation: None,
            samples: 0,
        }
    }
}

/// A net in training.
pub struct VisionTrainer {
    device: Device,
    net: Net,
    optimizer: Optimizer,
    lessons: Lessons,
    test: LabelledImages,
    settings: TrainingSettings,
    seed: u64,
    step: u64,
    gradients: Vec<Tensor>,
    unreported: Vec<Done>,
    in_flight: VecDeque<(Reading, ReportFrame)>,
    watch: Watch,
}

/// What a step left on the device.
struct Done {
    /// Objective, main loss, norm of the gradients, probabilities.
    tensors: [Tensor; 4],
    labels: Vec<u32>,
}

/// What is known of a report before its numbers come.
struct ReportFrame {
    step: u64,
    epoch: f64,
    labels: Vec<Vec<u32>>,
}

/// What a few steps did.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Steps done up to now.
    pub step: u64,
    /// How often all images have been learned from.
    pub epoch: f64,
    /// Of each step since the last report: the cross-entropy of the net itself, in nats an image.
    pub losses: Vec<f32>,
    /// With the auxiliary heads': what training lowers.
    pub objectives: Vec<f32>,
    /// The part of the batch whose class was the most likely one.
    pub accuracies: Vec<f32>,
    /// The gradients' global norm, before clipping.
    pub gradient_norms: Vec<f32>,
    /// The first step that went wrong, if it is one of these.
    pub fault: Option<Fault>,
}

impl VisionTrainer {
    /// A new net on the training part of images.
    ///
    /// # Errors
    /// When the net cannot be built.
    ///
    /// # Panics
    /// When the net is for images of another size or other classes.
    pub fn new(
        device: &Device,
        architecture: &Architecture,
        split: ImageSplit,
        settings: &TrainingSettings,
        seed: u64,
    ) -> Result<Self, Impossible> {
        let ([y, x], classes) = (split.train.size(), split.train.classes());
        assert_eq!((architecture.image, architecture.classes), ([y, x, 1], classes), "a net for other images");
        let net = Net::new(device, architecture, seed)?;
        let optimizer = settings.optimizer(&net);
        let lessons = Lessons::new(&split.train, settings.batch, settings.samples, settings.augmentation, seed);
        Ok(VisionTrainer {
            device: device.clone(),
            net,
            optimizer,
            lessons,
            test: split.test,
            settings: *settings,
            seed,
            step: 0,
            gradients: Vec::new(),
            unreported: Vec::new(),
            in_flight: VecDeque::new(),
            watch: Watch::default(),
        })
    }

    /// What a GPU has to compile before it can train such a net, for [`Device::compile`]; none on the processor.
    pub fn kernels(&self, device: &Device) -> Vec<&'static KernelSource> {
        device.trace(|| {
            let split = ImageSplit { train: self.lessons.images().clone(), test: self.test.clone() };
            let trainer = VisionTrainer::new(device, self.net.architecture(), split, &self.settings, self.seed);
            let Ok(mut trainer) = trainer else { unreachable!("it was built before") };
            // A failure of the device shows again where it matters: in `compile`.
            let _ = trainer.step();
            let portion = self.test.len().min(2);
            let _ = super::testing::outputs(&trainer.net, device, &self.test, 0..portion, self.scaling());
        })
    }

    /// Takes on the settings that need no new net.
    pub fn apply(&mut self, settings: &TrainingSettings) {
        let TrainingSettings { learning_rate, momentum, cosine, clip, auxiliary_weight, epochs, .. } = *settings;
        self.settings =
            TrainingSettings { learning_rate, momentum, cosine, clip, auxiliary_weight, epochs, ..self.settings };
    }

    /// The net as it is now.
    pub fn net(&self) -> &Net {
        &self.net
    }

    /// Where it is trained.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The images that are learned from.
    pub fn train(&self) -> &LabelledImages {
        self.lessons.images()
    }

    /// The images that are never learned from.
    pub fn test(&self) -> &LabelledImages {
        &self.test
    }

    /// How pixels become numbers.
    pub fn scaling(&self) -> Scaling {
        self.lessons.scaling()
    }

    /// How many steps were done.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// How many there are in all epochs.
    pub fn steps(&self) -> u64 {
        let images = self.settings.epochs * self.lessons.images().len() as f64;
        (images / self.lessons.batch() as f64).ceil() as u64
    }

    /// Images in one step.
    pub fn batch(&self) -> usize {
        self.lessons.batch()
    }

    /// How often all images have been learned from.
    pub fn epoch(&self) -> f64 {
        self.lessons.epoch(self.step)
    }

    /// The learning rate of the next step.
    pub fn learning_rate(&self) -> f64 {
        self.learning_rates().at(self.step)
    }

    /// The learning rates of all steps.
    pub(crate) fn learning_rates(&self) -> LearningRate {
        let base = self.settings.learning_rate;
        if !self.settings.cosine {
            return LearningRate { base, warm_up: 0, schedule: Schedule::Constant };
        }
        let warm_up = (self.steps() as f64 * WARM_UP) as u64;
        let schedule = Schedule::Cosine { steps: self.steps().saturating_sub(warm_up), floor: FLOOR };
        LearningRate { base, warm_up, schedule }
    }

    /// How it is trained.
    pub(crate) fn settings(&self) -> &TrainingSettings {
        &self.settings
    }

    /// What its parameters follow.
    pub(crate) fn optimizer(&self) -> &Optimizer {
        &self.optimizer
    }

    /// One step: recognise the next batch, differentiate, update. Returns before a GPU has done it.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn step(&mut self) -> Result<(), DeviceError> {
        self.gradients.clear(); // their buffers are this step's
        let lesson = self.lessons.of_step(&self.device, self.step);
        let graph = crate::Graph::training();
        let dropout = self.seed.wrapping_mul(0x9e37_79b9).wrapping_add(self.step);
        let weight = self.settings.auxiliary_weight as f32;
        let loss = self.net.loss(&graph, &lesson.images, &lesson.classes, dropout, weight);
        let params = self.net.params();
        let gradients = graph.gradients(&loss.objective, &params);
        let clip = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), self.settings.clip as f32);
        self.optimizer.set_rate(self.learning_rate() as f32, self.settings.momentum as f32);
        self.optimizer.step(&params, &gradients, &clip);
        self.step += 1;
        let tensors =
            [loss.objective.value().clone(), loss.main.loss.value().clone(), clip, loss.main.probabilities.clone()];
        self.unreported.push(Done { tensors, labels: lesson.labels });
        self.gradients = gradients;
        self.device.flush()
    }

    /// Asks for what the steps since the last report did. Nothing happens when there are none.
    pub fn report(&mut self) {
        if self.unreported.is_empty() {
            return;
        }
        let steps = std::mem::take(&mut self.unreported);
        let tensors: Vec<&Tensor> = steps.iter().flat_map(|done| &done.tensors).collect();
        let reading = self.device.read(&tensors);
        let labels = steps.into_iter().map(|done| done.labels).collect();
        self.in_flight.push_back((reading, ReportFrame { step: self.step, epoch: self.epoch(), labels }));
    }

    /// Steps that were not asked for yet.
    pub fn unreported(&self) -> usize {
        self.unreported.len()
    }

    /// Whether a report was asked for that has not been taken yet.
    pub fn is_reporting(&self) -> bool {
        !self.in_flight.is_empty()
    }

    /// The oldest report that was asked for, if it has come.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn poll_report(&mut self) -> Result<Option<Report>, DeviceError> {
        let Some((reading, _)) = self.in_flight.front_mut() else { return Ok(None) };
        let Some(arrived) = reading.try_take() else { return Ok(None) };
        Ok(self.finish_report(&arrived?))
    }

    /// Waits for the oldest report when too many are under way, or, if `all`, while any is.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn back_pressure(&mut self, all: bool) -> Result<Option<Report>, DeviceError> {
        if self.in_flight.len() < if all { 1 } else { REPORTS_IN_FLIGHT } {
            return Ok(None);
        }
        let Some((reading, _)) = self.in_flight.front_mut() else { return Ok(None) };
        let arrived = reading.await?;
        Ok(self.finish_report(&arrived))
    }

    fn finish_report(&mut self, numbers: &[Vec<f32>]) -> Option<Report> {
        let (_, frame) = self.in_flight.pop_front()?;
        let ReportFrame { step, epoch, labels } = frame;
        let steps: Vec<_> = numbers.as_chunks::<4>().0.iter().collect();
        let first = |which: usize| steps.iter().map(|step| step[which][0]).collect();
        let accuracy = |([_, _, _, probabilities], labels): (&&[Vec<f32>; 4], &Vec<u32>)| {
            let rows = probabilities.chunks_exact(probabilities.len() / labels.len());
            let right = rows.zip(labels).filter(|(row, label)| most_likely(row) == **label as usize).count();
            right as f32 / labels.len() as f32
        };
        let accuracies = steps.iter().zip(&labels).map(accuracy).collect();
        let (objectives, losses, gradient_norms) = (first(0), first(1), first(2));
        let (begin, watch) = (step - steps.len() as u64 + 1, &mut self.watch);
        let faults = (begin..).zip(&steps).filter_map(|(step, done)| watch.see(step, done[0][0], LOST, &done[2]));
        let fault = faults.last();
        Some(Report { step, epoch, losses, objectives, accuracies, gradient_norms, fault })
    }

    /// What is known of a step that went wrong.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn examine(&self, fault: Fault) -> Result<Divergence, DeviceError> {
        fault.examine(&self.device, &self.net.params()).await
    }

    /// What can be looked at: kind, name and numbers of parameters, running moments and, after a step, gradients.
    pub fn visible(&self) -> Vec<(&'static str, String, Tensor)> {
        let params = self.net.state().into_iter().map(|p| ("parameter", p.name.clone(), p.value.clone()));
        let gradients = self.net.params().into_iter().zip(&self.gradients);
        let gradients = gradients.map(|(p, gradient)| ("gradient", format!("grad.{}", p.name), gradient.clone()));
        params.chain(gradients).collect()
    }

    /// Asks for a checkpoint of the run as it is now.
    pub fn capture(&self) -> Capture {
        let values = self.net.state().into_iter().map(|param| (param.name.clone(), param.value.clone()));
        let named = values.chain(self.optimizer.memory(&self.net.params())).collect();
        let mut metadata = BTreeMap::from([("step".to_owned(), self.step.to_string())]);
        metadata.insert("net".to_owned(), self.net.architecture().to_string());
        Capture::new(&self.device, named, metadata)
    }

    /// Puts other numbers into the net, which has learned nothing yet.
    ///
    /// # Errors
    /// When `find` does not have one, or not of this size; nothing is changed then.
    pub fn load_weights(&mut self, find: &dyn Fn(&str) -> Option<Vec<f32>>) -> Result<(), CheckpointError> {
        self.net.load(&self.device, find).map_err(CheckpointError::Mismatch)
    }

    /// Goes on from a checkpoint of a run with the same net, images, settings and seed.
    ///
    /// # Errors
    /// When it is of another net; the run is unchanged then.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let find = |name: &str| checkpoint.find(name);
        self.net.load(&self.device, &find).map_err(CheckpointError::Mismatch)?;
        self.step = checkpoint.step();
        self.optimizer.restore(&self.net.params(), &self.device, self.step, &find);
        self.gradients.clear();
        self.unreported.clear();
        self.in_flight.clear();
        self.watch = Watch::default();
        Ok(())
    }
}

impl TrainingSettings {
    fn optimizer(&self, net: &Net) -> Optimizer {
        let (rate, params) = (self.learning_rate as f32, net.params());
        match self.optimizer {
            Updates::Sgd => Optimizer::sgd(&params, rate, self.momentum as f32),
            Updates::Rmsprop => Optimizer::rmsprop(&params, rate, self.momentum as f32),
            Updates::Adam => Optimizer::adam_w(&params, rate, self.weight_decay as f32),
        }
    }
}

/// The first of the greatest numbers.
pub(super) fn most_likely(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |best, i| if row[i] > row[best] { i } else { best })
}
