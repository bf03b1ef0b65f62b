//! Who may call: security requirements as a sentence, schemes as sections.

use serde::Serialize;

use super::super::code::{Code, CodeView};
use super::super::context::Page;
use super::super::example::percent;
use super::super::marks::Side;
use super::super::slug;
use super::super::view::{Chip, ExtensionView, Fact, Linked, Mark, Note};
use super::super::words::Words;
use crate::api::{Api, Operation, SecurityRequirement, SecurityScheme, SecuritySchemeKind};
use minijinja::Value;

/// One scheme of an alternative.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct RequirementView {
    /// The scheme: its name for people where it has one, else what it is.
    pub(in crate::site) scheme: Linked,
    /// The other of the two: what it is, or its name in the definition.
    pub(in crate::site) detail: Option<Fact>,
    /// `with scope`.
    pub(in crate::site) with: String,
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
        let key = if operation.security_is_own { "public" } else { "no_authentication" };
        view.words = Some(words.get(key).to_owned());
        return Some(view);
    }
    for alternative in alternatives.iter().take(50) {
        if alternative.requirements.is_empty() {
            view.optional = true;
            continue;
        }
        let requirements = alternative.requirements.iter();
        view.alternatives.push(requirements.map(|one| requirement(page, api, one)).collect());
    }
    Some(view)
}

/// What one scheme asks for: `Bearer token (JWT)`, scheme `accessToken`, with scope `read`.
fn requirement(
    page: &Page<'_, '_, '_>,
    api: &Api<'_>,
    requirement: &SecurityRequirement<'_>,
) -> RequirementView {
    let words = page.cx.words;
    let known = requirement.scheme_of(&api.security_schemes);
    // A scheme that only the base has is on no page.
    let href = known
        .filter(|known| page.cx.api.security_schemes.iter().any(|scheme| scheme.name == known.name))
        .map(|known| page.link(&format!("index.html#{}", scheme_anchor(known.name))));
    let (text, detail) = match known {
        Some(scheme) => match (displayed(scheme), kind_words(words, scheme)) {
            (Some(label), kind) => (label.to_owned(), Fact::words(kind)),
            (None, kind) => (kind, Fact::code(words.get("scheme"), scheme.name)),
        },
        None => (requirement.scheme.to_owned(), Fact::words(words.get("unknown_requirement"))),
    };
    let declared = |name: &str| match known.map(|scheme| &scheme.kind) {
        Some(SecuritySchemeKind::OAuth2 { flows, .. }) => {
            flows.iter().any(|flow| flow.scopes.iter().any(|scope| scope.name == name))
        }
        _ => false,
    };
    let scope = |scope: &&str| {
        let href = href.as_ref().filter(|_| declared(scope));
        Linked::to(*scope, href.map(|href| format!("{href}.{}", slug::anchor(scope))))
    };
    RequirementView {
        scheme: Linked::to(text, href.clone()),
        detail: Some(detail),
        with: words.count("with_scopes", requirement.scopes.len()),
        scopes: requirement.scopes.iter().take(100).map(scope).collect(),
    }
}

/// The name that the author gave it for people.
fn displayed<'d>(scheme: &SecurityScheme<'d>) -> Option<&'d str> {
    let named = scheme.extensions.iter().find(|entry| entry.name() == "x-displayName");
    named.and_then(|entry| entry.value.as_str()).filter(|name| !name.trim().is_empty())
}

