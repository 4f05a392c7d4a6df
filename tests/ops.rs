//! Every operation on the GPU against its CPU twin: values and gradients.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::ops::{self, AdamSettings, RmspropSettings, SgdSettings};
use nabla_compute::{Device, Tensor};
use nabla_tests::cases;
use nabla_tests::{assert_close, evaluate, numbers, read};

/// A GPU adds in another order and has its own exp and tanh: sums of a few hundred products differ by about 1e-5.
const TOLERANCE: f32 = 1e-4;

nabla_tests::on_each_device! {
    async fn every_operation_agrees_with_the_processor(device: &Device) {
        let cpu = Device::cpu();
        for case in cases::all() {
            let inputs: Vec<(&[usize], Vec<f32>)> = case.large.iter().enumerate().map(|(i, shape)| {
                let scale = 2.0 / (shape[0] as f32).sqrt(); // sums stay near 1, so that the tolerance means something
                (*shape, numbers(shape.iter().product(), i as u64).iter().map(|x| x * scale).collect())
            }).collect();
            let (ours, theirs) = (evaluate(device, &inputs, &case.op), evaluate(&cpu, &inputs, &case.op));
            assert_close(case.name, &read(&ours.value).await, &read(&theirs.value).await, TOLERANCE);
            for (i, (ours, theirs)) in ours.grads.iter().zip(&theirs.grads).enumerate() {
                let what = format!("{}, gradient of input {i}", case.name);
                assert_close(&what, &read(ours).await, &read(theirs).await, TOLERANCE);
            }
        }
    }
}

/// Runs what has no derivative on both devices.
async fn assert_agree(what: &str, compute: impl Fn(&Device) -> Vec<Tensor>) {
    let Some(gpu) = nabla_tests::gpu().await else { return };
    for (ours, theirs) in compute(&gpu).iter().zip(&compute(&Device::cpu())) {
        assert_close(what, &read(ours).await, &read(theirs).await, TOLERANCE);
    }
}

fn matrix(device: &Device, shape: [usize; 2], seed: u64) -> Tensor {
    device.upload(shape, &numbers(shape[0] * shape[1], seed))
}

nabla_tests::async_test! {
    async fn transposed_products_agree() {
        for (m, k, n) in [(1, 1, 1), (15, 16, 17), (33, 65, 31), (32, 32, 32), (5, 300, 2)] {
            for (ta, tb) in [(Plain, Plain), (Plain, Transposed), (Transposed, Plain), (Transposed, Transposed)] {
                assert_agree(&format!("{m}×{k}×{n} {ta:?} {tb:?}"), |device| {
                    let a = matrix(device, if ta == Plain { [m, k] } else { [k, m] }, 1);
                    let b = matrix(device, if tb == Plain { [k, n] } else { [n, k] }, 2);
                    vec![ops::matmul(&a, ta, &b, tb)]
                }).await;
            }
        }
    }
}

nabla_tests::async_test! {
    async fn long_sums_agree() {
        for (rows, columns) in [(1, 1), (64, 3), (65, 7), (4_099, 1), (1_031, 129), (3, 70_001)] {
            assert_agree(&format!("sums of {rows}×{columns}"), |device| {
                let x = matrix(device, [rows, columns], 1);
                vec![ops::mean(&x), ops::sum_rows(&x), ops::global_norm(&[&x, &ops::sum_rows(&x)], 1.0)]
            }).await;
        }
    }
}

nabla_tests::async_test! {
    async fn rearrangements_agree() {
        assert_agree("transpose", |device| vec![ops::transpose(&matrix(device, [33, 70], 1))]).await;
        assert_agree("rows", |device| vec![ops::rows(&matrix(device, [33, 70], 1), 5, 20)]).await;
        assert_agree("fill", |device| vec![ops::fill(device, [3, 111], 0.25)]).await;
        assert_agree("shifted", |device| {
            let x = device.upload([7, 3, 11], &numbers(231, 1));
            vec![ops::shifted(&x, &matrix(device, [3, 11], 2))]
        }).await;
    }
}

nabla_tests::async_test! {
    async fn a_fill_beyond_one_dimension_of_workgroups_is_complete() {
        // More than 65,535 workgroups of 256: the second dimension must be counted in.
        let Some(gpu) = nabla_tests::gpu().await else { return };
        let len = 256 * 65_600;
        let filled = read(&ops::fill(&gpu, [len], 0.5)).await;
        assert_eq!(filled.iter().filter(|x| **x == 0.5).count(), len);
    }
}

nabla_tests::async_test! {
    async fn updates_agree() {
        assert_agree("clipping and updates over three steps", |device| {
            let tensors: Vec<Tensor> = (0..7).map(|i| matrix(device, [13, 41], i)).collect();
            let [w, u, m, speed, g, x, y] = tensors.as_slice() else { unreachable!("seven") };
            let (v, q) = (ops::fill(device, [13, 41], 0.1), ops::fill(device, [13, 41], 0.2));
            ops::clip_value(g, 0.8);
            for t in 1..=3 {
                let clip = ops::global_norm(&[g, m], 0.7);
                let settings = AdamSettings { weight_decay: 0.1, ..AdamSettings::new(0.05) };
                ops::adam(w, [m, &v], g, &clip, t, &settings);
                ops::sgd(u, speed, g, &clip, &SgdSettings { learning_rate: 0.3, momentum: 0.9, nesterov: t == 2 });
                ops::rmsprop(x, [&q, y], g, &clip, &RmspropSettings::new(0.01, 0.5));
            }
            let norm = ops::global_norm(&[g, w], 0.0);
            [w, u, m, speed, g, x, y].into_iter().cloned().chain([v, q, norm]).collect()
        }).await;
    }
}
