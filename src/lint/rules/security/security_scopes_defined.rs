//! Scopes that are asked for exist.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, WARN, presets};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "security-scopes-defined",
    aliases: &["oas3-operation-security-defined", "oas2-operation-security-defined"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    summary: "Every scope of a security requirement is declared by its OAuth 2 scheme",
    why: "A scope that no flow declares can't be granted: nobody can call the operation, or the name is misspelled. A \
          scope has to be in one of the flows. Schemes of other types have no scopes to be declared; the names that \
          3.1 allows for them are roles, and pass.",
    options: &[OptionDef {
        name: "requireScopes",
        shape: OptionShape::Boolean,
        default: "false",
        about: "whether a requirement has to name at least one scope",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
security:
  - login: [tickets:red]
paths: {}
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://login.museum.test, scopes: {'tickets:read': See tickets}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
security:
  - login: [tickets:read]
paths: {}
components:
  securitySchemes:
    login:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://login.museum.test, scopes: {'tickets:read': See tickets}}
",
    on: &[Kind::SecurityRequirement],
    create: |setup| Box::new(SecurityScopesDefined { required: setup.flag("requireScopes") }),
    ..RuleDef::BASE
};

struct SecurityScopesDefined {
    /// Whether a requirement has to name a scope.
    required: bool,
}

impl<'d> Rule<'d> for SecurityScopesDefined {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let schemes = cx.components("securitySchemes");
        for entry in node.entries() {
            let name = entry.name();
            let Some(scheme) = schemes.and_then(|schemes| cx.get(schemes, name)) else { continue };
            if scheme.str("type") != Some("oauth2") || !entry.value.is_sequence() {
                continue;
            }
            if entry.value.is_empty() && self.required {
                cx.report(entry.value.key_location(), format!("no scope of `{name}` is named"));
            }
            let declared = scopes(scheme, cx);
            for scope in entry.value.items().filter(|scope| scope.as_str().is_some()) {
                if !declared.contains(&scope.text()) {
                    let message = format!("`{name}` declares no scope `{}`", scope.text());
                    cx.report(scope.location(), message)
                        .suggest_nearest(scope.text(), declared.iter().copied());
                }
            }
        }
    }
}

/// The scopes of all flows of a scheme; in 2.0 those of the scheme itself, which is one flow.
fn scopes<'d>(scheme: Node<'d>, cx: &Context<'d>) -> Vec<&'d str> {
    let flows: Vec<Node<'d>> = if cx.version == Version::V2_0 {
        vec![scheme]
    } else {
        let flows = cx.get(scheme, "flows");
        let is_flow = |name: &str| !name.starts_with("x-");
        let flows = flows.iter().flat_map(|flows| flows.entries()).filter(|entry| is_flow(entry.name()));
        flows.filter_map(|entry| cx.followed(entry.value)).collect()
    };
    let scopes = flows.into_iter().filter_map(|flow| cx.get(flow, "scopes"));
    scopes.flat_map(|scopes| scopes.entries().map(|entry| entry.name())).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{reported, reported_with};

    #[test]
    fn scopes_of_any_flow_count() {
        let text = "security: [{login: [a, b, c], key: [d], none: [e]}, {login: []}]
paths: {}
components:
  securitySchemes:
    login: {$ref: '#/components/securitySchemes/real'}
    key: {type: apiKey, name: X-Key, in: header}
    real:
      type: oauth2
      flows:
        password: {tokenUrl: 'https://a.test', scopes: {a: A}}
        clientCredentials: {tokenUrl: 'https://a.test', scopes: {b: B}}
";
        assert_eq!(reported("security-scopes-defined", text), ["#/security/0/login/2"]);
        let required = reported_with("security-scopes-defined", "requireScopes", true.into(), text);
        assert_eq!(required, ["#/security/0/login/2", "#/security/1/login"]);
    }
}
