//! Where changes and problems belong on the pages: each is led from the node it is about to the nearest part of the
//! model that pages show.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::api::{Api, Example, Header, MediaType, Operation, Response};
use crate::diff::{Change, ChangeKind, Impact};
use crate::document::{Document, DocumentId, Node, Place};
use crate::problem::ApiProblem;

/// One side of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    /// The version that the pull request proposes.
    Head,
    /// The version that it merges into.
    Base,
}

/// A part of an operation's page. A schema may stand in several; a change is about one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Zone {
    /// Everything else, and pages that have no parts.
    Any,
    /// Parameters and the request body.
    Request,
    /// The response of a status; of any, where it is not said.
    Response(Option<String>),
}

impl Zone {
    /// The part that a change is about, by its id and by the status that ends its message.
    pub(super) fn of(change: &Change) -> Self {
        let inside = change.id.strip_prefix("new-").unwrap_or(change.id);
        let inside =
            inside.strip_prefix("optional-").or_else(|| inside.strip_prefix("required-")).unwrap_or(inside);
        if inside.starts_with("request") {
            Zone::Request
        } else if inside.starts_with("response") {
            let status = change.message.strip_suffix("`)").and_then(|text| text.rsplit_once("(`"));
            Zone::Response(status.map(|(_, status)| status.to_owned()))
        } else {
            Zone::Any
        }
    }

    /// Whether it is a response that tells of a failure.
    pub(super) fn is_error(&self) -> bool {
        matches!(self, Zone::Response(Some(status)) if !status.starts_with('2'))
    }

    /// Whether a change of this part may be marked in that one.
    pub(super) fn fits(&self, shown: &Zone) -> bool {
        match (self, shown) {
            (Zone::Any, _) | (_, Zone::Any) | (Zone::Request, Zone::Request) => true,
            (Zone::Response(own), Zone::Response(shown)) => own.is_none() || shown.is_none() || own == shown,
            _ => false,
        }
    }
}

/// A place on one side.
pub(super) type SidePlace = (Side, Place);

/// An operation's identity across both sides: method, and path without the names of its parameters.
pub(super) type OperationKey = (String, String);

/// The changes and problems of one API by place.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    /// All changes.
    pub(super) changes: &'a [Change],
    /// All problems.
    pub(super) problems: &'a [ApiProblem],
    changes_at: FxHashMap<SidePlace, Vec<usize>>,
    problems_at: FxHashMap<SidePlace, Vec<usize>>,
    /// For each change the shown parts around it, the nearest first.
    change_chains: Vec<Vec<SidePlace>>,
    problem_chains: Vec<Vec<SidePlace>>,
    of_operation: FxHashMap<OperationKey, Vec<usize>>,
    change_owner: Vec<Option<OperationKey>>,
    zones: Vec<Zone>,
    /// What one edit does in one way, wherever it does it.
    of_edit: FxHashMap<Edit<'a>, Vec<usize>>,
    /// Every part around a change, with the strongest mark inside.
    touched: FxHashMap<SidePlace, MarkClass>,
}

/// The edit behind a change, what it does and how much that matters.
type Edit<'a> = (u32, &'a str, Impact);

fn edit(change: &Change) -> Edit<'_> {
    (change.cause, change.id, change.impact)
}

impl<'a> Marks<'a> {
    /// Leads every change and problem to its place.
    pub(super) fn new(
        head: Option<&Api<'_>>,
        base: Option<&Api<'_>>,
        changes: &'a [Change],
        problems: &'a [ApiProblem],
    ) -> Self {
        let head = head.map(Parts::of).unwrap_or_default();
        let base = base.map(Parts::of).unwrap_or_default();
        let mut marks = Marks {
            changes,
            problems,
            changes_at: FxHashMap::default(),
            problems_at: FxHashMap::default(),
            change_chains: Vec::with_capacity(changes.len()),
            problem_chains: Vec::with_capacity(problems.len()),
            of_operation: FxHashMap::default(),
            change_owner: Vec::with_capacity(changes.len()),
            zones: changes.iter().map(Zone::of).collect(),
            of_edit: FxHashMap::default(),
            touched: FxHashMap::default(),
        };
        for (index, change) in changes.iter().enumerate() {
            let mut chain = Vec::new();
            for (side, parts, place) in
                [(Side::Head, &head, change.head_place), (Side::Base, &base, change.base_place)]
            {
                let own = place.map(|place| parts.chain(side, place)).unwrap_or_default();
                if let Some(nearest) = own.first() {
                    marks.changes_at.entry(*nearest).or_default().push(index);
                }
                chain.extend(own);
            }
            let owner = owner(change, &chain, &head, &base);
            if let Some(key) = &owner {
                marks.of_operation.entry(key.clone()).or_default().push(index);
            }
            let class = MarkClass::of(change);
            for place in &chain {
                let known = marks.touched.entry(*place).or_insert(class);
                *known = class.max(*known);
            }
            marks.of_edit.entry(edit(change)).or_default().push(index);
            marks.change_owner.push(owner);
            marks.change_chains.push(chain);
        }
        for (index, problem) in problems.iter().enumerate() {
            let location = &problem.problem.location;
            let node = head.find(&location.file, &location.pointer);
            let shown = node.map(|node| head.shown(node)).unwrap_or_default();
            for place in &shown {
                marks.problems_at.entry((Side::Head, *place)).or_default().push(index);
            }
            let chain = shown.first().map(|place| head.chain(Side::Head, *place)).unwrap_or_default();
            marks.problem_chains.push(chain);
        }
        marks
    }

