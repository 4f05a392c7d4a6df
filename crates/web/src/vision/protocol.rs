//! What the vision lab answers and says: `www/src/labs/vision/protocol.ts` is generated from these types, and a test
//! fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web vision`).
//!
//! Images come with `loadText`: shipped ones as IDX files under the name `shipped/` and what the event `wanted` asks for,
//! as in `shipped/mnist-images`; a person's own under the name `own`, all at once ([`OwnImages`], a line of JSON, and then
//! the pixels of all images, a byte each), which sets `data` to `own`. On an error the images that are there stay.
//!
//! An image in a question is `{image: [Y·X numbers 0…1]}`, dark paper and light ink as the shipped ones have it, or
//! `{part: "train" | "test", index}`; by default it is the first of the test part. Pictures and maps travel as `arrays`.

mod answers;

use nabla_models::config::{ImageData, VisionConfig};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

use crate::protocol::{DeviceInfo, Failure, RunState, TensorInfo};
pub use answers::*;

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: VisionConfig,
        /// Where the network is computed.
        device: DeviceInfo,
        /// Whether it started anew.
        rebuilt: bool,
    },
    /// To `loadText`.
    ImagesLoaded {
        /// All settings as they are now: a person's own images set `data`.
        config: VisionConfig,
        /// What the page called them.
        name: String,
        /// Images, or labels, in the file.
        count: usize,
    },
    /// To `train`.
    Trained {
        /// Steps done since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Of the last step.
        loss: f32,
        /// More about it.
        metrics: Metrics,
    },
    /// Done; nothing more to say.
    Done,
    /// To `tensors`.
    Tensors {
        /// All of them.
        tensors: Vec<TensorInfo>,
    },
    /// To `inspect`.
    Tensor {
        /// The name asked for.
        name: String,
        /// Its sizes, outermost first.
        shape: Vec<usize>,
    },
    /// To `query`.
    Answer {
        /// What was asked for.
        answer: Answer,
    },
    /// To `export`: `metrics` (CSV), `weights` (safetensors), `architecture` (JSON).
    File {
        /// A file name.
        name: String,
        /// Its type.
        mime: String,
    },
    /// To `checkpoint`.
    Checkpoint {
        /// When it was taken.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// To `restore`.
    Restored {
        /// Where the run is now.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
}

/// The first line of a person's own images.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(TS))]
pub struct OwnImages {
    /// Names of the classes.
    pub classes: Vec<String>,
    /// Of every image, which class it shows, from 0.
    pub labels: Vec<u8>,
    /// Y and X of every image.
    pub size: [usize; 2],
}

/// Images as they are learned from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct DataInfo {
    /// Which.
    pub data: ImageData,
    /// What they may show.
    pub classes: Vec<String>,
    /// Y and X.
    pub size: [usize; 2],
    /// Images that are learned from.
    pub train: usize,
    /// Of each class.
    pub train_counts: Vec<usize>,
    /// Images held out.
    pub test: usize,
    /// Of each class.
    pub test_counts: Vec<usize>,
}

/// About the last steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// The share of the images just learned from that were right before the step.
    pub accuracy: f32,
    /// How often all images were learned from.
    pub epoch: f32,
    /// Speed of training.
    pub images_per_second: f64,
    /// Seconds of training since the start.
    pub seconds: f64,
    /// Whether all epochs are done.
    pub finished: bool,
}

/// How good the network is on images that it does not learn from. While it learns it is tried on some of them only, if all
/// would take long.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Tested {
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Images that were tried.
    pub images: usize,
    /// Their mean loss, in nats.
    pub loss: f32,
    /// The share that is right.
    pub accuracy: f32,
    /// The same by each auxiliary head.
    pub auxiliary: Vec<f32>,
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
    /// Where the network is computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// Images of the settings are not here: until they come with `loadText`, there is nothing to train on.
    Wanted {
        /// As in `mnist-images`; `own` for a person's own.
        files: Vec<String>,
    },
    /// There is another network: a new one, or one that was restored.
    Begun {
        /// Where it stands.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// How it got there.
        curves: Curves,
        /// What it learns from.
        data: Box<DataInfo>,
        /// What it is made of.
        network: Box<Architecture>,
        /// Whether that was not asked for: its GPU was lost.
        unasked: bool,
    },
    /// Steps were done.
    Progress {
        /// So many since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Mean since the last progress, in nats; of the main head.
        loss: f32,
        /// More about it.
        metrics: Metrics,
    },
    /// The network was tried on the test part: after the start, now and then while it learns, and at the end.
    Tested {
        /// How it did.
        tested: Tested,
    },
    /// The run as a file, in `bytes`: a page keeps it for when this worker dies.
    Checkpoint {
        /// When it was taken.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
    },
    /// Training stopped.
    Failed {
        /// Why.
        failure: Failure,
    },
}

#[cfg(test)]
mod tests;
