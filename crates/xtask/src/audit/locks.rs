//! Whether lock files say of every package where it comes from and what its bytes are.

use crate::project;
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::fs;

const NPM: [&str; 3] = ["package-lock.json", "tests/bench/package-lock.json", "tests/recipes/package-lock.json"];
const CARGO: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A line for every package of all lock files that is not as it should be.
///
/// # Errors
/// A file is missing or is none.
pub(super) fn wrong() -> Result<Vec<String>> {
    let read = |name: &str| fs::read_to_string(project::path(name)).with_context(|| format!("cannot read {name}"));
    let mut lines = Vec::new();
    for name in NPM {
        let lock = serde_json::from_str(&read(name)?).with_context(|| format!("{name} is no lock file"))?;
        lines.extend(of_npm(&lock).into_iter().map(|line| format!("{name}: {line}")));
    }
    for name in CARGO {
        lines.extend(of_cargo(&read(name)?).into_iter().map(|line| format!("{name}: {line}")));
    }
    Ok(lines)
}

fn of_npm(lock: &Value) -> Vec<String> {
    let Some(packages) = lock["packages"].as_object() else { return vec!["it names no packages".to_owned()] };
    let own = |(path, _): &(&String, &Value)| !path.is_empty();
    let wrong = |(path, package): (&String, &Value)| {
        let text = |key: &str| package[key].as_str();
        if !text("integrity").is_some_and(|hash| hash.starts_with("sha512-")) {
            return Some(format!("{path} has no hash"));
        }
        // Without an address npm takes it from its registry, wherever that is.
        text("resolved").map(|elsewhere| format!("{path} comes from {elsewhere}"))
    };
    packages.iter().filter(own).filter_map(wrong).collect()
}

fn of_cargo(lock: &str) -> Vec<String> {
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.map(|rest| rest.trim_end_matches('"').to_owned())
    };
    let packages = lock.split("[[package]]").skip(1);
    let wrong = packages.filter_map(|package| {
        let name = value(package, "name")?;
        let from = value(package, "source")?; // Nabla's own have none
        if from != CRATES_IO {
            return Some(format!("{name} comes from {from}"));
        }
        value(package, "checksum").is_none().then(|| format!("{name} has no hash"))
    });
    wrong.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_package_of_every_lock_file_has_a_hash_and_comes_from_its_registry() {
        assert_eq!(wrong().expect("lock files"), [""; 0]);
    }

    #[test]
    fn what_comes_from_elsewhere_or_has_no_hash_is_named() {
        let lock = json!({"packages": {
            "": {},
            "node_modules/good": {"integrity": "sha512-x"},
            "node_modules/bare": {"version": "1.0.0"},
            "node_modules/git": {"integrity": "sha512-x", "resolved": "git+ssh://git@example.org/x.git"},
        }});
        assert_eq!(
            of_npm(&lock),
            ["node_modules/bare has no hash", "node_modules/git comes from git+ssh://git@example.org/x.git"]
        );
        let package = |name: &str, rest: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n{rest}\n");
        let lock = [
            package("own", ""),
            package("good", &format!("source = \"{CRATES_IO}\"\nchecksum = \"ab\"")),
            package("bare", &format!("source = \"{CRATES_IO}\"")),
            package("git", "source = \"git+https://example.org/x\""),
        ];
        assert_eq!(of_cargo(&lock.concat()), ["bare has no hash", "git comes from git+https://example.org/x"]);
    }
}
