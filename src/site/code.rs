//! Code with its colours: text and markup side by side, made token by token. The only place besides the Markdown
//! renderer that writes markup.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Anything else.
    Plain,
    /// A string.
    Text,
    /// A number.
    Number,
    /// A word of the language, `true`, `null`.
    Keyword,
    /// A comment.
    Comment,
}

impl Token {
    /// The tags around its markup. Pages have many tokens, so most are told apart by elements that have no attributes.
    fn tags(self) -> Option<(&'static str, &'static str)> {
        match self {
            Token::Plain => None,
            Token::Text => Some(("<i>", "</i>")),
            Token::Number => Some(("<b>", "</b>")),
            Token::Keyword => Some(("<u>", "</u>")),
            Token::Comment => Some(("<i class=c>", "</i>")),
        }
    }
}

/// Code under construction: its text, and where each token ends in it.
#[derive(Debug, Default, Clone)]
pub(super) struct Code {
    text: String,
    ends: Vec<(Token, usize)>,
}

impl Code {
    /// No code yet, with room for so many bytes of it.
    fn with_room(bytes: usize) -> Self {
        Code { text: String::with_capacity(bytes), ends: Vec::with_capacity(bytes / 16) }
    }

    /// Adds a token; equal neighbours become one.
    pub(super) fn push(&mut self, token: Token, text: &str) -> &mut Self {
        self.text.push_str(text);
        self.end(token)
    }

    /// Ends a token where the text ends.
    fn end(&mut self, token: Token) -> &mut Self {
        let end = self.text.len();
        match self.ends.last_mut() {
            Some((last, known)) if *last == token => *known = end,
            _ => self.ends.push((token, end)),
        }
        self
    }

    /// Adds plain text.
    pub(super) fn plain(&mut self, text: &str) -> &mut Self {
        self.push(Token::Plain, text)
    }

    /// Adds a keyword.
    pub(super) fn keyword(&mut self, text: &str) -> &mut Self {
        self.push(Token::Keyword, text)
    }

    /// Adds a string, quotes included.
    pub(super) fn string(&mut self, text: &str) -> &mut Self {
        self.push(Token::Text, text)
    }

    /// Adds a JSON string with its quotes.
    fn quoted(&mut self, token: Token, text: &str) -> &mut Self {
        if text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
            self.text.push_str(&quote(text));
        } else {
            self.text.push('"');
            self.text.push_str(text);
            self.text.push('"');
        }
        self.end(token)
    }

    /// Adds plain blanks, two for each step.
    fn steps(&mut self, steps: usize) -> &mut Self {
        self.text.extend(std::iter::repeat_n("  ", steps));
        self.end(Token::Plain)
    }

    /// Adds all tokens of another piece.
    pub(super) fn append(&mut self, other: &Code) -> &mut Self {
        for (token, text) in other.tokens() {
            self.push(token, text);
        }
        self
    }

    /// The tokens.
    pub(super) fn tokens(&self) -> impl Iterator<Item = (Token, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        starts.zip(&self.ends).map(|(start, (token, end))| (*token, &self.text[start..*end]))
    }

    /// The plain text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The plain text, to keep.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// The markup: escaped text with tags around all but plain tokens.
    pub(super) fn html(&self) -> Html {
        let mut html = String::with_capacity(self.text.len() + self.ends.len() * 4);
        let coloured = memchr::memchr_iter(b'\n', self.text.as_bytes()).count() <= 400;
        for (token, text) in self.tokens() {
            match token.tags().filter(|_| coloured) {
                Some((open, close)) => {
                    html.push_str(open);
                    escape_text(text, &mut html);
                    html.push_str(close);
                }
                None => escape_text(text, &mut html),
            }
        }
        Html(html)
    }
}

/// Markup that was made or checked here and is written as it is.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub(super) struct Html(pub(super) String);

impl Serialize for Html {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

/// A piece of code as templates see it.
#[derive(Debug, Default, Clone, Hash, Serialize)]
pub(super) struct CodeView {
    /// The markup.
    pub(super) html: Html,
    /// The text.
    pub(super) text: String,
}

impl From<&Code> for CodeView {
    fn from(code: &Code) -> Self {
        CodeView { html: code.html(), text: code.text.clone() }
    }
}

/// A serialisable view as a template's value.
pub(super) fn value<T: Serialize>(view: &T) -> Value {
    Value::from(Serde(view))
}

/// Escapes text for markup, attributes included.
pub(super) fn escape(text: &str, html: &mut String) {
    escape_into::<true>(text, html);
}

/// Escapes text between tags, where quotes mean nothing: code is full of them.
pub(super) fn escape_text(text: &str, html: &mut String) {
    escape_into::<false>(text, html);
}

/// Escapes text for markup, attributes included, piece by piece: what needs no escape is handed on as it stands.
pub(super) fn escape_to<E>(text: &str, write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    each_piece::<true, E>(text, write)
}

fn escape_into<const QUOTES: bool>(text: &str, html: &mut String) {
    let Ok(()) = each_piece::<QUOTES, _>(text, |piece| {
        html.push_str(piece);
        Ok::<(), std::convert::Infallible>(())
    });
}

fn each_piece<const QUOTES: bool, E>(
    text: &str,
    mut write: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special::<QUOTES>) {
        write(&rest[..at])?;
        write(entity(rest.as_bytes()[at]))?;
        rest = &rest[at + 1..];
    }
    if rest.is_empty() { Ok(()) } else { write(rest) }
}

