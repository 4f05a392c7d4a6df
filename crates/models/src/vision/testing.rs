//! A net tried on the images that it never learned from, a few at a time, so that training goes on meanwhile.

use std::ops::Range;

use nabla_compute::{Device, DeviceError, Tensor};

use super::net::Net;
use super::training::{VisionTrainer, most_likely};
use crate::data::images::{LabelledImages, Scaling};
use crate::graph::Graph;

/// So many operations are done at once on the processor, about a fiftieth of a second's: who draws meanwhile waits for them.
const FLOPS_AT_ONCE: f64 = 5e7;
/// And on a GPU, which has an answer to be read back after each time.
const FLOPS_AT_ONCE_ON_GPU: f64 = 2e8;
/// At most so many images at once: their features must fit into memory.
const MOST_AT_ONCE: usize = 500;

/// What a net did on the test images.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// The step whose weights it had.
    pub step: u64,
    /// What is on each image.
    pub labels: Vec<u32>,
    /// How likely the net finds each class for each image `[N,K]`.
    pub probabilities: Vec<f32>,
    /// The part of the images whose class is the most likely one.
    pub accuracy: f64,
    /// The same of each auxiliary head, from the first.
    pub auxiliary: Vec<f64>,
    /// The mean cross-entropy, in nats an image.
    pub loss: f64,
    /// How often images of a class (row) were taken for another (column) `[K,K]`.
    pub confusion: Vec<u32>,
}

/// An image that was taken for something else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mistake {
    /// Which of the test images.
    pub index: usize,
    /// What is on it.
    pub label: usize,
    /// What it was taken for.
    pub taken_for: usize,
    /// How likely the net finds that.
    pub probability: f32,
    /// How likely it finds the truth.
    pub of_label: f32,
}

/// A test under way.
struct Current {
    net: Net,
    step: u64,
    probabilities: Vec<f32>,
    right: Vec<usize>,
}

/// See the module.
#[derive(Default)]
pub struct Testing {
    current: Option<Current>,
    limit: Option<usize>,
    tested: Option<Tested>,
}

impl Testing {
    /// Tests on the first `limit` of the test images, or on all.
    pub fn new(limit: Option<usize>) -> Self {
        Testing { limit, ..Testing::default() }
    }

    /// The last test that was finished.
    pub fn last(&self) -> Option<&Tested> {
        self.tested.as_ref()
    }

    /// Whether a test is under way.
    pub fn is_busy(&self) -> bool {
        self.current.is_some()
    }

    /// Begins a test of the net as it is now, unless these weights were tested or are being tested.
    pub fn begin(&mut self, trainer: &VisionTrainer) {
        let step = trainer.step_count();
        let known = self.current.as_ref().map(|current| current.step).or(self.tested.as_ref().map(|done| done.step));
        if known != Some(step) {
            let net = trainer.net().copied();
            let right = vec![0; net.architecture().auxiliary_heads()];
            self.current = Some(Current { net, step, probabilities: Vec::new(), right });
        }
    }

    /// Ends a test that is under way without a result.
    pub fn drop_current(&mut self) {
        self.current = None;
    }

    /// Goes on for some images; true when the test is finished.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn advance(&mut self, trainer: &VisionTrainer) -> Result<bool, DeviceError> {
        let Some(current) = &mut self.current else { return Ok(false) };
        let test = trainer.test();
        let classes = test.classes();
        let len = self.limit.unwrap_or(test.len()).min(test.len());
        let start = current.probabilities.len() / classes;
        let portion = start..(start + at_once(&current.net, trainer.device())).min(len);
        let tensors = outputs(&current.net, trainer.device(), test, portion.clone(), trainer.scaling());
        let mut numbers = trainer.device().read(&tensors.iter().collect::<Vec<_>>()).await?.into_iter();
        current.probabilities.extend(numbers.next().unwrap_or_default());
        for (right, probabilities) in current.right.iter_mut().zip(numbers) {
            let rows = probabilities.chunks_exact(classes).zip(portion.clone());
            *right += rows.filter(|(row, index)| most_likely(row) == test.label(*index)).count();
        }
        if portion.end < len {
            return Ok(false);
        }
        self.tested = self.current.take().map(|current| Tested::new(current, test));
        Ok(true)
    }
}

/// The probabilities `[N,K]` that a net and its auxiliary heads give for some images.
pub(super) fn outputs(
    net: &Net,
    device: &Device,
    images: &LabelledImages,
    portion: Range<usize>,
    scaling: Scaling,
) -> Vec<Tensor> {
    let [y, x, channels] = net.architecture().image;
    let pixels: Vec<f32> = portion.clone().flat_map(|index| scaling.floats(images.pixels_of(index))).collect();
    let graph = Graph::inference();
    let outputs = net.forward(&graph, &graph.constant(&device.upload([portion.len(), y, x, channels], &pixels)), 0);
    let heads = std::iter::once(&outputs.logits).chain(&outputs.auxiliary);
    heads.map(|logits| nabla_compute::ops::softmax(logits.value())).collect()
}

fn at_once(net: &Net, device: &Device) -> usize {
    let flops = if device.kind() == "cpu" { FLOPS_AT_ONCE } else { FLOPS_AT_ONCE_ON_GPU };
    ((flops / net.plan().main.flops) as usize).clamp(8, MOST_AT_ONCE)
}

impl Tested {
    fn new(current: Current, test: &LabelledImages) -> Self {
        let Current { step, probabilities, right, .. } = current;
        let classes = test.classes();
        let mut confusion = vec![0; classes * classes];
        let (mut loss, mut labels) = (0.0, Vec::new());
        for (index, row) in probabilities.chunks_exact(classes).enumerate() {
            let label = test.label(index);
            confusion[label * classes + most_likely(row)] += 1;
            loss -= f64::from(row[label].max(f32::MIN_POSITIVE)).ln();
            labels.push(label as u32);
        }
        let share = |count: usize| count as f64 / labels.len().max(1) as f64;
        let right_of_net = confusion.iter().step_by(classes + 1).sum::<u32>() as usize;
        Tested {
            step,
            accuracy: share(right_of_net),
            auxiliary: right.into_iter().map(share).collect(),
            loss: loss / labels.len().max(1) as f64,
            labels,
            probabilities,
            confusion,
        }
    }

    /// So many of the images that were taken for something else, the surest mistakes first.
    pub fn worst(&self, count: usize) -> Vec<Mistake> {
        self.surest(count, |verdict| verdict.taken_for != verdict.label)
    }

    /// So many of the images of a class that were taken for another, or for what they are, the surest first.
    pub fn taken(&self, label: usize, taken_for: usize, count: usize) -> Vec<Mistake> {
        self.surest(count, |verdict| (verdict.label, verdict.taken_for) == (label, taken_for))
    }

    fn surest(&self, count: usize, is_wanted: impl Fn(&Mistake) -> bool) -> Vec<Mistake> {
        let classes = self.probabilities.len() / self.labels.len().max(1);
        let rows = self.probabilities.chunks_exact(classes.max(1)).zip(&self.labels).enumerate();
        let mut found: Vec<Mistake> = rows
            .map(|(index, (row, label))| {
                let (label, taken_for) = (*label as usize, most_likely(row));
                Mistake { index, label, taken_for, probability: row[taken_for], of_label: row[label] }
            })
            .filter(is_wanted)
            .collect();
        found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        found.truncate(count);
        found
    }
}
