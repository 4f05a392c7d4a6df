//! The sum over k against the tape and against finite differences.

use nabla_compute::Var;

use crate::graph::Graph;

use super::matrix::norm;
use super::on_cpu;
use super::unrolled::{Unrolled, value};

/// The sum, held to what others say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// ‖Σₖ‖
    pub sum: f64,
    /// ‖∂Lₜ/∂W‖ as the tape has it.
    pub tape: f64,
    /// ‖∂Lₜ/∂W‖ by central differences.
    pub differences: f64,
    /// ‖Σₖ − tape‖ / ‖tape‖
    pub tape_error: f64,
    /// ‖Σₖ − differences‖ / ‖differences‖
    pub differences_error: f64,
}

/// The sum over the last states only, held to a tape that holds no others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedCheck {
    /// ‖Σ‖ of the terms of these states.
    pub sum: f64,
    /// ‖∂Lₜ/∂W‖ as the tape of these steps has it.
    pub tape: f64,
    /// ‖Σ − tape‖ / ‖tape‖; 0 where there is nothing.
    pub tape_error: f64,
}

impl Unrolled {
    /// ∂Lₜ/∂W as the tape has it.
    pub fn tape(&self, t: usize) -> Vec<f64> {
        let graph = Graph::training();
        self.by_wh(&graph, &self.loss(&graph, t))
    }

    /// ∂Lₜ/∂W as a tape has it on which only the last `counted` states are.
    pub fn truncated_tape(&self, t: usize, counted: usize) -> Vec<f64> {
        let graph = Graph::training();
        self.by_wh(&graph, &self.truncated_loss(&graph, t, counted))
    }

    fn by_wh(&self, graph: &Graph, loss: &Var) -> Vec<f64> {
        let gradients = graph.gradients(loss, &[self.wh()]);
        on_cpu(&gradients[0]).into_iter().map(f64::from).collect()
    }

    /// The terms from `first` to t against the tape of these steps.
    ///
    /// # Panics
    /// When the sentence has no step t, or `first` comes after it.
    pub fn check_truncated(&self, t: usize, first: usize) -> TruncatedCheck {
        let (sum, tape) = (self.sum_from(t, first), self.truncated_tape(t, t + 1 - first));
        TruncatedCheck { sum: norm(&sum), tape: norm(&tape), tape_error: relative(&sum, &tape) }
    }

    /// ∂Lₜ/∂W by central differences: every weight moved up and down a little, and the sentence read again.
    pub fn differences(&self, t: usize) -> Vec<f64> {
        const MOVE: f32 = 1e-2;
        let wh = self.wh();
        let weights = on_cpu(&wh.value);
        let loss_with = |at: usize, by: f32| {
            let mut moved = weights.clone();
            moved[at] += by;
            wh.value.processor_mut().expect("on the processor").copy_from_slice(&moved);
            f64::from(value(&self.loss(&Graph::inference(), t)))
        };
        let slope = |at| (loss_with(at, MOVE) - loss_with(at, -MOVE)) / f64::from(2.0 * MOVE);
        let slopes = (0..weights.len()).map(slope).collect();
        wh.value.processor_mut().expect("on the processor").copy_from_slice(&weights);
        slopes
    }

    /// The sum of step t against the tape and against finite differences.
    pub fn check(&self, t: usize) -> Check {
        let (sum, tape, differences) = (self.sum(t), self.tape(t), self.differences(t));
        Check {
            sum: norm(&sum),
            tape: norm(&tape),
            differences: norm(&differences),
            tape_error: relative(&sum, &tape),
            differences_error: relative(&sum, &differences),
        }
    }
}

/// ‖a − b‖ / ‖b‖
fn relative(a: &[f64], b: &[f64]) -> f64 {
    let difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    norm(&difference) / norm(b).max(f64::MIN_POSITIVE)
}
