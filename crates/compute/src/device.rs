//! The only place that asks "CPU or GPU?".

use std::array::from_fn;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use bytemuck::NoUninit;

use crate::cpu::{Cpu, CpuBuffer};
use crate::error::DeviceError;
use crate::gpu::{Gpu, GpuBuffer, MAX_BUFFERS, Readback};
use crate::kernel::{Args, Kernel, KernelSource};
use crate::ops::{self, Side};
use crate::pulse::worked;
use crate::shape::Shape;
use crate::tensor::{Indices, Tensor};

/// What computes: the processor, or a GPU through WebGPU.
#[derive(Clone)]
pub enum Device {
    /// One thread of the processor, with SIMD.
    Cpu(Rc<Cpu>),
    /// A GPU.
    Gpu(Rc<Gpu>),
}

/// A device, for as long as somebody else computes on it.
#[derive(Clone, Debug)]
pub enum WeakDevice {
    /// The processor.
    Cpu(Weak<Cpu>),
    /// A GPU.
    Gpu(Weak<Gpu>),
}

impl WeakDevice {
    /// The device, unless nothing uses it any more.
    pub fn upgrade(&self) -> Option<Device> {
        match self {
            WeakDevice::Cpu(cpu) => cpu.upgrade().map(Device::Cpu),
            WeakDevice::Gpu(gpu) => gpu.upgrade().map(Device::Gpu),
        }
    }
}

/// Where a tensor's numbers are. Dropping it gives the buffer back to the device's pool.
pub(crate) enum Storage {
    Cpu(CpuBuffer),
    Gpu(GpuBuffer),
}

impl Device {
    /// The processor.
    pub fn cpu() -> Self {
        Device::Cpu(Rc::new(Cpu::default()))
    }

    /// A GPU that has shown that it computes: an adapter, a device and a known answer.
    ///
    /// # Errors
    /// When there is no adapter or device, or when it answers wrongly; the caller goes on with [`Device::cpu`].
    pub async fn gpu() -> Result<Self, DeviceError> {
        let device = Device::Gpu(Gpu::new().await?);
        known_answer(&device).await?;
        Ok(device)
    }

    /// The first failure of the device; the processor has none.
    ///
    /// # Errors
    /// That failure, if there was one.
    pub fn check(&self) -> Result<(), DeviceError> {
        match self {
            Device::Cpu(_) => Ok(()),
            Device::Gpu(gpu) => gpu.check(),
        }
    }

    /// The same device, without keeping it.
    pub fn downgrade(&self) -> WeakDevice {
        match self {
            Device::Cpu(cpu) => WeakDevice::Cpu(Rc::downgrade(cpu)),
            Device::Gpu(gpu) => WeakDevice::Gpu(Rc::downgrade(gpu)),
        }
    }

    /// "cpu" or "gpu".
    pub fn kind(&self) -> &'static str {
        match self {
            Device::Cpu(_) => "cpu",
            Device::Gpu(_) => "gpu",
        }
    }

    /// A GPU's name, and whether it is emulated on the processor.
    pub fn adapter(&self) -> Option<(String, bool)> {
        match self {
            Device::Cpu(_) => None,
            Device::Gpu(gpu) => Some((gpu.adapter_name().to_owned(), gpu.is_software())),
        }
    }

    /// Bytes of the tensors that are in use. On a GPU they are counted as its pool cuts them, up to a quarter more.
    pub fn live_bytes(&self) -> u64 {
        match self {
            Device::Cpu(cpu) => cpu.stats().live_bytes,
            Device::Gpu(gpu) => gpu.stats().live_bytes,
        }
    }

    /// Whether work is worth dividing: a GPU has many workgroups to give it to.
    pub(crate) fn is_gpu(&self) -> bool {
        matches!(self, Device::Gpu(_))
    }

    /// Whether it is a GPU that a program on the processor plays.
    pub(crate) fn is_emulated(&self) -> bool {
        matches!(self, Device::Gpu(gpu) if gpu.is_emulated())
    }

    /// The kernels that a GPU would be given by `run`, each once; nothing is computed, and what `run` makes must not
    /// outlive it. On the processor there is nothing to compile, and `run` is not called.
    pub fn trace(&self, run: impl FnOnce()) -> Vec<&'static KernelSource> {
        match self {
            Device::Cpu(_) => Vec::new(),
            Device::Gpu(gpu) => gpu.trace(run),
        }
    }

    /// Compiles kernels up front, telling how many of how many are done. [`Device::trace`] finds those of a model.
    ///
    /// # Errors
    /// When a shader is refused or the device is lost.
    pub async fn compile(
        &self,
        kernels: &[&'static KernelSource],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), DeviceError> {
        match self {
            Device::Cpu(_) => Ok(()),
            Device::Gpu(gpu) => gpu.compile(kernels, progress).await,
        }
    }

    /// A tensor with these numbers.
    #[track_caller]
    pub fn upload(&self, shape: impl Into<Shape>, data: &[f32]) -> Tensor {
        let shape = shape.into();
        assert_eq!(shape.len(), data.len(), "upload: {} numbers do not fill the shape {shape:?}", data.len());
        let storage = match self {
            Device::Cpu(cpu) => Storage::Cpu(cpu.upload(data)),
            Device::Gpu(gpu) => Storage::Gpu(gpu.upload(data)),
        };
        Tensor::new(shape, storage, self.clone())
    }

    /// Whole numbers on the device.
    pub fn upload_indices(&self, indices: &[u32]) -> Indices {
        Indices::uploaded(self.upload([indices.len()], bytemuck::cast_slice(indices)), indices)
    }

    /// A tensor whose numbers are not yet defined: for a kernel that writes all of them.
    pub(crate) fn empty(&self, shape: impl Into<Shape>) -> Tensor {
        let shape = shape.into();
        let storage = match self {
            Device::Cpu(cpu) => Storage::Cpu(cpu.alloc(shape.len())),
            Device::Gpu(gpu) => Storage::Gpu(gpu.alloc(shape.len())),
        };
        Tensor::new(shape, storage, self.clone())
    }

    /// Runs a kernel: at once on the processor, recorded for the next [`Device::flush`] on a GPU.
    ///
    /// `groups` are the GPU's workgroups; the CPU twin loops over everything.
    pub(crate) fn launch<P: NoUninit>(
        &self,
        kernel: &'static Kernel<P>,
        params: P,
        inputs: &[&Tensor],
        outputs: &[&Tensor],
        groups: [u32; 3],
    ) {
        match self {
            Device::Cpu(_) => {
                borrowed(inputs, outputs, &mut |inputs, outputs| {
                    (kernel.cpu)(Args { params, inputs, outputs });
                });
                worked(inputs.iter().chain(outputs).map(|tensor| tensor.len()).sum());
            }
            Device::Gpu(gpu) => {
                let inputs: Vec<_> = inputs.iter().map(|t| t.gpu_buffer()).collect();
                let outputs: Vec<_> = outputs.iter().map(|t| t.gpu_buffer()).collect();
                gpu.launch(&kernel.source, bytemuck::bytes_of(&params), &inputs, &outputs, groups);
            }
        }
    }

    /// Sends what was recorded to the GPU and returns at once.
    ///
    /// # Errors
    /// When the device is lost or has reported an error.
    pub fn flush(&self) -> Result<(), DeviceError> {
        match self {
            Device::Cpu(_) => Ok(()),
            Device::Gpu(gpu) => gpu.flush(),
        }
    }

    /// Reads tensors back together, as they are after the work recorded so far. Never blocks: the result is a future
    /// that can also be polled by hand with [`Reading::try_take`].
    pub fn read(&self, tensors: &[&Tensor]) -> Reading {
        match self {
            Device::Cpu(_) => {
                let copy = |t: &&Tensor| t.cpu_buffer().borrow()[..t.len()].to_vec();
                Reading::Ready(Some(tensors.iter().map(copy).collect()))
            }
            Device::Gpu(gpu) => {
                let buffers: Vec<_> = tensors.iter().map(|t| (t.gpu_buffer(), t.len())).collect();
                Reading::Pending(gpu.read(&buffers))
            }
        }
    }
}

