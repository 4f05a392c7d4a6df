//! The fused recurrences against the same equations from elementary operations, for every truncation, and against
//! PyTorch (`golden/recurrent.py`): values, gradients, and the gradients of every state, on each device.

use nabla_compute::ops::{self, Bptt, RnnFunction, StateGradients};
use nabla_compute::{Device, Tape, Tensor, Var};
use nabla_models::cells;
use nabla_tests::golden::{floats, tolerance, upload};
use nabla_tests::{assert_close, numbers, read};
use serde_json::Value;

/// Sums of the same terms in another order.
const TOLERANCE: f32 = 2e-5;

/// T, B and H.
const SIZES: [usize; 3] = [6, 3, 5];

/// Every kind, with what its weights need.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Rnn(RnnFunction),
    Lstm { peepholes: bool },
    Gru,
    GruAfter,
}

const KINDS: [Kind; 7] = [
    Kind::Rnn(RnnFunction::Tanh),
    Kind::Rnn(RnnFunction::Relu),
    Kind::Rnn(RnnFunction::Linear),
    Kind::Lstm { peepholes: false },
    Kind::Lstm { peepholes: true },
    Kind::Gru,
    Kind::GruAfter,
];

impl Kind {
    /// z, Wh, h₋₁, and what else there is.
    fn inputs(self, device: &Device, tape: &Tape) -> Vec<Var> {
        let [steps, batch, hidden] = SIZES;
        let gates = match self {
            Kind::Rnn(_) => 1,
            Kind::Lstm { .. } => 4,
            Kind::Gru | Kind::GruAfter => 3,
        };
        let mut shapes = vec![vec![steps, batch, gates * hidden], vec![hidden, gates * hidden], vec![batch, hidden]];
        match self {
            Kind::Rnn(_) | Kind::Gru => {}
            Kind::Lstm { peepholes: false } => shapes.push(vec![batch, hidden]),
            Kind::Lstm { peepholes: true } => shapes.extend([vec![batch, hidden], vec![3, hidden]]),
            Kind::GruAfter => shapes.push(vec![3 * hidden]),
        }
        let leaf = |(i, shape): (usize, &Vec<usize>)| {
            tape.leaf(&device.upload(shape.as_slice(), &numbers(shape.iter().product(), 40 + i as u64)))
        };
        shapes.iter().enumerate().map(leaf).collect()
    }

    fn fused(self, x: &[Var], bptt: &Bptt) -> Var {
        match self {
            Kind::Rnn(function) => ops::rnn(&x[0], &x[1], &x[2], function, bptt),
            Kind::Lstm { .. } => ops::lstm(&x[0], &x[1], [&x[2], &x[3]], x.get(4), bptt).h,
            Kind::Gru => ops::gru(&x[0], &x[1], &x[2], bptt).h,
            Kind::GruAfter => ops::gru_after(&x[0], &x[1], Some(&x[3]), &x[2], bptt).h,
        }
    }

