//! The adding problem (Hochreiter & Schmidhuber 1997, experiment 4; in this form Le et al. 2015).
//!
//! T pairs of a number, uniform in [0, 1), and a mark. One number of the first half and one of the second are marked with
//! a 1; after the last pair their sum is asked for. Always answering 1, its mean, costs its variance: 2·1/12 = 1/6.

use crate::rng::Random;

use super::examples::{Example, Series};

/// An answer is right when it is this close.
pub(super) const TOLERANCE: f32 = 0.1;

pub(super) fn example(lag: usize, random: &mut Random) -> Example {
    let half = lag / 2;
    let first = random.below(half as u32) as usize;
    let second = half + random.below((lag - half) as u32) as usize;
    let numbers: Vec<f32> = (0..lag).map(|_| random.uniform()).collect();
    let mark = |t: usize| if t == first || t == second { 1.0 } else { 0.0 };
    let inputs = numbers.iter().enumerate().flat_map(|(t, number)| [*number, mark(t)]).collect();
    Example {
        inputs: Series::Numbers(inputs),
        asked: vec![lag - 1],
        wanted: Series::Numbers(vec![numbers[first] + numbers[second]]),
    }
}
