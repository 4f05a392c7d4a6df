//! What it costs to count only the last n states: the gradient's error, and the time and memory that are saved.
//!
//! The net is the ladder's, of one kind, and so is its task; the asked symbol may lie nearer. [`Truncation::measure`] goes
//! through n, compares each gradient with the full one on the same examples and weights, and times it;
//! [`Truncation::turn`] trains the same net with several n, always that which has had the least time.

mod course;

use nabla_compute::ops::Bptt;
use nabla_compute::{Device, DeviceError};

use crate::config::CellKind;
use crate::graph::Param;
use crate::optimizer::Optimizer;
use crate::rng::{Random, TEST_EXAMPLES};

pub use course::Course;

use super::LadderSettings;
use super::matrix::norm;
use super::recall::{Examples, Pass, Recall};

/// Numbers n with which a net is trained, as far as they are less than T; besides them T, and just enough to reach back
/// to the asked symbol.
const TRAINED_WITH: [usize; 7] = [1, 2, 5, 10, 20, 50, 100];
/// Up to here every n is measured, then about as many more.
const MEASURED_FULLY: usize = 64;
/// So many passes in a row are timed together that they take at least this, ms: a browser's clock ticks in tenths, so the
/// time of one pass, which is their mean, is then known to a hundredth of itself.
const TIMED_MS: f64 = 20.0;
/// … or are so many: more than the smallest net takes.
const MOST_TIMED: f64 = 10_000.0;
/// Measurements agree if they differ by less than this share, …
const AGREEMENT: f64 = 0.05;
/// … and there are no more of them.
const MOST_MEASURED: usize = 4;

/// What to train, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncationSettings {
    /// The layer's kind.
    pub cell: CellKind,
    /// How many steps before the last the asked symbol lies.
    pub gap: usize,
    /// How much time each n has for training, in seconds.
    pub seconds: f64,
    /// Everything else.
    pub net: LadderSettings,
}

/// What counting only the last n states gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// n
    pub counted: usize,
    /// All parameters.
    pub all: Difference,
    /// Wh alone.
    pub recurrent: Difference,
    /// How long a pass there and back takes.
    pub time: PassTime,
    /// What is kept for the way back.
    pub tape_bytes: u64,
}

/// Passes in a row, timed together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassTime {
    /// So many.
    pub passes: u32,
    /// What they took, ms.
    pub together: f64,
}

impl PassTime {
    /// The mean of a pass, ms.
    pub fn milliseconds(&self) -> f64 {
        self.together / f64::from(self.passes)
    }

    /// The one whose passes were quicker: what else a machine does can only make them slower.
    fn or_quicker(self, other: Option<PassTime>) -> Self {
        other.filter(|other| other.milliseconds() < self.milliseconds()).unwrap_or(self)
    }
}

/// How a gradient differs from the full one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The angle between them in degrees; none if one of them is zero.
    pub angle: Option<f64>,
    /// ‖difference‖ / ‖full‖
    pub error: Option<f64>,
}

/// The net, trained with several n, and what each n costs it.
pub struct Truncation {
    pub(super) settings: TruncationSettings,
    pub(super) device: Device,
    pub(super) courses: Vec<Course>,
    /// What gradients are measured on.
    examples: Examples,
    /// What all courses are judged on.
    test: Examples,
    pub(super) rounds: u64,
    costs: Vec<Cost>,
    measured_at: Option<u64>,
    under_way: Vec<Cost>,
    full: Vec<Vec<f32>>,
}

impl Truncation {
    /// Nets that know nothing yet; `optimizer` makes what their parameters follow.
    pub fn new(device: &Device, settings: TruncationSettings, optimizer: impl Fn(&[&Param]) -> Optimizer) -> Self {
        let LadderSettings { sequence, batch, seed, .. } = settings.net;
        let mut lengths: Vec<usize> = TRAINED_WITH.into_iter().chain([settings.gap + 1]).collect();
        lengths.retain(|n| *n < sequence);
        lengths.push(sequence);
        lengths.sort_unstable();
        lengths.dedup();
        let course = |counted| Course::new(device, &settings, counted, &optimizer);
        let courses = lengths.into_iter().map(course).collect();
        let random = &mut Random::new(seed, TEST_EXAMPLES);
        let examples = Examples::new(random, [sequence, batch], settings.gap);
        let test = Examples::new(random, [sequence, course::TEST_ROWS], settings.gap);
        Truncation {
            settings,
            device: device.clone(),
            courses,
            examples,
            test,
            rounds: 0,
            costs: Vec::new(),
            measured_at: None,
            under_way: Vec::new(),
            full: Vec::new(),
        }
    }

