//! Convolution of images, with a bias for each filter.      x: [B,Y,X,C]   W: [Ky,Kx,C,F]   b: [F]   y: [B,Oy,Ox,F]

use nabla_compute::ops::Window;
use nabla_compute::{Device, Var};

use crate::graph::{Graph, Param};
use crate::init;
use crate::rng::Random;

/// A convolutional layer.
#[derive(Clone, Debug)]
pub struct Conv2d {
    /// W
    pub w: Param,
    /// b
    pub b: Param,
    /// Its size, stride and padding.
    pub window: Window,
}

impl Conv2d {
    /// Starts as PyTorch's Conv2d does: uniform in ±1/√(Ky·Kx·C).
    pub fn new(
        device: &Device,
        name: &str,
        window: Window,
        channels: usize,
        filters: usize,
        random: &mut Random,
    ) -> Self {
        let fan = window.taps() * channels;
        let w = init::uniform_by_fan(random, fan, fan * filters);
        let b = init::uniform_by_fan(random, fan, filters);
        Conv2d::of(device, name, window, [channels, filters], [&w, &b])
    }

    /// Starts so that relu can follow it through many layers: W as He et al. have it, b = 0.
    pub fn for_relu(
        device: &Device,
        name: &str,
        window: Window,
        channels: usize,
        filters: usize,
        random: &mut Random,
    ) -> Self {
        let fan = window.taps() * channels;
        let w = init::uniform_for_relu(random, fan, fan * filters);
        Conv2d::of(device, name, window, [channels, filters], [&w, &vec![0.0; filters]])
    }

    fn of(device: &Device, name: &str, window: Window, [channels, filters]: [usize; 2], [w, b]: [&[f32]; 2]) -> Self {
        let shape = [window.size[0], window.size[1], channels, filters];
        Conv2d {
            w: Param::new(format!("{name}.W"), device.upload(shape, w)),
            b: Param::new(format!("{name}.b"), device.upload([filters], b)),
            window,
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

    /// relu of the filters' answers, in one pass.
    pub fn forward_relu(&self, graph: &Graph, x: &Var) -> Var {
        x.conv2d_relu(&graph.param(&self.w), Some(&graph.param(&self.b)), &self.window)
    }

    /// The filters' answers at every position.
    pub fn forward(&self, graph: &Graph, x: &Var) -> Var {
        x.conv2d(&graph.param(&self.w), Some(&graph.param(&self.b)), &self.window)
    }
}
