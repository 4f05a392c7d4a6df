//! One operation, two implementations, one contract.
//!
//! A [`Kernel`] holds the WGSL that a GPU runs and the Rust function that the CPU runs, so an operation cannot exist
//! with only half of them. Binding 0 is the uniform with the parameters, then come the inputs (read), then the outputs
//! (read and write). A buffer is never both.

/// What a GPU needs to know of a kernel: its shader and how many buffers that binds.
#[derive(Debug)]
pub struct KernelSource {
    /// The stem shared by the shader file, the CPU twin and the pipeline's label; a variant adds what sets it apart.
    pub name: &'static str,
    /// The stem of the shader file: several kernels may be made of one.
    pub file: &'static str,
    /// The shader's text; its entry point is `main`.
    pub wgsl: &'static str,
    /// The shader's `override` constants that are not left as they are; 1.0 is true.
    pub constants: &'static [(&'static str, f64)],
    /// Read-only storage buffers, at bindings 1 … inputs.
    pub inputs: usize,
    /// Read-write storage buffers, at the bindings after the inputs.
    pub outputs: usize,
}

/// An operation on buffers with parameters `P`: the shader and its CPU twin.
#[derive(Debug)]
pub struct Kernel<P> {
    /// The GPU half.
    pub source: KernelSource,
    /// The CPU half.
    pub cpu: fn(Args<'_, P>),
}

/// What the CPU twin of a kernel is given: the same parameters and buffers that the shader binds, in the same order.
#[derive(Debug)]
pub struct Args<'a, P> {
    /// The uniform at binding 0.
    pub params: P,
    /// The read-only buffers.
    pub inputs: &'a [&'a [f32]],
    /// The buffers the kernel writes. Updates in place read them too.
    pub outputs: &'a mut [&'a mut [f32]],
}

/// The text of `shaders/<name>.wgsl`, as part of a [`KernelSource`]. `as` names a variant with other constants.
macro_rules! wgsl {
    ($file:literal, inputs: $inputs:literal, outputs: $outputs:literal) => {
        $crate::kernel::wgsl!($file as $file, constants: [], inputs: $inputs, outputs: $outputs)
    };
    ($file:literal as $name:literal, constants: [$($constant:expr),*], inputs: $inputs:literal, outputs: $outputs:literal) => {
        $crate::kernel::KernelSource {
            name: $name,
            file: $file,
            wgsl: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shaders/", $file, ".wgsl")),
            constants: &[$($constant),*],
            inputs: $inputs,
            outputs: $outputs,
        }
    };
}
pub(crate) use wgsl;
