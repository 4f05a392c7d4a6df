//! Counting results, and the summary of a run.

use crate::args::Kind;
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::time::Instant;

/// How many tests ended how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
    /// Marked as not to be run.
    pub(super) ignored: u64,
    /// Of those that failed, as far as the runner names them.
    pub(super) names: Vec<String>,
}

impl Tally {
    /// Something failed that is no single test: a compilation, a check, a set-up.
    pub(super) fn broken() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    /// Adds the counts of a line such as `test result: ok. 5 passed; 0 failed; 1 ignored; …`, which cargo's and
    /// wasm-bindgen's runners print once for each file of tests, and the name in `test name ... FAILED`, which
    /// wasm-bindgen's writes `FAIL`. Other lines change nothing.
    pub(super) fn read(&mut self, line: &str) {
        let ended = line.strip_prefix("test ").and_then(|line| line.split_once(" ... FAIL"));
        self.names.extend(ended.map(|(name, _)| name.to_owned()));
        let Some((_, counts)) = line.split_once("test result: ") else {
            return;
        };
        let count = |what: &str| {
            let before = counts.split_once(what)?.0;
            before.trim_end().rsplit([' ', '.']).next()?.parse::<u64>().ok()
        };
        self.passed += count(" passed").unwrap_or(0);
        self.failed += count(" failed").unwrap_or(0);
        self.ignored += count(" ignored").unwrap_or(0);
    }

    /// The counts, given whether the runner said that all is well: a runner that fails without a failed test (it did
    /// not compile, it crashed) is a failure, and so is one that ran nothing.
    pub(super) fn judged(mut self, success: bool) -> Self {
        if self.failed == 0 && (!success || self.passed == 0) {
            self.failed = 1;
        }
        self
    }

    /// The counts of Playwright's JSON report. A test that passed only when repeated has failed.
    pub(super) fn of_playwright(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report).context("Playwright's report is not JSON")?;
        let count = |what: &str| report["stats"][what].as_u64().with_context(|| format!("the report lacks `{what}`"));
        Ok(Self {
            passed: count("expected")?,
            failed: count("unexpected")? + count("flaky")?,
            ignored: count("skipped")?,
            names: unexpected(&report, ""),
        })
    }
}

/// The tests of a report's suites that did not end as they should, with the suites that they are in.
fn unexpected(suite: &Value, within: &str) -> Vec<String> {
    let list = |key: &str| suite[key].as_array().into_iter().flatten();
    let named = |of: &Value| format!("{within}{}", of["title"].as_str().unwrap_or("?"));
    let own = list("specs").filter(|spec| spec["ok"] == false).map(named);
    own.chain(list("suites").flat_map(|suite| unexpected(suite, &format!("{} › ", named(suite))))).collect()
}

/// One step of a run.
#[derive(Clone, Debug)]
pub(super) struct Row {
    kind: Kind,
    name: &'static str,
    pub(super) tally: Tally,
    started: Instant,
    ended: Instant,
}

impl Row {
    /// A step that began at `started` and ends now.
    pub(super) fn since(started: Instant, kind: Kind, name: &'static str, tally: Tally) -> Self {
        Self { kind, name, tally, started, ended: Instant::now() }
    }
}

/// What failed by its name, then a table of all steps; its last line is `N passed, N failed`.
pub(super) fn summary(rows: &[Row]) -> String {
    let failures = rows.iter().flat_map(|Row { kind, name, tally, .. }| {
        tally.names.iter().map(move |test| format!("\nfailed in {} · {name}: {test}", kind.name()))
    });
    let mut text = failures.collect::<String>();
    text += &format!("\n{:<30}{:>8}{:>8}{:>9}{:>9}\n", "summary", "passed", "failed", "ignored", "seconds");
    let (mut passed, mut failed) = (0, 0);
    for Row { kind, name, tally, started, ended } in rows {
        let took = (*ended - *started).as_secs_f64();
        let step = format!("{} · {name}", kind.name());
        text += &format!("{step:<30}{:>8}{:>8}{:>9}{took:>9.1}\n", tally.passed, tally.failed, tally.ignored);
        passed += tally.passed;
        failed += tally.failed;
    }
    // Some run beside others.
    let begun = rows.iter().map(|row| row.started).min();
    let ended = rows.iter().map(|row| row.ended).max();
    let seconds = begun.zip(ended).map_or(0.0, |(begun, ended)| (ended - begun).as_secs_f64());
    text + &format!("{seconds:.0} seconds in all\n{passed} passed, {failed} failed\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_add_up() {
        let mut tally = Tally::default();
        for line in [
            "running 6 tests",
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.30s",
            "    test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.10s",
            "a test printed 9 passed; 9 failed",
        ] {
            tally.read(line);
        }
        assert_eq!((tally.passed, tally.failed, tally.ignored), (19, 3, 1));
        assert!(tally.names.is_empty());
    }

    #[test]
    fn what_failed_is_named() {
        let mut tally = Tally::default();
        for line in ["test a::b ... ok", "test a::c ... FAILED", "test d ... FAIL", "running 6 tests"] {
            tally.read(line);
        }
        assert_eq!(tally.names, ["a::c", "d"]);
    }

    #[test]
    fn nothing_run_is_a_failure() {
        assert_eq!(Tally::default().judged(true).failed, 1);
        let one = Tally { passed: 1, ..Tally::default() };
        assert_eq!(one.clone().judged(true), one);
        assert_eq!(one.judged(false).failed, 1);
        let bad = Tally { passed: 1, failed: 2, ..Tally::default() };
        assert_eq!(bad.clone().judged(false), bad);
    }

    #[test]
    fn playwright_reports_its_counts() {
        let report = r#"{"stats": {"expected": 7, "skipped": 1, "unexpected": 2, "flaky": 1}, "suites": [{
            "title": "a.spec.ts", "specs": [{"title": "one", "ok": true}, {"title": "two", "ok": false}],
            "suites": [{"title": "group", "specs": [{"title": "three", "ok": false}]}]}]}"#;
        let names = ["a.spec.ts › two", "a.spec.ts › group › three"].map(String::from).to_vec();
        let read = Tally { passed: 7, failed: 3, ignored: 1, names };
        assert_eq!(Tally::of_playwright(report).expect("a report"), read);
        assert!(Tally::of_playwright("{}").is_err());
        assert!(Tally::of_playwright("").is_err());
    }

    #[test]
    fn the_summary_ends_with_the_counts() {
        let row = |name, passed, names: &[&str]| {
            let names: Vec<_> = names.iter().copied().map(String::from).collect();
            let tally = Tally { passed, failed: names.len() as u64, ignored: 0, names };
            Row::since(Instant::now(), Kind::Native, name, tally)
        };
        let text = summary(&[row("tests", 12, &["a::c"]), row("clippy", 1, &[])]);
        assert_eq!(text.lines().last(), Some("13 passed, 1 failed"));
        assert!(text.contains("native · clippy") && text.contains("failed in native · tests: a::c"), "{text}");
    }
}
