//! Every command as a user runs it: output shapes, exit codes, files.

use serde_json::Value;

use crate::support::sandbox::Sandbox;

const BASE: &str = "openapi: 3.0.3
info: {title: Harbour, version: 1.0.0, description: Berths., license: {name: MIT, url: 'https://mit.dev'}}
servers: [{url: 'https://harbour.fabrikam.dev'}]
security: []
paths:
  /berths/{id}:
    get:
      operationId: getBerth
      summary: Show a berth
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The berth.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Berth'}
        '404': {description: No such berth.}
components:
  schemas:
    Berth:
      type: object
      required: [length]
      properties:
        id: {type: string}
        length: {type: number}
";

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn lint_as_json_has_the_promised_shape() {
    let text = BASE.replace("      summary: Show a berth\n", "");
    let sandbox = Sandbox::new(&[("openapi.yaml", &text)]);
    let ran = sandbox.run(&["lint", "--format", "json"], &[]);
    let json = ran.json();
    assert_eq!(keys(&json), ["version", "totals", "problems"]);
    assert_eq!(keys(&json["totals"]), ["error", "warning", "info", "ignored"]);
    let problem = &json["problems"][0];
    assert_eq!(problem["rule"], "operation-summary");
    assert_eq!(problem["api"], "api");
    let place = &problem["location"];
    assert_eq!(keys(place), ["file", "pointer", "line", "column", "endLine", "endColumn"]);
    assert_eq!(place["file"], "openapi.yaml");
    assert_eq!(place["pointer"], "#/paths/~1berths~1%7Bid%7D/get");
    assert_eq!((place["line"].as_u64(), place["column"].as_u64()), (Some(7), Some(5)));
    assert!(problem.get("new").is_none(), "nothing was compared");
    assert_eq!(problem["fingerprint"].as_str().map(str::len), Some(16));
    // A fingerprint survives moved lines.
    sandbox.write("openapi.yaml", &format!("# one more line\n{text}"));
    let moved = sandbox.run(&["lint", "--format", "json"], &[]).json();
    assert_eq!(moved["problems"][0]["fingerprint"], problem["fingerprint"]);
    assert_eq!(moved["problems"][0]["location"]["line"], 8);
}

#[test]
fn the_exit_code_follows_the_threshold() {
    let text = BASE.replace("        '404': {description: No such berth.}\n", "");
    let sandbox = Sandbox::new(&[("openapi.yaml", &text)]);
    sandbox.run(&["lint"], &[]).assert_code(0);
    sandbox.run(&["lint", "--fail-on", "warning"], &[]).assert_code(1);
    sandbox.run(&["lint", "--max-warnings", "0"], &[]).assert_code(1);
    sandbox.run(&["lint"], &[("PREVIEW_FAIL_ON", "warning")]).assert_code(1);
    sandbox.write("preview.yaml", "rules: {operation-4xx-response: error}\n");
    sandbox.run(&["lint"], &[]).assert_code(1);
    sandbox.run(&["lint", "--fail-on", "never"], &[]).assert_code(0);
    sandbox.run(&["lint", "--no-such-option"], &[]).assert_code(2);
}

