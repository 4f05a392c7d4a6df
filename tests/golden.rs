//! Values and gradients against those that PyTorch computed (`golden/make.py`), on each device.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::ops::{self, AdamSettings, Bptt, RmspropSettings, SgdSettings};
use nabla_compute::{Device, Tape, Tensor, Var};
use nabla_tests::golden::{assert_case, floats, ints, list, tolerance, upload};
use nabla_tests::{assert_close, read};
use serde_json::Value;

type Named<T> = Vec<(&'static str, T)>;

/// An operation of `ops.json` on its inputs: its outputs by name, and the one that is differentiated.
fn apply(device: &Device, tape: &Tape, case: &Value) -> (Named<Var>, Named<Tensor>) {
    let leaf = |name: &'static str| (name, tape.leaf(&upload(device, &case["inputs"][name])));
    let kept = |name: &'static str, tensor: &Tensor| (name, tensor.clone());
    match case["op"].as_str().expect("op") {
        op @ ("tanh" | "sigmoid" | "relu" | "sum" | "sum_rows") => {
            let x = leaf("x");
            let y = match op {
                "tanh" => x.1.tanh(),
                "sigmoid" => x.1.sigmoid(),
                "relu" => x.1.relu(),
                "sum" => x.1.sum(),
                _ => x.1.sum_rows(),
            };
            (vec![("y", y), x], vec![])
        }
        op @ ("add" | "mul" | "matmul") => {
            let (a, b) = (leaf("a"), leaf("b"));
            let oriented = |x: &Var, key: &str| {
                if case["attributes"][key] == Value::Bool(true) { x.transpose() } else { x.clone() }
            };
            let y = match op {
                "add" => &a.1 + &b.1,
                "mul" => &a.1 * &b.1,
                _ => oriented(&a.1, "transposeA").matmul(&oriented(&b.1, "transposeB")),
            };
            (vec![("y", y), a, b], vec![])
        }
        "bias" => {
            let (x, b) = (leaf("x"), leaf("b"));
            (vec![("y", x.1.add_bias(&b.1)), x, b], vec![])
        }
        "embedding" => {
            let table = leaf("table");
            (vec![("y", table.1.embedding(&ints(device, &case["ints"]["ids"]))), table], vec![])
        }
        "softmax_xent" => {
            let logits = leaf("logits");
            let entropy = ops::softmax_xent(&logits.1, &ints(device, &case["ints"]["targets"]));
            let rest = vec![kept("losses", &entropy.losses), kept("probabilities", &entropy.probabilities)];
            (vec![("loss", entropy.loss), logits], rest)
        }
        "lstm" => {
            let (z, wh, h0, c0) = (leaf("zx"), leaf("wh"), leaf("h0"), leaf("c0"));
            let sequence = ops::lstm(&z.1, &wh.1, [&h0.1, &c0.1], None, &Bptt::default());
            let rest = vec![kept("c", &sequence.c), kept("gates", &sequence.gates)];
            (vec![("h", sequence.h), z, wh, h0, c0], rest)
        }
        other => panic!("ops.json has an operation that this test does not know: {other}"),
    }
}

nabla_tests::on_each_device! {
    async fn operations_and_gradients_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/ops.json")).expect("ops.json");
        let cases = golden["cases"].as_array().expect("cases");
        assert!(cases.len() > 15, "only {} cases", cases.len());
        for case in cases {
            let (vars, rest) = apply(device, &Tape::new(), case);
            let ((output, y), leaves) = vars.split_first().expect("an output");
            assert_case(device, case, (output, y), &rest, leaves).await;
        }
    }
}

nabla_tests::on_each_device! {
    async fn transposed_products_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/ops.json")).expect("ops.json");
        let products = golden["cases"].as_array().expect("cases").iter().filter(|case| case["op"] == "matmul");
        for case in products {
            let side = |key: &str| if case["attributes"][key] == Value::Bool(true) { Transposed } else { Plain };
            let (a, b) = (upload(device, &case["inputs"]["a"]), upload(device, &case["inputs"]["b"]));
            let got = read(&ops::matmul(&a, side("transposeA"), &b, side("transposeB"))).await;
            let name = case["name"].as_str().expect("a name");
            assert_close(name, &got, &floats(&case["outputs"]["y"]), tolerance(device));
        }
    }
}

