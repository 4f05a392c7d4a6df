//! Both learners on the sentences that were held back, some at a time, so that the page is answered meanwhile.

use nabla_compute::{DeviceError, Tensor};

use super::CLASSES;
use super::net::{Bag, probabilities};
use super::training::{Training, likeliest};
use crate::graph::Graph;
use crate::rng::{Random, SAMPLING};

/// Sentences at a time.
const PORTION: usize = 50;

/// What the learners made of the test part.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// With the weights after this step.
    pub step: u64,
    /// The net's probabilities, `[N, classes]`.
    pub net: Vec<f32>,
    /// The net's, of the same sentences with their symbols in random order.
    pub shuffled: Vec<f32>,
    /// The bag's.
    pub bag: Vec<f32>,
    /// Whose they are, `[N]`.
    pub authors: Vec<u32>,
}

/// A test under way; meanwhile no step may be taken.
pub struct Test {
    scores: Scores,
    random: Random,
}

impl Test {
    /// A test of the learners as they are.
    pub fn new(training: &Training) -> Self {
        let authors = training.split().test.iter().map(|example| example.author).collect();
        let scores = Scores { step: training.steps(), net: Vec::new(), shuffled: Vec::new(), bag: Vec::new(), authors };
        Test { scores, random: Random::new(0, SAMPLING) }
    }

    /// Tests some sentences; the scores when all are.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn advance(&mut self, training: &Training) -> Result<Option<Scores>, DeviceError> {
        let done = self.scores.net.len() / CLASSES;
        let test = &training.split().test;
        let portion = &test[done..(done + PORTION).min(test.len())];
        let margin = training.split().reader.margin();
        let ids: Vec<u32> = portion.iter().flat_map(|example| example.ids.iter().copied()).collect();
        let mixed: Vec<u32> = portion.iter().flat_map(|example| example.shuffled(margin, &mut self.random)).collect();
        let [net, bag] = ask(training, &ids, portion.len());
        let [shuffled, _] = ask(training, &mixed, portion.len());
        let numbers = training.device().read(&[&net, &shuffled, &bag]).await?;
        self.scores.net.extend(&numbers[0]);
        self.scores.shuffled.extend(&numbers[1]);
        self.scores.bag.extend(&numbers[2]);
        Ok((done + portion.len() == test.len()).then(|| self.scores.clone()))
    }

    /// Makes a GPU see what a test needs.
    pub(super) fn kernels(training: &Training) {
        let count = PORTION.min(training.split().test.len());
        let ids = vec![0; count * training.split().reader.width()];
        ask(training, &ids, count);
    }
}

/// The probabilities by the net and by the bag, `[N, classes]`.
fn ask(training: &Training, ids: &[u32], count: usize) -> [Tensor; 2] {
    let (device, graph) = (training.device(), Graph::inference());
    let (symbols, width) = (device.upload_indices(ids), ids.len() / count);
    let weights: Vec<f32> = ids.chunks_exact(width).flat_map(Bag::weights).collect();
    let of_net = training.net().forward(&graph, &symbols, count, 0).logits;
    let of_bag = training.bag().forward(&graph, &symbols, &device.upload([count, width], &weights));
    [probabilities(&of_net), probabilities(&of_bag)]
}

impl Scores {
    /// How many are right by these probabilities.
    pub fn right(&self, probabilities: &[f32]) -> usize {
        let said = probabilities.chunks_exact(CLASSES).map(likeliest);
        said.zip(&self.authors).filter(|(said, author)| said == *author).count()
    }

    /// The mean of −ln p of the right author.
    pub fn loss(&self, probabilities: &[f32]) -> f64 {
        let of = |(p, author): (&[f32], &u32)| -f64::from(p[*author as usize].max(f32::MIN_POSITIVE)).ln();
        probabilities.chunks_exact(CLASSES).zip(&self.authors).map(of).sum::<f64>() / self.authors.len() as f64
    }

    /// Of each author (rows), how many are taken for each (columns).
    pub fn confusion(&self, probabilities: &[f32]) -> [[usize; CLASSES]; CLASSES] {
        let mut counts = [[0; CLASSES]; CLASSES];
        for (p, author) in probabilities.chunks_exact(CLASSES).zip(&self.authors) {
            counts[*author as usize][likeliest(p) as usize] += 1;
        }
        counts
    }
}
