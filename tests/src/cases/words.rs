//! Losses, and the objectives of word2vec.

use super::Case;

pub(super) const CASES: &[Case] = &[];
