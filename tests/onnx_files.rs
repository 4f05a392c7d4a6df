//! Models that leave as ONNX: onnxruntime gives the numbers that they give here.
//!
//! `NABLA_PYTHON=… cargo test -p nabla-tests onnx_files:: -- --ignored` writes a file of every kind of model, what
//! goes into it and what comes out here, and lets `interop/onnx_files.py` compare; Python needs `onnx` and `onnxruntime`.
//! With `NABLA_INTEROP=folder` the files stay there.

#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::Command;

use nabla_compute::ops::{self, RnnFunction};
use nabla_compute::{Device, Tensor};
use nabla_models::data::images::{Permutation, Scaling};
use nabla_models::gru::GruForm;
use nabla_models::onnx::{self, Pixels};
use nabla_models::rng::Random;
use nabla_models::text_cnn::{self, Sizes};
use nabla_models::vision::{Architecture, Net, Preset};
use nabla_models::{Cell, CharLm, CharLmSettings, Checkpoint, Graph, Param, Word2Vec};

/// Where cases are written.
struct Folder(PathBuf);

impl Folder {
    /// A model, the inputs it is given, and its outputs.
    fn put(&self, name: &str, model: &[u8], numbers: &[(&str, Tensor)]) {
        let mut case = Checkpoint::default();
        for (part, tensor) in numbers {
            case.tensors.insert((*part).to_owned(), (tensor.shape().dims().to_vec(), numbers_of(tensor)));
        }
        std::fs::write(self.0.join(format!("{name}.onnx")), model).expect("written");
        std::fs::write(self.0.join(format!("{name}.safetensors")), case.to_bytes().expect("bytes")).expect("written");
    }
}

fn numbers_of(tensor: &Tensor) -> Vec<f32> {
    pollster::block_on(tensor.to_vec()).expect("the processor")
}

fn checkpoint(params: &[&Param]) -> Checkpoint {
    let mut checkpoint = Checkpoint::default();
    for param in params {
        let shape = param.value.shape().dims().to_vec();
        checkpoint.tensors.insert(param.name.clone(), (shape, numbers_of(&param.value)));
    }
    checkpoint
}

/// Other numbers than those a model begins with, biases and peepholes too.
fn shake(device: &Device, params: Vec<&mut Param>, bound: f32) {
    let mut random = Random::new(11, 0);
    for param in params {
        let data: Vec<f32> = numbers_of(&param.value).iter().map(|x| x + random.between(-bound, bound)).collect();
        param.value = device.upload(param.value.shape(), &data);
    }
}

fn random(device: &Device, shape: &[usize], bound: f32, seed: u64) -> Tensor {
    let mut random = Random::new(seed, 0);
    device.upload(shape, &(0..shape.iter().product()).map(|_| random.between(-bound, bound)).collect::<Vec<_>>())
}

fn whole(device: &Device, shape: &[usize], below: u32) -> (Tensor, Vec<u32>) {
    let mut random = Random::new(3, 0);
    let numbers: Vec<u32> = (0..shape.iter().product()).map(|_| random.below(below)).collect();
    (device.upload(shape, &numbers.iter().map(|x| *x as f32).collect::<Vec<_>>()), numbers)
}

