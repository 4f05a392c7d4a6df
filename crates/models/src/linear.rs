//! y = x·W + b.      x: [N,D]   W: [D,M]   b: [M]   y: [N,M]

use nabla_compute::{Device, Var};

use crate::graph::{Graph, Param};
use crate::init;
use crate::rng::Random;

/// A fully connected layer.
#[derive(Clone, Debug)]
pub struct Linear {
    /// W
    pub w: Param,
    /// b
    pub b: Param,
}

impl Linear {
    /// Starts as PyTorch's Linear does: uniform in ±1/√D.
    pub fn new(device: &Device, name: &str, inputs: usize, outputs: usize, random: &mut Random) -> Self {
        let w = init::uniform_by_fan(random, inputs, inputs * outputs);
        let b = init::uniform_by_fan(random, inputs, outputs);
        Linear::of(device, name, [inputs, outputs], [&w, &b])
    }

    /// Starts so that relu can follow it: W as He et al. have it, b = 0.
    pub fn for_relu(device: &Device, name: &str, inputs: usize, outputs: usize, random: &mut Random) -> Self {
        let w = init::uniform_for_relu(random, inputs, inputs * outputs);
        Linear::of(device, name, [inputs, outputs], [&w, &vec![0.0; outputs]])
    }

    fn of(device: &Device, name: &str, shape: [usize; 2], [w, b]: [&[f32]; 2]) -> Self {
        Linear {
            w: Param::new(format!("{name}.W"), device.upload(shape, w)),
            b: Param::new(format!("{name}.b"), device.upload([shape[1]], b)),
        }
    }

    /// Everything that is trained.
    pub fn params(&self) -> [&Param; 2] {
        [&self.w, &self.b]
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> [&mut Param; 2] {
        [&mut self.w, &mut self.b]
    }

    /// x·W + b for every row.
    pub fn forward(&self, graph: &Graph, x: &Var) -> Var {
        x.matmul(&graph.param(&self.w)).add_bias(&graph.param(&self.b))
    }
}
