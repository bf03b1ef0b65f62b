//! Options as variables, as pipelines write them.

use crate::support::sandbox::Sandbox;

const DEFINITION: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";

#[test]
fn variables_are_read_as_pipelines_write_them() {
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION)]);
    let lint = |variables: &[(&str, &str)]| sandbox.run(&["lint", "--fail-on", "never"], variables);
    for (name, value) in [
        ("PREVIEW_NEW_ONLY", "True"),
        ("PREVIEW_QUIET", "1"),
        ("PREVIEW_QUIET", ""),
        ("PREVIEW_CONFIG", ""),
        ("PREVIEW_TIMEOUT", " "),
        ("PREVIEW_COLOR", ""),
        ("PREVIEW_BASE", "$(Base)"),
        ("PREVIEW_FORMAT", "stylish, sarif=out/a.sarif\njunit=out/my tests.xml"),
    ] {
        lint(&[(name, value)]).assert_code(0);
    }
    assert!(
        sandbox.read("out/a.sarif").contains("sarif")
            && sandbox.read("out/my tests.xml").contains("testsuite")
    );
    let ran = lint(&[("PREVIEW_QUIET", "perhaps")]);
    ran.assert_code(2);
    assert!(ran.err.contains("the variable `PREVIEW_QUIET` is `perhaps`"), "{}", ran.err);
    let ran = lint(&[("PREVIEW_TIMEOUT", "soon")]);
    ran.assert_code(2);
    assert!(ran.err.contains("hint: the value is that of the variable `PREVIEW_TIMEOUT`"), "{}", ran.err);
    // The line goes before variables, and what it excludes is not said by one.
    lint(&[("PREVIEW_FAIL_ON", "warning")]).assert_code(0);
    sandbox.run(&["lint", "-v", "--fail-on", "never"], &[("PREVIEW_QUIET", "true")]).assert_code(0);
    sandbox.run(&["publish"], &[("PREVIEW_REBUILD_INDEX", "true"), ("PREVIEW_TO", "site")]).assert_code(0);
}

#[test]
fn a_variable_keeps_prune_from_removing() {
    let sandbox = Sandbox::new(&[("preview.yaml", "publish: {to: place, keep: {builds: 1, days: 1}}\n")]);
    sandbox.write("openapi.yaml", DEFINITION);
    for build in ["1", "2", "3"] {
        sandbox.run(&["build", "--out", "site", "--fail-on", "never"], &[]).assert_code(0);
        let variables = [("TF_BUILD", "True"), ("BUILD_BUILDID", build), ("BUILD_REPOSITORY_NAME", "r")];
        sandbox.run(&["publish", "site"], &variables);
    }
    let before = sandbox.files("place");
    sandbox.run(&["prune"], &[("PREVIEW_DRY_RUN", "True"), ("SOURCE_DATE_EPOCH", "1967605400")]);
    assert_eq!(sandbox.files("place"), before);
}

#[test]
fn doctor_takes_an_authority_of_its_own() {
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION)]);
    let variables = [
        ("TF_BUILD", "True"),
        ("SYSTEM_COLLECTIONURI", "https://tfs.fabrikam.dev/"),
        ("SYSTEM_TEAMPROJECTID", "p"),
        ("BUILD_REPOSITORY_ID", "r"),
        ("SYSTEM_ACCESSTOKEN", "secret"),
        ("PREVIEW_CA_FILE", "no-such.pem"),
    ];
    let ran = sandbox.run(&["doctor"], &variables);
    ran.assert_code(3);
    let line = ran.out.lines().find(|line| line.starts_with("pull request")).unwrap();
    assert!(line.contains("FAILED") && line.contains("no-such.pem"), "{}", ran.out);
}
