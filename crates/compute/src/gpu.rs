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
mod connect;
mod fault;
mod pipelines;
mod pool;
mod readback;

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::DeviceError;
use crate::kernel::KernelSource;
use batch::Batch;
use bindings::{Bindings, Key};
use fault::Fault;
use pipelines::Pipelines;
use pool::{Block, Pool};
use readback::Staging;

pub use readback::Readback;

/// The storage buffers that one kernel may bind: WebGPU guarantees no more.
pub const MAX_BUFFERS: usize = 8;
/// The bytes of parameters that one launch may have: one slot of the arena.
pub const MAX_PARAMS: usize = batch::SLOT;
/// The workgroups that WebGPU guarantees in each dimension of a launch.
const MAX_GROUPS: u32 = 65_535;
/// The largest storage buffer that WebGPU guarantees can be bound.
const MAX_BUFFER_BYTES: u64 = 128 << 20;

/// A GPU, its queue, and all that is kept on it.
#[derive(Debug)]
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    adapter: connect::Adapter,
    fault: Fault,
    pipelines: RefCell<Pipelines>,
    bindings: RefCell<Bindings>,
    batch: RefCell<Batch>,
    pool: RefCell<Pool>,
    staging: RefCell<Staging>,
}

/// A storage buffer from the pool; dropping it gives it back.
///
/// Its contents are undefined until written. It may be larger than asked for, so a shader's `arrayLength` is its
/// capacity: kernels take their sizes from their parameters.
#[derive(Debug)]
pub struct GpuBuffer {
    gpu: Rc<Gpu>,
    /// None: the device has failed or the size is more than can be bound, and the fault says so.
    block: Option<Block>,
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
            pool: RefCell::default(),
            staging: RefCell::default(),
            device,
            queue,
            adapter,
            fault,
        };
        gpu.check()?;
        Ok(Rc::new(gpu))
    }

    /// Compiles `kernels` one after another; `progress(done, of)` is told before the first and after each.
    ///
    /// Each is waited for in an error scope, so on the web the worker stays responsive meanwhile. A kernel that was
    /// not compiled here is compiled when it is first launched.
    ///
    /// # Errors
    /// [`DeviceError::Shader`] with the compiler's words at the first refusal, or an earlier failure of the device.
    pub async fn compile(
        &self,
        kernels: &[&'static KernelSource],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), DeviceError> {
        progress(0, kernels.len());
        for (i, kernel) in kernels.iter().enumerate() {
            self.check()?;
            // The borrow ends before the await: a launch may come in between.
            let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
            self.pipelines.borrow_mut().compile(&self.device, kernel);
            if let Some(error) = scope.pop().await {
                self.pipelines.borrow_mut().forget(kernel);
                return Err(DeviceError::Shader { kernel: kernel.name, message: error.to_string() });
            }
            progress(i + 1, kernels.len());
        }
        self.check()
    }

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
        if bytes > MAX_BUFFER_BYTES {
            let limit = "more than the 128 MiB that one WebGPU buffer may bind";
            self.fault.set(DeviceError::OutOfMemory(format!("a buffer of {bytes} bytes is {limit}")));
        }
        let block = if self.fault.is_set() {
            None
        } else {
            Some(self.pool.borrow_mut().take(&self.device, bytes, unused_by))
        };
        GpuBuffer { gpu: self.clone(), block }
    }

    /// Records `kernel` over `groups` workgroups into the open batch.
    ///
    /// `params` is the uniform at binding 0, at most [`MAX_PARAMS`] bytes. No workgroups: nothing happens.
    ///
    /// # Panics
    /// On a wrong number of buffers, a buffer bound for writing and bound twice, parameters that are too long or more
    /// than 65,535 workgroups in a dimension: bugs of the caller.
    #[track_caller]
    pub fn launch(
        &self,
        kernel: &'static KernelSource,
        params: &[u8],
        inputs: &[&GpuBuffer],
        outputs: &[&GpuBuffer],
        groups: [u32; 3],
    ) {
        check_launch(kernel, params, inputs, outputs, groups);
        if groups.contains(&0) || self.fault.is_set() {
            return;
        }
        if self.batch.borrow().is_full() {
            self.submit();
        }
        let mut batch = self.batch.borrow_mut();
        let mut blocks: [Option<&Block>; MAX_BUFFERS] = [None; MAX_BUFFERS];
        for (slot, buffer) in blocks.iter_mut().zip(inputs.iter().chain(outputs)) {
            // A buffer without memory exists only once the fault is set, and then nothing is launched.
            let Some(block) = &buffer.block else { return };
            block.use_in(batch.number());
            *slot = Some(block);
        }
        let mut pipelines = self.pipelines.borrow_mut();
        let compiled = pipelines.compile(&self.device, kernel);
        let key = Key::new(kernel, &blocks);
        let mut bindings = self.bindings.borrow_mut();
        let bind_group = bindings.get(&self.device, &compiled.layout, key, &blocks);
        batch.dispatch(&self.device, kernel.name, &compiled.pipeline, bind_group, params, groups);
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
        if self.fault.is_set() {
            return None;
        }
        let submission = self.batch.borrow_mut().submit(&self.queue);
        // Only now may buffers be destroyed: a submit that uses a destroyed buffer is refused as a whole.
        let destroyed = self.pool.borrow_mut().trim(self.batch.borrow().number());
        self.bindings.borrow_mut().forget(&destroyed);
        submission
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

impl Drop for Gpu {
    /// On the web, wgpu's `Device` frees nothing when dropped: only `destroy` does.
    fn drop(&mut self) {
        self.device.destroy();
    }
}

impl Drop for GpuBuffer {
    fn drop(&mut self) {
        if let Some(block) = self.block.take() {
            self.gpu.pool.borrow_mut().give_back(block);
        }
    }
}

#[track_caller]
fn check_launch(
    kernel: &KernelSource,
    params: &[u8],
    inputs: &[&GpuBuffer],
    outputs: &[&GpuBuffer],
    groups: [u32; 3],
) {
    let name = kernel.name;
    assert!(
        inputs.len() == kernel.inputs && outputs.len() == kernel.outputs,
        "{name} binds {} inputs and {} outputs, not {} and {}",
        kernel.inputs,
        kernel.outputs,
        inputs.len(),
        outputs.len(),
    );
    assert!(inputs.len() + outputs.len() <= MAX_BUFFERS, "{name}: WebGPU guarantees {MAX_BUFFERS} buffers");
    assert!(params.len() <= MAX_PARAMS, "{name}: {} bytes of parameters, at most {MAX_PARAMS}", params.len());
    assert!(
        groups.iter().all(|&count| count <= MAX_GROUPS),
        "{name}: {groups:?} workgroups, at most {MAX_GROUPS} in each dimension",
    );
    for (i, output) in outputs.iter().enumerate() {
        let bound_twice = inputs.iter().chain(&outputs[..i]).any(|other| std::ptr::eq(*other, *output));
        assert!(!bound_twice, "{name}: output {i} is bound twice");
    }
}