impl Tensor {
    #[track_caller]
    fn cpu_buffer(&self) -> &CpuBuffer {
        match self.storage() {
            Storage::Cpu(buffer) => buffer,
            Storage::Gpu(_) => panic!("{self:?} is used on the CPU: move it there first"),
        }
    }

    #[track_caller]
    fn gpu_buffer(&self) -> &GpuBuffer {
        match self.storage() {
            Storage::Gpu(buffer) => buffer,
            Storage::Cpu(_) => panic!("{self:?} is used on the GPU: move it there first"),
        }
    }
}

/// What is done with the numbers of inputs and outputs.
type Run<'r> = dyn for<'a> FnMut(&'a [&'a [f32]], &'a mut [&'a mut [f32]]) + 'r;

/// Gives the numbers of tensors on the processor to `run`. Once for all kernels, and without allocating.
fn borrowed(inputs: &[&Tensor], outputs: &[&Tensor], run: &mut Run<'_>) {
    let held: [_; MAX_BUFFERS] = from_fn(|i| inputs.get(i).map(|t| (t.cpu_buffer().borrow(), t.len())));
    let mut written: [_; MAX_BUFFERS] = from_fn(|i| outputs.get(i).map(|t| (t.cpu_buffer().borrow_mut(), t.len())));
    let held = held.each_ref().map(|held| held.as_ref().map_or(&[][..], |(data, len)| &data[..*len]));
    let mut written = written.each_mut().map(|held| held.as_mut().map_or(&mut [][..], |(data, len)| &mut data[..*len]));
    run(&held[..inputs.len()], &mut written[..outputs.len()]);
}

/// A product of fixed numbers must come out.
async fn known_answer(device: &Device) -> Result<(), DeviceError> {
    const EXPECTED: [f32; 4] = [0.0, 1.0, 1.5, -2.0];
    let a = device.upload([2, 3], &[1.0, -2.0, 0.5, 0.25, 1.0, -1.0]);
    let b = device.upload([3, 2], &[2.0, -1.0, 1.0, -0.75, 0.0, 1.0]);
    let given = ops::matmul(&a, Side::Plain, &b, Side::Plain).to_vec().await?;
    let is_right = given.iter().zip(EXPECTED).all(|(given, expected)| (given - expected).abs() < 1e-5);
    if is_right { Ok(()) } else { Err(DeviceError::Probe("a small product came out wrong".to_owned())) }
}

/// Numbers on their way back from a device: one vector for each tensor asked for.
pub enum Reading {
    /// From the processor: there already.
    Ready(Option<Vec<Vec<f32>>>),
    /// From a GPU: there when it has come to it.
    Pending(Readback),
}

impl Reading {
    /// The numbers if they have arrived; `None` means "not yet", and after success "taken already".
    pub fn try_take(&mut self) -> Option<Result<Vec<Vec<f32>>, DeviceError>> {
        match self {
            Reading::Ready(data) => data.take().map(Ok),
            Reading::Pending(readback) => readback.try_take(),
        }
    }
}

impl Future for Reading {
    type Output = Result<Vec<Vec<f32>>, DeviceError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Reading::Ready(data) => Poll::Ready(Ok(data.take().expect("a reading is awaited once"))),
            Reading::Pending(readback) => Pin::new(readback).poll(context),
        }
    }
}
