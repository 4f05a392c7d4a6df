//! The arguments of a question, checked.

use nabla_models::forecast::baselines::Baseline;
use serde_json::{Map, Value};

use crate::forecast::Run;
use crate::protocol::Failure;

/// The farthest that can be asked for.
const MAX_HORIZON: usize = 168;

/// A question.
pub(super) struct Asked<'a> {
    pub(super) run: &'a Run,
    pub(super) args: &'a Map<String, Value>,
}

impl Asked<'_> {
    /// A whole number within these bounds; `default` if none is given.
    pub(super) fn whole(&self, key: &str, default: usize, [min, max]: [usize; 2]) -> Result<usize, Failure> {
        let given = self.args.get(key).filter(|value| !value.is_null());
        let number = given.map_or(Some(default), |value| value.as_u64().map(|number| number as usize));
        number.filter(|number| (min..=max).contains(number)).ok_or_else(|| {
            let value = given.map_or_else(|| default.to_string(), Value::to_string);
            let message = format!("{key}: {value} is out of range; allowed is {min} to {max}.");
            let failure = Failure::new("out-of-range", message).about(key);
            failure.with("value", value).with("min", min).with("max", max)
        })
    }

    /// The origin; the first of the test part if none is given.
    pub(super) fn origin(&self) -> Result<usize, Failure> {
        let problem = &self.run.problem;
        let origin = self.whole("origin", problem.origins[0], [problem.first_origin(), problem.len()])?;
        if problem.can_forecast(origin) {
            return Ok(origin);
        }
        let message = format!("origin: values are missing before {origin}.");
        Err(Failure::new("values-missing", message).about("origin").with("value", origin))
    }

    /// How many values ahead.
    pub(super) fn horizon(&self) -> Result<usize, Failure> {
        self.whole("horizon", self.run.problem.settings.horizon, [1, MAX_HORIZON])
    }

    /// The models asked for: the one that is named, or all, perhaps with baselines.
    pub(super) fn models(&self, with_baselines: bool) -> Result<Vec<String>, Failure> {
        let contest = &self.run.contest;
        let mut all = contest.net_names();
        if with_baselines {
            all.extend(contest.linear.as_ref().map(|_| "linear".to_owned()));
            all.extend(Baseline::ALL.map(|baseline| baseline.name().to_owned()));
        }
        self.one_of("model", all)
    }

    /// The net asked for; the first if none is.
    pub(super) fn net(&self) -> Result<String, Failure> {
        self.first_of(self.models(false)?)
    }

    /// The recurrent net asked for; the first if none is.
    pub(super) fn recurrent(&self) -> Result<String, Failure> {
        let nets = self.run.contest.entrants().iter();
        let mut names: Vec<String> =
            nets.filter(|entrant| entrant.net().recurrent().is_some()).map(|entrant| entrant.name.clone()).collect();
        names.dedup();
        self.first_of(self.one_of("model", names)?)
    }

    fn first_of(&self, names: Vec<String>) -> Result<String, Failure> {
        let missing = || Failure::new("no-such-model", "None of the models that learn is of this kind.").about("model");
        names.into_iter().next().ok_or_else(missing)
    }

    fn one_of(&self, key: &str, all: Vec<String>) -> Result<Vec<String>, Failure> {
        let Some(value) = self.args.get(key).filter(|value| !value.is_null()) else { return Ok(all) };
        match value.as_str().filter(|word| all.iter().any(|known| known == word)) {
            Some(word) => Ok(vec![word.to_owned()]),
            None => {
                let (value, allowed) =
                    (value.as_str().map_or_else(|| value.to_string(), str::to_owned), all.join(", "));
                let message = format!("{key}: {value:?} is not one of {allowed}.");
                Err(Failure::new("not-one-of", message).about(key).with("value", value).with("allowed", allowed))
            }
        }
    }
}
