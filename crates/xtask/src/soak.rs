//! `cargo xtask soak`: every kind of model trained for long, labs made and removed again and again. `tests/soak` does it.

use crate::run::{command, succeeds};
use crate::setup::Browser;
use crate::{page, project, setup};
use anyhow::Result;
use std::ffi::OsString;
use std::process::Command;

/// Builds the page, unless the one in `dist/` shall do, and soaks it. True when nothing that it holds grew.
///
/// # Errors
/// A tool is missing, or a build fails.
pub(crate) fn run(is_built: bool, options: &[OsString]) -> Result<bool> {
    let browser = setup::e2e()?;
    if !is_built {
        page::build()?;
    }
    succeeds(of_page(&browser).args(options))
}

/// Soaks the page that lies in `dist/`.
pub(crate) fn of_page(browser: &Browser) -> Command {
    let mut soak = command("node");
    soak.arg("tests/soak/soak.mjs").env("NABLA_CHROMIUM", &browser.chromium).env("NABLA_DIST", project::path("dist"));
    soak
}
