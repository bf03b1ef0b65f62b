//! Text from a repository as Markdown that says what it says and does nothing: no mention, no work item or pull request
//! link, no formula, no image, no HTML, no broken table. What the server would turn into something stands in a code
//! span, where it turns into nothing.

use super::neutral::neutralise;
use crate::message::split_at_value;

/// The longest URL that is linked, in bytes.
const MAX_URL: usize = 2_000;

/// Where text stands; `|` ends a table's cell even in a code span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Line,
    Cell,
}

/// Whether text begins a line, where `-`, `1.` and their like would begin a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    OfLine,
    Within,
}

impl Start {
    /// Of what follows `before`.
    fn of(before: &str) -> Self {
        if before.trim().is_empty() { Start::OfLine } else { Start::Within }
    }
}

/// Plain text within a line, at most `most` characters.
pub(super) fn text(text: &str, most: usize) -> String {
    inline(&shorten(neutralise(text).trim(), most), Container::Line, Start::OfLine)
}

/// Plain text in a table's cell, at most `most` characters.
pub(super) fn cell(text: &str, most: usize) -> String {
    inline(&shorten(neutralise(text).trim(), most), Container::Cell, Start::OfLine)
}

/// A message with values in backticks: these become code spans, the rest is plain text. At most `most` characters.
pub(super) fn message(text: &str, most: usize) -> String {
    markdown_of_message(text, most, Container::Line)
}

/// A message in a table's cell.
pub(super) fn message_cell(text: &str, most: usize) -> String {
    markdown_of_message(text, most, Container::Cell)
}

fn markdown_of_message(text: &str, most: usize, container: Container) -> String {
    let line = shorten(neutralise(text).trim(), most);
    let mut markdown = String::new();
    let mut rest = line.as_str();
    while let Some((before, value, after)) = split_at_value(rest) {
        let piece = inline(before, container, Start::of(&markdown));
        join(&mut markdown, &piece);
        join(&mut markdown, &span(value, container));
        rest = after;
    }
    let piece = inline(rest, container, Start::of(&markdown));
    join(&mut markdown, &piece);
    markdown
}

/// Adds a piece; code spans that touch would become one.
fn join(markdown: &mut String, piece: &str) {
    if markdown.ends_with('`') && piece.starts_with('`') {
        markdown.push(' ');
    }
    markdown.push_str(piece);
}

/// A value in a code span, at most `most` characters.
pub(super) fn code(value: &str, most: usize) -> String {
    span(&shorten(&neutralise(value), most), Container::Line)
}

/// Text inside an HTML element such as `<summary>`, where Markdown is not read but addresses may be.
pub(super) fn html(text: &str, most: usize) -> String {
    let mut safe = String::new();
    let text = shorten(&neutralise(text), most).replace("://", ":\u{2060}//").replace("www.", "www\u{2060}.");
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // A joiner that is not seen keeps `#12`, `!12`, `@name` and addresses from being read as one.
            '#' | '!' | '@' | '$' | '`' | '*' | '_' | '[' | '~' => {
                safe.push(character);
                safe.push('\u{2060}');
            }
            _ => safe.push(character),
        }
    }
    safe
}

/// `label`, which is Markdown already, as a link; without an address the label alone.
pub(super) fn link(label: &str, address: Option<&str>) -> String {
    match address.and_then(url) {
        Some(url) => format!("[{label}]({url})"),
        None => label.to_owned(),
    }
}

/// An address that can stand in a link: `http`, `https` or `file`, not too long, with everything escaped that would end
/// the link or be read as an entity.
pub(super) fn url(address: &str) -> Option<String> {
    let parsed = url::Url::parse(address).ok()?;
    if !matches!(parsed.scheme(), "http" | "https" | "file") || parsed.password().is_some() {
        return None;
    }
    let mut safe = String::new();
    for character in parsed.as_str().chars() {
        match character {
            '(' | ')' | '<' | '>' | '\\' | '`' | '|' | '"' | '[' | ']' | ';' | '*' | ' ' => {
                safe.push_str(&format!("%{:02X}", character as u32));
            }
            _ => safe.push(character),
        }
    }
    (safe.len() <= MAX_URL).then_some(safe)
}