#[test]
fn new_problems_are_told_from_those_of_the_base() {
    let worse = BASE.replace("      summary: Show a berth\n", "");
    let two = worse.replace("paths:\n", "paths:\n  /new:\n    get: {operationId: listNew, responses: {'200': {description: ok}, '400': {description: no}}}\n");
    let (sandbox, _) = Sandbox::pull_request(&[("openapi.yaml", &worse)], &[("openapi.yaml", Some(&two))]);
    let ran = sandbox.run(&["lint", "--base", "main", "--format", "json"], &[]);
    ran.assert_code(1);
    let json = ran.json();
    let new: Vec<bool> = json["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["new"].as_bool().unwrap())
        .collect();
    assert_eq!(new, [true, false]);
    sandbox.write("openapi.yaml", &worse);
    sandbox.run(&["lint", "--base", "main", "--new-only"], &[]).assert_code(0);
}

#[test]
fn several_formats_go_to_their_files() {
    let sandbox =
        Sandbox::new(&[("openapi.yaml", &BASE.replace("operationId: getBerth", "operationId: 'get berth'"))]);
    let formats = ["sarif", "junit", "checkstyle", "codeclimate", "markdown", "github", "stylish", "azure"];
    let mut args = vec!["lint".to_owned(), "--format".to_owned(), "json".to_owned()];
    for format in formats {
        args.extend(["--format".to_owned(), format!("{format}=out/{format}.txt")]);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = sandbox.run(&args, &[]);
    assert!(ran.json()["problems"].as_array().is_some());
    for format in formats {
        let text = sandbox.read(&format!("out/{format}.txt"));
        assert!(text.contains("operation-operationId-url-safe"), "{format}: {text}");
    }
    let ran = sandbox.run(&["lint", "--format", "json", "--format", "sarif"], &[]);
    ran.assert_code(2);
}

#[test]
fn diff_compares_files_and_revisions() {
    let head = BASE.replace("        length: {type: number}\n", "").replace("1.0.0", "1.1.0");
    let (sandbox, _) = Sandbox::pull_request(&[("openapi.yaml", BASE)], &[("openapi.yaml", Some(&head))]);
    let ran = sandbox.run(&["diff", "main:openapi.yaml", "--format", "json"], &[]);
    ran.assert_code(1);
    let json = ran.json();
    assert_eq!(keys(&json), ["version", "totals", "changes"]);
    assert_eq!(keys(&json["totals"]), ["breaking", "risky", "compatible"]);
    let removed =
        json["changes"].as_array().unwrap().iter().find(|change| change["impact"] == "breaking").unwrap();
    let promised = ["api", "id", "impact", "operation", "path", "message", "fingerprint", "base", "head"];
    assert_eq!(keys(removed)[..promised.len()], promised);
    assert!(removed["id"].as_str().unwrap().starts_with("response-"), "{removed}");
    assert_eq!(
        (removed["operation"].as_str(), removed["path"].as_str()),
        (Some("GET"), Some("/berths/{id}"))
    );
    assert_eq!(removed["head"], Value::Null);
    assert_eq!(removed["base"]["line"], 26);
    let whole = sandbox.run(&["diff", "main", "--format", "json"], &[]).json();
    assert_eq!(whole["totals"], json["totals"]);
    sandbox.run(&["diff", "main", "main"], &[]).assert_code(0);
    sandbox.run(&["diff", "main:openapi.yaml", "--fail-on", "never"], &[]).assert_code(0);
    sandbox.run(&["diff", "no-such-branch"], &[]).assert_code(2);
    sandbox.run(&["diff", "main:missing.yaml", "main:missing.yaml"], &[]).assert_code(2);
    sandbox.write("old.yaml", BASE);
    sandbox.run(&["diff", "old.yaml", "openapi.yaml"], &[]).assert_code(1);
    sandbox.run(&["diff", "old.yaml"], &[]).assert_code(2);
}

#[test]
fn diff_shows_as_many_edits_as_it_is_told_to() {
    let head =
        BASE.replace("{type: number}", "{type: string}").replace("id: {type: string}", "id: {type: integer}");
    let sandbox = Sandbox::new(&[("old.yaml", BASE), ("new.yaml", &head)]);
    let few = sandbox.run(&["diff", "old.yaml", "new.yaml", "--max-problems", "1"], &[]);
    assert!(few.out.contains("… and "), "{}", few.out);
    let said = few.out.split("`--max-problems ").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    let all = sandbox.run(&["diff", "old.yaml", "new.yaml"], &[("PREVIEW_MAX_PROBLEMS", said)]);
    assert!(!all.out.contains("… and "), "{}", all.out);
    let sarif = sandbox.run(&["diff", "old.yaml", "new.yaml", "--format", "sarif"], &[]);
    assert!(
        !sarif.out.contains("{}\"") && !sarif.out.contains("\"help\":{\"markdown\":\"\""),
        "{}",
        sarif.out
    );
}

#[test]
fn what_could_not_be_compared_is_not_said_to_be_unchanged() {
    let sandbox = Sandbox::new(&[("openapi.yaml", BASE)]);
    sandbox.git(&["init", "--quiet", "--initial-branch", "main"]);
    sandbox.commit("base");
    sandbox.write("openapi.yaml", "openapi: 3.1.0\ninfo: {title: [\n");
    sandbox.write("new.yaml", BASE);
    let ran = sandbox.run(&["build", "--base", "main", "openapi.yaml"], &[]);
    let reason = "api was not compared with main: the definition can't be read";
    assert!(ran.assert_code(1).err.contains(reason), "{}", ran.err);
    assert!(ran.err.contains("): nothing was compared\n"), "{}", ran.err);
    let ran = sandbox.run(&["build", "--base", "main", "new.yaml"], &[]);
    assert!(ran.err.contains("nothing to compare with"), "{}", ran.err);
}

#[test]
fn an_approved_change_passes() {
    let head = BASE.replace("        length: {type: number}\n", "");
    let (sandbox, _) = Sandbox::pull_request(&[("openapi.yaml", BASE)], &[("openapi.yaml", Some(&head))]);
    let args = ["diff", "main:openapi.yaml"];
    sandbox.git(&["config", "user.name", "ada"]);
    sandbox.run(&args, &[]).assert_code(1);
    let approve = ["diff", "main:openapi.yaml", "--approve", "nobody reads it"];
    sandbox.run(&approve, &[]).assert_code(0);
    let file = sandbox.read(".preview-approved.yaml");
    assert!(file.contains("who: ada") && file.contains("why: nobody reads it"), "{file}");
    sandbox.run(&args, &[]).assert_code(0);
    sandbox.git(&["config", "user.name", "bob"]);
    sandbox.run(&approve, &[]).assert_code(0);
    assert_eq!(sandbox.read(".preview-approved.yaml"), file, "what others wrote stays");
    sandbox.write("openapi.yaml", BASE);
    let ran = sandbox.run(&args, &[]);
    ran.assert_code(0);
    assert!(ran.err.contains("matches no change"), "{}", ran.err);
}

#[test]
fn bundles_are_changed_by_decorators() {
    let config = "\
apis:
  shop:
    root: api/openapi.yaml
decorators:
  filter-in: {property: x-audience, value: public, applyTo: Operation}
  info-override: {title: Other}
  tag-description-override: {tagNames: {orders: docs/orders.md, nobody: docs/orders.md}}
";
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ntags: [{name: orders}]\npaths:\n  /a:\n    get: {x-audience: public}\n    put: {}\n";
    let files = [("preview.yaml", config), ("api/openapi.yaml", text), ("docs/orders.md", "All *orders*.")];
    let sandbox = Sandbox::new(&files);
    let ran = sandbox.run(&["bundle", "shop"], &[]);
    ran.assert_code(0);
    assert!(
        ran.out.contains("title: Other") && ran.out.contains("description: All *orders*."),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("get:") && !ran.out.contains("put:"), "{}", ran.out);
    assert!(ran.err.contains("no tag has the name `nobody`"), "{}", ran.err);
    let without = Sandbox::new(&files[..2]);
    let ran = without.run(&["bundle", "shop"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("preview.yaml:7:") && ran.err.contains("docs/orders.md"), "{}", ran.err);
}

#[test]
fn bundles_are_written_by_their_ending() {
    let sandbox = Sandbox::new(&[
        (
            "api/openapi.yaml",
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: a.yaml}}}\n",
        ),
        ("api/a.yaml", "type: string\n"),
    ]);
    sandbox.run(&["bundle", "api/openapi.yaml", "-o", "out/one.json"], &[]).assert_code(0);
    let json: Value = serde_json::from_str(&sandbox.read("out/one.json")).unwrap();
    assert_eq!(json["components"]["schemas"]["A"]["type"], "string");
    sandbox.run(&["bundle", "api/openapi.yaml", "-o", "one.yaml"], &[]).assert_code(0);
    sandbox.run(&["lint", "one.yaml", "--fail-on", "never"], &[]).assert_code(0);
    sandbox.run(&["bundle", "api/openapi.yaml", "-o", "one.txt"], &[]).assert_code(2);
    let ran = sandbox.run(&["bundle", "api/openapi.yaml"], &[]);
    assert!(ran.out.contains("type: string"), "{}", ran.out);
}

