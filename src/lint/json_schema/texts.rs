//! Patterns and formats of strings. Each is prepared once; patterns run in linear time where they can, else with a
//! bound on going back.

use jsonschema::Validator;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::pattern::prepare;

/// Longer texts are not held to patterns.
const MOST_BYTES: usize = 10_000;

/// Prepared patterns and formats. `None` for one that can't be prepared: it is not checked.
#[derive(Default)]
pub(super) struct TextChecks {
    patterns: FxHashMap<String, Option<Validator>>,
    formats: FxHashMap<String, Option<Validator>>,
}

impl TextChecks {
    /// Whether a text matches a pattern (ECMA-262, not anchored).
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> bool {
        if text.len() > MOST_BYTES {
            return true;
        }
        let prepared = match self.patterns.get(pattern) {
            Some(prepared) => prepared,
            None => self.patterns.entry(pattern.to_owned()).or_insert_with(|| prepare(pattern)),
        };
        prepared.as_ref().is_none_or(|prepared| prepared.is_valid(&Value::String(text.to_owned())))
    }

    /// Whether a text has a format; one that is not known is not checked.
    pub(super) fn has_format(&mut self, format: &str, text: &str) -> bool {
        match format {
            "byte" => return is_base64(text),
            "password" | "binary" | "" => return true,
            _ => {}
        }
        let prepared = match self.formats.get(format) {
            Some(prepared) => prepared,
            None => self.formats.entry(format.to_owned()).or_insert_with(|| prepare_format(format)),
        };
        prepared.as_ref().is_none_or(|prepared| prepared.is_valid(&Value::String(text.to_owned())))
    }
}

fn prepare_format(format: &str) -> Option<Validator> {
    let schema = json!({ "format": format });
    jsonschema::options()
        .offline()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .build(&schema)
        .ok()
}

/// Base64 as RFC 4648, 4 has it, line breaks allowed.
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'\r' | b'\n');
    text.len() - body.len() <= 2 && body.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_ecma_262_and_bounded() {
        let mut texts = TextChecks::default();
        assert!(texts.matches("^\\d{3}$", "123") && !texts.matches("^\\d{3}$", "12a"));
        assert!(texts.matches("b", "abc"));
        assert!(!texts.matches("^(?!x)", "xy") && texts.matches("^(?!x)", "y"));
        assert!(texts.matches("(", "can't be prepared"));
        // Would take for ever by going back.
        let _ = texts.matches("^(a+)+$", &format!("{}b", "a".repeat(5_000)));
        let _ = texts.matches("^(?=(a+)+$)", &format!("{}b", "a".repeat(5_000)));
    }

    #[test]
    fn formats_are_held_to_their_standards() {
        let mut texts = TextChecks::default();
        for (format, good, bad) in [
            ("date", "2024-02-29", "2023-02-29"),
            ("date-time", "2024-01-01T10:00:00Z", "2024-01-01"),
            ("email", "a@museum.test", "a"),
            ("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8"),
            ("uri", "https://museum.test/a", "a b"),
            ("ipv4", "127.0.0.1", "256.0.0.1"),
            ("byte", "aGVsbG8=", "a b"),
        ] {
            assert!(texts.has_format(format, good), "{format}");
            assert!(!texts.has_format(format, bad), "{format}");
        }
        assert!(texts.has_format("int32", "x") && texts.has_format("no such format", "x"));
    }
}
