//! Values as YAML text: block style, indented by two spaces, long text as literal blocks. Strings that any version of
//! YAML reads as something else stand in quotes.

use std::fmt::Write as _;

use super::comment::Comments;
use super::value::{Entry, Value};
use crate::document::reads_as_string;

/// YAML's own limit for a key before its `:` (1.2.2, 7.4.2), in characters; longer ones are marked with `?`.
const MAX_SIMPLE_KEY: usize = 1_000;

pub(super) fn write(root: &Value<'_>, comments: &Comments<'_>) -> String {
    let mut writer = Writer { text: String::new(), comments };
    match root {
        Value::Object(entries) if !entries.is_empty() => {
            writer.above_entry(entries, 0);
            writer.mapping(entries, 0);
        }
        Value::List(items) if !items.is_empty() => {
            writer.above_item(&items[0], 0);
            writer.sequence(items, 0);
        }
        scalar => {
            inline(&mut writer.text, scalar, 0);
            writer.text.push('\n');
        }
    }
    writer.text
}

struct Writer<'w> {
    text: String,
    comments: &'w Comments<'w>,
}

impl Writer<'_> {
    /// Writes entries; the first line's indentation, and the comments above it, are already there.
    fn mapping(&mut self, entries: &[Entry<'_>], level: usize) {
        for (at, (key, value)) in entries.iter().enumerate() {
            if at > 0 {
                self.above_entry(&entries[at..], level);
                indent(&mut self.text, level);
            }
            let is_simple = key.chars().count() <= MAX_SIMPLE_KEY;
            if is_simple {
                quoted_or_plain(&mut self.text, key);
            } else {
                self.text.push_str("? ");
                quoted_or_plain(&mut self.text, key);
                self.text.push('\n');
                indent(&mut self.text, level);
            }
            self.text.push(':');
            let behind = self.comments.behind(key, value).filter(|_| is_simple);
            match value {
                Value::Object(entries) if !entries.is_empty() => {
                    self.end_line(behind);
                    self.above_entry(entries, level + 1);
                    indent(&mut self.text, level + 1);
                    self.mapping(entries, level + 1);
                }
                Value::List(items) if !items.is_empty() => {
                    self.end_line(behind);
                    self.above_item(&items[0], level + 1);
                    indent(&mut self.text, level + 1);
                    self.sequence(items, level + 1);
                }
                scalar => {
                    self.text.push(' ');
                    self.scalar(scalar, behind, level + 1);
                }
            }
        }
    }

    /// Writes items; the first line's indentation, and the comments above it, are already there.
    fn sequence(&mut self, items: &[Value<'_>], level: usize) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.above_item(item, level);
                indent(&mut self.text, level);
            }
            self.text.push_str("- ");
            match item {
                Value::Object(entries) if !entries.is_empty() => self.mapping(entries, level + 1),
                Value::List(items) if !items.is_empty() => self.sequence(items, level + 1),
                scalar => self.scalar(scalar, self.comments.behind_item(scalar), level + 1),
            }
        }
    }

    fn scalar(&mut self, scalar: &Value<'_>, behind: Option<&str>, level: usize) {
        let start = self.text.len();
        inline(&mut self.text, scalar, level);
        // A comment behind text in a block would be text.
        let is_line = !self.text[start..].contains('\n');
        self.end_line(behind.filter(|_| is_line));
    }

    fn end_line(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.text.push(' ');
            self.text.push_str(comment);
        }
        self.text.push('\n');
    }

    fn above_entry(&mut self, entries: &[Entry<'_>], level: usize) {
        if let Some((key, _)) = entries.first() {
            let lines = self.comments.above(key);
            self.lines(&lines, level);
        }
    }

    fn above_item(&mut self, item: &Value<'_>, level: usize) {
        let lines = self.comments.above_item(item);
        self.lines(&lines, level);
    }

    fn lines(&mut self, lines: &[&str], level: usize) {
        for line in lines {
            indent(&mut self.text, level);
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

/// Writes a scalar or an empty collection; `level` is where further lines of it stand.
fn inline(text: &mut String, value: &Value<'_>, level: usize) {
    match value {
        Value::Null | Value::Pending(_) => text.push_str("null"),
        Value::Boolean(true) => text.push_str("true"),
        Value::Boolean(false) => text.push_str("false"),
        Value::Number(written) => text.push_str(written),
        Value::String(content) if fits_literal(content) => literal(text, content, level),
        Value::String(content) => quoted_or_plain(text, content),
        Value::List(_) => text.push_str("[]"),
        Value::Object(_) => text.push_str("{}"),
    }
}

fn indent(text: &mut String, level: usize) {
    for _ in 0..level {
        text.push_str("  ");
    }
}

/// Whether a text of several lines can be a literal block without a reader taking it for something else.
fn fits_literal(content: &str) -> bool {
    let last = content.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    content.contains('\n') && !last.trim().is_empty() && content.chars().all(|c| c == '\n' || is_printable(c))
}

fn literal(text: &mut String, content: &str, level: usize) {
    text.push('|');
    if content.starts_with([' ', '\t', '\n']) {
        text.push('2');
    }
    let body = content.trim_end_matches('\n');
    match content.len() - body.len() {
        0 => text.push('-'),
        1 => {}
        _ => text.push('+'),
    }
    for line in body.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            indent(text, level.max(1));
            text.push_str(line);
        }
    }
    // The caller ends the last line.
    for _ in 1..(content.len() - body.len()) {
        text.push('\n');
    }
}

fn quoted_or_plain(text: &mut String, content: &str) {
    if is_plain(content) {
        text.push_str(content);
    } else if !content.chars().all(is_printable) || (content.contains('\'') && !content.contains(['"', '\\']))
    {
        double_quoted(text, content);
    } else {
        text.push('\'');
        text.push_str(&content.replace('\'', "''"));
        text.push('\'');
    }
}

fn double_quoted(text: &mut String, content: &str) {
    text.push('"');
    for character in content.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other if is_printable(other) => text.push(other),
            other if (other as u32) > 0xFFFF => {
                let _ = write!(text, "\\U{:08X}", other as u32);
            }
            other => {
                let _ = write!(text, "\\u{:04X}", other as u32);
            }
        }
    }
    text.push('"');
}

/// Characters that every reader takes as they are: YAML's printable ones (1.2.2, 5.1) without line breaks of any
/// version and without the byte order mark.
fn is_printable(character: char) -> bool {
    match character {
        '\t' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => false,
        other => other >= '\u{A0}',
    }
}

/// Whether a string can stand without quotes in block context.
fn is_plain(content: &str) -> bool {
    let Some(first) = content.chars().next() else { return false };
    let is_version = content.bytes().filter(|byte| *byte == b'.').count() == 2
        && content.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let starts_safely = first.is_alphabetic() || matches!(first, '/' | '_' | '$' | '(' | '^') || is_version;
    let last = content.chars().next_back().unwrap_or_default();
    starts_safely
        && !last.is_whitespace()
        && last != ':'
        && content.chars().all(|character| is_printable(character) && character != '\t')
        && !content.contains(": ")
        && !content.contains(" #")
        && reads_as_string(content)
        && !is_word_of_yaml_1_1(content)
}

/// Words that YAML 1.1 reads as booleans.
fn is_word_of_yaml_1_1(content: &str) -> bool {
    content.len() <= 3
        && ["y", "n", "yes", "no", "on", "off"].iter().any(|word| content.eq_ignore_ascii_case(word))
}
