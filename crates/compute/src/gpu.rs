//! The GPU half of a device: wgpu, on Vulkan, Metal or DirectX natively and on WebGPU in a browser.
//!
//! Launches are recorded into one open compute pass and submitted together by [`Gpu::flush`]; nothing waits. The only
//! way back is [`Gpu::read`], whose result arrives later on every platform, because a browser cannot block and Firefox
//! takes up to 100 ms to say that a buffer is mapped (bug 1870699): a loop that waited for each step would make ten
//! steps a second on the fastest card.
//!
//! A `Gpu` that has failed stays failed: the first error or loss is kept, [`Gpu::flush`], [`Gpu::check`] and every
//! [`Readback`] return it, and everything else does nothing. Make a new one and upload again.

mod batch;
mod bindings;
mod buffer;
mod connect;
mod fault;
mod launch;
mod pace;
mod pipelines;
mod pool;
mod readback;
mod staging;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod trace;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use crate::error::DeviceError;
use crate::kernel::KernelSource;
use batch::Batch;
use bindings::Bindings;
use fault::Fault;
use pace::Pace;
use pipelines::Pipelines;
use pool::Pool;
use staging::Staging;
use trace::Trace;

pub(crate) use buffer::GpuBuffer;
pub(crate) use readback::Readback;

/// The storage buffers that one kernel may bind: WebGPU guarantees no more.
pub(crate) const MAX_BUFFERS: usize = 8;

/// A GPU, its queue, and all that is kept on it.
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    adapter: connect::Adapter,
    fault: Fault,
    pipelines: RefCell<Pipelines>,
    bindings: RefCell<Bindings>,
    batch: RefCell<Batch>,
    pace: RefCell<Pace>,
    pool: RefCell<Pool>,
    staging: RefCell<Staging>,
    trace: Trace,
    /// See [`Gpu::choose_as_hardware`].
    as_hardware: Cell<bool>,
}

/// What a [`Gpu`] holds and has done, for tests and for the curious.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GpuStats {
    /// Buffers in use.
    pub live_buffers: usize,
    /// Bytes of the buffers in use.
    pub live_bytes: u64,
    /// Buffers kept for reuse.
    pub pooled_buffers: usize,
    /// Bytes of the buffers kept for reuse.
    pub pooled_bytes: u64,
    /// Bytes of the idle staging buffers.
    pub staging_bytes: u64,
    /// Bind groups in the cache.
    pub bind_groups: usize,
    /// Bind groups ever made: constant once training is warm.
    pub bind_groups_made: u64,
    /// Compiled pipelines.
    pub pipelines: usize,
    /// Launches recorded.
    pub dispatches: u64,
    /// Batches submitted.
    pub submits: u64,
}

impl Gpu {
    /// The fastest adapter there is, with WebGPU's default limits and no optional features.
    ///
    /// # Errors
    /// [`DeviceError::NoAdapter`] without WebGPU, [`DeviceError::NoDevice`] if the adapter refuses.
    pub async fn new() -> Result<Rc<Self>, DeviceError> {
        let fault = Fault::default();
        let (device, queue, adapter) = connect::connect(&fault).await?;
        let batch = Batch::new(&device);
        let gpu = Self {
            pipelines: RefCell::default(),
            bindings: RefCell::new(Bindings::new(batch.arena())),
            batch: RefCell::new(batch),
            pace: RefCell::default(),
            pool: RefCell::new(Pool::new(&fault)),
            staging: RefCell::default(),
            trace: Trace::default(),
            as_hardware: Cell::new(false),
            device,
            queue,
            adapter,
            fault,
        };
        gpu.check()?;
        Ok(Rc::new(gpu))
    }

