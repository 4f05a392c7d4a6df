//! A network in training, its images, and how it has done so far.

use std::cell::RefCell;
use std::rc::Rc;

use nabla_compute::{Device, DeviceError};
use nabla_models::config::VisionConfig;
use nabla_models::data::images::{ImageSplit, Permutation};
use nabla_models::vision::{Architecture, Net, Tested, Testing, TrainingSettings, VisionTrainer};

use super::protocol::{self, Curves, DataInfo, LearnedPoint};
use crate::protocol::Failure;

/// While it learns, a network is tried on so many images as take so many operations: about two seconds.
const TEST_FLOPS: f64 = 1e10;
/// But on so many at least.
const FEWEST_TESTED: usize = 300;
/// More points than this no curve has: neighbours are merged.
const MOST_POINTS: usize = 500;

/// What is learned, by what.
pub(super) struct Run {
    /// All images, in their own order of pixels.
    pub(super) split: ImageSplit,
    permutation: Option<Permutation>,
    pub(super) trainer: VisionTrainer,
    /// On some of the test images while it learns, if all would take long.
    pub(super) quick: Testing,
    quick_limit: usize,
    /// On all, when it stands still.
    pub(super) full: Testing,
    pub(super) curves: Curves,
    /// Of training since the start.
    pub(super) seconds: f64,
    /// The network on the processor as it was after a step, for questions.
    looked: RefCell<Option<(u64, Rc<Net>)>>,
}

/// All that a run begins from.
pub(super) struct Source {
    architecture: Architecture,
    split: ImageSplit,
    settings: TrainingSettings,
    seed: u64,
}

impl Source {
    /// Of the settings, on these images.
    ///
    /// # Errors
    /// When there is no such network for them.
    pub(super) fn new(config: &VisionConfig, split: &ImageSplit) -> Result<Self, Failure> {
        let architecture = config.architecture(split.train.size(), split.train.classes())?;
        config.check_size(&architecture.plan()?)?;
        let permutation = permutation(config, split);
        let split = permuted(split, permutation.as_ref());
        Ok(Source { architecture, split, settings: config.training(), seed: u64::from(config.seed) })
    }

    /// A run at step 0.
    ///
    /// # Errors
    /// When the network cannot be built.
    pub(super) fn trainer_on(&self, device: &Device) -> Result<VisionTrainer, DeviceError> {
        let made = VisionTrainer::new(device, &self.architecture, self.split.clone(), &self.settings, self.seed);
        made.map_err(|impossible| DeviceError::Probe(impossible.to_string()))
    }
}

impl Run {
    /// At step 0.
    ///
    /// # Errors
    /// When there is no such network for these images.
    pub(super) fn new(device: &Device, config: &VisionConfig, split: &ImageSplit) -> Result<Self, Failure> {
        let source = Source::new(config, split)?;
        let trainer = source.trainer_on(device)?;
        let most = trainer.test().len();
        let least = FEWEST_TESTED.min(most);
        let some = (TEST_FLOPS / trainer.net().plan().main.flops.max(1.0)) as usize;
        Ok(Run {
            split: split.clone(),
            permutation: permutation(config, split),
            quick: Testing::new(Some(some.clamp(least, most))),
            quick_limit: some.clamp(least, most),
            full: Testing::new(None),
            trainer,
            curves: Curves { learned: Vec::new(), tested: Vec::new() },
            seconds: 0.0,
            looked: RefCell::new(None),
        })
    }

    /// What the same run elsewhere begins from.
    pub(super) fn source(&self, config: &VisionConfig) -> Source {
        Source {
            architecture: self.trainer.net().architecture().clone(),
            split: permuted(&self.split, self.permutation.as_ref()),
            settings: config.training(),
            seed: u64::from(config.seed),
        }
    }

    /// In which order the network reads pixels, if it is another.
    pub(super) fn permutation(&self) -> Option<&Permutation> {
        self.permutation.as_ref()
    }

    /// Goes on with this trainer, which stands where the other one stood.
    pub(super) fn replace_trainer(&mut self, trainer: VisionTrainer) {
        self.trainer = trainer;
        self.looked = RefCell::new(None);
        (self.quick, self.full) = (Testing::new(Some(self.quick_limit)), Testing::new(None));
    }

    /// Whether all epochs are done.
    pub(super) fn is_over(&self) -> bool {
        self.trainer.step_count() >= self.trainer.steps()
    }

