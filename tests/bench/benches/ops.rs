//! The operations one by one, natively on one thread of the processor: `cargo bench -p nabla-bench -- [filter]`.
//!
//! "item/s" are floating-point operations for products and convolutions, and numbers of the input for all else.

use divan::Bencher;
use divan::counter::ItemsCount;
use nabla_compute::ops::{self, AdamSettings, Bptt, SgdSettings, Side, Window};
use nabla_compute::{Device, Indices, Tape, Tensor, Var};
use nabla_models::work::Item;

fn main() {
    divan::main();
}

/// Numbers in ±1 that follow no simple pattern.
fn tensor(device: &Device, shape: &[usize], seed: u32) -> Tensor {
    let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    let numbers: Vec<f32> = (0..shape.iter().product()).map(|_| next()).collect();
    match *shape {
        [a] => device.upload([a], &numbers),
        [a, b] => device.upload([a, b], &numbers),
        [a, b, c] => device.upload([a, b, c], &numbers),
        [a, b, c, d] => device.upload([a, b, c, d], &numbers),
        _ => unreachable!("one to four dimensions"),
    }
}

/// Whole numbers below `end`.
fn indices(device: &Device, count: usize, end: usize) -> Indices {
    let all: Vec<u32> = (0..count).map(|i| ((i * 7919) % end) as u32).collect();
    device.upload_indices(&all)
}

/// Times the operation, and its derivative by all inputs where `backward`.
fn differentiated(
    bencher: Bencher<'_, '_>,
    backward: bool,
    items: usize,
    shapes: &[&[usize]],
    y: impl Fn(&Device, &[Var]) -> Var,
) {
    let device = Device::cpu();
    let inputs: Vec<Tensor> = shapes.iter().zip(1..).map(|(shape, seed)| tensor(&device, shape, seed)).collect();
    bencher.counter(ItemsCount::new(items)).bench_local(|| {
        let tape = Tape::new();
        let vars: Vec<Var> = inputs.iter().map(|x| if backward { tape.leaf(x) } else { tape.constant(x) }).collect();
        let y = y(&device, &vars);
        if backward {
            divan::black_box(tape.backward(&y.sum()));
        }
    });
}

/// C = A·B of square matrices, with the factors as they are and transposed.
#[divan::bench(args = [64, 256, 512, 1024], consts = [0, 1, 2])]
fn matmul<const TRANSPOSED: usize>(bencher: Bencher<'_, '_>, size: usize) {
    let sides = [[Side::Plain; 2], [Side::Plain, Side::Transposed], [Side::Transposed, Side::Plain]];
    let [ta, tb] = sides[TRANSPOSED];
    let device = Device::cpu();
    let [a, b] = [1, 2].map(|seed| tensor(&device, &[size, size], seed));
    bencher.counter(ItemsCount::new(2 * size.pow(3))).bench_local(|| ops::matmul(&a, ta, &b, tb));
}

/// The four products of an LSTM's training step that are not square: [rows, inner, columns].
#[divan::bench(args = [[32, 128, 512], [2048, 128, 96], [128, 2048, 512], [256, 64, 2000]])]
fn matmul_of_shape(bencher: Bencher<'_, '_>, [m, k, n]: [usize; 3]) {
    let device = Device::cpu();
    let (a, b) = (tensor(&device, &[m, k], 1), tensor(&device, &[k, n], 2));
    bencher.counter(ItemsCount::new(2 * m * k * n)).bench_local(|| ops::matmul(&a, Side::Plain, &b, Side::Plain));
}

/// 3×3 on images [batch, side, channels, filters] of equal size.
#[divan::bench(args = [[64, 28, 1, 16], [64, 14, 16, 32], [16, 28, 16, 24]], consts = [false, true])]
fn conv2d<const BACKWARD: bool>(bencher: Bencher<'_, '_>, [batch, side, channels, filters]: [usize; 4]) {
    let flop = 2 * 9 * batch * side * side * channels * filters * if BACKWARD { 3 } else { 1 };
    let shapes: [&[usize]; 3] = [&[batch, side, side, channels], &[3, 3, channels, filters], &[filters]];
    let window = Window::same([3, 3]);
    differentiated(bencher, BACKWARD, flop, &shapes, |_, x| x[0].conv2d(&x[1], Some(&x[2]), &window));
}

