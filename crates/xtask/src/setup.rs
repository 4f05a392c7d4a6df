//! What building and testing need: checked by quick local probes, installed where missing.

mod cargo_tools;
mod debian;
mod debian_std;
mod node;
mod python;
mod system;
mod wasm;

use anyhow::Result;
use std::path::PathBuf;
pub(crate) use system::Browser;
pub(crate) use wasm::{TARGET, Wasm};

/// Tells the person what is checked and done.
#[derive(Clone, Copy)]
pub(crate) struct Voice {
    /// Whether things already in place are worth a line.
    tells_all: bool,
}

impl Voice {
    /// `what` is in place; `why` it is needed.
    fn ok(self, what: &str, why: &str) {
        if self.tells_all {
            println!("  ok       {what:<34} {why}");
        }
    }

    /// `what` is missing and comes now, by `how`.
    #[allow(clippy::unused_self, reason = "one speaker for both messages")]
    fn install(self, what: &str, why: &str, how: &str) {
        println!("  install  {what:<34} {why}\n           {how}");
    }
}

const QUIET: Voice = Voice { tells_all: false };

/// `cargo xtask setup`: all parts, each with a line.
///
/// # Errors
/// Something is missing that cannot be installed here; the message says what to do.
pub(crate) fn everything() -> Result<()> {
    let voice = Voice { tells_all: true };
    println!("Nabla needs:");
    page_parts(voice)?;
    cargo_tools::wasm_pack(voice)?;
    let browser = system::browser(voice)?;
    system::headless(voice, &browser);
    system::firefox(voice)?;
    native_parts(voice)?;
    println!("Everything is there. Next: `cargo xtask serve`, `cargo xtask test`.");
    Ok(())
}

/// What building the page needs.
pub(crate) fn page() -> Result<Wasm> {
    page_parts(QUIET)
}

/// What the native tests need; the manifest of the Vulkan driver to use, if the system has Vulkan.
pub(crate) fn native() -> Result<Option<PathBuf>> {
    native_parts(QUIET)
}

/// What the crates' tests in a browser need.
pub(crate) fn web() -> Result<(Wasm, Browser)> {
    let browser = system::browser(QUIET)?;
    let wasm = wasm::target(QUIET)?;
    cargo_tools::wasm_bindgen(QUIET)?;
    cargo_tools::wasm_pack(QUIET)?;
    Ok((wasm, browser))
}

/// What the page's tests in a browser need.
pub(crate) fn e2e() -> Result<Browser> {
    node::packages(QUIET)?;
    system::browser(QUIET)
}

/// The browser for the many tests that need no window.
pub(crate) fn headless(browser: &Browser) -> PathBuf {
    system::headless(QUIET, browser)
}

/// What the modules with faults need.
pub(crate) fn faults() -> Result<Wasm> {
    let wasm = wasm::target(QUIET)?;
    cargo_tools::wasm_bindgen(QUIET)?;
    Ok(wasm)
}

/// Firefox, for what the page's tests do there.
pub(crate) fn firefox() -> Result<PathBuf> {
    system::firefox(QUIET)
}

/// The version of ONNX whose tests are run.
pub(crate) const ONNX: &str = "1.23.0";

/// A Python that has the package `onnx`.
pub(crate) fn onnx() -> Result<PathBuf> {
    python::with_package(QUIET, "onnx", ONNX, "makes ONNX's test cases")
}

/// A Python that has the package `onnxruntime`.
pub(crate) fn onnxruntime() -> Result<PathBuf> {
    python::with_package(QUIET, "onnxruntime", "1.32.0", "runs exported models")
}

/// A Python that has the package `gensim`.
pub(crate) fn gensim() -> Result<PathBuf> {
    python::with_package(QUIET, "gensim", "4.4.0", "trains word vectors, to be measured")
}

/// A Python that has the package `safetensors`.
pub(crate) fn safetensors() -> Result<PathBuf> {
    python::with_package(QUIET, "safetensors", "0.8.0", "reads exported weights")
}

/// A Python that has the tools of the examples for other people's pages; their JavaScript is in `tests/recipes/node_modules`.
pub(crate) fn recipes() -> Result<PathBuf> {
    node::recipes(QUIET)?;
    python::with_requirements(QUIET, "recipes", "tests/recipes/requirements.txt", "builds the examples")
}

/// What checking dependencies needs.
pub(crate) fn audit() -> Result<()> {
    node::packages(QUIET)?;
    cargo_tools::cargo_deny(QUIET)
}

/// What measuring Nabla and its rivals in a browser needs.
pub(crate) fn bench() -> Result<(Wasm, Browser)> {
    node::packages(QUIET)?;
    node::rivals(QUIET)?;
    let wasm = wasm::target(QUIET)?;
    cargo_tools::wasm_bindgen(QUIET)?;
    Ok((wasm, system::browser(QUIET)?))
}

fn page_parts(voice: Voice) -> Result<Wasm> {
    node::packages(voice)?;
    let wasm = wasm::target(voice)?;
    cargo_tools::wasm_bindgen(voice)?;
    cargo_tools::trunk(voice)?;
    Ok(wasm)
}

fn native_parts(voice: Voice) -> Result<Option<PathBuf>> {
    wasm::components(voice)?;
    system::vulkan(voice)
}