    /// Whether the network, which stands still, was not tried yet as it is: on all images, or at the start on some.
    pub(super) fn is_untested(&self) -> bool {
        let step = self.trainer.step_count();
        let testing = if step == 0 { &self.quick } else { &self.full };
        testing.last().map(|tested| tested.step) != Some(step)
    }

    /// The last time that it was tried.
    pub(super) fn tested(&self) -> Option<&Tested> {
        let step = |tested: &Option<&Tested>| tested.map(|tested| tested.step);
        let (quick, full) = (self.quick.last(), self.full.last());
        if step(&full) >= step(&quick) { full } else { quick }
    }

    /// The network, to be looked into.
    pub(super) async fn net(&self) -> Result<Rc<Net>, DeviceError> {
        let step = self.trainer.step_count();
        if let Some((at, net)) = &*self.looked.borrow()
            && *at == step
        {
            return Ok(Rc::clone(net));
        }
        let net = Rc::new(self.trainer.net().on_processor().await?);
        // On the processor it shares its numbers with the one that learns, and need not be kept.
        if self.trainer.device().kind() != "cpu" {
            *self.looked.borrow_mut() = Some((step, Rc::clone(&net)));
        }
        Ok(net)
    }

    pub(super) fn about(&self, config: &VisionConfig) -> DataInfo {
        let (train, test) = (self.trainer.train(), self.trainer.test());
        DataInfo {
            data: config.data,
            classes: train.class_names().to_vec(),
            size: train.size(),
            train: train.len(),
            train_counts: train.counts(),
            test: test.len(),
            test_counts: test.counts(),
        }
    }

    /// Pixels as the network gets them.
    pub(super) fn permuted<T: Copy>(&self, pixels: &[T]) -> Vec<T> {
        self.permutation.as_ref().map_or_else(|| pixels.to_vec(), |permutation| permutation.applied(pixels))
    }

    /// Pixels as they are, of what the network gets.
    pub(super) fn in_order<T: Copy>(&self, permuted: &[T]) -> Vec<T> {
        let Some(permutation) = &self.permutation else { return permuted.to_vec() };
        let from = permutation.applied(&(0..permuted.len()).collect::<Vec<_>>());
        let mut pixels = permuted.to_vec();
        from.iter().zip(permuted).for_each(|(place, value)| pixels[*place] = *value);
        pixels
    }

    pub(super) fn learned(&mut self, point: LearnedPoint) {
        self.curves.learned.push(point);
        if self.curves.learned.len() > MOST_POINTS {
            self.curves.learned = self.curves.learned.chunks(2).map(mean).collect();
        }
    }

    /// Notes how it did in a test, and answers that; not where a test of later weights, or of the same on more images, is
    /// noted already.
    pub(super) fn note(&mut self, is_full: bool) -> Option<protocol::Tested> {
        let last = if is_full { self.full.last() } else { self.quick.last() };
        let tested = last.map(told)?;
        let points = &mut self.curves.tested;
        if points.last().is_some_and(|last| (last.step, last.images) > (tested.step, tested.images)) {
            return None;
        }
        points.retain(|point| point.step < tested.step);
        points.push(tested.clone());
        if points.len() > MOST_POINTS {
            // Every second one, the newest among them.
            *points = points.iter().skip((points.len() - 1) % 2).step_by(2).cloned().collect();
        }
        Some(tested)
    }
}

fn permutation(config: &VisionConfig, split: &ImageSplit) -> Option<Permutation> {
    config.permute.then(|| Permutation::of_seed(split.train.size(), u64::from(config.seed)))
}

fn permuted(split: &ImageSplit, permutation: Option<&Permutation>) -> ImageSplit {
    let Some(permutation) = permutation else { return split.clone() };
    let part =
        |part: &nabla_models::data::images::LabelledImages| part.with_images(permutation.permuted(part.images()));
    ImageSplit { train: part(&split.train), test: part(&split.test) }
}

fn mean(points: &[LearnedPoint]) -> LearnedPoint {
    let of = |value: fn(&LearnedPoint) -> f32| points.iter().map(value).sum::<f32>() / points.len() as f32;
    let step = points.last().map_or(0, |point| point.step);
    LearnedPoint { step, loss: of(|point| point.loss), accuracy: of(|point| point.accuracy) }
}

/// A test as the page is told of it.
pub(super) fn told(tested: &Tested) -> protocol::Tested {
    protocol::Tested {
        step: tested.step,
        images: tested.labels.len(),
        loss: tested.loss as f32,
        accuracy: tested.accuracy as f32,
        auxiliary: tested.auxiliary.iter().map(|share| *share as f32).collect(),
    }
}