fn char_models(folder: &Folder) {
    let (device, [steps, batch, vocabulary, hidden, layers]) = (Device::cpu(), [9, 3, 11, 16, 2]);
    let characters: Vec<char> = ('a'..).take(vocabulary).collect();
    let cells = [
        ("rnn-tanh", Cell::Rnn(RnnFunction::Tanh)),
        ("rnn-relu", Cell::Rnn(RnnFunction::Relu)),
        ("rnn-linear", Cell::Rnn(RnnFunction::Linear)),
        ("lstm", Cell::Lstm),
        ("lstm-peepholes", Cell::LstmPeepholes),
        ("gru", Cell::Gru(GruForm::ResetBefore)),
        ("gru-after", Cell::Gru(GruForm::ResetAfter)),
    ];
    for (name, cell) in cells {
        for (suffix, embedding) in [("", Some(5)), ("-one-hot", None)] {
            let settings =
                CharLmSettings { vocabulary, embedding, cell, hidden, layers, forget_bias: 1.0, truncation: None };
            let mut model = CharLm::new(&device, settings, 5);
            shake(&device, model.params_mut(), 0.3);
            let (symbols, indices) = whole(&device, &[steps, batch], vocabulary as u32);
            let mut state = model.first_state(&device, batch);
            let mut numbers = vec![("in.symbols".to_owned(), symbols)];
            let mut into = |part: String, tensor: &mut Tensor, seed| {
                *tensor = random(&device, &[batch, hidden], 0.5, seed);
                numbers.push((format!("in.{part}"), tensor.clone().reshape([1, batch, hidden])));
            };
            for (layer, before) in (1..).zip(&mut state) {
                into(format!("h{layer}"), &mut before.h, 2 * layer);
                before.c.iter_mut().for_each(|c| into(format!("C{layer}"), c, 2 * layer + 1));
            }
            let indices = device.upload_indices(&indices);
            let (logits, after) = model.logits(&Graph::inference(), &indices, steps, &state);
            numbers.push(("out.logits".to_owned(), logits.value().clone().reshape([steps, batch, vocabulary])));
            for (layer, after) in (1..).zip(&after) {
                let states = [("h", Some(&after.h)), ("C", after.c.as_ref())];
                for (state, tensor) in states.into_iter().filter_map(|(state, tensor)| Some((state, tensor?))) {
                    numbers.push((format!("out.{state}{layer}_after"), tensor.clone().reshape([1, batch, hidden])));
                }
            }
            let numbers: Vec<_> = numbers.iter().map(|(part, tensor)| (part.as_str(), tensor.clone())).collect();
            let file = onnx::char_lm(&checkpoint(&model.params()), model.settings(), &characters);
            folder.put(&format!("char-rnn-{name}{suffix}"), &file, &numbers);
        }
    }
}

/// Every kind of block that there is.
const BLOCKS: &str = "conv 5x5/2 6; bn; max 3/2; lrn; conv 3x3 8; inception 4 3-5 2-3 4; aux; avg 3/1; inception 2 2-3 1-2 2; \
                      bn; avg 2/2; conv 1x1 7 valid; dropout 30; dense 32; bn; dense 24";

fn networks(folder: &Folder) {
    let (device, side, classes, count) = (Device::cpu(), 28, 10, 3);
    let names: Vec<String> = (0..classes).map(|class| class.to_string()).collect();
    let preset = |preset| Architecture::preset(preset, [side, side, 1], classes);
    let own = |text| Architecture::parse(text, [side, side, 1], classes).expect("an architecture");
    let all = [
        ("softmax", preset(Preset::Softmax), false),
        ("mlp", preset(Preset::Mlp), true),
        ("lenet", preset(Preset::Lenet), false),
        ("googlenet", preset(Preset::Googlenet), false),
        ("googlenet-plain", preset(Preset::Googlenet).with_reductions(false), false),
        ("googlenet-large", preset(Preset::GooglenetLarge), false),
        ("blocks", own(BLOCKS), false),
        ("gap", own("conv 3x3 8; max 2/2; conv 3x3 12; gap"), true),
    ];
    for (name, architecture, is_permuted) in all {
        let mut net = Net::new(&device, &architecture, 5).expect("it can be built");
        shake(&device, net.state_mut(), if name == "blocks" { 0.15 } else { 0.02 });
        for param in net.state_mut().into_iter().filter(|param| param.name.ends_with(".running")) {
            // A variance is positive.
            let positive: Vec<f32> = numbers_of(&param.value).iter().map(|x| x.abs() + 0.1).collect();
            param.value = device.upload(param.value.shape(), &positive);
        }
        let scaling = Scaling { mean: 0.13, deviation: 0.31 };
        let permutation = is_permuted.then(|| Permutation::of_seed([side; 2], 4));
        let (_, pixels) = whole(&device, &[count, 1, side, side], 256);
        // Each twice as bright as the one before, or averages would make all of them alike.
        let pixels: Vec<u8> =
            pixels.iter().enumerate().map(|(at, pixel)| (pixel >> (count - 1 - at / (side * side))) as u8).collect();
        let floats: Vec<f32> = pixels
            .chunks_exact(side * side)
            .flat_map(|image| {
                let read = permutation.as_ref().map_or_else(|| image.to_vec(), |order| order.applied(image));
                scaling.floats(&read)
            })
            .collect();
        let graph = Graph::inference();
        let images = graph.constant(&device.upload([count, side, side, 1], &floats));
        let logits = net.forward(&graph, &images, 0).logits.value().clone();
        let rows = numbers_of(&logits);
        assert!((rows[0] - rows[classes]).abs() > 1e-3, "{name} must tell the images apart: {rows:?}");
        let whole: Vec<f32> = pixels.iter().map(|pixel| f32::from(*pixel)).collect();
        let numbers = [
            ("in.pixels", device.upload([count, 1, side, side], &whole)),
            ("out.probabilities", ops::softmax(&logits)),
            ("out.logits", logits),
        ];
        let pixels = Pixels { scaling, permutation: permutation.as_ref() };
        let file = onnx::vision(&checkpoint(&net.state()), net.plan(), &pixels, &names);
        folder.put(&format!("vision-{name}"), &file, &numbers);
    }
}

