//! What separates the cells of a file, and whether decimals follow a comma.

use std::collections::HashMap;

use super::rows;

/// So many rows are looked at.
const SEEN_ROWS: usize = 100;
/// Of several separators that would do, the first of these is taken: a comma may be a decimal sign.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) separator: u8,
    pub(super) decimal_comma: bool,
}

/// The layout, and the text without a first line that only says what separates.
pub(super) fn layout(text: &str) -> (Layout, &str) {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] = first.trim_end().as_bytes()
        && SEPARATORS.contains(separator)
    {
        let body = text[first.len()..].trim_start_matches(['\r', '\n']);
        return (Layout { separator: *separator, decimal_comma: has_decimal_commas(body, *separator) }, body);
    }
    let separator = separator(text);
    (Layout { separator, decimal_comma: has_decimal_commas(text, separator) }, text)
}

/// The one that gives most rows the same number of cells, above one.
fn separator(text: &str) -> u8 {
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let counts: Vec<usize> = sample(text, separator).iter().map(Vec::len).collect();
        let mut rows_of: HashMap<usize, usize> = HashMap::new();
        counts.iter().for_each(|count| *rows_of.entry(*count).or_default() += 1);
        let usual = rows_of.into_iter().max_by_key(|(cells, rows)| (*rows, *cells));
        let Some((cells, rows)) = usual.filter(|(cells, _)| *cells > 1) else { continue };
        // A header of one cell over rows of two, as in 1,5: one column with decimal commas.
        if separator == b',' && cells == 2 && counts[0] == 1 && rows + 1 == counts.len() {
            return b';';
        }
        if rows > best.0 {
            best = (rows, separator);
        }
    }
    best.1
}

fn sample(text: &str, separator: u8) -> Vec<Vec<String>> {
    let layout = Layout { separator, decimal_comma: false };
    let cells = |row: csv::StringRecord| row.iter().map(|cell| cell.trim().to_owned()).collect();
    rows(&layout, text).take(SEEN_ROWS).map(|(_, row)| cells(row)).collect()
}

/// Whether more cells look like 1,5 than like 1.5.
fn has_decimal_commas(text: &str, separator: u8) -> bool {
    let looks = |cell: &str, sign: char| {
        let cell = cell.strip_prefix(['-', '+', '−']).unwrap_or(cell);
        let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let whole = |part: &str| digits(&part.replace(|c: char| c.is_whitespace() || matches!(c, '.' | ','), ""));
        cell.rsplit_once(sign).is_some_and(|(before, after)| whole(before) && digits(after) && !before.contains(sign))
    };
    let cells: Vec<String> = sample(text, separator).into_iter().flatten().collect();
    let count = |sign: char| cells.iter().filter(|cell| looks(cell, sign)).count();
    count(',') > count('.')
}
