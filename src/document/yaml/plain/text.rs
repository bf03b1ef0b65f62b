//! Plain scalars, and the literal and folded text of blocks.

use super::lines::{Line, end_of_line};
use super::{Read, Reader, Unusual, kind_of_plain};
use crate::source::Span;

impl Reader<'_, '_> {
    /// A plain scalar from `at` on, over as many lines as it has.
    pub(super) fn plain(&mut self, at: usize, line: &Line) -> Read<()> {
        let (end, comment) = self.plain_in_line(at, line.end)?;
        self.at = line.next;
        if !comment && let Some(next) = self.continuation()? {
            return self.plain_over_lines(at, end, next);
        }
        let text = &self.text[at..end];
        let span = Span::new(at, end);
        let kind = kind_of_plain(text);
        Ok(self.builder.scalar(super::Scalar { kind, plain: true, span, text }, 0)?)
    }

    /// One past what a line has of a plain scalar, and whether a comment follows there.
    fn plain_in_line(&self, at: usize, end: usize) -> Read<(usize, bool)> {
        let bytes = &self.bytes[at..end];
        for found in memchr::memchr3_iter(b':', b'#', b'\t', bytes) {
            match bytes[found] {
                b':' if found + 1 == bytes.len() || bytes[found + 1] == b' ' => return Err(Unusual),
                b'#' if found > 0 && bytes[found - 1] == b' ' => {
                    return Ok((at + trimmed(&bytes[..found]), true));
                }
                b'\t' => return Err(Unusual),
                _ => {}
            }
        }
        Ok((at + trimmed(bytes), false))
    }

    /// The next line, when it goes on with a plain scalar: it is deeper than the key or the dash.
    fn continuation(&self) -> Read<Option<Line>> {
        let parent = self.parent_indent().ok_or(Unusual)?;
        let mut start = self.at;
        while start < self.bytes.len() {
            let (end, next) = end_of_line(self.bytes, start);
            let first = self.skip_spaces(start, end);
            if first == end {
                start = next;
                continue;
            }
            let goes_on = first - start > parent && self.bytes[first] != b'#';
            return Ok(goes_on.then_some(Line { start, first, end, next }));
        }
        Ok(None)
    }

    fn plain_over_lines(&mut self, at: usize, end: usize, next: Line) -> Read<()> {
        self.scratch.clear();
        self.scratch.push_str(&self.text[at..end]);
        let (mut end, mut next) = (end, Some(next));
        while let Some(line) = next {
            let empty = memchr::memchr_iter(b'\n', &self.bytes[end..line.start]).count() - 1;
            let (line_end, comment) = self.plain_in_line(line.first, line.end)?;
            if comment {
                return Err(Unusual);
            }
            push_break(&mut self.scratch, empty);
            self.scratch.push_str(&self.text[line.first..line_end]);
            end = line_end;
            self.at = line.next;
            next = self.continuation()?;
        }
        self.scalar_of_scratch(true, Span::new(at, end))
    }

    /// A literal (`|`) or folded (`>`) text, whose sign is at `at`.
    pub(super) fn block_text(&mut self, at: usize, line: &Line) -> Read<()> {
        let parent = self.parent_indent().ok_or(Unusual)?;
        let (keep, indent) = self.block_header(&self.text[at + 1..line.end], parent)?;
        self.at = line.next;
        self.scratch.clear();
        let folded = self.bytes[at] == b'>';
        let mut block = Block { indent, ..Block::default() };
        let mut last = line.end;
        let mut start = None;
        while self.at < self.bytes.len() {
            let (end, next) = end_of_line(self.bytes, self.at);
            let first = self.skip_spaces(self.at, end);
            let indent = first - self.at;
            let is_text = block.indent.is_some_and(|column| indent > column);
            if first == end && !is_text {
                block.blank(indent);
                self.at = next;
                continue;
            }
            if block.indent.is_none() && indent > parent {
                block.settle(indent)?;
                if self.bytes[first] == b'\t' {
                    return Err(Unusual);
                }
            }
            let Some(column) = block.indent.filter(|column| indent >= *column) else { break };
            let text = &self.text[self.at + column..end];
            start.get_or_insert(self.at + column);
            block.line(&mut self.scratch, text, folded);
            (last, self.at) = (end, next);
        }
        self.end_block(&block, &keep, last)?;
        // The bytes of the text itself, without the sign: an error in it is shown where it is.
        let start = start.ok_or(Unusual)?;
        let length = self.text[start..last].trim_end().len();
        self.scalar_of_scratch(false, Span::new(start, start + length))
    }

