//! The example keeps what its README promises: which mistakes and changes are in it, and that one command shows them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/print-shop")
}

/// Runs the program without anything of a pipeline in its environment.
fn preview(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_preview"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    forget_pipeline(&mut command);
    command.output().unwrap()
}

fn forget_pipeline(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["PREVIEW_", "SYSTEM_", "BUILD_", "AZURE_", "AGENT_", "TF_BUILD"]
            .iter()
            .any(|it| text.starts_with(it))
        {
            command.env_remove(&name);
        }
    }
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!("{error}\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
    })
}

/// `rule severity file` of every problem of one version.
fn problems(version: &str) -> (BTreeSet<String>, Option<i32>) {
    let root = example().join(version);
    let output = preview(&["lint", "--root", root.to_str().unwrap(), "--format", "json"]);
    let found = json(&output)["problems"].as_array().unwrap().clone();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = found.iter().map(|problem| {
        format!(
            "{} {} {}",
            word(&problem["rule"]),
            word(&problem["severity"]),
            word(&problem["location"]["file"])
        )
    });
    (lines.collect(), output.status.code())
}

#[test]
fn has_exactly_the_mistakes_that_its_readme_names() {
    let old = "operation-4xx-response warning api/paths/status.yaml";
    let new = "security-defined error api/paths/artwork-check.yaml";
    assert_eq!(problems("base"), (BTreeSet::from([old.to_owned()]), Some(0)));
    assert_eq!(problems("head"), (BTreeSet::from([old.to_owned(), new.to_owned()]), Some(1)));
}

#[test]
fn has_the_changes_that_its_readme_names() {
    let file = |version: &str| example().join(version).join("api/openapi.yaml").to_str().unwrap().to_owned();
    let output = preview(&["diff", &file("base"), &file("head"), "--format", "json"]);
    let changes = json(&output)["changes"].as_array().unwrap().clone();
    let has = |impact: &str, path: &str, id: &str, word: &str| {
        changes.iter().any(|change| {
            let text = change["message"].as_str().unwrap();
            let is_there = change["path"] == path && change["impact"] == impact;
            is_there && change["id"].as_str().unwrap().contains(id) && text.contains(word)
        })
    };
    let promised = [
        ("breaking", "/orders/{orderId}/history", "removed", ""),
        ("breaking", "/shipments/{shipmentId}/label", "required-request-parameter", "paper"),
        ("breaking", "/quotes", "enum-value-removed", "spot-varnish"),
        ("breaking", "/invoices/{invoiceId}", "property-removed", "taxRate"),
        ("breaking", "/papers", "type-changed", "grammage"),
        ("compatible", "/artwork/{artworkId}/checks", "added", ""),
        ("compatible", "/tracking/{trackingNumber}", "deprecated", ""),
    ];
    for (impact, path, id, word) in promised {
        assert!(
            has(impact, path, id, word),
            "no {impact} change `{id}` of {path} with `{word}`:\n{changes:#?}"
        );
    }
    assert_eq!(output.status.code(), Some(1), "breaking changes fail by default");
}

#[test]
fn readme_counts_right() {
    let mut files = Vec::new();
    yaml_files(&example().join("head/api"), &mut files);
    let methods = ["get:", "put:", "post:", "patch:", "delete:"];
    let operations: usize = files
        .iter()
        .filter(|path| path.parent().unwrap().ends_with("paths"))
        .map(|path| fs::read_to_string(path).unwrap())
        .map(|text| text.lines().filter(|line| methods.contains(line)).count())
        .sum();
    let readme = fs::read_to_string(example().join("README.md")).unwrap();
    for claim in [format!("in {} files", files.len()), format!("{operations} operations")] {
        assert!(readme.replace('\n', " ").contains(&claim), "the README should say `{claim}`");
    }
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
}

/// The README's first command, but for the compiling.
#[cfg(unix)]
#[test]
fn the_try_script_plays_the_pull_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/try"));
    forget_pipeline(&mut command);
    let output =
        command.env("PREVIEW", env!("CARGO_BIN_EXE_preview")).env("TMPDIR", folder.path()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let page = text.lines().rev().find_map(|line| line.strip_prefix("Open ")).unwrap();
    assert!(Path::new(page).is_file(), "{page} is missing:\n{text}");
    for word in ["/orders/{orderId}/history", "security-defined"] {
        assert!(text.contains(word), "the comment does not name `{word}`:\n{text}");
    }
    let record = fs::read_to_string(Path::new(page).with_file_name("preview.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["outcome"], "failed");
}

/// A schema that stands in answers only tells of no request, and says which operations it speaks of.
#[test]
fn a_page_of_a_schema_tells_what_changed_where_it_is_used() {
    let out = tempfile::tempdir().unwrap();
    let (head, base) = (example().join("head"), example().join("base/api/openapi.yaml"));
    let [head, base, site] = [head.as_path(), &base, out.path()].map(|path| path.to_str().unwrap());
    let args = ["build", "--root", head, "--base", base, "--out", site, "--fail-on", "never", "--quiet"];
    let output = preview(&args);
    assert!(output.status.code() <= Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(out.path().join("print/schemas/order.html")).unwrap();
    let title =
        page.split("class=\"title\"").nth(1).and_then(|rest| rest.split("</div></div>").next()).unwrap();
    assert!(title.contains(">changed</span>") && !title.contains("breaking"), "{title}");
    assert!(!page.contains("Request property"), "{page}");
    assert!(page.contains("List orders: Response property"), "{page}");
    assert!(page.contains("and in 4 other operations"), "{page}");
    let operation = fs::read_to_string(out.path().join("print/operations/create-order.html")).unwrap();
    assert!(operation.contains("<del><span class=\"vh\">removed: </span><code>spot-varnish</code></del>"));
    assert!(operation.contains("<ins><span class=\"vh\">added: </span><code>on-hold</code></ins>"));
    let webhook = out.path().join("print/webhooks/order-status-changed.html");
    let webhook = fs::read_to_string(webhook).unwrap();
    let kind =
        webhook.split("id=\"body.json.type\"").nth(1).and_then(|rest| rest.split("</li>").next()).unwrap();
    assert!(
        kind.contains("always") && !kind.contains("class=\"values\""),
        "one value is all there is: {kind}"
    );
    let overview = fs::read_to_string(out.path().join("print/index.html")).unwrap();
    let line = overview.split("<li>").find(|line| line.contains("of schema <code>CardItem</code>")).unwrap();
    assert!(line.contains("in 2 operations"), "as many as the page of changes names: {line}");
}
