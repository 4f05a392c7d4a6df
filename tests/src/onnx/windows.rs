//! Sliding windows as ONNX describes them: any number of axes, dilation, automatic padding, sizes rounded up.

use nabla_compute::ops::Window;

use super::array::Array;
use super::node::{Node, Stop, outside};

/// A window along one axis of an image. Its taps are `dilation` cells apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Side {
    /// Cells of the image.
    pub(super) cells: usize,
    /// Taps of the window.
    pub(super) taps: usize,
    pub(super) stride: usize,
    pub(super) dilation: usize,
    /// Cells of padding in front of the image and behind it.
    pub(super) padding: [usize; 2],
    /// How many positions the window takes.
    pub(super) positions: usize,
    /// Cells behind the padding that the last position reaches, where sizes are rounded up.
    pub(super) beyond: usize,
}

impl Side {
    /// A window of one cell on an image of one.
    pub(super) const ONE: Self =
        Side { cells: 1, taps: 1, stride: 1, dilation: 1, padding: [0, 0], positions: 1, beyond: 0 };

    /// Nabla's window, whose taps lie side by side.
    pub(super) fn window(y: &Side, x: &Side) -> Window {
        let padding = [y.padding[0], y.after(), x.padding[0], x.after()];
        Window::valid([y.reach(), x.reach()]).with_stride([y.stride, x.stride]).with_padding(padding)
    }

    /// Cells from the first tap to the last.
    pub(super) fn reach(&self) -> usize {
        (self.taps - 1) * self.dilation + 1
    }

    /// The cells behind the image that the last position reaches.
    pub(super) fn after(&self) -> usize {
        ((self.positions - 1) * self.stride + self.reach()).saturating_sub(self.padding[0] + self.cells)
    }

    /// Every `dilation`-th cell makes an image of its own, in which the window is not dilated.
    pub(super) fn phases(&self) -> Vec<Phase> {
        (0..self.dilation).filter_map(|phase| self.phase(phase)).collect()
    }

    fn phase(&self, phase: usize) -> Option<Phase> {
        let dilation = self.dilation as i64;
        let begin = |position: usize| (position * self.stride) as i64 - self.padding[0] as i64;
        let positions: Vec<usize> =
            (0..self.positions).filter(|i| begin(*i).rem_euclid(dilation) == phase as i64).collect();
        let first = begin(*positions.first()?).div_euclid(dilation); // counted in cells of this phase
        let second = positions.get(1).map_or(first + 1, |second| begin(*second).div_euclid(dilation));
        let first_cell = phase + first.max(0) as usize * self.dilation;
        let cells = self.cells.saturating_sub(first_cell).div_ceil(self.dilation);
        let (stride, before) = ((second - first) as usize, (-first).max(0) as usize);
        let seen = ((positions.len() - 1) * stride + self.taps).saturating_sub(before);
        let side = Side {
            cells: cells.min(seen),
            stride,
            dilation: 1,
            padding: [before, 0],
            positions: positions.len(),
            ..*self
        };
        Some(Phase { first_cell, positions, side })
    }

    fn with_positions(mut self, automatic: &str, round_up: bool) -> Option<Self> {
        let (cells, reach, stride) = (self.cells, self.reach(), self.stride);
        if let "SAME_UPPER" | "SAME_LOWER" = automatic {
            let total = ((cells.div_ceil(stride) - 1) * stride + reach).saturating_sub(cells);
            let less = total / 2;
            self.padding = if automatic == "SAME_UPPER" { [less, total - less] } else { [total - less, less] };
        }
        let [before, after] = self.padding;
        let free = (before + cells + after).checked_sub(reach)?;
        self.positions = if round_up { free.div_ceil(stride) } else { free / stride } + 1;
        if round_up && (self.positions - 1) * stride >= before + cells {
            self.positions -= 1; // rounding up gives no position that begins behind the image
        }
        self.beyond = ((self.positions - 1) * stride + reach).saturating_sub(before + cells + after);
        Some(self)
    }
}

/// Part of the positions of a dilated window, which see only cells of one image.
pub(super) struct Phase {
    /// The first cell of that image.
    pub(super) first_cell: usize,
    /// Which positions these are.
    pub(super) positions: Vec<usize>,
    /// The window in that image.
    pub(super) side: Side,
}

/// The window of a node over images `[N,C,…]`, axis by axis.
pub(super) fn sides(node: &Node<'_>, image: &Array, taps: &[usize]) -> Result<Vec<Side>, Stop> {
    let axes = taps.len();
    let all = |name: &str, default: usize| node.sizes(name).unwrap_or_else(|| vec![default; axes]);
    let (strides, dilations) = (all("strides", 1), all("dilations", 1));
    let automatic = node.text("auto_pad", "NOTSET");
    let padding = match automatic.as_str() {
        "NOTSET" => node.sizes("pads").unwrap_or_else(|| vec![0; 2 * axes]),
        _ => vec![0; 2 * axes],
    };
    let side = |axis: usize| Side {
        cells: image.dims[2 + axis],
        taps: taps[axis],
        stride: strides[axis],
        dilation: dilations[axis],
        padding: [padding[axis], padding[axes + axis]],
        positions: 0,
        beyond: 0,
    };
    let round_up = node.int("ceil_mode", 0) != 0;
    let sides: Option<Vec<Side>> = (0..axes).map(|axis| side(axis).with_positions(&automatic, round_up)).collect();
    sides.map_or_else(|| outside("a window larger than the image"), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(cells: usize, taps: usize, stride: usize, dilation: usize, padding: [usize; 2]) -> Side {
        Side { cells, taps, stride, dilation, padding, positions: 0, beyond: 0 }
    }

    #[test]
    fn positions_follow_onnxs_rules() {
        let positions = |side: Side, automatic, round_up| {
            let side = side.with_positions(automatic, round_up).expect("it fits");
            (side.positions, side.padding, side.beyond)
        };
        assert_eq!(positions(side(5, 3, 2, 1, [0, 0]), "NOTSET", false), (2, [0, 0], 0));
        assert_eq!(positions(side(5, 3, 2, 1, [0, 0]), "SAME_UPPER", false), (3, [1, 1], 0));
        assert_eq!(positions(side(4, 2, 1, 1, [0, 0]), "SAME_UPPER", false), (4, [0, 1], 0));
        assert_eq!(positions(side(4, 2, 1, 1, [0, 0]), "SAME_LOWER", false), (4, [1, 0], 0));
        assert_eq!(positions(side(4, 3, 2, 1, [0, 0]), "NOTSET", true), (2, [0, 0], 1));
        assert_eq!(positions(side(2, 3, 3, 1, [1, 1]), "NOTSET", true), (1, [1, 1], 0));
        assert_eq!(positions(side(32, 5, 3, 2, [0, 0]), "NOTSET", true), (9, [0, 0], 1));
        assert_eq!(side(2, 3, 1, 1, [0, 0]).with_positions("NOTSET", false), None);
    }
}
