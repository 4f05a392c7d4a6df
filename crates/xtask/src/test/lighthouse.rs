//! Lighthouse's scores of the lecture's page.

use crate::run::{command, succeeds};
use crate::{page, setup};
use anyhow::Result;

/// Builds the page, prints the scores, and says whether they are good enough.
///
/// # Errors
/// A build that fails, or a missing browser.
pub(crate) fn judge() -> Result<bool> {
    let browser = setup::e2e()?;
    page::build()?;
    succeeds(command("node").arg("tests/e2e/lighthouse.mjs").env("NABLA_CHROMIUM", browser.chromium))
}
