//! Who may call: security requirements as a sentence, schemes as sections.

mod flows;
mod schemes;

use serde::Serialize;

use crate::api::{
    Api, Operation, SecurityAlternative, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use crate::site::context::Page;
use crate::site::marks::Side;
use crate::site::slug;
use crate::site::tree::mark_chips;
use crate::site::view::{Chip, Fact, Linked};
use crate::site::words::Words;

pub(in crate::site) use schemes::{SchemeView, schemes};

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

/// One way in: schemes that are needed together.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct AlternativeView {
    /// The schemes.
    pub(in crate::site) requirements: Vec<RequirementView>,
    /// What became of it.
    pub(in crate::site) chips: Vec<Chip>,
}

/// The sentence about an operation's security.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct SecurityView {
    /// Words instead of alternatives: public, or nothing said.
    pub(in crate::site) words: Option<String>,
    /// Whether no authentication is an alternative.
    pub(in crate::site) optional: bool,
    /// The alternatives.
    pub(in crate::site) alternatives: Vec<AlternativeView>,
    /// Alternatives that only the base has.
    pub(in crate::site) removed: Vec<AlternativeView>,
}

/// The anchor of a scheme on the overview.
pub(in crate::site) fn scheme_anchor(name: &str) -> String {
    format!("security.{}", slug::anchor(name))
}

/// The sentence for an operation; `None` when the definition says nothing of security at all. `id` is its anchor.
pub(in crate::site) fn security(
    page: &mut Page<'_, '_, '_>,
    (side, operation): (Side, &Operation<'_>),
    was: Option<&Operation<'_>>,
    id: &str,
) -> Option<SecurityView> {
    let known = was.and_then(|was| was.security.as_deref()).unwrap_or_default();
    let mut removed = Vec::new();
    for alternative in known.iter().filter(|one| !one.requirements.is_empty()) {
        if page.was_removed(&[(Side::Base, alternative.node.place())]) {
            removed.push(alternative_view(page, (Side::Base, alternative), id));
        }
    }
    let words = page.cx.words;
    let Some(alternatives) = &operation.security else {
        let is_said = !removed.is_empty() || !page.cx.side(side).security_schemes.is_empty();
        return is_said.then(|| SecurityView {
            words: Some(words.get("no_authentication").to_owned()),
            removed,
            ..SecurityView::default()
        });
    };
    let mut view = SecurityView { removed, ..SecurityView::default() };
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
        view.alternatives.push(alternative_view(page, (side, alternative), id));
    }
    Some(view)
}

fn alternative_view(
    page: &mut Page<'_, '_, '_>,
    (side, alternative): (Side, &SecurityAlternative<'_>),
    id: &str,
) -> AlternativeView {
    let place = (side, alternative.node.place());
    page.show(side, [place.1], id);
    let mark = page.mark(&[place], side == Side::Base && !page.shows_base());
    let api = page.cx.side(side);
    let requirements = alternative.requirements.iter().map(|one| requirement(page, api, one));
    AlternativeView { requirements: requirements.collect(), chips: mark_chips(page, mark.as_ref()) }
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

fn key_place(place: &str) -> &'static str {
    match place {
        "query" => "query",
        "cookie" => "cookie",
        _ => "header",
    }
}
