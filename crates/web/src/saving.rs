//! Checkpoints of a run that it goes back to when a step went wrong: the last one may hold what that step began with.

use nabla_models::Checkpoint;
use nabla_models::divergence::Fault;

use crate::lab::{Outgoing, Post};
use crate::protocol::Failure;

/// Those of one net, and why it can be trained no more, if so.
#[derive(Default)]
pub(crate) struct Saving {
    /// When the next one is due.
    pub(crate) due: f64,
    /// One that has come, and whether the page is to have it: it is good once a later step was.
    held: Option<(Checkpoint, bool)>,
    /// The last good one.
    good: Option<Checkpoint>,
    ailment: Option<Failure>,
}

impl Saving {
    /// Nothing yet, of a run that begins now.
    pub(crate) fn due(due: f64) -> Self {
        Saving { due, ..Saving::default() }
    }

    /// Takes one in that is not known to be good.
    pub(crate) fn hold(&mut self, checkpoint: Checkpoint, is_for_page: bool) {
        self.held = Some((checkpoint, is_for_page));
    }

    /// Takes one in that is good.
    pub(crate) fn keep(&mut self, checkpoint: Checkpoint) -> &Checkpoint {
        self.good.insert(checkpoint)
    }

    /// Whether the one that is held has turned out to be good, for the step `sound` has gone well; it is handed over if the
    /// page is to have it.
    pub(crate) fn settle(&mut self, sound: u64) -> Option<&Checkpoint> {
        let is_sound = self.is_sound();
        let (held, is_for_page) = self.held.take_if(|(held, _)| is_sound && held.step() < sound)?;
        let good = self.good.insert(held);
        is_for_page.then_some(&*good)
    }

    /// The last good one.
    pub(crate) fn good(&self) -> Option<&Checkpoint> {
        self.good.as_ref()
    }

    /// The same, to be gone back to.
    pub(crate) fn take_good(&mut self) -> Option<Checkpoint> {
        self.good.take()
    }

    /// Its step; 0 is the beginning.
    pub(crate) fn good_step(&self) -> u64 {
        self.good.as_ref().map_or(0, Checkpoint::step)
    }

    /// The last good one, or else the one that may be.
    pub(crate) fn newest(&self) -> Option<&Checkpoint> {
        self.good.as_ref().or(self.held.as_ref().map(|(held, _)| held))
    }

    /// What is kept where a run goes on from the newest: that one.
    pub(crate) fn of_newest(self, due: f64) -> Self {
        let held = self.held.filter(|_| self.good.is_none());
        Saving { due, held, good: self.good, ailment: None }
    }

    /// A step went wrong.
    pub(crate) fn stop(&mut self, failure: &Failure) {
        self.ailment = Some(failure.clone());
    }

    /// Whether none has.
    pub(crate) fn is_sound(&self) -> bool {
        self.ailment.is_none()
    }

    /// Refuses to train what is not worth it.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        self.ailment.clone().map_or(Ok(()), Err)
    }
}

/// Hands a checkpoint to the page, as this event.
pub(crate) fn hand_out<R, E>(post: &Post<R, E>, checkpoint: &Checkpoint, event: impl FnOnce(u64) -> E) {
    if let Ok(bytes) = checkpoint.to_bytes() {
        post(Outgoing { bytes: Some(bytes), ..Outgoing::event(event(checkpoint.step())) });
    }
}

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
