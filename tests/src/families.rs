//! Every differentiable operation at sizes that are drawn: what must hold for all shapes is tested on many.

use nabla_compute::Var;
use nabla_compute::ops::{self, Bptt, LrnSettings, Mean, RnnFunction, Window};

use crate::cases::indices;

/// A source of sizes that can be repeated.
pub struct Draw(u64);

impl Draw {
    /// The same `seed`, the same sizes.
    pub fn new(seed: u64) -> Self {
        Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// One of `0 … below − 1`.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    /// A size up to `most`: often 1, or at the edge of a block or tile.
    pub fn size(&mut self, most: usize) -> usize {
        let edge = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65][self.below(16)];
        if edge <= most && self.below(3) > 0 { edge } else { 1 + self.below(most) }
    }

    /// A window that fits an image of these sizes; its padding is smaller than itself.
    pub fn window(&mut self, [y, x]: [usize; 2]) -> Window {
        let size = [1 + self.below(y.min(5)), 1 + self.below(x.min(5))];
        let padding = [size[0], size[0], size[1], size[1]].map(|size| self.below(size));
        Window::valid(size).with_stride([1 + self.below(3), 1 + self.below(3)]).with_padding(padding)
    }
}

/// An operation with its settings.
pub type Op = Box<dyn Fn(&[Var]) -> Var>;

/// An operation, and the sizes of its inputs.
pub struct Drawn {
    /// Its name and settings.
    pub name: String,
    /// One for each input.
    pub shapes: Vec<Vec<usize>>,
    /// The operation.
    pub op: Op,
}

fn drawn(name: impl Into<String>, shapes: &[&[usize]], op: impl Fn(&[Var]) -> Var + 'static) -> Drawn {
    let shapes = shapes.iter().map(|shape| shape.to_vec()).collect();
    Drawn { name: name.into(), shapes, op: Box::new(op) }
}

/// An operation at sizes that are still to be drawn.
pub type Family = fn(&mut Draw) -> Drawn;

