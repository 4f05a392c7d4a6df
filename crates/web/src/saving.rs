//! Checkpoints of a run that it goes back to when a step went wrong: the last one may hold what that step began with.

use nabla_models::Checkpoint;
use nabla_models::divergence::Fault;

/// The last ones of nets that learn side by side.
#[derive(Default)]
pub(crate) struct LastTwo {
    /// When the next one is due.
    pub(crate) due: f64,
    pub(crate) last: Option<Checkpoint>,
    before: Option<Checkpoint>,
}

impl LastTwo {
    /// Nothing yet, of nets that begin now.
    pub(crate) fn due(due: f64) -> Self {
        LastTwo { due, ..LastTwo::default() }
    }

    /// A new one has been taken.
    pub(crate) fn keep(&mut self, checkpoint: Checkpoint, due: f64) -> &Checkpoint {
        self.due = due;
        self.before = self.last.take();
        self.last.insert(checkpoint)
    }

    /// The newest that has a net as it was before the step that went wrong; `step_in` says where the net was in one.
    pub(crate) fn good(&self, fault: Option<&Fault>, step_in: &dyn Fn(&Checkpoint) -> u64) -> Option<&Checkpoint> {
        let fault = fault.map_or(u64::MAX, |fault| fault.step);
        [&self.last, &self.before].into_iter().flatten().find(|kept| step_in(kept) + 1 < fault)
    }
}
