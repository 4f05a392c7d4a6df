//! Images and what is on each.

use std::rc::Rc;

use super::{ImageError, Images};

/// As many classes as a byte can name.
const MAX_CLASSES: usize = 256;

/// Images, their labels and what the labels mean. Clones share everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledImages {
    images: Rc<Images>,
    labels: Rc<[u8]>,
    classes: Rc<[String]>,
}

impl LabelledImages {
    /// Each image with the label at the same place.
    ///
    /// # Errors
    /// Other than 2 to 256 classes, other counts of images and labels, and labels that name no class.
    pub fn new(images: Images, labels: Vec<u8>, class_names: Vec<String>) -> Result<Self, ImageError> {
        let classes = class_names.len();
        if !(2..=MAX_CLASSES).contains(&classes) {
            return Err(ImageError::BadClasses { classes, limit: MAX_CLASSES });
        }
        if images.len() != labels.len() {
            return Err(ImageError::CountsDiffer { images: images.len(), labels: labels.len() });
        }
        if images.is_empty() {
            return Err(ImageError::Empty { wanted: "images" });
        }
        if let Some(image) = labels.iter().position(|label| usize::from(*label) >= classes) {
            return Err(ImageError::LabelOutOfRange { image, label: labels[image], classes });
        }
        Ok(LabelledImages { images: Rc::new(images), labels: labels.into(), classes: class_names.into() })
    }

    /// All images.
    pub fn images(&self) -> &Images {
        &self.images
    }

    /// Their labels, from 0.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// What the labels mean.
    pub fn class_names(&self) -> &[String] {
        &self.classes
    }

    /// K
    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// [Y, X]
    pub fn size(&self) -> [usize; 2] {
        self.images.size
    }

    /// How many images.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Never: a collection without images is refused.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// One image, `[Y,X]`.
    pub fn pixels_of(&self, index: usize) -> &[u8] {
        self.images.pixels_of(index)
    }

    /// What is on it.
    pub fn label(&self, index: usize) -> usize {
        usize::from(self.labels[index])
    }

    /// The images at these places, at least one, in this order.
    ///
    /// # Panics
    /// If none is picked.
    pub fn picked(&self, indices: &[usize]) -> Self {
        assert!(!indices.is_empty(), "a collection without images");
        let labels = indices.iter().map(|index| self.labels[*index]).collect();
        LabelledImages { images: Rc::new(self.images.picked(indices)), labels, classes: Rc::clone(&self.classes) }
    }

    /// The same labels with other images, of which there must be as many.
    ///
    /// # Panics
    /// If there are more or fewer.
    pub fn with_images(&self, images: Images) -> Self {
        assert_eq!(images.len(), self.len(), "as many images as labels");
        LabelledImages { images: Rc::new(images), labels: Rc::clone(&self.labels), classes: Rc::clone(&self.classes) }
    }

    /// How many images of each class there are.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.classes()];
        self.labels.iter().for_each(|label| counts[usize::from(*label)] += 1);
        counts
    }
}
