//! Real definitions: every name, title, description, enum value and example of each is in the text of its site.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::input::Visibility;
use super::marker_tests::{How, Walk, Word};
use super::tests::{attributes, load_from, site_of, visible_text};
use super::{SiteFile, SiteOptions};
use crate::api::build;
use crate::openapi::{Kind, detect};

/// The folder of the corpus, where one is named.
#[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
pub(super) fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("SKIPPED: PREVIEW_CORPUS does not name the corpus; nothing was tested");
    }
    corpus
}

/// The definitions of the corpus that are small enough to render in a build for debugging.
fn definitions() -> Vec<PathBuf> {
    let Some(corpus) = corpus() else { return Vec::new() };
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

/// What is at 50 %, at 95 % and at the end of a list, with its page.
fn shares(mut sizes: Vec<(usize, &str)>) -> [(usize, &str); 3] {
    sizes.sort_unstable();
    [50, 95, 100].map(|share| sizes[(sizes.len() - 1) * share / 100])
}

#[test]
fn pages_of_real_definitions_are_light() {
    let Some(small) = definitions().first().cloned() else { return };
    let corpus = small.ancestors().find(|folder| folder.ends_with("small")).and_then(Path::parent).unwrap();
    for path in [
        "small/museum/openapi.yaml",
        "multi/digitalocean/DigitalOcean-public.v2.yaml",
        "large/stripe/spec3.json",
        "large/github/api.github.com.json",
    ] {
        let definition = load_from(&corpus.join(path));
        let api = build(&definition, detect(definition.root()).unwrap());
        let site = site_of(&api, &SiteOptions::default());
        let pages = || site.files.iter().filter(|file| file.path.ends_with(".html"));
        let count = |file: &'_ SiteFile| elements(std::str::from_utf8(&file.bytes).unwrap());
        let counts = pages().map(|file| (count(file), file.path.as_str())).collect();
        let operations = pages().filter(|file| file.path.contains("/operations/"));
        let sizes = operations.map(|file| (file.bytes.len(), file.path.as_str())).collect();
        for (what, found, most) in [
            ("elements", shares(counts), [900, 3_000, 6_000]),
            ("bytes of an operation's page", shares(sizes), [40_000, 150_000, 400_000]),
        ] {
            for ((number, page), most) in found.into_iter().zip(most) {
                println!("{path}: {number} {what}, {page}");
                assert!(number <= most, "{path}: {number} {what}, at most {most}: {page}");
            }
        }
    }
}
