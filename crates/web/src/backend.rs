//! Which device computes, and why.

mod search;

use std::cell::RefCell;
use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError, WeakDevice};
use nabla_models::Config;
use nabla_models::config::Backend;

use crate::protocol::{BackendKind, DeviceInfo, Reason, Shortage};
use search::Search;

/// A GPU that is being looked for.
pub type Connecting = Pin<Box<dyn Future<Output = Result<Device, DeviceError>>>>;

/// Ends when a GPU has been looked for long enough.
pub type Patience = Pin<Box<dyn Future<Output = ()>>>;

/// As many losses within a minute, and the GPU is not trusted any more.
const LOSSES: usize = 3;
const MINUTE_MS: f64 = 60_000.0;

/// The processor, and a GPU: one at most, and only for as long as somebody computes on it. Clones share it.
#[derive(Clone)]
pub struct Backends {
    connect: fn() -> Connecting,
    patience: fn() -> Patience,
    shared: Rc<RefCell<Shared>>,
}

#[derive(Default)]
struct Shared {
    gpu: Option<WeakDevice>,
    /// When GPUs were lost, in the last minute.
    losses: Vec<f64>,
    /// Where it goes on after a failure: this is what the next choice gives.
    next: Option<Next>,
}

/// See [`Backends::after_loss`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// On another GPU, if there is one.
    AnotherGpu(DeviceError),
    /// On the processor.
    Cpu(DeviceError),
}

impl Default for Backends {
    fn default() -> Self {
        Backends::with_gpu_from(|| Box::pin(Device::gpu()))
    }
}

impl Backends {
    /// With another way to come by a GPU.
    pub fn with_gpu_from(connect: fn() -> Connecting) -> Self {
        Backends { connect, patience: search::usual, shared: Rc::default() }
    }

    /// Where there is none.
    #[cfg(test)]
    pub fn without_gpu() -> Self {
        Backends::with_gpu_from(|| Box::pin(ready(Err(DeviceError::NoAdapter("none".to_owned())))))
    }

    /// With another opinion of how long a GPU is to be looked for.
    #[must_use]
    pub fn with_patience(self, patience: fn() -> Patience) -> Self {
        Backends { patience, ..self }
    }

    /// The GPU: the one that somebody computes on, or a new one. It answers in a few seconds, though a browser may not.
    pub fn connect(&self) -> Connecting {
        match self.gpu_in_use() {
            Some(gpu) => Box::pin(ready(Ok(gpu))),
            None => {
                let shared = Rc::clone(&self.shared);
                let search = Search::new((self.connect)(), self.patience);
                Box::pin(async move {
                    let gpu = search.await?;
                    shared.borrow_mut().gpu = Some(gpu.downgrade());
                    Ok(gpu)
                })
            }
        }
    }

    /// The GPU that somebody computes on. To hold it is to keep it.
    pub fn gpu_in_use(&self) -> Option<Device> {
        let gpu = self.shared.borrow().gpu.as_ref()?.upgrade()?;
        gpu.check().is_ok().then_some(gpu)
    }

    /// A device has failed: decides where its work goes on, which is what the next choice gives. A lost GPU is replaced by
    /// another, but not time and again; one that is out of memory or reports an error would do so again.
    pub fn after_loss(&mut self, error: &DeviceError, now: f64) -> Next {
        let is_replaced = self.gpu_in_use().is_some(); // by another run in this worker, which has told of the loss
        let mut shared = self.shared.borrow_mut();
        shared.losses.retain(|then| now - then < MINUTE_MS);
        if !is_replaced {
            shared.losses.push(now);
        }
        let is_hopeless = !matches!(error, DeviceError::Lost(_)) || shared.losses.len() >= LOSSES;
        let next = if is_hopeless { Next::Cpu(error.clone()) } else { Next::AnotherGpu(error.clone()) };
        shared.next = Some(next.clone());
        next
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
        let kernels = |gpu: &Device| nabla_models::kernels(gpu, config, vocabulary);
        self.for_backend(config.backend, Reason::Trying, &kernels, compiling).await
    }

