//! A window that slides over an image, as convolution and pooling use it.
//!
//! Output cell (oy, ox) sees the input cells (oy·stride − top + ky, ox·stride − left + kx) for all taps (ky, kx) of the
//! window; cells outside the image are padding. Along one side that makes (Y + top + bottom − size) / stride + 1
//! positions, rounded down.

use std::ops::Range;

use bytemuck::NoUninit;

use crate::shape::Shape;

/// Size, stride and padding of a sliding window; pairs are [y, x].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// Taps.
    pub size: [usize; 2],
    /// Cells from one position to the next.
    pub stride: [usize; 2],
    /// Cells added at the top, the bottom, the left and the right.
    pub padding: [usize; 4],
}

impl Window {
    /// Only positions inside the image, one cell apart.
    pub fn valid(size: [usize; 2]) -> Self {
        Window { size, stride: [1, 1], padding: [0; 4] }
    }

    /// Padded so that at stride 1 the output is as large as the image; where the padding is odd, the bottom and the
    /// right get the greater half.
    pub fn same(size: [usize; 2]) -> Self {
        let [y, x] = size.map(|size| size.saturating_sub(1));
        Window { padding: [y / 2, y - y / 2, x / 2, x - x / 2], ..Window::valid(size) }
    }

    /// The same window with another stride.
    #[must_use]
    pub fn with_stride(self, stride: [usize; 2]) -> Self {
        Window { stride, ..self }
    }

    /// The same window with other padding: top, bottom, left, right.
    #[must_use]
    pub fn with_padding(self, padding: [usize; 4]) -> Self {
        Window { padding, ..self }
    }

    /// How many taps it has.
    pub fn taps(&self) -> usize {
        self.size[0] * self.size[1]
    }

    /// The size of the output for an image of `[y, x]` cells; none when the window does not fit once.
    pub fn output(&self, [y, x]: [usize; 2]) -> Option<[usize; 2]> {
        let [top, bottom, left, right] = self.padding;
        let positions = |axis: usize, cells: usize| {
            let free = cells.checked_sub(self.size[axis])?;
            (self.size[axis] > 0).then(|| free.checked_div(self.stride[axis]).map(|steps| steps + 1)).flatten()
        };
        Some([positions(0, y + top + bottom)?, positions(1, x + left + right)?])
    }
}

/// `[B,Y,X,C]`, or a panic: anything else is no batch of images.
#[track_caller]
pub(super) fn image_dims(op: &'static str, shape: Shape) -> [usize; 4] {
    <[usize; 4]>::try_from(shape.dims()).unwrap_or_else(|_| panic!("{op}: {shape:?} is not [B,Y,X,C]"))
}

/// The output's [y, x], or a panic that names all sizes.
#[track_caller]
pub(super) fn output_size(op: &'static str, window: &Window, shape: Shape) -> [usize; 2] {
    let [_, y, x, _] = image_dims(op, shape);
    window.output([y, x]).unwrap_or_else(|| panic!("{op}: {window:?} does not fit into {shape:?}"))
}

/// Sizes of one pooling, as its shaders read them; `before` is the padding at the top and on the left.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct PoolParams {
    pub(super) batch: u32,
    pub(super) y: u32,
    pub(super) x: u32,
    pub(super) channels: u32,
    pub(super) out_y: u32,
    pub(super) out_x: u32,
    window_y: u32,
    window_x: u32,
    stride_y: u32,
    stride_x: u32,
    before_y: u32,
    before_x: u32,
    /// Whether padding counts in an average.
    counts_padding: u32,
}

impl PoolParams {
    #[track_caller]
    pub(super) fn new(op: &'static str, shape: Shape, window: &Window, counts_padding: bool) -> Self {
        let [batch, y, x, channels] = image_dims(op, shape).map(|size| size as u32);
        let [out_y, out_x] = output_size(op, window, shape).map(|size| size as u32);
        let [top, bottom, left, right] = window.padding;
        let sees_cells = top.max(bottom) < window.size[0] && left.max(right) < window.size[1];
        assert!(sees_cells, "{op}: {window:?} has positions that see padding only");
        let ([window_y, window_x], [stride_y, stride_x]) =
            (window.size.map(|size| size as u32), window.stride.map(|stride| stride as u32));
        PoolParams {
            batch,
            y,
            x,
            channels,
            out_y,
            out_x,
            window_y,
            window_x,
            stride_y,
            stride_x,
            before_y: top as u32,
            before_x: left as u32,
            counts_padding: u32::from(counts_padding),
        }
    }

    /// The output's shape.
    pub(super) fn output(&self) -> [usize; 4] {
        [self.batch, self.out_y, self.out_x, self.channels].map(|size| size as usize)
    }

    /// Of each position in order: its image, and the ranges of rows and columns of cells that it sees.
    pub(super) fn positions(self) -> impl Iterator<Item = (usize, Range<usize>, Range<usize>)> {
        let seen = |position: u32, stride: u32, before: u32, size: u32, cells: u32| {
            let start = position * stride; // counted in padded cells
            let end = (start + size).saturating_sub(before).min(cells);
            start.saturating_sub(before) as usize..end as usize
        };
        let along_y = move |oy| seen(oy, self.stride_y, self.before_y, self.window_y, self.y);
        let along_x = move |ox| seen(ox, self.stride_x, self.before_x, self.window_x, self.x);
        (0..self.batch).flat_map(move |b| {
            (0..self.out_y).flat_map(move |oy| (0..self.out_x).map(move |ox| (b as usize, along_y(oy), along_x(ox))))
        })
    }

    /// What an average over so many cells is divided by.
    pub(super) fn divisor(&self, cells: usize) -> f32 {
        if self.counts_padding == 1 { (self.window_y * self.window_x) as f32 } else { cells as f32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_as_the_rule_says() {
        assert_eq!(Window::valid([3, 5]).output([28, 28]), Some([26, 24]));
        assert_eq!(Window::same([5, 5]).output([28, 7]), Some([28, 7]));
        assert_eq!(Window::same([2, 4]).output([9, 9]), Some([9, 9]));
        assert_eq!(Window::valid([2, 2]).with_stride([2, 2]).output([29, 28]), Some([14, 14]));
        assert_eq!(Window::valid([3, 3]).with_stride([2, 3]).with_padding([1, 0, 2, 2]).output([8, 8]), Some([4, 4]));
        assert_eq!(Window::valid([3, 3]).output([2, 9]), None);
        assert_eq!(Window::valid([3, 3]).with_stride([0, 1]).output([9, 9]), None);
        assert_eq!(Window::valid([0, 3]).output([9, 9]), None);
    }
}
