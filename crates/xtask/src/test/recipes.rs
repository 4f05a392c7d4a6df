//! The examples for other people's pages, built by those people's tools and used in a browser.

use crate::run::{command, run, succeeds};
use crate::{pack, page, project, serve, setup};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

/// Not the root, as on a course's site.
const PREFIX: &str = "courses/nabla";
/// What stands for Nabla's address in the examples.
const USUAL: &str = "http://127.0.0.1:8080/";
const SOURCES: &str = "target/recipes";
const SITE: &str = "target/recipes/site";

/// Builds the page, unless the one in `dist/` shall do, and the examples, and opens them.
///
/// # Errors
/// A tool is missing, or cannot build its example.
pub(crate) fn build_and_use(is_built: bool) -> Result<bool> {
    let (browser, python) = (setup::e2e()?, setup::recipes()?);
    if !is_built {
        page::build()?;
    }
    let (nabla, sources) = (serve::in_background(PREFIX)?, project::path(SOURCES));
    if sources.exists() {
        fs::remove_dir_all(&sources)?;
    }
    pack::copy_folder(&project::path("examples"), &sources)?;
    readdress(&sources, &nabla)?;
    build(&python)?;
    let mut playwright = command("playwright");
    playwright.args(["test", "-c", "tests/recipes", "--reporter=list"]).env("NABLA_URL", nabla);
    playwright.env("NABLA_RECIPES", serve::folder_in_background(SITE, "")?);
    succeeds(playwright.env("NABLA_PYTHON", &python).env("NABLA_CHROMIUM", browser.chromium))
}

/// Each example by its own tool, into a folder of the site.
fn build(python: &Path) -> Result<()> {
    let (sources, site) = (project::path(SOURCES), project::path(SITE));
    let module = |arguments: &[&str]| run(command(python).arg("-m").args(arguments).current_dir(&sources));
    module(&["mkdocs", "build", "--quiet", "--strict", "-f", "mkdocs/mkdocs.yml", "-d", "../site/mkdocs"])?;
    module(&["sphinx", "-q", "-W", "sphinx", "site/sphinx"])?;
    module(&["nbconvert", "--execute", "--to", "html", "--output-dir", "site/jupyter", "jupyter/nabla.ipynb"])?;
    // It cannot be run as a module.
    let mut book = command(python.with_file_name("jupyter-book"));
    book.args(["build", "-q", "-W", "--path-output", "book", "jupyter-book"]);
    run(book.current_dir(&sources))?;
    fs::rename(sources.join("book/_build/html"), site.join("jupyter-book")).context("the book was not written")?;
    pack::copy_folder(&sources.join("revealjs"), &site.join("revealjs"))?;
    pack::copy_folder(&project::path("tests/recipes/node_modules/reveal.js/dist"), &site.join("revealjs/reveal"))
}

/// Puts Nabla's address into every text of a folder.
fn readdress(folder: &Path, nabla: &str) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        if kind.is_dir() {
            readdress(&path, nabla)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            fs::write(&path, text.replace(USUAL, nabla))?;
        }
    }
    Ok(())
}
