//! How the page hears what the nets are doing.

use nabla_models::config::BpttPart;

use super::BpttLab;
use super::answer::net;
use super::protocol::{Event, Metrics};
use crate::protocol::Failure;

/// How often the page hears how far the nets are.
const PROGRESS_MS: f64 = 60.0;

impl BpttLab {
    /// Steps of what the part shows.
    pub(super) fn step(&self) -> u64 {
        self.nets.as_ref().map_or(0, |nets| match self.config.part {
            BpttPart::Ladder => nets.rounds,
            BpttPart::Unrolled => nets.unrolled.trained,
        })
    }

    /// The mean of the last losses of what the part shows.
    pub(super) fn loss(&self) -> f32 {
        let mean = |losses: &[f32]| losses.iter().sum::<f32>() / losses.len() as f32;
        let Some(nets) = &self.nets else { return f32::NAN };
        match self.config.part {
            BpttPart::Ladder => mean(
                &nets.ladder.rungs().iter().map(|rung| rung.loss).filter(|loss| loss.is_finite()).collect::<Vec<_>>(),
            ),
            BpttPart::Unrolled => mean(nets.unrolled.losses()),
        }
    }

    pub(super) fn metrics(&self) -> Result<Metrics, Failure> {
        let nets = self.nets()?.ladder.rungs().iter().map(net).collect();
        Ok(Metrics { nets, steps_per_second: self.speed })
    }

    /// Tells the page how far the nets are, when it is time or `now`.
    pub(super) fn tell(&mut self, now: bool) {
        let (time, step) = ((self.clock)(), self.step());
        let (last_time, last_step) = self.told;
        if !now && (step == last_step || time - last_time < PROGRESS_MS) {
            return;
        }
        if step > last_step && time > last_time {
            self.speed = (step - last_step) as f64 / (time - last_time) * 1000.0;
        }
        self.told = (time, step);
        if let Ok(metrics) = self.metrics() {
            self.emit(Event::Progress { step, loss: self.loss(), metrics });
        }
    }
}
