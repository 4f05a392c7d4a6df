//! Matrices rearranged for the product: panels of so many neighbouring rows of A, or columns of B, with the numbers that
//! meet in one step of the inner loop side by side.

use super::{KC, MR, NR};
use crate::lanes::F32x4;

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
        pack_panel(&self.data[i0 * self.row + k0 * self.column..], self.row, self.column, rows, panel);
    }
}

/// B `[k,n]`, rearranged once for any number of products: blocks of [`KC`] rows, in them panels of [`NR`] columns, in
/// them row after row. Ragged columns are filled with zeros.
#[derive(Default)]
pub(crate) struct PackedB {
    panels: Vec<[f32; NR]>,
    pub(super) k: usize,
    pub(super) n: usize,
}

impl PackedB {
    /// Packs `b`, reusing the memory of what was packed before.
    pub(crate) fn pack(&mut self, b: Matrix<'_>, k: usize, n: usize) {
        (self.k, self.n) = (k, n);
        self.panels.resize(n.div_ceil(NR) * k, [0.0; NR]);
        let mut rest = self.panels.as_mut_slice();
        for k0 in (0..k).step_by(KC) {
            for j0 in (0..n).step_by(NR) {
                let (panel, after) = rest.split_at_mut(KC.min(k - k0));
                let width = NR.min(n - j0);
                if width < NR {
                    panel.fill([0.0; NR]);
                }
                pack_panel(&b.data[k0 * b.row + j0 * b.column..], b.column, b.row, width, panel);
                rest = after;
            }
        }
    }

    /// The panels of rows `k0 .. k0+depth`, one after the other.
    pub(super) fn block(&self, k0: usize, depth: usize) -> &[[f32; NR]] {
        let panels = self.n.div_ceil(NR);
        &self.panels[k0 * panels..(k0 + depth) * panels]
    }
}

/// `panel[l][i] = source[i·across + l·along]` for every l and for i < `width`.
fn pack_panel<const W: usize>(source: &[f32], across: usize, along: usize, width: usize, panel: &mut [[f32; W]]) {
    if across == 1 && width == W {
        for (l, numbers) in panel.iter_mut().enumerate() {
            numbers.copy_from_slice(&source[l * along..][..W]);
        }
    } else if along == 1 && width == W {
        for i0 in (0..W).step_by(4) {
            let row = |i: usize| &source[(i0 + i) * across..][..panel.len()];
            interleave([row(0), row(1), row(2), row(3)], i0, panel);
        }
    } else {
        for i in 0..width {
            for (l, numbers) in panel.iter_mut().enumerate() {
                numbers[i] = source[i * across + l * along];
            }
        }
    }
}

/// Four rows side by side: `panel[l][i0 + i] = rows[i][l]`.
fn interleave<const W: usize>(rows: [&[f32]; 4], i0: usize, panel: &mut [[f32; W]]) {
    let [(a, a_rest), (b, b_rest), (c, c_rest), (d, d_rest)] = rows.map(|row| row[..panel.len()].as_chunks::<4>());
    let (blocks, rest) = panel.as_chunks_mut::<4>();
    for ((((block, a), b), c), d) in blocks.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let columns = F32x4::transpose([F32x4::load(a), F32x4::load(b), F32x4::load(c), F32x4::load(d)]);
        for (numbers, column) in block.iter_mut().zip(columns) {
            column.store(four(&mut numbers[i0..]));
        }
    }
    for ((((numbers, a), b), c), d) in rest.iter_mut().zip(a_rest).zip(b_rest).zip(c_rest).zip(d_rest) {
        numbers[i0..i0 + 4].copy_from_slice(&[*a, *b, *c, *d]);
    }
}

#[inline(always)]
fn four(numbers: &mut [f32]) -> &mut [f32; 4] {
    numbers.first_chunk_mut().expect("a panel is whole vectors wide")
}
