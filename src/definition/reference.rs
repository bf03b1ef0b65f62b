//! What a `$ref` says, and why it may lead nowhere.

use std::borrow::Cow;

use crate::document::limits::MAX_REFERENCES_IN_A_ROW;
use crate::document::{Node, decode_percent};

/// Why a reference has no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReferenceError {
    /// It names another host, and none may be asked.
    #[error(
        "`{url}` is a remote reference, which is not read; copy the file into the repository, or allow its host with `references.hosts`"
    )]
    Remote {
        /// The URL, without fragment.
        url: String,
    },
    /// It leaves the root.
    #[error("`{reference}` leads out of the root, above which no file is read")]
    Outside {
        /// The reference as written.
        reference: String,
    },
    /// The file cannot be read.
    #[error("`{path}` can't be read: {reason}")]
    Unreadable {
        /// The file, relative to the root.
        path: String,
        /// Why.
        reason: String,
    },
    /// The file was read, but its text has errors.
    #[error("`{path}` has a syntax error")]
    Broken {
        /// The file, relative to the root.
        path: String,
    },
    /// The pointer leads nowhere.
    #[error("`{pointer}` does not exist in `{path}`")]
    MissingTarget {
        /// The file, relative to the root.
        path: String,
        /// The pointer or anchor in fragment form, `#` included.
        pointer: String,
        /// The nearest name that exists where the pointer ends.
        nearest: Option<String>,
    },
    /// It leads to a reference that leads to a reference, and so on.
    #[error("`{reference}` leads to more than {MAX_REFERENCES_IN_A_ROW} references in a row")]
    Long {
        /// The reference as written, at the limit.
        reference: String,
    },
    /// It leads back to itself without ever meeting a value.
    #[error("`{reference}` leads back to itself")]
    Circular {
        /// The reference as written.
        reference: String,
    },
}

/// Whether a node is a reference: an object whose `$ref` is a string.
pub(crate) fn is_reference(node: Node<'_>) -> bool {
    node.str("$ref").is_some()
}

/// A reference's parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'t> {
    /// The file, percent-decoded; `None` for the same document.
    pub(super) file: Option<Cow<'t, str>>,
    /// The fragment as written, without `#`.
    pub(super) fragment: &'t str,
    /// Whether the file part is a URI with a scheme or a host.
    pub(super) remote: bool,
}

pub(super) fn split(reference: &str) -> Parts<'_> {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let remote = file.starts_with("//") || has_scheme(file);
    let file = (!file.is_empty()).then(|| decode_percent(file));
    Parts { file, fragment, remote }
}

/// `scheme:` of at least two letters (RFC 3986, 3.1); a single letter is a drive on Windows.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_every_form() {
        assert_eq!(split("#/a/b"), Parts { file: None, fragment: "/a/b", remote: false });
        let file = Some(Cow::Borrowed("./a b.yaml"));
        assert_eq!(split("./a%20b.yaml#/x"), Parts { file, fragment: "/x", remote: false });
        assert!(split("https://example.com/a.yaml").remote);
        assert!(split("//example.com/a.yaml").remote);
        assert!(split("urn:x:y#/a").remote);
        assert!(!split("C:/a.yaml").remote);
        assert!(!split("schemas/a:b.yaml").remote);
    }
}
