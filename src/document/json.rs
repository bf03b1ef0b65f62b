//! JSON (RFC 8259) into the tree: strict, iterative, with our own messages. A `.json` file is never read as YAML.

use std::borrow::Cow;

use super::build::{Builder, Refusal, Scalar};
use super::limits::{MAX_DEPTH, MAX_ERRORS};
use super::node::{DocumentId, NodeKind};
use super::syntax::{Parsed, SyntaxError};
use crate::source::{Source, Span};

pub(super) fn parse(id: DocumentId, source: Source) -> Parsed {
    let mut builder = Builder::new(&source);
    let bytes = source.text().as_bytes();
    let mut reader = Reader { source: &source, bytes, at: 0, errors: Vec::new() };
    let result = reader.read(&mut builder);
    let whole = result.is_ok() && reader.errors.is_empty();
    reader.errors.extend(result.err());
    if !reader.errors.is_empty() {
        builder.errors.append(&mut reader.errors);
        builder.errors.sort_by_key(|error| error.location.start);
    }
    let tree = builder.into_tree();
    tree.finish(id, source, whole)
}

struct Reader<'s> {
    source: &'s Source,
    bytes: &'s [u8],
    at: usize,
    /// Errors after which the reading went on, since they concern their own place alone.
    errors: Vec<SyntaxError>,
}

/// What may come next inside the innermost collection.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    /// A value.
    Value,
    /// A value, or the end of an array that has just been opened.
    FirstItem,
    /// A key, or the end of an object that has just been opened.
    FirstKey,
    /// A key.
    Key,
    /// A comma or the end.
    CommaOrEnd,
}

impl<'s> Reader<'s> {
    fn read(&mut self, builder: &mut Builder<'s>) -> Result<(), SyntaxError> {
        let mut closers: Vec<u8> = Vec::new();
        let mut expect = Expect::Value;
        loop {
            self.skip_space()?;
            if closers.is_empty() && builder.has_root() {
                return match self.peek() {
                    None => Ok(()),
                    Some(_) => Err(self.error("text after the end of the document")),
                };
            }
            let Some(byte) = self.peek() else {
                return Err(self.unfinished(&closers));
            };
            expect = match (expect, byte) {
                (Expect::FirstItem | Expect::FirstKey | Expect::CommaOrEnd, b']' | b'}') => {
                    self.close(builder, &mut closers, byte)?;
                    Expect::CommaOrEnd
                }
                (Expect::CommaOrEnd, b',') => {
                    self.at += 1;
                    self.after_comma(closers.last() == Some(&b'}'))?
                }
                (Expect::CommaOrEnd, _) => {
                    let in_object = closers.last() == Some(&b'}');
                    let error = self.missing_comma();
                    // On a line of its own it is surely the next entry.
                    if !(self.begins_line() && (byte == b'"' || !in_object && b"{[".contains(&byte))) {
                        return Err(error);
                    }
                    self.go_on(error)?;
                    if in_object { Expect::Key } else { Expect::Value }
                }
                (Expect::FirstKey | Expect::Key, b'"') => {
                    self.key(builder)?;
                    Expect::Value
                }
                (Expect::FirstKey | Expect::Key, _) => {
                    return Err(self.error("a key in double quotes is expected here"));
                }
                (Expect::Value | Expect::FirstItem, b'{' | b'[') => self.open(builder, &mut closers, byte)?,
                (Expect::Value | Expect::FirstItem, _) => {
                    self.scalar(builder, byte)?;
                    Expect::CommaOrEnd
                }
            };
        }
    }

    fn open(
        &mut self,
        builder: &mut Builder<'s>,
        closers: &mut Vec<u8>,
        byte: u8,
    ) -> Result<Expect, SyntaxError> {
        let (kind, closer, expect) = match byte {
            b'{' => (NodeKind::Mapping, b'}', Expect::FirstKey),
            _ => (NodeKind::Sequence, b']', Expect::FirstItem),
        };
        builder.start(kind, self.at, 0).map_err(|refusal| self.refused(&refusal))?;
        closers.push(closer);
        self.at += 1;
        Ok(expect)
    }

