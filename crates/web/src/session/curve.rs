//! What a run did so far: one number a step, so that a saved curve does not depend on when it was looked at.

#[cfg(feature = "all-cells")]
use std::fmt::Write;

use nabla_models::Checkpoint;

/// The curves of a run.
#[derive(Default)]
pub(super) struct Curve {
    /// Of each step, in nats per character.
    losses: Vec<f32>,
    /// The gradients' norm of each step, before clipping.
    norms: Vec<f32>,
    /// Steps and losses of the validations.
    validations: Vec<(u64, f32)>,
}

impl Curve {
    pub(super) fn extend(&mut self, losses: &[f32], norms: &[f32]) {
        self.losses.extend_from_slice(losses);
        self.norms.extend_from_slice(norms);
    }

    pub(super) fn add_validation(&mut self, step: u64, loss: f32) {
        self.validations.push((step, loss));
    }

    /// Of the last step; 0 before the first.
    pub(super) fn last_loss(&self) -> f32 {
        self.losses.last().copied().unwrap_or(0.0)
    }

    /// Puts the curves beside the weights.
    pub(super) fn save(&self, checkpoint: &mut Checkpoint) {
        let done = checkpoint.step() as usize; // what came after does not belong to it
        let until = |values: &[f32]| values[..values.len().min(done)].to_vec();
        let validations = self.validations.iter().filter(|(step, _)| *step <= done as u64);
        let pairs: Vec<f32> = validations.flat_map(|(step, loss)| [*step as f32, *loss]).collect();
        for (name, data) in [("loss", until(&self.losses)), ("norm", until(&self.norms)), ("validation", pairs)] {
            checkpoint.tensors.insert(format!("curve.{name}"), (vec![data.len()], data));
        }
    }

    /// The curves of a checkpoint.
    pub(super) fn load(checkpoint: &Checkpoint) -> Self {
        let find = |name: &str| checkpoint.find(&format!("curve.{name}")).unwrap_or_default();
        let pairs = find("validation");
        let validations = pairs.as_chunks::<2>().0.iter().map(|[step, loss]| (*step as u64, *loss)).collect();
        Curve { losses: find("loss"), norms: find("norm"), validations }
    }

    /// A table: step, loss, gradient norm, validation loss where there is one.
    #[cfg(feature = "all-cells")]
    pub(super) fn to_csv(&self) -> String {
        let mut csv = String::from("step,loss_nats_per_character,gradient_norm,validation_loss_nats_per_character\n");
        for (i, (loss, norm)) in self.losses.iter().zip(&self.norms).enumerate() {
            let step = i as u64 + 1;
            let validation = self.validations.iter().find(|(at, _)| *at == step);
            let validation = validation.map_or_else(String::new, |(_, loss)| loss.to_string());
            // Writing to a string does not fail.
            let _ = writeln!(csv, "{step},{loss},{norm},{validation}");
        }
        csv
    }
}
