//! Which kernels does a model use? Running it without computing tells.

use std::cell::RefCell;

use super::Gpu;
use crate::kernel::KernelSource;

/// The kernels seen so far; None: launches are real.
#[derive(Debug, Default)]
pub(super) struct Trace(RefCell<Option<Vec<&'static KernelSource>>>);

impl Trace {
    pub(super) fn is_on(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Notes a launch. False: it is a real one.
    pub(super) fn note(&self, kernel: &'static KernelSource) -> bool {
        let mut seen = self.0.borrow_mut();
        let Some(seen) = seen.as_mut() else { return false };
        if !seen.iter().any(|other| std::ptr::eq(*other, kernel)) {
            seen.push(kernel);
        }
        true
    }
}

impl Gpu {
    /// The kernels that `run` launches, each once, in the order of their first launch. Nothing is computed, and buffers
    /// made meanwhile have no memory: what `run` makes must not outlive it.
    pub fn trace(&self, run: impl FnOnce()) -> Vec<&'static KernelSource> {
        *self.trace.0.borrow_mut() = Some(Vec::new());
        run();
        self.trace.0.take().unwrap_or_default()
    }
}
