//! Which device computes, and why.

use std::future::{Future, ready};
use std::pin::Pin;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError};
use nabla_models::Config;
use nabla_models::config::Backend;

use crate::protocol::{BackendKind, DeviceInfo, Reason};

/// A GPU that is being looked for.
pub type Connecting = Pin<Box<dyn Future<Output = Result<Device, DeviceError>>>>;

/// The processor, and a GPU once it was found, so that switching to and fro costs nothing.
#[derive(Clone)]
pub struct Backends {
    connect: fn() -> Connecting,
    gpu: Option<Device>,
}

impl Default for Backends {
    fn default() -> Self {
        Backends::with_gpu_from(|| Box::pin(Device::gpu()))
    }
}

impl Backends {
    /// With another way to come by a GPU.
    pub fn with_gpu_from(connect: fn() -> Connecting) -> Self {
        Backends { connect, gpu: None }
    }

    /// The GPU: the one that was found before, or a new one.
    pub fn connect(&self) -> Connecting {
        match &self.gpu {
            Some(gpu) => Box::pin(ready(Ok(gpu.clone()))),
            None => (self.connect)(),
        }
    }

    /// Keeps a GPU that was found.
    pub fn keep_gpu(&mut self, gpu: &Device) {
        self.gpu = Some(gpu.clone());
    }

    /// Forgets a GPU that failed.
    pub fn forget_gpu(&mut self) {
        self.gpu = None;
    }

    /// The device that a config asks for; of a GPU, with the kernels compiled that its model uses. Where there is no GPU
    /// that works it is the processor: a run can always be had. With "auto" it begins there in any case.
    ///
    /// `vocabulary` may be an estimate as long as no text is loaded.
    pub async fn choose(
        &mut self,
        config: &Config,
        vocabulary: usize,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> (Device, DeviceInfo) {
        match config.backend {
            Backend::Cpu => return on_cpu(Reason::Requested, String::new()),
            Backend::Auto => return on_cpu(Reason::Trying, String::new()),
            Backend::WebGpu => {}
        }
        self.gpu(&|gpu| nabla_models::kernels(gpu, config, vocabulary), compiling).await
    }

    /// The device for models so small that a GPU would mostly be told what to do: it has to be asked for, and "auto" is the
    /// processor.
    pub async fn for_small_models(
        &mut self,
        backend: Backend,
        kernels: &dyn Fn(&Device) -> Vec<&'static KernelSource>,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> (Device, DeviceInfo) {
        match backend {
            Backend::Cpu => on_cpu(Reason::Requested, String::new()),
            Backend::Auto => on_cpu(Reason::SmallModel, String::new()),
            Backend::WebGpu => self.gpu(kernels, compiling).await,
        }
    }

    /// A GPU with the kernels compiled that `kernels` lists; the processor where there is none that works.
    pub async fn gpu(
        &mut self,
        kernels: &dyn Fn(&Device) -> Vec<&'static KernelSource>,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> (Device, DeviceInfo) {
        let gpu = match self.connect().await {
            Ok(gpu) => gpu,
            Err(error) => return on_cpu_after(&error),
        };
        self.keep_gpu(&gpu);
        if let Err(error) = gpu.compile(&kernels(&gpu), compiling).await {
            self.forget_gpu();
            return on_cpu_after(&error);
        }
        let info = on_gpu(&gpu, Reason::Requested);
        (gpu, info)
    }
}

/// The processor, for this reason.
pub fn on_cpu(reason: Reason, detail: String) -> (Device, DeviceInfo) {
    (Device::cpu(), DeviceInfo { backend: BackendKind::Cpu, adapter: None, reason, detail, timing: None })
}

/// The processor, because the GPU failed like this.
pub fn on_cpu_after(error: &DeviceError) -> (Device, DeviceInfo) {
    let reason = match error {
        DeviceError::NoAdapter(_) => Reason::NoWebgpu,
        DeviceError::Lost(_) => Reason::DeviceLost,
        _ => Reason::ProbeFailed,
    };
    on_cpu(reason, error.to_string())
}

/// A GPU, for this reason.
pub fn on_gpu(gpu: &Device, reason: Reason) -> DeviceInfo {
    let (name, _) = gpu.adapter().unwrap_or_default();
    DeviceInfo { backend: BackendKind::WebGpu, adapter: Some(name), reason, detail: String::new(), timing: None }
}
