//! The first thing that went wrong with a device.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::error::DeviceError;

/// A cell for the first failure, shared with the callbacks that learn of it (natively they may run on any thread).
///
/// Only the first is kept: whatever follows is its echo.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    first: OnceLock<DeviceError>,
    /// Bytes of the last buffer that was made, and of all that there are: what is out of memory does not say it.
    asked: AtomicU64,
    held: AtomicU64,
}

impl Fault {
    pub(super) fn set(&self, error: DeviceError) {
        // A second failure is dropped on purpose.
        let _ = self.0.first.set(error);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.first.get().is_some()
    }

    pub(super) fn check(&self) -> Result<(), DeviceError> {
        self.0.first.get().cloned().map_or(Ok(()), Err)
    }

    /// Notes that a buffer of `asked` bytes is being made, beside `held` bytes of others.
    pub(super) fn note_buffer(&self, asked: u64, held: u64) {
        self.0.asked.store(asked, Ordering::Relaxed);
        self.0.held.store(held, Ordering::Relaxed);
    }

    /// Takes in what wgpu reports.
    pub(super) fn hear(&self, error: &wgpu::Error) {
        self.set(match error {
            wgpu::Error::OutOfMemory { .. } => {
                let (asked, held) = (self.0.asked.load(Ordering::Relaxed), self.0.held.load(Ordering::Relaxed));
                DeviceError::OutOfMemory { asked, held }
            }
            wgpu::Error::Validation { description, .. } => DeviceError::Validation(description.clone()),
            // The driver gave up on something that was valid; what it holds now is unknown, as after a loss.
            wgpu::Error::Internal { description, .. } => DeviceError::Lost(description.clone()),
        });
    }

    /// Installs the callbacks on `device`: without them wgpu panics on an error and is silent on a loss.
    pub(super) fn listen(&self, device: &wgpu::Device) {
        let fault = self.clone();
        device.on_uncaptured_error(Arc::new(move |error| fault.hear(&error)));
        let fault = self.clone();
        device.set_device_lost_callback(move |reason, message| {
            fault.set(DeviceError::Lost(format!("{reason:?}: {message}")));
        });
    }
}
