//! Example strings: by format, by pattern, by length.

use serde_json::Value as Json;

use super::super::merged::Merged;
use crate::document::Node;
use crate::pattern::Pattern;

/// Longer patterns are not looked at.
const MAX_PATTERN: usize = 200;

/// An example string of a schema; `name` makes ids of different properties differ.
pub(super) fn string(merged: &Merged<'_, '_>, name: &str) -> Json {
    let format = merged.format().unwrap_or_default();
    if let Some(text) = of_format(format, name) {
        return Json::String(text);
    }
    let limit =
        |node: Option<Node<'_>>| node.and_then(Node::as_i64).and_then(|length| usize::try_from(length).ok());
    let least = limit(merged.first(|schema| schema.string.min_length)).unwrap_or(0).min(1_000);
    let most = limit(merged.first(|schema| schema.string.max_length)).unwrap_or(usize::MAX);
    if let Some(pattern) = merged.first(|schema| schema.string.pattern)
        && let Some(text) = of_pattern(pattern.text())
        && text.chars().count() >= least
        && text.chars().count() <= most
    {
        return Json::String(text);
    }
    let mut text = String::from("string");
    while text.len() < least {
        text.push_str("string");
    }
    let wanted = if least > 6 { least } else { 6 };
    text.truncate(wanted.min(most).max(least));
    Json::String(text)
}

/// Whether a text has the length and matches the pattern that a schema asks for.
pub(super) fn fits(merged: &Merged<'_, '_>, text: &str) -> bool {
    let limit =
        |node: Option<Node<'_>>| node.and_then(Node::as_i64).and_then(|length| usize::try_from(length).ok());
    let length = text.chars().count();
    limit(merged.first(|schema| schema.string.min_length)).is_none_or(|least| length >= least)
        && limit(merged.first(|schema| schema.string.max_length)).is_none_or(|most| length <= most)
        && merged.first(|schema| schema.string.pattern).is_none_or(|pattern| matches(pattern.text(), text))
}

/// Values in ranges that are kept for documents: RFC 2606, RFC 5737, RFC 3849.
fn of_format(format: &str, name: &str) -> Option<String> {
    let text = match format {
        "date-time" => "2026-01-31T12:00:00Z",
        "date" => "2026-01-31",
        "time" => "12:00:00Z",
        "duration" => "P1D",
        "email" | "idn-email" => "user@example.com",
        "hostname" | "idn-hostname" => "api.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" => "/path",
        "uri-template" => "/items/{id}",
        "json-pointer" => "/items/0",
        "relative-json-pointer" => "1/items",
        "regex" => "^[a-z]+$",
        "byte" => "ZXhhbXBsZQ==",
        "password" => "********",
        "decimal" => "12.50",
        "int32" | "int64" => "1",
        "uuid" | "guid" => {
            let hash = blake3::hash(name.as_bytes()).to_hex();
            return Some(format!("3fa85f64-5717-4562-b3fc-2c963f66{}", &hash[..4]));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// A text that a simple pattern matches: literals, classes, groups, alternatives and counts. `None` for anything else,
/// or when the outcome does not match after all.
pub(super) fn of_pattern(pattern: &str) -> Option<String> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let mut reader = Reader { rest: pattern.strip_prefix('^').unwrap_or(pattern), text: String::new() };
    reader.alternatives(0)?;
    let text = reader.text;
    (text.len() <= 200 && matches(pattern, &text)).then_some(text)
}

/// Whether a text matches, as far as that can be told with little work.
fn matches(pattern: &str, text: &str) -> bool {
    let known = Some(pattern).filter(|pattern| pattern.len() <= MAX_PATTERN);
    known.and_then(|pattern| Pattern::new(pattern, "", pattern).ok()?.matches(text)) == Some(true)
}

struct Reader<'p> {
    rest: &'p str,
    text: String,
}

impl Reader<'_> {
    /// Takes the first alternative and skips the others, up to the end or a closing bracket.
    fn alternatives(&mut self, depth: usize) -> Option<()> {
        if depth > 8 {
            return None;
        }
        while let Some(first) = self.rest.chars().next() {
            match first {
                ')' => return Some(()),
                '|' => return self.skip_alternatives(),
                _ => self.piece(depth)?,
            }
        }
        Some(())
    }

    fn skip_alternatives(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => drop(characters.next()),
                '(' => depth += 1,
                ')' if depth == 0 => {
                    self.rest = &self.rest[at..];
                    return Some(());
                }
                ')' => depth -= 1,
                _ => {}
            }
        }
        self.rest = "";
        Some(())
    }

    fn piece(&mut self, depth: usize) -> Option<()> {
        let before = self.text.len();
        let first = self.rest.chars().next()?;
        self.rest = &self.rest[first.len_utf8()..];
        match first {
            '$' => return Some(()),
            '^' | '*' | '+' | '?' | '{' => return None,
            '(' => {
                if let Some(rest) = self.rest.strip_prefix("?:") {
                    self.rest = rest;
                } else if self.rest.starts_with('?') {
                    return None;
                }
                self.alternatives(depth + 1)?;
                self.rest = self.rest.strip_prefix(')')?;
            }
            '[' => {
                let one = self.class()?;
                self.text.push(one);
            }
            '.' => self.text.push('a'),
            '\\' => {
                let next = self.rest.chars().next()?;
                self.rest = &self.rest[next.len_utf8()..];
                self.text.push(match next {
                    'd' => '1',
                    'w' => 'a',
                    's' => ' ',
                    'D' | 'S' | 'W' | 'b' | 'B' | 'u' | 'x' | 'p' | 'P' | 'k' => return None,
                    other => other,
                });
            }
            other => self.text.push(other),
        }
        let piece = self.text[before..].to_owned();
        let count = self.count()?;
        self.text.truncate(before);
        for _ in 0..count {
            self.text.push_str(&piece);
        }
        Some(())
    }

    /// The least count that the quantifier allows, but one where it may be left out.
    fn count(&mut self) -> Option<usize> {
        let mut count = 1;
        if let Some(rest) = self.rest.strip_prefix(['*', '+', '?']) {
            self.rest = rest;
        } else if let Some(rest) = self.rest.strip_prefix('{') {
            let (inside, rest) = rest.split_once('}')?;
            self.rest = rest;
            let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
            let low: usize = low.trim().parse().ok()?;
            let high: usize = high.trim().parse().unwrap_or(usize::MAX);
            count = low.max(1).min(high);
            if count > 200 {
                return None;
            }
        }
        self.rest = self.rest.strip_prefix('?').unwrap_or(self.rest);
        Some(count)
    }

    /// One character of a class.
    fn class(&mut self) -> Option<char> {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find_map(|(at, character)| {
            let closes = character == ']' && !escaped;
            escaped = character == '\\' && !escaped;
            closes.then_some(at)
        })?;
        let inside = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        if inside.starts_with('^') {
            return None;
        }
        let mut characters = inside.chars();
        let first = characters.next()?;
        if first != '\\' {
            return Some(first);
        }
        match characters.next()? {
            'd' => Some('1'),
            'w' => Some('a'),
            's' => Some(' '),
            other if other.is_alphanumeric() => None,
            other => Some(other),
        }
    }
}
