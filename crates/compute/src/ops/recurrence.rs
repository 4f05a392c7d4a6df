//! What the sequence operations `rnn`, `lstm` and `gru` share: sizes, how far gradients flow back, and the gradients of
//! the states.
//!
//! A state's gradient ∂L/∂sₜ has two sources: what step t gave to the layers above, and what step t+1 sends back. The
//! backward kernels collect it in `states` `[slots,B,H]` (for the LSTM `[2,slots,B,H]`: h, then C). Slot t+1 belongs to
//! sₜ and slot 0 to the state before the first step, whose gradient the sequence before can use. When nobody asks for
//! the gradients of every step there is one slot, and every step overwrites it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use bytemuck::NoUninit;

use super::{fill, rows};
use crate::shape::{Shape, expect_shapes};
use crate::tape::Var;
use crate::tensor::Tensor;

/// The largest H of a sequence operation: the states of four rows must fit WebGPU's guaranteed 16 KiB of workgroup
/// memory.
pub const MAX_HIDDEN: usize = 1024;

/// How the gradient goes back through time.
#[derive(Clone, Debug, Default)]
pub struct Bptt {
    /// n: no gradient flows back through more than n steps; `None` lets it flow through all.
    ///
    /// The steps are cut into blocks of n, counted from the last, and nothing flows from one block to the block before
    /// it. So a loss of the last step alone counts exactly the last n states, as in the lecture, and a loss of every
    /// step counts 1 … n of them. Values do not change. With n ≥ T there is one block: the full gradient, that of the
    /// first state included.
    pub truncation: Option<usize>,
    /// Where to keep ∂L/∂sₜ of every step.
    pub kept: Option<StateGradients>,
}

/// ∂L/∂sₜ for every step t of a sequence, there after the backward pass. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct StateGradients(Rc<RefCell<Option<Kept>>>);

#[derive(Clone, Debug)]
struct Kept {
    h: Tensor,
    c: Option<Tensor>,
}

impl StateGradients {
    /// ∂L/∂hₜ `[T,B,H]`, that through all later steps included. `None` before the backward pass.
    pub fn h(&self) -> Option<Tensor> {
        self.0.borrow().as_ref().map(|kept| kept.h.clone())
    }

    /// ∂L/∂Cₜ `[T,B,H]` of an LSTM, that through hₜ included.
    pub fn c(&self) -> Option<Tensor> {
        self.0.borrow().as_ref().and_then(|kept| kept.c.clone())
    }
}

/// The uniform of every sequence kernel.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    /// T
    pub(super) steps: u32,
    /// B
    pub(super) batch: u32,
    /// H
    pub(super) hidden: u32,
    /// This launch does the steps `start .. end`.
    pub(super) start: u32,
    /// See `start`.
    pub(super) end: u32,
    /// n: the gradient is cut between blocks of so many steps, counted from the last.
    pub(super) block: u32,
    /// Slots of `states`: T+1 or 1.
    pub(super) slots: u32,
    /// What the operation wants to tell its kernels besides.
    pub(super) variant: u32,
}

/// T, B and H.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) steps: usize,
    pub(super) batch: usize,
    pub(super) hidden: usize,
}

impl Sizes {
    /// Those of z `[T,B,G·H]` with G = `gates`, when Wh `[H,G·H]` and the first states `[B,H]` fit.
    #[track_caller]
    pub(super) fn checked(op: &'static str, gates: usize, z: &Var, wh: &Var, first: &[&Var]) -> Self {
        let shape = z.value().shape();
        let &[steps, batch, columns] = shape.dims() else { panic!("{op}: z must be [T,B,{gates}H], not {shape:?}") };
        let hidden = columns / gates;
        expect_shapes(wh.value().shape() == [hidden, gates * hidden].into(), op, shape, wh.value().shape());
        for state in first {
            expect_shapes(state.value().len() == batch * hidden, op, shape, state.value().shape());
        }
        assert!(steps > 0, "{op}: a sequence without steps");
        assert!(hidden <= MAX_HIDDEN, "{op}: {hidden} hidden units; at most {MAX_HIDDEN}");
        Sizes { steps, batch, hidden }
    }

    /// `[T,B,blocks·H]`
    pub(super) fn sequence(&self, blocks: usize) -> Shape {
        [self.steps, self.batch, blocks * self.hidden].into()
    }

    /// Numbers in one step's state.
    pub(super) fn state(&self) -> usize {
        self.batch * self.hidden
    }

    /// The uniform for one launch.
    pub(super) fn params(&self, (start, end): (usize, usize), bptt: &Bptt, variant: u32) -> Params {
        Params {
            steps: self.steps as u32,
            batch: self.batch as u32,
            hidden: self.hidden as u32,
            start: start as u32,
            end: end as u32,
            block: bptt.truncation.unwrap_or(self.steps).clamp(1, self.steps.max(1)) as u32,
            slots: self.slots(bptt) as u32,
            variant,
        }
    }

    fn slots(&self, bptt: &Bptt) -> usize {
        if bptt.kept.is_some() { self.steps + 1 } else { 1 }
    }

    /// Workgroups of a kernel that carries four rows of the batch in each.
    pub(super) fn groups(&self) -> [u32; 3] {
        [self.batch.div_ceil(4) as u32, 1, 1]
    }

