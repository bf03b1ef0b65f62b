//! CommonMark of a definition's descriptions as safe markup. Text is cached: definitions repeat themselves.
//!
//! Raw HTML is kept only where an allow-list knows it; images are never loaded from elsewhere, they become links.

mod plain;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use comrak::adapters::{HeadingAdapter, HeadingMeta, SyntaxHighlighterAdapter};
use comrak::nodes::{NodeLink, NodeValue, Sourcepos};
use comrak::options::Plugins;
use comrak::{Arena, Options};
use minijinja::Value;
use rustc_hash::FxHashMap;
use serde::Serialize;

pub(super) use plain::{cut, first_sentence, plain, says_all};

use super::code::{Html, highlight, value};
use super::raw_html::{self, Found};
use crate::message;

/// The longest text that is read as Markdown, in bytes; what is longer is shown as it is written.
const MAX_TEXT: usize = 512 * 1024;

/// What the headings of a text become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Headings {
    /// Sections of the page, from level 2 on, without gaps.
    Sections,
    /// Bold lines, because the text stands inside a row.
    Lines,
    /// Sections of a page that is a guide; its links lead to other guides.
    Guide,
}

/// A text with its markup, as templates see it.
#[derive(Debug, Serialize)]
struct Prose {
    html: Html,
    /// What is inside the paragraph, where the markup is a single one.
    line: Option<Html>,
    text: String,
}

impl Prose {
    fn new(html: Html, text: &str) -> Self {
        let line = html.0.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>\n"));
        let line = line.filter(|line| !line.contains("<p>")).map(|line| Html(line.to_owned()));
        Prose { html, line, text: text.to_owned() }
    }
}

/// Renders Markdown, each text once.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    known: [Mutex<FxHashMap<Box<str>, Value>>; 3],
}

impl Markdown {
    /// A text inside a row: `{html, line, text}`.
    pub(super) fn row(&self, text: Option<&str>) -> Option<Value> {
        self.prose(text, Headings::Lines)
    }

    /// A text that is a part of the page: `{html, line, text}`.
    pub(super) fn page(&self, text: Option<&str>) -> Option<Value> {
        self.prose(text, Headings::Sections)
    }

    /// The text of a guide: `{html, line, text}`. `resolve` tells where a link or a picture leads.
    pub(super) fn guide(&self, text: &str, resolve: &mut Resolve<'_>) -> Option<Value> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let html = render_with(text, Headings::Guide, Some(resolve));
        Some(value(&Prose::new(html, text)))
    }

    fn prose(&self, text: Option<&str>, headings: Headings) -> Option<Value> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let known = &self.known[headings as usize];
        let known = || known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(text) {
            return Some(known.clone());
        }
        let prose = value(&Prose::new(render(text, headings), text));
        known().insert(Box::from(text), prose.clone());
        Some(prose)
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.alerts = true;
    options.extension.footnotes = false;
    options
}

/// Leads a target as it is written to what a page says instead; `None` where it leads nowhere.
pub(super) type Resolve<'r> = dyn FnMut(&str, Wanted) -> Option<String> + 'r;

/// What a target is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A link.
    Link,
    /// A picture.
    Picture,
}

/// The anchors of the headings of a text.
pub(super) fn anchors(text: &str) -> HashSet<String> {
    headings(text).into_iter().map(|heading| heading.anchor).collect()
}

/// A heading of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its level as written.
    pub(super) level: u8,
    /// Its anchor, without the prefix that ids have.
    pub(super) anchor: String,
    /// Its words.
    pub(super) label: String,
}

/// The headings of a text.
pub(super) fn headings(text: &str) -> Vec<Heading> {
    if text.len() > MAX_TEXT || !text.contains('#') && !text.contains("---") && !text.contains("===") {
        return Vec::new();
    }
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options());
    let level = |node: comrak::nodes::Node<'_>| match &node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    };
    let heading = |node: comrak::nodes::Node<'_>| {
        let (level, label) = (level(node)?, words_of(node, raw_html::placeholder));
        // Anchors are made of what is no HTML.
        Some(Heading { level, anchor: super::slug::anchor(&words_of(node, |_| "")), label })
    };
    root.descendants().filter_map(heading).collect()
}

/// The markup of a text.
pub(super) fn render(text: &str, headings: Headings) -> Html {
    render_with(text, headings, None)
}

