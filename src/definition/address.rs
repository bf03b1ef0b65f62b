//! Where the document of a reference is: a file of the root, or a text of another host.

use url::Url;

use super::reference::split;
use crate::source::join;

/// The document that a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// The one that holds the reference.
    Same,
    /// A file, relative to the root.
    File(String),
    /// A text of another host: its absolute URL without fragment, or the text as written where that is no URL.
    Remote(String),
    /// A file outside of the root.
    Outside,
}

impl Address {
    /// Where `reference` leads from the document at `from`, which is a path or itself a URL.
    pub(super) fn of(from: &str, reference: &str) -> Address {
        let parts = split(reference);
        let written = reference.split('#').next().unwrap_or_default();
        let Some(file) = parts.file else { return Address::Same };
        if let Some(base) = as_url(from) {
            let joined = base.join(written).map(String::from);
            return Address::Remote(joined.unwrap_or_else(|_| written.to_owned()));
        }
        if parts.remote {
            let written =
                if written.starts_with("//") { format!("https:{written}") } else { written.to_owned() };
            return Address::Remote(Url::parse(&written).map_or(written, String::from));
        }
        join(from, &file).map_or(Address::Outside, Address::File)
    }

    /// The name under which a store has the document.
    pub(super) fn name(self) -> Option<String> {
        match self {
            Address::File(path) => Some(path),
            Address::Remote(url) => Some(url),
            Address::Same | Address::Outside => None,
        }
    }
}

/// A document's name as the URL that it is for texts of other hosts; `None` for paths, which never hold `//`.
pub(super) fn as_url(name: &str) -> Option<Url> {
    name.contains("://").then(|| Url::parse(name).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_from_where_they_stand() {
        let remote = |url: &str| Address::Remote(url.to_owned());
        let cases = [
            ("a/b.yaml", "#/x", Address::Same),
            ("a/b.yaml", "../c%20d.yaml#/x", Address::File("c d.yaml".to_owned())),
            ("a/b.yaml", "../../c.yaml", Address::Outside),
            ("a/b.yaml", "https://Example.com/x.yaml#/y", remote("https://example.com/x.yaml")),
            ("a/b.yaml", "//example.com/x", remote("https://example.com/x")),
            ("a/b.yaml", "file:///etc/passwd", remote("file:///etc/passwd")),
            ("a/b.yaml", "urn:x:y", remote("urn:x:y")),
            ("https://example.com/v1/a.yaml", "../b%20c.yaml#/x", remote("https://example.com/b%20c.yaml")),
            ("https://example.com/v1/a.yaml", "/etc/passwd", remote("https://example.com/etc/passwd")),
            ("https://example.com/v1/a.yaml", "#/x", Address::Same),
        ];
        for (from, reference, expected) in cases {
            assert_eq!(Address::of(from, reference), expected, "{from} {reference}");
        }
    }
}
