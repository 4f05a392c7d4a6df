//! `cargo xtask dist`: the finished page and what it weighs on the wire.

use crate::run::{command, line};
use crate::{page, project, serve, setup};
use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

/// What is weighed, by its name in `www/budget.json`, and what it is called.
const VIEWS: [(&str, &str); 3] = [
    ("lectureFirstPaintGzipBytes", "the lecture, before its first lab"),
    ("lectureFirstLabGzipBytes", "the lecture and its first lab, trained, without data"),
    ("firstViewGzipBytes", "lab.html, trained, without data"),
];

/// One file of a view; sizes in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    /// Its path in `dist/`, with `/`.
    name: String,
    raw: u64,
    /// After `gzip -9`, as static hosts send it.
    gzipped: u64,
}

/// Builds the page, loads it, prints what its views transfer, and says whether that is within the budgets.
///
/// # Errors
/// A build that fails, an unreadable budget, a missing browser, or a page that does not train.
pub(crate) fn build_and_weigh() -> Result<bool> {
    page::build()?;
    let loaded = loaded_files()?;
    let text = fs::read_to_string(project::path("www/budget.json")).context("cannot read www/budget.json")?;
    let mut is_kept = true;
    for (key, title) in VIEWS {
        let budget = parse_budget(&text, key)?;
        let files = weigh_all(&project::path("dist"), &loaded[key])?;
        print!("{}", table(title, &files, budget));
        is_kept &= total(&files) <= budget;
    }
    Ok(is_kept)
}

/// The files that a browser loads for each view: `tests/e2e/weigh.mjs` opens the pages.
fn loaded_files() -> Result<Value> {
    let browser = setup::e2e()?;
    let mut weigh = command("node");
    weigh
        .arg("tests/e2e/weigh.mjs")
        .env("NABLA_URL", serve::in_background("")?)
        .env("NABLA_CHROMIUM", &browser.chromium);
    let output = weigh.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{}`", line(&weigh)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", line(&weigh), output.status);
    }
    serde_json::from_slice(&output.stdout).context("the list of what the pages load is not JSON")
}

fn parse_budget(text: &str, key: &str) -> Result<u64> {
    let budget: Value = serde_json::from_str(text).context("www/budget.json is not JSON")?;
    budget[key].as_u64().with_context(|| format!("www/budget.json has no whole number `{key}`"))
}

/// Heaviest first.
fn weigh_all(dist: &Path, names: &Value) -> Result<Vec<File>> {
    let names = names.as_array().context("a view has no list of files")?;
    let mut files = names
        .iter()
        .map(|name| weigh(dist, name.as_str().context("a file's name is text")?.to_owned()))
        .collect::<Result<Vec<_>>>()?;
    if files.is_empty() {
        bail!("a view loads nothing");
    }
    files.sort_by(|a, b| b.gzipped.cmp(&a.gzipped).then_with(|| a.name.cmp(&b.name)));
    Ok(files)
}

fn weigh(dist: &Path, name: String) -> Result<File> {
    let bytes = fs::read(dist.join(&name)).with_context(|| format!("cannot read {name}"))?;
    // What is compressed already is sent as it is.
    if name.ends_with(".gz") || name.ends_with(".png") || name.ends_with(".woff2") {
        let size = bytes.len() as u64;
        return Ok(File { name, raw: size, gzipped: size });
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok(File { name, raw: bytes.len() as u64, gzipped: encoder.finish()?.len() as u64 })
}

fn total(files: &[File]) -> u64 {
    files.iter().map(|file| file.gzipped).sum()
}

fn table(title: &str, files: &[File], budget: u64) -> String {
    let mut text = format!("\n{title}\n{:<32}{:>12}{:>12}\n", "bytes", "raw", "gzip -9");
    let mut row = |name: &str, raw: u64, gzipped: u64| {
        text += &format!("{name:<32}{:>12}{:>12}\n", grouped(raw), grouped(gzipped));
    };
    for file in files {
        row(&file.name, file.raw, file.gzipped);
    }
    let sum = total(files);
    row("total", files.iter().map(|file| file.raw).sum(), sum);
    text += &if sum <= budget {
        format!("within the budget of {} (www/budget.json)\n", grouped(budget))
    } else {
        format!("OVER the budget of {} (www/budget.json) by {}\n", grouped(budget), grouped(sum - budget))
    };
    text
}

/// 1234567 as "1,234,567".
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_has_a_budget() -> Result<()> {
        let text = fs::read_to_string(project::path("www/budget.json"))?;
        for (key, _) in VIEWS {
            assert!(parse_budget(&text, key)? > 0, "{key}");
        }
        for bad in ["", "{}", r#"{"a": "350 kB"}"#, r#"{"a": -1}"#] {
            assert!(parse_budget(bad, "a").is_err(), "{bad}");
        }
        Ok(())
    }

    #[test]
    fn the_table_says_whether_the_budget_is_kept() {
        let files =
            [File { name: "a.js".into(), raw: 4000, gzipped: 1500 }, File { name: "b".into(), raw: 2, gzipped: 1 }];
        assert_eq!(total(&files), 1501);
        assert!(table("a view", &files, 1501).contains("within the budget of 1,501"));
        assert!(table("a view", &files, 1500).contains("OVER the budget of 1,500 (www/budget.json) by 1"));
        assert!(table("a view", &files, 1500).contains("4,002"));
    }

    #[test]
    fn files_are_weighed_as_sent() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("nabla-dist-{}", std::process::id()));
        fs::create_dir_all(folder.join("data"))?;
        fs::write(folder.join("index.html"), "a".repeat(10_000))?;
        fs::write(folder.join("data/text.gz"), "a".repeat(1_000))?;
        let files = weigh_all(&folder, &serde_json::json!(["index.html", "data/text.gz"]))?;
        let missing = weigh_all(&folder, &serde_json::json!(["none.js"]));
        let empty = weigh_all(&folder, &serde_json::json!([]));
        fs::remove_dir_all(&folder)?;
        assert!(missing.is_err() && empty.is_err());
        assert_eq!(files[0], File { name: "data/text.gz".into(), raw: 1_000, gzipped: 1_000 });
        assert_eq!((files[1].raw, files[1].gzipped < 100), (10_000, true));
        Ok(())
    }
}
