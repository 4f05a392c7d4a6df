//! Tools that cargo installs into its own folder, where every clone of the project finds them.

use super::Voice;
use crate::project;
use crate::run::{command, line, probe, run};
use anyhow::{Context as _, Result, bail};
use std::fs;

struct Tool<'a> {
    package: &'a str,
    binary: &'a str,
    version: &'a str,
    why: &'a str,
}

/// wasm-bindgen's generator: it must have exactly the version of the crate that the labs were compiled with.
pub(super) fn wasm_bindgen(voice: Voice) -> Result<()> {
    let lock = fs::read_to_string(project::path("Cargo.lock")).context("cannot read Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock has no package wasm-bindgen")?;
    ensure(
        voice,
        &Tool {
            package: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            version: &version,
            why: "writes the JavaScript around the WebAssembly; version of Cargo.lock",
        },
    )
}

/// Trunk: 0.21.14 is the newest that this project's Rust compiles.
pub(super) fn trunk(voice: Voice) -> Result<()> {
    ensure(voice, &Tool { package: "trunk", binary: "trunk", version: "0.21.14", why: "puts the page together" })
}

/// wasm-pack, which runs Rust tests in a browser.
pub(super) fn wasm_pack(voice: Voice) -> Result<()> {
    ensure(
        voice,
        &Tool { package: "wasm-pack", binary: "wasm-pack", version: "0.15.1", why: "runs the Rust tests in a browser" },
    )
}

/// cargo-deny, which reads what is known of the crates.
pub(super) fn cargo_deny(voice: Voice) -> Result<()> {
    ensure(
        voice,
        &Tool {
            package: "cargo-deny",
            binary: "cargo-deny",
            version: "0.20.2",
            why: "checks licences and sources of crates",
        },
    )
}

fn ensure(voice: Voice, tool: &Tool<'_>) -> Result<()> {
    let what = format!("{} {}", tool.package, tool.version);
    let present = || probe(command(tool.binary).arg("--version")).and_then(|said| version_in(&said));
    if present().as_deref() == Some(tool.version) {
        voice.ok(&what, tool.why);
        return Ok(());
    }
    let mut locked = install(tool);
    locked.arg("--locked");
    voice.install(&what, tool.why, &format!("{}, a few minutes", line(&locked)));
    // The tool's own lock file can name a crate that the registry at hand does not have (yet).
    run(&mut locked).or_else(|_| run(&mut install(tool))).with_context(|| {
        format!("{what} is missing ({}): let cargo reach crates.io, or run `{}`", tool.why, line(&install(tool)))
    })?;
    match present() {
        Some(version) if version == tool.version => Ok(()),
        other => bail!(
            "{what} was installed, but `{} --version` finds {}: remove the other one from PATH",
            tool.binary,
            other.as_deref().unwrap_or("nothing"),
        ),
    }
}

fn install(tool: &Tool<'_>) -> std::process::Command {
    let mut cargo = command("cargo");
    // By force: cargo may remember an installation whose binary is gone.
    cargo.args(["install", "--force", tool.package, "--version", tool.version]);
    cargo
}

/// The version in what a tool says with `--version`: the first word that begins with a digit.
fn version_in(said: &str) -> Option<String> {
    let word = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(word.to_owned())
}

/// The version of `package` in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn the_lock_names_the_version() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-futures").as_deref(), Some("0.4.80"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
        assert_eq!(locked_version(&LOCK.replace("version = \"0.2.130\"\n", ""), "wasm-bindgen"), None);
    }

    #[test]
    fn tools_say_their_version() {
        assert_eq!(version_in("wasm-bindgen 0.2.130").as_deref(), Some("0.2.130"));
        assert_eq!(version_in("trunk 0.21.14\n").as_deref(), Some("0.21.14"));
        assert_eq!(version_in("command not found"), None);
    }
}
