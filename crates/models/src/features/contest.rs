//! Models on features made by hand and nets on pixels, trained on the same images and tested with the same: a point of a
//! chart each.
//!
//! Every training begins from the same seed, whatever was done before it, so each point can be had alone. Who learns from n
//! images learns from the first n of one order, in which classes take turns.

mod plan;
mod student;

use std::collections::HashMap;
use std::rc::Rc;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError};

use crate::config::{FeatureExperiment, FeatureKind, FeatureModel};
use crate::data::images::{ImageSplit, LabelledImages, noisy, rotated, shifted};
use crate::rng::{Random, TRAINING_EXAMPLES};

pub use plan::Series;
use plan::Task;
use student::{Student, Trained};

/// Images of the test part that are looked at at once.
const TESTED_AT_ONCE: usize = 20;

/// What is tried, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestSettings {
    /// What accuracy is drawn against.
    pub experiment: FeatureExperiment,
    /// What classical models read; they do not take part without any.
    pub features: Vec<FeatureKind>,
    /// Who takes part.
    pub models: Vec<FeatureModel>,
    /// Numbers of images to learn from, rising; never more than there are.
    pub samples: Vec<usize>,
    /// The same of experiments in which that does not change.
    pub train_on: usize,
    /// How many images each point is measured with; never more than there are.
    pub test_images: usize,
    /// k
    pub neighbours: usize,
    /// Questions that a tree asks at most.
    pub depth: usize,
    /// How often nets see all images; see [`student`] for the fewest steps.
    pub epochs: usize,
    /// Of all that is drawn.
    pub seed: u64,
}

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Which of [`Contest::series`].
    pub series: usize,
    /// Where on it.
    pub x: f32,
    /// Images learned from.
    pub train: usize,
    /// Images tested with.
    pub test: usize,
    /// So many of them were right.
    pub right: usize,
    /// Milliseconds of training, features included.
    pub train_ms: f64,
    /// Milliseconds of testing, features included.
    pub test_ms: f64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Images to learn from are measured.
    Measuring,
    /// Someone learns.
    Training,
    /// Someone is tested.
    Testing,
}

/// How far the next point is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Which of [`Contest::series`].
    pub series: usize,
    /// Where on it.
    pub x: f32,
    /// What is being done …
    pub phase: Phase,
    /// … from 0 to 1.
    pub share: f32,
}

/// What a trained model makes of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Which of [`Contest::series`].
    pub series: usize,
    /// Images that it learned from.
    pub train: usize,
    /// What it takes the image for.
    pub class: usize,
    /// How likely each class is to it.
    pub shares: Vec<f32>,
    /// Whom k nearest neighbours asked: image of the training part, what is on it, distance.
    pub neighbours: Vec<(usize, usize, f32)>,
    /// What a tree asked: name of the number, its value, threshold, answer; in the number's own unit.
    pub questions: Vec<(String, f32, f32, bool)>,
}

/// All of them.
pub struct Contest {
    device: Device,
    split: ImageSplit,
    settings: ContestSettings,
    /// Milliseconds since some moment.
    clock: fn() -> f64,
    /// All images that may be learned from, in the order of learning.
    order: Rc<[usize]>,
    series: Vec<Series>,
    tasks: Vec<Task>,
    points: Vec<Measured>,
    current: Option<Current>,
    /// The model that was trained last on each line.
    trained: HashMap<usize, Trained>,
}

/// The point that is under way.
struct Current {
    /// Until it has learned.
    student: Option<Student>,
    tested: usize,
    right: usize,
    train_ms: f64,
    test_ms: f64,
}

impl Contest {
    /// One that has not begun.
    pub fn new(device: &Device, split: ImageSplit, settings: ContestSettings, clock: fn() -> f64) -> Self {
        let series = plan::series(&settings);
        let tasks = plan::tasks(&settings, &series, split.train.len());
        let order = classes_in_turns(&split.train, settings.seed).into();
        Contest {
            device: device.clone(),
            split,
            settings,
            clock,
            order,
            series,
            tasks,
            points: Vec::new(),
            current: None,
            trained: HashMap::new(),
        }
    }

    /// The same on another device, as far as it is; the point that is under way begins again.
    pub fn on(&mut self, device: &Device) {
        self.device = device.clone();
        self.current = None;
        self.trained.retain(|_, trained| trained.is_on_processor());
    }

    /// The images.
    pub fn split(&self) -> &ImageSplit {
        &self.split
    }

    /// What is tried.
    pub fn settings(&self) -> &ContestSettings {
        &self.settings
    }

    /// The lines.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// Where points will be, in this order on every line.
    pub fn xs(&self) -> Vec<f32> {
        plan::xs(&self.settings, self.split.train.len())
    }

    /// Points in all.
    pub fn total(&self) -> usize {
        self.tasks.len()
    }

    /// Points so far.
    pub fn points(&self) -> &[Measured] {
        &self.points
    }

    /// Whether all are done.
    pub fn is_over(&self) -> bool {
        self.points.len() == self.tasks.len()
    }

    /// Images that each point is measured with.
    pub fn tested(&self) -> usize {
        self.settings.test_images.min(self.split.test.len())
    }

    /// How many numbers a line's model reads of an image, and how many it learns, if that can be said before.
    pub fn sizes(&self, series: &Series) -> (usize, Option<usize>) {
        student::sizes(series.model, &self.settings, &self.split.train)
    }

