//! What is compared with what: which commit is the base, which definitions there are on each side, what is accepted.

use crate::support::sandbox::Sandbox;

/// A definition with an operation for each path.
fn definition(paths: &[&str]) -> String {
    let operation = |path: &&str| {
        format!(
            "  {path}:\n    get: {{operationId: get{}, summary: Gets, responses: {{'200': {{description: OK}}}}}}\n",
            &path[1..]
        )
    };
    let paths: String = paths.iter().map(operation).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Harbour, version: '1'}}\nservers: [{{url: 'https://h.dev'}}]\nsecurity: []\npaths:\n{paths}"
    )
}

/// A repository whose `main` has a commit with these files.
fn repository(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new(files);
    sandbox.git(&["init", "--quiet", "--initial-branch", "main"]);
    sandbox.commit("base");
    sandbox
}

#[test]
fn two_revisions_have_their_own_definitions() {
    let sandbox = repository(&[("api/a.yaml", &definition(&["/a", "/b"]))]);
    sandbox.git(&["checkout", "--quiet", "-b", "feature"]);
    sandbox.write("api/a.yaml", &definition(&["/a"]));
    sandbox.commit("breaks clients");
    // A work tree that has none of the definitions, and one of its own.
    sandbox.git(&["checkout", "--quiet", "--orphan", "elsewhere"]);
    sandbox.git(&["rm", "--quiet", "-rf", "."]);
    sandbox.write("other.yaml", &definition(&["/other"]));
    let ran = sandbox.run(&["diff", "main", "feature", "--format", "json"], &[]);
    ran.assert_code(1);
    assert_eq!(ran.json()["totals"]["breaking"], 1, "{}", ran.out);
    sandbox.write("preview.yaml", "apis: {all: {root: 'api/*.yaml'}}\n");
    let ran = sandbox.run(&["diff", "main", "feature", "--format", "json"], &[]);
    assert_eq!(ran.json()["totals"]["breaking"], 1, "{}{}", ran.out, ran.err);
}

#[test]
fn an_authors_commit_that_merges_the_target_is_no_merge_of_the_pipeline() {
    let sandbox = repository(&[("openapi.yaml", &definition(&["/a", "/b"]))]);
    sandbox.git(&["checkout", "--quiet", "-b", "feature"]);
    sandbox.write("openapi.yaml", &definition(&["/a"]));
    sandbox.commit("breaks clients");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("notes.txt", "news");
    let main = sandbox.commit("news");
    sandbox.git(&["checkout", "--quiet", "feature"]);
    sandbox.git(&["merge", "--quiet", "--no-ff", "--message", "Merge main", "main"]);
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    let build = |commit: &str| {
        let variables = [
            ("TF_BUILD", "True"),
            ("SYSTEM_PULLREQUEST_PULLREQUESTID", "17"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
            ("SYSTEM_PULLREQUEST_SOURCECOMMITID", commit),
        ];
        sandbox.run(&["build"], &variables).err
    };
    let said = build(&head);
    assert!(said.contains(&format!("Against main ({}): 1 breaking", &main[..7])), "{said}");
    // What the pipeline makes is compared with its first parent.
    sandbox.git(&["checkout", "--quiet", "--detach", "main"]);
    sandbox.git(&["merge", "--quiet", "--no-ff", "--message", "Merge pull request 17", "feature"]);
    let said = build(&head);
    assert!(said.contains(&format!("Against main ({}): 1 breaking", &main[..7])), "{said}");
}

#[test]
fn one_definition_is_no_base_for_several() {
    let text = definition(&["/a"]);
    let files = [("a.yaml", text.as_str()), ("b.yaml", &text), ("old/a.txt", &text)];
    let sandbox = Sandbox::new(&files);
    let ran = sandbox.run(&["lint", "--base", "old/a.txt"], &[]);
    ran.assert_code(2);
    assert!(ran.err.contains("the base `old/a.txt` is one definition, and there are 2 APIs"), "{}", ran.err);
    assert!(ran.err.contains("`preview lint a --base old/a.txt`"), "{}", ran.err);
    sandbox.run(&["lint", "a.yaml", "--base", "old/a.txt"], &[]).assert_code(0);
}

/// Hidden folders, packages and what git ignores hold no definitions, in the base neither.
#[test]
fn what_is_left_out_is_not_gone() {
    let text = definition(&["/a"]);
    let sandbox = repository(&[
        ("openapi.yaml", &text),
        (".github/openapi.yaml", &definition(&["/hidden"])),
        ("node_modules/x/openapi.yaml", &definition(&["/package"])),
        ("built/openapi.yaml", &definition(&["/built"])),
    ]);
    sandbox.write(".gitignore", "built/\n");
    sandbox.commit("ignore what is tracked");
    let diff = sandbox.run(&["diff", "main", "--format", "json"], &[]);
    diff.assert_code(0);
    assert_eq!(diff.json()["changes"].as_array().map(Vec::len), Some(0), "{}", diff.out);
    sandbox.run(&["build"], &[]).assert_code(0);
    let record: serde_json::Value = serde_json::from_str(&sandbox.read("preview-site/preview.json")).unwrap();
    assert_eq!(record["apis"].as_array().map(Vec::len), Some(1), "{record}");
    // Two commits leave out what the work tree leaves out.
    sandbox.git(&["checkout", "--quiet", "-b", "other"]);
    sandbox.write(".github/openapi.yaml", &definition(&["/other"]));
    sandbox.write("node_modules/x/openapi.yaml", &definition(&["/other"]));
    sandbox.commit("other");
    let diff = sandbox.run(&["diff", "main", "other", "--format", "json"], &[]);
    assert_eq!(diff.json()["changes"].as_array().map(Vec::len), Some(0), "{}", diff.out);
}

#[test]
fn what_is_accepted_needs_no_next_step() {
    let sandbox = repository(&[("openapi.yaml", &definition(&["/a", "/b"]))]);
    sandbox.git(&["config", "user.name", "Ada Lovelace"]);
    sandbox.write("openapi.yaml", &definition(&["/a"]));
    let plain = sandbox.run(&["diff", "main"], &[]);
    assert!(plain.out.contains("Next: `preview diff --approve`"), "{}", plain.out);
    for args in [&["diff", "main", "--approve", "nobody reads it"][..], &["diff", "main"]] {
        let ran = sandbox.run(args, &[("USER", "agent")]);
        ran.assert_code(0);
        assert!(ran.out.contains("(1 accepted)") && !ran.out.contains("Next:"), "{args:?}: {}", ran.out);
    }
    let file = sandbox.read(".preview-approved.yaml");
    assert!(file.contains("who: Ada Lovelace"), "{file}");
    let ran = sandbox.run(&["diff", "main", "--approve"], &[]);
    assert!(ran.err.contains("nothing to add"), "{}", ran.err);
    assert_eq!(sandbox.read(".preview-approved.yaml"), file);
}
