//! The parts of a model that pages show, by place.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{OperationKey, Side, SidePlace, key_of};
use crate::api::{Api, Example, Header, MediaType, Operation, Response, SecurityAlternative};
use crate::document::{Document, DocumentId, Location, Node, Place};

/// The parts of a model that pages show, and its documents.
#[derive(Debug, Default)]
pub(super) struct Parts<'d> {
    documents: FxHashMap<DocumentId, &'d Document>,
    places: FxHashSet<Place>,
    /// Small parts that are marked where they changed, but have no room for a problem: ways in, parts of forms.
    small: FxHashSet<Place>,
    /// What shows an example: media types, parameters and headers, which may all refer to it.
    shown_by: FxHashMap<Place, Vec<Place>>,
    /// Operations under `paths` and `webhooks`.
    pub(super) operations: FxHashMap<Place, OperationKey>,
    pub(super) keys: FxHashSet<OperationKey>,
}

/// Lists of schemas whose items pages show one by one.
const SHOWN_ITEMS: [&str; 3] = ["anyOf", "oneOf", "prefixItems"];

impl<'d> Parts<'d> {
    pub(super) fn of(api: &Api<'d>) -> Self {
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
        parts.ways_in(api.security.as_deref());
        api.info.node.into_iter().for_each(|node| parts.add(node));
        parts.documents.insert(api.node.document().id(), api.node.document());
        parts
    }

    fn add(&mut self, node: Node<'d>) {
        self.documents.entry(node.document().id()).or_insert_with(|| node.document());
        self.places.insert(node.place());
    }

    fn add_small(&mut self, node: Node<'d>) {
        self.documents.entry(node.document().id()).or_insert_with(|| node.document());
        self.small.insert(node.place());
    }

    fn ways_in(&mut self, alternatives: Option<&[SecurityAlternative<'d>]>) {
        alternatives.into_iter().flatten().for_each(|one| self.add_small(one.node));
    }

    fn operation(&mut self, operation: &Operation<'d>, depth: usize) {
        self.add(operation.node);
        operation.servers.iter().for_each(|server| self.add_small(server.node));
        self.ways_in(operation.security.as_deref());
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
            self.add_small(encoding.node);
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
    pub(super) fn shown(&self, node: Node<'d>) -> Vec<Place> {
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

    pub(super) fn find(&self, file: &str, pointer: &str) -> Option<Node<'d>> {
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

    fn node(&self, place: Place) -> Option<Node<'d>> {
        self.documents.get(&place.document).map(|document| document.node(place.node))
    }

    /// The part that came or went with a change at a place: all of what stands there, or one item of it that is shown by
    /// itself. `None` where it is a keyword of the part.
    pub(super) fn whole(&self, place: Place, location: &Location) -> Option<Place> {
        if self.node(place)?.pointer() == location.pointer {
            return Some(place);
        }
        let (list, _) = location.pointer.rsplit_once('/')?;
        if !SHOWN_ITEMS.contains(&list.rsplit_once('/')?.1) {
            return None;
        }
        let item = self.find(&location.file, &location.pointer)?;
        (self.places.contains(&item.place()) && item.pointer() == location.pointer).then(|| item.place())
    }

    /// Whether a place of one side is the same part as one of the other: then neither came, and something in it did.
    pub(super) fn is_part_of_both(&self, place: Place, other: (&Parts<'_>, Place)) -> bool {
        let (Some(one), Some(two)) = (self.node(place), other.0.node(other.1)) else { return false };
        let named = one.key().zip(two.key()).is_some_and(|(one, two)| one.text() == two.text());
        named || (self.small.contains(&place) && other.0.small.contains(&other.1))
    }

    /// The parts around a problem, the nearest first.
    pub(super) fn chain(&self, side: Side, place: Place) -> Vec<SidePlace> {
        self.around(side, place, |place| self.places.contains(place))
    }

    /// The parts around a change, the nearest first.
    pub(super) fn chain_of_change(&self, side: Side, place: Place) -> Vec<SidePlace> {
        self.around(side, place, |place| self.places.contains(place) || self.small.contains(place))
    }

    fn around(&self, side: Side, place: Place, shows: impl Fn(&Place) -> bool) -> Vec<SidePlace> {
        let mut chain = Vec::new();
        let mut node = self.node(place);
        while let Some(current) = node {
            if shows(&current.place()) {
                chain.push((side, current.place()));
            }
            node = current.parent();
        }
        chain
    }
}
