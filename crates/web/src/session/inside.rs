//! What a run can be asked about its inside: what each gate did with a text, and one step of a cell with every addend.

use nabla_models::CharLm;
use nabla_models::inside::{LayerTrace, trace};
use serde_json::{Map, Value};

use super::answer::{Answer, only_known, text, whole};
use super::run::primer;
use super::{Session, device_failure, no_text};
use crate::protocol::{Failure, Inside, Reply};

/// The longest text that is looked into at once.
const MAX_CHARACTERS: usize = 4_096;

/// A layer and what it did with the characters.
struct Look {
    model: CharLm,
    trace: LayerTrace,
    layer: usize,
    characters: Vec<char>,
}

impl Look {
    fn answer(self, shape: Vec<usize>, values: Vec<(String, Vec<f32>)>) -> Answer {
        let (names, arrays) = values.into_iter().unzip();
        let inside = Inside { characters: self.characters, layer: self.layer, names, shape };
        Answer { arrays, ..Reply::Inside { answer: inside }.into() }
    }
}

impl Session {
    /// Every gate and state of a layer, `[T,H]` each.
    pub(super) async fn gates(&self, args: &Map<String, Value>) -> Result<Answer, Failure> {
        only_known("gates", args, &["text", "layer"])?;
        let mut look = self.look("gates", args).await?;
        let hidden = look.model.settings().hidden;
        let (shape, values) = (vec![look.trace.steps, hidden], std::mem::take(&mut look.trace.values));
        Ok(look.answer(shape, values))
    }

    /// One step of a layer, at the character with the index t.
    pub(super) async fn cell(&self, args: &Map<String, Value>) -> Result<Answer, Failure> {
        only_known("cell", args, &["text", "layer", "t"])?;
        let look = self.look("cell", args).await?;
        let t = whole("cell", args, "t", 0, 0, look.trace.steps - 1)?;
        let step = look.trace.step(&look.model.layers()[look.layer - 1], t);
        let shape = vec![look.model.settings().hidden];
        Ok(look.answer(shape, step.values))
    }

    /// Reads a text, or the beginning of the one that is learned, with the weights as they are now.
    async fn look(&self, kind: &str, args: &Map<String, Value>) -> Result<Look, Failure> {
        let (Some(run), Some((_, learned))) = (&self.run, &self.text) else { return Err(no_text()) };
        let layers = run.trainer.model().layers().len();
        let layer = whole(kind, args, "layer", 1, 1, layers)?;
        let mut symbols = learned.encode(text(kind, args, "text")?);
        if symbols.is_empty() {
            symbols = primer(learned).to_vec();
        }
        if symbols.len() > MAX_CHARACTERS {
            let message = format!("{kind}: the text has {} characters; at most {MAX_CHARACTERS}.", symbols.len());
            let failure = Failure::new("out-of-range", message).about("text").with("value", symbols.len());
            return Err(failure.with("min", 1).with("max", MAX_CHARACTERS));
        }
        let model = run.trainer.model_on_processor().await.map_err(device_failure)?;
        let x = model.inputs(&symbols);
        let mut traces = trace(&model.layers()[..layer], &x);
        let trace = traces.pop().expect("a model has at least one layer");
        let characters = learned.decode(&symbols).chars().collect();
        Ok(Look { model, trace, layer, characters })
    }
}