    /// Compiles `kernels` side by side; `progress(done, of)` is told before the first and after each.
    ///
    /// All are started before the first is awaited, each in an error scope, so that a browser may compile several at
    /// once and the worker stays responsive meanwhile. A kernel that was not compiled here is compiled when it is first
    /// launched.
    ///
    /// # Errors
    /// [`DeviceError::Shader`] with the compiler's words at the first refusal, or an earlier failure of the device.
    pub async fn compile(
        &self,
        kernels: &[&'static KernelSource],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), DeviceError> {
        self.check()?;
        progress(0, kernels.len());
        let start = |kernel: &&'static KernelSource| {
            let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
            self.pipelines.borrow_mut().compile(&self.device, kernel);
            scope.pop()
        };
        let started: Vec<_> = kernels.iter().map(start).collect();
        let mut refused = None;
        for (i, (kernel, outcome)) in kernels.iter().zip(started).enumerate() {
            if let Some(error) = outcome.await {
                self.pipelines.borrow_mut().forget(kernel);
                refused.get_or_insert(DeviceError::Shader { kernel: kernel.name, message: error.to_string() });
            }
            progress(i + 1, kernels.len());
        }
        refused.map_or_else(|| self.check(), Err)
    }

    /// Submits the open batch and returns at once.
    ///
    /// # Errors
    /// The first failure of the device so far; that of this very batch usually shows later.
    pub fn flush(&self) -> Result<(), DeviceError> {
        self.submit();
        self.check()
    }

    fn submit(&self) -> Option<wgpu::SubmissionIndex> {
        let submission = self.send();
        // Only now may buffers be destroyed: a submit that uses a destroyed buffer is refused as a whole.
        let destroyed = self.pool.borrow_mut().trim(self.batch.borrow().number());
        self.bindings.borrow_mut().forget(&destroyed);
        submission
    }

    /// Sends what is recorded, though more of it may come: idle buffers are left as they are until [`Gpu::submit`].
    fn send(&self) -> Option<wgpu::SubmissionIndex> {
        if self.fault.is_set() || self.trace.is_on() {
            return None;
        }
        let launches = self.batch.borrow().launches();
        let submission = self.batch.borrow_mut().submit(&self.queue);
        self.pace.borrow_mut().submitted(&self.queue, launches);
        submission
    }

    /// Submits after so many launches from now on, however long they take: for tests, whose results must not depend on it.
    pub fn submit_after(&self, launches: usize) {
        self.pace.borrow_mut().fix(launches);
    }

    /// The first failure of the device.
    ///
    /// # Errors
    /// That failure, if there was one.
    pub fn check(&self) -> Result<(), DeviceError> {
        self.fault.check()
    }

    /// The adapter as its driver names it.
    #[must_use]
    pub fn adapter_name(&self) -> &str {
        &self.adapter.name
    }

    /// Whether the "GPU" is a program on the processor, where the CPU device is faster.
    #[must_use]
    pub fn is_software(&self) -> bool {
        self.adapter.is_software
    }

    /// Takes the kernels that are meant for hardware even where a program plays the GPU, so that they can be tested there.
    pub fn choose_as_hardware(&self) {
        self.as_hardware.set(true);
    }

    /// Whether kernels for emulated GPUs are to be taken: there, barriers and workgroup memory cost more than they save.
    pub(crate) fn is_emulated(&self) -> bool {
        self.adapter.is_software && !self.as_hardware.get()
    }

    /// Gives all memory on the GPU back now; from here on every call fails as on a lost device.
    pub fn destroy(&self) {
        self.fault.set(DeviceError::Lost("the device was destroyed".to_owned()));
        self.device.destroy();
    }

    /// What is held and what was done so far.
    #[must_use]
    pub fn stats(&self) -> GpuStats {
        let mut stats = GpuStats {
            staging_bytes: self.staging.borrow().idle_bytes(),
            pipelines: self.pipelines.borrow().len(),
            ..GpuStats::default()
        };
        self.pool.borrow().count(&mut stats);
        self.bindings.borrow().count(&mut stats);
        self.batch.borrow().count(&mut stats);
        stats
    }
}

impl fmt::Debug for Gpu {
    /// The adapter; the rest is thousands of handles.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gpu").field("adapter", &self.adapter).finish_non_exhaustive()
    }
}

impl Drop for Gpu {
    /// On the web, wgpu's `Device` frees nothing when dropped: only `destroy` does.
    fn drop(&mut self) {
        self.device.destroy();
    }
}
