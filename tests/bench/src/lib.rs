//! The work items of `nabla_models::work` for the pages that `cargo xtask bench` measures. What is timed, and how
//! often, the pages decide: they time Nabla and its rivals by the same rules (`pages/page.js`).

mod peak;
mod sizes;
mod words;

use nabla_compute::{Device, DeviceError};
use nabla_models::work::Work;
use wasm_bindgen::prelude::*;

pub use peak::{peak, peak_flop_per_step};
pub use words::WordVectors;

/// A device that works.
#[wasm_bindgen]
pub struct Engine(Device);

#[wasm_bindgen]
impl Engine {
    /// The processor.
    pub fn cpu() -> Engine {
        console_error_panic_hook::set_once();
        Engine(Device::cpu())
    }

    /// The GPU.
    ///
    /// # Errors
    /// When there is none that works.
    pub async fn webgpu() -> Result<Engine, JsError> {
        console_error_panic_hook::set_once();
        Ok(Engine(Device::gpu().await?))
    }

    /// What the GPU is called.
    pub fn adapter(&self) -> Option<String> {
        self.0.adapter().map(|(name, _)| name)
    }

    /// A work item by its name, with sizes to change after it: `lstm steps=128 batch=8`. Its kernels are compiled, as
    /// the lab compiles those of a model.
    ///
    /// # Errors
    /// When there is no such item, or it has no such size, or the device is lost.
    pub async fn prepare(&self, item: &str) -> Result<Job, JsError> {
        let item = sizes::item(item).map_err(|problem| JsError::new(&problem))?;
        self.0.compile(&item.kernels(&self.0), &mut |_, _| ()).await?;
        Ok(Job { work: item.prepare(&self.0), device: self.0.clone() })
    }
}

/// A work item on a device.
#[wasm_bindgen]
pub struct Job {
    work: Work,
    device: Device,
}

#[wasm_bindgen]
impl Job {
    /// Does it once and waits for the result; the loss of a training step, or one number of a product.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn run(&mut self) -> Result<f32, JsError> {
        self.work.run().await.map_err(|error: DeviceError| error.into())
    }

    /// Does it so many times, one after the other, and waits for the last result.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn repeat(&mut self, units: usize) -> Result<f32, JsError> {
        self.work.repeat(units).await.map_err(|error: DeviceError| error.into())
    }

    /// Useful floating-point operations of one unit.
    pub fn flop(&self) -> f64 {
        self.work.flop()
    }

    /// Launches that a GPU was given so far.
    pub fn dispatches(&self) -> f64 {
        match &self.device {
            Device::Cpu(_) => 0.0,
            Device::Gpu(gpu) => gpu.stats().dispatches as f64,
        }
    }

    /// Bytes of tensors that the device holds, in use and kept for reuse.
    pub fn bytes(&self) -> f64 {
        let bytes = match &self.device {
            Device::Cpu(cpu) => cpu.stats().live_bytes + cpu.stats().pooled_bytes,
            Device::Gpu(gpu) => {
                let stats = gpu.stats();
                stats.live_bytes + stats.pooled_bytes + stats.staging_bytes
            }
        };
        bytes as f64
    }
}
