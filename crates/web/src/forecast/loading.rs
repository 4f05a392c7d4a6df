//! Where the lab's series come from: files that the page hands over, and functions.

use std::rc::Rc;

use nabla_models::config::{ForecastConfig, Preparation, SeriesKind};
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

    /// Whether the settings are this file's, as after a worker was lost: its columns stay chosen.
    fn waits_for(&self, file: &File) -> bool {
        let is_own = self.config.series == SeriesKind::Own && !self.files.contains_key(&SeriesKind::Own);
        is_own && parse(file, &self.config).is_ok_and(|(series, _)| self.config.problem(series).is_ok())
    }

    /// Takes a file in. On an error all stays as it is.
    pub(super) async fn load(&mut self, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
        let shipped = name.strip_prefix(SHIPPED).and_then(SeriesKind::from_word);
        let file = File { name: name.to_owned(), bytes };
        let series = shipped.unwrap_or(SeriesKind::Own);
        let config = match shipped {
            Some(_) => self.config.clone(),
            None if self.waits_for(&file) => self.config.clone(),
            None => suited(&self.config, &file)?,
        };
        let before = self.files.insert(series, file);
        if config.series != series {
            // Kept for when it is chosen.
            let table = self.files.get(&series).map(|file| parse(file, &ForecastConfig { series, ..blank(&config) }));
            let (_, table) = table.ok_or_else(super::no_series)??;
            return Ok(Reply::SeriesLoaded { config, table });
        }
        match self.read(&config) {
            Ok(Some((problem, Some(table)))) => {
                self.config = config.clone();
                if self.device.is_some() {
                    self.device = Some(self.choose(&config, Some(&problem)).await);
                    self.begin(Some((problem, Some(table.clone()))), false);
                }
                Ok(Reply::SeriesLoaded { config, table })
            }
            Ok(_) => Err(super::no_series()),
            Err(failure) => {
                match before {
                    Some(before) => self.files.insert(series, before),
                    None => self.files.remove(&series),
                };
                Err(failure)
            }
        }
    }
}

/// The settings for a person's own file: what was meant for another series is set to what fits this one.
fn suited(config: &ForecastConfig, file: &File) -> Result<ForecastConfig, Failure> {
    let mut config = ForecastConfig { series: SeriesKind::Own, ..blank(config) };
    config.prepare = vec![Preparation::Standardise];
    let (series, _) = parse(file, &config)?;
    let most = (series.values.len() / WINDOWS).max(1);
    config.window = config.window.min(most);
    config.horizon = config.horizon.min((most / 2).max(1));
    Ok(config)
}

/// Without what belongs to one series only.
fn blank(config: &ForecastConfig) -> ForecastConfig {
    ForecastConfig { column: String::new(), date_column: String::new(), period: 0, ..config.clone() }
}

fn parse(file: &File, config: &ForecastConfig) -> Result<(Series, Table), Failure> {
    let (found, series) = table::read(&file.name, &file.bytes, &config.column, &config.date_column)?;
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
