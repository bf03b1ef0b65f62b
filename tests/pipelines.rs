//! Every pipeline that we show or use: that it parses, that its steps have the shape Azure Pipelines knows, that it
//! names only variables that exist, and that it calls `preview` only with commands and options that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::{Mapping, Value};

/// Predefined variables in the form of the environment, from Microsoft's page "Use predefined variables".
const PREDEFINED: &[&str] = &[
    "AGENT_BUILDDIRECTORY",
    "AGENT_JOBSTATUS",
    "AGENT_OS",
    "AGENT_OSARCHITECTURE",
    "AGENT_TEMPDIRECTORY",
    "AGENT_TOOLSDIRECTORY",
    "BUILD_ARTIFACTSTAGINGDIRECTORY",
    "BUILD_BUILDID",
    "BUILD_BUILDNUMBER",
    "BUILD_DEFINITIONNAME",
    "BUILD_REASON",
    "BUILD_REPOSITORY_ID",
    "BUILD_REPOSITORY_NAME",
    "BUILD_REPOSITORY_PROVIDER",
    "BUILD_REPOSITORY_URI",
    "BUILD_SOURCEBRANCH",
    "BUILD_SOURCEBRANCHNAME",
    "BUILD_SOURCESDIRECTORY",
    "BUILD_SOURCEVERSION",
    "PIPELINE_WORKSPACE",
    "SYSTEM_ACCESSTOKEN",
    "SYSTEM_COLLECTIONURI",
    "SYSTEM_DEFAULTWORKINGDIRECTORY",
    "SYSTEM_DEFINITIONID",
    "SYSTEM_JOBATTEMPT",
    "SYSTEM_JOBID",
    "SYSTEM_JOBPOSITIONINPHASE",
    "SYSTEM_OIDCREQUESTURI",
    "SYSTEM_PULLREQUEST_ISFORK",
    "SYSTEM_PULLREQUEST_PULLREQUESTID",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH",
    "SYSTEM_PULLREQUEST_SOURCECOMMITID",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "SYSTEM_TEAMPROJECT",
    "SYSTEM_TEAMPROJECTID",
    "SYSTEM_TOTALJOBSINPHASE",
];

/// What any shell has.
const SHELL: &[&str] = &["HOME", "PATH", "PWD", "TMPDIR"];

/// What a step hands to `preview` by its environment.
const UNDERSTOOD: &[&str] = &[
    "AZURE_STORAGE_SAS_TOKEN",
    "GITHUB_TOKEN",
    "NO_PROXY",
    "PREVIEW_ADDRESS",
    "PREVIEW_CA_FILE",
    "PREVIEW_TOKEN",
    "SYSTEM_ACCESSTOKEN",
];

/// Output variables of a `preview run` step, read as `$(STEP.preview.url)`.
const OUTPUTS: &[&str] = &["preview.url", "preview.outcome", "preview.breaking"];

const SHARED_OPTIONS: &[&str] = &[
    "--config",
    "--root",
    "--verbose",
    "-v",
    "--quiet",
    "-q",
    "--color",
    "--no-progress",
    "--help",
    "--version",
];
const WORK_OPTIONS: &[&str] = &[
    "--format",
    "--fail-on",
    "--base",
    "--new-only",
    "--max-warnings",
    "--shard",
    "--timeout",
    "--timings",
    "--max-problems",
];
const RUN_OPTIONS: &[&str] = &["--to", "--url", "--ca-file", "--single-file"];
const COMMANDS: &[(&str, &[&[&str]])] = &[
    ("run", &[WORK_OPTIONS, RUN_OPTIONS]),
    ("build", &[WORK_OPTIONS, &["-o", "--out", "--single-file"]]),
    ("lint", &[WORK_OPTIONS]),
    ("diff", &[&["--format"]]),
    ("bundle", &[&["-o", "--dereference"]]),
    ("publish", &[]),
    ("prune", &[]),
    ("doctor", &[]),
];
const FORMATS: &[&str] = &[
    "codeframe",
    "stylish",
    "json",
    "sarif",
    "junit",
    "checkstyle",
    "codeclimate",
    "markdown",
    "azure",
    "github",
];

/// The keys of a step by its kind; every step may also have those of `ANY_STEP`.
const STEPS: &[(&str, &[&str])] = &[
    ("checkout", &["fetchDepth", "persistCredentials", "path"]),
    ("script", &["workingDirectory", "failOnStderr"]),
    ("bash", &["workingDirectory", "failOnStderr"]),
    ("task", &["inputs"]),
    ("publish", &["artifact"]),
    ("download", &["artifact", "patterns"]),
    ("template", &["parameters"]),
];
const ANY_STEP: &[&str] =
    &["name", "displayName", "condition", "env", "continueOnError", "timeoutInMinutes", "enabled"];
