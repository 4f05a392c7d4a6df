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
use crate::simd::{self, Matrix, Start, product};
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

/// The uniform at binding 0. Element (i, l) of op(A) is `a[a_start + i·a_row + l·a_column]`; B likewise. A GPU's
/// workgroups of one z take `part` of the K products.
#[repr(C)]
#[derive(Clone, Copy, Debug, NoUninit)]
pub(super) struct Params {
    m: u32,
    k: u32,
    n: u32,
    part: u32,
    a_start: u32,
    a_row: u32,
    a_column: u32,
    b_start: u32,
    b_row: u32,
    b_column: u32,
    c_start: u32,
    c_row: u32,
    /// 1: the product is added to what C holds.
    adds: u32,
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
    let a = Matrix { data: &x.inputs[0][p.a_start as usize..], row: p.a_row as usize, column: p.a_column as usize };
    let b = Matrix { data: &x.inputs[1][p.b_start as usize..], row: p.b_row as usize, column: p.b_column as usize };
    let c = simd::Target { data: &mut x.outputs[0][p.c_start as usize..], stride: p.c_row as usize };
    let start = if p.adds == 1 { Start::Current } else { Start::Zero };
    product(a, b, [p.m as usize, p.k as usize, p.n as usize], c, start);
}

/// How a device computes a product.
struct Plan {
    kernel: &'static Kernel<Params>,
    groups: [u32; 3],
    part: usize,
}