fn render_with(text: &str, headings: Headings, mut resolve: Option<&mut Resolve<'_>>) -> Html {
    if text.len() > MAX_TEXT {
        let mut html = String::from("<p>");
        super::code::escape(text, &mut html);
        html.push_str("</p>");
        return Html(html);
    }
    let mut options = options();
    let raw = text.contains('<');
    options.render.r#unsafe = raw;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    unload_images(root, &mut resolve);
    if raw {
        settle_html(root, &mut resolve);
    }
    unlink(root, headings, &mut resolve);
    let writer = Writer { headings, state: Mutex::default(), ids: Mutex::default() };
    let mut plugins = Plugins::default();
    plugins.render.codefence_syntax_highlighter = Some(&writer);
    plugins.render.heading_adapter = Some(&writer);
    let mut html = String::new();
    if comrak::format_html_with_plugins(root, &options, &mut html, &plugins).is_err() {
        html.clear();
    }
    let html = if raw { sanitize(&html) } else { html };
    // A box of a task list has no label of its own; what it stands for is the text beside it.
    let html = html.replace("<input type=\"checkbox\"", "<input type=\"checkbox\" aria-label=\"☑\"");
    Html(if html.contains(runs_leftwards) { turned(&html) } else { html })
}

/// Whether a letter belongs to a script that is written from right to left.
fn runs_leftwards(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Lists, quotes and tables have their marks on the side where their text begins. Paragraphs need no attribute.
fn turned(html: &str) -> String {
    let tags = ["<ul", "<ol", "<blockquote", "<table"];
    tags.iter().fold(html.to_owned(), |html, tag| html.replace(tag, &format!("{tag} dir=\"auto\"")))
}

/// Images become links: a page loads nothing from another host, and a definition's images are not part of the site.
/// Those of a guide that the site carries stay.
fn unload_images<'a>(root: comrak::nodes::Node<'a>, resolve: &mut Option<&mut Resolve<'_>>) {
    let images: Vec<_> =
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::Image(_))).collect();
    for node in images {
        let mut data = node.data_mut();
        let NodeValue::Image(image) = &mut data.value else { continue };
        if let Some(resolve) = resolve.as_mut().filter(|_| !has_scheme(&image.url)) {
            if let Some(url) = resolve(&image.url, Wanted::Picture) {
                image.url = url;
            } else {
                drop(data);
                unwrap(node);
            }
            continue;
        }
        let (url, title) = (image.url.clone(), image.title.clone());
        // A badge is a picture in a link: one link is enough.
        let in_link =
            node.ancestors().skip(1).any(|around| matches!(around.data().value, NodeValue::Link(_)));
        if in_link {
            drop(data);
            unwrap(node);
        } else {
            data.value = NodeValue::Link(Box::new(NodeLink { url, title }));
        }
    }
}

/// The same for pictures that are written as HTML; what is no element is a text.
fn settle_html<'a>(root: comrak::nodes::Node<'a>, resolve: &mut Option<&mut Resolve<'_>>) {
    let mut lead = |src: &str| {
        if has_scheme(src) {
            let lower = src.to_ascii_lowercase();
            return match lower.split_once("//").map(|(scheme, _)| scheme) {
                Some("") => Found::Elsewhere(format!("https:{src}")),
                Some("http:" | "https:") => Found::Elsewhere(src.to_owned()),
                _ => Found::Nowhere,
            };
        }
        let picture = resolve.as_mut().and_then(|resolve| resolve(src, Wanted::Picture));
        picture.map_or(Found::Nowhere, Found::Here)
    };
    for node in root.descendants() {
        let in_link = match node.data().value {
            NodeValue::HtmlInline(_) => is_in_link(node),
            _ => false,
        };
        match &mut node.data_mut().value {
            NodeValue::HtmlInline(html) => *html = raw_html::settle(html, in_link, &mut lead),
            NodeValue::HtmlBlock(block) => {
                block.literal = raw_html::settle(&block.literal, false, &mut lead);
            }
            _ => {}
        }
    }
}

/// Whether a piece of HTML stands inside a link, Markdown's or HTML's.
fn is_in_link<'a>(node: comrak::nodes::Node<'a>) -> bool {
    if node.ancestors().skip(1).any(|around| matches!(around.data().value, NodeValue::Link(_))) {
        return true;
    }
    let mut before = String::new();
    for sibling in node.preceding_siblings().skip(1) {
        if let NodeValue::HtmlInline(html) = &sibling.data().value {
            before.insert_str(0, html);
        }
    }
    raw_html::opens_link(&before)
}

/// Leaves what is inside a node in its place.
fn unwrap<'a>(node: comrak::nodes::Node<'a>) {
    while let Some(child) = node.first_child() {
        node.insert_before(child);
    }
    node.detach();
}

