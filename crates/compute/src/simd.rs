//! The CPU's matrix product: C = A·B + what C starts from, on packed panels.
//!
//! B is packed once ([`PackedB`], kept for as many products as share it); A is asked for panel by panel through [`Rows`],
//! so it need not exist as a matrix: a convolution copies its windows straight into the panel. C may be some columns of a
//! wider matrix ([`Target`]) and may start from zero, from itself or from a bias ([`Start`]).
//!
//! The loops are those of Goto & van de Geijn ("Anatomy of high-performance matrix multiplication", 2008): a block of A
//! stays in the L2 cache while one panel of B after the other, each small enough for L1, meets all of it. The innermost
//! loop ([`block`]) keeps its block of C in registers. On every machine the sums have the same order and, without
//! relaxed SIMD, the same bits.

mod block;
mod pack;

use std::cell::RefCell;

pub(crate) use pack::{Matrix, PackedB, Rows};

use crate::pulse::worked;

/// Rows and columns of the block of C that the innermost loop keeps in registers: eight vectors of sums, two of B and
/// one of A leave room among the 16 registers of x86.
pub(crate) const MR: usize = 4;
const NR: usize = 8;
/// So many terms of a sum are added in registers before they go to C: a panel of A and one of B, 24 KiB together, stay in
/// the L1 cache.
const KC: usize = 512;
/// So many rows of A, KC deep, are a block for the L2 cache: 128 KiB.
const MC: usize = 64;

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
    Bias(&'a [f32]),
}

impl<'a> Start<'a> {
    /// What the columns from `j0` on start from.
    fn after_columns(self, j0: usize) -> Self {
        match self {
            Start::Bias(bias) => Start::Bias(&bias[j0..]),
            other => other,
        }
    }
}

thread_local!(static PANELS_OF_A: RefCell<Vec<[f32; MR]>> = RefCell::default());

/// C `[m,n]` = start + A `[m,k]` · B, with B packed.
pub(crate) fn packed_product(a: &dyn Rows, m: usize, b: &PackedB, c: Target<'_>, start: Start<'_>) {
    if b.k == 0 {
        return begin(m, b.n, c, start);
    }
    PANELS_OF_A.with_borrow_mut(|panels| {
        panels.resize(MC.min(m.next_multiple_of(MR)) * KC.min(b.k) / MR, [0.0; MR]);
        for k0 in (0..b.k).step_by(KC) {
            let depth = KC.min(b.k - k0);
            let start = if k0 == 0 { start } else { Start::Current };
            for i0 in (0..m).step_by(MC) {
                let rows = MC.min(m - i0);
                let panels = &mut panels[..rows.div_ceil(MR) * depth];
                for (panel, i) in panels.chunks_exact_mut(depth).zip((i0..).step_by(MR)) {
                    a.pack(i, MR.min(i0 + rows - i), k0, panel);
                }
                let c = Target { data: &mut c.data[i0 * c.stride..], stride: c.stride };
                block_product(panels, rows, b.block(k0, depth), b.n, depth, c, start);
                worked(rows * depth * b.n);
            }
        }
    });
}

/// Some rows of C from their panels of A and all panels of B, each `depth` long.
fn block_product(a: &[[f32; MR]], m: usize, b: &[[f32; NR]], n: usize, depth: usize, c: Target<'_>, start: Start<'_>) {
    for (b, j) in b.chunks_exact(depth).zip((0..).step_by(NR)) {
        let start = start.after_columns(j);
        for (a, i) in a.chunks_exact(depth).zip((0..).step_by(MR)) {
            let size = (MR.min(m - i), NR.min(n - j));
            block::add_block((a, b), &mut c.data[i * c.stride + j..], c.stride, size, start);
        }
    }
}