    /// The device for models so small that a GPU would mostly be told what to do: it has to be asked for, and "auto" is the
    /// processor.
    pub async fn for_small_models(
        &mut self,
        backend: Backend,
        kernels: &dyn Fn(&Device) -> Vec<&'static KernelSource>,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> (Device, DeviceInfo) {
        self.for_backend(backend, Reason::SmallModel, kernels, compiling).await
    }

    async fn for_backend(
        &mut self,
        backend: Backend,
        auto: Reason,
        kernels: &dyn Fn(&Device) -> Vec<&'static KernelSource>,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> (Device, DeviceInfo) {
        let next = self.shared.borrow_mut().next.take();
        match (next, backend) {
            (Some(Next::Cpu(error)), _) => on_cpu_after(&error),
            (Some(Next::AnotherGpu(error)), _) => match self.ready_gpu(kernels, compiling).await {
                Ok(gpu) => (gpu.clone(), on_gpu(&gpu, Reason::DeviceLost)),
                Err(_) => on_cpu_after(&error),
            },
            (None, Backend::Cpu) => on_cpu(Reason::Requested, String::new()),
            (None, Backend::Auto) => on_cpu(auto, String::new()),
            (None, Backend::WebGpu) => match self.ready_gpu(kernels, compiling).await {
                Ok(gpu) => (gpu.clone(), on_gpu(&gpu, Reason::Requested)),
                Err(error) => on_cpu_after(&error),
            },
        }
    }

    /// A GPU with the kernels compiled that `kernels` lists. One that is lost on the way is tried once more.
    async fn ready_gpu(
        &mut self,
        kernels: &dyn Fn(&Device) -> Vec<&'static KernelSource>,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> Result<Device, DeviceError> {
        match self.compiled(kernels, compiling).await {
            Err(DeviceError::Lost(_)) => self.compiled(kernels, compiling).await,
            outcome => outcome,
        }
    }

    async fn compiled(
        &self,
        kernels: &dyn Fn(&Device) -> Vec<&'static KernelSource>,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> Result<Device, DeviceError> {
        let gpu = self.connect().await?;
        gpu.compile(&kernels(&gpu), compiling).await?;
        Ok(gpu)
    }
}

/// The processor, for this reason.
pub fn on_cpu(reason: Reason, detail: String) -> (Device, DeviceInfo) {
    (Device::cpu(), DeviceInfo { detail, ..info(BackendKind::Cpu, reason) })
}

/// The processor, because the GPU failed like this.
pub fn on_cpu_after(error: &DeviceError) -> (Device, DeviceInfo) {
    let (reason, shortage) = match error {
        DeviceError::NoAdapter(_) => (Reason::NoWebgpu, None),
        DeviceError::Lost(_) => (Reason::DeviceLost, None),
        DeviceError::OutOfMemory { asked, held } => (Reason::OutOfMemory, Some(Shortage::of(*asked, *held))),
        DeviceError::TooLarge { asked, most } => (Reason::BufferTooLarge, Some(Shortage::of(*asked, *most))),
        DeviceError::Validation(_) | DeviceError::Shader { .. } => (Reason::GpuError, None),
        DeviceError::NoDevice(_) | DeviceError::Probe(_) => (Reason::ProbeFailed, None),
    };
    let (cpu, info) = on_cpu(reason, error.to_string());
    (cpu, DeviceInfo { shortage, ..info })
}

/// A GPU, for this reason.
pub fn on_gpu(gpu: &Device, reason: Reason) -> DeviceInfo {
    let (name, _) = gpu.adapter().unwrap_or_default();
    DeviceInfo { adapter: Some(name), ..info(BackendKind::WebGpu, reason) }
}

fn info(backend: BackendKind, reason: Reason) -> DeviceInfo {
    DeviceInfo { backend, adapter: None, reason, detail: String::new(), timing: None, shortage: None }
}

#[cfg(test)]
mod tests;
