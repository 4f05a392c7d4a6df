//! Numbers on a device, and their derivatives. No model, no browser.
//!
//! Read in this order: [`shape`] and [`tensor`] (what is computed on), [`kernel`] (one operation, two halves),
//! [`device`] (who runs it), [`ops`] (the operations: equation, kernel, derivative), [`tape`] (derivatives of
//! everything made of them).
//!
//! ```
//! use nabla_compute::{Device, Tape};
//! # pollster::block_on(async {
//! let device = Device::cpu();
//! let tape = Tape::new();
//! let w = tape.leaf(&device.upload([2, 1], &[0.5, -0.5]));
//! let x = tape.constant(&device.upload([1, 2], &[3.0, 4.0]));
//! let y = x.matmul(&w).tanh().sum(); // y = Σ tanh(x·w)
//! let grads = tape.backward(&y);
//! let dw = grads.of(&w).expect("y depends on w").to_vec().await?; // dw = xᵀ·(1 − y²)
//! assert!((dw[0] - 3.0 * (1.0 - (-0.5f32).tanh().powi(2))).abs() < 1e-6);
//! # Ok::<(), nabla_compute::DeviceError>(())
//! # }).unwrap();
//! ```

mod cpu;
pub mod device;
mod error;
mod gpu;
pub mod kernel;
mod lanes;
pub mod math;
pub mod ops;
mod patches;
pub mod pulse;
mod reduce;
pub mod sgns;
pub mod shape;
mod simd;
pub mod tape;
pub mod tensor;

pub use cpu::{Cpu, CpuStats};
pub use device::{Device, Reading, WeakDevice};
pub use error::DeviceError;
pub use gpu::{Gpu, GpuStats};
pub use shape::{Shape, ShapeError};
pub use tape::{Grads, Tape, Var};
pub use tensor::{Indices, Tensor};
