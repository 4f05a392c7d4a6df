//! The CPU's convolution: products with the patches of an image where they lie.
//!
//! A convolution is a product with the matrix that has one row for each position of the window: the numbers the window
//! sees there. Written out, that matrix is as many times larger than the image as the window has taps. It need not be:
//! a row is a few *runs* of consecutive numbers of the padded image, one for each row of the window, and the inner loops
//! read them there. Only very short runs (the first layer's, with its one or three channels) are copied together first.
//!
//! The loops work image by image, so that what they touch stays in the cache, and keep blocks of 4 × 8 sums in registers.

mod product;

pub(crate) use product::{Finish, Panels, add_filter_gradient, filter};

/// Patches that a loop takes at a time, and numbers of a patch that the derivative's loop takes at a time.
const ROWS: usize = 4;
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
    let mut inside = (0..g.image[1]).filter(|x| place(*x, 1).is_some_and(|to| to < width));
    let Some(first) = inside.next() else { return };
    let last = inside.next_back().unwrap_or(first);
    let left = place(first, 1).unwrap_or(0);
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
