//! What the service's refusals mean, in the user's terms, and where to click.

use std::fmt;

use super::address::Connection;
use super::identity::Identity;
use crate::http::{Auth, Cause, HttpError};

/// A call that failed: what it means, the remedies, and the request's own error as the cause.
#[derive(Debug, thiserror::Error)]
pub(crate) struct Error {
    kind: ErrorKind,
    hints: Vec<String>,
    source: HttpError,
}

/// What a failure means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// The token is missing, wrong, expired or of another organisation.
    NotAccepted,
    /// We are known but lack a right.
    NotPermitted {
        /// Who we are, by name, when that is known.
        identity: Option<String>,
        /// The right, by the name it has in the security page.
        right: &'static str,
    },
    /// A status policy takes statuses only with an iteration.
    IterationNeeded,
    /// There is no such thing, or we may not see it: the service does not tell the two apart.
    NotFound,
    /// The server cannot be reached.
    Unreachable,
    /// Anything else.
    Failed,
}

impl Error {
    /// What it means.
    pub(crate) fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What to do about it, one sentence each.
    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The request's error.
    pub(crate) fn http(&self) -> &HttpError {
        &self.source
    }

    /// The request's error, to be translated anew.
    pub(super) fn into_http(self) -> HttpError {
        self.source
    }

    /// Whether the call may have been carried out all the same.
    pub(crate) fn is_unclear(&self) -> bool {
        self.source.is_unclear()
    }

    /// Whether the thing asked for is not there (or not for us to see).
    pub(crate) fn is_not_found(&self) -> bool {
        self.kind == ErrorKind::NotFound
    }

    /// Says what a request's error means. `identity` is who we are, when that was asked.
    pub(super) fn of(
        source: HttpError,
        auth: &Auth,
        connection: &Connection,
        identity: Option<&Identity>,
    ) -> Self {
        let kind = kind(&source, identity);
        let hints = hints(&kind, &source, auth, connection);
        Error { kind, hints, source }
    }
}

impl From<HttpError> for Error {
    fn from(source: HttpError) -> Self {
        Error { kind: kind(&source, None), hints: Vec::new(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::NotAccepted => {
                f.write_str("Azure DevOps asked us to sign in: the token was not accepted")
            }
            ErrorKind::NotPermitted { identity: Some(name), right } => {
                write!(f, "`{name}` lacks the right `{right}`")
            }
            ErrorKind::NotPermitted { identity: None, right } => {
                write!(f, "the token's identity lacks the right `{right}`")
            }
            ErrorKind::IterationNeeded => {
                f.write_str("the status has to name an iteration of the pull request")
            }
            ErrorKind::NotFound => f.write_str("Azure DevOps does not find it, or hides it from this token"),
            ErrorKind::Unreachable => f.write_str("Azure DevOps cannot be reached"),
            ErrorKind::Failed => f.write_str("Azure DevOps did not do what was asked"),
        }
    }
}

fn kind(error: &HttpError, identity: Option<&Identity>) -> ErrorKind {
    match &*error.cause {
        Cause::SignIn { .. } | Cause::Refused { status: 401, .. } => ErrorKind::NotAccepted,
        Cause::Refused { status: 403, .. }
            if error.type_key() == "GitPullRequestStatusRejectedByPolicyException" =>
        {
            ErrorKind::IterationNeeded
        }
        Cause::Refused { status: 403, .. } => {
            ErrorKind::NotPermitted { identity: identity.map(|i| i.name.clone()), right: right(error) }
        }
        Cause::Refused { status: 404, .. } => ErrorKind::NotFound,
        Cause::NoCertificates | Cause::Untrusted(_) | Cause::Unreachable(_) | Cause::Redirected { .. } => {
            ErrorKind::Unreachable
        }
        Cause::Refused { status: 407, .. } => ErrorKind::Unreachable,
        _ => ErrorKind::Failed,
    }
}

/// The right that a refused request needs, as the security page calls it.
fn right(error: &HttpError) -> &'static str {
    if error.url.contains("/_apis/build/") {
        "View builds"
    } else if error.url.contains("/_apis/identities") {
        "Identity (Read)"
    } else if error.method == "GET" {
        "Read"
    } else {
        "Contribute to pull requests"
    }
}

fn hints(kind: &ErrorKind, error: &HttpError, auth: &Auth, connection: &Connection) -> Vec<String> {
    let organization = connection.organization();
    match kind {
        ErrorKind::NotAccepted => not_accepted(auth, &organization),
        ErrorKind::NotPermitted { identity, right } => {
            not_permitted(identity.as_deref(), right, error, connection)
        }
        ErrorKind::NotFound => vec![format!(
            "asked for in project `{}`, repository `{}` of `{organization}`; check that the token may read them, and that \
             the setting “Limit job authorization scope to referenced Azure DevOps repositories” does not hide the \
             repository (reference it in the YAML)",
            connection.project_shown(),
            connection.repository_shown()
        )],
        ErrorKind::Unreachable => match &*error.cause {
            Cause::NoCertificates => Vec::new(),
            Cause::Untrusted(_) => {
                vec!["give the certificate of your own authority with `--ca-file`".to_owned()]
            }
            Cause::Redirected { .. } => {
                vec!["check the collection's address (`SYSTEM_COLLECTIONURI`)".to_owned()]
            }
            _ => vec!["behind a proxy set `HTTPS_PROXY` (and `NO_PROXY`)".to_owned()],
        },
        ErrorKind::IterationNeeded | ErrorKind::Failed => Vec::new(),
    }
}

