//! How many launches a submit carries, so that it keeps a GPU for about 50 ms at most.
//!
//! Nothing else gets a GPU while a submit is on it, the page's own pictures neither, and a browser ends a device that is
//! busy for seconds. How long work takes is not known before, so it is measured: from when it was submitted, or the work
//! before it was done, until it is done. Browsers say so late rather than early, Firefox up to 100 ms late; a submit of
//! half a step costs so little that this does no harm.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::SLOTS;

/// What a submit is to take at most.
const LONGEST_MS: f64 = 50.0;
/// Fewer launches are not divided: how late a browser says that they are done would tell more than what they took.
const FEWEST: usize = 4;
/// What the last measurements allow holds: parts of a step differ, and the slowest counts.
const REMEMBERED: usize = 16;

/// See the module's documentation.
#[derive(Debug)]
pub(super) struct Pace {
    limit: usize,
    is_fixed: bool,
    /// What each of the last measurements allows.
    allowed: VecDeque<usize>,
    /// Submitted since what is being measured.
    waiting: Work,
    /// Being measured. One at a time: asking costs a call into the browser.
    measured: Option<(Work, Arc<AtomicU64>)>,
    /// When the last measurement ended.
    done_at: f64,
}

/// Submits one after the other.
#[derive(Clone, Copy, Debug, Default)]
struct Work {
    launches: usize,
    /// Of the submit with the most.
    most: usize,
    /// When the first was submitted.
    begun_at: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            limit: SLOTS,
            is_fixed: false,
            allowed: VecDeque::new(),
            waiting: Work::default(),
            measured: None,
            done_at: 0.0,
        }
    }
}

impl Pace {
    /// After so many launches a batch is submitted.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn fix(&mut self, limit: usize) {
        (self.limit, self.is_fixed) = (limit.clamp(1, SLOTS), true);
    }

    /// Notes a submit, and measures.
    pub(super) fn submitted(&mut self, queue: &wgpu::Queue, launches: usize) {
        if launches == 0 || self.is_fixed {
            return;
        }
        self.look();
        let now = now_ms();
        self.waiting.add(launches, now);
        if self.measured.is_none() {
            let done = Arc::new(AtomicU64::new(0));
            let told = Arc::clone(&done);
            queue.on_submitted_work_done(move || told.store(now_ms().to_bits(), Ordering::Relaxed));
            self.measured = Some((std::mem::take(&mut self.waiting), done));
        }
    }

    /// Ends a measurement whose work is done.
    fn look(&mut self) {
        let Some((work, done)) = &self.measured else { return };
        let done_at = f64::from_bits(done.load(Ordering::Relaxed));
        if done_at == 0.0 {
            return;
        }
        let (work, from) = (*work, work.begun_at.max(self.done_at));
        (self.measured, self.done_at) = (None, done_at);
        self.learn(work, done_at - from);
    }

    /// Takes in how long work took. What says nothing of a full submit is left out.
    fn learn(&mut self, work: Work, elapsed_ms: f64) {
        let allowed = work.launches as f64 * LONGEST_MS / elapsed_ms.max(1.0);
        let is_too_long = allowed < work.most as f64;
        if work.most < FEWEST || !(is_too_long || 2 * work.most >= self.limit) {
            return;
        }
        if self.allowed.len() == REMEMBERED {
            self.allowed.pop_front();
        }
        self.allowed.push_back((allowed as usize).clamp(FEWEST, SLOTS));
        let is_known = self.allowed.len() == REMEMBERED;
        let least = self.allowed.iter().copied().min().unwrap_or(SLOTS);
        if is_too_long || is_known {
            // Powers of two, so that a step is mostly divided where the last one was, and finds its bind groups.
            self.limit = 1 << least.ilog2();
        }
    }
}

impl Work {
    fn add(&mut self, launches: usize, now: f64) {
        if self.launches == 0 {
            self.begun_at = now;
        }
        self.launches += launches;
        self.most = self.most.max(launches);
    }
}

/// Milliseconds since some moment.
#[cfg(target_arch = "wasm32")]
fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since some moment, never 0.
#[cfg(not(target_arch = "wasm32"))]
fn now_ms() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    1.0 + START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::{Pace, REMEMBERED, SLOTS, Work};

    fn work(launches: usize, most: usize) -> Work {
        Work { launches, most, begun_at: 0.0 }
    }

    #[test]
    fn slow_work_is_divided_at_once_and_the_slowest_part_counts() {
        let mut pace = Pace::default();
        pace.learn(work(400, 400), 400.0);
        assert_eq!(pace.limit(), 32); // 50 are allowed
        pace.learn(work(96, 32), 300.0);
        assert_eq!(pace.limit(), 16);
        pace.learn(work(64, 16), 10.0);
        assert_eq!(pace.limit(), 16);
    }

    #[test]
    fn a_moment_of_slowness_is_forgotten() {
        let mut pace = Pace::default();
        pace.learn(work(500, 500), 1000.0);
        assert!(pace.limit() < 32);
        for _ in 0..2 * REMEMBERED {
            pace.learn(work(500, pace.limit()), 5.0);
        }
        assert_eq!(pace.limit(), SLOTS);
    }

    #[test]
    fn what_cannot_be_divided_or_is_fast_changes_nothing() {
        let mut pace = Pace::default();
        for (launches, most, elapsed_ms) in [(3, 3, 900.0), (500, 500, 5.0), (60, 60, 49.0), (5_000, 500, 400.0)] {
            for _ in 0..2 * REMEMBERED {
                pace.learn(work(launches, most), elapsed_ms);
            }
            assert_eq!(pace.limit(), SLOTS, "{launches} launches in {elapsed_ms} ms");
        }
    }

    #[test]
    fn a_fixed_pace_stays() {
        let mut pace = Pace::default();
        pace.fix(2);
        assert_eq!(pace.limit(), 2);
    }
}
