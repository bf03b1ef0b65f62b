//! A reader of the YAML that nearly all definitions are written in: blocks, plain and quoted scalars, literal and
//! folded text, brackets. It is several times as fast as a parser of all of YAML, and builds the very same tree.
//!
//! It never refuses a text: at anything that is rare or wrong (anchors, tags, tabs, `? `, errors of any kind) it gives
//! up, and the full parser reads the text from its start. So there is one judge of what is wrong, and this reader may
//! be as narrow as it likes. The tests hold the two against one another on every text they meet.

mod brackets;
mod lines;
mod quotes;
mod text;

use lines::{Line, check_bytes, end_of_line};

use super::super::build::{Builder, Refusal, Scalar};
use super::super::limits::{MAX_DEPTH, MAX_KEY_LENGTH};
use super::super::node::NodeKind;
use super::super::scalar::kind_of_plain;
use crate::source::{Source, Span};

/// The reader met something that it leaves to the full parser.
pub(super) struct Unusual;

impl From<Refusal> for Unusual {
    fn from(_: Refusal) -> Self {
        Unusual
    }
}

type Read<T> = Result<T, Unusual>;

/// Reads a whole document into the builder, or gives up; the builder is of no use then.
pub(super) fn read(source: &Source, builder: &mut Builder<'_>) -> Read<()> {
    let text = source.text();
    check_bytes(text)?;
    let mut reader =
        Reader { text, bytes: text.as_bytes(), at: 0, builder, frames: Vec::new(), scratch: String::new() };
    reader.document()
}

/// A collection that is open, and not in brackets.
struct Frame {
    /// The column of its keys or dashes, from 0.
    indent: usize,
    sequence: bool,
    /// Where the value would be that its last key or dash still waits for.
    awaits: Option<usize>,
}

struct Reader<'r, 's> {
    text: &'r str,
    bytes: &'r [u8],
    /// The start of the line that is read next.
    at: usize,
    builder: &'r mut Builder<'s>,
    frames: Vec<Frame>,
    /// Text that differs from what is written, while it is put together.
    scratch: String,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Read<()> {
        self.skip_start()?;
        while let Some(line) = self.next_line()? {
            self.close_down_to(&line)?;
            self.node(line.first, &line)?;
        }
        while !self.frames.is_empty() {
            self.close(self.bytes.len())?;
        }
        if self.builder.has_root() { Ok(()) } else { Err(Unusual) }
    }

    /// Steps over a `---` that stands alone before the first value.
    fn skip_start(&mut self) -> Read<()> {
        while self.at < self.bytes.len() {
            let (end, next) = end_of_line(self.bytes, self.at);
            let line = self.text[self.at..end].trim_end_matches(' ');
            if line == "---" {
                self.at = next;
                return Ok(());
            }
            let rest = line.trim_start_matches(' ');
            if !(rest.is_empty() || rest.starts_with('#')) {
                return Ok(());
            }
            self.at = next;
        }
        Err(Unusual)
    }

    /// Closes what ends before a line of this indentation, so that the innermost frame is the one it belongs to.
    fn close_down_to(&mut self, line: &Line) -> Read<()> {
        let (indent, is_item) = (line.indent(), self.is_dash(line.first, line.end));
        loop {
            let Some(top) = self.frames.last() else {
                return if self.builder.has_root() { Err(Unusual) } else { Ok(()) };
            };
            if indent > top.indent {
                return if top.awaits.is_some() { Ok(()) } else { Err(Unusual) };
            }
            if indent == top.indent {
                match (top.sequence, is_item) {
                    (true, true) | (false, false) => return self.leave_empty(line.first),
                    // A list may stand in the column of its key.
                    (false, true) => return if top.awaits.is_some() { Ok(()) } else { Err(Unusual) },
                    (true, false) => {}
                }
            }
            self.close(line.first)?;
        }
    }

    /// Gives the innermost key or dash its null, where no value came before `next`.
    fn leave_empty(&mut self, next: usize) -> Read<()> {
        let Some(top) = self.frames.last_mut() else { return Ok(()) };
        let Some(place) = top.awaits.take() else { return Ok(()) };
        if top.sequence && self.bytes[place..next].iter().any(|byte| !byte.is_ascii_whitespace()) {
            // A comment after the dash: where the full parser sees the null is its own affair.
            return Err(Unusual);
        }
        let span = Span::new(place, place);
        Ok(self.builder.scalar(Scalar { kind: NodeKind::Null, plain: true, span, text: "" }, 0)?)
    }

    fn close(&mut self, next: usize) -> Read<()> {
        self.leave_empty(next)?;
        self.frames.pop();
        Ok(self.builder.end(None)?)
    }

    fn is_dash(&self, at: usize, end: usize) -> bool {
        self.bytes[at] == b'-' && (at + 1 == end || self.bytes[at + 1] == b' ')
    }

    /// Reads what starts at `at` in a line: an item, an entry, or a scalar that stands alone. Items that start in one
    /// line (`- - a: 1`) are read by the loop.
    fn node(&mut self, at: usize, line: &Line) -> Read<()> {
        let mut at = at;
        while self.is_dash(at, line.end) {
            self.open(NodeKind::Sequence, at, line)?;
            self.await_value(at + 1);
            at = self.skip_spaces(at + 1, line.end);
            if at == line.end {
                self.at = line.next;
                return Ok(());
            }
        }
        let Some(key) = self.key(at, line)? else { return self.value(at, line) };
        self.open(NodeKind::Mapping, at, line)?;
        let span = Span::new(at, key.end);
        if key.quoted && key.decoded {
            self.builder.key(span, &self.scratch)?;
        } else {
            let text = if key.quoted { &self.text[at + 1..key.end - 1] } else { &self.text[at..key.end] };
            self.builder.key(span, text)?;
        }
        self.await_value(key.end + 1);
        let value = self.skip_spaces(key.end + 1, line.end);
        if value == line.end || self.bytes[value] == b'#' {
            self.at = line.next;
            return Ok(());
        }
        self.value(value, line)
    }

