//! The arguments of a question, checked.

use nabla_models::data::images::LabelledImages;
use serde_json::{Map, Value};

use crate::protocol::Failure;
use crate::vision::run::Run;

/// A question.
pub(super) struct Asked<'a> {
    pub(super) run: &'a Run,
    pub(super) args: &'a Map<String, Value>,
}

/// The image that a question is about.
pub(super) struct Image {
    /// As the network gets it, scaled.
    pub(super) pixels: Vec<f32>,
    /// What it really shows; none of one that is handed over.
    pub(super) label: Option<usize>,
}

impl Asked<'_> {
    fn given(&self, key: &str) -> Option<&Value> {
        self.args.get(key).filter(|value| !value.is_null())
    }

    /// A whole number within these bounds; `default` if none is given.
    pub(super) fn whole(&self, key: &str, default: usize, [min, max]: [usize; 2]) -> Result<usize, Failure> {
        let given = self.given(key);
        let number = given.map_or(Some(default), |value| value.as_u64().map(|number| number as usize));
        number.filter(|number| (min..=max).contains(number)).ok_or_else(|| {
            let value = given.map_or_else(|| default.to_string(), Value::to_string);
            let message = format!("{key}: {value} is out of range; allowed is {min} to {max}.");
            let failure = Failure::new("out-of-range", message).about(key);
            failure.with("value", value).with("min", min).with("max", max)
        })
    }

    /// A name that has to be given.
    pub(super) fn name(&self, key: &str) -> Result<&str, Failure> {
        self.given(key).and_then(Value::as_str).ok_or_else(|| self.no_such_block(key))
    }

    pub(super) fn no_such_block(&self, key: &str) -> Failure {
        let value = self.given(key).map_or_else(|| "–".to_owned(), |value| value.as_str().unwrap_or("–").to_owned());
        let blocks = &self.run.trainer.net().plan().blocks;
        let allowed = blocks.iter().map(|block| block.name.as_str()).collect::<Vec<_>>().join(", ");
        let failure = Failure::new("no-such-block", format!("{key}: {value:?} is not one of {allowed}.")).about(key);
        failure.with("value", value).with("allowed", allowed)
    }

    /// The class asked for; `likeliest` if none is.
    pub(super) fn class(&self, likeliest: usize) -> Result<usize, Failure> {
        self.whole("class", likeliest, [0, self.run.split.test.classes() - 1])
    }

    /// The cell of the confusion matrix that is asked for, if one is: what is shown, and what it is taken for.
    pub(super) fn cell(&self) -> Result<Option<[usize; 2]>, Failure> {
        if self.given("label").is_none() && self.given("class").is_none() {
            return Ok(None);
        }
        let most = self.run.split.test.classes() - 1;
        let label = self.whole("label", 0, [0, most])?;
        Ok(Some([label, self.whole("class", label, [0, most])?]))
    }

    /// The part of the data that is asked for, its name, and the image's place in it.
    pub(super) fn place(&self) -> Result<(&'static str, &LabelledImages, usize), Failure> {
        let (part, images) = match self.given("part").and_then(Value::as_str) {
            None if self.given("part").is_none() => ("test", self.run.trainer.test()),
            Some("test") => ("test", self.run.trainer.test()),
            Some("train") => ("train", self.run.trainer.train()),
            _ => {
                let value = self.args["part"].to_string();
                let failure = Failure::new("not-one-of", format!("part: {value} is not one of train, test."));
                return Err(failure.about("part").with("value", value).with("allowed", "train, test"));
            }
        };
        Ok((part, images, self.whole("index", 0, [0, images.len() - 1])?))
    }

    /// Brightness from 0 to 1 of pixels.
    pub(super) fn bright(&self, pixels: &[u8]) -> Vec<f32> {
        pixels.iter().map(|pixel| f32::from(*pixel) / 255.0).collect()
    }

    /// The image asked about.
    pub(super) fn image(&self) -> Result<Image, Failure> {
        let scaling = self.run.trainer.scaling();
        let Some(given) = self.given("image") else {
            let (_, images, index) = self.place()?;
            return Ok(Image { pixels: scaling.floats(images.pixels_of(index)), label: Some(images.label(index)) });
        };
        let need: usize = self.run.split.test.size().iter().product();
        let numbers: Option<Vec<f32>> = given.as_array().and_then(|numbers| {
            numbers.iter().map(|number| number.as_f64().map(|x| x as f32).filter(|x| x.is_finite())).collect()
        });
        let numbers = numbers.filter(|numbers| numbers.len() == need).ok_or_else(|| {
            let have = given.as_array().map_or(0, Vec::len);
            let message = format!("image: {need} finite numbers from 0 to 1 are needed; there are {have}.");
            Failure::new("bad-image", message).about("image").with("have", have).with("need", need)
        })?;
        let scaled: Vec<f32> = numbers.iter().map(|x| scaling.scaled(x.clamp(0.0, 1.0))).collect();
        Ok(Image { pixels: self.run.permuted(&scaled), label: None })
    }
}
