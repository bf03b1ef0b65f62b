//! Whole sites: every template with every view, marks in their places, the same bytes twice.

use std::path::Path;
use std::sync::Arc;

use super::{
    ApiInput, Contents, Kept, Links, Receiver, RenderError, SiteFile, SiteInput, SiteOptions, render,
};
use crate::api::{Api, build};
use crate::definition::{Definition, Store, load};
use crate::diff::Change;
use crate::openapi::detect;
use crate::problem::{ApiProblem, Problem, Severity};
use crate::record::{BuildRecord, Timestamp};
use crate::source::{Disk, Memory};

pub(super) fn memory(text: &str) -> Definition {
    let mut memory = Memory::default();
    memory.insert("openapi.yaml", text);
    load(&Store::new(Box::new(memory)), "openapi.yaml").unwrap().0
}

fn record() -> BuildRecord {
    let mut record = BuildRecord::new("crossings", Timestamp::from_seconds(1_773_826_920));
    record.pull_request = Some(412);
    record.title = Some("Vehicle lengths as numbers".to_owned());
    record.target_branch = Some("main".to_owned());
    record.commit = Some("7c41e0d1234".to_owned());
    record.base_commit = Some("b82f95a1234".to_owned());
    record
}

pub(super) fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    let file = site.files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| {
        let paths: Vec<&str> = site.files.iter().map(|file| file.path.as_str()).collect();
        panic!("no {path} in {paths:#?}")
    });
    std::str::from_utf8(&file.bytes).unwrap()
}

/// A whole site.
pub(super) struct Site {
    /// Sorted by path.
    pub(super) files: Vec<SiteFile>,
    pub(super) links: Links,
}

struct Case<'c> {
    head: &'c Api<'c>,
    base: Option<&'c Api<'c>>,
    changes: Option<&'c [Change]>,
    problems: &'c [ApiProblem],
}

fn site(case: Case<'_>, options: &SiteOptions) -> Site {
    let kept = Kept::default();
    let contents = render_case(case, options, &kept).unwrap();
    let files = kept.into_files();
    assert_eq!(contents.files, files.len() as u64);
    assert_eq!(contents.bytes, files.iter().map(|file| file.bytes.len() as u64).sum::<u64>());
    Site { files, links: contents.links }
}

fn render_case(
    case: Case<'_>,
    options: &SiteOptions,
    receiver: &dyn Receiver,
) -> Result<Contents, RenderError> {
    let record = record();
    let input = SiteInput {
        record: &record,
        options,
        apis: vec![ApiInput {
            name: "ferries",
            file: "openapi.yaml",
            head: Some(case.head),
            base: case.base,
            changes: case.changes,
            problems: case.problems,
            bundled: Box::new(|| Some(["openapi: 3.1.0\n".to_owned(), "{}".to_owned()])),
            example_files: Vec::new(),
            logo: None,
            texts: Vec::new(),
        }],
    };
    render(&input, receiver)
}

/// Gives the site of one model to `receiver`, without a comparison or problems.
pub(super) fn render_to(
    api: &Api<'_>,
    options: &SiteOptions,
    receiver: &dyn Receiver,
) -> Result<Contents, RenderError> {
    render_case(Case { head: api, base: None, changes: None, problems: &[] }, options, receiver)
}

pub(super) fn plain_site(text: &str) -> Site {
    plain_site_with(text, &SiteOptions::default())
}

/// The site of one definition, without a comparison or problems.
pub(super) fn plain_site_with(text: &str, options: &SiteOptions) -> Site {
    let definition = memory(text);
    let api = build(&definition, detect(definition.root()).unwrap());
    site_of(&api, options)
}

/// The site of one model, without a comparison or problems.
pub(super) fn site_of(api: &Api<'_>, options: &SiteOptions) -> Site {
    site(Case { head: api, base: None, changes: None, problems: &[] }, options)
}

/// What a reader sees of a page's main part: no tags, no attributes, and without the source of a schema, which holds
/// everything anyhow.
pub(super) fn visible_text(page: &str) -> String {
    let main = page.find("<main").map_or(page, |at| &page[at..]);
    let main = main.rsplit_once("</main>").map_or(main, |(main, _)| main);
    let mut html = String::new();
    for (index, part) in main.split("<details class=\"fold source-fold\">").enumerate() {
        let seen = if index == 0 { part } else { part.split_once("</details>").map_or("", |(_, rest)| rest) };
        html.push_str(seen);
    }
    let mut text = String::with_capacity(html.len() / 2);
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&#x2f;", "/")];
    let text = entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character));
    text.replace("&amp;", "&")
}

