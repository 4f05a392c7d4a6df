//! How long a step takes: the run's own on the processor, those of its copy on a GPU.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use nabla_compute::{DeviceError, Reading};
use nabla_models::Trainer;

/// Steps of the run that are timed on the processor.
pub(super) const TIMED_STEPS: usize = 5;
/// A GPU whose single step takes twice the processor's and this has lost: no read-back takes as long.
const READ_BACK_MS: f64 = 50.0;
/// Otherwise it takes so many steps as the processor takes this long for, within these bounds.
const LONG_LAP_MS: f64 = 100.0;
const LONG_LAP_STEPS: (f64, f64) = (3.0, 16.0);
/// A GPU that is so many times slower in its first step, and not just because it is the first, is not timed again.
const HOPELESS: f64 = 20.0;
const HOPELESS_MS: f64 = 1000.0;
/// A browser's clock knows no less.
const CLOCK_MS: f64 = 0.1;

/// How long the run's last few steps took, in milliseconds. On the processor a step is over when it returns.
#[derive(Default)]
pub(super) struct StepTimes(VecDeque<f64>);

impl StepTimes {
    pub(super) fn push(&mut self, milliseconds: f64) {
        if self.0.len() == TIMED_STEPS {
            self.0.pop_front();
        }
        self.0.push_back(milliseconds);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// At most [`TIMED_STEPS`].
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// None before the first step.
    pub(super) fn median(&self) -> Option<f64> {
        let mut sorted: Vec<f64> = Vec::with_capacity(TIMED_STEPS);
        for ms in &self.0 {
            // So few need no sort of the library, which would weigh 2 kB on the wire.
            sorted.insert(sorted.partition_point(|other| other < ms), *ms);
        }
        sorted.get(sorted.len() / 2).copied()
    }
}

/// Steps on a GPU, timed from the first launch to the last number's arrival: one to warm up, one by itself, and one
/// with others behind it, so that the difference is free of what a read-back costs.
pub(super) struct Laps {
    copy: Trainer,
    reading: Reading,
    steps: usize,
    begun: f64,
    lap: Lap,
}

#[derive(Clone, Copy, PartialEq)]
enum Lap {
    WarmUp,
    Single,
    /// After a single step that took so many milliseconds.
    Long(f64),
}

/// What comes after a lap.
pub(super) enum Next {
    Lap(Laps),
    /// Milliseconds a step.
    Known(Trainer, f64),
}

impl Laps {
    pub(super) fn begin(copy: Trainer, now: f64) -> Result<Self, DeviceError> {
        Laps::take(copy, Lap::WarmUp, 1, now)
    }

    fn take(mut copy: Trainer, lap: Lap, steps: usize, now: f64) -> Result<Self, DeviceError> {
        for _ in 0..steps {
            copy.step()?;
        }
        // Any parameter will do: it has arrived when the last step is done. A bias is short.
        let params = copy.model().params();
        let shortest = params.iter().min_by_key(|param| param.value.len()).expect("a model has parameters");
        let reading = copy.device().read(&[&shortest.value]);
        Ok(Laps { copy, reading, steps, begun: now, lap })
    }

    /// Whether these steps count, so that nothing else should be going on.
    pub(super) fn are_warm(&self) -> bool {
        self.lap != Lap::WarmUp
    }

    /// Ready when the lap is over.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), DeviceError>> {
        Pin::new(&mut self.reading).poll(context).map(|arrived| arrived.map(|_| ()))
    }

    /// What comes after this lap, where the processor takes `cpu_ms` for a step.
    pub(super) fn next(self, cpu_ms: f64, now: f64) -> Result<Next, DeviceError> {
        let elapsed = now - self.begun;
        match self.lap {
            Lap::WarmUp if elapsed > HOPELESS_MS && elapsed > HOPELESS * cpu_ms => Ok(Next::Known(self.copy, elapsed)),
            Lap::WarmUp => Laps::take(self.copy, Lap::Single, 1, now).map(Next::Lap),
            Lap::Single if elapsed > 2.0 * cpu_ms + READ_BACK_MS => Ok(Next::Known(self.copy, elapsed)),
            Lap::Single => {
                let (least, most) = LONG_LAP_STEPS;
                let more = (LONG_LAP_MS / cpu_ms).clamp(least, most) as usize;
                Laps::take(self.copy, Lap::Long(elapsed), 1 + more, now).map(Next::Lap)
            }
            Lap::Long(single) => {
                let step_ms = (elapsed - single) / (self.steps - 1) as f64;
                Ok(Next::Known(self.copy, step_ms.max(CLOCK_MS)))
            }
        }
    }
}
