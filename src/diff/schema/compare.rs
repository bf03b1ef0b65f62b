//! Compares one pair of schemas: what stands at the schemas themselves becomes findings, what they hold becomes edges.

use super::digest::Digests;
use super::finding::{Edge, Finding, Step};
use super::view::{View, parts_of};
use super::{array, branches, composition, limits, object, texts, typing, values};
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

/// One version's schema.
#[derive(Debug)]
pub(super) struct Version<'a> {
    pub(super) api: &'a Api<'a>,
    pub(super) view: View,
    /// The schema as it is used: the outermost layer.
    pub(super) outer: &'a Schema<'a>,
    /// What must all hold at this place: the core, then `allOf` parts that have no counterpart.
    pub(super) parts: Vec<&'a Schema<'a>>,
}

impl<'a> Version<'a> {
    fn of(api: &'a Api<'a>, id: SchemaId) -> Self {
        let view = View::of(api, id);
        let core = api.schema(view.core);
        Version { api, view, outer: api.schema(api.target(id)), parts: vec![core] }
    }

    /// The schema itself.
    pub(super) fn core(&self) -> &'a Schema<'a> {
        self.parts[0]
    }

    /// The first part that says something.
    pub(super) fn first<T>(&self, get: impl Fn(&'a Schema<'a>) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|part| get(part))
    }

    /// The place of a keyword, of the part that has it.
    pub(super) fn spot(&self, keyword: &str) -> Option<Spot<'a>> {
        let at = self.first(|part| part.node.get(keyword)).unwrap_or(self.core().node);
        Some(Spot { thing: self.core().node, at })
    }

    /// Adds a part with no counterpart and what it consists of.
    fn flatten(&mut self, id: SchemaId, depth: usize) {
        let schema = self.api.schema(self.api.target(id));
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
            Some(at) => Some(Spot { thing: version.core().node, at }),
            None => version.spot(keyword),
        };
        let spots = (spot(&self.base, base), spot(&self.head, head));
        let finding = Finding::new(kind, moved).values(values.0, values.1).spots(spots.0, spots.1);
        self.out.findings.push(finding);
    }

    /// Goes on below.
    pub(super) fn below(&mut self, step: Step<'a>, base: SchemaId, head: SchemaId) {
        self.out.edges.push(Edge { step, base, head });
    }

    /// Compares what a keyword holds where both have it; where one has it, that is the finding.
    pub(super) fn keyword(
        &mut self,
        name: &'static str,
        (base, head): (Option<SchemaId>, Option<SchemaId>),
        (added, removed): (&'static Kind, &'static Kind),
    ) {
        match (base, head) {
            (Some(base), Some(head)) => self.below(Step::Into(name.to_owned()), base, head),
            (None, Some(_)) => self.one_sided(added, name, ChangeKind::Added),
            (Some(_), None) => self.one_sided(removed, name, ChangeKind::Removed),
            (None, None) => {}
        }
    }

    fn one_sided(&mut self, kind: &'static Kind, keyword: &str, moved: ChangeKind) {
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

/// Compares two schemas, references followed.
pub(super) fn compare<'a>(digests: &mut Digests<'a>, base: SchemaId, head: SchemaId) -> Compared<'a> {
    let (base, head) = (Version::of(digests.base, base), Version::of(digests.head, head));
    let mut comparison = Comparison { digests, base, head, out: Compared::default() };
    comparison.run();
    comparison.out
}

impl Comparison<'_, '_> {
    fn run(&mut self) {
        texts::compare(self);
        texts::flags(self);
        typing::null(self);
        if !self.base.view.layers.is_empty() || !self.head.view.layers.is_empty() {
            let (base, head) = (self.base.view.core, self.head.view.core);
            self.below(Step::Same, base, head);
            return;
        }
        if self.never() {
            return;
        }
        self.pair_parts();
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
        object::compare(self);
        composition::compare(self);
        values::content(self);
    }

    /// `false` refuses everything, as `not: {}` does.
    fn never(&mut self) -> bool {
        let is_never = |version: &Version<'_>| matches!(version.core().kind, SchemaKind::Never);
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

    /// Pairs the parts of `allOf`; those without a counterpart are flattened into the schema, so that it makes no
    /// difference where a keyword stands.
    fn pair_parts(&mut self) {
        let (bases, heads) = (parts_of(self.base.core()), parts_of(self.head.core()));
        if bases.is_empty() && heads.is_empty() {
            return;
        }
        let pairing = branches::pair(self, &bases, &heads);
        for (base, head) in pairing.pairs {
            self.below(Step::Same, base, head);
        }
        let flattened = composition::all_of(self, &pairing.removed, &pairing.added);
        for part in flattened.0 {
            self.base.flatten(part, 0);
        }
        for part in flattened.1 {
            self.head.flatten(part, 0);
        }
    }
}
