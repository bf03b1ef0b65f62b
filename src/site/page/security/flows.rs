//! Flows of OAuth 2 with their scopes.

use serde::Serialize;

use super::scheme_anchor;
use crate::api::{OAuthFlow, Scope, SecurityRequirement, SecurityScheme};
use crate::site::context::Page;
use crate::site::marks::{MarkClass, Side};
use crate::site::slug;
use crate::site::view::{Chip, Fact, Linked};

/// A scope, and how often it is asked for.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ScopeView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name.
    pub(in crate::site) name: String,
    /// What it allows.
    pub(in crate::site) text: String,
    /// What it allowed in the base, where that was told in other words.
    pub(in crate::site) was: Option<String>,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// What became of it.
    pub(in crate::site) chips: Vec<Chip>,
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

/// The name of a flow in words.
pub(super) fn flow_label(page: &Page<'_, '_, '_>, name: &str) -> String {
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

/// A flow with its scopes, those that only the base has among them.
pub(super) fn flow_view(
    page: &Page<'_, '_, '_>,
    scheme: &SecurityScheme<'_>,
    (flow, was): (&OAuthFlow<'_>, Option<&OAuthFlow<'_>>),
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
    let known = was.map_or(&[][..], |was| &was.scopes);
    let mut scopes = Vec::new();
    for scope in flow.scopes.iter().take(500) {
        let before = known.iter().find(|other| other.name == scope.name);
        let mut view = scope_view(page, scheme, scope);
        let class = match before {
            None => was.map(|_| MarkClass::Added),
            Some(before) => (before.description != scope.description).then_some(MarkClass::Changed),
        };
        view.chips.extend(class.map(|class| chip(page, class)));
        view.was = before
            .map(|before| before.description)
            .filter(|text| *text != scope.description)
            .map(str::to_owned);
        scopes.push(view);
    }
    for scope in known.iter().filter(|scope| !flow.scopes.iter().any(|other| other.name == scope.name)) {
        let mut view = scope_view(page, scheme, scope);
        view.removed = true;
        view.chips.push(chip(page, MarkClass::Removed));
        scopes.push(view);
    }
    FlowView { label, facts, scopes }
}

fn chip(page: &Page<'_, '_, '_>, class: MarkClass) -> Chip {
    Chip::on(page.cx.words.get(class.name()).to_lowercase(), &format!("is-change {}", class.name()))
}

fn scope_view(page: &Page<'_, '_, '_>, scheme: &SecurityScheme<'_>, scope: &Scope<'_>) -> ScopeView {
    let (users, count) = users(page, scheme, scope.name);
    let more = count - users.len();
    ScopeView {
        id: format!("{}.{}", scheme_anchor(scheme.name), slug::anchor(scope.name)),
        name: scope.name.to_owned(),
        text: scope.description.to_owned(),
        was: None,
        removed: false,
        chips: Vec::new(),
        used: page.cx.words.count("used_by_operations", count),
        users,
        more_users: (more > 0).then(|| page.cx.words.count("more_uses", more)),
    }
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
