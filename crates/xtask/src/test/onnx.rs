//! ONNX's tests of its operators, on the CPU and on the GPU.

use super::native;
use crate::run::{command, run, succeeds};
use crate::{project, setup};
use anyhow::{Context as _, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Runs the cases of a folder, or those that the `onnx` package makes, and ends with
/// `N passed, N failed, N skipped` and why. True when nothing failed.
///
/// # Errors
/// Python or its package is missing, the folder cannot be read, or the tests do not compile.
pub(crate) fn run_cases(folder: Option<&Path>) -> Result<bool> {
    let vulkan = setup::native()?;
    let folder = match folder {
        // Children run at the project's root.
        Some(folder) => env::current_dir().context("no current folder")?.join(folder),
        None => made_cases()?,
    };
    let example = ["--quiet", "--package", "nabla-tests", "--example", "onnx-cases"];
    run(command("cargo").arg("build").args(example))?;
    let mut cargo = command("cargo");
    cargo.arg("run").args(example).arg("--").arg(folder);
    native::on_software_gpu(&mut cargo, vulkan);
    succeeds(&mut cargo)
}

/// The folder of all cases that the package makes, made once.
fn made_cases() -> Result<PathBuf> {
    let python = setup::onnx()?;
    let folder = project::path(&format!("target/onnx-{}", setup::ONNX));
    if !folder.is_dir() {
        let unfinished = project::path("target/onnx-unfinished");
        run(command(python).arg("tests/onnx/make.py").arg(&unfinished))?;
        fs::rename(&unfinished, &folder).context("cannot keep ONNX's cases")?;
    }
    Ok(folder)
}
