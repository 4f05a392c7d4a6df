//! An architecture as a line of text.      conv 5x5 6; max 2/2; lrn; inception 16 16-24 4-8 8; aux; gap; dropout 40; dense 120

use std::fmt;

use super::{Architecture, Block};
use crate::shown::shown;

/// Why a text is no architecture.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
#[error("Block {block}, “{text}” at character {position}: {reason}.")]
pub struct TextError {
    /// Which block; the first is 1.
    pub block: usize,
    /// What stands there.
    pub text: String,
    /// Where it begins, in characters; the first is 1.
    pub position: usize,
    /// What is wrong with it.
    pub reason: TextReason,
}

/// What is wrong with a block's text.
#[derive(thiserror::Error, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextReason {
    /// It begins with no block's name.
    #[error("a block is one of conv, max, avg, lrn, bn, inception, aux, gap, dense, dropout")]
    Unknown,
    /// What follows the name does not fit.
    #[error("it is written like “{0}”")]
    Form(&'static str),
}

/// The names of blocks with an example of each.
const FORMS: [(&str, &str); 10] = [
    ("conv", "conv 5x5 6"),
    ("max", "max 2/2"),
    ("avg", "avg 2/2"),
    ("lrn", "lrn"),
    ("bn", "bn"),
    ("inception", "inception 16 16-24 4-8 8"),
    ("aux", "aux"),
    ("gap", "gap"),
    ("dense", "dense 120"),
    ("dropout", "dropout 40"),
];

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Block::Conv { filters, size, stride, same } => {
                write!(f, "conv {size}x{size}")?;
                if stride != 1 {
                    write!(f, "/{stride}")?;
                }
                write!(f, " {filters}{}", if same { "" } else { " valid" })
            }
            Block::MaxPool { size, stride } => write!(f, "max {size}/{stride}"),
            Block::AveragePool { size, stride } => write!(f, "avg {size}/{stride}"),
            Block::Lrn => f.write_str("lrn"),
            Block::BatchNorm => f.write_str("bn"),
            Block::Inception { a, b, c, d } => write!(f, "inception {a} {}-{} {}-{} {d}", b[0], b[1], c[0], c[1]),
            Block::Auxiliary => f.write_str("aux"),
            Block::GlobalAverage => f.write_str("gap"),
            Block::Dense { units } => write!(f, "dense {units}"),
            Block::Dropout { percent } => write!(f, "dropout {percent}"),
        }
    }
}

/// The blocks; image, classes and reductions stand elsewhere.
impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, block) in self.blocks.iter().enumerate() {
            write!(f, "{}{block}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl Architecture {
    /// A net for such images whose blocks are written as [`Architecture`] prints them, in any case and with as many
    /// spaces as one likes.
    ///
    /// # Errors
    /// At the first block that is none. Whether blocks go together is [`Architecture::plan`]'s to say.
    pub fn parse(text: &str, image: [usize; 3], classes: usize) -> Result<Self, TextError> {
        let mut blocks = Vec::new();
        let mut start = 0;
        for part in text.split(';') {
            let trimmed = part.trim();
            if !trimmed.is_empty() {
                let position = start + part.chars().take_while(|c| c.is_whitespace()).count() + 1;
                let error = |reason| TextError { block: blocks.len() + 1, text: shown(trimmed), position, reason };
                let block = block(&trimmed.to_lowercase()).map_err(error)?;
                blocks.push(block);
            }
            start += part.chars().count() + 1;
        }
        Ok(Architecture::new(image, classes, blocks))
    }
}

fn block(text: &str) -> Result<Block, TextReason> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let words: Vec<&str> = words.collect();
    let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == name) else { return Err(TextReason::Unknown) };
    parameters(name, &words).ok_or(TextReason::Form(form))
}

