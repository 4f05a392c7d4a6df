//! What the lecture says about memory, by training: with fixed seeds, on the processor.
//!
//! All nets have the memory lab's settings: batches of 32, Adam with a rate of 0.01, gradients clipped at 1, orthogonal
//! weights, and forget gates that begin almost open.
#![cfg(not(target_arch = "wasm32"))]

use nabla_compute::Device;
use nabla_compute::ops::RnnFunction;
use nabla_models::gru::GruForm;
use nabla_models::memory::{Learner, LearnerSettings, Score, TEST_ROWS, Task, Test};
use nabla_models::{Cell, Optimizer};

const RNN: Cell = Cell::Rnn(RnnFunction::Tanh);
const GRU: Cell = Cell::Gru(GruForm::ResetBefore);

/// How a net does on its test after so many steps.
fn after(steps: usize, task: Task, lag: usize, (cell, hidden): (Cell, usize), seed: u64) -> Score {
    let settings = LearnerSettings { task, lag, cell, hidden, batch: 32, forget_bias: 3.0, clip: 1.0, seed };
    let mut learner = Learner::new(&Device::cpu(), settings, |params| Optimizer::adam(params, 0.01));
    for _ in 0..steps {
        learner.step().unwrap_or_else(|e| panic!("{e}"));
    }
    let test = Test::new(task, lag, TEST_ROWS, seed);
    pollster::block_on(learner.judge(&test)).unwrap_or_else(|e| panic!("{e}"))
}

/// The loss is the mean squared error; without memory it is 1/6. Measured: RNN 0.149, LSTM 0.0006, GRU 0.0002.
#[test]
fn adding_over_50_steps_is_for_lstm_and_gru_and_not_for_rnn() {
    let [rnn, lstm, gru] = [RNN, Cell::Lstm, GRU].map(|cell| after(1000, Task::Adding, 50, (cell, 32), 1).loss);
    assert!(rnn >= 0.12 && lstm < 0.02 && gru < 0.02, "RNN {rnn}, LSTM {lstm}, GRU {gru}");
}

/// The share of symbols that are right; 1/8 without memory. Measured: RNN 0.14, LSTM 1.
#[test]
fn copying_after_40_steps_is_for_lstm_and_not_for_rnn() {
    let [rnn, lstm] = [RNN, Cell::Lstm].map(|cell| after(1200, Task::Copy, 40, (cell, 64), 1).success);
    assert!(lstm >= 0.99 && rnn <= 0.6, "RNN {rnn}, LSTM {lstm}");
}

/// The plain LSTM's and the peephole LSTM's scores for each of the seeds.
fn timed(seeds: std::ops::RangeInclusive<u64>) -> [Vec<Score>; 2] {
    let scores = |cell| seeds.clone().map(|seed| after(2000, Task::Timing, 60, (cell, 4), seed)).collect();
    [scores(Cell::Lstm), scores(Cell::LstmPeepholes)]
}

fn mean(scores: &[Score], of: impl Fn(&Score) -> f32) -> f32 {
    scores.iter().map(of).sum::<f32>() / scores.len() as f32
}

/// Four units that measure delays up to 60 steps. Measured: mean squared errors 0.0103 and, with peepholes, 0.0006;
/// right 79 % and 89 %. It is not so in every run: of these five, peepholes lose one.
#[test]
fn peepholes_help_to_measure_delays_over_five_seeds() {
    let [plain, peepholes] = timed(1..=5);
    let [loss, loss_with] = [&plain, &peepholes].map(|scores| mean(scores, |score| score.loss));
    let [right, right_with] = [&plain, &peepholes].map(|scores| mean(scores, |score| score.success));
    assert!(loss_with < loss / 2.0 && right_with > right, "losses {loss} {loss_with}, right {right} {right_with}");
}

/// What the page says of it. Measured: right 63 % and 77 %; no better than a constant answer in 6 runs and in 2.
#[test]
#[ignore = "nightly: a minute"]
fn peepholes_help_to_measure_delays_over_twenty_seeds() {
    let scores = timed(1..=20);
    let [right, right_with] = scores.each_ref().map(|scores| mean(scores, |score| score.success));
    let [failed, failed_with] = scores.each_ref().map(|scores| scores.iter().filter(|score| score.loss > 0.05).count());
    assert!(right_with > right + 0.05, "right {right} {right_with}");
    assert!(failed >= 4 && failed_with <= 3, "learned nothing {failed} {failed_with}");
}
