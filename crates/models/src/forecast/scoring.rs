//! All models tried on the test part, a few origins at a time, as far as they have changed since they were tried last.

use std::collections::VecDeque;
use std::rc::Rc;

use nabla_compute::{Device, DeviceError};

use super::baselines::Baseline;
use super::contest::{Contest, Entrant};
use super::{Errors, Net, Problem, Trial};

/// Origins that a net forecasts from at once.
const AT_ONCE: usize = 128;

/// What a model did on the test part.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// Its name.
    pub name: String,
    /// What it said.
    pub trial: Trial,
    /// Over all horizons.
    pub all: Errors,
    /// At each.
    pub by_horizon: Vec<Errors>,
    /// The steps whose weights it had, of each of its members; none of a model without steps.
    pub steps: Vec<u64>,
}

/// A model that is being tried.
struct Current {
    name: String,
    members: Vec<Net>,
    steps: Vec<u64>,
    forecasts: Vec<f64>,
}

/// See the module.
pub struct Scoring {
    problem: Rc<Problem>,
    queue: VecDeque<String>,
    current: Option<Current>,
    tried: Vec<Tried>,
}

impl Scoring {
    /// The models that need no steps are tried at once.
    pub fn new(contest: &Contest) -> Self {
        let problem = Rc::clone(&contest.problem);
        let horizon = problem.settings.horizon;
        let mut tried = Vec::new();
        if let Some(linear) = &contest.linear {
            let trial = Trial::of(&problem, |origin| problem.linear(linear, origin, horizon));
            tried.push(Tried::new("linear", trial, &problem, Vec::new()));
        }
        for baseline in Baseline::ALL {
            let trial = Trial::of(&problem, |origin| problem.baseline(baseline, origin, horizon));
            tried.push(Tried::new(baseline.name(), trial, &problem, Vec::new()));
        }
        Scoring { problem, queue: VecDeque::new(), current: None, tried }
    }

    /// What a model did when it was tried last.
    pub fn of(&self, name: &str) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.name == name)
    }

    /// Has all nets tried again that have better weights than when they were tried last.
    pub fn refresh(&mut self, contest: &Contest) {
        for name in names(contest) {
            let steps = steps(contest, &name);
            let is_known = self.of(&name).is_some_and(|tried| tried.steps == steps);
            let is_under_way =
                self.current.as_ref().is_some_and(|current| current.name == name && current.steps == steps);
            let has_steps = steps.iter().any(|step| *step > 0);
            if has_steps && !is_known && !is_under_way && !self.queue.contains(&name) {
                self.queue.push_back(name);
            }
        }
    }

    /// Whether something is to be tried.
    pub fn is_busy(&self) -> bool {
        self.current.is_some() || !self.queue.is_empty()
    }

    /// Goes on for some origins of one net; true when a model has been tried from all of them.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn advance(&mut self, contest: &Contest) -> Result<bool, DeviceError> {
        if self.current.is_none() {
            let Some(name) = self.queue.pop_front() else { return Ok(false) };
            let members = members(contest, &name).map(|entrant| entrant.chosen().clone()).collect();
            self.current = Some(Current { steps: steps(contest, &name), name, members, forecasts: Vec::new() });
        }
        let Some(current) = &mut self.current else { return Ok(false) };
        let horizon = self.problem.settings.horizon;
        let done = current.forecasts.len() / horizon;
        let origins = &self.problem.origins[done..];
        let origins = &origins[..origins.len().min(AT_ONCE)];
        let mean = mean_forecasts(&self.problem, contest.device(), &current.members, origins, horizon).await?;
        current.forecasts.extend(mean.into_iter().flatten());
        if done + origins.len() < self.problem.origins.len() {
            return Ok(false);
        }
        if let Some(Current { name, steps, forecasts, .. }) = self.current.take() {
            self.tried.retain(|tried| tried.name != name);
            self.tried.push(Tried::new(&name, Trial { forecasts }, &self.problem, steps));
        }
        Ok(true)
    }
}

impl Tried {
    fn new(name: &str, trial: Trial, problem: &Problem, steps: Vec<u64>) -> Self {
        let (all, by_horizon) = trial.errors(problem);
        Tried { name: name.to_owned(), trial, all, by_horizon, steps }
    }
}

/// What nets say on average, in the series' unit, from each origin.
///
/// # Errors
/// When the device is lost.
pub(super) async fn mean_forecasts(
    problem: &Problem,
    device: &Device,
    members: &[Net],
    origins: &[usize],
    horizon: usize,
) -> Result<Vec<Vec<f64>>, DeviceError> {
    let mut sums = vec![vec![0.0; horizon]; origins.len()];
    for net in members {
        let forecasts = problem.net(device, net, origins, horizon).await?;
        for (sum, value) in sums.iter_mut().flatten().zip(forecasts.into_iter().flatten()) {
            *sum += value / members.len() as f64;
        }
    }
    Ok(sums)
}

/// The names of the nets, each once.
pub(super) fn names(contest: &Contest) -> Vec<String> {
    let mut names: Vec<String> = contest.entrants().iter().map(|entrant| entrant.name.clone()).collect();
    names.dedup();
    names
}

pub(super) fn members<'a>(contest: &'a Contest, name: &str) -> impl Iterator<Item = &'a Entrant> {
    contest.entrants().iter().filter(move |entrant| entrant.name == name)
}

fn steps(contest: &Contest, name: &str) -> Vec<u64> {
    members(contest, name).map(Entrant::best_step).collect()
}

impl Contest {
    /// The names of all nets, each once, whatever their seeds.
    pub fn net_names(&self) -> Vec<String> {
        names(self)
    }

    /// What each net of a name says from an origin, in the series' unit.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn forecasts(&self, name: &str, origin: usize, horizon: usize) -> Result<Vec<Vec<f64>>, DeviceError> {
        let mut all = Vec::new();
        for entrant in members(self, name) {
            all.extend(self.problem.net(self.device(), entrant.chosen(), &[origin], horizon).await?);
        }
        Ok(all)
    }
}
