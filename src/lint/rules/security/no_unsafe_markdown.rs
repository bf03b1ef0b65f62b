//! Texts don't attack who reads them.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::markdown::field;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-unsafe-markdown",
    aliases: &["no-script-tags-in-markdown"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    summary: "No `description` holds scripts, event handlers or `javascript:` links",
    why: "Descriptions are Markdown, and Markdown holds HTML: a portal that shows it unfiltered runs the script in the \
          browser of whoever reads it. What stands in code (`` `<script>` ``) is text and passes.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, description: 'Welcome <script src=\"x.js\"></script>'}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, description: 'Welcome to the `<script>` museum'}
paths: {}
",
    on: Kind::ALL,
    create: |_| Box::new(NoUnsafeMarkdown),
    ..RuleDef::BASE
};

struct NoUnsafeMarkdown;

impl<'d> Rule<'d> for NoUnsafeMarkdown {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(text) = field(node, "description", cx) else { return };
        let found = look(text.text());
        let messages = [
            (found.script, "this description holds a `<script>` tag"),
            (found.handler, "this description holds a tag with an event handler"),
            (found.link, "this description holds a `javascript:` link"),
        ];
        for (_, message) in messages.into_iter().filter(|(is_found, _)| *is_found) {
            cx.report(text.location(), message);
        }
    }
}

/// What is unsafe in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Found {
    script: bool,
    handler: bool,
    link: bool,
}

/// Longer texts (in bytes) are not parsed: they are searched as if all of them was HTML.
const MAX_TEXT: usize = 200_000;

fn look(text: &str) -> Found {
    let mut found = Found::default();
    // Without these there is neither a tag nor a link with a target.
    if !text.contains('<') && !text.contains("](") && !text.contains("]:") {
        return found;
    }
    if text.len() > MAX_TEXT {
        tags(text, &mut found);
        return found;
    }
    let arena = Arena::new();
    for node in parse_document(&arena, text, &Options::default()).descendants() {
        match &node.data().value {
            NodeValue::HtmlBlock(block) => tags(&block.literal, &mut found),
            NodeValue::HtmlInline(html) => tags(html, &mut found),
            NodeValue::Link(link) | NodeValue::Image(link) => found.link |= is_javascript(&link.url),
            _ => {}
        }
    }
    found
}

/// Looks at the tags of a piece of HTML.
fn tags(html: &str, found: &mut Found) {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if !after.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        let end = after.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '>'));
        let (name, attributes) = after.split_at(end.unwrap_or(after.len()));
        found.script |= name.eq_ignore_ascii_case("script");
        rest = read_attributes(attributes, found);
    }
}

/// Looks at the attributes of a tag and gives what follows it.
fn read_attributes<'h>(html: &'h str, found: &mut Found) -> &'h str {
    let is_between = |letter: char| letter.is_whitespace() || letter == '/';
    let mut rest = html.trim_start_matches(is_between);
    while !rest.is_empty() && !rest.starts_with('>') {
        let end = rest.find(|letter: char| is_between(letter) || matches!(letter, '=' | '>'));
        // A name that begins with `=` is one letter at least.
        let end = end.unwrap_or(rest.len()).max(rest.chars().next().map_or(0, char::len_utf8));
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => read_value(value.trim_start()),
            None => ("", after),
        };
        // No event has a shorter name than `cut`.
        let is_handler = name.len() >= 5 && name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
        found.handler |= is_handler && !value.is_empty();
        if ["href", "src", "xlink:href", "action", "formaction"]
            .iter()
            .any(|url| url.eq_ignore_ascii_case(name))
        {
            found.link |= is_javascript(value);
        }
        rest = after.trim_start_matches(is_between);
    }
    rest
}

/// The value of an attribute, and what follows it.
fn read_value(html: &str) -> (&str, &str) {
    if let Some(quote) = html.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        return html[1..].split_once(quote).unwrap_or((&html[1..], ""));
    }
    html.split_at(html.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(html.len()))
}

/// Whether a URL runs code, as a browser reads it: entities decoded, control characters and blanks left out.
fn is_javascript(url: &str) -> bool {
    let decoded: String = decode(url)
        .chars()
        .filter(|letter| !letter.is_control() && !letter.is_whitespace())
        .take(20)
        .collect();
    decoded.to_lowercase().starts_with("javascript:")
}

/// The text with the entities decoded that can hide a scheme.
fn decode(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = after.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '#');
        let (entity, next) = after.split_at(end.unwrap_or(after.len()));
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match entity.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            },
            None => match entity {
                "colon" => Some(':'),
                "Tab" => Some('\t'),
                "NewLine" => Some('\n'),
                _ => None,
            },
        };
        match letter {
            Some(letter) => {
                decoded.push(letter);
                rest = next.strip_prefix(';').unwrap_or(next);
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::{Found, look};

    #[test]
    fn unsafe_texts_are_found() {
        let script = Found { script: true, ..Found::default() };
        let handler = Found { handler: true, ..Found::default() };
        let link = Found { link: true, ..Found::default() };
        for (text, found) in [
            ("<SCRIPT>x</SCRIPT>", script),
            ("a <script\nsrc=x> b", script),
            ("<div><p><script>", script),
            ("<img src=x onerror=alert(1)>", handler),
            ("<b title='a>b' OnClick = \"x()\">", handler),
            ("<svg onload=x>", handler),
            ("[a](javascript:alert)", link),
            ("[a][b]\n\n[b]: JavaScript:x", link),
            ("![a](java&#x73;cript:x)", link),
            ("<a href=\"&#106;avascript&colon;x\">a</a>", link),
            ("<a href=' java\nscript:x'>a</a>", link),
        ] {
            assert_eq!(look(text), found, "{text}");
        }
    }

    #[test]
    fn safe_texts_pass() {
        for text in [
            "`<script>`",
            "```html\n<script>x</script>\n```",
            "    <script>indented</script>",
            "\\<script>",
            // No tag, as Markdown has it: a blank is missing.
            "<svg/onload=x>",
            "a < b and onclick=c > d",
            "<b>on</b> <a href=\"https://a.test/javascript:x\">a</a> <br/>",
            "<p one=1 on>x</p> <https://a.test/?onclick=1>",
            "[javascript:](https://a.test)",
        ] {
            assert_eq!(look(text), Found::default(), "{text}");
        }
        look("<a ='\"<<é=>&#xfffffff;&");
    }
}
