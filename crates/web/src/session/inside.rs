//! What a run can be asked about its inside: what each gate did with a text, and one step of a cell with every addend.

use nabla_models::data::Text;
use nabla_models::inside::{LayerTrace, trace};
use nabla_models::{CharLm, Trainer};
use serde_json::{Map, Value};

use super::answer::{Answer, only_known, text, whole};
use super::run::primer;
use super::{Session, no_text};
use crate::protocol::{Failure, Inside, Reply};

/// The longest text that is looked into at once.
const MAX_CHARACTERS: usize = 4_096;

/// What is looked at: symbols, and in which layer.
struct Question<'a> {
    learned: &'a Text,
    trainer: &'a Trainer,
    symbols: Vec<u32>,
    layer: usize,
}

impl Question<'_> {
    /// The model as it is now, and what its layer does with the first `steps` symbols.
    async fn look(&self, steps: usize) -> Result<(CharLm, LayerTrace), Failure> {
        let model = self.trainer.model_on_processor().await?;
        let mut traces = trace(&model.layers()[..self.layer], &model.inputs(&self.symbols[..steps]));
        let trace = traces.pop().expect("a model has at least one layer");
        Ok((model, trace))
    }

    fn answer(self, shape: Vec<usize>, values: Vec<(String, Vec<f32>)>) -> Answer {
        let characters = self.learned.decode(&self.symbols).chars().collect();
        let (names, arrays) = values.into_iter().unzip();
        let inside = Inside { characters, layer: self.layer, names, shape };
        Answer { arrays, ..Reply::Inside { answer: inside }.into() }
    }
}

impl Session {
    /// Every gate and state of a layer, `[T,H]` each.
    pub(super) async fn gates(&self, args: &Map<String, Value>) -> Result<Answer, Failure> {
        only_known("gates", args, &["text", "layer"])?;
        let question = self.question("gates", args)?;
        let (model, trace) = question.look(question.symbols.len()).await?;
        Ok(question.answer(vec![trace.steps, model.settings().hidden], trace.values))
    }

    /// One step of a layer, at the character with the index t.
    pub(super) async fn cell(&self, args: &Map<String, Value>) -> Result<Answer, Failure> {
        only_known("cell", args, &["text", "layer", "t"])?;
        let question = self.question("cell", args)?;
        let t = whole("cell", args, "t", 0, 0, question.symbols.len() - 1)?;
        let (model, trace) = question.look(t + 1).await?;
        let step = trace.step(&model.layers()[question.layer - 1], t);
        Ok(question.answer(vec![model.settings().hidden], step.values))
    }

    /// A text, or the beginning of the one that is learned.
    fn question(&self, kind: &str, args: &Map<String, Value>) -> Result<Question<'_>, Failure> {
        let (Some(run), Some((_, learned))) = (&self.run, &self.text) else { return Err(no_text()) };
        let layer = whole(kind, args, "layer", 1, 1, run.trainer.model().layers().len())?;
        let mut symbols = learned.encode(text(kind, args, "text")?);
        if symbols.is_empty() {
            symbols = primer(learned).to_vec();
        }
        if symbols.len() > MAX_CHARACTERS {
            let message = format!("{kind}: the text has {} characters; at most {MAX_CHARACTERS}.", symbols.len());
            let failure = Failure::new("out-of-range", message).about("text").with("value", symbols.len());
            return Err(failure.with("min", 1).with("max", MAX_CHARACTERS));
        }
        Ok(Question { learned, trainer: &run.trainer, symbols, layer })
    }
}
