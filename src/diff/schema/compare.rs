//! Compares one pair of schemas: what stands at the schemas themselves becomes findings, what they hold becomes edges.

use super::digest::Digests;
use super::finding::{Edge, Finding, Step};
use super::members::Members;
use super::view::{View, parts_of, takes_everything};
use super::{array, composition, limits, object, parts, properties, texts, typing, values};
use crate::api::{Api, Schema, SchemaId, SchemaKind};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::words;
use crate::document::Node;

/// Most parts of a flattened `allOf`, and how deep it is followed.
const MOST_PARTS: usize = 64;
const DEEPEST: usize = 16;

/// One version's schema, or the schemas that one place must match.
#[derive(Debug)]
pub(super) struct Version<'a> {
    pub(super) api: &'a Api<'a>,
    members: Members,
    /// Each member without its wrapping.
    views: Vec<View>,
    /// The first member as it is used: the outermost layer.
    pub(super) outer: &'a Schema<'a>,
    /// What must all hold at this place: the core, then parts of `allOf` that are read together with it. Where one of the
    /// versions has several members, the members are such parts, and there is no core.
    pub(super) parts: Vec<&'a Schema<'a>>,
}

impl<'a> Version<'a> {
    fn of(api: &'a Api<'a>, members: &Members, has_core: bool) -> Self {
        let views: Vec<_> = members.all().iter().map(|id| View::of(api, *id)).collect();
        let parts = if has_core { vec![api.schema(views[0].core)] } else { Vec::new() };
        let outer = api.schema(api.target(members.first()));
        Version { api, members: members.clone(), views, outer, parts }
    }

    /// The schema itself; of several members the first.
    pub(super) fn core(&self) -> &'a Schema<'a> {
        self.api.schema(self.core_id())
    }

    pub(super) fn core_id(&self) -> SchemaId {
        self.views[0].core
    }

    fn is_wrapped(&self) -> bool {
        !self.views[0].layers.is_empty()
    }

    /// The views of all members.
    pub(super) fn views(&self) -> &[View] {
        &self.views
    }

    /// Whether a member or its wrapping sets a flag.
    pub(super) fn any(&self, flag: fn(&Schema<'_>) -> bool) -> bool {
        self.views.iter().any(|view| view.any(self.api, flag))
    }

    /// The schemas that a value must all match beside the core, or where there is none: the members.
    pub(super) fn conjuncts(&self, has_core: bool) -> Vec<SchemaId> {
        if has_core { parts_of(self.core()) } else { self.members.all().to_vec() }
    }

    /// Whether a part says something about objects.
    pub(super) fn is_object(&self) -> bool {
        self.parts.iter().any(|part| part.object.is_some())
    }

    /// The first part that says something.
    pub(super) fn first<T>(&self, get: impl Fn(&'a Schema<'a>) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|part| get(part))
    }

    /// The schemas that parts hold at one place, except those that take everything: they say nothing.
    pub(super) fn held<I>(&self, get: impl Fn(&'a Schema<'a>) -> I) -> Option<Members>
    where
        I: IntoIterator<Item = SchemaId>,
    {
        let ids = self.parts.iter().flat_map(|part| get(part));
        Members::of(self.api, ids.filter(|id| !takes_everything(self.api, *id)))
    }

