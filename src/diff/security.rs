//! Who gets in: requirements of the API and of operations, and the declared schemes.

use std::collections::BTreeSet;

use super::collect::{Collector, Draft, Scope, Spot};
use super::equal::same_text;
use super::impact::Access;
use super::kind::Kind;
use super::kind::operation as kinds;
use super::words::name_of;
use crate::api::{OAuthFlow, Operation, SecurityAlternative, SecurityScheme, SecuritySchemeKind};
use crate::document::Node;

/// The kinds of one level.
struct Kinds {
    added: &'static Kind,
    removed: &'static Kind,
    scope_added: &'static Kind,
    scope_removed: &'static Kind,
}

const OF_OPERATION: Kinds = Kinds {
    added: &kinds::SECURITY_ADDED,
    removed: &kinds::SECURITY_REMOVED,
    scope_added: &kinds::SECURITY_SCOPE_ADDED,
    scope_removed: &kinds::SECURITY_SCOPE_REMOVED,
};
const OF_API: Kinds = Kinds {
    added: &kinds::GLOBAL_SECURITY_ADDED,
    removed: &kinds::GLOBAL_SECURITY_REMOVED,
    scope_added: &kinds::GLOBAL_SECURITY_SCOPE_ADDED,
    scope_removed: &kinds::GLOBAL_SECURITY_SCOPE_REMOVED,
};

/// Requirements and schemes of the whole API.
pub(super) fn compare_root(collector: &mut Collector<'_, '_>) {
    let (base, head) = (collector.base, collector.head);
    let lists = (base.security.as_deref(), head.security.as_deref());
    let place = Place { scope: None, thing: "the API", nodes: (base.node, head.node), kinds: &OF_API };
    requirements(collector, &place, lists);
    schemes(collector);
}

/// The effective requirements of an operation; what both inherit was told with the API.
pub(super) fn compare<'a>(
    collector: &mut Collector<'a, '_>,
    scope: &Scope,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) {
    if !base.security_is_own && !head.security_is_own {
        return;
    }
    let lists = (base.security.as_deref(), head.security.as_deref());
    let nodes = (base.node, head.node);
    let place = Place { scope: Some(scope), thing: "the operation", nodes, kinds: &OF_OPERATION };
    requirements(collector, &place, lists);
}

struct Place<'p, 'a> {
    scope: Option<&'p Scope>,
    thing: &'static str,
    nodes: (Node<'a>, Node<'a>),
    kinds: &'static Kinds,
}

/// Schemes with their scopes, sorted.
type Alternative<'a> = BTreeSet<(&'a str, BTreeSet<&'a str>)>;

fn alternative<'a>(one: &SecurityAlternative<'a>) -> Alternative<'a> {
    one.requirements.iter().map(|one| (one.scheme, one.scopes.iter().copied().collect())).collect()
}

fn names<'a>(one: &Alternative<'a>) -> BTreeSet<&'a str> {
    one.iter().map(|(scheme, _)| *scheme).collect()
}

/// `oauth: read, write AND apiKey`.
fn text(one: &Alternative<'_>) -> String {
    let scheme = |(scheme, scopes): &(&str, BTreeSet<&str>)| {
        if scopes.is_empty() {
            return (*scheme).to_owned();
        }
        format!("{scheme}: {}", scopes.iter().copied().collect::<Vec<_>>().join(", "))
    };
    one.iter().map(scheme).collect::<Vec<_>>().join(" AND ")
}

/// Whether someone with the credentials of `base` gets in by `head`.
fn opens(head: &Alternative<'_>, base: &Alternative<'_>) -> bool {
    head.iter().all(|(scheme, scopes)| {
        base.iter().any(|(other, granted)| scheme == other && scopes.is_subset(granted))
    })
}

