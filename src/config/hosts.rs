//! `references.hosts`: the hosts that remote references may load from.

use url::Url;

use super::error::ConfigError;
use super::located::{Located, strings};
use crate::document::Node;

/// A host that remote references may load from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReferenceHost {
    /// `https`, or `http` where the entry says so.
    pub(crate) scheme: &'static str,
    /// The name in lower case, international names in their ASCII form.
    pub(crate) name: String,
    /// The port; that of the scheme where the entry names none.
    pub(crate) port: u16,
}

/// The hosts of a list, with what is wrong with the others.
pub(super) fn read(node: Option<Node<'_>>, errors: &mut Vec<ConfigError>) -> Vec<ReferenceHost> {
    let hosts = strings(node).into_iter().filter_map(|entry| {
        let host = host(&entry.value);
        if host.is_none() {
            errors.push(wrong(&entry));
        }
        host
    });
    hosts.collect()
}

fn wrong(entry: &Located<String>) -> ConfigError {
    let message = format!("`{}` is no host", entry.value);
    let suggestion =
        "write a name with or without a port, like `schemas.example.com`; `http://` in front allows http";
    ConfigError::new(entry.location.clone(), message).suggest(Some(suggestion.to_owned()))
}

/// Reads `NAME`, `NAME:PORT`, `https://NAME` or `http://NAME`.
fn host(text: &str) -> Option<ReferenceHost> {
    let (scheme, default, rest) = match (text.strip_prefix("http://"), text.strip_prefix("https://")) {
        (Some(rest), _) => ("http", 80, rest),
        (_, Some(rest)) => ("https", 443, rest),
        _ => ("https", 443, text),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.is_empty() || rest.contains(['/', '\\', '@', '?', '#', '*', ' ', '%']) {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{rest}/")).ok()?;
    Some(ReferenceHost { scheme, name: url.host_str()?.to_owned(), port: url.port().unwrap_or(default) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_with_or_without_scheme_and_port() {
        let read =
            |text: &str| host(text).map(|host| format!("{}://{}:{}", host.scheme, host.name, host.port));
        let cases = [
            ("Schemas.Example.com", Some("https://schemas.example.com:443")),
            ("example.com:8443", Some("https://example.com:8443")),
            ("https://example.com/", Some("https://example.com:443")),
            ("http://example.com", Some("http://example.com:80")),
            ("http://example.com:8080", Some("http://example.com:8080")),
            ("bücher.example", Some("https://xn--bcher-kva.example:443")),
            ("https://example.com/schemas", None),
            ("*.example.com", None),
            ("user@example.com", None),
            ("ftp://example.com", None),
            ("example.com:port", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
