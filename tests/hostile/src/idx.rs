//! IDX files: they are read or refused, and what is read can be learned from or is refused.

use nabla_models::data::images::{
    ImageError, ImageSplit, Images, LabelledImages, Permutation, Scaling, idx, noisy, rotated, shifted,
};

use crate::assert_refused;

pub(crate) fn read(bytes: &[u8]) {
    match idx::images(bytes) {
        Ok(images) => use_them(images, bytes),
        Err(error) => refused(&error),
    }
    match idx::labels(bytes) {
        Ok(labels) => assert!(!labels.is_empty()),
        Err(error) => refused(&error),
    }
}

fn use_them(images: Images, bytes: &[u8]) {
    assert!(!images.is_empty() && images.pixels.len() == images.len() * images.pixels_each());
    assert!(Scaling::of(&images).floats(images.pixels_of(0)).iter().all(|value| value.is_finite()));
    let first = images.pixels_of(0);
    let amount = f32::from(first[0]);
    for changed in [
        shifted(first, images.size, amount, 1),
        rotated(first, images.size, amount, 1),
        noisy(first, amount, 1),
        Permutation::of_seed(images.size, 1).applied(first),
    ] {
        assert_eq!(changed.len(), first.len());
    }
    learn(images, usize::from(bytes[bytes.len() - 1]));
}

/// Images whose labels are their first pixels.
fn learn(images: Images, classes: usize) {
    let labels = (0..images.len()).map(|index| images.pixels_of(index)[0]).collect();
    match LabelledImages::new(images, labels, vec![String::new(); classes]) {
        Ok(all) => match ImageSplit::own(&all) {
            Ok(split) => assert_eq!(split.train.len() + split.test.len(), all.len()),
            Err(error) => refused(&error),
        },
        Err(error) => refused(&error),
    }
}

fn refused(error: &ImageError) {
    assert_refused(error.code(), error);
}
