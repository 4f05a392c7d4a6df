//! Python packages that some commands need, each in an environment of its own under `target/`.

use super::{Voice, debian};
use crate::project;
use crate::run::{command, find, run};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::PathBuf;

/// The Python of an environment that has `package`, such as "onnx", in exactly that version.
pub(super) fn with_package(voice: Voice, package: &str, version: &str, why: &str) -> Result<PathBuf> {
    let requirement = format!("{package}=={version}");
    environment(voice, package, version, &[&requirement], &format!("Python package {package} {version}"), why)
}

/// The Python of an environment `name` that has what a file lists, one `package==version` a line.
pub(super) fn with_requirements(voice: Voice, name: &str, file: &str, why: &str) -> Result<PathBuf> {
    let list = fs::read_to_string(project::path(file)).with_context(|| format!("cannot read {file}"))?;
    let requirements: Vec<&str> = list.lines().filter(|line| !line.is_empty()).collect();
    environment(voice, name, &list, &requirements, &format!("Python packages of {file}"), why)
}

/// The Python of `target/python/name` with `requirements`; `stamp` tells whether those are in it already.
fn environment(voice: Voice, name: &str, stamp: &str, requirements: &[&str], what: &str, why: &str) -> Result<PathBuf> {
    let folder = project::path(&format!("target/python/{name}"));
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let note = folder.join("nabla-installed");
    if fs::read_to_string(&note).is_ok_and(|installed| installed == stamp) {
        voice.ok(what, why);
        return Ok(python);
    }
    voice.install(what, why, &format!("pip install {}", requirements.join(" ")));
    let Some(system) = find("python3").or_else(|| find("python")) else {
        bail!("Python 3.10 or newer is missing ({why}): install it from https://www.python.org or your system");
    };
    let make = || run(command(&system).args(["-m", "venv", "--clear"]).arg(&folder));
    if make().is_err() {
        // Debian keeps the part that makes environments in a package of its own.
        debian::install(voice, "Python's venv", why, &["python3-venv"])?;
        make()?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(command(&python).args(pip).args(requirements)).with_context(|| format!("{what} is missing ({why})"))?;
    fs::write(&note, stamp).context("cannot note which Python package is installed")?;
    Ok(python)
}
