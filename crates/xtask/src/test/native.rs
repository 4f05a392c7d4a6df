//! Formatting, lints and cargo's tests, on this machine.

use super::tally::{Row, Tally};
use super::{announce, check};
use crate::args::Kind;
use crate::run::{command, watch};
use crate::setup;
use anyhow::Result;
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

const KIND: Kind = Kind::Native;

pub(super) fn run(extra: &[OsString], rows: &mut Vec<Row>) -> Result<()> {
    let vulkan = setup::native()?;
    check(KIND, "formatting", command("cargo").args(["fmt", "--all", "--check"]), rows);
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    check(KIND, "lints", command("cargo").args(clippy), rows);

    let mut cargo = command("cargo");
    cargo.args(["test", "--workspace", "--no-fail-fast"]).args(extra);
    on_software_gpu(&mut cargo, vulkan);
    let started = announce(KIND, "tests", &cargo);
    let mut tally = Tally::default();
    let status = watch(&mut cargo, |line| tally.read(line))?;
    let tally = tally.judged(status.success());
    rows.push(Row::since(started, KIND, "tests", tally));
    Ok(())
}

/// Lets a child use the software driver, given its manifest where there is one.
pub(super) fn on_software_gpu(command: &mut Command, manifest: Option<PathBuf>) {
    if let Some(manifest) = manifest {
        // The same driver everywhere, whatever cards a machine has: failures can be repeated.
        command.env("VK_DRIVER_FILES", manifest);
    }
    if env::var_os("XDG_RUNTIME_DIR").is_none() {
        // Without a desktop, the display library behind Vulkan reports an error for each device asked for.
        command.env("XDG_RUNTIME_DIR", env::temp_dir());
    }
}