#[divan::bench(args = [[64, 28, 16], [16, 28, 32]], consts = [false, true])]
fn max_pool<const BACKWARD: bool>(bencher: Bencher<'_, '_>, [batch, side, channels]: [usize; 3]) {
    let shape = [batch, side, side, channels];
    let window = Window::valid([2, 2]).with_stride([2, 2]);
    differentiated(bencher, BACKWARD, shape.iter().product(), &[&shape], |_, x| x[0].max_pool(&window).y);
}

#[divan::bench(args = [[2048, 96], [256, 2000]], consts = [false, true])]
fn softmax_xent<const BACKWARD: bool>(bencher: Bencher<'_, '_>, [rows, classes]: [usize; 2]) {
    let targets = |device: &Device| indices(device, rows, classes);
    differentiated(bencher, BACKWARD, rows * classes, &[&[rows, classes]], |device, x| {
        ops::softmax_xent(&x[0], &targets(device)).loss
    });
}

#[divan::bench(args = [[96, 512], [2000, 64]], consts = [false, true])]
fn embedding<const BACKWARD: bool>(bencher: Bencher<'_, '_>, [rows, columns]: [usize; 2]) {
    let picked = indices(&Device::cpu(), 2048, rows);
    differentiated(bencher, BACKWARD, 2048 * columns, &[&[rows, columns]], |_, x| x[0].embedding(&picked));
}

/// 64 steps of 32 rows; the operations of the product h·Wh alone are counted.
#[divan::bench(args = [64, 128, 256], consts = [false, true])]
fn lstm<const BACKWARD: bool>(bencher: Bencher<'_, '_>, hidden: usize) {
    let shapes: [&[usize]; 4] = [&[64, 32, 4 * hidden], &[hidden, 4 * hidden], &[32, hidden], &[32, hidden]];
    let flop = 2 * 64 * 32 * hidden * 4 * hidden * if BACKWARD { 3 } else { 1 };
    differentiated(bencher, BACKWARD, flop, &shapes, |_, x| {
        ops::lstm(&x[0], &x[1], [&x[2], &x[3]], None, &Bptt::default()).h
    });
}

#[divan::bench(args = [1000, 1_000_000], consts = [false, true])]
fn tanh<const BACKWARD: bool>(bencher: Bencher<'_, '_>, len: usize) {
    differentiated(bencher, BACKWARD, len, &[&[len]], |_, x| x[0].tanh());
}

#[divan::bench(args = [1000, 1_000_000], consts = [false, true])]
fn sigmoid<const BACKWARD: bool>(bencher: Bencher<'_, '_>, len: usize) {
    differentiated(bencher, BACKWARD, len, &[&[len]], |_, x| x[0].sigmoid());
}

#[divan::bench(args = [[64, 96], [2048, 512]])]
fn softmax(bencher: Bencher<'_, '_>, [rows, columns]: [usize; 2]) {
    differentiated(bencher, false, rows * columns, &[&[rows, columns]], |_, x| x[0].softmax());
}

#[divan::bench(args = [1000, 1_000_000])]
fn sum(bencher: Bencher<'_, '_>, len: usize) {
    differentiated(bencher, false, len, &[&[len]], |_, x| x[0].sum());
}

#[divan::bench(args = [1000, 1_000_000])]
fn adam(bencher: Bencher<'_, '_>, len: usize) {
    let device = Device::cpu();
    let [w, m, v, grad] = [1, 2, 3, 4].map(|seed| tensor(&device, &[len], seed));
    let (clip, settings) = (ops::unclipped(&device), AdamSettings::new(1e-3));
    bencher.counter(ItemsCount::new(len)).bench_local(|| ops::adam(&w, [&m, &v], &grad, &clip, 1, &settings));
}

#[divan::bench(args = [1000, 1_000_000])]
fn sgd(bencher: Bencher<'_, '_>, len: usize) {
    let device = Device::cpu();
    let [w, v, grad] = [1, 2, 3].map(|seed| tensor(&device, &[len], seed));
    let settings = SgdSettings { learning_rate: 1e-3, momentum: 0.9, nesterov: false };
    let clip = ops::unclipped(&device);
    bencher.counter(ItemsCount::new(len)).bench_local(|| ops::sgd(&w, &v, &grad, &clip, &settings));
}

/// The work items that are compared in the browser.
#[divan::bench(args = Item::STANDARD.map(|(name, _)| name))]
fn work(bencher: Bencher<'_, '_>, name: &str) {
    let mut work = Item::named(name).expect("a standard item").prepare(&Device::cpu());
    let flop = ItemsCount::new(work.flop() as u64);
    bencher.counter(flop).bench_local(|| divan::black_box(work.start()));
}
