//! The wording of changes. Finding and judging stand elsewhere.

use std::borrow::Cow;

use super::kind::Row;
use crate::document::{Node, NodeKind};

/// Longest value that is shown whole, in characters.
const SHOWN: usize = 80;

/// One line: the thing, what happened to it, the values.
pub(super) fn sentence(thing: &str, row: &Row, before: Option<&str>, after: Option<&str>) -> String {
    let mut text = String::with_capacity(thing.len() + row.words.len() + 40);
    text.push_str(thing);
    text.push(' ');
    match (row.words.split_once("{}"), before, after) {
        (Some((start, end)), before, after) => {
            text.push_str(start);
            text.push_str(&code(after.or(before).unwrap_or_default()));
            text.push_str(end);
        }
        (None, before, after) => {
            text.push_str(row.words);
            match (before, after) {
                (Some(before), Some(after)) => {
                    let (before, after) = excerpts(before, after, SHOWN);
                    text.push_str(": ");
                    text.push_str(&code(&before));
                    text.push_str(" → ");
                    text.push_str(&code(&after));
                }
                (Some(value), None) | (None, Some(value)) => {
                    text.push_str(": ");
                    text.push_str(&code(value));
                }
                (None, None) => {}
            }
        }
    }
    text
}

/// A value in backticks, in longer ones where it holds backticks; on one line and not too long.
pub(super) fn code(value: &str) -> String {
    let line = short(value);
    let mut longest = 0;
    let mut run = 0;
    for character in line.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    if longest == 0 {
        return format!("`{line}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {line} {fence}")
}

/// The place of a property in backticks, whole however long it is: a cut one would name another.
pub(super) fn place(path: &str) -> String {
    if path.contains('`') || path.chars().any(char::is_control) { code(path) } else { format!("`{path}`") }
}

/// On one line, cut after 80 characters.
pub(super) fn short(value: &str) -> String {
    let mut line = String::new();
    for (at, character) in value.chars().enumerate() {
        if at == SHOWN {
            line.push('…');
            break;
        }
        line.push(if character.is_control() { ' ' } else { character });
    }
    line
}

/// What is shown in front of the first difference of two long values, in characters.
const LEAD: usize = 16;

/// Two values as they are shown in at most `most` characters each: long ones that begin alike from shortly before the
/// first difference on, since their beginnings would be the same text twice.
pub(crate) fn excerpts<'v>(before: &'v str, after: &'v str, most: usize) -> (Cow<'v, str>, Cow<'v, str>) {
    let common = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    let is_cut = |value: &str| value.chars().nth(most).is_some();
    if common + LEAD <= most || !(is_cut(before) || is_cut(after)) {
        return (before.into(), after.into());
    }
    let from = common - LEAD;
    let shared = before.char_indices().nth(from).map_or(0, |(at, _)| at);
    // From the beginning of a word, where there is one.
    let lead = before[shared..].char_indices().take(LEAD);
    let start = lead
        .filter(|(_, character)| *character == ' ')
        .map(|(at, _)| shared + at + 1)
        .next()
        .unwrap_or(shared);
    let cut = |value: &str| format!("…{}", value.get(start..).unwrap_or_default()).into();
    (cut(before), cut(after))
}

/// Longest text of a description that is kept for showing before and after, in bytes.
const KEPT: usize = 20_000;

/// A text as it is kept in a change.
pub(super) fn kept(text: &str) -> String {
    let mut end = text.len().min(KEPT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut kept = text[..end].to_owned();
    if end < text.len() {
        kept.push('…');
    }
    kept
}

/// A value as a person would write it: text as it is, everything else like JSON.
pub(super) fn value(node: Node<'_>) -> String {
    match node.kind() {
        NodeKind::Mapping | NodeKind::Sequence => {
            let mut text = String::new();
            write(node, 0, &mut text);
            text
        }
        NodeKind::Null => String::from("null"),
        _ => kept(node.text()),
    }
}

fn write(node: Node<'_>, depth: usize, text: &mut String) {
    if text.len() > KEPT || depth > 64 {
        text.push('…');
        return;
    }
    match node.kind() {
        NodeKind::Mapping => {
            text.push('{');
            for (at, entry) in node.entries().enumerate() {
                text.push_str(if at == 0 { "" } else { ", " });
                text.push_str(entry.name());
                text.push_str(": ");
                write(entry.value, depth + 1, text);
            }
            text.push('}');
        }
        NodeKind::Sequence => {
            text.push('[');
            for (at, item) in node.items().enumerate() {
                text.push_str(if at == 0 { "" } else { ", " });
                write(item, depth + 1, text);
            }
            text.push(']');
        }
        NodeKind::Null => text.push_str("null"),
        _ => text.push_str(node.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_from_their_first_difference_on() {
        assert_eq!(excerpts("a b", "a c", 80), ("a b".into(), "a c".into()));
        let (one, other) = (
            format!("{} then this", "so far ".repeat(20)),
            format!("{} then that, too", "so far ".repeat(20)),
        );
        let (before, after) = excerpts(&one, &other, 80);
        assert_eq!((&*before, &*after), ("…so far  then this", "…so far  then that, too"));
        // One that merely goes on.
        let longer = format!("{one} and more");
        let (before, after) = excerpts(&one, &longer, 80);
        assert!(before.starts_with('…') && after.ends_with("and more"), "{before} {after}");
        let accents = "\u{e9}".repeat(100);
        let louder = format!("{accents}!");
        let (before, after) = excerpts(&accents, &louder, 80);
        assert_eq!((before.chars().count(), after.chars().count()), (17, 18));
    }

    #[test]
    fn backticks_and_lines_are_tamed() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(short(&"x".repeat(81)).chars().count(), 81);
    }
}
