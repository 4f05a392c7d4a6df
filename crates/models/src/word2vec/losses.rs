//! The losses of a training on their way from the device.

use std::collections::VecDeque;

use nabla_compute::{Device, DeviceError, Reading, Tensor};

/// So many read-backs may be under way.
const READINGS_IN_FLIGHT: usize = 2;
/// More losses are not asked for at once.
const MOST_UNREAD: usize = 64;

/// A weighted mean of losses since it was last taken.
pub struct Losses {
    device: Device,
    /// With a factor and a weight each.
    unread: Vec<(Tensor, [f64; 2])>,
    in_flight: VecDeque<(Reading, Vec<[f64; 2]>)>,
    sum: f64,
    weight: f64,
}

impl Losses {
    /// None so far.
    pub(super) fn new(device: &Device) -> Self {
        Losses { device: device.clone(), unread: Vec::new(), in_flight: VecDeque::new(), sum: 0.0, weight: 0.0 }
    }

    /// A loss that is known.
    pub(super) fn add(&mut self, loss: f32) {
        self.sum += f64::from(loss);
        self.weight += 1.0;
    }

    /// `factor` times a number that the device has yet to compute, which counts as much as its `weight`.
    pub(super) fn add_tensor(&mut self, loss: &Tensor, factor: f64, weight: f64) {
        self.unread.push((loss.clone(), [factor, weight]));
        if self.unread.len() >= MOST_UNREAD {
            self.report();
        }
    }

    /// Asks the device for all losses so far.
    pub fn report(&mut self) {
        if self.unread.is_empty() {
            return;
        }
        let (tensors, parts): (Vec<Tensor>, Vec<[f64; 2]>) = std::mem::take(&mut self.unread).into_iter().unzip();
        self.in_flight.push_back((self.device.read(&tensors.iter().collect::<Vec<_>>()), parts));
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
        for ([factor, weight], numbers) in parts.into_iter().zip(numbers) {
            self.sum += weight * factor * f64::from(numbers[0]);
            self.weight += weight;
        }
    }

    /// The mean of those that have come since it was last taken, if any have.
    pub fn take(&mut self) -> Option<f32> {
        let mean = (self.weight > 0.0).then(|| (self.sum / self.weight) as f32);
        (self.sum, self.weight) = (0.0, 0.0);
        mean
    }
}
