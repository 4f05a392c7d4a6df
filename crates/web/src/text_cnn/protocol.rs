//! What the lab of sentences answers and says: `www/src/labs/text-cnn/protocol.ts` is generated from these types, and a
//! test fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web text_cnn`).
//!
//! The three texts come as UTF-8 bytes with `loadText` under `shipped/` and their word, as in `shipped/austen`, when the
//! event `wanted` names them. Authors are numbered as in [`Author`].

use nabla_models::config::{Author, TextCnnConfig};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

use crate::protocol::{DeviceInfo, Failure, RunState, TensorInfo};

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub enum Reply {
    /// To `configure`.
    Configured {
        /// All settings as they are now.
        config: Box<TextCnnConfig>,
        /// Where the net is computed.
        device: DeviceInfo,
        /// Whether it started anew.
        rebuilt: bool,
    },
    /// To `loadText`.
    TextLoaded {
        /// What was sent.
        name: String,
    },
    /// To `train`.
    Trained {
        /// Steps done since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The net's mean loss since the last word of it.
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
    /// To `export`.
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

/// What is learned from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct CorpusInfo {
    /// Sentences of all texts.
    pub sentences: usize,
    /// Of each author, to learn from.
    pub train: usize,
    /// Of each author, to be tested with.
    pub test: usize,
    /// Consecutive sentences that are held back together.
    pub passage: usize,
    /// Sentences that were held back and are not tested, since the same is learned from.
    pub repeated: usize,
    /// Words that are taken for names.
    pub names: usize,
    /// V
    pub vocabulary: usize,
    /// Numbers that are learned: the net's and the bag's.
    pub parameters: [usize; 2],
    /// Until the end.
    #[cfg_attr(test, ts(type = "number"))]
    pub steps: u64,
    /// A sentence of the test part to begin with, the author's number beside it.
    pub first: String,
}

/// About the training.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// How often the sentences were read, in parts too.
    pub epoch: f64,
    /// The bag's mean loss since the last word of it.
    pub bag_loss: f64,
    /// The share of sentences that the net had right while learning, with dropout; and the bag.
    pub accuracy: [f64; 2],
    /// Sentences in a second of training.
    pub sentences_per_second: f64,
    /// Whether the sentences have been read as often as the settings say.
    pub finished: bool,
}

/// What a learner made of the test part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Score {
    /// The share that is right.
    pub accuracy: f64,
    /// The mean cross-entropy, in nats.
    pub loss: f64,
    /// Of each author (rows), how many are taken for each (columns).
    pub confusion: [[usize; 3]; 3],
}

/// Both learners on the test part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Tested {
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Sentences.
    pub count: usize,
    /// The convolutional net.
    pub net: Score,
    /// The same on the same sentences with their words in random order.
    pub shuffled: Score,
    /// The bag of words.
    pub bag: Score,
}

/// An n-gram that excites a filter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Gram {
    /// Its symbols; "·" is the edge of a sentence.
    pub symbols: Vec<String>,
    /// How strongly the filter answers.
    pub answer: f32,
    /// How often it stands in each author's training part.
    pub counts: [u32; 3],
}

/// A filter and what it hears.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Filter {
    /// Its number, counted over all widths.
    pub filter: usize,
    /// How many symbols it sees.
    pub width: usize,
    /// The n-grams that excite it most, the loudest first.
    pub grams: Vec<Gram>,
    /// The mean over each author's sentences of its strongest answer.
    pub mean: [f32; 3],
    /// What it adds to each author's logit for an answer of 1.
    pub weights: [f32; 3],
    /// How much it decides on average: the span of the weights times the sum of the means.
    pub importance: f32,
}

/// To `query('filters', {count?})`: the filters by importance, each with so many n-grams (5).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Filters {
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// All of them.
    pub filters: Vec<Filter>,
}

/// A filter's part in a sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Fired {
    /// Which.
    pub filter: usize,
    /// The symbols that it answers.
    pub symbols: Vec<String>,
    /// How strongly.
    pub answer: f32,
    /// What it adds to each logit.
    pub adds: [f32; 3],
}

/// A word or character of a sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Piece {
    /// As it is written.
    pub written: String,
    /// As the net reads it.
    pub symbol: String,
    /// What it adds to each author's logit.
    pub adds: [f32; 3],
}

/// To `query('classify', {text})`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Classified {
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// What was read.
    pub pieces: Vec<Piece>,
    /// Whether the sentence was longer than a net reads.
    pub is_cut: bool,
    /// p of each author by the net.
    pub probabilities: [f32; 3],
    /// The same by the bag of words.
    pub bag: [f32; 3],
    /// z of each author: the bias, what the pieces add, and what the edges add.
    pub logits: [f32; 3],
    /// b of each author.
    pub bias: [f32; 3],
    /// What the edges of the sentence add.
    pub edges: [f32; 3],
    /// The filters that decided most.
    pub fired: Vec<Fired>,
}

/// A sentence of the test part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct TestedSentence {
    /// As it is written.
    pub sentence: String,
    /// Whose it is.
    pub author: usize,
    /// p of each author by the net.
    pub net: [f32; 3],
    /// By the bag of words.
    pub bag: [f32; 3],
}

/// To `query('examples', {author, said, count?})`: sentences of one author taken for another's or for their own, the
/// surest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Examples {
    /// With the weights after this step.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Some of them.
    pub sentences: Vec<TestedSentence>,
    /// How many there are.
    pub total: usize,
}

/// The answers, by what was asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// To "filters".
    Filters(Filters),
    /// To "classify".
    Classified(Box<Classified>),
    /// To "confusion": the last test.
    Tested(Box<Tested>),
    /// To "examples".
    Examples(Examples),
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
    /// Where the net is computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// These texts are not here: until they come there is nothing to learn from.
    Wanted {
        /// Which.
        texts: Vec<Author>,
    },
    /// There is a net at this step.
    Begun {
        /// And what it learns from.
        corpus: Box<CorpusInfo>,
        /// 0, or where a saved run stands.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Whether that was not asked for: the GPU was lost.
        unasked: bool,
    },
    /// Steps were done.
    Progress {
        /// So many since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The net's mean loss since the last progress, in nats.
        loss: f32,
        /// More about it.
        metrics: Metrics,
    },
    /// Both were tested.
    Tested {
        /// What came of it.
        tested: Box<Tested>,
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
