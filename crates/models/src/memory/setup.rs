//! From the lab's settings to a race.

use std::rc::Rc;

use nabla_compute::Device;
use nabla_compute::kernel::KernelSource;

use crate::config::{CellKind, MemoryConfig, Updates};
use crate::graph::Param;
use crate::optimizer::Optimizer;

use super::{Entrant, Learner, LearnerSettings, Race, Test};

/// Examples of a test: one more or less right is less than a hundredth.
pub const TEST_ROWS: usize = 128;

impl MemoryConfig {
    /// The lags that the task can have, ascending.
    pub fn task_lags(&self) -> Vec<usize> {
        let mut lags: Vec<usize> = self.lags.iter().map(|lag| self.task.task().lag(*lag as usize)).collect();
        lags.dedup();
        lags
    }

    /// All nets, none of which has begun: lag by lag, and in each the cells in their order.
    pub fn race(&self, device: &Device) -> Race {
        let mut entrants = Vec::new();
        for lag in self.task_lags() {
            let test = Rc::new(Test::new(self.task.task(), lag, TEST_ROWS, u64::from(self.seed)));
            for cell in &self.cells {
                entrants.push(Entrant::new(*cell, self.learner(device, *cell, lag), Rc::clone(&test)));
            }
        }
        let mut race = Race::new(device, entrants, u64::from(self.steps));
        self.apply(&mut race);
        race
    }

    /// Gives a race the settings that need no new one.
    pub fn apply(&self, race: &mut Race) {
        race.set_budget(u64::from(self.steps));
        for entrant in race.entrants_mut() {
            entrant.is_paused = self.paused.contains(&entrant.kind());
            entrant.learner.set_rate(self.learning_rate as f32, self.momentum as f32, self.clip as f32);
        }
    }

    fn learner(&self, device: &Device, cell: CellKind, lag: usize) -> Learner {
        let settings = LearnerSettings {
            task: self.task.task(),
            lag,
            cell: cell.into(),
            hidden: self.hidden,
            batch: self.batch,
            forget_bias: self.forget_bias as f32,
            clip: self.clip as f32,
            seed: u64::from(self.seed),
        };
        Learner::new(device, settings, |params| self.optimizer(params))
    }

    fn optimizer(&self, params: &[&Param]) -> Optimizer {
        let (rate, momentum) = (self.learning_rate as f32, self.momentum as f32);
        match self.optimizer {
            Updates::Adam => Optimizer::adam(params, rate),
            Updates::Sgd => Optimizer::sgd(params, rate, momentum),
            Updates::Rmsprop => Optimizer::rmsprop(params, rate, momentum),
        }
    }

    /// What a GPU has to compile before the nets can learn and be tested, for [`Device::compile`].
    pub fn kernels(&self, device: &Device) -> Vec<&'static KernelSource> {
        device.trace(|| {
            let mut race = self.race(device);
            for entrant in race.entrants_mut() {
                // A failure of the device shows again where it matters: in `compile`.
                let _ = entrant.learner.step();
                drop(entrant.learner.answers(entrant.test.examples()));
            }
        })
    }
}
