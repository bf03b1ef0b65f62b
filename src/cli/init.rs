//! `preview init`: a configuration and a pipeline for the definitions that are there.

use super::args::InitArgs;
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::workspace::{ApiTarget, Workspace, refused};
use crate::config::{self, ApiConfig, Config, Located, RulesConfig};
use crate::document::Location;
use crate::publish::write_whole;
use crate::source::{Source, join};

/// The pipeline that a team starts from.
const PIPELINE: &str = include_str!("../../examples/azure-pipelines/minimal.yml");

/// What stands above it: what no file can do. Its first line says that a pipeline is ours.
const SETUP: &str = include_str!("init_setup.txt");

/// Its name; another pipeline may have the usual one already.
const PIPELINE_NAMES: [&str; 2] = ["azure-pipelines.yml", "azure-pipelines-preview.yml"];

pub(super) fn run(
    args: &InitArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &[], console)?;
    let target = workspace.root.join("preview.yaml");
    if target.exists() && !args.force {
        return Err(Failure::usage_message("`preview.yaml` exists").hint("`--force` replaces it"));
    }
    let mut config = match &args.from {
        Some(from) => {
            let mut config = from_file(surroundings, from, console)?;
            let ignore = config.ignore_path().to_owned();
            // An ignore file that has another name by default is named, where there is one.
            if config.ignore.is_none() && workspace.root.join(&ignore).exists() {
                let location = Location::start_of_file(&ignore);
                config.ignore = Some(Located { value: ignore, location });
            }
            config
        }
        None => Config { apis: workspace.config.apis.clone(), ..Config::defaults() },
    };
    if config.apis.is_empty() {
        config.apis = found(&workspace, surroundings)?;
    }
    let text = config::write(&config);
    write_whole(&target, text.as_bytes())
        .map_err(|error| anyhow::Error::new(error).context("cannot write `preview.yaml`"))?;
    let count = config.apis.len();
    console.note(&format!("preview.yaml: {count} {}", if count == 1 { "API" } else { "APIs" }));
    pipeline(args, &workspace, console)?;
    Ok(Outcome::Passed)
}

/// The definitions that are there, as APIs.
fn found(workspace: &Workspace, surroundings: &Surroundings<'_>) -> Result<Vec<ApiConfig>> {
    let targets = workspace.some_targets(&[], surroundings.directory)?;
    if targets.is_empty() {
        let message = format!("no OpenAPI definition was found in `{}`", workspace.root.display());
        return Err(Failure::usage_message(message)
            .hint("write one first: a .yaml or .json file with `openapi:` at its root")
            .hint("hidden folders and what git ignores are not looked at; `--root DIR` names another repository"));
    }
    let located = |value: String| Located { value, location: Location::start_of_file("preview.yaml") };
    let api = |target: ApiTarget| ApiConfig {
        name: located(target.name.to_string()),
        root: located(target.path),
        rules: RulesConfig::default(),
        decorators: Vec::new(),
    };
    Ok(targets.into_iter().map(api).collect())
}

/// Writes the pipeline, where none runs `preview` yet. One of our own is replaced when that is asked for.
fn pipeline(args: &InitArgs, workspace: &Workspace, console: &mut Console) -> Result<()> {
    let text = |name: &str| std::fs::read_to_string(workspace.root.join(name)).unwrap_or_default();
    let is_ours = |name: &&&str| text(name).lines().next() == SETUP.lines().next();
    let ours = PIPELINE_NAMES.iter().find(is_ours);
    let runs = PIPELINE_NAMES.iter().find(|name| text(name).contains("preview run"));
    let free = PIPELINE_NAMES.iter().find(|name| !workspace.root.join(name).exists());
    let name = match (ours.filter(|_| args.force), runs, free) {
        (Some(ours), ..) => ours,
        (None, Some(runs), _) => {
            console.note(&format!("{runs} runs `preview` already: it was left as it is"));
            return Ok(());
        }
        (None, None, Some(free)) => free,
        (None, None, None) => {
            console.note("The pipelines that exist were left as they are");
            return Ok(());
        }
    };
    write_whole(&workspace.root.join(name), format!("{SETUP}{PIPELINE}").as_bytes())
        .map_err(|error| anyhow::Error::new(error).context(format!("cannot write `{name}`")))?;
    console.note(&format!("{name}: a pull-request pipeline; its comments say what to set up once"));
    Ok(())
}

/// The configuration of another tool, in our words.
fn from_file(
    surroundings: &Surroundings<'_>,
    from: &std::path::Path,
    console: &mut Console,
) -> Result<Config> {
    let shown = from.display().to_string();
    let unreadable = |error: anyhow::Error| Failure::usage(error.context(format!("cannot read `{shown}`")));
    let bytes = std::fs::read(surroundings.directory.join(from)).map_err(|error| unreadable(error.into()))?;
    let source =
        Source::decode(&shown.replace('\\', "/"), bytes).map_err(|error| unreadable(error.into()))?;
    let mut config = config::read(source).map_err(|errors| refused(&errors))?;
    for entry in &config.not_honoured {
        console.warning(&format!("{}: `{}` is not taken over: {}", entry.location, entry.name, entry.reason));
    }
    for api in &mut config.apis {
        for extend in api.rules.extends.take().into_iter().flatten() {
            console.warning(&format!(
                "{}: `extends` of the API `{}` is not taken over: presets are for all APIs",
                extend.name.location, api.name.value
            ));
        }
    }
    rebase(&mut config, &shown.replace('\\', "/"));
    Ok(config)
}

/// Paths are relative to the file that says them: makes them relative to the root, where the new file will be.
fn rebase(config: &mut Config, from: &str) {
    if !from.contains('/') || from.starts_with("./") && from.matches('/').count() == 1 {
        return;
    }
    for api in &mut config.apis {
        if let Some(moved) = join(from, &api.root.value) {
            api.root.value = moved;
        }
    }
    let names = config.rules.extends.iter_mut().flatten().map(|extend| &mut extend.name.value);
    for name in names.filter(|name| super::rules::is_path(name)) {
        if let Some(moved) = join(from, name) {
            *name = format!("./{moved}");
        }
    }
}
