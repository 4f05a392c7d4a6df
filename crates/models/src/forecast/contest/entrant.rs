//! One net in training: its steps, and what is known of it.

use nabla_compute::{Device, DeviceError, Tensor, Var, ops};

use crate::config::{Mode, ModelKind};
use crate::divergence::{Fault, Watch};
use crate::forecast::{Net, Problem};
use crate::graph::{Graph, Param};
use crate::optimizer::Optimizer;
use crate::rng::{Random, TRAINING_EXAMPLES};

use super::Lessons;

/// A net in training.
pub struct Entrant {
    /// As in `lstm.one-to-many`.
    pub name: String,
    /// Which of those that differ by their seed only; from 0.
    pub member: usize,
    /// The loss of each step.
    pub losses: Vec<f32>,
    /// Its error on the validation part, and after which step.
    pub validations: Vec<(u64, f32)>,
    /// How long it has trained.
    pub seconds: f64,
    /// Whether it is passed over.
    pub is_paused: bool,
    pub(super) net: Net,
    pub(super) chosen: Net,
    pub(super) best: Option<f32>,
    pub(super) best_step: u64,
    pub(super) optimizer: Optimizer,
    pub(super) random: Random,
    pub(super) step: u64,
    pub(super) watch: Watch,
    pub(super) fault: Option<Fault>,
    pub(super) gradients: Vec<Tensor>,
}

/// What is waited for.
pub(super) enum Part {
    Loss,
    /// What `global_norm` returned, after the loss of this step.
    Norm(u64),
    /// With the weights that were judged.
    Validation(u64, Box<Net>),
}

impl Entrant {
    /// One that has not begun; `optimizer` makes what its parameters follow.
    pub fn new(name: String, member: usize, net: Net, optimizer: impl FnOnce(&[&Param]) -> Optimizer) -> Self {
        let random = Random::new(net.settings().seed, TRAINING_EXAMPLES);
        Entrant {
            name,
            member,
            losses: Vec::new(),
            validations: Vec::new(),
            seconds: 0.0,
            is_paused: false,
            chosen: copied(&net),
            best: None,
            best_step: 0,
            optimizer: optimizer(&net.params()),
            random,
            step: 0,
            watch: Watch::default(),
            fault: None,
            gradients: Vec::new(),
            net,
        }
    }

    /// The net as it is by now.
    pub fn net(&self) -> &Net {
        &self.net
    }

    /// The net with the weights that did best on the validation part.
    pub fn chosen(&self) -> &Net {
        &self.chosen
    }

    /// After which step it had them.
    pub fn best_step(&self) -> u64 {
        self.best_step
    }

    /// Its kind.
    pub fn kind(&self) -> ModelKind {
        self.net.settings().kind
    }

    /// Steps done.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// The step that went wrong, if one has.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Another learning rate from the next step on.
    pub fn set_rate(&mut self, rate: f32, momentum: f32) {
        self.optimizer.set_rate(rate, momentum);
    }

    /// What can be looked at: kind, name and numbers of the parameters and, after a step, their gradients.
    pub fn visible(&self) -> Vec<(&'static str, String, Tensor)> {
        let params = self.net.params();
        let gradients = params.iter().zip(&self.gradients);
        let gradients = gradients.map(|(p, gradient)| ("gradient", format!("grad.{}", p.name), gradient.clone()));
        params.iter().map(|p| ("parameter", p.name.clone(), p.value.clone())).chain(gradients).collect()
    }

    /// One step: its loss, and what `global_norm` says of its gradients.
    pub(super) fn step(
        &mut self,
        device: &Device,
        problem: &Problem,
        lessons: &Lessons,
    ) -> Result<[Tensor; 2], DeviceError> {
        self.gradients.clear(); // their buffers are this step's
        let graph = Graph::training();
        let loss = loss(&graph, device, &self.net, problem, lessons, &mut self.random);
        let params = self.net.params();
        let gradients = graph.gradients(&loss, &params);
        let clip = ops::global_norm(&gradients.iter().collect::<Vec<_>>(), lessons.clip);
        self.optimizer.step(&params, &gradients, &clip);
        self.gradients = gradients;
        self.step += 1;
        device.flush()?;
        Ok([loss.value().clone(), clip])
    }

    /// Takes in what has come; a loss is hopeless from `lost` on.
    pub(super) fn take(&mut self, part: Part, numbers: &[f32], lost: f32) {
        match part {
            Part::Loss => self.losses.push(numbers[0]),
            Part::Norm(step) => {
                let loss = self.losses.last().copied().unwrap_or(f32::NAN);
                self.fault = self.fault.take().or_else(|| self.watch.see(step, loss, lost, numbers));
            }
            Part::Validation(step, net) => {
                let number = numbers[0];
                self.validations.push((step, number));
                if number.is_finite() && self.best.is_none_or(|best| number < best) {
                    (self.best, self.best_step, self.chosen) = (Some(number), step, *net);
                }
            }
        }
    }
}

/// The loss of a new batch.
fn loss(graph: &Graph, device: &Device, net: &Net, problem: &Problem, lessons: &Lessons, random: &mut Random) -> Var {
    let mode = net.settings().cell.map(|(_, mode)| mode);
    let (starts, horizon) = match mode {
        Some(Mode::OneToMany) => (&problem.far_windows, problem.settings.horizon),
        _ => (&problem.windows, 1),
    };
    let window = problem.settings.window;
    let draw = |random: &mut Random| starts[random.below(starts.len() as u32) as usize] as usize + window;
    let origins: Vec<usize> = (0..lessons.batch).map(|_| draw(random)).collect();
    let windows = problem.windows_before(&origins);
    if mode == Some(Mode::OneToOne) {
        let next: Vec<usize> = origins.iter().map(|origin| origin + 1 - window).collect();
        let wanted = problem.following(&next, window).concat();
        let said = net.after_each(graph, device, &windows).expect("one-to-one is a recurrent net's");
        return said.mse(&graph.constant(&device.upload([wanted.len(), 1], &wanted)));
    }
    let true_values: Vec<Tensor> =
        problem.following(&origins, horizon).iter().map(|values| device.upload([values.len(), 1], values)).collect();
    let is_forced: Vec<bool> = (0..horizon).map(|_| random.uniform() < lessons.teacher_forcing).collect();
    let fed = |ahead: usize| is_forced[ahead].then(|| true_values[ahead].clone());
    let outputs = net.outputs(graph, device, &windows, horizon, &fed);
    mean_of_squares(graph, device, &outputs, &true_values)
}

/// The mean over the horizons of the mean squared errors.
pub(super) fn mean_of_squares(graph: &Graph, device: &Device, outputs: &[Var], wanted: &[Tensor]) -> Var {
    let errors = outputs.iter().zip(wanted).map(|(output, wanted)| output.mse(&graph.constant(wanted)));
    let sum = errors.reduce(|sum, error| &sum + &error).expect("a horizon is 1 or more");
    let share = graph.constant(&device.upload([1], &[1.0 / outputs.len() as f32]));
    &sum.reshape([1]) * &share
}

/// The same net with numbers of its own.
pub(super) fn copied(net: &Net) -> Net {
    let mut copy = net.clone();
    for param in copy.params_mut() {
        let one = param.value.device().upload([1], &[1.0]);
        param.value = ops::scale(&param.value, &one);
    }
    copy
}
