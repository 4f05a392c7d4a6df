//! How the page hears what the network is doing.

use nabla_models::vision::Report;

use super::VisionLab;
use super::answer::plans::architecture;
use super::protocol::{Event, LearnedPoint, Metrics};

/// How often the page hears how far the network is.
const PROGRESS_MS: f64 = 60.0;

/// What the page was told last, and what came since.
#[derive(Default)]
pub(super) struct Told {
    /// When.
    pub(super) at: f64,
    /// The step that the page knows of.
    step: u64,
    /// Seconds of training by then.
    seconds: f64,
    losses: Vec<f32>,
    accuracies: Vec<f32>,
    /// Of the last step that was reported.
    last: (u64, f32, f32),
    /// Images a second, when that was measured last.
    speed: f64,
}

impl Told {
    pub(super) fn new(at: f64, step: u64, seconds: f64) -> Self {
        Told { at, step, seconds, last: (step, f32::NAN, f32::NAN), ..Told::default() }
    }

    /// The last step that was reported.
    pub(super) fn last_step(&self) -> u64 {
        self.last.0
    }

    pub(super) fn add(&mut self, report: &Report) {
        self.losses.extend(&report.losses);
        self.accuracies.extend(&report.accuracies);
        if let (Some(loss), Some(accuracy)) = (report.losses.last(), report.accuracies.last()) {
            self.last = (report.step, *loss, *accuracy);
        }
    }
}

impl VisionLab {
    pub(super) fn tell_begun(&self, unasked: bool) {
        let Some(run) = &self.run else { return };
        self.emit(Event::Begun {
            step: run.trainer.step_count(),
            curves: run.curves.clone(),
            data: Box::new(run.about(&self.config)),
            network: Box::new(architecture(
                self.config.model,
                run.trainer.net().architecture(),
                run.trainer.net().plan(),
            )),
            unasked,
        });
    }

    /// Tells the page how far the network is, when it is time or `now`, and if there is something new.
    pub(super) fn tell(&mut self, now: bool) {
        let time = (self.clock)();
        let is_due = now || !self.steps() || time - self.told.at >= PROGRESS_MS;
        if self.told.losses.is_empty() || !is_due {
            return;
        }
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
        let (step, _, mut metrics) = self.standing();
        let (loss, accuracy) = (mean(&self.told.losses), mean(&self.told.accuracies));
        metrics.accuracy = accuracy;
        let Some(run) = &mut self.run else { return };
        run.learned(LearnedPoint { step, loss, accuracy });
        let (last, speed) = (self.told.last, metrics.images_per_second);
        self.told = Told { last, speed, ..Told::new(time, step, run.seconds) };
        self.emit(Event::Progress { step, loss, metrics });
    }

    /// The last step that was reported, its loss, and more about it.
    pub(super) fn standing(&self) -> (u64, f32, Metrics) {
        let (step, loss, accuracy) = self.told.last;
        let Some(run) = &self.run else { return (0, f32::NAN, Metrics::default()) };
        let images = step.saturating_sub(self.told.step) as f64 * run.trainer.batch() as f64;
        let seconds = run.seconds - self.told.seconds;
        let metrics = Metrics {
            accuracy,
            epoch: run.trainer.epoch() as f32,
            images_per_second: if images > 0.0 && seconds > 0.0 { images / seconds } else { self.told.speed },
            seconds: run.seconds,
            finished: run.is_over(),
        };
        (step, loss, metrics)
    }
}