impl Plan {
    fn new(device: &Device, [a, b]: [Factor<'_>; 2], sizes: [usize; 3]) -> Self {
        match device {
            Device::Cpu(_) => Plan { kernel: &MATMUL, groups: [1; 3], part: sizes[1] },
            // Enough workgroups for the processor's threads, or for a few multiprocessors.
            Device::Gpu(_) if device.is_emulated() => Plan::over(in_registers([a, b], sizes), [32, 64], 16, sizes),
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

fn in_registers([a, b]: [Factor<'_>; 2], [m, k, n]: [usize; 3]) -> &'static Kernel<Params> {
    let by_four = |counts: &[usize]| counts.iter().all(|count| count.is_multiple_of(4));
    let aligned = by_four(&[k, n, a.start, a.row, b.start, b.row]);
    match [a.side, b.side] {
        [Plain, Plain] if aligned => &MATMUL_VEC4,
        [Plain, Transposed] if aligned => &MATMUL_VEC4_NT,
        [Transposed, Plain] if aligned && by_four(&[m]) => &MATMUL_VEC4_TN,
        _ => &MATMUL,
    }
}

/// A matrix in a tensor: where it starts, and how far apart its rows are in memory.
#[derive(Clone, Copy)]
pub(super) struct Factor<'a> {
    pub(super) tensor: &'a Tensor,
    pub(super) side: Side,
    pub(super) start: usize,
    pub(super) row: usize,
}

impl<'a> Factor<'a> {
    pub(super) fn whole(tensor: &'a Tensor, side: Side) -> Self {
        Factor { tensor, side, start: 0, row: tensor.shape().matrix()[1] }
    }

    /// How far apart the rows and the columns of op(A) are.
    fn strides(&self) -> (u32, u32) {
        let row = self.row as u32;
        if self.side == Plain { (row, 1) } else { (1, row) }
    }
}

/// Where a product goes: a matrix in a tensor.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) tensor: &'a Tensor,
    pub(super) start: usize,
    pub(super) row: usize,
    /// Whether it is added to what is there.
    pub(super) adds: bool,
}

/// op(A)·op(B). A plain A of more than two dimensions keeps its outer ones: `[T,B,D]·[D,H]` → `[T,B,H]`.
#[track_caller]
pub fn matmul(a: &Tensor, ta: Side, b: &Tensor, tb: Side) -> Tensor {
    let sizes = matmul_shape(a.shape(), ta, b.shape(), tb).unwrap_or_else(|e| panic!("{e}"));
    let shape = if ta == Plain { a.shape().with_columns(sizes[2]) } else { [sizes[0], sizes[2]].into() };
    let factors = [Factor::whole(a, ta), Factor::whole(b, tb)];
    product_by(&Plan::new(a.device(), factors, sizes), factors, sizes).reshape(shape)
}

fn product_by(plan: &Plan, factors: [Factor<'_>; 2], sizes: [usize; 3]) -> Tensor {
    let ([m, _, n], parts) = (sizes, plan.groups[2] as usize);
    let c = factors[0].tensor.device().empty([parts, m * n]);
    launch(plan, factors, sizes, Target { tensor: &c, start: 0, row: n, adds: false });
    if parts == 1 { c } else { sum_rows(&c) }
}

/// op(A) `[M,K]` · op(B) `[K,N]`, written to or added to a part of a tensor by an emulated GPU: see `by_steps.rs`.
pub(super) fn multiply_into(c: Target<'_>, factors: [Factor<'_>; 2], sizes: [usize; 3]) {
    let kernel = match in_registers(factors, sizes) {
        aligned if c.start.is_multiple_of(4) && c.row.is_multiple_of(4) => aligned,
        _ => &MATMUL,
    };
    launch(&Plan::over(kernel, [32, 64], 1, sizes), factors, sizes, c);
}

fn launch(plan: &Plan, [a, b]: [Factor<'_>; 2], [m, k, n]: [usize; 3], c: Target<'_>) {
    let ((a_row, a_column), (b_row, b_column)) = (a.strides(), b.strides());
    let params = Params {
        m: m as u32,
        k: k as u32,
        n: n as u32,
        part: plan.part as u32,
        a_start: a.start as u32,
        a_row,
        a_column,
        b_start: b.start as u32,
        b_row,
        b_column,
        c_start: c.start as u32,
        c_row: c.row as u32,
        adds: u32::from(c.adds),
    };
    c.tensor.device().launch(plan.kernel, params, &[a.tensor, b.tensor], &[c.tensor], plan.groups);
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
                let expected = product_on(&cpu, None, ta, tb, sizes);
                for kernel in [None, Some(&MATMUL), Some(&MATMUL_TILED)] {
                    let got = product_on(&gpu, kernel, ta, tb, sizes);
                    let error = std::iter::zip(&got, &expected).map(|(x, y)| (x - y).abs()).fold(0.0, f32::max);
                    assert!(error < 1e-4, "{kernel:?} {sizes:?} {ta:?} {tb:?}: off by {error}");
                }
            }
        }
    }

    /// By this kernel, or by the one that an emulated GPU would take.
    fn product_on(
        device: &Device,
        kernel: Option<&'static Kernel<Params>>,
        ta: Side,
        tb: Side,
        sizes: [usize; 3],
    ) -> Vec<f32> {
        let matrix = |side, rows, columns, step: usize| {
            let data: Vec<f32> = (0..rows * columns).map(|i| ((i * step) % 17) as f32 / 17.0 - 0.5).collect();
            device.upload(if side == Plain { [rows, columns] } else { [columns, rows] }, &data)
        };
        let [m, k, n] = sizes;
        let (a, b) = (matrix(ta, m, k, 7), matrix(tb, k, n, 5));
        let factors = [Factor::whole(&a, ta), Factor::whole(&b, tb)];
        let tile = if kernel.is_some_and(|kernel| std::ptr::eq(kernel, &MATMUL_TILED)) { [64, 64] } else { [32, 64] };
        let plan = match device {
            Device::Cpu(_) => Plan::new(device, factors, sizes),
            Device::Gpu(_) => Plan::over(kernel.unwrap_or(in_registers(factors, sizes)), tile, 4, sizes),
        };
        pollster::block_on(product_by(&plan, factors, sizes).to_vec()).expect("a working device")
    }
}
