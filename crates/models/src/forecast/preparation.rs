//! What a series is changed by before a model sees it, and how forecasts are changed back.
//!
//! y → log y → yₜ − yₜ₋ₘ → yₜ − yₜ₋₁ → (y − μ) / σ, each of them if it is asked for, with μ and σ of the training part.

use std::ops::Range;

/// Which steps there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Steps {
    /// log y
    pub log: bool,
    /// m of yₜ − yₜ₋ₘ
    pub seasonal: Option<usize>,
    /// yₜ − yₜ₋₁
    pub difference: bool,
    /// (y − μ) / σ
    pub standardise: bool,
}

/// A prepared series.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    steps: Steps,
    /// y or log y.
    levels: Vec<f64>,
    /// After the seasonal difference.
    seasonal: Vec<f64>,
    /// What models see; NaN where the differences reach before the start.
    pub values: Vec<f64>,
    /// μ; 0 if nothing is taken away.
    pub mean: f64,
    /// σ; 1 if nothing is divided by.
    pub deviation: f64,
}

impl Prepared {
    /// Prepares `values`, with μ and σ of the positions in `training`.
    pub fn new(values: &[f64], steps: Steps, training: Range<usize>) -> Self {
        let levels: Vec<f64> = values.iter().map(|y| if steps.log { y.ln() } else { *y }).collect();
        let seasonal = steps.seasonal.map_or_else(|| levels.clone(), |m| difference(&levels, m));
        let mut prepared = if steps.difference { difference(&seasonal, 1) } else { seasonal.clone() };
        let (mean, deviation) = if steps.standardise { moments(&prepared[training]) } else { (0.0, 1.0) };
        prepared.iter_mut().for_each(|value| *value = (*value - mean) / deviation);
        Prepared { steps, levels, seasonal, values: prepared, mean, deviation }
    }

    /// The steps.
    pub fn steps(&self) -> Steps {
        self.steps
    }

    /// Forecasts from this origin on, of prepared values, in the unit of the series. Looks at nothing from the origin on.
    pub fn undone(&self, origin: usize, forecasts: &[f64]) -> Vec<f64> {
        let mut last = if origin > 0 { self.seasonal[origin - 1] } else { f64::NAN };
        let mut levels: Vec<f64> = Vec::with_capacity(forecasts.len());
        for (ahead, forecast) in forecasts.iter().enumerate() {
            let mut value = forecast * self.deviation + self.mean;
            if self.steps.difference {
                value += last;
                last = value;
            }
            if let Some(m) = self.steps.seasonal {
                value += match ahead.checked_sub(m) {
                    Some(earlier) => levels[earlier],
                    None => (origin + ahead).checked_sub(m).map_or(f64::NAN, |t| self.levels[t]),
                };
            }
            levels.push(value);
        }
        levels.iter().map(|level| if self.steps.log { level.exp() } else { *level }).collect()
    }
}

/// yₜ − yₜ₋ₗₐ𝓰; NaN at first.
fn difference(values: &[f64], lag: usize) -> Vec<f64> {
    let at = |t: usize| t.checked_sub(lag).map_or(f64::NAN, |before| values[t] - values[before]);
    (0..values.len()).map(at).collect()
}

/// Mean and standard deviation of what is there; a deviation of nothing is 1, which divides by nothing.
fn moments(values: &[f64]) -> (f64, f64) {
    let there: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let count = there.len().max(1) as f64;
    let mean = there.iter().sum::<f64>() / count;
    let variance = there.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, if variance.sqrt() > 1e-12 * mean.abs().max(1e-300) { variance.sqrt() } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forecasts_of_what_came_are_what_came() {
        let values: Vec<f64> = (0..60).map(|t| 100.0 + f64::from(t * t % 17) + f64::from(t)).collect();
        for bits in 0..16_u8 {
            let is = |bit: u8| bits & bit != 0;
            let steps = Steps { log: is(1), seasonal: is(2).then_some(7), difference: is(4), standardise: is(8) };
            let prepared = Prepared::new(&values, steps, 0..40);
            for origin in [8, 40, 45] {
                let back = prepared.undone(origin, &prepared.values[origin..]);
                for (back, value) in back.iter().zip(&values[origin..]) {
                    assert!((back - value).abs() < 1e-9 * value, "{steps:?} from {origin}: {back} is not {value}");
                }
            }
        }
    }
}
