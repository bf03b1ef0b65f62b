//! Real definitions and the specification's own conformance files, in the folder that `PREVIEW_CORPUS` names.

use std::path::{Path, PathBuf};

use super::*;
use crate::definition::{LoadFailure, Store, load};
use crate::openapi::detect;
use crate::source::Disk;

/// The corpus, or a loud word that nothing was tested.
#[allow(clippy::disallowed_methods, reason = "a test may read its environment")]
fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from);
    if found.is_none() {
        println!("SKIPPED: PREVIEW_CORPUS does not name the corpus; nothing was tested");
    }
    found
}

/// The problems of one file, those of its text among them.
fn problems(ruleset: &Ruleset, folder: &Path, file: &str) -> Vec<Problem> {
    let store = Store::new(Box::new(Disk::new(folder).unwrap()));
    match load(&store, file) {
        Ok((definition, mut problems)) => match detect(definition.root()) {
            Ok(version) => {
                problems.extend(lint(ruleset, &definition, version));
                problems
            }
            Err(error) => {
                vec![Problem::new("unrecognized-format", Severity::Error, error.location, error.message)]
            }
        },
        Err(LoadFailure::Syntax(problems)) => problems,
        Err(error) => panic!("{file}: {error}"),
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn conformance_files_pass_and_fail_as_their_folder_says() {
    let Some(corpus) = corpus() else { return };
    let spec = Ruleset::preset(Preset::Spec);
    let recommended = Ruleset::preset(Preset::Recommended);
    let mut faults = Vec::new();
    for version in ["v3.0", "v3.1", "v3.2"] {
        let folder = corpus.join("conformance").join(version).join("pass");
        for file in files(&folder) {
            for problem in problems(&spec, &folder, &file) {
                if problem.rule == "struct" {
                    faults.push(format!("{version}/pass {}: {}", problem.location, problem.message));
                }
            }
        }
        let folder = corpus.join("conformance").join(version).join("fail");
        for file in files(&folder) {
            let found = problems(&recommended, &folder, &file);
            let refused = found.iter().filter(|problem| problem.severity == Severity::Error);
            let refused: Vec<String> = refused
                .map(|problem| format!("{}: {} ({})", problem.location, problem.message, problem.rule))
                .collect();
            println!("{version}/fail/{file}:\n  {}", refused.join("\n  "));
            if refused.is_empty() {
                faults.push(format!("{version}/fail/{file} has no error"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
