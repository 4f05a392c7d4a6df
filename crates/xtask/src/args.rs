//! What a person can ask for on the command line.

use crate::{bench, fuzz};
use lexopt::{Arg, Parser, ValueExt as _};
use std::ffi::OsString;
use std::path::PathBuf;

/// Printed by `cargo xtask` alone and with `--help`.
pub(crate) const USAGE: &str = "\
Nabla's tool: sets up, builds, serves and tests. Each command first installs what it lacks.

Usage: cargo xtask <command>

  setup                        install everything that building and testing need
  serve [--port 8080] [--dev]  build the page and serve it on 127.0.0.1; --dev rebuilds and reloads on each change
        [--prefix a/b]         ... under http://127.0.0.1:<port>/a/b/ instead of the root
  dist                         build dist/, a folder for any static file server, and check its weight
  pack [--built]               make target/pack, the labs as a package for npm (of the page that is in dist/ already)
  test [native|web|e2e]        run all tests, or one kind; what follows `--` goes to the runner of that kind
  test faults [--built]        break the page in every way it must survive; what follows `--` goes to Playwright
  test onnx [FOLDER]           run ONNX's tests of its operators on the CPU and the GPU: those that its Python package
                               makes, or all cases in a folder
  test interop                 export models from the page (char-rnn, vision, word2vec) and run them in PyTorch, alone
                               and by two processes
  test pack [--built]          install that package into an empty folder and use it, in a browser and in Node
  test recipes [--built]       build the examples for reveal.js, MkDocs, Sphinx and Jupyter by those tools, and use them
  test gensim                  train word vectors by Nabla and by gensim on the same texts, and compare them
  test lighthouse              Lighthouse's scores of the lecture's page: performance and accessibility of 95 or more
  soak [--built]               train every kind of model for 20,000 steps or 10 minutes on each device, make and remove labs
                               200 times, start and stop ten labs of one page at random for 5 minutes: nothing that is
                               held may grow, and there is never more than one GPU device
        [--part train|remove|page] [--lab NAME] [--backend cpu|webgpu] [--minutes 10] [--seed 1]
        [--jobs 1]             ... so many models at a time
        [--short]              ... some of it, in a few minutes, as the tests do
        [--leak]               ... lose things on purpose, which has to be found
  fuzz [READER] [--minutes 30] give what reads a person's files what nobody meant: 10 million inputs, or so many minutes, for
        [--jobs 1]             each of fuzz/fuzz_targets, so many of them at a time
  audit                        check where dependencies come from, their licences, and what is known against them
  bench [native|web|words]     measure: every operation, Nabla against its rivals in a browser, word vectors
        [--rounds 3] [--work lstm,gru] [--only nabla-webgpu,jaxjs-webgpu] [--quick] [--adapter swiftshader|default]
  bench report                 write the last results to tests/bench/RESULTS.md

Environment:
  NABLA_NO_GPU_TESTS=1         let the native tests pass without any GPU or Vulkan software driver
  VK_DRIVER_FILES=<icd.json>   native tests on another Vulkan driver than Mesa's lavapipe
  NABLA_CHROMIUM, CHROMEDRIVER, NABLA_FIREFOX
                               browsers and a driver that are not on PATH
  NABLA_ALL=1                  accessibility checks in every pair of a language and a theme, not in two";

/// One kind of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Formatting, lints and `cargo test`.
    Native,
    /// The Rust crates as WebAssembly in a headless browser.
    Web,
    /// The finished page in a browser.
    E2e,
}

impl Kind {
    /// All kinds, cheapest first.
    pub(crate) const ALL: [Self; 3] = [Self::Native, Self::Web, Self::E2e];

    /// The word for it on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "web",
            Self::E2e => "e2e",
        }
    }
}

