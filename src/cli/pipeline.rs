//! What Azure Pipelines says about the build, taken from its predefined variables. A step needs no arguments.
//!
//! Source: "Use predefined variables" of the Azure Pipelines documentation; names there have dots, in the environment
//! underscores and capitals.

use std::path::PathBuf;

use url::Url;

use super::environment::Environment;
use crate::record::Timestamp;

/// Whose repository is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Provider {
    /// Azure Repos Git: threads and statuses work.
    AzureRepos,
    /// GitHub, also Enterprise: comment and statuses go there, with a token of its own.
    GitHub,
    /// Anything else, by the pipeline's name for it.
    Other(String),
}

/// A build of Azure Pipelines.
#[derive(Clone, Debug)]
pub(super) struct Pipeline {
    pub(super) provider: Provider,
    /// `SYSTEM_COLLECTIONURI`, ending in a slash.
    pub(super) collection: Option<Url>,
    /// The project's id, or its name.
    pub(super) project: Option<String>,
    pub(super) project_name: Option<String>,
    pub(super) repository: Option<String>,
    pub(super) repository_name: Option<String>,
    /// The repository's address, where it is not in Azure Repos.
    pub(super) repository_uri: Option<String>,
    /// The pull request's number. Decides whether there is one: the build's reason does not.
    pub(super) pull_request: Option<u64>,
    /// Without `refs/heads/`.
    pub(super) target_branch: Option<String>,
    /// Without `refs/heads/`; in a build without a pull request the branch that is built.
    pub(super) source_branch: Option<String>,
    /// The author's commit, never the temporary merge commit.
    pub(super) commit: Option<String>,
    /// The first line of the commit's message, in a build without a pull request.
    pub(super) message: Option<String>,
    /// The commit's author, in a build without a pull request.
    pub(super) author: Option<String>,
    /// Whether the pull request comes from a fork, whose builds may have no secrets.
    pub(super) is_fork: bool,
    pub(super) build_id: Option<u64>,
    /// When the run began: the same in all of its jobs, and when one of them runs again.
    pub(super) started: Option<Timestamp>,
    /// Which pipeline: keeps the threads of several apart.
    pub(super) definition_id: Option<String>,
    pub(super) job_id: Option<String>,
    pub(super) task_id: Option<String>,
    /// `AGENT_TEMPDIRECTORY`.
    pub(super) temporary: Option<PathBuf>,
}

impl Pipeline {
    /// The build that this step belongs to; `None` outside of Azure Pipelines.
    pub(super) fn detect(environment: &Environment) -> Option<Self> {
        if !environment.is_true("TF_BUILD") {
            return None;
        }
        let owned = |name: &str| environment.get(name).map(str::to_owned);
        let number = |name: &str| environment.get(name).and_then(|text| text.parse::<u64>().ok());
        let provider = match environment.get("BUILD_REPOSITORY_PROVIDER").unwrap_or("TfsGit") {
            "TfsGit" => Provider::AzureRepos,
            "GitHub" | "GitHubEnterprise" => Provider::GitHub,
            other => Provider::Other(other.to_owned()),
        };
        let pull_request = number("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER")
            .or_else(|| number("SYSTEM_PULLREQUEST_PULLREQUESTID"));
        let branch = match pull_request {
            Some(_) => environment.get("SYSTEM_PULLREQUEST_SOURCEBRANCH"),
            None => environment.get("BUILD_SOURCEBRANCH"),
        };
        let commit = match pull_request {
            Some(_) => owned("SYSTEM_PULLREQUEST_SOURCECOMMITID"),
            None => owned("BUILD_SOURCEVERSION"),
        };
        Some(Pipeline {
            provider,
            collection: environment
                .get("SYSTEM_COLLECTIONURI")
                .or_else(|| environment.get("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"))
                .and_then(|text| Url::parse(&format!("{}/", text.trim_end_matches('/'))).ok()),
            project: owned("SYSTEM_TEAMPROJECTID").or_else(|| owned("SYSTEM_TEAMPROJECT")),
            project_name: owned("SYSTEM_TEAMPROJECT"),
            repository: owned("BUILD_REPOSITORY_ID"),
            repository_name: owned("BUILD_REPOSITORY_NAME"),
            repository_uri: owned("BUILD_REPOSITORY_URI"),
            pull_request,
            target_branch: environment.get("SYSTEM_PULLREQUEST_TARGETBRANCH").map(short_branch),
            source_branch: branch.map(short_branch),
            commit,
            message: owned("BUILD_SOURCEVERSIONMESSAGE").filter(|_| pull_request.is_none()),
            author: owned("BUILD_SOURCEVERSIONAUTHOR").filter(|_| pull_request.is_none()),
            is_fork: environment.is_true("SYSTEM_PULLREQUEST_ISFORK"),
            build_id: number("BUILD_BUILDID"),
            // `2026-01-05 09:30:00+00:00`
            started: environment
                .get("SYSTEM_PIPELINESTARTTIME")
                .and_then(|text| Timestamp::parse(&text.replacen(' ', "T", 1))),
            definition_id: owned("SYSTEM_DEFINITIONID"),
            job_id: owned("SYSTEM_JOBID"),
            task_id: owned("SYSTEM_TASKINSTANCEID"),
            temporary: environment.get("AGENT_TEMPDIRECTORY").map(PathBuf::from),
        })
    }
}

/// `refs/heads/feature/x` as `feature/x`.
fn short_branch(name: &str) -> String {
    name.strip_prefix("refs/heads/").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::new(variables.iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    #[test]
    fn a_pull_request_build_shows_the_authors_commit() {
        let pipeline = Pipeline::detect(&environment(&[
            ("TF_BUILD", "True"),
            ("SYSTEM_COLLECTIONURI", "https://dev.azure.com/fabrikam"),
            ("SYSTEM_PULLREQUEST_PULLREQUESTID", "17"),
            ("SYSTEM_PULLREQUEST_SOURCEBRANCH", "refs/heads/feature/paging"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", "main"),
            ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "abc"),
            ("BUILD_SOURCEVERSION", "merge"),
            ("BUILD_BUILDID", "4711"),
            ("SYSTEM_PIPELINESTARTTIME", "2026-01-05 10:30:00+01:00"),
            ("SYSTEM_TASKINSTANCEID", "$(System.TaskInstanceId)"),
        ]))
        .unwrap();
        assert_eq!(pipeline.pull_request, Some(17));
        assert_eq!(pipeline.commit.as_deref(), Some("abc"));
        assert_eq!(pipeline.source_branch.as_deref(), Some("feature/paging"));
        assert_eq!(pipeline.target_branch.as_deref(), Some("main"));
        assert_eq!(pipeline.collection.unwrap().as_str(), "https://dev.azure.com/fabrikam/");
        assert_eq!(pipeline.task_id, None);
        assert_eq!(pipeline.started.unwrap().to_string(), "2026-01-05T09:30:00Z");
    }

    #[test]
    fn a_branch_build_has_no_pull_request() {
        let pipeline = Pipeline::detect(&environment(&[
            ("TF_BUILD", "True"),
            ("BUILD_REASON", "PullRequest"),
            ("BUILD_SOURCEBRANCH", "refs/heads/main"),
            ("BUILD_SOURCEVERSION", "abc"),
        ]))
        .unwrap();
        assert_eq!(pipeline.pull_request, None);
        assert_eq!(pipeline.source_branch.as_deref(), Some("main"));
        assert!(Pipeline::detect(&environment(&[])).is_none());
    }
}
