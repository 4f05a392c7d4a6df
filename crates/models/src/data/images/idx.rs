//! IDX, the format of MNIST's files (1998), plain or in gzip.
//!
//! Big-endian: two zero bytes, the kind of the values (8: unsigned bytes), how many dimensions; each dimension in 32 bits;
//! then the values. Images have three dimensions (N, Y, X), labels one (N). Nothing is allocated for what a header
//! promises, only for bytes that are there.

use std::io::{ErrorKind, Read};

use flate2::read::MultiGzDecoder;

use super::{ImageError, Images};

/// The most images or labels that a file may hold. MNIST has 70,000 in all.
pub const MAX_ITEMS: usize = 100_000;
/// The most pixels of a side.
pub const MAX_SIDE: usize = 256;
/// The most pixels of all images of a file: 128 MiB.
pub const MAX_PIXELS: usize = 1 << 27;

const IMAGES: u32 = 0x0803;
const LABELS: u32 = 0x0801;

/// Reads a file of images.
///
/// # Errors
/// Anything but an IDX file of images within the limits, with exactly the bytes that its header promises.
pub fn images(bytes: &[u8]) -> Result<Images, ImageError> {
    let mut file = File::open(bytes, "images", IMAGES)?;
    let [count, rows, columns] = file.dimensions()?;
    file.check_count(count)?;
    if !(1..=MAX_SIDE).contains(&rows) || !(1..=MAX_SIDE).contains(&columns) {
        return Err(ImageError::BadSize { rows, columns, limit: MAX_SIDE });
    }
    let pixels = count as u64 * (rows * columns) as u64;
    if pixels > MAX_PIXELS as u64 {
        return Err(ImageError::TooManyPixels { pixels, limit: MAX_PIXELS });
    }
    Ok(Images { size: [rows, columns], pixels: file.rest(pixels as usize)? })
}

/// Reads a file of labels.
///
/// # Errors
/// Anything but an IDX file of labels within the limits, with exactly the bytes that its header promises.
pub fn labels(bytes: &[u8]) -> Result<Vec<u8>, ImageError> {
    let mut file = File::open(bytes, "labels", LABELS)?;
    let [count] = file.dimensions()?;
    file.check_count(count)?;
    file.rest(count)
}

/// A file as it is read.
struct File<'a> {
    bytes: Box<dyn Read + 'a>,
    wanted: &'static str,
    /// Bytes read so far, unpacked.
    at: usize,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8], wanted: &'static str, magic: u32) -> Result<Self, ImageError> {
        let unpacked: Box<dyn Read + 'a> =
            if bytes.starts_with(&[0x1f, 0x8b]) { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
        let mut file = File { bytes: unpacked, wanted, at: 0 };
        let found = file.at_most(4)?;
        if found != magic.to_be_bytes() {
            let found = found.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            let found = if found.is_empty() { "nothing".to_owned() } else { format!("0x{found}") };
            return Err(ImageError::WrongMagic { wanted, found, magic: format!("0x{magic:08x}") });
        }
        Ok(file)
    }

    fn at_most(&mut self, count: usize) -> Result<Vec<u8>, ImageError> {
        let mut found = Vec::new();
        let read = self.bytes.by_ref().take(count as u64).read_to_end(&mut found);
        read.map_err(|error| ImageError::BrokenGzip {
            detail: match error.kind() {
                ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
                _ => error.to_string(),
            },
        })?;
        self.at += found.len();
        Ok(found)
    }

    fn dimensions<const N: usize>(&mut self) -> Result<[usize; N], ImageError> {
        let need = self.at + 4 * N;
        let found = self.at_most(4 * N)?;
        if found.len() < 4 * N {
            return Err(ImageError::Truncated { have: self.at, need });
        }
        let number = |n: usize| found[4 * n..4 * n + 4].iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte));
        Ok(std::array::from_fn(|n| number(n) as usize))
    }

    fn check_count(&self, count: usize) -> Result<(), ImageError> {
        let wanted = self.wanted;
        match count {
            0 => Err(ImageError::Empty { wanted }),
            1..=MAX_ITEMS => Ok(()),
            _ => Err(ImageError::TooMany { wanted, count, limit: MAX_ITEMS }),
        }
    }

    /// All values, and nothing after them.
    fn rest(mut self, count: usize) -> Result<Vec<u8>, ImageError> {
        let need = self.at + count;
        let mut values = self.at_most(count + 1)?;
        match values.len() {
            len if len < count => Err(ImageError::Truncated { have: self.at, need }),
            len if len > count => Err(ImageError::TooLong { need }),
            _ => {
                values.shrink_to_fit();
                Ok(values)
            }
        }
    }
}