#[test]
fn a_definition_without_anything_renders() {
    let site = plain_site("openapi: 3.1.0\n");
    assert!(text(&site, "index.html").contains("Untitled API"));
    assert!(text(&site, "404.html").contains("index.html"));
    check_links(&site);
}

/// The values of an attribute in a page.
pub(super) fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let open = format!(" {name}=\"");
    page.split(&open).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Every internal link leads to a file and an id that exist, no id is there twice, nothing runs inline.
pub(super) fn check_links(site: &Site) {
    let pages: std::collections::BTreeMap<&str, &str> = site
        .files
        .iter()
        .filter_map(|file| Some((file.path.as_str(), std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    let ids = |page: &str| attributes(pages[page], "id").into_iter().map(str::to_owned).collect::<Vec<_>>();
    for (path, page) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let own = ids(path);
        let unique: std::collections::BTreeSet<&String> = own.iter().collect();
        for id in &unique {
            assert_eq!(own.iter().filter(|other| other == id).count(), 1, "{path}: id {id}");
        }
        for bad in [" style=\"", " onclick=", "<style", "javascript:", "src=\"http"] {
            assert!(!page.contains(bad), "{path} has {bad}");
        }
        for href in attributes(page, "href") {
            let href = href.replace("&#x2f;", "/");
            if href.contains("://") || href.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = href.split_once('#').unwrap_or((&href, ""));
            let target = if file.is_empty() { (*path).to_owned() } else { joined(path, file) };
            assert!(pages.contains_key(target.as_str()), "{path}: {href} leads to no file {target}");
            if !anchor.is_empty() && target.ends_with(".html") && !anchor.starts_with("i-") {
                assert!(ids(&target).iter().any(|id| id == anchor), "{path}: {href} leads to no id");
            }
        }
    }
}

fn joined(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// The definition of a folder on the disk.
pub(super) fn load_from(path: &Path) -> Definition {
    let store = Store::new(Box::new(Disk::new(path.parent().unwrap()).unwrap()));
    load(&store, path.file_name().unwrap().to_str().unwrap()).unwrap().0
}

/// Renders the difference of two definitions with a problem at each operation.
fn compared(base: &Path, head: &Path, options: &SiteOptions, check: impl FnOnce(&Site, &[Change])) {
    let (base, head) = (load_from(base), load_from(head));
    let base = build(&base, detect(base.root()).unwrap());
    let head = build(&head, detect(head.root()).unwrap());
    let today = chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let changes = crate::diff::compare(&base, &head, &crate::diff::DiffOptions::on(today)).all;
    let problems: Vec<ApiProblem> = head
        .operations
        .iter()
        .filter(|operation| !operation.internal)
        .map(|operation| ApiProblem {
            api: Arc::from("ferries"),
            problem: Problem::new(
                "operation-4xx-response",
                Severity::Warning,
                operation.node.location(),
                "no `4xx` response is described",
            ),
            new: Some(true),
        })
        .collect();
    let case = || Case { head: &head, base: Some(&base), changes: Some(&changes), problems: &problems };
    let site = site(case(), options);
    check(&site, &changes);
}

/// The site of one definition held against another, without problems.
pub(super) fn site_against(base: &Definition, head: &Definition) -> Site {
    let [base, head] = [base, head].map(|side| build(side, detect(side.root()).unwrap()));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let changes = crate::diff::compare(&base, &head, &crate::diff::DiffOptions::on(today)).all;
    let case = Case { head: &head, base: Some(&base), changes: Some(&changes), problems: &[] };
    site(case, &SiteOptions::default())
}

fn example(side: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/print-shop/{side}/api/openapi.yaml"))
}

#[test]
fn every_change_and_problem_has_a_row() {
    compared(&example("base"), &example("head"), &SiteOptions::default(), |site, changes| {
        check_links(site);
        assert!(changes.len() > 20);
        for change in changes {
            let address = site.links.change("ferries", change).unwrap();
            let (page, anchor) = address.split_once('#').unwrap_or((address, "main"));
            let page = text(site, page);
            assert!(page.contains(&format!(" id=\"{anchor}\"")), "{}: {address}", change.message);
        }
        for mark in ["added", "breaking", "removed", "changed"] {
            let found = site.files.iter().any(|file| {
                std::str::from_utf8(&file.bytes)
                    .is_ok_and(|text| text.contains(&format!("<li class=\"{mark}\" id=")))
            });
            assert!(found, "no {mark}");
        }
        assert!(site.links.problems.values().all(|address| address.starts_with("ferries/operations/")));
    });
}

#[test]
fn many_problems_of_one_place_are_folded() {
    let definition = memory(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, responses: {}}}}\n",
    );
    let head = build(&definition, detect(definition.root()).unwrap());
    let problem = |number: usize| ApiProblem {
        api: Arc::from("ferries"),
        problem: Problem::new(
            "some-rule",
            Severity::Warning,
            head.operations[0].node.location(),
            format!("no {number} here"),
        ),
        new: None,
    };
    for (count, folded) in [(4, None), (21, Some("18 more problems"))] {
        let problems: Vec<ApiProblem> = (0..count).map(problem).collect();
        let case = Case { head: &head, base: None, changes: None, problems: &problems };
        let site = site(case, &SiteOptions::default());
        let page = text(&site, "ferries/operations/a.html");
        let (shown, inside) = page.split_once("more problems").unwrap_or((page, ""));
        let notes = [shown, inside].map(|part| part.matches("class=\"note warning\"").count());
        assert_eq!(notes, if folded.is_some() { [3, 18] } else { [4, 0] }, "{page}");
        assert!(folded.is_none_or(|folded| page.contains(folded)), "{page}");
    }
}

