//! What people really hand over: each gives a located problem or a worded error, the right exit code, and never a panic.

use crate::support::sandbox::Sandbox;

/// A definition around a fragment of YAML that stands below `components.schemas.A`.
fn with_schema(schema: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {schema}\n"
    )
}

/// The problems of one file as `rule line:column`, without those of style.
#[track_caller]
fn problems(name: &str, text: &str) -> (i32, Vec<String>) {
    let sandbox = Sandbox::new(&[(name, text), ("preview.yaml", "extends: [spec]\n")]);
    let ran = sandbox.run(&["lint", name, "--format", "json"], &[]);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    let json = ran.json();
    let problem = |problem: &serde_json::Value| {
        let place = &problem["location"];
        format!("{} {}:{}", problem["rule"].as_str().unwrap(), place["line"], place["column"])
    };
    (ran.code, json["problems"].as_array().unwrap().iter().map(problem).collect())
}

#[test]
fn texts_that_are_no_definition() {
    let cases = [
        ("openapi.yaml", "", "syntax 1:1"),
        ("openapi.json", "", "syntax 1:1"),
        ("openapi.yaml", "# nothing\n", "syntax 1:1"),
        ("openapi.yaml", "openapi: 3.1.0\ninfo: [\n", "syntax 2:7"),
        ("openapi.json", "{\"openapi\": \"3.1.0\",}", "syntax 1:20"),
        ("openapi.json", "{\"openapi\": \"3.1.0\" // x\n}", "syntax 1:21"),
        ("openapi.yaml", "openapi: 4.0.0\n", "unrecognized-format 1:10"),
        ("openapi.yaml", "openapi: 3.1\n", "unrecognized-format 1:10"),
        ("openapi.yaml", "swagger: 2.0\n", "unrecognized-format 1:10"),
        ("openapi.yaml", "swagger: '1.2'\n", "unrecognized-format 1:10"),
        ("openapi.yaml", "- openapi: 3.1.0\n", "unrecognized-format 1:1"),
        ("openapi.yaml", "just text\n", "unrecognized-format 1:1"),
    ];
    for (name, text, expected) in cases {
        let (code, found) = problems(name, text);
        assert_eq!((code, found.first().map(String::as_str)), (1, Some(expected)), "{text:?}: {found:?}");
    }
}

#[test]
fn invalid_utf8_has_its_place() {
    let sandbox = Sandbox::new(&[]);
    std::fs::write(sandbox.path().join("openapi.yaml"), b"openapi: 3.1.0\ninfo: {title: \xFF}\n").unwrap();
    let ran = sandbox.run(&["lint", "openapi.yaml", "--format", "json"], &[]);
    ran.assert_code(1);
    let problem = &ran.json()["problems"][0];
    assert_eq!(problem["rule"], "syntax");
    assert_eq!((&problem["location"]["line"], &problem["location"]["column"]), (&2.into(), &15.into()));
}

