//! `preview doctor`: is everything there that a run needs? Says how to mend each thing that is not.

use super::args::DoctorArgs;
use super::base::{self, Base};
use super::check::Surroundings;
use super::console::Console;
use super::docs_files;
use super::failure::{Failure, Outcome, Result};
use super::rules::Rulesets;
use super::service::{NoService, Service, connect, runtime};
use super::workspace::Workspace;
use crate::publish::{Address, PublicUrl, RIGHTS, ReaderSaw, open, try_rights};
use crate::{azure_devops, github};

/// One thing that was looked at.
enum Finding {
    Good(String),
    /// Not needed here.
    Skipped(String),
    /// What is wrong, and how to mend it.
    Bad(String, Vec<String>),
}

pub(super) fn run(
    args: &DoctorArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
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
    findings.push(("pages", pages(&workspace)));
    findings.push(("git", git(&workspace, surroundings)));
    let pull_request = pull_request(args, surroundings);
    findings.push(("pull request", pull_request.unwrap_or_else(|failure| bad(&failure))));
    let (storage, readers) = storage(&workspace, surroundings)?;
    findings.push(("storage", storage));
    findings.extend(readers.map(|readers| ("readers", readers)));
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

/// What the repository brings to its pages.
fn pages(workspace: &Workspace) -> Finding {
    let docs = &workspace.config.docs;
    match docs_files::verify(workspace) {
        Ok(()) if docs.logo.is_none() && docs.templates.is_none() => {
            Finding::Skipped("no logo and no templates of your own".to_owned())
        }
        Ok(()) => Finding::Good("logo and templates can be read".to_owned()),
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

fn pull_request(args: &DoctorArgs, surroundings: &Surroundings<'_>) -> Result<Finding> {
    let Some(pipeline) = &surroundings.pipeline else {
        return Ok(Finding::Skipped("not in a pipeline".to_owned()));
    };
    let service = match connect(pipeline, surroundings.environment, args.ca_file.as_deref())? {
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

/// Tries every right that is needed, and whether readers see what is stored.
fn storage(workspace: &Workspace, surroundings: &Surroundings<'_>) -> Result<(Finding, Option<Finding>)> {
    let config = &workspace.config.publish;
    let Some(to) = &config.to else {
        let text = "`publish.to` is not set: a pipeline artifact is used".to_owned();
        return Ok((Finding::Skipped(text), None));
    };
    let address = match Address::parse(&to.value) {
        Ok(Address::Attachment) => {
            let text = "`attachment:` goes through the pull request".to_owned();
            return Ok((Finding::Skipped(text), None));
        }
        Ok(address) => address.below(&workspace.root),
        Err(error) => return Ok((Finding::Bad(format!("{}: {error}", to.location), Vec::new()), None)),
    };
    let public = config.url.as_ref().and_then(|url| PublicUrl::parse(&url.value).ok());
    // Two of us at once must not meet in one file.
    let name = std::process::id().to_string();
    let tried = runtime()?.block_on(async {
        let opened =
            open(&address, surroundings.environment.all()).await.map_err(|error| error.to_string())?;
        let rights = try_rights(&opened.place, &name, public.as_ref()).await;
        let saw = rights.map_err(|missing| {
            format!("{address}: the right to {} is missing: {}", missing.right, missing.error)
        })?;
        Ok::<_, String>((opened.identity().to_owned(), saw))
    });
    Ok(match tried {
        Ok((identity, saw)) => {
            let text = format!("{address} with {identity}, which may {}", RIGHTS.join(", "));
            (Finding::Good(text), saw.map(readers))
        }
        Err(reason) => (Finding::Bad(reason, Vec::new()), None),
    })
}

fn readers(saw: ReaderSaw) -> Finding {
    match saw {
        ReaderSaw::TheFile(address) => {
            Finding::Good(format!("{address} was read by somebody without credentials"))
        }
        ReaderSaw::SignIn(address) => Finding::Good(format!("{address} asks its readers to sign in")),
        ReaderSaw::Unreachable(address, reason) => {
            Finding::Skipped(format!("{address} cannot be reached from here: {reason}"))
        }
        ReaderSaw::Nothing(_, reason) => Finding::Bad(
            format!("readers cannot open what is stored: {reason}"),
            vec![
                "`publish.url` has to be the public address of `publish.to`: of a static website its primary endpoint"
                    .to_owned(),
                "a container that is not public needs a web server in front, or a signed link (`--signed-link`)"
                    .to_owned(),
            ],
        ),
    }
}
