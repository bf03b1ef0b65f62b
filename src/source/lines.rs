//! Byte offsets to lines and columns.

/// A 1-based line and a 1-based column; columns count Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Position {
    /// 1-based line.
    pub(crate) line: u32,
    /// 1-based column in Unicode scalar values.
    pub(crate) column: u32,
}

/// Bytes between two counted places. A definition in one line of megabytes is common (compact JSON); without
/// checkpoints each column would count from the line's start.
const CHECKPOINT: usize = 4096;

/// Where each line starts, and how many scalar values come before every [`CHECKPOINT`]th byte.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<u32>,
    scalars: Vec<u32>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let mut count = 0;
        let mut scalars = Vec::with_capacity(text.len() / CHECKPOINT + 1);
        for block in text.as_bytes().chunks(CHECKPOINT) {
            scalars.push(count);
            count += count_scalars(block);
        }
        scalars.push(count);
        Lines { starts, scalars }
    }

    pub(super) fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(text.len() as u32);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let before = if (offset - start) as usize <= CHECKPOINT {
            count_scalars(&text.as_bytes()[start as usize..offset as usize])
        } else {
            self.scalars_before(text, offset) - self.scalars_before(text, start)
        };
        Position { line: line as u32, column: before + 1 }
    }

    /// The byte offset of a position; a column past the line's end means the end, a line past the text's end too.
    pub(super) fn offset(&self, text: &str, position: Position) -> u32 {
        let index = (position.line as usize).saturating_sub(1);
        let Some(start) = self.starts.get(index).copied() else { return text.len() as u32 };
        let end = start as usize + self.line(text, position.line).len();
        let target = self.scalars_before(text, start) + position.column.saturating_sub(1);
        let block = self.scalars.partition_point(|before| *before <= target).saturating_sub(1);
        let mut left = target - self.scalars[block];
        let from = (block * CHECKPOINT).min(end);
        for (at, byte) in text.as_bytes()[from..end].iter().enumerate() {
            if (*byte as i8) >= -0x40 {
                if left == 0 {
                    return (from + at) as u32;
                }
                left -= 1;
            }
        }
        end as u32
    }

    pub(super) fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    pub(super) fn line<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let index = (line as usize).wrapping_sub(1);
        let Some(start) = self.starts.get(index) else { return "" };
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize - 1);
        text[*start as usize..end].trim_end_matches('\r')
    }

    fn scalars_before(&self, text: &str, offset: u32) -> u32 {
        let block = offset as usize / CHECKPOINT;
        let counted = self.scalars.get(block).copied().unwrap_or_default();
        counted + count_scalars(&text.as_bytes()[block * CHECKPOINT..offset as usize])
    }
}

/// Counts the bytes that start a scalar value, that is all but UTF-8 continuation bytes.
fn count_scalars(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_scalars_across_checkpoints() {
        let text = format!("first\n{}x\nlast", "é".repeat(5000));
        let lines = Lines::new(&text);
        let at = text.find('x').unwrap() as u32;
        assert_eq!(lines.position(&text, at), Position { line: 2, column: 5001 });
        assert_eq!(lines.position(&text, u32::MAX), Position { line: 3, column: 5 });
        assert_eq!(lines.offset(&text, Position { line: 2, column: 5001 }), at);
        assert_eq!(lines.offset(&text, Position { line: 2, column: 9999 }), at + 1);
        assert_eq!(lines.offset(&text, Position { line: 1, column: 1 }), 0);
        assert_eq!(lines.offset(&text, Position { line: 9, column: 1 }), text.len() as u32);
        for offset in (0..text.len() as u32).filter(|offset| text.is_char_boundary(*offset as usize)) {
            assert_eq!(lines.offset(&text, lines.position(&text, offset)), offset);
        }
        assert_eq!(lines.line(&text, 3), "last");
        assert_eq!(lines.line(&text, 9), "");
    }

    #[test]
    fn line_breaks_belong_to_the_line_they_end() {
        let text = "a\r\nb";
        let lines = Lines::new(text);
        assert_eq!(lines.position(text, 2), Position { line: 1, column: 3 });
        assert_eq!(lines.position(text, 3), Position { line: 2, column: 1 });
        assert_eq!(lines.line(text, 1), "a");
    }
}
