//! From the lab's settings to a series, a problem and a contest.

use std::rc::Rc;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError};

use crate::checkpoint::Checkpoint;
use crate::config::{CellKind, ForecastConfig, Missing, Mode, ModelKind, Preparation, SeriesKind, Updates, WaveKind};
use crate::graph::Param;
use crate::optimizer::Optimizer;

use super::contest::{Contest, Entrant, Lessons};
use super::wave::{self, Wave};
use super::{Linear, Net, NetSettings, Problem, ProblemError, ProblemSettings, Series, Steps};

impl SeriesKind {
    /// What its values are counted in, where that is known.
    pub fn unit(self) -> &'static str {
        match self {
            SeriesKind::Load => "MW",
            SeriesKind::Co2 => "ppm",
            SeriesKind::ElNino => "°C",
            SeriesKind::Nile => "10⁸ m³",
            SeriesKind::AirPassengers => "10³",
            _ => "",
        }
    }

    /// How many values make a season, where that is known: a week of half-hours, a year of months, and the eleven years
    /// of the sun.
    pub fn period(self) -> Option<usize> {
        match self {
            SeriesKind::Load => Some(336),
            SeriesKind::Sunspots => Some(132),
            SeriesKind::SunspotsYearly => Some(11),
            SeriesKind::Co2 => Some(52),
            SeriesKind::ElNino | SeriesKind::AirPassengers => Some(12),
            SeriesKind::Nile => Some(1),
            SeriesKind::Seattle => Some(365),
            SeriesKind::SeattleHourly => Some(24),
            SeriesKind::Function | SeriesKind::Own => None,
        }
    }
}

impl ModelKind {
    fn cell(self) -> Option<CellKind> {
        match self {
            ModelKind::Rnn => Some(CellKind::Rnn),
            ModelKind::Lstm => Some(CellKind::Lstm),
            ModelKind::LstmPeepholes => Some(CellKind::LstmPeepholes),
            ModelKind::Gru => Some(CellKind::Gru),
            ModelKind::Mlp | ModelKind::Linear => None,
        }
    }
}

/// As in `mlp` or `lstm.one-to-many`.
pub fn model_name(kind: ModelKind, mode: Option<Mode>) -> String {
    let kind = ModelKind::WORDS[kind as usize];
    mode.map_or_else(|| kind.to_owned(), |mode| format!("{kind}.{}", Mode::WORDS[mode as usize]))
}

impl ForecastConfig {
    /// The function of the settings as a series.
    pub fn function(&self) -> Series {
        let wave = match self.wave {
            WaveKind::Sine => Wave::Sine,
            WaveKind::Sines => Wave::Sines,
            WaveKind::Damped => Wave::Damped,
            WaveKind::Chirp => Wave::Chirp,
            WaveKind::MackeyGlass => Wave::MackeyGlass,
        };
        let name = WaveKind::WORDS[self.wave as usize];
        Series::new(name, wave::points(wave, self.points, self.wave_period, self.noise, u64::from(self.seed)))
    }

    /// m: that of the settings, else of the series.
    pub fn season(&self, series: &Series) -> usize {
        let by_dates = || series.dates.as_ref().map_or(1, super::Dates::period);
        let own = match self.series {
            SeriesKind::Function if self.wave == WaveKind::MackeyGlass => 1,
            SeriesKind::Function => self.wave_period.round() as usize,
            kind => kind.period().unwrap_or_else(by_dates),
        };
        let longest = (series.values.len() / 3).max(1);
        if self.period > 0 { self.period } else { own.clamp(1, longest) }
    }

