//! `cargo xtask dist`: the finished page and what it weighs on the wire.

use crate::{page, project};
use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// One file of the first view; sizes in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    /// Its path in `dist/`, with `/`.
    name: String,
    raw: u64,
    /// After `gzip -9`, as static hosts send it.
    gzipped: u64,
}

/// Builds the page, prints what its first view transfers, and says whether that is within the budget.
///
/// # Errors
/// A build that fails, an unreadable budget, or a page without its module.
pub(crate) fn build_and_weigh() -> Result<bool> {
    page::build()?;
    let files = first_view(&project::path("dist"))?;
    let budget = budget()?;
    print!("{}", table(&files, budget));
    Ok(total(&files) <= budget)
}

fn budget() -> Result<u64> {
    let text = fs::read_to_string(project::path("www/budget.json")).context("cannot read www/budget.json")?;
    parse_budget(&text)
}

fn parse_budget(text: &str) -> Result<u64> {
    let budget: serde_json::Value = serde_json::from_str(text).context("www/budget.json is not JSON")?;
    budget["firstViewGzipBytes"].as_u64().context("www/budget.json has no whole number `firstViewGzipBytes`")
}

/// All files that index.html loads, heaviest first.
fn first_view(dist: &Path) -> Result<Vec<File>> {
    let mut names = Vec::new();
    list(dist, "", &mut names).with_context(|| format!("cannot list {}", dist.display()))?;
    let chunks = chunks_at_once(dist, &names)?;
    names.retain(|name| if is_chunk(name) { chunks.contains(name) } else { is_first_view(name) });
    if !names.iter().any(|name| name.ends_with(".wasm")) {
        bail!("{} holds no WebAssembly module", dist.display());
    }
    let mut files = names.into_iter().map(|name| weigh(dist, name)).collect::<Result<Vec<_>>>()?;
    files.sort_by(|a, b| b.gzipped.cmp(&a.gzipped).then_with(|| a.name.cmp(&b.name)));
    Ok(files)
}

/// A part that several scripts share, or that is loaded on demand: esbuild ends its name with a hash.
fn is_chunk(name: &str) -> bool {
    let hash = name.strip_suffix(".js").and_then(|stem| stem.rsplit_once('-')).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 8 && hash.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()))
}

/// The chunks that the first view's scripts import at once, or that those import: `from"./a-HASH.js"`, `import"./a-HASH.js"`.
fn chunks_at_once(dist: &Path, names: &[String]) -> Result<HashSet<String>> {
    let chunks: Vec<&String> = names.iter().filter(|name| is_chunk(name)).collect();
    let mut scripts: Vec<&String> =
        names.iter().filter(|name| name.ends_with(".js") && !is_chunk(name) && is_first_view(name)).collect();
    let mut found = HashSet::new();
    while let Some(script) = scripts.pop() {
        let text = fs::read_to_string(dist.join(script)).with_context(|| format!("cannot read {script}"))?;
        for chunk in &chunks {
            let is_imported = ["from", "import"].iter().any(|word| text.contains(&format!("{word}\"./{chunk}\"")));
            if is_imported && found.insert((*chunk).clone()) {
                scripts.push(chunk);
            }
        }
    }
    Ok(found)
}

fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// Everything except what is loaded on demand (texts, the larger modules of the labs, the benchmark), by developers (maps), by readers of licences, and by the other page. A file of a kind not
/// thought of here counts.
fn is_first_view(name: &str) -> bool {
    let is_elsewhere =
        ["data/", "nabla-labs", "nabla-bench", "bench-worker", "umap-worker", "image-worker", "imagenet"]
            .iter()
            .any(|start| name.starts_with(start));
    !is_elsewhere && name != "embed.html" && ![".map", ".txt"].iter().any(|ending| name.ends_with(ending))
}

fn weigh(dist: &Path, name: String) -> Result<File> {
    let bytes = fs::read(dist.join(&name)).with_context(|| format!("cannot read {name}"))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok(File { name, raw: bytes.len() as u64, gzipped: encoder.finish()?.len() as u64 })
}

fn total(files: &[File]) -> u64 {
    files.iter().map(|file| file.gzipped).sum()
}

fn table(files: &[File], budget: u64) -> String {
    let mut text = format!("\n{:<32}{:>12}{:>12}\n", "first view, bytes", "raw", "gzip -9");
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
    fn the_first_view_is_what_index_html_loads() {
        for name in ["index.html", "nabla.js", "nabla-worker_bg.wasm", "site.css", "fonts/a.woff2", "locales/ru.ftl"] {
            assert!(is_first_view(name), "{name}");
        }
        for name in [
            "embed.html",
            "nabla.js.map",
            "data/text/kjv.txt.gz",
            "nabla.js.LEGAL.txt",
            "nabla-labs-relaxed_bg.wasm",
            "nabla-bench_bg.wasm",
            "nabla-labs.js",
            "bench-worker.js",
            "umap-worker.js",
            "image-worker.js",
            "imagenet.js",
        ] {
            assert!(!is_first_view(name), "{name}");
        }
    }

    #[test]
    fn the_budget_is_a_number_of_bytes() {
        assert_eq!(parse_budget(r#"{"firstViewGzipBytes": 350000}"#).expect("a budget"), 350_000);
        for bad in ["", "{}", r#"{"firstViewGzipBytes": "350 kB"}"#, r#"{"firstViewGzipBytes": -1}"#] {
            assert!(parse_budget(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_table_says_whether_the_budget_is_kept() {
        let files =
            [File { name: "a.js".into(), raw: 4000, gzipped: 1500 }, File { name: "b".into(), raw: 2, gzipped: 1 }];
        assert_eq!(total(&files), 1501);
        assert!(table(&files, 1501).contains("within the budget of 1,501"));
        assert!(table(&files, 1500).contains("OVER the budget of 1,500 (www/budget.json) by 1"));
        assert!(table(&files, 1500).contains("4,002"));
    }

    #[test]
    fn a_folder_is_weighed_as_sent() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("nabla-dist-{}", std::process::id()));
        fs::create_dir_all(folder.join("data"))?;
        fs::write(folder.join("index.html"), "a".repeat(10_000))?;
        fs::write(folder.join("data/text.gz"), "x")?;
        assert!(first_view(&folder).is_err(), "a page without its module");
        fs::write(folder.join("m.wasm"), "m")?;
        fs::write(folder.join("nabla.js"), r#"import{a}from"./chunk-AAAA1111.js";import("./bench-BBBB2222.js")"#)?;
        fs::write(folder.join("chunk-AAAA1111.js"), r#"import"./chunk-CCCC3333.js""#)?;
        fs::write(folder.join("chunk-CCCC3333.js"), "")?;
        fs::write(folder.join("bench-BBBB2222.js"), r#"import"./chunk-DDDD4444.js""#)?;
        fs::write(folder.join("chunk-DDDD4444.js"), "")?;
        let files = first_view(&folder)?;
        fs::remove_dir_all(&folder)?;
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["chunk-AAAA1111.js", "chunk-CCCC3333.js", "index.html", "m.wasm", "nabla.js"]);
        let page = files.iter().find(|file| file.name == "index.html").context("the page")?;
        assert_eq!(page.raw, 10_000);
        assert!(page.gzipped < 100);
        Ok(())
    }
}
