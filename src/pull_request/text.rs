//! Text as the service counts and keeps it.

/// The longest comment, in UTF-16 units.
pub(super) const LONGEST_COMMENT: usize = 150_000;

/// Put where a comment had to be cut.
const CUT: &str = "\n\n… cut here: the comment would be longer than the service takes.\n";

/// The column in UTF-16 units for a column in Unicode scalar values. Both count from 1; `line` is the line's text.
pub(crate) fn utf16_column(line: &str, column: u32) -> u32 {
    let before = line.chars().take(column.saturating_sub(1) as usize);
    let units: usize = before.map(char::len_utf16).sum();
    u32::try_from(units).unwrap_or(u32::MAX - 1) + 1
}

/// Length in UTF-16 units.
pub(super) fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The text, cut at a line's end if it is longer than `limit` UTF-16 units. What was open there (a fence, `<details>`) is
/// closed. The last guard only: whoever writes the text keeps it short.
pub(super) fn fit(text: &str, limit: usize) -> String {
    if utf16_length(text) <= limit {
        return text.to_owned();
    }
    // What closes open fences and details is at most this long.
    const CLOSING: usize = 200;
    let room = limit.saturating_sub(utf16_length(CUT) + CLOSING);
    let mut kept = String::new();
    let mut length = 0;
    let mut open = Open::default();
    for line in text.split_inclusive('\n') {
        let next = open.after(line);
        length += utf16_length(line);
        if length > room || next.closing().len() > CLOSING {
            break;
        }
        kept.push_str(line);
        open = next;
    }
    if kept.is_empty() {
        // One endless line: any place is as good as another.
        let mut length = 0;
        kept.extend(text.chars().take_while(|c| {
            length += c.len_utf16();
            length <= room
        }));
    }
    kept.truncate(kept.trim_end().len());
    kept + &open.closing() + CUT
}

/// What a reader of Markdown is inside of.
#[derive(Debug, Clone, Default)]
struct Open {
    fence: Option<String>,
    details: usize,
}

impl Open {
    fn after(&self, line: &str) -> Self {
        let mut open = self.clone();
        let trimmed = line.trim();
        let mark = trimmed.chars().next().filter(|c| "`~".contains(*c));
        let run: String = trimmed.chars().take_while(|c| Some(*c) == mark).collect();
        match &open.fence {
            Some(fence) => {
                if run.starts_with(fence.as_str()) && run == trimmed {
                    open.fence = None;
                }
            }
            None if run.len() >= 3 => open.fence = Some(run),
            None => {
                let opened = trimmed.matches("<details").count();
                open.details = (open.details + opened).saturating_sub(trimmed.matches("</details>").count());
            }
        }
        open
    }

    fn closing(&self) -> String {
        let fence = self.fence.as_ref().map_or(String::new(), |fence| format!("\n{fence}"));
        fence + &"\n\n</details>".repeat(self.details)
    }
}

/// Whether two texts are the same comment: the service may change line ends and drop white space at the end.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let lines =
        |text: &str| text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    lines(a) == lines(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        assert_eq!(utf16_column("plain", 3), 3);
        assert_eq!(utf16_column("é: x", 4), 4);
        assert_eq!(utf16_column("😀😀: x", 3), 5);
        assert_eq!(utf16_column("ab", 9), 3);
        assert_eq!(utf16_column("ab", 0), 1);
    }

    #[test]
    fn a_comment_that_fits_is_left_alone() {
        let text = "x".repeat(LONGEST_COMMENT);
        assert_eq!(fit(&text, LONGEST_COMMENT), text);
    }

    #[test]
    fn a_comment_is_cut_at_a_line_end_and_what_is_open_is_closed() {
        let text =
            format!("head\n\n<details>\n<summary>s</summary>\n\n````yaml\n{}", "- 😀 line\n".repeat(200));
        let cut = fit(&text, 700);
        assert!(utf16_length(&cut) <= 700, "{}", utf16_length(&cut));
        assert!(cut.contains("line\n````\n\n</details>\n\n… cut here"), "{cut}");
        assert!(cut.lines().filter(|line| line.starts_with('-')).all(|line| line == "- 😀 line"));
    }

    #[test]
    fn one_endless_line_is_cut_too() {
        let cut = fit(&"😀".repeat(1000), 700);
        assert!(utf16_length(&cut) <= 700 && cut.starts_with("😀"));
    }

    #[test]
    fn line_ends_and_trailing_space_make_no_difference() {
        assert!(is_same("a\r\nb  \r\n", "a\nb"));
        assert!(!is_same("a\nb", "a\nc"));
    }
}
