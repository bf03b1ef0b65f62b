//! Markdown guides beside the reference: front matter, title, text.

use minijinja::Value;
use serde::Serialize;

use super::super::markdown::plain;
use super::super::slug::{self, Spelling};
use super::shell::Shell;

/// The view of `page/guide.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct GuidePage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// The title.
    pub(in crate::site) title: String,
    /// The text.
    pub(in crate::site) prose: Option<Value>,
}

/// A guide before it is rendered.
#[derive(Debug, Clone)]
pub(in crate::site) struct Guide {
    /// The title: front matter's, else the first heading, else the file's name.
    pub(in crate::site) title: String,
    /// Its page, below the API's folder.
    pub(in crate::site) address: String,
    /// The text without front matter and without the heading that became the title.
    pub(in crate::site) text: String,
    /// The file it comes from.
    pub(in crate::site) path: String,
}

/// Reads a guide.
pub(in crate::site) fn guide(path: &str, text: &str) -> Guide {
    let (matter, body) = front_matter(text);
    let stem = path.rsplit('/').next().unwrap_or(path).rsplit_once('.').map_or(path, |(stem, _)| stem);
    let own = matter.lines().find_map(|line| line.strip_prefix("title:"));
    let own =
        own.map(|title| title.trim().trim_matches(['"', '\'']).to_owned()).filter(|title| !title.is_empty());
    let first = body.trim_start().lines().next().unwrap_or_default();
    let heading = first.strip_prefix("# ").map(|heading| plain(heading, 160));
    let body = if heading.is_some() {
        body.trim_start().split_once('\n').map_or("", |(_, rest)| rest)
    } else {
        body
    };
    let title = own.or(heading).unwrap_or_else(|| slug::sentence(stem));
    let whole = path.rsplit_once('.').map_or(path, |(whole, _)| whole);
    let name = if whole == stem {
        slug::slug(stem, Spelling::Lower)
    } else {
        slug::slug(&whole.replace('/', "-"), Spelling::Lower)
    };
    Guide { title, address: format!("guides/{name}.html"), text: body.to_owned(), path: path.to_owned() }
}

/// The text with its links to other guides leading to their pages. Links in the text name the files as they stand in the
/// repository; all guides' pages stand in one folder.
pub(in crate::site) fn with_links(guide: &Guide, guides: &[Guide]) -> String {
    let mut text = String::with_capacity(guide.text.len());
    let mut rest = guide.text.as_str();
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        text.push_str(before);
        let end = after.find([')', ' ', '\n']).unwrap_or(after.len());
        let (target, anchor) = after[..end].split_at(after[..end].find('#').unwrap_or(end));
        let path = super::super::single::resolve(&guide.path, target);
        match guides.iter().find(|other| path.as_deref() == Some(other.path.as_str())) {
            Some(other) if !target.is_empty() => {
                text.push_str(other.address.strip_prefix("guides/").unwrap_or(&other.address));
                push_anchor(anchor, &mut text);
            }
            _ => text.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    text.push_str(rest);
    text
}

/// Headings have a prefix in their ids, so that no text can take the place of what the page relies on.
fn push_anchor(anchor: &str, text: &mut String) {
    if let Some(name) = anchor.strip_prefix('#') {
        text.push_str("#text-");
        text.push_str(name);
    }
}

/// The front matter between two lines of `---`, and what follows.
fn front_matter(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches('\u{feff}');
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return ("", text);
    };
    match rest.find("\n---") {
        Some(end) => {
            let after = &rest[end + 4..];
            (&rest[..end], after.split_once('\n').map_or("", |(_, after)| after))
        }
        None => ("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_between_guides_lead_to_their_pages() {
        let guides = [
            guide("docs/a.md", "see [b](b.md#top), [c](../c.md), [x](x.md) and [o](https://o.dev/b.md)"),
            guide("docs/b.md", ""),
            guide("c.md", ""),
        ];
        let text = with_links(&guides[0], &guides);
        assert_eq!(text, "see [b](docs-b.html#text-top), [c](c.html), [x](x.md) and [o](https://o.dev/b.md)");
    }

    #[test]
    fn the_title_comes_from_the_best_place() {
        let with = guide("docs/prices.md", "---\ntitle: Prices and currencies\n---\n# Other\ntext");
        assert_eq!((with.title.as_str(), with.text.as_str()), ("Prices and currencies", "text"));
        assert_eq!(guide("docs/a.md", "# First *one*\n\ntext").title, "First one");
        assert_eq!(guide("docs/retryingSafely.md", "text").title, "Retrying safely");
    }
}