fn word_vectors(folder: &Folder) {
    let (device, words, size) = (Device::cpu(), 40, 8);
    let vocabulary: Vec<String> = (0..words).map(|word| format!("word{word}")).collect();
    let models =
        [("tied", Word2Vec::tied(&device, words, size, 2)), ("two", Word2Vec::untied(&device, words, size, 2))];
    for (name, mut model) in models {
        shake(&device, std::iter::once(&mut model.input).chain(&mut model.output).collect(), 0.8);
        let (centres, indices) = whole(&device, &[7], words as u32);
        let (input, output) = (&model.input.value, model.output.as_ref().unwrap_or(&model.input));
        let graph = Graph::inference();
        let vectors = graph.constant(input).embedding(&device.upload_indices(&indices));
        let neighbours = graph.constant(&ops::transpose(&output.value));
        let scores = vectors.matmul(&neighbours).value().clone();
        let numbers = [
            ("in.words", centres),
            ("out.vectors", vectors.value().clone()),
            ("out.probabilities", ops::softmax(&scores)),
            ("out.scores", scores),
        ];
        let file = onnx::word2vec(&checkpoint(&model.params()), &vocabulary);
        folder.put(&format!("word2vec-{name}"), &file, &numbers);
    }
}

fn sentences(folder: &Folder) {
    let (device, [count, length]) = (Device::cpu(), [4, 12]);
    let sizes = Sizes { vocabulary: 30, embedding: 6, widths: vec![2, 3, 5], filters: 7, dropout: 0.5 };
    let vocabulary: Vec<String> = (0..sizes.vocabulary).map(|symbol| format!("symbol{symbol}")).collect();
    let mut net = text_cnn::Net::new(&device, &sizes, 3);
    shake(&device, net.params_mut(), 0.3);
    let (symbols, indices) = whole(&device, &[count, length], sizes.vocabulary as u32);
    let pass = net.forward(&Graph::inference(), &device.upload_indices(&indices), count, 0);
    let logits = pass.logits.value().clone();
    let numbers = [("in.symbols", symbols), ("out.probabilities", ops::softmax(&logits)), ("out.logits", logits)];
    let file = onnx::text_cnn(&checkpoint(&net.params()), &sizes, &vocabulary);
    folder.put("text-cnn", &file, &numbers);
}

fn write_all(folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder");
    let folder = Folder(folder.to_owned());
    char_models(&folder);
    networks(&folder);
    word_vectors(&folder);
    sentences(&folder);
}

#[test]
#[ignore = "needs Python with onnx and onnxruntime (NABLA_PYTHON, else python3)"]
fn onnxruntime_gives_the_same_numbers() {
    let kept = std::env::var_os("NABLA_INTEROP").map(PathBuf::from);
    let folder =
        kept.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("nabla-onnx-{}", std::process::id())));
    write_all(&folder);
    let python = std::env::var("NABLA_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/onnx_files.py");
    let ran = Command::new(python).arg(script).arg(&folder).output().expect("Python");
    let said = [ran.stdout, ran.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(ran.status.success(), "{said}");
    if kept.is_none() {
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
