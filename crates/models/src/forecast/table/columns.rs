//! Getting to know the columns of a file.

use std::collections::HashSet;

use super::cells::{Cell, cell, is_missing};
use super::dates::{FORMATS, Format};
use super::error::{Reason, TableError};
use super::rows::rows;
use super::sniff::Layout;
use super::{MAX_CELL, MAX_COLUMNS, MAX_ROWS, Note, Oddity};
use crate::forecast::series::Precision;
use crate::shown::{shown, shown_list};

/// So many cells of a column are shown.
const SHOWN: usize = 5;
/// Longer cells are cut in messages.
const SHOWN_CHARACTERS: usize = 40;
/// After so many dates a column was meant to have dates.
const BELIEVED: usize = 3;

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its name, or its number from 1 if it has none.
    pub name: String,
    /// Cells that are numbers.
    pub numbers: usize,
    /// Cells that are dates, if all are.
    pub dates: usize,
    /// Cells that are empty or say that there is no value.
    pub missing: usize,
    /// Its first cells.
    pub first: Vec<String>,
}

/// A column, and what is known of it while the file is read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) column: Column,
    cells: usize,
    /// How its dates may be written, each with the date of the last cell.
    formats: Vec<(Format, Option<i64>)>,
    /// The line of the first cell that is no date below some that were.
    broken: Option<usize>,
    /// Whether it counts its rows.
    counts: bool,
    last: f64,
}

/// All columns.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) rows: usize,
    pub(super) header: Option<Vec<String>>,
    pub(super) columns: Vec<Known>,
    pub(super) ragged: Option<Note>,
}

impl Survey {
    pub(super) fn of(layout: &Layout, text: &str) -> Result<Self, TableError> {
        let mut survey = Survey { rows: 0, header: None, columns: Vec::new(), ragged: None };
        let mut width = None;
        let mut first = Vec::new();
        for (index, (line, row)) in rows(layout, text).enumerate() {
            check(line, &row)?;
            if index == 0 {
                first = row.iter().map(|cell| cell.trim().to_owned()).collect();
                width = Some(row.len());
                continue;
            }
            if width != Some(row.len()) {
                survey.ragged = Some(match survey.ragged {
                    Some(note) => Note { count: note.count + 1, ..note },
                    None => Note { oddity: Oddity::Ragged, count: 1, line },
                });
            }
            survey.take(line, &row, layout)?;
        }
        if width.is_none() {
            return Err(TableError::Empty);
        }
        survey.place_first(first, layout)?;
        Ok(survey)
    }

    fn take(&mut self, line: usize, row: &csv::StringRecord, layout: &Layout) -> Result<(), TableError> {
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(TableError::TooManyRows { limit: MAX_ROWS });
        }
        if self.columns.len() < row.len() {
            self.columns.resize_with(row.len(), Known::new);
        }
        self.columns.iter_mut().zip(row).for_each(|(column, text)| column.take(line, text.trim(), layout));
        Ok(())
    }

    /// The first row: the columns' names, if some cell of it is neither number nor date where those below are, or if all
    /// of it is text; else data.
    fn place_first(&mut self, first: Vec<String>, layout: &Layout) -> Result<(), TableError> {
        let is_text = |text: &String| matches!(cell(text, layout.decimal_comma), Cell::Bad(_)) && !is_date(text);
        let below = |place: usize| self.columns.get(place).is_some_and(|known| known.has_numbers_or_dates());
        let names_some = first.iter().enumerate().any(|(place, text)| is_text(text) && below(place));
        let is_all_text = first.iter().all(|text| is_text(text) || text.is_empty());
        if names_some || is_all_text {
            if self.rows == 0 {
                return Err(TableError::HeaderOnly);
            }
            let missing = self.columns.len().saturating_sub(first.len());
            let names = first.into_iter().chain(std::iter::repeat_n(String::new(), missing));
            self.header = Some(distinct(names));
        } else {
            let mut columns = vec![Known::new(); first.len().max(self.columns.len())];
            let rest = std::mem::take(&mut self.columns);
            columns.iter_mut().zip(&first).for_each(|(column, text)| column.take(0, text, layout));
            for (place, known) in rest.into_iter().enumerate() {
                columns[place].join(known);
            }
            self.columns = columns;
            self.rows += 1;
            if self.rows > MAX_ROWS {
                return Err(TableError::TooManyRows { limit: MAX_ROWS });
            }
        }
        for place in 0..self.columns.len() {
            self.columns[place].column.name = self.name(place);
        }
        Ok(())
    }

    pub(super) fn name(&self, place: usize) -> String {
        let name = self.header.as_ref().and_then(|names| names.get(place));
        name.cloned().unwrap_or_else(|| (place + 1).to_string())
    }

    fn named(&self, name: &str) -> Result<usize, TableError> {
        let found = self.columns.iter().position(|known| known.column.name == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|known| known.column.name.as_str()).collect();
            TableError::NoColumn { name: shown(name), allowed: shown_list(&names.join(", ")) }
        })
    }

    /// The columns of the values and of the dates: those that are named; else the first that is mostly numbers and does
    /// not just count rows, and the first that has dates only.
    pub(super) fn choose(&self, value: &str, date: &str) -> Result<(usize, Option<usize>), TableError> {
        let named = if date.is_empty() { None } else { Some(self.named(date)?) };
        if !value.is_empty() {
            let value = self.named(value)?;
            return Ok((value, named.or_else(|| self.dates(Some(value)))));
        }
        let date = named.or_else(|| self.dates(None));
        match self.values(date) {
            Some(value) => Ok((value, date)),
            // Years alone: what else could be the values?
            None if named.is_none() => self.values(None).map(|value| (value, None)).ok_or(TableError::NoNumbers),
            None => Err(TableError::NoNumbers),
        }
    }

    fn dates(&self, value: Option<usize>) -> Option<usize> {
        (0..self.columns.len()).find(|place| self.columns[*place].column.dates > 1 && Some(*place) != value)
    }

    fn values(&self, date: Option<usize>) -> Option<usize> {
        let is_value = |place: &usize| Some(*place) != date && self.columns[*place].is_mostly_numbers();
        let mut places = (0..self.columns.len()).filter(is_value);
        let first = places.next()?;
        let counts = self.columns[first].counts;
        Some(if counts { places.next().unwrap_or(first) } else { first })
    }

    /// A column that would have the dates but for one cell, if there are none.
    pub(super) fn broken_dates(&self, date: Option<usize>) -> Option<Note> {
        let broken = self.columns.iter().filter(|known| !known.is_mostly_numbers()).find_map(|known| known.broken);
        broken.filter(|_| date.is_none()).map(|line| Note { oddity: Oddity::BrokenDates, count: 1, line })
    }

    /// The date in a cell.
    pub(super) fn date(&self, line: usize, column: usize, text: &str) -> Result<Option<i64>, TableError> {
        let text = text.trim();
        if is_missing(text) {
            return Ok(None);
        }
        let format = self.columns[column].formats.first();
        let date = format.and_then(|(format, _)| format.date(text, None));
        date.map(Some).ok_or_else(|| self.bad_cell(line, column, text, Reason::NotADate))
    }

    pub(super) fn precision(&self, column: usize) -> Option<Precision> {
        self.columns[column].formats.first().map(|(format, _)| format.precision)
    }

    pub(super) fn bad_cell(&self, line: usize, column: usize, text: &str, reason: Reason) -> TableError {
        let (text, column) = (text.trim(), shown(&self.name(column)));
        if text.contains(['\r', '\n']) {
            return TableError::OpenQuote { line, column };
        }
        TableError::BadCell { line, column, text: shown(text), reason }
    }
}

