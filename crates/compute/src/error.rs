//! What can go wrong with a device. A wrong shape is a bug and panics instead: see [`crate::shape::ShapeError`].

/// A device cannot be had, or stopped working.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum DeviceError {
    /// There is no WebGPU here, or it offers no adapter.
    #[error("no GPU adapter: {0}")]
    NoAdapter(String),
    /// The adapter gave no device.
    #[error("the GPU adapter gave no device: {0}")]
    NoDevice(String),
    /// The device computes wrong numbers or none: the known-answer kernel failed.
    #[error("the GPU failed its check: {0}")]
    Probe(String),
    /// A shader was refused.
    #[error("shader {kernel} was refused: {message}")]
    Shader {
        /// The kernel's name.
        kernel: &'static str,
        /// What the compiler said.
        message: String,
    },
    /// The device was lost; everything on it is gone.
    #[error("the GPU device was lost: {0}")]
    Lost(String),
    /// The device has no memory left for a buffer.
    #[error("out of GPU memory: {asked} bytes more than the {held} bytes that are held could not be had")]
    OutOfMemory {
        /// Bytes of the last buffer that was asked for.
        asked: u64,
        /// Bytes of the buffers that there are.
        held: u64,
    },
    /// A buffer is larger than any GPU has to allow.
    #[error("a buffer of {asked} bytes is more than the {most} bytes that WebGPU allows")]
    TooLarge {
        /// Its bytes.
        asked: u64,
        /// The limit.
        most: u64,
    },
    /// A call was invalid: a bug in Nabla.
    #[error("GPU validation error: {0}")]
    Validation(String),
}
