//! What the memory lab can be asked for.

use nabla_models::config::CellKind;
use nabla_models::memory::{Entrant, Race, Series};
use serde_json::{Map, Value};

use super::MemoryLab;
use super::protocol::{Answer, Baseline, CellLook, NetAnswers, Reply, ShownExample, SuccessTable};
use super::telling::net;
use crate::lab;
use crate::protocol::{Failure, TensorInfo};

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

/// As in `lstm.10.lstm1.Wx`: cell, lag and the tensor's own name.
fn name_of(entrant: &Entrant, name: &str) -> String {
    format!("{}.{}.{name}", word(entrant.kind()), entrant.lag())
}

fn word(cell: CellKind) -> &'static str {
    CellKind::WORDS[cell as usize]
}

impl MemoryLab {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let of_net = |entrant: &Entrant| -> Vec<TensorInfo> {
            let info = |(kind, name, tensor): (&'static str, String, nabla_compute::Tensor)| TensorInfo {
                name: name_of(entrant, &name),
                shape: tensor.shape().dims().to_vec(),
                kind,
            };
            entrant.learner.visible().into_iter().map(info).collect()
        };
        Ok(Reply::Tensors { tensors: self.race()?.entrants().iter().flat_map(of_net).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answered, Failure> {
        let named = |entrant: &Entrant| {
            let mut visible = entrant.learner.visible().into_iter();
            visible.find(|(_, own, _)| name_of(entrant, own) == name).map(|(_, _, tensor)| tensor)
        };
        let Some(tensor) = self.race()?.entrants().iter().find_map(named) else {
            let message = format!("There is no tensor {name:?}; tensors() lists them. Gradients appear after a step.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = tensor.to_vec().await?;
        let reply = Reply::Tensor { name, shape: tensor.shape().dims().to_vec() };
        Ok(Answered { reply, arrays: vec![data], bytes: None })
    }

    pub(super) async fn query(&self, kind: &str, args: &Map<String, Value>) -> Result<Answered, Failure> {
        let answer = match kind {
            "success" => Answer::Success(self.success()?),
            "example" => Answer::Example(self.example(args).await?),
            "cell" => return self.cell(args).await,
            _ => {
                let allowed = "success, example, cell";
                let message = format!("There is no question {kind:?} to this lab; it knows {allowed}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", allowed));
            }
        };
        Ok(Reply::Answer { answer }.into())
    }

    pub(super) fn success(&self) -> Result<SuccessTable, Failure> {
        let task = self.config.task.task();
        let race = self.race()?;
        let baseline = |lag: usize| Baseline { lag, success: task.baseline(lag), loss: task.baseline_loss(lag) };
        Ok(SuccessTable {
            task: self.config.task,
            baselines: self.config.task_lags().into_iter().map(baseline).collect(),
            nets: race
                .entrants()
                .iter()
                .map(|entrant| net(race, entrant, entrant.losses.len().saturating_sub(1)))
                .collect(),
        })
    }

    /// One example of the test of a lag (the longest if none is named), and what the nets answer: all of that lag, or
    /// the one of a cell.
    async fn example(&self, args: &Map<String, Value>) -> Result<ShownExample, Failure> {
        let (race, (lag, cell, index)) = (self.race()?, self.named(args)?);
        let is_asked = |entrant: &&Entrant| entrant.lag() == lag && cell.is_none_or(|cell| entrant.kind() == cell);
        let entrants: Vec<&Entrant> = race.entrants().iter().filter(is_asked).collect();
        self.shown(race, &entrants, lag, index).await
    }

    /// The step `t` of an example in the layer of one net, with every addend.
    async fn cell(&self, args: &Map<String, Value>) -> Result<Answered, Failure> {
        let (lag, cell, index) = self.named(args)?;
        let cell = cell.or(self.config.cells.first().copied());
        let mut entrants = self.race()?.entrants().iter();
        let entrant = entrants.find(|entrant| entrant.lag() == lag && Some(entrant.kind()) == cell);
        let entrant = entrant.ok_or_else(|| refused("cell", args, &[]))?;
        let one = entrant.test.one(index);
        let last = one.examples().steps - 1;
        let t = args.get("t").map_or(Some(0), Value::as_u64).map(|t| t as usize).filter(|t| *t <= last);
        let t = t.ok_or_else(|| {
            let failure = Failure::new("out-of-range", format!("cell: t must be a step, 0 to {last}.")).about("t");
            failure.with("value", args["t"].to_string()).with("min", 0).with("max", last)
        })?;
        let step = entrant.learner.look(one.examples(), t).await;
        let step = step?;
        let (names, arrays) = step.values.into_iter().unzip();
        let shape = vec![self.config.hidden];
        let look = CellLook { names, shape, cell: entrant.kind(), lag, index, t };
        Ok(Answered { reply: Reply::Answer { answer: Answer::Cell(look) }, arrays, bytes: None })
    }

    /// The lag, cell and example that a question is about.
    fn named(&self, args: &Map<String, Value>) -> Result<(usize, Option<CellKind>, usize), Failure> {
        let lags = self.config.task_lags();
        let lag = match args.get("lag").filter(|value| !value.is_null()) {
            None => lags.last().copied(),
            Some(value) => value.as_u64().and_then(|lag| lags.iter().copied().find(|known| *known as u64 == lag)),
        };
        let lag = lag.ok_or_else(|| refused("lag", args, &lags.iter().map(usize::to_string).collect::<Vec<_>>()))?;
        let cell = args.get("cell").filter(|value| !value.is_null());
        let cell =
            cell.map(|cell| cell.as_str().and_then(CellKind::from_word).filter(|c| self.config.cells.contains(c)));
        let words: Vec<String> = self.config.cells.iter().map(|cell| word(*cell).to_owned()).collect();
        let cell = cell.map(|cell| cell.ok_or_else(|| refused("cell", args, &words))).transpose()?;
        Ok((lag, cell, args.get("index").and_then(Value::as_u64).unwrap_or(0) as usize))
    }

    async fn shown(&self, race: &Race, nets: &[&Entrant], lag: usize, index: usize) -> Result<ShownExample, Failure> {
        let task = self.config.task.task();
        let any = race.entrants().iter().find(|entrant| entrant.lag() == lag);
        let test = any.map(|entrant| &entrant.test).ok_or_else(|| refused("cell", &Map::new(), &[]))?;
        let one = test.one(index);
        let mut answered = Vec::new();
        for entrant in nets {
            let answers = entrant.learner.answers(one.examples()).to_vec().await;
            let answers = answers?;
            answered.push(NetAnswers {
                cell: entrant.kind(),
                right: one.right(&answers),
                answers: one.meant(&answers),
            });
        }
        let examples = one.examples();
        let asked: Vec<usize> = examples.asked.iter().map(|place| *place as usize).collect();
        Ok(ShownExample {
            task: self.config.task,
            lag,
            index,
            channels: if examples.inputs.numbers().is_empty() { 1 } else { task.inputs() },
            inputs: as_numbers(&examples.inputs),
            judged: asked.len() - task.judged(asked.len()),
            asked,
            wanted: one.wanted(),
            nets: answered,
        })
    }

    pub(super) async fn export(&self, kind: &str) -> Result<Answered, Failure> {
        if ["weights", "script"].contains(&kind) {
            let exported = nabla_models::export::memory(self.race()?, &self.config).await;
            let exported = exported?;
            let (name, mime, bytes) =
                lab::exported_file(exported, kind, ["nabla-memory.py", "nabla-memory.safetensors"])?;
            let reply = Reply::File { name: name.to_owned(), mime: mime.to_owned() };
            return Ok(Answered { reply, arrays: Vec::new(), bytes: Some(bytes) });
        }
        if kind != "metrics" {
            let allowed = "metrics, weights, script, figure";
            let message = format!("There is no export {kind:?}; there are {allowed}.");
            return Err(Failure::new("unknown-export", message)
                .about("kind")
                .with("value", kind)
                .with("allowed", allowed));
        }
        let reply = Reply::File { name: "nabla-memory.csv".to_owned(), mime: "text/csv".to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(csv(self.race()?).into_bytes()) })
    }
}

fn refused(field: &str, args: &Map<String, Value>, allowed: &[String]) -> Failure {
    let value = args.get(field).map_or_else(String::new, Value::to_string);
    let allowed = allowed.join(", ");
    let message = format!("{field}: {value} is not one of {allowed}.");
    Failure::new("not-one-of", message).about(field).with("value", value).with("allowed", allowed)
}

fn as_numbers(series: &Series) -> Vec<f32> {
    match series {
        Series::Symbols(symbols) => symbols.iter().map(|symbol| *symbol as f32).collect(),
        Series::Numbers(numbers) => numbers.clone(),
    }
}

/// Every step of every net: its loss, and its score where it was tested.
fn csv(race: &Race) -> String {
    let mut text = String::from("cell,lag,step,loss,success,test_loss\n");
    for entrant in race.entrants() {
        let (cell, lag) = (word(entrant.kind()), entrant.lag());
        let mut scores = entrant.scores.iter().peekable();
        for (step, loss) in (1..).zip(&entrant.losses) {
            let score = scores.next_if(|(tested, _)| *tested == step);
            let score = score.map_or(",".to_owned(), |(_, score)| format!("{},{}", score.success, score.loss));
            text += &format!("{cell},{lag},{step},{loss},{score}\n");
        }
    }
    text
}
