//! Credentials are not part of URLs.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::words::words;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-no-credentials-in-url",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "No parameter in the query or the path is a credential",
    why: "URLs are in logs, in histories and in the `Referer` of the next request, and the credential with them (OWASP \
          API2:2023, Broken Authentication). A parameter is a credential when its name holds `token`, `secret`, \
          `password` or `api-key`, without regard to case and to separators. Tokens that lead to a page of results \
          (`pageToken`, `next_token`), counts of tokens (`max_tokens`), and what is not the credential but its id, name \
          or type (`api_key_id`) are none, nor are booleans (`hide_secret`).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    parameters:
      - {name: access_token, in: query, schema: {type: string}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    parameters:
      - {name: X-Access-Token, in: header, schema: {type: string}}
",
    on: &[Kind::Parameter],
    create: |_| Box::new(NoCredentialsInUrl),
    ..RuleDef::BASE
};

struct NoCredentialsInUrl;

impl<'d> Rule<'d> for NoCredentialsInUrl {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(place @ ("query" | "path")) = node.str("in") else { return };
        let Some(name) = node.get("name").filter(|name| is_credential(name.text())) else { return };
        let schema = cx.get(node, "schema");
        if schema.and_then(|schema| schema.str("type")) == Some("boolean") {
            return;
        }
        cx.report(name.location(), format!("the credential `{}` is in the {place} of the URL", name.text()));
    }
}

/// What a name holds that is a credential. `client_secret`, `access_token`, `refresh_token` and `id_token` hold one of
/// these.
const CREDENTIALS: [&str; 4] = ["token", "secret", "password", "apikey"];

/// What holds one of them and is none.
const HARMLESS: [&str; 23] = [
    "continuationtoken",
    "cursortoken",
    "fromtoken",
    "nexttoken",
    "offsettoken",
    "pagetoken",
    "pagingtoken",
    "paginationtoken",
    "positiontoken",
    "prevtoken",
    "previoustoken",
    "resumetoken",
    "resumptiontoken",
    "scrolltoken",
    "skiptoken",
    "starttoken",
    "startingtoken",
    "synctoken",
    "deltatoken",
    "tokens",
    "tokencount",
    "tokenlimit",
    "secretary",
];

/// Last words of names that are about a credential.
const ABOUT: [&str; 12] =
    ["id", "ids", "uuid", "guid", "name", "names", "type", "types", "status", "scope", "expiry", "version"];

fn is_credential(name: &str) -> bool {
    if words(name).pop().is_some_and(|last| ABOUT.iter().any(|word| word.eq_ignore_ascii_case(last))) {
        return false;
    }
    let mut letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.make_ascii_lowercase();
    for word in HARMLESS {
        letters = letters.replace(word, "");
    }
    CREDENTIALS.iter().any(|word| letters.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_credential;

    #[test]
    fn credentials_are_told_from_tokens_of_pages() {
        for name in
            ["token", "access_token", "accessToken", "Client-Secret", "api_key", "X-API-Key", "userPassword"]
        {
            assert!(is_credential(name), "{name}");
        }
        for name in [
            "pageToken",
            "next_token",
            "$skiptoken",
            "api_key_uuid",
            "tokenId",
            "max_tokens",
            "key",
            "secretary",
            "continuation-token",
        ] {
            assert!(!is_credential(name), "{name}");
        }
    }
}
