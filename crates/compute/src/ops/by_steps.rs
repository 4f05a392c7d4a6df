//! Sequence operations one step a launch, for GPUs that a program on the processor plays: there a barrier costs more
//! than a launch, and a compiler takes seconds for a loop with barriers.
//!
//! A step is a product of all rows of the batch by `matmul.rs`, to or from step t of a sequence, and a launch of one
//! invocation a unit of the state, [`Sizes::step_groups`]. Steps follow each other as launches of one batch do.

use super::linear_groups;
use super::matmul::{Factor, Side, Target, multiply_into};
use super::recurrence::{Bptt, Params, Sizes};
use crate::tensor::Tensor;

/// One unit of the state of one step: where its numbers are.
pub(super) struct Unit {
    /// In a state `[B,H]`.
    pub(super) at: usize,
    /// In a sequence of states `[T,B,H]`.
    pub(super) now: usize,
    /// Its column, 0 … H−1.
    pub(super) j: usize,
}

impl Unit {
    /// Its place in the first block of a sequence with so many: `[T,B,blocks·H]`.
    pub(super) fn row(&self, blocks: usize) -> usize {
        (self.now - self.j) * blocks + self.j
    }

    /// Its number in the state before.
    pub(super) fn previous(&self, states: &[f32], first: &[f32]) -> f32 {
        if self.now == self.at { first[self.at] } else { states[self.now - first.len()] }
    }
}

impl Params {
    /// Numbers in one step's state.
    fn state(self) -> usize {
        self.batch as usize * self.hidden as usize
    }

    /// All units of step `start`.
    pub(super) fn units(self) -> impl Iterator<Item = Unit> {
        let (state, hidden) = (self.state(), self.hidden as usize);
        (0..state).map(move |at| Unit { at, now: self.start as usize * state + at, j: at % hidden })
    }

    /// Where the unit's number in `states` is after step `start`, and before it; None: a block of steps begins there.
    pub(super) fn slots_of(self, unit: &Unit) -> (usize, usize, bool) {
        let (t, state) = (self.start as usize, self.state());
        let slot = |t| if self.slots == 1 { unit.at } else { t * state + unit.at };
        (slot(t + 1), slot(t), self.is_cut(t))
    }
}

impl Sizes {
    /// Workgroups of 64 invocations, one for each unit of a step.
    pub(super) fn step_groups(&self) -> [u32; 3] {
        linear_groups(4 * self.state())
    }

    /// The uniform for step t.
    pub(super) fn step_params(&self, t: usize, bptt: &Bptt, variant: u32) -> Params {
        self.params((t, t + 1), bptt, variant)
    }

    /// `count` blocks of H columns from `first` on, of step t of a sequence `[T,B,blocks·H]`.
    pub(super) fn of_step<'a>(&self, t: usize, sequence: &'a Tensor, blocks: usize, first: usize) -> Factor<'a> {
        let start = (t * self.batch * blocks + first) * self.hidden;
        Factor { tensor: sequence, side: Side::Plain, start, row: blocks * self.hidden }
    }

    /// The state before step t.
    pub(super) fn before_step<'a>(&self, t: usize, states: &'a Tensor, first: &'a Tensor) -> Factor<'a> {
        if t == 0 { self.of_step(0, first, 1, 0) } else { self.of_step(t - 1, states, 1, 0) }
    }

    /// Blocks of columns of Wh `[H,blocks·H]`, from `first` on.
    pub(super) fn of_weights<'a>(&self, wh: &'a Tensor, side: Side, blocks: usize, first: usize) -> Factor<'a> {
        Factor { tensor: wh, side, start: first * self.hidden, row: blocks * self.hidden }
    }

    /// `count` blocks of gates of step t ← state·Wh, for a sequence of `blocks`, from block `first` on.
    pub(super) fn forward_product(
        &self,
        (t, gates, blocks, first): (usize, &Tensor, usize, usize),
        count: usize,
        [state, wh]: [Factor<'_>; 2],
    ) {
        let Factor { tensor, start, row, .. } = self.of_step(t, gates, blocks, first);
        let target = Target { tensor, start, row, adds: false };
        multiply_into(target, [state, wh], [self.batch, self.hidden, count * self.hidden]);
    }

    /// `states` before step t ← `count` blocks of dz·Whᵀ, or ← those plus what is there; nothing where a block of steps
    /// begins.
    pub(super) fn backward_product(
        &self,
        (t, states, params): (usize, &Tensor, Params),
        count: usize,
        [dz, wh]: [Factor<'_>; 2],
        adds: bool,
    ) {
        if !params.is_cut(t) {
            let start = if params.slots == 1 { 0 } else { t * self.state() };
            let target = Target { tensor: states, start, row: self.hidden, adds };
            multiply_into(target, [dz, wh], [self.batch, count * self.hidden, self.hidden]);
        }
    }
}
