//! Markdown guides beside the reference: front matter, title, text.

use std::collections::HashSet;

use minijinja::Value;
use rustc_hash::{FxHashMap, FxHashSet};
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
    /// The anchors of its headings.
    pub(in crate::site) anchors: HashSet<String>,
}

/// Folders that say nothing about the guides in them.
const PLAIN_FOLDERS: [&str; 6] = ["doc", "docs", "documentation", "guide", "guides", "pages"];

/// Reads all guides. A page's name follows from its own path; two that come out alike get a hash of their paths.
pub(in crate::site) fn guides(files: &[(String, String)]) -> Vec<Guide> {
    let mut guides: Vec<Guide> = Vec::new();
    for (path, text) in files {
        let mut one = guide(path, text);
        if guides.iter().any(|other| other.address == one.address) {
            let stem = one.address.trim_end_matches(".html");
            one.address = format!("{stem}-{}.html", slug::short_hash(path));
        }
        guides.push(one);
    }
    guides
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
    let folders: Vec<&str> = path.split('/').skip_while(|folder| PLAIN_FOLDERS.contains(folder)).collect();
    let whole = folders.join("-");
    let whole = whole.rsplit_once('.').map_or(whole.as_str(), |(whole, _)| whole);
    let name = slug::slug(whole, Spelling::Lower);
    Guide {
        title,
        address: format!("guides/{name}.html"),
        anchors: super::super::markdown::anchors(body),
        text: body.to_owned(),
        path: path.to_owned(),
    }
}

/// What a target of a link or a picture in a guide's text leads to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::site) enum Target {
    /// The page of a guide, as guides write it.
    Page(String),
    /// A picture of the site, as guides write it.
    Picture(String),
    /// A file of the repository that is no page.
    File(String),
    /// Nothing.
    Nothing,
}

/// Resolves the targets of a guide. They name files as those stand in the repository; all guides' pages stand in one
/// folder.
pub(in crate::site) fn target(
    guide: &Guide,
    guides: &[Guide],
    (pictures, files): (&FxHashMap<&str, String>, &FxHashSet<String>),
    written: &str,
) -> Target {
    let (file, anchor) = written.split_once('#').unwrap_or((written, ""));
    let decoded = percent_decoded(file.split('?').next().unwrap_or(file));
    let path = match decoded.strip_prefix('/') {
        Some(from_root) => Some(from_root.to_owned()),
        None => super::super::single::resolve(&guide.path, &decoded),
    };
    let Some(path) = path.filter(|path| !path.is_empty()) else { return Target::Nothing };
    if let Some(other) = guides.iter().find(|other| other.path == path) {
        let page = other.address.strip_prefix("guides/").unwrap_or(&other.address);
        return match anchor {
            "" => Target::Page(page.to_owned()),
            // The heading that became the title stands at the top.
            anchor if anchor == slug::anchor(&other.title) => Target::Page(page.to_owned()),
            // Headings have a prefix in their ids, so that no text can take the place of what the page relies on.
            anchor if other.anchors.contains(anchor) => Target::Page(format!("{page}#text-{anchor}")),
            _ => Target::Nothing,
        };
    }
    match pictures.get(path.as_str()) {
        Some(picture) => Target::Picture(format!("../../{picture}")),
        None if files.contains(&path) => Target::File(path),
        None => Target::Nothing,
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        match rest.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[at + 3..];
            }
            None => {
                bytes.push(b'%');
                rest = &rest[at + 1..];
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
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
    fn targets_lead_to_pages_pictures_and_files() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let all =
            guides(&[file("docs/a.md", "# A\n"), file("docs/b b.md", "# B\n## Top\n"), file("c/d.md", "")]);
        let addresses: Vec<&str> = all.iter().map(|guide| guide.address.as_str()).collect();
        assert_eq!(addresses[0], "guides/a.html");
        assert!(
            addresses[1].starts_with("guides/b-b-") && addresses[2].starts_with("guides/c-d"),
            "{addresses:?}"
        );
        let pictures: FxHashMap<&str, String> =
            [("docs/img/x.png", "assets/x-1.png".to_owned())].into_iter().collect();
        let files: FxHashSet<String> = ["src/x.rs".to_owned()].into_iter().collect();
        let target = |written: &str| target(&all[0], &all, (&pictures, &files), written);
        assert_eq!(target("b%20b.md#top"), Target::Page(format!("{}#text-top", &addresses[1][7..])));
        assert_eq!(target("b%20b.md#nope"), Target::Nothing);
        assert_eq!(target("../c/d.md"), Target::Page(addresses[2][7..].to_owned()));
        assert_eq!(target("./img/x.png"), Target::Picture("../../assets/x-1.png".to_owned()));
        assert_eq!(target("/src/x.rs"), Target::File("src/x.rs".to_owned()));
        for nothing in ["x.md", "../../../etc/passwd", "", "%zz", "b.html"] {
            assert_eq!(target(nothing), Target::Nothing, "{nothing}");
        }
    }

    #[test]
    fn names_that_come_out_alike_are_told_apart() {
        let file = |path: &str| (path.to_owned(), String::new());
        let all = guides(&[file("docs/a.md"), file("guides/a.md"), file("a.md")]);
        let names: std::collections::BTreeSet<&str> =
            all.iter().map(|guide| guide.address.as_str()).collect();
        assert!(names.len() == 3 && names.contains("guides/a.html"), "{names:?}");
    }

    #[test]
    fn the_title_comes_from_the_best_place() {
        let with = guide("docs/prices.md", "---\ntitle: Prices and currencies\n---\n# Other\ntext");
        assert_eq!((with.title.as_str(), with.text.as_str()), ("Prices and currencies", "text"));
        assert_eq!(guide("docs/a.md", "# First *one*\n\ntext").title, "First one");
        assert_eq!(guide("docs/retryingSafely.md", "text").title, "Retrying safely");
    }
}