    /// What is learned of a series.
    ///
    /// # Errors
    /// When it has too few values, or some that cannot be prepared like this.
    pub fn problem(&self, series: Series) -> Result<Problem, ProblemError> {
        let series = if self.missing == Missing::Drop { series.without_missing() } else { series };
        let period = self.season(&series);
        let is = |step: Preparation| self.prepare.contains(&step);
        let steps = Steps {
            log: is(Preparation::Log),
            seasonal: is(Preparation::Seasonal).then_some(period),
            difference: is(Preparation::Difference),
            standardise: is(Preparation::Standardise),
        };
        let settings = ProblemSettings {
            window: self.window,
            horizon: self.horizon,
            period,
            steps,
            borders: [self.train_until, self.validate_until],
            fills: self.missing == Missing::Interpolate,
        };
        Problem::new(series, settings)
    }

    /// All models, none of which has begun.
    pub fn contest(&self, device: &Device, problem: Rc<Problem>) -> Contest {
        let linear = self.models.contains(&ModelKind::Linear).then(|| Linear::fit(&problem));
        let mut contest = Contest::new(device, problem, linear, self.entrants(device), self.lessons());
        self.apply(&mut contest);
        contest
    }

    /// The nets as they begin, on the processor, as a checkpoint has them.
    ///
    /// # Errors
    /// The processor has none.
    pub async fn beginning(&self, problem: &Rc<Problem>) -> Result<Checkpoint, DeviceError> {
        let cpu = Device::cpu();
        Contest::new(&cpu, Rc::clone(problem), None, self.entrants(&cpu), self.lessons()).checkpoint().await
    }

    /// Kind by kind, in each mode by mode, and in each seed by seed.
    fn entrants(&self, device: &Device) -> Vec<Entrant> {
        let mut entrants = Vec::new();
        for kind in self.models.iter().copied().filter(|kind| *kind != ModelKind::Linear) {
            let modes: Vec<Option<Mode>> = match kind.cell() {
                Some(_) => self.modes.iter().copied().map(Some).collect(),
                None => vec![None],
            };
            for mode in modes {
                for member in 0..self.ensemble {
                    let net = Net::new(device, self.net(kind, mode, member));
                    entrants.push(Entrant::new(model_name(kind, mode), member, net, |params| self.optimizer(params)));
                }
            }
        }
        entrants
    }

    /// Gives a contest the settings that need no new one.
    pub fn apply(&self, contest: &mut Contest) {
        contest.lessons = self.lessons();
        for entrant in contest.entrants_mut() {
            entrant.is_paused = self.paused.contains(&entrant.kind());
            entrant.set_rate(self.learning_rate as f32, self.momentum as f32);
        }
    }

    fn lessons(&self) -> Lessons {
        Lessons {
            batch: self.batch,
            budget: u64::from(self.steps),
            clip: self.clip as f32,
            teacher_forcing: self.teacher_forcing as f32,
        }
    }

    fn net(&self, kind: ModelKind, mode: Option<Mode>, member: usize) -> NetSettings {
        NetSettings {
            kind,
            cell: kind.cell().zip(mode).map(|(cell, mode)| (cell.into(), mode)),
            window: self.window,
            horizon: self.horizon,
            mlp: [self.mlp_layers, self.mlp_hidden],
            hidden: self.hidden,
            forget_bias: self.forget_bias as f32,
            seed: u64::from(self.seed) + member as u64,
        }
    }

    fn optimizer(&self, params: &[&Param]) -> Optimizer {
        let (rate, momentum) = (self.learning_rate as f32, self.momentum as f32);
        match self.optimizer {
            Updates::Adam => Optimizer::adam(params, rate),
            Updates::Sgd => Optimizer::sgd(params, rate, momentum),
            Updates::Rmsprop => Optimizer::rmsprop(params, rate, momentum),
        }
    }

    /// What a GPU has to compile before the nets can learn and forecast, for [`Device::compile`].
    pub fn kernels(&self, device: &Device, problem: &Rc<Problem>) -> Vec<&'static KernelSource> {
        device.trace(|| {
            let mut contest = self.contest(device, Rc::clone(problem));
            for _ in 0..contest.entrants().len() {
                // A failure of the device shows again where it matters: in `compile`.
                let _ = contest.turn();
            }
        })
    }
}
