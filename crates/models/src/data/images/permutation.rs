//! One order of the pixels for all images: every pixel is still there, its neighbours are not.

use std::rc::Rc;

use crate::rng::{PIXEL_ORDER, Random};

use super::Images;

/// Where each pixel of the new image comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permutation {
    order: Rc<[u32]>,
}

impl Permutation {
    /// All orders of [Y, X] pixels are equally likely (Fisher and Yates).
    pub fn of_seed(size: [usize; 2], seed: u64) -> Self {
        let mut random = Random::new(seed, PIXEL_ORDER);
        let mut order: Vec<u32> = (0..(size[0] * size[1]) as u32).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last as u32 + 1) as usize);
        }
        Permutation { order: order.into() }
    }

    /// One image in the new order.
    pub fn applied<T: Copy>(&self, pixels: &[T]) -> Vec<T> {
        self.order.iter().map(|from| pixels[*from as usize]).collect()
    }

    /// All of them in the same new order.
    pub fn permuted(&self, images: &Images) -> Images {
        images.mapped(|_, pixels| self.applied(pixels))
    }
}
