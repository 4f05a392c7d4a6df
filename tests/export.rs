//! What leaves for PyTorch: the exported script and weights give the numbers that the model gives here.

#![cfg(not(target_arch = "wasm32"))]

use std::process::Command;

use nabla_compute::Device;
use nabla_compute::ops::{self, RnnFunction};
use nabla_models::gru::GruForm;
use nabla_models::rng::Random;
use nabla_models::{Cell, CharLm, CharLmSettings, Checkpoint, Graph, export};

const VOCABULARY: [char; 6] = ['a', 'b', 'c', 'd', 'e', ' '];
const PROMPT: [u32; 5] = [0, 3, 5, 1, 4];

/// A model whose every parameter is random, the peepholes too.
fn model(device: &Device, cell: Cell, embedding: Option<usize>) -> CharLm {
    let vocabulary = VOCABULARY.len();
    let settings =
        CharLmSettings { vocabulary, embedding, cell, hidden: 7, layers: 2, forget_bias: 1.0, truncation: None };
    let mut model = CharLm::new(device, settings, 5);
    let mut random = Random::new(11, 0);
    for param in model.params_mut() {
        let data: Vec<f32> = (0..param.value.len()).map(|_| random.between(-0.8, 0.8)).collect();
        param.value = device.upload(param.value.shape(), &data);
    }
    model
}

fn checkpoint(model: &CharLm) -> Checkpoint {
    let mut checkpoint = Checkpoint::default();
    for param in model.params() {
        let data = pollster::block_on(param.value.to_vec()).expect("the processor");
        checkpoint.tensors.insert(param.name.clone(), (param.value.shape().dims().to_vec(), data));
    }
    checkpoint
}

#[test]
#[ignore = "needs Python with PyTorch (NABLA_PYTHON, else python3)"]
fn the_script_gives_the_same_logits_for_every_cell() {
    let device = Device::cpu();
    let folder = std::env::temp_dir().join(format!("nabla-export-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let cells = [Cell::Rnn(RnnFunction::Tanh), Cell::Lstm, Cell::LstmPeepholes, Cell::Gru(GruForm::ResetBefore)];
    for (cell, embedding) in cells.into_iter().flat_map(|cell| [(cell, Some(3)), (cell, None)]) {
        let model = model(&device, cell, embedding);
        let symbols = device.upload_indices(&PROMPT);
        let (logits, _) = model.logits(&Graph::inference(), &symbols, PROMPT.len(), &model.first_state(&device, 1));
        let last = ops::rows(logits.value(), PROMPT.len() - 1, 1);
        let ours = pollster::block_on(last.to_vec()).expect("the processor");

        let weights = export::pytorch_weights(&checkpoint(&model), model.settings(), &VOCABULARY);
        let (script, file) = (folder.join("model.py"), folder.join("model.safetensors"));
        std::fs::write(&script, export::pytorch_script(model.settings())).expect("written");
        std::fs::write(&file, weights.to_bytes().expect("bytes")).expect("written");
        let prompt: String = PROMPT.iter().map(|&symbol| VOCABULARY[symbol as usize]).collect();
        let python = std::env::var("NABLA_PYTHON").unwrap_or_else(|_| "python3".into());
        let ran = Command::new(python).arg(&script).arg(&file).arg(prompt).output().expect("Python");
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success(), "{cell:?}: {}", String::from_utf8_lossy(&ran.stderr));
        let list = said.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("logits").0;
        let theirs: Vec<f32> = list.split(", ").map(|x| x.parse().expect("a number")).collect();
        assert_eq!(theirs.len(), 5);
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() < 1e-5, "{cell:?}, embedding {embedding:?}: {ours} and {theirs}");
        }
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}
