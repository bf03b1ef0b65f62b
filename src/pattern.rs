//! Regular expressions that a configuration or a definition gives: ECMA-262 in their syntax, bounded in their work.
//!
//! The syntax is that of `regress`, which only parses here. Matching is done in linear time where that is possible
//! and with a bound on going back where it is not: the expression and the text are both a stranger's.

use jsonschema::{PatternOptions, Validator};
use serde_json::{Value, json};

/// Longer texts are not held to patterns.
const MOST_BYTES: usize = 10_000;

/// Steps back that a pattern with look-around or back-references may take.
const MOST_STEPS_BACK: usize = 100_000;

/// The size of a prepared pattern in bytes; `a{1000}{1000}` would be larger.
const MOST_PATTERN_BYTES: usize = 1 << 20;

/// A prepared regular expression.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// As it was written.
    written: String,
    validator: Validator,
}

impl Pattern {
    /// An expression as `/body/flags`, or the bare body. The error says what is wrong with it.
    pub(crate) fn read(written: &str) -> Result<Self, String> {
        match delimited(written) {
            Some((body, flags)) => Pattern::new(body, flags, written),
            None => Pattern::new(written, "", written),
        }
    }

    /// An expression whose body and flags are known.
    pub(crate) fn new(body: &str, flags: &str, written: &str) -> Result<Self, String> {
        if let Some(flag) = flags.chars().find(|flag| !"dgimsuvy".contains(*flag)) {
            return Err(format!("`{written}` has the unknown flag `{flag}`"));
        }
        if body.len() > MOST_BYTES {
            return Err("the regular expression is longer than 10,000 bytes".to_owned());
        }
        regress::Regex::with_flags(body, flags)
            .map_err(|error| format!("`{written}` is no regular expression: {error}"))?;
        let body = plain(body, flags.contains('s'));
        let inline: String = flags.chars().filter(|flag| "im".contains(*flag)).collect();
        let body = if inline.is_empty() { body } else { format!("(?{inline}:{body})") };
        let validator = prepare(&body).ok_or_else(|| {
            format!("`{written}` is a regular expression that can't be run within bounds: it is too large, or goes back")
        })?;
        Ok(Pattern { written: written.to_owned(), validator })
    }

    /// Whether a text matches somewhere; `None` when it is too long to be looked at.
    pub(crate) fn matches(&self, text: &str) -> Option<bool> {
        (text.len() <= MOST_BYTES).then(|| self.validator.is_valid(&Value::String(text.to_owned())))
    }

    /// As it was written.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }
}

/// Body and flags of `/body/flags`.
fn delimited(written: &str) -> Option<(&str, &str)> {
    let (body, flags) = written.strip_prefix('/')?.rsplit_once('/')?;
    (!body.is_empty() && flags.bytes().all(|flag| flag.is_ascii_lowercase())).then_some((body, flags))
}

/// An expression in which what only ECMA-262 reads as a character is escaped: a brace that counts nothing, and in
/// classes what other syntaxes read as a class within or an operator. With the flag `s` a dot is everything.
fn plain(body: &str, dot_is_all: bool) -> String {
    let mut text = String::with_capacity(body.len());
    let mut in_class = false;
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        match character {
            '\\' => {
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                text.push_str(&rest[..1 + escaped]);
                rest = &after[escaped..];
                continue;
            }
            '[' if !in_class && after.starts_with("^]") => {
                text.push_str("[\\s\\S]");
                rest = &after[2..];
                continue;
            }
            '.' if dot_is_all && !in_class => {
                text.push_str("[\\s\\S]");
                rest = after;
                continue;
            }
            '[' | '&' | '~' if in_class => text.push('\\'),
            '[' => in_class = true,
            ']' => in_class = false,
            '{' if !in_class && !is_count(after) => text.push('\\'),
            _ => {}
        }
        text.push(character);
        rest = after;
    }
    text
}

/// Whether what follows a brace makes it a count: `3}`, `3,}`, `3,5}`.
fn is_count(after: &str) -> bool {
    let Some((inner, _)) = after.split_once('}') else { return false };
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

/// A prepared pattern; `None` when it can't be run within bounds.
pub(crate) fn prepare(pattern: &str) -> Option<Validator> {
    let schema = json!({ "pattern": pattern });
    let linear = PatternOptions::regex().size_limit(MOST_PATTERN_BYTES);
    let linear = jsonschema::options().offline().with_pattern_options(linear).build(&schema).ok();
    linear.or_else(|| {
        let bounded =
            PatternOptions::fancy_regex().backtrack_limit(MOST_STEPS_BACK).size_limit(MOST_PATTERN_BYTES);
        jsonschema::options().offline().with_pattern_options(bounded).build(&schema).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_and_their_flags() {
        let matches = |pattern: &str, text: &str| Pattern::read(pattern).unwrap().matches(text).unwrap();
        assert!(matches("^get", "getPet") && !matches("^get", "GetPet"));
        assert!(matches("/^get/i", "GetPet") && matches("/^[A-Z]\\w+$/", "Pet"));
        // Paths are no delimited expressions unless flags follow the last slash.
        assert!(matches("/pets/{id}", "/v1/pets/{id}"));
        assert!(
            matches("^\\/a{2}[[&&]$", "/aa[") && matches("^[^]$", "\n") && matches("[a\\]]b{,3}", "]b{,3}")
        );
        assert!(matches("\\{id\\}$", "/{id}") && matches("^[a-z{}/]+$", "/{id}"));
        assert!(matches("^(?!x)", "y") && !matches("^(?!x)", "xy"));
        assert!(matches("/a.b/s", "a\nb") && !matches("/a.b/", "a\nb"));
        assert!(matches("/^b/m", "a\nb") && !matches("^b", "a\nb"));
        assert!(matches("[\\u00e0-\\u00ff]", "é"));
        assert_eq!(Pattern::read("a").unwrap().matches(&"a".repeat(20_000)), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |pattern: &str| Pattern::read(pattern).unwrap_err();
        assert!(error("(").contains("`(` is no regular expression"), "{}", error("("));
        assert!(error("/a/x").contains("unknown flag `x`"));
        assert!(error("[z-a]").contains("no regular expression"));
    }

    #[test]
    fn hostile_expressions_end() {
        let text = format!("{}b", "a".repeat(5_000));
        let _ = Pattern::read("^(a+)+$").unwrap().matches(&text);
        let _ = Pattern::read("^(?=(a+)+$)").unwrap().matches(&text);
        assert!(Pattern::read("(((a{1000}){1000}){1000})").is_err());
    }
}
