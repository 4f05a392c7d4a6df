//! Temporal order (Hochreiter & Schmidhuber 1997, experiment 6a).
//!
//! T symbols, of which two are X or Y, one early and one in the middle, and all others a, b, c or d, which mean nothing.
//! The last is an end mark; then it is asked in which order X and Y came: XX, XY, YX or YY.

use crate::rng::Random;

use super::examples::{Example, Series};

/// a, b, c, d
pub(super) const DISTRACTORS: u32 = 4;
/// X, and after it Y.
pub(super) const X: u32 = DISTRACTORS;
/// The end mark.
pub(super) const END: u32 = DISTRACTORS + 2;

pub(super) fn example(lag: usize, random: &mut Random) -> Example {
    let mut inputs: Vec<u32> = (0..lag).map(|_| random.below(DISTRACTORS)).collect();
    let mut class = 0;
    // In the original the sequences have about 100 symbols, and X and Y stand at 10 … 20 and at 50 … 60.
    for place in [lag / 10..lag / 5 + 1, lag / 2..lag * 3 / 5 + 1] {
        let which = random.below(2);
        inputs[place.start + random.below(place.len() as u32) as usize] = X + which;
        class = 2 * class + which;
    }
    inputs[lag - 1] = END;
    Example { inputs: Series::Symbols(inputs), asked: vec![lag - 1], wanted: Series::Symbols(vec![class]) }
}
