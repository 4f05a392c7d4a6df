//! What a run did so far, so that a saved curve does not depend on when it was looked at: one number a step of the last ones,
//! and means of those before, for a run may take millions of steps.

#[cfg(feature = "all-cells")]
use std::fmt::Write;

use nabla_models::Checkpoint;

/// So many steps, and up to twice as many, are kept one by one.
const EACH: usize = 1 << 14;
/// There are fewer means than this: where there would be as many, each two become one.
const MEANS: usize = 1 << 14;
/// More validations are thinned out.
const VALIDATIONS: usize = 1 << 12;

/// The loss of a step in nats per character, and the norm of its gradients before clipping.
type Row = [f32; 2];

/// The curves of a run.
pub(super) struct Curve {
    /// Means of this many steps each, from the first step on.
    stretch: usize,
    means: Vec<Row>,
    /// Each step after those.
    rows: Vec<Row>,
    /// Steps and losses of the validations.
    validations: Vec<(u64, f32)>,
}

impl Default for Curve {
    fn default() -> Self {
        Curve { stretch: 1, means: Vec::new(), rows: Vec::new(), validations: Vec::new() }
    }
}

impl Curve {
    pub(super) fn extend(&mut self, losses: &[f32], norms: &[f32]) {
        for (loss, norm) in losses.iter().zip(norms) {
            self.rows.push([*loss, *norm]);
            if self.rows.len() == 2 * EACH.max(self.stretch) {
                self.fold();
            }
        }
    }

    /// Means take the place of the older half.
    fn fold(&mut self) {
        let mut folded = 0;
        while self.rows.len() - folded >= EACH + self.stretch {
            self.means.push(mean(&self.rows[folded..folded + self.stretch]));
            folded += self.stretch;
            if self.means.len() == MEANS {
                self.means = self.means.chunks(2).map(mean).collect();
                self.stretch *= 2;
            }
        }
        self.rows.drain(..folded);
    }

    pub(super) fn add_validation(&mut self, step: u64, loss: f32) {
        if self.validations.len() == VALIDATIONS {
            self.validations = self.validations.iter().skip(1).step_by(2).copied().collect();
        }
        self.validations.push((step, loss));
    }

    /// Of the last step; 0 before the first.
    pub(super) fn last_loss(&self) -> f32 {
        self.rows.last().map_or(0.0, |[loss, _]| *loss)
    }

    /// Puts the curves beside the weights.
    pub(super) fn save(&self, checkpoint: &mut Checkpoint) {
        let done = checkpoint.step() as usize; // what came after does not belong to it
        let means = &self.means[..self.means.len().min(done / self.stretch)];
        let rows = &self.rows[..self.rows.len().min(done.saturating_sub(self.means.len() * self.stretch))];
        let validations = self.validations.iter().filter(|(step, _)| *step <= done as u64);
        // Steps are multiples of a power of two, so 24 bits are enough for them.
        let past = self.ends().zip(means).flat_map(|(step, [loss, norm])| [step as f32, *loss, *norm]);
        let column = |index: usize| rows.iter().map(|row| row[index]).collect();
        let curves: [(&str, Vec<f32>); 4] = [
            ("past", past.collect()),
            ("loss", column(0)),
            ("norm", column(1)),
            ("validation", validations.flat_map(|(step, loss)| [*step as f32, *loss]).collect()),
        ];
        for (name, data) in curves {
            checkpoint.tensors.insert(format!("curve.{name}"), (vec![data.len()], data));
        }
    }

    /// The curves of a checkpoint.
    pub(super) fn load(checkpoint: &Checkpoint) -> Self {
        let find = |name: &str| checkpoint.find(&format!("curve.{name}")).unwrap_or_default();
        let past = find("past");
        let past = past.as_chunks::<3>().0;
        let pairs = find("validation");
        let mut curve = Curve {
            stretch: past.first().map_or(1, |[step, ..]| (*step as usize).clamp(1, 1 << 24)),
            means: past.iter().take(MEANS - 1).map(|[_, loss, norm]| [*loss, *norm]).collect(),
            rows: Vec::new(),
            validations: pairs.as_chunks::<2>().0.iter().map(|[step, loss]| (*step as u64, *loss)).collect(),
        };
        curve.extend(&find("loss"), &find("norm"));
        curve
    }