fn is_special<const QUOTES: bool>(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>') || QUOTES && matches!(byte, b'"' | b'\'')
}

/// What stands in markup for a character that means something there.
fn entity(byte: u8) -> &'static str {
    match byte {
        b'"' => "&quot;",
        b'\'' => "&#39;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        _ => "&amp;",
    }
}

/// JSON with colours, two spaces deep.
pub(super) fn json(value: &serde_json::Value) -> Code {
    let mut code = Code::with_room(512);
    write_json(value, 0, &mut code);
    code
}

/// JSON with colours: in one line where it is short, else two spaces deep.
pub(super) fn short_json(value: &serde_json::Value) -> Code {
    let mut code = Code::default();
    if fits(value, &mut { LINE }) {
        write_line(value, &mut code);
    } else {
        write_json(value, 0, &mut code);
    }
    code
}

/// The longest value that stands in one line, in bytes, more or less.
const LINE: usize = 160;

/// Whether a value fits into the rest of a line, which is made smaller by it.
fn fits(value: &serde_json::Value, rest: &mut usize) -> bool {
    use serde_json::Value as Json;
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) => take(rest, 6),
        Json::String(text) => take(rest, text.len() + 2),
        Json::Array(items) => take(rest, 2) && items.iter().all(|item| fits(item, rest)),
        Json::Object(entries) => {
            let mut entries = entries.iter();
            take(rest, 2) && entries.all(|(key, value)| take(rest, key.len() + 6) && fits(value, rest))
        }
    }
}

fn take(rest: &mut usize, length: usize) -> bool {
    let fits = length <= *rest;
    *rest = rest.saturating_sub(length);
    fits
}

fn write_line(value: &serde_json::Value, code: &mut Code) {
    use serde_json::Value as Json;
    match value {
        Json::Array(items) => {
            code.plain("[");
            for (index, item) in items.iter().enumerate() {
                code.plain(if index == 0 { "" } else { ", " });
                write_line(item, code);
            }
            code.plain("]");
        }
        Json::Object(entries) => {
            code.plain("{");
            for (index, (key, value)) in entries.iter().enumerate() {
                code.plain(if index == 0 { "" } else { ", " }).quoted(Token::Plain, key).plain(": ");
                write_line(value, code);
            }
            code.plain("}");
        }
        _ => write_json(value, 0, code),
    }
}

/// Text of a notation that is known by its media type or a fence's word; plain when it is neither JSON, XML nor YAML.
pub(super) fn highlight(language: &str, text: &str) -> Code {
    let language = language.to_ascii_lowercase();
    let mut code = Code::with_room(text.len());
    if language.contains("json") || language.contains("yaml") || language == "yml" {
        scan(text, &["true", "false", "null"], Some('#').filter(|_| !language.contains("json")), &mut code);
    } else if language.contains("xml") || language.contains("html") {
        scan_markup(text, &mut code);
    } else if language.contains("bash")
        || language.contains("shell")
        || language == "sh"
        || language == "curl"
    {
        scan(
            text,
            &["curl", "echo", "export", "if", "then", "fi", "for", "do", "done"],
            Some('#'),
            &mut code,
        );
    } else {
        let words = keywords(&language);
        let comment = if language == "python" || language == "ruby" { Some('#') } else { None };
        if words.is_empty() {
            code.plain(text);
        } else {
            scan(text, words, comment, &mut code);
        }
    }
    code
}

