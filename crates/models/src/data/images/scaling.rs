//! Pixels as a net reads them.

use super::Images;

/// x = (p/255 − mean) / deviation, where both are of the images that are learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    /// Of p/255.
    pub mean: f32,
    /// Standard deviation of p/255; 1 where all pixels are the same.
    pub deviation: f32,
}

impl Scaling {
    /// That of these images. Sums are of whole numbers, so their order does not matter.
    pub fn of(images: &Images) -> Self {
        let mut counts = [0_u64; 256];
        images.pixels.iter().for_each(|pixel| counts[usize::from(*pixel)] += 1);
        let (mut sum, mut squares) = (0_u64, 0_u64);
        for (value, count) in counts.iter().enumerate() {
            sum += value as u64 * count;
            squares += (value * value) as u64 * count;
        }
        let total = images.pixels.len().max(1) as f64;
        let mean = sum as f64 / total / 255.0;
        let variance = squares as f64 / total / (255.0 * 255.0) - mean * mean;
        let deviation = if variance > 0.0 { variance.sqrt() as f32 } else { 1.0 };
        Scaling { mean: mean as f32, deviation }
    }

    /// A brightness from 0 (black) to 1.
    pub fn scaled(&self, brightness: f32) -> f32 {
        (brightness - self.mean) / self.deviation
    }

    /// Pixels, as many as there are.
    pub fn floats(&self, pixels: &[u8]) -> Vec<f32> {
        pixels.iter().map(|pixel| self.scaled(f32::from(*pixel) / 255.0)).collect()
    }
}
