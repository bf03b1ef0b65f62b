//! Example strings: by format, by pattern, by length.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::super::merged::Merged;
use super::array::count;
use super::pattern::{Choice, MAX_PATTERN, Shape};
use crate::document::Node;
use crate::pattern::Pattern;

/// Longer texts are not made, whatever `minLength` asks for.
const MAX_LEAST: usize = 1_000;
/// Patterns of one schema that are looked at.
const MAX_PATTERNS: usize = 4;
/// Texts that are held to patterns, which may take their time.
const MAX_GUESSES: usize = 24;
/// What is tried where a pattern says nothing that could be followed: it may ask for signs of several kinds.
const STOCK: [&str; 6] = ["Example1!", "Example1", "EXAMPLE", "1", "a-1", "/"];

/// An example string of a schema; `name` makes ids of different properties differ, and `content` is what the string has
/// to hold.
pub(super) fn string(merged: &Merged<'_, '_>, name: &str, content: Option<String>) -> String {
    let limits = Limits::of(merged);
    let format = merged.format().unwrap_or_default();
    let Some(text) = content.or_else(|| of_format(format, name)) else {
        let plain = limits.sized("string");
        return limits.guessed(&plain).unwrap_or(plain);
    };
    if limits.allow(&text) != Some(false) {
        return text;
    }
    let others = variants(format, &text, limits.least);
    let other = others.into_iter().find(|other| limits.allow(other) != Some(false));
    other.or_else(|| limits.guessed(&limits.sized("string"))).unwrap_or(text)
}

/// Whether a text has the length and matches the pattern that a schema asks for.
pub(super) fn fits(merged: &Merged<'_, '_>, text: &str) -> bool {
    Limits::of(merged).allow(text) == Some(true)
}

