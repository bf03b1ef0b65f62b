//! Lines: where they end, and which one comes next.

use super::{Read, Reader, Unusual};

/// A line that holds more than a comment.
pub(super) struct Line {
    pub(super) start: usize,
    /// Its first byte that is no space.
    pub(super) first: usize,
    /// One past its text, the line break not included.
    pub(super) end: usize,
    /// Where the next one starts.
    pub(super) next: usize,
}

impl Line {
    /// The column of its first character, from 0.
    pub(super) fn indent(&self) -> usize {
        self.first - self.start
    }
}

/// One past the text of the line that holds `at`, and the start of the next line.
pub(super) fn end_of_line(bytes: &[u8], at: usize) -> (usize, usize) {
    match memchr::memchr(b'\n', &bytes[at..]) {
        Some(found) if found > 0 && bytes[at + found - 1] == b'\r' => (at + found - 1, at + found + 1),
        Some(found) => (at + found, at + found + 1),
        None => (bytes.len(), bytes.len()),
    }
}

/// Gives up on bytes that YAML does not allow, on carriage returns that break no line, and on byte order marks inside.
pub(super) fn check_bytes(text: &str) -> Read<()> {
    let is_odd = |byte: u8| (byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t')) || byte == 0x7F;
    // A fold over a chunk has no way out in the middle, and so is done many bytes at a time.
    let has_odd = |chunk: &[u8]| chunk.iter().fold(false, |found, byte| found | is_odd(*byte));
    let bytes = text.as_bytes();
    let lone_return = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    // U+0080 to U+009F, which the full parser allows in some places.
    let is_control = |at: usize| matches!(bytes.get(at + 1), Some(0x80..=0x9F));
    if bytes.chunks(4096).any(has_odd)
        || memchr::memchr_iter(b'\r', bytes).any(lone_return)
        || memchr::memchr_iter(0xC2, bytes).any(is_control)
        || memchr::memmem::find(bytes, "\u{FEFF}".as_bytes()).is_some()
        || text.contains(['\u{FFFE}', '\u{FFFF}'])
    {
        return Err(Unusual);
    }
    Ok(())
}

impl Reader<'_, '_> {
    /// The next line with more than a comment, from `self.at` on.
    pub(super) fn next_line(&self) -> Read<Option<Line>> {
        self.line_from(self.at)
    }

    /// The first line with more than a comment from a line's start on.
    pub(super) fn line_from(&self, from: usize) -> Read<Option<Line>> {
        let mut start = from;
        while start < self.bytes.len() {
            let (end, next) = end_of_line(self.bytes, start);
            let first = self.skip_spaces(start, end);
            match self.bytes[first..end].first() {
                None | Some(b'#') => start = next,
                Some(b'\t') => return Err(Unusual),
                _ if first == start && is_marker(&self.bytes[start..end]) => return Err(Unusual),
                _ => return Ok(Some(Line { start, first, end, next })),
            }
        }
        Ok(None)
    }
}

/// Whether a line ends a document, starts one, or tells about one.
fn is_marker(line: &[u8]) -> bool {
    line.starts_with(b"---") || line.starts_with(b"...") || line.starts_with(b"%")
}
