//! A text as the character model reads it: a vocabulary of characters and one token for each
//! character.

use std::rc::Rc;

use super::TextError;

/// The largest text a person may load, in bytes of UTF-8.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// The most kinds of characters a vocabulary has. A text with more (Chinese, say) keeps the most
/// frequent.
pub const MAX_KINDS: usize = 1_024;

/// Stands for every character that is too rare for the vocabulary.
pub const REPLACEMENT: char = '\u{FFFD}';

/// A text and its vocabulary. Token k stands for the character `vocabulary()[k]`.
#[derive(Clone, Debug)]
pub struct Text {
    tokens: Rc<[u32]>,
    vocabulary: Vec<char>,
    replaced: usize,
}

impl Text {
    /// Reads UTF-8. A byte order mark is dropped and CRLF becomes LF, so that the same text from
    /// Windows is the same text; nothing else is changed: composed and decomposed accents, for
    /// instance, stay what they are.
    ///
    /// # Errors
    /// Every [`TextError`] but `TooShort`, which depends on the batch: [`super::Split`] tells that.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TextError> {
        let text = utf8(bytes)?;
        // One counter for each code point up to the highest that comes: at most 4.4 MB, and a lookup
        // an order faster than hashing 20 million characters.
        let mut table = Vec::new();
        let mut characters = 0;
        for c in with_unix_line_ends(text) {
            if table.len() <= c as usize {
                table.resize(c as usize + 1, 0_u32);
            }
            table[c as usize] += 1;
            characters += 1;
        }
        let vocabulary = most_frequent(&table)?;
        // The same table now answers "which token?"; what is not in the vocabulary is the
        // replacement.
        table.fill(u32::MAX);
        table.resize(table.len().max(REPLACEMENT as usize + 1), u32::MAX);
        for (token, &c) in (0..).zip(&vocabulary) {
            table[c as usize] = token;
        }
        let rare = table[REPLACEMENT as usize];
        let mut replaced = 0;
        let mut rest = with_unix_line_ends(text);
        // A range has a known length, so the shared slice is filled where it stays: no second copy
        // of 80 MB.
        let tokens = (0..characters)
            .map(|_| match rest.next().map_or(u32::MAX, |c| table[c as usize]) {
                u32::MAX => {
                    replaced += 1;
                    rare
                }
                token => token,
            })
            .collect();
        Ok(Self { tokens, vocabulary, replaced })
    }

    /// One token for each character, in order. Cheap to clone: streams share it.
    pub fn tokens(&self) -> &Rc<[u32]> {
        &self.tokens
    }

    /// The distinct characters in the order of their code points, at most [`MAX_KINDS`].
    pub fn vocabulary(&self) -> &[char] {
        &self.vocabulary
    }

    /// How many characters of the text were too rare for the vocabulary and became [`REPLACEMENT`].
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// Tokens of a prompt. A character that the vocabulary lacks becomes the replacement, if that
    /// is in the vocabulary, and is left out otherwise.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        with_unix_line_ends(text).filter_map(|c| self.token(c).or_else(|| self.token(REPLACEMENT))).collect()
    }

    /// The characters of tokens.
    ///
    /// # Panics
    /// If a token is not below the size of the vocabulary.
    pub fn decode(&self, tokens: &[u32]) -> String {
        tokens.iter().map(|&token| self.vocabulary[token as usize]).collect()
    }

    fn token(&self, c: char) -> Option<u32> {
        self.vocabulary.binary_search(&c).ok().map(|k| k as u32)
    }
}

/// The text of a file, without its byte order mark.
///
/// # Errors
/// `TooLarge` and `BadEncoding`.
pub fn utf8(bytes: &[u8]) -> Result<&str, TextError> {
    if bytes.len() > MAX_BYTES {
        return Err(TextError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(body).map_err(|error| bad_encoding(bytes, body, error.valid_up_to()))?;
    // No text has this character, but UTF-16 of a Latin script and programs' own files are full of it.
    text.find('\0').map_or(Ok(text), |at| Err(bad_encoding(bytes, body, at)))
}

/// The characters of `text`, CRLF as LF. A lone CR stays.
fn with_unix_line_ends(text: &str) -> impl Iterator<Item = char> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || match chars.next()? {
        '\r' if chars.peek() == Some(&'\n') => chars.next(),
        c => Some(c),
    })
}

