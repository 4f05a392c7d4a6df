//! The texts that were sent.

use std::rc::Rc;

use nabla_compute::pulse::ahead;
use nabla_models::config::{Author, TextCnnConfig};
use nabla_models::data::text::utf8;
use nabla_models::text_cnn::{CLASSES, PASSAGE, Sentences, Split, Training};

use super::protocol::CorpusInfo;
use crate::protocol::Failure;

/// What names of shipped files begin with.
const SHIPPED: &str = "shipped/";
const AUTHORS: [Author; CLASSES] = [Author::Austen, Author::Shakespeare, Author::Kjv];

/// About what cutting takes, and what dividing into parts does: neither counts what it has done (`nabla_compute::pulse`).
const OPERATIONS_A_BYTE: f64 = 600.0;
const OPERATIONS_OF_A_SPLIT: f64 = 3e9;

/// Texts until all are here, and their sentences from then on.
#[derive(Default)]
pub(super) struct Texts {
    waiting: [Option<String>; CLASSES],
    sentences: Option<Sentences>,
}

impl Texts {
    pub(super) fn missing(&self) -> Vec<Author> {
        let is_missing = |author: &Author| self.sentences.is_none() && self.waiting[*author as usize].is_none();
        AUTHORS.into_iter().filter(is_missing).collect()
    }

    /// Keeps a text; with the last one all are cut into sentences.
    pub(super) fn take(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        let author = name.strip_prefix(SHIPPED).and_then(Author::from_word).ok_or_else(|| {
            let failure = Failure::new("not-one-of", format!("There is no shipped text {name:?}.")).about("name");
            failure.with("value", name).with("allowed", Author::WORDS.join(", "))
        })?;
        let text = utf8(&bytes).map_err(|error| Failure::new("cannot-read", error.to_string()))?;
        self.waiting[author as usize] = Some(text.to_owned());
        if let [Some(austen), Some(shakespeare), Some(kjv)] = &self.waiting {
            ahead(OPERATIONS_A_BYTE * (austen.len() + shakespeare.len() + kjv.len()) as f64);
            self.sentences = Some(Sentences::new([austen, shakespeare, kjv]));
            self.waiting = Default::default();
        }
        Ok(())
    }

    /// The parts for these settings; none while a text is missing.
    pub(super) fn split(&self, config: &TextCnnConfig) -> Result<Option<Rc<Split>>, Failure> {
        ahead(OPERATIONS_OF_A_SPLIT);
        let split = self.sentences.as_ref().map(|sentences| sentences.split(config)).transpose();
        let failed = |error: nabla_models::text_cnn::SplitError| {
            Failure::new("text-too-short", error.to_string()).with("have", error.have).with("need", 5)
        };
        Ok(split.map_err(failed)?.map(Rc::new))
    }
}

/// What is learned from.
pub(super) fn info(training: &Training) -> CorpusInfo {
    let split = training.split();
    CorpusInfo {
        sentences: split.sentences,
        train: split.train.len() / CLASSES,
        test: split.test.len() / CLASSES,
        passage: PASSAGE,
        repeated: split.repeated,
        names: split.names.len(),
        vocabulary: split.reader.vocabulary().len(),
        parameters: training.parameters(),
        steps: training.steps_in_all(),
        first: split.test[0].sentence.clone(),
    }
}
