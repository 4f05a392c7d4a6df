//! IDX files: those that are shipped, and a corpus of broken ones, each of which ends in a message of its own.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::HashSet;
use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use nabla_models::data::images::idx::{self, MAX_ITEMS, MAX_PIXELS, MAX_SIDE};
use nabla_models::data::images::{
    ImageError, ImageSplit, Images, LabelledImages, Permutation, Placement, Scaling, noisy, placed, rotated, shifted,
};
use nabla_tests::images::{fashion, mnist};

/// An IDX file: magic, dimensions and values.
fn idx(magic: u32, dimensions: &[u32], values: &[u8]) -> Vec<u8> {
    let numbers = std::iter::once(&magic).chain(dimensions);
    numbers.flat_map(|number| number.to_be_bytes()).chain(values.iter().copied()).collect()
}

fn of_images(dimensions: [u32; 3], values: &[u8]) -> Vec<u8> {
    idx(0x0803, &dimensions, values)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

fn refused(bytes: &[u8]) -> ImageError {
    idx::images(bytes).expect_err("broken")
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|name| name.to_string()).collect()
}

#[test]
fn files_are_read_plain_and_in_gzip() {
    let plain = of_images([2, 2, 3], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    let images = idx::images(&plain).expect("good");
    assert_eq!((images.size, images.len(), images.pixels_of(1)), ([2, 3], 2, &[7, 8, 9, 10, 11, 12][..]));
    assert_eq!(idx::images(&gzip(&plain)).expect("good"), images);
    assert_eq!(idx::labels(&idx(0x0801, &[3], &[4, 0, 9])).expect("good"), [4, 0, 9]);
    assert_eq!(idx::labels(&gzip(&idx(0x0801, &[3], &[4, 0, 9]))).expect("good"), [4, 0, 9]);
}

#[test]
fn each_broken_file_says_what_is_wrong_with_it() {
    let good = of_images([2, 2, 3], &[7; 12]);
    let zipped = gzip(&good);
    let magic = |found: &str| ImageError::WrongMagic {
        wanted: "images",
        found: found.to_owned(),
        magic: "0x00000803".to_owned(),
    };
    let corpus: Vec<(&str, Vec<u8>, ImageError)> = vec![
        ("empty", vec![], magic("nothing")),
        ("two bytes", vec![0, 0], magic("0x0000")),
        ("PNG", b"\x89PNG\r\n\x1a\n".to_vec(), magic("0x89504e47")),
        ("labels", idx(0x0801, &[2], &[0, 1]), magic("0x00000801")),
        ("floats", idx(0x0d03, &[2, 2, 3], &[0; 48]), magic("0x00000d03")),
        ("little-endian", idx(0x0308_0000, &[2, 2, 3], &[7; 12]), magic("0x03080000")),
        ("header cut", good[..9].to_vec(), ImageError::Truncated { have: 9, need: 16 }),
        ("cut", good[..27].to_vec(), ImageError::Truncated { have: 27, need: 28 }),
        ("longer", [&good[..], &[0]].concat(), ImageError::TooLong { need: 28 }),
        ("longer in gzip", gzip(&[&good[..], &[0]].concat()), ImageError::TooLong { need: 28 }),
        ("cut in gzip", gzip(&good[..20]), ImageError::Truncated { have: 20, need: 28 }),
        ("no images", of_images([0, 28, 28], &[]), ImageError::Empty { wanted: "images" }),
        // A legal number: what is wrong is that they are not there, and nothing is allocated for them.
        (
            "65,536 images",
            of_images([65_536, 28, 28], &[1, 2, 3]),
            ImageError::Truncated { have: 19, need: 16 + 65_536 * 784 },
        ),
        (
            "100,001 images",
            of_images([100_001, 1, 1], &[]),
            ImageError::TooMany { wanted: "images", count: 100_001, limit: MAX_ITEMS },
        ),
        (
            "billions",
            of_images([u32::MAX; 3], &[]),
            ImageError::TooMany { wanted: "images", count: u32::MAX as usize, limit: MAX_ITEMS },
        ),
        ("no rows", of_images([1, 0, 28], &[]), ImageError::BadSize { rows: 0, columns: 28, limit: MAX_SIDE }),
        ("wide", of_images([1, 28, 257], &[]), ImageError::BadSize { rows: 28, columns: 257, limit: MAX_SIDE }),
        (
            "too many pixels",
            of_images([2049, 256, 256], &[]),
            ImageError::TooManyPixels { pixels: 2049 * 65_536, limit: MAX_PIXELS },
        ),
    ];
    for (name, bytes, expected) in &corpus {
        assert_eq!(&refused(bytes), expected, "{name}");
    }
    let mut flipped = zipped.clone();
    let end = flipped.len() - 6; // in the checksum
    flipped[end] ^= 1;
    for (name, bytes) in
        [("gzip cut", &zipped[..zipped.len() - 9]), ("gzip flipped", &flipped), ("gzip only", &[0x1f, 0x8b])]
    {
        assert_eq!(refused(bytes).code(), "idx-broken-gzip", "{name}: {}", refused(bytes));
    }
    let messages: HashSet<String> = corpus.iter().map(|(_, _, error)| error.to_string()).collect();
    assert_eq!(messages.len(), corpus.len() - 1, "those cut in two ways differ in numbers, TooLong is there twice");
    assert!(corpus.iter().all(|(_, _, error)| !error.args().is_empty()), "numbers for the page's translations");
}

#[test]
fn as_many_images_as_two_bytes_count_are_read() {
    let pixels = vec![9; 65_536 * 4];
    assert_eq!(idx::images(&of_images([65_536, 2, 2], &pixels)).expect("legal").len(), 65_536);
    let labels = idx::labels(&idx(0x0801, &[65_536], &vec![1; 65_536])).expect("legal");
    assert_eq!(labels.len(), 65_536);
}

#[test]
fn images_and_labels_must_fit() {
    let two = Images { size: [1, 1], pixels: vec![0, 1] };
    let make = |labels: &[u8], classes| LabelledImages::new(two.clone(), labels.to_vec(), names(classes));
    assert_eq!(make(&[0], 2), Err(ImageError::CountsDiffer { images: 2, labels: 1 }));
    assert_eq!(make(&[0, 0, 1], 2), Err(ImageError::CountsDiffer { images: 2, labels: 3 }));
    assert_eq!(make(&[1, 2], 2), Err(ImageError::LabelOutOfRange { image: 1, label: 2, classes: 2 }));
    assert_eq!(make(&[0, 0], 1), Err(ImageError::BadClasses { classes: 1, limit: 256 }));
    assert_eq!(make(&[0, 0], 257), Err(ImageError::BadClasses { classes: 257, limit: 256 }));
    let none = LabelledImages::new(Images { size: [1, 1], pixels: vec![] }, vec![], names(2));
    assert_eq!(none, Err(ImageError::Empty { wanted: "images" }));
    let small = of_images([2, 2, 3], &[7; 12]);
    let labels = idx(0x0801, &[2], &[0, 1]);
    let other = ImageError::OtherSize { rows: 2, columns: 3, wanted_rows: 28, wanted_columns: 28 };
    assert_eq!(ImageSplit::mnist(&small, &labels), Err(other.clone()));
    assert_eq!(ImageSplit::fashion([&small, &labels], [&small, &labels]), Err(other));
    let few = of_images([2, 28, 28], &[7; 2 * 784]);
    assert_eq!(ImageSplit::mnist(&few, &labels), Err(ImageError::TooFew { have: 2, need: 1501 }));
    assert_eq!(ImageSplit::mnist(&few, &labels[..9]), Err(ImageError::Truncated { have: 9, need: 10 }));
}

#[test]
fn every_fifth_of_a_class_of_ones_own_images_is_held_out() {
    let labels: Vec<u8> = [[0, 1].repeat(5), vec![1; 6]].concat();
    let images = Images { size: [1, 1], pixels: (0..16).collect() };
    let all = LabelledImages::new(images, labels, names(2)).expect("they fit");
    let split = ImageSplit::own(&all).expect("five of each");
    assert_eq!((split.test.images().pixels.as_slice(), split.test.labels()), (&[8, 9, 14][..], &[0, 1, 1][..]));
    assert_eq!(split.train.len(), 13);
    assert!(split.test.images().pixels.iter().all(|pixel| !split.train.images().pixels.contains(pixel)));
    let refused = ImageSplit::own(&all.picked(&(0..9).collect::<Vec<_>>())).expect_err("four of 1");
    assert_eq!(refused, ImageError::TooFewOfClass { class: "1".to_owned(), have: 4, need: 5 });
}

#[test]
fn shipped_images_are_what_they_are_said_to_be() {
    let (digits, garments) = (mnist(), fashion());
    assert_eq!((digits.train.len(), digits.test.len()), (8500, 1500));
    assert_eq!((garments.train.len(), garments.test.len()), (20_000, 10_000));
    assert_eq!(garments.test.counts(), [1000; 10]);
    for split in [&digits, &garments] {
        assert!(split.train.counts().iter().all(|count| *count > 700), "{:?}", split.train.counts());
        let learned: HashSet<&[u8]> = (0..split.train.len()).map(|i| split.train.pixels_of(i)).collect();
        let leaked = (0..split.test.len()).filter(|i| learned.contains(split.test.pixels_of(*i))).count();
        assert_eq!(leaked, 0, "images of the test part that are learned from");
    }
    let scaling = Scaling::of(digits.train.images());
    assert!((scaling.mean - 0.13).abs() < 0.005 && (scaling.deviation - 0.308).abs() < 0.005, "{scaling:?}");
    let floats = scaling.floats(&digits.train.images().pixels);
    let mean = floats.iter().map(|x| f64::from(*x)).sum::<f64>() / floats.len() as f64;
    assert!(mean.abs() < 1e-4, "{mean}");
}

#[test]
fn a_permutation_moves_every_pixel_of_every_image_alike() {
    let images = Images { size: [2, 3], pixels: (0..12).collect() };
    let order = Permutation::of_seed([2, 3], 7);
    let moved = order.permuted(&images);
    assert_ne!(moved, images);
    for (first, second) in moved.pixels_of(0).iter().zip(moved.pixels_of(1)) {
        assert_eq!(first + 6, *second);
    }
    let mut sorted = moved.pixels.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, images.pixels, "none is lost");
    assert_eq!(order, Permutation::of_seed([2, 3], 7));
    assert_ne!(order, Permutation::of_seed([2, 3], 8));
}

