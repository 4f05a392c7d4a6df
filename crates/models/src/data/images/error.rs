//! What can be wrong with images that a person loads.

use serde_json::{Map, Value};

/// Why images cannot be learned from. The words are for a person; [`ImageError::code`] is for the page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The first four bytes are others: it is another kind of file, or labels where images belong.
    #[error("This is not an IDX file of {wanted}: it begins with {found} instead of {magic}.")]
    WrongMagic {
        /// `images` or `labels`.
        wanted: &'static str,
        /// The first four bytes as a number, or as many as there are, in hexadecimal.
        found: String,
        /// What they should be.
        magic: String,
    },
    /// The gzip around it is damaged.
    #[error("The gzip file is damaged: {detail}.")]
    BrokenGzip {
        /// What the decoder says.
        detail: String,
    },
    /// The file ends before what its header promises.
    #[error("The file ends too early: its header promises {need} bytes, and there are {have}.")]
    Truncated {
        /// Bytes there are, unpacked.
        have: usize,
        /// Bytes there should be.
        need: usize,
    },
    /// The file goes on after what its header promises.
    #[error("The file is too long: its header promises {need} bytes, and there are more.")]
    TooLong {
        /// Bytes there should be.
        need: usize,
    },
    /// There is nothing to learn from.
    #[error("The file holds no {wanted}.")]
    Empty {
        /// `images` or `labels`.
        wanted: &'static str,
    },
    /// More than [`idx::MAX_ITEMS`](super::idx::MAX_ITEMS).
    #[error("The file holds {count} {wanted}; at most {limit} can be loaded.")]
    TooMany {
        /// `images` or `labels`.
        wanted: &'static str,
        /// How many the header names.
        count: usize,
        /// [`idx::MAX_ITEMS`](super::idx::MAX_ITEMS).
        limit: usize,
    },
    /// A side of 0 pixels, or of more than [`idx::MAX_SIDE`](super::idx::MAX_SIDE).
    #[error("Images of {rows}×{columns} pixels cannot be loaded: each side has 1 to {limit}.")]
    BadSize {
        /// Y
        rows: usize,
        /// X
        columns: usize,
        /// [`idx::MAX_SIDE`](super::idx::MAX_SIDE).
        limit: usize,
    },
    /// More than [`idx::MAX_PIXELS`](super::idx::MAX_PIXELS) in all.
    #[error("The images have {pixels} pixels in all; at most {limit} can be loaded.")]
    TooManyPixels {
        /// All pixels.
        pixels: u64,
        /// [`idx::MAX_PIXELS`](super::idx::MAX_PIXELS).
        limit: usize,
    },
    /// Images of another size than the model reads.
    #[error("The images have {rows}×{columns} pixels instead of {wanted_rows}×{wanted_columns}.")]
    OtherSize {
        /// Y
        rows: usize,
        /// X
        columns: usize,
        /// Y, as it should be.
        wanted_rows: usize,
        /// X, as it should be.
        wanted_columns: usize,
    },
    /// As many labels as images there must be.
    #[error("There are {images} images and {labels} labels: each image needs one label.")]
    CountsDiffer {
        /// How many images.
        images: usize,
        /// How many labels.
        labels: usize,
    },
    /// A label that names no class.
    #[error("Label {label} of image {image} is out of range: there are {classes} classes, counted from 0.")]
    LabelOutOfRange {
        /// Which image, from 0.
        image: usize,
        /// Its label.
        label: u8,
        /// How many classes there are.
        classes: usize,
    },
    /// Nothing to tell apart, or more than a label can name.
    #[error("There are {classes} classes of images; a model tells 2 to {limit} apart.")]
    BadClasses {
        /// How many there are.
        classes: usize,
        /// As many as a byte counts.
        limit: usize,
    },
    /// Too few images of a class to learn from some and to be tested with others.
    #[error("Class {class:?} has {have} images; each needs at least {need}.")]
    TooFewOfClass {
        /// Its name.
        class: String,
        /// How many there are.
        have: usize,
        /// [`MIN_OF_CLASS`](super::MIN_OF_CLASS).
        need: usize,
    },
    /// Too few images for the part that is held out.
    #[error("There are {have} images; at least {need} are needed.")]
    TooFew {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
}

impl ImageError {
    /// The failure's code in the protocol.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongMagic { .. } => "idx-wrong-magic",
            Self::BrokenGzip { .. } => "idx-broken-gzip",
            Self::Truncated { .. } => "idx-truncated",
            Self::TooLong { .. } => "idx-too-long",
            Self::Empty { .. } => "images-none",
            Self::TooMany { .. } => "images-too-many",
            Self::BadSize { .. } => "images-bad-size",
            Self::TooManyPixels { .. } => "images-too-many-pixels",
            Self::OtherSize { .. } => "images-other-size",
            Self::CountsDiffer { .. } => "images-counts-differ",
            Self::LabelOutOfRange { .. } => "images-label-out-of-range",
            Self::BadClasses { .. } => "images-bad-classes",
            Self::TooFewOfClass { .. } => "images-too-few-of-class",
            Self::TooFew { .. } => "images-too-few",
        }
    }

    /// The numbers of the message under the names that the page's translations use.
    pub fn args(&self) -> Map<String, Value> {
        let named: Vec<(&str, Value)> = match self {
            Self::WrongMagic { wanted, found, magic } => {
                vec![("wanted", (*wanted).into()), ("found", found.as_str().into()), ("magic", magic.as_str().into())]
            }
            Self::BrokenGzip { detail } => vec![("detail", detail.as_str().into())],
            Self::Truncated { have, need } | Self::TooFew { have, need } => {
                vec![("have", (*have).into()), ("need", (*need).into())]
            }
            Self::TooLong { need } => vec![("need", (*need).into())],
            Self::Empty { wanted } => vec![("wanted", (*wanted).into())],
            Self::TooMany { wanted, count, limit } => {
                vec![("wanted", (*wanted).into()), ("count", (*count).into()), ("limit", (*limit).into())]
            }
            Self::BadSize { rows, columns, limit } => {
                vec![("rows", (*rows).into()), ("columns", (*columns).into()), ("limit", (*limit).into())]
            }
            Self::TooManyPixels { pixels, limit } => vec![("pixels", (*pixels).into()), ("limit", (*limit).into())],
            Self::OtherSize { rows, columns, wanted_rows, wanted_columns } => vec![
                ("rows", (*rows).into()),
                ("columns", (*columns).into()),
                ("wantedRows", (*wanted_rows).into()),
                ("wantedColumns", (*wanted_columns).into()),
            ],
            Self::CountsDiffer { images, labels } => vec![("images", (*images).into()), ("labels", (*labels).into())],
            Self::LabelOutOfRange { image, label, classes } => {
                vec![("image", (*image).into()), ("label", (*label).into()), ("classes", (*classes).into())]
            }
            Self::BadClasses { classes, limit } => vec![("classes", (*classes).into()), ("limit", (*limit).into())],
            Self::TooFewOfClass { class, have, need } => {
                vec![("class", class.as_str().into()), ("have", (*have).into()), ("need", (*need).into())]
            }
        };
        named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
