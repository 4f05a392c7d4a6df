//! Counting how cases end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every number within ONNX's bounds.
    Passed,
    /// A wrong number or shape, or no result.
    Failed(String),
    /// Nabla has the operations, but not what this case asks of them.
    Outside(String),
    /// An operation that Nabla does not have.
    OtherOperation(String),
}

/// How many cases ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// On every device.
    pub passed: usize,
    /// On some device.
    pub failed: usize,
    /// Outside of what Nabla does.
    pub skipped: usize,
}

/// What a run of many cases gave. It displays as a table, then the reasons, and ends with the counts.
#[derive(Default)]
pub struct Report {
    operations: BTreeMap<String, Counts>,
    failures: Vec<String>,
    outside: BTreeMap<String, Vec<String>>,
    other_operations: BTreeSet<String>,
    with_other_operations: usize,
}

impl Report {
    /// Notes how a case of these operations ended.
    pub fn add(&mut self, name: &str, operations: &[String], verdict: Verdict) {
        if let Verdict::OtherOperation(operation) = verdict {
            self.with_other_operations += 1;
            self.other_operations.insert(operation);
            return;
        }
        let counts = self.operations.entry(operations.join(", ")).or_default();
        match verdict {
            Verdict::Passed => counts.passed += 1,
            Verdict::Failed(why) => {
                counts.failed += 1;
                self.failures.push(format!("{name}: {why}"));
            }
            Verdict::Outside(reason) | Verdict::OtherOperation(reason) => {
                counts.skipped += 1;
                self.outside.entry(reason).or_default().push(name.to_owned());
            }
        }
    }

    /// The sums over all operations.
    pub fn counts(&self) -> Counts {
        let start = Counts { skipped: self.with_other_operations, ..Counts::default() };
        self.operations.values().fold(start, |sum, counts| Counts {
            passed: sum.passed + counts.passed,
            failed: sum.failed + counts.failed,
            skipped: sum.skipped + counts.skipped,
        })
    }

    /// The failures, each with its case, device and first wrong number.
    pub fn failures(&self) -> &[String] {
        &self.failures
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<40}{:>8}{:>8}{:>9}", "operations", "passed", "failed", "skipped")?;
        for (operations, counts) in &self.operations {
            writeln!(f, "{operations:<40}{:>8}{:>8}{:>9}", counts.passed, counts.failed, counts.skipped)?;
        }
        for failure in &self.failures {
            writeln!(f, "FAILED {failure}")?;
        }
        let mut reasons = Vec::new();
        for (reason, cases) in &self.outside {
            writeln!(f, "skipped, {reason}: {}", cases.join(", "))?;
            reasons.push(format!("{} {reason}", cases.len()));
        }
        if self.with_other_operations > 0 {
            let names: Vec<&str> = self.other_operations.iter().map(String::as_str).collect();
            writeln!(f, "skipped, operations that Nabla does not have: {}", names.join(", "))?;
            reasons.push(format!("{} operations that Nabla does not have", self.with_other_operations));
        }
        let Counts { passed, failed, skipped } = self.counts();
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")?;
        if reasons.is_empty() { Ok(()) } else { write!(f, " ({})", reasons.join("; ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_ends_with_the_counts_and_the_reasons() {
        let mut report = Report::default();
        report.add("test_a", &["Relu".into()], Verdict::Passed);
        report.add("test_b", &["Relu".into()], Verdict::Failed("on gpu: y[0]: 1 instead of 2".into()));
        report.add("test_c", &["Relu".into()], Verdict::Outside("uint8 numbers".into()));
        report.add("test_d", &["Abs".into()], Verdict::OtherOperation("Abs".into()));
        let text = report.to_string();
        let last = "1 passed, 1 failed, 2 skipped (1 uint8 numbers; 1 operations that Nabla does not have)";
        assert_eq!(text.lines().last(), Some(last));
        assert!(text.contains("FAILED test_b: on gpu: y[0]: 1 instead of 2\n"));
        assert!(text.contains("skipped, uint8 numbers: test_c\n"));
    }
}
