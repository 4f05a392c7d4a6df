//! What a net reads and what it is asked.

use crate::rng::Random;

use super::Task;

/// Symbols, or numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Series {
    /// Each one of a task's symbols.
    Symbols(Vec<u32>),
    /// Of each step all channels.
    Numbers(Vec<f32>),
}

/// One sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// One symbol a step, or D numbers a step.
    pub inputs: Series,
    /// The steps after which the net is asked, ascending.
    pub asked: Vec<usize>,
    /// What it should answer there.
    pub wanted: Series,
}

/// A batch of equally long sequences, time-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// T
    pub steps: usize,
    /// B
    pub rows: usize,
    /// `[T·B]` symbols, or `[T,B,D]` numbers.
    pub inputs: Series,
    /// Places t·B + b among the outputs, those of a row together.
    pub asked: Vec<u32>,
    /// What should be answered at each of those places.
    pub wanted: Series,
}

impl Examples {
    /// `rows` new examples.
    pub fn new(task: Task, lag: usize, rows: usize, random: &mut Random) -> Self {
        let examples: Vec<Example> = (0..rows).map(|_| task.example(lag, random)).collect();
        Examples::of(&examples, task.steps(lag))
    }

    /// These examples, of `steps` steps each.
    pub fn of(examples: &[Example], steps: usize) -> Self {
        let rows = examples.len();
        let place = |(row, example): (usize, &Example)| -> Vec<u32> {
            example.asked.iter().map(|step| (step * rows + row) as u32).collect()
        };
        Examples {
            steps,
            rows,
            inputs: time_major(examples, steps),
            asked: examples.iter().enumerate().flat_map(place).collect(),
            wanted: joined(examples),
        }
    }

    /// What enters a net in the first of them, `[T,D]`: symbols as vectors with a single one.
    pub fn first(&self, width: usize) -> Vec<f32> {
        match &self.inputs {
            Series::Symbols(symbols) => {
                let one_hot = |symbol: u32| (0..width).map(move |i| if i == symbol as usize { 1.0 } else { 0.0 });
                symbols.iter().step_by(self.rows).flat_map(|symbol| one_hot(*symbol)).collect::<Vec<f32>>()
            }
            Series::Numbers(numbers) => numbers.chunks_exact(width).step_by(self.rows).flatten().copied().collect(),
        }
    }
}

/// Step by step, and in each step row by row.
fn time_major(examples: &[Example], steps: usize) -> Series {
    match examples.first().map(|example| &example.inputs) {
        Some(Series::Numbers(first)) => {
            let channels = first.len() / steps;
            let step =
                |t: usize| examples.iter().flat_map(move |e| e.inputs.numbers()[t * channels..][..channels].iter());
            Series::Numbers((0..steps).flat_map(step).copied().collect())
        }
        _ => {
            let step = |t: usize| examples.iter().map(move |example| example.inputs.symbols()[t]);
            Series::Symbols((0..steps).flat_map(step).collect())
        }
    }
}

fn joined(examples: &[Example]) -> Series {
    match examples.first().map(|example| &example.wanted) {
        Some(Series::Numbers(_)) => {
            Series::Numbers(examples.iter().flat_map(|e| e.wanted.numbers()).copied().collect())
        }
        _ => Series::Symbols(examples.iter().flat_map(|e| e.wanted.symbols()).copied().collect()),
    }
}

impl Series {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Series::Symbols(symbols) => symbols.len(),
            Series::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The symbols; none where these are numbers.
    pub fn symbols(&self) -> &[u32] {
        match self {
            Series::Symbols(symbols) => symbols,
            Series::Numbers(_) => &[],
        }
    }

    /// The numbers; none where these are symbols.
    pub fn numbers(&self) -> &[f32] {
        match self {
            Series::Numbers(numbers) => numbers,
            Series::Symbols(_) => &[],
        }
    }
}
