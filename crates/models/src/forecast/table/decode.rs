//! From bytes to text: UTF-8 or UTF-16, with or without a byte order mark, else Windows-1251, which spreadsheets in
//! Russian write.

use std::borrow::Cow;

use super::TableError;

/// What the bytes from 0x80 on mean in Windows-1251; the one that means nothing is shown as a question mark.
const WINDOWS_1251: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—�™љ›њќћџ ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
/// What old programs end a file with.
const END_OF_FILE: char = '\u{1a}';
/// So many bytes tell whether it is UTF-16.
const SEEN: usize = 400;

/// The text of a file.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, TableError> {
    let text = without_end(decoded(bytes));
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}');
    if let Some(position) = text.chars().position(control) {
        return Err(TableError::NotText { position: position + 1 });
    }
    if text.trim().is_empty() {
        return Err(TableError::Empty);
    }
    Ok(text)
}

fn without_end(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix(END_OF_FILE).unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.ends_with(END_OF_FILE) {
                text.pop();
            }
            Cow::Owned(text)
        }
    }
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        _ if has_zeros(bytes, 1) => utf16(bytes, u16::from_le_bytes).into(),
        _ if has_zeros(bytes, 0) => utf16(bytes, u16::from_be_bytes).into(),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| windows_1251(bytes).into(), Cow::Borrowed)
}

fn windows_1251(bytes: &[u8]) -> String {
    let upper: Vec<char> = WINDOWS_1251.chars().collect();
    let one = |byte: &u8| byte.checked_sub(0x80).map_or(char::from(*byte), |place| upper[usize::from(place)]);
    bytes.iter().map(one).collect()
}

/// Every second byte is 0 in UTF-16 of digits and Latin letters.
fn has_zeros(bytes: &[u8], offset: usize) -> bool {
    let zero = |parity: usize| bytes.iter().take(SEEN).skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let pairs = bytes.len().min(SEEN) / 2;
    pairs > 0 && zero(offset) * 10 >= pairs * 7 && zero(1 - offset) == 0
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text: String =
        char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|c| c.unwrap_or('\u{fffd}')).collect();
    if !rest.is_empty() {
        text.push('\u{fffd}');
    }
    text
}
