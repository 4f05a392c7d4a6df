//! The CPU's matrix product: C = A·B + what C starts from, on packed panels.
//!
//! B is packed once ([`PackedB`], kept for as many products as share it); A is asked for panel by panel through [`Rows`],
//! so it need not exist as a matrix: a convolution copies its windows straight into the panel. C may be some columns of a
//! wider matrix ([`Target`]) and may start from zero, from itself or from a bias ([`Start`]).
//!
//! The inner loop works on arrays of fixed size, which the compiler turns into 128-bit SIMD on WebAssembly and x86
//! alike. No fused multiply-add and a fixed order of sums: the bits of the result do not depend on the machine.

use std::cell::RefCell;

/// Rows and columns of the block of C that one inner loop keeps in registers.
pub(crate) const MR: usize = 4;
const NR: usize = 8;
/// So many terms of a sum are added in registers before they go to C: a packed panel of A and B stays in the L1 cache.
const KC: usize = 256;

/// A matrix as the product reads it: element (i, j) is `data[i·row + j·column]`.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) row: usize,
    pub(crate) column: usize,
}

impl<'a> Matrix<'a> {
    /// A row-major matrix with so many columns.
    pub(crate) fn plain(data: &'a [f32], columns: usize) -> Self {
        Matrix { data, row: columns, column: 1 }
    }
}

/// The left factor, as the product asks for it.
pub(crate) trait Rows {
    /// Writes element (i0 + i, k0 + l) to `panel[l][i]`, for every l and for i < `rows` (at most [`MR`]). What else is in
    /// the panel is never looked at.
    fn pack(&self, i0: usize, rows: usize, k0: usize, panel: &mut [[f32; MR]]);
}

impl Rows for Matrix<'_> {
    fn pack(&self, i0: usize, rows: usize, k0: usize, panel: &mut [[f32; MR]]) {
        for i in 0..rows {
            let start = (i0 + i) * self.row + k0 * self.column;
            if self.column == 1 {
                pack_row(&self.data[start..start + panel.len()], i, panel);
            } else {
                for (l, column) in panel.iter_mut().enumerate() {
                    column[i] = self.data[start + l * self.column];
                }
            }
        }
    }
}

/// Copies one row of A into its place in a panel.
pub(crate) fn pack_row(row: &[f32], i: usize, panel: &mut [[f32; MR]]) {
    for (column, value) in panel.iter_mut().zip(row) {
        column[i] = *value;
    }
}

/// Where a product goes: `n` numbers a row, rows `stride` numbers apart. `data` begins at the first of them.
pub(crate) struct Target<'a> {
    pub(crate) data: &'a mut [f32],
    pub(crate) stride: usize,
}

/// What the product is added to.
#[derive(Clone, Copy)]
pub(crate) enum Start<'a> {
    /// Nothing: C need not be cleared before.
    Zero,
    /// What C holds.
    Current,
    /// The same `n` numbers in every row.
    #[cfg_attr(not(test), allow(dead_code, reason = "a convolution's bias is its first user"))]
    Bias(&'a [f32]),
}

/// B `[k,n]`, rearranged once for any number of products: blocks of [`KC`] rows, in them panels of [`NR`] columns, in
/// them row after row. Ragged columns are filled with zeros.
#[derive(Default)]
pub(crate) struct PackedB {
    panels: Vec<f32>,
    k: usize,
    n: usize,
}

impl PackedB {
    /// Packs `b`, reusing the memory of what was packed before.
    pub(crate) fn pack(&mut self, b: Matrix<'_>, k: usize, n: usize) {
        (self.k, self.n) = (k, n);
        self.panels.clear();
        for k0 in (0..k).step_by(KC) {
            for j0 in (0..n).step_by(NR) {
                let width = NR.min(n - j0);
                for l in k0..k.min(k0 + KC) {
                    let start = l * b.row + j0 * b.column;
                    if b.column == 1 {
                        self.panels.extend_from_slice(&b.data[start..start + width]);
                    } else {
                        self.panels.extend((0..width).map(|j| b.data[start + j * b.column]));
                    }
                    self.panels.extend(std::iter::repeat_n(0.0, NR - width));
                }
            }
        }
    }

    fn panel(&self, k0: usize, depth: usize, j0: usize) -> &[f32] {
        let start = k0 * self.n.div_ceil(NR) * NR + j0 * depth;
        &self.panels[start..start + depth * NR]
    }
}

/// C `[m,n]` = start + A `[m,k]` · B, with B packed.
pub(crate) fn packed_product(a: &dyn Rows, m: usize, b: &PackedB, c: Target<'_>, start: Start<'_>) {
    let Target { data, stride } = c;
    if b.k == 0 {
        (0..m).for_each(|i| begin(&mut data[i * stride..][..b.n], 0, start));
    }
    let mut panel = [[0.0; MR]; KC];
    for k0 in (0..b.k).step_by(KC) {
        let start = if k0 == 0 { start } else { Start::Current };
        let panel = &mut panel[..KC.min(b.k - k0)];
        for i0 in (0..m).step_by(MR) {
            let rows = MR.min(m - i0);
            a.pack(i0, rows, k0, panel);
            for j0 in (0..b.n).step_by(NR) {
                let block = block_product(panel, b.panel(k0, panel.len(), j0));
                let width = NR.min(b.n - j0);
                for (i, sums) in block.iter().enumerate().take(rows) {
                    let row = &mut data[(i0 + i) * stride + j0..][..width];
                    begin(row, j0, start);
                    row.iter_mut().zip(sums).for_each(|(c, sum)| *c += sum);
                }
            }
        }
    }
}

