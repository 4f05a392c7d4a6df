//! The two products with patches: with filters, and transposed with the gradient of the result.
//!
//! Blocks of [`ROWS`] × [`LANES`] sums stay in registers. What multiplies the patches is packed in panels before.

use std::ops::Range;

use super::{Patches, ROWS};
use crate::lanes::F32x4;
use crate::pulse::worked;

/// Columns of a panel.
const LANES: usize = 8;
/// Sums in registers.
type Block<const V: usize> = [[F32x4; V]; ROWS];
/// Patches between two changes of the panel of filters.
const CHUNK: usize = 48;

/// A matrix `[k,n]` in panels of [`LANES`] columns, in them row after row; ragged columns are filled with zeros.
#[derive(Default)]
pub(crate) struct Panels {
    data: Vec<[f32; LANES]>,
    k: usize,
    n: usize,
}

impl Panels {
    /// Packs a row-major matrix, reusing the memory of what was packed before.
    pub(crate) fn pack(&mut self, matrix: &[f32], n: usize) {
        (self.k, self.n) = (matrix.len() / n, n);
        self.data.clear();
        for j in (0..n).step_by(LANES) {
            self.data.extend(matrix.chunks_exact(n).map(|row| {
                row[j..].first_chunk().copied().unwrap_or_else(|| {
                    let mut ragged = [0.0; LANES];
                    ragged[..n - j].copy_from_slice(&row[j..]);
                    ragged
                })
            }));
        }
    }

    /// Each panel and its first column.
    fn iter(&self) -> impl Iterator<Item = (usize, &[[f32; LANES]])> {
        self.data.chunks_exact(self.k.max(1)).enumerate().map(|(p, panel)| (p * LANES, panel))
    }
}

/// What becomes of a sum of products.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Finish {
    /// It is the result.
    Sum,
    /// Negative ones become zero.
    Relu,
}

/// Y = finish(patches · filters + bias), one row of Y for each patch.
pub(crate) fn filter(x: &Patches<'_>, filters: &Panels, bias: Option<&[f32]>, finish: Finish, y: &mut [f32]) {
    let n = filters.n;
    worked(y.len() * x.runs * x.len);
    for (chunk, y) in y.chunks_mut(CHUNK * n).enumerate() {
        let count = y.len() / n;
        // Missing rows of the last block repeat the last patch; their sums are not written.
        let mut starts = [0; CHUNK];
        for (i, start) in starts.iter_mut().enumerate().take(count.next_multiple_of(ROWS)) {
            *start = x.start(chunk * CHUNK + i.min(count - 1));
        }
        let (starts, _) = starts[..count.next_multiple_of(ROWS)].as_chunks::<ROWS>();
        for (j, panel) in filters.iter() {
            let width = LANES.min(n - j);
            let mut first = [0.0; LANES];
            if let Some(bias) = bias {
                first[..width].copy_from_slice(&bias[j..j + width]);
            }
            for (starts, y) in starts.iter().zip(y.chunks_mut(ROWS * n)) {
                // A panel that is half empty costs half.
                if width > LANES / 2 {
                    write(filter_block::<2>(x, starts, panel, &first), finish, y, n, j..j + width);
                } else {
                    write(filter_block::<1>(x, starts, panel, &first), finish, y, n, j..j + width);
                }
            }
        }
    }
}

/// [`ROWS`] patches times V·4 columns of one panel, on top of `first`.
#[inline(always)]
fn filter_block<const V: usize>(
    x: &Patches<'_>,
    starts: &[usize; ROWS],
    panel: &[[f32; LANES]],
    first: &[f32; LANES],
) -> Block<V> {
    let first = first.as_chunks().0;
    let mut sums = [std::array::from_fn(|v| F32x4::load(&first[v])); ROWS];
    for (r, panel) in panel.chunks_exact(x.len).enumerate() {
        let rows = starts.map(|start| &x.data[start + r * x.run..][..panel.len()]);
        for (l, b) in panel.iter().enumerate() {
            let b = b.as_chunks().0;
            for i in 0..ROWS {
                let a = F32x4::splat(rows[i][l]);
                for v in 0..V {
                    sums[i][v] = sums[i][v].plus_product(a, F32x4::load(&b[v]));
                }
            }
        }
    }
    sums
}

/// The block, finished, in columns `at` of as many rows of y as there are, n numbers apart.
#[inline(always)]
fn write<const V: usize>(sums: Block<V>, finish: Finish, y: &mut [f32], n: usize, at: Range<usize>) {
    for (row, sums) in y.chunks_exact_mut(n).zip(sums) {
        let sums = if finish == Finish::Relu { sums.map(F32x4::relu) } else { sums };
        let row = &mut row[at.clone()];
        let numbers = stored(sums);
        match row.first_chunk_mut::<LANES>() {
            Some(row) => *row = numbers,
            None => row.copy_from_slice(&numbers[..row.len()]),
        }
    }
}

#[inline(always)]
fn stored<const V: usize>(sums: [F32x4; V]) -> [f32; LANES] {
    let mut numbers = [0.0; LANES];
    for (target, sums) in numbers.as_chunks_mut().0.iter_mut().zip(sums) {
        sums.store(target);
    }
    numbers
}

/// dW += patchesᵀ · dY.
pub(crate) fn add_filter_gradient(x: &Patches<'_>, dy: &Panels, dw: &mut [f32]) {
    let n = dy.n;
    worked(dy.k * x.runs * x.len * n);
    for r in 0..x.runs {
        for l in (0..x.len).step_by(ROWS) {
            let rows = ROWS.min(x.len - l);
            let dw = &mut dw[(r * x.len + l) * n..][..rows * n];
            for (j, panel) in dy.iter() {
                let width = LANES.min(n - j);
                if width > LANES / 2 {
                    add(gradient_block::<2>(x, r * x.run + l, panel), dw, n, j..j + width);
                } else {
                    add(gradient_block::<1>(x, r * x.run + l, panel), dw, n, j..j + width);
                }
            }
        }
    }
}

/// Σ over all patches of numbers `offset ..` of the patch times the row of dY: [`ROWS`] × V·4 numbers of dW.
#[inline(always)]
fn gradient_block<const V: usize>(x: &Patches<'_>, offset: usize, dy: &[[f32; LANES]]) -> Block<V> {
    let mut sums = [[F32x4::splat(0.0); V]; ROWS];
    for (row, dy) in dy.chunks_exact(x.columns).enumerate() {
        let data = &x.data[row * x.row + offset..];
        for (column, dy) in dy.iter().enumerate() {
            let Some(a) = data[column * x.column..].first_chunk::<ROWS>() else { break };
            let b = dy.as_chunks().0;
            for i in 0..ROWS {
                for v in 0..V {
                    sums[i][v] = sums[i][v].plus_product(F32x4::splat(a[i]), F32x4::load(&b[v]));
                }
            }
        }
    }
    sums
}

/// Adds the block to columns `at` of as many rows of dw as there are.
#[inline(always)]
fn add<const V: usize>(sums: Block<V>, dw: &mut [f32], n: usize, at: Range<usize>) {
    for (row, sums) in dw.chunks_exact_mut(n).zip(sums) {
        row[at.clone()].iter_mut().zip(stored(sums)).for_each(|(dw, sum)| *dw += sum);
    }
}
