//! The scripts of the pipelines that we show, run as an agent runs them: macros and template expressions replaced, the
//! variables of a pull-request build set, `preview` on the path. What a later step takes from the disk has to be there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_yaml::{Mapping, Value};

use crate::pipelines::{Pipeline, environment_form, list, pipelines, script, steps};
use crate::run::{GOOD, NUMBER, compatible, pipeline};
use crate::support::azure_devops::StandIn;
use crate::support::github::{GitHub, REPOSITORY, TOKEN};
use crate::support::sandbox::{Sandbox, binary};

/// One build: its repository, its services, its variables.
struct Build {
    sandbox: Sandbox,
    temporary: tempfile::TempDir,
    server: StandIn,
    github: GitHub,
    variables: BTreeMap<String, String>,
}

impl Build {
    fn of(example: &Pipeline) -> Self {
        // Where an example needs a storage of its own, a folder stands in for it.
        let configuration = "publish: {to: place, url: 'https://previews.fabrikam.dev'}\n";
        let needs_place = example.text.contains("publish.to") || example.text.contains("az://");
        let mut base = vec![("openapi.yaml", GOOD)];
        if needs_place {
            base.push(("preview.yaml", configuration));
        }
        let (sandbox, commit) = Sandbox::pull_request(&base, &[("openapi.yaml", Some(&compatible()))]);
        let server = StandIn::start();
        server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml"]);
        let github = GitHub::start(NUMBER, &commit);
        let temporary = tempfile::tempdir().unwrap();
        let mut variables = pipeline(&server, &commit, 4711);
        let folder = |path: &Path| path.to_string_lossy().into_owned();
        for (name, value) in [
            ("AGENT_TEMPDIRECTORY", folder(temporary.path())),
            ("BUILD_SOURCESDIRECTORY", folder(sandbox.path())),
            ("SYSTEM_JOBPOSITIONINPHASE", "1".to_owned()),
            ("SYSTEM_TOTALJOBSINPHASE", "1".to_owned()),
            ("SOURCE_DATE_EPOCH", "1767605400".to_owned()),
            ("GITHUBTOKEN", TOKEN.to_owned()),
            ("PREVIEWTOKEN", StandIn::PERSONAL_TOKEN.to_owned()),
            ("DOCSSAS", "sv=2026&sig=secret".to_owned()),
        ] {
            variables.insert(name.to_owned(), value);
        }
        if example.path.ends_with("github.yml") {
            let address = format!("{}/{REPOSITORY}", github.address);
            variables.insert("BUILD_REPOSITORY_PROVIDER".to_owned(), "GitHub".to_owned());
            variables.insert("BUILD_REPOSITORY_URI".to_owned(), address);
        }
        Build { sandbox, temporary, server, github, variables }
    }

    /// `$(Name)` as the agent replaces it.
    fn replaced(&self, text: &str) -> String {
        let mut replaced = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("$(") {
            replaced.push_str(before);
            let name = after.split(')').next().unwrap_or_default();
            match self.variables.get(&environment_form(name)) {
                Some(value) => {
                    replaced.push_str(value);
                    rest = &after[(name.len() + 1).min(after.len())..];
                }
                // The shell's own, or a variable that a step has set.
                None => {
                    replaced.push_str("$(");
                    rest = after;
                }
            }
        }
        replaced + rest
    }

    /// Runs a step's script; secrets come by `env:` alone.
    fn run(&self, example: &Pipeline, step: &Mapping, text: &str) {
        let text = self.replaced(&with_defaults(example, text));
        let secrets = ["SYSTEM_ACCESSTOKEN", "GITHUBTOKEN", "PREVIEWTOKEN", "DOCSSAS"];
        let plain = self.variables.iter().filter(|(name, _)| !secrets.contains(&name.as_str()));
        let program = Path::new(binary()).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("bash");
        command.args(["-e", "-c", &text]).current_dir(self.sandbox.path()).env_clear();
        command.envs(plain).env("PATH", path).env("HOME", self.temporary.path());
        // What `AzureCLI@2` sets with `addSpnToEnvironment`.
        command.envs([("idToken", "a.b.c"), ("servicePrincipalId", "client"), ("tenantId", "tenant")]);
        for (name, value) in step.get("env").and_then(Value::as_mapping).into_iter().flatten() {
            let (name, value) = (name.as_str().unwrap(), self.replaced(value.as_str().unwrap()));
            // The authority of a network that is not here.
            if name != "PREVIEW_CA_FILE" {
                command.env(name, value);
            }
        }
        let output = command.output().unwrap();
        let told = format!(
            "{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.status.success(), "{}: {text}\n{told}", example.path);
        for secret in [StandIn::TOKEN, StandIn::PERSONAL_TOKEN, TOKEN, "sig=secret"] {
            assert!(!told.contains(secret), "{}: a secret is printed\n{told}", example.path);
        }
    }

    /// What a step takes from the disk is there.
    fn finds(&self, example: &Pipeline, step: &Mapping) {
        let inputs = step.get("inputs").and_then(|inputs| inputs.get("testResultsFiles"));
        if let Some(taken) = step.get("publish").or(inputs).and_then(Value::as_str) {
            let path = self.replaced(taken);
            assert!(Path::new(&path).exists(), "{}: `{taken}` is not there", example.path);
        }
    }
}

/// Template expressions with the defaults of their parameters.
fn with_defaults(example: &Pipeline, text: &str) -> String {
    let mut text = text.to_owned();
    while let Some((start, length)) = text.find("${{").and_then(|at| Some((at, text[at..].find("}}")? + 2))) {
        let inner = text[start + 3..start + length - 2].trim().to_owned();
        let name = inner.rsplit("parameters.").next().unwrap_or_default().trim_end_matches(')').to_owned();
        let parameters = list(&example.root, "parameters");
        let declared = parameters.iter().find(|it| it.get("name").and_then(Value::as_str) == Some(&name));
        let default = declared.and_then(|it| it.get("default")).and_then(Value::as_str).unwrap_or_default();
        text.replace_range(start..start + length, default);
    }
    text
}

#[test]
fn the_scripts_of_the_examples_run() {
    if Command::new("bash").arg("--version").output().is_err() {
        println!("SKIPPED: no bash on this machine");
        return;
    }
    let mut ran = Vec::new();
    for example in pipelines().into_iter().filter(|example| example.path.starts_with("examples/")) {
        let calls = |step: &&Mapping| script(step).is_some_and(|text| text.contains("preview "));
        if !steps(&example).iter().any(&calls) {
            continue;
        }
        let build = Build::of(&example);
        for step in steps(&example) {
            match script(step) {
                Some(text) if calls(&step) => build.run(&example, step, text),
                Some(_) => {}
                None => build.finds(&example, step),
            }
        }
        build.server.assert_strict();
        build.github.assert_strict();
        let comments = match example.path.ends_with("github.yml") {
            true => build.github.ours().len(),
            false => build.server.state().pull_request(NUMBER).live_threads().len(),
        };
        assert_eq!(comments, usize::from(!example.path.ends_with("prune.yml")), "{}", example.path);
        ran.push(example.path);
    }
    assert!(ran.len() >= 8, "only {ran:?} were run");
}