/// C before anything is added: the product over no terms.
fn begin(m: usize, n: usize, c: Target<'_>, start: Start<'_>) {
    for i in 0..m {
        let row = &mut c.data[i * c.stride..][..n];
        match start {
            Start::Zero => row.fill(0.0),
            Start::Current => {}
            Start::Bias(bias) => row.copy_from_slice(bias),
        }
    }
}

/// C `[m,n]` += A `[m,k]` · B, with B packed.
pub(crate) fn add_product(a: Matrix<'_>, b: &PackedB, c: &mut [f32]) {
    let m = c.len() / b.n.max(1);
    packed_product(&a, m, b, Target { data: c, stride: b.n }, Start::Current);
}

/// C `[m,n]` = `start` + A `[m,k]` · B `[k,n]`.
pub(crate) fn product(a: Matrix<'_>, b: Matrix<'_>, [m, k, n]: [usize; 3], c: Target<'_>, start: Start<'_>) {
    thread_local!(static PACKED: RefCell<PackedB> = RefCell::default());
    PACKED.with_borrow_mut(|packed| {
        packed.pack(b, k, n);
        packed_product(&a, m, packed, c, start);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes around every block's edge: of registers, of panels, of the caches' blocks.
    const SIZES: [[usize; 3]; 10] = [
        [1, 1, 1],
        [3, 5, 7],
        [4, 8, 8],
        [5, 257, 9],
        [33, 600, 17],
        [2, 0, 3],
        [0, 2, 3],
        [2, 3, 0],
        [130, 30, 12],
        [257, 9, 20],
    ];

    fn wave(len: usize, step: f32) -> Vec<f32> {
        (0..len).map(|i| (i as f32 * step).sin()).collect()
    }

    /// A matrix as it is (`false`), or one whose columns are stored as rows.
    fn stored(data: &[f32], rows: usize, columns: usize, transposed: bool) -> Matrix<'_> {
        if transposed { Matrix { data, row: 1, column: rows } } else { Matrix::plain(data, columns) }
    }

    #[test]
    fn product_agrees_with_the_definition_at_ragged_sizes() {
        let sides = [[false, false], [false, true], [true, false], [true, true]];
        for ([m, k, n], [ta, tb]) in SIZES.into_iter().flat_map(|size| sides.map(|sides| (size, sides))) {
            let (a, b) = (wave(m * k, 0.37), wave(k * n, 0.73));
            let (a, b) = (stored(&a, m, k, ta), stored(&b, k, n, tb));
            let mut c = vec![f32::NAN; m * n];
            product(a, b, [m, k, n], Target { data: &mut c, stride: n }, Start::Zero);
            let at = |x: Matrix<'_>, i: usize, j: usize| f64::from(x.data[i * x.row + j * x.column]);
            for i in 0..m {
                for j in 0..n {
                    let exact: f64 = (0..k).map(|l| at(a, i, l) * at(b, l, j)).sum();
                    assert!((f64::from(c[i * n + j]) - exact).abs() < 1e-4, "{m}×{k}×{n} at {i},{j}");
                }
            }
        }
    }

    #[test]
    fn a_ragged_product_keeps_or_replaces_what_it_starts_from() {
        let (a, b, bias) = (wave(6 * 3, 0.5), wave(3 * 13, 0.9), wave(13, 0.3));
        let mut packed = PackedB::default();
        packed.pack(Matrix::plain(&b, 13), 3, 13);
        let run = |c: &mut [f32], start| {
            packed_product(&Matrix::plain(&a, 3), 6, &packed, Target { data: c, stride: 13 }, start);
        };
        let (mut zero, mut current, mut biased) = ([f32::NAN; 6 * 13], [2.0; 6 * 13], [f32::NAN; 6 * 13]);
        run(&mut zero, Start::Zero);
        run(&mut current, Start::Current);
        run(&mut biased, Start::Bias(&bias));
        for i in 0..zero.len() {
            assert_eq!((current[i], biased[i]), (2.0 + zero[i], bias[i % 13] + zero[i]), "at {i}");
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