fn requirements<'a>(
    collector: &mut Collector<'a, '_>,
    place: &Place<'_, 'a>,
    (base, head): (Option<&'a [SecurityAlternative<'a>]>, Option<&'a [SecurityAlternative<'a>]>),
) {
    let list = |list: Option<&'a [SecurityAlternative<'a>]>| -> Vec<(Alternative<'a>, Node<'a>)> {
        list.unwrap_or_default().iter().map(|one| (alternative(one), one.node)).collect()
    };
    let (base, head) = (list(base), list(head));
    let is_open =
        |list: &[(Alternative<'_>, Node<'_>)]| list.is_empty() || list.iter().any(|(one, _)| one.is_empty());
    let (base_open, head_open) = (is_open(&base), is_open(&head));
    let works = |one: &Alternative<'_>| head_open || head.iter().any(|(other, _)| opens(other, one));
    let any_works = base.iter().any(|(one, _)| works(one));
    let access = |one: &Alternative<'_>| match (works(one), any_works) {
        (true, _) => Access::Kept,
        (false, true) => Access::Doubtful,
        (false, false) => Access::Lost,
    };
    let only = |list: &[(Alternative<'a>, Node<'a>)],
                other: &[(Alternative<'a>, Node<'a>)]|
     -> Vec<(Alternative<'a>, Node<'a>)> {
        let own =
            list.iter().filter(|(one, _)| !one.is_empty() && !other.iter().any(|(known, _)| known == one));
        own.cloned().collect()
    };
    let (mut removed, mut added) = (only(&base, &head), only(&head, &base));
    // The same schemes, once on each side: their scopes changed.
    let unique = |list: &[(Alternative<'a>, Node<'a>)], wanted: &BTreeSet<&str>| {
        let mut found =
            list.iter().enumerate().filter(|(_, (one, _))| names(one) == *wanted).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    };
    let mut at = 0;
    while at < removed.len() {
        let wanted = names(&removed[at].0);
        match unique(&added, &wanted).filter(|_| unique(&removed, &wanted).is_some()) {
            Some(other) => {
                let (old, new) = (removed.remove(at), added.remove(other));
                scopes(collector, place, (&old, &new), access(&old.0));
            }
            None => at += 1,
        }
    }
    let missing = |node: Node<'a>| Some(Spot::field(node, "security"));
    for (one, node) in removed {
        let mut draft = Draft::new(place.kinds.removed, place.thing).removed(node).value(text(&one));
        draft.head = missing(place.nodes.1);
        collector.add(place.scope, draft.judged(access(&one).impact()));
    }
    let locked = base_open && !head_open;
    for (one, node) in added {
        let mut draft = Draft::new(place.kinds.added, place.thing).added(node).value(text(&one));
        draft.base = missing(place.nodes.0);
        let access = if locked { Access::Lost } else { Access::Kept };
        collector.add(place.scope, draft.judged(access.impact()));
    }
}

type Listed<'a> = (Alternative<'a>, Node<'a>);

fn scopes<'a>(
    collector: &mut Collector<'a, '_>,
    place: &Place<'_, 'a>,
    ((base, base_node), (head, head_node)): (&Listed<'a>, &Listed<'a>),
    access: Access,
) {
    for ((scheme, old), (_, new)) in base.iter().zip(head) {
        let thing = format!("{} with {}", place.thing, name_of(scheme));
        for scope in new.difference(old) {
            let mut draft =
                Draft::new(place.kinds.scope_added, thing.as_str()).added(*head_node).value(*scope);
            draft.base = Some(Spot::of(*base_node));
            collector.add(place.scope, draft.judged(access.impact()));
        }
        for scope in old.difference(new) {
            let mut draft =
                Draft::new(place.kinds.scope_removed, thing.as_str()).removed(*base_node).value(*scope);
            draft.head = Some(Spot::of(*head_node));
            collector.add(place.scope, draft);
        }
    }
}

/// Declared schemes by name.
fn schemes(collector: &mut Collector<'_, '_>) {
    let (base, head) = (collector.base, collector.head);
    for old in &base.security_schemes {
        let thing = format!("security scheme {}", name_of(old.name));
        match head.security_schemes.iter().find(|new| new.name == old.name) {
            None => collector.add(None, Draft::new(&kinds::SCHEME_REMOVED, thing).removed(old.node)),
            Some(new) => scheme(collector, &thing, (old, new)),
        }
    }
    for new in &head.security_schemes {
        if !base.security_schemes.iter().any(|old| old.name == new.name) {
            let thing = format!("security scheme {}", name_of(new.name));
            collector.add(None, Draft::new(&kinds::SCHEME_ADDED, thing).added(new.node));
        }
    }
}

