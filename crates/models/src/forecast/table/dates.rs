//! What a cell says of a date.

use chrono::NaiveDateTime;

use crate::forecast::series::{Precision, seconds};

/// How dates are written in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pattern: &'static str,
    /// What makes a whole date of it.
    rest: &'static str,
    pub(super) precision: Precision,
}

const fn format(pattern: &'static str, rest: &'static str, precision: Precision) -> Format {
    Format { pattern, rest, precision }
}

/// Where several fit, the first is taken: 03/04/2012 is the third of April unless there is a 13th month.
pub(super) const FORMATS: [Format; 19] = [
    format("%Y-%m-%d", " 00:00:00", Precision::Day),
    format("%Y-%m-%d %H:%M", ":00", Precision::Minute),
    format("%Y-%m-%d %H:%M:%S", "", Precision::Second),
    format("%Y-%m", "-01 00:00:00", Precision::Month),
    format("%Y/%m/%d", " 00:00:00", Precision::Day),
    format("%Y/%m/%d %H:%M", ":00", Precision::Minute),
    format("%Y/%m/%d %H:%M:%S", "", Precision::Second),
    format("%Y/%m", "/01 00:00:00", Precision::Month),
    format("%d.%m.%Y", " 00:00:00", Precision::Day),
    format("%d.%m.%Y %H:%M", ":00", Precision::Minute),
    format("%d.%m.%Y %H:%M:%S", "", Precision::Second),
    format("%d/%m/%Y", " 00:00:00", Precision::Day),
    format("%d/%m/%Y %H:%M", ":00", Precision::Minute),
    format("%d/%m/%Y %H:%M:%S", "", Precision::Second),
    format("%m/%d/%Y", " 00:00:00", Precision::Day),
    format("%m/%d/%Y %H:%M", ":00", Precision::Minute),
    format("%m/%d/%Y %H:%M:%S", "", Precision::Second),
    format("%Y%m%d", " 00:00:00", Precision::Day),
    YEAR,
];
/// A year alone is one only among years that follow each other.
const YEAR: Format = format("%Y", "-01-01 00:00:00", Precision::Year);

impl Format {
    /// Seconds since 1970; `above` is the date of the row above in this format.
    pub(super) fn date(&self, text: &str, above: Option<i64>) -> Option<i64> {
        let text = plain(text);
        let is_year = *self == YEAR;
        if is_year && !(text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        if self.pattern == "%Y%m%d" && text.len() != 8 {
            return None;
        }
        let rest_of_pattern = match self.precision {
            Precision::Year => "-%m-%d %H:%M:%S",
            Precision::Month if self.pattern.contains('/') => "/%d %H:%M:%S",
            Precision::Month => "-%d %H:%M:%S",
            Precision::Day => " %H:%M:%S",
            Precision::Minute => ":%S",
            Precision::Second => "",
        };
        let (text, pattern) = (format!("{text}{}", self.rest), format!("{}{rest_of_pattern}", self.pattern));
        let date = seconds(NaiveDateTime::parse_from_str(&text, &pattern).ok()?);
        const YEARS: std::ops::RangeInclusive<i64> = 365 * 86_400..=366 * 86_400;
        let follows = above.is_none_or(|above| YEARS.contains(&(date - above)));
        (!is_year || follows).then_some(date)
    }
}

/// Without the T between day and time, parts of a second and a time zone.
fn plain(text: &str) -> String {
    let text = text.trim();
    let Some((day, time)) = text.split_once(['T', ' ']).filter(|(day, _)| day.len() >= 8) else {
        return text.to_owned();
    };
    let end = time.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(time.len());
    let is_zone =
        |rest: &str| rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'Z' | b'+' | b'-' | b':'));
    if is_zone(&time[end..]) { format!("{day} {}", &time[..end]) } else { text.to_owned() }
}
