//! What is learned: a series, prepared and split by time, cut into windows to learn from and origins to forecast from.

use super::baselines::naive_error;
use super::fill::filled;
use super::{Prepared, Series, Steps};

/// More origins of the test part are not tried; of more, so many at equal distances.
pub(super) const MOST_ORIGINS: usize = 5000;
/// Origins of the validation part by which nets are judged while they learn.
const JUDGED_ORIGINS: usize = 128;

/// How a series is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProblemSettings {
    /// L
    pub window: usize,
    /// H
    pub horizon: usize,
    /// m
    pub period: usize,
    /// What the values are changed by.
    pub steps: Steps,
    /// Where the training and the validation part end, of the whole.
    pub borders: [f64; 2],
    /// Whether gaps are filled in.
    pub fills: bool,
}

/// A series cannot be learned as it was asked for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProblemError {
    /// There is nothing in it.
    #[error("The series has no values.")]
    Empty,
    /// The borders are not in order.
    #[error("The validation part must begin before the test part: {0} is not below {1}.")]
    Borders(f64, f64),
    /// A logarithm needs values above 0.
    #[error("Value {position} of the series is {value}: only values above 0 have a logarithm.")]
    NotPositive {
        /// Where, from 1.
        position: usize,
        /// What.
        value: f64,
    },
    /// A part of the series is too short for the window and the horizon.
    #[error("The {part} part has {have} values; with this window, horizon and period it needs {need}.")]
    TooShort {
        /// training, validation or test.
        part: &'static str,
        /// Values in it.
        have: usize,
        /// Values that it would need.
        need: usize,
    },
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Problem {
    /// As it came.
    pub series: Series,
    /// y with its gaps filled in, if that was asked for.
    pub filled: Vec<f64>,
    /// What models see.
    pub prepared: Prepared,
    /// How it is cut.
    pub settings: ProblemSettings,
    /// Where the training part ends and the validation part begins.
    pub validate_from: usize,
    /// Where the test part begins.
    pub test_from: usize,
    /// Where a window of L values and one to be forecast begin in the training part.
    pub windows: Vec<u32>,
    /// The same with H values to be forecast.
    pub far_windows: Vec<u32>,
    /// Origins by which nets are judged while they learn: at most 128 of the validation part.
    pub judged: Vec<usize>,
    /// Origins in the test part.
    pub origins: Vec<usize>,
    /// How many origins of the test part there would be; `origins` has all, or 5000 at equal distances.
    pub all_origins: usize,
    /// What MASE divides by.
    pub scale: f64,
    /// Values before this one that are missing or not defined: prepared, and filled.
    missing_before: [Vec<u32>; 2],
}

impl Problem {
    /// Cuts a series.
    ///
    /// # Errors
    /// When it has too few values, or some that cannot be prepared like this.
    pub fn new(series: Series, settings: ProblemSettings) -> Result<Self, ProblemError> {
        let n = series.values.len();
        if series.missing() == n {
            return Err(ProblemError::Empty);
        }
        let [train, validate] = settings.borders;
        if validate <= train {
            return Err(ProblemError::Borders(train, validate));
        }
        let [validate_from, test_from] = settings.borders.map(|share| (share * n as f64).round() as usize);
        let filled =
            if settings.fills { filled(&series.values, &[validate_from, test_from]) } else { series.values.clone() };
        if settings.steps.log
            && let Some(t) = filled.iter().position(|y| *y <= 0.0)
        {
            return Err(ProblemError::NotPositive { position: t + 1, value: filled[t] });
        }
        let prepared = Prepared::new(&filled, settings.steps, 0..validate_from);
        let missing_before = [missing_before(&prepared.values), missing_before(&filled)];
        let scale = naive_error(&series.values[..validate_from], settings.period);
        let mut problem = Problem {
            series,
            filled,
            prepared,
            settings,
            validate_from,
            test_from,
            windows: Vec::new(),
            far_windows: Vec::new(),
            judged: Vec::new(),
            origins: Vec::new(),
            all_origins: 0,
            scale,
            missing_before,
        };
        problem.cut()?;
        Ok(problem)
    }

