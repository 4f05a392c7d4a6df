//! As much of Protocol Buffers' wire format as ONNX needs: fields of a number, a text, bytes or another message, one
//! after the other.

/// How a field's value is laid out.
const VARINT: u64 = 0;
const LENGTH_DELIMITED: u64 = 2;
const FIXED_32: u64 = 5;

/// A message in the making: its fields in the order in which they were put.
#[derive(Clone, Debug, Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn key(&mut self, field: u64, layout: u64) {
        self.varint(field << 3 | layout);
    }

    /// An int64 or an enum.
    #[must_use]
    pub(super) fn integer(mut self, field: u64, number: i64) -> Self {
        self.key(field, VARINT);
        self.varint(number as u64);
        self
    }

    /// A float.
    #[must_use]
    pub(super) fn float(mut self, field: u64, number: f32) -> Self {
        self.key(field, FIXED_32);
        self.0.extend(number.to_le_bytes());
        self
    }

    /// Bytes.
    #[must_use]
    pub(super) fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.key(field, LENGTH_DELIMITED);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
        self
    }

    /// A text.
    #[must_use]
    pub(super) fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    /// Another message.
    #[must_use]
    pub(super) fn message(self, field: u64, message: &Message) -> Self {
        self.bytes(field, &message.0)
    }

    /// A field of several messages.
    #[must_use]
    pub(super) fn messages(self, field: u64, messages: &[Message]) -> Self {
        messages.iter().fold(self, |all, message| all.message(field, message))
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_laid_out_as_the_specification_says() {
        // The examples of protobuf.dev/programming-guides/encoding: a = 150; b = "testing"; c = { a = 150 }.
        let a = Message::default().integer(1, 150);
        assert_eq!(a.clone().into_bytes(), [0x08, 0x96, 0x01]);
        let b = Message::default().text(2, "testing").into_bytes();
        assert_eq!(b, [&[0x12, 0x07], "testing".as_bytes()].concat());
        assert_eq!(Message::default().message(3, &a).into_bytes(), [0x1a, 0x03, 0x08, 0x96, 0x01]);
        assert_eq!(Message::default().integer(1, -1).into_bytes(), [&[0x08][..], &[0xff; 9], &[1]].concat());
    }
}
