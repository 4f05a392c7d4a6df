//! C = op(A)·op(B), where op is the identity or the transpose.      op(A): [M,K]   op(B): [K,N]   C: [M,N]
//!
//! Given dC, the gradients are two more products:   dA = dC·Bᵀ   dB = Aᵀ·dC
//! GPU: `shaders/{matmul,matmul_vec4,matmul_tiled}.wgsl`, by adapter and shape. Where C is small and K is long, as in a
//! weight's gradient, K is split so that there is enough to do side by side; the parts are added up.

use bytemuck::NoUninit;

use super::sum_rows;
use crate::device::Device;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::{Shape, ShapeError};
use crate::simd::{Matrix, product};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static MATMUL: Kernel<Params> = Kernel { source: wgsl!("matmul", inputs: 2, outputs: 1), cpu: matmul_cpu };
pub(super) static MATMUL_VEC4: Kernel<Params> =
    Kernel { source: wgsl!("matmul_vec4", inputs: 2, outputs: 1), cpu: matmul_cpu };
pub(super) static MATMUL_VEC4_NT: Kernel<Params> = Kernel {
    source: wgsl!("matmul_vec4" as "matmul_vec4_nt", constants: [("B_TRANSPOSED", 1.0)], inputs: 2, outputs: 1),
    cpu: matmul_cpu,
};
pub(super) static MATMUL_VEC4_TN: Kernel<Params> = Kernel {
    source: wgsl!("matmul_vec4" as "matmul_vec4_tn", constants: [("A_TRANSPOSED", 1.0)], inputs: 2, outputs: 1),
    cpu: matmul_cpu,
};
pub(super) static MATMUL_TILED: Kernel<Params> =
    Kernel { source: wgsl!("matmul_tiled", inputs: 2, outputs: 1), cpu: matmul_cpu };

/// How a factor enters the product.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Side {
    /// As it is.
    Plain,
    /// Transposed.
    Transposed,
}
use Side::{Plain, Transposed};

/// The uniform at binding 0. Element (i, l) of op(A) is `a[i·a_row + l·a_column]`; B likewise. A GPU's workgroups of one
/// z take `part` of the K products.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    m: u32,
    k: u32,
    n: u32,
    a_row: u32,
    a_column: u32,
    b_row: u32,
    b_column: u32,
    part: u32,
}

/// [M, K, N], when the inner sizes agree.
fn matmul_shape(a: Shape, ta: Side, b: Shape, tb: Side) -> Result<[usize; 3], ShapeError> {
    let [m, k] = oriented(a, ta);
    let [k2, n] = oriented(b, tb);
    if k == k2 { Ok([m, k, n]) } else { Err(ShapeError { op: "matmul", lhs: a, rhs: b }) }
}

fn oriented(shape: Shape, side: Side) -> [usize; 2] {
    let [rows, columns] = shape.matrix();
    if side == Plain { [rows, columns] } else { [columns, rows] }
}

fn matmul_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let a = Matrix { data: x.inputs[0], row: p.a_row as usize, column: p.a_column as usize };
    let b = Matrix { data: x.inputs[1], row: p.b_row as usize, column: p.b_column as usize };
    product(a, b, p.k as usize, p.n as usize, x.outputs[0]);
}

/// How a device computes a product.
struct Plan {
    kernel: &'static Kernel<Params>,
    groups: [u32; 3],
    part: usize,
}

impl Plan {
    fn new(device: &Device, sides: [Side; 2], sizes: [usize; 3]) -> Self {
        match device {
            Device::Cpu(_) => Plan { kernel: &MATMUL, groups: [1; 3], part: sizes[1] },
            // Enough workgroups for the processor's threads, or for a few multiprocessors.
            Device::Gpu(_) if device.is_emulated() => Plan::over(in_registers(sides, sizes), [32, 64], 16, sizes),
            Device::Gpu(_) => Plan::over(&MATMUL_TILED, [64, 64], 256, sizes),
        }
    }

    /// A workgroup computes a `tile` of C; K is split until there are `wanted` of them.
    fn over(kernel: &'static Kernel<Params>, tile: [usize; 2], wanted: usize, [m, k, n]: [usize; 3]) -> Self {
        const SHORTEST: usize = 128; // of K: a shorter sum costs less than adding up its parts
        const STEP: usize = 16; // what the shaders take at a time, and more
        let (rows, columns) = (m.div_ceil(tile[0]), n.div_ceil(tile[1]));
        let parts = (wanted / (rows * columns).max(1)).min(k / SHORTEST).max(1);
        let part = k.div_ceil(parts).next_multiple_of(STEP).max(STEP);
        Plan { kernel, groups: [columns as u32, rows as u32, k.div_ceil(part).max(1) as u32], part }
    }
}

fn in_registers(sides: [Side; 2], [m, k, n]: [usize; 3]) -> &'static Kernel<Params> {
    let by_four = k.is_multiple_of(4) && n.is_multiple_of(4);
    match sides {
        [Plain, Plain] if by_four => &MATMUL_VEC4,
        [Plain, Transposed] if by_four => &MATMUL_VEC4_NT,
        [Transposed, Plain] if by_four && m.is_multiple_of(4) => &MATMUL_VEC4_TN,
        _ => &MATMUL,
    }
}