/// Columns `j0 ..` of one row of C before anything is added.
fn begin(row: &mut [f32], j0: usize, start: Start<'_>) {
    match start {
        Start::Zero => row.fill(0.0),
        Start::Current => {}
        Start::Bias(bias) => row.copy_from_slice(&bias[j0..j0 + row.len()]),
    }
}

/// C `[m,n]` += A `[m,k]` · B, with B packed.
pub(crate) fn add_product(a: Matrix<'_>, b: &PackedB, c: &mut [f32]) {
    let m = c.len() / b.n.max(1);
    packed_product(&a, m, b, Target { data: c, stride: b.n }, Start::Current);
}

/// C `[m,n]` = A `[m,k]` · B `[k,n]`.
pub(crate) fn product(a: Matrix<'_>, b: Matrix<'_>, k: usize, n: usize, c: &mut [f32]) {
    thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());
    let m = c.len() / n.max(1);
    PACKED.with_borrow_mut(|packed| {
        packed.pack(b, k, n);
        packed_product(&a, m, packed, Target { data: c, stride: n }, Start::Zero);
    });
}

/// The block Σₗ aₗ·bₗᵀ of `MR` rows and `NR` columns, kept in registers.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn block_product(a: &[[f32; MR]], b: &[f32]) -> [[f32; NR]; MR] {
    let mut sums = [[0.0; NR]; MR];
    let (b, _) = b.as_chunks::<NR>();
    for (a, b) in a.iter().zip(b) {
        for i in 0..MR {
            for j in 0..NR {
                sums[i][j] += a[i] * b[j];
            }
        }
    }
    sums
}

/// The same sums in the same order, spelled out: for WebAssembly the compiler leaves them in memory otherwise.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn block_product(a: &[[f32; MR]], b: &[f32]) -> [[f32; NR]; MR] {
    use std::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};
    let zero = f32x4_splat(0.0);
    let (mut s0, mut s1, mut s2, mut s3) = ([zero; 2], [zero; 2], [zero; 2], [zero; 2]);
    let (b, _) = b.as_chunks::<NR>();
    for (a, b) in a.iter().zip(b) {
        let left = f32x4(b[0], b[1], b[2], b[3]);
        let right = f32x4(b[4], b[5], b[6], b[7]);
        for (sums, a) in [&mut s0, &mut s1, &mut s2, &mut s3].into_iter().zip(a) {
            let a = f32x4_splat(*a);
            sums[0] = f32x4_add(sums[0], f32x4_mul(a, left));
            sums[1] = f32x4_add(sums[1], f32x4_mul(a, right));
        }
    }
    let unpacked = |[left, right]: [std::arch::wasm32::v128; 2]| {
        [
            f32x4_extract_lane::<0>(left),
            f32x4_extract_lane::<1>(left),
            f32x4_extract_lane::<2>(left),
            f32x4_extract_lane::<3>(left),
            f32x4_extract_lane::<0>(right),
            f32x4_extract_lane::<1>(right),
            f32x4_extract_lane::<2>(right),
            f32x4_extract_lane::<3>(right),
        ]
    };
    [unpacked(s0), unpacked(s1), unpacked(s2), unpacked(s3)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_agrees_with_the_definition_at_ragged_sizes() {
        for (m, k, n) in [(1, 1, 1), (3, 5, 7), (4, 8, 8), (5, 257, 9), (33, 600, 17), (2, 0, 3)] {
            let a: Vec<f32> = (0..m * k).map(|i| (i as f32 * 0.37).sin()).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i as f32 * 0.73).cos()).collect();
            let mut c = vec![f32::NAN; m * n];
            product(Matrix::plain(&a, k), Matrix::plain(&b, n), k, n, &mut c);
            for i in 0..m {
                for j in 0..n {
                    let exact: f64 = (0..k).map(|l| a[i * k + l] as f64 * b[l * n + j] as f64).sum();
                    assert!((c[i * n + j] as f64 - exact).abs() < 1e-4, "{m}×{k}×{n} at {i},{j}");
                }
            }
        }
    }

    /// Rows nobody stored: element (i, l) is i + 10·l.
    struct Computed;

    impl Rows for Computed {
        fn pack(&self, i0: usize, rows: usize, k0: usize, panel: &mut [[f32; MR]]) {
            for (l, column) in panel.iter_mut().enumerate() {
                (0..rows).for_each(|i| column[i] = (i0 + i) as f32 + 10.0 * (k0 + l) as f32);
            }
        }
    }

    #[test]
    fn a_product_of_computed_rows_fills_some_columns_of_a_wider_matrix() {
        let mut b = PackedB::default();
        b.pack(Matrix::plain(&[1.0, 2.0, 0.0, 1.0], 2), 2, 2); // (1 2; 0 1)
        let mut c = [7.0; 5 * 4];
        let bias = [100.0, 200.0];
        packed_product(&Computed, 5, &b, Target { data: &mut c[1..], stride: 4 }, Start::Bias(&bias));
        for (i, row) in c.chunks_exact(4).enumerate() {
            let i = i as f32; // row i of A is (i, i + 10)
            assert_eq!(row, [7.0, 100.0 + i, 200.0 + 2.0 * i + i + 10.0, 7.0]);
        }
        packed_product(&Computed, 1, &b, Target { data: &mut c, stride: 4 }, Start::Zero);
        assert_eq!(c[..4], [0.0, 10.0, 210.0, 7.0]);
    }

    #[test]
    fn a_product_over_nothing_is_what_it_starts_from() {
        let mut b = PackedB::default();
        b.pack(Matrix::plain(&[], 2), 0, 2);
        let mut c = [3.0; 4];
        packed_product(&Computed, 2, &b, Target { data: &mut c, stride: 2 }, Start::Bias(&[1.0, 2.0]));
        assert_eq!(c, [1.0, 2.0, 1.0, 2.0]);
    }
}
