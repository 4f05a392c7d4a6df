//! A series: values at equal distances in time, some perhaps missing, perhaps with dates.

use chrono::{DateTime, NaiveDateTime};

/// How exactly dates are known, and so how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// `1871`
    Year,
    /// `1749-01`
    Month,
    /// `2012-01-31`
    Day,
    /// `2000-06-05 00:30`
    Minute,
    /// `2000-06-05 00:30:15`
    Second,
}

/// The dates of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates {
    /// Seconds since 1970, of each value; none where the table has no date.
    pub seconds: Vec<Option<i64>>,
    /// How they are written.
    pub precision: Precision,
}

/// A series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// y; NaN where a value is missing.
    pub values: Vec<f64>,
    /// When each was.
    pub dates: Option<Dates>,
}

impl Dates {
    /// The date of a value, as it is written; empty where there is none.
    pub fn text(&self, position: usize) -> String {
        let seconds = self.seconds.get(position).copied().flatten();
        let Some(date) = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) else { return String::new() };
        let format = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
            Precision::Minute => "%Y-%m-%d %H:%M",
            Precision::Second => "%Y-%m-%d %H:%M:%S",
        };
        date.naive_utc().format(format).to_string()
    }

    /// How many values make a season, judging by the usual distance of two: a year of months, quarters or weeks, a week
    /// of days, a day of hours. 1 where none is known.
    pub fn period(&self) -> usize {
        let known: Vec<i64> = self.seconds.iter().copied().flatten().take(1000).collect();
        let mut distances: Vec<i64> = known.windows(2).map(|pair| pair[1] - pair[0]).filter(|d| *d > 0).collect();
        distances.sort_unstable();
        let Some(usual) = distances.get(distances.len() / 2) else { return 1 };
        const DAY: i64 = 86_400;
        match usual {
            seconds if *seconds < DAY => (DAY / seconds) as usize,
            seconds if *seconds == DAY => 7,
            seconds if *seconds == 7 * DAY => 52,
            seconds if (28 * DAY..=31 * DAY).contains(seconds) => 12,
            seconds if (89 * DAY..=92 * DAY).contains(seconds) => 4,
            _ => 1,
        }
    }
}

impl Series {
    /// A series without dates.
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Self {
        Series { name: name.into(), values, dates: None }
    }

    /// The date of a value; empty without dates.
    pub fn date(&self, position: usize) -> String {
        self.dates.as_ref().map_or_else(String::new, |dates| dates.text(position))
    }

    /// Without the values that are missing, and their dates.
    #[must_use]
    pub fn without_missing(mut self) -> Self {
        if let Some(dates) = &mut self.dates {
            let is_there = self.values.iter().map(|value| !value.is_nan());
            let kept = dates.seconds.iter().zip(is_there).filter_map(|(date, there)| there.then_some(*date));
            dates.seconds = kept.collect();
        }
        self.values.retain(|value| !value.is_nan());
        self
    }

    /// Values that are missing.
    pub fn missing(&self) -> usize {
        self.values.iter().filter(|value| value.is_nan()).count()
    }
}

/// Seconds since 1970.
pub(super) fn seconds(date: NaiveDateTime) -> i64 {
    date.and_utc().timestamp()
}
