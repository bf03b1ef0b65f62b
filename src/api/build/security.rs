//! Security requirements and schemes.

use super::{Builder, extensions, flag, strings};
use crate::api::{
    OAuthFlow, Scope, SecurityAlternative, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use crate::document::Node;

impl<'d> Builder<'d> {
    /// The alternatives of a `security` list.
    pub(super) fn alternatives(&self, node: Node<'d>) -> Vec<SecurityAlternative<'d>> {
        let alternative = |node: Node<'d>| SecurityAlternative {
            node,
            requirements: node
                .entries()
                .map(|entry| SecurityRequirement { scheme: entry.name(), scopes: strings(entry.value) })
                .collect(),
        };
        node.items().filter(|node| node.is_mapping()).map(alternative).collect()
    }

    pub(super) fn security_schemes(&self) -> Vec<SecurityScheme<'d>> {
        let field = if self.is_swagger() { "securityDefinitions" } else { "securitySchemes" };
        let schemes = self.component_map(field).into_iter().flat_map(Node::entries);
        schemes
            .filter_map(|entry| {
                let node = self.followed(entry.value)?;
                Some(SecurityScheme {
                    node,
                    name: entry.name(),
                    description: self.description(node),
                    kind: self.scheme_kind(node),
                    deprecated: flag(node, "deprecated"),
                    extensions: extensions(node),
                })
            })
            .collect()
    }

    fn scheme_kind(&self, node: Node<'d>) -> SecuritySchemeKind<'d> {
        let text = |field| node.str(field).unwrap_or_default();
        match text("type") {
            "apiKey" => SecuritySchemeKind::ApiKey { name: text("name"), place: text("in") },
            "http" => {
                SecuritySchemeKind::Http { scheme: text("scheme"), bearer_format: node.str("bearerFormat") }
            }
            "basic" if self.is_swagger() => SecuritySchemeKind::Http { scheme: "basic", bearer_format: None },
            "oauth2" if self.is_swagger() => {
                SecuritySchemeKind::OAuth2 { flows: vec![swagger_flow(node)], metadata_url: None }
            }
            "oauth2" => {
                let flows = node.get("flows").and_then(|flows| self.followed(flows));
                let flows = flows.into_iter().flat_map(Node::entries);
                let flows = flows.filter(|entry| !entry.name().starts_with("x-"));
                let flows = flows.filter_map(|entry| Some(flow(entry.name(), self.followed(entry.value)?)));
                SecuritySchemeKind::OAuth2 {
                    flows: flows.collect(),
                    metadata_url: node.str("oauth2MetadataUrl"),
                }
            }
            "openIdConnect" => SecuritySchemeKind::OpenIdConnect { url: text("openIdConnectUrl") },
            "mutualTLS" => SecuritySchemeKind::MutualTls,
            name => SecuritySchemeKind::Unknown { name },
        }
    }
}

fn flow<'d>(name: &'d str, node: Node<'d>) -> OAuthFlow<'d> {
    let scopes = node.get("scopes").into_iter().flat_map(Node::entries);
    let scopes = scopes.filter(|entry| !entry.name().starts_with("x-"));
    OAuthFlow {
        node,
        name,
        authorization_url: node.str("authorizationUrl"),
        device_authorization_url: node.str("deviceAuthorizationUrl"),
        token_url: node.str("tokenUrl"),
        refresh_url: node.str("refreshUrl"),
        scopes: scopes.map(|entry| Scope { name: entry.name(), description: entry.value.text() }).collect(),
    }
}

fn swagger_flow(node: Node<'_>) -> OAuthFlow<'_> {
    let name = match node.str("flow").unwrap_or_default() {
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        other => other,
    };
    flow(name, node)
}
