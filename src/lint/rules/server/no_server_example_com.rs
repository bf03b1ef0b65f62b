//! No server is a placeholder.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Presets, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-server-example.com",
    aliases: &["oas3-server-not-example.com", "oas3-host-not-example"],
    presets: Presets { in_spectral: true, ..presets(WARN, WARN, ERROR, OFF) },
    versions: V3,
    summary: "No server's `url` has the host `example.com` or `localhost`",
    why: "A placeholder that was forgotten makes every generated client call the wrong host.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://api.example.com/v1
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://api.museum.test/v1
paths: {}
",
    on: &[Kind::Server],
    create: |_| Box::new(NoServerExampleCom),
    ..RuleDef::BASE
};

struct NoServerExampleCom;

impl<'d> Rule<'d> for NoServerExampleCom {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(url) = cx.get(node, "url") else { return };
        if let Some(host) = url.as_str().and_then(placeholder) {
            cx.report(url.location(), format!("`url` points to `{host}`, a placeholder"));
        }
    }
}

/// The placeholder that is a URL's host, or the end of it. A host stands after `//`, or at the start.
pub(in crate::lint::rules) fn placeholder(url: &str) -> Option<&'static str> {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or(rest).to_ascii_lowercase();
    ["example.com", "localhost"].into_iter().find(|known| {
        host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn only_hosts_are_placeholders() {
        for url in ["https://example.com", "//api.example.com/v1", "http://localhost:8080", "localhost/x"] {
            assert!(placeholder(url).is_some(), "{url}");
        }
        for url in ["https://api.museum.test/example.com", "https://notexample.com", "/localhost", "{host}/x"]
        {
            assert!(placeholder(url).is_none(), "{url}");
        }
    }
}
