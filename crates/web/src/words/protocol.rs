//! What the embedding lab answers and says: `www/src/labs/word2vec/protocol.ts` is generated from these types, and a test
//! fails when it is not up to date (`NABLA_UPDATE=1 cargo test -p nabla-web words`).
//!
//! Texts and what vectors are judged by come as UTF-8 bytes with `loadText`, whenever the event `wanted` names them or
//! before: a shipped one under `shipped/` and its word, as in `shipped/kjv` or `shipped/wordsim353`; a person's own text
//! under any other name, which sets `texts` to `own`. On an error the text that is there stays.
//!
//! A step is about a thousand words read with negative sampling, and a minibatch of centre words with full softmax.
//! Words are asked for as they are written, in any case; one that is not in the vocabulary is answered with the code
//! `unknown-word`, and `args.nearest` has the nearest spellings, separated by commas.

mod answers;

use nabla_models::config::Word2VecConfig;
use serde::Serialize;
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
        config: Word2VecConfig,
        /// Where the vectors are computed.
        device: DeviceInfo,
        /// Whether they started anew.
        rebuilt: bool,
    },
    /// To `loadText`.
    TextLoaded {
        /// All settings as they are now: a person's own text changes `texts`.
        config: Word2VecConfig,
        /// What was sent.
        name: String,
        /// Its words; 0 of what is no text.
        words: usize,
    },
    /// To `train`.
    Trained {
        /// Steps done since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// The mean loss since the last word of it.
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

/// The words that are learned.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct CorpusInfo {
    /// Names of its texts.
    pub texts: Vec<String>,
    /// Words of them all.
    pub words: usize,
    /// How many of them are in the vocabulary.
    pub kept: usize,
    /// Different words.
    pub distinct: usize,
    /// Words of the vocabulary, V.
    pub vocabulary: usize,
    /// How often its rarest word occurs.
    pub rarest: u32,
    /// Sentences with a word of the vocabulary.
    pub sentences: usize,
    /// Words that are read in one epoch after frequent ones are thinned, as expected.
    pub read: f64,
    /// Numbers that are learned.
    pub parameters: usize,
    /// η at the start.
    pub learning_rate: f64,
    /// Steps until the end.
    #[cfg_attr(test, ts(type = "number"))]
    pub steps: u64,
}

/// About the training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Metrics {
    /// How often the texts were read, in parts too.
    pub epoch: f64,
    /// The share of the training that is done, 0 to 1.
    pub share: f64,
    /// Words of the vocabulary read since the start.
    #[cfg_attr(test, ts(type = "number"))]
    pub words: u64,
    /// Raw words of the texts in a second of training, since the last word of it.
    pub words_per_second: f64,
    /// Seconds of training since the start, without what was looked at meanwhile.
    pub seconds: f64,
    /// η now.
    pub learning_rate: f64,
    /// Whether the texts have been read as often as the settings say.
    pub finished: bool,
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
    /// Where the vectors are computed from now on.
    Device {
        /// And why.
        device: DeviceInfo,
    },
    /// Whether it trains.
    State {
        /// Now.
        state: RunState,
    },
    /// These are not here: until the texts among them come with `loadText` there is nothing to train on, and until
    /// `wordsim353` and `questions-words` do there is nothing to judge by.
    Wanted {
        /// Which, as in the setting `texts`, and the two named above.
        files: Vec<String>,
    },
    /// There are new vectors, or those of a checkpoint.
    Begun {
        /// Of which words.
        corpus: Box<CorpusInfo>,
        /// Steps done.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Whether that was not asked for: their GPU was lost.
        unasked: bool,
    },
    /// Steps were done.
    Progress {
        /// So many since the start.
        #[cfg_attr(test, ts(type = "number"))]
        step: u64,
        /// Mean since the last progress: of negative sampling for a right word and its noise, of full softmax for a
        /// pair, in nats.
        loss: f32,
        /// More about it.
        metrics: Metrics,
    },
    /// Where the words are on the map by now, with the places in `arrays`; comes when `query('follow', {map: true})` has
    /// asked for it.
    Map {
        /// About it.
        map: MapInfo,
    },
    /// The vectors were judged: now and then while they are learned, and at the end.
    Judged {
        /// As `query('quality')` answers.
        quality: Box<Quality>,
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
