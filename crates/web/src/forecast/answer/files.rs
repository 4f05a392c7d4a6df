//! What of the forecasting lab can be kept as a file.

use std::fmt::Write as _;

use super::Answered;
use crate::forecast::protocol::Reply;
use crate::forecast::{ForecastLab, Run};
use crate::lab::exported_file;
use crate::protocol::Failure;

impl ForecastLab {
    /// `forecasts`: what every model said from every origin of the test part; `scores`: the errors by horizon; `metrics`:
    /// the losses of each step.
    /// `weights` and `script`: the networks, for PyTorch.
    pub(in crate::forecast) async fn export(&self, kind: &str) -> Result<Answered, Failure> {
        let run = self.run()?;
        if ["weights", "script"].contains(&kind) {
            let exported = nabla_models::export::forecast(&run.contest, &self.config).await;
            let exported = exported?;
            let none = || Failure::new("cannot-export", "There is no network that has forecast yet.");
            let names = ["nabla-forecast.py", "nabla-forecast.safetensors"];
            let (name, mime, bytes) = exported_file(exported.ok_or_else(none)?, kind, names)?;
            let reply = Reply::File { name: name.to_owned(), mime: mime.to_owned() };
            return Ok(Answered { reply, arrays: Vec::new(), bytes: Some(bytes) });
        }
        let text = match kind {
            "forecasts" => forecasts(run),
            "scores" => scores(run),
            "metrics" => losses(run),
            _ => {
                let allowed = "forecasts, scores, metrics, weights, script, figure";
                let message = format!("There is no export {kind:?}; there are {allowed}.");
                let failure = Failure::new("unknown-export", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", allowed));
            }
        };
        let reply = Reply::File { name: format!("nabla-{kind}.csv"), mime: "text/csv".to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(text.into_bytes()) })
    }
}

/// All models that have been tried.
fn tried(run: &Run) -> impl Iterator<Item = &nabla_models::forecast::Tried> {
    let fixed = ["linear", "last", "seasonal", "drift"].map(str::to_owned);
    run.contest.net_names().into_iter().chain(fixed).filter_map(|name| run.scoring.of(&name))
}

fn forecasts(run: &Run) -> String {
    let (problem, horizon) = (&run.problem, run.problem.settings.horizon);
    let mut text = String::from("model,origin,horizon,position,date,forecast,actual\n");
    for tried in tried(run) {
        for (origin, values) in problem.origins.iter().zip(tried.trial.forecasts.chunks_exact(horizon)) {
            for (ahead, value) in values.iter().enumerate() {
                let position = origin + ahead;
                let (date, actual) = (problem.series.date(position), problem.actual(*origin, ahead));
                let actual = if actual.is_nan() { String::new() } else { actual.to_string() };
                let (name, ahead) = (&tried.name, ahead + 1);
                // Writing to text does not fail.
                let _ = writeln!(text, "{name},{origin},{ahead},{position},{date},{value},{actual}");
            }
        }
    }
    text
}

fn scores(run: &Run) -> String {
    let mut text = String::from("model,horizon,mae,rmse,mase\n");
    for tried in tried(run) {
        let each = (1..).zip(&tried.by_horizon).map(|(horizon, errors): (usize, _)| (horizon.to_string(), errors));
        for (horizon, errors) in each.chain([("all".to_owned(), &tried.all)]) {
            let _ = writeln!(text, "{},{horizon},{},{},{}", tried.name, errors.mae, errors.rmse, errors.mase);
        }
    }
    text
}

/// Every step of every net: its loss, and its error on the validation part where it was judged.
fn losses(run: &Run) -> String {
    let mut text = String::from("model,member,step,loss,validation\n");
    for entrant in run.contest.entrants() {
        let mut validations = entrant.validations.iter().peekable();
        for (step, loss) in (1..).zip(&entrant.losses) {
            let judged = validations.next_if(|(judged, _)| *judged == step);
            let judged = judged.map_or_else(String::new, |(_, error)| error.to_string());
            let _ = writeln!(text, "{},{},{step},{loss},{judged}", entrant.name, entrant.member);
        }
    }
    text
}