/// One command, with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print the usage.
    Help,
    /// Install what is missing.
    Setup,
    /// Build and serve the page.
    Serve {
        /// The TCP port on 127.0.0.1.
        port: u16,
        /// The path under which the page appears, without slashes at its ends; empty for the root.
        prefix: String,
        /// Rebuild and reload on each change.
        dev: bool,
    },
    /// Build `dist/` and weigh it.
    Dist,
    /// Make the package for npm.
    Pack {
        /// Of the page that lies in `dist/`.
        is_built: bool,
    },
    /// Make the package and use it from an empty folder.
    TestPack {
        /// Of the page that lies in `dist/`.
        is_built: bool,
    },
    /// Build the examples for other people's pages and use them.
    Recipes {
        /// With the page that lies in `dist/`.
        is_built: bool,
    },
    /// Break the page.
    Faults {
        /// The one that lies in `dist/`.
        is_built: bool,
        /// Arguments for Playwright.
        extra: Vec<OsString>,
    },
    /// Run ONNX's tests of its operators.
    Onnx {
        /// Where the cases are, if they are not to be made.
        folder: Option<PathBuf>,
    },
    /// Run what the page exports in other programs.
    Interop,
    /// Compare word vectors with gensim's.
    Gensim,
    /// Let Lighthouse judge the page.
    Lighthouse,
    /// Train for long.
    Soak {
        /// With the page that lies in `dist/`.
        is_built: bool,
        /// For `tests/soak/soak.mjs`.
        options: Vec<OsString>,
    },
    /// Check dependencies.
    Audit,
    /// Try what reads files.
    Fuzz(fuzz::Options),
    /// Measure.
    Bench(bench::Options),
    /// Run tests.
    Test {
        /// Which kinds, in order.
        kinds: Vec<Kind>,
        /// Arguments for the runner of the single kind asked for.
        extra: Vec<OsString>,
    },
}

/// Reads the arguments after `cargo xtask`.
///
/// # Errors
/// An unknown command, option or value; an option that the command does not have.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let name = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "setup" => bare(&mut parser, Command::Setup),
        "dist" => bare(&mut parser, Command::Dist),
        "audit" => bare(&mut parser, Command::Audit),
        "pack" => perhaps_built("pack", parser.raw_args()?.collect(), |is_built| Command::Pack { is_built }),
        "serve" => serve(&mut parser),
        "soak" => soak(parser),
        "fuzz" => fuzz(&mut parser),
        "bench" => Ok(bench::parse(&mut parser)?.map_or(Command::Help, Command::Bench)),
        "test" => test(&mut parser),
        _ => Err(format!("there is no command `{name}`").into()),
    }
}

fn bare(parser: &mut Parser, command: Command) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None => Ok(command),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn serve(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let (mut port, mut prefix, mut dev) = (8080, String::new(), false);
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("port") | Arg::Short('p') => port = parser.value()?.parse()?,
            Arg::Long("prefix") => prefix = parser.value()?.string()?.trim_matches('/').to_owned(),
            Arg::Long("dev") => dev = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    if dev && !prefix.is_empty() {
        return Err("--prefix is for the release page; --dev serves at the root".into());
    }
    Ok(Command::Serve { port, prefix, dev })
}

fn test(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut kinds = Vec::new();
    let mut extra = Vec::new();
    // `--` is looked for by hand, because lexopt hides it and hands on what follows as values.
    let args: Vec<OsString> = parser.raw_args()?.collect();
    if args.first().is_some_and(|arg| arg == "pack") {
        return perhaps_built("test pack", args[1..].to_vec(), |is_built| Command::TestPack { is_built });
    }
    if args.first().is_some_and(|arg| arg == "recipes") {
        return perhaps_built("test recipes", args[1..].to_vec(), |is_built| Command::Recipes { is_built });
    }
    if args.first().is_some_and(|arg| arg == "faults") {
        let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
        let extra: Vec<OsString> = args.iter().skip(end + 1).cloned().collect();
        return perhaps_built("test faults", args[1..end].to_vec(), |is_built| Command::Faults { is_built, extra });
    }
    if args.first().is_some_and(|arg| arg == "onnx") {
        return onnx(&args[1..]);
    }
    for (name, command) in
        [("gensim", Command::Gensim), ("interop", Command::Interop), ("lighthouse", Command::Lighthouse)]
    {
        if args.first().is_some_and(|arg| arg == name) {
            return match args.get(1) {
                None => Ok(command),
                Some(option) if option == "--help" || option == "-h" => Ok(Command::Help),
                Some(other) => Err(format!("`test {name}` takes no {}", other.display()).into()),
            };
        }
    }
    for arg in args {
        if !extra.is_empty() {
            extra.push(arg);
        } else if let Some(kind) = Kind::ALL.into_iter().find(|kind| arg == kind.name()) {
            kinds.push(kind);
        } else if arg == "--help" || arg == "-h" {
            return Ok(Command::Help);
        } else if arg == "--" {
            extra.push(arg);
        } else {
            return Err(format!("there is no kind of tests {}: native, web or e2e", arg.display()).into());
        }
    }
    if !extra.is_empty() {
        extra.remove(0);
        if kinds.len() != 1 {
            return Err("arguments after `--` need one kind of tests before them".into());
        }
    }
    if kinds.is_empty() {
        kinds = Kind::ALL.to_vec();
    }
    Ok(Command::Test { kinds, extra })
}

