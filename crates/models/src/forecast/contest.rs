//! Several nets that learn the same series on one device, a step each in turns.
//!
//! Every few steps a net forecasts from origins of the validation part, its outputs fed back; the weights with the lowest
//! error there are kept, and it is these that forecast. Where a net learns with its own outputs fed back, a coin decides at
//! each step ahead whether the true value takes their place (Bengio et al. 2015, scheduled sampling); the gradient flows
//! back through those that were fed back.

mod entrant;
mod saving;

use std::rc::Rc;

use nabla_compute::{Device, DeviceError, Tensor};

use crate::graph::Graph;

use super::{Linear, Problem};
pub use entrant::Entrant;
use entrant::{Part, copied, mean_of_squares};

/// Steps between two looks at the validation part.
const JUDGE_EVERY: u64 = 20;
/// A loss so many times that of a net that says 0 does not come back.
const LOST: f64 = 1000.0;

/// Where a net stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It takes its turns.
    Learning,
    /// It is passed over until told otherwise.
    Paused,
    /// It has taken all steps that it may.
    Spent,
    /// Its numbers are none any more, or far from what they should be.
    Diverged,
}

/// How nets learn; all of it may change between two steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lessons {
    /// B
    pub batch: usize,
    /// Steps that each net may take.
    pub budget: u64,
    /// Limit of the gradients' global norm; 0 is off.
    pub clip: f32,
    /// How often a true value is fed back.
    pub teacher_forcing: f32,
}

/// All of them.
pub struct Contest {
    device: Device,
    /// What they learn.
    pub problem: Rc<Problem>,
    /// The linear model, if it takes part: it is solved for.
    pub linear: Option<Linear>,
    /// How they learn.
    pub lessons: Lessons,
    entrants: Vec<Entrant>,
    next: usize,
    rounds: u64,
    unread: Vec<(usize, Part, Tensor)>,
    judged: (Vec<f32>, Vec<Vec<f32>>),
    /// A loss like this does not come back.
    lost: f32,
}

impl Contest {
    /// A contest that has not begun.
    pub fn new(
        device: &Device,
        problem: Rc<Problem>,
        linear: Option<Linear>,
        entrants: Vec<Entrant>,
        lessons: Lessons,
    ) -> Self {
        let judged =
            (problem.windows_before(&problem.judged), problem.following(&problem.judged, problem.settings.horizon));
        let (device, lost) = (device.clone(), hopeless(&problem));
        Contest { device, problem, linear, lessons, entrants, next: 0, rounds: 0, unread: Vec::new(), judged, lost }
    }

    /// Where it is computed.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// All nets.
    pub fn entrants(&self) -> &[Entrant] {
        &self.entrants
    }

    /// The same, to be paused, timed or given other rates.
    pub fn entrants_mut(&mut self) -> &mut [Entrant] {
        &mut self.entrants
    }

    /// Where a net stands.
    pub fn state(&self, entrant: &Entrant) -> State {
        match entrant {
            Entrant { fault: Some(_), .. } => State::Diverged,
            _ if entrant.step >= self.lessons.budget => State::Spent,
            Entrant { is_paused: true, .. } => State::Paused,
            _ => State::Learning,
        }
    }

    /// Whole rounds done.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// Whether no net has anything to do.
    pub fn is_over(&self) -> bool {
        self.entrants.iter().all(|entrant| self.state(entrant) != State::Learning)
    }

    /// Whether some net still has its turn of this round to come.
    pub fn is_within_round(&self) -> bool {
        self.next != 0 && self.entrants[self.next..].iter().any(|entrant| self.state(entrant) == State::Learning)
    }

    /// One step of whoever is next, who is named; nobody when nobody has anything to do.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn turn(&mut self) -> Result<Option<usize>, DeviceError> {
        if self.is_over() {
            return Ok(None);
        }
        while self.state(&self.entrants[self.next]) != State::Learning {
            self.pass_on();
        }
        let index = self.next;
        let entrant = &mut self.entrants[index];
        let [loss, norm] = entrant.step(&self.device, &self.problem, &self.lessons)?;
        let step = entrant.step;
        self.unread.push((index, Part::Loss, loss));
        self.unread.push((index, Part::Norm(step), norm));
        if step == 1 || step.is_multiple_of(JUDGE_EVERY) || step == self.lessons.budget {
            self.judge(index)?;
        }
        self.pass_on();
        Ok(Some(index))
    }

    fn judge(&mut self, index: usize) -> Result<(), DeviceError> {
        let (windows, wanted) = &self.judged;
        let entrant = &self.entrants[index];
        let graph = Graph::inference();
        let outputs = entrant.net.outputs(&graph, &self.device, windows, wanted.len(), &|_| None);
        let wanted: Vec<Tensor> = wanted.iter().map(|values| self.device.upload([values.len(), 1], values)).collect();
        let error = mean_of_squares(&graph, &self.device, &outputs, &wanted).value().clone();
        let part = Part::Validation(entrant.step, Box::new(copied(&entrant.net)));
        self.unread.push((index, part, error));
        self.device.flush()
    }

    /// To the next who may step, or to the end of the round.
    fn pass_on(&mut self) {
        let later = self.entrants[self.next + 1..].iter().position(|entrant| self.state(entrant) == State::Learning);
        match later {
            Some(distance) => self.next += 1 + distance,
            None => {
                self.next = 0;
                self.rounds += 1;
            }
        }
    }

    /// Numbers that have not been read yet.
    pub fn unread(&self) -> usize {
        self.unread.len()
    }

    /// Waits for all losses and errors since the last time.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn collect(&mut self) -> Result<(), DeviceError> {
        if self.unread.is_empty() {
            return Ok(());
        }
        let unread = std::mem::take(&mut self.unread);
        let tensors: Vec<&Tensor> = unread.iter().map(|(_, _, tensor)| tensor).collect();
        let numbers = self.device.read(&tensors).await?;
        for ((index, part, _), numbers) in unread.into_iter().zip(numbers) {
            self.entrants[index].take(part, &numbers, self.lost);
        }
        Ok(())
    }
}

/// From which loss on there is no hope: a net begins with answers of about 1, and should come to those of the series.
fn hopeless(problem: &Problem) -> f32 {
    let values = &problem.prepared.values[..problem.validate_from];
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values.iter().filter(|value| value.is_finite()) {
        (sum, count) = (sum + value * value, count + 1.0);
    }
    (LOST * f64::max(sum / f64::max(count, 1.0), 1.0)) as f32
}
