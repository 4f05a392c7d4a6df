//! Why a series cannot be had, as the page is told.

use nabla_models::forecast::ProblemError;
use nabla_models::forecast::table::TableError;

use crate::protocol::Failure;

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        let failure = Failure::new(error.code(), error.to_string());
        match error {
            TableError::Empty | TableError::HeaderOnly | TableError::NoNumbers => failure,
            TableError::TooLarge { megabytes, limit } => failure.with("value", megabytes).with("limit", limit),
            TableError::TooManyRows { limit } => failure.with("limit", limit),
            TableError::TooManyColumns { line, columns, limit } => {
                failure.with("line", line).with("value", columns).with("limit", limit)
            }
            TableError::NotText { position } => failure.with("position", position),
            TableError::LongCell { line, column, length } => {
                failure.with("line", line).with("column", column).with("value", length)
            }
            TableError::OpenQuote { line, column } => failure.with("line", line).with("column", column),
            TableError::NoColumn { name, allowed } => {
                failure.about("column").with("value", name).with("allowed", allowed)
            }
            TableError::TooFew { values } => failure.with("value", values),
            TableError::BadCell { line, column, text, .. } => {
                failure.with("line", line).with("column", column).with("value", text)
            }
        }
    }
}

impl From<ProblemError> for Failure {
    fn from(error: ProblemError) -> Self {
        let message = error.to_string();
        match error {
            ProblemError::Empty => Failure::new("series-empty", message),
            ProblemError::Borders(train, validate) => {
                let failure = Failure::new("borders-out-of-order", message).about("validateUntil");
                failure.with("value", validate).with("min", train)
            }
            ProblemError::NotPositive { position, value } => Failure::new("log-not-positive", message)
                .about("prepare")
                .with("position", position)
                .with("value", value),
            ProblemError::TooShort { part, have, need } => {
                let failure = Failure::new("series-too-short", message).about("window");
                failure.with("part", part).with("value", have).with("min", need)
            }
        }
    }
}