/// Those that have a derivative everywhere.
pub const SMOOTH: &[Family] = &[
    |d| {
        let [m, k, n] = [d.size(70), d.size(70), d.size(70)];
        drawn("matmul", &[&[m, k], &[k, n]], |x| x[0].matmul(&x[1]))
    },
    |d| {
        let [m, n] = [d.size(40), d.size(70)];
        drawn("add_bias", &[&[m, n], &[n]], |x| x[0].add_bias(&x[1]))
    },
    |d| drawn("tanh and σ", &[&[d.size(300)]], |x| &x[0].tanh() * &x[0].sigmoid()),
    |d| drawn("sum_rows", &[&[d.size(150), d.size(70)]], |x| x[0].sum_rows()),
    |d| {
        let [m, n] = [d.size(20), d.size(20)];
        let (start, count) = (d.below(m), d.below(n));
        drawn("rows and columns", &[&[m, n]], move |x| x[0].rows(start, m - start).columns(count, n - count))
    },
    |d| {
        let [m, a, b, c] = [d.size(20), d.size(20), d.size(20), d.size(20)];
        drawn("concat", &[&[m, a], &[m, b], &[m, c]], |x| Var::concat([&x[0], &x[1], &x[2]]))
    },
    |d| {
        let (rows, count) = (d.size(40), d.size(70));
        let op = move |x: &[Var]| x[0].embedding(&indices(&x[0], count, rows));
        drawn("embedding", &[&[rows, d.size(40)]], op)
    },
    |d| drawn("softmax", &[&[d.size(20), d.size(150)]], |x| x[0].softmax()),
    |d| drawn("log_softmax", &[&[d.size(20), d.size(150)]], |x| x[0].log_softmax()),
    |d| {
        let [rows, classes] = [d.size(40), d.size(70)];
        let smoothing = [0.0, 0.1][d.below(2)];
        let op = move |x: &[Var]| ops::softmax_xent_smoothed(&x[0], &indices(&x[0], rows, classes), smoothing).loss;
        drawn(format!("softmax_xent, smoothing {smoothing}"), &[&[rows, classes]], op)
    },
    |d| {
        let [m, n] = [d.size(20), d.size(40)];
        drawn("losses", &[&[m, n], &[m, n]], |x| &x[0].mse(&x[1]) + &x[0].logistic_loss(&x[1]).sum())
    },
    |d| {
        let [rows, classes, width] = [d.size(33), d.size(70), d.size(33)];
        let op = move |x: &[Var]| ops::linear_xent(&x[0], &x[1], &indices(&x[0], rows, classes));
        drawn("linear_xent", &[&[rows, width], &[classes, width]], op)
    },
    |d| {
        let [rows, words, width, samples] = [d.size(33), d.size(70), d.size(33), d.size(9)];
        let op = move |x: &[Var]| ops::negative_sampling(&x[0], &x[1], &indices(&x[0], rows * samples, words));
        drawn("negative_sampling", &[&[rows, width], &[words, width]], op)
    },
    |d| {
        let [rows, bags, size] = [d.size(40), d.size(33), d.size(9)];
        let op = move |x: &[Var]| {
            let weights: Vec<f32> = (0..bags * size).map(|i| (i % 5) as f32 / 4.0 - 0.5).collect();
            let weights = x[0].value().device().upload([bags, size], &weights);
            x[0].embedding_bag(&indices(&x[0], bags * size, rows), &weights)
        };
        drawn("embedding_bag", &[&[rows, d.size(40)]], op)
    },
    |d| {
        let [rows, words, width] = [d.size(33), d.size(70), d.size(33)];
        let samples = 1 + d.below(7);
        let op = move |x: &[Var]| ops::negative_sampling(&x[0], &x[1], &indices(&x[0], samples * rows, words));
        drawn(format!("negative_sampling, {samples} samples"), &[&[rows, width], &[words, width]], op)
    },
    |d| {
        let [bags, bag, rows] = [d.size(33), d.size(9), d.size(40)];
        let op = move |x: &[Var]| {
            let weights: Vec<f32> = (0..bags * bag).map(|i| (i % 4) as f32 / 4.0).collect();
            let weights = x[0].value().device().upload([bags, bag], &weights);
            x[0].embedding_bag(&indices(&x[0], bags * bag, rows), &weights)
        };
        drawn(format!("embedding_bag of {bags} × {bag}"), &[&[rows, d.size(33)]], op)
    },
    |d| drawn("norm", &[&[d.size(40), 1 + d.size(40)]], |x| x[0].norm()),
    |d| {
        let [y, x, c, f] = [d.size(12), d.size(12), d.size(9), d.size(17)];
        let window = d.window([y, x]);
        let [ky, kx] = window.size;
        let shapes: [&[usize]; 3] = [&[d.size(3), y, x, c], &[ky, kx, c, f], &[f]];
        drawn(format!("conv2d {window:?}"), &shapes, move |x| x[0].conv2d(&x[1], Some(&x[2]), &window))
    },
    |d| {
        let settings = LrnSettings { size: d.size(7), alpha: 0.8, beta: [0.5, 0.75][d.below(2)], bias: 1.0 };
        drawn(format!("{settings:?}"), &[&[d.size(40), d.size(40)]], move |x| x[0].lrn(&settings))
    },
    |d| {
        let [rows, c] = [d.size(150), d.size(40)];
        drawn("batch_norm", &[&[rows, c], &[c], &[c]], |x| x[0].batch_norm(&x[1], &x[2], 0.1).y)
    },
    |d| {
        let probability = 0.1 * d.below(9) as f32;
        let name = format!("dropout {probability}");
        drawn(name, &[&[d.size(40), d.size(40)]], move |x| x[0].dropout(probability, 5))
    },
    |d| {
        let [y, x] = [d.size(12), d.size(12)];
        let (window, mean) = (d.window([y, x]), [Mean::OfCells, Mean::OfTaps][d.below(2)]);
        let name = format!("average_pool {mean:?} {window:?}");
        drawn(name, &[&[d.size(3), y, x, d.size(9)]], move |x| x[0].average_pool(&window, mean))
    },
    |d| {
        let [t, b, h] = [d.size(5), d.size(9), d.size(33)];
        let op = |x: &[Var]| ops::rnn(&x[0], &x[1], &x[2], RnnFunction::Tanh, &Bptt::default());
        drawn("rnn", &[&[t, b, h], &[h, h], &[b, h]], op)
    },
    |d| {
        let [t, b, h] = [d.size(5), d.size(9), d.size(33)];
        let shapes: [&[usize]; 5] = [&[t, b, 4 * h], &[h, 4 * h], &[b, h], &[b, h], &[3, h]];
        let op = |x: &[Var]| ops::lstm(&x[0], &x[1], [&x[2], &x[3]], Some(&x[4]), &Bptt::default()).h;
        drawn("lstm with peepholes", &shapes, op)
    },
    |d| {
        let [t, b, h] = [d.size(5), d.size(9), d.size(33)];
        let op = |x: &[Var]| ops::lstm(&x[0], &x[1], [&x[2], &x[3]], None, &Bptt::default()).h;
        drawn("lstm", &[&[t, b, 4 * h], &[h, 4 * h], &[b, h], &[b, h]], op)
    },
    |d| {
        let [t, b, h] = [d.size(5), d.size(9), d.size(33)];
        let op = |x: &[Var]| ops::gru(&x[0], &x[1], &x[2], &Bptt::default()).h;
        drawn("gru, reset before", &[&[t, b, 3 * h], &[h, 3 * h], &[b, h]], op)
    },
    |d| {
        let [t, b, h] = [d.size(5), d.size(9), d.size(33)];
        let op = |x: &[Var]| ops::gru_after(&x[0], &x[1], Some(&x[2]), &x[3], &Bptt::default()).h;
        drawn("gru, reset after", &[&[t, b, 3 * h], &[h, 3 * h], &[3 * h], &[b, h]], op)
    },
];

/// Those that have a corner.
pub const CORNERED: &[Family] = &[
    |d| drawn("relu", &[&[d.size(300)]], |x| x[0].relu()),
    |d| {
        let [y, x] = [d.size(12), d.size(12)];
        let window = d.window([y, x]);
        drawn(format!("max_pool {window:?}"), &[&[d.size(3), y, x, d.size(9)]], move |x| x[0].max_pool(&window).y)
    },
    |d| {
        let [t, b, h] = [d.size(5), d.size(9), d.size(33)];
        let op = |x: &[Var]| ops::rnn(&x[0], &x[1], &x[2], RnnFunction::Relu, &Bptt::default());
        drawn("rnn, relu", &[&[t, b, h], &[h, h], &[b, h]], op)
    },
];
