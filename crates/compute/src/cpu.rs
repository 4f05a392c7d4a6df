//! The CPU half of the device: buffers that are reused, so that a warm training step allocates no large memory.

use std::cell::{Ref, RefCell, RefMut};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

/// The processor as a device.
#[derive(Default)]
pub struct Cpu {
    /// Buffers nobody uses, by length: a training step asks for the same lengths again and again.
    free: RefCell<HashMap<usize, Vec<Vec<f32>>>>,
}

/// At most this many buffers of one length wait for reuse; a step rarely frees more at once.
const FREE_PER_LENGTH: usize = 32;

impl Cpu {
    /// A buffer whose content is whatever its last user left.
    pub(crate) fn alloc(self: &Rc<Self>, len: usize) -> CpuBuffer {
        let reused = self.free.borrow_mut().get_mut(&len).and_then(Vec::pop);
        CpuBuffer { data: RefCell::new(reused.unwrap_or_else(|| vec![0.0; len])), home: Rc::downgrade(self) }
    }

    pub(crate) fn upload(self: &Rc<Self>, data: &[f32]) -> CpuBuffer {
        let buffer = self.alloc(data.len());
        buffer.borrow_mut().copy_from_slice(data);
        buffer
    }
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
            let data = self.data.take();
            let mut free = cpu.free.borrow_mut();
            let same_length = free.entry(data.len()).or_default();
            if same_length.len() < FREE_PER_LENGTH {
                same_length.push(data);
            }
        }
    }
}
