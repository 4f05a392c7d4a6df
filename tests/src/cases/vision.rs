//! Operations on images `[B,Y,X,C]`.

use super::Case;

pub(super) const CASES: &[Case] = &[];
