//! Which device computes, and why.

use nabla_compute::Device;
use nabla_compute::DeviceError;
use nabla_models::Config;
use nabla_models::config::Backend;

use crate::protocol::{BackendKind, DeviceInfo, Reason};

/// Devices that were found, so that switching to and fro costs nothing.
#[derive(Default)]
pub struct Backends {
    gpu: Option<Device>,
}

impl Backends {
    /// The device for a config, with the kernels compiled that its model uses. Where there is no GPU that works it is the
    /// processor: a run can always be had. `vocabulary` may be an estimate as long as no text is loaded.
    pub async fn choose(
        &mut self,
        config: &Config,
        vocabulary: usize,
        compiling: &mut dyn FnMut(usize, usize),
    ) -> (Device, DeviceInfo) {
        let wanted = config.backend;
        if wanted == Backend::Cpu {
            return on_cpu(Reason::Requested, String::new());
        }
        let gpu = match self.gpu().await {
            Ok(gpu) => gpu,
            Err(error) => return on_cpu(reason(&error), error.to_string()),
        };
        let (name, is_software) = gpu.adapter().unwrap_or_default();
        if wanted == Backend::Auto && is_software {
            return on_cpu(Reason::SoftwareGpu, name);
        }
        let kernels = nabla_models::kernels(&gpu, config, vocabulary);
        if let Err(error) = gpu.compile(&kernels, compiling).await {
            self.gpu = None;
            return on_cpu(reason(&error), error.to_string());
        }
        let reason = if wanted == Backend::Auto { Reason::HardwareGpu } else { Reason::Requested };
        (gpu, DeviceInfo { backend: BackendKind::WebGpu, adapter: Some(name), reason, detail: String::new() })
    }

    /// Forgets a GPU that failed.
    pub fn forget_gpu(&mut self) {
        self.gpu = None;
    }

    async fn gpu(&mut self) -> Result<Device, DeviceError> {
        if let Some(gpu) = &self.gpu {
            return Ok(gpu.clone());
        }
        let gpu = Device::gpu().await?;
        self.gpu = Some(gpu.clone());
        Ok(gpu)
    }
}

/// The processor, for this reason.
pub fn on_cpu(reason: Reason, detail: String) -> (Device, DeviceInfo) {
    (Device::cpu(), DeviceInfo { backend: BackendKind::Cpu, adapter: None, reason, detail })
}

fn reason(error: &DeviceError) -> Reason {
    match error {
        DeviceError::NoAdapter(_) => Reason::NoWebgpu,
        DeviceError::Lost(_) => Reason::DeviceLost,
        _ => Reason::ProbeFailed,
    }
}
