//! `cargo xtask bench`: how fast Nabla is, natively and in a browser, beside what a person would use instead.
//!
//! What runs in the browser is in `tests/bench`; its results become `tests/bench/RESULTS.md` here.

mod options;
mod report;
mod results;
mod spread;

use crate::module::{self, Simd};
use crate::run::{command, run as run_child};
use crate::setup::Browser;
use crate::{project, setup};
use anyhow::{Context as _, Result, bail};
use flate2::read::GzDecoder;
pub(crate) use options::{Measured, Options, parse};
use results::Results;
use std::fs;
use std::path::Path;

/// Measures what was asked for, and writes the report.
///
/// # Errors
/// Something is missing that cannot be installed here, or a build or a run fails.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.kinds.contains(&Measured::Native) {
        println!("\nEvery operation, natively:");
        run_child(command("cargo").args(["bench", "--quiet", "--package", "nabla-bench"]))?;
    }
    if [Measured::Web, Measured::Words].iter().any(|kind| options.kinds.contains(kind)) {
        in_browser(options)?;
    }
    if options.kinds.contains(&Measured::Report) {
        let text =
            fs::read_to_string(project::path("target/bench/results.json")).context("nothing was measured yet")?;
        write_report(&text, &project::path("tests/bench/RESULTS.md"))?;
    }
    Ok(())
}

/// Turns the browser's results into the report.
fn write_report(text: &str, path: &Path) -> Result<()> {
    let results: Results = serde_json::from_str(text).context("the browser's results are not as expected")?;
    let report = report::markdown(&results);
    println!("\n{report}");
    fs::write(path, report).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Written to {}", path.display());
    Ok(())
}

fn in_browser(options: &Options) -> Result<()> {
    let (wasm, browser) = setup::bench()?;
    let folder = project::path("target/bench");
    for (simd, name) in [(Simd::Plain, "exact"), (Simd::Relaxed, "relaxed")] {
        module::build(wasm, ["nabla-bench"; 2], simd, &folder.join("modules"), name)?;
    }
    println!("\nNabla and its rivals, in {}:", browser.chromium.display());
    let file = folder.join("results.json");
    let _ = fs::remove_file(&file);
    let ended = measure(options, &browser, &folder, &file);
    let Ok(text) = fs::read_to_string(&file) else {
        return ended.and_then(|()| bail!("the browser's results are missing"));
    };
    // A part of the measurements must not take the place of all.
    let is_complete = options.is_complete() && ended.is_ok();
    let path = if is_complete { project::path("tests/bench/RESULTS.md") } else { folder.join("RESULTS.md") };
    write_report(&text, &path)?;
    ended
}

/// Runs tests/bench/run.mjs.
fn measure(options: &Options, browser: &Browser, folder: &Path, file: &Path) -> Result<()> {
    let mut node = command("node");
    node.arg("tests/bench/run.mjs").arg("--modules").arg(folder.join("modules")).arg("--out").arg(file);
    node.arg("--chromium").arg(&browser.chromium).args(["--rounds", &options.rounds.to_string()]);
    node.args(["--adapter", &options.adapter, "--items", &options.work, "--engines", &options.only]);
    let mut parts = Vec::new();
    if options.kinds.contains(&Measured::Web) {
        parts.extend(["items", "cold", "growth"]);
    }
    if options.kinds.contains(&Measured::Words) {
        parts.push("words");
        write_corpus(&folder.join("words.txt"))?;
        node.arg("--python").arg(setup::gensim()?);
    }
    node.args(["--parts", &parts.join(",")]);
    if options.quick {
        node.args(["--quick", "--budget", "500"]);
    }
    run_child(&mut node)
}

/// The King James Bible, a verse a line, as words in lower case: the same text for everyone.
fn write_corpus(path: &Path) -> Result<()> {
    let file =
        fs::File::open(project::path("www/data/text/kjv.txt.gz")).context("cannot read www/data/text/kjv.txt.gz")?;
    let text = std::io::read_to_string(GzDecoder::new(file)).context("www/data/text/kjv.txt.gz is damaged")?;
    fs::write(path, words_only(&text)).with_context(|| format!("cannot write {}", path.display()))
}

/// Lines of words in lower case, separated by spaces.
fn words_only(text: &str) -> String {
    let is_between = |c: char| !c.is_alphabetic() && c != '\'';
    let line = |line: &str| line.split(is_between).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + "\n";
    text.to_lowercase().lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::words_only;

    #[test]
    fn a_corpus_is_lines_of_words() {
        assert_eq!(words_only("In the Beginning, God\n\nsaid: it's"), "in the beginning god\n\nsaid it's\n");
    }
}
