//! Someone who learns, in steps of a few milliseconds, and what comes of it.

use std::rc::Rc;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError, ops};

use crate::config::{FeatureKind, FeatureModel};
use crate::data::images::{ImageSplit, LabelledImages, Permutation, Scaling};
use crate::features::classifier::greatest;
use crate::features::{Classifier, Extractor, Learning, PcaSums, Standard, Votes, measures};
use crate::graph::Graph;
use crate::vision::{Architecture, Net, Preset, TrainingSettings, VisionTrainer};

use super::{ContestSettings, Phase, Series, Verdict};

/// Images that are measured at once.
const MEASURED_AT_ONCE: usize = 32;
/// Images of a step of a net, if there are so many.
const BATCH: usize = 32;
/// The fewest steps of a net: it would not learn ten images in five epochs.
const FEWEST_STEPS: usize = 200;
/// Steps of a net before their losses are let go of.
const LET_GO_EVERY: usize = 8;

/// Whether it reads pixels.
pub(super) fn is_net(model: FeatureModel) -> bool {
    matches!(model, FeatureModel::Mlp | FeatureModel::Cnn)
}

fn architecture(model: FeatureModel, images: &LabelledImages) -> Architecture {
    let [rows, columns] = images.size();
    let preset = if model == FeatureModel::Cnn { Preset::Lenet } else { Preset::Mlp };
    Architecture::preset(preset, [rows, columns, 1], images.classes())
}

/// Numbers that a model reads of an image, and numbers that it learns.
pub(super) fn sizes(
    model: FeatureModel,
    settings: &ContestSettings,
    images: &LabelledImages,
) -> (usize, Option<usize>) {
    if is_net(model) {
        let plan = architecture(model, images).plan();
        return (images.size().iter().product(), plan.ok().map(|plan| plan.main.parameters));
    }
    let of = |kind: &FeatureKind| match kind {
        FeatureKind::Pca => crate::features::COMPONENTS,
        kind => measures::names(*kind, images.size()).len(),
    };
    let inputs: usize = settings.features.iter().map(of).sum();
    (inputs, (model == FeatureModel::Logistic).then_some((inputs + 1) * images.classes()))
}

/// Someone who learns.
pub(super) enum Student {
    /// From features.
    Classical(Box<Classical>),
    /// From pixels.
    Net(Box<Pupil>),
}

/// A model on features in the making.
pub(super) struct Classical {
    model: FeatureModel,
    settings: ContestSettings,
    size: [usize; 2],
    train: usize,
    /// What PCA has seen, until all has been seen.
    sums: Option<PcaSums>,
    seen: usize,
    extractor: Option<Extractor>,
    rows: Vec<f32>,
    labels: Vec<u8>,
    standard: Option<Standard>,
    classifier: Option<Classifier>,
}

/// A net in the making.
pub(super) struct Pupil {
    trainer: VisionTrainer,
    train: usize,
    steps: usize,
    permutation: Option<Permutation>,
}

impl Student {
    pub(super) fn classical(series: &Series, settings: &ContestSettings, size: [usize; 2], train: usize) -> Self {
        let sums = settings.features.contains(&FeatureKind::Pca).then(|| PcaSums::new(size));
        Student::Classical(Box::new(Classical {
            model: series.model,
            settings: settings.clone(),
            size,
            train,
            sums,
            seen: 0,
            extractor: None,
            rows: Vec::new(),
            labels: Vec::new(),
            standard: None,
            classifier: None,
        }))
    }

    /// A net on these images; the test part is only looked at for its size.
    pub(super) fn net(
        device: &Device,
        series: &Series,
        settings: &ContestSettings,
        images: LabelledImages,
        test: &LabelledImages,
    ) -> Self {
        let permutation = series.permuted.then(|| Permutation::of_seed(images.size(), settings.seed));
        let images = match &permutation {
            Some(permutation) => images.with_images(permutation.permuted(images.images())),
            None => images,
        };
        let (train, batch) = (images.len(), images.len().min(BATCH));
        let steps = (settings.epochs * train).div_ceil(batch).max(FEWEST_STEPS);
        let training =
            TrainingSettings { batch, epochs: (steps * batch) as f64 / train as f64, ..TrainingSettings::default() };
        let architecture = architecture(series.model, &images);
        let split = ImageSplit { train: images, test: test.clone() };
        let trainer = VisionTrainer::new(device, &architecture, split, &training, settings.seed)
            .unwrap_or_else(|impossible| panic!("a preset for images of any size: {impossible}"));
        Student::Net(Box::new(Pupil { trainer, train, steps, permutation }))
    }

