//! Holds the source to the graph of `ARCHITECTURE.md`: who may import whom, where waiting and I/O may happen, how
//! long a file may be, and which words are no module's name. It reads the text of `src/`, not the compiler's view:
//! comments and literals are blanked first, then paths that start at the crate's root are looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What a module may import of the crate: whole modules, or single items of one (`document::Location`).
/// Code under `#[cfg(test)]` may also reach everything that its module reaches in several steps.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("http", &[]),
    ("record", &[]),
    ("document", &["source"]),
    ("problem", &["source", "document"]),
    ("config", &["source", "document", "problem"]),
    ("definition", &["source", "document", "problem"]),
    ("openapi", &["document", "definition"]),
    ("bundle", &["source", "document", "definition", "openapi"]),
    ("message", &[]),
    ("pattern", &[]),
    ("lint", &["source", "document", "problem", "definition", "openapi", "config", "pattern"]),
    ("api", &["document", "definition", "openapi"]),
    ("diff", &["api", "document", "message"]),
    ("site", &["api", "diff", "problem", "document", "record", "message", "pattern"]),
    ("report", &["source", "document::Location", "document::Place", "problem", "diff", "record", "message"]),
    ("publish", &["site", "http", "record"]),
    ("azure_devops", &["http"]),
    ("github", &["http"]),
    ("pull_request", &["azure_devops", "github"]),
    ("bench", &["source", "document", "problem", "definition", "openapi", "bundle", "api", "record", "site"]),
    (
        "cli",
        &[
            "source",
            "http",
            "record",
            "document",
            "problem",
            "config",
            "definition",
            "openapi",
            "bundle",
            "lint",
            "api",
            "diff",
            "site",
            "report",
            "publish",
            "azure_devops",
            "github",
            "pull_request",
        ],
    ),
];

/// Modules that may wait for a network; `cli` makes the runtime.
const MAY_WAIT: &[&str] = &["http", "publish", "azure_devops", "github", "pull_request", "cli"];

/// Modules that are functions on values: no files, no network, no clock, no environment, no other process.
const PURE: &[&str] = &["document", "problem", "pattern", "openapi", "lint", "api", "diff", "site", "report"];
const OUTSIDE_WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
];

/// Names that say nothing about what is inside.
const NO_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "types", "core"];

/// Lines without tests. A longer file says why in its first comment, with the words `over 700 lines`.
const MOST_LINES: usize = 700;

/// One file of `src/`, its comments and literals blanked.
struct SourceFile {
    /// Relative to the repository, with `/`.
    path: String,
    /// `["site", "nav"]` for `src/site/nav.rs`; empty for `lib.rs` and `main.rs`.
    modules: Vec<String>,
    /// The text as it is on the disk.
    text: String,
    /// The same length, with blanks for comments, strings and characters.
    code: String,
    /// Byte ranges of `code` that are compiled for tests only.
    tests: Vec<std::ops::Range<usize>>,
}

impl SourceFile {
    fn read(root: &Path, path: &Path) -> SourceFile {
        let text = fs::read_to_string(path).unwrap();
        let relative = path.strip_prefix(root).unwrap();
        let mut modules: Vec<String> = relative
            .with_extension("")
            .iter()
            .skip(1)
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        if modules.last().is_some_and(|last| last == "mod" || last == "lib" || last == "main") {
            modules.pop();
        }
        let code = blank_comments_and_literals(&text);
        let all_test = modules.iter().any(|name| name == "tests" || name.ends_with("_tests"));
        let tests = if all_test { std::iter::once(0..code.len()).collect() } else { test_ranges(&code) };
        let path = relative.to_string_lossy().replace('\\', "/");
        SourceFile { path, modules, text, code, tests }
    }

    /// The module of the first level, which has a row in the table; `None` for `lib.rs` and `main.rs`.
    fn row(&self) -> Option<&str> {
        self.modules.first().map(String::as_str)
    }

    fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    /// Where `needle` stands in code that ships.
    fn shipped<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.match_indices(needle).map(|(at, _)| at).filter(|at| !self.is_test(*at))
    }
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn source_files() -> Vec<SourceFile> {
    let root = repository();
    let mut paths = Vec::new();
    rust_files(&root.join("src"), &mut paths);
    assert!(paths.len() > 2, "the source was not found");
    paths.iter().map(|path| SourceFile::read(&root, path)).collect()
}

/// Replaces comments, strings and character literals by blanks; keeps length and line breaks.
fn blank_comments_and_literals(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = literal_end(bytes, at);
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    String::from_utf8(code).unwrap()
}

