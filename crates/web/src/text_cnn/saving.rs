//! Checkpoints of the run, so that neither a lost worker nor a lost GPU costs more than a few seconds; and files.

use nabla_compute::DeviceError;
use nabla_models::{Checkpoint, export, onnx};

use super::answer::Answered;
use super::protocol::{Event, Reply};
use super::{TextCnnLab, no_texts};
use crate::lab::{Outgoing, exported_file};
use crate::protocol::Failure;

/// How often a run that is on is saved.
pub(super) const CHECKPOINT_MS: f64 = 5000.0;

impl TextCnnLab {
    /// Hands out a checkpoint when it is time.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        let is_due = self.run.as_ref().is_some_and(|run| (self.clock)() >= run.save_at);
        if is_due { self.save().await } else { Ok(()) }
    }

    /// Hands out a checkpoint.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let Some(kept) = self.keep().await? else { return Ok(()) };
        let step = kept.step();
        if let Ok(bytes) = kept.to_bytes() {
            (self.post)(Outgoing { bytes: Some(bytes), ..Outgoing::event(Event::Checkpoint { step }) });
        }
        Ok(())
    }

    /// Takes a checkpoint, from which the run of a lost GPU goes on.
    async fn keep(&mut self) -> Result<Option<&Checkpoint>, DeviceError> {
        let now = (self.clock)();
        let Some(run) = &mut self.run else { return Ok(None) };
        run.saved = Some(run.training.capture().finish().await?);
        run.save_at = now + CHECKPOINT_MS;
        Ok(run.saved.as_ref())
    }

    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let kept = self.keep().await?.ok_or_else(no_texts)?;
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// Goes on from the checkpoint of a run with these settings; the one that is on stays if a parameter is missing or of
    /// another size. Other settings and sentences are not noticed: who saves keeps the settings beside it.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        let (now, run) = (self.run()?, self.device.as_ref().ok_or_else(no_texts)?);
        let mut training = self.config.training(&run.0, now.training.split());
        training.restore(&checkpoint)?;
        let step = training.steps();
        self.take_up(training, false);
        if let Some(run) = &mut self.run {
            run.saved = Some(checkpoint);
        }
        Ok(Reply::Restored { step })
    }

    /// `weights` of both learners and the `script` that reads them; the convolutional net as `onnx`.
    pub(super) async fn export(&self, kind: &str) -> Result<Answered, Failure> {
        let training = &self.run()?.training;
        let (name, mime, bytes) = match kind {
            "weights" | "script" => {
                let exported = export::text_cnn(training, &self.config).await;
                let exported = exported?;
                exported_file(exported, kind, ["nabla-text-cnn.py", "nabla-text-cnn.safetensors"])?
            }
            "onnx" => {
                let kept = training.capture().finish().await?;
                let vocabulary = training.split().reader.vocabulary();
                let bytes = onnx::text_cnn(&kept, training.net().sizes(), vocabulary);
                ("nabla-text-cnn.onnx", "application/octet-stream", bytes)
            }
            _ => {
                let allowed = "weights, script, onnx";
                let failure =
                    Failure::new("unknown-export", format!("There is no export {kind:?}; there are {allowed}."));
                return Err(failure.about("kind").with("value", kind).with("allowed", allowed));
            }
        };
        let reply = Reply::File { name: name.to_owned(), mime: mime.to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(bytes) })
    }
}