nabla_tests::on_each_device! {
    async fn updates_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/updates.json")).expect("updates.json");
        for case in golden["cases"].as_array().expect("cases") {
            let (name, op) = (case["name"].as_str().expect("a name"), case["op"].as_str().expect("op"));
            match op {
                "clip" => {
                    check_clip(device, case, attribute(case, "maxNorm")).await;
                    continue;
                }
                "clip_value" => {
                    check_clip_value(device, case, attribute(case, "max")).await;
                    continue;
                }
                _ => {}
            }
            let params: Vec<Tensor> = list(&case["parameters"]).iter().map(|p| upload(device, p)).collect();
            let memory: Vec<[Tensor; 2]> = params.iter()
                .map(|p| [ops::fill(device, p.shape(), 0.0), ops::fill(device, p.shape(), 0.0)]).collect();
            for step in 0..5 {
                let grads: Vec<Tensor> = list(&case["gradients"][step]).iter().map(|g| upload(device, g)).collect();
                let unclipped = ops::global_norm(&grads.iter().collect::<Vec<_>>(), 0.0);
                for ((w, memory), g) in params.iter().zip(&memory).zip(&grads) {
                    update(case, w, memory, g, &unclipped, step as u64 + 1);
                }
                for (i, (w, expected)) in params.iter().zip(list(&case["after"][step])).enumerate() {
                    let what = format!("{name}: tensor {i} after step {}", step + 1);
                    assert_close(&what, &read(w).await, &floats(&expected), tolerance(device));
                }
            }
        }
    }
}

fn attribute(case: &Value, key: &str) -> f32 {
    case["attributes"][key].as_f64().unwrap_or_else(|| panic!("{}: no {key}", case["name"])) as f32
}

/// One update of a parameter by the optimiser of a case.
fn update(case: &Value, w: &Tensor, [a, b]: &[Tensor; 2], grad: &Tensor, clip: &Tensor, t: u64) {
    let attribute = |key: &str| attribute(case, key);
    let learning_rate = attribute("learningRate");
    match case["op"].as_str().expect("op") {
        "adam" => {
            let (beta1, beta2) = (attribute("beta1"), attribute("beta2"));
            let (epsilon, weight_decay) = (attribute("epsilon"), attribute("weightDecay"));
            ops::adam(w, [a, b], grad, clip, t, &AdamSettings { learning_rate, beta1, beta2, epsilon, weight_decay });
        }
        "rmsprop" => {
            let (decay, momentum, epsilon) = (attribute("decay"), attribute("momentum"), attribute("epsilon"));
            ops::rmsprop(w, [a, b], grad, clip, &RmspropSettings { learning_rate, decay, momentum, epsilon });
        }
        "sgd" => {
            let nesterov = case["attributes"]["nesterov"] == Value::Bool(true);
            ops::sgd(w, b, grad, clip, &SgdSettings { learning_rate, momentum: attribute("momentum"), nesterov });
        }
        other => panic!("updates.json has an optimiser that this test does not know: {other}"),
    }
}

async fn check_clip_value(device: &Device, case: &Value, max: f32) {
    for step in 0..5 {
        for (grad, expected) in list(&case["gradients"][step]).iter().zip(list(&case["after"][step])) {
            let grad = upload(device, grad);
            ops::clip_value(&grad, max);
            assert_close("clipped by value", &read(&grad).await, &floats(&expected), 0.0);
        }
    }
}

async fn check_clip(device: &Device, case: &Value, max_norm: f32) {
    for step in 0..5 {
        let grads: Vec<Tensor> = list(&case["gradients"][step]).iter().map(|g| upload(device, g)).collect();
        let clip = read(&ops::global_norm(&grads.iter().collect::<Vec<_>>(), max_norm)).await;
        let norm = case["norms"][step].as_f64().expect("a norm") as f32;
        assert_close("the norm", &clip[..1], &[norm], tolerance(device));
        for (grad, expected) in grads.iter().zip(list(&case["after"][step])) {
            let clipped: Vec<f32> = read(grad).await.iter().map(|g| g * clip[1]).collect();
            assert_close("clipped", &clipped, &floats(&expected), tolerance(device));
        }
    }
}