#[test]
fn a_bundle_that_is_not_self_contained_says_so() {
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let cases = [
        (
            "components: {schemas: {A: {$ref: gone.yaml}}}\n",
            "openapi.yaml:4:34: the reference `gone.yaml` leads nowhere",
        ),
        ("info: {title: Other, version: '1'}\n", "openapi.yaml:4:1: "),
    ];
    for (text, said) in cases {
        let sandbox = Sandbox::new(&[("openapi.yaml", &format!("{head}{text}"))]);
        for args in [&["bundle", "openapi.yaml"][..], &["bundle", "openapi.yaml", "-o", "one.yaml"]] {
            let ran = sandbox.run(args, &[]);
            ran.assert_code(1);
            assert!(ran.err.contains(said), "{}", ran.err);
            assert!(ran.out.contains("title: ") || sandbox.read("one.yaml").contains("title: "));
        }
    }
}

#[test]
fn what_the_program_knows_about_itself() {
    let sandbox = Sandbox::new(&[]);
    let ran = sandbox.run(&["explain", "operation-summary"], &[]);
    ran.assert_code(0);
    assert!(ran.out.contains("Wrong:") && ran.out.contains("Right:"), "{}", ran.out);
    for id in ["syntax", "unrecognized-format", "response-property-removed"] {
        sandbox.run(&["explain", id], &[]);
    }
    let ran = sandbox.run(&["explain", "operation-sumary"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("operation-summary"), "{}", ran.err);
    let rules = sandbox.run(&["rules", "--format", "json"], &[]).json();
    assert!(rules["rules"].as_array().unwrap().len() >= 100);
    let ran = sandbox.run(&["rules", "--group", "owasp", "--preset", "owasp-strict"], &[]);
    ran.assert_code(0);
    assert!(ran.out.starts_with("owasp\n  owasp-array-limit "), "{}", ran.out);
    assert!(!ran.out.contains(" off ") && !ran.out.contains("operation-summary"), "{}", ran.out);
    assert!(sandbox.run(&["rules", "--group", "owaps"], &[]).err.contains("did you mean `owasp`"));
    assert!(sandbox.run(&["rules", "--preset", "strict"], &[]).err.contains("there is no preset `strict`"));
    // Names of other linters are known here, misspelled ones too.
    let ran = sandbox.run(&["explain", "no-script-tags-in-markdown"], &[]);
    assert!(ran.out.starts_with("no-unsafe-markdown (rule, security)"), "{}", ran.out);
    assert!(ran.out.contains("Known to other linters as: no-script-tags-in-markdown"), "{}", ran.out);
    let ran = sandbox.run(&["explain", "no-script-tag-in-markdown"], &[]);
    assert!(ran.err.contains("did you mean `no-script-tags-in-markdown`"), "{}", ran.err);
    let schema = sandbox.run(&["schema"], &[]).json();
    assert!(schema["properties"]["publish"].is_object());
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(sandbox.run(&["completions", shell], &[]).out.contains("preview"), "{shell}");
    }
    let ran = sandbox.run(&["--help"], &[]);
    ran.assert_code(0);
    assert!(ran.out.contains("Exit codes"));
}

