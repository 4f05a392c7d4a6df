//! Counting results, and the summary of a run.

use crate::args::Kind;
use anyhow::{Context as _, Result};
use std::time::Instant;

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
    /// Marked as not to be run.
    pub(super) ignored: u64,
}

impl Tally {
    /// Something failed that is no single test: a compilation, a check, a set-up.
    pub(super) fn broken() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    /// Adds the counts of a line such as `test result: ok. 5 passed; 0 failed; 1 ignored; …`, which cargo's and
    /// wasm-bindgen's runners print once for each file of tests. Other lines change nothing.
    pub(super) fn read(&mut self, line: &str) {
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
        let report: serde_json::Value = serde_json::from_str(report).context("Playwright's report is not JSON")?;
        let count = |what: &str| report["stats"][what].as_u64().with_context(|| format!("the report lacks `{what}`"));
        Ok(Self {
            passed: count("expected")?,
            failed: count("unexpected")? + count("flaky")?,
            ignored: count("skipped")?,
        })
    }
}

/// One step of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    kind: Kind,
    name: &'static str,
    pub(super) tally: Tally,
    seconds: f64,
}

impl Row {
    /// A step that began at `started` and ends now.
    pub(super) fn since(started: Instant, kind: Kind, name: &'static str, tally: Tally) -> Self {
        Self { kind, name, tally, seconds: started.elapsed().as_secs_f64() }
    }
}

/// A table of all steps; its last line is `N passed, N failed`.
pub(super) fn summary(rows: &[Row]) -> String {
    let mut text = format!("\n{:<30}{:>8}{:>8}{:>9}{:>9}\n", "summary", "passed", "failed", "ignored", "seconds");
    let (mut passed, mut failed, mut seconds) = (0, 0, 0.0);
    for Row { kind, name, tally, seconds: took } in rows {
        let step = format!("{} · {name}", kind.name());
        text += &format!("{step:<30}{:>8}{:>8}{:>9}{took:>9.1}\n", tally.passed, tally.failed, tally.ignored);
        passed += tally.passed;
        failed += tally.failed;
        seconds += took;
    }
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
        assert_eq!(tally, Tally { passed: 19, failed: 3, ignored: 1 });
    }

    #[test]
    fn nothing_run_is_a_failure() {
        assert_eq!(Tally::default().judged(true).failed, 1);
        let one = Tally { passed: 1, ..Tally::default() };
        assert_eq!(one.judged(true), one);
        assert_eq!(one.judged(false).failed, 1);
        let bad = Tally { passed: 1, failed: 2, ignored: 0 };
        assert_eq!(bad.judged(false), bad);
    }

    #[test]
    fn playwright_reports_its_counts() {
        let report = r#"{"stats": {"expected": 7, "skipped": 1, "unexpected": 2, "flaky": 1}}"#;
        assert_eq!(Tally::of_playwright(report).expect("a report"), Tally { passed: 7, failed: 3, ignored: 1 });
        assert!(Tally::of_playwright("{}").is_err());
        assert!(Tally::of_playwright("").is_err());
    }

    #[test]
    fn the_summary_ends_with_the_counts() {
        let row =
            |name, passed, failed| Row::since(Instant::now(), Kind::Native, name, Tally { passed, failed, ignored: 0 });
        let text = summary(&[row("tests", 12, 1), row("clippy", 1, 0)]);
        assert_eq!(text.lines().last(), Some("13 passed, 1 failed"));
        assert!(text.contains("native · clippy"));
    }
}