#[test]
fn files_that_are_not_there() {
    let sandbox = Sandbox::new(&[("openapi.yaml", "openapi: 3.1.0\n"), ("folder/x.txt", "")]);
    for name in ["missing.yaml", "folder"] {
        let ran = sandbox.run(&["lint", name], &[]);
        ran.assert_code(2);
        assert!(ran.err.contains(name) && ran.err.contains("hint"), "{}", ran.err);
    }
    let empty = Sandbox::new(&[]);
    let ran = empty.run(&["lint"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("no OpenAPI definition was found"), "{}", ran.err);
}

#[test]
fn references_that_lead_nowhere() {
    let cases = [
        "{$ref: missing.yaml}",
        "{$ref: '#/components/schemas/Nope'}",
        "{$ref: '#/components/schemas/A'}",
        "{$ref: ../../../etc/passwd}",
        "{$ref: 'http://169.254.169.254/latest/meta-data'}",
        "{$ref: 'file:///etc/passwd'}",
        "{$ref: /etc/passwd}",
    ];
    for schema in cases {
        let (code, found) = problems("openapi.yaml", &with_schema(schema));
        assert_eq!(code, 1, "{schema}: {found:?}");
        assert!(found.iter().any(|found| found.starts_with("no-unresolved-refs 6:")), "{schema}: {found:?}");
    }
}

#[test]
fn circles_of_references() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n    Tree: {type: object, properties: {child: {$ref: '#/components/schemas/Tree'}}}\n";
    let (code, found) = problems("openapi.yaml", text);
    assert_eq!(code, 1);
    assert!(found.iter().all(|found| !found.ends_with("8:5")), "a recursive schema is fine: {found:?}");
    assert!(found.iter().any(|found| found.starts_with("no-unresolved-refs")), "{found:?}");
    let sandbox = Sandbox::new(&[("openapi.yaml", text)]);
    let ran = sandbox.run(&["build", "openapi.yaml", "--quiet"], &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(sandbox.files("preview-site").len() > 5);
}

#[test]
fn wrong_types_everywhere() {
    for wrong in ["null", "1", "true", "[]", "{}", "text", "[[]]"] {
        for key in ["info", "paths", "servers", "tags", "components", "security", "webhooks", "externalDocs"]
        {
            let mut text = String::from("openapi: 3.1.0\n");
            for (name, right) in [("info", "{title: T, version: '1'}"), ("paths", "{}")] {
                if name != key {
                    text.push_str(&format!("{name}: {right}\n"));
                }
            }
            text.push_str(&format!("{key}: {wrong}\n"));
            let sandbox = Sandbox::new(&[("openapi.yaml", &text)]);
            let ran = sandbox.run(&["build", "openapi.yaml", "--quiet", "--format", "json"], &[]);
            assert!(matches!(ran.code, 0 | 1), "{text}\n{}\n{}", ran.err, ran.out);
            assert!(!ran.err.contains("panicked"), "{text}\n{}", ran.err);
        }
    }
}

#[test]
fn hostile_documents_end() {
    let deep = format!("openapi: 3.1.0\nx: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let (code, found) = problems("openapi.yaml", &deep);
    assert_eq!((code, found[0].as_str().split(' ').next()), (1, Some("syntax")));
    let long =
        format!("openapi: 3.1.0\ninfo: {{title: '{}', version: '1'}}\npaths: {{}}\n", "x".repeat(5_000_000));
    let (code, _) = problems("openapi.yaml", &long);
    assert_eq!(code, 0);
    let keys: String = (0..100_000).map(|number| format!("  x-{number}: {number}\n")).collect();
    let (code, found) = problems(
        "openapi.yaml",
        &format!("openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\n{keys}paths: {{}}\n"),
    );
    assert_eq!((code, found), (0, Vec::new()));
}

#[test]
fn configurations_that_are_wrong() {
    let cases = [
        ("rules: {operation-sumary: off}\n", "preview.yaml:1:9", "operation-summary"),
        ("changes: {fail-on: braking}\n", "preview.yaml:1:20", "breaking"),
        ("publish: {too: x}\n", "preview.yaml:1:11", "to"),
        ("apis: {museum: {root: nowhere.yaml}}\n", "nowhere.yaml", ""),
        ("extends: [recomended]\n", "preview.yaml:1:11", "recommended"),
    ];
    for (config, place, nearest) in cases {
        let sandbox = Sandbox::new(&[("openapi.yaml", "openapi: 3.1.0\n"), ("preview.yaml", config)]);
        let ran = sandbox.run(&["lint"], &[]);
        ran.assert_code(2);
        assert!(ran.err.contains(place) && ran.err.contains(nearest), "{config}: {}", ran.err);
    }
    let sandbox = Sandbox::new(&[("openapi.yaml", "openapi: 3.1.0\n")]);
    let ran = sandbox.run(&["lint", "--format", "jsno"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("did you mean `json`"), "{}", ran.err);
    let ran = sandbox.run(&["lint", "--shard", "3/2"], &[]);
    ran.assert_code(2);
}

#[test]
fn text_of_the_repository_issues_no_logging_command() {
    let title = "##vso[task.setvariable variable=x]y";
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: '{title}', version: 1, '{title}': 1}}\npaths: {{'{title}': {{}}}}\n"
    );
    let sandbox = Sandbox::new(&[("openapi.yaml", &text)]);
    for format in ["azure", "stylish", "codeframe", "markdown"] {
        let ran = sandbox.run(&["lint", "openapi.yaml", "--format", format], &[("TF_BUILD", "True")]);
        let hostile = |text: &str| text.contains("##vso[task.setvariable");
        assert!(!hostile(&ran.out) && !hostile(&ran.err), "{format}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn the_error_names_the_limit() {
    let deep = format!("openapi: 3.1.0\nx: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let deep_json =
        format!("{{\"openapi\": \"3.1.0\", \"x\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let mut bomb = String::from("openapi: 3.1.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let cases = [
        ("openapi.yaml", deep.as_str(), "500 levels"),
        ("openapi.json", &deep_json, "500 levels"),
        ("openapi.yaml", &bomb, "5000000"),
        ("openapi.yaml", "openapi: 3.1.0\na: \0\n", "NUL"),
        ("openapi.json", "{\"openapi\": \"3.1.0\", \"a\": \"\0\"}", "0x00"),
        ("openapi.yaml", "openapi: 3.1.0\n---\nopenapi: 3.1.0\n", "second document"),
        ("openapi.json", "{\"openapi\": \"3.1.0\"}\n{}", "after the end"),
    ];
    for (name, text, words) in cases {
        let sandbox = Sandbox::new(&[(name, text)]);
        let ran = sandbox.run(&["lint", name, "--format", "json"], &[]);
        ran.assert_code(1);
        let problem = &ran.json()["problems"][0];
        assert_eq!(problem["rule"], "syntax", "{words}");
        assert!(problem["message"].as_str().unwrap().contains(words), "{words}: {problem}");
        assert!(problem["location"]["line"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn references_that_are_no_text() {
    for schema in ["{$ref: 1}", "{$ref: null}", "{$ref: [a]}", "{$ref: {a: b}}", "{$ref: ''}", "{$ref: '#'}"]
    {
        let sandbox = Sandbox::new(&[("openapi.yaml", &with_schema(schema))]);
        let ran = sandbox.run(&["build", "openapi.yaml", "--quiet", "--format", "json"], &[]);
        assert!(matches!(ran.code, 0 | 1), "{schema}\n{}\n{}", ran.err, ran.out);
        assert!(!ran.err.contains("panicked"), "{schema}\n{}", ran.err);
    }
}

/// A committed link must not lead what is written or removed out of the folder of the site.
#[cfg(unix)]
#[test]
fn links_of_a_repository_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let definition = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let cases: [(&str, &str); 4] = [
        ("preview-site/link", "../../victim"),
        ("preview-site/assets", "../../victim"),
        ("preview-site/.preview-files", "../../victim/secret.txt"),
        ("preview-site", "../victim"),
    ];
    for (link, to) in cases {
        let sandbox =
            Sandbox::new(&[("victim/secret.txt", "link/secret.txt\n"), ("r/openapi.yaml", definition)]);
        if link != "preview-site" {
            sandbox.write("r/preview-site/.preview-files", "link/secret.txt\n");
        }
        let _ = std::fs::remove_file(sandbox.path().join("r").join(link));
        symlink(to, sandbox.path().join("r").join(link)).unwrap();
        sandbox.git(&["init", "--quiet", "r"]);
        for command in ["build", "run"] {
            let ran = sandbox.run_in("r", &[command], &[]);
            ran.assert_code(2);
            assert!(
                ran.err.contains(&format!("{link}` is a symbolic link to `{to}`")),
                "{link}: {}",
                ran.err
            );
            assert!(ran.err.contains("hint: remove the link"), "{}", ran.err);
        }
        let left: Vec<String> = sandbox.files("victim").into_iter().map(|(path, _)| path).collect();
        assert_eq!(left, ["secret.txt"], "{link}");
        assert_eq!(sandbox.read("victim/secret.txt"), "link/secret.txt\n");
    }
    // A folder elsewhere is the user's own, and may be a link to another disk.
    let sandbox = Sandbox::new(&[("disk/kept.txt", "kept"), ("r/openapi.yaml", definition)]);
    sandbox.git(&["init", "--quiet", "r"]);
    symlink("disk", sandbox.path().join("mounted")).unwrap();
    sandbox.run_in("r", &["build", "--out", "../mounted/site", "--fail-on", "never"], &[]).assert_code(0);
    assert!(sandbox.path().join("disk/site/index.html").is_file());
}