fn kind_name<'s>(scheme: &SecurityScheme<'s>) -> &'s str {
    match scheme.kind {
        SecuritySchemeKind::ApiKey { .. } => "apiKey",
        SecuritySchemeKind::Http { .. } => "http",
        SecuritySchemeKind::OAuth2 { .. } => "oauth2",
        SecuritySchemeKind::OpenIdConnect { .. } => "openIdConnect",
        SecuritySchemeKind::MutualTls => "mutualTLS",
        SecuritySchemeKind::Unknown { name } => name,
    }
}

/// How credentials are sent, for schemes without flows.
fn manner(scheme: &SecurityScheme<'_>) -> Option<String> {
    match &scheme.kind {
        SecuritySchemeKind::ApiKey { name, place } => Some(format!("{place}: {name}")),
        SecuritySchemeKind::Http { scheme, .. } => Some(scheme.to_ascii_lowercase()),
        SecuritySchemeKind::OpenIdConnect { url } => Some((*url).to_owned()),
        _ => None,
    }
}

fn scheme<'a>(
    collector: &mut Collector<'a, '_>,
    thing: &str,
    (base, head): (&'a SecurityScheme<'a>, &'a SecurityScheme<'a>),
) {
    let mut add = |draft: Draft<'a>| collector.add(None, draft);
    let (old, new) = (kind_name(base), kind_name(head));
    if old != new {
        let draft = Draft::new(&kinds::SCHEME_TYPE_CHANGED, thing).values(Some(old), Some(new));
        add(draft.field(base.node, head.node, "type"));
        return;
    }
    if manner(base) != manner(head) {
        let draft = Draft::new(&kinds::SCHEME_CHANGED, thing).values(manner(base), manner(head));
        add(draft.between(base.node, head.node));
    }
    if !same_text(base.description, head.description) {
        let draft = Draft::new(&kinds::SCHEME_DESCRIPTION, thing).texts(base.description, head.description);
        add(draft.field(base.node, head.node, "description"));
    }
    if let (SecuritySchemeKind::OAuth2 { flows: old, .. }, SecuritySchemeKind::OAuth2 { flows: new, .. }) =
        (&base.kind, &head.kind)
    {
        for flow in old {
            if let Some(other) = new.iter().find(|other| other.name == flow.name) {
                oauth(collector, &format!("{thing}, flow {}", name_of(flow.name)), (flow, other));
            }
        }
    }
}

fn oauth<'a>(collector: &mut Collector<'a, '_>, thing: &str, (base, head): (&OAuthFlow<'a>, &OAuthFlow<'a>)) {
    let mut add = |draft: Draft<'a>| collector.add(None, draft);
    if base.authorization_url != head.authorization_url {
        let draft = Draft::new(&kinds::SCHEME_URL_CHANGED, thing);
        let draft = draft.values(base.authorization_url, head.authorization_url);
        add(draft.field(base.node, head.node, "authorizationUrl"));
    }
    if base.token_url != head.token_url {
        let draft =
            Draft::new(&kinds::SCHEME_TOKEN_URL_CHANGED, thing).values(base.token_url, head.token_url);
        add(draft.field(base.node, head.node, "tokenUrl"));
    }
    for scope in &base.scopes {
        match head.scopes.iter().find(|other| other.name == scope.name) {
            None => add(Draft::new(&kinds::SCHEME_SCOPE_REMOVED, thing).removed(base.node).value(scope.name)),
            Some(other) if !same_text(Some(scope.description), Some(other.description)) => {
                let thing = format!("{thing}, scope {}", name_of(scope.name));
                let draft = Draft::new(&kinds::SCHEME_SCOPE_CHANGED, thing);
                let draft = draft.values(Some(scope.description), Some(other.description));
                add(draft.field(base.node, head.node, "scopes"));
            }
            Some(_) => {}
        }
    }
    for scope in head.scopes.iter().filter(|scope| !base.scopes.iter().any(|other| other.name == scope.name))
    {
        add(Draft::new(&kinds::SCHEME_SCOPE_ADDED, thing).added(head.node).value(scope.name));
    }
}
