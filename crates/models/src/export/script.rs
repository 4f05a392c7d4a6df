//! Scripts are put together from Python with placeholders: what a model is, what it learns from, and what all share.

/// What every script has: reading and writing of the file, the check, training, the command line.
const SHARED: &str = include_str!("python/shared.py");

/// A script. `own` is the model's part, with a docstring before all; names in `fill` are replaced everywhere.
pub(super) fn script(own: &str, fill: &[(&str, String)]) -> String {
    let mut text = format!("{}\n\n{SHARED}", own.trim_end());
    for (name, value) in fill {
        text = text.replace(name, value);
    }
    text
}

/// Python's word for a number, as short as it reads back.
pub(super) fn float(number: f64) -> String {
    format!("{number:?}")
}

/// Lines, each indented by so many spaces.
pub(super) fn indented(lines: &[String], spaces: usize) -> String {
    lines.iter().map(|line| format!("{}{line}\n", " ".repeat(spaces))).collect()
}