    fn close(
        &mut self,
        builder: &mut Builder<'s>,
        closers: &mut Vec<u8>,
        byte: u8,
    ) -> Result<(), SyntaxError> {
        if closers.pop() != Some(byte) {
            let (expected, found) = if byte == b'}' { (']', '}') } else { ('}', ']') };
            return Err(self.error(&format!("`{expected}` is expected here, not `{found}`")));
        }
        self.at += 1;
        builder.end(Some(self.at)).map_err(|refusal| self.refused(&refusal))
    }

    fn after_comma(&mut self, in_object: bool) -> Result<Expect, SyntaxError> {
        let comma = self.at - 1;
        self.skip_space()?;
        match self.peek() {
            Some(b'}' | b']') => {
                let error = SyntaxError::new(self.source, Span::new(comma, comma + 1), "a trailing comma");
                self.go_on(error.hint("JSON allows no comma after the last value: remove it"))?;
                Ok(Expect::CommaOrEnd)
            }
            _ if in_object => Ok(Expect::Key),
            _ => Ok(Expect::Value),
        }
    }

    fn key(&mut self, builder: &mut Builder<'s>) -> Result<(), SyntaxError> {
        let start = self.at;
        let text = self.string()?;
        let span = Span::new(start, self.at);
        builder.key(span, &text).map_err(|refusal| self.refused(&refusal))?;
        self.skip_space()?;
        if self.peek() != Some(b':') {
            return Err(self.error("`:` is expected after the key"));
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self, builder: &mut Builder<'s>, byte: u8) -> Result<(), SyntaxError> {
        let start = self.at;
        let (kind, text) = match byte {
            b'"' => (NodeKind::String, self.string()?),
            b'-' | b'0'..=b'9' => {
                let kind = self.number()?;
                (kind, Cow::Borrowed(&self.source.text()[start..self.at]))
            }
            _ => self.word()?,
        };
        let scalar =
            Scalar { kind, plain: kind != NodeKind::String, span: Span::new(start, self.at), text: &text };
        builder.scalar(scalar, 0).map_err(|refusal| self.refused(&refusal))
    }

    fn word(&mut self) -> Result<(NodeKind, Cow<'s, str>), SyntaxError> {
        let words = [("true", NodeKind::Boolean), ("false", NodeKind::Boolean), ("null", NodeKind::Null)];
        for (word, kind) in words {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                let start = self.at;
                self.at += word.len();
                return Ok((kind, Cow::Borrowed(&self.source.text()[start..self.at])));
            }
        }
        match self.bytes[self.at] {
            b'\'' => Err(self.error("a string in single quotes").hint("JSON strings stand in double quotes")),
            b',' | b'}' | b']' => Err(self.error("a value is missing here")),
            _ => Err(self.error("a value is expected here").hint("text stands in double quotes")),
        }
    }

