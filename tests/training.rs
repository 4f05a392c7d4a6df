//! Whole training runs: ten losses of PyTorch's, the same bits for the same seed, checkpoints, and that text is learned.

use std::rc::Rc;

use nabla_compute::Device;
use nabla_compute::ops::RnnFunction;
use nabla_models::config::Settings;
use nabla_models::data::{Streams, Text};
use nabla_models::gru::GruForm;
use nabla_models::{Cell, CharLm, CharLmSettings, Checkpoint, Config, Report, Trainer};
use nabla_tests::assert_close;
use serde_json::{Value, json};

fn config(patch: Value) -> Config {
    Config::default().merged(patch.as_object().expect("an object")).unwrap_or_else(|e| panic!("{e}"))
}

/// So many steps, one report.
async fn train(trainer: &mut Trainer, steps: usize) -> Report {
    for _ in 0..steps {
        trainer.step().unwrap_or_else(|e| panic!("{e}"));
    }
    trainer.report();
    trainer.back_pressure(true).await.unwrap_or_else(|e| panic!("{e}")).expect("a report")
}

fn floats(value: &Value) -> Vec<f32> {
    value.as_array().expect("numbers").iter().map(|x| x.as_f64().expect("a number") as f32).collect()
}

fn cell(name: &str) -> Cell {
    match name {
        "rnn" => Cell::Rnn(RnnFunction::Tanh),
        "lstm" => Cell::Lstm,
        "lstm-peephole" => Cell::LstmPeepholes,
        "gru" => Cell::Gru(GruForm::ResetBefore),
        "gru-after" => Cell::Gru(GruForm::ResetAfter),
        other => panic!("char_lm.json has an unknown cell: {other}"),
    }
}

/// The model of `char_lm.json`, with PyTorch's parameters.
fn golden_trainer(device: &Device, model: &Value, run: &Value) -> Trainer {
    let size = |key: &str| model[key].as_u64().expect("a size") as usize;
    let settings = CharLmSettings {
        vocabulary: size("vocabulary"),
        embedding: (model["input"] == "embedding").then(|| size("embedding")),
        cell: cell(model["cell"].as_str().expect("a cell")),
        hidden: size("hidden"),
        layers: size("layers"),
        forget_bias: 1.0,
        truncation: None,
    };
    let mut lm = CharLm::new(device, settings, 0);
    let find = |name: &str| model["parameters"].get(name).map(|p| floats(&p["data"]));
    lm.load(device, &find).unwrap_or_else(|name| panic!("char_lm.json has no {name}"));
    let tokens: Vec<u32> = floats(&model["tokens"]["data"]).iter().map(|x| *x as u32).collect();
    let all = 0..tokens.len();
    let streams = Streams::new(Rc::from(tokens), all, size("batch"), size("sequence")).expect("long enough");
    let config = config(json!({
        "optimizer": run["optimizer"], "learningRate": run["learningRate"], "momentum": run["momentum"],
        "clip": run["clip"], "sequence": size("sequence"), "batch": size("batch"),
    }));
    Trainer::with_model(device, lm, streams, &config)
}

nabla_tests::on_each_device! {
    async fn ten_losses_equal_pytorchs(device: &Device) {
        let tolerance = if device.kind() == "cpu" { 1e-4 } else { 1e-3 };
        let golden: Value = serde_json::from_str(include_str!("golden/char_lm.json")).expect("char_lm.json");
        for model in golden["models"].as_array().expect("models") {
            for run in model["runs"].as_array().expect("runs") {
                let what = format!("{} by {}", model["name"], run["optimizer"]);
                let mut trainer = golden_trainer(device, model, run);
                let first = train(&mut trainer, 1).await;
                for tensor in trainer.visible().iter().filter(|tensor| tensor.kind == "gradient") {
                    let name = tensor.activation.name.trim_start_matches("grad.");
                    let got = tensor.read().await.unwrap_or_else(|e| panic!("{e}"));
                    let expected = floats(&model["gradients"][name]["data"]);
                    assert_close(&format!("{what}: gradient of {name}"), &got, &expected, tolerance / 10.0);
                }
                let rest = train(&mut trainer, 9).await;
                let losses = [first.losses, rest.losses].concat();
                let norms = [first.gradient_norms, rest.gradient_norms].concat();
                assert_close(&what, &losses, &floats(&run["losses"]), tolerance);
                assert_close(&format!("{what}: norms"), &norms, &floats(&run["gradientNorms"]), tolerance * 3.0);
            }
        }
    }
}

/// Lines with structure: enough to learn in a few steps.
fn text() -> Text {
    let lines: String = (0..800).map(|i| format!("{} sheep and {} goats\n", i % 7, i % 5)).collect();
    Text::from_bytes(lines.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

fn small() -> Config {
    config(json!({"hidden": 24, "embedding": 8, "batch": 8, "sequence": 20, "layers": 2, "learningRate": 0.01}))
}

nabla_tests::on_each_device! {
    async fn text_is_learned(device: &Device) {
        let mut trainer = Trainer::new(device, &text(), &small()).expect("long enough");
        let first = train(&mut trainer, 1).await.losses[0];
        let last = *train(&mut trainer, 60).await.losses.last().expect("losses");
        assert!(first > 2.0 && last < 0.6 * first, "from {first} to {last}");
    }

    async fn a_checkpoint_goes_on_as_if_nothing_had_happened(device: &Device) {
        let mut trainer = Trainer::new(device, &text(), &small()).expect("long enough");
        train(&mut trainer, 7).await;
        let bytes = trainer.capture().finish().await.expect("a checkpoint").to_bytes().expect("bytes");
        let expected = train(&mut trainer, 5).await.losses;
        let checkpoint = Checkpoint::from_bytes(&bytes).expect("our own file");
        let mut other = Trainer::new(device, &text(), &small()).expect("long enough");
        train(&mut other, 2).await;
        other.restore(&checkpoint).expect("the same model");
        assert_eq!(other.step_count(), 7);
        assert_close("losses after the checkpoint", &train(&mut other, 5).await.losses, &expected, 1e-6);
    }

    async fn a_run_moves_to_the_processor(device: &Device) {
        let mut trainer = Trainer::new(device, &text(), &small()).expect("long enough");
        train(&mut trainer, 5).await;
        let checkpoint = trainer.capture().finish().await.expect("a checkpoint");
        let mut other = Trainer::new(&Device::cpu(), &text(), &small()).expect("long enough");
        other.restore(&checkpoint).expect("the same model");
        let (here, there) = (train(&mut trainer, 3).await.losses, train(&mut other, 3).await.losses);
        assert_close("losses on both", &there, &here, 1e-3);
    }
}

nabla_tests::async_test! {
    async fn the_same_seed_gives_the_same_bits_on_the_processor() {
        let mut runs = Vec::new();
        for seed in [5, 5, 6] {
            let config = small().merged(json!({"seed": seed}).as_object().expect("an object")).expect("valid");
            let mut trainer = Trainer::new(&Device::cpu(), &text(), &config).expect("long enough");
            runs.push(train(&mut trainer, 20).await.losses.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
        }
        assert_eq!(runs[0], runs[1]);
        assert_ne!(runs[0], runs[2]);
    }
}
