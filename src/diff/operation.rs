//! Operations: which came, went and moved, and what differs in those that stayed.

use rustc_hash::FxHashSet;

use super::collect::{Collector, Draft, Scope, Spot};
use super::equal::same_text;
use super::kind::Kind;
use super::kind::operation as kinds;
use super::lifecycle::{Notice, Policy, Sunset, stability};
use super::options::Stability;
use super::pairing::{self, normalised};
use super::schema::{Pairs, Use};
use super::words::name_of;
use super::{body, callback, parameter, response, security, server};
use crate::api::Operation;

/// An operation of both versions with the schemas that it uses.
#[derive(Debug)]
pub(super) struct Visited {
    pub(super) scope: Scope,
    pub(super) policy: Policy,
    pub(super) uses: Vec<Use>,
}

/// What the comparison of one operation writes to.
#[derive(Debug)]
pub(super) struct Context<'c, 'a, 'o> {
    pub(super) collector: &'c mut Collector<'a, 'o>,
    pub(super) pairs: &'c mut Pairs<'a>,
    pub(super) scope: Scope,
    pub(super) policy: Policy,
    pub(super) uses: Vec<Use>,
}

impl<'a> Context<'_, 'a, '_> {
    pub(super) fn add(&mut self, draft: Draft<'a>) {
        self.collector.add(Some(&self.scope), draft);
    }
}

/// The operations under `paths`.
pub(super) fn compare_all<'a>(collector: &mut Collector<'a, '_>, pairs: &mut Pairs<'a>) -> Vec<Visited> {
    let (base, head) = (collector.base, collector.head);
    let digests = if collector.is_oasdiff() { None } else { Some(&mut pairs.digests) };
    let matched = pairing::operations((base, head), &base.operations, &head.operations, digests);
    let head_paths: FxHashSet<String> = head.operations.iter().map(|one| normalised(one.path)).collect();
    for at in matched.removed {
        let operation = &base.operations[at];
        let is_path_left = head_paths.contains(&normalised(operation.path));
        removed(collector, operation, if is_path_left { Gone::Alone } else { Gone::WithPath });
    }
    for at in matched.added {
        let operation = &head.operations[at];
        let scope =
            Scope { method: operation.method.clone(), path: operation.path.to_owned(), swapped: false };
        let draft = Draft::new(&kinds::ENDPOINT_ADDED, name(operation)).added(operation.node);
        collector.add(Some(&scope), draft);
    }
    let mut visited = Vec::with_capacity(matched.pairs.len() + matched.moved.len());
    let mut stays = matched.pairs;
    stays.sort_unstable();
    for (at, other) in matched.moved {
        let (old, new) = (&base.operations[at], &head.operations[other]);
        let scope = Scope { method: old.method.clone(), path: old.path.to_owned(), swapped: false };
        let draft = Draft::new(&kinds::ENDPOINT_RENAMED, name(old))
            .values(Some(old.path), Some(new.path))
            .between(old.node, new.node);
        collector.add(Some(&scope), draft);
        stays.push((at, other));
    }
    for (at, other) in stays {
        let (old, new) = (&base.operations[at], &head.operations[other]);
        let scope = Scope { method: old.method.clone(), path: old.path.to_owned(), swapped: false };
        visited.extend(compare(collector, pairs, scope, (old, new)));
    }
    visited
}

fn name(operation: &Operation<'_>) -> String {
    name_of(&format!("{} {}", operation.method, operation.path))
}

/// What is gone with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// Nothing.
    Alone,
    /// All operations of its path.
    WithPath,
    /// All operations.
    WithDefinition,
}

