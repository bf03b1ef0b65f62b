//! Servers are called over TLS.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::templates::names;
use crate::openapi::Kind;

use super::is_called_by_api;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-security-hosts-https-oas3",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "Every server's `url` starts with `https`",
    why: "Without TLS everyone on the way reads and changes what is sent, credentials too (OWASP API8:2023, Security \
          Misconfiguration). The servers of paths and operations are looked at as well. `wss` is as good. Relative \
          URLs name no scheme and pass, as does this machine (`localhost`), and a scheme that is a variable, unless one \
          of its values is not secure.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: http://api.museum.test
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://api.museum.test
paths: {}
",
    on: &[Kind::Server],
    create: |_| Box::new(HostsHttps),
    ..RuleDef::BASE
};

struct HostsHttps;

impl<'d> Rule<'d> for HostsHttps {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(url) = node.get("url").filter(|_| !is_called_by_api(cx)) else { return };
        // `//host` takes the scheme of the page, all else without a colon before the first slash is relative.
        let Some((scheme, rest)) = url.text().split_once("://") else { return };
        if scheme.contains('/') || is_this_machine(rest) {
            return;
        }
        match names(scheme).first() {
            None if !is_secure(scheme) => {
                let secure = if scheme.eq_ignore_ascii_case("ws") { "wss" } else { "https" };
                cx.report(url.location(), format!("`{scheme}` is not encrypted")).suggest(secure);
            }
            Some(variable) => {
                let values = cx.get(node, "variables").and_then(|variables| cx.get(variables, variable));
                for value in values.into_iter().flat_map(values_of).filter(|value| !is_secure(value.text())) {
                    cx.report(value.location(), format!("`{}` is not encrypted", value.text()));
                }
            }
            None => {}
        }
    }
}

/// Whether what follows `://` is a host that nothing leaves the machine for.
fn is_this_machine(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host =
        if authority.starts_with('[') { authority.split(']').next() } else { authority.split(':').next() };
    host.is_some_and(|host| {
        let host = host.to_ascii_lowercase();
        host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1"
    })
}

fn is_secure(scheme: &str) -> bool {
    ["https", "wss"].iter().any(|secure| secure.eq_ignore_ascii_case(scheme))
}

/// What a server variable may be: its choices, or else its default.
fn values_of(variable: Node<'_>) -> Vec<Node<'_>> {
    match variable.get("enum") {
        Some(choices) if !choices.is_empty() => choices.items().collect(),
        _ => variable.get("default").into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn schemes_that_are_variables_and_relative_urls() {
        let servers = |list: &str| format!("servers: {list}\npaths: {{}}\n");
        let places = |list: &str| reported("owasp-security-hosts-https-oas3", &servers(list));
        assert!(
            places(
                "[{url: /v1}, {url: v1}, {url: 'http://localhost:80/v1'}, {url: 'http://[::1]:8080'}, {url: //a.test}, {url: 'HTTPS://a.test'}, {url: 'wss://a.test'}]"
            )
            .is_empty()
        );
        assert_eq!(places("[{url: /v1}, {url: 'HTTP://a.test'}]"), ["#/servers/1/url"]);
        let variable = "[{url: '{s}://a.test', variables: {s: {default: https, enum: [https, http]}}}]";
        assert_eq!(places(variable), ["#/servers/0/variables/s/enum/1"]);
    }
}