    pub(super) fn kernels(&self, device: &Device) -> Vec<&'static KernelSource> {
        match self {
            Student::Classical(_) => Vec::new(),
            Student::Net(pupil) => pupil.trainer.kernels(device),
        }
    }

    pub(super) fn progress(&self) -> (Phase, f32) {
        match self {
            Student::Classical(student) => student.progress(),
            Student::Net(pupil) => (Phase::Training, pupil.trainer.step_count() as f32 / pupil.steps as f32),
        }
    }

    /// A few milliseconds of learning; what came of it, if that was the last of it.
    pub(super) async fn step(
        &mut self,
        images: &LabelledImages,
        order: &[usize],
    ) -> Result<Option<Trained>, DeviceError> {
        match self {
            Student::Classical(student) => Ok(student.step(images, order)),
            Student::Net(pupil) => pupil.step().await,
        }
    }
}

impl Classical {
    fn progress(&self) -> (Phase, f32) {
        match &self.classifier {
            Some(classifier) => (Phase::Training, classifier.share()),
            None => {
                let rounds = if self.settings.features.contains(&FeatureKind::Pca) { 2 } else { 1 };
                let done = if self.sums.is_none() && rounds == 2 { self.train + self.seen } else { self.seen };
                (Phase::Measuring, done as f32 / (rounds * self.train) as f32)
            }
        }
    }

    fn step(&mut self, images: &LabelledImages, order: &[usize]) -> Option<Trained> {
        if let Some(classifier) = &mut self.classifier {
            if !classifier.step() {
                return None;
            }
            let parts = (self.extractor.take(), self.standard.take(), self.classifier.take());
            let (Some(extractor), Some(standard), Some(classifier)) = parts else { return None };
            let what = What::Classical(Box::new(OnFeatures { extractor, standard, classifier }));
            return Some(Trained { train: self.train, what });
        }
        let portion = &order[self.seen..(self.seen + MEASURED_AT_ONCE).min(self.train)];
        self.seen += portion.len();
        if let Some(sums) = &mut self.sums {
            portion.iter().for_each(|index| sums.add(&bright(images.pixels_of(*index))));
            if self.seen == self.train {
                let pca = sums.finish();
                self.extractor = Some(Extractor::new(&self.settings.features, self.size, Some(pca)));
                (self.sums, self.seen) = (None, 0);
            }
            return None;
        }
        let extractor = self.extractor.get_or_insert_with(|| Extractor::new(&self.settings.features, self.size, None));
        for index in portion {
            self.rows.extend(extractor.of(&bright(images.pixels_of(*index))));
            self.labels.push(images.labels()[*index]);
        }
        if self.seen == self.train {
            let numbers = self.rows.len() / self.train;
            let standard = Standard::of(&self.rows, numbers);
            standard.scale(&mut self.rows);
            let (rows, labels) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.labels));
            let learning = Learning { rows, numbers, labels, classes: images.classes() };
            let ContestSettings { neighbours, depth, .. } = self.settings;
            self.classifier = Classifier::new(self.model, &learning, neighbours, depth);
            self.standard = Some(standard);
        }
        None
    }
}

impl Pupil {
    async fn step(&mut self) -> Result<Option<Trained>, DeviceError> {
        self.trainer.step()?;
        let done = self.trainer.step_count() as usize;
        if done.is_multiple_of(LET_GO_EVERY) || done == self.steps {
            self.trainer.report();
            self.trainer.back_pressure(done == self.steps).await?;
        }
        if done < self.steps {
            return Ok(None);
        }
        let net = self.trainer.net().clone();
        let what = What::Net(Box::new(OnPixels {
            net,
            device: self.trainer.device().clone(),
            scaling: self.trainer.scaling(),
            permutation: self.permutation.clone(),
        }));
        Ok(Some(Trained { train: self.train, what }))
    }
}