const TASKS: &[(&str, &[&str])] = &[
    (
        "AzureCLI@2",
        &[
            "azureSubscription",
            "addSpnToEnvironment",
            "scriptType",
            "scriptLocation",
            "inlineScript",
            "arguments",
        ],
    ),
    ("preview@0", &["apis", "arguments", "azureSubscription", "failOn", "newOnly", "root"]),
    ("PublishTestResults@2", &["testResultsFormat", "testResultsFiles", "testRunTitle", "mergeTestResults"]),
];
const TOP: &[&str] = &[
    "extends",
    "jobs",
    "parameters",
    "pool",
    "pr",
    "resources",
    "schedules",
    "stages",
    "steps",
    "trigger",
    "variables",
];

pub(crate) struct Pipeline {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) root: Mapping,
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn pipelines() -> Vec<Pipeline> {
    let root = repository();
    let mut paths = vec![root.join("azure-pipelines.yml"), root.join("ci/rust.yml")];
    for folder in ["examples/azure-pipelines", "examples/azure-pipelines/templates"] {
        paths.extend(yaml_files(&root.join(folder)));
    }
    for version in ["base", "head"] {
        paths.push(root.join("examples/print-shop").join(version).join("azure-pipelines.yml"));
    }
    assert!(paths.len() >= 12, "too few pipelines: {paths:?}");
    paths.iter().map(|path| read(&root, path)).collect()
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yml"))
        .collect();
    found.sort();
    found
}

fn read(root: &Path, path: &Path) -> Pipeline {
    let shown = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let Value::Mapping(root) = value else { panic!("{shown}: no mapping at the top") };
    Pipeline { path: shown, text, root }
}

/// Calls `see` with every mapping of the tree, the outer ones first.
fn each_mapping<'a>(value: &'a Value, see: &mut dyn FnMut(&'a Mapping)) {
    match value {
        Value::Mapping(mapping) => {
            see(mapping);
            mapping.values().for_each(|inner| each_mapping(inner, see));
        }
        Value::Sequence(items) => items.iter().for_each(|inner| each_mapping(inner, see)),
        _ => {}
    }
}

pub(crate) fn steps(pipeline: &Pipeline) -> Vec<&Mapping> {
    let mut found = Vec::new();
    for value in pipeline.root.values() {
        each_mapping(value, &mut |mapping| found.extend(list(mapping, "steps")));
    }
    found.extend(list(&pipeline.root, "steps"));
    found
}

pub(crate) fn list<'a>(mapping: &'a Mapping, key: &str) -> Vec<&'a Mapping> {
    let items = mapping.get(key).and_then(Value::as_sequence).map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(Value::as_mapping).collect()
}

fn keys(mapping: &Mapping) -> Vec<&str> {
    mapping.keys().filter_map(Value::as_str).collect()
}

/// The shell text of a step, whichever kind it is.
pub(crate) fn script(step: &Mapping) -> Option<&str> {
    let inline = step.get("inputs").and_then(|inputs| inputs.get("inlineScript"));
    ["script", "bash"].iter().find_map(|kind| step.get(*kind)).or(inline).and_then(Value::as_str)
}

/// Every NAME of `$(NAME)` and of `variables['NAME']`.
fn macros(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, close) in [("$(", ')'), ("variables['", '\'')] {
        for (at, _) in text.match_indices(open) {
            let rest = &text[at + open.len()..];
            let name = &rest[..rest.find(close).unwrap_or(0)];
            let is_name = |c: char| c.is_alphanumeric() || c == '.' || c == '_';
            if !name.is_empty() && name.chars().all(is_name) {
                found.push(name);
            }
        }
    }
    found
}

/// Every NAME of `$NAME` and `${NAME}` in shell text.
fn shell_variables(text: &str) -> Vec<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in text.match_indices('$') {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            found.push(name);
        }
    }
    found
}

pub(crate) fn environment_form(name: &str) -> String {
    name.replace('.', "_").to_uppercase()
}

/// The part of a file that people read: its comments.
fn comments(pipeline: &Pipeline) -> String {
    pipeline.text.lines().filter_map(|line| line.split_once('#')).map(|(_, comment)| comment).collect()
}

/// Names that the file itself makes: `variables:`, the entries of a matrix, and secrets that its comments ask for.
fn own_variables(pipeline: &Pipeline) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let root = Value::Mapping(pipeline.root.clone());
    each_mapping(&root, &mut |mapping| {
        if let Some(Value::Mapping(variables)) = mapping.get("variables") {
            names.extend(keys(variables).into_iter().map(str::to_owned));
        }
        if let Some(Value::Mapping(matrix)) = mapping.get("matrix") {
            for entry in matrix.values().filter_map(Value::as_mapping) {
                names.extend(keys(entry).into_iter().map(str::to_owned));
            }
        }
    });
    let comments = comments(pipeline);
    names.extend(comments.match_indices("secret variable `").map(|(at, before)| {
        let rest = &comments[at + before.len()..];
        rest[..rest.find('`').unwrap()].to_owned()
    }));
    names
}

