//! The Markdown twins of the pages: what their templates write texts with. What an author wrote stays Markdown, but for
//! HTML, which becomes Markdown or text, and headings, which fit below those of the page.

use std::borrow::Cow;

use minijinja::{Environment, Error, Value};

use super::raw_html::{self, Piece, Tag};

/// Gives the templates of the twins their filters.
pub(super) fn add_filters(environment: &mut Environment<'_>) {
    environment.add_filter("as_code", code);
    environment.add_filter("as_text", words);
    environment.add_filter("as_fence", fence);
    environment.add_filter("as_link", link);
    environment.add_filter("as_prose", prose);
}

/// A text on one line.
fn words(text: &str) -> String {
    escaped(&one_line(text))
}

/// A text between backticks, of which it may have some itself.
fn code(text: &str) -> String {
    let text = one_line(text);
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let blank = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

/// A block of code between fences that it has not itself.
fn fence(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{ticks}\n{}\n{ticks}", text.trim_end_matches('\n'))
}

fn longest_run(text: &str, sign: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for one in text.chars() {
        run = if one == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// Text in which nothing begins an element.
fn escaped(text: &str) -> String {
    escaped_but(text, |_| false)
}

/// The same, but for what stays as it is: it is asked about each `<` and what follows.
fn escaped_but(text: &str, stays: fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let begins = |sign: char| sign.is_ascii_alphabetic() || matches!(sign, '/' | '!' | '?');
        if after[1..].starts_with(begins) && !before.ends_with('\\') && !stays(after) {
            out.push('\\');
        }
        out.push('<');
        rest = &after[1..];
    }
    out.push_str(rest);
    out
}

/// `<https://example.com>`, `<user@example.com>`.
fn is_address(text: &str) -> bool {
    let inside = text[1..].split_once('>').map(|(inside, _)| inside);
    inside.is_some_and(|inside| {
        !inside.contains(char::is_whitespace) && (inside.contains("://") || inside.contains('@'))
    })
}

/// `{text, href}` as a link: to the twin of a page, or to another host. What leads to a row is its text alone.
fn link(value: &Value) -> Result<String, Error> {
    let text = value.get_attr("text")?;
    let text = escaped(&one_line(text.as_str().unwrap_or_default()));
    let href = value.get_attr("href")?;
    let Some(href) = href.as_str().and_then(twin) else { return Ok(text) };
    // Blanks around stand outside of the link.
    let bare = text.trim();
    let (before, after) = text.split_once(bare).unwrap_or(("", ""));
    if bare.is_empty() {
        return Ok(text);
    }
    let label = bare.replace('[', "\\[").replace(']', "\\]");
    Ok(format!("{before}[{label}]({href}){after}"))
}

/// The address of the twin of a page; other addresses as they are, and nothing for a place on the page itself.
fn twin(href: &str) -> Option<String> {
    let outside = href.contains("://") || href.starts_with("mailto:");
    let address = match (outside, href.split('#').next().unwrap_or_default()) {
        (true, _) => href.to_owned(),
        (false, "") => return None,
        (false, page) => match page.strip_suffix(".html") {
            Some(stem) => format!("{stem}.md"),
            None => page.to_owned(),
        },
    };
    Some(address.replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace(['\n', '<', '>'], ""))
}

/// An author's Markdown without HTML. Its headings begin at `level`; without one they become bold lines, for a text
/// inside a list.
fn prose(text: &str, level: Option<usize>) -> String {
    let plain = !text.contains('<')
        && !text.contains("\n=")
        && !text.contains("\n-")
        && !text.lines().any(|line| line.trim_start().starts_with('#'));
    if plain {
        return text.to_owned();
    }
    let mut writer = Writer {
        level,
        open: Vec::new(),
        links: Vec::new(),
        dropping: None,
        comment: false,
        table: false,
        out: String::new(),
    };
    let mut fence: Option<&str> = None;
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                let below = lines.get(at).copied().unwrap_or_default();
                let line = writer.without_comments(line);
                at += usize::from(writer.line(&line, below));
                continue;
            }
            _ => {}
        }
        writer.out.push_str(line);
        writer.out.push('\n');
    }
    let text = tidy(&writer.out);
    text.trim().to_owned()
}

/// Writes an author's text anew.
struct Writer {
    /// The level of the first heading; none for bold lines.
    level: Option<usize>,
    /// The levels as written whose sections are open.
    open: Vec<usize>,
    /// The addresses of HTML's links that are open.
    links: Vec<Option<String>>,
    /// The element whose content is left out.
    dropping: Option<String>,
    /// Whether a comment is open.
    comment: bool,
    /// Whether the line at hand is of a table, where no line may end.
    table: bool,
    out: String,
}

