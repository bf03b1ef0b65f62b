//! One self-contained page out of a rendered folder: the same pages one after the other, links turned into anchors, and
//! style, scripts, pictures, the sidebar's lists and the search index inside. With scripts it shows one page at a time;
//! without, all of them. Opened from disk, from behind a signature, or from an attachment.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::SiteFile;
use super::code::{Html, value};

use super::template::{TemplateError, Templates};

/// Attributes that name ids of the same page, or groups that must not span pages.
const NAMES: [&str; 6] = ["id", "name", "aria-labelledby", "aria-controls", "popovertarget", "data-expand"];

/// The view of `page/single.html`.
#[derive(Serialize)]
struct SinglePage {
    lang: &'static str,
    title: String,
    /// The style sheets, and the hash that lets them through the page's own policy.
    style: Html,
    style_hash: String,
    /// The scripts, the one for the head first, and their hashes.
    scripts: Vec<Html>,
    script_hashes: Vec<String>,
    /// The logo as a data address.
    logo: Option<String>,
    /// Whether anything is marked as changed.
    marked: bool,
    apis: Vec<ApiPart>,
    pages: Vec<Part>,
    /// The anchors of pages by their paths, as JSON.
    addresses: Html,
}

/// What the folder has once for an API.
#[derive(Serialize)]
struct ApiPart {
    folder: String,
    id: String,
    title: Html,
    nav: Html,
    /// The closed lists of the sidebar, as JSON.
    lists: Option<Html>,
    /// The search index, as JSON.
    index: Option<Html>,
}

/// One page of the folder.
#[derive(Serialize)]
struct Part {
    id: String,
    title: Html,
    /// The folder of the API that it belongs to.
    folder: Option<String>,
    content: Html,
}

/// A site in one file, with the anchors that its pages have there.
pub(super) struct Joined {
    pub(super) file: SiteFile,
    ids: BTreeMap<String, String>,
}

impl Joined {
    /// Where an address of the folder is in the one file.
    pub(super) fn address(&self, address: &str) -> String {
        let (page, anchor) = address.split_once('#').unwrap_or((address, ""));
        match (self.ids.get(page), anchor) {
            (Some(id), "") if id != "p0" => format!("index.html#{id}"),
            (None, _) | (_, "") => "index.html".to_owned(),
            (Some(id), anchor) => format!("index.html#{id}-{anchor}"),
        }
    }
}

