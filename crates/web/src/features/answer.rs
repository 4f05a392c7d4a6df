//! What the lab about features can be asked for.

use std::fmt::Write as _;

use nabla_models::config::{FeatureExperiment, FeatureKind};
use nabla_models::data::images::{LabelledImages, Permutation};
use nabla_models::features::{Drawn, Statistics, Verdict as Said};
use serde_json::{Map, Value};

use super::protocol::{
    Answer, FeatureLook, FeatureValue, ImageInfo, Neighbour, Picture, Points, Prediction, Question, Reply, Verdict,
};
use super::{FeaturesLab, no_images};
use crate::lab;
use crate::protocol::Failure;

/// Images that a feature's statistics are of.
const MEASURED: usize = 1000;

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

impl Answered {
    fn with(answer: Answer, arrays: Vec<Vec<f32>>) -> Self {
        Answered { reply: Reply::Answer { answer }, arrays, bytes: None }
    }
}

type Args = Map<String, Value>;

impl FeaturesLab {
    pub(super) async fn query(&mut self, kind: &str, args: &Args) -> Result<Answered, Failure> {
        self.contest()?;
        match kind {
            "points" => self.points_of(args),
            "feature" => self.feature(args),
            "image" => {
                let (info, mut image) = self.image(args)?;
                if given(args, "permuted") == Some(&Value::Bool(true)) {
                    image = Permutation::of_seed(info.size, u64::from(self.config.seed)).applied(&image);
                }
                Ok(Answered::with(Answer::Image(info), vec![image]))
            }
            "predict" => self.predict(args).await,
            _ => {
                let allowed = "points, feature, image, predict";
                let message = format!("There is no question {kind:?} to this lab; it knows {allowed}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                Err(failure.with("allowed", allowed))
            }
        }
    }

    fn points_of(&self, args: &Args) -> Result<Answered, Failure> {
        let experiment = match given(args, "experiment") {
            None => self.config.experiment,
            Some(value) => word("experiment", value, FeatureExperiment::WORDS, FeatureExperiment::from_word)?,
        };
        let points = self.points.iter().filter(|point| point.experiment == experiment).cloned().collect();
        let answer = Answer::Points(Points { experiment, points, metrics: self.metrics() });
        Ok(Answered::with(answer, Vec::new()))
    }

    fn feature(&mut self, args: &Args) -> Result<Answered, Failure> {
        let name = given(args, "name").unwrap_or(&Value::Null);
        let name = word("name", name, FeatureKind::WORDS, FeatureKind::from_word)?;
        let (info, image) = self.image(args)?;
        let train = self.contest()?.split().train.clone();
        let statistics = self.statistics.entry(name).or_insert_with(|| Statistics::new(name, &train, MEASURED));
        let value = |(number, value): (usize, f32)| FeatureValue {
            name: statistics.names[number].clone(),
            value,
            mean: statistics.standard.means[number],
            deviation: statistics.standard.deviations[number],
            classes: statistics.classes[number].clone(),
            told: statistics.told[number],
        };
        let drawn = statistics.drawn(&image);
        let picture = |drawn: &Drawn| Picture {
            name: drawn.name.clone(),
            size: drawn.size,
            signed: drawn.values.iter().any(|value| *value < 0.0),
        };
        let answer = Answer::Feature(FeatureLook {
            name,
            image: info,
            values: statistics.values(&image).into_iter().enumerate().map(value).collect(),
            measured: statistics.measured,
            pictures: drawn.iter().map(picture).collect(),
            explained: statistics.explained(),
        });
        Ok(Answered::with(answer, drawn.into_iter().map(|drawn| drawn.values).collect()))
    }

    async fn predict(&self, args: &Args) -> Result<Answered, Failure> {
        let (image, pixels) = self.image(args)?;
        let contest = self.contest()?;
        let said = contest.verdicts(&pixels).await;
        let said = said?;
        let verdict = |said: Said| Verdict {
            series: contest.series()[said.series].name.clone(),
            model: contest.series()[said.series].model,
            train: said.train,
            class: said.class,
            probabilities: said.shares,
            neighbours: said
                .neighbours
                .into_iter()
                .map(|(index, label, distance)| Neighbour { index, label, distance })
                .collect(),
            questions: said
                .questions
                .into_iter()
                .map(|(name, value, threshold, yes)| Question { name, value, threshold, yes })
                .collect(),
        };
        let answer = Answer::Predict(Prediction { image, verdicts: said.into_iter().map(verdict).collect() });
        Ok(Answered::with(answer, Vec::new()))
    }

    /// The image that is asked about, and its brightnesses 0…1.
    fn image(&self, args: &Args) -> Result<(ImageInfo, Vec<f32>), Failure> {
        let split = self.contest()?.split();
        let size = split.train.size();
        if let Some(value) = given(args, "image") {
            let numbers = value.as_array().into_iter().flatten().map(|x| x.as_f64().map(|x| x as f32));
            let numbers = numbers.collect::<Option<Vec<f32>>>().unwrap_or_default();
            let need = size[0] * size[1];
            if numbers.len() != need || numbers.iter().any(|x| !(0.0..=1.0).contains(x)) {
                let message = format!("image: a list of {need} numbers from 0 to 1 is needed.");
                return Err(Failure::new("wrong-type", message).about("image").with("need", need));
            }
            return Ok((ImageInfo { part: None, index: None, label: None, size }, numbers));
        }
        let (part, images): (&str, &LabelledImages) = match given(args, "part").map(Value::as_str) {
            None | Some(Some("test")) => ("test", &split.test),
            Some(Some("train")) => ("train", &split.train),
            Some(_) => return Err(not_one_of("part", &args["part"], "train, test")),
        };
        let index = given(args, "index").map_or(Some(0), |value| value.as_u64().map(|index| index as usize));
        let Some(index) = index.filter(|index| *index < images.len()) else {
            let (value, max) = (args["index"].to_string(), images.len() - 1);
            let message = format!("index: {value} is out of range; allowed is 0 to {max}.");
            let failure = Failure::new("out-of-range", message).about("index");
            return Err(failure.with("value", value).with("min", 0).with("max", max));
        };
        let info =
            ImageInfo { part: Some(part.to_owned()), index: Some(index), label: Some(images.label(index)), size };
        Ok((info, images.pixels_of(index).iter().map(|pixel| f32::from(*pixel) / 255.0).collect()))
    }

    /// `metrics`: all points as CSV.
    pub(super) fn export(&self, kind: &str) -> Result<Answered, Failure> {
        if kind != "metrics" {
            let message = format!("There is no export {kind:?}; there is metrics.");
            let failure = Failure::new("unknown-export", message).about("kind").with("value", kind);
            return Err(failure.with("allowed", "metrics"));
        }
        if self.contest.is_none() {
            return Err(no_images());
        }
        let mut text = String::from("experiment,series,x,seed,train,test,right,accuracy,trainSeconds,testSeconds\n");
        for point in &self.points {
            let experiment = FeatureExperiment::WORDS[point.experiment as usize];
            let (series, x, seed, train, test) = (&point.series, point.x, point.seed, point.train, point.test);
            let (right, accuracy) = (point.right, point.accuracy);
            let (learning, testing) = (point.train_seconds, point.test_seconds);
            // Writing to text does not fail.
            let _ = writeln!(
                text,
                "{experiment},{series},{x},{seed},{train},{test},{right},{accuracy},{learning},{testing}"
            );
        }
        let reply = Reply::File { name: "nabla-metrics.csv".to_owned(), mime: "text/csv".to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(text.into_bytes()) })
    }
}

fn given<'a>(args: &'a Args, key: &str) -> Option<&'a Value> {
    args.get(key).filter(|value| !value.is_null())
}

fn word<T>(key: &str, value: &Value, words: &[&str], from_word: fn(&str) -> Option<T>) -> Result<T, Failure> {
    value.as_str().and_then(from_word).ok_or_else(|| not_one_of(key, value, &words.join(", ")))
}

fn not_one_of(key: &str, value: &Value, allowed: &str) -> Failure {
    let message = format!("{key}: {value} is not one of {allowed}.");
    Failure::new("not-one-of", message).about(key).with("value", value.clone()).with("allowed", allowed)
}
