//! The connection to Azure DevOps or GitHub: which token, which project, and the files of a commit that is not in the clone.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::{Handle, Runtime};

use crate::azure_devops::{Client, Connection};
use crate::github;
use crate::http::{self, Auth, Secret};
use crate::source::{FileError, Files};

use super::environment::Environment;
use super::failure::{Failure, Result};
use super::pipeline::{Pipeline, Provider};

/// Threads of the runtime: requests wait far more than they compute.
const RUNTIME_THREADS: usize = 2;

/// The one runtime of a command that talks to the network.
pub(super) fn runtime() -> Result<Runtime> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(RUNTIME_THREADS)
        .enable_all()
        .build()
        .context("cannot start the network runtime")?;
    Ok(runtime)
}

/// Why there is no connection.
pub(super) enum NoService {
    /// The repository is not in Azure Repos, or a variable is missing: nothing to report to.
    NotApplicable(String),
    /// No token was given; what to do about it.
    NoToken(Vec<String>),
}

/// Who keeps the pull request.
#[derive(Clone, Debug)]
pub(super) enum Service {
    AzureDevOps(Arc<Client>),
    GitHub(Arc<github::Client>),
}

/// Where the build is, for links to its log and artifacts, and where its repository is, if that is in Azure Repos; or
/// the variables that are missing.
pub(super) fn connection(pipeline: &Pipeline) -> std::result::Result<Connection, Vec<&'static str>> {
    let parts = (&pipeline.collection, &pipeline.project, &pipeline.repository);
    let (Some(collection), Some(project), Some(repository)) = parts else {
        let missing = [
            ("SYSTEM_COLLECTIONURI", pipeline.collection.is_none()),
            ("SYSTEM_TEAMPROJECTID", pipeline.project.is_none()),
            ("BUILD_REPOSITORY_ID", pipeline.repository.is_none()),
        ];
        return Err(missing.iter().filter(|(_, missing)| *missing).map(|(name, _)| *name).collect());
    };
    Ok(Connection {
        collection: collection.clone(),
        project: project.clone(),
        repository: repository.clone(),
        project_name: pipeline.project_name.clone(),
        repository_name: pipeline.repository_name.clone(),
    })
}

/// Makes the client of a pull-request build; nothing is sent yet.
pub(super) fn connect(
    pipeline: &Pipeline,
    environment: &Environment,
    ca_file: Option<&std::path::Path>,
) -> Result<std::result::Result<Service, NoService>> {
    match &pipeline.provider {
        Provider::Other(name) => {
            let text = format!(
                "A repository of {name}: no comment and no statuses; the summary and the log say it all"
            );
            Ok(Err(NoService::NotApplicable(text)))
        }
        Provider::GitHub => {
            let repository =
                github::Repository::of(pipeline.repository_uri.as_deref(), pipeline.repository.as_deref());
            let Some(repository) = repository else {
                let text = "BUILD_REPOSITORY_URI names no repository of GitHub: no comment and no statuses";
                return Ok(Err(NoService::NotApplicable(text.to_owned())));
            };
            let Some(token) = environment.get("GITHUB_TOKEN") else {
                return Ok(Err(NoService::NoToken(github_hints(environment))));
            };
            let settings = settings(Auth::Bearer(Secret::new(token)), environment, ca_file)?;
            let client = github::Client::new(http::Client::new(settings), repository);
            Ok(Ok(Service::GitHub(Arc::new(client))))
        }
        Provider::AzureRepos => {
            let connection = match connection(pipeline) {
                Ok(connection) => connection,
                Err(missing) => {
                    let text = format!("{} is not set: no comment", missing.join(", "));
                    return Ok(Err(NoService::NotApplicable(text)));
                }
            };
            let Some(auth) = authorization(environment) else {
                return Ok(Err(NoService::NoToken(token_hints(environment))));
            };
            let settings = settings(auth, environment, ca_file)?;
            let client = Client::new(http::Client::new(settings), connection, None);
            Ok(Ok(Service::AzureDevOps(Arc::new(client))))
        }
    }
}

