//! Random numbers that are the same for a seed on every machine (PCG32; O'Neill 2014).

use rand_core::Rng;
use rand_pcg::Pcg32;

/// What the initialisation of a model draws from: a stream of its own.
pub const INITIALISATION: u64 = 1;
/// What sampling draws from, whether characters that are written or words that are read.
pub const SAMPLING: u64 = 2;
/// What examples to learn from are drawn from.
pub const TRAINING_EXAMPLES: u64 = 3;
/// What examples to be tested with are drawn from.
pub const TEST_EXAMPLES: u64 = 4;
/// What a new order of an image's pixels is drawn from.
pub const PIXEL_ORDER: u64 = 5;
/// What images are moved, turned and covered with noise by.
pub const IMAGE_CHANGES: u64 = 6;
/// What the order in which images are learned from is drawn from.
pub const IMAGE_SEQUENCE: u64 = 7;
/// What images are moved by before they are learned from.
pub const AUGMENTATION: u64 = 8;

/// A seeded stream of random numbers.
#[derive(Clone, Debug)]
pub struct Random(Pcg32);

impl Random {
    /// Streams of one seed but different `purpose` are independent: drawing more samples must not change the
    /// initialisation.
    pub fn new(seed: u64, purpose: u64) -> Self {
        Random(Pcg32::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), purpose))
    }

    /// Where the stream is, for a checkpoint.
    pub fn place(&self) -> String {
        serde_json::to_string(&self.0).expect("two numbers")
    }

    /// A stream that goes on from such a place.
    pub fn at(place: &str) -> Option<Self> {
        serde_json::from_str(place).ok().map(Random)
    }

    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A whole number below `limit`, each as likely as the others but for a difference under limit / 2³².
    pub fn below(&mut self, limit: u32) -> u32 {
        ((u64::from(self.bits()) * u64::from(limit)) >> 32) as u32
    }

    /// Uniform in [0, 1), with 24 bits.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / (1 << 24) as f32
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.uniform()
    }

    /// Normal with mean 0 and standard deviation 1 (Box & Muller 1958).
    pub fn normal(&mut self) -> f32 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt(); // 1 − u lies in (0, 1]
        radius * (std::f32::consts::TAU * self.uniform()).cos()
    }

    /// An index drawn with the given probabilities, which should sum to about 1.
    pub fn weighted(&mut self, probabilities: &[f32]) -> usize {
        let mut rest = self.uniform() * probabilities.iter().sum::<f32>();
        for (index, p) in probabilities.iter().enumerate() {
            rest -= p;
            if rest < 0.0 {
                return index;
            }
        }
        probabilities.len() - 1 // rounding left a little over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_as_promised() {
        let mut random = Random::new(1, 1);
        let normal: Vec<f32> = (0..100_000).map(|_| random.normal()).collect();
        let mean = normal.iter().sum::<f32>() / 1e5;
        let variance = normal.iter().map(|x| x * x).sum::<f32>() / 1e5;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
        let ones = (0..100_000).filter(|_| random.weighted(&[0.3, 0.7]) == 1).count();
        assert!((ones as f32 / 1e5 - 0.7).abs() < 0.01, "{ones}");
    }

    #[test]
    fn a_stream_goes_on_from_its_place() {
        let mut random = Random::new(7, TRAINING_EXAMPLES);
        random.normal();
        let mut same = Random::at(&random.place()).expect("a place");
        assert_eq!([random.bits(), random.bits()], [same.bits(), same.bits()]);
        assert!(Random::at("nowhere").is_none());
    }

    #[test]
    fn seeds_and_purposes_differ() {
        let first = |seed, purpose| Random::new(seed, purpose).uniform().to_bits();
        assert_eq!(first(1, 1), first(1, 1));
        assert!(first(1, 1) != first(2, 1) && first(1, 1) != first(1, 2));
    }
}
