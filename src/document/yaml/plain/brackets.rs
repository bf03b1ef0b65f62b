//! Lists and objects in brackets, over as many lines as they have.

use super::{MAX_DEPTH, MAX_KEY_LENGTH, NodeKind, Read, Reader, Unusual, kind_of_plain};
use crate::source::Span;

/// What may come next inside the innermost brackets.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    /// An item or a key, or the closing bracket of empty brackets.
    First,
    /// An item or a key.
    Next,
    /// The value of a key.
    Value,
    /// A comma, or the closing bracket.
    CommaOrEnd,
}

impl Reader<'_, '_> {
    /// The brackets that open at `at`, as a value of a block or as the whole document.
    pub(super) fn brackets(&mut self, at: usize) -> Read<()> {
        let mut closers: Vec<u8> = Vec::new();
        let mut at = self.open_bracket(at, &mut closers)?;
        let mut expect = Expect::First;
        while let Some(closer) = closers.last().copied() {
            at = self.skip_blank(at)?;
            let byte = *self.bytes.get(at).ok_or(Unusual)?;
            let in_object = closer == b'}';
            (at, expect) = match (expect, byte) {
                (Expect::First | Expect::CommaOrEnd, b']' | b'}') => {
                    if closers.pop() != Some(byte) {
                        return Err(Unusual);
                    }
                    self.builder.end(Some(at + 1))?;
                    (at + 1, Expect::CommaOrEnd)
                }
                (Expect::CommaOrEnd, b',') => (at + 1, Expect::Next),
                (Expect::CommaOrEnd, _) => return Err(Unusual),
                (Expect::First | Expect::Next, _) if in_object => (self.bracket_key(at)?, Expect::Value),
                (_, b'[' | b'{') => (self.open_bracket(at, &mut closers)?, Expect::First),
                _ => (self.bracket_scalar(at)?, Expect::CommaOrEnd),
            };
        }
        self.finish_line(at)
    }

    fn open_bracket(&mut self, at: usize, closers: &mut Vec<u8>) -> Read<usize> {
        if self.frames.len() + closers.len() >= MAX_DEPTH {
            return Err(Unusual);
        }
        let (kind, closer) = match self.bytes[at] {
            b'{' => (NodeKind::Mapping, b'}'),
            _ => (NodeKind::Sequence, b']'),
        };
        self.builder.start(kind, at, 0)?;
        closers.push(closer);
        Ok(at + 1)
    }

    /// The next byte that is no space and no line break. A line must be deeper than the key or dash of the brackets.
    fn skip_blank(&self, from: usize) -> Read<usize> {
        let mut at = from;
        let mut line: Option<usize> = None;
        loop {
            match self.bytes.get(at) {
                Some(b' ' | b'\r') => at += 1,
                Some(b'\n') => {
                    at += 1;
                    line = Some(at);
                }
                Some(b'\t' | b'#') | None => return Err(Unusual),
                Some(_) => break,
            }
        }
        let parent = self.parent_indent();
        match (line, parent) {
            // The last bracket often stands in the column of the key.
            (Some(line), Some(parent)) if at - line == parent && matches!(self.bytes[at], b']' | b'}') => {
                Ok(at)
            }
            (Some(line), Some(parent)) if at - line <= parent => Err(Unusual),
            // A line of a document that is one pair of brackets may look like a marker between documents.
            (Some(line), None) if at == line && matches!(self.bytes[at], b'-' | b'.' | b'%') => Err(Unusual),
            _ => Ok(at),
        }
    }

    /// A key inside brackets; where its value may start.
    fn bracket_key(&mut self, at: usize) -> Read<usize> {
        let end = match self.bytes[at] {
            quote @ (b'"' | b'\'') => {
                let (line_end, _) = super::end_of_line(self.bytes, at);
                let quoted = self.quoted_in_line(at, quote, line_end)?.ok_or(Unusual)?;
                let span = Span::new(at, quoted.end);
                if quoted.decoded {
                    self.builder.key(span, &self.scratch)?;
                } else {
                    self.builder.key(span, &self.text[at + 1..quoted.end - 1])?;
                }
                quoted.end
            }
            _ => {
                let end = self.bracket_plain(at)?;
                self.builder.key(Span::new(at, end), &self.text[at..end])?;
                // A plain key needs a space after its colon.
                if !matches!(self.bytes.get(end + 1), Some(b' ' | b'\n' | b'\r')) {
                    return Err(Unusual);
                }
                end
            }
        };
        if self.bytes.get(end) != Some(&b':') || end - at > MAX_KEY_LENGTH {
            return Err(Unusual);
        }
        let value = self.skip_blank(end + 1)?;
        if matches!(self.bytes[value], b',' | b'}' | b']') { Err(Unusual) } else { Ok(value) }
    }

    fn bracket_scalar(&mut self, at: usize) -> Read<usize> {
        if let quote @ (b'"' | b'\'') = self.bytes[at] {
            let (line_end, _) = super::end_of_line(self.bytes, at);
            let quoted = self.quoted_in_line(at, quote, line_end)?.ok_or(Unusual)?;
            self.add_quoted(at, &quoted)?;
            return Ok(quoted.end);
        }
        let end = self.bracket_plain(at)?;
        let text = &self.text[at..end];
        let scalar = super::Scalar { kind: kind_of_plain(text), plain: true, span: Span::new(at, end), text };
        self.builder.scalar(scalar, 0)?;
        Ok(end)
    }

    /// One past the plain scalar at `at`, which ends in its line.
    fn bracket_plain(&self, at: usize) -> Read<usize> {
        let ends = |byte: Option<&u8>| {
            matches!(byte, None | Some(b' ' | b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}'))
        };
        match self.bytes[at] {
            b'-' | b'?' | b':' if ends(self.bytes.get(at + 1)) => return Err(Unusual),
            _ if !self.may_start_plain(at, self.bytes.len()) => return Err(Unusual),
            _ => {}
        }
        let mut end = at;
        let mut last = at;
        loop {
            match self.bytes.get(end) {
                Some(b',' | b'[' | b']' | b'{' | b'}') => return Ok(last),
                Some(b':') if ends(self.bytes.get(end + 1)) => return Ok(last),
                Some(b'#') if last < end => return Err(Unusual),
                Some(b' ') => {}
                Some(b'\n' | b'\r') => {
                    let next = self.skip_blank(end)?;
                    return if matches!(self.bytes[next], b',' | b']' | b'}') {
                        Ok(last)
                    } else {
                        Err(Unusual)
                    };
                }
                Some(b'\t') | None => return Err(Unusual),
                Some(_) => last = end + 1,
            }
            end += 1;
        }
    }
}