    /// Makes the collection that an entry or an item at `at` belongs to the innermost one.
    fn open(&mut self, kind: NodeKind, at: usize, line: &Line) -> Read<()> {
        let (indent, sequence) = (at - line.start, kind == NodeKind::Sequence);
        match self.frames.last_mut() {
            Some(top) if top.awaits.is_none() => {
                return if top.indent == indent && top.sequence == sequence { Ok(()) } else { Err(Unusual) };
            }
            Some(top) => top.awaits = None,
            None if self.builder.has_root() => return Err(Unusual),
            None => {}
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(Unusual);
        }
        self.builder.start(kind, at, 0)?;
        self.frames.push(Frame { indent, sequence, awaits: None });
        Ok(())
    }

    fn await_value(&mut self, place: usize) {
        if let Some(top) = self.frames.last_mut() {
            top.awaits = Some(place);
        }
    }

    fn skip_spaces(&self, from: usize, end: usize) -> usize {
        let spaces = self.bytes[from..end].iter().take_while(|byte| **byte == b' ').count();
        from + spaces
    }

    /// The key at `at`, when what stands there is one: `name: …`, `"name": …`.
    fn key(&mut self, at: usize, line: &Line) -> Read<Option<KeyRead>> {
        let key = match self.bytes[at] {
            quote @ (b'"' | b'\'') => {
                let Some(quoted) = self.quoted_in_line(at, quote, line.end)? else { return Ok(None) };
                KeyRead { end: quoted.end, quoted: true, decoded: quoted.decoded }
            }
            _ => match self.plain_key(at, line.end)? {
                Some(end) => KeyRead { end, quoted: false, decoded: false },
                None => return Ok(None),
            },
        };
        if self.bytes.get(key.end) != Some(&b':') || key.end >= line.end {
            return if key.quoted { Ok(None) } else { Err(Unusual) };
        }
        let spaced = key.end + 1 == line.end || self.bytes[key.end + 1] == b' ';
        if spaced && key.end - at <= MAX_KEY_LENGTH { Ok(Some(key)) } else { Err(Unusual) }
    }

    /// One past a plain key, which ends at the first `: `.
    fn plain_key(&self, at: usize, end: usize) -> Read<Option<usize>> {
        if !self.may_start_plain(at, end) {
            return Ok(None);
        }
        let colon = memchr::memchr_iter(b':', &self.bytes[at..end])
            .map(|found| at + found)
            .find(|colon| colon + 1 == end || self.bytes[colon + 1] == b' ');
        let Some(colon) = colon else { return Ok(None) };
        let key = &self.bytes[at..colon];
        if memchr::memmem::find(key, b" #").is_some() {
            // The colon is in a comment.
            return Ok(None);
        }
        if key.ends_with(b" ") || memchr::memchr(b'\t', key).is_some() {
            Err(Unusual)
        } else {
            Ok(Some(colon))
        }
    }

    /// Whether a plain scalar in a block may start here (YAML 1.2.2, rule 126, ns-plain-first).
    fn may_start_plain(&self, at: usize, end: usize) -> bool {
        match self.bytes[at] {
            b'-' | b'?' | b':' => at + 1 < end && self.bytes[at + 1] != b' ',
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"'
            | b'%' | b'@' | b'`' | b'\t' => false,
            _ => true,
        }
    }

    /// Reads the value that starts at `at`, to its end; `self.at` is the next line then.
    fn value(&mut self, at: usize, line: &Line) -> Read<()> {
        match self.frames.last_mut() {
            Some(top) => {
                top.awaits.take().ok_or(Unusual)?;
            }
            None if self.builder.has_root() => return Err(Unusual),
            None if !matches!(self.bytes[at], b'[' | b'{') => return Err(Unusual),
            None => {}
        }
        match self.bytes[at] {
            b'|' | b'>' => self.block_text(at, line),
            quote @ (b'"' | b'\'') => self.quoted(at, quote),
            b'[' | b'{' => self.brackets(at),
            _ if self.may_start_plain(at, line.end) => self.plain(at, line),
            _ => Err(Unusual),
        }
    }

    /// The column that a value must be deeper than; a root has none.
    fn parent_indent(&self) -> Option<usize> {
        self.frames.last().map(|top| top.indent)
    }

    /// Goes on after a value that ended inside a line: only a comment may follow.
    fn finish_line(&mut self, at: usize) -> Read<()> {
        let (end, next) = end_of_line(self.bytes, at);
        let rest = self.skip_spaces(at, end);
        if rest < end && (rest == at || self.bytes[rest] != b'#') {
            return Err(Unusual);
        }
        self.at = next;
        Ok(())
    }

    fn scalar(&mut self, kind: NodeKind, plain: bool, span: Span, text: &str) -> Read<()> {
        Ok(self.builder.scalar(Scalar { kind, plain, span, text }, 0)?)
    }

    /// A scalar whose text was put together in `scratch`.
    fn scalar_of_scratch(&mut self, plain: bool, span: Span) -> Read<()> {
        let scratch = std::mem::take(&mut self.scratch);
        let kind = if plain { kind_of_plain(&scratch) } else { NodeKind::String };
        let result = self.scalar(kind, plain, span, &scratch);
        self.scratch = scratch;
        result
    }
}

struct KeyRead {
    /// One past it, its closing quote included.
    end: usize,
    quoted: bool,
    /// Whether its text is in `scratch`.
    decoded: bool,
}