    fn cut(&mut self) -> Result<(), ProblemError> {
        let ProblemSettings { window, horizon, period, steps, .. } = self.settings;
        self.windows = self.windows_with(1);
        self.far_windows = self.windows_with(horizon);
        let tried = |from: usize, to: usize| -> Vec<usize> {
            let last = (to + 1).saturating_sub(horizon);
            (from..last).filter(|origin| self.can_forecast(*origin)).collect()
        };
        let judged = tried(self.validate_from, self.test_from);
        let origins = tried(self.test_from, self.len());
        let too_short = |part, have, need| Err(ProblemError::TooShort { part, have, need });
        let lost = steps.seasonal.unwrap_or(0) + usize::from(steps.difference);
        if self.far_windows.is_empty() {
            return too_short("training", self.validate_from, window + horizon + lost.max(period));
        }
        if judged.is_empty() {
            return too_short("validation", self.test_from - self.validate_from, horizon);
        }
        if origins.is_empty() {
            return too_short("test", self.len() - self.test_from, horizon);
        }
        self.all_origins = origins.len();
        self.judged = spread(&judged, JUDGED_ORIGINS);
        self.origins = spread(&origins, MOST_ORIGINS);
        Ok(())
    }

    /// Where windows with so many values after them begin, all in the training part.
    fn windows_with(&self, ahead: usize) -> Vec<u32> {
        let length = self.settings.window + ahead;
        let last = (self.validate_from + 1).saturating_sub(length);
        (0..last).filter(|from| self.are_there(0, *from, from + length)).map(|from| from as u32).collect()
    }

    /// Values, missing ones too.
    pub fn len(&self) -> usize {
        self.filled.len()
    }

    /// Whether there are none, which is not the case.
    pub fn is_empty(&self) -> bool {
        self.filled.is_empty()
    }

    /// Whether nothing is missing of the prepared (0) or filled (1) values from … to.
    fn are_there(&self, which: usize, from: usize, to: usize) -> bool {
        self.missing_before[which][to] == self.missing_before[which][from]
    }

    /// Whether every model has the values before this origin that it needs, and the last of them was not filled in: that
    /// would have looked ahead, at the value after the gap.
    pub fn can_forecast(&self, origin: usize) -> bool {
        let ProblemSettings { window, period, .. } = self.settings;
        let (before, season) = (origin.checked_sub(window), origin.checked_sub(period));
        origin <= self.len()
            && before.is_some_and(|from| self.are_there(0, from, origin))
            && season.is_some_and(|from| self.are_there(1, from, origin))
            && origin.checked_sub(1).is_some_and(|last| !self.series.values[last].is_nan())
    }

    /// The first origin that can be forecast from.
    pub fn first_origin(&self) -> usize {
        (0..=self.len()).find(|origin| self.can_forecast(*origin)).unwrap_or(self.len())
    }

    /// What is known before an origin: from the first value that is not missing.
    pub fn known(&self, origin: usize) -> &[f64] {
        let known = &self.filled[..origin];
        let first = known.iter().position(|value| !value.is_nan()).unwrap_or(0);
        &known[first..]
    }

    /// The windows before these origins, row by row: `[N,L]`.
    pub fn windows_before(&self, origins: &[usize]) -> Vec<f32> {
        let window = self.settings.window;
        let values = |origin: &usize| self.prepared.values[origin - window..*origin].iter().map(|value| *value as f32);
        origins.iter().flat_map(values).collect()
    }

    /// What follows at each horizon, prepared: H times `[N]`. Values beyond the end are 0.
    pub fn following(&self, origins: &[usize], horizon: usize) -> Vec<Vec<f32>> {
        let value =
            |origin: &usize, ahead: usize| self.prepared.values.get(origin + ahead).map_or(0.0, |value| *value as f32);
        (0..horizon).map(|ahead| origins.iter().map(|origin| value(origin, ahead)).collect()).collect()
    }
}

/// How many of the values before each are no numbers; one more than values.
fn missing_before(values: &[f64]) -> Vec<u32> {
    let mut counts = vec![0];
    let mut count = 0;
    counts.extend(values.iter().map(|value| {
        count += u32::from(!value.is_finite());
        count
    }));
    counts
}

/// At most so many of them, at equal distances.
fn spread(all: &[usize], most: usize) -> Vec<usize> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|i| all[i * all.len() / most]).collect()
}
