//! Vectors in training as a checkpoint: the matrices, what the optimiser remembers, and the place among the words.
//!
//! On the processor a training goes on to the bit. On a GPU the words that wait for a batch to be full are read by
//! neither run: at most some thousand of them.

use std::collections::BTreeMap;

use nabla_compute::{DeviceError, Tensor};

use super::{FullSoftmax, Learner, NegativeSampling, Word2Vec};
use crate::checkpoint::{Capture, Checkpoint, CheckpointError};
use crate::graph;
use crate::rng::Random;

impl Learner {
    /// The training as it is now.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn checkpoint(&self) -> Result<Checkpoint, DeviceError> {
        let params = self.model().params();
        let mut named: Vec<(String, Tensor)> = params.iter().map(|p| (p.name.clone(), p.value.clone())).collect();
        let mut metadata = BTreeMap::from([("step".to_owned(), self.steps().to_string())]);
        let mut put = |key: &str, value: String| _ = metadata.insert(key.to_owned(), value);
        let mut order = None;
        match self {
            Learner::Sampled { training, .. } => {
                put("random", training.draws.random.place());
                let places = [training.sentence as u64, training.read, training.blocks];
                ["sentence", "read", "blocks"].iter().zip(places).for_each(|(key, at)| put(key, at.to_string()));
            }
            Learner::Softmax { training, .. } => {
                put("random", training.random.place());
                put("updates", training.optimizer.updates().unwrap_or(0).to_string());
                named.extend(training.optimizer.memory(&params));
                order = Some(training.order.iter().map(|word| *word as f32).collect::<Vec<f32>>());
            }
        }
        let mut checkpoint = Capture::new(params[0].value.device(), named, metadata).finish().await?;
        if let Some(order) = order {
            checkpoint.tensors.insert("order".to_owned(), (vec![order.len()], order));
        }
        Ok(checkpoint)
    }

    /// Puts other numbers into the matrices of a training that has not begun.
    ///
    /// # Errors
    /// When `find` does not have one, or not of this size; nothing is changed then.
    pub fn load_weights(&mut self, find: &dyn Fn(&str) -> Option<Vec<f32>>) -> Result<(), CheckpointError> {
        match self {
            Learner::Sampled { training, .. } => load(&mut training.model, find),
            Learner::Softmax { training, .. } => load(&mut training.model, find),
        }
    }

    /// A training goes on from a checkpoint of one with the same settings and words.
    ///
    /// # Errors
    /// When it is of another; nothing is changed then.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let misfit = |what: &str| CheckpointError::Mismatch(what.to_owned());
        let place = checkpoint.metadata.get("random").map_or("", String::as_str);
        let random = Random::at(place).ok_or_else(|| misfit("its place among the random numbers"))?;
        match self {
            Learner::Sampled { training, steps, .. } => {
                let sentence = checkpoint.number("sentence") as usize;
                if sentence >= training.words.sentences() {
                    return Err(misfit("its place among the sentences"));
                }
                load(&mut training.model, &|name| checkpoint.find(name))?;
                training.go_on(random, sentence, [checkpoint.number("read"), checkpoint.number("blocks")]);
                *steps = checkpoint.step();
            }
            Learner::Softmax { training, .. } => {
                let order = checkpoint.find("order").and_then(|order| permutation(&order, training.order.len()));
                let order = order.ok_or_else(|| misfit("the order of the words"))?;
                load(&mut training.model, &|name| checkpoint.find(name))?;
                training.go_on(random, order, checkpoint);
            }
        }
        Ok(())
    }
}

/// Whole numbers below `count`, each once.
fn permutation(order: &[f32], count: usize) -> Option<Vec<u32>> {
    let mut is_there = vec![false; count];
    let whole = order.iter().map(|x| (x.fract() == 0.0 && *x >= 0.0).then_some(*x as u32));
    let order = whole.collect::<Option<Vec<u32>>>().filter(|order| order.len() == count)?;
    let is_new = |word: &u32| is_there.get_mut(*word as usize).is_some_and(|there| !std::mem::replace(there, true));
    order.iter().all(is_new).then_some(order)
}

fn load(model: &mut Word2Vec, find: &dyn Fn(&str) -> Option<Vec<f32>>) -> Result<(), CheckpointError> {
    let device = model.input.value.device().clone();
    graph::load(std::iter::once(&mut model.input).chain(&mut model.output), &device, find)
        .map_err(CheckpointError::Mismatch)
}

impl NegativeSampling {
    fn go_on(&mut self, random: Random, sentence: usize, [read, blocks]: [u64; 2]) {
        self.draws.random = random;
        (self.sentence, self.read, self.blocks) = (sentence, read, blocks);
    }
}