#[test]
fn init_writes_what_lint_reads() {
    let sandbox = Sandbox::new(&[("museum/openapi.yaml", BASE), ("train.yaml", BASE)]);
    sandbox.git(&["init", "--quiet"]);
    sandbox.run(&["init"], &[]).assert_code(0);
    let config = sandbox.read("preview.yaml");
    assert!(config.contains("museum/openapi.yaml") && config.contains("train.yaml"), "{config}");
    assert!(sandbox.read("azure-pipelines.yml").contains("preview run"));
    sandbox.run(&["lint"], &[]).assert_code(0);
    sandbox.run(&["lint", "museum"], &[]).assert_code(0);
    sandbox.run(&["init"], &[]).assert_code(2);
    sandbox.run(&["doctor"], &[]).assert_code(0);
}

#[test]
fn init_writes_one_pipeline_that_says_what_to_set_up() {
    let sandbox = Sandbox::new(&[]);
    let ran = sandbox.run(&["init"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("no OpenAPI definition") && !ran.err.contains("preview init"), "{}", ran.err);
    sandbox.write("openapi.yaml", BASE);
    let ran = sandbox.run(&["init"], &[]);
    ran.assert_code(0);
    assert!(ran.err.contains("preview.yaml: 1 API\n"), "{}", ran.err);
    let pipeline = sandbox.read("azure-pipelines.yml");
    for said in ["Build validation", "Contribute to pull", "PATH", "preview doctor", "- script: preview run"]
    {
        assert!(pipeline.contains(said), "{said}: {pipeline}");
    }
    sandbox.write("azure-pipelines.yml", &pipeline.replace("ubuntu-latest", "windows-latest"));
    sandbox.run(&["init", "--force"], &[]).assert_code(0);
    assert_eq!(sandbox.read("azure-pipelines.yml"), pipeline);
    assert!(!sandbox.path().join("azure-pipelines-preview.yml").exists());
    // A pipeline that somebody else wrote stays, and is not doubled.
    sandbox.write("azure-pipelines.yml", "steps: [{script: preview run}]\n");
    sandbox.run(&["init", "--force"], &[]).assert_code(0);
    assert!(!sandbox.path().join("azure-pipelines-preview.yml").exists());
    sandbox.write("azure-pipelines.yml", "steps: [{script: make}]\n");
    sandbox.run(&["init", "--force"], &[]).assert_code(0);
    assert_eq!(sandbox.read("azure-pipelines-preview.yml"), pipeline);
}

/// Exit code 2 says that nothing was done: no findings, no folder.
#[test]
fn what_means_nothing_is_refused_first() {
    let cases = [
        ("changes: {impacts: {foo-bar: breaking}}", "preview.yaml:1:21: there is no change kind `foo-bar`"),
        ("docs: {lang: fr}", "preview.yaml:1:14: the pages have no words in `fr`; known are `en`, `de`"),
        ("publish: {to: 'ftp://x'}", "preview.yaml:1:15: "),
        ("publish: {url: nourl}", "preview.yaml:1:16: "),
        ("rules: [a]", "error: preview.yaml:1:1: `rules` must be an object, not a list\n"),
    ];
    for (config, said) in cases {
        let sandbox = Sandbox::new(&[("openapi.yaml", BASE), ("preview.yaml", &format!("{config}\n"))]);
        for command in ["lint", "build", "run"] {
            let ran = sandbox.run(&[command], &[]);
            ran.assert_code(2);
            assert!(ran.err.contains(said) && ran.out.is_empty(), "{command}: {}{}", ran.out, ran.err);
            assert_eq!(ran.err.matches("error: ").count(), 1, "{}", ran.err);
        }
        assert!(!sandbox.path().join("preview-site").exists());
        let ran = sandbox.run(&["doctor"], &[]);
        ran.assert_code(3);
        assert!(ran.out.starts_with("configuration  FAILED"), "{}", ran.out);
    }
    for docs in ["logo: nologo.svg", "templates: nodir"] {
        let sandbox =
            Sandbox::new(&[("openapi.yaml", BASE), ("preview.yaml", &format!("docs: {{{docs}}}\n"))]);
        for command in ["build", "run"] {
            let ran = sandbox.run(&[command], &[]);
            ran.assert_code(2);
            assert!(ran.out.is_empty(), "{}", ran.out);
        }
        let ran = sandbox.run(&["doctor"], &[]);
        ran.assert_code(3);
        assert!(ran.out.contains("pages          FAILED  preview.yaml:1:"), "{}", ran.out);
        sandbox.run(&["lint"], &[]).assert_code(0);
    }
    let sandbox = Sandbox::new(&[("openapi.yaml", BASE), ("out", "a file")]);
    for args in [
        &["build", "--lang", "fr"][..],
        &["build", "--out", "out"],
        &["build", "--out", "out/site"],
        &["run", "--to", "ftp://x"],
        &["run", "--url", "nourl"],
    ] {
        let ran = sandbox.run(args, &[]);
        ran.assert_code(2);
        assert!(ran.out.is_empty(), "{args:?}: {}", ran.out);
    }
}

#[test]
fn other_linters_configurations_are_read() {
    let sandbox = Sandbox::new(&[
        ("openapi.yaml", &BASE.replace("      summary: Show a berth\n", "")),
        ("redocly.yaml", "extends: [minimal]\nrules: {operation-summary: error}\n"),
    ]);
    sandbox.run(&["lint"], &[]).assert_code(1);
    std::fs::remove_file(sandbox.path().join("redocly.yaml")).unwrap();
    sandbox.write(".spectral.yaml", "extends: spectral:oas\n");
    let ran = sandbox.run(&["lint", "--format", "json"], &[]);
    assert!(
        ran.json()["problems"]
            .as_array()
            .unwrap()
            .iter()
            .all(|problem| problem["rule"] != "operation-summary")
    );
}

#[test]
fn a_folder_that_is_not_ours_loses_nothing() {
    let sandbox =
        Sandbox::new(&[("openapi.yaml", BASE), ("out/keep.html", "mine"), ("out/notes.txt", "mine")]);
    sandbox.run(&["build", "-o", "out"], &[]).assert_code(0);
    assert_eq!(sandbox.read("out/keep.html"), "mine");
    let first = sandbox.files("out");
    assert!(first.iter().any(|(path, _)| path == "index.html"));
    sandbox.run(&["build", "-o", "out"], &[]).assert_code(0);
    assert_eq!(sandbox.files("out"), first, "the same input gives the same bytes");
    sandbox.write("openapi.yaml", &BASE.replace("getBerth", "showBerth"));
    sandbox.run(&["build", "-o", "out"], &[]).assert_code(0);
    let third = sandbox.files("out");
    assert!(third.iter().all(|(path, _)| !path.contains("get-berth")), "pages that are no more are removed");
    assert_eq!(sandbox.read("out/keep.html"), "mine");
}

#[test]
fn problems_are_set_aside_and_ceilings_hold() {
    let text = BASE.replace("        '404': {description: No such berth.}\n", "");
    let sandbox = Sandbox::new(&[
        ("openapi.yaml", &text.replace("      summary: Show a berth\n", "")),
        ("preview.yaml", "rules: {operation-4xx-response: {severity: error, max: 2}}\n"),
    ]);
    // The error is set aside, the note below the ceiling is not.
    let ran = sandbox.run(&["lint"], &[]);
    ran.assert_code(1);
    assert!(
        ran.err.contains("`max: 2` of the rule `operation-4xx-response` can be lowered to 1"),
        "{}",
        ran.err
    );
    sandbox.run(&["lint", "--write-ignore"], &[]).assert_code(0);
    let written = sandbox.read(".preview-ignore.yaml");
    assert_eq!(written.matches("- rule:").count(), 1, "{written}");
    let json = sandbox.run(&["lint", "--format", "json"], &[]).json();
    assert_eq!((json["totals"]["info"].as_u64(), json["totals"]["ignored"].as_u64()), (Some(1), Some(1)));
    sandbox.run(&["lint", "--write-ignore"], &[]).assert_code(0);
    assert_eq!(sandbox.read(".preview-ignore.yaml"), written);
    // What is mended is told, and what is over the ceiling fails.
    sandbox.write("preview.yaml", "rules: {operation-4xx-response: {severity: error, max: 0}}\n");
    sandbox.write("openapi.yaml", &text);
    let ran = sandbox.run(&["lint", "--format", "stylish"], &[]);
    ran.assert_code(1);
    assert!(ran.out.contains("unused-ignore") && ran.out.contains("operation-4xx-response"), "{}", ran.out);
    // What is ignored does not count.
    let entry = "- {rule: operation-4xx-response, reason: it never fails}\n";
    sandbox.write(".preview-ignore.yaml", entry);
    sandbox.run(&["lint", "--fail-on", "warning"], &[]).assert_code(0);
}

#[test]
fn what_is_ignored_is_neither_new_nor_fixed() {
    let worse = BASE.replace("      summary: Show a berth\n", "");
    let ignore = "- {rule: operation-summary}\n- {rule: operation-operationId}\n";
    let files = [("openapi.yaml", worse.as_str()), (".preview-ignore.yaml", ignore)];
    let (sandbox, _) = Sandbox::pull_request(&files, &[("openapi.yaml", Some(&format!("# moved\n{worse}")))]);
    let args = ["lint", "--base", "main", "--new-only", "--fail-on", "warning"];
    let ran = sandbox.run(&[&args[..], &["--format", "json"]].concat(), &[]);
    ran.assert_code(0);
    let json = ran.json();
    let problems = json["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        (problems[0]["rule"].as_str(), problems[0]["new"].as_bool()),
        (Some("unused-ignore"), Some(false))
    );
    // An entry that the pull request made useless is news.
    sandbox.write("openapi.yaml", BASE);
    sandbox.run(&args, &[]).assert_code(1);
}

#[test]
fn the_nearest_configuration_holds_for_each_api() {
    let text = BASE.replace("      summary: Show a berth\n", "").replace("/berths/{id}", "/berths/{id}/");
    let files = [
        ("a/openapi.yaml", text.as_str()),
        ("b/deep/openapi.yaml", &text),
        ("b/preview.yaml", "rules: {operation-summary: off}\npublish: {to: out}\n"),
        ("b/.preview-ignore.yaml", "- {rule: no-path-trailing-slash}\n"),
        ("c/openapi.yaml", &text),
        (
            "c/redocly.yaml",
            "extends: [minimal]\napis: {x: {root: openapi.yaml, rules: {operation-summary: off}}}\n",
        ),
    ];
    let sandbox = Sandbox::new(&files);
    let found = || {
        let ran = sandbox.run(&["lint", "--format", "json"], &[]);
        let json = ran.json();
        let problems = json["problems"].as_array().unwrap().iter();
        let words: Vec<String> = problems
            .map(|problem| {
                format!("{} {} {}", problem["api"], problem["severity"], problem["rule"]).replace('"', "")
            })
            .collect();
        (words, ran.err)
    };
    let (words, notes) = found();
    assert_eq!(
        words,
        ["a error no-path-trailing-slash", "a error operation-summary", "c warning no-path-trailing-slash",]
    );
    assert!(notes.contains("b/preview.yaml: `publish` count"), "{notes}");
    // Beside ours, files of other linters are for them.
    sandbox.write("preview.yaml", "rules: {no-path-trailing-slash: off}\n");
    assert_eq!(found().0, ["a error operation-summary", "c error operation-summary"]);
    // A named configuration holds for all.
    let ran = sandbox.run(&["lint", "--config", "b/preview.yaml", "--format", "json"], &[]);
    assert!(!ran.out.contains("operation-summary"), "{}", ran.out);
    sandbox.write("b/preview.yaml", "rules: {operation-sumary: off}\n");
    let ran = sandbox.run(&["lint"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("b/preview.yaml:1:9: there is no rule `operation-sumary`"), "{}", ran.err);
}

/// A small definition of one operation.
fn one_operation(title: &str, path: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: {title}, version: '1', description: D}}
servers: [{{url: 'https://a.fabrikam.dev'}}]
security: []
paths: {{{path}: {{get: {{operationId: o, responses: {{'200': {{description: OK}}}}}}}}}}
"
    )
}

