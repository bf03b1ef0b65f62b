//! Values as YAML text: block style, indented by two spaces, long text as literal blocks. Strings that any version of
//! YAML reads as something else stand in quotes.

use std::fmt::Write as _;

use super::value::Value;
use crate::document::reads_as_string;

/// YAML's own limit for a key before its `:` (1.2.2, 7.4.2), in characters; longer ones are marked with `?`.
const MAX_SIMPLE_KEY: usize = 1_000;

pub(super) fn write(root: &Value<'_>) -> String {
    let mut text = String::new();
    match root {
        Value::Object(entries) if !entries.is_empty() => mapping(&mut text, entries, 0),
        Value::List(items) if !items.is_empty() => sequence(&mut text, items, 0),
        scalar => {
            inline(&mut text, scalar, 0);
            text.push('\n');
        }
    }
    text
}

/// Writes entries; the first line's indentation is already there.
fn mapping(text: &mut String, entries: &[super::value::Entry<'_>], level: usize) {
    for (at, (key, value)) in entries.iter().enumerate() {
        if at > 0 {
            indent(text, level);
        }
        if key.chars().count() > MAX_SIMPLE_KEY {
            text.push_str("? ");
            quoted_or_plain(text, key);
            text.push('\n');
            indent(text, level);
        } else {
            quoted_or_plain(text, key);
        }
        text.push(':');
        match value {
            Value::Object(entries) if !entries.is_empty() => {
                text.push('\n');
                indent(text, level + 1);
                mapping(text, entries, level + 1);
            }
            Value::List(items) if !items.is_empty() => {
                text.push('\n');
                indent(text, level + 1);
                sequence(text, items, level + 1);
            }
            scalar => {
                text.push(' ');
                inline(text, scalar, level + 1);
                text.push('\n');
            }
        }
    }
}

/// Writes items; the first line's indentation is already there.
fn sequence(text: &mut String, items: &[Value<'_>], level: usize) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            indent(text, level);
        }
        text.push_str("- ");
        match item {
            Value::Object(entries) if !entries.is_empty() => mapping(text, entries, level + 1),
            Value::List(items) if !items.is_empty() => sequence(text, items, level + 1),
            scalar => {
                inline(text, scalar, level + 1);
                text.push('\n');
            }
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
