//! Images that were moved, turned or covered with noise: to test what a model makes of them, or to learn from more.

use crate::rng::{IMAGE_CHANGES, Random};

/// How an image lies in its frame.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Placement {
    /// Pixels down and to the right.
    pub shift: [f32; 2],
    /// About the middle of the image, clockwise as it is seen.
    pub degrees: f32,
}

/// The image, moved and turned; between pixels brightness is interpolated in both directions, outside it is black.
pub fn placed(pixels: &[u8], [rows, columns]: [usize; 2], placement: Placement) -> Vec<u8> {
    let (sin, cos) = placement.degrees.to_radians().sin_cos();
    let middle = [(rows as f32 - 1.0) / 2.0, (columns as f32 - 1.0) / 2.0];
    let pixel = |y: isize, x: isize| {
        let is_inside = (0..rows as isize).contains(&y) && (0..columns as isize).contains(&x);
        if is_inside { f32::from(pixels[y as usize * columns + x as usize]) } else { 0.0 }
    };
    let bright = |y: f32, x: f32| {
        let (top, left) = (y.floor(), x.floor());
        let (down, right) = (y - top, x - left);
        let (top, left) = (top as isize, left as isize);
        let row = |y| pixel(y, left) * (1.0 - right) + pixel(y, left + 1) * right;
        (row(top) * (1.0 - down) + row(top + 1) * down).round() as u8
    };
    let place = |index: usize| {
        let y = (index / columns) as f32 - placement.shift[0] - middle[0];
        let x = (index % columns) as f32 - placement.shift[1] - middle[1];
        bright(cos * y - sin * x + middle[0], sin * y + cos * x + middle[1])
    };
    (0..rows * columns).map(place).collect()
}

/// Moved by so many pixels in a direction that the seed decides.
pub fn shifted(pixels: &[u8], size: [usize; 2], amount: f32, seed: u64) -> Vec<u8> {
    let (sin, cos) = (std::f32::consts::TAU * Random::new(seed, IMAGE_CHANGES).uniform()).sin_cos();
    placed(pixels, size, Placement { shift: [amount * sin, amount * cos], degrees: 0.0 })
}

/// Turned by so many degrees, to the side that the seed decides.
pub fn rotated(pixels: &[u8], size: [usize; 2], amount: f32, seed: u64) -> Vec<u8> {
    let is_back = Random::new(seed, IMAGE_CHANGES).below(2) == 1;
    placed(pixels, size, Placement { shift: [0.0; 2], degrees: if is_back { -amount } else { amount } })
}

/// With normal noise of this standard deviation added to each brightness from 0 to 1, which stays there.
pub fn noisy(pixels: &[u8], amount: f32, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed, IMAGE_CHANGES);
    // A cast to a byte stops at 0 and 255.
    pixels.iter().map(|pixel| (f32::from(*pixel) + 255.0 * amount * random.normal()).round() as u8).collect()
}
