//! The first thing that went wrong with a device.

use std::sync::{Arc, OnceLock};

use crate::error::DeviceError;

/// A cell for the first failure, shared with the callbacks that learn of it (natively they may run on any thread).
///
/// Only the first is kept: whatever follows is its echo.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault(Arc<OnceLock<DeviceError>>);

impl Fault {
    pub(super) fn set(&self, error: DeviceError) {
        // A second failure is dropped on purpose.
        let _ = self.0.set(error);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.get().is_some()
    }

    pub(super) fn check(&self) -> Result<(), DeviceError> {
        self.0.get().cloned().map_or(Ok(()), Err)
    }

    /// Installs the callbacks on `device`: without them wgpu panics on an error and is silent on a loss.
    pub(super) fn listen(&self, device: &wgpu::Device) {
        let fault = self.clone();
        device.on_uncaptured_error(Arc::new(move |error| fault.set(translate(&error))));
        let fault = self.clone();
        device.set_device_lost_callback(move |reason, message| {
            fault.set(DeviceError::Lost(format!("{reason:?}: {message}")));
        });
    }
}

fn translate(error: &wgpu::Error) -> DeviceError {
    match error {
        wgpu::Error::OutOfMemory { source } => DeviceError::OutOfMemory(source.to_string()),
        wgpu::Error::Validation { description, .. } => DeviceError::Validation(description.clone()),
        // The driver gave up on something that was valid; what it holds now is unknown, as after a loss.
        wgpu::Error::Internal { description, .. } => DeviceError::Lost(description.clone()),
    }
}
