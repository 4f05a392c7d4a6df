//! The fused recurrence against the same equations from elementary operations: values and gradients, on each device.

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

use nabla_compute::{Device, Tape, Var, ops};
use nabla_models::cells;
use nabla_tests::{assert_close, numbers, read};

/// Sums of the same terms in another order.
const TOLERANCE: f32 = 2e-5;

/// z, Wh, h₋₁ and C₋₁ for T = 6, B = 3, H = 5.
fn inputs(device: &Device, tape: &Tape) -> Vec<Var> {
    let shapes: [&[usize]; 4] = [&[6, 3, 20], &[5, 20], &[3, 5], &[3, 5]];
    let leaf = |(i, shape): (usize, &&[usize])| {
        tape.leaf(&device.upload(*shape, &numbers(shape.iter().product(), 40 + i as u64)))
    };
    shapes.iter().enumerate().map(leaf).collect()
}

/// Σₜ wₜ·hₜ, with another weight for every number of the sequence.
fn weighed_steps(device: &Device, tape: &Tape, steps: &[Var]) -> Var {
    let len = steps[0].value().len();
    let weights = numbers(steps.len() * len, 3);
    let mut total = tape.constant(&device.upload([1], &[0.0]));
    for (h, w) in steps.iter().zip(weights.chunks_exact(len)) {
        let w = tape.constant(&device.upload(h.value().shape(), w));
        total = &total + &(h * &w).sum();
    }
    total
}

nabla_tests::on_each_device! {
    async fn fused_lstm_equals_its_equations(device: &Device) {
        let (tape, oracle_tape) = (Tape::new(), Tape::new());
        let (x, y) = (inputs(device, &tape), inputs(device, &oracle_tape));
        let fused = ops::lstm(&x[0], &x[1], &x[2], &x[3]).h;
        let oracle = cells::lstm(&y[0], &y[1], &y[2], &y[3]);
        let fused_steps: Vec<Var> = (0..6).map(|t| fused.rows(t, 1).reshape([3, 5])).collect();
        for (t, (fused, oracle)) in fused_steps.iter().zip(&oracle).enumerate() {
            assert_close(&format!("h at {t}"), &read(fused.value()).await, &read(oracle.value()).await, TOLERANCE);
        }
        let grads = tape.backward(&weighed_steps(device, &tape, &fused_steps));
        let oracle_grads = oracle_tape.backward(&weighed_steps(device, &oracle_tape, &oracle));
        for (name, (x, y)) in ["dz", "dWh", "dh₋₁", "dC₋₁"].iter().zip(x.iter().zip(&y)) {
            let (fused, oracle) = (grads.of(x).expect("a gradient"), oracle_grads.of(y).expect("a gradient"));
            assert_close(name, &read(fused).await, &read(oracle).await, TOLERANCE);
        }
    }
}
