//! Which lines of a file a pull request changes: threads go on those only.

use std::ops::RangeInclusive;

/// The changed and added lines on a file's new side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ChangedLines {
    /// Ascending, apart from each other; lines count from 1.
    ranges: Vec<RangeInclusive<u32>>,
}

/// Files longer than this (bytes) are not compared line by line: each of their lines counts as changed.
const LONGEST: usize = 8 << 20;

impl ChangedLines {
    /// Compares two versions of a file; `base` is `None` for a new one. Where a line was only taken away, the lines
    /// around the gap count as changed, so that what the removal breaks has a place.
    pub(crate) fn between(base: Option<&[u8]>, head: &[u8]) -> Self {
        let all = ChangedLines { ranges: vec![1..=u32::MAX] };
        let Some(base) = base.filter(|base| base.len().max(head.len()) <= LONGEST) else { return all };
        let mut options = git2::DiffOptions::new();
        options.context_lines(0).force_text(true).ignore_whitespace_eol(true);
        let Ok(patch) = git2::Patch::from_buffers(base, None, head, None, Some(&mut options)) else {
            return all;
        };
        let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
        for index in 0..patch.num_hunks() {
            let Ok((hunk, _)) = patch.hunk(index) else { continue };
            let (start, count) = (hunk.new_start(), hunk.new_lines());
            // A hunk without new lines starts at the line before the gap.
            let range = if count > 0 { start..=start + count - 1 } else { start.max(1)..=start + 1 };
            match ranges.last_mut() {
                Some(last) if *range.start() <= *last.end() + 1 => *last = *last.start()..=*range.end(),
                _ => ranges.push(range),
            }
        }
        ChangedLines { ranges }
    }

    /// Whether a line is among them.
    pub(crate) fn contains(&self, line: u32) -> bool {
        let after = self.ranges.partition_point(|range| *range.end() < line);
        self.ranges.get(after).is_some_and(|range| range.contains(&line))
    }

    /// Whether any line from `first` to `last` is among them.
    pub(crate) fn touch(&self, first: u32, last: u32) -> bool {
        let after = self.ranges.partition_point(|range| *range.end() < first);
        self.ranges.get(after).is_some_and(|range| *range.start() <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(base: &str, head: &str) -> Vec<u32> {
        let changed = ChangedLines::between(Some(base.as_bytes()), head.as_bytes());
        (1..=20).filter(|line| changed.contains(*line)).collect()
    }

    #[test]
    fn changed_and_added_lines_are_found() {
        assert_eq!(lines("a\nb\nc\n", "a\nb\nc\n"), [0u32; 0]);
        assert_eq!(lines("a\nb\nc\n", "a\nX\nc\n"), [2]);
        assert_eq!(lines("a\nb\nc\n", "a\nb\nX\nY\nc\nZ\n"), [3, 4, 6]);
        assert_eq!(lines("", "a\nb\n"), [1, 2]);
    }

    #[test]
    fn a_removal_marks_the_lines_around_it() {
        assert_eq!(lines("a\nb\nc\nd\n", "a\nd\n"), [1, 2]);
        assert_eq!(lines("a\nb\n", "b\n"), [1]);
        assert_eq!(lines("a\nb\nc\n", ""), [1]);
    }

    #[test]
    fn line_ends_alone_are_no_change_and_new_files_are_changed_everywhere() {
        assert_eq!(lines("a\r\nb\r\n", "a\nb\n"), [0u32; 0]);
        let all = ChangedLines::between(None, b"a\n");
        assert!(all.contains(1) && all.contains(1_000_000));
    }

    #[test]
    fn a_range_touches_what_it_overlaps() {
        let changed = ChangedLines::between(Some(b"a\nb\nc\nd\ne\n"), b"a\nb\nX\nd\ne\n");
        assert!(changed.touch(1, 3) && changed.touch(3, 3) && changed.touch(2, 9));
        assert!(!changed.touch(1, 2) && !changed.touch(4, 9));
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let changed = ChangedLines::between(Some(b"\xff\0\xfe\n"), b"\xff\0\xfd\n\0");
        assert!(changed.contains(1));
    }
}