    /// The last step of each mean.
    fn ends(&self) -> impl Iterator<Item = u64> {
        let stretch = self.stretch as u64;
        (1..).map(move |count| count * stretch)
    }

    /// A table: step, loss, gradient norm, validation loss where there is one. Of a run that took long its first lines are
    /// means of as many steps as the step of the first line says.
    #[cfg(feature = "all-cells")]
    pub(super) fn to_csv(&self) -> String {
        let mut csv = String::from("step,loss_nats_per_character,gradient_norm,validation_loss_nats_per_character\n");
        let known = (self.means.len() * self.stretch) as u64;
        let rows = self.ends().zip(&self.means).chain((known + 1..).zip(&self.rows));
        let mut validations = self.validations.iter().peekable();
        for (step, [loss, norm]) in rows {
            let mut validation = String::new();
            while let Some((_, loss)) = validations.next_if(|(at, _)| *at <= step) {
                validation = loss.to_string();
            }
            // Writing to a string does not fail.
            let _ = writeln!(csv, "{step},{loss},{norm},{validation}");
        }
        csv
    }
}

fn mean(rows: &[Row]) -> Row {
    [0, 1].map(|index| (rows.iter().map(|row| f64::from(row[index])).sum::<f64>() / rows.len() as f64) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A curve of so many steps, whose loss is the step and whose norm is twice that, and a checkpoint of it.
    fn of(steps: usize, batch: usize) -> (Curve, Checkpoint) {
        let mut curve = Curve::default();
        let all: Vec<usize> = (1..=steps).collect();
        for some in all.chunks(batch) {
            let losses: Vec<f32> = some.iter().map(|step| *step as f32).collect();
            let norms: Vec<f32> = losses.iter().map(|loss| 2.0 * loss).collect();
            curve.extend(&losses, &norms);
        }
        let mut checkpoint = Checkpoint::default();
        checkpoint.metadata.insert("step".to_owned(), steps.to_string());
        curve.save(&mut checkpoint);
        (curve, checkpoint)
    }

    #[test]
    fn a_run_of_any_length_takes_bounded_room_and_is_the_same_however_it_came() {
        for steps in [10, 2 * EACH - 1, 2 * EACH, 5 * EACH + 17, 200 * EACH + 3] {
            let (curve, checkpoint) = of(steps, 1000);
            assert!(curve.means.len() < MEANS && curve.rows.len() < 2 * EACH.max(curve.stretch));
            assert_eq!(curve.means.len() * curve.stretch + curve.rows.len(), steps);
            assert_eq!(checkpoint, of(steps, 7).1);
            let mut again = checkpoint.clone();
            Curve::load(&checkpoint).save(&mut again);
            assert_eq!(again, checkpoint);
        }
    }

    #[test]
    fn older_steps_are_their_means() {
        let (curve, checkpoint) = of(40 * EACH, 100);
        let past = checkpoint.find("curve.past").expect("there");
        for ([step, loss, norm], end) in past.as_chunks::<3>().0.iter().zip(curve.ends()) {
            assert_eq!(*step as u64, end);
            let wanted = end as f32 - (curve.stretch as f32 - 1.0) / 2.0;
            assert!((loss - wanted).abs() <= 1e-6 * wanted && (norm - 2.0 * wanted).abs() <= 2e-6 * wanted, "{step}");
        }
        let csv = curve.to_csv();
        let last = csv.lines().next_back().expect("a line");
        assert!(last.starts_with(&format!("{},{},", 40 * EACH, 40 * EACH)), "{last}");
    }

    #[test]
    fn a_checkpoint_has_nothing_that_came_after_it() {
        let (curve, mut checkpoint) = of(3 * EACH, 1000);
        for (step, kept) in [(3 * EACH - 5, 3 * EACH - 5), (EACH / 2 + 1, EACH / 2)] {
            checkpoint.metadata.insert("step".to_owned(), step.to_string());
            curve.save(&mut checkpoint);
            let loaded = Curve::load(&checkpoint);
            assert_eq!(loaded.means.len() * loaded.stretch + loaded.rows.len(), kept, "whole means");
        }
    }
}
