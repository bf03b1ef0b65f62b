//! What can go wrong with a request, told so that a reader of a build log can act on it.

use std::fmt;

use reqwest::StatusCode;
use url::Url;

/// A request that did not give the answer that was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) struct HttpError {
    /// The method, upper case.
    pub(crate) method: String,
    /// The address without user, query and fragment: those may hold secrets.
    pub(crate) url: String,
    /// What happened at the last try.
    pub(crate) cause: Box<Cause>,
    /// How often it was sent.
    pub(crate) tries: u32,
    /// The `ActivityId` header of the answer, which Microsoft's support asks for.
    pub(crate) activity_id: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    /// There is no store of certificate authorities on the machine.
    NoCertificates,
    /// The client could not be made, or the request could not be built. Nothing was sent.
    Unbuildable(String),
    /// No connection came about. Nothing was sent.
    Unreachable(String),
    /// The server's certificate is not one that this machine trusts. Nothing was sent.
    Untrusted(String),
    /// No answer in time. Whether the request was carried out is not known.
    TimedOut,
    /// The connection broke after the request was sent. Whether it was carried out is not known.
    Interrupted(String),
    /// A sign-in page instead of an answer: the token was not accepted.
    SignIn {
        /// The status that came with the page: 203, a redirect, 200 or 404.
        status: u16,
    },
    /// A redirect to somewhere else, which is not followed: the token is not for there.
    Redirected {
        /// The `Location` header, without its query.
        location: String,
    },
    /// The server's refusal.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's own words, one line; empty when it sent none.
        message: String,
        /// `typeKey` of Azure DevOps' error body, such as `GitNeedsPermissionException`.
        type_key: Option<String>,
        /// Seconds the server asks to wait, from `Retry-After`.
        retry_after: Option<u64>,
    },
    /// An answer that is not what was asked for, such as broken JSON.
    Unreadable(String),
    /// An answer longer than the limit (bytes).
    TooLarge(usize),
    /// The time for all requests of this run is used up.
    OutOfTime,
}

impl HttpError {
    /// The HTTP status of the answer, if there was one.
    pub(crate) fn status(&self) -> Option<u16> {
        match *self.cause {
            Cause::SignIn { status } | Cause::Refused { status, .. } => Some(status),
            _ => None,
        }
    }

    /// The server's own words, or an empty text.
    pub(crate) fn message(&self) -> &str {
        match &*self.cause {
            Cause::Refused { message, .. } => message,
            _ => "",
        }
    }

    /// The exception's name in Azure DevOps' error body, or an empty text.
    pub(crate) fn type_key(&self) -> &str {
        match &*self.cause {
            Cause::Refused { type_key: Some(key), .. } => key,
            _ => "",
        }
    }

    /// Whether the request may have been carried out all the same: what it was to create has to be looked for before
    /// it is created again.
    pub(crate) fn is_unclear(&self) -> bool {
        self.cause.is_unclear()
    }

    /// Whether it may well succeed a little later.
    pub(crate) fn is_passing(&self) -> bool {
        let is_busy = matches!(*self.cause, Cause::Unreachable(_) | Cause::Refused { status: 429, .. });
        is_busy || self.is_unclear()
    }
}

