//! Real definitions: nothing differs from itself, in whatever notation, and what came goes backwards.

use std::path::Path;

use super::{ids, options};
use crate::api::build;
use crate::definition::{Store, discover, load};
use crate::diff::{Change, ChangeKind, Changes, DiffOptions, Preset, compare};
use crate::openapi::detect;
use crate::source::Disk;

/// The folder of real definitions, where there is one.
#[expect(clippy::disallowed_methods, reason = "tests learn from the environment where the corpus is")]
fn corpus() -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("PREVIEW_CORPUS").map(std::path::PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: PREVIEW_CORPUS is not set, no real definition was compared");
    }
    folder
}

fn store(root: &Path) -> Store {
    Store::new(Box::new(Disk::new(root).unwrap()))
}

/// Compares two files below a root; `None` where one is no definition.
fn diff(root: &Path, base: &str, head: &str) -> Option<Changes> {
    diff_with(root, (base, head), &options())
}

fn diff_with(root: &Path, (base, head): (&str, &str), options: &DiffOptions) -> Option<Changes> {
    let (base_store, head_store) = (store(root), store(root));
    let (base, _) = load(&base_store, base).ok()?;
    let (head, _) = load(&head_store, head).ok()?;
    let (base_version, head_version) = (detect(base.root()).ok()?, detect(head.root()).ok()?);
    Some(compare(&build(&base, base_version), &build(&head, head_version), options))
}

#[test]
fn nothing_differs_from_itself() {
    let Some(root) = corpus() else { return };
    let mut compared = 0;
    for found in discover(&store(&root)).unwrap() {
        // The largest take long without optimisation; the notations are compared below.
        if found.path.starts_with("large/") || found.path.starts_with("versions/github") {
            continue;
        }
        let Some(changes) = diff(&root, &found.path, &found.path) else { continue };
        assert!(changes.is_empty(), "{}: {:?}", found.path, &changes.all[..changes.all.len().min(3)]);
        compared += 1;
    }
    assert!(compared > 100, "only {compared} definitions were found");
}

#[test]
fn notations_make_no_difference() {
    let Some(root) = corpus() else { return };
    let pairs = [("large/twilio/twilio_api_v2010.json", "large/twilio/twilio_api_v2010.yaml")];
    for (json, yaml) in pairs {
        let changes = diff(&root, json, yaml).unwrap();
        assert!(changes.is_empty(), "{json}: {:?}", &changes.all[..changes.all.len().min(3)]);
    }
}

#[test]
fn what_came_goes_backwards() {
    let Some(root) = corpus() else { return };
    let pairs = [
        ("versions/train-travel/2024-02-21.yaml", "versions/train-travel/2025-03-12.yaml"),
        ("versions/docker-engine/v1.45.yaml", "versions/docker-engine/v1.47.yaml"),
    ];
    for (base, head) in pairs {
        let (forth, back) = (diff(&root, base, head).unwrap(), diff(&root, head, base).unwrap());
        let count = |changes: &Changes, id: &str| changes.all.iter().filter(|change| change.id == id).count();
        assert_eq!(
            count(&forth, "endpoint-added"),
            back.all.iter().filter(|change| change.id.ends_with("removed-without-deprecation")).count(),
            "{base}"
        );
        assert_eq!(count(&forth, "endpoint-renamed"), count(&back, "endpoint-renamed"), "{base}");
        // The version policy speaks of breaks, which differ by direction.
        let of = |changes: &Changes, kind: ChangeKind| {
            let counted = |change: &&Change| change.kind == kind && !change.id.contains("-version-");
            changes.all.iter().filter(counted).count()
        };
        assert_eq!(
            of(&forth, ChangeKind::Added),
            of(&back, ChangeKind::Removed),
            "{base}: {:?}",
            ids(&forth)
        );
        assert_eq!(of(&forth, ChangeKind::Removed), of(&back, ChangeKind::Added), "{base}: {:?}", ids(&back));
        assert_eq!(of(&forth, ChangeKind::Changed), of(&back, ChangeKind::Changed), "{base}");
    }
}

#[test]
fn no_change_says_the_same_of_both_sides() {
    let Some(root) = corpus() else { return };
    for series in ["train-travel", "docker-engine"] {
        let files = std::fs::read_dir(root.join("versions").join(series)).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            let path = |name: &str| format!("versions/{series}/{name}");
            let Some(changes) = diff(&root, &path(&pair[0]), &path(&pair[1])) else { continue };
            for change in &changes.all {
                let sides = change.message.split_once(": `").and_then(|(_, said)| said.split_once("` → `"));
                assert!(
                    sides.is_none_or(|(one, other)| !other.starts_with(&format!("{one}`"))),
                    "{change:?}"
                );
                assert!(change.before.is_none() || change.before != change.after, "{change:?}");
            }
        }
    }
}

/// The pairs with which another comparer tests itself. Each is named for the change that it shows; `pairs.txt` holds what
/// its preset says of each here: ids and impacts, texts left out.
#[test]
fn pairs_of_another_comparer_get_its_ids_and_levels() {
    let Some(root) = corpus() else { return };
    let options = DiffOptions { preset: Preset::Oasdiff, ..options() };
    let folder = root.join("versions/oasdiff-pairs");
    let lines: Vec<&str> = include_str!("pairs.txt").lines().collect();
    assert_eq!(lines.len(), std::fs::read_dir(&folder).unwrap().count());
    for line in lines {
        let name = line.split(' ').next().unwrap();
        let files = (format!("{name}/base.yaml"), format!("{name}/revision.yaml"));
        let changes = diff_with(&folder, (&files.0, &files.1), &options).unwrap();
        let told = changes
            .all
            .iter()
            .filter(|change| !change.id.starts_with("info-") && !change.id.contains("title"));
        let mut said: Vec<String> =
            told.map(|change| format!(" {}:{}", change.impact.name(), change.id)).collect();
        said.sort_unstable();
        said.dedup();
        assert_eq!(format!("{name}{}", said.concat()), line);
    }
}
