//! Building the page with Trunk.

use crate::module::{self, Simd};
use crate::project;
use crate::run::{command, run};
use crate::setup::{self, Wasm};
use anyhow::{Context as _, Result};
use std::env;
use std::panic::resume_unwind;
use std::process::Command;
use std::thread;

/// Builds the release page into `dist/`.
///
/// # Errors
/// A missing tool, or a build that fails.
pub(crate) fn build() -> Result<()> {
    let wasm = setup::page()?;
    fetch(wasm)?;
    thread::scope(|scope| {
        // In a folder of its own; linking, the longest part, is one core's work.
        let relaxed = scope.spawn(|| labs(wasm, Simd::Relaxed));
        labs(wasm, Simd::Plain)?;
        module::build(wasm, ["nabla-bench"; 2], Simd::Plain, &project::path("target/bench/page"), "nabla-bench")?;
        relaxed.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;
    run(trunk(wasm).args(["build", "--release", "--offline"])).context("the page cannot be built")
}

/// Builds the page, serves it at `port` and builds it anew with each change, until interrupted.
///
/// # Errors
/// A missing tool, or a Trunk that ends by itself.
pub(crate) fn build_and_watch(port: u16) -> Result<()> {
    let wasm = setup::page()?;
    fetch(wasm)?;
    labs(wasm, Simd::Plain)?; // Trunk watches the character lab's; this one is as it was at the start
    run(trunk(wasm).args(["serve", "--offline", "--port", &port.to_string()]))
}

/// The module of all labs.
fn labs(wasm: Wasm, simd: Simd) -> Result<()> {
    let (folder, name) = match simd {
        Simd::Plain => ("target/labs/page", "nabla-labs"),
        Simd::Relaxed => ("target/labs/relaxed", "nabla-labs-relaxed"),
    };
    module::build(wasm, ["nabla-worker", "nabla-labs"], simd, &project::path(folder), name)
}

/// Trunk, told to download nothing: set-up has brought its tools.
fn trunk(wasm: Wasm) -> Command {
    let mut trunk = command("trunk");
    wasm.on(&mut trunk).arg("--skip-version-check");
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true"); // Trunk refuses the customary `1`
    }
    trunk
}

/// Trunk's offline mode is cargo's too, so the crates are fetched before.
fn fetch(wasm: Wasm) -> Result<()> {
    run(wasm.on(command("cargo").args(["fetch", "--quiet"]))).context("the crates of Cargo.lock cannot be fetched")
}
