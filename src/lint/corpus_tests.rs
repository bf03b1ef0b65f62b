//! Real definitions and the specification's own conformance files, in the folder that `PREVIEW_CORPUS` names.

use std::path::{Path, PathBuf};

use super::*;
use crate::definition::{LoadFailure, Store, load};
use crate::openapi::detect;
use crate::problem::Severity;
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

/// Errors in files that are to pass: the specification's text asks for more than its JSON Schemas can check, by which
/// these files were judged. `docs/conformance.md` gives the sections.
const VERDICTS: [(&str, &str, &str); 10] = [
    ("v3.0", "mermade-example1_from_._Different_requestbody.md.yaml", "unrecognized-format"),
    ("v3.0", "mermade-example1_from_._Different_servers.md.yaml", "unrecognized-format"),
    ("v3.1", "operation-object-example.yaml", "path-parameters-defined"),
    ("v3.1", "parameter-object-examples.yaml", "path-parameters-defined"),
    ("v3.1", "security-scheme-object-examples.yaml", "no-unresolved-refs"),
    ("v3.1", "style-defaults.yaml", "path-params"),
    ("v3.2", "mega.yaml", "no-unresolved-refs"),
    ("v3.2", "operation-object-example.yaml", "path-parameters-defined"),
    ("v3.2", "parameter-object-examples.yaml", "path-parameters-defined"),
    ("v3.2", "security-scheme-object-examples.yaml", "no-unresolved-refs"),
];

/// Rules of taste, which are nobody's reason.
const STYLE: [&str; 3] = ["no-empty-servers", "operation-summary", "security-defined"];

#[test]
fn conformance_files_pass_and_fail_as_their_folder_says() {
    let Some(corpus) = corpus() else { return };
    let spec = Ruleset::preset(Preset::Spec);
    let recommended = Ruleset::preset(Preset::Recommended);
    let (mut faults, mut reasons) = (Vec::new(), Vec::new());
    for version in ["v3.0", "v3.1", "v3.2"] {
        let folder = corpus.join("conformance").join(version).join("pass");
        for file in files(&folder) {
            for problem in problems(&spec, &folder, &file) {
                let verdict = (version, file.as_str(), problem.rule.as_ref());
                if problem.severity == Severity::Error && !VERDICTS.contains(&verdict) {
                    faults.push(format!("{version}/pass {}: {}", problem.location, problem.message));
                }
            }
        }
        let folder = corpus.join("conformance").join(version).join("fail");
        for file in files(&folder) {
            let found = problems(&recommended, &folder, &file).into_iter();
            let errors: Vec<_> = found.filter(|problem| problem.severity == Severity::Error).collect();
            if errors.is_empty() {
                faults.push(format!("{version}/fail/{file} has no error"));
            }
            let errors = errors.into_iter().filter(|problem| !STYLE.contains(&problem.rule.as_ref()));
            reasons
                .extend(errors.map(|problem| {
                    format!("{version}/{file} {} {}", problem.rule, problem.location.pointer)
                }));
        }
    }
    reasons.sort();
    let mut expected: Vec<&str> = include_str!("conformance_fail.txt").lines().collect();
    expected.sort_unstable();
    let missing = expected.iter().filter(|line| !reasons.iter().any(|reason| reason == *line));
    faults.extend(missing.map(|line| format!("not reported: {line}")));
    let new = reasons.iter().filter(|reason| !expected.contains(&reason.as_str()));
    faults.extend(new.map(|reason| format!("not in the table: {reason}")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
