//! Learning rates that change with the steps. Pure functions of the step, so that a run goes on from any checkpoint.

use std::f64::consts::PI;

/// How the learning rate changes: each variant gives the factor by which the rate of the settings is multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// 1
    Constant,
    /// γ^⌊step / every⌋, as PyTorch's `StepLR`.
    Step {
        /// So many steps have the same rate.
        every: u64,
        /// γ
        gamma: f64,
    },
    /// floor + (1 − floor)·(1 + cos(π·step / steps)) / 2, then floor (Loshchilov & Hutter 2017, without restarts).
    Cosine {
        /// So many steps until the floor.
        steps: u64,
        /// The last factor.
        floor: f64,
    },
    /// 1 − (1 − floor)·step / steps, then floor: word2vec's.
    Linear {
        /// So many steps until the floor.
        steps: u64,
        /// The last factor.
        floor: f64,
    },
}

/// A schedule that begins with a warm-up: in the first `warm_up` steps the factor grows in equal parts from
/// 1 / `warm_up` to 1; the schedule itself begins after them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearningRate {
    /// The rate at factor 1.
    pub base: f64,
    /// So many steps of warm-up; 0 is none.
    pub warm_up: u64,
    /// What follows.
    pub schedule: Schedule,
}

impl LearningRate {
    /// The rate of a step; the first is 0.
    pub fn at(&self, step: u64) -> f64 {
        if step < self.warm_up {
            return self.base * (step + 1) as f64 / self.warm_up as f64;
        }
        self.base * self.schedule.factor(step - self.warm_up)
    }
}

impl Schedule {
    /// The factor at a step; the first is 0.
    pub fn factor(&self, step: u64) -> f64 {
        let done = |steps: u64| if steps == 0 { 1.0 } else { (step as f64 / steps as f64).min(1.0) };
        match *self {
            Schedule::Constant => 1.0,
            Schedule::Step { every, gamma } => gamma.powf((step / every.max(1)) as f64),
            Schedule::Cosine { steps, floor } => floor + (1.0 - floor) * (1.0 + (PI * done(steps)).cos()) / 2.0,
            Schedule::Linear { steps, floor } => 1.0 - (1.0 - floor) * done(steps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(schedule: Schedule, warm_up: u64, steps: &[u64]) -> Vec<f64> {
        let rate = LearningRate { base: 0.5, warm_up, schedule };
        steps.iter().map(|step| (rate.at(*step) * 1e6).round() / 1e6).collect()
    }

    #[test]
    fn schedules_follow_their_formulas() {
        assert_eq!(rates(Schedule::Constant, 0, &[0, 1000]), [0.5, 0.5]);
        assert_eq!(rates(Schedule::Step { every: 10, gamma: 0.1 }, 0, &[0, 9, 10, 25]), [0.5, 0.5, 0.05, 0.005]);
        let cosine = Schedule::Cosine { steps: 100, floor: 0.0 };
        assert_eq!(rates(cosine, 0, &[0, 50, 100, 500]), [0.5, 0.25, 0.0, 0.0]);
        let linear = Schedule::Linear { steps: 100, floor: 0.1 };
        assert_eq!(rates(linear, 0, &[0, 50, 100, 500]), [0.5, 0.275, 0.05, 0.05]);
    }

    #[test]
    fn a_warm_up_reaches_the_full_rate_and_then_the_schedule_begins() {
        let linear = Schedule::Linear { steps: 10, floor: 0.0 };
        assert_eq!(rates(linear, 4, &[0, 1, 3, 4, 9, 14]), [0.125, 0.25, 0.5, 0.5, 0.25, 0.0]);
    }

    #[test]
    fn a_schedule_of_no_steps_is_at_its_end() {
        assert_eq!(rates(Schedule::Cosine { steps: 0, floor: 0.2 }, 0, &[0]), [0.1]);
        assert_eq!(rates(Schedule::Step { every: 0, gamma: 0.5 }, 0, &[1]), [0.25]);
    }
}
