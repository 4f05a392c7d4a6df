//! The tasks: what they write, what they ask, what counts as right, and what can be had without memory.

use crate::rng::Random;

use super::examples::Example;
use super::{adding, copy, dyck, order, timing};

/// A task that needs memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Say symbols again after a lag.
    Copy,
    /// The sum of two marked numbers.
    Adding,
    /// The order of two symbols among others.
    Order,
    /// Which bracket closes next.
    Dyck,
    /// The delay between spikes.
    Timing,
}

impl Task {
    /// All of them.
    pub const ALL: [Task; 5] = [Task::Copy, Task::Adding, Task::Order, Task::Dyck, Task::Timing];

    /// A lag that the task can have: where it has to be even or is too short, the next one that it can.
    pub fn lag(self, wished: usize) -> usize {
        match self {
            Task::Copy => wished.max(1),
            Task::Adding => wished.max(2),
            Task::Order => wished.max(5),
            Task::Dyck => wished.max(2).next_multiple_of(2),
            Task::Timing => wished.max(4),
        }
    }

    /// T of an example with this lag.
    pub fn steps(self, lag: usize) -> usize {
        match self {
            Task::Copy => lag + 2 * copy::KEPT,
            Task::Adding | Task::Order => lag,
            Task::Dyck => lag + 1,
            Task::Timing => timing::steps(lag),
        }
    }

    /// One example. `lag` must be one that the task can have.
    pub fn example(self, lag: usize, random: &mut Random) -> Example {
        match self {
            Task::Copy => copy::example(lag, random),
            Task::Adding => adding::example(lag, random),
            Task::Order => order::example(lag, random),
            Task::Dyck => dyck::example(lag, random),
            Task::Timing => timing::example(lag, random),
        }
    }

    /// D: symbols, each of which enters as a vector with a single one, or channels of numbers.
    pub fn inputs(self) -> usize {
        match self {
            Task::Copy => copy::MARKER as usize + 1,
            Task::Adding => 2,
            Task::Order => order::END as usize + 1,
            Task::Dyck => 2 * dyck::KINDS as usize,
            Task::Timing => 1,
        }
    }

    /// Numbers of an answer: one logit a class, or the answer itself.
    pub fn outputs(self) -> usize {
        match self {
            Task::Copy => copy::ALPHABET as usize,
            Task::Order => 4,
            Task::Dyck => dyck::KINDS as usize,
            Task::Adding | Task::Timing => 1,
        }
    }

    /// Whether the answer is a number, and the loss its squared error; if not, it is a class and the loss its
    /// cross-entropy.
    pub fn answers_numbers(self) -> bool {
        matches!(self, Task::Adding | Task::Timing)
    }

    /// How many of a row's last answers are judged. All others only help to learn.
    pub fn judged(self, asked: usize) -> usize {
        if self == Task::Dyck { 1 } else { asked }
    }

    /// Whether a number is close enough to the one wanted.
    pub fn is_close(self, answer: f32, wanted: f32, lag: usize) -> bool {
        let tolerance = if self == Task::Timing { timing::tolerance(lag) } else { adding::TOLERANCE };
        (answer - wanted).abs() < tolerance
    }

    /// What a number stands for: of a delay, its steps.
    pub fn meaning(self, answer: f32, lag: usize) -> f32 {
        if self == Task::Timing { timing::delay(answer, lag) } else { answer }
    }

    /// The share of answers that the best answer without memory, always the same one, gets right.
    pub fn baseline(self, lag: usize) -> f32 {
        match self {
            Task::Adding => 2.0 * adding::TOLERANCE - adding::TOLERANCE * adding::TOLERANCE,
            Task::Timing => 1.0 / delays(lag),
            Task::Copy | Task::Order | Task::Dyck => 1.0 / self.outputs() as f32,
        }
    }

    /// The loss of that answer.
    pub fn baseline_loss(self, lag: usize) -> f32 {
        match self {
            Task::Adding => 1.0 / 6.0,
            // The variance of n equal steps from −1 to 1.
            Task::Timing => (delays(lag) + 1.0) / (3.0 * (delays(lag) - 1.0)),
            Task::Copy | Task::Order | Task::Dyck => (self.outputs() as f32).ln(),
        }
    }
}

/// Different delays of the timing task.
fn delays(lag: usize) -> f32 {
    let [least, most] = timing::range(lag);
    (most - least + 1) as f32
}

#[cfg(test)]
mod tests;