/// What a schema asks of a string.
struct Limits<'d> {
    least: usize,
    most: usize,
    /// As they are written, with what can be run of them.
    patterns: SmallVec<[(&'d str, Option<Pattern>); 1]>,
}

impl<'d> Limits<'d> {
    fn of(merged: &Merged<'_, 'd>) -> Self {
        let patterns = merged.patterns().into_iter().map(Node::text).take(MAX_PATTERNS);
        let (least, most) = merged.length();
        Limits {
            least: count(least).unwrap_or(0),
            most: count(most).unwrap_or(usize::MAX),
            patterns: patterns.map(|pattern| (pattern, runnable(pattern))).collect(),
        }
    }

    /// Whether a text is legal; `None` where a pattern cannot be run.
    fn allow(&self, text: &str) -> Option<bool> {
        let length = text.chars().count();
        if length < self.least || length > self.most {
            return Some(false);
        }
        let mut verdict = Some(true);
        for (_, pattern) in &self.patterns {
            match pattern.as_ref().and_then(|pattern| pattern.matches(text)) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => verdict = None,
            }
        }
        verdict
    }

    /// A text that is repeated and cut until its length is legal.
    fn sized(&self, text: &str) -> String {
        let length = text.chars().count();
        let wanted = length.max(self.least.min(MAX_LEAST)).min(self.most);
        text.chars().cycle().take(wanted).collect()
    }

    /// A legal text: what a pattern asks for, else the plain one.
    fn guessed(&self, plain: &str) -> Option<String> {
        let shapes: SmallVec<[Shape; 1]> =
            self.patterns.iter().filter_map(|(pattern, _)| Shape::read(pattern)).collect();
        let usual = shapes.first().filter(|shape| !shape.is_vague);
        let usual = usual.and_then(|shape| shape.text(Choice::default()));
        if let Some(text) = usual.filter(|text| self.allow(text) == Some(true)) {
            return Some(text);
        }
        if self.allow(plain) != Some(false) {
            return Some(plain.to_owned());
        }
        let mut texts: Vec<String> = shapes.iter().flat_map(|shape| self.shaped(shape)).collect();
        texts.extend(self.joined(&shapes));
        texts.extend(STOCK.iter().map(|text| self.sized(text)));
        let mut tried = FxHashSet::default();
        texts.retain(|text| tried.insert(text.clone()));
        texts.into_iter().take(MAX_GUESSES).find(|text| self.allow(text) == Some(true))
    }

    /// Texts of a shape: as long as they have to be, with other alternatives, or without what may be left out.
    fn shaped(&self, shape: &Shape) -> Vec<String> {
        let mut texts = Vec::new();
        for alternative in 0..4 {
            for short in [false, true] {
                let choice = Choice { alternative, short, ..Choice::default() };
                let Some(text) = shape.text(choice) else { continue };
                let more = self.least.min(MAX_LEAST).saturating_sub(text.chars().count());
                texts.push(text);
                if more > 0 {
                    let longer = [false, true].map(|beyond| Choice { more, beyond, ..choice });
                    texts.extend(longer.into_iter().filter_map(|choice| shape.text(choice)));
                }
            }
        }
        texts
    }

    /// Texts that are open at an end, or begin as one pattern asks and end as another.
    fn joined(&self, shapes: &[Shape]) -> Vec<String> {
        let texts: Vec<String> = shapes.iter().filter_map(|shape| shape.text(Choice::default())).collect();
        let length = texts.iter().map(|text| text.chars().count()).sum();
        let filler: String =
            "string".chars().cycle().take(self.least.min(MAX_LEAST).saturating_sub(length)).collect();
        match texts.as_slice() {
            [] => Vec::new(),
            [text] => vec![format!("{text}{filler}"), format!("{filler}{text}")],
            [first, .., last] => vec![format!("{first}{filler}{last}"), format!("{last}{filler}{first}")],
        }
    }
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

/// Other values of a format: in other letters, shorter, or as long as they have to be.
fn variants(format: &str, text: &str, least: usize) -> Vec<String> {
    let missing = least.min(MAX_LEAST).saturating_sub(text.chars().count());
    let longer = "a".repeat(missing);
    let mut texts = vec![text.to_uppercase(), text.to_lowercase()];
    let known: &[&str] = match format {
        "date-time" => &["2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00+00:00", "2026-01-31"],
        "time" => &["12:00:00", "12:00"],
        "email" | "idn-email" => &["a@a.test"],
        "hostname" | "idn-hostname" => &["a.test", "a"],
        "uri" | "url" | "iri" => &["https://example.com", "http://example.com/", "http://a.test"],
        _ => &[],
    };
    texts.extend(known.iter().map(|text| (*text).to_owned()));
    match format {
        "uuid" | "guid" => {
            texts.push(text.replace('-', ""));
            texts.push(text.replace('-', "").to_uppercase());
        }
        "email" | "idn-email" | "hostname" | "idn-hostname" => texts.push(format!("{longer}{text}")),
        "uri" | "url" | "iri" | "uri-reference" | "iri-reference" => texts.push(format!("{text}{longer}")),
        "password" => texts.push("*".repeat(text.len() + missing)),
        "byte" => texts.push(format!("{}{text}", "ZXhh".repeat(missing.div_ceil(4)))),
        _ => {}
    }
    texts
}

/// A text that a simple pattern matches; `None` where the pattern tells too little of it, or the outcome does not match
/// after all.
pub(super) fn of_pattern(pattern: &str) -> Option<String> {
    let shape = Shape::read(pattern).filter(|shape| !shape.is_vague)?;
    let text = shape.text(Choice::default()).filter(|text| text.len() <= MAX_PATTERN)?;
    (matches(pattern, &text) == Some(true)).then_some(text)
}

/// Whether a text matches; `None` where that cannot be told with little work.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    runnable(pattern)?.matches(text)
}

fn runnable(pattern: &str) -> Option<Pattern> {
    let known = Some(pattern).filter(|pattern| pattern.len() <= MAX_PATTERN)?;
    Pattern::new(known, "", known).ok()
}
