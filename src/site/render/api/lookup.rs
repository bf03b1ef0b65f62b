//! What is known of an API before its pages are made: its title, what its index of search is a function of, and
//! tables of its texts and operations.

use rustc_hash::FxHashMap;

use crate::api::{Api, Operation};
use crate::site::input::ApiInput;
use crate::site::markdown::cut;
use crate::site::marks::{Marks, OperationKey, Side, key_of};
use crate::site::page::problems::operation_places;
use crate::site::page::shell::in_rows;
use crate::site::render::Shared;

pub(super) fn api_title(api: &Api<'_>, shared: &Shared<'_>, input: &ApiInput<'_, '_>) -> String {
    let own = shared.input.options.title.as_deref().filter(|_| shared.is_lone());
    let title = own.or(api.info.title).map(str::trim).filter(|title| !title.is_empty());
    cut(title.unwrap_or(input.name), 100)
}

/// Everything that the search index is a function of, as ten hex digits.
pub(super) fn content_hash(
    input: &ApiInput<'_, '_>,
    bundled: Option<&[String; 2]>,
    shared: &Shared<'_>,
) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    };
    add(&shared.input.options.tool_version);
    add(shared.words.lang);
    add(&format!("{:?}", shared.input.options.internal));
    if let Some([yaml, json]) = bundled {
        add(json);
        add(yaml);
    } else if let Some(api) = input.head {
        let mut seen = std::collections::BTreeMap::new();
        for schema in &api.schemas {
            let source = schema.node.document().source();
            seen.insert(source.path().clone(), source.text());
        }
        seen.insert(api.node.document().source().path().clone(), api.node.document().source().text());
        seen.values().for_each(|text| add(text));
    }
    input.changes.iter().flat_map(|changes| changes.iter()).for_each(|change| add(&change.fingerprint));
    for (path, text) in &shared.input.options.guides {
        add(path);
        add(text);
    }
    hasher.finalize().to_hex()[..10].to_owned()
}

pub(super) fn texts<'t>(api: &'t Api<'_>) -> FxHashMap<&'t str, &'t str> {
    let mut texts = FxHashMap::default();
    let schemas = api.schemas.iter().map(|schema| schema.node);
    let operations = api.operations.iter().flat_map(|operation| [operation.node, operation.path_item]);
    for node in schemas.chain(operations).chain([api.node]) {
        let source = node.document().source();
        texts.insert(&**source.path(), source.text());
    }
    texts
}

pub(super) fn operations_by_key<'p, 'd>(api: &'p Api<'d>) -> FxHashMap<OperationKey, &'p Operation<'d>> {
    let all = api.operations.iter().chain(&api.webhooks);
    all.map(|operation| (key_of(operation), operation)).collect()
}

pub(super) fn problem_counts(marks: &Marks<'_>, api: &Api<'_>) -> FxHashMap<crate::document::Place, usize> {
    let operations = operation_places(api);
    let mut counts = FxHashMap::default();
    for (index, problem) in marks.problems.iter().enumerate() {
        if !in_rows(problem.problem.severity) {
            continue;
        }
        let found = marks.problem_chain(index).iter().find(|(_, place)| operations.contains_key(place));
        if let Some((_, place)) = found {
            *counts.entry(*place).or_default() += 1;
        }
    }
    counts
}

pub(super) fn all_operations<'a, 'd>(
    api: &'a Api<'d>,
    base: Option<&'a Api<'d>>,
) -> FxHashMap<OperationKey, (Side, &'a Operation<'d>)> {
    let mut all = FxHashMap::default();
    for operation in api.operations.iter().chain(&api.webhooks) {
        all.entry(key_of(operation)).or_insert((Side::Head, operation));
    }
    for operation in base.iter().flat_map(|base| base.operations.iter().chain(&base.webhooks)) {
        all.entry(key_of(operation)).or_insert((Side::Base, operation));
    }
    all
}