/// The end of the comment or literal that starts at `at`, or `at` where none starts.
fn literal_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let in_word = at > 0 && is_word(bytes[at - 1]);
    if rest.starts_with(b"//") {
        return at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }
    if rest.starts_with(b"/*") {
        return block_comment_end(bytes, at);
    }
    match rest[0] {
        b'"' => quoted_end(bytes, at, b'"'),
        b'r' if !in_word => raw_string_end(bytes, at).unwrap_or(at),
        b'b' if !in_word && rest.get(1) == Some(&b'r') => raw_string_end(bytes, at + 1).unwrap_or(at),
        b'\'' if rest.get(1) == Some(&b'\\') => quoted_end(bytes, at, b'\''),
        // A character and not a lifetime: one character, then the closing quote.
        b'\'' => {
            let width = rest.get(1).map_or(0, |byte| match byte {
                0..=0x7f => 1,
                0x80..=0xdf => 2,
                0xe0..=0xef => 3,
                _ => 4,
            });
            if width > 0 && rest.get(1 + width) == Some(&b'\'') { at + width + 2 } else { at }
        }
        _ => at,
    }
}

fn quoted_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn raw_string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let hashes = bytes[start + 1..].iter().take_while(|byte| **byte == b'#').count();
    let open = start + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let length = bytes[open + 1..].windows(close.len()).position(|window| window == close)?;
    Some(open + 1 + length + close.len())
}

fn block_comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// The items under `#[cfg(test)]` and `#[test]`: from the attribute to the end of the item's braces, or to its `;`.
fn test_ranges(code: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    for attribute in ["#[cfg(test)]", "#[test]"] {
        for (start, _) in code.match_indices(attribute) {
            let mut depth = 0usize;
            for (offset, character) in code[start..].char_indices() {
                match character {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    ';' if depth == 0 => {}
                    _ => continue,
                }
                if depth == 0 {
                    ranges.push(start..start + offset + 1);
                    break;
                }
            }
        }
    }
    ranges
}

/// How many `mod name {` are open at `at`: a `super` inside one leads back into the same file.
fn inline_depth(code: &str, at: usize) -> usize {
    let mut open: Vec<bool> = Vec::new();
    let mut start = 0;
    for (offset, character) in code[..at].char_indices() {
        match character {
            '{' => {
                let mut words = code[start..offset].split_whitespace().rev().skip(1);
                open.push(words.next() == Some("mod"));
                start = offset + 1;
            }
            '}' => {
                open.pop();
                start = offset + 1;
            }
            ';' => start = offset + 1,
            _ => {}
        }
    }
    open.iter().filter(|is_module| **is_module).count()
}

/// One path from the crate's root, such as `document::Location`, and where it stands.
struct Import {
    at: usize,
    path: Vec<String>,
}

fn imports(file: &SourceFile) -> Vec<Import> {
    let mut found = Vec::new();
    let code = &file.code;
    let starts_word = |at: usize| {
        at == 0 || !code[..at].ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == ':')
    };
    for (at, word) in code.match_indices("crate::").filter(|(at, _)| starts_word(*at)) {
        path_tree(&code[at + word.len()..], &mut Vec::new(), at, &mut found);
    }
    for (at, _) in code.match_indices("super::").filter(|(at, _)| starts_word(*at)) {
        let rest = &code[at..];
        let steps = rest.split("super::").take_while(|part| part.is_empty()).count();
        if steps >= file.modules.len() + inline_depth(code, at) {
            path_tree(&rest[steps * "super::".len()..], &mut Vec::new(), at, &mut found);
        }
    }
    found
}

/// Reads `a::{b, c::d}` into its single paths; returns how far it read.
fn path_tree(text: &str, prefix: &mut Vec<String>, at: usize, found: &mut Vec<Import>) -> usize {
    let depth = prefix.len();
    let mut rest = text;
    let consumed = |rest: &str| text.len() - rest.len();
    loop {
        rest = rest.trim_start();
        if let Some(inner) = rest.strip_prefix('{') {
            rest = inner;
            loop {
                rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
                if rest.is_empty() || rest.starts_with('}') {
                    break;
                }
                let read = path_tree(rest, &mut prefix.clone(), at, found);
                rest = &rest[read.max(1)..];
            }
            rest = rest.strip_prefix('}').unwrap_or(rest);
            break;
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*')).unwrap_or(rest.len());
        prefix.push(rest[..end].to_owned());
        rest = &rest[end..];
        if let Some(next) = rest.strip_prefix("::") {
            rest = next;
            continue;
        }
        found.push(Import { at, path: prefix.clone() });
        if let Some(renamed) = rest.trim_start().strip_prefix("as ") {
            rest = renamed.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || c == ' ');
        }
        break;
    }
    prefix.truncate(depth);
    consumed(rest)
}

