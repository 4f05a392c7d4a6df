//! Models tried on the test part: a forecast from every origin in it, and the errors by horizon, in the series' own unit.

use nabla_compute::{Device, DeviceError};

use super::baselines::Baseline;
use super::{Linear, Net, Problem};

/// What one model said, from every origin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    /// H values an origin.
    pub forecasts: Vec<f64>,
}

/// Means over all origins. NaN where nothing can be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// Of |y − ŷ|
    pub mae: f64,
    /// The root of that of (y − ŷ)²
    pub rmse: f64,
    /// MAE by that of the seasonal naive forecast within the training part (Hyndman and Koehler 2006).
    pub mase: f64,
}

impl Problem {
    /// What a baseline says after what is known at an origin.
    pub fn baseline(&self, baseline: Baseline, origin: usize, horizon: usize) -> Vec<f64> {
        baseline.forecast(self.known(origin), self.settings.period, horizon)
    }

    /// What the linear model says.
    pub fn linear(&self, linear: &Linear, origin: usize, horizon: usize) -> Vec<f64> {
        let window = &self.prepared.values[origin - self.settings.window..origin];
        self.prepared.undone(origin, &linear.forecast(window, horizon))
    }

    /// What a net says, at each origin.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn net(
        &self,
        device: &Device,
        net: &Net,
        origins: &[usize],
        horizon: usize,
    ) -> Result<Vec<Vec<f64>>, DeviceError> {
        let outputs = net.forecast(device, &self.windows_before(origins), horizon);
        let outputs = device.read(&outputs.iter().collect::<Vec<_>>()).await?;
        let at = |(row, origin): (usize, &usize)| {
            let values: Vec<f64> = outputs.iter().map(|values| f64::from(values[row])).collect();
            self.prepared.undone(*origin, &values)
        };
        Ok(origins.iter().enumerate().map(at).collect())
    }

    /// What really follows, NaN where it is missing.
    pub fn actual(&self, origin: usize, ahead: usize) -> f64 {
        self.series.values.get(origin + ahead).copied().unwrap_or(f64::NAN)
    }
}

impl Trial {
    /// Of a model that is asked origin by origin.
    pub fn of(problem: &Problem, forecast: impl Fn(usize) -> Vec<f64>) -> Self {
        Trial { forecasts: problem.origins.iter().flat_map(|origin| forecast(*origin)).collect() }
    }

    /// Whether it has a forecast from every origin.
    pub fn is_complete(&self, problem: &Problem) -> bool {
        self.forecasts.len() == problem.origins.len() * problem.settings.horizon
    }

    /// y − ŷ at one horizon, from 1, with the place of each; missing values are passed over.
    pub fn residuals(&self, problem: &Problem, horizon: usize) -> Vec<(usize, f64)> {
        let width = problem.settings.horizon;
        let at = |(row, origin): (usize, &usize)| {
            let error = problem.actual(*origin, horizon - 1) - self.forecasts[row * width + horizon - 1];
            (!error.is_nan()).then_some((origin + horizon - 1, error))
        };
        problem.origins.iter().enumerate().filter_map(at).collect()
    }

    /// Over all horizons, and at each.
    pub fn errors(&self, problem: &Problem) -> (Errors, Vec<Errors>) {
        let by_horizon: Vec<Vec<f64>> = (1..=problem.settings.horizon)
            .map(|horizon| self.residuals(problem, horizon).into_iter().map(|(_, error)| error).collect())
            .collect();
        let each = by_horizon.iter().map(|residuals| errors(residuals, problem.scale)).collect();
        (errors(&by_horizon.concat(), problem.scale), each)
    }
}

/// The mean errors of these residuals, with MASE's denominator.
pub fn errors(residuals: &[f64], scale: f64) -> Errors {
    let count = residuals.len() as f64;
    let mae = residuals.iter().map(|error| error.abs()).sum::<f64>() / count;
    let rmse = (residuals.iter().map(|error| error * error).sum::<f64>() / count).sqrt();
    Errors { mae, rmse, mase: mae / scale }
}