#[test]
fn images_are_moved_turned_and_covered() {
    let mut dot = vec![0; 25];
    dot[7] = 200; // row 1, column 2: above the middle
    let at = |pixels: &[u8]| pixels.iter().position(|pixel| *pixel > 150);
    let place = |shift, degrees| placed(&dot, [5, 5], Placement { shift, degrees });
    assert_eq!(place([0.0; 2], 0.0), dot);
    assert_eq!(at(&place([2.0, 1.0], 0.0)), Some(3 * 5 + 3), "down and to the right");
    assert_eq!(at(&place([0.0; 2], 90.0)), Some(2 * 5 + 3), "clockwise");
    let between = place([0.5, 0.0], 0.0);
    assert_eq!((between[7], between[12]), (100, 100), "brightness is shared");
    assert_eq!(place([9.0, 0.0], 0.0), [0; 25], "nothing comes back on the other side");
    for seed in 0..20 {
        let [y, x] = {
            let moved = shifted(&dot, [5, 5], 1.0, seed);
            let sum: f32 = moved.iter().map(|pixel| f32::from(*pixel)).sum();
            let mean = |of: &dyn Fn(usize) -> usize| {
                moved.iter().enumerate().map(|(i, p)| of(i) as f32 * f32::from(*p)).sum::<f32>() / sum
            };
            [mean(&|i| i / 5) - 1.0, mean(&|i| i % 5) - 2.0]
        };
        assert!((y.hypot(x) - 1.0).abs() < 0.05, "{seed}: by one pixel: {y} {x}");
        assert!([2 * 5 + 3, 2 * 5 + 1].contains(&at(&rotated(&dot, [5, 5], 90.0, seed)).expect("still there")));
    }
    let grey = vec![128; 10_000];
    let noise = noisy(&grey, 0.1, 3);
    let squares: f64 = noise.iter().map(|pixel| (f64::from(*pixel) - 128.0).powi(2)).sum();
    assert!(((squares / 10_000.0).sqrt() / 25.5 - 1.0).abs() < 0.03);
    assert_eq!(noise, noisy(&grey, 0.1, 3));
    assert_ne!(noise, noisy(&grey, 0.1, 4));
}