impl Writer {
    fn without_comments<'l>(&mut self, line: &'l str) -> Cow<'l, str> {
        if !self.comment && !line.contains("<!--") {
            return Cow::Borrowed(line);
        }
        let mut kept = String::new();
        let mut rest = line;
        loop {
            let sign = if self.comment { "-->" } else { "<!--" };
            let Some((before, after)) = rest.split_once(sign) else { break };
            if !self.comment {
                kept.push_str(before);
            }
            self.comment = !self.comment;
            rest = after;
        }
        if !self.comment {
            kept.push_str(rest);
        }
        Cow::Owned(kept)
    }

    /// Writes a line outside of fences; tells whether the line below it, which makes it a heading, is done with too.
    fn line(&mut self, line: &str, below: &str) -> bool {
        let trimmed = line.trim();
        let hashes = trimmed.len() - trimmed.trim_start_matches('#').len();
        let after = &trimmed[hashes..];
        if (1..=6).contains(&hashes)
            && (after.is_empty() || after.starts_with([' ', '\t']))
            && !line.starts_with("    ")
        {
            self.heading(hashes, after.trim().trim_end_matches('#').trim_end());
            return false;
        }
        let underline = |sign: char| below.len() > 1 && below.trim_end().chars().all(|one| one == sign);
        let is_text = !trimmed.is_empty()
            && !trimmed.starts_with(['|', '-', '*', '+', '>', '<'])
            && !line.starts_with("    ");
        if is_text && (underline('=') || underline('-')) {
            self.heading(if underline('=') { 1 } else { 2 }, trimmed);
            return true;
        }
        self.table = trimmed.starts_with('|');
        self.inline(line);
        self.out.push('\n');
        false
    }

    fn heading(&mut self, written: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        self.out.push('\n');
        let Some(level) = self.level else {
            self.out.push_str("**");
            self.inline(text.trim_matches('*'));
            self.out.push_str("**\n\n");
            return;
        };
        while self.open.last().is_some_and(|last| *last >= written) {
            self.open.pop();
        }
        self.out.push_str(&"#".repeat((level + self.open.len()).min(6)));
        self.open.push(written);
        self.out.push(' ');
        self.inline(text);
        self.out.push_str("\n\n");
    }

    /// Writes text in which code stays as it is.
    fn inline(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('`') {
            let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
            let ticks = &rest[at..at + run];
            let inside = &rest[at + run..];
            let end = inside
                .match_indices(ticks)
                .find(|(end, _)| !inside[end + run..].starts_with('`') && !inside[..*end].ends_with('`'));
            let Some((end, _)) = end else {
                self.markup(&rest[..at + run]);
                rest = inside;
                continue;
            };
            self.markup(&rest[..at]);
            let whole = at + run + end + run;
            if self.dropping.is_none() {
                self.out.push_str(&rest[at..whole]);
            }
            rest = &rest[whole..];
        }
        self.markup(rest);
    }

    fn markup(&mut self, text: &str) {
        if !text.contains('<') {
            if self.dropping.is_none() {
                self.out.push_str(text);
            }
            return;
        }
        for piece in raw_html::pieces(text) {
            let dropping = self.dropping.clone();
            match (piece, dropping) {
                (Piece::Tag(tag), Some(open)) if tag.closes && tag.name == open => self.dropping = None,
                (_, Some(_)) | (Piece::Comment, _) => {}
                (Piece::Text(text), None) => self.out.push_str(&escaped_but(text, is_address)),
                (Piece::Tag(tag), None) => self.tag(&tag),
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let block = if self.table { " " } else { "\n\n" };
        let text = match tag.name.as_str() {
            "script" | "style" | "template" if !tag.closes => {
                self.dropping = Some(tag.name.clone());
                ""
            }
            "br" if self.table => " ",
            "br" => "\\\n",
            "b" | "strong" => "**",
            "i" | "em" => "*",
            "code" | "kbd" | "samp" | "tt" => "`",
            "del" | "s" | "strike" => "~~",
            "li" if !tag.closes && !self.table => "\n- ",
            "td" | "th" if !tag.closes && !self.table => " | ",
            "tr" if !self.table => "\n",
            "hr" if !self.table => "\n\n---\n\n",
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !self.table => {
                if tag.closes {
                    "**\n\n"
                } else {
                    "\n\n**"
                }
            }
            "p" | "div" | "ul" | "ol" | "dl" | "dt" | "dd" | "table" | "blockquote" | "pre" | "details"
            | "summary" | "section" | "article" | "center" => block,
            "a" if !tag.closes => {
                let address = raw_html::attributes(tag.text).into_iter().find(|(name, _)| name == "href");
                let address = address
                    .and_then(|(_, href)| twin(&href))
                    .filter(|href| super::tree::safe_url(href).is_some());
                let open = if address.is_some() { "[" } else { "" };
                self.links.push(address);
                open
            }
            "a" => {
                if let Some(address) = self.links.pop().flatten() {
                    self.out.push_str(&format!("]({address})"));
                }
                ""
            }
            "img" if !tag.closes => {
                let written = raw_html::attributes(tag.text);
                self.out.push_str(&escaped(raw_html::value_of(&written, "alt").unwrap_or_default()));
                ""
            }
            name if raw_html::is_element(name) => "",
            _ => {
                self.out.push('\\');
                tag.text
            }
        };
        self.out.push_str(text);
    }
}

/// The lines of a text as `str::lines` tells them apart, but found by many bytes at a time.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    ends.chain((!text.ends_with('\n')).then_some(text.len())).map(move |end| {
        let line = &text[start..end];
        start = end;
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    })
}

