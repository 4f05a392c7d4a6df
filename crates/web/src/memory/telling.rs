//! How the page hears what the nets are doing.

use nabla_models::memory::{Entrant, Race, State};

use super::protocol::{Event, Metrics, Net, NetState, SuccessTable};
use super::{MemoryLab, Outgoing};

/// How often the page hears how far the nets are.
const PROGRESS_MS: f64 = 60.0;

/// What the page was told last.
#[derive(Default)]
pub(super) struct Told {
    /// When.
    pub(super) at: f64,
    /// Losses of each net.
    pub(super) losses: Vec<usize>,
    /// Of all nets together.
    pub(super) scores: usize,
    /// Whether it knows what stopped each net.
    pub(super) faults: Vec<bool>,
}

impl Told {
    /// Nothing but where this race stands.
    pub(super) fn of(race: &Race, at: f64) -> Self {
        let losses = race.entrants().iter().map(|entrant| entrant.losses.len()).collect();
        Told {
            at,
            losses,
            scores: race.entrants().iter().map(|entrant| entrant.scores.len()).sum(),
            faults: Vec::new(),
        }
    }
}

impl MemoryLab {
    /// Tells the page of a new race, with the losses of one that goes on.
    pub(super) fn tell_of_beginning(&self, unasked: bool) {
        let (Some(race), Ok(SuccessTable { task, baselines, nets })) = (&self.race, self.success()) else { return };
        let begun = Event::Begun { task, baselines, nets, step: race.rounds(), unasked };
        let losses = race.entrants().iter().map(|entrant| entrant.losses.clone());
        (self.post)(Outgoing { arrays: losses.collect(), ..Outgoing::event(begun) });
    }

    /// Tells the page how far the nets are, when it is time or `now`, and if there is something new.
    pub(super) fn tell(&mut self, now: bool) {
        let Some(race) = &self.race else { return };
        let time = (self.clock)();
        let is_idle = !self.steps();
        let new = Told { faults: self.told.faults.clone(), ..Told::of(race, time) };
        let is_news = new.losses != self.told.losses || new.scores != self.told.scores;
        if !is_news || !(now || is_idle || time - self.told.at >= PROGRESS_MS) {
            return;
        }
        let (step, loss, metrics) = self.standing(&|_, told| told);
        self.told = new;
        self.emit(Event::Progress { step, loss, metrics });
    }

    /// Rounds, the mean of the last losses, and each net, whose losses count from `first` on: it is given how many there
    /// are and how many were told.
    pub(super) fn standing(&self, first: &dyn Fn(usize, usize) -> usize) -> (u64, f32, Metrics) {
        let Some(race) = &self.race else { return (0, f32::NAN, Metrics::none()) };
        let told = &self.told.losses;
        let of = |(index, entrant): (usize, &Entrant)| net(race, entrant, first(entrant.losses.len(), told[index]));
        let nets: Vec<Net> = race.entrants().iter().enumerate().map(of).collect();
        let steps: usize = race.entrants().iter().map(|entrant| entrant.losses.len()).sum();
        let last: Vec<f32> = race.entrants().iter().filter_map(|entrant| entrant.losses.last().copied()).collect();
        let metrics = Metrics {
            finished: nets.iter().all(|net| !matches!(net.state, NetState::Learning | NetState::Paused)),
            nets,
            steps_per_second: (steps - told.iter().sum::<usize>()) as f64 / ((self.clock)() - self.told.at).max(1.0)
                * 1000.0,
        };
        (race.rounds(), last.iter().sum::<f32>() / last.len() as f32, metrics)
    }
}

impl Metrics {
    fn none() -> Self {
        Metrics { nets: Vec::new(), steps_per_second: 0.0, finished: false }
    }
}

/// A net, with the mean of its losses from number `first` on.
pub(super) fn net(race: &Race, entrant: &Entrant, first: usize) -> Net {
    let new = &entrant.losses[first..];
    let score = entrant.score();
    Net {
        cell: entrant.kind(),
        lag: entrant.lag(),
        step: entrant.losses.len() as u64,
        loss: (!new.is_empty()).then(|| new.iter().sum::<f32>() / new.len() as f32),
        success: score.map(|score| score.success),
        test_loss: score.map(|score| score.loss),
        state: match race.state(entrant) {
            State::Learning => NetState::Learning,
            State::Paused => NetState::Paused,
            State::Learned => NetState::Learned,
            State::Spent => NetState::Spent,
            State::Diverged => NetState::Diverged,
        },
    }
}