impl FullSoftmax {
    fn go_on(&mut self, random: Random, order: Vec<u32>, checkpoint: &Checkpoint) {
        (self.random, self.order, self.steps) = (random, order, checkpoint.step());
        let device = self.model.input.value.device().clone();
        let find = |name: &str| checkpoint.find(name);
        self.optimizer.restore(&self.model.params(), &device, checkpoint.number("updates"), &find);
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use nabla_compute::Device;
    use pollster::block_on;

    use super::super::{Context, Counts, FullSoftmaxSettings, NegativeSamplingSettings, Neighbourhood};
    use super::*;
    use crate::config::Reach;
    use crate::data::Words;
    use crate::optimizer::Optimizer;

    fn words() -> Rc<Words> {
        let sentence = |i: usize| {
            let list = ["sun", "moon", "star", "sky", "bread", "milk", "salt"];
            format!("{} {} {}\n", list[i % 3], list[(i / 3) % 5], list[(i / 5) % 7])
        };
        Rc::new(Words::new(&(0..2000).map(sentence).collect::<String>(), 1))
    }

    fn sampled(words: &Rc<Words>, context: Context) -> Learner {
        let model = Word2Vec::untied(&Device::cpu(), words.vocabulary().len(), 6, 3);
        let settings = NegativeSamplingSettings { context, epochs: 20, ..Default::default() };
        let training = Box::new(NegativeSampling::new(model, Rc::clone(words), settings));
        Learner::Sampled { training, epochs: 20, steps: 0 }
    }

    fn softmax(words: &Rc<Words>, is_tied: bool) -> Learner {
        let size = words.vocabulary().len();
        let new = if is_tied { Word2Vec::tied } else { Word2Vec::untied };
        let model = new(&Device::cpu(), size, 6, 3);
        let neighbourhood = Neighbourhood { window: 2, reach: Reach::Fixed, subsampling: None };
        let counts = Rc::new(Counts::new(words, &neighbourhood));
        let optimizer = Optimizer::adam(&model.params(), 0.01);
        let settings = FullSoftmaxSettings { batch: 3, epochs: 30, rate: 0.01, seed: 5 };
        Learner::Softmax { training: Box::new(FullSoftmax::new(model, counts, settings, optimizer)), epochs: 30 }
    }

    fn bits(learner: &Learner) -> Vec<u32> {
        let values = learner.model().params().into_iter().map(|param| block_on(param.value.to_vec()).expect("here"));
        values.flatten().map(f32::to_bits).collect()
    }

    fn train(learner: &mut Learner, steps: usize) {
        (0..steps).for_each(|_| learner.step().expect("the processor"));
    }

    #[test]
    fn a_training_goes_on_elsewhere_to_the_bit() {
        let words = words();
        let all: [&dyn Fn() -> Learner; 4] = [
            &|| sampled(&words, Context::SkipGram),
            &|| sampled(&words, Context::Cbow),
            &|| softmax(&words, true),
            &|| softmax(&words, false),
        ];
        for new in all {
            let (mut straight, mut first, mut second) = (new(), new(), new());
            train(&mut straight, 20);
            train(&mut first, 10);
            let file = block_on(first.checkpoint()).expect("here").to_bytes().expect("bytes");
            second.restore(&Checkpoint::from_bytes(&file).expect("a checkpoint")).expect("it fits");
            assert_eq!(second.steps(), 10);
            train(&mut second, 10);
            assert_eq!(bits(&second), bits(&straight));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let words = words();
        let mut learner = softmax(&words, true);
        train(&mut learner, 2);
        let before = bits(&learner);
        let kept = block_on(learner.checkpoint()).expect("here");
        let others = Rc::new(Words::new("quite other words altogether\n", 1));
        assert!(softmax(&others, true).restore(&kept).is_err());
        type Spoil<'a> = &'a dyn Fn(&mut Checkpoint);
        let spoilt: [(&str, Spoil<'_>); 4] = [
            ("order", &|c| c.tensors.get_mut("order").expect("there").1[0] = 1e9),
            ("order", &|c| c.tensors.get_mut("order").expect("there").1[0] = 1.0),
            ("word2vec.input", &|c| _ = c.tensors.remove("word2vec.input")),
            ("random", &|c| _ = c.metadata.insert("random".into(), "nowhere".into())),
        ];
        for (what, spoil) in spoilt {
            let mut checkpoint = kept.clone();
            spoil(&mut checkpoint);
            if what == "order" && checkpoint == kept {
                checkpoint.tensors.get_mut("order").expect("there").1[0] = 2.0;
            }
            assert!(learner.restore(&checkpoint).is_err(), "{what}");
            assert_eq!(bits(&learner), before, "{what}");
        }
    }
}