/// No more than one empty line in a row outside of fences, no blanks at the end of a line.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<usize> = None;
    let mut empty = true;
    for line in lines(text) {
        let inner = line.trim_start();
        let ticks = inner.len() - inner.trim_start_matches('`').len();
        if ticks >= 3 {
            match fence {
                None => fence = Some(ticks),
                Some(open) if ticks >= open && inner[ticks..].trim().is_empty() => fence = None,
                Some(_) => {}
            }
        }
        let inside = fence.is_some() && ticks < 3;
        let line = if inside { line } else { line.trim_end() };
        if line.is_empty() && !inside {
            if !empty {
                out.push('\n');
            }
            empty = true;
            continue;
        }
        empty = false;
        out.push_str(line);
        out.push('\n');
    }
    let end = out.trim_end_matches('\n').len();
    out.truncate(end);
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_backticks() {
        assert_eq!(
            (code("a`b"), code("`a"), code("a\nb"), code("")),
            ("``a`b``".into(), "`` `a ``".into(), "`a b`".into(), "`  `".into())
        );
        assert_eq!(fence("a\n```\nb\n"), "````\na\n```\nb\n````");
    }

    #[test]
    fn links_lead_to_twins() {
        let link = |text: &str, href: Option<&str>| link(&minijinja::context! { text, href }).unwrap();
        assert_eq!(link("Pet", Some("../schemas/pet.html#x")), "[Pet](../schemas/pet.md)");
        assert_eq!(link("a [b] <c>", Some("https://x.dev/(a)")), "[a \\[b\\] \\<c>](https://x.dev/%28a%29)");
        assert_eq!(
            (link("see Pet above", Some("#pet")), link("x", None)),
            ("see Pet above".into(), "x".into())
        );
    }

    #[test]
    fn html_becomes_markdown() {
        for (text, wanted) in [
            ("a<br>b <b>bold</b> <id> x < y <https://x.dev>", "a\\\nb **bold** \\<id> x < y <https://x.dev>"),
            ("<p>One</p><ul><li>two</li><li>three</li></ul>", "One\n\n- two\n- three"),
            (
                "<a href=\"https://x.dev/a\">x</a> <a href='javascript:1'>y</a> <img src=z alt=Z>",
                "[x](https://x.dev/a) y Z",
            ),
            ("`<b>` <script>alert(`1`)</script>\n```\n<b>\n```", "`<b>`\n```\n<b>\n```"),
            ("| a<br/>b | <p>c</p> |", "| a b |  c  |"),
            ("<!-- gone -->stays<!-- `x` -->\n<!-- a\nb --> too", "stays\n\n too"),
        ] {
            assert_eq!(prose(text, None), wanted);
        }
    }

    #[test]
    fn headings_fit_below_the_page() {
        assert_eq!(prose("# A\ntext\n### B\n\nC\n===\n", Some(2)), "## A\n\ntext\n\n### B\n\n## C");
        assert_eq!(prose("## A #\ntext\n\n- x\n---\n", None), "**A**\n\ntext\n\n- x\n---");
        assert_eq!(prose("#tag\n#\n", None), "#tag");
    }

    #[test]
    fn one_empty_line_is_enough() {
        assert_eq!(tidy("\n\na  \n\n\nb\n```\n\n\n x \n```\n\n\n"), "a\n\nb\n```\n\n\n x \n```\n");
    }
}
