//! What leaves as a file. The first view's module makes none: the page goes on in the larger one when it is asked for one.

use nabla_models::config::Settings;
use nabla_models::export::{self, Exported};
use serde_json::Value;

use super::answer::{Answer, bytes_of};
use super::{Session, device_failure, no_text};
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
                let exported = export::char_rnn(&run.trainer, text, &self.config).await.map_err(device_failure)?;
                let Exported { weights, script } = exported;
                if kind == "script" {
                    return Ok(file("nabla-char-rnn.py", "text/x-python", script.into_bytes()));
                }
                Ok(file("nabla-char-rnn.safetensors", "application/octet-stream", bytes_of(&weights)?))
            }
            "onnx" => {
                let checkpoint = run.trainer.capture().finish().await.map_err(device_failure)?;
                let settings = run.trainer.model().settings();
                let bytes = nabla_models::onnx::char_lm(&checkpoint, settings, text.vocabulary());
                Ok(file("nabla-char-rnn.onnx", "application/octet-stream", bytes))
            }
            "session" => {
                let mut checkpoint = run.trainer.capture().finish().await.map_err(device_failure)?;
                run.curve.save(&mut checkpoint);
                let config = Value::Object(self.config.to_map()).to_string();
                checkpoint.metadata.insert("config".into(), config);
                Ok(file("nabla-session.safetensors", "application/octet-stream", bytes_of(&checkpoint)?))
            }
            _ => {
                let allowed = "weights, script, onnx, metrics, session";
                let message = format!("There is no export {kind:?}; there are {allowed}.");
                Err(Failure::new("unknown-export", message).about("kind").with("value", kind).with("allowed", allowed))
            }
        }
    }
}