    /// The same one step after the other; the state that enters step t is cut off where a block of steps begins.
    fn equations(self, x: &[Var], truncation: Option<usize>) -> Vec<Var> {
        let cut = |t: usize, state: &Var| {
            let begins_block = truncation.is_some_and(|n| t > 0 && (SIZES[0] - t).is_multiple_of(n));
            if begins_block { state.detach() } else { state.clone() }
        };
        match self {
            Kind::Rnn(function) => cells::rnn(&x[0], &x[1], &x[2], function, &cut),
            Kind::Lstm { .. } => cells::lstm(&x[0], &x[1], [&x[2], &x[3]], x.get(4), &cut).0,
            Kind::Gru => cells::gru(&x[0], &x[1], &x[2], &cut),
            Kind::GruAfter => cells::gru_after(&x[0], &x[1], &x[3], &x[2], &cut),
        }
    }
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

/// Values and gradients by all inputs.
async fn evaluate(device: &Device, tape: &Tape, x: &[Var], steps: &[Var]) -> (Vec<f32>, Vec<Vec<f32>>) {
    let mut values = Vec::new();
    for step in steps {
        values.extend(read(step.value()).await);
    }
    let grads = tape.backward(&weighed_steps(device, tape, steps));
    let mut gradients = Vec::new();
    for x in x {
        gradients.push(read(grads.of(x).expect("a gradient")).await);
    }
    (values, gradients)
}

async fn evaluate_fused(device: &Device, kind: Kind, bptt: &Bptt) -> (Vec<f32>, Vec<Vec<f32>>) {
    let tape = Tape::new();
    let x = kind.inputs(device, &tape);
    let h = kind.fused(&x, bptt);
    let steps: Vec<Var> = (0..SIZES[0]).map(|t| h.rows(t, 1).reshape([SIZES[1], SIZES[2]])).collect();
    evaluate(device, &tape, &x, &steps).await
}

nabla_tests::on_each_device! {
    async fn fused_recurrences_equal_their_equations(device: &Device) {
        for kind in KINDS {
            for truncation in [None, Some(1), Some(2), Some(4), Some(SIZES[0])] {
                let bptt = Bptt { truncation, kept: None };
                let (values, gradients) = evaluate_fused(device, kind, &bptt).await;
                let tape = Tape::new();
                let x = kind.inputs(device, &tape);
                let (expected, expected_gradients) =
                    evaluate(device, &tape, &x, &kind.equations(&x, truncation)).await;
                let what = format!("{kind:?}, truncated to {truncation:?}");
                assert_close(&what, &values, &expected, TOLERANCE);
                for (i, (got, expected)) in gradients.iter().zip(&expected_gradients).enumerate() {
                    assert_close(&format!("{what}: gradient of input {i}"), got, expected, TOLERANCE);
                }
            }
        }
    }

    async fn truncation_to_all_steps_or_more_changes_nothing(device: &Device) {
        for kind in KINDS {
            let full = evaluate_fused(device, kind, &Bptt::default()).await;
            for n in [SIZES[0], SIZES[0] + 1, 1000] {
                let truncated = evaluate_fused(device, kind, &Bptt { truncation: Some(n), kept: None }).await;
                assert_eq!(truncated, full, "{kind:?}, truncated to {n}");
            }
            let one = evaluate_fused(device, kind, &Bptt { truncation: Some(1), kept: None }).await;
            assert_ne!(one.1, full.1, "{kind:?}: truncation to one step must cut something");
        }
    }

    async fn keeping_the_states_gradients_changes_no_gradient(device: &Device) {
        for kind in KINDS {
            for truncation in [None, Some(4)] {
                let kept = StateGradients::default();
                let keeping = evaluate_fused(device, kind, &Bptt { truncation, kept: Some(kept.clone()) }).await;
                assert_eq!(keeping, evaluate_fused(device, kind, &Bptt { truncation, kept: None }).await, "{kind:?}");
                assert_eq!(kept.h().expect("∂L/∂h").shape(), SIZES.into());
                assert_eq!(kept.c().is_some(), matches!(kind, Kind::Lstm { .. }));
            }
        }
    }
}

nabla_tests::on_each_device! {
    async fn extreme_inputs_stay_finite(device: &Device) {
        for kind in KINDS {
            for scale in [1e4, 1e-40, 0.0] {
                let tape = Tape::new();
                let mut x = kind.inputs(device, &tape);
                let z: Vec<f32> = numbers(x[0].value().len(), 1).iter().map(|z| z * scale).collect();
                x[0] = tape.leaf(&device.upload(x[0].value().shape(), &z));
                let h = kind.fused(&x, &Bptt::default());
                let grads = tape.backward(&h.sum());
                for tensor in [h.value(), grads.of(&x[0]).expect("dz"), grads.of(&x[1]).expect("dWh")] {
                    let wrong = read(tensor).await.iter().find(|x| !x.is_finite()).copied();
                    assert_eq!(wrong, None, "{kind:?} with inputs times {scale:e}");
                }
            }
        }
    }
}

/// A sequence of `recurrent.json`: what it computed by name.
fn apply(x: &dyn Fn(&str) -> Var, case: &Value, bptt: &Bptt) -> (Var, Vec<(&'static str, Tensor)>, Option<Var>) {
    let (z, wh, h0) = (x("z"), x("wh"), x("h0"));
    match case["op"].as_str().expect("op") {
        "rnn tanh" => (ops::rnn(&z, &wh, &h0, RnnFunction::Tanh, bptt), vec![], None),
        "rnn relu" => (ops::rnn(&z, &wh, &h0, RnnFunction::Relu, bptt), vec![], None),
        op @ ("lstm" | "lstm peephole") => {
            let peepholes = (op == "lstm peephole").then(|| x("p"));
            let sequence = ops::lstm(&z, &wh, [&h0, &x("c0")], peepholes.as_ref(), bptt);
            (sequence.h, vec![("c", sequence.c), ("gates", sequence.gates)], Some(sequence.c_last))
        }
        "gru" => {
            let sequence = ops::gru(&z, &wh, &h0, bptt);
            (sequence.h, vec![("gates", sequence.gates)], None)
        }
        "gru after" => {
            let sequence = ops::gru_after(&z, &wh, Some(&x("bh")), &h0, bptt);
            (sequence.h, vec![("gates", sequence.gates)], None)
        }
        other => panic!("recurrent.json has an operation that this test does not know: {other}"),
    }
}

nabla_tests::on_each_device! {
    async fn recurrences_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/recurrent.json")).expect("recurrent.json");
        let cases = golden["cases"].as_array().expect("cases");
        assert!(cases.len() > 10, "only {} cases", cases.len());
        for case in cases {
            let name = case["name"].as_str().expect("a name");
            let tape = Tape::new();
            let leaves: Vec<(&String, Var)> = case["inputs"].as_object().expect("inputs").iter()
                .map(|(name, value)| (name, tape.leaf(&upload(device, value)))).collect();
            let input = |wanted: &str| leaves.iter().find(|(name, _)| *name == wanted).expect("an input").1.clone();
            let kept = StateGradients::default();
            let truncation = case["truncation"].as_u64().map(|n| n as usize);
            let (h, mut outputs, c_last) = apply(&input, case, &Bptt { truncation, kept: Some(kept.clone()) });
            outputs.push(("h", h.value().clone()));
            let given = |key: &str| tape.constant(&upload(device, &case[key]));
            let mut loss = (&h * &given("dh")).sum();
            if let Some(c_last) = c_last {
                loss = &loss + &(&c_last * &given("dc_last")).sum();
            }
            let grads = tape.backward(&loss);
            let gradients = leaves.iter().map(|(name, leaf)| ("grads", name.as_str(), grads.of(leaf).expect("a gradient").clone()));
            let states = [("h", kept.h()), ("c", kept.c())].into_iter()
                .filter_map(|(name, kept)| kept.map(|kept| ("stateGrads", name, kept)));
            let values = outputs.into_iter().map(|(name, value)| ("outputs", name, value));
            for (group, output, got) in values.chain(gradients).chain(states) {
                let expected = floats(&case[group][output]);
                assert_close(&format!("{name}: {group} {output}"), &read(&got).await, &expected, tolerance(device));
            }
        }
    }
}
