//! Bytes to text, in the four encodings that tables of numbers come in.
//!
//! encoding_rs knows all of the web's; their tables for Chinese, Japanese and Korean are linked whenever a decoder is, and
//! were a third of what a visitor loads. Here are those that [`super::open`] tells apart; a test compares with encoding_rs.

use std::borrow::Cow;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, Latin-1 with more signs.
    Windows1252,
}

/// What Windows-1252 has in place of Latin-1's controls 0x80 to 0x9F (WHATWG Encoding, index windows-1252).
const SIGNS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Encoding {
    /// Every one once.
    const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// As the WHATWG Encoding standard calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The byte-order mark.
    fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xef\xbb\xbf",
            Self::Utf16Le => b"\xff\xfe",
            Self::Utf16Be => b"\xfe\xff",
            Self::Windows1252 => b"",
        }
    }

    /// The encoding whose mark the bytes begin with.
    pub fn of_mark(bytes: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| !encoding.mark().is_empty() && bytes.starts_with(encoding.mark()))
    }

    /// The text, without a mark; U+FFFD for what is no character. UTF-8 is not copied.
    pub fn decode(self, content: Cow<[u8]>) -> Cow<str> {
        match self {
            Self::Utf8 => utf8(content),
            Self::Utf16Le => Cow::Owned(self.utf16(&content, u16::from_le_bytes)),
            Self::Utf16Be => Cow::Owned(self.utf16(&content, u16::from_be_bytes)),
            Self::Windows1252 => Cow::Owned(content.iter().map(|&byte| windows_1252(byte)).collect()),
        }
    }

    fn utf16(self, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
        let (pairs, rest) = bytes.strip_prefix(self.mark()).unwrap_or(bytes).as_chunks::<2>();
        let decoded = char::decode_utf16(pairs.iter().map(|&pair| unit(pair)));
        let text = decoded.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
        // Half a unit behind half a character is one fault at the end, not two.
        let is_half = pairs.last().is_some_and(|&pair| matches!(unit(pair), 0xd800..=0xdbff));
        text.chain((!rest.is_empty() && !is_half).then_some(char::REPLACEMENT_CHARACTER)).collect()
    }
}

fn utf8(content: Cow<[u8]>) -> Cow<str> {
    let mark = Encoding::Utf8.mark();
    match content {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes.strip_prefix(mark).unwrap_or(bytes)),
        Cow::Owned(mut bytes) => {
            if bytes.starts_with(mark) {
                bytes.drain(..mark.len());
            }
            Cow::Owned(
                String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
            )
        }
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => SIGNS[usize::from(byte - 0x80)],
        latin_1 => char::from(latin_1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use rand::RngExt;

    /// encoding_rs, by the same name.
    fn expected(encoding: Encoding, bytes: &[u8]) -> String {
        let theirs = encoding_rs::Encoding::for_label(encoding.name().as_bytes()).unwrap();
        theirs.decode_with_bom_removal(bytes).0.into_owned()
    }

    #[test]
    fn every_byte_and_many_random_ones_decode_as_by_encoding_rs() {
        let all: Vec<u8> = (0..=255).collect();
        let mut stream = Seed(1).stream("test/encoding");
        for encoding in Encoding::ALL {
            assert_eq!(encoding.decode(Cow::Borrowed(&all)), expected(encoding, &all), "{encoding:?}");
            for length in 0..400 {
                let mut bytes: Vec<u8> = (0..length % 40).map(|_| stream.random()).collect();
                if length % 3 == 0 {
                    bytes = [encoding.mark(), &bytes].concat();
                }
                let text = expected(encoding, &bytes);
                assert_eq!(encoding.decode(Cow::Borrowed(&bytes)), text, "{encoding:?} {bytes:?}");
                assert_eq!(encoding.decode(Cow::Owned(bytes)), text);
            }
        }
    }

    #[test]
    fn a_mark_tells_its_encoding() {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            assert_eq!(Encoding::of_mark(&[encoding.mark(), b"ab"].concat()), Some(encoding));
        }
        assert_eq!(Encoding::of_mark(b"ab"), None);
    }
}
