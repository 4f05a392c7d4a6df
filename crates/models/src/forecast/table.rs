//! A series out of a CSV file that a person brings: its encoding, separator, decimal sign, header and columns are found,
//! and whatever cannot be read is refused with row, column and reason.
//!
//! The file is read twice: once to get to know its columns, once for the values and dates of those that are chosen.

mod cells;
mod columns;
mod dates;
mod decode;
mod error;
mod rows;
mod sniff;

use std::collections::HashSet;

use super::series::{Dates, Series};
use cells::{Cell, cell};
pub use columns::Column;
use columns::Survey;
pub use error::TableError;
use rows::rows;
use sniff::Layout;

/// Longer files are not read.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Files of more rows are not read.
pub const MAX_ROWS: usize = 1_000_000;
/// Files of more columns are not read.
pub const MAX_COLUMNS: usize = 1000;
/// Longer cells are not believed: a quote was probably never closed.
const MAX_CELL: usize = 2000;

/// What a person says of a file; the rest is found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// The column of the values; if empty, the first that has numbers.
    pub value: &'a str,
    /// The column of the dates; if empty, the first that has dates.
    pub date: &'a str,
    /// What separates cells.
    pub separator: Option<u8>,
    /// Whether decimals follow a comma.
    pub decimal_comma: Option<bool>,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Rows of data.
    pub rows: usize,
    /// What separates cells.
    pub separator: char,
    /// Whether decimals follow a comma.
    pub decimal_comma: bool,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// Every column.
    pub columns: Vec<Column>,
    /// Which of them has the values.
    pub value: usize,
    /// Which of them has the dates.
    pub date: Option<usize>,
    /// What is odd about it, though it can be read.
    pub notes: Vec<Note>,
}

/// What is odd, how often, and the first line of the file with it, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Which oddity.
    pub oddity: Oddity,
    /// How often.
    pub count: usize,
    /// Where first.
    pub line: usize,
}

/// The oddities that a table can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A value is missing.
    Missing,
    /// A date is before that of the row above.
    UnorderedDates,
    /// A date comes again.
    DuplicateDates,
    /// All values are the same.
    Constant,
    /// A row has more or fewer cells than the first.
    Ragged,
    /// A column has dates down to here, and then something else: it is not taken for the dates.
    BrokenDates,
}

/// Reads a file, as the person chose where one did.
///
/// # Errors
/// When there is no series in it.
pub fn read(name: &str, bytes: &[u8], choice: Choice<'_>) -> Result<(Table, Series), TableError> {
    if bytes.len() > MAX_BYTES {
        return Err(TableError::TooLarge { megabytes: bytes.len() / 1024 / 1024 + 1, limit: MAX_BYTES / 1024 / 1024 });
    }
    let text = decode::text(bytes)?;
    let layout = sniff::layout(&text, choice.separator, choice.decimal_comma);
    let mut survey = Survey::of(&layout, &text)?;
    let (value, date) = survey.choose(choice.value, choice.date)?;
    let (series, mut notes) = extract(name, &layout, &text, &survey, value, date)?;
    notes.extend(survey.ragged.take());
    notes.extend(survey.broken_dates(date));
    let has_header = survey.header.is_some();
    let Survey { rows, columns, .. } = survey;
    let Layout { separator, decimal_comma, .. } = layout;
    let columns = columns.into_iter().map(|column| column.column).collect();
    let separator = char::from(separator);
    Ok((Table { rows, separator, decimal_comma, has_header, columns, value, date, notes }, series))
}

/// The values and dates of two columns, and what is odd about them.
fn extract(
    name: &str,
    layout: &Layout,
    text: &str,
    survey: &Survey,
    value: usize,
    date: Option<usize>,
) -> Result<(Series, Vec<Note>), TableError> {
    let mut oddities = Oddities::default();
    let (mut values, mut dates) = (Vec::with_capacity(survey.rows), Vec::new());
    for (line, row) in rows(layout, text).skip(usize::from(survey.header.is_some())) {
        let given = row.get(value).unwrap_or_default();
        values.push(match cell(given, layout.decimal_comma) {
            Cell::Number(number) => number,
            Cell::Missing => {
                oddities.note(Oddity::Missing, line);
                f64::NAN
            }
            Cell::Bad(reason) => return Err(survey.bad_cell(line, value, given, reason)),
        });
        if let Some(column) = date {
            let given = row.get(column).unwrap_or_default();
            dates.push(oddities.date(survey.date(line, column, given)?, line));
        }
    }
    let there = values.iter().filter(|value| !value.is_nan()).count();
    if there < 2 {
        return Err(TableError::TooFew { values: there });
    }
    let first = values.iter().find(|value| !value.is_nan()).copied();
    if values.iter().all(|value| value.is_nan() || Some(*value) == first) {
        oddities.notes.push(Note { oddity: Oddity::Constant, count: there, line: 1 });
    }
    let precision = date.and_then(|column| survey.precision(column));
    let dates = precision.map(|precision| Dates { seconds: dates, precision });
    let column = survey.name(value);
    let name = if survey.header.is_some() { column } else { name.to_owned() };
    Ok((Series { name, values, dates }, oddities.notes))
}

/// What is odd, counted.
#[derive(Default)]
struct Oddities {
    notes: Vec<Note>,
    last: Option<i64>,
    seen: HashSet<i64>,
}

impl Oddities {
    fn note(&mut self, oddity: Oddity, line: usize) {
        match self.notes.iter_mut().find(|note| note.oddity == oddity) {
            Some(note) => note.count += 1,
            None => self.notes.push(Note { oddity, count: 1, line }),
        }
    }

    fn date(&mut self, date: Option<i64>, line: usize) -> Option<i64> {
        if let Some(now) = date {
            if self.last.is_some_and(|last| now < last) {
                self.note(Oddity::UnorderedDates, line);
            }
            if !self.seen.insert(now) {
                self.note(Oddity::DuplicateDates, line);
            }
            self.last = Some(now);
        }
        date
    }
}