/// op(A)·op(B). A plain A of more than two dimensions keeps its outer ones: `[T,B,D]·[D,H]` → `[T,B,H]`.
#[track_caller]
pub fn matmul(a: &Tensor, ta: Side, b: &Tensor, tb: Side) -> Tensor {
    let [m, k, n] = matmul_shape(a.shape(), ta, b.shape(), tb).unwrap_or_else(|e| panic!("{e}"));
    let shape = if ta == Plain { a.shape().with_columns(n) } else { [m, n].into() };
    product_by(&Plan::new(a.device(), [ta, tb], [m, k, n]), a, ta, b, tb, [m, k, n]).reshape(shape)
}

fn product_by(plan: &Plan, a: &Tensor, ta: Side, b: &Tensor, tb: Side, [m, k, n]: [usize; 3]) -> Tensor {
    let strides = |side, rows: usize, columns: usize| match side {
        Plain => (columns as u32, 1),
        Transposed => (1, rows as u32),
    };
    let ((a_row, a_column), (b_row, b_column)) = (strides(ta, m, k), strides(tb, k, n));
    let part = plan.part as u32;
    let params = Params { m: m as u32, k: k as u32, n: n as u32, a_row, a_column, b_row, b_column, part };
    let parts = plan.groups[2] as usize;
    let c = a.device().empty([parts, m * n]);
    a.device().launch(plan.kernel, params, &[a, b], &[&c], plan.groups);
    if parts == 1 { c } else { sum_rows(&c) }
}

impl Var {
    /// The product with a matrix on the right.
    #[track_caller]
    pub fn matmul(&self, rhs: &Var) -> Var {
        let (a, b) = (self.value().clone(), rhs.value().clone());
        let c = matmul(&a, Plain, &b, Plain);
        self.tape().push(c, [self, rhs], move |dc, needs| {
            [
                needs[0].then(|| matmul(dc, Plain, &b, Transposed)), // dA = dC·Bᵀ
                needs[1].then(|| matmul(&a, Transposed, dc, Plain)), // dB = Aᵀ·dC
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_must_share_the_inner_size() {
        let error = matmul_shape([2, 3].into(), Plain, [2, 3].into(), Plain).expect_err("3 is not 2");
        assert_eq!(error.to_string(), "matmul: shapes [2, 3] and [2, 3] do not fit");
        assert_eq!(matmul_shape([2, 3].into(), Plain, [2, 3].into(), Transposed), Ok([2, 3, 2]));
    }

    #[test]
    fn a_long_sum_is_split_only_where_there_is_little_else_to_do() {
        let plan = |sizes| {
            let Plan { groups, part, .. } = Plan::over(&MATMUL_TILED, [64, 64], 256, sizes);
            (groups, part)
        };
        assert_eq!(plan([1024, 1024, 1024]), ([16, 16, 1], 1024));
        assert_eq!(plan([128, 2048, 512]), ([8, 2, 16], 128));
        assert_eq!(plan([1, 1, 1]), ([1, 1, 1], 16));
        assert_eq!(plan([1, 0, 1]), ([1, 1, 1], 16));
        assert_eq!(plan([10, 999, 10]), ([1, 1, 7], 144)); // the last part is shorter
    }

    /// Few tiles and many, whole and not, one part and several.
    const SIZES: [[usize; 3]; 8] =
        [[1, 1, 1], [4, 4, 4], [8, 300, 12], [17, 33, 65], [36, 128, 68], [64, 64, 64], [7, 129, 5], [132, 16, 40]];

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn every_kernel_for_a_gpu_agrees_with_the_processor() {
        if std::env::var("NABLA_NO_GPU_TESTS").is_ok_and(|value| value == "1") {
            return eprintln!("left out by NABLA_NO_GPU_TESTS=1: no GPU is tested");
        }
        let (gpu, cpu) = (pollster::block_on(Device::gpu()).expect("a GPU"), Device::cpu());
        for sizes in SIZES {
            for (ta, tb) in [(Plain, Plain), (Plain, Transposed), (Transposed, Plain), (Transposed, Transposed)] {
                let expected = product_on(&cpu, &Plan::new(&cpu, [ta, tb], sizes), ta, tb, sizes);
                for (kernel, tile) in
                    [(in_registers([ta, tb], sizes), [32, 64]), (&MATMUL, [32, 64]), (&MATMUL_TILED, [64, 64])]
                {
                    let got = product_on(&gpu, &Plan::over(kernel, tile, 4, sizes), ta, tb, sizes);
                    let error = std::iter::zip(&got, &expected).map(|(x, y)| (x - y).abs()).fold(0.0, f32::max);
                    assert!(error < 1e-4, "{} {sizes:?} {ta:?} {tb:?}: off by {error}", kernel.source.name);
                }
            }
        }
    }

    fn product_on(device: &Device, plan: &Plan, ta: Side, tb: Side, [m, k, n]: [usize; 3]) -> Vec<f32> {
        let matrix = |side, rows, columns, step: usize| {
            let data: Vec<f32> = (0..rows * columns).map(|i| ((i * step) % 17) as f32 / 17.0 - 0.5).collect();
            device.upload(if side == Plain { [rows, columns] } else { [columns, rows] }, &data)
        };
        let (a, b) = (matrix(ta, m, k, 7), matrix(tb, k, n, 5));
        pollster::block_on(product_by(plan, &a, ta, &b, tb, [m, k, n]).to_vec()).expect("a working device")
    }
}
