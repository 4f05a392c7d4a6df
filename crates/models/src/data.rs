//! What the models read.
//!
//! A text is cut into a part to learn from and a part to measure with ([`Split`]), each part into
//! batches that continue each other ([`Streams`]). [`images`] come in two parts from the start.

pub mod images;
mod streams;
pub mod text;
mod text_error;
mod words;

use std::ops::Range;

pub use streams::{Batch, Streams};
pub use text::Text;
pub use text_error::TextError;
pub use words::{Lexicon, TEN_SENTENCES, Tokens, Words};

/// The part of a text that is held back to measure what was learned rather than memorised.
pub const VALIDATION_FRACTION: f64 = 0.05;

/// The most characters that one measurement on the validation part reads: enough for two digits
/// after the point.
pub const MAX_EVALUATED: usize = 65_536;

/// Which characters are for training and which for validation: the beginning and the end, so that
/// no sentence of the validation part was ever trained on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The first part.
    pub train: Range<usize>,
    /// The rest.
    pub validation: Range<usize>,
}

impl Split {
    /// Holds back `validation_fraction` of the text, but at least the `sequence` + 1 characters
    /// that one row of a batch reads: a short text then still has a validation loss.
    ///
    /// # Errors
    /// `TooShort`, in characters of the whole text, if the training part has no batch.
    pub fn new(characters: usize, validation_fraction: f64, batch: usize, sequence: usize) -> Result<Self, TextError> {
        let held_back = |n: usize| {
            let fraction = (n as f64 * validation_fraction).ceil() as usize;
            fraction.max(sequence + 1)
        };
        let fits = |n: usize| n >= batch * (sequence + 1) + held_back(n);
        if !fits(characters) {
            return Err(TextError::TooShort {
                have: characters,
                need: (characters + 1..).find(|&n| fits(n)).unwrap_or(usize::MAX),
            });
        }
        let border = characters - held_back(characters);
        Ok(Self { train: 0..border, validation: border..characters })
    }

    /// The beginning of the validation part that a measurement reads, at most [`MAX_EVALUATED`]
    /// characters.
    pub fn evaluated(&self) -> Range<usize> {
        let end = self.validation.end.min(self.validation.start + MAX_EVALUATED);
        self.validation.start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_keeps_the_end_for_validation() {
        let split = Split::new(100_000, VALIDATION_FRACTION, 32, 64).expect("long enough");
        assert_eq!(split, Split { train: 0..95_000, validation: 95_000..100_000 });
        assert_eq!(split.evaluated(), 95_000..100_000);
        let long = Split::new(20_000_000, VALIDATION_FRACTION, 32, 64).expect("long enough");
        assert_eq!(long.evaluated(), 19_000_000..19_065_536);
    }

    #[test]
    fn split_names_the_length_that_would_do() {
        for (batch, sequence) in [(32, 64), (1, 1), (256, 512), (1, 512), (256, 1)] {
            for fraction in [0.05, 0.0, 0.5] {
                let Err(TextError::TooShort { have: 3, need }) = Split::new(3, fraction, batch, sequence) else {
                    panic!("three characters are too short")
                };
                assert!(Split::new(need - 1, fraction, batch, sequence).is_err());
                let split = Split::new(need, fraction, batch, sequence).expect("the named length");
                let tokens: std::rc::Rc<[u32]> = (0..need as u32).collect();
                assert!(Streams::new(tokens.clone(), split.train.clone(), batch, sequence).is_ok());
                assert!(Streams::at_most(tokens, split.evaluated(), batch, sequence).is_ok());
            }
        }
    }
}