    fn number(&mut self) -> Result<NodeKind, SyntaxError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let whole = self.digits();
        if whole == 0 {
            return Err(self.error("a digit is expected after `-`"));
        }
        if whole > 1 && self.bytes[self.at - whole] == b'0' {
            let span = Span::new(start, self.at);
            self.go_on(SyntaxError::new(self.source, span, "a number can't start with 0"))?;
        }
        let mut kind = NodeKind::Integer;
        if self.peek() == Some(b'.') {
            self.at += 1;
            kind = NodeKind::Float;
            if self.digits() == 0 {
                return Err(self.error("a digit is expected after the decimal point"));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            kind = NodeKind::Float;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(self.error("a digit is expected in the exponent"));
            }
        }
        Ok(kind)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    /// Reads a string that starts at a quote. Borrows where nothing is escaped.
    fn string(&mut self) -> Result<Cow<'s, str>, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let text = self.source.text();
        let mut decoded: Option<String> = None;
        let mut from = self.at;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(next) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)) else {
                let span = Span::new(open, open + 1);
                return Err(SyntaxError::new(self.source, span, "this string is never closed"));
            };
            self.at += next;
            match self.bytes[self.at] {
                b'"' => {
                    let tail = &text[from..self.at];
                    self.at += 1;
                    return Ok(match decoded {
                        Some(mut decoded) => {
                            decoded.push_str(tail);
                            Cow::Owned(decoded)
                        }
                        None => Cow::Borrowed(tail),
                    });
                }
                b'\\' => {
                    let buffer = decoded.get_or_insert_default();
                    buffer.push_str(&text[from..self.at]);
                    let character = self.escape()?;
                    buffer.push(character);
                    from = self.at;
                }
                b'\n' | b'\r' => {
                    let span = Span::new(open, open + 1);
                    let error = SyntaxError::new(self.source, span, "this string is not closed on its line");
                    return Err(error.hint("a line break in a string is written `\\n`"));
                }
                byte => {
                    self.go_on(self.error(&format!("a control character (0x{byte:02X}) in a string")))?;
                    decoded.get_or_insert_default().push_str(&text[from..=self.at]);
                    self.at += 1;
                    from = self.at;
                }
            }
        }
    }

    /// Reads an escape that starts at a backslash. Half a surrogate pair becomes U+FFFD, as text can't hold it.
    fn escape(&mut self) -> Result<char, SyntaxError> {
        let start = self.at;
        self.at += 2;
        let character = match self.bytes.get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = self.hex(start)?;
                if (0xD800..0xDC00).contains(&unit) && self.bytes[self.at..].starts_with(b"\\u") {
                    let back = self.at;
                    self.at += 2;
                    let low = self.hex(back)?;
                    if (0xDC00..0xE000).contains(&low) {
                        let scalar = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                        return Ok(char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    self.at = back;
                }
                char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            next => {
                let error = SyntaxError::new(self.source, Span::new(start, start + 1), "an unknown escape");
                let error = error.hint("a backslash itself is written `\\\\`");
                // A character of several bytes is left for the string, as is a line break, which ends it.
                if !next.is_some_and(|next| next.is_ascii_graphic()) {
                    return Err(error);
                }
                self.go_on(error)?;
                char::REPLACEMENT_CHARACTER
            }
        };
        Ok(character)
    }

    fn hex(&mut self, start: usize) -> Result<u32, SyntaxError> {
        let digits = self.bytes.get(self.at..self.at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None => {
                let span = Span::new(start, start + 2);
                Err(SyntaxError::new(self.source, span, "`\\u` is followed by four hexadecimal digits"))
            }
        }
    }

    fn skip_space(&mut self) -> Result<(), SyntaxError> {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'/' if matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')) => {
                    let error = SyntaxError::new(self.source, Span::new(self.at, self.at + 2), "a comment");
                    let error = error.hint("JSON allows no comments: remove it, or write the file as YAML");
                    let rest = &self.bytes[self.at + 2..];
                    let end = match self.bytes[self.at + 1] {
                        b'/' => Some(memchr::memchr(b'\n', rest).unwrap_or(rest.len())),
                        _ => memchr::memmem::find(rest, b"*/").map(|end| end + 2),
                    };
                    let Some(end) = end else { return Err(error) };
                    self.go_on(error)?;
                    self.at += 2 + end;
                }
                _ => break,
            }
        }
        Ok(())
    }

    /// Notes an error that concerns its own place alone; an error itself when there are enough of them.
    fn go_on(&mut self, error: SyntaxError) -> Result<(), SyntaxError> {
        if self.errors.len() + 1 >= MAX_ERRORS {
            return Err(error);
        }
        self.errors.push(error);
        Ok(())
    }

    /// Whether nothing but space stands before the place on its line.
    fn begins_line(&self) -> bool {
        let before = self.source.text()[..self.at].trim_end_matches([' ', '\t']);
        before.ends_with(['\n', '\r'])
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn missing_comma(&self) -> SyntaxError {
        let before = self.source.text()[..self.at].trim_end().len();
        let span = Span::new(before, before);
        SyntaxError::new(self.source, span, "a comma is missing here")
    }

    fn unfinished(&self, closers: &[u8]) -> SyntaxError {
        match closers.last() {
            Some(closer) => {
                self.error(&format!("the file ends here, but `{}` is still missing", char::from(*closer)))
            }
            None => self.error("the file is empty"),
        }
    }

    fn error(&self, message: &str) -> SyntaxError {
        let text = self.source.text();
        let end = text[self.at..].chars().next().map_or(self.at, |next| self.at + next.len_utf8());
        SyntaxError::new(self.source, Span::new(self.at, end), message)
    }

    fn refused(&self, refusal: &Refusal) -> SyntaxError {
        match refusal {
            Refusal::Depth => self.error(&format!("nested more than {MAX_DEPTH} levels deep")),
            _ => self.error("the document has too many values"),
        }
    }
}
