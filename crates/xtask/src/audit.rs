//! `cargo xtask audit`: where dependencies come from, under which licences, and whether something is known against them.

mod locks;

use crate::run::{command, succeeds};
use crate::setup;
use anyhow::{Context as _, Result};
use std::process::Stdio;

/// How one check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    /// It could not be done here.
    Skipped(&'static str),
}

/// Does all checks, whatever fails, and says how each ended. True when none failed.
///
/// # Errors
/// A tool is missing that cannot be installed here.
pub(crate) fn run() -> Result<bool> {
    let mut outcomes = vec![("lock files", lock_files()?)];
    setup::audit()?;
    let licences = succeeds(command("cargo").args(["deny", "--all-features", "check", "licenses", "bans", "sources"]))?;
    outcomes.push(("licences, bans and sources of crates", if licences { Outcome::Passed } else { Outcome::Failed }));
    outcomes.push(("advisories about crates", advisories()?));
    outcomes.push(("advisories about npm packages", npm(&["audit"], "found 0 vulnerabilities")?));
    outcomes.push(("signatures of npm packages", npm(&["audit", "signatures"], "verified registry signatures")?));
    println!();
    for (check, outcome) in &outcomes {
        match outcome {
            Outcome::Passed => println!("passed   {check}"),
            Outcome::Failed => println!("FAILED   {check}"),
            Outcome::Skipped(why) => println!("skipped  {check}: {why}"),
        }
    }
    Ok(outcomes.iter().all(|(_, outcome)| *outcome != Outcome::Failed))
}

fn lock_files() -> Result<Outcome> {
    let wrong = locks::wrong()?;
    wrong.iter().for_each(|line| println!("{line}"));
    Ok(if wrong.is_empty() { Outcome::Passed } else { Outcome::Failed })
}

fn advisories() -> Result<Outcome> {
    if !succeeds(command("cargo").args(["deny", "fetch", "db"]).stderr(Stdio::null()))? {
        return Ok(Outcome::Skipped("the database of RustSec cannot be fetched from here"));
    }
    let is_clean = succeeds(command("cargo").args(["deny", "--all-features", "check", "advisories"]))?;
    Ok(if is_clean { Outcome::Passed } else { Outcome::Failed })
}

/// npm fails in the same way for what it finds and for what it cannot reach, so its words decide.
fn npm(arguments: &[&str], good: &str) -> Result<Outcome> {
    let mut npm = command("npm");
    let output = npm.args(arguments).output().with_context(|| format!("cannot start `{}`", crate::run::line(&npm)))?;
    let said = [output.stdout, output.stderr].map(|part| String::from_utf8_lossy(&part).into_owned()).concat();
    let outcome = judged(&said, output.status.success(), good);
    if outcome == Outcome::Failed {
        println!("{said}");
    }
    Ok(outcome)
}

fn judged(said: &str, is_success: bool, good: &str) -> Outcome {
    if said.contains("npm error network") || said.contains("audit endpoint returned an error") {
        return Outcome::Skipped("npm's registry does not answer this from here");
    }
    if is_success && said.contains(good) { Outcome::Passed } else { Outcome::Failed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_that_reaches_nothing_has_found_nothing() {
        assert_eq!(
            judged("npm error network ENOTFOUND", false, "found 0"),
            Outcome::Skipped("npm's registry does not answer this from here")
        );
        assert_eq!(judged("found 0 vulnerabilities", true, "found 0 vulnerabilities"), Outcome::Passed);
        assert_eq!(judged("found 3 vulnerabilities", false, "found 0 vulnerabilities"), Outcome::Failed);
        assert_eq!(judged("", true, "found 0 vulnerabilities"), Outcome::Failed);
    }
}
