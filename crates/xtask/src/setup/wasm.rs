//! A Rust toolchain that compiles for the browser.

use super::{Voice, debian_std};
use crate::run::{command, line, probe, run};
use anyhow::{Context as _, Result, bail};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::{env, fs, process};

/// The target triple of the browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The toolchain that all commands for the browser run under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wasm {
    /// The rustup toolchain to name; `None` is the one that runs us.
    toolchain: Option<&'static str>,
}

impl Wasm {
    /// Makes `command` and its children use this toolchain.
    pub(crate) fn on(self, command: &mut Command) -> &mut Command {
        match self.toolchain {
            Some(name) => command.env("RUSTUP_TOOLCHAIN", name),
            None => command,
        }
    }
}

const OWN: Wasm = Wasm { toolchain: None };
const DEBIAN: Wasm = Wasm { toolchain: Some(debian_std::TOOLCHAIN) };
const WHY: &str = "compiles the labs for the browser";

/// Finds a toolchain for the browser, or makes one: rustup's first, Debian's where rustup cannot download.
pub(super) fn target(voice: Voice) -> Result<Wasm> {
    for (wasm, name) in [(OWN, "of this Rust toolchain"), (DEBIAN, "of Debian's Rust")] {
        if compiles(wasm) {
            voice.ok(&format!("target wasm32, {name}"), WHY);
            return Ok(wasm);
        }
    }
    let mut add = command("rustup");
    add.args(["target", "add", TARGET]);
    voice.install("target wasm32", WHY, &line(&add));
    let by_rustup = run(&mut add);
    if by_rustup.is_ok() && compiles(OWN) {
        return Ok(OWN);
    }
    if let Err(error) = by_rustup {
        println!("           {error:#}; trying Debian's Rust");
    }
    debian_std::install(voice).with_context(|| {
        format!("the {TARGET} standard library is missing: let `rustup target add {TARGET}` reach static.rust-lang.org")
    })?;
    if !compiles(DEBIAN) {
        bail!("Debian's Rust was set up for {TARGET}, but cannot compile a small program for it");
    }
    Ok(DEBIAN)
}

/// Compiles and links a small program, with the link-time optimisation of the release build: this finds a target
/// that is absent or half-installed, a library of another compiler's version, and a missing linker.
fn compiles(wasm: Wasm) -> bool {
    let out = env::temp_dir().join(format!("nabla-probe-{}.wasm", process::id()));
    let mut rustc = command("rustc");
    wasm.on(&mut rustc).args(["--target", TARGET, "--crate-type", "cdylib", "-C", "panic=abort", "-C", "lto=fat"]);
    rustc.arg("-o").arg(&out).arg("-").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = rustc.spawn().and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            input.write_all(b"#[no_mangle] pub extern \"C\" fn f(n: usize) -> usize { vec![n].iter().sum() }")?;
        }
        child.wait()
    });
    let _ = fs::remove_file(&out);
    // The tests in the browser link one library more.
    ended.is_ok_and(|status| status.success()) && has_libtest(wasm)
}

fn has_libtest(wasm: Wasm) -> bool {
    probe(wasm.on(command("rustc").args(["--print", "target-libdir", "--target", TARGET]))).is_some_and(|folder| {
        fs::read_dir(folder)
            .is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libtest-")))
    })
}

/// rustfmt and clippy, which rustup's minimal profile leaves out.
pub(super) fn components(voice: Voice) -> Result<()> {
    for (name, subcommand, why) in
        [("rustfmt", "fmt", "checks the formatting"), ("clippy", "clippy", "checks for common mistakes")]
    {
        if probe(command("cargo").args([subcommand, "--version"])).is_some() {
            voice.ok(name, why);
            continue;
        }
        let mut add = command("rustup");
        add.args(["component", "add", name]);
        voice.install(name, why, &line(&add));
        run(&mut add).with_context(|| format!("{name} is missing: install it with `rustup component add {name}`"))?;
    }
    Ok(())
}
