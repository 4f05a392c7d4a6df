//! Which points there will be.

use crate::config::{FeatureExperiment, FeatureModel};

use super::ContestSettings;
use super::student::is_net;

/// Pixels by which images are moved.
const SHIFTS: [f32; 6] = [0.0, 1.0, 2.0, 3.0, 4.0, 6.0];
/// Degrees by which they are turned.
const ROTATIONS: [f32; 6] = [0.0, 10.0, 20.0, 30.0, 45.0, 60.0];
/// Standard deviations of the noise on them.
const NOISES: [f32; 6] = [0.0, 0.1, 0.2, 0.3, 0.5, 0.7];

/// A line of the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The model's name, and `.permuted` where pixels are in another order.
    pub name: String,
    /// Who learns.
    pub model: FeatureModel,
    /// Whether pixels are in another order.
    pub permuted: bool,
}

/// A point to be measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Task {
    /// On which line.
    pub(super) series: usize,
    /// Where on it.
    pub(super) x: f32,
    /// Images to learn from.
    pub(super) train: usize,
}

/// The lines of an experiment.
pub(super) fn series(settings: &ContestSettings) -> Vec<Series> {
    let word = |model: FeatureModel| FeatureModel::WORDS[model as usize];
    let line = |model: FeatureModel, permuted: bool| {
        let name = if permuted { format!("{}.permuted", word(model)) } else { word(model).to_owned() };
        Series { name, model, permuted }
    };
    let is_local = settings.experiment == FeatureExperiment::Locality;
    let takes_part = |model: &&FeatureModel| is_net(**model) || !(is_local || settings.features.is_empty());
    let models = settings.models.iter().filter(takes_part);
    let orders: &[bool] = if is_local { &[false, true] } else { &[false] };
    models.flat_map(|model| orders.iter().map(|permuted| line(*model, *permuted))).collect()
}

/// Where points are on each line.
pub(super) fn xs(settings: &ContestSettings, images: usize) -> Vec<f32> {
    match settings.experiment {
        FeatureExperiment::Samples | FeatureExperiment::Locality => {
            let mut counts: Vec<usize> = settings.samples.iter().map(|count| (*count).min(images)).collect();
            counts.dedup();
            counts.into_iter().map(|count| count as f32).collect()
        }
        FeatureExperiment::Shift => SHIFTS.to_vec(),
        FeatureExperiment::Rotation => ROTATIONS.to_vec(),
        FeatureExperiment::Noise => NOISES.to_vec(),
    }
}

/// All points in the order in which they are measured: lines grow together where each point is a training of its own,
/// otherwise one line after the other, so that each model is trained once.
pub(super) fn tasks(settings: &ContestSettings, series: &[Series], images: usize) -> Vec<Task> {
    let xs = xs(settings, images);
    match settings.experiment {
        FeatureExperiment::Samples | FeatureExperiment::Locality => {
            let lines = 0..series.len();
            xs.iter().flat_map(|x| lines.clone().map(|series| Task { series, x: *x, train: *x as usize })).collect()
        }
        _ => {
            let train = settings.train_on.min(images);
            let line = |series| xs.iter().map(move |x| Task { series, x: *x, train });
            (0..series.len()).flat_map(line).collect()
        }
    }
}
