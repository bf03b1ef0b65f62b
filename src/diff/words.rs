//! The wording of changes. Finding and judging stand elsewhere.

use std::borrow::Cow;

use crate::document::{Node, NodeKind};
use crate::message;

/// Longest value that is shown whole, in characters.
const SHOWN: usize = 80;

/// Longest name that is shown whole, in characters: far longer than any that a person gave.
const NAME: usize = 2_000;

/// One line: the thing, what happened to it in the words of its kind, the values.
pub(super) fn sentence(thing: &str, words: &str, before: Option<&str>, after: Option<&str>) -> String {
    let mut text = String::with_capacity(thing.len() + words.len() + 40);
    text.push_str(thing);
    text.push(' ');
    match (words.split_once("{}"), before, after) {
        (Some((start, end)), before, after) => {
            text.push_str(start);
            text.push_str(&name_of(after.or(before).unwrap_or_default()));
            text.push_str(end);
        }
        (None, before, after) => {
            text.push_str(words);
            match (before, after) {
                (Some(before), Some(after)) => {
                    text.push_str(": ");
                    text.push_str(&both_values(before, after));
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

/// Two values as messages show them: `` `50` → `100` ``.
pub(crate) fn both_values(before: &str, after: &str) -> String {
    let (before, after) = excerpts(before, after, SHOWN);
    format!("{} → {}", code(&before), code(&after))
}

/// A value in backticks, in longer ones where it holds backticks; on one line and not too long.
fn code(value: &str) -> String {
    message::value(&short(value, SHOWN))
}

/// A name or a place in backticks, whole: a cut one would name another. Formats with little room cut it themselves.
pub(super) fn name_of(name: &str) -> String {
    message::value(&short(name, NAME))
}

/// A place in a named schema: `` `amount` of schema `Money` ``.
pub(super) fn of_schema(name: &str, path: &str) -> String {
    match path {
        "" => format!("schema {}", name_of(name)),
        path => format!("{} of schema {}", name_of(path), name_of(name)),
    }
}

/// On one line, cut after as many characters.
fn short(value: &str, most: usize) -> String {
    let mut line = String::new();
    for (at, character) in value.chars().enumerate() {
        if at == most {
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
/// first difference on, since their beginnings would be the same text twice; ones that differ in space alone with the
/// space made visible.
pub(crate) fn excerpts<'v>(before: &'v str, after: &'v str, most: usize) -> (Cow<'v, str>, Cow<'v, str>) {
    let (one, other) = windows(before, after, most);
    if before == after || !reads_same((&one, &other), most) {
        return (one, other);
    }
    let (before, after) = (with_space(before), with_space(after));
    let (one, other) = windows(&before, &after, most);
    (one.into_owned().into(), other.into_owned().into())
}

fn windows<'v>(before: &'v str, after: &'v str, most: usize) -> (Cow<'v, str>, Cow<'v, str>) {
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

/// Whether two values look alike on one line, as far as they are shown.
fn reads_same((one, other): (&str, &str), most: usize) -> bool {
    let seen = |value: &str| -> Vec<String> {
        let shown: String = value.chars().take(most).filter(|character| !is_unseen(*character)).collect();
        shown.split_whitespace().map(str::to_owned).collect()
    };
    seen(one) == seen(other)
}

/// Whether a character takes no room: marks of direction, joiners, control characters that are no space.
fn is_unseen(character: char) -> bool {
    let mark = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    mark || (character.is_control() && !character.is_whitespace())
}

/// A value with signs for its space.
fn with_space(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 16);
    for character in value.chars() {
        match character {
            ' ' => text.push('␣'),
            other if other.is_whitespace() || is_unseen(other) => text.extend(other.escape_default()),
            other => text.push(other),
        }
    }
    text
}

/// Longest text of a description that is kept for showing before and after, in bytes.
const KEPT: usize = 20_000;

/// What is kept in front of the first difference of two texts that are too long to be kept whole, in bytes.
const KEPT_LEAD: usize = 200;

/// A text as it is kept in a change.
pub(super) fn kept(text: &str) -> String {
    cut(text, KEPT)
}

/// A text of at most as many bytes, with an ellipsis where it goes on.
fn cut(text: &str, most: usize) -> String {
    let end = boundary(text, most);
    format!("{}{}", &text[..end], if end < text.len() { "…" } else { "" })
}

/// The last place at or before a byte where a text can be cut.
fn boundary(text: &str, at: usize) -> usize {
    let mut end = at.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Two texts as they are kept: where they are too long and begin alike, from shortly before their first difference on.
pub(super) fn kept_both(before: Option<&str>, after: Option<&str>) -> Values {
    let (Some(one), Some(other)) = (before, after) else { return (before.map(kept), after.map(kept)) };
    let common = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    if one.len().max(other.len()) <= KEPT || common < KEPT / 2 {
        return (Some(kept(one)), Some(kept(other)));
    }
    let start = boundary(one, common - KEPT_LEAD);
    let from_start = |text: &str| Some(format!("…{}", kept(&text[start..])));
    (from_start(one), from_start(other))
}

/// What is shown before and after, where there is something.
pub(super) type Values = (Option<String>, Option<String>);

/// How a value is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Texts in quotes.
    quoted: bool,
    /// Bytes after which it ends.
    most: usize,
}

/// As a person would write it.
const PLAIN: Manner = Manner { quoted: false, most: KEPT };

/// Two different values as they can be told apart: as a person would write them, with texts in quotes where `1` stands
/// against `"1"`, or from their first difference on. Where even that shows none, no value is shown.
pub(super) fn told_apart(write: impl Fn(Manner) -> Values) -> Values {
    for manner in [PLAIN, Manner { quoted: true, most: KEPT }, Manner { quoted: true, most: 50 * KEPT }] {
        let (before, after) = write(manner);
        if before.is_none() || after.is_none() || before != after {
            return kept_both(before.as_deref(), after.as_deref());
        }
    }
    (None, None)
}

/// Two different values that may be missing, as they can be told apart.
pub(super) fn apart(before: Option<Node<'_>>, after: Option<Node<'_>>) -> Values {
    told_apart(|manner| {
        let write = |node: Option<Node<'_>>| node.map(|node| value_in(node, manner));
        (write(before), write(after))
    })
}

/// A value as a person would write it: text as it is, everything else like JSON.
pub(super) fn value(node: Node<'_>) -> String {
    value_in(node, PLAIN)
}

/// A value with its texts in quotes.
pub(super) fn quoted(node: Node<'_>) -> String {
    value_in(node, Manner { quoted: true, most: KEPT })
}

/// A value in a manner.
pub(super) fn value_in(node: Node<'_>, manner: Manner) -> String {
    let mut text = String::new();
    write(node, 0, manner, &mut text);
    text
}

fn write(node: Node<'_>, depth: usize, manner: Manner, text: &mut String) {
    if text.len() > manner.most || depth > 64 {
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
                write(entry.value, depth + 1, manner, text);
            }
            text.push('}');
        }
        NodeKind::Sequence => {
            text.push('[');
            for (at, item) in node.items().enumerate() {
                text.push_str(if at == 0 { "" } else { ", " });
                write(item, depth + 1, manner, text);
            }
            text.push(']');
        }
        NodeKind::Null => text.push_str("null"),
        NodeKind::String if manner.quoted => text.push_str(&format!("{:?}", cut(node.text(), manner.most))),
        _ => text.push_str(&cut(node.text(), manner.most)),
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
        assert_eq!(short(&"x".repeat(81), 80).chars().count(), 81);
        assert_eq!(name_of(&"x".repeat(300)).len(), 302);
    }

    #[test]
    fn what_differs_in_space_alone_shows_its_space() {
        assert_eq!(excerpts("a\nb", "a b", 80), ("a\\nb".into(), "a␣b".into()));
        assert_eq!(excerpts("a\u{200b}b", "ab", 80), ("a\\u{200b}b".into(), "ab".into()));
        assert_eq!(excerpts("a  b", "a c", 80), ("a  b".into(), "a c".into()));
    }

    #[test]
    fn texts_that_are_too_long_are_kept_from_their_difference_on() {
        let long = "wave ".repeat(6_000);
        let (before, after) = (format!("{long}one"), format!("{long}other"));
        let (before, after) = kept_both(Some(&before), Some(&after));
        let (before, after) = (before.unwrap(), after.unwrap());
        assert!(before.starts_with('…') && before.ends_with("wave one"), "{before}");
        assert!(after.len() < 300 && after.ends_with("wave other"), "{after}");
        assert_eq!(told_apart(|_| (Some("a".into()), Some("a".into()))), (None, None));
    }
}
