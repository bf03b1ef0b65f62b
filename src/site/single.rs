//! One self-contained page out of a rendered folder: the same pages one after the other, links turned into anchors, the
//! style sheets inside, no script. Opened from disk, from behind a signature, or from an attachment.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::SiteFile;
use super::code::{Html, value};

use super::template::{TemplateError, Templates};

/// Attributes that name ids of the same page, or groups that must not span pages.
const NAMES: [&str; 5] = ["id", "name", "aria-labelledby", "aria-controls", "popovertarget"];

/// The view of `page/single.html`.
#[derive(Serialize)]
struct SinglePage {
    lang: &'static str,
    title: String,
    /// The style sheets, and the hash that lets them through the page's own policy.
    style: Html,
    style_hash: String,
    icons: Html,
    pages: Vec<Part>,
}

/// One page of the folder.
#[derive(Serialize)]
struct Part {
    id: String,
    title: Html,
    content: Html,
}

/// Joins the pages of a site. Paths say the order: the first page, then operations, webhooks, schemas and what else
/// there is, as they are sorted; pages that only a server needs are left out.
pub(super) fn join(
    files: &[SiteFile],
    (lang, title): (&'static str, &str),
    templates: &Templates,
) -> Result<Vec<SiteFile>, TemplateError> {
    let mut pages: Vec<(&str, &str)> = files
        .iter()
        .filter(|file| file.path.ends_with(".html") && file.path != "404.html")
        .filter_map(|file| Some((file.path.as_str(), std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    pages.sort_by_key(|(path, _)| (rank(path), *path));
    let ids: BTreeMap<&str, String> =
        pages.iter().enumerate().map(|(at, (path, _))| (*path, format!("p{at}"))).collect();
    let style: String = files
        .iter()
        .filter(|file| file.path.ends_with(".css"))
        .rev()
        .filter_map(|file| std::str::from_utf8(&file.bytes).ok())
        .collect();
    let parts = pages.iter().map(|(path, html)| Part {
        id: ids[path].clone(),
        title: Html(between(html, "<title>", "</title>").unwrap_or_default().to_owned()),
        content: Html(rewrite(content(html), path, &ids)),
    });
    let icons = pages
        .first()
        .and_then(|(_, html)| between(html, "<svg class=\"defs\" aria-hidden=\"true\">", "</svg>\n<header"));
    let view = SinglePage {
        lang,
        title: title.to_owned(),
        style_hash: STANDARD.encode(Sha256::digest(style.as_bytes())),
        style: Html(style),
        icons: Html(icons.unwrap_or_default().to_owned()),
        pages: parts.collect(),
    };
    let html = templates.render("page/single.html", &value(&view))?;
    Ok(vec![SiteFile { path: "index.html".to_owned(), bytes: html.into() }])
}

/// First pages first, then what a reader looks for in this order.
fn rank(path: &str) -> (usize, usize) {
    const ORDER: [&str; 6] =
        ["/changes.html", "/problems.html", "/operations/", "/webhooks/", "/tags/", "/schemas/"];
    let kind = ORDER.iter().position(|part| path.contains(part)).map_or(ORDER.len() + 1, |at| at + 1);
    if path == "index.html" {
        (0, 0)
    } else if path.ends_with("/index.html") {
        (1, 0)
    } else {
        (2, kind)
    }
}

/// What stands inside `<main>`.
fn content(html: &str) -> &str {
    let Some(start) = html.find("<main").and_then(|at| Some(at + html[at..].find('>')? + 1)) else {
        return "";
    };
    let end = html.rfind("</main>").unwrap_or(html.len());
    html.get(start..end).unwrap_or_default()
}

fn between<'h>(html: &'h str, start: &str, end: &str) -> Option<&'h str> {
    let from = html.find(start)? + start.len();
    let to = from + html[from..].find(end)?;
    Some(&html[from..to])
}

/// Rewrites the attributes of all tags: ids get the page's own, links to pages become anchors.
fn rewrite(html: &str, path: &str, ids: &BTreeMap<&str, String>) -> String {
    let own = ids.get(path).map_or("", String::as_str);
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..open + tag_length(&rest[open..])];
        let mut tail = tag;
        while let Some(equals) = tail.find("=\"") {
            let (before, after) = tail.split_at(equals + 2);
            let end = after.find('"').unwrap_or(after.len());
            let name = before[..equals].rsplit([' ', '\n']).next().unwrap_or_default();
            out.push_str(before);
            match name {
                "href" => out.push_str(&link(&after[..end], path, (own, ids))),
                _ if NAMES.contains(&name) => {
                    out.push_str(own);
                    out.push('-');
                    out.push_str(&after[..end]);
                }
                _ => out.push_str(&after[..end]),
            }
            tail = &after[end..];
        }
        out.push_str(tail);
        rest = &rest[open + tag.len()..];
    }
    out.push_str(rest);
    out
}

/// The length of a tag, quotes respected.
fn tag_length(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A link to a page of this site as an anchor; icons and other hosts stay, files that are no pages lead to the top.
fn link(href: &str, path: &str, (own, ids): (&str, &BTreeMap<&str, String>)) -> String {
    let plain = href.replace("&#x2f;", "/");
    if plain.starts_with("#i-") || plain.contains("://") || plain.starts_with("mailto:") {
        return href.to_owned();
    }
    let (target, anchor) = plain.split_once('#').unwrap_or((&plain, ""));
    let page = if target.is_empty() {
        Some(own)
    } else {
        resolve(path, target).and_then(|path| ids.get(path.as_str()).map(String::as_str))
    };
    match (page, anchor) {
        (Some(page), "") => format!("#{page}"),
        (Some(page), anchor) => format!("#{page}-{anchor}"),
        (None, _) => "#p0".to_owned(),
    }
}

/// A relative address as a path of the site.
pub(super) fn resolve(path: &str, target: &str) -> Option<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_anchors_and_ids_stay_apart() {
        let ids: BTreeMap<&str, String> =
            [("a/index.html", "p0".to_owned()), ("a/operations/x.html", "p1".to_owned())].into();
        let html = "<a class=\"q\" href=\"..&#x2f;index.html#top\" title=\"a > b\">up</a><p id=\"query.limit\">x = \"y\"</p><a href=\"#query.limit\">#</a><a href=\"https://other.dev/\">o</a><use href=\"#i-copy\"/><a href=\"..&#x2f;openapi.yaml\">d</a>";
        let text = rewrite(html, "a/operations/x.html", &ids);
        assert!(text.contains("href=\"#p0-top\" title=\"a > b\""), "{text}");
        assert!(text.contains("<p id=\"p1-query.limit\">x = \"y\"</p>"), "{text}");
        assert!(text.contains("<a href=\"#p1-query.limit\">"), "{text}");
        assert!(text.contains("https://other.dev/") && text.contains("#i-copy"), "{text}");
        assert!(text.contains("<a href=\"#p0\">d</a>"), "{text}");
    }
}
