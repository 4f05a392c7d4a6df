//! What the embedding lab can be asked for.

use std::rc::Rc;

use nabla_models::word2vec::{largest, place};
use serde_json::{Map, Value};

use super::asked::{named, number, truth};
use super::protocol::{Analogy, Answer, ContextOfWord, CountsPart, InContext, Neighbour, Neighbours, Ranked, Reply};
use super::protocol::{Quality, VocabularyPart};
use super::study::Study;
use super::{WordsLab, not_begun};
use crate::lab;
use crate::protocol::{Failure, TensorInfo};

/// Words in a list, if the question does not say.
const LISTED: usize = 10;
/// The most words in a list.
const MOST: usize = 1000;
/// Rows of a part of the matrix of counts.
const MOST_COUNTS: usize = 400;
/// All questions.
const QUESTIONS: &str = "corpus, vocabulary, map, follow, neighbours, analogy, context, counts, quality";

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

impl From<Answer> for Answered {
    fn from(answer: Answer) -> Self {
        Reply::Answer { answer }.into()
    }
}

fn with_numbers(answer: Answer, numbers: Vec<f32>) -> Answered {
    Answered { reply: Reply::Answer { answer }, arrays: vec![numbers], bytes: None }
}

impl WordsLab {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let params = self.study()?.learner.model().params().into_iter();
        let info = |param: &nabla_models::Param| TensorInfo {
            name: param.name.clone(),
            shape: param.value.shape().dims().to_vec(),
            kind: "parameter",
        };
        Ok(Reply::Tensors { tensors: params.map(info).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answered, Failure> {
        let params = self.study()?.learner.model().params();
        let Some(param) = params.into_iter().find(|param| param.name == name) else {
            let message = format!("There is no tensor {name:?}; tensors() lists them.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = param.value.to_vec().await?;
        let reply = Reply::Tensor { name, shape: param.value.shape().dims().to_vec() };
        Ok(Answered { reply, arrays: vec![data], bytes: None })
    }

    /// None where the answer comes later.
    pub(super) async fn query(
        &mut self,
        id: u32,
        kind: &str,
        args: &Map<String, Value>,
    ) -> Result<Option<Answered>, Failure> {
        let (config, names) = (self.config.clone(), self.library.names(&self.config));
        if kind == "follow" {
            self.follows_map = truth(args, "map");
            self.also_mapped = named(args, "also");
            self.told.draw_map_anew();
            return Ok(Some(Answer::Following { map: self.follows_map }.into()));
        }
        let study = self.study.as_mut().ok_or_else(not_begun)?;
        let answered: Answered = match kind {
            "corpus" => Answer::Corpus(study.corpus(&config, names)).into(),
            "vocabulary" => Answer::Vocabulary(study.part_of_vocabulary(&config, args)?).into(),
            "map" => {
                let words = number(args, "words", config.map_words, study.words.vocabulary().len())?;
                let dimensions = number(args, "dimensions", config.dimensions, 3)?.max(2);
                let also = named(args, "also");
                let (map, places) = study.map(words, dimensions, &also).await?;
                with_numbers(Answer::Map(map), places)
            }
            "neighbours" => Answer::Neighbours(study.neighbours(args).await?).into(),
            "analogy" => Answer::Analogy(study.analogy(args).await?).into(),
            "context" => Answer::Context(study.context(&config, args).await?).into(),
            "counts" => {
                let (part, numbers) = study.counts(&config, args)?;
                with_numbers(Answer::Counts(part), numbers)
            }
            "quality" if truth(args, "now") && !self.library.judge.is_empty() => {
                study.waiting.push(id);
                return Ok(None);
            }
            "quality" => Answer::Quality(Box::<Quality>::new(study.quality())).into(),
            _ => {
                let message = format!("There is no question {kind:?} to this lab; it knows {QUESTIONS}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", QUESTIONS));
            }
        };
        Ok(Some(answered))
    }
}

impl Study {
    fn word(&self, token: u32) -> (String, u32, usize) {
        let place = token as usize;
        (self.words.vocabulary()[place].clone(), self.words.counts()[place], place)
    }

    fn part_of_vocabulary(
        &self,
        config: &nabla_models::config::Word2VecConfig,
        args: &Map<String, Value>,
    ) -> Result<VocabularyPart, Failure> {
        let vocabulary = self.words.vocabulary();
        let from = number(args, "from", 0, vocabulary.len())?;
        let count = number(args, "count", 100, vocabulary.len())?;
        let find = args.get("find").and_then(Value::as_str).unwrap_or_default().trim().to_lowercase();
        let found = (0..vocabulary.len()).filter(|rank| vocabulary[*rank].starts_with(&find));
        let ranks: Vec<usize> = found.skip(from).take(count).collect();
        let kept = config.subsampling(&self.words);
        Ok(VocabularyPart {
            words: ranks.iter().map(|rank| vocabulary[*rank].clone()).collect(),
            counts: ranks.iter().map(|rank| self.words.counts()[*rank]).collect(),
            kept: ranks.iter().map(|rank| kept.probability(*rank)).collect(),
            ranks,
            total: vocabulary.len(),
        })
    }

    async fn neighbours(&mut self, args: &Map<String, Value>) -> Result<Neighbours, Failure> {
        let (token, count) = (self.token(args, "word")?, number(args, "count", LISTED, MOST)?);
        let space = self.space().await?;
        let cosines = space.cosines(&space.row(token));
        let neighbour = |other: u32| {
            let (word, count, rank) = self.word(other);
            let history = self.history.cosines(token, other);
            Neighbour { word, count, rank, cosine: f64::from(cosines[other as usize]), history }
        };
        let neighbours = largest(&cosines, count, &[token]).into_iter().map(neighbour).collect();
        let (word, count, rank) = self.word(token);
        let norm = f64::from(space.norm(token));
        Ok(Neighbours { word, count, rank, norm, steps: self.history.steps(), neighbours })
    }

    async fn analogy(&mut self, args: &Map<String, Value>) -> Result<Analogy, Failure> {
        let tokens = [self.token(args, "a")?, self.token(args, "b")?, self.token(args, "c")?];
        let count = number(args, "count", LISTED, MOST)?;
        let space = self.space().await?;
        let cosines = space.cosines(&space.combined(tokens));
        let ranked = |token: u32, place: usize| {
            let (word, count, rank) = self.word(token);
            Ranked { word, count, rank, cosine: f64::from(cosines[token as usize]), place }
        };
        let list = largest(&cosines, count, &tokens);
        Ok(Analogy {
            words: tokens.map(|token| self.word(token).0).to_vec(),
            ranks: tokens.map(|token| token as usize).to_vec(),
            ranked: (1..).zip(list).map(|(place, token)| ranked(token, place)).collect(),
            left_out: tokens.map(|token| ranked(token, place(&cosines, token, &[]))).to_vec(),
        })
    }

    async fn context(
        &mut self,
        config: &nabla_models::config::Word2VecConfig,
        args: &Map<String, Value>,
    ) -> Result<ContextOfWord, Failure> {
        let (token, count) = (self.token(args, "word")?, number(args, "count", LISTED, MOST)?);
        let asked = named(args, "of");
        let asked = asked.iter().map(|word| self.token_of(word, "of")).collect::<Result<Vec<u32>, Failure>>()?;
        let scores = self.scores(token).await?;
        let beside = self.company(config, token);
        let (largest_score, total) = (scores.iter().copied().fold(f32::MIN, f32::max), sum(&beside));
        let sum_of_shares: f64 = scores.iter().map(|score| f64::from(score - largest_score).exp()).sum();
        let log_denominator = f64::from(largest_score) + sum_of_shares.ln();
        let in_context = |token: u32| {
            let (score, n) = (f64::from(scores[token as usize]), f64::from(beside[token as usize]));
            InContext {
                word: self.word(token).0,
                score,
                numerator: score.exp(),
                probability: (score - log_denominator).exp(),
                place: place(&scores, token, &[]),
                beside: n,
                observed: if total > 0.0 { n / total } else { 0.0 },
            }
        };
        let (word, occurs, _) = self.word(token);
        let by_count = args.get("by").and_then(Value::as_str) == Some("count");
        let listed = largest(if by_count { beside.as_slice() } else { &scores }, count, &[]);
        Ok(ContextOfWord {
            word,
            count: occurs,
            denominator: log_denominator.exp(),
            log_denominator,
            beside: total,
            is_trained: config.is_full(),
            likeliest: listed.into_iter().map(in_context).collect(),
            asked: asked.into_iter().map(in_context).collect(),
        })
    }

    /// How often each word stands beside one; the row of the last one asked about is kept, for counting reads the text.
    fn company(&mut self, config: &nabla_models::config::Word2VecConfig, token: u32) -> Rc<Vec<f32>> {
        if let Some((_, row)) = self.company.as_ref().filter(|(known, _)| *known == token) {
            return Rc::clone(row);
        }
        let row = Rc::new(config.neighbourhood().rows(&self.words, token as usize..token as usize + 1));
        self.company = Some((token, Rc::clone(&row)));
        row
    }

    fn counts(
        &self,
        config: &nabla_models::config::Word2VecConfig,
        args: &Map<String, Value>,
    ) -> Result<(CountsPart, Vec<f32>), Failure> {
        let total = self.words.vocabulary().len();
        let top = number(args, "top", 30, MOST_COUNTS)?;
        let from = number(args, "from", 0, total.saturating_sub(1))?;
        let until = total.min(from + top);
        let rows = config.neighbourhood().rows(&self.words, from..until);
        let numbers: Vec<f32> = rows.chunks_exact(total).flat_map(|row| &row[from..until]).copied().collect();
        let part = CountsPart {
            words: self.words.vocabulary()[from..until].to_vec(),
            from,
            total,
            largest: f64::from(numbers.iter().copied().fold(0.0, f32::max)),
            pairs: self.learner.pairs(),
        };
        Ok((part, numbers))
    }
}

fn sum(numbers: &[f32]) -> f64 {
    numbers.iter().map(|number| f64::from(*number)).sum()
}