fn row_of(module: &str) -> &'static [&'static str] {
    MAY_IMPORT.iter().find(|(name, _)| *name == module).map_or(&[], |(_, row)| row)
}

/// Everything that a module reaches in any number of steps.
fn reach(module: &str) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = vec![module];
    while let Some(name) = waiting.pop() {
        for entry in row_of(name) {
            let target = entry.split("::").next().unwrap();
            if reached.insert(target) {
                waiting.push(target);
            }
        }
    }
    reached
}

fn is_allowed(module: &str, path: &[String], in_test: bool) -> bool {
    let target = path[0].as_str();
    if target == module || (in_test && reach(module).contains(target)) {
        return true;
    }
    row_of(module).iter().any(|entry| {
        let mut wanted = entry.split("::");
        wanted.next() == Some(target)
            && wanted.next().is_none_or(|item| path.get(1).is_some_and(|it| it == item))
    })
}

fn assert_none(found: &[String], advice: &str) {
    assert!(found.is_empty(), "\n{}\n{advice}\n", found.join("\n"));
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let files = source_files();
    let known: BTreeSet<&str> = files.iter().filter_map(SourceFile::row).collect();
    let mut found = Vec::new();
    for file in &files {
        let Some(module) = file.row() else { continue };
        for import in imports(file) {
            // A name of the root that is no module (a macro, `Invocation`) is no arrow.
            if !known.contains(import.path[0].as_str())
                || is_allowed(module, &import.path, file.is_test(import.at))
            {
                continue;
            }
            let line = file.line(import.at);
            found.push(format!("{}:{line}: `{module}` imports `{}`", file.path, import.path.join("::")));
        }
    }
    assert_none(&found, "The table in tests/architecture.rs does not allow it.");
}

#[test]
fn every_module_has_a_row_and_the_table_has_no_cycle() {
    let files = source_files();
    let modules: BTreeSet<&str> = files.iter().filter_map(SourceFile::row).collect();
    let rows: BTreeSet<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    assert_eq!(modules, rows, "the modules of src/ and the rows of the table differ");
    for (module, _) in MAY_IMPORT {
        assert!(!reach(module).contains(module), "`{module}` reaches itself");
    }
}

#[test]
fn architecture_page_shows_the_same_table() {
    let page = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let mut shown = BTreeMap::new();
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        shown.insert(cells[0].trim_matches('`').to_owned(), cells[2].to_owned());
    }
    let mut wanted = BTreeMap::new();
    for (module, row) in MAY_IMPORT {
        let mut cell = String::new();
        for (index, entry) in row.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(cell, "{separator}`{entry}`").unwrap();
        }
        let cell = match *module {
            "cli" => "everything".to_owned(),
            _ if row.is_empty() => "nothing of ours".to_owned(),
            _ => cell,
        };
        wanted.insert((*module).to_owned(), cell);
    }
    assert_eq!(shown, wanted, "ARCHITECTURE.md and the table in tests/architecture.rs differ");
}

#[test]
fn what_the_documents_name_is_there() {
    let mut found = Vec::new();
    for name in ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/conformance.md"] {
        let page = fs::read_to_string(repository().join(name)).unwrap();
        for path in page.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "tests/", "templates/", "docs/", "benches/", "examples/", "ci/"]
                .iter()
                .any(|folder| path.starts_with(folder));
            if is_path && !path.contains(['<', '*', ' ']) && !repository().join(path).exists() {
                found.push(format!("{name}: {path}"));
            }
        }
    }
    assert_none(&found, "The document names what is not there: follow the file to its new place.");
}

#[test]
fn only_the_outer_modules_wait() {
    let mut found = Vec::new();
    for file in source_files() {
        let Some(module) = file.row() else { continue };
        if MAY_WAIT.contains(&module) {
            continue;
        }
        for needle in ["async fn", "async move", "async {", ".await"] {
            // A field may be called `awaits`.
            let is_whole = |at: &usize| {
                !file.code[at + needle.len()..]
                    .starts_with(|next: char| next.is_alphanumeric() || next == '_')
            };
            let places = file.shipped(needle).filter(is_whole);
            found.extend(places.map(|at| format!("{}:{}: `{needle}`", file.path, file.line(at))));
        }
    }
    assert_none(&found, "Only http, publish, azure_devops, pull_request and cli may be asynchronous.");
}

