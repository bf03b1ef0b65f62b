//! What rules ask of every schema of a type: that its values are bounded. One behaviour, the rules say what they ask.
//!
//! A keyword also counts when it stands in a branch of the schema's `allOf` or beside the `allOf` that the schema is a
//! branch of, and when every branch of its `anyOf` or `oneOf` has it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::definition::is_reference;
use crate::document::{Location, Node, NodeKind, Place};
use crate::lint::context::{Context, Direction, Reference};
use crate::lint::rule::Rule;
use crate::openapi::Kind;

/// What a rule asks.
pub(super) struct Demand {
    /// The type of the schemas that it is asked of.
    pub(super) of: &'static str,
    /// Where these schemas are used.
    pub(super) used: Used,
    /// What is wrong with a schema.
    pub(super) fault: fn(&Asked<'_, '_>) -> Option<Fault>,
}

/// Where a schema has to be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Used {
    /// Anywhere.
    Anywhere,
    /// In requests: what a client may send can exhaust the API, what the API sends can't.
    InRequests,
}

/// What is wrong with a schema.
pub(super) struct Fault {
    /// The keyword to point at.
    pub(super) at: &'static str,
    /// The message.
    pub(super) message: String,
}

impl Fault {
    /// A keyword that is missing is told at `type`.
    pub(super) fn at_type(message: impl Into<String>) -> Option<Self> {
        Some(Fault { at: "type", message: message.into() })
    }
}

/// A schema that something is asked of.
pub(super) struct Asked<'c, 'd> {
    /// The schema.
    pub(super) schema: Node<'d>,
    cx: &'c Context<'d>,
}

/// How deep compositions are looked into, and how many schemas at most for one question.
const MOST_LEVELS: usize = 8;
const MOST_SCHEMAS: usize = 100;

impl<'d> Asked<'_, 'd> {
    /// Whether one of some keywords holds for every value of the schema.
    pub(super) fn has_any(&self, keywords: &[&str]) -> bool {
        self.holds(&|schema| keywords.iter().any(|keyword| schema.get(keyword).is_some()))
    }

    /// Whether a schema of which every value is one of this schema passes a test.
    pub(super) fn holds(&self, test: &dyn Fn(Node<'d>) -> bool) -> bool {
        let mut budget = MOST_SCHEMAS;
        let around = self.wholes();
        std::iter::once(self.schema)
            .chain(around)
            .any(|schema| passes(schema, test, self.cx, MOST_LEVELS, &mut budget))
    }

    /// The schemas that this one is a part of through `allOf`.
    fn wholes(&self) -> impl Iterator<Item = Node<'d>> {
        let mut ancestors = self.cx.ancestors();
        std::iter::from_fn(move || {
            ancestors.next().filter(|list| list.kind == Kind::SchemaList && list.name() == "allOf")?;
            ancestors.next().map(|whole| whole.node)
        })
    }
}

fn passes<'d>(
    written: Node<'d>,
    test: &dyn Fn(Node<'d>) -> bool,
    cx: &Context<'d>,
    levels: usize,
    budget: &mut usize,
) -> bool {
    let Some(schema) = cx.followed(written) else { return true };
    if test(written) || test(schema) {
        return true;
    }
    if levels == 0 || *budget == 0 {
        return false;
    }
    *budget -= 1;
    let mut next = |branch| passes(branch, test, cx, levels - 1, budget);
    if schema.get("allOf").is_some_and(|branches| branches.items().any(&mut next)) {
        return true;
    }
    ["anyOf", "oneOf"].iter().any(|choice| {
        schema.get(choice).is_some_and(|branches| !branches.is_empty() && branches.items().all(&mut next))
    })
}

/// Whether a schema's `type` names a type, alone or among others.
pub(super) fn has_type(schema: Node<'_>, name: &str) -> bool {
    schema.get("type").is_some_and(|types| {
        types.as_str() == Some(name) || types.items().any(|item| item.as_str() == Some(name))
    })
}

/// The fault of objects that let unknown properties in, when `unless` is not there.
pub(super) fn open_properties(asked: &Asked<'_, '_>, unless: Option<&str>, message: &str) -> Option<Fault> {
    let additional = asked.schema.get("additionalProperties")?;
    let refuses = match additional.kind() {
        NodeKind::Boolean => additional.as_bool() == Some(false),
        NodeKind::Mapping => additional
            .get("not")
            .is_some_and(|not| not.is_mapping() && not.is_empty() && additional.len() == 1),
        _ => true,
    };
    let bounded = unless.is_some_and(|keyword| asked.has_any(&[keyword]));
    (!refuses && !bounded).then(|| Fault { at: "additionalProperties", message: message.to_owned() })
}

/// The behaviour. Which schemas requests use is known at the end of the walk only.
pub(super) struct Bounds {
    demand: &'static Demand,
    /// Schemas that requests start from.
    starts: Vec<Place>,
    /// What each schema holds and refers to.
    parts: FxHashMap<Place, Vec<Place>>,
    faults: Vec<(Place, Location, String)>,
}

impl Bounds {
    pub(super) fn new(demand: &'static Demand) -> Self {
        Bounds { demand, starts: Vec::new(), parts: FxHashMap::default(), faults: Vec::new() }
    }

    /// Takes note that a schema is part of what is around it.
    fn connect<'d>(&mut self, schema: Node<'d>, around: Option<Node<'d>>, cx: &Context<'d>) {
        if schema.get("readOnly").and_then(Node::as_bool) == Some(true) {
            return;
        }
        match around {
            Some(whole) => self.parts.entry(whole.place()).or_default().push(schema.place()),
            None if cx.direction() == Some(Direction::Request) => self.starts.push(schema.place()),
            None => {}
        }
    }

    fn in_requests(&mut self) -> FxHashSet<Place> {
        let mut used: FxHashSet<Place> = FxHashSet::default();
        let mut open = std::mem::take(&mut self.starts);
        while let Some(place) = open.pop() {
            if used.insert(place) {
                open.extend(self.parts.get(&place).into_iter().flatten());
            }
        }
        used
    }
}

impl<'d> Rule<'d> for Bounds {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let in_requests = self.demand.used == Used::InRequests;
        if in_requests {
            let around = cx.ancestor(Kind::Schema).map(|step| step.node);
            self.connect(node, around, cx);
        }
        if !has_type(node, self.demand.of) {
            return;
        }
        let Some(fault) = (self.demand.fault)(&Asked { schema: node, cx }) else { return };
        let Some(place) = node.get(fault.at) else { return };
        if in_requests {
            self.faults.push((node.place(), type_location(place), fault.message));
        } else {
            cx.report(type_location(place), fault.message);
        }
    }

    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        if self.demand.used != Used::InRequests || reference.kind != Some(Kind::Schema) {
            return;
        }
        let here = Some(cx.step()).filter(|step| step.kind == Kind::Schema);
        let around = here.or_else(|| cx.ancestor(Kind::Schema)).map(|step| step.node);
        let Ok(target) = reference.target else { return };
        self.connect(target, around, cx);
        if is_reference(target)
            && let Some(last) = cx.followed(target)
        {
            self.connect(last, around, cx);
        }
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        let used = self.in_requests();
        for (place, location, message) in self.faults.drain(..) {
            if used.contains(&place) {
                cx.report(location, message);
            }
        }
    }
}

/// `type: string` is pointed at where it stands, all else at its key.
fn type_location(place: Node<'_>) -> Location {
    place.location()
}
