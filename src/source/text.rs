//! The text of one file.

use std::sync::{Arc, OnceLock};

use super::lines::{Lines, Position};

/// A range of bytes in a [`Source`]'s text; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Span {
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond 4 GiB cannot occur, since files are smaller.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Span { start: clamp(start), end: clamp(end) }
    }

    /// The span as a range for slicing.
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Why bytes are no text.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum DecodeError {
    /// A byte that UTF-8 does not allow.
    #[error("invalid UTF-8 at line {line}, column {column}")]
    Utf8 {
        /// 1-based line of the byte.
        line: u32,
        /// 1-based column of the byte.
        column: u32,
    },
    /// A UTF-16 file with half a surrogate pair or an odd number of bytes.
    #[error("invalid UTF-16")]
    Utf16,
}

/// The text of one file, without its byte order mark.
#[derive(Debug)]
pub(crate) struct Source {
    path: Arc<str>,
    text: String,
    lines: OnceLock<Lines>,
}

impl Source {
    /// A source from text; `path` is relative to the root, with `/` separators.
    pub(crate) fn new(path: &str, text: String) -> Self {
        Source { path: Arc::from(path), text, lines: OnceLock::new() }
    }

    /// Decodes a file's bytes: UTF-8 with or without a byte order mark, or UTF-16 with one.
    pub(crate) fn decode(path: &str, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes)?,
            [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes)?,
            [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest.to_vec())?,
            _ => decode_utf8(bytes)?,
        };
        Ok(Source::new(path, text))
    }

    /// The file's path relative to the root, with `/` separators.
    pub(crate) fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not fit the text.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line and column of a byte offset; an offset past the end means the end.
    pub(crate) fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The byte offset of a line and column; past the end of a line or of the text it is that end.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        self.lines().offset(&self.text, position)
    }

    /// The number of lines, at least 1.
    pub(crate) fn line_count(&self) -> u32 {
        self.lines().count()
    }

    /// The text of a 1-based line without its line break; empty for a line that does not exist.
    pub(crate) fn line(&self, line: u32) -> &str {
        self.lines().line(&self.text, line)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }
}

fn decode_utf8(bytes: Vec<u8>) -> Result<String, DecodeError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let before = String::from_utf8_lossy(valid);
        let at = Lines::new(&before).position(&before, clamp(before.len()));
        DecodeError::Utf8 { line: at.line, column: at.column }
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    if !bytes.len().is_multiple_of(2) {
        return Err(DecodeError::Utf16);
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| DecodeError::Utf16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_byte_order_mark() {
        let utf16_le: Vec<u8> =
            [0xFEFF_u16, 'a' as u16, 0xD83D, 0xDE00].iter().flat_map(|unit| unit.to_le_bytes()).collect();
        assert_eq!(Source::decode("a", utf16_le).unwrap().text(), "a\u{1F600}");
        assert_eq!(Source::decode("a", b"\xEF\xBB\xBFx: 1".to_vec()).unwrap().text(), "x: 1");
        assert_eq!(Source::decode("a", b"\xFE\xFF\x00a\x00".to_vec()).unwrap_err(), DecodeError::Utf16);
    }

    #[test]
    fn invalid_utf8_has_a_place() {
        let error = Source::decode("a", b"a: 1\nb: \xC3\xA9\xFF".to_vec()).unwrap_err();
        assert_eq!(error, DecodeError::Utf8 { line: 2, column: 5 });
    }
}