/// What a scheme is, in a few words.
fn kind_words(words: &Words, scheme: &SecurityScheme<'_>) -> String {
    match &scheme.kind {
        SecuritySchemeKind::ApiKey { name, place } => {
            words.fill(&format!("key_in_{}", key_place(place)), &[name])
        }
        SecuritySchemeKind::Http { scheme, bearer_format } => {
            match (scheme.to_ascii_lowercase().as_str(), bearer_format) {
                ("bearer", Some(format)) => format!("{} ({format})", words.get("bearer_token")),
                ("bearer", None) => words.get("bearer_token").to_owned(),
                ("basic", _) => words.get("basic_authentication").to_owned(),
                _ => format!("HTTP {scheme}"),
            }
        }
        SecuritySchemeKind::OAuth2 { .. } => "OAuth 2".to_owned(),
        SecuritySchemeKind::OpenIdConnect { .. } => "OpenID Connect".to_owned(),
        SecuritySchemeKind::MutualTls => words.get("mutual_tls").to_owned(),
        SecuritySchemeKind::Unknown { name } => words.fill("unknown_scheme", &[name]),
    }
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
    /// These operations.
    pub(in crate::site) users: Vec<Linked>,
    /// How many of them are left out.
    pub(in crate::site) more_users: Option<String>,
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
            label: displayed(scheme).unwrap_or(scheme.name).to_owned(),
            name: scheme.name.to_owned(),
            summary: kind_words(words, scheme),
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
            view.sample = Some(match *place {
                "query" => {
                    let pair = format!("?{}=YOUR_API_KEY", percent(name, false));
                    CodeView::from(&Code::default().plain(&pair).clone())
                }
                "cookie" => header("Cookie", &format!("{name}=YOUR_API_KEY")),
                _ => header(name, "YOUR_API_KEY"),
            });
        }
        SecuritySchemeKind::Http { scheme, bearer_format } => {
            view.facts.push(Fact::code("HTTP", *scheme));
            view.facts.extend(bearer_format.map(|format| Fact::code(words.get("token_format"), format)));
            let credentials = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => "Bearer YOUR_TOKEN".to_owned(),
                "basic" => "Basic BASE64(USERNAME:PASSWORD)".to_owned(),
                _ => format!("{scheme} YOUR_CREDENTIALS"),
            };
            view.sample = Some(header("Authorization", &credentials));
        }
        SecuritySchemeKind::OAuth2 { flows, metadata_url } => {
            view.facts.extend(metadata_url.map(|url| Fact::code(words.get("metadata"), url)));
            // Flows mostly have the same ones.
            let scopes = flows.iter().flat_map(|flow| &flow.scopes).map(|scope| scope.name);
            let scopes = scopes.collect::<rustc_hash::FxHashSet<_>>().len();
            let mut names = Vec::new();
            for flow in flows {
                let label = flow_label(page, flow.name);
                names.push(label.to_lowercase());
                view.flows.push(flow_view(page, scheme, flow, label));
            }
            let mut seen = rustc_hash::FxHashSet::default();
            for scope in view.flows.iter_mut().flat_map(|flow| &mut flow.scopes) {
                if !seen.insert(scope.id.clone()) {
                    scope.id.clear();
                }
            }
            view.summary.push_str(&format!(", {}", names.join(", ")));
            if scopes > 0 {
                view.summary.push_str(&format!(", {}", words.count("scopes", scopes)));
            }
            view.sample = Some(header("Authorization", "Bearer YOUR_TOKEN"));
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            view.facts.push(Fact::code(words.get("discovery"), *url));
            view.sample = Some(header("Authorization", "Bearer YOUR_TOKEN"));
        }
        SecuritySchemeKind::MutualTls | SecuritySchemeKind::Unknown { .. } => {}
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
    let scopes = flow.scopes.iter().take(500).map(|scope| {
        let (users, count) = users(page, scheme, scope.name);
        let more = count - users.len();
        ScopeView {
            id: format!("{}.{}", scheme_anchor(scheme.name), slug::anchor(scope.name)),
            name: scope.name.to_owned(),
            text: scope.description.to_owned(),
            used: words.count("used_by_operations", count),
            users,
            more_users: (more > 0).then(|| words.count("more_uses", more)),
        }
    });
    FlowView { label, facts, scopes: scopes.collect() }
}

/// Operations that a scope names.
const MAX_USERS: usize = 20;

/// The operations that ask for a scope, and how many there are.
fn users(page: &Page<'_, '_, '_>, scheme: &SecurityScheme<'_>, scope: &str) -> (Vec<Linked>, usize) {
    let (addresses, schemes) = (page.cx.addresses, &page.cx.api.security_schemes);
    let mut users = Vec::new();
    let mut count = 0;
    for operation in &page.cx.api.operations {
        let alternatives = operation.security.iter().flatten();
        let mut requirements = alternatives.flat_map(|alternative| &alternative.requirements);
        let asks = |needed: &SecurityRequirement<'_>| {
            let meant = || needed.scheme_of(schemes).is_some_and(|meant| meant.name == scheme.name);
            needed.scopes.contains(&scope) && meant()
        };
        let place = (Side::Head, operation.node.place());
        let Some(address) = addresses.operations.get(&place) else { continue };
        if requirements.any(asks) {
            count += 1;
            if users.len() < MAX_USERS {
                let title = addresses.titles.get(&place).cloned().unwrap_or_default();
                users.push(Linked::to(title, Some(page.link(&format!("{address}#authorization")))));
            }
        }
    }
    (users, count)
}
