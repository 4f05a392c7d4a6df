//! The finished page broken on purpose: `tests/faults` in Chromium, with modules that break from inside when a message asks for it.

use super::e2e::{PREFIX, playwright, tests};
use super::tally::summary;
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
    let (wasm, browser) = setup::faults()?;
    module::build_with_faults(wasm, &project::path("target/faults"))?;
    let mut rows = Vec::new();
    let mut chromium = playwright("tests/faults", &serve::in_background(PREFIX)?, extra);
    tests("faults", chromium.env("NABLA_CHROMIUM", &browser.chromium), &mut rows);
    print!("{}", summary(&rows));
    Ok(rows.iter().all(|row| row.tally.failed == 0))
}
