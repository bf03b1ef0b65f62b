//! The chain on real definitions: a bundle is the definition that it was made from.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::bundle::{BundleOptions, bundle};
use crate::definition::{Definition, Store, discover, load};
use crate::diff::{DiffOptions, compare};
use crate::lint::{Preset, Ruleset, lint};
use crate::openapi::{Version, detect};
use crate::source::{Disk, Memory};

/// The corpus, or a loud word that nothing was tested.
#[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from);
    if found.is_none() {
        println!("SKIPPED: PREVIEW_CORPUS does not name the corpus; nothing was tested");
    }
    found
}

/// The problems by rule and text, once each: what is shared by reference may stand twice in a bundle.
fn problems(ruleset: &Ruleset, definition: &Definition, version: Version) -> BTreeSet<(String, String)> {
    let problems = lint(ruleset, definition, version).into_iter();
    problems.map(|problem| (problem.rule.to_string(), problem.message)).collect()
}

#[test]
fn a_bundle_has_the_same_problems_and_no_changes() {
    let Some(root) = corpus() else { return };
    let store = Store::new(Box::new(Disk::new(&root).unwrap()));
    let ruleset = Ruleset::preset(Preset::Recommended);
    let options = DiffOptions::on(chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    let mut differences = Vec::new();
    let mut compared = 0;
    for found in discover(&store).unwrap() {
        // The largest take long without optimisation.
        if found.path.starts_with("large/") || found.path.starts_with("versions/github") {
            continue;
        }
        let Ok((definition, _)) = load(&store, &found.path) else { continue };
        let Ok(version) = detect(definition.root()) else { continue };
        let bundled = bundle(&definition, version, &BundleOptions::default()).unwrap();
        let mut memory = Memory::default();
        // Under the same name, since messages name files.
        let is_json = found.path.ends_with(".json");
        memory.insert(&found.path, if is_json { bundled.to_json() } else { bundled.to_yaml() });
        let bundle_store = Store::new(Box::new(memory));
        let (again, syntax) = load(&bundle_store, &found.path).unwrap();
        assert!(syntax.is_empty(), "{}: {syntax:?}", found.path);
        let apis = [&definition, &again].map(|definition| crate::api::build(definition, version));
        let changes = compare(&apis[0], &apis[1], &options);
        // A bundle holds what an example names by `$ref`, though for the specification that is the example itself.
        let changes = changes.all.iter().filter(|change| {
            !(change.id.ends_with("examples-changed")
                && change.before.as_deref().is_some_and(|text| text.contains("$ref")))
        });
        differences.extend(changes.map(|change| format!("{}: {change:?}", found.path)));
        let sides = [&definition, &again].map(|definition| problems(&ruleset, definition, version));
        let lost = sides[0].difference(&sides[1]).map(|problem| format!("{}: lost {problem:?}", found.path));
        let new = sides[1].difference(&sides[0]).map(|problem| format!("{}: new {problem:?}", found.path));
        differences.extend(lost.chain(new));
        compared += 1;
    }
    println!("{compared} definitions compared with their bundles");
    assert!(compared > 100, "only {compared} definitions were found");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
