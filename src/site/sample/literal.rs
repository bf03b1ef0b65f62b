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
            other if (other as u32) < 0x20 || other as u32 == 0x7f => {
                literal.push_str(&format!("\\u{:04x}", other as u32));
            }
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// In single quotes of PHP and Ruby: only `\` and `'` are escaped.
pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// In single quotes of PowerShell: `'` is doubled.
pub(super) fn powershell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A Go literal: backquotes over several lines, where the text has none itself.
pub(super) fn go(text: &str) -> String {
    if text.contains('\n') && !text.contains('`') && !text.contains('\r') {
        format!("`{text}`")
    } else {
        double(text)
    }
}

/// A C# raw string literal with more quotes than the text has in a row.
pub(super) fn csharp(text: &str) -> String {
    if !text.contains('\n') || text.contains('\r') {
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

/// A Java text block.
pub(super) fn java(text: &str) -> String {
    if !text.contains('\n') || text.contains('\r') {
        return double(text);
    }
    let escaped = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    let lines: Vec<String> = escaped
        .split('\n')
        .map(|line| match line.strip_suffix(' ') {
            // A text block drops spaces at the end of a line.
            Some(rest) => format!("{rest}\\s"),
            None => line.to_owned(),
        })
        .collect();
    format!("\"\"\"\n{}\"\"\"", lines.join("\n"))
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
