//! What is trained, and what each part of the lab takes of it.

use nabla_compute::{Device, DeviceError, Tensor};
use nabla_models::bptt::{Ladder, Standing, Truncation, Unrolled};
use nabla_models::config::{BpttConfig, BpttPart, CellKind};
use nabla_models::{Checkpoint, CheckpointError, Param};

use super::answer::word;

/// Measuring what truncation costs anew takes no more than this share of the time of training, …
const MEASURING_SHARE: f64 = 0.2;
/// … and does not begin sooner than this, ms.
const MEASURING_PAUSE: f64 = 500.0;

/// What can be looked at: its kind, its name and its numbers.
pub(super) type Visible = (&'static str, String, Tensor);

/// The nets of all parts.
pub(super) struct Nets {
    pub(super) ladder: Ladder,
    /// Rounds of the ladder.
    rounds: u64,
    /// One of every kind, on the same sentence.
    unrolled: Vec<(CellKind, Unrolled)>,
    pub(super) truncation: Truncation,
    /// When the last measurement of truncation began and ended.
    measured: [f64; 2],
}

impl Nets {
    /// None of which has begun.
    pub(super) fn new(config: &BpttConfig, device: &Device) -> Self {
        Nets {
            ladder: config.ladder(device),
            rounds: 0,
            unrolled: config.unrolled(),
            truncation: config.truncation(device),
            measured: [0.0; 2],
        }
    }

    /// Takes the settings that need no new nets, but for one of another kind to be truncated; true if there is one.
    pub(super) fn apply(&mut self, config: &BpttConfig, device: &Device) -> bool {
        config.apply(&mut self.ladder);
        let is_other = self.truncation.settings().cell != config.cell;
        if is_other {
            self.truncation = config.truncation(device);
        }
        config.apply_to_truncation(&mut self.truncation);
        is_other
    }

    /// All of them as they are now, at the steps of this part.
    pub(super) async fn checkpoint(&self, part: BpttPart) -> Result<Checkpoint, DeviceError> {
        let mut checkpoint = self.ladder.checkpoint().await?;
        let truncation = self.truncation.checkpoint().await?;
        checkpoint.tensors.extend(truncation.tensors);
        checkpoint.metadata.extend(truncation.metadata);
        for (kind, net) in &self.unrolled {
            net.save(*kind, &mut checkpoint);
        }
        let numbers = [("step", self.step(part)), ("rounds", self.rounds)];
        checkpoint.metadata.extend(numbers.map(|(key, number)| (key.to_owned(), number.to_string())));
        Ok(checkpoint)
    }

    /// These, which have not begun, go on from a checkpoint of such. If it does not fit they are of no use.
    pub(super) fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        self.ladder.restore(checkpoint)?;
        self.truncation.restore(checkpoint)?;
        self.unrolled.iter_mut().try_for_each(|(kind, net)| net.restore(*kind, checkpoint))?;
        self.rounds = checkpoint.number("rounds");
        Ok(())
    }

    /// The unrolled nets.
    pub(super) fn all_unrolled(&self) -> &[(CellKind, Unrolled)] {
        &self.unrolled
    }

    /// The unrolled net of a kind.
    pub(super) fn unrolled(&self, cell: CellKind) -> &Unrolled {
        let found = self.unrolled.iter().find(|(kind, _)| *kind == cell);
        &found.expect("there is one of every kind").1
    }

    /// What can be looked at, named as in `lstm.lstm1.Wx` of the ladder, `unrolled.lstm.lstm1.f`, and `truncation.5.…` of
    /// the net that is trained with the last 5 states.
    pub(super) fn visible(&self) -> Vec<Visible> {
        let named = |prefix: String, (kind, name, tensor): Visible| (kind, format!("{prefix}.{name}"), tensor);
        let ladder =
            self.ladder.rungs().iter().flat_map(|rung| {
                rung.visible().into_iter().map(move |visible| named(word(rung.kind).to_owned(), visible))
            });
        let unrolled = self.unrolled.iter().flat_map(|(cell, net)| {
            net.visible().into_iter().map(move |visible| named(format!("unrolled.{}", word(*cell)), visible))
        });
        let truncation = self.truncation.courses().iter().flat_map(|course| {
            let param = |param: &Param| ("parameter", param.name.clone(), param.value.clone());
            let params = course.params().into_iter().map(param).collect::<Vec<_>>();
            params.into_iter().map(move |visible| named(format!("truncation.{}", course.counted), visible))
        });
        ladder.chain(unrolled).chain(truncation).collect()
    }

    /// Steps of what the part shows.
    pub(super) fn step(&self, part: BpttPart) -> u64 {
        match part {
            BpttPart::Ladder => self.rounds,
            BpttPart::Unrolled => self.unrolled[0].1.trained,
            BpttPart::Truncation => self.truncation.rounds(),
        }
    }

    /// The mean of the last losses of what the part shows.
    pub(super) fn loss(&self, part: BpttPart) -> f32 {
        let losses: Vec<f32> = match part {
            BpttPart::Ladder => self.ladder.rungs().iter().map(|rung| rung.loss).collect(),
            BpttPart::Unrolled => self.unrolled.iter().flat_map(|(_, net)| net.losses()).copied().collect(),
            BpttPart::Truncation => self.truncation.courses().iter().filter_map(|course| course.loss()).collect(),
        };
        let known: Vec<f32> = losses.into_iter().filter(|loss| loss.is_finite()).collect();
        known.iter().sum::<f32>() / known.len() as f32
    }

    /// Whether nothing of the part has anything to do any more.
    pub(super) fn is_over(&self, part: BpttPart) -> bool {
        match part {
            BpttPart::Ladder => self.ladder.rungs().iter().all(|rung| rung.standing() != Standing::Learning),
            BpttPart::Unrolled => false,
            BpttPart::Truncation => self.truncation.is_over(),
        }
    }

    /// A step of each net that the part shows; of a truncated training, a turn.
    pub(super) async fn advance(&mut self, config: &BpttConfig, clock: fn() -> f64) -> Result<(), DeviceError> {
        match config.part {
            BpttPart::Ladder => {
                for index in 0..self.ladder.rungs().len() {
                    self.ladder.turn(index).await?;
                }
                self.rounds += 1;
            }
            BpttPart::Unrolled => self.unrolled.iter_mut().for_each(|(_, net)| net.train(config.clip as f32)),
            BpttPart::Truncation => self.truncation.turn(clock).await?,
        }
        Ok(())
    }

    /// Whether a truncated gradient is to be measured: always when nothing is trained, and now and then while it is.
    pub(super) fn is_measuring(&self, part: BpttPart, trains: bool, now: f64) -> bool {
        let [begun, ended] = self.measured;
        let pause = ((ended - begun) / MEASURING_SHARE).max(MEASURING_PAUSE);
        let is_due = !self.truncation.is_measured() && (!trains || now - ended >= pause);
        part == BpttPart::Truncation && (self.truncation.is_measuring() || is_due)
    }

    /// Measures one truncated gradient; true when that was the last one. Passes are timed while nothing trains.
    pub(super) async fn measure(&mut self, trains: bool, clock: fn() -> f64) -> Result<bool, DeviceError> {
        if !self.truncation.is_measuring() {
            self.measured[0] = clock();
        }
        self.truncation.measure(clock, !trains).await?;
        self.measured[1] = clock();
        Ok(!self.truncation.is_measuring())
    }
}
