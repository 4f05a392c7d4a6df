//! CSV files: they are read or refused, and what is read can be prepared or is refused.

use nabla_models::forecast::{Problem, ProblemSettings, Series, Steps, table, table::Choice};

use crate::assert_refused;

pub(crate) fn read(bytes: &[u8]) {
    let (table, series) = match table::read("mine.csv", bytes, Choice::default()) {
        Ok(found) => found,
        Err(error) => return assert_refused(error.code(), &error),
    };
    assert_eq!(series.values.len(), table.rows);
    assert!(series.values.iter().all(|value| !value.is_infinite()));
    assert!(series.dates.as_ref().is_none_or(|dates| dates.seconds.len() == table.rows));
    for column in &table.columns {
        // A column that is chosen is read, or refused with its place.
        let choice = Choice { value: &column.name, ..Choice::default() };
        if let Err(error) = table::read("mine.csv", bytes, choice) {
            assert_refused(error.code(), &error);
        }
    }
    learn(&series, bytes.first().copied().unwrap_or_default());
}

/// All ways to prepare it, by five bits.
fn learn(series: &Series, bits: u8) {
    let is = |bit: u8| bits & bit != 0;
    let steps = Steps { log: is(1), seasonal: is(2).then_some(2), difference: is(4), standardise: is(8) };
    let settings = ProblemSettings { window: 2, horizon: 2, period: 2, steps, borders: [0.6, 0.8], fills: is(16) };
    match Problem::new(series.clone(), settings) {
        Ok(problem) => assert!(problem.origins.iter().all(|origin| problem.can_forecast(*origin))),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
