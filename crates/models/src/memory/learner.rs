//! One recurrent layer under a linear head, learning a task.
//!
//! x `[T,B,D]` → recurrent layer `[T,B,H]` → the rows that are asked for `[N,H]` → linear `[N,K]` → loss

use nabla_compute::ops::{self, Bptt};
use nabla_compute::{Device, DeviceError, Tensor, Var};

use crate::graph::{self, Graph, Param};
use crate::inside::{CellStep, trace};
use crate::linear::Linear;
use crate::optimizer::Optimizer;
use crate::recurrent::{Cell, Recurrent};
use crate::rng::{INITIALISATION, Random, TRAINING_EXAMPLES};

use super::examples::{Examples, Series};
use super::{Score, Task, Test};

/// What a learner is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearnerSettings {
    /// What it is to learn.
    pub task: Task,
    /// How long it has to remember.
    pub lag: usize,
    /// Its layer's kind.
    pub cell: Cell,
    /// H
    pub hidden: usize,
    /// B
    pub batch: usize,
    /// What an LSTM's forget gates' biases start from.
    pub forget_bias: f32,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f32,
    /// Of initialisation and examples.
    pub seed: u64,
}

/// A net in training.
pub struct Learner {
    settings: LearnerSettings,
    device: Device,
    layer: Recurrent,
    output: Linear,
    optimizer: Optimizer,
    random: Random,
    step: u64,
    gradients: Vec<Tensor>,
}

impl Learner {
    /// One that knows nothing yet; `optimizer` makes what its parameters follow.
    pub fn new(device: &Device, settings: LearnerSettings, optimizer: impl FnOnce(&[&Param]) -> Optimizer) -> Self {
        let LearnerSettings { task, cell, hidden, forget_bias, seed, .. } = settings;
        let random = &mut Random::new(seed, INITIALISATION);
        let layer = Recurrent::new(device, cell, 1, [task.inputs(), hidden], forget_bias, random);
        let output = Linear::new(device, "output", hidden, task.outputs(), random);
        let optimizer = optimizer(&all_params(&layer, &output));
        let random = Random::new(seed, TRAINING_EXAMPLES);
        let device = device.clone();
        Learner { settings, device, layer, output, optimizer, random, step: 0, gradients: Vec::new() }
    }

    /// What it is.
    pub fn settings(&self) -> &LearnerSettings {
        &self.settings
    }

    /// Steps done.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Everything that is trained.
    pub fn params(&self) -> Vec<&Param> {
        all_params(&self.layer, &self.output)
    }

    /// The recurrent layer.
    pub fn layer(&self) -> &Recurrent {
        &self.layer
    }

    /// Another learning rate from the next step on.
    pub fn set_rate(&mut self, rate: f32, momentum: f32, clip: f32) {
        self.optimizer.set_rate(rate, momentum);
        self.settings.clip = clip;
    }

