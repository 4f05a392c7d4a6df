//! What the page exports, in PyTorch, safetensors and gensim; what the models do as ONNX, in onnxruntime.

use crate::run::{command, find, probe, run, succeeds};
use crate::{page, project, serve, setup};
use anyhow::{Result, bail};
use std::env;
use std::fs;
use std::path::PathBuf;

/// Not the root, as on a course's site.
const PREFIX: &str = "courses/nabla";

/// Builds the page, trains each model in it a little and exports it, and runs the files; writes
/// `tests/interop/RESULTS.md`.
///
/// # Errors
/// A tool is missing, or the page cannot be built.
pub(crate) fn exports() -> Result<bool> {
    let torch = torch()?;
    let (safetensors, gensim) = (setup::safetensors()?, setup::gensim()?);
    let browser = setup::e2e()?;
    page::build()?;
    let mut native = command("cargo");
    native.args(["test", "--package", "nabla-tests", "export::", "--", "--ignored"]).env("NABLA_PYTHON", &torch);
    run(&mut native)?;
    let mut models = command("cargo");
    models
        .args(["test", "--package", "nabla-tests", "onnx_files::", "--", "--ignored"])
        .env("NABLA_PYTHON", setup::onnxruntime()?)
        .env("NABLA_CHECKER", setup::onnx()?);
    run(&mut models)?;
    let folder = project::path("target/interop");
    let _ = fs::remove_dir_all(&folder);
    let mut playwright = command("playwright");
    playwright.args(["test", "-c", "tests/interop", "--reporter=list"]);
    playwright.env("NABLA_URL", serve::in_background(PREFIX)?).env("NABLA_CHROMIUM", &browser.chromium);
    run(&mut playwright)?;
    let mut python = command(&torch);
    python.arg("tests/interop/pytorch.py").arg(&folder);
    succeeds(python.arg("--safetensors").arg(safetensors).arg("--gensim").arg(gensim))
}

/// A Python that has PyTorch: `NABLA_PYTHON`, or the system's.
fn torch() -> Result<PathBuf> {
    let named = env::var_os("NABLA_PYTHON").map(PathBuf::from);
    let system = ["/usr/bin/python3".into()].into_iter().chain(find("python3")).chain(find("python"));
    let has_torch = |python: &PathBuf| probe(command(python).args(["-c", "import torch"])).is_some();
    match named.into_iter().chain(system).find(has_torch) {
        Some(python) => Ok(python),
        None => bail!(
            "no Python has PyTorch: install it (Debian: python3-torch; others: pip install torch), or name one in NABLA_PYTHON"
        ),
    }
}
