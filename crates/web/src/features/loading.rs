//! Images that the page hands over, file by file.

use nabla_models::config::ShippedImages;
use nabla_models::data::images::{ImageError, ImageSplit, idx};

use super::FeaturesLab;
use super::protocol::Reply;
use crate::protocol::Failure;

/// What the names of shipped files begin with.
const SHIPPED: &str = "shipped/";

/// The files of a set, images before their labels, what is learned from before what is tested with.
fn files(data: ShippedImages) -> &'static [&'static str] {
    match data {
        ShippedImages::Mnist => &["mnist-images", "mnist-labels"],
        ShippedImages::Fashion => {
            &["fashion-train-images", "fashion-train-labels", "fashion-test-images", "fashion-test-labels"]
        }
    }
}

impl FeaturesLab {
    /// The files of the set that the settings name, as far as they are not here.
    pub(super) fn missing(&self) -> Vec<String> {
        let missing = files(self.config.data).iter().filter(|name| !self.files.contains_key(**name));
        missing.map(|name| (*name).to_owned()).collect()
    }

    /// Takes a file in. On an error all stays as it is.
    pub(super) async fn load(&mut self, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
        let sets = [ShippedImages::Mnist, ShippedImages::Fashion];
        let own = name.strip_prefix(SHIPPED).unwrap_or(name);
        let Some(data) = sets.into_iter().find(|data| files(*data).contains(&own)) else {
            let allowed = sets.map(|data| files(data).join(", ")).join(", ");
            let message = format!("This lab reads no file {name:?}; it knows {allowed}.");
            return Err(Failure::new("unknown-file", message)
                .about("name")
                .with("value", name)
                .with("allowed", allowed));
        };
        let count = match own.ends_with("-labels") {
            true => idx::labels(&bytes)?.len(),
            false => idx::images(&bytes)?.len(),
        };
        let before = self.files.insert(own.to_owned(), bytes);
        if let Some(split) = self.complete(data) {
            let split = split.inspect_err(|_| {
                self.files.remove(own);
                self.files.extend(before.map(|bytes| (own.to_owned(), bytes)));
            })?;
            self.files.retain(|name, _| !files(data).contains(&name.as_str()));
            self.images.insert(data, split);
            if data == self.config.data && self.device.is_some() {
                self.statistics.clear();
                self.begin().await;
            }
        }
        Ok(Reply::ImagesLoaded { name: name.to_owned(), count })
    }

    /// A set of images, if all of its files are here.
    fn complete(&self, data: ShippedImages) -> Option<Result<ImageSplit, ImageError>> {
        let here: Vec<&[u8]> = files(data).iter().filter_map(|name| self.files.get(*name)).map(Vec::as_slice).collect();
        match (data, here.as_slice()) {
            (ShippedImages::Mnist, [images, labels]) => Some(ImageSplit::mnist(images, labels)),
            (ShippedImages::Fashion, [train, train_labels, test, test_labels]) => {
                Some(ImageSplit::fashion([train, train_labels], [test, test_labels]))
            }
            _ => None,
        }
    }
}
