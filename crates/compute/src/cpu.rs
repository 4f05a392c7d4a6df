//! The CPU half of the device: buffers that are reused, so that a warm training step allocates no large memory.

use std::cell::{Cell, Ref, RefCell, RefMut};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

/// The processor as a device.
#[derive(Default)]
pub struct Cpu {
    /// Buffers nobody uses, by length: a training step asks for the same lengths again and again.
    free: RefCell<HashMap<usize, Vec<Vec<f32>>>>,
    stats: Cell<CpuStats>,
}

/// What the processor holds as a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuStats {
    /// Buffers in use.
    pub live_buffers: usize,
    /// Bytes of the buffers in use.
    pub live_bytes: u64,
    /// Buffers kept for reuse.
    pub pooled_buffers: usize,
    /// Bytes of the buffers kept for reuse.
    pub pooled_bytes: u64,
    /// Buffers ever made: constant once training is warm.
    pub buffers_made: u64,
}

/// At most this many buffers of one length wait for reuse; a step rarely frees more at once.
const FREE_PER_LENGTH: usize = 32;

impl Cpu {
    /// A buffer whose content is whatever its last user left.
    pub(crate) fn alloc(self: &Rc<Self>, len: usize) -> CpuBuffer {
        let reused = self.free.borrow_mut().get_mut(&len).and_then(Vec::pop);
        let mut stats = self.stats.get();
        stats.live(1, len);
        match reused {
            Some(_) => stats.pooled(-1, len),
            None => stats.buffers_made += 1,
        }
        self.stats.set(stats);
        CpuBuffer { data: RefCell::new(reused.unwrap_or_else(|| vec![0.0; len])), home: Rc::downgrade(self) }
    }

    pub(crate) fn upload(self: &Rc<Self>, data: &[f32]) -> CpuBuffer {
        let buffer = self.alloc(data.len());
        buffer.borrow_mut().copy_from_slice(data);
        buffer
    }

    /// What is held now.
    pub fn stats(&self) -> CpuStats {
        self.stats.get()
    }

    /// Keeps a buffer that is no longer used for the next that asks for its length.
    fn take_back(&self, data: Vec<f32>) {
        let (len, mut stats) = (data.len(), self.stats.get());
        stats.live(-1, len);
        let mut free = self.free.borrow_mut();
        let same_length = free.entry(len).or_default();
        if same_length.len() < FREE_PER_LENGTH {
            same_length.push(data);
            stats.pooled(1, len);
        }
        self.stats.set(stats);
    }
}

impl CpuStats {
    fn live(&mut self, buffers: isize, len: usize) {
        count(&mut self.live_buffers, &mut self.live_bytes, buffers, len);
    }

    fn pooled(&mut self, buffers: isize, len: usize) {
        count(&mut self.pooled_buffers, &mut self.pooled_bytes, buffers, len);
    }
}

/// One buffer of `len` numbers more or less.
fn count(buffers: &mut usize, bytes: &mut u64, change: isize, len: usize) {
    *buffers = buffers.strict_add_signed(change);
    *bytes = bytes.strict_add_signed(change as i64 * size_of::<f32>() as i64 * len as i64);
}

/// Numbers in memory. Goes back to its device when dropped.
pub(crate) struct CpuBuffer {
    data: RefCell<Vec<f32>>,
    home: Weak<Cpu>,
}

impl CpuBuffer {
    pub(crate) fn borrow(&self) -> Ref<'_, Vec<f32>> {
        self.data.borrow()
    }

    pub(crate) fn borrow_mut(&self) -> RefMut<'_, Vec<f32>> {
        self.data.borrow_mut()
    }
}

impl Drop for CpuBuffer {
    fn drop(&mut self) {
        if let Some(cpu) = self.home.upgrade() {
            cpu.take_back(self.data.take());
        }
    }
}
