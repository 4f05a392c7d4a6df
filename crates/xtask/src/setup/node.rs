//! Node.js and the packages of package.json.

use super::Voice;
use crate::project;
use crate::run::{command, probe, run};
use anyhow::{Context as _, Result, bail};
use std::fs;

const OLDEST: u32 = 20;
const GET_IT: &str = "install it from https://nodejs.org or your system (Debian 13: apt-get install nodejs npm)";

/// Node itself, and exactly the packages of package-lock.json.
pub(super) fn packages(voice: Voice) -> Result<()> {
    let Some(version) = probe(command("node").arg("--version")) else {
        bail!("Node.js {OLDEST} or newer is missing: {GET_IT}");
    };
    if major(&version).is_none_or(|major| major < OLDEST) {
        bail!("Node.js {version} is too old, {OLDEST} or newer is needed: {GET_IT}");
    }
    voice.ok(&format!("Node.js {version}"), "runs the tools that are written in JavaScript");
    locked(voice, ".", "bundler, type checker, wasm-opt, browser tests")
}

/// The rivals that Nabla is measured against, and what runs them.
pub(super) fn rivals(voice: Voice) -> Result<()> {
    locked(voice, "tests/bench", "other deep-learning libraries for the browser, to be measured")
}

/// What the examples for other people's pages are made with.
pub(super) fn recipes(voice: Voice) -> Result<()> {
    locked(voice, "tests/recipes", "reveal.js, and what exported notebooks load")
}

/// Exactly the packages of a folder's package-lock.json.
fn locked(voice: Voice, folder: &str, why: &str) -> Result<()> {
    let what = "Node packages";
    let folder = project::path(folder);
    let lock = fs::read(folder.join("package-lock.json")).context("cannot read package-lock.json")?;
    // The copy is written last: a folder that an interrupted `npm ci` left has none.
    let stamp = folder.join("node_modules/.nabla-package-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        voice.ok(what, why);
        return Ok(());
    }
    if probe(command("npm").arg("--version")).is_none() {
        bail!("npm is missing, which belongs to Node.js: {GET_IT}");
    }
    voice.install(what, why, "npm ci");
    let mut npm = command("npm");
    // No package here needs its install script; Playwright drives the system's Chromium.
    npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run(&mut npm).context("the Node packages are missing: let npm reach its registry and run `npm ci`")?;
    fs::write(&stamp, lock).context("cannot note which Node packages are installed")
}

/// 20 for "v20.20.2".
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("unknown"), None);
    }
}
