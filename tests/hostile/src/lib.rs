//! Everything that reads bytes from outside, each as one function of bytes. Whatever the bytes are, they are read, and what was
//! read can be used; or they are refused with a code and a sentence. Nothing panics, nothing takes memory that neither the
//! bytes nor a stated limit account for. `fuzz/` calls these functions for long, `tests/short.rs` for a few seconds.

mod allocation;
mod checkpoint;
mod desk;
mod idx;
mod labs;
mod settings;
mod table;
mod text;
mod weights;

use std::fmt::Display;

pub use allocation::Bounds;
pub use labs::{is_taken, seeds as seeds_of_labs};
pub use settings::opened;

/// Longer messages are no sentences for a person.
const LONGEST_MESSAGE: usize = 2000;

const KB: usize = 1 << 10;
const MB: usize = 1 << 20;

/// Something that reads bytes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As in `fuzz/fuzz_targets` and `fuzz/seeds`.
    pub name: &'static str,
    read: fn(&[u8]),
    bounds: Bounds,
}

/// All of them.
pub const TARGETS: [Target; 10] =
    [TEXT, TABLE, IDX, IMAGES, WEIGHTS, CHECKPOINT, RESTORE, SETTINGS, LINK, ARCHITECTURE];

/// A text to learn from: by characters, by words, by sentences. One counter for each code point is 4.5 MB.
pub const TEXT: Target = Target { name: "text", read: text::read, bounds: Bounds { fixed: 6 * MB, each_byte: 400 } };
/// A CSV file.
pub const TABLE: Target = Target { name: "csv", read: table::read, bounds: Bounds { fixed: 512 * KB, each_byte: 800 } };
/// IDX files of images and labels; gzip unpacks to a thousand times as much.
pub const IDX: Target = Target { name: "idx", read: idx::read, bounds: Bounds { fixed: 512 * KB, each_byte: 8 * KB } };
/// A person's own images, as the page hands them over.
pub const IMAGES: Target =
    Target { name: "images", read: labs::images, bounds: Bounds { fixed: 8 * MB, each_byte: 4 * KB } };
/// Weights as PyTorch has them.
pub const WEIGHTS: Target =
    Target { name: "safetensors", read: weights::read, bounds: Bounds { fixed: 512 * KB, each_byte: 64 } };
/// The file of a run.
pub const CHECKPOINT: Target =
    Target { name: "checkpoint", read: checkpoint::read, bounds: Bounds { fixed: 512 * KB, each_byte: 64 } };
/// The file of a run, or weights, given to a lab that trains. The first byte says which lab, and which of both.
pub const RESTORE: Target =
    Target { name: "restore", read: labs::restore, bounds: Bounds { fixed: 16 * MB, each_byte: 256 } };
/// Settings as JSON, for every lab.
pub const SETTINGS: Target =
    Target { name: "settings", read: settings::json, bounds: Bounds { fixed: 512 * KB, each_byte: 256 } };
/// Settings as an address has them, for every lab.
pub const LINK: Target =
    Target { name: "link", read: settings::link, bounds: Bounds { fixed: 512 * KB, each_byte: 256 } };
/// A network of one's own, written down.
pub const ARCHITECTURE: Target =
    Target { name: "architecture", read: settings::architecture, bounds: Bounds { fixed: 512 * KB, each_byte: 256 } };

impl Target {
    /// Reads the bytes.
    ///
    /// # Panics
    /// When something is wrong with the reader.
    pub fn run(&self, bytes: &[u8]) {
        self.bounds.hold(self.name, bytes.len(), || (self.read)(bytes));
    }
}

/// What a refusal has to be.
fn assert_refused(code: &str, message: &impl Display) {
    let message = message.to_string();
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    assert!(is_code, "{code:?} is no code: {message}");
    assert!(message.ends_with('.'), "{code}: {message:?} is no sentence");
    assert!(message.len() <= LONGEST_MESSAGE, "{code}: a message of {} bytes", message.len());
}
