//! Python packages that some commands need, each in an environment of its own under `target/`.

use super::{Voice, debian};
use crate::project;
use crate::run::{command, find, run};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::PathBuf;

/// The Python of an environment that has `package`, such as "onnx", in exactly that version.
pub(super) fn with_package(voice: Voice, package: &str, version: &str, why: &str) -> Result<PathBuf> {
    let folder = project::path(&format!("target/python/{package}"));
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let (what, stamp) = (format!("Python package {package} {version}"), folder.join("nabla-installed"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == version) {
        voice.ok(&what, why);
        return Ok(python);
    }
    let requirement = format!("{package}=={version}");
    voice.install(&what, why, &format!("pip install {requirement}"));
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
    run(command(&python).args(pip).arg(&requirement)).with_context(|| format!("{what} is missing ({why})"))?;
    fs::write(&stamp, version).context("cannot note which Python package is installed")?;
    Ok(python)
}