/// Tells that an operation is gone.
pub(super) fn removed<'a>(collector: &mut Collector<'a, '_>, operation: &'a Operation<'a>, gone: Gone) {
    let path_gone = gone != Gone::Alone;
    let scope = Scope { method: operation.method.clone(), path: operation.path.to_owned(), swapped: false };
    let level = stability(operation.extension("x-stability-level"));
    let threshold = collector.options().stability;
    if level.as_ref().is_ok_and(|level| *level < threshold || (path_gone && *level < Stability::Beta)) {
        return;
    }
    let pick = |whole: &'static Kind, one: &'static Kind| if path_gone { whole } else { one };
    let sunset = operation.extension("x-sunset");
    let kind = match (operation.deprecated, Sunset::of(sunset)) {
        (false, _) => pick(&kinds::PATH_REMOVED, &kinds::REMOVED),
        (true, Sunset::Missing) => pick(&kinds::PATH_REMOVED_DEPRECATED, &kinds::REMOVED_DEPRECATED),
        (true, Sunset::Invalid) => &kinds::PATH_SUNSET_PARSE,
        (true, Sunset::On(date)) if collector.options().today < date => {
            pick(&kinds::PATH_REMOVED_BEFORE_SUNSET, &kinds::REMOVED_BEFORE_SUNSET)
        }
        (true, Sunset::On(_)) => pick(&kinds::PATH_REMOVED_AFTER_SUNSET, &kinds::REMOVED_AFTER_SUNSET),
    };
    let mut draft = Draft::new(kind, name(operation)).removed(operation.node);
    if gone == Gone::WithDefinition && kind == &kinds::PATH_REMOVED {
        draft = draft.said(Some("was removed with its definition, without deprecation"));
    }
    if kind.words.contains("{}") {
        draft = draft.value(sunset.map_or("", |node| node.text()));
    }
    collector.add(Some(&scope), draft);
}

/// Compares one operation and its callbacks; nothing where its level is too low to count.
pub(super) fn compare<'a>(
    collector: &mut Collector<'a, '_>,
    pairs: &mut Pairs<'a>,
    scope: Scope,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) -> Vec<Visited> {
    let Some(level) = levels(collector, &scope, (base, head)) else { return Vec::new() };
    let policy = Policy::of(collector.options(), level);
    let mut context = Context { collector, pairs, scope, policy, uses: Vec::new() };
    deprecation(&mut context, (base, head));
    names(&mut context, (base, head));
    texts(&mut context, (base, head));
    let servers = (&base.servers[..], &head.servers[..]);
    server::compare(context.collector, Some(&context.scope), (base.node, head.node), servers);
    security::compare(context.collector, &context.scope, (base, head));
    parameter::compare_all(&mut context, (base, head));
    body::compare(&mut context, (base, head));
    response::compare_all(&mut context, (base, head));
    let Context { scope, uses, .. } = context;
    let mut visited = vec![Visited { scope: scope.clone(), policy, uses }];
    visited.extend(callback::compare_all(collector, pairs, &scope, (base, head)));
    visited
}

/// Compares the stability levels; `None` where the head's level does not count.
fn levels<'a>(
    collector: &mut Collector<'a, '_>,
    scope: &Scope,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) -> Option<Stability> {
    let field = "x-stability-level";
    let levels = (stability(base.extension(field)), stability(head.extension(field)));
    let threshold = collector.options().stability;
    if let (Ok(old), Ok(new)) = (&levels.0, &levels.1) {
        let kind = match new.cmp(old) {
            std::cmp::Ordering::Less => Some(&kinds::STABILITY_DECREASED),
            std::cmp::Ordering::Greater => Some(&kinds::STABILITY_INCREASED),
            std::cmp::Ordering::Equal => None,
        };
        if let Some(kind) = kind.filter(|_| *old >= threshold) {
            let draft = Draft::new(kind, "the operation").values(Some(old.name()), Some(new.name()));
            collector.add(Some(scope), draft.field(base.node, head.node, field));
        }
    }
    match levels.1 {
        Ok(level) => (level >= threshold).then_some(level),
        // Unchanged it is a problem of the definition, but no change.
        Err(_) if levels.0 == levels.1 => Some(Stability::Stable),
        Err(name) => {
            let mut draft = Draft::new(&kinds::INVALID_STABILITY, "the operation").value(name);
            draft = draft.field(base.node, head.node, field);
            collector.add(Some(scope), draft);
            Some(Stability::Stable)
        }
    }
}

