//! Who may call: security requirements as a sentence, schemes as sections.

use serde::Serialize;

use super::super::code::{Code, CodeView};
use super::super::context::Page;
use super::super::marks::Side;
use super::super::slug;
use super::super::view::{Chip, ExtensionView, Fact, Linked, Mark, Note};
use crate::api::{Operation, SecurityScheme, SecuritySchemeKind};
use minijinja::Value;

/// One scheme of an alternative.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct RequirementView {
    /// The scheme.
    pub(in crate::site) scheme: Linked,
    /// Its scopes.
    pub(in crate::site) scopes: Vec<Linked>,
}

/// The sentence about an operation's security.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct SecurityView {
    /// Words instead of alternatives: public, or nothing said.
    pub(in crate::site) words: Option<String>,
    /// Whether no authentication is an alternative.
    pub(in crate::site) optional: bool,
    /// The alternatives, each of schemes that are needed together.
    pub(in crate::site) alternatives: Vec<Vec<RequirementView>>,
}

/// The anchor of a scheme on the overview.
pub(in crate::site) fn scheme_anchor(name: &str) -> String {
    format!("security.{}", slug::anchor(name))
}

/// The sentence for an operation; `None` when the definition says nothing of security at all.
pub(in crate::site) fn security(
    page: &Page<'_, '_, '_>,
    side: Side,
    operation: &Operation<'_>,
) -> Option<SecurityView> {
    let api = page.cx.side(side);
    let words = page.cx.words;
    let Some(alternatives) = &operation.security else {
        return (!api.security_schemes.is_empty()).then(|| SecurityView {
            words: Some(words.get("no_authentication").to_owned()),
            ..SecurityView::default()
        });
    };
    let mut view = SecurityView::default();
    if alternatives.iter().all(|alternative| alternative.requirements.is_empty()) {
        view.words = Some(words.get("no_authentication").to_owned());
        return Some(view);
    }
    for alternative in alternatives.iter().take(50) {
        if alternative.requirements.is_empty() {
            view.optional = true;
            continue;
        }
        let requirements = alternative.requirements.iter().map(|requirement| {
            let known = api.security_schemes.iter().find(|scheme| scheme.name == requirement.scheme);
            let anchor = scheme_anchor(requirement.scheme);
            let href = known.map(|_| page.link(&format!("index.html#{anchor}")));
            let label = known.map_or(requirement.scheme, |scheme| display_name(scheme));
            let scope = |scope: &&str| {
                let href = known.map(|_| page.link(&format!("index.html#{anchor}.{}", slug::anchor(scope))));
                Linked::to(*scope, href)
            };
            RequirementView {
                scheme: Linked::to(label, href),
                scopes: requirement.scopes.iter().take(100).map(scope).collect(),
            }
        });
        view.alternatives.push(requirements.collect());
    }
    Some(view)
}

fn display_name<'d>(scheme: &SecurityScheme<'d>) -> &'d str {
    let named = scheme.extensions.iter().find(|entry| entry.name() == "x-displayName");
    named.and_then(|entry| entry.value.as_str()).unwrap_or(scheme.name)
}

/// A scope, and how often it is asked for.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ScopeView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name.
    pub(in crate::site) name: String,
    /// What it allows.
    pub(in crate::site) text: String,
    /// `used by 3 operations`.
    pub(in crate::site) used: String,
}

/// A flow of OAuth 2.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct FlowView {
    /// The flow in words.
    pub(in crate::site) label: String,
    /// Its addresses.
    pub(in crate::site) facts: Vec<Fact>,
    /// Its scopes.
    pub(in crate::site) scopes: Vec<ScopeView>,
}

/// A scheme as a section of the overview.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SchemeView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name for people.
    pub(in crate::site) label: String,
    /// Its name in the definition.
    pub(in crate::site) name: String,
    /// One line: `OAuth 2, authorization code, 4 scopes`.
    pub(in crate::site) summary: String,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// Chips.
    pub(in crate::site) chips: Vec<Chip>,
    /// Facts.
    pub(in crate::site) facts: Vec<Fact>,
    /// How it looks in a request.
    pub(in crate::site) sample: Option<CodeView>,
    /// Its flows.
    pub(in crate::site) flows: Vec<FlowView>,
    /// The change.
    pub(in crate::site) mark: Option<Mark>,
    /// Problems.
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

/// Objects of a scheme whose extensions are listed with its own.
const FLOWS: &[&str] = &["flows", "flows.*", "flows.*.scopes", "scopes"];

/// All schemes of the API.
pub(in crate::site) fn schemes(page: &mut Page<'_, '_, '_>) -> Vec<SchemeView> {
    let api = page.cx.api;
    let mut views = Vec::new();
    for scheme in &api.security_schemes {
        let id = page.take_id(scheme_anchor(scheme.name), scheme.name);
        let places = [(Side::Head, scheme.node.place())];
        page.show(Side::Head, [scheme.node.place()], &id);
        let words = page.cx.words;
        let mut view = SchemeView {
            id: id.clone(),
            label: display_name(scheme).to_owned(),
            name: scheme.name.to_owned(),
            summary: String::new(),
            prose: page.cx.markdown.row(scheme.description),
            chips: Vec::new(),
            facts: Vec::new(),
            sample: None,
            flows: Vec::new(),
            mark: page.mark(&places, false),
            notes: page.notes(&places),
            extensions: page.cx.extensions(&scheme.extensions, &["x-displayName", "x-defaultClientId"]),
        };
        view.extensions.extend(page.cx.inner_extensions(scheme.node, FLOWS));
        if scheme.deprecated {
            view.chips.push(Chip::on(words.get("deprecated"), "deprecated"));
        }
        fill(page, scheme, &mut view);
        views.push(view);
    }
    views
}