/// At most `most` characters, an ellipsis where something was cut.
pub(super) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// Plain text: words that the server would turn into something in code spans, marks escaped.
fn inline(text: &str, container: Container, start: Start) -> String {
    let mut markdown = String::new();
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            markdown.push(' ');
        }
        if becomes_something(word) {
            markdown.push_str(&span(word, container));
        } else {
            let is_first = start == Start::OfLine && markdown.trim().is_empty();
            escape_word(word, if is_first { Start::OfLine } else { Start::Within }, &mut markdown);
        }
    }
    markdown
}

/// Whether the server makes a link, a mention or a formula of a word.
fn becomes_something(word: &str) -> bool {
    let bytes = word.as_bytes();
    let numbered = bytes
        .windows(2)
        .any(|pair| matches!(pair[0], b'#' | b'!' | b'~' | b'^') && pair[1].is_ascii_alphanumeric());
    let lower = word.to_ascii_lowercase();
    numbered
        || word.contains(['@', '$'])
        || ["://", "www.", "mailto:", "data:", "javascript:"].iter().any(|start| lower.contains(start))
}

fn escape_word(word: &str, start: Start, markdown: &mut String) {
    for (index, character) in word.chars().enumerate() {
        let begins_line = start == Start::OfLine;
        let starts = begins_line && index == 0;
        let follows_number = index > 0 && word.bytes().take(index).all(|byte| byte.is_ascii_digit());
        match character {
            '&' => markdown.push_str("&amp;"),
            '<' => markdown.push_str("&lt;"),
            '>' => markdown.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '^' | '|' | '#' | '!' => {
                markdown.push('\\');
                markdown.push(character);
            }
            '-' | '+' | '=' if starts => {
                markdown.push('\\');
                markdown.push(character);
            }
            // A number at the start would begin a list.
            '.' | ')' if begins_line && follows_number => {
                markdown.push('\\');
                markdown.push(character);
            }
            _ => markdown.push(character),
        }
    }
}