/// The vocabulary for these counts (one for each code point), in code point order. If there are too
/// many kinds, the rarest leave (among equals those with the higher code point) and the replacement
/// takes the place of one more.
fn most_frequent(counts: &[u32]) -> Result<Vec<char>, TextError> {
    let used = (0..).zip(counts).filter(|(_, count)| **count > 0);
    let mut kinds: Vec<char> = used.filter_map(|(point, _)| char::from_u32(point)).collect();
    match kinds[..] {
        [] => return Err(TextError::Empty),
        [character] => return Err(TextError::OneCharacter { character }),
        _ => {}
    }
    if kinds.len() > MAX_KINDS {
        kinds.retain(|&c| c != REPLACEMENT);
        // As pairs of numbers, for the module sorts such anyway, and each kind of thing sorted makes it larger.
        let mut by_count: Vec<(u32, u32)> = kinds.iter().map(|&c| (u32::MAX - counts[c as usize], c as u32)).collect();
        by_count.sort_unstable();
        let rare = by_count[MAX_KINDS - 1];
        kinds.retain(|&c| (u32::MAX - counts[c as usize], c as u32) < rare);
        kinds.insert(kinds.partition_point(|&c| c < REPLACEMENT), REPLACEMENT);
    }
    Ok(kinds)
}

