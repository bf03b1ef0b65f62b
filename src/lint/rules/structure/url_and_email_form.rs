//! Fields that hold a URL or an email address hold one.

use url::Url;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "url-and-email-form",
    presets: presets(OFF, WARN, WARN, ERROR),
    summary: "Fields for URLs and email addresses have their form",
    why: "`termsOfService`, the `url` and `email` of a contact, the `url` of a license and of external docs, and the \
          URLs of a security scheme become links. What is no URL becomes a dead one. A relative URL is one.",
    wrong: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
  contact: {email: the team, url: museum dot test}
paths: {}
",
    right: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
  contact: {email: team@museum.test, url: https://museum.test}
paths: {}
",
    on: &[
        Kind::Info,
        Kind::Contact,
        Kind::License,
        Kind::ExternalDocs,
        Kind::SecurityScheme,
        Kind::ImplicitFlow,
        Kind::PasswordFlow,
        Kind::ClientCredentialsFlow,
        Kind::AuthorizationCodeFlow,
        Kind::DeviceAuthorizationFlow,
    ],
    create: |_| Box::new(UrlAndEmailForm),
    ..RuleDef::BASE
};

struct UrlAndEmailForm;

impl<'d> Rule<'d> for UrlAndEmailForm {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let urls: &[&str] = match cx.kind() {
            Kind::Info => &["termsOfService"],
            Kind::Contact | Kind::License | Kind::ExternalDocs => &["url"],
            Kind::SecurityScheme => {
                &["openIdConnectUrl", "authorizationUrl", "tokenUrl", "oauth2MetadataUrl"]
            }
            _ => &["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"],
        };
        for name in urls {
            check(node, name, "URL", is_url, cx);
        }
        if cx.kind() == Kind::Contact {
            check(node, "email", "email address", is_email, cx);
        }
    }
}

fn check(node: Node<'_>, name: &str, words: &str, fits: fn(&str) -> bool, cx: &mut Context<'_>) {
    if let Some(value) = node.get(name)
        && let Some(text) = value.as_str()
        && !fits(text)
    {
        let shown: String = text.chars().take(60).collect();
        cx.report(value.location(), format!("`{name}` is no {words}: `{shown}`"));
    }
}

/// Whether a text is a URI reference (RFC 3986, 4.1), or an IRI reference as people write them.
fn is_url(text: &str) -> bool {
    // Placeholders in braces are common in the URLs of security schemes, and part of no link.
    let is_left_out = |character: char| {
        character.is_whitespace() || character.is_control() || r#"<>"\^`|"#.contains(character)
    };
    if text.is_empty() || text.contains(is_left_out) {
        return false;
    }
    let base = Url::parse("https://relative.invalid/").ok();
    let whole = text.replace(['{', '}'], "");
    base.is_some_and(|base| base.join(&whole).is_ok()) && !whole.starts_with(':')
}

/// Whether a text has the form of an address: something, `@`, and a domain.
fn is_email(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control());
    text.rsplit_once('@').is_some_and(|(name, domain)| {
        is_part(name) && is_part(domain) && !domain.starts_with('.') && !domain.ends_with('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_and_foreign_urls_are_urls() {
        for right in
            ["https://a.test/x?y#z", "/terms", "mailto:a@b.test", "docs/a.md", "https://{tenant}.a.test/t"]
        {
            assert!(is_url(right), "{right}");
        }
        for wrong in ["", "not a url", "http://[bad", ":::", "https://", "<https://a.test>"] {
            assert!(!is_url(wrong), "{wrong}");
        }
        assert!(is_email("a.b+c@d.test") && is_email("\u{fc}@m\u{fc}nchen.test"));
        assert!(!is_email("a") && !is_email("@b") && !is_email("a b@c") && !is_email("a@.b"));
    }
}
