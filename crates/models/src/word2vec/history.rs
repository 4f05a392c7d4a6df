//! How directions have changed: snapshots of all vectors, a byte a number.

use super::Space;

/// What all snapshots may take.
const MAX_BYTES: usize = 32 << 20;
/// So many at most.
const MAX_SNAPSHOTS: usize = 32;

/// Snapshots in the order of their steps.
#[derive(Clone, Debug, Default)]
pub struct History {
    snapshots: Vec<Snapshot>,
    size: usize,
}

#[derive(Clone, Debug)]
struct Snapshot {
    step: u64,
    /// `[V,D]`: directions in parts of their largest number, which is 127.
    numbers: Vec<i8>,
}

impl History {
    /// Keeps the directions at a step; when there are too many, every other one is dropped.
    pub fn keep(&mut self, step: u64, space: &Space) {
        self.size = space.size();
        let quantised = |row: &[f32]| {
            let largest = row.iter().fold(f32::MIN_POSITIVE, |largest, x| largest.max(x.abs()));
            row.iter().map(|x| (x / largest * 127.0).round() as i8).collect::<Vec<i8>>()
        };
        let numbers: Vec<i8> = space.unit().chunks_exact(self.size).flat_map(quantised).collect();
        let most = (MAX_BYTES / numbers.len().max(1)).clamp(2, MAX_SNAPSHOTS);
        if self.snapshots.len() >= most {
            let mut index = 0;
            self.snapshots.retain(|_| {
                index += 1;
                index % 2 == 1
            });
        }
        self.snapshots.push(Snapshot { step, numbers });
    }

    /// The steps that are kept.
    pub fn steps(&self) -> Vec<u64> {
        self.snapshots.iter().map(|snapshot| snapshot.step).collect()
    }

    /// The cosine of two words at each of the steps, to about a hundredth.
    pub fn cosines(&self, a: u32, b: u32) -> Vec<f64> {
        let cosine = |snapshot: &Snapshot| {
            let row = |word: u32| &snapshot.numbers[word as usize * self.size..][..self.size];
            let dot = |a: &[i8], b: &[i8]| a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>();
            let (a, b) = (row(a), row(b));
            f64::from(dot(a, b)) / (f64::from(dot(a, a)) * f64::from(dot(b, b))).sqrt().max(1.0)
        };
        self.snapshots.iter().map(cosine).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_kept_to_a_hundredth_and_old_steps_thinned() {
        let mut history = History::default();
        for step in 0..40u64 {
            let angle = step as f32 * 0.03;
            history.keep(step, &Space::new(&[1.0, 0.0, angle.cos(), angle.sin()], 2));
        }
        let (steps, cosines) = (history.steps(), history.cosines(0, 1));
        assert!(steps.len() <= 32 && steps.is_sorted() && steps.last() == Some(&39));
        for (step, cosine) in steps.iter().zip(cosines) {
            assert!((cosine - (*step as f64 * 0.03).cos()).abs() < 0.01);
        }
    }
}
