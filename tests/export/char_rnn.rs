//! The character model.

use super::{Folder, checked, expected, python, shapes, trained};
use nabla_compute::Device;
use nabla_models::config::{CellKind, Input, OptimizerKind};
use nabla_models::data::Text;
use nabla_models::export::{Exported, char_rnn};
use nabla_models::validation::{CHARACTERS, Validation};
use nabla_models::{Config, Trainer};

const CELLS: [CellKind; 4] = [CellKind::Rnn, CellKind::Lstm, CellKind::LstmPeepholes, CellKind::Gru];

fn text() -> String {
    (0..400).map(|i| format!("line {i} of {} é\n", ["a song", "the sea", "a stone"][i * i % 3])).collect()
}

fn config(cell: CellKind, input: Input, optimizer: OptimizerKind) -> Config {
    Config {
        cell,
        input,
        optimizer,
        embedding: 5,
        hidden: 9,
        layers: 2,
        batch: 3,
        sequence: 11,
        learning_rate: 0.01,
        clip: 0.5,
        ..Config::default()
    }
}

/// A model after so many steps.
fn trainer(config: &Config, steps: usize) -> (Trainer, Text) {
    let text = Text::from_bytes(text().as_bytes()).expect("a text");
    let mut trainer = Trainer::new(&Device::cpu(), &text, config).expect("long enough");
    (0..steps).for_each(|_| trainer.step().expect("the processor is never lost"));
    (trainer, text)
}

fn exported(config: &Config, steps: usize) -> (Exported, Trainer, Text) {
    let (trainer, text) = trainer(config, steps);
    let exported = pollster::block_on(char_rnn(&trainer, &text, config)).expect("the processor is never lost");
    (exported, trainer, text)
}

#[test]
fn names_and_shapes_are_pytorchs() {
    let (lstm, _, text) = exported(&config(CellKind::Lstm, Input::Embedding, OptimizerKind::Adam), 2);
    let v = text.vocabulary().len();
    let wanted: [(&str, &[usize]); 11] = [
        ("embedding.weight", &[v, 5]),
        ("lstm.bias_hh_l0", &[36]),
        ("lstm.bias_hh_l1", &[36]),
        ("lstm.bias_ih_l0", &[36]),
        ("lstm.bias_ih_l1", &[36]),
        ("lstm.weight_hh_l0", &[36, 9]),
        ("lstm.weight_hh_l1", &[36, 9]),
        ("lstm.weight_ih_l0", &[36, 5]),
        ("lstm.weight_ih_l1", &[36, 9]),
        ("output.bias", &[v]),
        ("output.weight", &[v, 9]),
    ];
    assert_eq!(shapes(&lstm.weights), expected(wanted));
    let moment = &lstm.weights.tensors["optim.lstm.weight_ih_l0.exp_avg_sq"];
    assert_eq!(moment.0, [36, 5]);
    assert!(!lstm.weights.tensors.contains_key("optim.lstm.bias_hh_l0.exp_avg"), "it is not trained");
    assert_eq!(lstm.weights.tensors["state.C"].0, [2, 3, 9]);
    let (gru, ..) = exported(&config(CellKind::Gru, Input::OneHot, OptimizerKind::Sgd), 2);
    let wanted: [(&str, &[usize]); 8] = [
        ("layers.0.Wh", &[9, 27]),
        ("layers.0.Wx", &[v, 27]),
        ("layers.0.b", &[27]),
        ("layers.1.Wh", &[9, 27]),
        ("layers.1.Wx", &[9, 27]),
        ("layers.1.b", &[27]),
        ("output.bias", &[v]),
        ("output.weight", &[v, 9]),
    ];
    assert_eq!(shapes(&gru.weights), expected(wanted));
    assert!(gru.weights.tensors.contains_key("optim.layers.1.Wh.momentum_buffer"));
}

#[test]
fn the_check_is_what_the_page_measures() {
    for cell in CELLS {
        let config = config(cell, Input::Embedding, OptimizerKind::Adam);
        let (exported, trainer, text) = exported(&config, 4);
        let measured = Validation::new(trainer.device(), trainer.model(), &text, &config, CHARACTERS);
        let mut measured = measured.expect("long enough");
        while !measured.is_done() {
            measured.advance(trainer.model());
        }
        let loss = pollster::block_on(measured.mean_loss()).expect("the processor")[0][0];
        let tensors = &exported.weights.tensors;
        assert!((tensors["check.loss"].1[0] - loss).abs() < 1e-6, "{cell:?}");
        assert_eq!(tensors["check.inputs"].0, tensors["check.targets"].0);
        assert_eq!(tensors["check.outputs"].0, [11, 3, text.vocabulary().len()]);
        let metadata = &exported.weights.metadata;
        assert_eq!((metadata["step"].as_str(), metadata["model"].as_str()), ("4", "char-rnn"));
        let vocabulary: String = serde_json::from_str(&metadata["vocabulary"]).expect("a text");
        assert_eq!(vocabulary.chars().collect::<Vec<_>>(), text.vocabulary());
        let again: Config = serde_json::from_str(&metadata["config"]).expect("a config");
        assert_eq!(again, config);
    }
}

#[test]
#[ignore = "needs Python with PyTorch (NABLA_PYTHON, else python3)"]
fn scripts_agree_and_go_on_as_here() {
    let folder = Folder::new("char-rnn");
    let data = folder.file("text.txt", text());
    for (cell, input) in CELLS.into_iter().flat_map(|cell| [(cell, Input::Embedding), (cell, Input::OneHot)]) {
        let optimizer = if input == Input::OneHot { OptimizerKind::Sgd } else { OptimizerKind::Adam };
        let (exported, mut trainer, _) = exported(&config(cell, input, optimizer), 7);
        let files = checked(&folder, &exported);
        let saved = folder.0.join("later.safetensors");
        let theirs = trained(&files, &data, "4", &saved);
        (0..4).for_each(|_| trainer.step().expect("the processor is never lost"));
        trainer.report();
        let report = trainer.poll_report().expect("the processor").expect("there were steps");
        assert_eq!(theirs.len(), 4);
        let ours = &report.losses[report.losses.len() - 4..];
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() < 1e-4, "{cell:?}: {ours} here, {theirs} there");
        }
        python(&[&files[0], &saved]);
    }
    folder.remove();
}