/// A code span whose fence is longer than any run of backticks inside.
fn span(value: &str, container: Container) -> String {
    if value.trim().is_empty() {
        return "` `".to_owned();
    }
    let longest = value.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if value.starts_with('`') || value.ends_with('`') { " " } else { "" };
    let value = match container {
        Container::Cell => value.replace('|', "\\|"),
        Container::Line => value.to_owned(),
    };
    format!("{fence}{pad}{value}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_something() {
        let cases = [
            ("Skerry Ferries API", "Skerry Ferries API"),
            ("see #123 and AB#9", "see `#123` and `AB#9`"),
            ("merged in !12", "merged in `!12`"),
            ("@<00000000-0000-0000-0000-000000000000> hi", "`@<00000000-0000-0000-0000-000000000000>` hi"),
            ("costs $5 or $\\alpha$", "costs `$5` or `$\\alpha$`"),
            ("![x](https://evil.example/x.png)", "`![x](https://evil.example/x.png)`"),
            ("[text](evil)", "\\[text\\](evil)"),
            ("<img src=x onerror=y> & co", "&lt;img src=x onerror=y&gt; &amp; co"),
            ("a | b", "a \\| b"),
            ("*b* _i_ ~~s~~", "\\*b\\* \\_i\\_ `~~s~~`"),
            ("# head", "\\# head"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("one\n\n```\ntwo", "one  \\`\\`\\` two"),
        ];
        for (input, expected) in cases {
            assert_eq!(text(input, 200), expected, "{input}");
        }
    }

    #[test]
    fn messages_keep_their_values_as_code() {
        assert_eq!(
            message("type of `a|b`: `string` → `number` (#12)", 200),
            "type of `a|b`: `string` → `number` `(#12)`"
        );
        assert_eq!(message_cell("type of `a|b`", 200), "type of `a\\|b`");
        assert_eq!(message("`a` and a lone ` tick", 200), "`a` and a lone \\` tick");
        assert_eq!(message("new (`200`) - or `a`. 1. b", 200), "new (`200`) - or `a`. 1. b");
        assert_eq!(message("- `a`", 200), "\\- `a`");
        let held = "`` p|<b>`x @bob `` has another type: `string` → ``` ``n`` ```, not `` ` ``";
        assert_eq!(
            message(held, 200),
            "``p|<b>`x @bob`` has another type: `string` → ``` ``n`` ```, not `` ` ``"
        );
        // Values that nobody quoted with care, and words of ours that go on after a value.
        assert_eq!(message("the id `x`y` is used, `z` too", 200), "the id ``x`y`` is used, `z` too");
        assert_eq!(message("`/a`b @bob`: no", 200), "``/a`b @bob``: no");
        assert_eq!(message("the `$ref`s of `x`, (`y`)", 200), "the `$ref`s of `x`, (`y`)");
        assert_eq!(message("from `` to `x`", 200), "from \\`\\` to `x`");
        assert_eq!(message("``` fence", 200), "\\`\\`\\` fence");
        assert_eq!(message("abc `defghij`", 7), "abc \\`de…");
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a`b``c", 99), "```a`b``c```");
        assert_eq!(code("`", 99), "`` ` ``");
        assert_eq!(code("", 99), "` `");
        assert_eq!(code("a\nb", 99), "`a b`");
        assert_eq!(code("abcdef", 3), "`abc…`");
    }

    #[test]
    fn addresses_cannot_leave_their_link() {
        assert_eq!(
            url("https://x.example/a(b) c?q=[1]&lt;#f"),
            Some("https://x.example/a%28b%29%20c?q=%5B1%5D&lt%3B#f".to_owned())
        );
        assert_eq!(url("javascript:alert(1)"), None);
        assert_eq!(url("https://user:secret@x.example/"), None);
        assert_eq!(url("page.html"), None);
        assert_eq!(url(&format!("https://x.example/{}", "a".repeat(3_000))), None);
        assert_eq!(link("`x`", Some("vbscript:x")), "`x`");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(
            html("</summary><b>#1 & \"x\"", 99),
            "&lt;/summary&gt;&lt;b&gt;#\u{2060}1 &amp; &quot;x&quot;"
        );
    }

    /// Renders as a server does that knows every extension.
    fn render(markdown: &str) -> String {
        let mut options = comrak::Options::default();
        options.extension.table = true;
        options.extension.autolink = true;
        options.extension.strikethrough = true;
        options.extension.math_dollars = true;
        options.extension.footnotes = true;
        options.extension.superscript = true;
        options.extension.subscript = true;
        options.extension.underline = true;
        options.extension.tasklist = true;
        options.extension.alerts = true;
        options.render.r#unsafe = true;
        comrak::markdown_to_html(markdown, &options)
    }

    /// The names of all elements of an HTML text, sorted and each once.
    fn elements(html: &str) -> Vec<&str> {
        let mut names: Vec<&str> = html
            .split('<')
            .skip(1)
            .map(|piece| piece.split(['>', ' ', '\n']).next().unwrap_or_default().trim_start_matches('/'))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    const ALPHABET: &str = "[\\[\\]()!<>`*_~|#$@&^:/.\\\\ \n\ta1w=+-]{0,24}|(https://a\\.b|www\\.a\\.b|a@b\\.c|#12|!7|@<a>|`|``| |\\||x){0,8}";

    proptest::proptest! {
        #[test]
        fn rendered_text_has_no_element_but_code(input in ALPHABET) {
            for markdown in [text(&input, 200), message(&input, 200), code(&input, 200)] {
                let html = render(&format!("- {markdown} x\n"));
                let found = elements(&html);
                proptest::prop_assert!(
                    found.iter().all(|name| ["ul", "li", "code"].contains(name)),
                    "{markdown:?} gives {html:?}"
                );
            }
        }

        #[test]
        fn a_cell_stays_a_cell(input in ALPHABET) {
            for markdown in [cell(&input, 200), message_cell(&input, 200)] {
                let html = render(&format!("| a | b |\n|---|---|\n| {markdown} | end |\n"));
                proptest::prop_assert!(html.contains("<td>end</td>"), "{markdown:?} gives {html:?}");
                proptest::prop_assert_eq!(html.matches("<td>").count(), 2);
                let allowed = ["table", "thead", "tbody", "tr", "th", "td", "code"];
                proptest::prop_assert!(elements(&html).iter().all(|name| allowed.contains(name)), "{html:?}");
            }
        }

        #[test]
        fn a_link_is_one_link(input in ALPHABET) {
            let address = format!("https://x.example/{input}");
            if let Some(url) = url(&address) {
                let html = render(&format!("a [`b`]({url}) c\n"));
                proptest::prop_assert_eq!(html.matches("<a ").count(), 1, "{:?} gives {:?}", url, html);
                proptest::prop_assert!(html.ends_with("</a> c</p>\n"), "{url:?} gives {html:?}");
            }
        }
    }
}
