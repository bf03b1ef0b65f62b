//! Which part of the base is which part of the head.

use rustc_hash::FxHashMap;

use super::schema::Digests;
use crate::api::{Api, MediaType, Operation, Parameter, ParameterIn};

/// Pairs by index, and what stands alone.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) pairs: Vec<(usize, usize)>,
    /// Pairs under another path.
    pub(super) moved: Vec<(usize, usize)>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
}

/// A path without the names of its variables: `/pets/{}`. A `*` in a variable is kept.
pub(super) fn normalised(path: &str) -> String {
    let mut normalised = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        normalised.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            normalised.push('{');
            rest = after;
            continue;
        };
        normalised.push_str(if name.ends_with('*') { "{*}" } else { "{}" });
        rest = after;
    }
    normalised.push_str(rest);
    normalised
}

/// The names of a path's variables in order.
pub(super) fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}

/// Pairs operations: by method and path, by method and normalised path, with the servers' common path in front, then,
/// where `digests` are given, those that moved.
pub(super) fn operations(
    (base_api, head_api): (&Api<'_>, &Api<'_>),
    base: &[Operation<'_>],
    head: &[Operation<'_>],
    digests: Option<&mut Digests<'_>>,
) -> Matched {
    let mut matched = Matched {
        removed: (0..base.len()).collect(),
        added: (0..head.len()).collect(),
        ..Matched::default()
    };
    let exact = |operation: &Operation<'_>| format!("{} {}", operation.method, operation.path);
    matched.take(base, head, exact, exact);
    let loose = |operation: &Operation<'_>| format!("{} {}", operation.method, normalised(operation.path));
    matched.take(base, head, loose, loose);
    if matched.pairs.is_empty() {
        let (old, new) = (server_path(base_api), server_path(head_api));
        let with = |prefix: &str, operation: &Operation<'_>| {
            format!("{} {}{}", operation.method, prefix, normalised(operation.path))
        };
        matched.take(base, head, |operation| with(&old, operation), |operation| with(&new, operation));
    }
    if let Some(digests) = digests {
        matched.find_moved(base, head, digests);
    }
    matched
}

impl Matched {
    fn take(
        &mut self,
        base: &[Operation<'_>],
        head: &[Operation<'_>],
        old: impl Fn(&Operation<'_>) -> String,
        new: impl Fn(&Operation<'_>) -> String,
    ) {
        if self.removed.is_empty() || self.added.is_empty() {
            return;
        }
        let mut keys: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        // Backwards, so that the first is taken first.
        for at in self.added.iter().rev() {
            keys.entry(new(&head[*at])).or_default().push(*at);
        }
        let pairs = &mut self.pairs;
        let mut taken = Vec::new();
        self.removed.retain(|at| match keys.get_mut(&old(&base[*at])).and_then(Vec::pop) {
            Some(other) => {
                pairs.push((*at, other));
                taken.push(other);
                false
            }
            None => true,
        });
        taken.sort_unstable();
        self.added.retain(|at| taken.binary_search(at).is_err());
    }

    /// An operation that is gone while one with its id, or its near twin, is new has moved.
    fn find_moved(&mut self, base: &[Operation<'_>], head: &[Operation<'_>], digests: &mut Digests<'_>) {
        if self.removed.len().saturating_mul(self.added.len()) > 40_000 {
            return;
        }
        let added = &mut self.added;
        let moved = &mut self.moved;
        self.removed.retain(|at| {
            let old = &base[*at];
            let by_id = added.iter().position(|other| same_id(old, &head[*other]));
            let twin = by_id.or_else(|| added.iter().position(|other| twins(old, &head[*other], digests)));
            match twin {
                Some(found) => {
                    moved.push((*at, added.remove(found)));
                    false
                }
                None => true,
            }
        });
    }
}

fn same_id(base: &Operation<'_>, head: &Operation<'_>) -> bool {
    base.method == head.method
        && base.operation_id.is_some_and(|id| !id.is_empty())
        && base.operation_id == head.operation_id
}

/// The same method, like paths, the same parameters, body and responses.
fn twins(base: &Operation<'_>, head: &Operation<'_>, digests: &mut Digests<'_>) -> bool {
    let (old, new) = (normalised(base.path), normalised(head.path));
    if base.method != head.method || strsim::normalized_levenshtein(&old, &new) < 0.6 {
        return false;
    }
    let says_something =
        base.request_body.is_some() || base.responses.iter().any(|one| !one.content.is_empty());
    let parameters = |operation: &Operation<'_>| {
        let own = operation.parameters.iter().filter(|one| one.place != ParameterIn::Path);
        let mut names: Vec<_> = own.map(|one| (one.place, one.name.to_lowercase())).collect();
        names.sort();
        names
    };
    let mut alike = |base: &[MediaType<'_>], head: &[MediaType<'_>]| {
        base.len() == head.len()
            && base.iter().zip(head).all(|(base, head)| match (base.schema, head.schema) {
                (Some(old), Some(new)) => base.name == head.name && digests.alike(old, new),
                (None, None) => base.name == head.name,
                _ => false,
            })
    };
    says_something
        && parameters(base) == parameters(head)
        && base.request_body.is_some() == head.request_body.is_some()
        && base.responses.len() == head.responses.len()
        && base
            .request_body
            .iter()
            .zip(&head.request_body)
            .all(|(base, head)| alike(&base.content, &head.content))
        && base
            .responses
            .iter()
            .zip(&head.responses)
            .all(|(base, head)| base.status == head.status && alike(&base.content, &head.content))
}

/// The path of the first server's URL.
fn server_path(api: &Api<'_>) -> String {
    let Some(server) = api.servers.first() else { return String::new() };
    let url = normalised(&server.url);
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path).to_owned(),
        None => url.trim_start_matches('/').to_owned(),
    };
    let path = path.trim_end_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

/// Whether one name is likely the other's new name.
pub(super) fn renamed(base: &str, head: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (old, new) = (plain(base), plain(head));
    if old == new {
        return true;
    }
    let contained = old.len().min(new.len()) >= 3 && (old.contains(&new) || new.contains(&old));
    contained || strsim::normalized_levenshtein(&old, &new) >= 0.6
}

/// Pairs parameters by place and name: headers without case, path variables by their position.
pub(super) fn parameters<'p, 'a>(
    (base, head): (&'p Operation<'a>, &'p Operation<'a>),
) -> (Vec<(&'p Parameter<'a>, &'p Parameter<'a>)>, Vec<&'p Parameter<'a>>, Vec<&'p Parameter<'a>>) {
    let key = |operation: &Operation<'_>, parameter: &Parameter<'_>| match parameter.place {
        ParameterIn::Header => (parameter.place, parameter.name.to_lowercase()),
        ParameterIn::Path => {
            let position = variables(operation.path).position(|name| name == parameter.name);
            let name = position.map_or_else(|| parameter.name.to_owned(), |at| format!("{{{at}}}"));
            (parameter.place, name)
        }
        _ => (parameter.place, parameter.name.to_owned()),
    };
    let mut fresh: Vec<_> = head.parameters.iter().map(|one| (key(head, one), one)).collect();
    let (mut pairs, mut removed) = (Vec::new(), Vec::new());
    for old in &base.parameters {
        let wanted = key(base, old);
        match fresh.iter().position(|(key, _)| *key == wanted) {
            Some(at) => pairs.push((old, fresh.remove(at).1)),
            None => removed.push(old),
        }
    }
    // A variable of the path got another name, but its parameter did not.
    removed.retain(|old| {
        let same = |new: &Parameter<'_>| new.place == old.place && new.name == old.name;
        let twin = fresh.iter().position(|(_, new)| same(new));
        pairs.extend(twin.map(|at| (*old, fresh.remove(at).1)));
        twin.is_none()
    });
    (pairs, removed, fresh.into_iter().map(|(_, one)| one).collect())
}

/// A media type in its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MediaName {
    kind: String,
    subtype: String,
    suffix: Option<String>,
    /// Sorted, without spaces.
    pub(super) parameters: Vec<String>,
}

impl MediaName {
    /// Parses; `None` for what is no media type.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let mut pieces = name.split(';');
        let (kind, subtype) = pieces.next()?.trim().split_once('/')?;
        let lower = subtype.trim().to_ascii_lowercase();
        let (subtype, suffix) = match lower.rsplit_once('+') {
            Some((subtype, suffix)) => (subtype.to_owned(), Some(suffix.to_owned())),
            None => (lower, None),
        };
        let mut parameters: Vec<_> = pieces.map(|piece| piece.trim().to_ascii_lowercase()).collect();
        parameters.retain(|piece| !piece.is_empty());
        parameters.sort();
        Some(MediaName { kind: kind.trim().to_ascii_lowercase(), subtype, suffix, parameters })
    }

    /// Whether every message of the other type is one of this, parameters left out.
    pub(super) fn contains(&self, other: &MediaName) -> bool {
        if self.kind == "*" {
            return true;
        }
        self.kind == other.kind
            && (self.subtype == "*"
                || (self.subtype == other.subtype && self.suffix == other.suffix)
                || (self.suffix.is_none() && other.suffix.as_deref() == Some(self.subtype.as_str())))
    }

    /// JSON; everything else is text.
    pub(super) fn is_json(&self) -> bool {
        self.subtype == "json" || self.suffix.as_deref() == Some("json") || self.kind == "*"
    }

    /// XML, or so wide that it takes XML too.
    pub(super) fn may_be_xml(&self) -> bool {
        let is_wide = matches!(self.kind.as_str(), "*" | "application" | "text") && self.subtype == "*";
        self.subtype == "xml" || self.suffix.as_deref() == Some("xml") || is_wide
    }
}

/// Pairs media types: by name, then by containment.
pub(super) fn media_types<'m, 'a>(
    base: &'m [MediaType<'a>],
    head: &'m [MediaType<'a>],
) -> (Vec<(&'m MediaType<'a>, &'m MediaType<'a>)>, Vec<&'m MediaType<'a>>, Vec<&'m MediaType<'a>>) {
    let mut pairs = Vec::new();
    let mut added: Vec<_> = head.iter().collect();
    let mut removed = Vec::new();
    for old in base {
        match added.iter().position(|new| new.name.eq_ignore_ascii_case(old.name)) {
            Some(at) => pairs.push((old, added.remove(at))),
            None => removed.push(old),
        }
    }
    removed.retain(|old: &&MediaType<'_>| {
        let Some(name) = MediaName::parse(old.name) else { return true };
        let fits = |new: &&MediaType<'_>| {
            MediaName::parse(new.name).is_some_and(|other| name.contains(&other) || other.contains(&name))
        };
        match added.iter().position(fits) {
            Some(at) => {
                pairs.push((*old, added.remove(at)));
                false
            }
            None => true,
        }
    });
    (pairs, removed, added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_their_names() {
        assert_eq!(normalised("/a/{id}/b/{x*}"), "/a/{}/b/{*}");
        assert_eq!(normalised("/a/{broken"), "/a/{broken");
        assert_eq!(variables("/a/{id}/b/{x}").collect::<Vec<_>>(), ["id", "x"]);
    }

    #[test]
    fn media_types_contain_each_other() {
        let name = |text: &str| MediaName::parse(text).unwrap();
        assert!(name("application/json").contains(&name("application/problem+json")));
        assert!(!name("application/problem+json").contains(&name("application/json")));
        assert!(name("application/*").contains(&name("application/json; charset=utf-8")));
        assert!(name("*/*").contains(&name("text/plain")));
        assert!(MediaName::parse("json").is_none());
        for (text, is) in
            [("text/xml", true), ("application/atom+xml", true), ("*/*", true), ("a/json", false)]
        {
            assert_eq!(name(text).may_be_xml(), is, "{text}");
        }
    }

    #[test]
    fn names_that_are_near() {
        assert!(renamed("userId", "user_id"));
        assert!(renamed("name", "full_name"));
        assert!(!renamed("created", "owner"));
    }
}
