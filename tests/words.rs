//! Losses and the objectives of word2vec against PyTorch's (`golden/words.json`), on each device.

use nabla_compute::ops;
use nabla_compute::{Device, Tape, Tensor, Var};
use nabla_models::data::Words;
use nabla_models::word2vec::{Context, NegativeSampling, NegativeSamplingSettings};
use nabla_models::{Graph, Optimizer, Param, Word2Vec};
use nabla_tests::golden::{assert_case, floats, ints, tolerance, upload};
use nabla_tests::{assert_close, read};
use serde_json::Value;

/// A case's operation: what is differentiated, other values by name, and the leaves by name.
struct Applied {
    y: Var,
    rest: Vec<(&'static str, Tensor)>,
    leaves: Vec<(&'static str, Var)>,
}

fn apply(device: &Device, tape: &Tape, case: &Value) -> Applied {
    let leaf = |name: &'static str| (name, tape.leaf(&upload(device, &case["inputs"][name])));
    let only = |y: Var, leaves: Vec<(&'static str, Var)>| Applied { y, rest: Vec::new(), leaves };
    match case["op"].as_str().expect("op") {
        "softmax" => {
            let x = leaf("x");
            only(x.1.softmax(), vec![x])
        }
        "log_softmax" => {
            let x = leaf("x");
            only(x.1.log_softmax(), vec![x])
        }
        "smoothing" => {
            let logits = leaf("logits");
            let smoothing = case["attributes"]["smoothing"].as_f64().expect("a number") as f32;
            let targets = ints(device, &case["ints"]["targets"]);
            let entropy = ops::softmax_xent_smoothed(&logits.1, &targets, smoothing);
            Applied { y: entropy.loss, rest: vec![("losses", entropy.losses)], leaves: vec![logits] }
        }
        "linear_xent" => {
            let (h, c) = (leaf("h"), leaf("c"));
            only(ops::linear_xent(&h.1, &c.1, &ints(device, &case["ints"]["targets"])), vec![h, c])
        }
        "linear_xent_weighted" => {
            let (h, c) = (leaf("h"), leaf("c"));
            let counts = upload(device, &case["ints"]["counts"]);
            let total = floats(&case["ints"]["counts"]).iter().sum::<f32>().max(1.0);
            only(ops::linear_xent_weighted(&h.1, &c.1, &counts, total), vec![h, c])
        }
        "negative_sampling" => {
            let (h, c) = (leaf("h"), leaf("c"));
            only(ops::negative_sampling(&h.1, &c.1, &ints(device, &case["ints"]["samples"])), vec![h, c])
        }
        "embedding_bag" => {
            let table = leaf("table");
            let weights = upload(device, &case["attributes"]["weights"]);
            only(table.1.embedding_bag(&ints(device, &case["ints"]["indices"]), &weights), vec![table])
        }
        "norm" => {
            let x = leaf("x");
            only(x.1.norm(), vec![x])
        }
        "mse" => {
            let (x, target) = (leaf("x"), leaf("target"));
            only(x.1.mse(&target.1), vec![x, target])
        }
        "logistic" => {
            let (x, target) = (leaf("x"), leaf("target"));
            only(x.1.logistic_loss(&target.1), vec![x, target])
        }
        other => panic!("words.json has an operation that this test does not know: {other}"),
    }
}

nabla_tests::on_each_device! {
    async fn values_and_gradients_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/words.json")).expect("words.json");
        let cases = golden["cases"].as_array().expect("cases");
        assert!(cases.len() > 15, "only {} cases", cases.len());
        for case in cases {
            let Applied { y, rest, leaves } = apply(device, &Tape::new(), case);
            assert_case(device, case, ("y", &y), &rest, &leaves).await;
        }
    }
}

/// The model of a recorded run, with PyTorch's parameters.
fn word2vec(device: &Device, run: &Value) -> Word2Vec {
    let param = |name: &str| {
        let recorded = run["parameters"].get(name)?;
        Some(Param::new(name, upload(device, recorded)))
    };
    Word2Vec { input: param("word2vec.input").expect("vectors"), output: param("word2vec.output") }
}

nabla_tests::on_each_device! {
    async fn ten_steps_of_word2vec_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/words.json")).expect("words.json");
        for run in golden["models"].as_array().expect("models") {
            let name = run["name"].as_str().expect("a name");
            let model = word2vec(device, run);
            let (centres, neighbours) = (ints(device, &run["ints"]["centres"]), ints(device, &run["ints"]["neighbours"]));
            let rate = run["learningRate"].as_f64().expect("a rate") as f32;
            let mut optimizer = Optimizer::sgd(&model.params(), rate, 0.0);
            let unclipped = ops::unclipped(device);
            let mut losses = Vec::new();
            for _ in 0..10 {
                let graph = Graph::training();
                let loss = model.full_softmax(&graph, &centres, &neighbours);
                let gradients = graph.gradients(&loss, &model.params());
                optimizer.step(&model.params(), &gradients, &unclipped);
                losses.push(read(loss.value()).await[0]);
            }
            let expected: Vec<f32> = run["losses"].as_array().expect("losses").iter()
                .map(|loss| loss.as_f64().expect("a loss") as f32).collect();
            assert_close(name, &losses, &expected, tolerance(device));
            for param in model.params() {
                let expected = floats(&run["after"][&param.name]);
                let what = format!("{name}: {} after ten steps", param.name);
                assert_close(&what, &read(&param.value).await, &expected, tolerance(device));
            }
        }
    }
}

nabla_tests::on_each_device! {
    async fn the_largest_numbers_come_first_and_the_leftmost_of_equal_ones(device: &Device) {
        let x = device.upload([3, 5], &[1.0, 3.0, -2.0, 3.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, -5.0, -1e30, -4.0, -3.0, 9.0]);
        let top = ops::top_k(&x, 3);
        assert_eq!(read(&top.values).await, [3.0, 3.0, 2.0, 0.0, 0.0, 0.0, 9.0, -3.0, -4.0]);
        assert_eq!(top.columns.to_vec().await.expect("read"), [1, 3, 4, 0, 1, 2, 4, 3, 2]);
        assert_eq!(ops::arg_max(&x).to_vec().await.expect("read"), [1, 0, 4]);
    }

    async fn all_numbers_of_a_row_can_be_asked_for(device: &Device) {
        for (rows, columns) in [(1, 1), (3, 64), (2, 131)] {
            let numbers = nabla_tests::numbers(rows * columns, 3);
            let top = ops::top_k(&device.upload([rows, columns], &numbers), columns);
            let (values, places) = (read(&top.values).await, top.columns.to_vec().await.expect("read"));
            for ((row, values), places) in
                numbers.chunks(columns).zip(values.chunks(columns)).zip(places.chunks(columns))
            {
                assert!(values.is_sorted_by(|a, b| a >= b));
                assert!(values.iter().zip(places).all(|(value, place)| row[*place as usize] == *value));
            }
        }
    }
}

/// Two subjects that never meet.
fn subjects() -> Words {
    let sentence = |i: usize| {
        let subject =
            if i.is_multiple_of(2) { ["sun", "moon", "star", "sky"] } else { ["bread", "milk", "salt", "oil"] };
        format!("{} {} {}\n", subject[i % 3], subject[(i / 3) % 4], subject[(i / 5) % 4])
    };
    Words::new(&(0..600).map(sentence).collect::<String>(), 2)
}

nabla_tests::on_each_device! {
    async fn words_of_one_subject_end_up_side_by_side(device: &Device) {
        for context in [Context::SkipGram, Context::Cbow] {
            let model = Word2Vec::untied(device, subjects().vocabulary().len(), 10, 1);
            let settings = NegativeSamplingSettings { context, epochs: 20, sample: 0.0, rate: 0.05, ..Default::default() };
            let mut training = NegativeSampling::new(model, subjects(), settings);
            while !training.is_done() {
                training.train(1000);
            }
            let numbers = read(&training.model().input.value).await;
            let vector = |word: &str| {
                let token = training.words().vocabulary().iter().position(|other| other == word).expect("a word");
                &numbers[token * 10..][..10]
            };
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            let likeness = |a, b| {
                let (a, b) = (vector(a), vector(b));
                dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
            };
            let (near, far) = (likeness("moon", "star"), likeness("moon", "salt"));
            assert!(near > far + 0.3, "{context:?}: {near} and {far}");
        }
    }
}

nabla_tests::on_each_device! {
    async fn extreme_logits_stay_finite(device: &Device) {
        let extremes = [1e4, -1e4, 1e-40, -1e-40, 0.0, 1e4, 3.0];
        for logits in [extremes.to_vec(), vec![1e4; 7], vec![-1e4; 7], vec![1e-41; 7]] {
            let tape = Tape::new();
            let x = tape.leaf(&device.upload([1, 7], &logits));
            let targets = device.upload_indices(&[1]);
            let soft = x.softmax();
            let losses = [
                (&soft * &soft).sum(),
                x.log_softmax().mean(),
                ops::softmax_xent_smoothed(&x, &targets, 0.2).loss,
                x.logistic_loss(&soft.detach()).mean(),
            ];
            for (which, loss) in losses.iter().enumerate() {
                let (value, grads) = (read(loss.value()).await, tape.backward(loss));
                let gradient = read(grads.of(&x).expect("a gradient")).await;
                let is_finite = value.iter().chain(&gradient).all(|x| x.is_finite());
                assert!(is_finite, "loss {which} of {logits:?}: {value:?}, {gradient:?}");
            }
        }
    }
}
