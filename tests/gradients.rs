//! Every derivative against finite differences, on the CPU.

use nabla_compute::Device;
use nabla_tests::cases;
use nabla_tests::{assert_close, evaluate, numbers, read};

/// Half the distance of the two evaluations. In f32 the error of (f(x+ε) − f(x−ε)) / 2ε is about ε² + 1e-7/ε.
const EPSILON: f32 = 1e-2;
const TOLERANCE: f32 = 3e-3;

nabla_tests::async_test! {
    async fn every_gradient_agrees_with_finite_differences() {
        let device = Device::cpu();
        for case in cases::all() {
            let inputs: Vec<(&[usize], Vec<f32>)> = case.small.iter().enumerate().map(|(i, shape)| {
                (*shape, numbers(shape.iter().product(), 7 + i as u64))
            }).collect();
            let analytic = evaluate(&device, &inputs, &case.op).grads;
            for (which, grad) in analytic.iter().enumerate() {
                let mut numeric = Vec::new();
                for element in 0..inputs[which].1.len() {
                    let mut loss_at = Vec::new();
                    for change in [EPSILON, -EPSILON] {
                        let mut moved = inputs.clone();
                        moved[which].1[element] += change;
                        loss_at.push(read(&evaluate(&device, &moved, &case.op).loss).await[0]);
                    }
                    numeric.push((loss_at[0] - loss_at[1]) / (2.0 * EPSILON));
                }
                assert_close(&format!("{}, gradient of input {which}", case.name), &read(grad).await, &numeric, TOLERANCE);
            }
        }
    }
}