fn soak(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let (mut is_built, mut options) = (false, Vec::new());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("built") => is_built = true,
            Arg::Long(name @ ("short" | "leak")) => options.push(format!("--{name}").into()),
            Arg::Long(name @ ("part" | "lab" | "backend" | "minutes" | "seed" | "jobs")) => {
                options.push(format!("--{name}").into());
                options.push(parser.value()?);
            }
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Soak { is_built, options })
}

fn fuzz(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut options = fuzz::Options { target: None, minutes: 30, jobs: 1 };
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("minutes") => options.minutes = parser.value()?.parse()?,
            Arg::Long("jobs") => options.jobs = parser.value()?.parse()?,
            Arg::Value(target) if options.target.is_none() => options.target = Some(target.string()?),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Fuzz(options))
}

/// `[--built]`
fn perhaps_built(name: &str, args: Vec<OsString>, of: impl FnOnce(bool) -> Command) -> Result<Command, lexopt::Error> {
    match args.first() {
        None => Ok(of(false)),
        Some(option) if option == "--built" && args.len() == 1 => Ok(of(true)),
        Some(option) if option == "--help" || option == "-h" => Ok(Command::Help),
        Some(other) => Err(format!("`{name}` takes no {}", other.display()).into()),
    }
}

fn onnx(args: &[OsString]) -> Result<Command, lexopt::Error> {
    match args {
        [option, ..] if option == "--help" || option == "-h" => Ok(Command::Help),
        [option, ..] if option.to_string_lossy().starts_with('-') => {
            Err(format!("`test onnx` has no option {}", option.display()).into())
        }
        [] => Ok(Command::Onnx { folder: None }),
        [folder] => Ok(Command::Onnx { folder: Some(folder.into()) }),
        [_, second, ..] => Err(format!("`test onnx` takes one folder, not also {}", second.display()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Command, String> {
        parse(Parser::from_args(words)).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_and_help_show_the_usage() {
        for words in [&[][..], &["--help"], &["help"], &["test", "--help"], &["serve", "-h"]] {
            assert_eq!(parsed(words), Ok(Command::Help), "{words:?}");
        }
    }

    #[test]
    fn serve_has_a_port_and_a_prefix() {
        let serve = |port, prefix: &str, dev| Ok(Command::Serve { port, prefix: prefix.into(), dev });
        assert_eq!(parsed(&["serve"]), serve(8080, "", false));
        assert_eq!(parsed(&["serve", "--dev", "--port", "9000"]), serve(9000, "", true));
        assert_eq!(parsed(&["serve", "--port=1", "--prefix=/a/b/"]), serve(1, "a/b", false));
        assert!(parsed(&["serve", "--port", "70000"]).is_err());
        assert!(parsed(&["serve", "--port", "no"]).is_err());
        assert!(parsed(&["serve", "--dev", "--prefix", "a"]).is_err());
    }

    #[test]
    fn test_takes_kinds_and_arguments_for_one_runner() {
        let test = |kinds: &[Kind], extra: &[&str]| {
            Ok(Command::Test { kinds: kinds.into(), extra: extra.iter().map(OsString::from).collect() })
        };
        assert_eq!(parsed(&["test"]), test(&Kind::ALL, &[]));
        assert_eq!(parsed(&["test", "web"]), test(&[Kind::Web], &[]));
        assert_eq!(parsed(&["test", "e2e", "--", "-g", "keyboard"]), test(&[Kind::E2e], &["-g", "keyboard"]));
        assert!(parsed(&["test", "nativ"]).is_err());
        assert!(parsed(&["test", "--", "x"]).is_err());
    }

    #[test]
    fn test_onnx_takes_a_folder() {
        assert_eq!(parsed(&["test", "onnx"]), Ok(Command::Onnx { folder: None }));
        assert_eq!(parsed(&["test", "onnx", "a/b"]), Ok(Command::Onnx { folder: Some("a/b".into()) }));
        assert_eq!(parsed(&["test", "onnx", "--help"]), Ok(Command::Help));
        assert!(parsed(&["test", "onnx", "--fast"]).is_err());
        assert!(parsed(&["test", "onnx", "a", "b"]).is_err());
    }

    #[test]
    fn test_interop_takes_nothing() {
        assert_eq!(parsed(&["test", "interop"]), Ok(Command::Interop));
        assert_eq!(parsed(&["test", "interop", "--help"]), Ok(Command::Help));
        assert!(parsed(&["test", "interop", "pytorch"]).is_err());
    }

    #[test]
    fn pack_and_recipes_may_take_what_is_built() {
        assert_eq!(parsed(&["test", "recipes"]), Ok(Command::Recipes { is_built: false }));
        assert_eq!(parsed(&["test", "recipes", "--built"]), Ok(Command::Recipes { is_built: true }));
        assert!(parsed(&["test", "recipes", "mkdocs"]).is_err());
        assert_eq!(parsed(&["pack"]), Ok(Command::Pack { is_built: false }));
        assert_eq!(parsed(&["pack", "--built"]), Ok(Command::Pack { is_built: true }));
        assert_eq!(parsed(&["test", "pack", "--built"]), Ok(Command::TestPack { is_built: true }));
        assert_eq!(parsed(&["pack", "--help"]), Ok(Command::Help));
        assert!(parsed(&["pack", "--fast"]).is_err());
    }

    #[test]
    fn test_faults_may_take_what_is_built_and_arguments_for_its_runner() {
        let faults = |is_built, extra: &[&str]| {
            Ok(Command::Faults { is_built, extra: extra.iter().map(OsString::from).collect() })
        };
        assert_eq!(parsed(&["test", "faults"]), faults(false, &[]));
        assert_eq!(parsed(&["test", "faults", "--built", "--", "-g", "panic"]), faults(true, &["-g", "panic"]));
        assert!(parsed(&["test", "faults", "panic"]).is_err());
    }

    #[test]
    fn soak_hands_its_options_on() {
        let soak = |is_built, options: &[&str]| {
            Ok(Command::Soak { is_built, options: options.iter().map(OsString::from).collect() })
        };
        assert_eq!(parsed(&["soak"]), soak(false, &[]));
        assert_eq!(parsed(&["soak", "--built", "--short"]), soak(true, &["--short"]));
        assert_eq!(parsed(&["soak", "--leak", "--seed=2"]), soak(false, &["--leak", "--seed", "2"]));
        assert_eq!(parsed(&["soak", "--part=page", "--jobs", "2"]), soak(false, &["--part", "page", "--jobs", "2"]));
        assert_eq!(parsed(&["soak", "--lab=vision mlp"]), soak(false, &["--lab", "vision mlp"]));
        assert!(parsed(&["soak", "--lab"]).is_err());
        assert!(parsed(&["soak", "--forever"]).is_err());
        assert!(parsed(&["soak", "vision"]).is_err());
    }

    #[test]
    fn fuzz_takes_a_reader_and_minutes() {
        let fuzz = |target: Option<&str>, minutes, jobs| {
            Ok(Command::Fuzz(fuzz::Options { target: target.map(str::to_owned), minutes, jobs }))
        };
        assert_eq!(parsed(&["fuzz"]), fuzz(None, 30, 1));
        assert_eq!(parsed(&["fuzz", "csv", "--minutes", "2"]), fuzz(Some("csv"), 2, 1));
        assert_eq!(parsed(&["fuzz", "--jobs=2"]), fuzz(None, 30, 2));
        assert_eq!(parsed(&["fuzz", "--help"]), Ok(Command::Help));
        assert!(parsed(&["fuzz", "csv", "idx"]).is_err());
        assert!(parsed(&["fuzz", "--minutes", "long"]).is_err());
    }

    #[test]
    fn test_gensim_takes_nothing() {
        assert_eq!(parsed(&["test", "gensim"]), Ok(Command::Gensim));
        assert_eq!(parsed(&["test", "gensim", "-h"]), Ok(Command::Help));
        assert!(parsed(&["test", "gensim", "--fast"]).is_err());
        assert_eq!(parsed(&["test", "lighthouse"]), Ok(Command::Lighthouse));
        assert!(parsed(&["test", "lighthouse", "e2e"]).is_err());
    }

    #[test]
    fn the_unknown_is_refused() {
        for words in [&["sreve"][..], &["dist", "--fast"], &["audit", "--fast"], &["setup", "all"], &["--port"]] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }
}
