//! `cargo xtask test`: every kind of test, and one summary.

mod e2e;
mod faults;
mod gensim;
mod interop;
mod lighthouse;
mod native;
mod onnx;
mod recipes;
mod tally;
mod web;

use crate::args::Kind;
use crate::run::{line, run};
use anyhow::Result;
pub(crate) use faults::survive as survive_faults;
pub(crate) use gensim::compare as compare_with_gensim;
pub(crate) use interop::exports as try_exports;
pub(crate) use lighthouse::judge as judge_by_lighthouse;
pub(crate) use onnx::run_cases as run_onnx_cases;
pub(crate) use recipes::build_and_use as try_recipes;
use std::ffi::OsString;
use std::process::Command;
use std::time::Instant;
use tally::{Row, Tally};

/// Runs the kinds in order, all of them whatever fails, and prints a summary whose last line is
/// `N passed, N failed`. True when nothing failed.
///
/// # Errors
/// Never for a failed test; set-up that a kind lacks counts as a failure of that kind.
pub(crate) fn run_kinds(kinds: &[Kind], extra: &[OsString]) -> Result<bool> {
    let mut rows = Vec::new();
    let mut page = (kinds.len() > 1 && kinds.contains(&Kind::E2e)).then(|| e2e::Page::begin(true));
    for &kind in kinds {
        let started = Instant::now();
        let steps = match kind {
            Kind::Native => native::run(extra, &mut rows),
            Kind::Web => web::run(extra, &mut rows),
            Kind::E2e => {
                let page = page.take().unwrap_or_else(|| e2e::Page::begin(false));
                page.and_then(|page| e2e::run(page, extra, &mut rows))
            }
        };
        if let Err(error) = steps {
            println!("\n{}: {error:#}", kind.name());
            rows.push(Row::since(started, kind, "set-up", Tally::broken()));
        }
    }
    print!("{}", tally::summary(&rows));
    Ok(rows.iter().all(|row| row.tally.failed == 0))
}

/// Runs a check that either passes or fails, such as a formatter's.
fn check(kind: Kind, name: &'static str, command: &mut Command, rows: &mut Vec<Row>) {
    let started = announce(kind, name, command);
    let tally = match run(command) {
        Ok(()) => Tally { passed: 1, ..Tally::default() },
        Err(error) => {
            println!("{error:#}");
            Tally::broken()
        }
    };
    rows.push(Row::since(started, kind, name, tally));
}

/// Says what comes, and starts the clock.
fn announce(kind: Kind, name: &str, command: &Command) -> Instant {
    println!("\n=== {} · {name}: {}", kind.name(), line(command));
    Instant::now()
}
