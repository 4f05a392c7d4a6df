//! Batches for truncated back-propagation through time.
//!
//! Training wants batches that continue each other: the text is cut
//! into B equal pieces, the *streams*, and batch k holds characters kT … kT+T of each. The state h,
//! C of row b after one batch is then the right state before the next, and only the gradient is
//! cut.
//!
//! ```text
//! stream 0  |----T----|----T----|--   ← batch 0 is the first column, batch 1 the second
//! stream 1  |----T----|----T----|--
//! ```

use std::ops::Range;
use std::rc::Rc;

use super::TextError;

/// One step's characters, time-major: row t·B + b is time t of stream b.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The characters the model reads: [T·B].
    pub inputs: Vec<u32>,
    /// The characters it should expect, each the successor of its input: [T·B].
    pub targets: Vec<u32>,
    /// This batch does not continue the one before: h and C start at zero.
    pub starts_anew: bool,
}

/// Batches that continue each other, without end.
///
/// A pass over the text is an epoch. If the streams' length is no multiple of T, a few characters
/// would never be read; so passes 0, 2, 4 … begin at the beginning of each stream and passes 1, 3,
/// 5 … end at its end.
#[derive(Clone, Debug)]
pub struct Streams {
    tokens: Rc<[u32]>,
    start: usize,
    /// Characters from the beginning of one stream to the beginning of the next.
    stride: usize,
    batch: usize,
    sequence: usize,
    position: u64,
}

impl Streams {
    /// Cuts `range` of the tokens into `batch` streams, read `sequence` characters at a time.
    ///
    /// # Errors
    /// `TooShort` if a stream has fewer than `sequence` + 1 characters.
    ///
    /// # Panics
    /// If `batch` or `sequence` is 0 or the range leaves the tokens.
    pub fn new(tokens: Rc<[u32]>, range: Range<usize>, batch: usize, sequence: usize) -> Result<Self, TextError> {
        assert!(batch > 0 && sequence > 0, "a batch has at least one row and one time step");
        let have = tokens[range.clone()].len();
        let need = batch * (sequence + 1);
        if have < need {
            return Err(TextError::TooShort { have, need });
        }
        Ok(Self { tokens, start: range.start, stride: have / batch, batch, sequence, position: 0 })
    }

    /// As [`Streams::new`], with fewer rows where the range is too short for `batch` of them: for a
    /// short validation part.
    ///
    /// # Errors
    /// `TooShort` if not even one row fits.
    pub fn at_most(tokens: Rc<[u32]>, range: Range<usize>, batch: usize, sequence: usize) -> Result<Self, TextError> {
        let rows = (range.len() / (sequence + 1)).clamp(1, batch);
        Self::new(tokens, range, rows, sequence)
    }

    /// The batch at the present position; moves on to the next.
    pub fn next_batch(&mut self) -> Batch {
        let (pass, k) = (self.position / self.batches_per_epoch(), self.position % self.batches_per_epoch());
        let left_over = (self.stride - 1) % self.sequence;
        let first = if pass.is_multiple_of(2) { 0 } else { left_over };
        let begin = self.start + first + k as usize * self.sequence;
        self.position += 1;
        let at = |shift: usize| {
            let mut column = Vec::with_capacity(self.sequence * self.batch);
            for t in 0..self.sequence {
                column.extend((0..self.batch).map(|b| self.tokens[begin + b * self.stride + t + shift]));
            }
            column
        };
        Batch { inputs: at(0), targets: at(1), starts_anew: k == 0 }
    }

    /// Rows of a batch: B.
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// Batches in one pass over the text.
    pub fn batches_per_epoch(&self) -> u64 {
        ((self.stride - 1) / self.sequence) as u64
    }

    /// How many batches were taken since the beginning: what a checkpoint keeps.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Goes on as if `position` batches had been taken. Whoever does not also restore h and C
    /// starts them at zero.
    pub fn seek(&mut self, position: u64) {
        self.position = position;
    }

