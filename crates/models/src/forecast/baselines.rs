//! Forecasts that need no learning (Hyndman and Athanasopoulos 2021, section 5.2), of the values before an origin.

/// The baselines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// ŷₒ₊ₕ₋₁ = yₒ₋₁
    Last,
    /// ŷₒ₊ₕ₋₁ = the value of the same season in the last period.
    Seasonal,
    /// The line through the first and the last value, drawn on.
    Drift,
}

impl Baseline {
    /// All of them.
    pub const ALL: [Baseline; 3] = [Baseline::Last, Baseline::Seasonal, Baseline::Drift];

    /// As models are named.
    pub fn name(self) -> &'static str {
        match self {
            Baseline::Last => "last",
            Baseline::Seasonal => "seasonal",
            Baseline::Drift => "drift",
        }
    }

    /// What it says at the horizons 1 … H after `known`, with m values in a period.
    ///
    /// # Panics
    /// When nothing is known.
    pub fn forecast(self, known: &[f64], period: usize, horizon: usize) -> Vec<f64> {
        let (first, last) = (known[0], known[known.len() - 1]);
        let at = |ahead: usize| match self {
            Baseline::Last => last,
            Baseline::Seasonal => {
                let season = (known.len() + ahead % period).checked_sub(period);
                season.map_or(f64::NAN, |t| known[t])
            }
            Baseline::Drift => last + (ahead + 1) as f64 * (last - first) / (known.len() - 1).max(1) as f64,
        };
        (0..horizon).map(at).collect()
    }
}

/// The mean absolute error of the seasonal naive forecast one period ahead, within `values`: what MASE divides by
/// (Hyndman and Koehler 2006). NaN without two values a period apart; missing ones are passed over.
pub fn naive_error(values: &[f64], period: usize) -> f64 {
    let pairs = values.iter().zip(values.iter().skip(period));
    let errors: Vec<f64> = pairs.map(|(before, now)| (now - before).abs()).filter(|error| !error.is_nan()).collect();
    errors.iter().sum::<f64>() / errors.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn baselines_say_what_they_promise() {
        let known = [1.0, 2.0, 3.0, 5.0, 7.0];
        assert_eq!(Baseline::Last.forecast(&known, 2, 3), [7.0, 7.0, 7.0]);
        assert_eq!(Baseline::Seasonal.forecast(&known, 2, 3), [5.0, 7.0, 5.0]);
        assert_eq!(Baseline::Drift.forecast(&known, 2, 2), [8.5, 10.0]);
        assert!((naive_error(&known, 2) - (2.0 + 3.0 + 4.0) / 3.0).abs() < 1e-12);
    }
}