fn header(name: &str, rest: &str) -> CodeView {
    let mut code = Code::default();
    code.keyword(name).plain(": ").plain(rest);
    CodeView::from(&code)
}

fn fill(page: &Page<'_, '_, '_>, scheme: &SecurityScheme<'_>, view: &mut SchemeView) {
    let words = page.cx.words;
    match &scheme.kind {
        SecuritySchemeKind::ApiKey { name, place } => {
            view.summary = words.fill(&format!("key_in_{}", key_place(place)), &[name]);
            view.sample = Some(match *place {
                "query" => CodeView::from(&Code::default().plain(&format!("?{name}=YOUR_API_KEY")).clone()),
                "cookie" => header("Cookie", &format!("{name}=YOUR_API_KEY")),
                _ => header(name, "YOUR_API_KEY"),
            });
        }
        SecuritySchemeKind::Http { scheme, bearer_format } => {
            view.summary = format!("HTTP {scheme}");
            view.facts.extend(bearer_format.map(|format| Fact::code(words.get("token_format"), format)));
            let lower = scheme.to_ascii_lowercase();
            view.sample = Some(header(
                "Authorization",
                match lower.as_str() {
                    "bearer" => "Bearer YOUR_TOKEN",
                    "basic" => "Basic BASE64(USERNAME:PASSWORD)",
                    _ => "YOUR_CREDENTIALS",
                },
            ));
        }
        SecuritySchemeKind::OAuth2 { flows, metadata_url } => {
            view.facts.extend(metadata_url.map(|url| Fact::code(words.get("metadata"), url)));
            let mut scopes = 0;
            let mut names = Vec::new();
            for flow in flows {
                let label = flow_label(page, flow.name);
                scopes = scopes.max(flow.scopes.len());
                names.push(label.to_lowercase());
                view.flows.push(flow_view(page, scheme, flow, label));
            }
            let mut seen = rustc_hash::FxHashSet::default();
            for scope in view.flows.iter_mut().flat_map(|flow| &mut flow.scopes) {
                if !seen.insert(scope.id.clone()) {
                    scope.id.clear();
                }
            }
            view.summary = format!("OAuth 2, {}", names.join(", "));
            if scopes > 0 {
                view.summary.push_str(&format!(", {}", words.count("scopes", scopes)));
            }
            view.sample = Some(header("Authorization", "Bearer YOUR_TOKEN"));
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            view.summary = "OpenID Connect".to_owned();
            view.facts.push(Fact::code(words.get("discovery"), *url));
            view.sample = Some(header("Authorization", "Bearer YOUR_TOKEN"));
        }
        SecuritySchemeKind::MutualTls => view.summary = words.get("mutual_tls").to_owned(),
        SecuritySchemeKind::Unknown { name } => view.summary = words.fill("unknown_scheme", &[name]),
    }
}

fn key_place(place: &str) -> &'static str {
    match place {
        "query" => "query",
        "cookie" => "cookie",
        _ => "header",
    }
}

fn flow_label(page: &Page<'_, '_, '_>, name: &str) -> String {
    let words = page.cx.words;
    let key = match name {
        "implicit" => "flow_implicit",
        "password" => "flow_password",
        "clientCredentials" => "flow_client",
        "authorizationCode" => "flow_code",
        "deviceAuthorization" => "flow_device",
        other => return other.to_owned(),
    };
    words.get(key).to_owned()
}

fn flow_view(
    page: &Page<'_, '_, '_>,
    scheme: &SecurityScheme<'_>,
    flow: &crate::api::OAuthFlow<'_>,
    label: String,
) -> FlowView {
    let words = page.cx.words;
    let addresses = [
        ("authorization_url", flow.authorization_url),
        ("device_url", flow.device_authorization_url),
        ("token_url", flow.token_url),
        ("refresh_url", flow.refresh_url),
    ];
    let facts =
        addresses.into_iter().filter_map(|(key, url)| Some(Fact::code(words.get(key), url?))).collect();
    let uses = |name: &str| {
        let operations = page.cx.api.operations.iter().filter(|operation| {
            operation
                .security
                .iter()
                .flatten()
                .flat_map(|alternative| &alternative.requirements)
                .any(|needed| needed.scheme == scheme.name && needed.scopes.contains(&name))
        });
        operations.count()
    };
    let scopes = flow.scopes.iter().take(500).map(|scope| ScopeView {
        id: format!("{}.{}", scheme_anchor(scheme.name), slug::anchor(scope.name)),
        name: scope.name.to_owned(),
        text: scope.description.to_owned(),
        used: words.count("used_by_operations", uses(scope.name)),
    });
    FlowView { label, facts, scopes: scopes.collect() }
}
