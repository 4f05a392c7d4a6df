//! The CPU's matrix product: C (+)= A·B on packed panels.
//!
//! The inner loop works on arrays of fixed size, which the compiler turns into 128-bit SIMD on WebAssembly and x86
//! alike. No fused multiply-add and a fixed order of sums: the bits of the result do not depend on the machine.

use std::cell::RefCell;

/// Rows and columns of the block of C that one inner loop keeps in registers.
const MR: usize = 4;
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

/// C `[m,n]` += A `[m,k]` · B, with B packed.
pub(crate) fn add_product(a: Matrix<'_>, b: &PackedB, c: &mut [f32]) {
    if b.n == 0 {
        return;
    }
    let m = c.len() / b.n;
    let mut a_panel = [0.0; MR * KC];
    for k0 in (0..b.k).step_by(KC) {
        let depth = KC.min(b.k - k0);
        for i0 in (0..m).step_by(MR) {
            let rows = MR.min(m - i0);
            pack_a(a, i0, rows, k0, &mut a_panel[..MR * depth]);
            for j0 in (0..b.n).step_by(NR) {
                let block = block_product(&a_panel[..MR * depth], b.panel(k0, depth, j0));
                let width = NR.min(b.n - j0);
                for (i, sums) in block.iter().enumerate().take(rows) {
                    let row = &mut c[(i0 + i) * b.n + j0..][..width];
                    for (c, sum) in row.iter_mut().zip(sums) {
                        *c += sum;
                    }
                }
            }
        }
    }
}

/// C `[m,n]` = A `[m,k]` · B `[k,n]`.
pub(crate) fn product(a: Matrix<'_>, b: Matrix<'_>, k: usize, n: usize, c: &mut [f32]) {
    thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());
    PACKED.with_borrow_mut(|packed| {
        packed.pack(b, k, n);
        c.fill(0.0);
        add_product(a, packed, c);
    });
}

/// Rows `i0 .. i0+rows` of A, column after column; missing rows are zero.
fn pack_a(a: Matrix<'_>, i0: usize, rows: usize, k0: usize, panel: &mut [f32]) {
    if rows < MR {
        panel.fill(0.0);
    }
    for i in 0..rows {
        let start = (i0 + i) * a.row + k0 * a.column;
        if a.column == 1 {
            let source = &a.data[start..start + panel.len() / MR];
            for (column, value) in panel.chunks_exact_mut(MR).zip(source) {
                column[i] = *value;
            }
        } else {
            for (l, column) in panel.chunks_exact_mut(MR).enumerate() {
                column[i] = a.data[start + l * a.column];
            }
        }
    }
}

/// The block Σₗ aₗ·bₗᵀ of `MR` rows and `NR` columns, kept in registers.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn block_product(a: &[f32], b: &[f32]) -> [[f32; NR]; MR] {
    let mut sums = [[0.0; NR]; MR];
    let (a, _) = a.as_chunks::<MR>();
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
fn block_product(a: &[f32], b: &[f32]) -> [[f32; NR]; MR] {
    use std::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};
    let zero = f32x4_splat(0.0);
    let (mut s0, mut s1, mut s2, mut s3) = ([zero; 2], [zero; 2], [zero; 2], [zero; 2]);
    let (a, _) = a.as_chunks::<MR>();
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
}
