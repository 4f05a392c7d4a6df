//! What can be wrong with a text that a person loads.

use serde_json::{Map, Value};

/// Why a text cannot be learned from. The words are for a person; [`TextError::code`] is for the
/// page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// More than [`MAX_BYTES`](super::text::MAX_BYTES).
    #[error("The text has {bytes} bytes; at most {limit} can be loaded.")]
    TooLarge {
        /// Size of the file, in bytes.
        bytes: usize,
        /// [`MAX_BYTES`](super::text::MAX_BYTES).
        limit: usize,
    },
    /// Not UTF-8. All positions count from 1 and name the first byte that does not belong.
    #[error("The text is not UTF-8: byte {byte} (line {line}, column {column}) does not belong to a character.")]
    BadEncoding {
        /// Position in the file, a byte order mark included.
        byte: usize,
        /// Line, as an editor counts.
        line: usize,
        /// Character in the line, not byte.
        column: usize,
    },
    /// Nothing but perhaps a byte order mark.
    #[error("The text is empty.")]
    Empty,
    /// There is nothing to predict.
    #[error("The text consists of one character, {character:?}, over and over: there is nothing to learn.")]
    OneCharacter {
        /// That character.
        character: char,
    },
    /// Too short for one batch.
    #[error(
        "The text has {have} characters, but this batch size and sequence length need {need}: \
         load a longer text or make one of them smaller."
    )]
    TooShort {
        /// Characters there are.
        have: usize,
        /// Characters that would do.
        need: usize,
    },
}

impl TextError {
    /// The failure's code in the protocol.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "text-too-large",
            Self::BadEncoding { .. } => "bad-encoding",
            Self::Empty => "text-empty",
            Self::OneCharacter { .. } => "text-one-character",
            Self::TooShort { .. } => "text-too-short",
        }
    }

    /// The numbers of the message under the names that the page's translations use.
    pub fn args(&self) -> Map<String, Value> {
        let named: &[(&str, Value)] = &match *self {
            Self::TooLarge { bytes, limit } => {
                // In megabytes, rounded up: what is too large is never said to be as large as the limit.
                let megabytes = |bytes: usize| (bytes as f64 * 10.0 / 1_048_576.0).ceil() / 10.0;
                vec![("have", megabytes(bytes).into()), ("limit", megabytes(limit).into())]
            }
            Self::BadEncoding { byte, line, column } => {
                vec![("byte", byte.into()), ("line", line.into()), ("column", column.into())]
            }
            Self::Empty => vec![],
            Self::OneCharacter { character } => vec![("character", character.to_string().into())],
            Self::TooShort { have, need } => vec![("have", have.into()), ("need", need.into())],
        };
        let mut args = Map::new();
        args.extend(named.iter().map(|(name, value)| ((*name).to_owned(), value.clone()))); // `collect` would sort
        args
    }
}
