//! What the forecasting lab can be asked for.

mod arguments;
mod files;
mod looks;

use nabla_compute::Tensor;
use nabla_models::forecast::Entrant;
use nabla_models::forecast::baselines::Baseline;
use serde_json::{Map, Value};

use super::protocol::{Answer, Fan, Forecasts, ModelForecast, Reply};
use super::{ForecastLab, Run};
use crate::lab;
use crate::protocol::{Failure, TensorInfo};
use arguments::Asked;

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

/// As in `lstm.one-to-many.0.lstm1.Wx`: the model's name, its member and the tensor's own name.
fn name_of(entrant: &Entrant, name: &str) -> String {
    format!("{}.{}.{name}", entrant.name, entrant.member)
}

impl ForecastLab {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let of_net = |entrant: &Entrant| -> Vec<TensorInfo> {
            let info = |(kind, name, tensor): (&'static str, String, Tensor)| TensorInfo {
                name: name_of(entrant, &name),
                shape: tensor.shape().dims().to_vec(),
                kind,
            };
            entrant.visible().into_iter().map(info).collect()
        };
        Ok(Reply::Tensors { tensors: self.run()?.contest.entrants().iter().flat_map(of_net).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answered, Failure> {
        let named = |entrant: &Entrant| {
            let mut visible = entrant.visible().into_iter();
            visible.find(|(_, own, _)| name_of(entrant, own) == name).map(|(_, _, tensor)| tensor)
        };
        let Some(tensor) = self.run()?.contest.entrants().iter().find_map(named) else {
            let message = format!("There is no tensor {name:?}; tensors() lists them. Gradients appear after a step.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = tensor.to_vec().await?;
        let reply = Reply::Tensor { name, shape: tensor.shape().dims().to_vec() };
        Ok(Answered { reply, arrays: vec![data], bytes: None })
    }

    pub(super) async fn query(&self, kind: &str, args: &Map<String, Value>) -> Result<Answered, Failure> {
        let run = self.run()?;
        let asked = Asked { run, args };
        let answer = match kind {
            "series" => Answer::Series(asked.series()?),
            "forecast" => Answer::Forecast(asked.forecasts().await?),
            "fan" => Answer::Fan(asked.fan().await?),
            "scores" => Answer::Scores(self.scores()?),
            "residuals" => Answer::Residuals(asked.residuals()?),
            "window" => Answer::Window(asked.window()?),
            "unrolled" => Answer::Unrolled(asked.unrolled().await?),
            "cell" => {
                let (look, arrays) = asked.cell().await?;
                let reply = Reply::Answer { answer: Answer::Cell(look) };
                return Ok(Answered { reply, arrays, bytes: None });
            }
            _ => {
                let allowed = "series, forecast, fan, scores, residuals, window, unrolled, cell";
                let message = format!("There is no question {kind:?} to this lab; it knows {allowed}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", allowed));
            }
        };
        Ok(Reply::Answer { answer }.into())
    }
}

impl Asked<'_> {
    async fn forecasts(&self) -> Result<Forecasts, Failure> {
        let (origin, horizon) = (self.origin()?, self.horizon()?);
        let problem = &self.run.problem;
        let mut models = Vec::new();
        for model in self.models(true)? {
            let values = self.values(&model, origin, horizon).await?;
            models.push(ModelForecast { model, values });
        }
        let dates = problem.series.dates.as_ref();
        let end = (origin + horizon).min(problem.len());
        Ok(Forecasts {
            origin,
            horizon,
            dates: dates.map_or_else(Vec::new, |dates| (origin..end).map(|t| dates.text(t)).collect()),
            actual: (0..horizon).map(|ahead| shown(problem.actual(origin, ahead))).collect(),
            models,
        })
    }

    /// What a model says from an origin; of an ensemble, the mean.
    async fn values(&self, model: &str, origin: usize, horizon: usize) -> Result<Vec<Option<f64>>, Failure> {
        let Run { problem, contest, .. } = self.run;
        let baseline = Baseline::ALL.into_iter().find(|baseline| baseline.name() == model);
        let values = match (baseline, &contest.linear) {
            (Some(baseline), _) => problem.baseline(baseline, origin, horizon),
            (None, Some(linear)) if model == "linear" => problem.linear(linear, origin, horizon),
            _ => mean(&contest.forecasts(model, origin, horizon).await?),
        };
        Ok(values.into_iter().map(shown).collect())
    }

    async fn fan(&self) -> Result<Fan, Failure> {
        let (origin, horizon, model) = (self.origin()?, self.horizon()?, self.net()?);
        let members = self.run.contest.forecasts(&model, origin, horizon).await?;
        let across = |of: fn(f64, f64) -> f64| {
            let at = |ahead: usize| members.iter().map(|member| member[ahead]).reduce(of);
            (0..horizon).map(|ahead| at(ahead).and_then(shown)).collect()
        };
        Ok(Fan {
            model,
            origin,
            mean: mean(&members).into_iter().map(shown).collect(),
            low: across(f64::min),
            high: across(f64::max),
            members: members.iter().map(|member| member.iter().copied().map(shown).collect()).collect(),
        })
    }
}

/// The mean of several forecasts.
fn mean(members: &[Vec<f64>]) -> Vec<f64> {
    let horizon = members.first().map_or(0, Vec::len);
    let at = |ahead: usize| members.iter().map(|member| member[ahead]).sum::<f64>() / members.len() as f64;
    (0..horizon).map(at).collect()
}

/// What is no number is not shown.
fn shown(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
