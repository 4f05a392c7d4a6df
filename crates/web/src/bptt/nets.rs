//! What is trained, and what each part of the lab takes of it.

use nabla_compute::{Device, DeviceError};
use nabla_models::bptt::{Ladder, Standing, Truncation, Unrolled};
use nabla_models::config::{BpttConfig, BpttPart};

/// Measuring what truncation costs anew takes no more than this share of the time of training, …
const MEASURING_SHARE: f64 = 0.2;
/// … and does not begin sooner than this, ms.
const MEASURING_PAUSE: f64 = 500.0;

/// The nets of all parts.
pub(super) struct Nets {
    pub(super) ladder: Ladder,
    /// Rounds of the ladder.
    rounds: u64,
    pub(super) unrolled: Unrolled,
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

    /// Takes the settings that need no new nets.
    pub(super) fn apply(&mut self, config: &BpttConfig) {
        config.apply(&mut self.ladder);
        config.apply_to_truncation(&mut self.truncation);
    }

    /// Steps of what the part shows.
    pub(super) fn step(&self, part: BpttPart) -> u64 {
        match part {
            BpttPart::Ladder => self.rounds,
            BpttPart::Unrolled => self.unrolled.trained,
            BpttPart::Truncation => self.truncation.rounds(),
        }
    }

    /// The mean of the last losses of what the part shows.
    pub(super) fn loss(&self, part: BpttPart) -> f32 {
        let losses: Vec<f32> = match part {
            BpttPart::Ladder => self.ladder.rungs().iter().map(|rung| rung.loss).collect(),
            BpttPart::Unrolled => self.unrolled.losses().to_vec(),
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

    /// One step of what the part shows; of a truncated training, a turn.
    pub(super) async fn advance(&mut self, config: &BpttConfig, clock: fn() -> f64) -> Result<(), DeviceError> {
        match config.part {
            BpttPart::Ladder => {
                for index in 0..self.ladder.rungs().len() {
                    self.ladder.turn(index).await?;
                }
                self.rounds += 1;
            }
            BpttPart::Unrolled => self.unrolled.train(config.clip as f32),
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

    /// Measures one truncated gradient; true when that was the last one.
    pub(super) async fn measure(&mut self, clock: fn() -> f64) -> Result<bool, DeviceError> {
        if !self.truncation.is_measuring() {
            self.measured[0] = clock();
        }
        self.truncation.measure(clock).await?;
        self.measured[1] = clock();
        Ok(!self.truncation.is_measuring())
    }
}
