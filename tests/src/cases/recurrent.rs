//! Recurrences over whole sequences.

use nabla_compute::ops;

use super::Case;

pub(super) const CASES: &[Case] = &[Case {
    name: "lstm",
    small: &[&[3, 2, 12], &[3, 12], &[2, 3], &[2, 3]],
    large: &[&[9, 5, 532], &[133, 532], &[5, 133], &[5, 133]],
    op: |x| ops::lstm(&x[0], &x[1], &x[2], &x[3]).h,
}];
