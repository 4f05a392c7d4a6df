//! Numbers out of noisy numbers.

/// A median with the extremes around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

/// Of some values; `None` of none.
pub(super) fn spread(values: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let (min, max) = (*values.first()?, *values.last()?);
    Some(Spread { median: values[values.len() / 2], min, max })
}

/// The exponent p of the power law y = c·xᵖ that fits best: the slope of least squares through (log x, log y).
pub(super) fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let logs: Vec<_> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let (mean_x, mean_y) = (logs.iter().map(|p| p.0).sum::<f64>() / n, logs.iter().map(|p| p.1).sum::<f64>() / n);
    let (mut along, mut across) = (0.0, 0.0);
    for (x, y) in logs {
        along += (x - mean_x) * (x - mean_x);
        across += (x - mean_x) * (y - mean_y);
    }
    (along > 0.0).then(|| across / along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_ordered() {
        assert_eq!(spread([3.0, 1.0, 2.0]), Some(Spread { median: 2.0, min: 1.0, max: 3.0 }));
        assert_eq!(spread([]), None);
    }

    #[test]
    fn a_power_law_shows_its_exponent() {
        let points = [1.0, 2.0, 4.0, 8.0].map(|x: f64| (x, 7.0 * x.powf(1.5)));
        assert!((exponent(&points).expect("four points") - 1.5).abs() < 1e-12);
        assert_eq!(exponent(&[(2.0, 3.0)]), None);
    }
}