#[test]
fn a_definition_that_moves_is_the_same_api_and_one_that_goes_is_removed() {
    let (museum, train) = (one_operation("Museum", "/hours"), one_operation("Train", "/trips"));
    let sandbox = Sandbox::new(&[("museum.yaml", &museum), ("train.yaml", &train)]);
    sandbox.git(&["init", "--quiet", "--initial-branch", "main"]);
    sandbox.commit("base");
    sandbox.git(&["checkout", "--quiet", "-b", "feature"]);
    sandbox.write("api/rail.yaml", &train.replace("/trips:", "/trips: {get: {}}, /stations:"));
    std::fs::remove_file(sandbox.path().join("train.yaml")).unwrap();
    std::fs::remove_file(sandbox.path().join("museum.yaml")).unwrap();
    sandbox.commit("move");
    let diff = sandbox.run(&["diff", "main", "--format", "json"], &[]);
    assert!(diff.err.contains("api/rail.yaml: was `train.yaml` in the base"), "{}", diff.err);
    let json = diff.json();
    let ids: Vec<(&str, &str)> = json["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["api"].as_str().unwrap(), change["id"].as_str().unwrap()))
        .collect();
    let gone = "api-path-removed-without-deprecation";
    assert!(ids.contains(&("museum", gone)), "{ids:?}");
    assert!(ids.contains(&("rail", "endpoint-added")), "{ids:?}");
    assert!(!ids.contains(&("rail", gone)), "{ids:?}");
    // The same problems under another name are neither new nor fixed.
    sandbox.write("api/rail.yaml", &train);
    sandbox.commit("as it was");
    let lint = sandbox.run(&["lint", "--base", "main", "--format", "json"], &[]);
    let json = lint.json();
    let problems = json["problems"].as_array().unwrap();
    assert!(!problems.is_empty() && problems.iter().all(|problem| problem["new"] == false), "{problems:?}");
    // When nothing is left, all of it was removed.
    std::fs::remove_dir_all(sandbox.path().join("api")).unwrap();
    let built = sandbox.run(&["diff", "main", "--format", "json"], &[]);
    assert_eq!(
        built.json()["changes"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|change| change["message"].as_str().unwrap().contains("was removed with its definition"))
            .count(),
        2
    );
    // Under the title that it had.
    let ran = sandbox.run(&["run", "--base", "main"], &[]);
    assert!(ran.out.contains("**Breaking in Train**"), "{}", ran.out);
}

#[test]
fn a_file_of_another_name_is_a_base_whose_problems_are_known() {
    let text = BASE.replace("      summary: Show a berth\n", "");
    let split = text.replace("'#/components/schemas/Berth'", "schemas/berth.yaml");
    let berth = "type: object\nproperties:\n  id: {type: strin}\n";
    let files = [
        ("old/first.yaml", split.as_str()),
        ("old/schemas/berth.yaml", berth),
        ("new/second.yaml", &split.replace("'404'", "'400'")),
        ("new/schemas/berth.yaml", berth),
    ];
    let sandbox = Sandbox::new(&files);
    let ran = sandbox.run(&["lint", "new/second.yaml", "--base", "old/first.yaml", "--format", "json"], &[]);
    let problems = ran.json()["problems"].as_array().unwrap().clone();
    assert!(problems.len() > 1 && problems.iter().all(|problem| problem["new"] == false), "{problems:?}");
}