    /// What it was made of.
    pub fn settings(&self) -> &TruncationSettings {
        &self.settings
    }

    /// Another rate, limit or length of training from the next step on.
    pub fn set_rate(&mut self, rate: f32, clip: f32, seconds: f64) {
        self.settings.net.clip = clip;
        self.settings.seconds = seconds;
        self.courses.iter_mut().for_each(|course| course.set_rate(rate));
    }

    /// The trainings, by n; the last one has the full gradient.
    pub fn courses(&self) -> &[Course] {
        &self.courses
    }

    /// What each n costs, as far as it has been measured: of all n at the same weights.
    pub fn costs(&self) -> &[Cost] {
        if self.costs.is_empty() { &self.under_way } else { &self.costs }
    }

    /// After how many steps of the full training the costs were measured.
    pub fn measured_at(&self) -> Option<u64> {
        self.measured_at
    }

    /// Rounds of training: steps, or few, of the full training.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// The n that are measured.
    pub fn lengths(&self) -> Vec<usize> {
        let steps = self.settings.net.sequence;
        let every = (steps.saturating_sub(MEASURED_FULLY / 2)).div_ceil(MEASURED_FULLY / 2).max(1);
        let is_measured =
            |n: &usize| steps <= MEASURED_FULLY || *n <= MEASURED_FULLY / 2 || (steps - n).is_multiple_of(every);
        let trained = |n: &usize| self.courses.iter().any(|course| course.counted == *n);
        (1..=steps).filter(|n| is_measured(n) || trained(n)).collect()
    }

    /// Whether a measurement has begun and not ended: the weights should stay as they are.
    pub fn is_measuring(&self) -> bool {
        !self.full.is_empty()
    }

    /// Whether the costs are those of the weights as they are.
    pub fn is_measured(&self) -> bool {
        self.measured_at == Some(self.full_training().step) && !self.is_measuring()
    }