    /// What a header says after its sign: which breaks at the end stay, and the column of the text.
    fn block_header(&self, header: &str, parent: usize) -> Read<(Keep, Option<usize>)> {
        let header = header.trim_end_matches(' ');
        let keep = match header.trim_matches(|sign: char| sign.is_ascii_digit()) {
            "" => Keep::One,
            "-" => Keep::None,
            "+" => Keep::All,
            _ => return Err(Unusual),
        };
        let digits: Vec<u8> = header.bytes().filter(u8::is_ascii_digit).collect();
        match digits[..] {
            [] => Ok((keep, None)),
            [digit @ b'1'..=b'9'] => Ok((keep, Some(parent + usize::from(digit - b'0')))),
            _ => Err(Unusual),
        }
    }

    /// Puts the line breaks at the end of a block.
    fn end_block(&mut self, block: &Block, keep: &Keep, last: usize) -> Read<()> {
        let ends_file = last == self.bytes.len();
        // Spaces that the file ends with, and no line break: the full parser knows what they are.
        if self.at >= self.bytes.len() && self.text.ends_with([' ', '\t']) {
            return Err(Unusual);
        }
        match keep {
            Keep::None => {}
            Keep::One if block.has_text && !ends_file => self.scratch.push('\n'),
            Keep::One => {}
            Keep::All => {
                let breaks = block.empty + usize::from(block.has_text && !ends_file);
                self.scratch.extend(std::iter::repeat_n('\n', breaks));
            }
        }
        Ok(())
    }
}

/// What is done with the line breaks at a block's end (YAML 1.2.2, 8.1.1.2).
enum Keep {
    One,
    None,
    All,
}

/// A block of text on the way.
#[derive(Default)]
struct Block {
    /// The column of its text, once a line has shown it.
    indent: Option<usize>,
    /// Empty lines since the last line with text.
    empty: usize,
    /// The most spaces in an empty line before the first text.
    widest: usize,
    /// Whether the last line with text started with a space.
    was_deeper: bool,
    has_text: bool,
}

impl Block {
    fn blank(&mut self, spaces: usize) {
        if self.indent.is_none() {
            self.widest = self.widest.max(spaces);
        }
        self.empty += 1;
    }

    fn settle(&mut self, indent: usize) -> Read<()> {
        if self.widest > indent {
            return Err(Unusual);
        }
        self.indent = Some(indent);
        Ok(())
    }

    /// Adds a line to what was read before, with the line breaks between (YAML 1.2.2, 8.1.3 for folding).
    fn line(&mut self, out: &mut String, text: &str, folded: bool) {
        let deeper = text.starts_with([' ', '\t']);
        if !self.has_text {
            out.extend(std::iter::repeat_n('\n', self.empty));
        } else if folded && !deeper && !self.was_deeper {
            push_break(out, self.empty);
        } else {
            out.extend(std::iter::repeat_n('\n', self.empty + 1));
        }
        out.push_str(text);
        (self.has_text, self.was_deeper, self.empty) = (true, deeper, 0);
    }
}

/// A line break that is folded: a space, or the empty lines after it.
pub(super) fn push_break(out: &mut String, empty: usize) {
    match empty {
        0 => out.push(' '),
        _ => out.extend(std::iter::repeat_n('\n', empty)),
    }
}

/// The length without the spaces at the end.
pub(super) fn trimmed(bytes: &[u8]) -> usize {
    bytes.len() - bytes.iter().rev().take_while(|byte| **byte == b' ').count()
}
