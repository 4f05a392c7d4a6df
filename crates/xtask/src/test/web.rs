//! The crates as WebAssembly in a headless Chromium, with WebGPU on `SwiftShader` (tests/webdriver.json).

use super::announce;
use super::tally::{Row, Tally};
use crate::args::Kind;
use crate::run::{command, watch};
use crate::setup;
use anyhow::Result;
use std::ffi::OsString;

const KIND: Kind = Kind::Web;

pub(super) fn run(extra: &[OsString], rows: &mut Vec<Row>) -> Result<()> {
    let (wasm, browser) = setup::web()?;
    let mut pack = command("wasm-pack");
    // Set-up has brought the tools: wasm-pack must not look for newer ones.
    pack.args(["test", "--mode", "no-install", "--headless", "--chrome", "--chromedriver"]);
    pack.arg(&browser.driver).arg("tests").args(extra);
    // A network that trains on SwiftShader needs more than the runner's 20 seconds.
    wasm.on(&mut pack).env("WASM_BINDGEN_TEST_TIMEOUT", "1200").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");

    let started = announce(KIND, "tests", &pack);
    let (mut tally, mut skipped) = (Tally::default(), false);
    let status = watch(&mut pack, |line| {
        tally.read(line);
        skipped |= line.contains("only configured to run in node.js");
    })?;
    if skipped {
        println!("a file of tests was skipped: it needs `wasm_bindgen_test_configure!(run_in_dedicated_worker)`");
        tally.failed += 1;
    }
    let tally = tally.judged(status.success());
    rows.push(Row::since(started, KIND, "tests", tally));
    Ok(())
}