fn not_accepted(auth: &Auth, organization: &str) -> Vec<String> {
    let map = "add `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }` to the step".to_owned();
    match auth {
        Auth::Anonymous => vec![map],
        Auth::Bearer(_) => vec![map, format!("a token of your own has to be valid and for `{organization}`")],
        Auth::Basic(_) => vec![
            format!("check that the personal access token is not expired and belongs to `{organization}`"),
            "it needs the scopes Code (Read & write), or Code (Read), Pull Request Threads (Read & write) and Code \
             (Status)"
                .to_owned(),
        ],
    }
}

fn not_permitted(
    identity: Option<&str>,
    right: &str,
    error: &HttpError,
    connection: &Connection,
) -> Vec<String> {
    let (project, organization) = (connection.project_shown(), connection.organization());
    let page = format!("Project settings > Repositories > {} > Security", connection.repository_shown());
    let project_scope = format!("{project} Build Service ({organization})");
    let collection_scope = format!("Project Collection Build Service ({organization})");
    let mut hints = Vec::new();
    match identity {
        Some(name) => hints.push(format!("{page}: give `{name}` the right `{right}` = Allow")),
        None => hints.push(format!(
            "{page}: give `{project_scope}` the right `{right}` = Allow; if the pipeline is not limited to its \
             project the identity is `{collection_scope}`"
        )),
    }
    if let Some(name) = identity {
        if name.starts_with("Project Collection Build Service") {
            hints.push(format!(
                "the job runs with the identity of the whole collection, since “Limit job authorization scope to current \
                 project” is off; with it on the identity would be `{project_scope}`"
            ));
        } else if name.contains(" Build Service") {
            hints.push(
                "the job runs with the identity of its project, since “Limit job authorization scope to current project” \
                 is on"
                    .to_owned(),
            );
        }
    }
    if let Some(id) = named_identity(error.message()) {
        hints.push(format!("the identity's id is `{id}`"));
    }
    hints
}

/// The id in `… identity 'Build\{guid}' …` of a TF401027.
fn named_identity(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("identity '")?;
    let (name, _) = rest.split_once('\'')?;
    Some(name.rsplit('\\').next().unwrap_or(name)).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Secret;

    fn refused(method: &str, status: u16, message: &str, key: &str) -> HttpError {
        HttpError {
            method: method.into(),
            url: "https://dev.azure.com/fabrikam/p/_apis/git/repositories/r/pullRequests/17/threads".into(),
            cause: Box::new(Cause::Refused {
                status,
                message: message.into(),
                type_key: Some(key.into()),
                retry_after: None,
            }),
            tries: 1,
            activity_id: None,
        }
    }

    fn connection() -> Connection {
        Connection {
            collection: "https://dev.azure.com/fabrikam/".parse().expect("a URL"),
            project: "1-2-3".into(),
            repository: "4-5-6".into(),
            project_name: Some("Fabrikam API".into()),
            repository_name: Some("orders".into()),
        }
    }

    fn bearer() -> Auth {
        Auth::Bearer(Secret::new("token"))
    }

    #[test]
    fn a_missing_right_names_identity_right_and_page() {
        let message = r"TF401027: You need the Git 'PullRequestContribute' permission to perform this action. Details: identity 'Build\e2a1', scope 'repository'.";
        let identity = Identity { id: "e2a1".into(), name: "Fabrikam API Build Service (fabrikam)".into() };
        let error = refused("POST", 403, message, "GitNeedsPermissionException");
        let error = Error::of(error, &bearer(), &connection(), Some(&identity));
        assert_eq!(
            error.to_string(),
            "`Fabrikam API Build Service (fabrikam)` lacks the right `Contribute to pull requests`"
        );
        let hints = error.hints().join("\n");
        for part in [
            "Project settings > Repositories > orders > Security",
            "`Contribute to pull requests` = Allow",
            "the identity of its project",
            "`e2a1`",
        ] {
            assert!(hints.contains(part), "{part} in {hints}");
        }
    }

    #[test]
    fn without_a_name_both_build_identities_are_told() {
        let error = Error::of(refused("POST", 403, "", ""), &bearer(), &connection(), None);
        let hints = error.hints().join("\n");
        assert!(hints.contains("`Fabrikam API Build Service (fabrikam)`"), "{hints}");
        assert!(hints.contains("`Project Collection Build Service (fabrikam)`"), "{hints}");
    }

    #[test]
    fn each_answer_has_its_meaning() {
        let cases = [
            (401, "TF400813: not authorized", "", ErrorKind::NotAccepted),
            (403, "", "GitPullRequestStatusRejectedByPolicyException", ErrorKind::IterationNeeded),
            (404, "TF401019", "GitRepositoryNotFoundException", ErrorKind::NotFound),
            (407, "", "", ErrorKind::Unreachable),
            (500, "", "", ErrorKind::Failed),
        ];
        for (status, message, key, kind) in cases {
            let error = Error::of(refused("POST", status, message, key), &bearer(), &connection(), None);
            assert_eq!(error.kind(), &kind, "{status}");
        }
    }

    #[test]
    fn a_refused_token_is_told_by_where_it_came_from() {
        let error = |auth: &Auth| {
            let http =
                HttpError { cause: Box::new(Cause::SignIn { status: 203 }), ..refused("GET", 0, "", "") };
            Error::of(http, auth, &connection(), None).hints().join("\n")
        };
        assert!(error(&bearer()).contains("SYSTEM_ACCESSTOKEN: $(System.AccessToken)"));
        let personal = error(&Auth::Basic(Secret::new("token")));
        assert!(personal.contains("not expired") && personal.contains("`fabrikam`"), "{personal}");
    }
}