/// Keeps the links that lead somewhere. A definition's text often has links of the website it was written for: on these
/// pages they would lead nowhere, and are text.
fn unlink<'a>(root: comrak::nodes::Node<'a>, headings: Headings, resolve: &mut Option<&mut Resolve<'_>>) {
    let mut anchors = HashSet::new();
    if headings != Headings::Lines {
        for node in root.descendants() {
            if matches!(node.data().value, NodeValue::Heading(_)) {
                anchors.insert(super::slug::anchor(&words_of(node, |_| "")));
            }
        }
    }
    let links: Vec<_> =
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::Link(_))).collect();
    for node in links {
        let mut data = node.data_mut();
        let NodeValue::Link(link) = &mut data.value else { continue };
        // Operations and tags as other renderers name them: they are led to their pages when a page is written.
        let is_named = ["#operation/", "#tag/"].iter().any(|prefix| link.url.starts_with(prefix));
        if is_named {
            continue;
        }
        if let Some(anchor) = link.url.strip_prefix('#') {
            if anchors.contains(anchor) {
                link.url = format!("#text-{anchor}");
                continue;
            }
        } else if has_scheme(&link.url) {
            continue;
        } else if let Some(url) = resolve.as_mut().and_then(|resolve| resolve(&link.url, Wanted::Link)) {
            link.url = url;
            continue;
        }
        drop(data);
        unwrap(node);
    }
}

/// Whether an address is whole: `https://…`, `mailto:…`, `//host/…`.
fn has_scheme(url: &str) -> bool {
    url.starts_with("//")
        || url.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty()
                && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+.-".contains(sign))
        })
}

/// The text of a node, without its markup.
fn words_of<'a>(node: comrak::nodes::Node<'a>, of_html: fn(&str) -> &str) -> String {
    let mut words = String::new();
    for part in node.descendants() {
        match &part.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::HtmlInline(html) => words.push_str(of_html(html)),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Item(_) => words.push(' '),
            _ => {}
        }
    }
    words
}

/// A line with values in backticks, as problems and changes are worded, as markup that starts with a capital.
pub(super) fn line(text: &str) -> Html {
    let mut html = String::new();
    let first = text.chars().next().filter(|first| first.is_lowercase());
    let upper = first.map(|first| first.to_uppercase().collect::<String>() + &text[first.len_utf8()..]);
    let text = upper.as_deref().unwrap_or(text);
    let mut rest = text;
    while let Some((before, value, after)) = message::split_at_value(rest) {
        super::code::escape(before, &mut html);
        html.push_str("<code>");
        super::code::escape(value, &mut html);
        html.push_str("</code>");
        rest = after;
    }
    super::code::escape(rest, &mut html);
    Html(html)
}

/// A text of one line as markup without a paragraph around it.
pub(super) fn inline(text: &str) -> Html {
    let text = text.trim();
    if !text.contains(['*', '_', '`', '[', '<', '&', '\\', '~', '\n', ':', '@']) {
        let mut html = String::new();
        super::code::escape_text(text, &mut html);
        return Html(html);
    }
    let html = render(text, Headings::Lines).0;
    let inner = html.trim().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    match inner.filter(|inner| !inner.contains("<p>")) {
        Some(inner) => Html(inner.to_owned()),
        None => Html(html),
    }
}

struct Writer {
    headings: Headings,
    /// The levels as written whose sections are open.
    state: Mutex<Vec<u8>>,
    /// How often each anchor was wanted.
    ids: Mutex<HashMap<String, usize>>,
}

impl Writer {
    fn level(&self, written: u8) -> usize {
        let mut open = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while open.last().is_some_and(|last| *last >= written) {
            open.pop();
        }
        open.push(written);
        (open.len() + 1).min(6)
    }

    /// The anchor of a heading; one that is there already gets a number, as the hosts of repositories do it.
    fn anchor(&self, text: &str) -> String {
        let anchor = super::slug::anchor(text);
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let known = ids.entry(anchor.clone()).or_default();
        *known += 1;
        match *known - 1 {
            0 => anchor,
            number => format!("{anchor}-{number}"),
        }
    }

    fn current(&self) -> usize {
        (self.state.lock().unwrap_or_else(PoisonError::into_inner).len() + 1).min(6)
    }
}

impl HeadingAdapter for Writer {
    fn enter(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta, _: Option<Sourcepos>) -> fmt::Result {
        match self.headings {
            Headings::Lines => output.write_str("<p><strong>"),
            Headings::Sections | Headings::Guide => {
                let level = self.level(heading.level);
                let id = self.anchor(&heading.content);
                let mut escaped = String::new();
                super::code::escape(&id, &mut escaped);
                write!(output, "<h{level} id=\"text-{escaped}\">")
            }
        }
    }

