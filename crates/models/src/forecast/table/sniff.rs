//! What separates the cells of a file, and whether decimals follow a comma.

use std::collections::HashMap;

use super::cells::is_missing;
use super::rows::rows;

/// So many rows are looked at.
const SEEN_ROWS: usize = 100;
/// Of several separators that would do, the first of these is taken: a comma may be a decimal sign.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) separator: u8,
    pub(super) decimal_comma: bool,
    /// Where the table begins: after a byte order mark, comments, and a line that only says what separates.
    pub(super) start: usize,
}

/// How this text is written, where nobody says it.
pub(super) fn layout(text: &str, chosen: Option<u8>, decimal_comma: Option<bool>) -> Layout {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let (declared, start) = declared(text, mark);
    let start = below_comments(text, start);
    let separator = chosen.or(declared).unwrap_or_else(|| separator(text, start));
    let decimal_comma = decimal_comma.unwrap_or_else(|| has_decimal_commas(text, separator, start));
    Layout { separator, decimal_comma, start }
}

/// What a first line as in `sep=;` says, which Excel writes and reads, and where the next line begins.
fn declared(text: &str, start: usize) -> (Option<u8>, usize) {
    let first = line(text, start);
    match first.trim_end().as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if SEPARATORS.contains(separator) => {
            (Some(*separator), start + first.len())
        }
        _ => (None, start),
    }
}

/// The line that begins here, with what ends it.
fn line(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
    let ends = rest[end..].len() - rest[end..].trim_start_matches(['\r', '\n']).len();
    &rest[..end + ends]
}

/// Below the lines that begin with a number sign, unless nothing else is there.
fn below_comments(text: &str, start: usize) -> usize {
    let mut at = start;
    while text[at..].starts_with('#') && !is_missing(line(text, at).trim()) {
        at += line(text, at).len();
    }
    if text[at..].trim().is_empty() { start } else { at }
}

/// The one that gives most rows the same number of cells, above one.
fn separator(text: &str, start: usize) -> u8 {
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let counts: Vec<usize> = sample(text, separator, start).iter().map(Vec::len).collect();
        let mut rows_of: HashMap<usize, usize> = HashMap::new();
        counts.iter().for_each(|count| *rows_of.entry(*count).or_default() += 1);
        let usual = rows_of.into_iter().max_by_key(|(cells, rows)| (*rows, *cells));
        let Some((cells, rows)) = usual.filter(|(cells, _)| *cells > 1) else { continue };
        // A header of one cell over rows of two, as in 1,5: one column with decimal commas.
        if best.0 == 0 && separator == b',' && cells == 2 && counts[0] == 1 && rows + 1 == counts.len() {
            return b';';
        }
        if rows > best.0 {
            best = (rows, separator);
        }
    }
    best.1
}

fn sample(text: &str, separator: u8, start: usize) -> Vec<Vec<String>> {
    let layout = Layout { separator, decimal_comma: false, start };
    let cells = |row: csv::StringRecord| row.iter().map(|cell| cell.trim().to_owned()).collect();
    rows(&layout, text).take(SEEN_ROWS).map(|(_, row)| cells(row)).collect()
}

/// Whether more cells look like 1,5 than like 1.5.
fn has_decimal_commas(text: &str, separator: u8, start: usize) -> bool {
    let looks = |cell: &str, sign: char| {
        let cell = cell.strip_prefix(['-', '+', '−']).unwrap_or(cell);
        let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let whole = |part: &str| digits(&part.replace(|c: char| c.is_whitespace() || matches!(c, '.' | ','), ""));
        cell.rsplit_once(sign).is_some_and(|(before, after)| whole(before) && digits(after) && !before.contains(sign))
    };
    let cells: Vec<String> = sample(text, separator, start).into_iter().flatten().collect();
    let count = |sign: char| cells.iter().filter(|cell| looks(cell, sign)).count();
    count(',') > count('.')
}