fn keywords(language: &str) -> &'static [&'static str] {
    match language {
        "javascript" | "js" | "typescript" | "ts" | "node" => &[
            "const", "let", "var", "await", "async", "function", "return", "import", "from", "new", "if",
            "else", "export", "true", "false", "null",
        ],
        "python" | "py" => &[
            "import", "from", "def", "return", "with", "as", "if", "else", "for", "in", "True", "False",
            "None", "print",
        ],
        "ruby" | "rb" => &["require", "def", "end", "do", "nil", "true", "false", "puts"],
        "php" => &["use", "new", "echo", "return", "function", "true", "false", "null", "require"],
        "go" => &["package", "import", "func", "return", "if", "err", "nil", "defer", "var", "true", "false"],
        "java" | "csharp" | "c#" | "kotlin" => &[
            "var", "new", "using", "import", "public", "class", "static", "void", "await", "return", "true",
            "false", "null", "val", "fun",
        ],
        "rust" => &["let", "use", "fn", "async", "await", "mut", "pub", "true", "false"],
        _ => &[],
    }
}

fn write_json(value: &serde_json::Value, depth: usize, code: &mut Code) {
    use serde_json::Value as Json;
    match value {
        Json::Null => {
            code.keyword("null");
        }
        Json::Bool(truth) => {
            code.keyword(if *truth { "true" } else { "false" });
        }
        Json::Number(number) => {
            code.push(Token::Number, &number.to_string());
        }
        Json::String(text) => {
            code.quoted(Token::Text, text);
        }
        Json::Array(items) if items.is_empty() => {
            code.plain("[]");
        }
        Json::Object(entries) if entries.is_empty() => {
            code.plain("{}");
        }
        Json::Array(items) => {
            code.plain("[");
            for (index, item) in items.iter().enumerate() {
                code.plain(if index == 0 { "\n" } else { ",\n" }).steps(depth + 1);
                write_json(item, depth + 1, code);
            }
            code.plain("\n").steps(depth).plain("]");
        }
        Json::Object(entries) => {
            code.plain("{");
            for (index, (key, value)) in entries.iter().enumerate() {
                code.plain(if index == 0 { "\n" } else { ",\n" }).steps(depth + 1);
                code.quoted(Token::Plain, key).plain(": ");
                write_json(value, depth + 1, code);
            }
            code.plain("\n").steps(depth).plain("}");
        }
    }
}

/// A JSON string with its quotes.
pub(super) fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Colours strings, numbers, words and comments of most notations.
fn scan(text: &str, words: &[&str], comment: Option<char>, code: &mut Code) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => string_length(rest, first),
            _ if Some(first) == comment => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("//") && comment.is_none() => rest.find('\n').unwrap_or(rest.len()),
            _ if first.is_alphanumeric() || first == '_' => rest
                .find(|next: char| !(next.is_alphanumeric() || next == '_' || next == '.'))
                .unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        let token = match first {
            '"' | '\'' if length > 1 => {
                if after.trim_start().starts_with(':') {
                    Token::Plain
                } else {
                    Token::Text
                }
            }
            _ if Some(first) == comment || piece.starts_with("//") => Token::Comment,
            _ if first.is_ascii_digit() => Token::Number,
            _ if words.contains(&piece) => Token::Keyword,
            _ => Token::Plain,
        };
        code.push(token, piece);
        rest = after;
    }
}

fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\n' => return quote.len_utf8(),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    quote.len_utf8()
}

fn scan_markup(text: &str, code: &mut Code) {
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        code.plain(&rest[..open]);
        let length = rest[open..].find('>').map_or(rest.len() - open, |at| at + 1);
        code.keyword(&rest[open..open + length]);
        rest = &rest[open + length..];
    }
    code.plain(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        let code = highlight("json", r#"{"a": "</script><em>", "n": 1.5e3, "t": true}"#);
        let html = code.html().0;
        assert!(!html.contains("<em>") && !html.contains("</script>"));
        assert!(html.contains("<b>1.5e3</b>") && html.contains("<u>true</u>"));
        assert_eq!(code.text(), r#"{"a": "</script><em>", "n": 1.5e3, "t": true}"#);
    }

    #[test]
    fn short_values_stand_in_one_line() {
        let short = serde_json::json!({"oneOf": [{"$ref": "#/a"}, null, 1.5, []], "x": {}});
        let text = short_json(&short).into_text();
        assert_eq!(text, r##"{"oneOf": [{"$ref": "#/a"}, null, 1.5, []], "x": {}}"##);
        let long = serde_json::json!(["x".repeat(LINE)]);
        assert_eq!(short_json(&long).text(), json(&long).text());
        assert!(short_json(&serde_json::json!((0..60).collect::<Vec<_>>())).text().contains('\n'));
    }

    #[test]
    fn every_scanner_keeps_the_text() {
        for language in ["json", "yaml", "xml", "bash", "python", "go", "klingon"] {
            for text in ["'", "\"\\", "a < b > c", "<", "# é \n\"x", "//", "\u{202e}x", "'a\nb'"] {
                assert_eq!(highlight(language, text).text(), text, "{language}");
            }
        }
    }
}
