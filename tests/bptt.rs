//! The lecture's sum over k against the tape and finite differences, and what it says about gradients that vanish and
//! explode, by training: with fixed seeds, on the processor.
#![cfg(not(target_arch = "wasm32"))]

use nabla_compute::Device;
use nabla_compute::ops::RnnFunction;
use nabla_models::bptt::{Ladder, LadderSettings, Rung, SquareMatrix, Standing, Unrolled, UnrolledSettings};
use nabla_models::config::CellKind;
use nabla_models::gru::GruForm;
use nabla_models::{Cell, Optimizer};
use nabla_tests::numbers;

const SENTENCE: &str = "to be or not to be, that";

const CELLS: [Cell; 6] = [
    Cell::Rnn(RnnFunction::Tanh),
    Cell::Rnn(RnnFunction::Relu),
    Cell::Rnn(RnnFunction::Linear),
    Cell::Lstm,
    Cell::LstmPeepholes,
    Cell::Gru(GruForm::ResetBefore),
];

/// A net with weights that are nowhere zero, peepholes and biases included.
fn unrolled(cell: Cell) -> Unrolled {
    let settings = UnrolledSettings { cell, hidden: 8, radius: 1.0, forget_bias: 1.0, seed: 1 };
    let mut net = Unrolled::new(&settings, SENTENCE, 0.01);
    for (seed, param) in net.layer_mut().params_mut().into_iter().enumerate() {
        if !param.name.ends_with(".Wh") {
            let some: Vec<f32> = numbers(param.value.len(), seed as u64).iter().map(|x| 0.5 * x).collect();
            param.value = Device::cpu().upload(param.value.shape(), &some);
        }
    }
    net.read();
    net
}

#[test]
fn the_sum_over_k_is_the_gradient_of_the_tape_and_of_differences() {
    for cell in CELLS {
        let net = unrolled(cell);
        for t in [0, 1, 11, net.len() - 1] {
            let check = net.check(t);
            if t == 0 {
                // Before the first step there is nothing: W has no part in it.
                assert!(check.sum == 0.0 && check.tape == 0.0);
                continue;
            }
            assert!(check.tape_error < 1e-4, "{cell:?}, step {t}: {check:?}");
            // A relu's kinks lie within what the weights are moved by.
            let tolerance = if cell == Cell::Rnn(RnnFunction::Relu) { 0.1 } else { 2e-2 };
            assert!(check.differences_error < tolerance, "{cell:?}, step {t}: {check:?}");
        }
    }
}

#[test]
fn every_factor_is_the_derivative_of_the_step() {
    for cell in CELLS {
        let net = unrolled(cell);
        let (t, terms) = (9, net.terms(9));
        let moved = |column: usize, by: f32| net.step_from(t, column, by);
        let mut largest: f64 = 0.0;
        let factor = &terms[0].factor;
        for column in 0..net.state_size() {
            const MOVE: f32 = 4e-3;
            let (up, down) = (moved(column, MOVE), moved(column, -MOVE));
            for (row, (up, down)) in up.iter().zip(&down).enumerate() {
                let slope = f64::from(up - down) / f64::from(2.0 * MOVE);
                largest = largest.max((slope - factor.at(row, column)).abs());
            }
        }
        assert!(largest < 1e-3, "{cell:?}: {largest}");
    }
}

#[test]
fn an_lstm_hands_its_state_on_by_the_forget_gate() {
    let (net, hidden) = (unrolled(Cell::Lstm), 8);
    let factor: &SquareMatrix = &net.terms(9)[0].factor;
    for row in 0..hidden {
        for column in 0..hidden {
            let f = f64::from(net.step(9).get("f").expect("a gate")[row]);
            assert_eq!(factor.at(row, column), if row == column { f } else { 0.0 });
        }
    }
}

const SETTINGS: LadderSettings = LadderSettings {
    sequence: 40,
    hidden: 16,
    batch: 16,
    function: RnnFunction::Tanh,
    radius: 1.0,
    forget_bias: 1.0,
    clip: 0.0,
    learning_rate: 0.01,
    seed: 1,
};

const KINDS: [CellKind; 4] = [CellKind::Rnn, CellKind::Lstm, CellKind::LstmPeepholes, CellKind::Gru];

fn ladder(settings: LadderSettings, steps: usize) -> Ladder {
    let mut ladder =
        Ladder::new(&Device::cpu(), &KINDS, settings, |params| Optimizer::sgd(params, settings.learning_rate, 0.0));
    pollster::block_on(async {
        ladder.measure().await.expect("the processor");
        for _ in 0..steps {
            for index in 0..KINDS.len() {
                ladder.turn(index).await.expect("the processor");
            }
        }
    });
    ladder
}

fn growth(rung: &Rung) -> f64 {
    rung.growth().unwrap_or_else(|| panic!("{:?} has no growth: {:?}", rung.kind, rung.norms))
}

#[test]
fn gradients_of_a_tanh_rnn_vanish_by_at_least_the_spectral_radius_a_step() {
    let ladder = ladder(LadderSettings { radius: 0.9, ..SETTINGS }, 0);
    // W has no singular value above 0.9 and tanh′ ≤ 1, so 0.9 a step bounds it from above. It was 0.762.
    let rnn = growth(&ladder.rungs()[0]);
    assert!((0.6..=0.9).contains(&rnn), "{rnn}");
}

#[test]
fn gradients_of_a_linear_rnn_explode_by_the_spectral_radius_a_step() {
    let ladder = ladder(LadderSettings { radius: 1.5, function: RnnFunction::Linear, ..SETTINGS }, 0);
    let rnn = growth(&ladder.rungs()[0]);
    assert!((rnn - 1.5).abs() < 1e-3, "{rnn}");
}

#[test]
fn an_lstm_with_open_forget_gates_holds_the_gradient() {
    let ladder = ladder(LadderSettings { radius: 0.9, forget_bias: 3.0, ..SETTINGS }, 0);
    let lstm = growth(&ladder.rungs()[1]); // it was 1.046
    assert!((0.95..1.1).contains(&lstm), "{lstm}");
}

#[test]
fn clipping_keeps_the_exploding_preset_finite() {
    let exploding = LadderSettings { radius: 1.5, function: RnnFunction::Linear, learning_rate: 0.1, ..SETTINGS };
    for clip in [0.0, 1.0] {
        let ladder = ladder(LadderSettings { clip, ..exploding }, 300);
        let rnn = &ladder.rungs()[0];
        assert_eq!(rnn.standing(), if clip == 0.0 { Standing::Diverged } else { Standing::Learning });
        // One that has diverged does not stall the rest.
        assert!(ladder.rungs()[1..].iter().all(|rung| rung.step == 300 && rung.loss.is_finite()));
    }
}
