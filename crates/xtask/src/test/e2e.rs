//! The finished page in a browser, under a sub-path as on a course's site.

use super::tally::{Row, Tally};
use super::{announce, check};
use crate::args::Kind;
use crate::run::{command, run as run_child};
use crate::setup::Browser;
use crate::{pack, project, serve, setup, soak};
use anyhow::{Context as _, Result};
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::process::{Child, Command};
use std::time::{Instant, SystemTime};

const KIND: Kind = Kind::E2e;

/// Not the root, so that an address that is not relative is found out.
pub(super) const PREFIX: &str = "courses/nabla";

/// The page, being built and weighed.
pub(super) struct Page {
    browser: Browser,
    xtask: Child,
    started: Instant,
    begun_at: SystemTime,
    /// Beside other tests, what it says waits until they are done.
    is_beside: bool,
}

impl Page {
    const SAID: &str = "target/dist.log";

    /// Begins. Linking is one core's work, and so are many tests: side by side they take less than one after the other.
    ///
    /// # Errors
    /// Something is missing that cannot be installed, which is done before: installers would be in each other's way.
    pub(super) fn begin(is_beside: bool) -> Result<Self> {
        setup::page()?;
        let browser = setup::e2e()?;
        let (started, begun_at) = (Instant::now(), SystemTime::now());
        let mut xtask = command(env::current_exe().context("this program does not know where it is")?);
        xtask.arg("dist");
        if is_beside {
            fs::create_dir_all(project::path("target"))?;
            let said =
                File::create(project::path(Self::SAID)).with_context(|| format!("cannot write {}", Self::SAID))?;
            xtask.stderr(said.try_clone()?).stdout(said);
        } else {
            println!("\n=== {} · page and its weight: cargo xtask dist", KIND.name());
        }
        let xtask = xtask.spawn().context("the page cannot be built")?;
        Ok(Self { browser, xtask, started, begun_at, is_beside })
    }

    /// Waits; whether there is a page. One of an earlier build does not count.
    fn finish(mut self, rows: &mut Vec<Row>) -> Result<bool> {
        let status = self.xtask.wait()?;
        if self.is_beside {
            println!("\n=== {} · page and its weight: cargo xtask dist", KIND.name());
            print!("{}", fs::read_to_string(project::path(Self::SAID))?);
        }
        let tally = if status.success() { Tally { passed: 1, ..Tally::default() } } else { Tally::broken() };
        rows.push(Row::since(self.started, KIND, "page and its weight", tally));
        let written = fs::metadata(project::path("dist/index.html")).and_then(|page| page.modified());
        Ok(written.is_ok_and(|at| at >= self.begun_at))
    }
}

pub(super) fn run(page: Page, extra: &[OsString], rows: &mut Vec<Row>) -> Result<()> {
    let browser = page.browser.clone();
    check(KIND, "types", command("tsc").args(["--noEmit", "-p", "www"]), rows);
    check(KIND, "types of faults", command("tsc").args(["--noEmit", "-p", "tests/faults"]), rows);
    check(KIND, "types in Firefox", command("tsc").args(["--noEmit", "-p", "tests/firefox"]), rows);

    if !page.finish(rows)? {
        return Ok(());
    }

    let (address, headless) = (serve::in_background(PREFIX)?, setup::headless(&browser));
    let chromium = |options: &[&str]| {
        let mut chromium = playwright("tests/e2e", &address, extra);
        chromium.args(options).env("NABLA_CHROMIUM", &headless);
        chromium
    };
    if extra.is_empty() {
        all_of(&chromium, rows);
    } else {
        tests("in Chromium", &mut chromium(&[]), rows);
    }
    if extra.is_empty() {
        super::faults::brief(&browser, &address, rows)?;
        check(KIND, "growth", soak::of_page(&browser).arg("--short"), rows);
        check(KIND, "growth that is found", soak::of_page(&browser).arg("--leak"), rows);
        let mut firefox = playwright("tests/firefox", &address, extra);
        tests("in Firefox", firefox.env("NABLA_FIREFOX", setup::firefox()?), rows);
        check(KIND, "package", &mut pack::tests_of(&pack::pack(true)?, &browser.chromium), rows);
    }
    Ok(())
}

/// Most tests wait more than they compute, so two run at a time; those that measure have the machine for themselves. What
/// fails beside another test, or beside something that the machine did meanwhile, may only have been late: by itself it must pass.
fn all_of(chromium: &dyn Fn(&[&str]) -> Command, rows: &mut Vec<Row>) {
    let mut twice = |first, options: &[&str], second, again: &[&str]| {
        tests(first, &mut chromium(options), rows);
        let has_report = |row: &&mut Row| row.tally.passed > 0;
        if let Some(row) = rows.last_mut().filter(has_report).filter(|row| row.tally.failed > 0) {
            (row.tally.failed, row.tally.names) = (0, Vec::new());
            tests(second, &mut chromium(again), rows);
        }
    };
    let by_twos = ["--workers=2", "--grep-invert=@alone"];
    twice("in Chromium, by twos", &by_twos, "in Chromium, again alone", &["--last-failed", by_twos[1]]);
    twice("in Chromium, alone", &["--grep=@alone"], "in Chromium, again", &["--last-failed", "--grep=@alone"]);
}

pub(super) fn playwright(config: &str, address: &str, extra: &[OsString]) -> Command {
    let mut playwright = command("playwright");
    playwright.args(["test", "-c", config, "--reporter=list,json"]).args(extra).env("NABLA_URL", address);
    playwright
}

/// Runs Playwright, and counts what it reports.
pub(super) fn tests(name: &'static str, playwright: &mut Command, rows: &mut Vec<Row>) {
    let report = project::path("target/e2e-report.json");
    let _ = fs::remove_file(&report);
    let started = announce(KIND, name, playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report));
    let ended = run_child(playwright);
    if let Err(error) = &ended {
        println!("{error:#}"); // a failed test, or a Playwright that was killed
    }
    let tally = fs::read_to_string(&report)
        .context("Playwright wrote no report")
        .and_then(|report| Tally::of_playwright(&report))
        .unwrap_or_else(|error| {
            println!("{error:#}");
            Tally::broken()
        })
        .judged(ended.is_ok());
    rows.push(Row::since(started, KIND, name, tally));
}
