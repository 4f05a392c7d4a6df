//! What a person can ask `cargo xtask bench` for.

use lexopt::{Arg, Parser, ValueExt as _};

/// One kind of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measured {
    /// Every operation by itself, natively.
    Native,
    /// Work items in a headless browser, Nabla's and the rivals'.
    Web,
    /// Word vectors by negative sampling, against gensim.
    Words,
    /// Nothing: the results of the last run become tests/bench/RESULTS.md.
    Report,
}

impl Measured {
    /// All of them, and the words for them on the command line.
    const NAMED: [(&'static str, Self); 4] =
        [("native", Self::Native), ("web", Self::Web), ("words", Self::Words), ("report", Self::Report)];
}

/// What is to be measured, and how thoroughly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// What is measured.
    pub(crate) kinds: Vec<Measured>,
    /// How often each engine has its turn.
    pub(crate) rounds: u32,
    /// Only these work items, separated by commas; empty for all.
    pub(crate) work: String,
    /// Only these engines, separated by commas; empty for all.
    pub(crate) only: String,
    /// Short turns, and without the slowest rivals.
    pub(crate) quick: bool,
    /// The WebGPU adapter: Chromium's name for it, or `default`.
    pub(crate) adapter: String,
}

impl Default for Options {
    fn default() -> Self {
        let kinds = vec![Measured::Native, Measured::Web, Measured::Words];
        let adapter = "swiftshader".to_owned();
        Self { kinds, rounds: 3, work: String::new(), only: String::new(), quick: false, adapter }
    }
}

impl Options {
    /// Whether everything is measured that a complete report has.
    pub(crate) fn is_complete(&self) -> bool {
        let Self { kinds, rounds, work, only, quick, .. } = self;
        [Measured::Web, Measured::Words].iter().all(|kind| kinds.contains(kind))
            && *rounds >= 3
            && work.is_empty()
            && only.is_empty()
            && !quick
    }
}

/// Reads the arguments after `cargo xtask bench`; `None` asks for help.
///
/// # Errors
/// An unknown option or value.
pub(crate) fn parse(parser: &mut Parser) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options::default();
    let mut kinds = Vec::new();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("rounds") => options.rounds = parser.value()?.parse()?,
            Arg::Long("work") => options.work = parser.value()?.string()?,
            Arg::Long("only") => options.only = parser.value()?.string()?,
            Arg::Long("adapter") => options.adapter = parser.value()?.string()?,
            Arg::Long("quick") => options.quick = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Value(word) => match Measured::NAMED.into_iter().find(|(name, _)| word == *name) {
                Some((_, kind)) => kinds.push(kind),
                None => {
                    return Err(format!("{} cannot be measured: native, web, words or report", word.display()).into());
                }
            },
            other => return Err(other.unexpected()),
        }
    }
    if !kinds.is_empty() {
        options.kinds = kinds;
    }
    Ok(Some(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Option<Options>, String> {
        parse(&mut Parser::from_args(words)).map_err(|error| error.to_string())
    }

    #[test]
    fn kinds_and_options_may_follow() {
        assert_eq!(parsed(&[]), Ok(Some(Options::default())));
        assert_eq!(parsed(&["--help"]), Ok(None));
        let wanted = Options { kinds: vec![Measured::Web], rounds: 5, quick: true, ..Options::default() };
        assert_eq!(parsed(&["web", "--rounds", "5", "--quick"]), Ok(Some(wanted)));
        let wanted = Options { work: "lstm,gru".into(), only: "jaxjs-wasm".into(), ..Options::default() };
        assert_eq!(parsed(&["--work=lstm,gru", "--only", "jaxjs-wasm"]), Ok(Some(wanted)));
        assert!(parsed(&["webb"]).is_err() && parsed(&["--rounds", "x"]).is_err() && parsed(&["--fast"]).is_err());
    }

    #[test]
    fn a_part_is_no_complete_report() {
        let complete = |words: &[&str]| parsed(words).map(|options| options.is_some_and(|o| o.is_complete()));
        assert_eq!(complete(&[]), Ok(true));
        for words in
            [&["--quick"][..], &["--work", "lstm"], &["--only", "jaxjs-wasm"], &["native"], &["web"], &["--rounds=2"]]
        {
            assert_eq!(complete(words), Ok(false), "{words:?}");
        }
    }
}
