//! HTML that an author wrote inside Markdown. Pictures become what Markdown's own become: one of the site stays, one of
//! another host becomes a link with its text, and of one that is not there the text stays. What is no element at all,
//! `<id>` for instance, is a text.

use super::code::escape;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// What stands between tags.
    Text(&'t str),
    /// A tag.
    Tag(Tag<'t>),
    /// A comment or a declaration.
    Comment,
}

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    /// Its name in lower case.
    pub(super) name: String,
    /// Whether it ends an element.
    pub(super) closes: bool,
}

/// Elements that pages keep.
pub(super) const KEPT: [&str; 42] = [
    "img",
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "ins",
    "sub",
    "sup",
    "kbd",
    "details",
    "summary",
    "a",
    "span",
    "b",
    "i",
    "s",
    "div",
    "samp",
    "u",
];

/// Elements that pages drop, their texts kept where they have any. Names that are also what people call things, as in
/// `<title>` or `<data>`, are not among them: shown as texts they do no harm.
const DROPPED: &[&str] = &[
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "fieldset",
    "legend",
    "video",
    "audio",
    "picture",
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "use",
    "math",
    "link",
    "meta",
    "base",
    "html",
    "head",
    "body",
    "center",
    "font",
    "small",
    "big",
    "nobr",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "main",
    "aside",
    "figure",
    "figcaption",
    "mark",
    "abbr",
    "cite",
    "q",
    "dfn",
    "var",
    "tt",
    "strike",
    "caption",
    "colgroup",
    "col",
    "tfoot",
    "template",
    "noscript",
    "frame",
    "frameset",
    "wbr",
    "marquee",
    "blink",
    "canvas",
    "dialog",
];

/// Whether a name is that of an element.
pub(super) fn is_element(name: &str) -> bool {
    KEPT.contains(&name) || DROPPED.contains(&name)
}

/// Splits a text into tags and what stands between them.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        let (piece, length) = if let Some(comment) = rest.strip_prefix("<!--") {
            (Some(Piece::Comment), comment.find("-->").map_or(rest.len(), |end| end + 7))
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            (Some(Piece::Comment), rest.find('>').map_or(rest.len(), |end| end + 1))
        } else {
            match tag(rest) {
                Some(tag) => {
                    let length = tag.text.len();
                    (Some(Piece::Tag(tag)), length)
                }
                None => (None, 1),
            }
        };
        at = start + length;
        if let Some(piece) = piece {
            if from < start {
                pieces.push(Piece::Text(&text[from..start]));
            }
            pieces.push(piece);
            from = at;
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// The tag that a text begins with.
fn tag(text: &str) -> Option<Tag<'_>> {
    let closes = text.starts_with("</");
    let inner = &text[1 + usize::from(closes)..];
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let length = inner.find(|sign| !is_name(sign)).unwrap_or(inner.len());
    let name = &inner[..length];
    let after = inner[length..].chars().next();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic())
        || !after.is_some_and(|sign| sign.is_whitespace() || matches!(sign, '/' | '>'))
    {
        return None;
    }
    let whole = &text[..super::single::tag_length(text)];
    whole.ends_with('>').then(|| Tag { text: whole, name: name.to_ascii_lowercase(), closes })
}

/// What becomes of a picture's address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The picture is a file of the site.
    Here(String),
    /// It is somewhere else.
    Elsewhere(String),
    /// It is nowhere.
    Nowhere,
}

/// Settles the pictures of a piece of HTML, and writes what is no element as text. `in_link` says whether the piece
/// stands inside a link already.
pub(super) fn settle(html: &str, in_link: bool, resolve: &mut dyn FnMut(&str) -> Found) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_link = in_link;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Comment => {}
            Piece::Tag(tag) if tag.name == "img" && !tag.closes => {
                picture(&attributes(tag.text), in_link, resolve, &mut out);
            }
            Piece::Tag(tag) => {
                if tag.name == "a" {
                    in_link = !tag.closes;
                }
                if is_element(&tag.name) { out.push_str(tag.text) } else { escape(tag.text, &mut out) }
            }
        }
    }
    out
}

/// What a piece of HTML says as text: nothing, unless it is no element at all.
pub(super) fn placeholder(html: &str) -> &str {
    match pieces(html).as_slice() {
        [Piece::Tag(tag)] if !is_element(&tag.name) => html,
        _ => "",
    }
}

/// Whether the last link that a text begins has no end in it.
pub(super) fn opens_link(html: &str) -> bool {
    let links = |piece: Piece<'_>| match piece {
        Piece::Tag(tag) if tag.name == "a" => Some(!tag.closes),
        _ => None,
    };
    pieces(html).into_iter().filter_map(links).next_back() == Some(true)
}

