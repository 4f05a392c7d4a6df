//! Any bytes as a person's IDX files: they are read or refused in words, and what is read can be learned from or is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabla_models::data::images::{ImageSplit, Images, LabelledImages, Permutation, Scaling, idx, noisy, rotated, shifted};

/// Images whose labels are their first pixels.
fn learn(images: Images, classes: usize) {
    let labels = (0..images.len()).map(|index| images.pixels_of(index)[0]).collect();
    match LabelledImages::new(images, labels, vec![String::new(); classes]) {
        Ok(all) => match ImageSplit::own(&all) {
            Ok(split) => assert_eq!(split.train.len() + split.test.len(), all.len()),
            Err(error) => assert!(error.to_string().ends_with('.')),
        },
        Err(error) => assert!(error.to_string().ends_with('.')),
    }
}

fuzz_target!(|bytes: &[u8]| {
    match idx::images(bytes) {
        Ok(images) => {
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
        Err(error) => assert!(error.to_string().ends_with('.')),
    }
    match idx::labels(bytes) {
        Ok(labels) => assert!(!labels.is_empty()),
        Err(error) => assert!(error.to_string().ends_with('.')),
    }
});
