//! One Inception module (Szegedy et al. 2015): four views of the same image, their channels side by side.
//!
//! ```text
//!   a: conv 1×1        b: conv 1×1 → conv 3×3        c: conv 1×1 → conv 5×5        d: max pool 3×3 → conv 1×1
//! ```
//! x `[B,Y,X,C]` → `[B,Y,X,a+b+c+d]`; every convolution keeps the image's size and is followed by relu.

use nabla_compute::ops::Window;
use nabla_compute::{Device, Var};

use crate::conv::Conv2d;
use crate::graph::{Graph, Param};
use crate::rng::Random;

/// Filters of each convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InceptionSettings {
    /// C
    pub channels: usize,
    /// a: 1×1.
    pub a: usize,
    /// b: 1×1, then 3×3.
    pub b: [usize; 2],
    /// c: 1×1, then 5×5.
    pub c: [usize; 2],
    /// d: 1×1 after the pool.
    pub d: usize,
}

impl Default for InceptionSettings {
    /// GoogLeNet's first module (3a), a quarter to a sixth as wide.
    fn default() -> Self {
        InceptionSettings { channels: 32, a: 16, b: [16, 24], c: [4, 8], d: 8 }
    }
}

impl InceptionSettings {
    /// Channels of the output.
    pub fn filters(&self) -> usize {
        self.a + self.b[1] + self.c[1] + self.d
    }
}

/// The module. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct Inception {
    a: Conv2d,
    b: [Conv2d; 2],
    c: [Conv2d; 2],
    d: Conv2d,
}

impl Inception {
    /// A module whose parameters are named after `name`.
    pub fn new(device: &Device, name: &str, settings: InceptionSettings, random: &mut Random) -> Self {
        let InceptionSettings { channels, a, b, c, d } = settings;
        let mut conv = |branch: &str, size: usize, channels: usize, filters: usize| {
            Conv2d::new(device, &format!("{name}.{branch}"), Window::same([size, size]), channels, filters, random)
        };
        Inception {
            a: conv("a", 1, channels, a),
            b: [conv("b1", 1, channels, b[0]), conv("b2", 3, b[0], b[1])],
            c: [conv("c1", 1, channels, c[0]), conv("c2", 5, c[0], c[1])],
            d: conv("d", 1, channels, d),
        }
    }

    /// Everything that is trained, branch after branch.
    pub fn params(&self) -> Vec<&Param> {
        let [b1, b2] = &self.b;
        let [c1, c2] = &self.c;
        [&self.a, b1, b2, c1, c2, &self.d].into_iter().flat_map(Conv2d::params).collect()
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        let [b1, b2] = &mut self.b;
        let [c1, c2] = &mut self.c;
        [&mut self.a, b1, b2, c1, c2, &mut self.d].into_iter().flat_map(Conv2d::params_mut).collect()
    }

    /// The four views side by side.
    pub fn forward(&self, graph: &Graph, x: &Var) -> Var {
        let conv = |layer: &Conv2d, x: &Var| layer.forward_relu(graph, x);
        let a = conv(&self.a, x);
        let b = conv(&self.b[1], &conv(&self.b[0], x));
        let c = conv(&self.c[1], &conv(&self.c[0], x));
        let d = conv(&self.d, &x.max_pool(&Window::same([3, 3])).y);
        Var::concat([&a, &b, &c, &d])
    }

    /// The mean square of the output: a loss for tests and timing.
    pub fn loss(&self, graph: &Graph, x: &Var) -> Var {
        let y = self.forward(graph, x);
        let share = y.value().device().upload([1], &[1.0 / y.value().len() as f32]);
        let norm = y.norm();
        &(&norm * &norm) * &graph.constant(&share)
    }
}
