//! The losses of a training on their way from the device, and whether they are numbers.

use std::collections::VecDeque;

use nabla_compute::{Device, DeviceError, Reading, Tensor};

use crate::divergence::{Fault, Watch};

/// So many read-backs may be under way.
const READINGS_IN_FLIGHT: usize = 2;
/// More losses are not asked for at once.
const MOST_UNREAD: usize = 64;
/// A loss so many times that of guessing does not come back.
const LOST: f64 = 60.0;

/// A weighted mean of losses since it was last taken.
pub struct Losses {
    device: Device,
    unread: Vec<([Tensor; 2], Part)>,
    in_flight: VecDeque<(Reading, Vec<Part>)>,
    sum: f64,
    weight: f64,
    /// The step that is being taken, or was the last.
    step: u64,
    /// A loss like this is hopeless.
    lost: f32,
    watch: Watch,
    fault: Option<Fault>,
}

/// What is known of a loss before its number comes.
struct Part {
    step: u64,
    factor: f64,
    weight: f64,
}

impl Losses {
    /// None so far; `guessing` is what it costs to know nothing.
    pub(super) fn new(device: &Device, guessing: f64) -> Self {
        Losses {
            device: device.clone(),
            unread: Vec::new(),
            in_flight: VecDeque::new(),
            sum: 0.0,
            weight: 0.0,
            step: 0,
            lost: (LOST * guessing) as f32,
            watch: Watch::default(),
            fault: None,
        }
    }

    /// The losses that follow are of this step.
    pub(super) fn begin(&mut self, step: u64) {
        self.step = step;
    }

    /// A loss that is known; there are no gradients whose norm could be.
    pub(super) fn add(&mut self, loss: f32) {
        self.sum += f64::from(loss);
        self.weight += 1.0;
        self.see(self.step, loss, &[f32::NAN, 1.0, 0.0]);
    }

    /// Nothing could be learned, for the scores are hopeless; where they happen to be right it is the changes to the vectors
    /// that would be no numbers.
    pub(super) fn fail(&mut self, loss: f32) {
        let guessing = self.lost / LOST as f32;
        let unsound = if loss < guessing { 2.0 } else { 0.0 };
        let norm = [f32::NAN, 1.0, unsound];
        self.fault = self.fault.take().or_else(|| self.watch.see(self.step, loss, guessing, &norm));
    }

    /// `factor` times a number that the device has yet to compute, which counts as much as its `weight`; with what
    /// `global_norm` returned.
    pub(super) fn add_tensors(&mut self, loss: &Tensor, norm: Tensor, factor: f64, weight: f64) {
        self.unread.push(([loss.clone(), norm], Part { step: self.step, factor, weight }));
        if self.unread.len() >= MOST_UNREAD {
            self.report();
        }
    }

    /// Asks the device for all losses so far.
    pub fn report(&mut self) {
        if self.unread.is_empty() {
            return;
        }
        let (tensors, parts): (Vec<[Tensor; 2]>, Vec<Part>) = std::mem::take(&mut self.unread).into_iter().unzip();
        self.in_flight.push_back((self.device.read(&tensors.iter().flatten().collect::<Vec<_>>()), parts));
    }

    /// Takes what has come.
    ///
    /// # Errors
    /// When the device is lost.
    pub fn poll(&mut self) -> Result<(), DeviceError> {
        while let Some(arrived) = self.in_flight.front_mut().and_then(|(reading, _)| reading.try_take()) {
            self.arrive(&arrived?);
        }
        Ok(())
    }

    /// Waits for the oldest losses when too many are under way, or, if `all`, for every one.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn back_pressure(&mut self, all: bool) -> Result<(), DeviceError> {
        if all {
            self.report();
        }
        while self.in_flight.len() >= if all { 1 } else { READINGS_IN_FLIGHT } {
            let Some((reading, _)) = self.in_flight.front_mut() else { return Ok(()) };
            let arrived = reading.await?;
            self.arrive(&arrived);
        }
        Ok(())
    }

    fn arrive(&mut self, numbers: &[Vec<f32>]) {
        let Some((_, parts)) = self.in_flight.pop_front() else { return };
        for (Part { step, factor, weight }, [loss, norm]) in parts.into_iter().zip(numbers.as_chunks::<2>().0) {
            let loss = factor * f64::from(loss[0]);
            self.sum += weight * loss;
            self.weight += weight;
            self.see(step, loss as f32, norm);
        }
    }

    fn see(&mut self, step: u64, loss: f32, norm: &[f32]) {
        self.fault = self.fault.take().or_else(|| self.watch.see(step, loss, self.lost, norm));
    }

    /// Whether a step has gone wrong.
    pub fn have_failed(&self) -> bool {
        self.watch.is_over()
    }

    /// The first step that went wrong, if it has come since the last call.
    pub fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// The last step whose losses have come.
    pub fn arrived(&self) -> u64 {
        let waiting =
            self.in_flight.iter().flat_map(|(_, parts)| parts).chain(self.unread.iter().map(|(_, part)| part));
        waiting.map(|part| part.step).next().map_or(self.step, |oldest| oldest - 1)
    }

    /// The mean of those that have come since it was last taken, if any have.
    pub fn take(&mut self) -> Option<f32> {
        let mean = (self.weight > 0.0).then(|| (self.sum / self.weight) as f32);
        (self.sum, self.weight) = (0.0, 0.0);
        mean
    }
}