#[test]
fn both_definitions_can_be_read_as_they_are_written() {
    let options = SiteOptions {
        source_url: Some("https://host.example/head/{file}#L{line}".to_owned()),
        base_source_url: Some("https://host.example/base/{file}#L{line}".to_owned()),
        ..SiteOptions::default()
    };
    compared(&example("base"), &example("head"), &options, |site, _| {
        let overview = text(site, "ferries/index.html");
        for (side, words) in [("head", "As written"), ("base", "As on main")] {
            let link = format!("<a href=\"https://host.example/{side}/openapi.yaml#L1\">{words}</a>");
            assert!(overview.contains(&link), "{link} in {overview}");
        }
    });
    let alone = plain_site_with("openapi: 3.1.0\ninfo: {title: T, version: '1'}\n", &options);
    assert!(!text(&alone, "ferries/index.html").contains("/base/"), "nothing is compared");
}

#[test]
fn changed_texts_show_their_words_and_accepted_changes_who_accepted_them() {
    let definition = |text: &str, gone: &str| {
        memory(&format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: one\n      description: {text}\n      responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/A'}}\ncomponents:\n  schemas:\n    A: {{type: object, properties: {{kept: {{type: string}}{gone}}}}}\n    B: {{type: string}}\n"
        ))
    };
    let (base, head) = (
        definition("Gives all of what the old shop has.", ", gone: {type: string}"),
        definition("Gives all of what the <new> shop has.", ""),
    );
    let base = build(&base, detect(base.root()).unwrap());
    let head = build(&head, detect(head.root()).unwrap());
    let day = |month| chrono::NaiveDate::from_ymd_opt(2026, month, 9).unwrap();
    let mut options = crate::diff::DiffOptions::on(day(6));
    let first = crate::diff::compare(&base, &head, &options).all;
    let gone = first.iter().find(|change| change.message.contains("gone")).unwrap();
    options.approvals.push(crate::diff::Approval {
        fingerprint: gone.fingerprint.clone(),
        scope: crate::diff::ApprovalScope::Change,
        who: "Ada <a@b.c>".to_owned(),
        why: "nobody reads it".to_owned(),
        until: Some(day(12)),
    });
    let changes = crate::diff::compare(&base, &head, &options).all;
    let case = Case { head: &head, base: Some(&base), changes: Some(&changes), problems: &[] };
    let site = site(case, &SiteOptions::default());
    check_links(&site);
    let page = text(&site, "ferries/changes.html");
    assert!(
        page.contains("accepted by Ada &lt;a@b.c&gt; until 9 Dec 2026</span>: nobody reads it"),
        "{page}"
    );
    assert!(page.contains("<small>1 accepted</small>"));
    let words = "what the <del><span class=\"vh\">removed: </span>old</del><ins><span class=\"vh\">added: </span>&lt;new&gt;</ins> shop has.";
    assert!(page.contains(words), "{page}");
    let operation = text(&site, "ferries/operations/one.html");
    assert!(operation.contains(words) && operation.contains("accepted by Ada"), "{operation}");
    // The list of schemas tells which of them changed, the closed list too.
    let nav = &operation[operation.find("<nav").unwrap()..operation.find("</nav>").unwrap()];
    let schemas = nav.split("<summary>").find(|part| part.contains("Schemas</span>")).unwrap();
    assert_eq!(schemas.matches("class=\"mark changed\"").count(), 2, "{schemas}");
    assert!(nav.contains("toggle only needs-js"));
}

