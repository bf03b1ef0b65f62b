//! Whole sites: every template with every view, marks in their places, the same bytes twice.

use std::path::Path;
use std::sync::Arc;

use super::{ApiInput, Site, SiteInput, SiteOptions, render};
use crate::api::{Api, build};
use crate::definition::{Definition, Store, load};
use crate::diff::Change;
use crate::openapi::detect;
use crate::problem::{ApiProblem, Problem, Severity};
use crate::record::{BuildRecord, Timestamp};
use crate::source::{Disk, Memory};

fn memory(text: &str) -> Definition {
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

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    let file = site.files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| {
        let paths: Vec<&str> = site.files.iter().map(|file| file.path.as_str()).collect();
        panic!("no {path} in {paths:#?}")
    });
    std::str::from_utf8(&file.bytes).unwrap()
}

struct Case<'c> {
    head: &'c Api<'c>,
    base: Option<&'c Api<'c>>,
    changes: Option<&'c [Change]>,
    problems: &'c [ApiProblem],
}

fn site(case: Case<'_>, options: &SiteOptions) -> Site {
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
            definition_yaml: Some("openapi: 3.1.0\n".to_owned()),
            definition_json: Some("{}".to_owned()),
            texts: Vec::new(),
        }],
    };
    render(&input).unwrap()
}

fn plain_site(text: &str) -> Site {
    let definition = memory(text);
    let api = build(&definition, detect(definition.root()).unwrap());
    site(Case { head: &api, base: None, changes: None, problems: &[] }, &SiteOptions::default())
}

#[test]
fn a_definition_without_anything_renders() {
    let site = plain_site("openapi: 3.1.0\n");
    assert!(text(&site, "index.html").contains("Untitled API"));
    assert!(text(&site, "404.html").contains("index.html"));
}

/// Renders the definitions that `PREVIEW_RENDER` names (paths separated by `:`) to `PREVIEW_RENDER_TO`, to be looked at.
#[test]
fn renders_to_a_folder_for_looking_at() {
    let (Ok(paths), Ok(folder)) = (std::env::var("PREVIEW_RENDER"), std::env::var("PREVIEW_RENDER_TO"))
    else {
        return;
    };
    for path in paths.split(':') {
        let path = Path::new(path);
        let store = Store::new(Box::new(Disk::new(path.parent().unwrap()).unwrap()));
        let name = path.file_name().unwrap().to_str().unwrap();
        let (definition, _) = load(&store, name).unwrap();
        let api = build(&definition, detect(definition.root()).unwrap());
        let start = std::time::Instant::now();
        let options = SiteOptions {
            lang: std::env::var("PREVIEW_RENDER_LANG").unwrap_or_else(|_| "en".to_owned()),
            ..SiteOptions::default()
        };
        let site = site(Case { head: &api, base: None, changes: None, problems: &[] }, &options);
        let bytes: usize = site.files.iter().map(|file| file.bytes.len()).sum();
        println!("{name}: {} files, {bytes} bytes, {:?}", site.files.len(), start.elapsed());
        let stem = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
        for file in &site.files {
            let to = Path::new(&folder).join(stem).join(&file.path);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::io::Write::write_all(&mut std::fs::File::create(to).unwrap(), &file.bytes).unwrap();
        }
    }
}
