//! Several learners on one device, a step each in turns.
//!
//! All that still learn take a step in every round, so a long lag takes no steps from a short one, and one that is paused,
//! has learned its task or has diverged is passed over. Every few steps a learner is tested, and goes on only when its
//! score has come: where it stops is then the same on every run.

use std::collections::VecDeque;
use std::rc::Rc;

use nabla_compute::{Device, DeviceError, Reading, Tensor};

use crate::config::CellKind;

use super::{Learner, Score, Test};
use crate::divergence::{Fault, Watch};

/// A success like this is success: the learner stops.
pub const LEARNED: f32 = 0.99;
/// Steps between two tests.
const TEST_EVERY: u64 = 20;
/// So many read-backs may be under way.
const READINGS_IN_FLIGHT: usize = 2;
/// More numbers are not asked for at once.
const MOST_UNREAD: usize = 128;
/// A loss so far beyond guessing does not come back.
const LOST: f32 = 1000.0;

/// One of the learners, and what is known of it.
pub struct Entrant {
    kind: CellKind,
    /// The net.
    pub learner: Learner,
    /// What it is judged on.
    pub test: Rc<Test>,
    /// Whether it is passed over.
    pub is_paused: bool,
    /// The loss of each step.
    pub losses: Vec<f32>,
    /// What it scored, and after which step.
    pub scores: Vec<(u64, Score)>,
    has_learned: bool,
    watch: Watch,
    fault: Option<Fault>,
    awaits_score: bool,
}

/// Where a learner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It takes its turns.
    Learning,
    /// It is passed over until told otherwise.
    Paused,
    /// It can do its task, and has stopped.
    Learned,
    /// It has taken all steps that it may.
    Spent,
    /// Its loss is no number any more.
    Diverged,
}

/// What a turn was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Somebody took a step.
    Stepped,
    /// The next one waits for a score: [`Race::back_pressure`] brings it.
    Waits,
    /// Nobody has anything to do.
    Done,
}

/// Which number of a reading is whose.
struct Part {
    entrant: usize,
    step: u64,
    what: What,
}

enum What {
    Loss,
    /// What `global_norm` returned, after the loss of its step.
    Norm,
    Answers,
}

/// All of them.
pub struct Race {
    device: Device,
    entrants: Vec<Entrant>,
    /// Steps that each may take.
    budget: u64,
    /// Whose turn it is.
    next: usize,
    rounds: u64,
    unread: Vec<(Part, Tensor)>,
    in_flight: VecDeque<(Reading, Vec<Part>)>,
}

impl Entrant {
    /// One that has not begun.
    pub fn new(kind: CellKind, learner: Learner, test: Rc<Test>) -> Self {
        Entrant {
            kind,
            learner,
            test,
            is_paused: false,
            losses: Vec::new(),
            scores: Vec::new(),
            has_learned: false,
            watch: Watch::default(),
            fault: None,
            awaits_score: false,
        }
    }

    /// Its layer's kind.
    pub fn kind(&self) -> CellKind {
        self.kind
    }

    /// How long it has to remember.
    pub fn lag(&self) -> usize {
        self.learner.settings().lag
    }

    /// The step that went wrong, if one has.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Its last score.
    pub fn score(&self) -> Option<Score> {
        self.scores.last().map(|(_, score)| *score)
    }
}

impl Race {
    /// A race in which each may take so many steps.
    pub fn new(device: &Device, entrants: Vec<Entrant>, budget: u64) -> Self {
        let (unread, in_flight) = (Vec::new(), VecDeque::new());
        Race { device: device.clone(), entrants, budget, next: 0, rounds: 0, unread, in_flight }
    }

    /// Where it is computed.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// All of them.
    pub fn entrants(&self) -> &[Entrant] {
        &self.entrants
    }

    /// The same, to be paused or given other rates.
    pub fn entrants_mut(&mut self) -> &mut [Entrant] {
        &mut self.entrants
    }

    /// How many steps each may take from now on.
    pub fn set_budget(&mut self, budget: u64) {
        self.budget = budget;
    }

    /// Where a learner stands.
    pub fn state(&self, entrant: &Entrant) -> State {
        match entrant {
            Entrant { fault: Some(_), .. } => State::Diverged,
            Entrant { has_learned: true, .. } => State::Learned,
            _ if entrant.learner.step_count() >= self.budget => State::Spent,
            Entrant { is_paused: true, .. } => State::Paused,
            _ => State::Learning,
        }
    }

