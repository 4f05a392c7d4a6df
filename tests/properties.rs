//! What holds for every shape, on shapes that are drawn.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::ops::{self, Mean, Window};
use nabla_compute::{Device, Var};
use nabla_tests::families::{CORNERED, Draw, Drawn, Family, SMOOTH};
use nabla_tests::{assert_close, evaluate, numbers, read, read_all};

/// Draws of each operation.
const DRAWS: u64 = 12;

/// An operation at drawn sizes, with numbers for its inputs, `DRAWS` times.
fn draws(family: Family) -> impl Iterator<Item = (Drawn, Vec<Vec<f32>>)> {
    (0..DRAWS).map(move |draw| {
        let drawn = family(&mut Draw::new(draw));
        let inputs = drawn.shapes.iter().enumerate().map(|(i, shape)| {
            let scale = 2.0 / (shape[0] as f32).sqrt(); // sums stay near 1, so that the tolerance means something
            numbers(shape.iter().product(), 10 * draw + i as u64).iter().map(|x| x * scale).collect()
        });
        let inputs = inputs.collect();
        (drawn, inputs)
    })
}

fn with_shapes<'a>(drawn: &'a Drawn, inputs: &[Vec<f32>]) -> Vec<(&'a [usize], Vec<f32>)> {
    drawn.shapes.iter().map(Vec::as_slice).zip(inputs.iter().cloned()).collect()
}

