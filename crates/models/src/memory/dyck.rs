//! Brackets of three kinds that close in the right order: words of a Dyck language.
//!
//! A bracket, a well-formed word of `lag` brackets, and then the bracket that closes the first one. Before every closing
//! bracket it is asked which kind may close now. The last question is about the first bracket, `lag` steps ago.

use crate::rng::Random;

use super::examples::{Example, Series};

/// ( [ {
pub(super) const KINDS: u32 = 3;
/// So many brackets are open at most.
pub const MAX_DEPTH: usize = 5;

/// Symbol k opens a bracket of kind k, symbol KINDS + k closes it. The last bracket is asked for, not read.
pub(super) fn example(lag: usize, random: &mut Random) -> Example {
    let length = lag + 2;
    let (mut inputs, mut open) = (Vec::with_capacity(length), Vec::new());
    let (mut asked, mut wanted) = (Vec::new(), Vec::new());
    while inputs.len() < length {
        let left = length - inputs.len();
        if opens(open.len(), left, random) {
            let kind = random.below(KINDS);
            open.push(kind);
            inputs.push(kind);
        } else {
            let kind = open.pop().expect("what closes was opened");
            asked.push(inputs.len() - 1);
            wanted.push(kind);
            inputs.push(KINDS + kind);
        }
    }
    inputs.pop();
    Example { inputs: Series::Symbols(inputs), asked, wanted: Series::Symbols(wanted) }
}

/// Whether the next of `left` brackets opens: the first stays open until the last, and at the end all are closed.
fn opens(depth: usize, left: usize, random: &mut Random) -> bool {
    let (must_close, must_open) = (depth >= left || depth >= MAX_DEPTH, depth == 0 || (depth == 1 && left > 1));
    must_open || (!must_close && random.below(2) == 0)
}
