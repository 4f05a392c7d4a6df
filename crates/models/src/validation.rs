//! The loss on text that was never trained on, a batch at a time so that training and the page go on in between.

use std::rc::Rc;

use nabla_compute::ops;
use nabla_compute::{Device, Reading, Tensor};

use crate::char_lm::{BatchOnDevice, CharLm, State};
use crate::config::Config;
use crate::data::{Split, Streams, Text, TextError, VALIDATION_FRACTION};
use crate::graph::Graph;

/// Characters of the validation part that are read during training.
pub const CHARACTERS: usize = 16_384;

/// What a measurement reads: the beginning of the validation part, at most `characters` of it.
pub(crate) fn streams(text: &Text, config: &Config, characters: usize) -> Result<Streams, TextError> {
    let split = Split::new(text.tokens().len(), VALIDATION_FRACTION, config.batch, config.sequence)?;
    let mut range = split.evaluated();
    range.end = range.end.min(range.start + characters.max(config.sequence + 1));
    Streams::at_most(Rc::clone(text.tokens()), range, config.batch, config.sequence)
}

/// One measurement under way.
pub struct Validation {
    device: Device,
    streams: Streams,
    sequence: usize,
    state: State,
    batches_left: u64,
    losses: Vec<Tensor>,
}

impl Validation {
    /// Over the beginning of the validation part, at most `characters` of it.
    ///
    /// # Errors
    /// When the text is too short for the config.
    pub fn new(
        device: &Device,
        model: &CharLm,
        text: &Text,
        config: &Config,
        characters: usize,
    ) -> Result<Self, TextError> {
        let streams = streams(text, config, characters)?;
        Ok(Validation {
            device: device.clone(),
            state: model.first_state(device, streams.batch()),
            batches_left: streams.batches_per_epoch(),
            sequence: config.sequence,
            streams,
            losses: Vec::new(),
        })
    }

    /// Whether all batches were read.
    pub fn is_done(&self) -> bool {
        self.batches_left == 0
    }

    /// Reads one batch more, unless all were read.
    pub fn advance(&mut self, model: &CharLm) {
        if self.is_done() {
            return;
        }
        let batch = BatchOnDevice::new(&self.device, &self.streams.next_batch(), self.sequence);
        let (entropy, state) = model.cross_entropy(&Graph::inference(), &batch, &self.state);
        self.state = state;
        self.losses.push(entropy.losses);
        self.batches_left -= 1;
    }

    /// The mean loss, in nats per character, of all batches read: one number.
    pub fn mean_loss(&self) -> Reading {
        let sums: Vec<Tensor> = self.losses.iter().map(ops::mean).collect();
        let mut total = sums[0].clone();
        for mean in &sums[1..] {
            total = ops::add(&total, mean);
        }
        let count = self.device.upload([1], &[1.0 / sums.len() as f32]);
        self.device.read(&[&ops::mul(&total, &count)])
    }
}
