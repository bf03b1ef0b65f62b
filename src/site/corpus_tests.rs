//! Real definitions: every name, title, description, enum value and example of each is in the text of its site.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::SiteOptions;
use super::input::Visibility;
use super::marker_tests::{How, Walk, Word};
use super::tests::{attributes, load_from, site_of, visible_text};
use crate::api::build;
use crate::openapi::{Kind, detect};

/// The definitions of the corpus that are small enough to render in a build for debugging.
#[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
fn definitions() -> Vec<PathBuf> {
    let Some(corpus) = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from) else {
        println!("SKIPPED: PREVIEW_CORPUS does not name the corpus; nothing was tested");
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut folders = vec![corpus.join("small")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() > 40, "{} definitions", found.len());
    found
}

/// What all pages of a site say.
struct Said {
    /// With single spaces.
    text: String,
    /// Letters and digits alone, in lower case: how a title is compared with a name that says the same.
    letters: String,
    links: String,
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The parts of a Markdown text between what may be markup.
fn parts(markdown: &str) -> Vec<String> {
    // Where links lead is no text; nor are tags.
    let mut text = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find("](").into_iter().chain(rest.find('<')).min() {
        text.push_str(&rest[..at]);
        let end = if rest[at..].starts_with('<') { '>' } else { ')' };
        text.push('\n');
        rest = rest[at..].split_once(end).map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    let markdown = text.as_str();
    let markup =
        ['*', '_', '`', '[', ']', '(', ')', '#', '|', '~', '\\', '<', '>', '\n', '!', '&', '"', '\''];
    let parts = markdown.split(markup).map(|part| spaced(part.trim_start_matches(['-', '+', ' ', ':', '='])));
    let is_text = |part: &String| {
        part.chars().any(char::is_alphanumeric) && !part.contains("://") && !part.contains("--")
    };
    parts.filter(is_text).map(|part| part.trim_end_matches(['-', ':', '=', ' ']).to_owned()).collect()
}

impl Said {
    fn has(&self, word: &Word) -> bool {
        let plain = |text: &str| self.text.contains(&spaced(text));
        let escaped = || {
            let json = serde_json::to_string(&word.text).unwrap();
            plain(json.trim_matches('"')) || plain(&word.text.replace('&', "&amp;").replace('<', "&lt;"))
        };
        match word.field.1.as_str() {
            _ if word.how == How::Address && self.links.contains(&word.text) => true,
            "description" | "summary" => {
                parts(&word.text).iter().all(|part| plain(part) || self.letters.contains(&letters(part)))
            }
            "title" => self.letters.contains(&letters(&word.text)),
            _ => plain(&word.text) || escaped(),
        }
    }
}

/// Components that nothing refers to and that have no pages of their own.
fn is_unused(pointer: &str, references: &BTreeSet<String>) -> bool {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["components", "schemas" | "securitySchemes", ..] => false,
        ["components", kind, name, ..] => !references.contains(&format!("#/components/{kind}/{name}")),
        [kind @ ("parameters" | "responses"), name, ..] => !references.contains(&format!("#/{kind}/{name}")),
        _ => false,
    }
}

fn missing(path: &Path) -> Vec<String> {
    let definition = load_from(path);
    let Ok(version) = detect(definition.root()) else { return Vec::new() };
    let api = build(&definition, version);
    let options = SiteOptions { internal: Visibility::Show, ..SiteOptions::default() };
    let site = site_of(&api, &options);
    let pages = site.files.iter().filter(|file| file.path.ends_with(".html"));
    let (mut text, mut links) = (String::new(), String::new());
    for file in pages {
        let html = std::str::from_utf8(&file.bytes).unwrap();
        text.push_str(&spaced(&visible_text(html)));
        for (menu, _) in html.split("<nav").skip(1).filter_map(|nav| nav.split_once("</nav>")) {
            text.push_str(&spaced(&visible_text(menu)));
        }
        text.push('\n');
        links.push_str(&attributes(html, "href").join("\n").replace("&#x2f;", "/").replace("&amp;", "&"));
    }
    let said = Said { letters: letters(&text), text, links };
    let json = super::values::node_json(definition.root());
    let source = definition.entry().source().text();
    let references: BTreeSet<String> = source
        .split(['"', '\'', ' ', '\n'])
        .filter(|word| word.starts_with("#/"))
        .map(str::to_owned)
        .collect();
    let mut walk = Walk::new(version, false);
    walk.object(&json, Kind::Root, "");
    let looked_at = |word: &&Word| {
        // Whether something is internal is a switch, not a text.
        word.how != How::Effect
            && word.text != "x-internal"
            && !word.text.trim().is_empty()
            && !is_unused(&word.pointer, &references)
    };
    let missing = walk.words.iter().filter(looked_at).filter(|word| !said.has(word));
    missing.map(|word| format!("{}: {}: {:?}", path.display(), word.pointer, word.text)).collect()
}

#[test]
fn everything_that_real_definitions_say_is_on_their_pages() {
    let mut all = Vec::new();
    for path in definitions() {
        all.extend(missing(&path));
    }
    assert!(all.is_empty(), "{} missing\n{}", all.len(), all.join("\n"));
}

/// How many elements a page has, counted by their start tags: text never has a bare `<`.
fn elements(page: &str) -> usize {
    let after = page.split('<').skip(1);
    after.filter(|tag| tag.starts_with(|sign: char| sign.is_ascii_alphabetic())).count()
}

#[test]
fn pages_of_real_definitions_have_few_elements() {
    let Some(small) = definitions().first().cloned() else { return };
    let corpus = small.ancestors().find(|folder| folder.ends_with("small")).and_then(Path::parent).unwrap();
    // The most elements of a page in the middle, of one at 95 %, of any. The budget is 900, 3,000 and 6,000: the
    // schemas of Stripe and GitHub are above the first, four pages of events of GitHub above the last.
    for (path, most) in [
        ("small/museum/openapi.yaml", [900, 3_000, 6_000]),
        ("small/train-travel/openapi.yaml", [900, 3_000, 6_000]),
        ("large/stripe/spec3.json", [1_100, 3_000, 6_000]),
        ("large/github/api.github.com.json", [1_100, 3_000, 7_500]),
    ] {
        let definition = load_from(&corpus.join(path));
        let api = build(&definition, detect(definition.root()).unwrap());
        let site = site_of(&api, &SiteOptions::default());
        let pages = site.files.iter().filter(|file| file.path.ends_with(".html"));
        let mut counts: Vec<(usize, &str)> = pages
            .map(|file| (elements(std::str::from_utf8(&file.bytes).unwrap()), file.path.as_str()))
            .collect();
        counts.sort_unstable();
        for (share, most) in [50, 95, 100].into_iter().zip(most) {
            let (count, page) = counts[(counts.len() - 1) * share / 100];
            println!("{path}: {count} at {share} %, {page}");
            assert!(count <= most, "{path}: {page} at {share} % has {count} elements, at most {most}");
        }
        // Pages that list what there is name thousands of things and stay light all the same.
        for (count, page) in counts.iter().filter(|(_, page)| page.matches('/').count() == 1) {
            assert!(*count <= 6_000, "{path}: {page} has {count} elements");
        }
    }
}