    /// The place of a keyword, of the part that has it.
    pub(super) fn spot(&self, keyword: &str) -> Option<Spot<'a>> {
        self.spot_where(keyword, |_| true)
    }

    /// The place of a keyword, of the first part that has it and says something by it, else of the first that has it.
    pub(super) fn spot_where(&self, keyword: &str, says: impl Fn(&Schema<'a>) -> bool) -> Option<Spot<'a>> {
        let mut having = self.parts.iter().filter(|part| part.node.get(keyword).is_some());
        let first = having.clone().next();
        let part = having.find(|part| says(part)).or(first);
        Some(part.map_or(Spot::of(self.core().node), |part| Spot::field(part.node, keyword)))
    }

    /// The place of a keyword of a member or its wrapping, before there are parts.
    pub(super) fn spot_of_member(&self, keyword: &str, says: impl Fn(&View) -> bool) -> Spot<'a> {
        let views = self.views.iter().filter(|view| says(view));
        let mut nodes = views.flat_map(|view| view.all(self.api)).map(|schema| schema.node);
        let node = nodes.find(|node| node.get(keyword).is_some()).unwrap_or(self.outer.node);
        // What wraps a single schema is the thing itself.
        let thing = if self.members.are_many() { node } else { self.outer.node };
        Spot { thing, at: node.get(keyword).unwrap_or(node) }
    }

    /// The place of a value that a part holds.
    pub(super) fn spot_at(&self, at: Node<'a>) -> Spot<'a> {
        let around = |part: &&&Schema<'a>| {
            let list = at.parent();
            list == Some(part.node) || list.and_then(Node::parent) == Some(part.node)
        };
        let part = self.parts.iter().find(around);
        Spot { thing: part.map_or(self.core().node, |part| part.node), at }
    }

    /// Adds a part and what it consists of.
    pub(super) fn flatten(&mut self, id: SchemaId, depth: usize) {
        let schema = self.api.schema(View::of(self.api, id).core);
        if depth > DEEPEST
            || self.parts.len() >= MOST_PARTS
            || self.parts.iter().any(|part| part.node == schema.node)
        {
            return;
        }
        self.parts.push(schema);
        for part in parts_of(schema) {
            self.flatten(part, depth + 1);
        }
    }
}

/// What a comparison yields.
#[derive(Debug, Default)]
pub(super) struct Compared<'a> {
    pub(super) findings: Vec<Finding<'a>>,
    pub(super) edges: Vec<Edge<'a>>,
    /// Parts that belong together but are read with the whole: compared by themselves for their texts alone.
    pub(super) apart: Vec<(SchemaId, SchemaId)>,
}

/// A comparison under way.
#[derive(Debug)]
pub(super) struct Comparison<'c, 'a> {
    pub(super) digests: &'c mut Digests<'a>,
    pub(super) base: Version<'a>,
    pub(super) head: Version<'a>,
    pub(super) out: Compared<'a>,
}

impl<'a> Comparison<'_, 'a> {
    /// Notes a finding about a keyword.
    pub(super) fn found(
        &mut self,
        kind: &'static Kind,
        keyword: &str,
        values: (Option<String>, Option<String>),
    ) {
        let moved = moved_of(&values);
        let spots = (self.base.spot(keyword), self.head.spot(keyword));
        let finding = Finding::new(kind, moved).values(values.0, values.1).spots(spots.0, spots.1);
        self.out.findings.push(finding);
    }

    /// Notes a finding about two values that may be missing.
    pub(super) fn found_nodes(
        &mut self,
        kind: &'static Kind,
        keyword: &str,
        (base, head): (Option<Node<'a>>, Option<Node<'a>>),
    ) {
        let values = words::apart(base, head);
        let moved = moved_of(&values);
        let spot = |version: &Version<'a>, node: Option<Node<'a>>| match node {
            Some(at) => Some(version.spot_at(at)),
            None => version.spot(keyword),
        };
        let spots = (spot(&self.base, base), spot(&self.head, head));
        let finding = Finding::new(kind, moved).values(values.0, values.1).spots(spots.0, spots.1);
        self.out.findings.push(finding);
    }

    /// Goes on below.
    pub(super) fn below(&mut self, step: Step<'a>, base: impl Into<Members>, head: impl Into<Members>) {
        self.out.edges.push(Edge { step, base: base.into(), head: head.into() });
    }

    /// Whether the place has a schema in each version, and not several that must all match.
    pub(super) fn has_core(&self) -> bool {
        !self.base.members.are_many() && !self.head.members.are_many()
    }

    /// Compares what a keyword holds where both have it; where one has it, that is the finding.
    pub(super) fn keyword(
        &mut self,
        name: &'static str,
        (base, head): (Option<Members>, Option<Members>),
        (added, removed): (&'static Kind, &'static Kind),
    ) {
        match (base, head) {
            (Some(base), Some(head)) => self.below(Step::Into(name.to_owned()), base, head),
            (None, Some(_)) => self.one_sided(added, name, ChangeKind::Added),
            (Some(_), None) => self.one_sided(removed, name, ChangeKind::Removed),
            (None, None) => {}
        }
    }

    /// Compares schemas of which each holds for itself: those that say the same, then the others in their order.
    pub(super) fn each(
        &mut self,
        name: &str,
        step: Step<'a>,
        (mut base, mut head): (Vec<SchemaId>, Vec<SchemaId>),
        (added, removed): (&'static Kind, &'static Kind),
    ) {
        if base.len() > 1 || head.len() > 1 {
            base.retain(|old| {
                let Some(at) = head.iter().position(|new| self.digests.alike(*old, *new)) else {
                    return true;
                };
                let new = head.remove(at);
                self.out.edges.push(Edge { step: step.clone(), base: (*old).into(), head: new.into() });
                false
            });
        }
        for (old, new) in base.iter().zip(&head) {
            self.below(step.clone(), *old, *new);
        }
        for id in base.iter().skip(head.len()) {
            let spot = self.base.spot_at(self.base.api.schema(*id).node);
            let finding = Finding::new(removed, ChangeKind::Removed);
            self.out.findings.push(finding.spots(Some(spot), self.head.spot(name)));
        }
        for id in head.iter().skip(base.len()) {
            let spot = self.head.spot_at(self.head.api.schema(*id).node);
            let finding = Finding::new(added, ChangeKind::Added);
            self.out.findings.push(finding.spots(self.base.spot(name), Some(spot)));
        }
    }

    /// Tells what one version alone has.
    pub(super) fn one_sided(&mut self, kind: &'static Kind, keyword: &str, moved: ChangeKind) {
        let spots = (self.base.spot(keyword), self.head.spot(keyword));
        self.out.findings.push(Finding::new(kind, moved).spots(spots.0, spots.1));
    }
}