    fn exit(&self, output: &mut dyn fmt::Write, _: &HeadingMeta) -> fmt::Result {
        match self.headings {
            Headings::Lines => output.write_str("</strong></p>\n"),
            Headings::Sections | Headings::Guide => writeln!(output, "</h{}>", self.current()),
        }
    }
}

impl SyntaxHighlighterAdapter for Writer {
    fn write_highlighted(&self, output: &mut dyn fmt::Write, lang: Option<&str>, code: &str) -> fmt::Result {
        let code = highlight(lang.unwrap_or_default(), code);
        output.write_str(&code.html().0)
    }

    fn write_pre_tag(
        &self,
        output: &mut dyn fmt::Write,
        _: HashMap<&'static str, Cow<'_, str>>,
    ) -> fmt::Result {
        output.write_str("<pre tabindex=\"0\">")
    }

    fn write_code_tag(
        &self,
        output: &mut dyn fmt::Write,
        _: HashMap<&'static str, Cow<'_, str>>,
    ) -> fmt::Result {
        output.write_str("<code>")
    }
}

fn sanitize(html: &str) -> String {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from(raw_html::KEPT))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("th", HashSet::from(["align", "scope"])),
            ("td", HashSet::from(["align"])),
            ("ol", HashSet::from(["start"])),
            ("pre", HashSet::from(["tabindex"])),
            ("img", HashSet::from(["src", "alt", "title", "width", "height"])),
            ("h2", HashSet::from(["id"])),
            ("h3", HashSet::from(["id"])),
            ("h4", HashSet::from(["id"])),
            ("h5", HashSet::from(["id"])),
            ("h6", HashSet::from(["id"])),
        ]))
        .allowed_classes(HashMap::from([
            ("span", HashSet::from(["s", "n", "k", "c"])),
            // A block quote that begins with `[!NOTE]` or its like.
            ("div", HashSet::from(["markdown-alert", "markdown-alert-warning", "markdown-alert-caution"])),
            ("p", HashSet::from(["markdown-alert-title"])),
        ]))
        .attribute_filter(|_, name, value| match name {
            // An id that the author wrote could take the place of one that the page relies on.
            "id" if !value.starts_with("text-") => None,
            "tabindex" if value != "0" => None,
            "width" | "height" if !value.bytes().all(|digit| digit.is_ascii_digit()) => None,
            // A picture of the site has an address that starts like this; all others are somebody else's.
            "src" if !value.starts_with("../../assets/") || value.contains("/../../") => None,
            _ => Some(Cow::Borrowed(value)),
        })
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("noopener nofollow"))
        .clean_content_tags(HashSet::from(["script", "style"]));
    without_foreign_pictures(builder.clean(html).to_string())
}

