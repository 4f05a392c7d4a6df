//! The images that the page ships, split as the labs split them.

use std::path::Path;

use nabla_models::data::images::ImageSplit;

fn read(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/data/images").join(format!("{name}.gz"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Digits: 8,500 to learn from, 1,500 held out.
///
/// # Panics
/// When they are not there or damaged.
pub fn mnist() -> ImageSplit {
    ImageSplit::mnist(&read("mnist-images"), &read("mnist-labels")).unwrap_or_else(|e| panic!("MNIST: {e}"))
}

/// Garments: 20,000 to learn from, 10,000 held out.
///
/// # Panics
/// When they are not there or damaged.
pub fn fashion() -> ImageSplit {
    let [train, train_labels, test, test_labels] =
        ["fashion-train-images", "fashion-train-labels", "fashion-test-images", "fashion-test-labels"].map(read);
    ImageSplit::fashion([&train, &train_labels], [&test, &test_labels]).unwrap_or_else(|e| panic!("Fashion-MNIST: {e}"))
}
