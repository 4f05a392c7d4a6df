//! How the page hears what the nets are doing.

use super::BpttLab;
use super::answer::net;
use super::nets::Nets;
use super::protocol::{Event, Metrics};
use crate::protocol::Failure;

/// How often the page hears how far the nets are.
const PROGRESS_MS: f64 = 60.0;

impl BpttLab {
    /// Steps of what the part shows.
    pub(super) fn step(&self) -> u64 {
        self.nets.as_ref().map_or(0, |nets| nets.step(self.config.part))
    }

    /// The mean of the last losses of what the part shows.
    pub(super) fn loss(&self) -> f32 {
        self.nets.as_ref().map_or(f32::NAN, |nets| nets.loss(self.config.part))
    }

    pub(super) fn metrics(&self) -> Result<Metrics, Failure> {
        let nets = self.nets()?.ladder.rungs().iter().map(net).collect();
        Ok(Metrics { nets, steps_per_second: self.speed })
    }

    /// Whether a measurement is under way, for which the page waits.
    fn measures(&self) -> bool {
        let is_first = |nets: &Nets| nets.truncation.is_measuring() && nets.truncation.measured_at().is_none();
        self.nets.as_ref().is_some_and(is_first)
    }

    /// Tells the page how far the nets are, when it is time or `now`.
    pub(super) fn tell(&mut self, now: bool) {
        let (time, step) = ((self.clock)(), self.step());
        let (last_time, last_step) = self.told;
        let is_news = step != last_step || self.measures();
        if !now && (!is_news || time - last_time < PROGRESS_MS) {
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
