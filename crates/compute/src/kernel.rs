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

/// The text of `shaders/<file>.wgsl`, as part of a [`KernelSource`]. `as` names a variant with other constants. Comments and
/// indentation stay behind, for a page pays for every byte; the lines stay as they are, for compilers number them.
macro_rules! wgsl {
    ($file:literal, inputs: $inputs:literal, outputs: $outputs:literal) => {
        $crate::kernel::wgsl!($file as $file, constants: [], inputs: $inputs, outputs: $outputs)
    };
    ($file:literal as $name:literal, constants: [$($constant:expr),*], inputs: $inputs:literal, outputs: $outputs:literal) => {
        $crate::kernel::KernelSource {
            name: $name,
            file: $file,
            wgsl: {
                const TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shaders/", $file, ".wgsl"));
                const BARE: [u8; $crate::kernel::bare_len(TEXT)] = $crate::kernel::bare(TEXT);
                match std::str::from_utf8(&BARE) {
                    Ok(bare) => bare,
                    Err(_) => panic!("UTF-8 without comments is UTF-8"),
                }
            },
            constants: &[$($constant),*],
            inputs: $inputs,
            outputs: $outputs,
        }
    };
}
pub(crate) use wgsl;

/// A shader's text without comments, indentation and spaces at the ends of lines, as many bytes as [`bare_len`] says.
pub(crate) const fn bare<const N: usize>(text: &str) -> [u8; N] {
    let text = text.as_bytes();
    let mut bare = [0; N];
    let (mut at, mut len) = (0, 0);
    while at < text.len() {
        let (from, to, next) = code_of_line(text, at);
        let mut i = from;
        while i < to {
            bare[len] = text[i];
            (i, len) = (i + 1, len + 1);
        }
        bare[len] = b'\n';
        (at, len) = (next, len + 1);
    }
    bare
}

/// How long a shader's text is without comments and indentation.
pub(crate) const fn bare_len(text: &str) -> usize {
    let text = text.as_bytes();
    let (mut at, mut len) = (0, 0);
    while at < text.len() {
        let (from, to, next) = code_of_line(text, at);
        (at, len) = (next, len + to - from + 1);
    }
    len
}

/// Where the code of the line that starts at `at` begins and ends, and where the next line starts.
const fn code_of_line(text: &[u8], at: usize) -> (usize, usize, usize) {
    let mut from = at;
    while from < text.len() && text[from] == b' ' {
        from += 1;
    }
    let mut to = from;
    while to < text.len() && text[to] != b'\n' && !(text[to] == b'/' && to + 1 < text.len() && text[to + 1] == b'/') {
        to += 1;
    }
    let mut next = to;
    while next < text.len() && text[next] != b'\n' {
        next += 1;
    }
    while to > from && text[to - 1] == b' ' {
        to -= 1;
    }
    (from, to, next + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left_of_a_shader_on_its_own_line() {
        const TEXT: &str = "// y₀ = x\n  let y = x / 2.0;   // half\n\n\n    }";
        const BARE: [u8; bare_len(TEXT)] = bare(TEXT);
        assert_eq!(std::str::from_utf8(&BARE), Ok("\nlet y = x / 2.0;\n\n\n}\n"));
    }
}
