//! Storage buffers: where tensors live on the GPU.

use std::rc::Rc;

use super::Gpu;
use super::pool::Block;
use crate::error::DeviceError;

/// The largest storage buffer that WebGPU guarantees can be bound.
const MAX_BYTES: u64 = 128 << 20;

/// A storage buffer from the pool; dropping it gives it back.
///
/// Its contents are undefined until written. It may be larger than asked for, so a shader's `arrayLength` is its
/// capacity: kernels take their sizes from their parameters.
#[derive(Debug)]
pub struct GpuBuffer {
    gpu: Rc<Gpu>,
    /// None: the device has failed or the size is more than can be bound, and the fault says so; or this is a trace.
    pub(super) block: Option<Block>,
}

impl Gpu {
    /// A buffer of `len` numbers with undefined contents.
    #[must_use]
    pub fn alloc(self: &Rc<Self>, len: usize) -> GpuBuffer {
        self.take(len, None)
    }

    /// A buffer holding `data`.
    ///
    /// `write_buffer` happens before everything that the next submit brings, so the open batch must not touch the
    /// buffer's old contents: only one that the batch has not used will do.
    #[must_use]
    pub fn upload(self: &Rc<Self>, data: &[f32]) -> GpuBuffer {
        let buffer = self.take(data.len(), Some(self.batch.borrow().number()));
        if let Some(block) = &buffer.block
            && !data.is_empty()
        {
            self.queue.write_buffer(block.raw(), 0, bytemuck::cast_slice(data));
            self.batch.borrow_mut().note_write();
        }
        buffer
    }

    fn take(self: &Rc<Self>, len: usize, unused_by: Option<u64>) -> GpuBuffer {
        let bytes = len as u64 * 4;
        if bytes > MAX_BYTES {
            self.fault.set(DeviceError::TooLarge { asked: bytes, most: MAX_BYTES });
        }
        let has_memory = !self.fault.is_set() && !self.trace.is_on();
        let block = has_memory.then(|| self.pool.borrow_mut().take(&self.device, bytes, unused_by));
        GpuBuffer { gpu: self.clone(), block }
    }
}

impl Drop for GpuBuffer {
    fn drop(&mut self) {
        if let Some(block) = self.block.take() {
            self.gpu.pool.borrow_mut().give_back(block);
        }
    }
}
