//! `cargo xtask fuzz`: what reads a person's files, given what nobody meant, by libFuzzer. The readers are in `tests/hostile`.

use crate::project;
use crate::run::command;
use anyhow::{Context as _, Result, bail};
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{iter, thread};

/// So many inputs are enough, however little time they took.
const MOST_RUNS: u64 = 10_000_000;
/// The longest input, in bytes.
const LONGEST: usize = 16 << 10;
/// An input that takes longer, in seconds, is one that hangs.
const PATIENCE: u32 = 10;
/// The most memory, in MB; the readers count theirs themselves.
const MEMORY: u32 = 1024;

/// What is to be tried, and for how long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// One reader; all where there is none.
    pub(crate) target: Option<String>,
    /// At most, for each.
    pub(crate) minutes: u32,
    /// So many readers at a time.
    pub(crate) jobs: usize,
}

/// How one reader did.
struct Outcome {
    target: String,
    inputs: u64,
    time: Duration,
    survived: bool,
}

/// Tries the readers, so many at a time, and says what came of it. True when none failed.
///
/// # Errors
/// There is no such reader, or the programs do not build.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let all = targets()?;
    let chosen: Vec<String> = match &options.target {
        None => all,
        Some(one) if all.contains(one) => vec![one.clone()],
        Some(other) => bail!("there is no reader `{other}`: {}", all.join(", ")),
    };
    let mut build = command("cargo");
    crate::run::run(build.current_dir(project::path("fuzz")).args(["build", "--release"]))?;
    let left = Mutex::new(chosen.iter());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let some = || iter::from_fn(next).map(|target| attack(target, options.minutes)).collect::<Result<Vec<_>>>();
    let done: Result<Vec<_>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..options.jobs.max(1)).map(|_| scope.spawn(some)).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker that does not panic")).collect()
    });
    let mut outcomes: Vec<Outcome> = done?.into_iter().flatten().collect();
    outcomes.sort_by(|one, other| one.target.cmp(&other.target));
    println!("\n{}", outcomes.iter().map(said).collect::<Vec<_>>().join("\n"));
    Ok(outcomes.iter().all(|outcome| outcome.survived))
}

/// The names of the programs.
fn targets() -> Result<Vec<String>> {
    let folder = project::path("fuzz/fuzz_targets");
    let files = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let name = |file: fs::DirEntry| Some(file.path().file_stem()?.to_string_lossy().into_owned());
    let mut names: Vec<String> = files.filter_map(|file| name(file.ok()?)).collect();
    names.sort();
    Ok(names)
}

fn log(target: &str) -> PathBuf {
    project::path(&format!("fuzz/target/{target}.log"))
}

/// The program of a reader, wherever cargo has put it: its folder has the machine's name.
fn program(target: &str) -> Result<PathBuf> {
    let built = fs::read_dir(project::path("fuzz/target"))?;
    let mut found = built.filter_map(|folder| Some(folder.ok()?.path().join("release").join(target)));
    found.find(|path| path.is_file()).with_context(|| format!("the program {target} was not built"))
}

fn attack(target: &str, minutes: u32) -> Result<Outcome> {
    println!("{target}: at most {minutes} min or {MOST_RUNS} inputs, told in {}", log(target).display());
    let [corpus, failures] = ["corpus", "failures"].map(|kind| project::path(&format!("fuzz/target/{kind}/{target}")));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&failures)?;
    let mut fuzzer = command(program(target)?);
    fuzzer.arg(&corpus).arg(project::path(&format!("fuzz/seeds/{target}")));
    fuzzer.arg(format!("-max_total_time={}", minutes * 60)).arg(format!("-runs={MOST_RUNS}"));
    fuzzer.arg(format!("-max_len={LONGEST}")).arg(format!("-timeout={PATIENCE}"));
    fuzzer.arg(format!("-rss_limit_mb={MEMORY}")).arg("-print_final_stats=1");
    fuzzer.arg(format!("-artifact_prefix={}/", failures.display()));
    let path = log(target);
    fuzzer.stderr(File::create(&path).with_context(|| format!("cannot write {}", path.display()))?);
    let began = Instant::now();
    let survived = crate::run::succeeds(&mut fuzzer)?;
    let inputs = inputs_in(&fs::read_to_string(&path)?);
    let outcome = Outcome { target: target.to_owned(), inputs, time: began.elapsed(), survived };
    println!("{}", said(&outcome));
    Ok(outcome)
}

/// How many inputs a fuzzer says that it has tried.
fn inputs_in(log: &str) -> u64 {
    let mut said = log.lines().filter_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    said.next_back().and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}

fn said(outcome: &Outcome) -> String {
    let Outcome { target, inputs, time, survived } = outcome;
    let end = if *survived { "held".to_owned() } else { format!("FAILED, see {}", log(target).display()) };
    format!("{target:<13} {inputs:>11} inputs in {:>5} s  {end}", time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fuzzer_says_how_much_it_has_tried() {
        let log = "#2\tINITED cov: 5\nDone 77 runs in 2 second(s)\nstat::number_of_executed_units: 77\nstat::peak_rss_mb: 40\n";
        assert_eq!((inputs_in(log), inputs_in("==1== ERROR")), (77, 0));
    }

    #[test]
    fn every_reader_has_seeds() {
        for target in targets().expect("readers") {
            assert!(project::path(&format!("fuzz/seeds/{target}")).is_dir(), "{target}");
        }
    }
}