impl Cause {
    /// See [`HttpError::is_unclear`].
    pub(crate) fn is_unclear(&self) -> bool {
        match self {
            Cause::TimedOut | Cause::Interrupted(_) | Cause::Unreadable(_) | Cause::TooLarge(_) => true,
            Cause::Refused { status, .. } => *status >= 500 || *status == 408,
            _ => false,
        }
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.method, self.url, self.cause)?;
        if self.tries > 1 {
            write!(f, " (tried {} times)", self.tries)?;
        }
        if let Some(id) = &self.activity_id {
            write!(f, " (ActivityId {id})")?;
        }
        Ok(())
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::NoCertificates => f.write_str(
                "no certificate store was found; install `ca-certificates` or set `SSL_CERT_FILE` to a file of certificates",
            ),
            Cause::Unbuildable(reason) => write!(f, "the request could not be made: {reason}"),
            Cause::Unreachable(reason) => write!(f, "no connection: {reason}"),
            Cause::Untrusted(reason) => write!(f, "the server's certificate is not trusted: {reason}"),
            Cause::TimedOut => f.write_str("no answer in time"),
            Cause::Interrupted(reason) => write!(f, "the connection broke: {reason}"),
            Cause::SignIn { status } => write!(f, "a sign-in page instead of an answer (HTTP {status})"),
            Cause::Redirected { location } => write!(f, "redirected to `{location}`, which is not followed"),
            Cause::Refused { status, message, .. } => {
                write!(f, "HTTP {}", StatusCode::from_u16(*status).map_or(status.to_string(), |s| s.to_string()))?;
                if message.is_empty() { Ok(()) } else { write!(f, ": {message}") }
            }
            Cause::Unreadable(reason) => write!(f, "the answer cannot be read: {reason}"),
            Cause::TooLarge(limit) => write!(f, "the answer is longer than {limit} bytes"),
            Cause::OutOfTime => f.write_str("the time for requests is used up"),
        }
    }
}

/// The address as it may be shown: no user, no query, no fragment.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Fails only for addresses that cannot have a user, which have nothing to hide then.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// The innermost causes of a transport error, as one line without the address (which is said already).
pub(super) fn reason(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut parts: Vec<String> = Vec::new();
    let mut next: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = next {
        let text = one_line(&error.to_string());
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
        next = error.source();
    }
    parts.join(": ")
}

/// The server's own words and exception name out of an error body, whatever its form: Azure DevOps' error object, its
/// older wrapped form, or plain text. HTML has no words worth showing.
pub(super) fn explanation(body: &[u8]) -> (String, Option<String>) {
    let text = String::from_utf8_lossy(body);
    let Ok(json) = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}')) else {
        let trimmed = text.trim_start();
        return (if trimmed.starts_with('<') { String::new() } else { one_line(trimmed) }, None);
    };
    let words =
        ["/message", "/value/Message", "/value/message", "/Message", "/error/message", "/error_description"];
    let message = words.iter().find_map(|pointer| json.pointer(pointer)?.as_str()).unwrap_or_default();
    let key = json.get("typeKey").and_then(|key| key.as_str()).filter(|key| !key.is_empty());
    (one_line(message), key.map(one_line))
}

/// At most 1,000 characters on one line, control characters dropped.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(1000).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_words_are_found_in_every_form_of_body() {
        let cases = [
            (
                r#"{"$id":"1","message":"TF401027: You need","typeKey":"GitNeedsPermissionException"}"#,
                "TF401027: You need",
            ),
            (
                r#"{"count":1,"value":{"Message":"The requested resource does not support http method 'PATCH'."}}"#,
                "The requested resource does not support http method 'PATCH'.",
            ),
            ("<html><body>Sign in</body></html>", ""),
            ("Bad\r\n\u{1b}[31mgateway", "Bad [31mgateway"),
            ("", ""),
        ];
        for (body, words) in cases {
            assert_eq!(explanation(body.as_bytes()).0, words, "{body}");
        }
        assert_eq!(explanation(cases[0].0.as_bytes()).1.as_deref(), Some("GitNeedsPermissionException"));
    }

    #[test]
    fn an_error_says_what_was_asked_and_what_came_back() {
        let error = HttpError {
            method: "POST".into(),
            url: shown(
                &Url::parse("https://user:secret@tfs.example/tfs/_apis/x?sig=secret#secret")
                    .expect("a valid URL"),
            ),
            cause: Box::new(Cause::Refused {
                status: 503,
                message: "busy".into(),
                type_key: None,
                retry_after: None,
            }),
            tries: 4,
            activity_id: Some("a-1".into()),
        };
        assert_eq!(
            error.to_string(),
            "POST https://tfs.example/tfs/_apis/x: HTTP 503 Service Unavailable: busy (tried 4 times) (ActivityId a-1)"
        );
        assert!(error.is_unclear());
    }
}
