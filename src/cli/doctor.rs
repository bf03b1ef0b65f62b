//! `preview doctor`: is everything there that a run needs? Says how to mend each thing that is not.

use super::base::{self, Base};
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::rules::Rulesets;
use super::service::{NoService, Service, connect, runtime};
use super::workspace::Workspace;
use crate::publish::{Address, Condition, Upload, open};
use crate::{azure_devops, github};

/// One thing that was looked at.
enum Finding {
    Good(String),
    /// Not needed here.
    Skipped(String),
    /// What is wrong, and how to mend it.
    Bad(String, Vec<String>),
}

pub(super) fn run(surroundings: &Surroundings<'_>, console: &mut Console) -> Result<Outcome> {
    let mut findings = Vec::new();
    let workspace = match Workspace::open(surroundings.shared, surroundings.directory, &[], console) {
        Ok(workspace) => workspace,
        Err(failure) => {
            say("configuration", &bad(&failure), console)?;
            return Ok(Outcome::Hindered);
        }
    };
    findings.push(("configuration", configuration(&workspace)));
    findings.push(("definitions", definitions(&workspace, surroundings)));
    findings.push(("git", git(&workspace, surroundings)));
    findings.push(("pull request", pull_request(surroundings)?));
    findings.push(("storage", storage(&workspace, surroundings)?));
    let mut all_good = true;
    for (name, finding) in &findings {
        all_good &= !matches!(finding, Finding::Bad(..));
        say(name, finding, console)?;
    }
    Ok(if all_good { Outcome::Passed } else { Outcome::Hindered })
}

fn say(name: &str, finding: &Finding, console: &mut Console) -> Result<()> {
    let (word, text) = match finding {
        Finding::Good(text) => ("ok", text),
        Finding::Skipped(text) => ("–", text),
        Finding::Bad(text, _) => ("FAILED", text),
    };
    writeln!(console.out(), "{name:14} {word:7} {}", crate::report::neutralise(text))?;
    if let Finding::Bad(_, hints) = finding {
        for hint in hints {
            writeln!(console.out(), "{:22} {}", "", crate::report::neutralise(hint))?;
        }
    }
    Ok(())
}

fn bad(failure: &Failure) -> Finding {
    let mut lines =
        failure.lines().into_iter().map(|line| line.trim_start_matches("error: ").trim().to_owned());
    let text = lines.next().unwrap_or_default();
    Finding::Bad(text, lines.collect())
}

fn configuration(workspace: &Workspace) -> Finding {
    match Rulesets::new(workspace).general() {
        Ok(_) => match &workspace.config.file {
            Some(file) => Finding::Good(file.to_string()),
            None => Finding::Good("none: the defaults are in force (`preview init` writes one)".to_owned()),
        },
        Err(failure) => bad(&failure),
    }
}

fn definitions(workspace: &Workspace, surroundings: &Surroundings<'_>) -> Finding {
    match workspace.targets(&[], surroundings.directory) {
        Ok(targets) => {
            let names: Vec<&str> = targets.iter().take(5).map(|target| target.path.as_str()).collect();
            let more = targets.len().saturating_sub(names.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Finding::Good(format!("{} found: {}{more}", targets.len(), names.join(", ")))
        }
        Err(failure) => bad(&failure),
    }
}

fn git(workspace: &Workspace, surroundings: &Surroundings<'_>) -> Finding {
    let found = base::find(&workspace.root, None, surroundings.directory, surroundings.pipeline.as_ref());
    match found {
        Ok(Base::Commit(commit)) => Finding::Good(format!(
            "compares with {} ({})",
            commit.name,
            &commit.commit[..commit.commit.len().min(7)]
        )),
        Ok(Base::File { .. } | Base::Fetched(_) | Base::None) => {
            Finding::Skipped("nothing to compare with here".to_owned())
        }
        Ok(Base::Missing(missing)) => Finding::Bad(missing.reason, vec![missing.hint]),
        Err(error) => Finding::Bad(error.to_string(), vec!["check out the repository with git".to_owned()]),
    }
}

fn pull_request(surroundings: &Surroundings<'_>) -> Result<Finding> {
    let Some(pipeline) = &surroundings.pipeline else {
        return Ok(Finding::Skipped("not in a pipeline".to_owned()));
    };
    let service = match connect(pipeline, surroundings.environment, None)? {
        Ok(service) => service,
        Err(NoService::NotApplicable(text)) => return Ok(Finding::Skipped(text)),
        Err(NoService::NoToken(hints)) => return Ok(Finding::Bad("no token".to_owned(), hints)),
    };
    let runtime = runtime()?;
    let answer = runtime.block_on(async {
        match &service {
            Service::AzureDevOps(client) => sign_in(client, pipeline.pull_request)
                .await
                .map_err(|error| (error.to_string(), error.hints().to_vec())),
            Service::GitHub(client) => sign_in_to_github(client, pipeline.pull_request)
                .await
                .map_err(|error| (error.to_string(), error.hints().to_vec())),
        }
    });
    Ok(match answer {
        Ok(identity) => Finding::Good(format!("signed in as {identity}")),
        Err((what, hints)) => Finding::Bad(what, hints),
    })
}

async fn sign_in(client: &azure_devops::Client, number: Option<u64>) -> Result<String, azure_devops::Error> {
    let identity = client.identity().await?.name.clone();
    if let Some(number) = number {
        client.pull_request(number).await?;
    }
    Ok(identity)
}

async fn sign_in_to_github(client: &github::Client, number: Option<u64>) -> Result<String, github::Error> {
    let user = client.user().await?;
    if let Some(number) = number {
        client.pull_request(number).await?;
    }
    Ok(format!("{} on GitHub", user.login))
}

/// Writes and removes a small file: reading alone would not show a missing right.
fn storage(workspace: &Workspace, surroundings: &Surroundings<'_>) -> Result<Finding> {
    let Some(to) = &workspace.config.publish.to else {
        return Ok(Finding::Skipped("`publish.to` is not set: a pipeline artifact is used".to_owned()));
    };
    let address = match Address::parse(&to.value) {
        Ok(address) => address.below(&workspace.root),
        Err(error) => return Ok(Finding::Bad(format!("{}: {error}", to.location), Vec::new())),
    };
    let runtime = runtime()?;
    let tried = runtime.block_on(async {
        let opened =
            open(&address, surroundings.environment.all()).await.map_err(|error| error.to_string())?;
        let path = "preview-doctor.txt".to_owned();
        let text: &[u8] = b"written and removed by `preview doctor`\n";
        let upload = Upload::replaceable(path.clone(), bytes::Bytes::from_static(text));
        opened.place.put(upload, Condition::Always).await.map_err(|error| error.to_string())?;
        opened.place.delete(vec![path]).await.map_err(|error| error.to_string())?;
        Ok::<String, String>(opened.identity().to_owned())
    });
    Ok(match tried {
        Ok(identity) => Finding::Good(format!("{address} can be written with {identity}")),
        Err(reason) => Finding::Bad(reason, Vec::new()),
    })
}
