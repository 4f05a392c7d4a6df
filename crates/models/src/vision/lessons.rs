//! Which images are learned from at which step: a function of seed and step alone, so that a run goes on from any
//! checkpoint.
//!
//! Images follow one another in an order that is new in every epoch; batches are cut from this sequence without regard to
//! where an epoch ends, so each image comes once an epoch and all batches are of one size.

use nabla_compute::{Device, Indices, Tensor};

use crate::data::images::{LabelledImages, Placement, Scaling, placed};
use crate::rng::{AUGMENTATION, IMAGE_SEQUENCE, Random};

/// How far images are moved before they are learned from, each time anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Augmentation {
    /// At most so many pixels along each axis.
    pub shift: f32,
    /// At most so many degrees to either side.
    pub degrees: f32,
    /// Whether every second image is mirrored: for what has no left and right.
    pub mirror: bool,
}

impl Augmentation {
    /// What keeps a digit a digit and a garment a garment.
    pub fn light(mirror: bool) -> Self {
        Augmentation { shift: 2.0, degrees: 10.0, mirror }
    }

    fn applied(&self, pixels: &[u8], size: [usize; 2], random: &mut Random) -> Vec<u8> {
        let mut pixels = pixels.to_vec();
        if self.mirror && random.below(2) == 1 {
            pixels.chunks_exact_mut(size[1]).for_each(<[u8]>::reverse);
        }
        let mut within = |most: f32| random.between(-most, most);
        let placement = Placement { shift: [within(self.shift), within(self.shift)], degrees: within(self.degrees) };
        placed(&pixels, size, placement)
    }
}

/// Images to learn from, in the order of learning.
pub(super) struct Lessons {
    images: LabelledImages,
    scaling: Scaling,
    batch: usize,
    augmentation: Option<Augmentation>,
    seed: u64,
    /// Of which epoch, and the images in its order.
    order: (u64, Vec<usize>),
}

/// What one step learns from.
pub(super) struct Lesson {
    /// `[B,Y,X,1]`
    pub(super) images: Tensor,
    /// `[B]`
    pub(super) classes: Indices,
    /// The same.
    pub(super) labels: Vec<u32>,
}

impl Lessons {
    /// `samples` of the images, drawn by the seed, or all of them if it is 0.
    pub(super) fn new(
        images: &LabelledImages,
        batch: usize,
        samples: usize,
        augmentation: Option<Augmentation>,
        seed: u64,
    ) -> Self {
        let images = match samples {
            0 => images.clone(),
            _ => images.picked(&shuffled(images.len(), seed, 0)[..samples.min(images.len())]),
        };
        let scaling = Scaling::of(images.images());
        let order = (1, shuffled(images.len(), seed, 1));
        Lessons { batch: batch.clamp(1, images.len()), images, scaling, augmentation, seed, order }
    }

    pub(super) fn images(&self) -> &LabelledImages {
        &self.images
    }

    pub(super) fn scaling(&self) -> Scaling {
        self.scaling
    }

    pub(super) fn batch(&self) -> usize {
        self.batch
    }

    /// How often all images have been learned from before a step.
    pub(super) fn epoch(&self, step: u64) -> f64 {
        (step * self.batch as u64) as f64 / self.images.len() as f64
    }

    pub(super) fn of_step(&mut self, device: &Device, step: u64) -> Lesson {
        let size = self.images.size();
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for number in (step * self.batch as u64..).take(self.batch) {
            let index = self.image(number);
            let image = self.images.pixels_of(index);
            let moved = self.augmentation.map(|augmentation| {
                let seed = self.seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                augmentation.applied(image, size, &mut Random::new(seed, AUGMENTATION))
            });
            pixels.extend(self.scaling.floats(moved.as_deref().unwrap_or(image)));
            labels.push(self.images.label(index) as u32);
        }
        let images = device.upload([self.batch, size[0], size[1], 1], &pixels);
        Lesson { images, classes: device.upload_indices(&labels), labels }
    }

    /// The image that comes after `number` others.
    fn image(&mut self, number: u64) -> usize {
        let len = self.images.len() as u64;
        let epoch = 1 + number / len;
        if self.order.0 != epoch {
            self.order = (epoch, shuffled(self.images.len(), self.seed, epoch));
        }
        self.order.1[(number % len) as usize]
    }
}

/// The numbers below `len` in an order (Fisher & Yates).
fn shuffled(len: usize, seed: u64, epoch: u64) -> Vec<usize> {
    let mut random = Random::new(seed.wrapping_add(epoch << 32), IMAGE_SEQUENCE);
    let mut order: Vec<usize> = (0..len).collect();
    for last in (1..len).rev() {
        order.swap(last, random.below(last as u32 + 1) as usize);
    }
    order
}
