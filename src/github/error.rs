//! What GitHub's refusals mean, in the user's terms, and what to set.

use std::fmt;

use crate::http::{Cause, HttpError};

/// A call that failed: what it means, what to do, and the request's own error as the cause.
#[derive(Debug, thiserror::Error)]
pub(crate) struct Error {
    kind: Kind,
    hints: Vec<String>,
    source: HttpError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The token is wrong or expired.
    NotAccepted,
    /// We are known but lack a right, named as the token's page names it.
    NotPermitted(&'static str),
    /// So many requests were made that no more are taken for a while.
    Exhausted,
    /// There is no such thing, or we may not see it.
    NotFound,
    /// The server cannot be reached.
    Unreachable,
    /// Anything else.
    Failed,
}

impl Error {
    /// What to do about it, one sentence each.
    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The request's error.
    pub(crate) fn http(&self) -> &HttpError {
        &self.source
    }

    /// Whether the thing asked for is not there (or not for us to see).
    pub(crate) fn is_not_found(&self) -> bool {
        self.kind == Kind::NotFound
    }

    pub(super) fn of(source: HttpError, repository: &str) -> Self {
        let kind = kind(&source);
        let hints = match kind {
            Kind::NotAccepted => vec![
                "map a token of GitHub: `env: { GITHUB_TOKEN: $(GitHubToken) }`; check that it is not expired".to_owned(),
            ],
            Kind::NotPermitted(right) => vec![
                format!("the token needs `{right}` for `{repository}`"),
                "where the organisation signs in by SSO, the token has to be authorised for it".to_owned(),
            ],
            Kind::NotFound => vec![format!(
                "check that the token may see `{repository}`: GitHub says the same of what is not there and of what is hidden"
            )],
            Kind::Unreachable => match &*source.cause {
                Cause::Untrusted(_) => {
                    vec!["give the certificate of your own authority with `--ca-file`".to_owned()]
                }
                Cause::NoCertificates => Vec::new(),
                _ => vec!["behind a proxy set `HTTPS_PROXY` (and `NO_PROXY`)".to_owned()],
            },
            Kind::Exhausted | Kind::Failed => Vec::new(),
        };
        Error { kind, hints, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::NotAccepted => f.write_str("GitHub did not accept the token"),
            Kind::NotPermitted(right) => write!(f, "the token lacks the right `{right}`"),
            Kind::Exhausted => f.write_str("GitHub takes no more requests of this token for a while"),
            Kind::NotFound => f.write_str("GitHub does not find it, or hides it from this token"),
            Kind::Unreachable => f.write_str("GitHub cannot be reached"),
            Kind::Failed => f.write_str("GitHub did not do what was asked"),
        }
    }
}

fn kind(error: &HttpError) -> Kind {
    match &*error.cause {
        Cause::SignIn { .. } | Cause::Refused { status: 401, .. } => Kind::NotAccepted,
        Cause::Refused { status: 429, .. } => Kind::Exhausted,
        // GitHub's limits come as 403 too; the words tell.
        Cause::Refused { status: 403, message, .. }
            if message.to_ascii_lowercase().contains("rate limit") =>
        {
            Kind::Exhausted
        }
        Cause::Refused { status: 403, .. } => Kind::NotPermitted(right(error)),
        Cause::Refused { status: 404, .. } => Kind::NotFound,
        Cause::NoCertificates | Cause::Untrusted(_) | Cause::Unreachable(_) | Cause::Redirected { .. } => {
            Kind::Unreachable
        }
        Cause::Refused { status: 407, .. } => Kind::Unreachable,
        _ => Kind::Failed,
    }
}

/// The right that a refused request needs, as the page of fine-grained tokens calls it.
fn right(error: &HttpError) -> &'static str {
    if error.url.contains("/statuses/") {
        "Commit statuses: Read and write"
    } else if error.url.contains("/orgs/") {
        "Members: Read"
    } else if error.url.contains("/contents/") {
        "Contents: Read"
    } else if error.method == "GET" {
        "Pull requests: Read"
    } else {
        "Pull requests: Read and write"
    }
}
