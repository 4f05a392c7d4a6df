//! One training step of a small convolutional network, always on the same images.

use nabla_compute::{Device, ops};

use super::Unit;
use crate::cnn::{Cnn, CnnSettings, ImageBatch};
use crate::graph::Graph;
use crate::init;
use crate::optimizer::Optimizer;
use crate::rng::Random;

/// The sizes of the images and their batch; the network is that of [`CnnSettings::default`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CnnWork {
    /// B
    pub batch: usize,
    /// Y and X.
    pub side: usize,
}

const LEARNING_RATE: f32 = 1e-3;

impl CnnWork {
    /// The sizes that are compared.
    pub const STANDARD: CnnWork = CnnWork { batch: 64, side: 28 };

    fn settings(&self) -> CnnSettings {
        CnnSettings { image: [self.side, self.side], ..CnnSettings::default() }
    }

    /// Two convolutions, the second on a quarter of the cells, and a linear layer. Nobody needs the gradient by the
    /// images.
    pub(super) fn flop(&self) -> f64 {
        let CnnSettings { channels, filters: [first, second], classes, .. } = self.settings();
        let (cells, quarter, sixteenth) = (self.side.pow(2), (self.side / 2).pow(2), (self.side / 4).pow(2));
        let convolutions = 2 * 9 * channels * first * cells + 3 * 9 * first * second * quarter;
        2.0 * (self.batch * (convolutions + 3 * sixteenth * second * classes)) as f64
    }

    pub(super) fn prepare(&self, device: &Device) -> Unit {
        let settings = self.settings();
        let model = Cnn::new(device, settings, 1);
        let mut random = Random::new(1, 2);
        let shape = [self.batch, self.side, self.side, settings.channels];
        let images = device.upload(shape, &init::normal(&mut random, shape.iter().product()));
        let classes: Vec<u32> = (0..self.batch).map(|_| (random.uniform() * settings.classes as f32) as u32).collect();
        let batch = ImageBatch { images, classes: device.upload_indices(&classes) };
        let mut optimizer = Optimizer::adam(&model.params(), LEARNING_RATE);
        let unclipped = ops::unclipped(device);
        Box::new(move || {
            let graph = Graph::training();
            let loss = model.loss(&graph, &batch);
            let gradients = graph.gradients(&loss, &model.params());
            optimizer.step(&model.params(), &gradients, &unclipped);
            loss.value().clone()
        })
    }
}
