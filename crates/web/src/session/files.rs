//! What leaves as a file, and what comes as one. The first view's module makes none: the page goes on in the larger one when it is asked for one.

use std::collections::BTreeMap;

use nabla_models::export;
use nabla_models::import;
use nabla_models::{Param, Trainer};
use serde_json::Value;

use super::answer::Answer;
use super::{Session, no_text, text_failure};
use crate::lab::exported_file;
use crate::protocol::{Failure, Reply};

impl Session {
    pub(super) async fn export(&self, kind: &str) -> Result<Answer, Failure> {
        let (Some(run), Some((_, text))) = (&self.run, &self.text) else { return Err(no_text()) };
        let file = |name: &str, mime: &str, bytes: Vec<u8>| Answer {
            reply: Reply::File { name: name.to_owned(), mime: mime.to_owned() },
            arrays: Vec::new(),
            bytes: Some(bytes),
        };
        match kind {
            "metrics" => Ok(file("nabla-metrics.csv", "text/csv", run.curve.to_csv().into_bytes())),
            "script" | "weights" => {
                let exported = export::char_rnn(&run.trainer, text, &self.config).await?;
                let names = ["nabla-char-rnn.py", "nabla-char-rnn.safetensors"];
                let (name, mime, bytes) = exported_file(exported, kind, names)?;
                Ok(file(name, mime, bytes))
            }
            "onnx" => {
                let checkpoint = run.trainer.capture().finish().await?;
                let settings = run.trainer.model().settings();
                let bytes = nabla_models::onnx::char_lm(&checkpoint, settings, text.vocabulary());
                Ok(file("nabla-char-rnn.onnx", "application/octet-stream", bytes))
            }
            _ => {
                let allowed = "weights, script, onnx, metrics";
                let message = format!("There is no export {kind:?}; there are {allowed}.");
                Err(Failure::new("unknown-export", message).about("kind").with("value", kind).with("allowed", allowed))
            }
        }
    }

    /// A new run with the weights of a file; the one that is on stays if the file does not fit.
    pub(super) async fn import(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let ((device, _), (_, text)) = self.device.as_ref().zip(self.text.as_ref()).ok_or_else(no_text)?;
        let mut trainer = Trainer::new(device, text, &self.config).map_err(text_failure)?;
        let twins = export::char_rnn_twins(self.config.cell, trainer.model().settings());
        let weights = import::weights(bytes, &twins, &params_of(&trainer.model().params()).await?)?;
        let vocabulary = Value::from(text.vocabulary().iter().collect::<String>()).to_string();
        if import::metadata(bytes, "vocabulary").is_some_and(|other| other != vocabulary) {
            return Err(Failure::new("weights-vocabulary", "The file's model reads another text's characters."));
        }
        trainer.load_weights(&|name| weights.get(name).cloned())?;
        self.begin(trainer);
        Ok(Reply::Restored { step: 0 })
    }
}

/// Shapes and numbers of parameters, by name.
async fn params_of(params: &[&Param]) -> Result<BTreeMap<String, (Vec<usize>, Vec<f32>)>, Failure> {
    let mut all = BTreeMap::new();
    for param in params {
        let data = param.value.to_vec().await?;
        all.insert(param.name.clone(), (param.value.shape().dims().to_vec(), data));
    }
    Ok(all)
}
