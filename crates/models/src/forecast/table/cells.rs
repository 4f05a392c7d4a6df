//! What a cell says: a number, that there is none, or something else.

use super::error::Reason;

/// What stands for "no value", in small letters.
const MISSING: [&str; 26] = [
    "",
    "na",
    "n/a",
    "n.a.",
    "nan",
    "-nan",
    "+nan",
    "nan(ind)",
    "-nan(ind)",
    "null",
    "none",
    "nil",
    "-",
    "–",
    "—",
    "?",
    ".",
    "..",
    "...",
    "missing",
    "#n/a",
    "#na",
    "#null!",
    "нет",
    "н/д",
    "н.д.",
];

/// Squares of larger numbers, summed, would be infinite.
const LARGEST: f64 = 1e100;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    Missing,
    Bad(Reason),
}

pub(super) fn cell(text: &str, decimal_comma: bool) -> Cell {
    let text = unquoted(text.trim());
    if is_missing(text) {
        return Cell::Missing;
    }
    match number(text, decimal_comma) {
        Some(number) if number.abs() <= LARGEST => Cell::Number(number),
        Some(number) if !number.is_nan() => Cell::Bad(Reason::TooLarge),
        _ => Cell::Bad(Reason::NotANumber),
    }
}

/// Whether a cell says that there is no value.
pub(super) fn is_missing(text: &str) -> bool {
    text.len() <= 9 && MISSING.contains(&text.to_lowercase().as_str())
}

/// Without quotes that a blank before them has kept.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map_or(text, str::trim)
}

/// As in −1 234,5 or 1,234.5 or 1.2e-3.
fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let grouping = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    let groups = if decimal_comma { '.' } else { ',' };
    if !text.contains(grouping) && !text.contains([groups, ',', '−']) {
        return text.parse().ok();
    }
    let plain: String = text.chars().filter(|c| !grouping(*c)).map(|c| if c == '−' { '-' } else { c }).collect();
    let (whole, rest) = plain.split_once(if decimal_comma { ',' } else { '.' }).unwrap_or((&plain, ""));
    if rest.contains([',', '.']) || !is_grouped(whole, groups) || !spaces_group(text, grouping) {
        return None;
    }
    format!("{}.{}", whole.replace(groups, ""), if rest.is_empty() { "0" } else { rest }).parse().ok()
}

/// Whether thousands are parted by threes, if at all: 1.234.567 but not 1.2.3.
fn is_grouped(whole: &str, sign: char) -> bool {
    let mut groups = whole.trim_start_matches(['-', '+']).split(sign);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    rest.is_empty() || (first.len() <= 3 && !first.is_empty() && rest.iter().all(|group| group.len() == 3))
}

/// Whether blanks stand between groups of three digits only.
fn spaces_group(text: &str, grouping: impl Fn(char) -> bool) -> bool {
    let mut groups = text.split(grouping).skip(1).peekable();
    groups.all(|group| group.bytes().take_while(u8::is_ascii_digit).count() == 3)
}
