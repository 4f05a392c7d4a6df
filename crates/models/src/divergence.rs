//! Whether a run still computes with numbers, and if not, what was the first that was none.
//!
//! Every step leaves its loss and what [`nabla_compute::ops::global_norm`] says of its gradients. Both are read back with the
//! reports; a [`Watch`] goes through them step by step. Updates stop on the device by themselves where a gradient is no
//! number, so the weights that are read then are those that the first such step began with.

use std::collections::VecDeque;

use nabla_compute::{Device, DeviceError};

use crate::graph::Param;

/// So many norms are looked back at.
const LOOKED_BACK: usize = 32;
/// A norm that has grown by less is not said to have grown.
const GROWTH: f32 = 4.0;

/// What was no number, or far from what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A weight, after the update before.
    Weight,
    /// The loss; the weights were numbers.
    Loss,
    /// The loss is a number, but far worse than guessing.
    Far,
    /// A gradient; the loss was a number.
    Gradient,
}

/// The first step that went wrong, as far as its loss and gradients tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Counted from 1.
    pub step: u64,
    /// Its loss.
    pub loss: f32,
    /// The parameter whose gradient was the first on the way back that was no number.
    pub gradient: Option<usize>,
    /// How the gradients' norm had grown.
    pub growth: Option<Growth>,
}

/// How much a norm has grown, and within how many steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// The last norm that was a number, by the least before it.
    pub factor: f32,
    /// From the one to the other.
    pub steps: usize,
}

/// All that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The step.
    pub step: u64,
    /// What it was.
    pub sign: Sign,
    /// Where: the weight or the gradient that is no number, or else the largest weight.
    pub tensor: String,
    /// The largest number among the weights that are numbers.
    pub largest: f32,
    /// The loss of that step.
    pub loss: f32,
    /// How the gradients' norm had grown.
    pub growth: Option<Growth>,
}

/// Looks at every step of a run, in order.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    norms: VecDeque<f32>,
    is_over: bool,
}

impl Watch {
    /// Takes in a step: its loss, which is hopeless from `limit` on, and what `global_norm` returned. Only the first fault is
    /// one: those after it follow from it.
    pub fn see(&mut self, step: u64, loss: f32, limit: f32, norm: &[f32]) -> Option<Fault> {
        if self.is_over {
            return None;
        }
        let unsound = norm[2] as usize;
        if norm[0].is_finite() {
            self.norms.push_back(norm[0]);
            if self.norms.len() > LOOKED_BACK {
                self.norms.pop_front();
            }
        }
        if loss < limit && unsound == 0 {
            return None;
        }
        self.is_over = true;
        Some(Fault { step, loss, gradient: unsound.checked_sub(1), growth: self.growth() })
    }

    /// Whether a step has gone wrong.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    fn growth(&self) -> Option<Growth> {
        let last = *self.norms.back()?;
        let least = self.norms.iter().copied().fold(f32::INFINITY, f32::min);
        let at = self.norms.iter().rposition(|norm| *norm == least)?;
        let factor = last / least;
        (factor >= GROWTH).then_some(Growth { factor, steps: self.norms.len() - 1 - at })
    }
}

impl Fault {
    /// Looks at the weights that the step began with.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn examine(self, device: &Device, params: &[&Param]) -> Result<Divergence, DeviceError> {
        let weights = device.read(&params.iter().map(|param| &param.value).collect::<Vec<_>>()).await?;
        let broken = weights.iter().position(|of| of.iter().any(|x| !x.is_finite()));
        let greatest = |of: &Vec<f32>| of.iter().filter(|x| x.is_finite()).fold(0.0f32, |most, x| most.max(x.abs()));
        let greatest: Vec<f32> = weights.iter().map(greatest).collect();
        let largest = (0..greatest.len()).fold(0, |most, i| if greatest[i] > greatest[most] { i } else { most });
        let (sign, at) = match (broken, self.gradient) {
            _ if self.loss.is_finite() && self.gradient.is_none() => (Sign::Far, largest),
            (Some(broken), _) => (Sign::Weight, broken),
            (None, Some(gradient)) if self.loss.is_finite() => (Sign::Gradient, gradient),
            _ => (Sign::Loss, largest),
        };
        Ok(Divergence {
            step: self.step,
            sign,
            tensor: params[at].name.clone(),
            largest: greatest[largest],
            loss: self.loss,
            growth: self.growth,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_is_the_one_and_says_how_the_norm_had_grown() {
        let mut watch = Watch::default();
        for (step, norm) in (1..).zip([2.0, 1.0, 2.0, 8.0, 40.0]) {
            assert_eq!(watch.see(step, 3.0, 50.0, &[norm, 1.0, 0.0]), None);
        }
        let fault = watch.see(6, 3.5, 50.0, &[f32::INFINITY, 0.0, 4.0]).expect("a gradient is none");
        let growth = Some(Growth { factor: 40.0, steps: 3 });
        assert_eq!(fault, Fault { step: 6, loss: 3.5, gradient: Some(3), growth });
        assert_eq!(watch.see(7, f32::NAN, 50.0, &[f32::NAN, 0.0, 4.0]), None, "it follows from the first");
        for hopeless in [f32::NAN, f32::INFINITY, 50.0] {
            let fault = Watch::default().see(1, hopeless, 50.0, &[1.0, 1.0, 0.0]).expect("hopeless");
            assert_eq!((fault.gradient, fault.growth), (None, None));
        }
    }

    #[test]
    fn what_was_first_is_a_weight_or_the_loss_or_a_gradient() {
        let device = Device::cpu();
        let params = |numbers: [f32; 2]| {
            let param = |(name, x): (&str, f32)| Param::new(name, device.upload([2], &[x, 0.5]));
            ["a.W", "b.W"].into_iter().zip(numbers).map(param).collect::<Vec<_>>()
        };
        let found = |numbers, loss, gradient| {
            let params = params(numbers);
            let fault = Fault { step: 9, loss, gradient, growth: None };
            let found =
                pollster::block_on(fault.examine(&device, &params.iter().collect::<Vec<_>>())).expect("a processor");
            (found.sign, found.tensor, found.largest)
        };
        assert_eq!(found([1.0, f32::NAN], f32::NAN, Some(1)), (Sign::Weight, "b.W".to_owned(), 1.0));
        assert_eq!(found([1.0, -3.0], f32::NAN, Some(1)), (Sign::Loss, "b.W".to_owned(), 3.0));
        assert_eq!(found([4.0, -3.0], 90.0, None), (Sign::Far, "a.W".to_owned(), 4.0));
        assert_eq!(found([1.0, 3.0], 2.0, Some(0)), (Sign::Gradient, "a.W".to_owned(), 3.0));
    }
}