    /// Ranges of steps of one dispatch each, in a sequence with `gates` products of H·H a row and step: a GPU's watchdog
    /// wants short dispatches, and Mesa's lavapipe stops an invocation after 65,535 rounds of its loops.
    pub(super) fn launches(&self, gates: usize) -> impl DoubleEndedIterator<Item = (usize, usize)> + use<> {
        const ROUNDS: usize = 48 << 10;
        const UNITS_AT_ONCE: usize = 128; // of a workgroup
        let per_step = self.hidden.div_ceil(UNITS_AT_ONCE) * (gates * self.hidden + 64);
        let steps = self.steps;
        let length = (ROUNDS / per_step.max(1)).clamp(1, steps);
        (0..steps.div_ceil(length)).map(move |i| (i * length, steps.min((i + 1) * length)))
    }

    /// `states` before the backward pass of `parts` states: zero, but for the gradient of the last C.
    pub(super) fn states(&self, parts: usize, bptt: &Bptt, last_c: Option<&Tensor>, like: &Tensor) -> Tensor {
        let (slots, state) = (self.slots(bptt), self.state());
        let shape = [parts, slots, self.batch, self.hidden];
        let Some(dc) = last_c else { return fill(like.device(), shape, 0.0) };
        let states = like.device().empty(shape);
        // C's last slot ends the buffer: the given gradient there, and zeros before it.
        rows::copy_with_offset(dc, &states, -((states.len() - state) as i32));
        states
    }

    /// After the backward pass: the gradients of the first states that are needed (h, then C); those of every step go
    /// where they are to be kept.
    pub(super) fn first_states<const N: usize>(
        &self,
        states: &Tensor,
        bptt: &Bptt,
        needs: [bool; N],
    ) -> [Option<Tensor>; N] {
        let slots = self.slots(bptt);
        let slots_of = |part: usize, start: usize, count: usize| {
            let all = states.reshape([N * slots, self.batch, self.hidden]);
            if N * slots == count { all } else { rows::rows(&all, part * slots + start, count) }
        };
        if let Some(kept) = &bptt.kept {
            let c = (N == 2).then(|| slots_of(1, 1, self.steps));
            *kept.0.borrow_mut() = Some(Kept { h: slots_of(0, 1, self.steps), c });
        }
        std::array::from_fn(|part| needs[part].then(|| slots_of(part, 0, 1).reshape([self.batch, self.hidden])))
    }
}

/// Step t of a sequence whose steps hold `len` numbers.
pub(super) fn at(t: usize, len: usize) -> Range<usize> {
    t * len..(t + 1) * len
}

/// The state before step t.
pub(super) fn before<'a>(t: usize, states: &'a [f32], first: &'a [f32]) -> &'a [f32] {
    if t == 0 { first } else { &states[at(t - 1, first.len())] }
}

/// The state before step t, and where that after it goes.
pub(super) fn step<'a>(t: usize, states: &'a mut [f32], first: &'a [f32]) -> (&'a [f32], &'a mut [f32]) {
    let (past, rest) = states.split_at_mut(t * first.len());
    (if t == 0 { first } else { &past[at(t - 1, first.len())] }, &mut rest[..first.len()])
}

/// x ← x + y
pub(super) fn add(x: &mut [f32], y: &[f32]) {
    x.iter_mut().zip(y).for_each(|(x, y)| *x += y);
}

/// x ← x + a∗b
pub(super) fn add_products(x: &mut [f32], a: &[f32], b: &[f32]) {
    x.iter_mut().zip(a.iter().zip(b)).for_each(|(x, (a, b))| *x += a * b);
}

/// x ← f(x + z)
pub(super) fn map_sums(x: &mut [f32], z: &[f32], f: impl Fn(f32) -> f32) {
    x.iter_mut().zip(z).for_each(|(x, z)| *x = f(*x + z));
}

/// The four gates of a row.
pub(super) fn quarters(row: &[f32]) -> [&[f32]; 4] {
    std::array::from_fn(|block| &row[at(block, row.len() / 4)])
}

/// The four gates of a row, to be written.
pub(super) fn quarters_mut(row: &mut [f32]) -> [&mut [f32]; 4] {
    let (left, right) = row.split_at_mut(row.len() / 2);
    let ((a, b), (c, d)) = (left.split_at_mut(left.len() / 2), right.split_at_mut(right.len() / 2));
    [a, b, c, d]
}

/// The three gates of a row.
pub(super) fn thirds(row: &[f32]) -> [&[f32]; 3] {
    std::array::from_fn(|block| &row[at(block, row.len() / 3)])
}

/// The three gates of a row, to be written.
pub(super) fn thirds_mut(row: &mut [f32]) -> [&mut [f32]; 3] {
    let (a, rest) = row.split_at_mut(row.len() / 3);
    let (b, c) = rest.split_at_mut(a.len());
    [a, b, c]
}

impl Params {
    /// The steps of this launch.
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether no gradient flows from step t to the step before it.
    pub(super) fn is_cut(&self, t: usize) -> bool {
        t > 0 && (self.steps as usize - t).is_multiple_of(self.block as usize)
    }

    /// The slot of `states` (one part of them) that belongs to the state after step t.
    pub(super) fn slot_after(&self, t: usize, len: usize) -> Range<usize> {
        at(if self.slots == 1 { 0 } else { t + 1 }, len)
    }

    /// Moves on by one step: what is in the slot after step t is now also in the slot before it, which is returned.
    pub(super) fn slot_before<'a>(&self, t: usize, states: &'a mut [f32], len: usize) -> &'a mut [f32] {
        if self.slots == 1 {
            return states;
        }
        states.copy_within(at(t + 1, len), t * len);
        &mut states[at(t, len)]
    }
}
