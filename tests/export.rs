//! What leaves for PyTorch: names, layouts and checks of the files, and, where Python with PyTorch is there, whether the
//! scripts give the numbers that the models give here and go on with training as it would have gone on here
//! (`cargo xtask test interop` runs those too).

#![cfg(not(target_arch = "wasm32"))]

#[path = "export/char_rnn.rs"]
mod char_rnn;
#[path = "export/others.rs"]
mod others;
#[path = "export/vision.rs"]
mod vision;
#[path = "export/word2vec.rs"]
mod word2vec;

use std::path::{Path, PathBuf};
use std::process::Command;

use nabla_models::Checkpoint;
use nabla_models::export::Exported;

/// A folder of a test's own, which goes when the test has passed.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("nabla-export-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    fn remove(self) {
        std::fs::remove_dir_all(self.0).expect("removed");
    }
}

/// Runs Python; what it said.
fn python(args: &[&Path]) -> String {
    let python = std::env::var("NABLA_PYTHON").unwrap_or_else(|_| "python3".into());
    let ran = Command::new(python).args(args).output().expect("Python");
    let [said, failed] = [&ran.stdout, &ran.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(ran.status.success(), "{args:?}\n{said}\n{failed}");
    said.into_owned()
}

/// What a script says of its own weights; it fails where PyTorch's numbers are not ours.
fn checked(folder: &Folder, exported: &Exported) -> [PathBuf; 2] {
    let script = folder.file("model.py", &exported.script);
    let weights = folder.file("model.safetensors", exported.weights.to_bytes().expect("a file"));
    let said = python(&[&script, &weights]);
    assert!(said.contains("largest difference"), "{said}");
    [script, weights]
}

/// The losses of so many steps more on this data, which are the same by two processes that share each batch.
fn trained(files: &[PathBuf; 2], data: &Path, steps: &str, save: &Path) -> Vec<f32> {
    let [script, weights] = files;
    let [train, count, file] = ["--train", "--steps", "--save"].map(Path::new);
    let loss = |line: &str| line.split_once("loss ")?.1.trim().parse().ok();
    let losses = |said: &str| said.lines().filter_map(loss).collect::<Vec<f32>>();
    let alone = losses(&python(&[script, weights, train, data, count, Path::new(steps), file, save]));
    // PyTorch 1.13 under Python 3.11 starts no process without being told where the output of some goes.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let port = format!("--master_port={port}");
    let torchrun = ["-m", "torch.distributed.run", "--nproc_per_node=2", "-r", "9:1", "-t", "9:1", &port];
    let shared: [&Path; 6] = [script, weights, train, data, count, Path::new(steps)];
    let two = losses(&python(&[torchrun.map(Path::new).as_slice(), &shared].concat()));
    assert_eq!(alone.len(), two.len());
    for (alone, two) in alone.iter().zip(&two) {
        assert!((alone - two).abs() < 1e-4, "{script:?}: {alone} alone, {two} by two processes");
    }
    alone
}

/// Names and shapes but for checks and what an optimiser remembers.
fn shapes(weights: &Checkpoint) -> Vec<(String, Vec<usize>)> {
    let is_weight = |name: &&String| !["check.", "optim.", "state.", "data."].iter().any(|s| name.starts_with(s));
    let names = weights.tensors.keys().filter(is_weight);
    names.map(|name| (name.clone(), weights.tensors[name].0.clone())).collect()
}

/// The same, as a test writes them.
fn expected<const N: usize>(entries: [(&str, &[usize]); N]) -> Vec<(String, Vec<usize>)> {
    entries.map(|(name, shape)| (name.to_owned(), shape.to_vec())).into()
}
