//! The CPU's convolution: products with the patches of an image where they lie.
//!
//! A convolution is a product with the matrix that has one row for each position of the window: the numbers the window
//! sees there. Written out, that matrix is as many times larger than the image as the window has taps. It need not be:
//! a row is a few *runs* of consecutive numbers of the padded image, one for each row of the window, and the inner loops
//! read them there. Only very short runs (the first layer's, with its one or three channels) are copied together first.
//!
//! The loops work image by image, so that what they touch stays in the cache, and keep blocks of [`ROWS`] × [`LANES`]
//! sums in registers.

use std::ops::Range;

use crate::lanes::F32x4;

/// Columns of a panel.
const LANES: usize = 8;
/// Rows of a block of sums.
const ROWS: usize = 4;
/// Sums in registers.
type Block<const V: usize> = [[F32x4; V]; ROWS];
/// Patches between two changes of the panel of filters.
const CHUNK: usize = 48;
/// Runs shorter than this are copied together.
const SHORT: usize = 16;

/// How patches lie in an image.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Geometry {
    /// [y, x] of the image.
    pub(crate) image: [usize; 2],
    /// Numbers in each cell.
    pub(crate) channels: usize,
    /// [y, x] of the window.
    pub(crate) window: [usize; 2],
    /// Cells from one position of the window to the next.
    pub(crate) stride: [usize; 2],
    /// Cells of padding at the top and on the left; negative ones are cut off instead.
    pub(crate) before: [isize; 2],
    /// The image's cells stand so far apart, zeros between them: the gradient of a strided convolution needs it.
    pub(crate) spread: [usize; 2],
    /// [y, x] positions of the window.
    pub(crate) output: [usize; 2],
}

impl Geometry {
    /// Numbers in a patch.
    pub(crate) fn patch_len(&self) -> usize {
        self.window[0] * self.window[1] * self.channels
    }

    /// Patches in an image.
    pub(crate) fn patches(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// [y, x] of what the windows cover, padding included.
    fn padded(&self) -> [usize; 2] {
        [0, 1].map(|axis| (self.output[axis].max(1) - 1) * self.stride[axis] + self.window[axis])
    }

    fn has_short_runs(&self) -> bool {
        self.window[0] > 1 && self.window[1] * self.channels < SHORT
    }

    /// Whether the windows lie in the image as it is.
    fn needs_no_padding(&self) -> bool {
        let [y, x] = self.padded();
        self.before == [0, 0] && self.spread == [1, 1] && y <= self.image[0] && x <= self.image[1]
    }
}

/// All patches of one image: patch (oy, ox) is `runs` runs of `len` numbers that begin `run` numbers apart.
#[derive(Clone, Copy)]
pub(crate) struct Patches<'a> {
    data: &'a [f32],
    columns: usize,
    row: usize,
    column: usize,
    runs: usize,
    run: usize,
    len: usize,
}

impl Patches<'_> {
    /// Those from row `oy` of the output on.
    pub(crate) fn after_row(&self, oy: usize) -> Self {
        Patches { data: &self.data[oy * self.row..], ..*self }
    }

    fn start(&self, patch: usize) -> usize {
        patch / self.columns * self.row + patch % self.columns * self.column
    }
}

/// Makes patches of images of one geometry; keeps the memory for it.
#[derive(Default)]
pub(crate) struct Unfolding {
    padded: Vec<f32>,
    rows: Vec<f32>,
}

impl Unfolding {
    /// To be called before the images of a geometry: clears what will be padding.
    pub(crate) fn begin(&mut self, g: &Geometry) {
        let [y, x] = g.padded();
        self.padded.clear();
        self.padded.resize(y * x * g.channels + ROWS, 0.0); // blocks may read a little beyond the last patch
        if g.has_short_runs() {
            self.rows.clear();
            self.rows.resize(g.patches() * g.patch_len() + ROWS, 0.0);
        }
    }

    /// The patches of an image.
    pub(crate) fn patches<'a>(&'a mut self, g: &Geometry, image: &'a [f32]) -> Patches<'a> {
        let [runs, kx] = g.window;
        let len = kx * g.channels;
        let direct = g.needs_no_padding() && len.is_multiple_of(ROWS);
        let width = if direct { g.image[1] } else { g.padded()[1] };
        if !direct {
            copy_padded(g, image, &mut self.padded);
        }
        let data = if direct { image } else { &self.padded };
        let (line, column) = (width * g.channels, g.stride[1] * g.channels);
        let columns = g.output[1];
        let patches = Patches { data, columns, row: g.stride[0] * line, column, runs, run: line, len };
        if !g.has_short_runs() {
            return patches;
        }
        copy_together(&patches, &mut self.rows, g.patches());
        let len = g.patch_len();
        Patches { data: &self.rows, columns, row: columns * len, column: len, runs: 1, run: len, len }
    }
}

/// The image in its place in the padded one.
fn copy_padded(g: &Geometry, image: &[f32], padded: &mut [f32]) {
    let ([height, width], channels) = (g.padded(), g.channels);
    let place = |cell: usize, axis: usize| (cell * g.spread[axis]).checked_add_signed(g.before[axis]);
    // The columns that are not cut off.
    let inside: Vec<usize> = (0..g.image[1]).filter(|x| place(*x, 1).is_some_and(|to| to < width)).collect();
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else { return };
    let left = place(*first, 1).unwrap_or(0);
    for (y, line) in image.chunks_exact(g.image[1] * channels).enumerate() {
        let Some(to) = place(y, 0).filter(|to| *to < height) else { continue };
        let target = &mut padded[(to * width + left) * channels..];
        let line = &line[first * channels..(last + 1) * channels];
        if g.spread[1] == 1 {
            target[..line.len()].copy_from_slice(line);
        } else {
            let step = g.spread[1] * channels;
            for (cell, target) in line.chunks_exact(channels).zip(target.chunks_mut(step)) {
                target[..channels].copy_from_slice(cell);
            }
        }
    }
}

/// Each patch's runs one after the other. Number by number: copying three at a time is slower.
fn copy_together(x: &Patches<'_>, rows: &mut [f32], count: usize) {
    let patch_len = x.runs * x.len;
    for (oy, rows) in rows[..count * patch_len].chunks_exact_mut(x.columns * patch_len).enumerate() {
        for l in 0..patch_len {
            let source = &x.data[oy * x.row + l / x.len * x.run + l % x.len..];
            let numbers = source.iter().step_by(x.column);
            rows[l..].iter_mut().step_by(patch_len).zip(numbers).for_each(|(target, x)| *target = *x);
        }
    }
}

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