/// Where the first bad byte is: `valid` bytes of `body` (the file without its byte order mark) are
/// sound.
fn bad_encoding(file: &[u8], body: &[u8], valid: usize) -> TextError {
    let before = &body[..valid];
    let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |k| k + 1);
    let is_first_byte_of_character = |b: &&u8| **b & 0xC0 != 0x80;
    TextError::BadEncoding {
        byte: file.len() - body.len() + valid + 1,
        line: before.iter().filter(|&&b| b == b'\n').count() + 1,
        column: before[line_start..].iter().filter(is_first_byte_of_character).count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn text(s: &str) -> Text {
        Text::from_bytes(s.as_bytes()).expect("a good text")
    }

    fn error(bytes: &[u8]) -> TextError {
        Text::from_bytes(bytes).expect_err("a bad text")
    }

    #[test]
    fn vocabulary_is_sorted_and_tokens_index_it() {
        let t = text("hello");
        assert_eq!(t.vocabulary(), ['e', 'h', 'l', 'o']);
        assert_eq!(t.tokens()[..], [1, 0, 2, 2, 3]);
        assert_eq!((t.decode(t.tokens()), t.replaced()), ("hello".to_owned(), 0));
    }

    #[test]
    fn every_script_comes_back_as_it_was() {
        // An emoji of several code points, Cyrillic, a combining accent beside its composed form, a
        // surrogate-range neighbour and the last code point.
        let s = "Привет, 👩‍💻! e\u{301} é \u{D7FF}\u{E000}\u{10FFFF}\u{1}";
        let t = text(s);
        assert_eq!(t.decode(t.tokens()), s);
        assert_eq!(t.tokens().len(), s.chars().count());
        assert_eq!(t.decode(&t.encode("тиП")), "тиП");
    }

    #[test]
    fn byte_order_mark_and_crlf_leave_no_trace() {
        let t = Text::from_bytes(b"\xEF\xBB\xBFa\r\nb\r\r\nc\rd\r").expect("a good text");
        assert_eq!(t.decode(t.tokens()), "a\nb\r\nc\rd\r");
        assert_eq!(t.decode(&t.encode("a\r\nb")), "a\nb");
        // Only a mark at the very start is one.
        assert_eq!(text("a\u{FEFF}").vocabulary(), ['a', '\u{FEFF}']);
    }

    #[test]
    fn unknown_characters_of_a_prompt_are_left_out_or_replaced() {
        assert_eq!(text("abc").encode("a-ж-c"), [0, 2]);
        let t = text("ab\u{FFFD}");
        assert_eq!(t.decode(&t.encode("aжb")), "a\u{FFFD}b");
        assert!(t.encode("").is_empty());
    }

    #[test]
    fn the_rarest_beyond_1024_kinds_are_replaced() {
        let han = |k: u32| char::from_u32(0x4E00 + k).expect("a character");
        // 1,030 kinds, the first 1,023 of them twice: exactly these fit beside the replacement.
        let s: String = (0..1030).chain(0..1023).map(han).collect();
        let t = text(&s);
        assert_eq!((t.vocabulary().len(), t.replaced()), (MAX_KINDS, 7));
        assert!(t.vocabulary().is_sorted() && t.vocabulary().contains(&REPLACEMENT));
        let wanted: String = s.chars().map(|c| if c < han(1023) { c } else { REPLACEMENT }).collect();
        assert_eq!(t.decode(t.tokens()), wanted);
        // 1,024 kinds fit as they are.
        let s: String = (0..1024).map(han).collect();
        assert_eq!((text(&s).vocabulary().len(), text(&s).replaced()), (1024, 0));
        // A replacement character that the text had already is not counted as replaced.
        let s: String = (0..1030).map(han).chain([REPLACEMENT]).collect();
        assert_eq!((text(&s).vocabulary().len(), text(&s).replaced()), (MAX_KINDS, 7));
    }

    #[test]
    fn bad_bytes_are_found() {
        let at = |byte, line, column| TextError::BadEncoding { byte, line, column };
        assert_eq!(error(b"\xFF\xFEh\0"), at(1, 1, 1)); // UTF-16
        assert_eq!(error(b"h\0i\0"), at(2, 1, 2)); // UTF-16 without its mark
        assert_eq!(error(b"ab\ncd\xE9f"), at(6, 2, 3)); // Latin-1
        assert_eq!(error(b"ab\r\n\x80"), at(5, 2, 1));
        assert_eq!(error("ж👩é\u{301}".as_bytes().split_last().expect("bytes").1), at(9, 1, 4)); // cut off
        assert_eq!(error(b"\n\n\xD0"), at(3, 3, 1));
        assert_eq!(error(b"\xEF\xBB\xBFx\xFF"), at(5, 1, 2)); // the mark is bytes, not a column
        assert_eq!(error(b"x\xED\xA0\x80"), at(2, 1, 2)); // a surrogate
        assert_eq!(error(b"x\xC0\x80"), at(2, 1, 2)); // overlong
    }

    #[test]
    fn hopeless_texts_are_refused_with_code_and_numbers() {
        assert_eq!(error(b""), TextError::Empty);
        assert_eq!(error(b"\xEF\xBB\xBF"), TextError::Empty);
        assert_eq!(error(b"\r\n\r\n"), TextError::OneCharacter { character: '\n' });
        assert_eq!(error("жжж".as_bytes()).args()["character"], "ж");
        let large = error(&vec![b'a'; MAX_BYTES + 1]);
        let (have, limit) = (large.args()["have"].clone(), large.args()["limit"].clone());
        assert_eq!((large.code(), have, limit), ("text-too-large", Value::from(20.1), Value::from(20.0)));
        let bad = error(b"a\xFF");
        assert_eq!(bad.code(), "bad-encoding");
        assert_eq!(bad.args().keys().collect::<Vec<_>>(), ["byte", "column", "line"]);
        assert!(bad.to_string().contains("byte 2 (line 1, column 2)"));
    }

    #[test]
    fn the_largest_text_is_read() {
        let mut bytes = vec![b'a'; MAX_BYTES];
        bytes[MAX_BYTES - 1] = b'b';
        let t = Text::from_bytes(&bytes).expect("exactly the limit");
        assert_eq!((t.tokens().len(), t.tokens()[MAX_BYTES - 1]), (MAX_BYTES, 1));
    }
}