/// Joins the pages of a site. Paths say the order: the first page, then operations, webhooks, schemas and what else
/// there is, as they are sorted; pages that only a server needs are left out.
pub(super) fn join(
    files: &[SiteFile],
    (lang, title): (&'static str, &str),
    templates: &Templates,
) -> Result<Joined, TemplateError> {
    let text = |file: &'_ SiteFile| String::from_utf8_lossy(&file.bytes).into_owned();
    let mut pages: Vec<(&str, &str)> = files
        .iter()
        .filter(|file| file.path.ends_with(".html") && file.path != "404.html")
        .filter_map(|file| Some((file.path.as_str(), std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    pages.sort_by_key(|(path, _)| (rank(path), *path));
    let overviews: Vec<(&str, &str)> =
        pages.iter().filter(|(path, _)| path.ends_with("/index.html")).copied().collect();
    // The overview of a lone API stands in both folders; here once.
    let twice = overviews.first().map(|(path, _)| *path).filter(|_| overviews.len() == 1);
    pages.retain(|(path, _)| twice != Some(*path));
    let mut ids: BTreeMap<String, String> =
        pages.iter().enumerate().map(|(at, (path, _))| ((*path).to_owned(), format!("p{at}"))).collect();
    ids.extend(twice.map(|path| (path.to_owned(), "p0".to_owned())));
    let pictures = pictures(files);
    let inside = Inside { ids: &ids, pictures: &pictures };
    let style: String = files.iter().filter(|file| file.path.ends_with(".css")).rev().map(text).collect();
    let script = |stem: &str| {
        let file = files.iter().find(|file| file.path.starts_with(&format!("assets/{stem}-")));
        file.map(text).unwrap_or_default().replace("</script", "<\\/script")
    };
    let scripts = [script("theme"), script("script")];
    let hash = |text: &String| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let parts = pages.iter().map(|(path, html)| Part {
        id: ids[*path].clone(),
        title: Html(between(html, "<title>", "</title>").unwrap_or_default().to_owned()),
        folder: path
            .split_once('/')
            .map(|(folder, _)| folder.to_owned())
            .or_else(|| twice.and_then(|path| path.split('/').next()).map(str::to_owned)),
        content: Html(rewrite(content(html), path, &inside)),
    });
    let apis = overviews.iter().map(|(path, html)| api_part(path, html, files, &inside));
    let first = pages.first().map_or("", |(_, html)| *html);
    let logo = between(first, "<a class=\"brand\"", "</a>").and_then(|brand| between(brand, "src=\"", "\""));
    let view = SinglePage {
        lang,
        title: title.to_owned(),
        style_hash: hash(&style),
        style: Html(style),
        script_hashes: scripts.iter().map(hash).collect(),
        scripts: scripts.into_iter().map(Html).collect(),
        logo: logo.and_then(|logo| pictures.get(logo).cloned()),
        marked: overviews.iter().any(|(_, html)| html.contains(" id=\"marks\"")),
        apis: apis.collect(),
        pages: parts.collect(),
        addresses: Html(json(&serde_json::to_string(&ids).unwrap_or_default())),
    };
    let html = templates.render("page/single.html", &value(&view))?;
    Ok(Joined { file: SiteFile { path: "index.html".to_owned(), bytes: html.into() }, ids })
}

/// The sidebar of an API with the data behind it.
fn api_part(path: &str, html: &str, files: &[SiteFile], inside: &Inside<'_>) -> ApiPart {
    let folder = path.split('/').next().unwrap_or_default();
    // `self.previewNav([…]);`
    let data = |kind: &str| {
        let prefix = format!("assets/{kind}-{folder}-");
        let file = files.iter().find(|file| {
            let rest = file.path.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".js"));
            rest.is_some_and(|hash| !hash.contains('-'))
        })?;
        let text = std::str::from_utf8(&file.bytes).ok()?.trim_end();
        let (_, call) = text.split_once('(')?;
        Some(Html(json(call.strip_suffix(");")?)))
    };
    let nav = between(html, "<nav class=\"nav\"", "</nav>").and_then(|nav| nav.split_once('>'));
    ApiPart {
        folder: folder.to_owned(),
        id: inside.ids.get(path).cloned().unwrap_or_default(),
        title: Html(between(html, "<title>", "</title>").unwrap_or_default().to_owned()),
        nav: Html(nav.map(|(_, nav)| rewrite(nav, path, inside)).unwrap_or_default()),
        lists: data("nav"),
        index: data("search"),
    }
}

/// JSON that may stand inside an element.
fn json(text: &str) -> String {
    text.replace('<', "\\u003c")
}

/// Pictures as data addresses, by their paths.
fn pictures(files: &[SiteFile]) -> BTreeMap<&str, String> {
    let kinds = [
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("gif", "image/gif"),
        ("webp", "image/webp"),
        ("svg", "image/svg+xml"),
    ];
    let assets = files.iter().filter(|file| file.path.starts_with("assets/"));
    let data = assets.filter_map(|file| {
        let (_, ending) = file.path.rsplit_once('.')?;
        let (_, kind) = kinds.iter().find(|(known, _)| *known == ending)?;
        Some((file.path.as_str(), format!("data:{kind};base64,{}", STANDARD.encode(&file.bytes))))
    });
    data.collect()
}

/// What links and pictures become.
struct Inside<'i> {
    ids: &'i BTreeMap<String, String>,
    pictures: &'i BTreeMap<&'i str, String>,
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
fn rewrite(html: &str, path: &str, inside: &Inside<'_>) -> String {
    let own = inside.ids.get(path).map_or("", String::as_str);
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
                "href" => out.push_str(&link(&after[..end], path, (own, inside.ids))),
                "src" => {
                    let picture = resolve(path, &after[..end]);
                    let data = picture.and_then(|picture| inside.pictures.get(picture.as_str()));
                    out.push_str(data.map_or("data:,", String::as_str));
                }
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
pub(super) fn tag_length(text: &str) -> usize {
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
fn link(href: &str, path: &str, (own, ids): (&str, &BTreeMap<String, String>)) -> String {
    let plain = href.replace("&#x2f;", "/");
    if plain.starts_with("#i-") || plain.contains("://") || plain.starts_with("mailto:") {
        return href.to_owned();
    }
    let (target, anchor) = plain.split_once('#').unwrap_or((&plain, ""));
    let page = if target.is_empty() {
        Some(own)
    } else {
        resolve(path, target).and_then(|path| ids.get(&path).map(String::as_str))
    };
    match (page, anchor) {
        // The element around every page is not among the pages.
        (Some(page), "" | "main") => format!("#{page}"),
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
        let ids: BTreeMap<String, String> = [("a/index.html", "p0"), ("a/operations/x.html", "p1")]
            .map(|(path, id)| (path.to_owned(), id.to_owned()))
            .into();
        let pictures = [("assets/x.png", "data:image/png;base64,AA".to_owned())].into();
        let inside = Inside { ids: &ids, pictures: &pictures };
        let html = "<a class=\"q\" href=\"..&#x2f;index.html#top\" title=\"a > b\">up</a><p id=\"query.limit\">x = \"y\"</p><a href=\"#query.limit\">#</a><a href=\"https://other.dev/\">o</a><use href=\"#i-copy\"/><a href=\"..&#x2f;openapi.yaml\">d</a><img src=\"../../assets/x.png\">";
        let text = rewrite(html, "a/operations/x.html", &inside);
        assert!(text.contains("href=\"#p0-top\" title=\"a > b\""), "{text}");
        assert!(text.contains("<p id=\"p1-query.limit\">x = \"y\"</p>"), "{text}");
        assert!(text.contains("<a href=\"#p1-query.limit\">"), "{text}");
        assert!(text.contains("https://other.dev/") && text.contains("#i-copy"), "{text}");
        assert!(text.contains("<a href=\"#p0\">d</a><img src=\"data:image/png;base64,AA\">"), "{text}");
    }
}