fn deprecation<'a>(context: &mut Context<'_, 'a, '_>, (base, head): (&'a Operation<'a>, &'a Operation<'a>)) {
    let (old, new) = (base.extension("x-sunset"), head.extension("x-sunset"));
    let text = new.map_or("", |node| node.text());
    let thing = "the operation";
    let draft = |kind: &'static Kind| Draft::new(kind, thing).field(base.node, head.node, "deprecated");
    let sunset = |kind: &'static Kind| Draft::new(kind, thing).field(base.node, head.node, "x-sunset");
    match (base.deprecated, head.deprecated) {
        (false, true) => {
            let draft = match context.policy.notice(new) {
                Notice::Given => draft(&kinds::DEPRECATED),
                Notice::GivenWithSunset => draft(&kinds::DEPRECATED_WITH_SUNSET).value(text),
                Notice::SunsetMissing => draft(&kinds::SUNSET_MISSING),
                Notice::SunsetInvalid => sunset(&kinds::SUNSET_PARSE).value(text),
                Notice::SunsetTooNear => sunset(&kinds::SUNSET_TOO_SMALL).value(text),
            };
            context.add(draft);
        }
        (true, false) => context.add(draft(&kinds::REACTIVATED)),
        (true, true) => {
            let values = (old.map(|node| node.text()), new.map(|node| node.text()));
            match (Sunset::of(old), Sunset::of(new)) {
                (Sunset::Missing, Sunset::Missing) => {}
                (_, Sunset::Missing) => {
                    context.add(sunset(&kinds::SUNSET_DELETED).values(values.0, None::<String>));
                }
                _ if values.0 == values.1 => {}
                (Sunset::On(old), Sunset::On(new)) if new < old && context.policy.is_near(new) => {
                    context.add(sunset(&kinds::SUNSET_CHANGED_TOO_SMALL).values(values.0, values.1));
                }
                (Sunset::On(_) | Sunset::Missing, Sunset::On(_)) => {
                    context.add(sunset(&kinds::SUNSET_CHANGED).values(values.0, values.1));
                }
                _ => context.add(sunset(&kinds::PATH_SUNSET_PARSE).value(text)),
            }
        }
        (false, false) => {}
    }
}

fn names<'a>(context: &mut Context<'_, 'a, '_>, (base, head): (&'a Operation<'a>, &'a Operation<'a>)) {
    let (old, new) = (base.operation_id.unwrap_or_default(), head.operation_id.unwrap_or_default());
    if old != new {
        let (kind, words) = match (old.is_empty(), new.is_empty()) {
            (true, _) => (&kinds::OPERATION_ID_ADDED, None),
            (false, true) => (&kinds::OPERATION_ID_REMOVED, Some("lost its operation id")),
            (false, false) => (&kinds::OPERATION_ID_REMOVED, Some("has another operation id")),
        };
        let shown = |id: &str| (!id.is_empty()).then(|| id.to_owned());
        let draft = Draft::new(kind, "the operation").values(shown(old), shown(new)).said(words);
        context.add(draft.field(base.node, head.node, "operationId"));
    }
    for tag in base.tags.iter().filter(|tag| !head.tags.contains(tag)) {
        let mut draft = Draft::new(&kinds::TAG_REMOVED, "the operation").removed(base.node).value(*tag);
        draft.base = Some(Spot::field(base.node, "tags"));
        draft.head = Some(Spot::field(head.node, "tags"));
        context.add(draft);
    }
    for tag in head.tags.iter().filter(|tag| !base.tags.contains(tag)) {
        let mut draft = Draft::new(&kinds::TAG_ADDED, "the operation").added(head.node).value(*tag);
        draft.base = Some(Spot::field(base.node, "tags"));
        draft.head = Some(Spot::field(head.node, "tags"));
        context.add(draft);
    }
}

fn texts<'a>(context: &mut Context<'_, 'a, '_>, (base, head): (&'a Operation<'a>, &'a Operation<'a>)) {
    let summaries = (base.summary.or(base.path_summary), head.summary.or(head.path_summary));
    if !same_text(summaries.0, summaries.1) {
        let draft = Draft::new(&kinds::OPERATION_SUMMARY, "the operation").values(summaries.0, summaries.1);
        context.add(draft.field(base.node, head.node, "summary"));
    }
    let descriptions =
        (base.description.or(base.path_description), head.description.or(head.path_description));
    if !same_text(descriptions.0, descriptions.1) {
        let draft = Draft::new(&kinds::OPERATION_DESCRIPTION, "the operation");
        let draft = draft.texts(descriptions.0, descriptions.1);
        context.add(draft.field(base.node, head.node, "description"));
    }
    let docs = |operation: &Operation<'_>| operation.external_docs.map(|docs| docs.url.to_owned());
    if docs(base) != docs(head) {
        let draft =
            Draft::new(&kinds::OPERATION_EXTERNAL_DOCS, "the operation").values(docs(base), docs(head));
        context.add(draft.field(base.node, head.node, "externalDocs"));
    }
}
