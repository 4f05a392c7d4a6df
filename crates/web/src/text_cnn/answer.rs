//! What the lab of sentences can be asked for.

use nabla_models::text_cnn::{Heard, Reading, loudest};
use serde_json::{Map, Value};

use super::TextCnnLab;
use super::protocol::{Answer, Classified, Examples, Filter, Filters, Fired, Gram, Piece, Reply, TestedSentence};
use super::training::tested;
use crate::lab;
use crate::protocol::{Failure, TensorInfo};

/// Filters of a sentence that are named.
const FIRED: usize = 8;
/// A sentence of more characters is not read.
const MOST_CHARACTERS: usize = 2000;

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

impl TextCnnLab {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let training = &self.run()?.training;
        let params = training.net().params().into_iter().chain(training.bag().params());
        let info = |param: &nabla_models::Param| TensorInfo {
            name: param.name.clone(),
            shape: param.value.shape().dims().to_vec(),
            kind: "parameter",
        };
        Ok(Reply::Tensors { tensors: params.map(info).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answered, Failure> {
        let training = &self.run()?.training;
        let mut params = training.net().params().into_iter().chain(training.bag().params());
        let Some(param) = params.find(|param| param.name == name) else {
            let message = format!("There is no tensor {name:?}; tensors() lists them.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = param.value.to_vec().await?;
        let reply = Reply::Tensor { name, shape: param.value.shape().dims().to_vec() };
        Ok(Answered { reply, arrays: vec![data], bytes: None })
    }

    pub(super) async fn query(&self, kind: &str, args: &Map<String, Value>) -> Result<Reply, Failure> {
        let answer = match kind {
            "filters" => Answer::Filters(self.filters(number(args, "count", 5, 20)?).await?),
            "classify" => Answer::Classified(Box::new(self.classify(args).await?)),
            "confusion" => Answer::Tested(Box::new(tested(self.scores()?))),
            "examples" => Answer::Examples(self.examples(args)?),
            _ => {
                let allowed = "filters, classify, confusion, examples";
                let message = format!("There is no question {kind:?} to this lab; it knows {allowed}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", allowed));
            }
        };
        Ok(Reply::Answer { answer })
    }

    fn scores(&self) -> Result<&nabla_models::text_cnn::Scores, Failure> {
        let untested = || Failure::new("not-tested", "The net has not been tested yet.");
        self.run()?.scores.as_ref().ok_or_else(untested)
    }

    async fn filters(&self, count: usize) -> Result<Filters, Failure> {
        let training = &self.run()?.training;
        let net = training.net().on_processor().await?;
        let split = training.split();
        let heard = loudest(&net, split, count).await?;
        let names = split.reader.vocabulary();
        let filter = |heard: Heard| Filter {
            filter: heard.filter,
            width: heard.width,
            mean: heard.mean,
            weights: heard.weights,
            importance: heard.importance(),
            grams: heard
                .grams
                .iter()
                .zip(&heard.counts)
                .map(|((gram, answer), counts)| Gram {
                    symbols: gram.iter().map(|id| names[*id as usize].clone()).collect(),
                    answer: *answer,
                    counts: *counts,
                })
                .collect(),
        };
        Ok(Filters { step: training.steps(), filters: heard.into_iter().map(filter).collect() })
    }

    async fn classify(&self, args: &Map<String, Value>) -> Result<Classified, Failure> {
        let training = &self.run()?.training;
        let text = args.get("text").and_then(Value::as_str).unwrap_or_default();
        if text.chars().count() > MOST_CHARACTERS {
            let failure = Failure::new("out-of-range", format!("text: at most {MOST_CHARACTERS} characters."));
            return Err(failure
                .about("text")
                .with("value", text.chars().count())
                .with("min", 0)
                .with("max", MOST_CHARACTERS));
        }
        let reader = &training.split().reader;
        let symbols = reader.read(text);
        let bag = training.bag().judge(&symbols.ids).await?;
        let net = training.net().on_processor().await?;
        let reading = Reading::new(&net, symbols).await?;
        let weights = net.output.w.value.to_vec().await?;
        let name = |id: u32| reader.vocabulary()[id as usize].clone();
        let symbols = &reading.symbols;
        let per_width = net.sizes().filters;
        let fired = |&(filter, place, answer): &(usize, usize, f32)| {
            let width = net.sizes().widths[filter / per_width] as usize;
            Fired {
                filter,
                symbols: symbols.ids[place..place + width].iter().map(|id| name(*id)).collect(),
                answer,
                adds: std::array::from_fn(|class| answer * weights[3 * filter + class]),
            }
        };
        let piece = |(i, written): (usize, &String)| Piece {
            written: written.clone(),
            symbol: name(symbols.ids[symbols.first + i]),
            adds: reading.shares[i],
        };
        Ok(Classified {
            step: training.steps(),
            pieces: symbols.written.iter().enumerate().map(piece).collect(),
            is_cut: symbols.is_cut,
            probabilities: reading.probabilities,
            bag,
            logits: reading.logits,
            bias: reading.bias,
            edges: reading.rest,
            fired: reading.filters.iter().take(FIRED).map(fired).collect(),
        })
    }

    fn examples(&self, args: &Map<String, Value>) -> Result<Examples, Failure> {
        let scores = self.scores()?;
        let (author, said) = (number(args, "author", 0, 2)?, number(args, "said", 0, 2)?);
        let rows = |p: &[f32], i: usize| -> [f32; 3] { std::array::from_fn(|class| p[3 * i + class]) };
        let is_taken = |p: [f32; 3]| {
            (0..3).all(|class| p[class] < p[said] || class == said || p[class] == p[said] && said < class)
        };
        let all = (0..scores.authors.len())
            .filter(|i| scores.authors[*i] as usize == author && is_taken(rows(&scores.net, *i)));
        let mut all: Vec<usize> = all.collect();
        all.sort_by(|a, b| scores.net[3 * b + said].total_cmp(&scores.net[3 * a + said]));
        let test = &self.run()?.training.split().test;
        let sentence = |i: &usize| TestedSentence {
            sentence: test[*i].sentence.clone(),
            author,
            net: rows(&scores.net, *i),
            bag: rows(&scores.bag, *i),
        };
        let count = number(args, "count", 5, 50)?;
        Ok(Examples { step: scores.step, sentences: all.iter().take(count).map(sentence).collect(), total: all.len() })
    }
}

/// A whole number that a question names, or what is usual.
fn number(args: &Map<String, Value>, field: &str, usual: usize, max: usize) -> Result<usize, Failure> {
    let Some(value) = args.get(field).filter(|value| !value.is_null()) else { return Ok(usual) };
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok()).map(|number| number as usize);
    number.filter(|number| *number <= max).ok_or_else(|| {
        let failure = Failure::new("out-of-range", format!("{field}: a whole number, 0 to {max}.")).about(field);
        failure.with("value", value.to_string()).with("min", 0).with("max", max)
    })
}
