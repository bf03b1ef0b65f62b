//! The few lines of a source around a place, made safe to print and cut to a width, with the place in them.

use std::ops::Range;

use super::neutral::{begins_order, is_unseen};
use crate::document::Location;
use crate::source::{Position, Source, Span};

/// Lines before and after the place.
const AROUND: u32 = 2;
/// A place of more lines is marked on its first alone.
const MOST_LINES: u32 = 5;
/// Characters of one line.
const WIDTH: usize = 120;

/// A window into a source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// The lines.
    pub(super) text: String,
    /// The number of the first line.
    pub(super) first_line: usize,
    /// The place, in bytes of `text`.
    pub(super) span: Range<usize>,
    /// Whether the place has the same column in `text` as in its file: nothing was cut or broken before it.
    pub(super) is_exact: bool,
}

impl Frame {
    /// The window around a place; `None` where the source has no such line: it is another version of the file.
    pub(super) fn new(source: &Source, location: &Location) -> Option<Self> {
        let (start, end) = (location.start, location.end);
        if start.line == 0 || start.line > source.line_count() {
            return None;
        }
        let whole = end.line <= source.line_count() && end.line - start.line.min(end.line) < MOST_LINES;
        let last = if whole { end.line.max(start.line) } else { start.line };
        let first_shown = start.line.saturating_sub(AROUND).max(1);
        let last_shown = last.saturating_add(AROUND).min(source.line_count());
        // All lines are cut at the same column, so that they stay under each other.
        let cut = cut_column(source, location, last);
        let mut frame =
            Frame { text: String::new(), first_line: first_shown as usize, span: 0..0, is_exact: cut == 0 };
        for number in first_shown..=last_shown {
            let from = if number == start.line { start.column as usize - 1 } else { 0 };
            let to = match number {
                _ if number == last && whole => (end.column as usize).saturating_sub(1),
                _ => usize::MAX,
            };
            let printed = print_line(source, number, cut, from..to);
            if number == start.line {
                frame.span.start = frame.text.len() + printed.span.start;
                let before = printed.text[..printed.span.start].chars().count();
                frame.is_exact &= before == location.start.column as usize - 1;
            }
            if number == last {
                frame.span.end = frame.text.len() + printed.span.end;
            }
            frame.text.push_str(&printed.text);
            frame.text.push('\n');
        }
        frame.span.end = frame.span.end.max(frame.span.start);
        Some(frame)
    }
}

/// The first column (from 0) that is shown: 0, or so far right that the place is in the window.
fn cut_column(source: &Source, location: &Location, last: u32) -> usize {
    let column = location.start.column as usize - 1;
    let end = if last == location.start.line { location.end.column as usize } else { column };
    if end <= WIDTH || source.line(location.start.line).len() <= WIDTH {
        return 0;
    }
    // A long place begins near the left edge; a short one has as much before it as after it.
    let room = WIDTH.saturating_sub(end.saturating_sub(column)).max(40) / 2;
    column.saturating_sub(room)
}

struct Printed {
    text: String,
    /// The asked columns, in bytes of `text`.
    span: Range<usize>,
}

/// One line from column `cut` on, at most [`WIDTH`] characters, harmless, with where `columns` are now. Takes no longer
/// for a longer line.
fn print_line(source: &Source, number: u32, cut: usize, columns: Range<usize>) -> Printed {
    let line = source.line(number);
    let mut text = String::new();
    let (mut start, mut end) = (None, None);
    if cut > 0 && !line.is_empty() {
        text.push('…');
    }
    let begin = source.offset(Position { line: number, column: cut as u32 + 1 });
    let stop = source.offset(Position { line: number + 1, column: 1 });
    let rest = source.slice(Span { start: begin, end: stop });
    let rest = rest.strip_suffix('\n').unwrap_or(rest).trim_end_matches('\r');
    for (index, (at, character)) in rest.char_indices().enumerate() {
        let column = cut + index;
        if column == columns.start {
            start = Some(text.len());
        }
        if column == columns.end {
            end = Some(text.len());
        }
        if index >= WIDTH {
            text.push('…');
            break;
        }
        match character {
            '\t' => text.push('\t'),
            // A blank of the same width, so that what follows stays in its column.
            _ if is_unseen(character) => text.push('\u{fffd}'),
            _ => text.push(character),
        }
        if character == '#' && begins_order(rest, at) {
            text.push(' ');
        }
    }
    let start = start.unwrap_or(text.len());
    let end = end.unwrap_or(text.len());
    Printed { span: start..end.max(start), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(line: u32, columns: Range<u32>) -> Location {
        let mut location = Location::start_of_file("a.yaml");
        location.start = Position { line, column: columns.start };
        location.end = Position { line, column: columns.end };
        location
    }

    fn frame(text: &str, location: &Location) -> Frame {
        Frame::new(&Source::new("a.yaml", text.to_owned()), location).unwrap()
    }

    #[test]
    fn shows_two_lines_on_each_side() {
        let found = frame("1\n2\n3\nkey: value\n5\n6\n7\n", &location(4, 6..11));
        assert_eq!(found.text, "2\n3\nkey: value\n5\n6\n");
        assert_eq!((found.first_line, &found.text[found.span.clone()]), (2, "value"));
    }

    #[test]
    fn cuts_long_lines_around_the_place() {
        let text = format!("{}target{}", "é".repeat(5_000), "x".repeat(5_000));
        let found = frame(&text, &location(1, 5_001..5_007));
        assert_eq!(&found.text[found.span.clone()], "target");
        assert!(found.text.chars().count() < 140 && found.text.starts_with('…'));
        let found = frame(&text, &location(1, 1..9_000));
        assert!(found.text.chars().count() < 140);
    }

    #[test]
    fn orders_in_a_source_are_broken() {
        let found = frame("a: '##vso[task.complete]' # \u{1b}[31m\u{202e}\n", &location(1, 4..25));
        assert_eq!(found.text, "a: '## vso[task.complete]' # \u{fffd}[31m\u{fffd}\n\n");
        assert_eq!(&found.text[found.span.clone()], "'## vso[task.complete]");
        // The place ends between the two parts of an order.
        let found = frame("##vso[x]", &location(1, 1..3));
        assert_eq!((found.text.as_str(), found.span), ("## vso[x]\n", 0..3));
    }

    #[test]
    fn odd_places_are_no_panic() {
        assert_eq!(Frame::new(&Source::new("a", "x".to_owned()), &location(7, 1..2)), None);
        assert_eq!(frame("", &location(1, 1..1)).span, 0..0);
        assert_eq!(frame("ab", &location(1, 90..99)).span, 2..2);
        let mut many = location(1, 1..1);
        many.end = Position { line: 4_000_000, column: 1 };
        assert_eq!(frame("ab\ncd\n", &many).span, 0..2);
    }
}
