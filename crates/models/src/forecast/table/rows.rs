//! The rows of a file, each with the line that it begins on.

use std::collections::VecDeque;

use super::cells::is_missing;
use super::sniff::Layout;

/// A row, and the line of the file that it begins on, from 1.
pub(super) type Row = (usize, csv::StringRecord);

/// See [`rows`].
pub(super) struct Rows<'a> {
    records: csv::StringRecordsIntoIter<&'a [u8]>,
    lines: Lines<'a>,
    /// Where the records begin in the file.
    start: usize,
    /// Cells of the first row.
    width: Option<usize>,
    /// Rows that wait to be told.
    held: VecDeque<Row>,
}

/// The rows of a text below what its layout passes over. Blank lines and comments are no rows. Rows of separators only are
/// rows without values between others, and nothing at the end, where spreadsheets leave them.
pub(super) fn rows<'a>(layout: &Layout, text: &'a str) -> Rows<'a> {
    let start = layout.start;
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(layout.separator)
        .from_reader(&text.as_bytes()[start..]);
    let lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    Rows { records: reader.into_records(), lines, start, width: None, held: VecDeque::new() }
}

impl Rows<'_> {
    /// The next record that is not a comment.
    fn read(&mut self) -> Option<Row> {
        loop {
            // Text that is UTF-8 and rows of any length leave nothing that could fail.
            let record = self.records.next()?.ok()?;
            let begins = record.position().map_or(0, |at| at.byte() as usize);
            let line = self.lines.line_of(self.start + begins);
            let first = record.get(0).unwrap_or_default().trim();
            let is_comment = first.starts_with('#') && !is_missing(first) && self.width != Some(record.len());
            if !is_comment {
                return Some((line, record));
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if let Some(row) = self.held.pop_front() {
            return Some(row);
        }
        loop {
            let row = self.read()?;
            let is_empty = row.1.iter().all(|cell| cell.trim().is_empty());
            if !is_empty {
                self.width.get_or_insert(row.1.len());
                self.held.push_back(row);
                return self.held.pop_front();
            }
            // A blank line, or one above the first row, is nothing at all.
            if self.width.is_some() && row.1.len() > 1 {
                self.held.push_back(row);
            }
        }
    }
}

/// Lines counted on the way through a text: they end with LF, CR LF or CR, whatever mixture of these.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of what begins at this place or after the line ends that follow it; places come in order.
    fn line_of(&mut self, place: usize) -> usize {
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let begins = place + self.text[place..].iter().take_while(|byte| is_end(byte)).count();
        let ends = (self.at..begins).filter(|at| match self.text[*at] {
            b'\n' => true,
            b'\r' => self.text.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += ends.count();
        self.at = begins;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let layout = Layout { separator: b',', decimal_comma: false, start: 0 };
        rows(&layout, text).map(|(line, _)| line).collect()
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "3,\"x", "y\"", "#", "4,5", ",", "6,7", ",", ""].join(end);
            assert_eq!(lines(&text), [1, 2, 4, 7, 8, 9], "{end:?}");
        }
    }
}