fn settings(
    auth: Auth,
    environment: &Environment,
    ca_file: Option<&std::path::Path>,
) -> Result<http::Settings> {
    let extra_certificates = match ca_file {
        Some(file) => Some(std::fs::read(file).map_err(|error| {
            Failure::usage(anyhow::Error::new(error).context(format!("cannot read `{}`", file.display())))
        })?),
        None => None,
    };
    Ok(http::Settings {
        user_agent: concat!("preview/", env!("CARGO_PKG_VERSION")).to_owned(),
        auth,
        limits: http::Limits::default(),
        extra_certificates,
        proxy: environment.get("AGENT_PROXYURL").and_then(|text| url::Url::parse(text).ok()),
    })
}

/// The service user's personal access token, else the job's own token.
pub(super) fn authorization(environment: &Environment) -> Option<Auth> {
    if let Some(token) = environment.get("PREVIEW_TOKEN") {
        return Some(Auth::of_token(Secret::new(token)));
    }
    environment.get("SYSTEM_ACCESSTOKEN").map(|token| Auth::Bearer(Secret::new(token)))
}

fn token_hints(environment: &Environment) -> Vec<String> {
    let mut hints = Vec::new();
    for name in ["PREVIEW_TOKEN", "SYSTEM_ACCESSTOKEN"] {
        if environment.is_unexpanded(name) {
            hints.push(format!("{name} holds the text of a macro: the variable it maps does not exist"));
        }
    }
    hints.push("add to the step: `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`".to_owned());
    hints.push(
        "or a personal access token of a service user (Code: Read & write) as the secret PREVIEW_TOKEN"
            .to_owned(),
    );
    hints
}

fn github_hints(environment: &Environment) -> Vec<String> {
    let mut hints = Vec::new();
    if environment.is_unexpanded("GITHUB_TOKEN") {
        hints.push("GITHUB_TOKEN holds the text of a macro: the variable it maps does not exist".to_owned());
    }
    hints.push(
        "add to the step: `env: { GITHUB_TOKEN: $(GitHubToken) }`, a secret variable with a fine-grained token that has \
         the rights `Pull requests` and `Commit statuses` (read and write)"
            .to_owned(),
    );
    hints
}

/// The files of a commit through the REST API, one request each: for a clone that lacks the commit.
pub(super) struct ItemFiles {
    service: Service,
    handle: Handle,
    commit: String,
    /// Where the root stands in the repository, empty or ending in a slash.
    prefix: String,
}

/// The longest that one file may take.
const FILE_TIME: Duration = Duration::from_secs(60);

impl ItemFiles {
    pub(super) fn new(service: Service, handle: Handle, commit: String, prefix: &str) -> Self {
        let prefix = if prefix.is_empty() { String::new() } else { format!("{}/", prefix.trim_matches('/')) };
        ItemFiles { service, handle, commit, prefix }
    }
}

impl Files for ItemFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let path = format!("{}{path}", self.prefix);
        let read = async {
            match &self.service {
                Service::AzureDevOps(client) => {
                    client.file(&self.commit, &path).await.map_err(|error| error.to_string())
                }
                Service::GitHub(client) => {
                    client.file(&self.commit, &path).await.map_err(|error| error.to_string())
                }
            }
        };
        let request = async { tokio::time::timeout(FILE_TIME, read).await };
        match self.handle.block_on(request) {
            Ok(Ok(Some(bytes))) => Ok(bytes.to_vec()),
            Ok(Ok(None)) => Err(FileError::NotFound),
            Ok(Err(reason)) => Err(FileError::System(reason)),
            Err(_) => Err(FileError::System("the service took too long".to_owned())),
        }
    }

    fn list(&self) -> Result<Vec<String>, FileError> {
        Err(FileError::System("a commit's files can't be listed through the REST API".to_owned()))
    }
}
