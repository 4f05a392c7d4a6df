//! Missing values, filled in without a look ahead over a border.

/// `values` with a straight line through every gap between its neighbours. A part of the series ends at each border, and
/// what lies in it is filled with what comes before the border only: a gap that reaches it keeps the last value. What has
/// nothing before it takes the first value that there is in its part; a part without any stays as it is.
pub(super) fn filled(values: &[f64], borders: &[usize]) -> Vec<f64> {
    let mut out = values.to_vec();
    let mut from = 0;
    for end in borders.iter().copied().chain([values.len()]) {
        let mut t = from;
        while t < end {
            if !out[t].is_nan() {
                t += 1;
                continue;
            }
            let after = (t..end).find(|later| !values[*later].is_nan());
            let gap_end = after.unwrap_or(end);
            let before = t.checked_sub(1).map(|t| out[t]).filter(|value| !value.is_nan());
            let (left, right) = match (before, after.map(|later| values[later])) {
                (Some(left), Some(right)) => (left, right),
                (Some(only), None) | (None, Some(only)) => (only, only),
                (None, None) => (f64::NAN, f64::NAN),
            };
            let steps = (gap_end - t + 1) as f64;
            for (step, slot) in (1..).zip(&mut out[t..gap_end]) {
                *slot = left + (right - left) * f64::from(step) / steps;
            }
            t = gap_end.max(t + 1);
        }
        from = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: f64 = f64::NAN;

    #[test]
    fn gaps_become_lines_and_borders_are_not_looked_over() {
        assert_eq!(filled(&[GAP, 1.0, GAP, GAP, 4.0, GAP], &[]), [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]);
        assert_eq!(filled(&[1.0, GAP, GAP, 4.0], &[2]), [1.0, 1.0, 2.5, 4.0]);
        assert!(filled(&[GAP, GAP, 3.0], &[2])[..2].iter().all(|value| value.is_nan()));
    }
}
