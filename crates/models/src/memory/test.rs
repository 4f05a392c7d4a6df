//! Examples that nobody trains on, and how well they are answered.

use crate::rng::{Random, TEST_EXAMPLES};

use super::Task;
use super::examples::{Example, Examples, Series};

/// A fixed set of examples: the same for every learner of a seed and lag.
#[derive(Clone, Debug)]
pub struct Test {
    task: Task,
    lag: usize,
    each: Vec<Example>,
    examples: Examples,
}

/// How well a test was done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The share of judged answers that are right.
    pub success: f32,
    /// Over all answers: the mean squared error, or the cross-entropy in nats.
    pub loss: f32,
}

impl Test {
    /// `rows` examples.
    pub fn new(task: Task, lag: usize, rows: usize, seed: u64) -> Self {
        let random = &mut Random::new(seed, TEST_EXAMPLES);
        Test::of(task, lag, (0..rows).map(|_| task.example(lag, random)).collect())
    }

    fn of(task: Task, lag: usize, each: Vec<Example>) -> Self {
        let examples = Examples::of(&each, task.steps(lag));
        Test { task, lag, each, examples }
    }

    /// A test of only one of its examples; beyond the last they begin again.
    pub fn one(&self, index: usize) -> Test {
        Test::of(self.task, self.lag, vec![self.each[index % self.each.len()].clone()])
    }

    /// A test of its first examples.
    pub fn first(&self, count: usize) -> Test {
        Test::of(self.task, self.lag, self.each[..count.min(self.each.len())].to_vec())
    }

    /// What should be answered: classes, or numbers as they are meant.
    pub fn wanted(&self) -> Vec<f32> {
        match &self.examples.wanted {
            Series::Numbers(numbers) => numbers.iter().map(|x| self.task.meaning(*x, self.lag)).collect(),
            Series::Symbols(classes) => classes.iter().map(|class| *class as f32).collect(),
        }
    }

    /// The answers in `[N,K]`: the likeliest classes, or numbers as they are meant.
    pub fn meant(&self, answers: &[f32]) -> Vec<f32> {
        if self.task.answers_numbers() {
            return answers.iter().map(|x| self.task.meaning(*x, self.lag)).collect();
        }
        answers.chunks_exact(self.task.outputs()).map(|logits| likeliest(logits) as f32).collect()
    }

    /// The examples.
    pub fn examples(&self) -> &Examples {
        &self.examples
    }

    /// Whether each answer of `[N,K]` is right.
    pub fn right(&self, answers: &[f32]) -> Vec<bool> {
        match &self.examples.wanted {
            Series::Numbers(numbers) => {
                answers.iter().zip(numbers).map(|(a, wanted)| self.task.is_close(*a, *wanted, self.lag)).collect()
            }
            Series::Symbols(classes) => {
                let rows = answers.chunks_exact(self.task.outputs());
                rows.zip(classes).map(|(logits, class)| likeliest(logits) == *class).collect()
            }
        }
    }

    /// From all answers `[N,K]`.
    pub fn score(&self, answers: &[f32]) -> Score {
        let asked = self.examples.asked.len() / self.examples.rows;
        let judged = self.task.judged(asked);
        let right = self.right(answers);
        let hits = right.chunks_exact(asked).flat_map(|row| &row[asked - judged..]).filter(|right| **right).count();
        Score { success: hits as f32 / (judged * self.examples.rows) as f32, loss: self.loss(answers) }
    }

    fn loss(&self, answers: &[f32]) -> f32 {
        let losses: Vec<f32> = match &self.examples.wanted {
            Series::Numbers(numbers) => answers.iter().zip(numbers).map(|(a, wanted)| (a - wanted).powi(2)).collect(),
            Series::Symbols(classes) => {
                let rows = answers.chunks_exact(self.task.outputs());
                rows.zip(classes).map(|(logits, class)| surprise(logits, *class)).collect()
            }
        };
        losses.iter().sum::<f32>() / losses.len() as f32
    }
}

/// The class with the largest logit.
fn likeliest(logits: &[f32]) -> u32 {
    let better = |best: usize, class: usize| if logits[class] > logits[best] { class } else { best };
    (0..logits.len()).fold(0, better) as u32
}

/// −ln p of a class, from logits.
fn surprise(logits: &[f32], class: u32) -> f32 {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
    sum.ln() - (logits[class as usize] - most)
}