#[test]
fn one_file_holds_all_pages_with_search_and_scripts() {
    let mut bytes = 0;
    compared(&example("base"), &example("head"), &SiteOptions::default(), |site, _| {
        let pages = site.files.iter().filter(|file| file.path.ends_with(".html"));
        bytes = pages.map(|file| file.bytes.len()).sum::<usize>();
    });
    let options = SiteOptions { layout: super::Layout::SingleFile, ..SiteOptions::default() };
    compared(&example("base"), &example("head"), &options, |site, changes| {
        assert_eq!(site.files.len(), 1);
        let page = text(site, "index.html");
        assert!(page.len() * 10 <= bytes * 13, "{} of {bytes}", page.len());
        let ids = attributes(page, "id");
        let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        for href in
            attributes(page, "href").iter().filter(|href| href.starts_with('#') && !href.contains('$'))
        {
            assert!(unique.contains(&href[1..]), "{href} leads to no id");
        }
        for change in changes {
            let address = site.links.change("ferries", change).unwrap();
            let anchor = address.strip_prefix("index.html").unwrap().trim_start_matches('#');
            assert!(anchor.is_empty() || unique.contains(anchor), "{address}");
        }
        // Every script that runs has its hash in the policy; the data are JSON.
        use base64::Engine as _;
        use sha2::Digest as _;
        let scripts: Vec<&str> =
            page.split("<script>").skip(1).map(|rest| rest.split("</script>").next().unwrap()).collect();
        assert_eq!(scripts.len(), 2);
        for script in scripts {
            let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(script));
            assert!(page.contains(&format!("'sha256-{hash}'")));
        }
        let data: Vec<&str> = page.split("<script type=\"application/json\"").skip(1).collect();
        assert_eq!(data.len(), 3, "pages, sidebar, search");
        for data in data {
            let json = data.split_once('>').unwrap().1.split("</script>").next().unwrap();
            serde_json::from_str::<serde_json::Value>(json).unwrap();
        }
        for bad in ["http-equiv=\"refresh", " src=\"http", "<link"] {
            assert!(!page.contains(bad), "{bad}");
        }
    });
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let mut once = Vec::new();
    for _ in 0..2 {
        compared(&example("base"), &example("head"), &SiteOptions::default(), |site, _| {
            once.push(site.files.clone());
        });
    }
    assert_eq!(once[0], once[1]);
}

#[test]
fn german_pages_have_german_words() {
    let options = SiteOptions { lang: "de".to_owned(), ..SiteOptions::default() };
    compared(&example("base"), &example("head"), &options, |site, _| {
        let page = text(site, "index.html");
        assert!(page.contains("lang=\"de\"") && page.contains("Überblick") && page.contains("Änderungen"));
    });
}

#[test]
fn rows_that_differ_in_a_short_text_alone_keep_their_own() {
    let parameter =
        |text: &str| format!("{{name: id, in: query, description: {text}, schema: {{type: string}}}}");
    let operation = |text: &str| format!("{{get: {{parameters: [{}], responses: {{}}}}}}", parameter(text));
    let paths = format!("paths:\n  /a: {}\n  /b: {}\n", operation("of a crew"), operation("of a ship"));
    let site = plain_site(&format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{paths}"));
    for text in ["of a crew", "of a ship"] {
        let pages = site.files.iter().filter(|file| file.path.contains("/operations/"));
        let said = |file: &&SiteFile| String::from_utf8_lossy(&file.bytes).contains(text);
        let found: Vec<&str> = pages.filter(said).map(|file| file.path.as_str()).collect();
        assert_eq!(found.len(), 2, "{text}: {found:?}");
    }
}