fn parameters(name: &str, words: &[&str]) -> Option<Block> {
    match (name, words) {
        ("conv", [window, filters, rest @ ..]) => {
            let (size, stride) = window.split_once('/').map_or((*window, Some(1)), |(size, s)| (size, whole(s)));
            let same = match rest {
                [] | ["same"] => true,
                ["valid"] => false,
                _ => return None,
            };
            Some(Block::Conv { filters: whole(filters)?, size: square(size)?, stride: stride?, same })
        }
        ("max", [window]) => pool(window).map(|(size, stride)| Block::MaxPool { size, stride }),
        ("avg", [window]) => pool(window).map(|(size, stride)| Block::AveragePool { size, stride }),
        ("lrn", []) => Some(Block::Lrn),
        ("bn", []) => Some(Block::BatchNorm),
        ("inception", [a, b, c, d]) => Some(Block::Inception { a: whole(a)?, b: pair(b)?, c: pair(c)?, d: whole(d)? }),
        ("aux", []) => Some(Block::Auxiliary),
        ("gap", []) => Some(Block::GlobalAverage),
        ("dense", [units]) => Some(Block::Dense { units: whole(units)? }),
        ("dropout", [percent]) => Some(Block::Dropout { percent: whole(percent.trim_end_matches('%'))? }),
        _ => None,
    }
}

/// A whole number of at most six digits.
fn whole(text: &str) -> Option<usize> {
    let is_number = (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// As in 5x5.
fn square(text: &str) -> Option<usize> {
    let (y, x) = text.split_once(['x', '×'])?;
    let (y, x) = (whole(y)?, whole(x)?);
    (y == x).then_some(y)
}

/// As in 3/2: size and stride.
fn pool(text: &str) -> Option<(usize, usize)> {
    let (size, stride) = text.split_once('/')?;
    Some((whole(size)?, whole(stride)?))
}

/// As in 16-24.
fn pair(text: &str) -> Option<[usize; 2]> {
    let (first, second) = text.split_once(['-', '–'])?;
    Some([whole(first)?, whole(second)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Architecture, TextError> {
        Architecture::parse(text, [28, 28, 1], 10)
    }

    #[test]
    fn what_is_printed_is_what_was_written() {
        let text = "conv 5x5 6 valid; conv 3x3/2 8; max 3/2; avg 2/2; lrn; bn; inception 16 16-24 4-8 8; aux; gap; \
                    dropout 40; dense 120";
        assert_eq!(parsed(text).map(|net| net.to_string()).as_deref(), Ok(text));
        let loose = parsed(" Conv 5×5  6 same ;;GAP; dropout 40% ; ").map(|net| net.to_string());
        assert_eq!(loose.as_deref(), Ok("conv 5x5 6; gap; dropout 40"));
        assert_eq!(parsed("").map(|net| net.blocks.len()), Ok(0));
    }

    #[test]
    fn mistakes_are_found_where_they_are() {
        let at = |text: &str| parsed(text).expect_err(text);
        let error = at("conv 5x5 6;  pool 2");
        assert_eq!((error.block, error.position, error.reason), (2, 14, TextReason::Unknown));
        assert_eq!(error.text, "pool 2");
        let error = at("×; lrn");
        assert_eq!((error.block, error.position, error.reason), (1, 1, TextReason::Unknown));
        let wrong = [
            "conv",
            "conv 5x3 6",
            "conv 5x5",
            "conv 5x5/ 6",
            "conv 5x5 6 odd",
            "conv 5x5 -6",
            "conv 5x5 1e3",
            "max 2",
            "max a/2",
            "lrn 5",
            "inception 1 2 3-4 5",
            "dense",
            "dense 9999999",
            "dropout 0.5",
            "aux 3",
            "gap 2/2",
        ];
        for text in wrong {
            assert!(matches!(at(text).reason, TextReason::Form(_)), "{text}");
        }
        assert_eq!(at("dense x").to_string(), "Block 1, “dense x” at character 1: it is written like “dense 120”.");
    }
}