    /// Passes over the text so far, with the present one's fraction.
    pub fn epoch(&self) -> f32 {
        (self.position as f64 / self.batches_per_epoch() as f64) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens that are their own position, so that a batch says where it came from.
    fn positions(n: u32) -> Rc<[u32]> {
        (0..n).collect()
    }

    #[test]
    fn batches_are_time_major_and_continue_each_other() {
        // 3 streams of 8 from position 10: 10…17, 18…25, 26…33.
        let mut streams = Streams::new(positions(40), 10..35, 3, 2).expect("long enough");
        assert_eq!((streams.batches_per_epoch(), streams.batch()), (3, 3));
        let first = streams.next_batch();
        assert_eq!(first.inputs, [10, 18, 26, 11, 19, 27]);
        assert_eq!(first.targets, [11, 19, 27, 12, 20, 28]);
        assert!(first.starts_anew);
        let second = streams.next_batch();
        assert_eq!(second.inputs, [12, 20, 28, 13, 21, 29]);
        assert!(!second.starts_anew);
    }

    #[test]
    fn passes_wrap_and_reach_the_tail() {
        let mut streams = Streams::new(positions(8), 0..8, 1, 2).expect("long enough");
        let starts: Vec<_> = (0..7).map(|_| streams.next_batch()).map(|b| (b.inputs[0], b.starts_anew)).collect();
        let wanted = [(0, true), (2, false), (4, false), (1, true), (3, false), (5, false), (0, true)];
        assert_eq!(starts, wanted);
        assert_eq!((streams.position(), streams.epoch()), (7, 7.0 / 3.0));
    }

    #[test]
    fn an_epoch_uses_no_target_twice_and_two_use_every_one() {
        for (n, batch, sequence) in [(1000, 4, 7), (130, 2, 64), (999, 1, 1), (77, 7, 10), (101, 5, 19)] {
            let mut streams = Streams::new(positions(n), 0..n as usize, batch, sequence).expect("long enough");
            let stride = n / batch as u32;
            let mut used = vec![0; n as usize];
            for pass in 1..=2 {
                for k in 0..streams.batches_per_epoch() {
                    let batch = streams.next_batch();
                    assert_eq!(batch.starts_anew, k == 0);
                    for (x, y) in batch.inputs.iter().zip(&batch.targets) {
                        assert_eq!(x + 1, *y);
                        used[*y as usize] += 1;
                    }
                }
                assert!(used.iter().all(|&times| times <= pass));
            }
            // All but the first of each stream, which nothing precedes, and the rest that no stream
            // holds.
            let is_target = |y: u32| y < stride * batch as u32 && !y.is_multiple_of(stride);
            assert!((0..n).all(|y| (used[y as usize] > 0) == is_target(y)), "{n} {batch} {sequence}");
        }
    }

    #[test]
    fn seek_repeats_the_run() {
        let mut streams = Streams::new(positions(100), 3..98, 2, 5).expect("long enough");
        let run: Vec<Batch> = (0..30).map(|_| streams.next_batch()).collect();
        for position in [0, 1, 8, 9, 10, 29] {
            streams.seek(position);
            assert_eq!(streams.next_batch(), run[position as usize]);
            assert_eq!(streams.position(), position + 1);
        }
    }

    #[test]
    fn the_shortest_streams_have_one_batch() {
        assert_eq!(Streams::new(positions(9), 0..9, 2, 4).map(|_| ()), Err(TextError::TooShort { have: 9, need: 10 }));
        let mut streams = Streams::new(positions(10), 0..10, 2, 4).expect("exactly enough");
        assert_eq!(streams.batches_per_epoch(), 1);
        assert!(streams.next_batch().starts_anew && streams.next_batch().starts_anew);
        assert_eq!(streams.epoch(), 2.0);
    }

    #[test]
    fn a_short_range_gets_fewer_rows() {
        let rows = |n: u32| Streams::at_most(positions(n), 0..n as usize, 8, 4).map(|s| s.batch());
        assert_eq!([rows(5), rows(14), rows(40), rows(400)], [Ok(1), Ok(2), Ok(8), Ok(8)]);
        assert_eq!(rows(4), Err(TextError::TooShort { have: 4, need: 5 }));
    }
}
