//! A part to learn from, and a part that is never learned from.

use super::{ImageError, Images, LabelledImages, idx};
use crate::shown::shown;

/// [Y, X] of the images that the page ships.
pub const SHIPPED_SIZE: [usize; 2] = [28, 28];
/// How many of the shipped digits are held out: the last ones.
pub const MNIST_HELD_OUT: usize = 1500;
/// The fewest images of a class that a person may load.
pub const MIN_OF_CLASS: usize = 5;
/// What the labels of Fashion-MNIST mean (Xiao, Rasul & Vollgraf 2017).
pub const FASHION_CLASSES: [&str; 10] =
    ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

/// Images to learn from and images to be tested with, of the same size and classes; none is in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageSplit {
    /// What models learn from.
    pub train: LabelledImages,
    /// What they are tested with.
    pub test: LabelledImages,
}

impl ImageSplit {
    /// Digits: the last [`MNIST_HELD_OUT`] images are the test part.
    ///
    /// # Errors
    /// Files that are no digits of 28×28 pixels, or too few.
    pub fn mnist(images: &[u8], labels: &[u8]) -> Result<Self, ImageError> {
        let names = (0..10).map(|digit: usize| digit.to_string()).collect();
        let all = LabelledImages::new(shipped(images)?, idx::labels(labels)?, names)?;
        let need = MNIST_HELD_OUT + 1;
        if all.len() < need {
            return Err(ImageError::TooFew { have: all.len(), need });
        }
        let border = all.len() - MNIST_HELD_OUT;
        let part = |range: std::ops::Range<usize>| all.picked(&range.collect::<Vec<_>>());
        Ok(ImageSplit { train: part(0..border), test: part(border..all.len()) })
    }

    /// Garments, whose two parts come in files of their own: images and labels of each.
    ///
    /// # Errors
    /// Files that are no garments of 28×28 pixels.
    pub fn fashion(train: [&[u8]; 2], test: [&[u8]; 2]) -> Result<Self, ImageError> {
        let part = |[images, labels]: [&[u8]; 2]| {
            let names = FASHION_CLASSES.map(str::to_owned).to_vec();
            LabelledImages::new(shipped(images)?, idx::labels(labels)?, names)
        };
        Ok(ImageSplit { train: part(train)?, test: part(test)? })
    }

    /// A person's own images: every fifth of each class, in the order they come in, is held out.
    ///
    /// # Errors
    /// A class with fewer than [`MIN_OF_CLASS`] images.
    pub fn own(all: &LabelledImages) -> Result<Self, ImageError> {
        let counts = all.counts();
        if let Some(class) = counts.iter().position(|count| *count < MIN_OF_CLASS) {
            let name = shown(&all.class_names()[class]);
            return Err(ImageError::TooFewOfClass { class: name, have: counts[class], need: MIN_OF_CLASS });
        }
        let mut seen = vec![0_usize; all.classes()];
        let is_held_out = |index: &usize| {
            let seen = &mut seen[all.label(*index)];
            *seen += 1;
            seen.is_multiple_of(MIN_OF_CLASS)
        };
        let (test, train): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(is_held_out);
        Ok(ImageSplit { train: all.picked(&train), test: all.picked(&test) })
    }
}

fn shipped(bytes: &[u8]) -> Result<Images, ImageError> {
    let images = idx::images(bytes)?;
    let ([rows, columns], [wanted_rows, wanted_columns]) = (images.size, SHIPPED_SIZE);
    if images.size != SHIPPED_SIZE {
        return Err(ImageError::OtherSize { rows, columns, wanted_rows, wanted_columns });
    }
    Ok(images)
}
