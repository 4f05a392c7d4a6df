//! What a run can be asked for: its tensors, text, files.

use nabla_models::checkpoint::on_cpu;
use nabla_models::generator::Generator;
use nabla_models::{Checkpoint, Trainer};
use serde_json::{Map, Value};

use super::run::primer;
use super::writing::{Purpose, Writing};
use super::{Session, no_text, text_failure};
use crate::lab;
use crate::protocol::{Failure, Reply, TensorInfo};

/// The most characters one question is answered with.
const MAX_LENGTH: usize = 10_000;

/// A reply, with what travels beside it.
pub(super) type Answer = lab::Answered<Reply>;

impl Session {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let run = self.run.as_ref().ok_or_else(no_text)?;
        let visible = run.trainer.visible();
        let info = |v: &nabla_models::trainer::Visible| TensorInfo {
            name: v.activation.name.clone(),
            shape: v.activation.shape(),
            kind: v.kind,
        };
        Ok(Reply::Tensors { tensors: visible.iter().map(info).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answer, Failure> {
        let run = self.run.as_ref().ok_or_else(no_text)?;
        let Some(tensor) = run.trainer.visible().into_iter().find(|v| v.activation.name == name) else {
            let message =
                format!("There is no tensor {name:?}; tensors() lists them. Gradients and gates appear after a step.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = tensor.read().await?;
        let reply = Reply::Tensor { name, shape: tensor.activation.shape() };
        Ok(Answer { reply, arrays: vec![data], bytes: None })
    }

    /// Answers a question; a text is posted when it is written.
    pub(super) async fn query(&mut self, id: u32, kind: &str, args: &Map<String, Value>) {
        let result = match kind {
            "generate" => match self.generate(id, args).await {
                Ok(()) => return,
                Err(failure) => Err(failure),
            },
            #[cfg(feature = "all-cells")]
            "gates" => self.gates(args).await,
            #[cfg(feature = "all-cells")]
            "cell" => self.cell(args).await,
            _ => {
                let allowed = if cfg!(feature = "all-cells") { "generate, gates, cell" } else { "generate" };
                let message = format!("There is no question {kind:?} to this lab; there are {allowed}.");
                Err(Failure::new("unknown-query", message).about("kind").with("value", kind).with("allowed", allowed))
            }
        };
        self.post_answer(id, result);
    }

    async fn generate(&mut self, id: u32, args: &Map<String, Value>) -> Result<(), Failure> {
        only_known("generate", args, &["prompt", "length", "temperature", "seed"])?;
        let length = whole("generate", args, "length", 200, 1, MAX_LENGTH)?;
        let temperature = number("generate", args, "temperature", self.config.temperature, 0.0, 5.0)?;
        let seed = number("generate", args, "seed", f64::from(self.config.seed), 0.0, f64::from(u32::MAX))? as u64;
        let prompt = text("generate", args, "prompt")?;
        let (Some(run), Some((_, learned))) = (&mut self.run, &self.text) else { return Err(no_text()) };
        let weights = run.trainer.capture().finish().await?;
        let model = on_cpu(run.trainer.model(), &weights)?;
        let prompt = learned.encode(prompt);
        let prompt = if prompt.is_empty() { primer(learned) } else { &prompt };
        let generator = Generator::new(model, prompt, temperature as f32, seed);
        run.writings.push(Writing::new(generator, length, temperature, Purpose::Answer(id)));
        Ok(())
    }

    /// The run as it is now; one that went wrong as it was when it was good.
    pub(super) async fn checkpoint(&mut self) -> Result<Answer, Failure> {
        let checkpoint = self.good_checkpoint().await?;
        let bytes = checkpoint.to_bytes()?;
        Ok(Answer { reply: Reply::Checkpoint { step: checkpoint.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    async fn good_checkpoint(&mut self) -> Result<Checkpoint, Failure> {
        let (Some(run), Some((_, text))) = (&mut self.run, &self.text) else { return Err(no_text()) };
        if run.ailment.is_some() {
            return match run.good() {
                Some(good) => Ok(good.clone()),
                None => {
                    let beginning = Trainer::new(run.trainer.device(), text, &self.config).map_err(text_failure)?;
                    Ok(beginning.capture().finish().await?)
                }
            };
        }
        let mut checkpoint = run.trainer.capture().finish().await?;
        run.curve.save(&mut checkpoint);
        run.hold(&checkpoint);
        Ok(checkpoint)
    }
}

/// Refuses arguments that a question does not have.
pub(super) fn only_known(kind: &str, args: &Map<String, Value>, known: &[&str]) -> Result<(), Failure> {
    let Some(unknown) = args.keys().find(|key| !known.contains(&key.as_str())) else { return Ok(()) };
    let message = format!("{kind}: there is no argument {unknown:?}; it takes {}.", known.join(", "));
    Err(Failure::new("unknown-field", message).about(unknown).with("allowed", known.join(", ")))
}

/// An argument that is text; empty when there is none.
pub(super) fn text<'a>(kind: &str, args: &'a Map<String, Value>, key: &str) -> Result<&'a str, Failure> {
    match args.get(key) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(_) => {
            let failure = Failure::new("wrong-type", format!("{kind}: {key} must be text."));
            Err(failure.about(key).with("expected", "text"))
        }
    }
}

/// A whole number; a fraction is cut off.
pub(super) fn whole(
    kind: &str,
    args: &Map<String, Value>,
    key: &str,
    default: usize,
    min: usize,
    max: usize,
) -> Result<usize, Failure> {
    Ok(number(kind, args, key, default as f64, min as f64, max as f64)? as usize)
}

fn number(kind: &str, args: &Map<String, Value>, key: &str, default: f64, min: f64, max: f64) -> Result<f64, Failure> {
    let Some(value) = args.get(key).filter(|value| !value.is_null()) else { return Ok(default) };
    let Some(number) = value.as_f64() else {
        let failure = Failure::new("wrong-type", format!("{kind}: {key} must be a number, not {value}."));
        return Err(failure.about(key).with("value", value.to_string()).with("expected", "number"));
    };
    if (min..=max).contains(&number) {
        return Ok(number);
    }
    let message = format!("{kind}: {key} {number} is out of range; allowed is {min} to {max}.");
    let failure = Failure::new("out-of-range", message).about(key).with("value", number);
    Err(failure.with("min", min).with("max", max))
}