nabla_tests::async_test! {
    async fn both_devices_agree_at_any_size() {
        let Some(gpu) = nabla_tests::gpu().await else { return };
        let cpu = Device::cpu();
        for family in SMOOTH.iter().chain(CORNERED) {
            let (mut names, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
            for (drawn, inputs) in draws(*family) {
                let inputs = with_shapes(&drawn, &inputs);
                ours.extend(evaluate(&gpu, &inputs, &drawn.op).results().map(|(_, tensor)| tensor));
                for (result, tensor) in evaluate(&cpu, &inputs, &drawn.op).results() {
                    names.push(format!("{} of {:?}, {result}", drawn.name, drawn.shapes));
                    theirs.push(tensor);
                }
            }
            let (ours, theirs) = (read_all(&gpu, &ours).await, read_all(&cpu, &theirs).await);
            for (name, (ours, theirs)) in names.iter().zip(ours.iter().zip(&theirs)) {
                assert_close(name, ours, theirs, 1e-4);
            }
        }
    }
}

/// Σ wᵢ·yᵢ with the weights of `nabla_tests::weighed`, in f64: it is to show small changes of y.
async fn weighed_sum(device: &Device, inputs: &[(&[usize], Vec<f32>)], op: &dyn Fn(&[Var]) -> Var) -> f64 {
    let y = read(&evaluate(device, inputs, op).value).await;
    y.iter().zip(numbers(y.len(), 99)).map(|(y, w)| f64::from(*y) * f64::from(w)).sum()
}

nabla_tests::async_test! {
    async fn a_gradient_is_the_slope_along_any_direction() {
        const STEP: f32 = 1e-2;
        let device = Device::cpu();
        for (drawn, inputs) in SMOOTH.iter().flat_map(|family| draws(*family)) {
            let inputs = with_shapes(&drawn, &inputs);
            let grads = evaluate(&device, &inputs, &drawn.op).grads;
            for (which, grad) in grads.iter().enumerate() {
                let direction = numbers(grad.len(), 7);
                let length = direction.iter().map(|x| x * x).sum::<f32>().sqrt();
                let mut sums = [0.0; 2];
                for (sum, step) in sums.iter_mut().zip([STEP, -STEP]) {
                    let mut moved = inputs.clone();
                    moved[which].1.iter_mut().zip(&direction).for_each(|(x, d)| *x += step * d / length);
                    *sum = weighed_sum(&device, &moved, &drawn.op).await;
                }
                let slope = (sums[0] - sums[1]) / f64::from(2.0 * STEP);
                let grad = read(grad).await;
                let expected: f64 = grad.iter().zip(&direction).map(|(g, d)| f64::from(g * d / length)).sum();
                let size = grad.iter().map(|g| g * g).sum::<f32>().sqrt().max(1.0);
                let error = (slope - expected).abs() / f64::from(size);
                let what = format!("{} of {:?}, input {which}", drawn.name, drawn.shapes);
                assert!(error < 2e-3, "{what}: slope {slope}, gradient says {expected}");
            }
        }
    }
}

nabla_tests::on_each_device! {
    async fn products_are_sums_of_products(device: &Device) {
        for seed in 0..24 {
            let mut d = Draw::new(seed);
            let [m, k, n] = [d.size(80), d.size(80), d.size(80)];
            let (ta, tb) = ([Plain, Transposed][d.below(2)], [Plain, Transposed][d.below(2)]);
            let (a, b) = (numbers(m * k, seed), numbers(k * n, seed + 1));
            let a_at = |i: usize, l: usize| if ta == Plain { a[i * k + l] } else { a[l * m + i] };
            let b_at = |l: usize, j: usize| if tb == Plain { b[l * n + j] } else { b[j * k + l] };
            let sum = |i, j| (0..k).map(|l| f64::from(a_at(i, l)) * f64::from(b_at(l, j))).sum::<f64>() as f32;
            let expected: Vec<f32> = (0..m * n).map(|at| sum(at / n, at % n)).collect();
            let a = device.upload(if ta == Plain { [m, k] } else { [k, m] }, &a);
            let b = device.upload(if tb == Plain { [k, n] } else { [n, k] }, &b);
            let what = format!("{m}×{k}×{n} {ta:?} {tb:?}");
            assert_close(&what, &read(&ops::matmul(&a, ta, &b, tb)).await, &expected, 2e-5);
        }
    }
}

/// For each position of a window on a batch of images, its taps that see a cell: their place in the window, and the
/// cell's place in the batch.
fn positions(window: &Window, [batch, y, x]: [usize; 3]) -> Vec<Vec<(usize, usize)>> {
    let [oy, ox] = window.output([y, x]).expect("it fits");
    let [top, _, left, _] = window.padding;
    let seen = |i: usize| {
        let (b, oy, ox) = (i / (oy * ox), i / ox % oy, i % ox);
        let taps = (0..window.taps()).map(|tap| (tap, tap / window.size[1], tap % window.size[1]));
        let cell = |(tap, ky, kx): (usize, usize, usize)| {
            let row = (oy * window.stride[0] + ky).checked_sub(top).filter(|row| *row < y)?;
            let column = (ox * window.stride[1] + kx).checked_sub(left).filter(|column| *column < x)?;
            Some((tap, (b * y + row) * x + column))
        };
        taps.filter_map(cell).collect()
    };
    (0..batch * oy * ox).map(seen).collect()
}

nabla_tests::on_each_device! {
    async fn windows_see_what_their_rule_says(device: &Device) {
        for seed in 0..24 {
            let mut d = Draw::new(500 + seed);
            let [batch, y, x, c, f] = [d.size(3), d.size(12), d.size(12), d.size(9), d.size(9)];
            let window = d.window([y, x]);
            let (image, filters) = (numbers(batch * y * x * c, seed), numbers(window.taps() * c * f, seed + 1));
            let [mut convolved, mut maxima, mut means] = [Vec::new(), Vec::new(), Vec::new()];
            for seen in positions(&window, [batch, y, x]) {
                for j in 0..f {
                    let products = seen.iter().flat_map(|(tap, cell)| (0..c).map(move |i| (tap * c + i, cell * c + i)));
                    let product = |(w, x): (usize, usize)| f64::from(filters[w * f + j]) * f64::from(image[x]);
                    convolved.push(products.map(product).sum::<f64>() as f32);
                }
                for i in 0..c {
                    let cells = seen.iter().map(|(_, cell)| image[cell * c + i]);
                    maxima.push(cells.clone().fold(f32::NEG_INFINITY, f32::max));
                    means.push(cells.sum::<f32>() / seen.len() as f32);
                }
            }
            let what = format!("{window:?} on [{batch}, {y}, {x}, {c}] with {f} filters");
            let image = device.upload([batch, y, x, c], &image);
            let filters = device.upload([window.size[0], window.size[1], c, f], &filters);
            assert_close(&what, &read(&ops::conv2d(&image, &filters, None, &window)).await, &convolved, 2e-5);
            assert_close(&what, &read(&ops::max_pool(&image, &window).0).await, &maxima, 0.0);
            assert_close(&what, &read(&ops::average_pool(&image, &window, Mean::OfCells)).await, &means, 2e-6);
        }
    }
}