    /// Whole rounds done.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// Whether some learner still has its turn of this round to come.
    pub fn is_within_round(&self) -> bool {
        self.next != 0 && self.entrants[self.next..].iter().any(|entrant| !self.is_passed_over(entrant))
    }

    /// One step of whoever is next.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn turn(&mut self) -> Result<Turn, DeviceError> {
        if self.entrants.iter().all(|entrant| self.is_passed_over(entrant)) {
            return Ok(Turn::Done);
        }
        while self.is_passed_over(&self.entrants[self.next]) {
            self.pass_on();
        }
        if self.entrants[self.next].awaits_score {
            return Ok(Turn::Waits);
        }
        self.step(self.next)?;
        self.pass_on();
        Ok(Turn::Stepped)
    }

    fn is_passed_over(&self, entrant: &Entrant) -> bool {
        !entrant.awaits_score && self.state(entrant) != State::Learning
    }

    /// To the next who may step, or to the end of the round.
    fn pass_on(&mut self) {
        let later = self.entrants[self.next + 1..].iter().position(|entrant| !self.is_passed_over(entrant));
        match later {
            Some(distance) => self.next += 1 + distance,
            None => {
                self.next = 0;
                self.rounds += 1;
            }
        }
    }

    fn step(&mut self, index: usize) -> Result<(), DeviceError> {
        let entrant = &mut self.entrants[index];
        let [loss, norm] = entrant.learner.step()?;
        let step = entrant.learner.step_count();
        self.unread.push((Part { entrant: index, step, what: What::Loss }, loss));
        self.unread.push((Part { entrant: index, step, what: What::Norm }, norm));
        if step.is_multiple_of(TEST_EVERY) || step == self.budget {
            let answers = entrant.learner.answers(entrant.test.examples());
            entrant.awaits_score = true;
            self.unread.push((Part { entrant: index, step, what: What::Answers }, answers));
        }
        Ok(())
    }

    /// Whether so much is unread that it should be asked for.
    pub fn should_report(&self) -> bool {
        self.unread.len() >= MOST_UNREAD
    }

    /// Asks for all losses and answers since the last time.
    pub fn report(&mut self) {
        if self.unread.is_empty() {
            return;
        }
        let (parts, tensors): (Vec<Part>, Vec<Tensor>) = std::mem::take(&mut self.unread).into_iter().unzip();
        self.in_flight.push_back((self.device.read(&tensors.iter().collect::<Vec<_>>()), parts));
    }

    /// Takes what has come.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn poll(&mut self) -> Result<(), DeviceError> {
        while let Some(arrived) = self.in_flight.front_mut().and_then(|(reading, _)| reading.try_take()) {
            self.take(arrived?);
        }
        Ok(())
    }

    /// Waits for the oldest reading when too many are under way, or, if `all`, for every one.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn back_pressure(&mut self, all: bool) -> Result<(), DeviceError> {
        while self.in_flight.len() >= if all { 1 } else { READINGS_IN_FLIGHT } {
            let Some((reading, _)) = self.in_flight.front_mut() else { return Ok(()) };
            let arrived = reading.await?;
            self.take(arrived);
        }
        Ok(())
    }

    fn take(&mut self, numbers: Vec<Vec<f32>>) {
        let Some((_, parts)) = self.in_flight.pop_front() else { return };
        for (Part { entrant, step, what }, numbers) in parts.into_iter().zip(numbers) {
            let entrant = &mut self.entrants[entrant];
            match what {
                What::Loss => entrant.losses.push(numbers[0]),
                What::Norm => {
                    let loss = entrant.losses.last().copied().unwrap_or(f32::NAN);
                    entrant.fault = entrant.fault.take().or_else(|| entrant.watch.see(step, loss, LOST, &numbers));
                }
                What::Answers => {
                    let score = entrant.test.score(&numbers);
                    entrant.awaits_score = false;
                    entrant.has_learned = score.success >= LEARNED;
                    entrant.scores.push((step, score));
                }
            }
        }
    }
}

mod saving;

#[cfg(all(test, feature = "all-cells"))]
mod tests;
