//! Text as a literal of each language: every character arrives as it is.

use serde_json::Value as Json;

use super::super::code::{Code, Token};

/// Inside single quotes of a POSIX shell: `'` becomes `'\''`.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// In double quotes with the escapes that JavaScript, C#, Java, Go and Python share.
pub(super) fn double(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            // Control characters, and those that C# takes for the end of a line.
            other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}') => {
                literal.push_str(&format!("\\u{:04x}", other as u32));
            }
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// In single quotes of PHP, and Ruby where nothing is odd: only `\` and `'` are escaped.
pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// In double quotes of PHP, where `$` begins a variable.
pub(super) fn php(text: &str) -> String {
    let escaped = double(text).replace('$', "\\$");
    // Other control characters than those with letters are written in PHP's way.
    let mut literal = String::new();
    let mut rest = escaped.as_str();
    while let Some((before, after)) = rest.split_once("\\u00") {
        // An escaped backslash before a `u` is no escape of a character.
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        literal.push_str(before);
        literal.push_str(if backslashes % 2 == 0 { "\\x" } else { "\\u00" });
        rest = after;
    }
    literal.push_str(rest);
    literal
}

/// In Ruby's single quotes; in double ones, where `#` begins what is worked out, for what Ruby would read as the end of
/// a line.
pub(super) fn ruby(text: &str) -> String {
    if text.contains(is_odd) { double(text).replace('#', "\\#") } else { single(text) }
}

/// In single quotes of PowerShell: `'` is doubled, and so are its typographic sisters, which PowerShell takes for it.
pub(super) fn powershell(text: &str) -> String {
    let mut literal = String::from("'");
    for character in text.chars() {
        literal.push(character);
        if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
            literal.push(character);
        }
    }
    literal.push('\'');
    literal
}

/// A Go literal: backquotes over several lines, where the text has none itself.
pub(super) fn go(text: &str) -> String {
    if text.contains('\n') && !text.contains('`') && !text.contains(is_odd) {
        format!("`{text}`")
    } else {
        double(text)
    }
}

/// A Go literal on one line: backquotes where they save escapes.
pub(super) fn go_line(text: &str) -> String {
    let plain = text.contains(['`', '\n']) || text.contains(is_odd) || !text.contains('"');
    if plain { double(text) } else { format!("`{text}`") }
}

/// A C# raw string literal with more quotes than the text has in a row.
pub(super) fn csharp(text: &str) -> String {
    if !text.contains('\n') || text.contains(|sign| is_odd(sign) || matches!(sign, '\u{2028}' | '\u{2029}')) {
        return double(text);
    }
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '"' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "\"".repeat((longest + 1).max(3));
    format!("{fence}\n{text}\n{fence}")
}

/// A Java text block, where it says the text as it is: it takes away what all lines are indented by, and white space at
/// the end of a line.
pub(super) fn java(text: &str) -> String {
    let indented = text.lines().filter(|line| !line.is_empty()).all(|line| line.starts_with([' ', '\t']));
    let kept = text.lines().all(|line| line.trim_end() == line) && !text.contains(is_odd);
    if !text.contains('\n') || indented || !kept {
        return double(text);
    }
    let mut escaped = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    if escaped.ends_with('"') {
        escaped.insert(escaped.len() - 1, '\\');
    }
    format!("\"\"\"\n{escaped}\"\"\"")
}

/// Whether a character has to be escaped wherever it stands.
fn is_odd(character: char) -> bool {
    character.is_control() && character != '\n'
}

/// The words that a language writes JSON's words and containers with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notation {
    /// `true`, `false`, `null`.
    pub(super) words: [&'static str; 3],
    /// What stands between a key and its value.
    pub(super) between: &'static str,
    /// The brackets of an object.
    pub(super) object: [&'static str; 2],
    /// How text is quoted.
    pub(super) quote: fn(&str) -> String,
    /// Whether keys that are names stand without quotes.
    pub(super) bare_keys: Keys,
}

/// How the keys of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// `"name"`.
    Quoted,
    /// `name` where that is a name.
    Bare,
}

/// JSON as a literal of a language, indented to `depth`.
pub(super) fn value(value: &Json, notation: &Notation, depth: usize, code: &mut Code) {
    let indent = |depth: usize| "    ".repeat(depth);
    match value {
        Json::Null => drop_code(code.keyword(notation.words[2])),
        Json::Bool(true) => drop_code(code.keyword(notation.words[0])),
        Json::Bool(false) => drop_code(code.keyword(notation.words[1])),
        Json::Number(number) => drop_code(code.push(Token::Number, &number.to_string())),
        Json::String(text) => drop_code(code.string(&(notation.quote)(text))),
        Json::Array(items) if items.is_empty() => drop_code(code.plain("[]")),
        Json::Array(items) => {
            code.plain("[\n");
            for item in items {
                code.plain(&indent(depth + 1));
                self::value(item, notation, depth + 1, code);
                code.plain(",\n");
            }
            code.plain(&indent(depth)).plain("]");
        }
        Json::Object(entries) if entries.is_empty() => {
            code.plain(notation.object[0]).plain(notation.object[1]);
        }
        Json::Object(entries) => {
            code.plain(notation.object[0]).plain("\n");
            for (key, item) in entries {
                code.plain(&indent(depth + 1));
                if notation.bare_keys == Keys::Bare && is_name(key) {
                    code.plain(key);
                } else {
                    code.string(&(notation.quote)(key));
                }
                code.plain(notation.between);
                self::value(item, notation, depth + 1, code);
                code.plain(",\n");
            }
            code.plain(&indent(depth)).plain(notation.object[1]);
        }
    }
}

fn drop_code(_: &mut Code) {}

fn is_name(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|next| next.is_ascii_alphanumeric() || next == '_')
        && key != "__proto__"
}