#[test]
fn inner_modules_do_not_touch_the_outside_world() {
    let mut found = Vec::new();
    for file in source_files() {
        if !file.row().is_some_and(|module| PURE.contains(&module)) {
            continue;
        }
        for needle in OUTSIDE_WORLD {
            found.extend(
                file.shipped(needle).map(|at| format!("{}:{}: `{needle}`", file.path, file.line(at))),
            );
        }
    }
    assert_none(
        &found,
        "Hand the value in: files, clock, network and environment belong to the outer modules.",
    );
}

#[test]
fn nothing_unwraps_outside_tests() {
    let mut found = Vec::new();
    for file in source_files() {
        for needle in [".unwrap()", ".unwrap_err()", ".unwrap_unchecked()"] {
            found.extend(
                file.shipped(needle).map(|at| format!("{}:{}: `{needle}`", file.path, file.line(at))),
            );
        }
    }
    assert_none(&found, "Return an error, or say in `expect` why it cannot fail.");
}

#[test]
fn files_are_short_or_say_why() {
    let mut found = Vec::new();
    for file in source_files() {
        let lines = file.code.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(start)
        });
        let shipped = lines.filter(|start| !file.is_test(*start)).count();
        let says_why = first_comment(&file.text).to_lowercase().contains("over 700 lines");
        if shipped > MOST_LINES && !says_why {
            found.push(format!("{}: {shipped} lines", file.path));
        }
    }
    assert_none(&found, "Split the file, or say in its first comment why it is `over 700 lines`.");
}

#[test]
fn files_start_by_saying_what_they_are_for() {
    let files = source_files();
    let without = files.iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path.clone());
    assert_none(&without.collect::<Vec<_>>(), "Start with `//!`: what it is for, what not, its neighbours.");
}

#[test]
fn names_say_what_is_inside() {
    let mut found = Vec::new();
    for file in source_files() {
        let is_bad = |name: &&String| NO_NAMES.contains(&name.as_str());
        found.extend(file.modules.iter().find(is_bad).map(|name| format!("{}: `{name}`", file.path)));
    }
    assert_none(&found, "Name the module for what it does.");
}

fn first_comment(text: &str) -> String {
    text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join(" ")
}

/// The checks above read text; these make sure that they see what they should.
mod reading {
    use super::*;

    fn file(modules: &[&str], text: &str) -> SourceFile {
        let code = blank_comments_and_literals(text);
        let tests = test_ranges(&code);
        let modules = modules.iter().map(|name| (*name).to_owned()).collect();
        SourceFile { path: "src/x.rs".to_owned(), modules, text: text.to_owned(), code, tests }
    }

    fn paths(file: &SourceFile) -> Vec<String> {
        imports(file).iter().map(|import| import.path.join("::")).collect()
    }

    #[test]
    fn sees_plain_grouped_and_inline_paths() {
        let text = "use crate::document::{Location, node::Node as N};\nuse crate::{api, diff::Change};\n\
                    fn f(x: crate::site::Page) -> pub(in crate::lint) X {}";
        let seen = paths(&file(&["report"], text));
        assert_eq!(
            seen,
            ["document::Location", "document::node::Node", "api", "diff::Change", "site::Page", "lint"]
        );
    }

    #[test]
    fn sees_super_that_leaves_the_module() {
        let text = "use super::super::site::Page; mod tests { use super::super::Local; use super::super::super::api; }";
        assert_eq!(paths(&file(&["report", "text"], text)), ["site::Page", "api"]);
    }

    #[test]
    fn does_not_see_comments_and_literals() {
        let text = "// crate::site\n/* crate::api /* crate::diff */ */ const X: &str = \"crate::lint\";\n\
                    const Y: &str = r#\"crate::http \" \"#; const Z: [char; 3] = ['\"', '\\'', 'ä']; use crate::cli;";
        assert_eq!(paths(&file(&["report"], text)), ["cli"]);
    }

    #[test]
    fn tells_tests_from_shipped_code() {
        let text =
            "fn a() { b.unwrap() }\n#[cfg(test)]\nmod tests { fn c() { d.unwrap() } }\nfn e() { f.unwrap() }";
        let file = file(&["report"], text);
        let lines: Vec<usize> = file.shipped(".unwrap()").map(|at| file.line(at)).collect();
        assert_eq!(lines, [1, 4]);
    }

    #[test]
    fn refuses_what_the_table_refuses() {
        let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
        assert!(is_allowed("report", &path("document::Location"), false));
        assert!(!is_allowed("report", &path("document::Node"), false));
        assert!(is_allowed("diff", &path("definition::load"), true));
        assert!(!is_allowed("diff", &path("site::Page"), true));
        assert!(!is_allowed("http", &path("publish"), false));
    }
}
