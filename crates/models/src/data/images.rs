//! Grey images with what is on them: read from IDX files, kept apart for training and testing, and changed a little or
//! beyond recognition.

mod changes;
mod error;
pub mod idx;
mod labelled;
mod permutation;
mod scaling;
mod split;

pub use changes::{Placement, noisy, placed, rotated, shifted};
pub use error::ImageError;
pub use labelled::LabelledImages;
pub use permutation::Permutation;
pub use scaling::Scaling;
pub use split::{FASHION_CLASSES, ImageSplit, MIN_OF_CLASS, MNIST_HELD_OUT, SHIPPED_SIZE};

/// Grey images of one size, one after the other, row by row: 0 is black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// [Y, X]
    pub size: [usize; 2],
    /// A byte a pixel, `[N,Y,X]`.
    pub pixels: Vec<u8>,
}

impl Images {
    /// Pixels of one image.
    pub fn pixels_each(&self) -> usize {
        self.size[0] * self.size[1]
    }

    /// How many images.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.pixels_each().max(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them, `[Y,X]`.
    pub fn pixels_of(&self, index: usize) -> &[u8] {
        &self.pixels[index * self.pixels_each()..][..self.pixels_each()]
    }

    /// Those at these places, in this order.
    pub fn picked(&self, indices: &[usize]) -> Images {
        Images { size: self.size, pixels: indices.iter().flat_map(|index| self.pixels_of(*index)).copied().collect() }
    }

    /// Each made into another of the same size; `change` is given its place too.
    pub fn mapped(&self, change: impl Fn(usize, &[u8]) -> Vec<u8>) -> Images {
        let pixels = (0..self.len()).flat_map(|index| change(index, self.pixels_of(index))).collect();
        Images { size: self.size, pixels }
    }
}