    /// What a GPU has to compile before nets can be trained there.
    pub fn kernels(&self, device: &Device) -> Vec<&'static KernelSource> {
        let nets = self.series.iter().filter(|series| student::is_net(series.model));
        let mut kernels: Vec<&'static KernelSource> = Vec::new();
        for series in nets {
            let picked = self.split.train.picked(&self.order[..self.order.len().min(2)]);
            let student = Student::net(device, series, &self.settings, picked, &self.split.test);
            for kernel in student.kernels(device) {
                if !kernels.iter().any(|known| std::ptr::eq(*known, kernel)) {
                    kernels.push(kernel);
                }
            }
        }
        kernels
    }

    /// What is being done now.
    pub fn progress(&self) -> Option<Progress> {
        let Task { series, x, .. } = *self.tasks.get(self.points.len())?;
        let Some(current) = &self.current else {
            return Some(Progress { series, x, phase: Phase::Measuring, share: 0.0 });
        };
        let (phase, share) = match &current.student {
            Some(student) => student.progress(),
            None => (Phase::Testing, current.tested as f32 / self.tested().max(1) as f32),
        };
        Some(Progress { series, x, phase, share })
    }

    /// A few milliseconds of work; a point, if that was the last of it.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn step(&mut self) -> Result<Option<Measured>, DeviceError> {
        let Some(task) = self.tasks.get(self.points.len()).copied() else { return Ok(None) };
        let start = (self.clock)();
        let mut current = match self.current.take() {
            Some(current) => current,
            None => self.begin(&task),
        };
        if let Some(student) = &mut current.student {
            if let Some(trained) = student.step(&self.split.train, &self.order).await? {
                self.trained.insert(task.series, trained);
                current.student = None;
            }
            current.train_ms += (self.clock)() - start;
            self.current = Some(current);
            return Ok(None);
        }
        let portion = current.tested..(current.tested + TESTED_AT_ONCE).min(self.tested());
        let images: Vec<Vec<u8>> = portion.clone().map(|index| self.changed(&task, index)).collect();
        if let Some(trained) = self.trained.get(&task.series) {
            let votes = trained.votes(&images, self.split.train.size()).await?;
            let pairs = votes.iter().zip(portion.clone());
            current.right += pairs.filter(|(votes, index)| votes.class == self.split.test.label(*index)).count();
        }
        current.tested = portion.end;
        current.test_ms += (self.clock)() - start;
        if current.tested < self.tested() {
            self.current = Some(current);
            return Ok(None);
        }
        let Task { series, x, train } = task;
        let Current { tested: test, right, train_ms, test_ms, .. } = current;
        let point = Measured { series, x, train, test, right, train_ms, test_ms };
        self.points.push(point.clone());
        Ok(Some(point))
    }

    /// A model is trained again only if the last one of its line learned from other images.
    fn begin(&self, task: &Task) -> Current {
        let known = self.trained.get(&task.series).filter(|trained| trained.train == task.train);
        let series = &self.series[task.series];
        let picked = || self.split.train.picked(&self.order[..task.train]);
        let student = match known {
            Some(_) => None,
            None if student::is_net(series.model) => {
                Some(Student::net(&self.device, series, &self.settings, picked(), &self.split.test))
            }
            None => Some(Student::classical(series, &self.settings, self.split.train.size(), task.train)),
        };
        let before = self.points.iter().find(|point| point.series == task.series && point.train == task.train);
        let train_ms = if known.is_some() { before.map_or(0.0, |point| point.train_ms) } else { 0.0 };
        Current { student, tested: 0, right: 0, train_ms, test_ms: 0.0 }
    }

    /// An image of the test part, as the experiment wants it.
    fn changed(&self, task: &Task, index: usize) -> Vec<u8> {
        let (pixels, size) = (self.split.test.pixels_of(index), self.split.test.size());
        let seed = (self.settings.seed << 20) + index as u64;
        match self.settings.experiment {
            _ if task.x == 0.0 => pixels.to_vec(),
            FeatureExperiment::Samples | FeatureExperiment::Locality => pixels.to_vec(),
            FeatureExperiment::Shift => shifted(pixels, size, task.x, seed),
            FeatureExperiment::Rotation => rotated(pixels, size, task.x, seed),
            FeatureExperiment::Noise => noisy(pixels, task.x, seed),
        }
    }

    /// What the model trained last on each line makes of an image, brightness 0…1.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn verdicts(&self, image: &[f32]) -> Result<Vec<Verdict>, DeviceError> {
        let mut verdicts = Vec::new();
        for series in 0..self.series.len() {
            if let Some(trained) = self.trained.get(&series) {
                verdicts.push(trained.verdict(series, image, &self.split.train, &self.order).await?);
            }
        }
        Ok(verdicts)
    }
}

/// All images in an order that the seed decides, classes in turns: the first K show K things, as long as there are enough of
/// each.
pub fn classes_in_turns(images: &LabelledImages, seed: u64) -> Vec<usize> {
    let mut random = Random::new(seed, TRAINING_EXAMPLES);
    let mut of_classes = vec![Vec::new(); images.classes()];
    (0..images.len()).for_each(|index| of_classes[images.label(index)].push(index));
    for class in &mut of_classes {
        for last in (1..class.len()).rev() {
            class.swap(last, random.below(last as u32 + 1) as usize);
        }
    }
    let longest = of_classes.iter().map(Vec::len).max().unwrap_or_default();
    (0..longest).flat_map(|turn| of_classes.iter().filter_map(move |class| class.get(turn).copied())).collect()
}
