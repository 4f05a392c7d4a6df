//! Child processes: one environment for all, and errors that say what was run.

use crate::project;
use anyhow::{Context as _, Result, bail};
use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A command that finds this project's tools first, runs at the project's root and gets no input.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root()).stdin(Stdio::null()).env("PATH", search_path());
    // `cargo run` names its own cargo and libraries; a child under another toolchain must not use them.
    command.env_remove("CARGO");
    match own_library_path() {
        Some(path) => command.env("LD_LIBRARY_PATH", path),
        None => command.env_remove("LD_LIBRARY_PATH"),
    };
    command
}

/// Node's tools, cargo's tools, then whatever the person has.
fn search_path() -> OsString {
    let own = [project::path("node_modules/.bin"), project::cargo_home().join("bin")];
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
}

/// `LD_LIBRARY_PATH` without the folders that `cargo run` put in front of it.
fn own_library_path() -> Option<OsString> {
    let all = env::var_os("LD_LIBRARY_PATH")?;
    let target = env::current_exe().ok()?.parent()?.to_owned();
    let kept: Vec<PathBuf> = env::split_paths(&all)
        .filter(|path| !path.starts_with(&target) && !path.components().any(|part| part.as_os_str() == "toolchains"))
        .collect();
    if kept.is_empty() { None } else { env::join_paths(kept).ok() }
}

/// The first executable of that name on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path()).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

/// Runs to the end with the child's output shown.
///
/// # Errors
/// The program is missing or ends with a failure.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs to the end with the child's output shown; whether it ended well.
///
/// # Errors
/// The program is missing.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("cannot start `{}`", line(command)))?;
    Ok(status.success())
}

/// Standard output of a short probe, trimmed; `None` when the program is missing or fails.
pub(crate) fn probe(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs to the end, shows the output, and hands each line of standard output to `see`.
///
/// # Errors
/// The program is missing, or its output cannot be passed on.
pub(crate) fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{}`", line(command)))?;
    let mut reader = BufReader::new(child.stdout.take().context("the child's output is piped")?);
    let (mut bytes, mut screen) = (Vec::new(), std::io::stdout().lock());
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        screen.write_all(&bytes)?;
        screen.flush()?;
        see(String::from_utf8_lossy(&bytes).trim_end());
        bytes.clear();
    }
    Ok(child.wait()?)
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_reads_as_typed() {
        let mut command = command("/usr/bin/apt-get");
        assert_eq!(line(command.args(["install", "-y", "x"])), "apt-get install -y x");
    }

    #[test]
    fn a_missing_program_is_no_answer() {
        assert_eq!(probe(&mut command("nabla-has-no-such-program")), None);
        let error = run(&mut command("nabla-has-no-such-program")).expect_err("there is no such program");
        assert!(error.to_string().contains("nabla-has-no-such-program"));
    }
}