fn step_outputs(pipeline: &Pipeline) -> BTreeSet<String> {
    let names = steps(pipeline).into_iter().filter_map(|step| step.get("name").and_then(Value::as_str));
    names.flat_map(|step| OUTPUTS.iter().map(move |output| format!("{step}.{output}"))).collect()
}

fn check(mut complaints: impl FnMut(&Pipeline, &mut Vec<String>)) {
    let mut all = Vec::new();
    for pipeline in pipelines() {
        let mut found = Vec::new();
        complaints(&pipeline, &mut found);
        all.extend(found.into_iter().map(|complaint| format!("{}: {complaint}", pipeline.path)));
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

#[test]
fn steps_have_the_shape_that_azure_pipelines_knows() {
    check(|pipeline, found| {
        found.extend(
            keys(&pipeline.root).iter().filter(|key| !TOP.contains(key)).map(|key| format!("key `{key}`")),
        );
        for step in steps(pipeline) {
            let kinds: Vec<_> = STEPS.iter().filter(|(kind, _)| step.contains_key(*kind)).collect();
            let [(kind, own)] = kinds[..] else {
                found.push(format!("a step of {} kinds: {:?}", kinds.len(), keys(step)));
                continue;
            };
            let is_known = |key: &&str| key == kind || own.contains(key) || ANY_STEP.contains(key);
            found.extend(
                keys(step).iter().filter(|key| !is_known(key)).map(|key| format!("`{kind}` with `{key}`")),
            );
            if *kind == "task" {
                found.extend(task_complaints(step));
            }
        }
        let has_work = !steps(pipeline).is_empty() || pipeline.root.contains_key("extends");
        if !has_work {
            found.push("no steps".to_owned());
        }
    });
}

fn task_complaints(step: &Mapping) -> Vec<String> {
    let name = step.get("task").and_then(Value::as_str).unwrap();
    let Some((_, inputs)) = TASKS.iter().find(|(task, _)| *task == name) else {
        return vec![format!("unknown task `{name}`")];
    };
    let given = step.get("inputs").and_then(Value::as_mapping).map_or(Vec::new(), keys);
    given
        .iter()
        .filter(|input| !inputs.contains(input))
        .map(|input| format!("`{name}` has no `{input}`"))
        .collect()
}

#[test]
fn variables_exist() {
    check(|pipeline, found| {
        let own = own_variables(pipeline);
        let outputs = step_outputs(pipeline);
        let code: Vec<&str> =
            pipeline.text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        for name in macros(&code.join("\n")) {
            let predefined = PREDEFINED.contains(&environment_form(name).as_str());
            if !predefined && !own.contains(name) && !outputs.contains(name) {
                found.push(format!("variable `{name}` is not known"));
            }
        }
    });
}

#[test]
fn scripts_read_only_what_is_set() {
    // What `AzureCLI@2` sets with `addSpnToEnvironment`.
    let connection = ["idToken", "servicePrincipalId", "tenantId"];
    check(|pipeline, found| {
        for step in steps(pipeline) {
            let mapped = step.get("env").and_then(Value::as_mapping).map_or(Vec::new(), keys);
            let unknown = mapped.iter().filter(|name| !UNDERSTOOD.contains(name));
            found.extend(unknown.map(|name| format!("`{name}` means nothing to preview")));
            let Some(script) = script(step) else { continue };
            let script = without_expressions(script);
            for name in shell_variables(&script) {
                let set_here =
                    script.contains(&format!("{name}=")) || script.contains(&format!("for {name} in"));
                let from_task = step.contains_key("task") && connection.contains(&name);
                let known = PREDEFINED.contains(&name) || SHELL.contains(&name) || mapped.contains(&name);
                if !(set_here || from_task || known) {
                    found.push(format!("`${name}` is never set"));
                }
            }
        }
    });
}

/// Template expressions are gone before the shell sees the text.
fn without_expressions(script: &str) -> String {
    let mut text = script.to_owned();
    while let Some(start) = text.find("${{") {
        let Some(length) = text[start..].find("}}") else { break };
        text.replace_range(start..start + length + 2, "expression");
    }
    text
}

#[test]
fn parameters_are_declared() {
    check(|pipeline, found| {
        let declared: Vec<&str> = list(&pipeline.root, "parameters")
            .iter()
            .filter_map(|it| it.get("name").and_then(Value::as_str))
            .collect();
        for (at, before) in pipeline.text.match_indices("parameters.") {
            let rest = &pipeline.text[at + before.len()..];
            let name = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
            if !declared.contains(&name) {
                found.push(format!("parameter `{name}` is not declared"));
            }
        }
    });
}

#[test]
fn templates_exist_and_take_what_they_are_given() {
    check(|pipeline, found| {
        let root = Value::Mapping(pipeline.root.clone());
        each_mapping(&root, &mut |mapping| {
            let Some(name) = mapping.get("template").and_then(Value::as_str) else { return };
            let folder = repository().join(&pipeline.path).parent().unwrap().to_owned();
            let path = folder.join(name.split('@').next().unwrap());
            if !path.is_file() {
                found.push(format!("no template `{name}`"));
                return;
            }
            let template = read(&repository(), &path);
            let declared = list(&template.root, "parameters");
            let takes =
                |key: &str| declared.iter().any(|it| it.get("name").and_then(Value::as_str) == Some(key));
            let given = mapping.get("parameters").and_then(Value::as_mapping).map_or(Vec::new(), keys);
            found.extend(
                given.iter().filter(|key| !takes(key)).map(|key| format!("`{name}` takes no `{key}`")),
            );
        });
    });
}

#[test]
fn preview_is_called_as_it_can_be_called() {
    let mut calls = 0;
    check(|pipeline, found| {
        for text in steps(pipeline).into_iter().filter_map(script) {
            for line in without_expressions(text).lines().flat_map(|line| line.split("&&")) {
                let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches('"')).collect();
                let is_preview = |word: &&str| *word == "preview" || word.ends_with("/preview");
                if words.first().is_some_and(is_preview) {
                    calls += 1;
                    found.extend(call_complaints(&words[1..]));
                }
            }
        }
    });
    assert!(calls >= 9, "only {calls} calls of preview were found");
}

fn call_complaints(words: &[&str]) -> Vec<String> {
    let command = words.first().copied().unwrap_or_default();
    let Some((_, own)) = COMMANDS.iter().find(|(name, _)| *name == command) else {
        return vec![format!("no command `preview {command}`")];
    };
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.starts_with('-')) {
        let option = word.split('=').next().unwrap();
        if !SHARED_OPTIONS.contains(&option) && !own.iter().any(|group| group.contains(&option)) {
            found.push(format!("`preview {command}` has no `{option}`"));
        }
        if option == "--format" {
            let value = word.split_once('=').map_or_else(|| words[at + 1], |(_, value)| value);
            let name = value.split('=').next().unwrap();
            if !FORMATS.contains(&name) {
                found.push(format!("no format `{name}`"));
            }
        }
    }
    found
}