    /// One step on new examples: its loss `[1]`, and what `global_norm` returned. Returns before a GPU has done it.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn step(&mut self) -> Result<[Tensor; 2], DeviceError> {
        self.gradients.clear(); // their buffers are this step's
        let LearnerSettings { task, lag, batch, clip, .. } = self.settings;
        let examples = Examples::new(task, lag, batch, &mut self.random);
        let graph = Graph::training();
        let answers = self.answers_to(&graph, &examples);
        let loss = self.loss(&graph, &answers, &examples.wanted);
        let params = all_params(&self.layer, &self.output);
        let gradients = graph.gradients(&loss, &params);
        let clip = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), clip);
        self.optimizer.step(&params, &gradients, &clip);
        self.step += 1;
        self.gradients = gradients;
        self.device.flush()?;
        Ok([loss.value().clone(), clip])
    }

    /// Its answers to all that is asked in these examples: `[N,K]`.
    pub fn answers(&self, examples: &Examples) -> Tensor {
        self.answers_to(&Graph::inference(), examples).value().clone()
    }

    /// How well it does on a test.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn judge(&self, test: &Test) -> Result<Score, DeviceError> {
        Ok(test.score(&self.answers(test.examples()).to_vec().await?))
    }

    /// What its layer does at the step t of the first of these examples, with every addend.
    ///
    /// # Errors
    /// When the device is lost.
    ///
    /// # Panics
    /// When the examples have no step t.
    pub async fn look(&self, examples: &Examples, t: usize) -> Result<CellStep, DeviceError> {
        let processor = Device::cpu();
        let mut layer = self.layer.clone();
        for param in layer.params_mut() {
            param.value = processor.upload(param.value.shape(), &param.value.to_vec().await?);
        }
        let x = examples.first(self.settings.task.inputs());
        let x = processor.upload([examples.steps, 1, self.settings.task.inputs()], &x);
        let traces = trace(std::slice::from_ref(&layer), &x);
        Ok(traces[0].step(&layer, t))
    }

    /// What it needs to go on: its parameters, and what its optimiser remembers of the steps before.
    pub(super) fn memory(&self) -> Vec<(String, Tensor)> {
        let params = self.params();
        let values = params.iter().map(|param| (param.name.clone(), param.value.clone()));
        values.chain(self.optimizer.memory(&params)).collect()
    }

    /// Where it draws its next examples from.
    pub(super) fn place(&self) -> String {
        self.random.place()
    }

    /// Goes on after so many steps, with the numbers that `find` has of each name in [`Learner::memory`]. What is missing
    /// is the error, and changes nothing.
    pub(super) fn restore(
        &mut self,
        step: u64,
        place: &str,
        find: &dyn Fn(&str) -> Option<Vec<f32>>,
    ) -> Result<(), String> {
        let random = Random::at(place).ok_or("its place among the examples")?;
        graph::load(self.layer.params_mut().into_iter().chain(self.output.params_mut()), &self.device, find)?;
        self.optimizer.restore(&all_params(&self.layer, &self.output), &self.device, step, find);
        (self.step, self.random) = (step, random);
        self.gradients.clear();
        Ok(())
    }

    fn answers_to(&self, graph: &Graph, examples: &Examples) -> Var {
        let &Examples { steps, rows, .. } = examples;
        let hidden = self.settings.hidden;
        let z = match &examples.inputs {
            Series::Symbols(symbols) => {
                let columns = self.settings.cell.gates() * hidden;
                let symbols = self.device.upload_indices(symbols);
                self.layer.project_symbols(graph, &symbols).reshape([steps, rows, columns])
            }
            Series::Numbers(numbers) => {
                let x = self.device.upload([steps, rows, self.settings.task.inputs()], numbers);
                self.layer.project(graph, &graph.constant(&x))
            }
        };
        let first = self.layer.first_state(&self.device, rows);
        let (h, _) = self.layer.recurrence(graph, &z, &first, &Bptt::default());
        let asked = h.reshape([steps * rows, hidden]).embedding(&self.device.upload_indices(&examples.asked));
        self.output.forward(graph, &asked)
    }

    fn loss(&self, graph: &Graph, answers: &Var, wanted: &Series) -> Var {
        match wanted {
            Series::Symbols(classes) => ops::softmax_xent(answers, &self.device.upload_indices(classes)).loss,
            Series::Numbers(numbers) => {
                let wanted = self.device.upload([numbers.len(), 1], numbers);
                answers.mse(&graph.constant(&wanted))
            }
        }
    }

    /// What can be looked at: kind, name and numbers of the parameters and, after a step, their gradients.
    pub fn visible(&self) -> Vec<(&'static str, String, Tensor)> {
        let params = self.params();
        let gradients = params.iter().zip(&self.gradients);
        let gradients = gradients.map(|(p, gradient)| ("gradient", format!("grad.{}", p.name), gradient.clone()));
        params.iter().map(|p| ("parameter", p.name.clone(), p.value.clone())).chain(gradients).collect()
    }
}

fn all_params<'a>(layer: &'a Recurrent, output: &'a Linear) -> Vec<&'a Param> {
    layer.params().into_iter().chain(output.params()).collect()
}
