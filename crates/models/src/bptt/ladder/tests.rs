//! The norms against the factors of [`crate::bptt::jacobian`], multiplied for every row.

use super::*;
use crate::bptt::jacobian::StepDerivative;
use crate::bptt::matrix::norm;
use crate::bptt::unrolled::last_gradient;
use crate::bptt::{on_cpu, recall};
use crate::graph::Graph;
use crate::inside;

const KINDS: [CellKind; 4] = [CellKind::Rnn, CellKind::Lstm, CellKind::LstmPeepholes, CellKind::Gru];

/// ‖∂L/∂sₖ‖ by distance of one row's own loss: (softmax(oₜ) − yₜ)·Vᵀ, taken back factor by factor.
fn by_factors(net: &Recall, examples: &Examples, settings: &LadderSettings, row: usize) -> Vec<f64> {
    let sequence = settings.sequence;
    let mut one_hot = vec![0.0; sequence * recall::SYMBOLS];
    for (t, x) in one_hot.chunks_exact_mut(recall::SYMBOLS).enumerate() {
        x[examples.of(t..t + 1)[row] as usize] = 1.0;
    }
    let x = net.device().upload([sequence, 1, recall::SYMBOLS], &one_hot);
    let trace = inside::trace(std::slice::from_ref(&net.layer), &x).remove(0);
    let steps: Vec<_> = (0..sequence).map(|t| trace.step(&net.layer, t)).collect();
    let last = steps[sequence - 1].get("h").or(steps[sequence - 1].get("s")).expect("an output");
    let graph = Graph::inference();
    let last = graph.constant(&net.device().upload([1, settings.hidden], last));
    let logits = on_cpu(net.output.forward(&graph, &last).value());
    let mut gradient = last_gradient(&net.layer, &net.output, &logits, examples.wanted()[row] as usize);
    let mut norms = Vec::new();
    for step in steps.iter().rev() {
        norms.push(norm(&gradient));
        gradient = StepDerivative::new(&net.layer, step).factor().back(&gradient);
    }
    norms
}

#[test]
fn what_the_ladder_draws_is_what_the_factors_give() {
    let settings = LadderSettings {
        sequence: 24,
        hidden: 8,
        batch: 3,
        function: RnnFunction::Tanh,
        radius: 1.0,
        forget_bias: 1.0,
        clip: 0.0,
        learning_rate: 0.5,
        seed: 1,
    };
    let mut ladder =
        Ladder::new(&Device::cpu(), &KINDS, settings, |params| Optimizer::sgd(params, settings.learning_rate, 0.0));
    pollster::block_on(async {
        // Peepholes begin at zero, where they would hide what they add.
        for index in (0..KINDS.len()).cycle().take(20 * KINDS.len()) {
            ladder.turn(index).await.expect("the processor");
        }
        ladder.measure().await.expect("the processor");
    });
    for rung in ladder.rungs() {
        let examples = Examples::new(&mut rung.random.clone(), [settings.sequence, settings.batch], 23);
        let rows: Vec<Vec<f64>> =
            (0..settings.batch).map(|row| by_factors(&rung.net, &examples, &settings, row)).collect();
        for (distance, drawn) in rung.norms.iter().enumerate() {
            let mean = rows.iter().map(|row| row[distance]).sum::<f64>() / settings.batch as f64;
            let error = (f64::from(*drawn) / mean - 1.0).abs();
            assert!(error < 1e-4, "{:?}, {distance} steps back: {drawn} instead of {mean}", rung.kind);
        }
    }
}
