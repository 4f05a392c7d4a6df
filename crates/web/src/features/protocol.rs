//! What the lab about features answers and says: `www/src/labs/features/protocol.ts` is generated from these types, and a
//! test fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web features`).
//!
//! Images come with `loadText`, as IDX files under the name `shipped/` and what the event `wanted` asks for, as in
//! `shipped/mnist-images`. On an error the images that are there stay.
//!
//! A step is a point: one training and one test, or only a test where the model that was trained before is tested again.
//! An image in a question is `{image: [Y·X numbers 0…1]}`, dark paper and light ink as the shipped ones have it, or
//! `{part: "train" | "test", index}`; by default it is the first of the test part. Pictures travel as `arrays`.

mod answers;

use nabla_models::config::{FeatureExperiment, FeatureKind, FeatureModel, FeaturesConfig, ShippedImages};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

use crate::protocol::{DeviceInfo, Failure, RunState};
pub use answers::*;

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: FeaturesConfig,
        /// Where the nets are computed.
        device: DeviceInfo,
        /// Whether the experiment starts anew.
        rebuilt: bool,
    },
    /// To `loadText`.
    ImagesLoaded {
        /// What the page called them.
        name: String,
        /// Images, or labels, in the file.
        count: usize,
    },
    /// To `train`.
    Trained {
        /// Points done since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The share that the last point's model gets wrong.
        loss: f32,
        /// More about it.
        metrics: Metrics,
    },
    /// Done; nothing more to say.
    Done,
    /// To `query`.
    Answer {
        /// What was asked for.
        answer: Answer,
    },
    /// To `export`: `metrics` (CSV).
    File {
        /// A file name.
        name: String,
        /// Its type.
        mime: String,
    },
}

/// How far an experiment is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// Points done.
    pub points: usize,
    /// Points in all.
    pub total: usize,
    /// Whether all are done.
    pub finished: bool,
}

/// Images as they are learned from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct DataInfo {
    /// Which.
    pub data: ShippedImages,
    /// What they may show.
    pub classes: Vec<String>,
    /// Y and X.
    pub size: [usize; 2],
    /// Images that may be learned from.
    pub train: usize,
    /// Images held out.
    pub test: usize,
    /// How many of them each point is measured with.
    pub tested: usize,
}

/// A line of the chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct SeriesInfo {
    /// Its name: the model's, and `.permuted` where pixels are in another order.
    pub series: String,
    /// Who learns.
    pub model: FeatureModel,
    /// Whether pixels are in another order, the same for all images.
    pub permuted: bool,
    /// Numbers that it reads of an image.
    pub inputs: usize,
    /// Numbers that it learns; none where it keeps examples or asks questions, whose number depends on them.
    pub parameters: Option<usize>,
}

/// One model, trained and tested. All but the seconds are the same each time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Point {
    /// In which experiment.
    pub experiment: FeatureExperiment,
    /// On which line.
    pub series: String,
    /// Images learned from, pixels, degrees, or standard deviation of the noise.
    pub x: f32,
    /// Seed of the training, and of what was done to the images it was tested with.
    pub seed: u32,
    /// Images learned from.
    pub train: usize,
    /// Images tested with.
    pub test: usize,
    /// So many of them were right.
    pub right: usize,
    /// The share.
    pub accuracy: f32,
    /// Seconds of training, features included.
    pub train_seconds: f64,
    /// Seconds of testing, features included.
    pub test_seconds: f64,
}

/// What the model that is under way is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(TS))]
pub enum Phase {
    /// Measuring the images that it learns from.
    Measuring,
    /// Learning.
    Training,
    /// Being tested.
    Testing,
}

/// What the lab says by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Event {
    /// Shaders being compiled.
    Compiling {
        /// So many are ready …
        done: usize,
        /// … of so many.
        total: usize,
    },
    /// Where nets are computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// Images of the settings are not here: until they come with `loadText`, there is nothing to do.
    Wanted {
        /// As in `mnist-images`.
        files: Vec<String>,
    },
    /// An experiment is ready, without a point. Points of other experiments are kept if only `experiment` changed.
    Begun {
        /// What is learned from.
        data: Box<DataInfo>,
        /// Which.
        experiment: FeatureExperiment,
        /// Its lines.
        series: Vec<SeriesInfo>,
        /// Where points will be, in this order on every line.
        xs: Vec<f32>,
        /// Points in all.
        total: usize,
        /// Those that are kept of it; the first that is measured anew replaces them all.
        points: Vec<Point>,
        /// Whether it was not asked for: a GPU was lost, and only the point under way begins again.
        unasked: bool,
    },
    /// Something was done of the next point.
    Progress {
        /// On which line.
        series: String,
        /// Where on it.
        x: f32,
        /// What is being done …
        phase: Phase,
        /// … from 0 to 1.
        share: f32,
        /// How far the experiment is.
        metrics: Metrics,
    },
    /// A point is done.
    Measured {
        /// It.
        point: Point,
        /// How far the experiment is.
        metrics: Metrics,
    },
    /// Nothing goes on.
    Failed {
        /// Why.
        failure: Failure,
    },
}

#[cfg(test)]
mod tests;
