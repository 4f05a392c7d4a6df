//! Runs folders of ONNX cases on the CPU and on the GPU: `cargo xtask test onnx`.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use nabla_compute::Device;
use nabla_tests::onnx::{Cases, Report, Verdict};
use prost::Message as _;

/// A kept case has at most this many bytes: what the repository holds stays small.
const LARGEST_KEPT: usize = 64_000;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder? And, to keep the cases that pass, which file?")?;
    let keep = arguments.next();
    let cases = Cases::of_folder(Path::new(&folder)).map_err(|error| format!("{folder}: {error}"))?.cases;
    let devices: Vec<Device> = [Device::cpu()].into_iter().chain(pollster::block_on(nabla_tests::gpu())).collect();
    let names: Vec<String> = devices.iter().map(|d| d.adapter().map_or("the CPU".into(), |(name, _)| name)).collect();
    println!("{} cases of {folder} on {}", cases.len(), names.join(" and "));

    let (mut report, mut kept) = (Report::default(), Vec::new());
    for case in cases {
        // A wrong shape panics: it is this case's failure, not the run's.
        let verdict = catch_unwind(AssertUnwindSafe(|| pollster::block_on(case.run(&devices))))
            .unwrap_or_else(|_| Verdict::Failed("panicked".into()));
        let small = case.encoded_len() <= LARGEST_KEPT;
        report.add(&case.name, &case.operations(), verdict.clone());
        if verdict == Verdict::Passed && small {
            kept.push(case);
        }
    }
    println!("{report}");
    if let Some(file) = keep {
        std::fs::write(file, Cases { cases: kept }.encode_to_vec())?;
    }
    let counts = report.counts();
    Ok(if counts.failed == 0 && counts.passed + counts.skipped > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
