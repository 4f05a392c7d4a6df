//! Training that never waits inside a step.
//!
//! A step records forward pass, backward pass and update, and sends them off. Its loss stays on the device; now and
//! then the losses since the last time are read back together, and whoever drives the trainer picks them up when they
//! have come ([`Trainer::poll_report`]) or waits for the oldest when too many are under way
//! ([`Trainer::back_pressure`]).

use std::collections::VecDeque;
use std::rc::Rc;

use nabla_compute::ops::global_norm;
use nabla_compute::{Device, DeviceError, Reading, Tensor};

use crate::char_lm::{BatchOnDevice, CharLm, CharLmSettings, State};
use crate::config::{Config, Input, OptimizerKind};
use crate::data::{Batch, Split, Streams, Text, TextError, VALIDATION_FRACTION};
use crate::divergence::{Divergence, Fault, Watch};
use crate::graph::{Activation, Graph};
use crate::optimizer::Optimizer;

/// So many read-backs may be under way: more would only hide how far the GPU is behind.
const REPORTS_IN_FLIGHT: usize = 2;
/// A loss so far beyond guessing, in nats per character, does not come back: V characters are guessed with ln V.
const LOST: f32 = 50.0;

/// The character model that a config asks for.
pub(crate) fn settings(config: &Config, vocabulary: usize) -> CharLmSettings {
    CharLmSettings {
        vocabulary,
        embedding: (config.input == Input::Embedding).then_some(config.embedding),
        cell: config.cell.into(),
        hidden: config.hidden,
        layers: config.layers,
        forget_bias: config.forget_bias as f32,
        truncation: None,
    }
}

/// A model in training.
pub struct Trainer {
    pub(crate) device: Device,
    pub(crate) model: CharLm,
    pub(crate) optimizer: Optimizer,
    pub(crate) streams: Streams,
    pub(crate) state: State,
    pub(crate) step: u64,
    clip: f32,
    sequence: usize,
    last: Option<LastStep>,
    unreported: Vec<[Tensor; 2]>,
    in_flight: VecDeque<(Reading, ReportFrame)>,
    watch: Watch,
}

/// What the last step left to look at.
struct LastStep {
    batch: Batch,
    losses: Tensor,
    activations: Vec<Activation>,
    gradients: Vec<Tensor>,
}

/// What is known of a report before its numbers come.
struct ReportFrame {
    step: u64,
    steps: usize,
    batch: Batch,
    rows: usize,
    epoch: f32,
}

/// What a few steps did.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Steps done up to now.
    pub step: u64,
    /// The loss of each step since the last report, in nats per character.
    pub losses: Vec<f32>,
    /// The gradients' global norm in each of those steps, before clipping.
    pub gradient_norms: Vec<f32>,
    /// The characters that stream 0 was to predict in the last step.
    pub read: Vec<u32>,
    /// How much each surprised the model: −ln p, in nats.
    pub surprise: Vec<f32>,
    /// How often the training text has been read, as a fraction.
    pub epoch: f32,
    /// The first step that went wrong, if it is one of these.
    pub fault: Option<Fault>,
}

impl Trainer {
    /// A new model on the training part of a text.
    ///
    /// # Errors
    /// When the text is too short for one batch.
    pub fn new(device: &Device, text: &Text, config: &Config) -> Result<Self, TextError> {
        let split = Split::new(text.tokens().len(), VALIDATION_FRACTION, config.batch, config.sequence)?;
        let streams = Streams::new(Rc::clone(text.tokens()), split.train, config.batch, config.sequence)?;
        let settings = settings(config, text.vocabulary().len());
        let model = CharLm::new(device, settings, u64::from(config.seed));
        Ok(Trainer::with_model(device, model, streams, config))
    }

    /// Goes on with a model on given streams; optimiser and sizes of the batch are those of the config.
    pub fn with_model(device: &Device, model: CharLm, streams: Streams, config: &Config) -> Self {
        let (rate, momentum) = (config.learning_rate as f32, config.momentum as f32);
        let optimizer = match config.optimizer {
            OptimizerKind::Sgd => Optimizer::sgd(&model.params(), rate, momentum),
            OptimizerKind::Adam => Optimizer::adam(&model.params(), rate),
        };
        Trainer {
            device: device.clone(),
            state: model.first_state(device, streams.batch()),
            model,
            optimizer,
            streams,
            step: 0,
            clip: config.clip as f32,
            sequence: config.sequence,
            last: None,
            unreported: Vec::new(),
            in_flight: VecDeque::new(),
            watch: Watch::default(),
        }
    }

    /// Takes on the settings that need no new model.
    pub fn apply(&mut self, config: &Config) {
        self.optimizer.set_rate(config.learning_rate as f32, config.momentum as f32);
        self.clip = config.clip as f32;
    }

    /// Drops what belongs to steps before a jump to another checkpoint.
    pub(crate) fn forget_unfinished(&mut self) {
        self.last = None;
        self.drop_reports();
        self.watch = Watch::default();
    }

    /// Drops what steps did that nobody has been told of.
    pub fn drop_reports(&mut self) {
        self.unreported.clear();
        self.in_flight.clear();
    }

    /// The model as it is now.
    pub fn model(&self) -> &CharLm {
        &self.model
    }