/// Drops the elements of pictures that are not the site's: their addresses are gone already.
fn without_foreign_pictures(html: String) -> String {
    if !html.contains("<img") {
        return html;
    }
    let mut parts = html.split("<img");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        if tag.contains(" src=\"../../assets/") {
            kept.push_str(&format!("<img{tag}>"));
        }
        kept.push_str(after);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_nowhere_are_text() {
        let text = "# One two\n[a](/docs/x) [b](#one-two) [c](#three) [d](https://o.dev) [e](mailto:a@b.c) [f](b.html#x)";
        let html = |headings| render(text, headings).0;
        assert!(html(Headings::Sections).contains("a <a href=\"#text-one-two\">b</a> c <a href=\"https://o.dev\">d</a> <a href=\"mailto:a@b.c\">e</a> f"));
        assert!(html(Headings::Lines).contains("a b c <a"));
        let mut resolve = |url: &str, _: Wanted| (url == "b.html#x").then(|| "c.html".to_owned());
        let guide = render_with(text, Headings::Guide, Some(&mut resolve)).0;
        assert!(
            guide.contains("a <a href=\"#text-one-two\">b</a>") && guide.contains("<a href=\"c.html\">f</a>")
        );
        let mut resolve = |url: &str, wanted: Wanted| {
            (wanted == Wanted::Picture && url == "x.png").then(|| "../../assets/x-1.png".to_owned())
        };
        let text = "<b>![A *b*](x.png)</b> ![gone](y.png) ![far](https://o.dev/z.png) <img src=q.png> `![](x.png)` [![badge](https://o.dev/b)](https://o.dev/c)";
        let guide = render_with(text, Headings::Guide, Some(&mut resolve)).0;
        assert!(guide.contains("<img src=\"../../assets/x-1.png\" alt=\"A b\""), "{guide}");
        assert!(guide.contains(" gone ") && guide.contains("href=\"https://o.dev/z.png\""), "{guide}");
        assert_eq!(guide.matches("<img").count(), 1, "{guide}");
        assert!(guide.contains("<a href=\"https://o.dev/c\" rel=\"noopener nofollow\">badge</a>"), "{guide}");
        let text = "<p align=center><img src=x.png width='40' height=4em onerror=alert(1)></p>\n\n<a href=\"https://o.dev/c\"><img src=\"https://o.dev/b.svg\" alt=\"B\"></a> <img alt='far' src=//o.dev/z.png>\n\n<!-- <img src=y.png> -->";
        let mut asked = Vec::new();
        let mut resolve = |url: &str, _: Wanted| {
            asked.push(url.to_owned());
            (url == "x.png").then(|| "../../assets/x-1.png".to_owned())
        };
        let guide = render_with(text, Headings::Guide, Some(&mut resolve)).0;
        assert!(guide.contains("<img src=\"../../assets/x-1.png\" alt=\"\" width=\"40\"></p>"), "{guide}");
        assert!(
            guide.contains(">B</a> <a href=\"https://o.dev/z.png\"") && !guide.contains("onerror"),
            "{guide}"
        );
        assert_eq!(asked, ["x.png"]);
    }

    #[test]
    fn hostile_markup_is_gone() {
        for text in [
            "<script>alert(1)</script>hello",
            "<img src=x onerror=alert(1)>hello",
            "<a href=\"javascript:alert(1)\">hello</a>",
            "[hello](javascript:alert(1))",
            "![hello](https://example.com/x.png)",
            "<p style=\"position:fixed\" onclick=x>hello</p>",
            "<iframe src=https://example.com></iframe>hello",
        ] {
            let html = render(text, Headings::Sections).0;
            assert!(html.contains("hello"), "{html}");
            for bad in ["<script", "onerror", "javascript:", "<img", "style=", "onclick", "<iframe"] {
                assert!(!html.contains(bad), "{text} gave {html}");
            }
        }
    }

    #[test]
    fn placeholders_stay() {
        let html = render(
            "Send `<a>` to <id>/<user-name>:\n\n<token>\n\n<title> & <script>x</script>",
            Headings::Lines,
        )
        .0;
        for text in ["&lt;id&gt;/&lt;user-name&gt;", "&lt;token&gt;", "&lt;title&gt;"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(!html.contains("script"), "{html}");
    }

    #[test]
    fn headings_have_no_gaps() {
        let html = render("# One\n### Two\n# Three\n", Headings::Sections).0;
        assert!(html.contains("<h2 id=\"text-one\">One</h2>"), "{html}");
        assert!(
            html.contains("<h3 id=\"text-two\">Two</h3>") && html.contains("<h2 id=\"text-three\">"),
            "{html}"
        );
        assert!(render("# One", Headings::Lines).0.contains("<p><strong>One</strong></p>"));
        let twice = render("# A\n# A\n", Headings::Sections).0;
        assert!(twice.contains("id=\"text-a\"") && twice.contains("id=\"text-a-1\""), "{twice}");
    }

    #[test]
    fn a_safe_subset_of_html_stays() {
        let html = render("a <sub>2</sub> <b>bold</b>\n\n| a | b |\n|---|--:|\n| 1 | 2 |", Headings::Lines).0;
        assert!(
            html.contains("<sub>2</sub>") && html.contains("<b>bold</b>") && html.contains("<table>"),
            "{html}"
        );
    }

    #[test]
    fn notes_of_the_hosts_markdown_are_notes() {
        let html = render("> [!WARNING]\n> Gone *soon*.", Headings::Sections).0;
        assert!(html.contains(r#"class="markdown-alert markdown-alert-warning""#), "{html}");
        assert!(
            html.contains(r#"<p class="markdown-alert-title">Warning</p>"#) && !html.contains("[!"),
            "{html}"
        );
    }

    #[test]
    fn lists_begin_where_their_text_does() {
        assert!(render("- ابحث\n- احجز", Headings::Lines).0.starts_with("<ul dir=\"auto\">"));
        assert!(render("1. שלום", Headings::Lines).0.starts_with("<ol dir=\"auto\">"));
        assert!(render("> Grüße, 你好", Headings::Lines).0.starts_with("<blockquote>"));
    }

    #[test]
    fn lines_with_values() {
        assert_eq!(line("`a<b` is <new>").0, "<code>a&lt;b</code> is &lt;new&gt;");
        assert_eq!(line("an odd ` tick").0, "An odd ` tick");
        assert_eq!(line("it was `` a`b `` before").0, "It was <code>a`b</code> before");
    }
}
