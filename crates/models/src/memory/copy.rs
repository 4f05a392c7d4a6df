//! Copying after a lag (Hochreiter & Schmidhuber 1997; in this form Arjovsky et al. 2016).
//!
//! S symbols, then blanks, the last of the lag a marker, then S blanks during which the symbols are to be said again, in
//! their order: each has to be kept for S + lag − 1 steps.

use crate::rng::Random;

use super::examples::{Example, Series};

/// S: how many symbols are to be kept.
pub(super) const KEPT: usize = 3;
/// Symbols that may have to be kept: 1, 2, …
pub(super) const ALPHABET: u32 = 8;
/// What stands where there is nothing.
pub(super) const BLANK: u32 = 0;
/// What says that it is time.
pub(super) const MARKER: u32 = ALPHABET + 1;

pub(super) fn example(lag: usize, random: &mut Random) -> Example {
    let kept: Vec<u32> = (0..KEPT).map(|_| random.below(ALPHABET)).collect();
    let mut inputs: Vec<u32> = kept.iter().map(|symbol| symbol + 1).collect();
    inputs.resize(KEPT + lag - 1, BLANK);
    inputs.push(MARKER);
    inputs.resize(lag + 2 * KEPT, BLANK);
    let first = KEPT + lag;
    Example { inputs: Series::Symbols(inputs), asked: (first..first + KEPT).collect(), wanted: Series::Symbols(kept) }
}