/// Someone who has learned.
pub(super) struct Trained {
    /// Images that it learned from.
    pub(super) train: usize,
    what: What,
}

enum What {
    Classical(Box<OnFeatures>),
    Net(Box<OnPixels>),
}

struct OnFeatures {
    extractor: Extractor,
    standard: Standard,
    classifier: Classifier,
}

struct OnPixels {
    net: Net,
    device: Device,
    scaling: Scaling,
    permutation: Option<Permutation>,
}

impl Trained {
    pub(super) fn is_on_processor(&self) -> bool {
        match &self.what {
            What::Classical(_) => true,
            What::Net(net) => net.device.kind() == "cpu",
        }
    }

    /// How it sees images.
    pub(super) async fn votes(&self, images: &[Vec<u8>], size: [usize; 2]) -> Result<Vec<Votes>, DeviceError> {
        let bright: Vec<Vec<f32>> = images.iter().map(|pixels| bright(pixels)).collect();
        match &self.what {
            What::Classical(model) => Ok(model.classifier.votes(&model.rows(&bright))),
            What::Net(net) => net.votes(&bright, size).await,
        }
    }

    /// What it makes of one image, brightness 0…1.
    pub(super) async fn verdict(
        &self,
        series: usize,
        image: &[f32],
        images: &LabelledImages,
        order: &Rc<[usize]>,
    ) -> Result<Verdict, DeviceError> {
        let of = |votes: Votes| Verdict {
            series,
            train: self.train,
            class: votes.class,
            shares: votes.shares,
            neighbours: Vec::new(),
            questions: Vec::new(),
        };
        let model = match &self.what {
            What::Net(net) => {
                let mut votes = net.votes(&[image.to_vec()], images.size()).await?;
                return Ok(of(votes.swap_remove(0)));
            }
            What::Classical(model) => model,
        };
        let row = model.rows(&[image.to_vec()]);
        let verdict = of(model.classifier.votes(&row).swap_remove(0));
        Ok(match &model.classifier {
            Classifier::Logistic(_) => verdict,
            Classifier::Neighbours(neighbours) => {
                let nearest = neighbours.nearest(&row).swap_remove(0);
                let neighbours = nearest.into_iter().map(|near| (order[near.row], near.label, near.distance)).collect();
                Verdict { neighbours, ..verdict }
            }
            Classifier::Tree(tree) => {
                let names = model.extractor.names();
                let Standard { means, deviations } = &model.standard;
                let question = |asked: crate::features::Question| {
                    let own = |x: f32| x * deviations[asked.number] + means[asked.number];
                    (names[asked.number].clone(), own(row[asked.number]), own(asked.threshold), asked.yes)
                };
                Verdict { questions: tree.questions(&row).into_iter().map(question).collect(), ..verdict }
            }
        })
    }
}

impl OnFeatures {
    /// Standardised features of images, a row each.
    fn rows(&self, images: &[Vec<f32>]) -> Vec<f32> {
        let mut rows: Vec<f32> = images.iter().flat_map(|image| self.extractor.of(image)).collect();
        self.standard.scale(&mut rows);
        rows
    }
}

impl OnPixels {
    async fn votes(&self, images: &[Vec<f32>], [rows, columns]: [usize; 2]) -> Result<Vec<Votes>, DeviceError> {
        let seen = |image: &Vec<f32>| {
            let image = self.permutation.as_ref().map_or_else(|| image.clone(), |order| order.applied(image));
            image.into_iter().map(|brightness| self.scaling.scaled(brightness))
        };
        let pixels: Vec<f32> = images.iter().flat_map(seen).collect();
        let input = self.device.upload([images.len(), rows, columns, 1], &pixels);
        let graph = Graph::inference();
        let logits = self.net.forward(&graph, &graph.constant(&input), 0).logits;
        let shares = ops::softmax(logits.value()).to_vec().await?;
        let votes = |row: &[f32]| Votes { class: greatest(row), shares: row.to_vec() };
        Ok(shares.chunks_exact(shares.len() / images.len()).map(votes).collect())
    }
}

fn bright(pixels: &[u8]) -> Vec<f32> {
    pixels.iter().map(|pixel| f32::from(*pixel) / 255.0).collect()
}
