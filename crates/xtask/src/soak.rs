//! `cargo xtask soak`: every kind of model trained for long, labs made and removed again and again. `tests/soak` does it.

use crate::run::{command, succeeds};
use crate::{page, project, setup};
use anyhow::Result;
use std::ffi::OsString;

/// Builds the page, unless the one in `dist/` shall do, and soaks it. True when nothing that it holds grew.
///
/// # Errors
/// A tool is missing, or a build fails.
pub(crate) fn run(is_built: bool, options: &[OsString]) -> Result<bool> {
    let browser = setup::e2e()?;
    if !is_built {
        page::build()?;
    }
    let mut soak = command("node");
    soak.arg("tests/soak/soak.mjs").env("NABLA_CHROMIUM", browser.chromium).env("NABLA_DIST", project::path("dist"));
    succeeds(soak.args(options))
}
