//! WebAssembly modules that Trunk does not build: one crate's program, for one kind of SIMD.

use crate::project;
use crate::run::{command, run};
use crate::setup::{TARGET, Wasm};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};

/// What a module may ask of a browser's processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simd {
    /// 128-bit SIMD: every browser of the last years.
    Plain,
    /// Also a multiplication and an addition in one, rounded once or twice as the processor likes. A browser without it
    /// refuses the whole module.
    Relaxed,
}

impl Simd {
    /// What rustc is told beyond `.cargo/config.toml`, and where it builds: other flags in the same folder would compile
    /// everything anew each time.
    fn flags_and_folder(self) -> (&'static [&'static str], PathBuf) {
        match self {
            Simd::Plain => (&[], project::path("target")),
            Simd::Relaxed => (&["-C", "target-feature=+relaxed-simd"], project::path("target/relaxed")),
        }
    }
}

/// Builds the program `bin` of `package` into the folder `out`, as `<name>.js` and `<name>_bg.wasm`.
///
/// # Errors
/// A build that fails.
pub(crate) fn build(wasm: Wasm, [package, bin]: [&str; 2], simd: Simd, out: &Path, name: &str) -> Result<()> {
    let (flags, folder) = simd.flags_and_folder();
    let mut cargo = command("cargo");
    wasm.on(&mut cargo).args(["build", "--quiet", "--release", "--target", TARGET, "--package", package, "--bin", bin]);
    cargo.arg("--config").arg(format!("target.{TARGET}.rustflags={flags:?}"));
    run(cargo.arg("--target-dir").arg(&folder)).with_context(|| format!("{bin} cannot be built for the browser"))?;

    bind(&folder.join(TARGET).join("release").join(format!("{bin}.wasm")), out, name)?;

    let module = out.join(format!("{name}_bg.wasm"));
    let mut shrink = command("wasm-opt");
    shrink.args(["-Os", "--output"]).arg(&module).arg(&module);
    run(&mut shrink)
}

/// Builds the programs of the labs' workers for tests that break them from inside, into the folder `out`: with the feature
/// `faults`, and otherwise as the crates' tests in a browser are built, whose work is shared.
///
/// # Errors
/// A build that fails.
pub(crate) fn build_with_faults(wasm: Wasm, out: &Path) -> Result<()> {
    let mut cargo = command("cargo");
    wasm.on(&mut cargo).args([
        "build",
        "--quiet",
        "--target",
        TARGET,
        "--package",
        "nabla-worker",
        "--features",
        "faults",
    ]);
    run(&mut cargo).context("the modules with faults cannot be built")?;
    for name in ["nabla-worker", "nabla-labs"] {
        bind(&project::path("target").join(TARGET).join("debug").join(format!("{name}.wasm")), out, name)?;
    }
    Ok(())
}

/// Writes what a browser loads of a program.
fn bind(program: &Path, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]).arg(out).arg(program);
    run(&mut bindgen)
}