fn picture(
    written: &[(String, String)],
    in_link: bool,
    resolve: &mut dyn FnMut(&str) -> Found,
    out: &mut String,
) {
    let of = |name: &str| value_of(written, name);
    let Some(src) = of("src").map(str::trim).filter(|src| !src.is_empty()) else { return };
    let alt = of("alt").map(str::trim).unwrap_or_default();
    match resolve(src) {
        Found::Here(path) => {
            out.push_str("<img src=\"");
            escape(&path, out);
            out.push('"');
            for name in ["alt", "title", "width", "height"] {
                if let Some(value) = of(name).or((name == "alt").then_some("")) {
                    out.push_str(&format!(" {name}=\""));
                    escape(value, out);
                    out.push('"');
                }
            }
            out.push('>');
        }
        Found::Elsewhere(_) if in_link => escape(named(alt, src), out),
        Found::Elsewhere(address) => {
            out.push_str("<a href=\"");
            escape(&address, out);
            out.push_str("\">");
            escape(named(alt, src), out);
            out.push_str("</a>");
        }
        Found::Nowhere => escape(alt, out),
    }
}

/// The text of a picture, else the name of its file.
fn named<'t>(alt: &'t str, src: &'t str) -> &'t str {
    let file = src.split(['?', '#']).next().unwrap_or(src).trim_end_matches('/');
    if alt.is_empty() { file.rsplit('/').next().unwrap_or(src) } else { alt }
}

/// The value of an attribute.
pub(super) fn value_of<'w>(written: &'w [(String, String)], name: &str) -> Option<&'w str> {
    written.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The attributes of a tag, names in lower case.
pub(super) fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let start = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let mut rest = tag[start..].trim_end_matches('>').trim_end_matches('/');
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
        let end = rest.find(|sign: char| sign.is_whitespace() || sign == '=').unwrap_or(rest.len());
        if rest.is_empty() || found.len() > 40 {
            return found;
        }
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = &after[1..];
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        if end > 0 {
            found.push((name, decoded(value)));
        }
        rest = next;
    }
}

/// The entities that stand in attributes.
fn decoded(text: &str) -> String {
    let entities = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(html: &str) -> String {
        settle(html, false, &mut |src| match src {
            "x.png" => Found::Here("../../assets/x-1.png".to_owned()),
            src if src.contains("//") => Found::Elsewhere(src.to_owned()),
            _ => Found::Nowhere,
        })
    }

    #[test]
    fn pictures_of_the_site_stay() {
        let wanted = "a <img src=\"../../assets/x-1.png\" alt=\"A &quot;b&quot; &gt;\" width=\"20\"> c";
        assert_eq!(
            settled("a <IMG onerror=x alt=\"A &quot;b&quot; >\" width = 20 src=\"x.png\" /> c"),
            wanted
        );
        assert_eq!(settled("<img src=x.png>"), "<img src=\"../../assets/x-1.png\" alt=\"\">");
    }

    #[test]
    fn others_are_links_or_text() {
        let far = "https://o.dev/a/z.png?x=1&amp;y";
        assert_eq!(settled(&format!("<img src='{far}' alt=Z>")), format!("<a href=\"{far}\">Z</a>"));
        assert_eq!(settled(&format!("<img src='{far}'>")), format!("<a href=\"{far}\">z.png</a>"));
        assert_eq!(
            settled("<a href=\"b\"><img src=\"//o.dev/z\" alt=\"Z\"></a><img src='//o.dev/q'>"),
            "<a href=\"b\">Z</a><a href=\"//o.dev/q\">q</a>"
        );
        assert_eq!(settled("<img src=y.png alt=\"<b>\"> <img>!"), "&lt;b&gt; !");
    }

    #[test]
    fn what_is_no_element_is_text() {
        assert_eq!(
            settled("a <id> </id> <B>b</B> <my-x y=\">\"> 1 < 2"),
            "a &lt;id&gt; &lt;/id&gt; <B>b</B> &lt;my-x y=&quot;&gt;&quot;&gt; 1 < 2"
        );
        assert_eq!(settled("<!-- <img src=x.png> -->a<!doctype x><?php ?>"), "a");
        for odd in [
            "<img",
            "<img src",
            "<img src=",
            "<img src='",
            "<img =x src=x.png>",
            "<img ==>",
            "<é>",
            "</",
            "<",
            "<!--",
        ] {
            settled(odd);
        }
    }
}
