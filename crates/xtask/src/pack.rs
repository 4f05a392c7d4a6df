//! `cargo xtask pack`: the labs as a package for npm, `target/pack`, and its archive beside it.

use crate::run::{command, run, succeeds};
use crate::{page, project, setup};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a page of someone's own loads first: the element, the page for frames, and what runs in workers. All else is named in them.
const ENTRIES: [&str; 7] =
    ["nabla.js", "worker.js", "umap-worker.js", "image-worker.js", "imagenet.js", "site.js", "embed.js"];
/// What has no imports of its own.
const BESIDE: [&str; 10] = [
    "embed.html",
    "nabla-frame.js",
    "site.css",
    "favicon.svg",
    "nabla-worker.js",
    "nabla-worker_bg.wasm",
    "nabla-labs.js",
    "nabla-labs_bg.wasm",
    "nabla-labs-relaxed.js",
    "nabla-labs-relaxed_bg.wasm",
];
/// Written by hand in `packages/lab`.
const WRITTEN: [&str; 4] = ["README.md", "models.js", "models.d.ts", "nabla.d.ts"];

/// Builds the page, unless the one in `dist/` shall do, and packs it. Returns the archive's path.
///
/// # Errors
/// A build that fails, or a file that the page lacks.
pub(crate) fn pack(is_built: bool) -> Result<PathBuf> {
    if is_built {
        setup::page()?;
    } else {
        page::build()?;
    }
    let (dist, out) = (project::path("dist"), project::path("target/pack"));
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    for name in files(&dist)? {
        fs::copy(dist.join(&name), out.join(&name)).with_context(|| format!("{name} cannot be copied"))?;
    }
    copy_folder(&dist.join("data"), &out.join("data"))?;
    for name in WRITTEN {
        fs::copy(project::path("packages/lab").join(name), out.join(name))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(project::path(name), out.join(name))?;
    }
    fs::write(out.join("package.json"), manifest()?)?;
    run(command("tsc").args(["-p", "packages/lab"])).context("the types cannot be written")?;
    run(command("npm").args(["pack", "--silent", "--pack-destination", ".."]).current_dir(&out))?;
    Ok(project::path(&format!("target/nabla-lab-{}.tgz", env!("CARGO_PKG_VERSION"))))
}

/// Packs, installs the archive into an empty folder, and uses it there: `tests/pack`.
///
/// # Errors
/// A build that fails, or a missing browser.
pub(crate) fn test(is_built: bool) -> Result<bool> {
    let browser = setup::e2e()?;
    succeeds(&mut tests_of(&pack(is_built)?, &browser.chromium))
}

/// The tests of such an archive.
pub(crate) fn tests_of(archive: &Path, chromium: &Path) -> Command {
    let mut node = command("node");
    node.args(["--test", "tests/pack/package.test.mjs", "tests/pack/models.test.mjs"]);
    node.env("NABLA_PACKAGE", archive).env("NABLA_CHROMIUM", chromium);
    node
}

/// The written manifest with the workspace's version.
fn manifest() -> Result<String> {
    let text = fs::read_to_string(project::path("packages/lab/package.json"))?;
    let mut manifest: serde_json::Value =
        serde_json::from_str(&text).context("packages/lab/package.json is no JSON")?;
    manifest["version"] = env!("CARGO_PKG_VERSION").into();
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

/// The files of the page that a lab needs, but for its data.
fn files(dist: &Path) -> Result<BTreeSet<String>> {
    let mut scripts = BTreeSet::new();
    for entry in fs::read_dir(dist).with_context(|| format!("there is no {}: cargo xtask dist", dist.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".js") {
            scripts.insert(name);
        }
    }
    let mut found: BTreeSet<String> = BESIDE.iter().map(|name| (*name).to_owned()).collect();
    let mut open: Vec<String> = ENTRIES.iter().map(|name| (*name).to_owned()).collect();
    while let Some(name) = open.pop() {
        let text = fs::read_to_string(dist.join(&name)).with_context(|| format!("dist/ lacks {name}"))?;
        if !found.insert(name.clone()) {
            continue;
        }
        let licences = format!("{name}.LEGAL.txt");
        if dist.join(&licences).is_file() {
            found.insert(licences);
        }
        open.extend(
            scripts.iter().filter(|other| text.contains(&format!("\"./{other}\"")) && !found.contains(*other)).cloned(),
        );
    }
    match found.iter().find(|name| !dist.join(name).is_file()) {
        Some(missing) => bail!("dist/ lacks {missing}: cargo xtask dist"),
        None => Ok(found),
    }
}

/// Copies all that is in a folder into another, which is made.
///
/// # Errors
/// A file that cannot be read or written.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
