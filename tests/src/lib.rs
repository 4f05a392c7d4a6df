//! What the tests share: the same body on every device, numbers to compute on, and closeness.
//!
//! Natively a test is an ordinary `#[test]`; in a browser the same body is a `wasm_bindgen_test`.

pub mod cases;
pub mod families;
pub mod golden;
pub mod images;
pub mod onnx;
pub mod texts;

use nabla_compute::{Device, Grads, Tape, Tensor, Var};

/// A GPU, or a failure: a machine without one must say `NABLA_NO_GPU_TESTS=1` for these tests to be left out.
///
/// # Panics
/// When there is no GPU and nobody opted out.
pub async fn gpu() -> Option<Device> {
    #[cfg(target_arch = "wasm32")]
    {
        // One device for all tests of a page: a browser frees lost devices late.
        thread_local!(static GPU: std::cell::OnceCell<Device> = const { std::cell::OnceCell::new() });
        if let Some(device) = GPU.with(|gpu| gpu.get().cloned()) {
            return Some(device);
        }
        let device = Device::gpu().await.unwrap_or_else(|e| panic!("this browser must have WebGPU: {e}"));
        GPU.with(|gpu| {
            gpu.get_or_init(|| device.clone());
        });
        Some(device)
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        if std::env::var("NABLA_NO_GPU_TESTS").is_ok_and(|value| value == "1") {
            eprintln!("left out by NABLA_NO_GPU_TESTS=1: no GPU is tested");
            return None;
        }
        Some(Device::gpu().await.unwrap_or_else(|e| {
            panic!("{e}: install a Vulkan driver (`cargo xtask setup`) or opt out with NABLA_NO_GPU_TESTS=1")
        }))
    }
}

/// A GPU that is given the kernels for hardware, even if a program plays it: natively, where compiling them is quick.
///
/// # Panics
/// When there is no GPU and nobody opted out.
#[cfg(not(target_arch = "wasm32"))]
pub async fn gpu_as_hardware() -> Option<Device> {
    let device = gpu().await?;
    if let Device::Gpu(gpu) = &device {
        gpu.choose_as_hardware();
    }
    Some(device)
}

/// Declares tests whose body takes a device: each becomes `name::cpu` and `name::gpu`, and natively `name::hardware`.
#[macro_export]
macro_rules! on_each_device {
    ($(async fn $name:ident($device:ident: &Device) $body:block)*) => {$(
        mod $name {
            use super::*;
            async fn case($device: &Device) $body

            $crate::async_test! { async fn cpu() { case(&Device::cpu()).await } }
            $crate::async_test! { async fn gpu() { if let Some(device) = $crate::gpu().await { case(&device).await } } }
            #[cfg(not(target_arch = "wasm32"))]
            $crate::async_test! {
                async fn hardware() { if let Some(device) = $crate::gpu_as_hardware().await { case(&device).await } }
            }
        }
    )*};
}

/// One test with an async body, natively and in a browser.
#[macro_export]
macro_rules! async_test {
    (async fn $name:ident() $body:block) => {
        #[cfg(target_arch = "wasm32")]
        #[wasm_bindgen_test::wasm_bindgen_test]
        async fn $name() $body

        #[cfg(not(target_arch = "wasm32"))]
        #[test]
        fn $name() {
            pollster::block_on(async $body)
        }
    };
}

/// Reproducible numbers in (−1, 1) that do not repeat: a different `seed`, different numbers.
pub fn numbers(len: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..len).map(|_| next()).collect()
}

/// The numbers of a tensor.
///
/// # Panics
/// When the device fails.
pub async fn read(tensor: &Tensor) -> Vec<f32> {
    tensor.to_vec().await.unwrap_or_else(|e| panic!("reading {tensor:?}: {e}"))
}

/// The numbers of several tensors, read together.
///
/// # Panics
/// When the device fails.
pub async fn read_all(device: &Device, tensors: &[Tensor]) -> Vec<Vec<f32>> {
    device.read(&tensors.iter().collect::<Vec<_>>()).await.unwrap_or_else(|e| panic!("reading {tensors:?}: {e}"))
}

/// Fails unless every number is within `tolerance` of its expectation, relative above 1 and absolute below, or
/// relative to `scale` where the caller says what size the numbers have.
#[track_caller]
pub fn assert_close(what: &str, got: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(got.len(), expected.len(), "{what}: {} numbers instead of {}", got.len(), expected.len());
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (got - expected).abs() / expected.abs().max(1.0);
        assert!(
            error <= tolerance,
            "{what}[{i}]: {got} instead of {expected}: off by {error:e}, allowed {tolerance:e}"
        );
    }
}

/// A scalar that depends on every number of `y` in its own way: Σᵢ wᵢ·yᵢ with fixed wᵢ.
pub fn weighed(y: &Var) -> Var {
    let w = y.value().device().upload(y.value().shape(), &numbers(y.value().len(), 99));
    (y * &y.tape().constant(&w)).sum()
}

/// The value of an operation and the gradients of [`weighed`] of it.
pub struct Evaluated {
    /// What the operation computed.
    pub value: Tensor,
    /// The scalar that was differentiated.
    pub loss: Tensor,
    /// One for each input.
    pub grads: Vec<Tensor>,
}

impl Evaluated {
    /// The value and the gradients, by name.
    pub fn results(self) -> impl Iterator<Item = (String, Tensor)> {
        let grads = self.grads.into_iter().enumerate();
        let grads = grads.map(|(i, grad)| (format!("gradient of input {i}"), grad));
        std::iter::once(("value".to_owned(), self.value)).chain(grads)
    }
}

/// Runs an operation on inputs of given shapes forwards and backwards.
///
/// # Panics
/// When the result does not depend on an input.
pub fn evaluate(device: &Device, inputs: &[(&[usize], Vec<f32>)], op: &dyn Fn(&[Var]) -> Var) -> Evaluated {
    let tape = Tape::new();
    let leaves: Vec<Var> = inputs.iter().map(|(shape, data)| tape.leaf(&device.upload(*shape, data))).collect();
    let y = op(&leaves);
    let loss = weighed(&y);
    let grads: Grads = tape.backward(&loss);
    let grads = leaves.iter().map(|leaf| grads.of(leaf).expect("a gradient for every input").clone()).collect();
    Evaluated { value: y.value().clone(), loss: loss.value().clone(), grads }
}
