//! `cargo xtask`: the only tool a person needs to set up, build, serve and test Nabla.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

mod args;
mod audit;
mod bench;
mod dist;
mod fuzz;
mod module;
mod pack;
mod page;
mod project;
mod run;
mod serve;
mod setup;
mod soak;
mod test;

use anyhow::Result;
use args::Command;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = match args::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("xtask: {error}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match dispatch(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command. `false` means that it did its work and the work showed a failure.
fn dispatch(command: Command) -> Result<bool> {
    match command {
        Command::Help => println!("{}", args::USAGE),
        Command::Setup => setup::everything()?,
        Command::Serve { port, dev: true, .. } => serve::live(port)?,
        Command::Serve { port, prefix, dev: false } => serve::release(port, &prefix)?,
        Command::Bench(options) => bench::run(&options)?,
        Command::Dist => return dist::build_and_weigh(),
        Command::Pack { is_built } => println!("{}", pack::pack(is_built)?.display()),
        Command::TestPack { is_built } => return pack::test(is_built),
        Command::Faults { is_built, extra } => return test::survive_faults(is_built, &extra),
        Command::Recipes { is_built } => return test::try_recipes(is_built),
        Command::Lighthouse => return test::judge_by_lighthouse(),
        Command::Interop => return test::try_exports(),
        Command::Gensim => return test::compare_with_gensim(),
        Command::Soak { is_built, options } => return soak::run(is_built, &options),
        Command::Audit => return audit::run(),
        Command::Fuzz(options) => return fuzz::run(&options),
        Command::Onnx { folder } => return test::run_onnx_cases(folder.as_deref()),
        Command::Test { kinds, extra } => return test::run_kinds(&kinds, &extra),
    }
    Ok(true)
}
