//! An Inception module forward and backward, the gradient by its input included; nothing is learned.

use nabla_compute::Device;

use super::Unit;
use crate::graph::{Graph, Param};
use crate::inception::{Inception, InceptionSettings};
use crate::init;
use crate::rng::Random;

/// The sizes of the images and their batch; the module is that of [`InceptionSettings::default`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InceptionWork {
    /// B
    pub batch: usize,
    /// Y and X.
    pub side: usize,
}

impl InceptionWork {
    /// The sizes that are compared.
    pub const STANDARD: InceptionWork = InceptionWork { batch: 16, side: 28 };

    /// Six convolutions.
    pub(super) fn flop(&self) -> f64 {
        let InceptionSettings { channels, a, b, c, d } = InceptionSettings::default();
        let weights = channels * (a + b[0] + c[0] + d) + 9 * b[0] * b[1] + 25 * c[0] * c[1];
        3.0 * 2.0 * (self.batch * self.side.pow(2) * weights) as f64
    }

    pub(super) fn prepare(&self, device: &Device) -> Unit {
        let random = &mut Random::new(1, 1);
        let settings = InceptionSettings::default();
        let module = Inception::new(device, "inception", settings, random);
        let shape = [self.batch, self.side, self.side, settings.channels];
        let images = Param::new("images", device.upload(shape, &init::normal(random, shape.iter().product())));
        Box::new(move || {
            let graph = Graph::training();
            let loss = module.loss(&graph, &graph.param(&images));
            let mut by = module.params();
            by.push(&images);
            graph.gradients(&loss, &by);
            loss.value().clone()
        })
    }
}
