//! The finished page broken on purpose: `tests/faults` in Chromium, with modules that break from inside when a message asks for it.

use super::e2e::{PREFIX, playwright, tests};
use super::tally::{Row, summary};
use crate::setup::Browser;
use crate::{module, page, project, serve, setup};
use anyhow::Result;
use std::ffi::OsString;

/// Builds the page, unless the one in `dist/` shall do, and breaks it. True when it survived everything.
///
/// # Errors
/// A tool is missing, or a build fails.
pub(crate) fn survive(is_built: bool, extra: &[OsString]) -> Result<bool> {
    if !is_built {
        page::build()?;
    }
    let browser = setup::e2e()?;
    let mut rows = Vec::new();
    run(&browser, &serve::in_background(PREFIX)?, extra, &mut rows)?;
    print!("{}", summary(&rows));
    Ok(rows.iter().all(|row| row.tally.failed == 0))
}

/// A few faults of each kind, for the tests that always run.
///
/// # Errors
/// A tool is missing, or the modules with faults cannot be built.
pub(super) fn brief(browser: &Browser, address: &str, rows: &mut Vec<Row>) -> Result<()> {
    run(browser, address, &["--grep=@brief".into(), "--workers=2".into()], rows)
}

fn run(browser: &Browser, address: &str, extra: &[OsString], rows: &mut Vec<Row>) -> Result<()> {
    module::build_with_faults(setup::faults()?, &project::path("target/faults"))?;
    let mut chromium = playwright("tests/faults", address, extra);
    // The whole browser: in the one without windows a stack that is full ends the page's process, not the worker alone.
    chromium.arg("--reporter=list,json,tests/faults/table.ts").env("NABLA_CHROMIUM", &browser.chromium);
    tests("faults", &mut chromium, rows);
    Ok(())
}