    /// Measures the next n, on the weights of the full training. How long a pass takes has nothing to do with these: it
    /// is timed anew only if `times` says so, because nothing else is being done.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn measure(&mut self, clock: fn() -> f64, times: bool) -> Result<(), DeviceError> {
        let lengths = self.lengths();
        if self.full.is_empty() {
            self.full = self.gradients(self.settings.net.sequence).await?.0;
            self.under_way.clear();
        }
        let counted = lengths[self.under_way.len()];
        let known = self.costs.get(self.under_way.len()).map(|cost| cost.time);
        if known.is_none() && self.under_way.is_empty() {
            self.timed(counted, clock).await?; // code that has not run before is slower at first
        }
        let (gradients, tape_bytes) = self.gradients(counted).await?;
        let time = match known {
            Some(known) if !times => known,
            known => self.timed(counted, clock).await?.or_quicker(known),
        };
        let is_recurrent = |name: &str| name.ends_with(".Wh");
        self.under_way.push(Cost {
            counted,
            all: self.difference(&gradients, |_| true),
            recurrent: self.difference(&gradients, is_recurrent),
            time,
            tape_bytes,
        });
        if self.under_way.len() == lengths.len() {
            self.costs = std::mem::take(&mut self.under_way);
            self.full.clear();
            self.measured_at = Some(self.full_training().step);
        }
        Ok(())
    }

    fn full_training(&self) -> &Course {
        self.courses.last().expect("the full one")
    }

    fn net(&self) -> &Recall {
        &self.full_training().net
    }

    fn pass(&self, counted: usize) -> Pass {
        self.net().pass(&self.examples, counted, 0.0, &Bptt::default())
    }

    /// The gradients that count the last n states, in the order of the parameters, on the examples that are measured and
    /// with the weights of the full training; and what the tape keeps for them.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn gradients(&self, counted: usize) -> Result<(Vec<Vec<f32>>, u64), DeviceError> {
        let Pass { gradients, tape_bytes, .. } = self.pass(counted);
        let read = self.device.read(&gradients.iter().collect::<Vec<_>>());
        self.device.flush()?;
        Ok((read.await?, tape_bytes))
    }

    /// The quickest of a few measurements: as many as it takes for two to agree.
    async fn timed(&self, counted: usize, clock: fn() -> f64) -> Result<PassTime, DeviceError> {
        let mut quickest = self.timed_once(counted, 1.0, clock).await?;
        for _ in 1..MOST_MEASURED {
            let next = self.timed_once(counted, f64::from(quickest.passes), clock).await?;
            let change = (next.milliseconds() / quickest.milliseconds() - 1.0).abs();
            quickest = next.or_quicker(Some(quickest));
            if change < AGREEMENT {
                break;
            }
        }
        Ok(quickest)
    }

    /// At least so many passes in a row, and as many as it takes for [`TIMED_MS`].
    async fn timed_once(&self, counted: usize, passes: f64, clock: fn() -> f64) -> Result<PassTime, DeviceError> {
        let mut passes = passes;
        loop {
            let begun = clock();
            for _ in 1..passes as u32 {
                drop(self.pass(counted));
                self.device.flush()?;
            }
            let Pass { clip, .. } = self.pass(counted);
            self.device.flush()?;
            clip.to_vec().await?; // a GPU has done them all
            let together = clock() - begun;
            if together >= TIMED_MS || passes >= MOST_TIMED {
                return Ok(PassTime { passes: passes as u32, together });
            }
            // A few more than should be enough.
            passes = (1.2 * passes * TIMED_MS / together.max(0.05)).ceil().max(2.0 * passes).min(MOST_TIMED);
        }
    }

    /// How these gradients, in the order of the parameters, differ from the full ones; of some parameters.
    fn difference(&self, gradients: &[Vec<f32>], counts: impl Fn(&str) -> bool) -> Difference {
        let names: Vec<&str> = self.net().params().iter().map(|param| param.name.as_str()).collect();
        let chosen = |of: &[Vec<f32>]| -> Vec<f64> {
            let of = of.iter().zip(&names).filter(|(_, name)| counts(name));
            of.flat_map(|(gradient, _)| gradient.iter().map(|x| f64::from(*x))).collect()
        };
        Difference::between(&chosen(gradients), &chosen(&self.full))
    }

    /// One turn of the training that has had the least time; each has as much as the full one, or a step more.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn turn(&mut self, clock: fn() -> f64) -> Result<(), DeviceError> {
        let Some(last) = self.leader() else { return Ok(()) };
        let index = self.behind(last).unwrap_or(last);
        self.courses[index].learn(&self.settings, &self.test, clock).await?;
        if self.leader().is_none_or(|last| self.behind(last).is_none()) {
            self.rounds += 1;
        }
        Ok(())
    }

    /// The training that the others catch up with: the one that counts most, of those that can go on.
    fn leader(&self) -> Option<usize> {
        self.courses.iter().rposition(|course| !course.has_diverged)
    }

    fn behind(&self, leader: usize) -> Option<usize> {
        let time = self.courses[leader].seconds;
        self.courses[..leader].iter().position(|course| !course.has_diverged && course.seconds < time)
    }

    /// Whether all have had their time.
    pub fn is_over(&self) -> bool {
        let has_time = |course: &Course| !course.has_diverged && course.seconds < self.settings.seconds;
        !self.courses.iter().any(has_time)
    }

    /// A pass of the shortest and of the longest, nothing of which is read: for a device that lists what it would do.
    pub fn rehearse(&mut self) {
        let (settings, test) = (self.settings, self.test.clone());
        self.courses.iter_mut().for_each(|course| course.rehearse(&settings, &test));
    }
}

impl Difference {
    /// Of a gradient from the full one.
    pub fn between(gradient: &[f64], full: &[f64]) -> Self {
        let (length, whole) = (norm(gradient), norm(full));
        let apart = |a: f64, b: f64, sign: f64| {
            norm(&gradient.iter().zip(full).map(|(x, y)| x / a + sign * y / b).collect::<Vec<_>>())
        };
        // 2·atan(‖u − v‖ / ‖u + v‖) of unit vectors: exact also where the cosine is nearly 1 (Kahan 2006).
        let angle = || 2.0 * apart(length, whole, -1.0).atan2(apart(length, whole, 1.0)).to_degrees();
        let is_some = |x: f64| x > 0.0 && x.is_finite();
        Difference {
            angle: (is_some(length) && is_some(whole)).then(angle),
            error: is_some(whole).then(|| apart(1.0, 1.0, -1.0) / whole).filter(|error| error.is_finite()),
        }
    }
}
