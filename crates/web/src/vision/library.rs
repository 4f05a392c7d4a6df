//! The images that are here: shipped files as they come, and a person's own.

use std::collections::HashMap;

use nabla_models::config::ImageData;
use nabla_models::data::images::{ImageError, ImageSplit, Images, LabelledImages, idx};
use nabla_models::shown::shown;

use super::protocol::OwnImages;
use crate::protocol::Failure;

/// What the names of shipped files begin with.
const SHIPPED: &str = "shipped/";
/// The name of a person's own images.
pub(super) const OWN: &str = "own";

/// Images by kind, once all files of a kind are here.
#[derive(Default)]
pub(super) struct Library {
    files: HashMap<&'static str, Vec<u8>>,
    splits: HashMap<ImageData, ImageSplit>,
}

/// The files of a kind of images, as in `www/data/images`.
fn files(data: ImageData) -> &'static [&'static str] {
    match data {
        ImageData::Mnist => &["mnist-images", "mnist-labels"],
        ImageData::Fashion => {
            &["fashion-train-images", "fashion-train-labels", "fashion-test-images", "fashion-test-labels"]
        }
        ImageData::Own => &[OWN],
    }
}

impl Library {
    /// What is not here of these images.
    pub(super) fn missing(&self, data: ImageData) -> Vec<String> {
        let is_missing = |name: &&&'static str| !self.splits.contains_key(&data) && !self.files.contains_key(**name);
        files(data).iter().filter(is_missing).map(|name| (*name).to_owned()).collect()
    }

    /// The images of a kind, if they are here.
    pub(super) fn split(&self, data: ImageData) -> Option<&ImageSplit> {
        self.splits.get(&data)
    }

    /// Takes in a shipped file; answers what is in it: its kind, and how many images or labels.
    pub(super) fn take_shipped(&mut self, name: &str, bytes: Vec<u8>) -> Result<(ImageData, usize), Failure> {
        let known = name.strip_prefix(SHIPPED).and_then(|name| {
            let of = |data| files(data).iter().find(|known| **known == name).map(|known| (data, *known));
            of(ImageData::Mnist).or_else(|| of(ImageData::Fashion))
        });
        let Some((data, known)) = known else {
            let all = [files(ImageData::Mnist), files(ImageData::Fashion)].concat();
            let allowed: Vec<String> = all.iter().map(|name| format!("{SHIPPED}{name}")).collect();
            let allowed = format!("{}, {OWN}", allowed.join(", "));
            let failure = Failure::new("not-one-of", format!("name: {name:?} is not one of {allowed}.")).about("name");
            return Err(failure.with("value", name).with("allowed", allowed));
        };
        let count = if known.ends_with("labels") { idx::labels(&bytes)?.len() } else { idx::images(&bytes)?.len() };
        self.files.insert(known, bytes);
        self.put_together(data)?;
        Ok((data, count))
    }

    /// Makes images and labels of files once all of a kind are here. The files are not kept after that.
    fn put_together(&mut self, data: ImageData) -> Result<(), Failure> {
        let names = files(data);
        if names.iter().any(|name| !self.files.contains_key(name)) {
            return Ok(());
        }
        let bytes: Vec<Vec<u8>> = names.iter().filter_map(|name| self.files.remove(name)).collect();
        let split = match bytes.as_slice() {
            [images, labels] => ImageSplit::mnist(images, labels)?,
            [train_images, train_labels, images, labels] => {
                ImageSplit::fashion([train_images, train_labels], [images, labels])?
            }
            _ => return Ok(()),
        };
        self.splits.insert(data, split);
        Ok(())
    }

    /// Keeps a person's own images.
    pub(super) fn keep_own(&mut self, split: ImageSplit) {
        self.splits.insert(ImageData::Own, split);
    }
}

/// A person's own images, which are not kept yet.
pub(super) fn read_own(bytes: &[u8]) -> Result<ImageSplit, Failure> {
    let broken = |what: String| {
        Failure::new("own-images-broken", format!("Images of one's own cannot be read: {}.", shown(&what)))
    };
    let end =
        bytes.iter().position(|byte| *byte == b'\n').ok_or_else(|| broken("there is no first line".to_owned()))?;
    let head: OwnImages = serde_json::from_slice(&bytes[..end]).map_err(|error| broken(error.to_string()))?;
    let pixels = bytes[end + 1..].to_vec();
    let ([rows, columns], have) = (head.size, pixels.len());
    let limit = idx::MAX_SIDE;
    if !(1..=limit).contains(&rows) || !(1..=limit).contains(&columns) {
        return Err(ImageError::BadSize { rows, columns, limit }.into());
    }
    let need = rows * columns * head.labels.len();
    if have != need {
        return Err(broken(format!("{have} pixels instead of {need}")));
    }
    let all = LabelledImages::new(Images { size: head.size, pixels }, head.labels, head.classes)?;
    Ok(ImageSplit::own(&all)?)
}
