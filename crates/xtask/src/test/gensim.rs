//! Word vectors beside gensim's, on the same texts.

use crate::run::{command, run, succeeds};
use crate::{project, setup};
use anyhow::Result;

/// Trains both, writes `tests/gensim/RESULTS.md`, and says whether Nabla's are as good.
///
/// # Errors
/// Python or gensim is missing, or Nabla's half does not compile.
pub(crate) fn compare() -> Result<bool> {
    let python = setup::gensim()?;
    let example = ["--release", "--package", "nabla-tests", "--example", "word-vectors"];
    run(command("cargo").args(["build", "--quiet"]).args(example))?;
    let program = project::path("target/release/examples/word-vectors").with_extension(std::env::consts::EXE_EXTENSION);
    succeeds(command(python).arg("tests/gensim/compare.py").arg("--nabla").arg(program))
}
