//! Where the lab's series come from: files that the page hands over, and functions.

use std::rc::Rc;

use nabla_models::config::{DecimalMark, ForecastConfig, Preparation, Separator, SeriesKind};
use nabla_models::forecast::{Problem, Series, table};

use super::ForecastLab;
use super::protocol::{Column, Note, NoteKind, Reply, Table};
use crate::protocol::Failure;

/// What the names of shipped files begin with.
const SHIPPED: &str = "shipped/";
/// A person's own series has at least so many windows and horizons, where the settings leave a choice.
const WINDOWS: usize = 10;

/// A file as it came.
pub(super) struct File {
    name: String,
    bytes: Vec<u8>,
}

/// What is to be learned, and the table that it is from; none of a function.
pub(super) type Read = (Rc<Problem>, Option<Table>);

impl ForecastLab {
    /// What these settings say is to be learned; nothing if its file is not here.
    pub(super) fn read(&self, config: &ForecastConfig) -> Result<Option<Read>, Failure> {
        let (series, table) = match (config.series, self.files.get(&config.series)) {
            (SeriesKind::Function, _) => (config.function(), None),
            (_, None) => return Ok(None),
            (_, Some(file)) => {
                let (series, table) = parse(file, config)?;
                (series, Some(table))
            }
        };
        Ok(Some((Rc::new(config.problem(series)?), table)))
    }

    /// Takes a file in. On an error all stays as it is.
    pub(super) async fn load(&mut self, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
        let shipped = name.strip_prefix(SHIPPED).and_then(SeriesKind::from_word);
        let file = File { name: name.to_owned(), bytes };
        let (config, (series, table)) = match shipped {
            Some(kind) if kind == self.config.series => (self.config.clone(), parse(&file, &self.config)?),
            // Kept for when it is chosen.
            Some(_) => (self.config.clone(), parse(&file, &blank(&self.config))?),
            None => self.own(&file)?,
        };
        let kind = shipped.unwrap_or(SeriesKind::Own);
        if config.series == kind {
            let problem = Rc::new(config.problem(series)?);
            self.config = config.clone();
            if self.device.is_some() {
                self.device = Some(self.choose(&config, Some(&problem)).await);
                self.begin(Some((problem, Some(table.clone()))), false);
            }
        }
        self.files.insert(kind, file);
        Ok(Reply::SeriesLoaded { config, table })
    }

    /// The settings for a person's own file, and what they read in it. If they wait for it, as after a worker was lost, they
    /// are its own, and its columns stay chosen.
    fn own(&self, file: &File) -> Result<(ForecastConfig, (Series, Table)), Failure> {
        if self.config.series == SeriesKind::Own
            && !self.files.contains_key(&SeriesKind::Own)
            && let Ok(read) = parse(file, &self.config)
            && self.config.problem(read.0.clone()).is_ok()
        {
            return Ok((self.config.clone(), read));
        }
        suited(&self.config, file)
    }
}

/// The settings for a person's own file: what was meant for another series is set to what fits this one.
fn suited(config: &ForecastConfig, file: &File) -> Result<(ForecastConfig, (Series, Table)), Failure> {
    let mut config = ForecastConfig { series: SeriesKind::Own, ..blank(config) };
    config.prepare = vec![Preparation::Standardise];
    let read = parse(file, &config)?;
    let most = (read.0.values.len() / WINDOWS).max(1);
    config.window = config.window.min(most);
    config.horizon = config.horizon.min((most / 2).max(1));
    Ok((config, read))
}

/// Without what belongs to one series only.
fn blank(config: &ForecastConfig) -> ForecastConfig {
    ForecastConfig {
        column: String::new(),
        date_column: String::new(),
        separator: Separator::Auto,
        decimal: DecimalMark::Auto,
        period: 0,
        ..config.clone()
    }
}

fn parse(file: &File, config: &ForecastConfig) -> Result<(Series, Table), Failure> {
    let is_own = config.series == SeriesKind::Own;
    let choice = table::Choice {
        value: &config.column,
        date: &config.date_column,
        separator: is_own.then_some(config.separator).and_then(Separator::byte),
        decimal_comma: is_own.then_some(config.decimal).and_then(DecimalMark::is_comma),
    };
    let (found, series) = table::read(&file.name, &file.bytes, choice)?;
    let name = file.name.strip_prefix(SHIPPED).unwrap_or(&file.name).to_owned();
    Ok((series, shown(found, name)))
}

fn shown(table: table::Table, name: String) -> Table {
    let column = |column: table::Column| Column {
        name: column.name,
        numbers: column.numbers,
        dates: column.dates,
        missing: column.missing,
        first: column.first,
    };
    let note = |note: table::Note| Note {
        kind: match note.oddity {
            table::Oddity::Missing => NoteKind::Missing,
            table::Oddity::UnorderedDates => NoteKind::UnorderedDates,
            table::Oddity::DuplicateDates => NoteKind::DuplicateDates,
            table::Oddity::Constant => NoteKind::Constant,
            table::Oddity::Ragged => NoteKind::Ragged,
            table::Oddity::BrokenDates => NoteKind::BrokenDates,
        },
        count: note.count,
        row: note.line,
    };
    Table {
        name,
        rows: table.rows,
        separator: table.separator,
        decimal_comma: table.decimal_comma,
        has_header: table.has_header,
        columns: table.columns.into_iter().map(column).collect(),
        value: table.value,
        date: table.date,
        notes: table.notes.into_iter().map(note).collect(),
    }
}
