//! Checkpoints of the run, so that neither a lost worker nor a lost GPU costs more than a few seconds.

use nabla_compute::DeviceError;
use nabla_models::checkpoint::fingerprint;
use nabla_models::{Checkpoint, CheckpointError};
#[cfg(feature = "all-cells")]
use nabla_models::{export, import};
use serde_json::{Map, Value};

use super::answer::Answered;
use super::protocol::{Event, LearnedPoint, Reply, Tested};
use super::run::Run;
use super::{VisionLab, not_begun};
use crate::protocol::Failure;
use crate::saving::hand_out;
use nabla_models::config::Settings;

/// How often a run that is on is saved.
pub(super) const CHECKPOINT_MS: f64 = 3000.0;
/// Settings that a run cannot go on with when they are others.
const OF_A_RUN: [&str; 11] =
    ["data", "model", "net", "reductions", "permute", "augment", "samples", "batch", "optimizer", "seed", "lab"];

impl VisionLab {
    /// Takes a checkpoint when it is time and steps are being taken, and hands it out once it is known to be good.
    pub(super) async fn save_if_due(&mut self) -> Result<(), DeviceError> {
        if self.steps()
            && (self.clock)() >= self.saving.due
            && let Some(checkpoint) = self.capture().await?
        {
            self.saving.hold(checkpoint, true);
        }
        if let Some(good) = self.saving.settle(self.told.last_step()) {
            hand_out(&self.post, good, |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    /// Hands out a checkpoint of a run that is over.
    pub(super) async fn save(&mut self) -> Result<(), DeviceError> {
        if self.saving.is_sound()
            && let Some(checkpoint) = self.capture().await?
        {
            hand_out(&self.post, self.saving.keep(checkpoint), |step| Event::Checkpoint { step });
        }
        Ok(())
    }

    async fn capture(&mut self) -> Result<Option<Checkpoint>, DeviceError> {
        self.saving.due = (self.clock)() + CHECKPOINT_MS;
        let Some(run) = &self.run else { return Ok(None) };
        self.capture_of(run).await.map(Some)
    }

    async fn capture_of(&self, run: &Run) -> Result<Checkpoint, DeviceError> {
        let mut checkpoint = run.trainer.capture().finish().await?;
        checkpoint.metadata.insert("run".to_owned(), self.fingerprint(run));
        checkpoint.metadata.insert("seconds".to_owned(), run.seconds.to_string());
        put_curves(run, &mut checkpoint);
        Ok(checkpoint)
    }

    /// The run as it is now; one that went wrong as it was when it was good.
    pub(super) async fn checkpoint(&mut self) -> Result<Answered, Failure> {
        let checkpoint = if self.saving.is_sound() {
            let checkpoint = self.capture().await?.ok_or_else(not_begun)?;
            self.saving.hold(checkpoint.clone(), false);
            checkpoint
        } else if let Some(good) = self.saving.good() {
            good.clone()
        } else {
            let run = self.run()?;
            let beginning = Run::new(run.trainer.device(), &self.config, &run.split)?;
            self.capture_of(&beginning).await?
        };
        let (step, bytes) = (checkpoint.step(), checkpoint.to_bytes()?);
        Ok(Answered { reply: Reply::Checkpoint { step }, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// A run that went wrong goes back to where it was good.
    pub(super) fn go_back(&mut self) -> Result<Reply, Failure> {
        let run = self.run()?;
        if !self.saving.is_sound() {
            let mut back = Run::new(run.trainer.device(), &self.config, &run.split)?;
            let good = self.saving.take_good();
            good.iter().try_for_each(|good| go_on(&mut back, good))?;
            self.take_up(back, false);
            good.into_iter().for_each(|good| _ = self.saving.keep(good));
        }
        Ok(Reply::Restored { step: self.run()?.trainer.step_count() })
    }

    /// Goes on from the checkpoint of a run with these settings and images; the one that is on stays if it is of another.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let (Some((device, _)), Some(now)) = (&self.device, &self.run) else { return Err(not_begun()) };
        let checkpoint = Checkpoint::from_bytes(bytes)?;
        if checkpoint.metadata.get("run") != Some(&self.fingerprint(now)) {
            return Err(CheckpointError::Mismatch("the run's settings or images".to_owned()).into());
        }
        let mut run = Run::new(device, &self.config, &now.split)?;
        go_on(&mut run, &checkpoint)?;
        let step = checkpoint.step();
        self.take_up(run, false);
        self.saving.hold(checkpoint, false);
        Ok(Reply::Restored { step })
    }

    /// A new run with the weights of a file; the one that is on stays if the file does not fit.
    #[cfg(feature = "all-cells")]
    pub(super) async fn import(&mut self, bytes: &[u8]) -> Result<Reply, Failure> {
        let (Some((device, _)), Some(now)) = (&self.device, &self.run) else { return Err(not_begun()) };
        let mut run = Run::new(device, &self.config, &now.split)?;
        let params = self.weights().await?.tensors;
        let taken = import::weights(bytes, &export::vision_twins(run.trainer.net().plan()), &params)?;
        let classes = Value::from(now.split.train.class_names()).to_string();
        if import::metadata(bytes, "classes").is_some_and(|other| other != classes) {
            return Err(Failure::new("weights-classes", "The file's network tells other classes apart."));
        }
        run.trainer.load_weights(&|name| taken.get(name).cloned())?;
        self.take_up(run, false);
        Ok(Reply::Restored { step: 0 })
    }

    /// What makes a run that run: settings and images.
    fn fingerprint(&self, run: &Run) -> String {
        let config = self.config.to_map();
        let mut of: Map<String, Value> = OF_A_RUN.iter().map(|key| ((*key).to_owned(), config[*key].clone())).collect();
        let images = [&run.split.train, &run.split.test].into_iter().flat_map(|part| part.labels());
        let images = images.chain(&run.split.test.images().pixels).copied();
        of.insert("images".to_owned(), fingerprint(images).into());
        Value::Object(of).to_string()
    }
}

/// A run at step 0 goes on from a checkpoint.
pub(super) fn go_on(run: &mut Run, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
    run.trainer.restore(checkpoint)?;
    run.seconds = checkpoint.metadata.get("seconds").and_then(|text| text.parse().ok()).unwrap_or(0.0);
    let rows = |name: &str, width: usize| -> Vec<Vec<f32>> {
        checkpoint.find(name).unwrap_or_default().chunks_exact(width).map(<[f32]>::to_vec).collect()
    };
    let learned = |row: &Vec<f32>| LearnedPoint { step: row[0] as u64, loss: row[1], accuracy: row[2] };
    run.curves.learned = rows("curve.learned", 3).iter().map(learned).collect();
    let tested = |row: &Vec<f32>| Tested {
        step: row[0] as u64,
        images: row[1] as usize,
        loss: row[2],
        accuracy: row[3],
        auxiliary: row[4..].to_vec(),
    };
    let heads = run.trainer.net().architecture().auxiliary_heads();
    run.curves.tested = rows("curve.tested", 4 + heads).iter().map(tested).collect();
    Ok(())
}

fn put_curves(run: &Run, checkpoint: &mut Checkpoint) {
    let learned = run.curves.learned.iter().flat_map(|point| [point.step as f32, point.loss, point.accuracy]);
    let tested = run.curves.tested.iter().flat_map(|tested| {
        let row = [tested.step as f32, tested.images as f32, tested.loss, tested.accuracy];
        row.into_iter().chain(tested.auxiliary.iter().copied())
    });
    for (name, data) in [("curve.learned", learned.collect::<Vec<f32>>()), ("curve.tested", tested.collect())] {
        checkpoint.tensors.insert(name.to_owned(), (vec![data.len()], data));
    }
}
