//! Looks at the series, its windows, a net unrolled, and what forecasts miss.

use nabla_models::config::{CellKind, ModelKind};
use nabla_models::forecast::{Entrant, NetStep, autocorrelation, unrolled};

use super::arguments::Asked;
use super::shown;
use crate::forecast::protocol::{CellLook, Residuals, ShownSeries, Unrolled, UnrolledStep, WindowRow};
use crate::protocol::Failure;

/// Points of a series that are drawn, if not asked otherwise.
const POINTS: usize = 2000;
/// Lags of the autocorrelation that is shown.
const LAGS: usize = 50;

impl Asked<'_> {
    pub(super) fn series(&self) -> Result<ShownSeries, Failure> {
        let problem = &self.run.problem;
        let from = self.whole("from", 0, [0, problem.len() - 1])?;
        let to = self.whole("to", problem.len(), [from + 1, problem.len()])?;
        let points = self.whole("points", POINTS, [2, 20_000])?;
        let stretch = (to - from).div_ceil(points);
        let positions: Vec<usize> = (from..to).step_by(stretch).collect();
        let extremes = |values: &[f64], of: fn(f64, f64) -> f64| -> Vec<Option<f64>> {
            let at = |start: &usize| {
                values[*start..(start + stretch).min(to)].iter().copied().filter(|y| y.is_finite()).reduce(of)
            };
            positions.iter().map(at).collect()
        };
        let (values, prepared) = (&problem.series.values, &problem.prepared.values);
        let dates = problem.series.dates.as_ref();
        Ok(ShownSeries {
            stretch,
            low: extremes(values, f64::min),
            high: extremes(values, f64::max),
            prepared_low: extremes(prepared, f64::min),
            prepared_high: extremes(prepared, f64::max),
            dates: dates.map_or_else(Vec::new, |dates| positions.iter().map(|t| dates.text(*t)).collect()),
            positions,
        })
    }

    pub(super) fn window(&self) -> Result<WindowRow, Failure> {
        let problem = &self.run.problem;
        let (window, horizon) = (problem.settings.window, problem.settings.horizon);
        let index = self.whole("index", 0, [0, problem.windows.len() - 1])?;
        let from = problem.windows[index] as usize;
        // What lies beyond the training part is not learned from, and not shown.
        let end = (from + window + horizon).min(problem.validate_from);
        let prepared = &problem.prepared.values;
        let values = |from: usize, to: usize| problem.series.values[from..to].iter().copied().map(shown).collect();
        Ok(WindowRow {
            index,
            rows: problem.windows.len(),
            from,
            inputs: prepared[from..from + window].to_vec(),
            targets: prepared[from + window..end].to_vec(),
            values: values(from, from + window),
            following: values(from + window, end),
        })
    }

    pub(super) fn residuals(&self) -> Result<Residuals, Failure> {
        let (run, problem) = (self.run, &self.run.problem);
        let horizon = self.whole("horizon", 1, [1, problem.settings.horizon])?;
        let model = self.models(true)?.into_iter().next().unwrap_or_default();
        let tried = run.scoring.of(&model).ok_or_else(|| {
            Failure::new("not-tried", format!("{model} has not been tried on the test part yet.")).about("model")
        })?;
        let (positions, residuals): (Vec<usize>, Vec<f64>) =
            tried.trial.residuals(problem, horizon).into_iter().unzip();
        let found = autocorrelation(&residuals, LAGS);
        Ok(Residuals {
            model,
            horizon,
            positions,
            residuals,
            mean: found.mean,
            deviation: found.deviation,
            autocorrelation: found.values,
            band: found.band,
        })
    }

    /// The first member of the net that is asked for, step by step.
    async fn steps(&self, origin: usize, horizon: usize) -> Result<(&Entrant, Vec<NetStep>), Failure> {
        let model = self.recurrent()?;
        let mut entrants = self.run.contest.entrants().iter();
        let none = || Failure::new("no-such-model", "None of the models that learn is recurrent.").about("model");
        let entrant = entrants.find(|entrant| entrant.name == model).ok_or_else(none)?;
        let steps = unrolled(entrant.chosen(), &self.run.problem, origin, horizon).await?;
        Ok((entrant, steps.ok_or_else(none)?))
    }

    pub(super) async fn unrolled(&self) -> Result<Unrolled, Failure> {
        let (origin, horizon) = (self.origin()?, self.horizon()?);
        let (entrant, steps) = self.steps(origin, horizon).await?;
        let problem = &self.run.problem;
        let window = problem.settings.window;
        let said: Vec<f64> = steps[window - 1..].iter().map(|step| f64::from(step.output)).collect();
        let forecasts = problem.prepared.undone(origin, &said);
        let step = |(t, step): (usize, NetStep)| UnrolledStep {
            t,
            position: origin - window + t,
            is_fed_back: step.is_fed_back,
            input: step.input,
            state: step.state,
            memory: step.memory,
            output: step.output,
            forecast: (t + 1).checked_sub(window).and_then(|ahead| shown(forecasts[ahead])),
            actual: shown(problem.actual(origin - window + t + 1, 0)),
        };
        Ok(Unrolled { model: entrant.name.clone(), origin, steps: steps.into_iter().enumerate().map(step).collect() })
    }

    pub(super) async fn cell(&self) -> Result<(CellLook, Vec<Vec<f32>>), Failure> {
        let (origin, horizon) = (self.origin()?, self.horizon()?);
        let t = self.whole("t", 0, [0, self.run.problem.settings.window + horizon - 2])?;
        let (entrant, mut steps) = self.steps(origin, horizon).await?;
        let (names, arrays) = steps.swap_remove(t).cell.values.into_iter().unzip();
        let settings = entrant.net().settings();
        let cell = match settings.kind {
            ModelKind::Lstm => CellKind::Lstm,
            ModelKind::LstmPeepholes => CellKind::LstmPeepholes,
            ModelKind::Gru => CellKind::Gru,
            _ => CellKind::Rnn,
        };
        let shape = vec![settings.hidden];
        Ok((CellLook { names, shape, cell, model: entrant.name.clone(), origin, t }, arrays))
    }
}