#[test]
fn scripts_are_valid_shell() {
    if Command::new("bash").arg("--version").output().is_err() {
        println!("SKIPPED: no bash on this machine");
        return;
    }
    check(|pipeline, found| {
        for text in steps(pipeline).into_iter().filter_map(script) {
            let text = without_expressions(text);
            let output = Command::new("bash").args(["-n", "-c", &text]).output().unwrap();
            if !output.status.success() {
                found.push(format!("not valid: {}", String::from_utf8_lossy(&output.stderr)));
            }
        }
    });
}

#[test]
fn the_examples_page_names_every_example() {
    let folder = repository().join("examples/azure-pipelines");
    let page = fs::read_to_string(folder.join("README.md")).unwrap();
    for path in yaml_files(&folder).iter().chain(&yaml_files(&folder.join("templates"))) {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        assert!(
            page.contains(&format!("]({name})")),
            "examples/azure-pipelines/README.md does not name {name}"
        );
    }
}

#[test]
fn wrong_calls_are_noticed() {
    assert_eq!(call_complaints(&["run", "--shard", "1/4", "--root=x"]), Vec::<String>::new());
    assert_eq!(call_complaints(&["ci"]), ["no command `preview ci`"]);
    assert_eq!(call_complaints(&["run", "--spec", "x"]), ["`preview run` has no `--spec`"]);
    assert_eq!(call_complaints(&["run", "--format", "html=x"]), ["no format `html`"]);
    assert_eq!(
        macros("a $(Build.BuildId) $(ls -l) variables['Build.Reason']"),
        ["Build.BuildId", "Build.Reason"]
    );
    assert_eq!(shell_variables("$A ${B} $(C) $1"), ["A", "B"]);
}

#[test]
fn commands_have_the_options_of_the_table() {
    for (command, options) in COMMANDS {
        let output = Command::new(env!("CARGO_BIN_EXE_preview")).args([command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "preview {command} --help");
        let words: BTreeSet<&str> = help.split(|c: char| c.is_whitespace() || c == ',' || c == '=').collect();
        let common = SHARED_OPTIONS.iter().filter(|option| **option != "--version");
        for option in options.iter().copied().flatten().chain(common) {
            assert!(words.contains(option), "`preview {command}` has no `{option}`:\n{help}");
        }
    }
}
