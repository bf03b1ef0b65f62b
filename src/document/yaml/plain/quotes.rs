//! Scalars in single and double quotes (YAML 1.2.2, 7.3.1 and 7.3.2).

use super::lines::end_of_line;
use super::text::push_break;
use super::{NodeKind, Read, Reader, Unusual};
use crate::source::Span;

/// A quoted scalar that was read.
pub(super) struct Quoted {
    /// One past its closing quote.
    pub(super) end: usize,
    /// Whether its text is in `scratch`, since it differs from what is written.
    pub(super) decoded: bool,
}

impl Reader<'_, '_> {
    /// The quoted scalar at `at`, if its quote is closed before `end`.
    pub(super) fn quoted_in_line(&mut self, at: usize, quote: u8, end: usize) -> Read<Option<Quoted>> {
        let Some(close) = self.closing_quote(at + 1, end, quote) else { return Ok(None) };
        let inner = &self.text[at + 1..close];
        let sign = if quote == b'"' { b'\\' } else { b'\'' };
        let decoded = memchr::memchr(sign, inner.as_bytes()).is_some();
        if decoded {
            self.scratch.clear();
            unescape(inner, quote, &mut self.scratch)?;
        }
        Ok(Some(Quoted { end: close + 1, decoded }))
    }

    /// A quoted scalar as a value of a block, over as many lines as it has.
    pub(super) fn quoted(&mut self, at: usize, quote: u8) -> Read<()> {
        let (end, _) = end_of_line(self.bytes, at);
        let quoted = match self.quoted_in_line(at, quote, end)? {
            Some(quoted) => quoted,
            None => self.quoted_over_lines(at, quote, end)?,
        };
        self.add_quoted(at, &quoted)?;
        self.finish_line(quoted.end)
    }

    /// Hands a quoted scalar to the builder.
    pub(super) fn add_quoted(&mut self, at: usize, quoted: &Quoted) -> Read<()> {
        let span = Span::new(at, quoted.end);
        if quoted.decoded {
            return self.scalar_of_scratch(false, span);
        }
        let text = &self.text[at + 1..quoted.end - 1];
        let scalar = super::Scalar { kind: NodeKind::String, plain: false, span, text };
        Ok(self.builder.scalar(scalar, 0)?)
    }

    /// Lines are trimmed and joined by a space; an empty line is a line break, a `\` at the end joins without a space.
    fn quoted_over_lines(&mut self, at: usize, quote: u8, first_end: usize) -> Read<Quoted> {
        let parent = self.parent_indent().ok_or(Unusual)?;
        self.scratch.clear();
        let mut joined = self.quoted_line(at + 1, first_end, quote, true)?;
        let mut empty = 0;
        let (_, mut start) = end_of_line(self.bytes, at);
        while start < self.bytes.len() {
            let (end, next) = end_of_line(self.bytes, start);
            let first = self.skip_spaces(start, end);
            if first == end {
                empty += 1;
                start = next;
                continue;
            }
            if first - start <= parent || self.bytes[first] == b'\t' {
                return Err(Unusual);
            }
            match (joined, empty) {
                (true, 0) => {}
                (true, _) => return Err(Unusual),
                (false, _) => push_break(&mut self.scratch, empty),
            }
            if let Some(close) = self.closing_quote(first, end, quote) {
                unescape(&self.text[first..close], quote, &mut self.scratch)?;
                return Ok(Quoted { end: close + 1, decoded: true });
            }
            joined = self.quoted_line(first, end, quote, false)?;
            (empty, start) = (0, next);
        }
        Err(Unusual)
    }

    /// Where the quote closes that was opened before `from`, if that is before `end`. A backslash means nothing in single
    /// quotes.
    fn closing_quote(&self, from: usize, end: usize, quote: u8) -> Option<usize> {
        let mut from = from;
        loop {
            let place = from + memchr::memchr2(quote, b'\\', &self.bytes[from.min(end)..end])?;
            match self.bytes[place] {
                b'\\' if quote == b'"' => from = place + 2,
                b'\\' => from = place + 1,
                _ if quote == b'\'' && self.bytes.get(place + 1) == Some(&b'\'') => from = place + 2,
                _ => return Some(place),
            }
        }
    }

    /// Adds a line that the scalar does not end in; whether a `\` at its end joins it with the next.
    fn quoted_line(&mut self, from: usize, end: usize, quote: u8, first: bool) -> Read<bool> {
        let line = &self.text[from..end];
        let slashes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
        let joined = quote == b'"' && slashes % 2 == 1;
        let text = if joined { &line[..line.len() - 1] } else { line.trim_end_matches(' ') };
        // An escaped space at the end, a tab there, or a first line of nothing but spaces: for the full parser.
        if text.ends_with('\t') || (quote == b'"' && text.ends_with('\\') && !joined && line.ends_with(' ')) {
            return Err(Unusual);
        }
        if first && text.trim_start_matches(' ').is_empty() {
            return Err(Unusual);
        }
        unescape(text, quote, &mut self.scratch)?;
        Ok(joined)
    }
}

/// Adds what a piece of quoted text means.
fn unescape(text: &str, quote: u8, out: &mut String) -> Read<()> {
    if quote == b'\'' {
        let mut rest = text;
        while let Some(found) = memchr::memchr(b'\'', rest.as_bytes()) {
            out.push_str(&rest[..=found]);
            rest = rest[found + 1..].strip_prefix('\'').ok_or(Unusual)?;
        }
        out.push_str(rest);
        return Ok(());
    }
    let mut rest = text;
    while let Some(found) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        let after = &rest[found + 1..];
        let sign = *after.as_bytes().first().ok_or(Unusual)?;
        let digits = match sign {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        out.push(match sign {
            _ if digits > 0 => hexadecimal(after.get(1..=digits).ok_or(Unusual)?)?,
            b'n' => '\n',
            b't' => '\t',
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'r' => '\r',
            b' ' => ' ',
            b'0' => '\0',
            b'a' => '\u{7}',
            b'b' => '\u{8}',
            b'v' => '\u{B}',
            b'f' => '\u{C}',
            b'e' => '\u{1B}',
            b'N' => '\u{85}',
            b'_' => '\u{A0}',
            b'L' => '\u{2028}',
            b'P' => '\u{2029}',
            _ => return Err(Unusual),
        });
        rest = &after[1 + digits..];
    }
    out.push_str(rest);
    Ok(())
}

fn hexadecimal(digits: &str) -> Read<char> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Unusual);
    }
    let number = u32::from_str_radix(digits, 16).map_err(|_| Unusual)?;
    char::from_u32(number).ok_or(Unusual)
}
