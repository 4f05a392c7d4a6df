//! How the page hears what the models are doing.

use nabla_models::forecast::{Contest, Entrant, State, Tried, baselines::Baseline};

use super::protocol::{Errors, Event, Metrics, Model, ModelScore, ModelState, Scores, SeriesInfo};
use super::{ForecastLab, Run};
use crate::protocol::Failure;

/// How often the page hears how far the models are.
const PROGRESS_MS: f64 = 60.0;

/// What the page was told last.
#[derive(Default)]
pub(super) struct Told {
    /// When.
    pub(super) at: f64,
    /// When nets were tried on the test part last.
    pub(super) tried_at: f64,
    /// Whether nets may have changed since.
    pub(super) is_untried: bool,
    /// Losses of each net.
    losses: Vec<usize>,
    /// Whether it knows what stopped each net.
    pub(super) faults: Vec<bool>,
}

impl Told {
    /// Nothing but where this contest stands.
    pub(super) fn of(contest: &Contest, at: f64) -> Self {
        let losses: Vec<usize> = contest.entrants().iter().map(|entrant| entrant.losses.len()).collect();
        Told { at, tried_at: at, is_untried: false, faults: vec![false; losses.len()], losses }
    }
}

impl ForecastLab {
    pub(super) fn tell_begun(&self, unasked: bool) {
        if let Some(run) = &self.run {
            let (step, _, metrics) = self.standing(&|losses, _| losses);
            self.emit(Event::Begun { series: Box::new(self.about(run)), models: metrics.models, step, unasked });
        }
    }

    /// Tells the page how far the nets are, when it is time or `now`, and if there is something new.
    pub(super) fn tell(&mut self, now: bool) {
        let Some(run) = &self.run else { return };
        let time = (self.clock)();
        let losses: Vec<usize> = run.contest.entrants().iter().map(|entrant| entrant.losses.len()).collect();
        let is_news = losses != self.told.losses;
        if !is_news || !(now || !self.steps() || time - self.told.at >= PROGRESS_MS) {
            return;
        }
        let (step, loss, metrics) = self.standing(&|_, told| told);
        (self.told.at, self.told.losses, self.told.is_untried) = (time, losses, true);
        self.emit(Event::Progress { step, loss, metrics });
    }

    pub(super) fn tell_scores(&mut self) {
        if let Ok(scores) = self.scores() {
            self.emit(Event::Scored { scores });
        }
    }

    /// Rounds, the mean of the last losses, and each model, whose losses count from `first` on: it is given how many
    /// there are and how many were told.
    pub(super) fn standing(&self, first: &dyn Fn(usize, usize) -> usize) -> (u64, f32, Metrics) {
        let Some(run) = &self.run else {
            return (0, f32::NAN, Metrics { models: Vec::new(), steps_per_second: 0.0, finished: false });
        };
        let (entrants, told) = (run.contest.entrants(), &self.told.losses);
        let of = |(index, entrant): (usize, &Entrant)| net(run, entrant, first(entrant.losses.len(), told[index]));
        let mut models: Vec<Model> = entrants.iter().enumerate().map(of).collect();
        models.extend(linear(run));
        let steps: usize = entrants.iter().map(|entrant| entrant.losses.len()).sum();
        let last: Vec<f32> = entrants.iter().filter_map(|entrant| entrant.losses.last().copied()).collect();
        let metrics = Metrics {
            finished: models.iter().all(|model| !matches!(model.state, ModelState::Learning | ModelState::Paused)),
            models,
            steps_per_second: (steps - told.iter().sum::<usize>()) as f64 / ((self.clock)() - self.told.at).max(1.0)
                * 1000.0,
        };
        (run.contest.rounds(), last.iter().sum::<f32>() / last.len() as f32, metrics)
    }

    fn about(&self, run: &Run) -> SeriesInfo {
        let problem = &run.problem;
        let dates = problem.series.dates.as_ref().map(|dates| [dates.text(0), dates.text(problem.len() - 1)]);
        SeriesInfo {
            series: self.config.series,
            name: problem.series.name.clone(),
            unit: self.config.series.unit().to_owned(),
            length: problem.len(),
            period: problem.settings.period,
            validate_from: problem.validate_from,
            test_from: problem.test_from,
            missing: problem.series.missing(),
            origins: problem.all_origins,
            windows: problem.windows.len(),
            first_origin: problem.first_origin(),
            dates,
            standard: [problem.prepared.mean, problem.prepared.deviation],
            table: run.table.clone(),
        }
    }

    /// How well each model did when it was tried last.
    pub(super) fn scores(&self) -> Result<Scores, Failure> {
        let run = self.run()?;
        let problem = &run.problem;
        let linear = run.contest.linear.as_ref();
        let mut models: Vec<ModelScore> = run.contest.net_names().iter().map(|name| net_score(run, name)).collect();
        let learned = linear.map(|linear| ("linear", linear.parameters(), run.linear_seconds));
        let fixed = Baseline::ALL.map(|baseline| (baseline.name(), 0, 0.0));
        models.extend(
            learned
                .into_iter()
                .chain(fixed)
                .map(|(name, parameters, seconds)| score(run.scoring.of(name), name.to_owned(), parameters, seconds)),
        );
        Ok(Scores {
            horizon: problem.settings.horizon,
            origins: problem.origins.len(),
            all_origins: problem.all_origins,
            scale: problem.scale,
            period: problem.settings.period,
            models,
        })
    }
}

fn net_score(run: &Run, name: &str) -> ModelScore {
    let members = || run.contest.entrants().iter().filter(|entrant| entrant.name == name);
    let parameters = members().map(|entrant| entrant.net().parameters()).sum();
    let seconds = members().map(|entrant| entrant.seconds).sum();
    score(run.scoring.of(name), name.to_owned(), parameters, seconds)
}

fn score(tried: Option<&Tried>, model: String, parameters: usize, seconds: f64) -> ModelScore {
    let shown =
        |errors: &nabla_models::forecast::Errors| Errors { mae: errors.mae, rmse: errors.rmse, mase: errors.mase };
    ModelScore {
        model,
        parameters,
        seconds,
        step: tried.and_then(|tried| tried.steps.iter().copied().max()).unwrap_or(0),
        all: tried.map(|tried| shown(&tried.all)),
        by_horizon: tried.map_or_else(Vec::new, |tried| tried.by_horizon.iter().map(shown).collect()),
    }
}

/// A net, with the mean of its losses from number `first` on.
fn net(run: &Run, entrant: &Entrant, first: usize) -> Model {
    let new = &entrant.losses[first..];
    Model {
        id: entrant.name.clone(),
        member: entrant.member,
        parameters: entrant.net().parameters(),
        step: entrant.losses.len() as u64,
        seconds: entrant.seconds,
        loss: (!new.is_empty()).then(|| new.iter().sum::<f32>() / new.len() as f32),
        validation: entrant.validations.last().map(|(_, error)| *error),
        best_step: entrant.best_step(),
        state: match run.contest.state(entrant) {
            State::Learning => ModelState::Learning,
            State::Paused => ModelState::Paused,
            State::Spent => ModelState::Spent,
            State::Diverged => ModelState::Diverged,
        },
    }
}

fn linear(run: &Run) -> Option<Model> {
    run.contest.linear.as_ref().map(|linear| Model {
        id: "linear".to_owned(),
        member: 0,
        parameters: linear.parameters(),
        step: 0,
        seconds: run.linear_seconds,
        loss: None,
        validation: None,
        best_step: 0,
        state: ModelState::Exact,
    })
}