    /// Where it is trained.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// How many steps were done.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Characters read in one step.
    pub fn characters_per_step(&self) -> usize {
        self.streams.batch() * self.sequence
    }

    /// One step: predict the next batch, differentiate, update. Returns before a GPU has done it.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn step(&mut self) -> Result<(), DeviceError> {
        self.last = None; // its buffers are this step's
        let batch = self.streams.next_batch();
        if batch.starts_anew {
            self.state = self.model.first_state(&self.device, self.streams.batch());
        }
        let on_device = BatchOnDevice::new(&self.device, &batch, self.sequence);
        let graph = Graph::training();
        let (entropy, state) = self.model.cross_entropy(&graph, &on_device, &self.state);
        let params = self.model.params();
        let gradients = graph.gradients(&entropy.loss, &params);
        let clip = global_norm(&gradients.iter().collect::<Vec<_>>(), self.clip);
        self.optimizer.step(&params, &gradients, &clip);
        self.state = state;
        self.step += 1;
        self.unreported.push([entropy.loss.value().clone(), clip]);
        let (activations, losses) = (graph.activations(), entropy.losses);
        self.last = Some(LastStep { batch, losses, activations, gradients });
        self.device.flush()
    }

    /// Asks for the losses since the last report. Nothing happens when there are none.
    pub fn report(&mut self) {
        let Some(last) = self.last.as_ref().filter(|_| !self.unreported.is_empty()) else { return };
        let steps = std::mem::take(&mut self.unreported);
        let mut tensors: Vec<&Tensor> = steps.iter().flatten().collect();
        tensors.push(&last.losses);
        let frame = ReportFrame {
            step: self.step,
            steps: steps.len(),
            batch: last.batch.clone(),
            rows: self.streams.batch(),
            epoch: self.streams.epoch(),
        };
        self.in_flight.push_back((self.device.read(&tensors), frame));
    }

    /// Steps whose losses were not asked for yet.
    pub fn unreported(&self) -> usize {
        self.unreported.len()
    }

    /// Whether a report was asked for that has not been taken yet.
    pub fn is_reporting(&self) -> bool {
        !self.in_flight.is_empty()
    }

    /// The oldest report that was asked for, if it has come.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn poll_report(&mut self) -> Result<Option<Report>, DeviceError> {
        let Some((reading, _)) = self.in_flight.front_mut() else { return Ok(None) };
        let Some(arrived) = reading.try_take() else { return Ok(None) };
        Ok(self.finish_report(arrived?))
    }

    /// Waits for the oldest report when too many are under way, or, if `all`, while any is.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn back_pressure(&mut self, all: bool) -> Result<Option<Report>, DeviceError> {
        if self.in_flight.len() < if all { 1 } else { REPORTS_IN_FLIGHT } {
            return Ok(None);
        }
        let Some((reading, _)) = self.in_flight.front_mut() else { return Ok(None) };
        let arrived = reading.await?;
        Ok(self.finish_report(arrived))
    }

    fn finish_report(&mut self, numbers: Vec<Vec<f32>>) -> Option<Report> {
        let (_, frame) = self.in_flight.pop_front()?;
        let (pairs, losses_of_characters) = numbers.split_at(2 * frame.steps);
        let of_stream_0 = |values: &[f32]| values.iter().step_by(frame.rows).copied().collect();
        let first = frame.step - frame.steps as u64 + 1;
        let (pairs, watch) = (pairs.as_chunks::<2>().0, &mut self.watch);
        let faults = (first..).zip(pairs).filter_map(|(step, [loss, norm])| watch.see(step, loss[0], LOST, norm));
        Some(Report {
            fault: faults.last(),
            step: frame.step,
            losses: pairs.iter().map(|[loss, _]| loss[0]).collect(),
            gradient_norms: pairs.iter().map(|[_, norm]| norm[0]).collect(),
            read: frame.batch.targets.iter().step_by(frame.rows).copied().collect(),
            surprise: of_stream_0(&losses_of_characters[0]),
            epoch: frame.epoch,
        })
    }

    /// What is known of a step that went wrong.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn examine(&self, fault: Fault) -> Result<Divergence, DeviceError> {
        fault.examine(&self.device, &self.model.params()).await
    }

    /// What can be looked at: parameters, and after a step its activations and gradients.
    pub fn visible(&self) -> Vec<Visible> {
        let params = self.model.params();
        let whole = |kind, name: &str, tensor: &Tensor| Visible { kind, activation: Activation::whole(name, tensor) };
        let mut visible: Vec<Visible> = params.iter().map(|p| whole("parameter", &p.name, &p.value)).collect();
        if let Some(last) = &self.last {
            visible.extend(last.activations.iter().map(|a| Visible { kind: "activation", activation: a.clone() }));
            let gradients = params.iter().zip(&last.gradients);
            visible.extend(gradients.map(|(p, grad)| whole("gradient", &format!("grad.{}", p.name), grad)));
        }
        visible
    }
}

/// A tensor that can be looked at.
pub struct Visible {
    /// "parameter", "activation" or "gradient".
    pub kind: &'static str,
    /// Where it is.
    pub activation: Activation,
}

impl Visible {
    /// Its numbers.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn read(&self) -> Result<Vec<f32>, DeviceError> {
        Ok(self.activation.select(&self.activation.tensor.to_vec().await?))
    }
}
