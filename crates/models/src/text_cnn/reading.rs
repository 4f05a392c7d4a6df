//! Why a sentence is taken for somebody's: each feature is the answer of one filter at one place, and what it adds to a
//! logit is that answer times one weight. So a logit is taken apart to the last addend, and given back to the words.

use nabla_compute::{Device, DeviceError};

use super::CLASSES;
use super::net::{Bag, Net, probabilities};
use super::reader::Symbols;
use crate::graph::Graph;

/// What a net on the processor says of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The sentence as it was read.
    pub symbols: Symbols,
    /// p of each author.
    pub probabilities: [f32; CLASSES],
    /// z of each author.
    pub logits: [f32; CLASSES],
    /// b of each author: what is said without any word.
    pub bias: [f32; CLASSES],
    /// What each written symbol adds to each logit: the answers of the filters whose best place it lies in, by equal
    /// parts, and none of those where the edges alone are best.
    pub shares: Vec<[f32; CLASSES]>,
    /// What is left: answers that the edges have their part in.
    pub rest: [f32; CLASSES],
    /// The filters of this sentence, the most decisive first: which, where it answers (in `symbols.ids`), and how strongly.
    pub filters: Vec<(usize, usize, f32)>,
}

impl Reading {
    /// Reads a sentence.
    ///
    /// # Errors
    /// When the net is not on the processor and its device is lost.
    pub async fn new(net: &Net, symbols: Symbols) -> Result<Self, DeviceError> {
        let device = net.output.w.value.device();
        let pass = net.forward(&Graph::inference(), &device.upload_indices(&symbols.ids), 1, 0);
        let logits = pass.logits.value().to_vec().await?;
        let p = probabilities(&pass.logits).to_vec().await?;
        let (weights, bias) = (net.output.w.value.to_vec().await?, net.output.b.value.to_vec().await?);
        let features = pass.features.value().to_vec().await?;
        let mut reading = Reading {
            shares: vec![[0.0; CLASSES]; symbols.written.len()],
            symbols,
            probabilities: three(&p),
            logits: three(&logits),
            bias: three(&bias),
            rest: [0.0; CLASSES],
            filters: Vec::new(),
        };
        let mut filter = 0;
        for (pool, width) in pass.pooled.iter().zip(&net.sizes().widths) {
            for place in pool.cells.to_vec().await? {
                let weights = &weights[filter * CLASSES..][..CLASSES];
                reading.give(place as usize, *width as usize, features[filter], weights);
                reading.filters.push((filter, place as usize, features[filter]));
                filter += 1;
            }
        }
        let spread = |filter: usize| spread(&weights[filter * CLASSES..][..CLASSES]);
        reading.filters.retain(|(_, _, answer)| *answer > 0.0);
        reading.filters.sort_by(|a, b| (b.2 * spread(b.0)).total_cmp(&(a.2 * spread(a.0))));
        Ok(reading)
    }

    /// Gives one filter's answer to the symbols that it saw.
    fn give(&mut self, place: usize, width: usize, answer: f32, weights: &[f32]) {
        for at in place..place + width {
            let written = at.checked_sub(self.symbols.first).and_then(|at| self.shares.get_mut(at));
            let share = written.unwrap_or(&mut self.rest);
            share.iter_mut().zip(weights).for_each(|(share, weight)| *share += answer * weight / width as f32);
        }
    }
}

fn three(numbers: &[f32]) -> [f32; CLASSES] {
    std::array::from_fn(|i| numbers[i])
}

/// How far apart a filter's weights are: what it can decide.
pub(super) fn spread(weights: &[f32]) -> f32 {
    let (low, high) = weights.iter().fold((f32::MAX, f32::MIN), |(low, high), w| (low.min(*w), high.max(*w)));
    high - low
}

impl Bag {
    /// What a bag of words says of a sentence.
    ///
    /// # Errors
    /// When its device is lost.
    pub async fn judge(&self, ids: &[u32]) -> Result<[f32; CLASSES], DeviceError> {
        let device: &Device = self.w.value.device();
        let weights = device.upload([1, ids.len()], &Bag::weights(ids));
        let logits = self.forward(&Graph::inference(), &device.upload_indices(ids), &weights);
        Ok(three(&probabilities(&logits).to_vec().await?))
    }
}