fn moved_of(values: &(Option<String>, Option<String>)) -> ChangeKind {
    match values {
        (None, Some(_)) => ChangeKind::Added,
        (Some(_), None) => ChangeKind::Removed,
        _ => ChangeKind::Changed,
    }
}

/// Compares what two versions say of one place, references followed.
pub(super) fn compare<'a>(digests: &mut Digests<'a>, base: &Members, head: &Members) -> Compared<'a> {
    let has_core = !base.are_many() && !head.are_many();
    let base = Version::of(digests.base, base, has_core);
    let head = Version::of(digests.head, head, has_core);
    let mut comparison = Comparison { digests, base, head, out: Compared::default() };
    comparison.run();
    comparison.out
}

impl Comparison<'_, '_> {
    fn run(&mut self) {
        if self.has_core() {
            texts::compare(self);
        }
        texts::flags(self);
        typing::null(self);
        if self.has_core() && (self.base.is_wrapped() || self.head.is_wrapped()) {
            let (base, head) = (self.base.core_id(), self.head.core_id());
            self.below(Step::Same, base, head);
            return;
        }
        if self.never() {
            return;
        }
        parts::pair(self);
        if composition::turned(self).is_some() {
            composition::compare(self);
            return;
        }
        if typing::compare(self) == typing::Overlap::None {
            return;
        }
        values::compare(self);
        limits::compare(self);
        array::compare(self);
        properties::compare(self);
        object::compare(self);
        composition::compare(self);
        values::content(self);
    }

    /// `false` refuses everything, as `not: {}` does.
    fn never(&mut self) -> bool {
        let is_never = |version: &Version<'_>| {
            let mut cores = version.views.iter().map(|view| version.api.schema(view.core));
            cores.any(|core| matches!(core.kind, SchemaKind::Never))
        };
        match (is_never(&self.base), is_never(&self.head)) {
            (false, true) => self.one_sided(&kinds::NOT_ADDED, "not", ChangeKind::Added),
            (true, false) => self.one_sided(&kinds::NOT_REMOVED, "not", ChangeKind::Removed),
            (same, _) => return same,
        }
        if let Some(finding) = self.out.findings.last_mut() {
            let is_added = finding.moved == ChangeKind::Added;
            finding.words =
                Some(if is_added { "may have no value any more" } else { "may have a value now" });
        }
        true
    }
}
