//! The texts that were sent, cut into words, and what vectors are judged by.

use std::rc::Rc;

use nabla_models::config::{Word2VecConfig, WordText};
use nabla_models::data::text::utf8;
use nabla_models::data::{Lexicon, TEN_SENTENCES, TextError, Tokens, Words};
use nabla_models::word2vec::Judge;

use crate::protocol::Failure;

/// What names of shipped files begin with.
const SHIPPED: &str = "shipped/";
/// What vectors are judged by.
const JUDGES: [&str; 2] = ["wordsim353", "questions-words"];
/// With fewer words there is nothing to tell apart.
const FEWEST_WORDS: usize = 2;

/// Everything that was sent.
#[derive(Default)]
pub(super) struct Library {
    lexicon: Lexicon,
    texts: Vec<(WordText, String, Tokens)>,
    pub(super) judge: Judge,
    /// Which of [`JUDGES`] are there.
    judges: Vec<String>,
}

/// Something that was read and is to be kept.
pub(super) enum Loaded {
    /// A shipped text.
    Shipped(WordText, Tokens),
    /// A person's own, by its name.
    Own(String, Tokens),
    /// One of [`JUDGES`].
    Judge(String),
}

impl Loaded {
    /// Words of a text.
    pub(super) fn words(&self) -> usize {
        match self {
            Loaded::Shipped(_, tokens) | Loaded::Own(_, tokens) => tokens.ids.len(),
            Loaded::Judge(_) => 0,
        }
    }
}

impl Library {
    /// The words of a text for when none is there: they stand in for its kernels.
    pub(super) fn stand_in() -> Words {
        Words::new(TEN_SENTENCES, 1)
    }

    /// Reads a file; a text is not kept yet.
    pub(super) fn read(&mut self, name: &str, bytes: &[u8]) -> Result<Loaded, Failure> {
        let text = utf8(bytes).map_err(|error| text_failure(&error))?;
        let Some(shipped) = name.strip_prefix(SHIPPED) else {
            let tokens = self.lexicon.read(text);
            if tokens.ids.is_empty() {
                return Err(text_failure(&TextError::Empty));
            }
            return Ok(Loaded::Own(name.to_owned(), tokens));
        };
        if JUDGES.contains(&shipped) {
            if shipped == JUDGES[0] {
                self.judge.read_pairs(text)
            } else {
                self.judge.read_questions(text)
            }
            return Ok(Loaded::Judge(shipped.to_owned()));
        }
        let kind = WordText::from_word(shipped).filter(|kind| !matches!(kind, WordText::Own | WordText::Toy));
        let kind = kind.ok_or_else(|| {
            let failure = Failure::new("not-one-of", format!("There is no shipped text {shipped:?}.")).about("name");
            failure.with("value", shipped).with("allowed", WordText::WORDS.join(", "))
        })?;
        Ok(Loaded::Shipped(kind, self.lexicon.read(text)))
    }

    /// Keeps what was read; a text takes the place of the one that was there.
    pub(super) fn keep(&mut self, loaded: Loaded) {
        let (kind, name, tokens) = match loaded {
            Loaded::Judge(name) => return self.judges.push(name),
            Loaded::Shipped(kind, tokens) => (kind, WordText::WORDS[kind as usize].to_owned(), tokens),
            Loaded::Own(name, tokens) => (WordText::Own, name, tokens),
        };
        self.texts.retain(|(other, ..)| *other != kind);
        self.texts.push((kind, name, tokens));
    }

    /// Texts of a config that are not here.
    pub(super) fn missing(&self, config: &Word2VecConfig) -> Vec<String> {
        let is_missing = |kind: &&WordText| **kind != WordText::Toy && self.text(**kind).is_none();
        config.texts.iter().filter(is_missing).map(|kind| WordText::WORDS[*kind as usize].to_owned()).collect()
    }

    /// What vectors are judged by and is not here; nobody judges ten sentences.
    pub(super) fn missing_judges(&self, config: &Word2VecConfig) -> Vec<String> {
        let missing = JUDGES.iter().filter(|judge| !self.judges.iter().any(|kept| kept == *judge));
        if config.is_toy() { Vec::new() } else { missing.map(|judge| (*judge).to_owned()).collect() }
    }

    /// What a config's texts are called.
    pub(super) fn names(&self, config: &Word2VecConfig) -> Vec<String> {
        let name = |kind: &WordText| {
            let kept = self.texts.iter().find(|(other, ..)| other == kind);
            kept.map_or(WordText::WORDS[*kind as usize].to_owned(), |(_, name, _)| name.clone())
        };
        config.texts.iter().map(name).collect()
    }

    /// Whether this text was never sent.
    pub(super) fn is_waiting_for(&self, kind: WordText) -> bool {
        self.text(kind).is_none()
    }

    fn text(&self, kind: WordText) -> Option<&Tokens> {
        self.texts.iter().find(|(other, ..)| *other == kind).map(|(.., tokens)| tokens)
    }

    /// The words of a config's texts, all of which are here.
    pub(super) fn words(&self, config: &Word2VecConfig) -> Result<Rc<Words>, Failure> {
        self.words_with(config, None)
    }

    /// The words that a config would have with a text that is not kept yet; none while others are missing.
    pub(super) fn would_learn(&self, loaded: &Loaded, config: &Word2VecConfig) -> Result<Option<Rc<Words>>, Failure> {
        let (kind, tokens) = match loaded {
            Loaded::Shipped(kind, tokens) => (*kind, tokens),
            Loaded::Own(_, tokens) => (WordText::Own, tokens),
            Loaded::Judge(_) => return Ok(None),
        };
        let word = WordText::WORDS[kind as usize];
        let is_complete = self.missing(config).iter().all(|missing| missing == word);
        if !(is_complete && config.texts.contains(&kind)) {
            return Ok(None);
        }
        self.words_with(config, Some((kind, tokens))).map(Some)
    }

    fn words_with(&self, config: &Word2VecConfig, new: Option<(WordText, &Tokens)>) -> Result<Rc<Words>, Failure> {
        let mut lexicon = None;
        let toy = config.texts.contains(&WordText::Toy).then(|| {
            let own = lexicon.insert(self.lexicon.clone());
            own.read(TEN_SENTENCES)
        });
        let of = |kind: &WordText| match (kind, new) {
            (WordText::Toy, _) => toy.as_ref(),
            (kind, Some((other, tokens))) if *kind == other => Some(tokens),
            (kind, _) => self.text(*kind),
        };
        let texts: Vec<&Tokens> = config.texts.iter().filter_map(of).collect();
        let lexicon = lexicon.as_ref().unwrap_or(&self.lexicon);
        let words = Words::of(lexicon, &texts, config.min_count, config.vocabulary);
        let found = words.vocabulary().len();
        if found < FEWEST_WORDS {
            let min = config.min_count;
            let message = format!("Only {found} different words occur {min} times or more; {FEWEST_WORDS} are needed.");
            let failure = Failure::new("too-few-words", message).about("minCount");
            return Err(failure.with("value", min).with("have", found).with("need", FEWEST_WORDS));
        }
        Ok(Rc::new(words))
    }
}

fn text_failure(error: &TextError) -> Failure {
    Failure { code: error.code(), field: Some("text".into()), message: error.to_string(), args: error.args() }
}