impl Known {
    fn new() -> Self {
        let formats = FORMATS.iter().map(|format| (*format, None)).collect();
        Known { column: Column::default(), cells: 0, formats, broken: None, counts: true, last: f64::NAN }
    }

    fn take(&mut self, line: usize, text: &str, layout: &Layout) {
        if self.column.first.len() < SHOWN {
            self.column.first.push(text.chars().take(SHOWN_CHARACTERS).collect());
        }
        let said = cell(text, layout.decimal_comma);
        if said == Cell::Missing {
            self.column.missing += 1;
            return;
        }
        self.cells += 1;
        self.formats.retain_mut(|(format, above)| {
            let date = format.date(text, *above);
            *above = date;
            date.is_some()
        });
        if self.formats.is_empty() && self.column.dates >= BELIEVED {
            self.broken.get_or_insert(line);
        }
        self.column.dates = if self.formats.is_empty() { 0 } else { self.column.dates + 1 };
        if let Cell::Number(number) = said {
            self.column.numbers += 1;
            self.counts &= self.last.is_nan() || number == self.last + 1.0;
            self.last = number;
        }
    }

    /// What was known of the cells below.
    fn join(&mut self, below: Known) {
        self.column.numbers += below.column.numbers;
        self.column.missing += below.column.missing;
        self.cells += below.cells;
        self.counts &= below.counts;
        self.broken = below.broken;
        self.column.first.extend(below.column.first);
        self.column.first.truncate(SHOWN);
        self.formats.retain(|(format, _)| below.formats.iter().any(|(other, _)| other == format));
        self.column.dates = if self.formats.is_empty() { 0 } else { self.column.dates + below.column.dates };
    }

    fn is_mostly_numbers(&self) -> bool {
        self.column.numbers * 2 > self.cells
    }

    fn has_numbers_or_dates(&self) -> bool {
        self.cells > 0 && (self.is_mostly_numbers() || self.column.dates == self.cells)
    }
}

/// Names of which none comes twice: what is empty becomes a number, what was there before gets one.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut all = Vec::new();
    for (place, name) in (1..).zip(names) {
        let plain = if name.is_empty() { place.to_string() } else { name };
        let numbered = (2..).map(|number: usize| format!("{plain} ({number})"));
        let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(name));
        let name = name.expect("there is always another number");
        taken.insert(name.clone());
        all.push(name);
    }
    all
}

fn is_date(text: &str) -> bool {
    FORMATS.iter().any(|format| format.date(text, None).is_some())
}

/// Rows and cells that are longer than anything sensible.
fn check(line: usize, row: &csv::StringRecord) -> Result<(), TableError> {
    if row.len() > MAX_COLUMNS {
        return Err(TableError::TooManyColumns { line, columns: row.len(), limit: MAX_COLUMNS });
    }
    match row.iter().position(|cell| cell.len() > MAX_CELL) {
        Some(column) => Err(TableError::LongCell { line, column: column + 1, length: row[column].chars().count() }),
        None => Ok(()),
    }
}
