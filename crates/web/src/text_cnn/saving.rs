//! Checkpoints of the run, so that neither a lost worker nor a lost GPU costs more than a few seconds; and files.

use nabla_compute::DeviceError;
use nabla_models::{Checkpoint, export, onnx};

use super::answer::Answered;
use super::protocol::{Event, Reply};
use super::{TextCnnLab, no_texts};
use crate::lab::exported_file;
use crate::protocol::Failure;
use crate::saving::hand_out;

/// How often a run that is on is saved.
pub(super) const CHECKPOINT_MS: f64 = 5000.0;

impl TextCnnLab {
    /// Takes a checkpoint when it is time and steps are being taken, and hands it out once it is known to be good.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        let is_due = self.steps() && self.run.as_ref().is_some_and(|run| (self.clock)() >= run.saving.due);
        let taken = if is_due { self.capture().await? } else { None };
        let Some(run) = &mut self.run else { return Ok(()) };
        taken.into_iter().for_each(|checkpoint| run.saving.hold(checkpoint, true));
        if let Some(good) = run.saving.settle(run.training.arrived()) {
            hand_out(&self.post, good, |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    /// Hands out a checkpoint of a run that is over.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        let taken = self.capture().await?;
        if let (Some(run), Some(checkpoint)) = (&mut self.run, taken) {
            hand_out(&self.post, run.saving.keep(checkpoint), |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    async fn capture(&mut self) -> Result<Option<Checkpoint>, DeviceError> {
        let Some(run) = &mut self.run else { return Ok(None) };
        run.saving.due = (self.clock)() + CHECKPOINT_MS;
        run.training.capture().finish().await.map(Some)
    }

    /// The run as it is now; one that went wrong as it was when it was good.
    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let run = self.run.as_mut().ok_or_else(no_texts)?;
        let kept = if run.saving.is_sound() {
            let kept = run.training.capture().finish().await?;
            run.saving.hold(kept.clone(), false);
            kept
        } else if let Some(good) = run.saving.good() {
            good.clone()
        } else {
            self.config.training(run.training.device(), run.training.split()).capture().finish().await?
        };
        let bytes = kept.to_bytes()?;
        Ok(Answered { reply: Reply::Checkpoint { step: kept.step() }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// A run that went wrong goes back to where it was good.
    pub(super) fn go_back(&mut self) -> Result<Reply, Failure> {
        let run = self.run.as_mut().ok_or_else(no_texts)?;
        if !run.saving.is_sound() {
            let mut training = self.config.training(run.training.device(), run.training.split());
            let good = run.saving.take_good();
            good.iter().try_for_each(|good| training.restore(good))?;
            self.take_up(training, false);
            if let (Some(run), Some(good)) = (&mut self.run, good) {
                run.saving.keep(good);
            }
        }
        Ok(Reply::Restored { step: self.run()?.training.steps() })
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
            run.saving.hold(checkpoint, false);
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