    /// The changes whose nearest shown part is at a place.
    pub(super) fn changes_at(&self, place: SidePlace) -> &[usize] {
        self.changes_at.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The problems whose nearest shown part is at a place.
    pub(super) fn problems_at(&self, place: SidePlace) -> &[usize] {
        self.problems_at.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The shown parts around a change, the nearest first.
    pub(super) fn change_chain(&self, change: usize) -> &[SidePlace] {
        &self.change_chains[change]
    }

    /// The shown parts around a problem, the nearest first.
    pub(super) fn problem_chain(&self, problem: usize) -> &[SidePlace] {
        &self.problem_chains[problem]
    }

    /// The changes of an operation, in their order.
    pub(super) fn of_operation(&self, key: &OperationKey) -> &[usize] {
        self.of_operation.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a change or a problem is at a part, or a change inside it.
    pub(super) fn is_marked(&self, place: SidePlace) -> bool {
        self.touched.contains_key(&place) || self.problems_at.contains_key(&place)
    }

    /// Whether something inside a part changed.
    pub(super) fn is_touched(&self, place: SidePlace) -> bool {
        self.touched.contains_key(&place)
    }

    /// The strongest mark of what changed inside a part.
    pub(super) fn inside(&self, place: SidePlace) -> Option<MarkClass> {
        self.touched.get(&place).copied()
    }

    /// The part of an operation's page that a change is about.
    pub(super) fn zone(&self, change: usize) -> &Zone {
        &self.zones[change]
    }

    /// The operation that a change belongs to.
    pub(super) fn owner(&self, change: usize) -> Option<&OperationKey> {
        self.change_owner[change].as_ref()
    }

    /// What the edit behind a change does in the same way, the change itself among them.
    pub(super) fn like(&self, change: usize) -> &[usize] {
        self.of_edit.get(&edit(&self.changes[change])).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many operations some changes are in beside that of the first.
    pub(super) fn other_owners(&self, changes: impl IntoIterator<Item = usize>) -> usize {
        let owners: FxHashSet<_> = changes.into_iter().filter_map(|index| self.owner(index)).collect();
        owners.len().saturating_sub(1)
    }

    /// The word for a list entry whose changes are these: its class, or nothing.
    pub(super) fn worst(&self, changes: impl IntoIterator<Item = usize>) -> Option<MarkClass> {
        changes.into_iter().map(|index| MarkClass::of(&self.changes[index])).max()
    }
}

/// How a marked thing looks, the strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkClass {
    /// Something compatible was added.
    Added,
    /// Something changed.
    Changed,
    /// Something was removed.
    Removed,
    /// Something breaks clients.
    Breaking,
}

impl MarkClass {
    /// The look of one change.
    pub(super) fn of(change: &Change) -> Self {
        match (change.impact, change.kind) {
            (Impact::Breaking, _) => MarkClass::Breaking,
            (_, ChangeKind::Removed) => MarkClass::Removed,
            (_, ChangeKind::Added) => MarkClass::Added,
            _ => MarkClass::Changed,
        }
    }

    /// The class in the style sheet, and the key of its word.
    pub(super) fn name(self) -> &'static str {
        match self {
            MarkClass::Added => "added",
            MarkClass::Changed => "changed",
            MarkClass::Removed => "removed",
            MarkClass::Breaking => "breaking",
        }
    }
}

/// The key of an operation of the model.
pub(super) fn key_of(operation: &Operation<'_>) -> OperationKey {
    use crate::api::OperationKind;
    let path = match operation.kind {
        OperationKind::Path => without_names(operation.path),
        OperationKind::Webhook => format!("webhook:{}", operation.path),
        OperationKind::Callback => format!("callback:{}", operation.path),
    };
    (operation.method.clone(), path)
}

/// A path template without the names of its parameters.
fn without_names(path: &str) -> String {
    let mut bare = String::with_capacity(path.len());
    let mut depth = 0_usize;
    for character in path.chars() {
        match character {
            '{' => {
                depth += 1;
                bare.push('{');
            }
            '}' => {
                depth = depth.saturating_sub(1);
                bare.push('}');
            }
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    bare
}

fn owner(change: &Change, chain: &[SidePlace], head: &Parts<'_>, base: &Parts<'_>) -> Option<OperationKey> {
    let around = chain.iter().rev().find_map(|(side, place)| {
        let parts = if *side == Side::Head { head } else { base };
        parts.operations.get(place).cloned()
    });
    let (method, path) = (change.operation.as_ref()?, change.path.as_ref()?);
    if path.starts_with("callback:") {
        return around;
    }
    let path = if path.starts_with("webhook:") { path.clone() } else { without_names(path) };
    let key = (method.to_ascii_uppercase(), path);
    let known = head.keys.contains(&key) || base.keys.contains(&key);
    if known { Some(key) } else { around }
}

/// The parts of a model that pages show, and its documents.
#[derive(Debug, Default)]
struct Parts<'d> {
    documents: FxHashMap<DocumentId, &'d Document>,
    places: FxHashSet<Place>,
    /// What shows an example: media types, parameters and headers, which may all refer to it.
    shown_by: FxHashMap<Place, Vec<Place>>,
    /// Operations under `paths` and `webhooks`.
    operations: FxHashMap<Place, OperationKey>,
    keys: FxHashSet<OperationKey>,
}

impl<'d> Parts<'d> {
    fn of(api: &Api<'d>) -> Self {
        let mut parts = Parts::default();
        for schema in &api.schemas {
            parts.add(schema.node);
        }
        for operation in api.operations.iter().chain(&api.webhooks) {
            let key = key_of(operation);
            parts.operations.entry(operation.node.place()).or_insert_with(|| key.clone());
            parts.keys.insert(key);
            parts.operation(operation, 0);
        }
        for server in &api.servers {
            parts.add(server.node);
        }
        for tag in &api.tags {
            tag.node.into_iter().for_each(|node| parts.add(node));
        }
        for scheme in &api.security_schemes {
            parts.add(scheme.node);
        }
        api.info.node.into_iter().for_each(|node| parts.add(node));
        parts.documents.insert(api.node.document().id(), api.node.document());
        parts
    }

    fn add(&mut self, node: Node<'d>) {
        self.documents.entry(node.document().id()).or_insert_with(|| node.document());
        self.places.insert(node.place());
    }

    fn operation(&mut self, operation: &Operation<'d>, depth: usize) {
        self.add(operation.node);
        for parameter in &operation.parameters {
            self.add(parameter.node);
            self.examples(parameter.node, &parameter.examples);
            parameter.content.iter().for_each(|media| self.media(media));
        }
        if let Some(body) = &operation.request_body {
            self.add(body.node);
            body.content.iter().for_each(|media| self.media(media));
        }
        for response in &operation.responses {
            self.response(response);
        }
        for callback in &operation.callbacks {
            self.add(callback.node);
            for operation in callback.operations.iter().filter(|_| depth < 3) {
                self.operation(operation, depth + 1);
            }
        }
    }

    fn response(&mut self, response: &Response<'d>) {
        self.add(response.node);
        response.headers.iter().for_each(|header| self.header(header));
        response.content.iter().for_each(|media| self.media(media));
        response.links.iter().for_each(|link| self.add(link.node));
    }

    fn header(&mut self, header: &Header<'d>) {
        self.add(header.node);
        self.examples(header.node, &header.examples);
        header.content.iter().for_each(|media| self.media(media));
    }

    fn media(&mut self, media: &MediaType<'d>) {
        self.add(media.node);
        self.examples(media.node, &media.examples);
        for (_, encoding) in &media.encoding {
            encoding.headers.iter().for_each(|header| self.add(header.node));
        }
    }

    fn examples(&mut self, around: Node<'d>, examples: &[Example<'d>]) {
        for example in examples {
            let node = example.node;
            self.documents.entry(node.document().id()).or_insert_with(|| node.document());
            let shown_by = self.shown_by.entry(node.place()).or_default();
            if shown_by.last() != Some(&around.place()) {
                shown_by.push(around.place());
            }
        }
    }

    /// The places that show a node: the nearest one around it, or all that refer to the example that it is in.
    fn shown(&self, node: Node<'d>) -> Vec<Place> {
        let mut current = Some(node);
        while let Some(node) = current {
            let place = node.place();
            if let Some(shown_by) = self.shown_by.get(&place) {
                return shown_by.clone();
            }
            if self.places.contains(&place) {
                return vec![place];
            }
            current = node.parent();
        }
        Vec::new()
    }

    fn find(&self, file: &str, pointer: &str) -> Option<Node<'d>> {
        let document = self.documents.values().find(|document| &**document.source().path() == file)?;
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        // A problem may be about a key that is missing: the nearest node that is there has it.
        let mut rest = pointer;
        loop {
            if let Some(node) = document.find(rest) {
                return Some(node);
            }
            rest = rest.rsplit_once('/')?.0;
        }
    }

    fn chain(&self, side: Side, place: Place) -> Vec<SidePlace> {
        let mut chain = Vec::new();
        let mut node = self.documents.get(&place.document).map(|document| document.node(place.node));
        while let Some(current) = node {
            if self.places.contains(&current.place()) {
                chain.push((side, current.place()));
            }
            node = current.parent();
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(without_names("/pets/{petId}/photos/{id}.png"), "/pets/{}/photos/{}.png");
    }

    #[test]
    fn breaking_is_the_strongest_mark() {
        assert!(MarkClass::Breaking > MarkClass::Removed && MarkClass::Changed > MarkClass::Added);
    }
}
