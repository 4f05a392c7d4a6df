//! From nothing to a device that reports its failures.

use super::fault::Fault;
use crate::error::DeviceError;

/// What is known of an adapter.
#[derive(Debug)]
pub(super) struct Adapter {
    pub(super) name: String,
    pub(super) is_software: bool,
}

/// Renderers that run on the processor, as they call themselves: Chromium's, Mesa's three, and Windows' WARP.
const SOFTWARE: [&str; 6] = ["swiftshader", "llvmpipe", "lavapipe", "softpipe", "basic render", "warp"];

/// The fastest adapter, a device on it, and its queue. `fault` hears of errors before any other call can make one.
pub(super) async fn connect(fault: &Fault) -> Result<(wgpu::Device, wgpu::Queue, Adapter), DeviceError> {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let adapter = instance
        .request_adapter(&wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        })
        .await
        .map_err(|error| DeviceError::NoAdapter(error.to_string()))?;
    let (device, queue) = adapter
        .request_device(&wgpu::DeviceDescriptor {
            label: Some("nabla"),
            // Exactly what every WebGPU browser has: a kernel that asks for more fails here, not at a student's.
            required_features: wgpu::Features::empty(),
            required_limits: wgpu::Limits::default(),
            ..Default::default()
        })
        .await
        .map_err(|error| DeviceError::NoDevice(error.to_string()))?;
    fault.listen(&device);
    let description = describe(&adapter.get_info(), &device);
    Ok((device, queue, description))
}

fn describe(info: &wgpu::AdapterInfo, device: &wgpu::Device) -> Adapter {
    let hardware = web_hardware(device);
    // Browsers keep the description empty unless told otherwise, but name vendor and architecture.
    let name = [info.name.as_str(), hardware.as_str(), "unnamed GPU"].into_iter().find(|name| !name.trim().is_empty());
    let words = format!("{} {hardware} {} {}", info.name, info.driver, info.driver_info).to_lowercase();
    Adapter {
        name: name.unwrap_or_default().trim().to_owned(),
        is_software: info.device_type == wgpu::DeviceType::Cpu
            || SOFTWARE.iter().any(|renderer| words.contains(renderer)),
    }
}

/// Vendor and architecture, for example "nvidia ampere": wgpu's `AdapterInfo` leaves them out.
#[cfg(target_arch = "wasm32")]
fn web_hardware(device: &wgpu::Device) -> String {
    let Some(info) = device.as_webgpu().map(|device| device.adapter_info()) else {
        return String::new();
    };
    // Browsers from before `GPUDevice.adapterInfo` answer `undefined`, and its getters would throw.
    if info.is_undefined() { String::new() } else { format!("{} {}", info.vendor(), info.architecture()) }
}

#[cfg(not(target_arch = "wasm32"))]
fn web_hardware(_device: &wgpu::Device) -> String {
    String::new()
}
