//! What a rule sees of the walk: where it is, what led there, how to follow a reference, and where to report.

use std::borrow::Cow;

use crate::definition::{Definition, ReferenceError};
use crate::document::{Key, Location, Node, encode_segment};
use crate::openapi::{Holds, Kind, KindTable, Tables, Version, tables};
use crate::problem::{Problem, Related, Severity};

/// One object on the way from the root to where the walk is.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Step<'d> {
    /// The object; what a reference leads to, not the reference.
    pub(in crate::lint) node: Node<'d>,
    /// Its kind.
    pub(in crate::lint) kind: Kind,
    /// The reference that led to it from the step before, when one did.
    pub(in crate::lint) via: Option<Node<'d>>,
}

impl<'d> Step<'d> {
    /// The object as it is written in the one that holds it: the reference to it, or itself.
    pub(in crate::lint) fn written(&self) -> Node<'d> {
        self.via.unwrap_or(self.node)
    }

    /// The key it is written under.
    pub(in crate::lint) fn key(&self) -> Option<Key<'d>> {
        self.written().key()
    }

    /// The text of that key; empty where there is none.
    pub(in crate::lint) fn name(&self) -> &'d str {
        self.key().map_or("", Key::text)
    }
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Form {
    /// An object with `$ref`.
    Ref,
    /// A value of a discriminator's `mapping`, or its `defaultMapping`.
    Mapping,
}

/// A reference and what it leads to.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Reference<'d> {
    /// The object with `$ref`, or the string of a mapping.
    pub(in crate::lint) node: Node<'d>,
    /// How it is written.
    pub(in crate::lint) form: Form,
    /// The kind of object that belongs there; `None` where a plain value does, a description for instance.
    pub(in crate::lint) kind: Option<Kind>,
    /// The next node on the way, which may be a reference again; or why there is none.
    pub(in crate::lint) target: Result<Node<'d>, ReferenceError>,
}

impl<'d> Reference<'d> {
    /// The string that says where it leads.
    pub(in crate::lint) fn text_node(&self) -> Node<'d> {
        match self.form {
            Form::Ref => self.node.get("$ref").unwrap_or(self.node),
            Form::Mapping => self.node,
        }
    }
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Direction {
    /// To the API.
    Request,
    /// From the API.
    Response,
}

/// The id of a rule.
#[derive(Clone, Copy, Debug)]
pub(super) enum RuleId<'d> {
    /// Of the catalogue.
    Known(&'static str),
    /// Of a rule that the configuration defines.
    Own(&'d str),
}

impl RuleId<'_> {
    fn name(self) -> Cow<'static, str> {
        match self {
            RuleId::Known(id) => Cow::Borrowed(id),
            RuleId::Own(id) => Cow::Owned(id.to_owned()),
        }
    }
}

/// The walk as a rule sees it.
pub(in crate::lint) struct Context<'d> {
    /// The definition.
    pub(in crate::lint) definition: &'d Definition,
    /// Its version.
    pub(in crate::lint) version: Version,
    pub(super) tables: &'static Tables,
    pub(super) path: Vec<Step<'d>>,
    /// What each entry of the object where the walk is holds, looked up once for all rules.
    pub(super) holds: Vec<Option<Holds>>,
    pub(super) found: Vec<Problem>,
    /// The rule that runs, with its severity.
    pub(super) rule: RuleId<'d>,
    pub(super) severity: Severity,
}

impl<'d> Context<'d> {
    pub(super) fn new(definition: &'d Definition, version: Version) -> Self {
        Context {
            definition,
            version,
            tables: tables(version),
            path: Vec::new(),
            holds: Vec::new(),
            found: Vec::new(),
            rule: RuleId::Known(""),
            severity: Severity::Error,
        }
    }

    /// Where the walk is; before the root and at the end, the root.
    pub(in crate::lint) fn step(&self) -> Step<'d> {
        let root = Step { node: self.definition.root(), kind: Kind::Root, via: None };
        self.path.last().copied().unwrap_or(root)
    }

    /// The kind of the object where the walk is.
    pub(in crate::lint) fn kind(&self) -> Kind {
        self.step().kind
    }

    /// What the specification says of a kind in this version.
    pub(in crate::lint) fn table(&self, kind: Kind) -> &'static KindTable {
        self.tables.of(kind)
    }

    /// What an entry of the object that a rule has just entered holds, by the entry's number; `None` for what is not
    /// expected and for extensions.
    pub(in crate::lint) fn holds(&self, entry: usize) -> Option<Holds> {
        self.holds.get(entry).copied().flatten()
    }

    /// The object as it is written in the one that holds it: the reference to it, or itself.
    pub(in crate::lint) fn written(&self) -> Node<'d> {
        self.step().written()
    }

    /// The key it is written under; empty where there is none.
    pub(in crate::lint) fn name(&self) -> &'d str {
        self.step().name()
    }

    /// Where that key stands.
    pub(in crate::lint) fn key_location(&self) -> Location {
        self.written().key_location()
    }

    /// The objects around this one, the nearest first, itself left out. Schemas that are reached by a reference are
    /// walked on their own: they have none but themselves.
    pub(in crate::lint) fn ancestors(&self) -> impl Iterator<Item = Step<'d>> {
        self.path.iter().rev().skip(1).copied()
    }

    /// The object that holds this one.
    pub(in crate::lint) fn parent(&self) -> Option<Step<'d>> {
        self.ancestors().next()
    }

    /// The nearest object around this one of a kind.
    pub(in crate::lint) fn ancestor(&self, kind: Kind) -> Option<Step<'d>> {
        self.ancestors().find(|step| step.kind == kind)
    }

    /// Whether the walk is in an object of a kind, or at one.
    pub(in crate::lint) fn is_in(&self, kind: Kind) -> bool {
        self.path.iter().any(|step| step.kind == kind)
    }

    /// The reference that led to this object or, nearest first, to one around it.
    pub(in crate::lint) fn path_reference(&self) -> Option<Node<'d>> {
        self.path.iter().rev().find_map(|step| step.via)
    }

    /// Which way the message goes that the walk is in; `None` where that is not known: in components, and in schemas
    /// that are reached by a reference. Callbacks and webhooks turn it round.
    pub(in crate::lint) fn direction(&self) -> Option<Direction> {
        let inner = self.path.iter().rev().find_map(|step| match step.kind {
            Kind::RequestBody | Kind::Parameter => Some(Direction::Request),
            Kind::Response => Some(Direction::Response),
            _ => None,
        })?;
        let turns =
            self.path.iter().filter(|step| matches!(step.kind, Kind::Callback | Kind::Webhooks)).count();
        Some(match (inner, turns % 2) {
            (direction, 0) => direction,
            (Direction::Request, _) => Direction::Response,
            (Direction::Response, _) => Direction::Request,
        })
    }

    /// What a node is after all references; `None` where one leads nowhere.
    pub(in crate::lint) fn followed(&self, node: Node<'d>) -> Option<Node<'d>> {
        self.definition.followed(node)
    }

    /// A field's value after all references.
    pub(in crate::lint) fn get(&self, node: Node<'d>, field: &str) -> Option<Node<'d>> {
        self.followed(node.get(field)?)
    }

    /// The map of components of a section (`schemas`, `securitySchemes` …) of the entry document; in 2.0 the root's
    /// field that became it.
    pub(in crate::lint) fn components(&self, section: &str) -> Option<Node<'d>> {
        components(self.definition, self.version, section)
    }

    /// Whether the entry document has components and nothing that is called: others refer to what it holds. `paths` may
    /// be there and empty, as 2.0 and 3.0 want it.
    pub(in crate::lint) fn is_library(&self) -> bool {
        let root = self.definition.root();
        let has = |field: &str| self.get(root, field).is_some_and(|value| !value.is_empty());
        let holds = ["components", "definitions", "parameters", "responses", "securityDefinitions"];
        !has("paths") && !has("webhooks") && holds.into_iter().any(has)
    }

    /// Takes note of a problem.
    pub(in crate::lint) fn report(&mut self, location: Location, message: impl Into<String>) -> Report<'_> {
        self.report_at(self.severity, location, message)
    }

    /// Takes note of a problem whose severity is not the rule's.
    pub(in crate::lint) fn report_at(
        &mut self,
        severity: Severity,
        location: Location,
        message: impl Into<String>,
    ) -> Report<'_> {
        let at = self.found.len();
        self.found.push(Problem::new(self.rule.name(), severity, location, message));
        Report(&mut self.found[at])
    }
}

/// A problem that was just reported, to which more can be added.
pub(in crate::lint) struct Report<'c>(&'c mut Problem);

impl Report<'_> {
    /// Adds a second place.
    pub(in crate::lint) fn related(self, location: Location, message: impl Into<String>) -> Self {
        self.0.related.push(Related { message: message.into(), location });
        self
    }

    /// Adds a text that may mend it.
    pub(in crate::lint) fn suggest(self, suggestion: impl Into<String>) -> Self {
        self.0.suggestions.push(suggestion.into());
        self
    }

    /// Adds the known names that are most like a word.
    pub(in crate::lint) fn suggest_nearest<'k>(
        self,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Self {
        self.0.suggestions.extend(super::nearest::nearest(word, known));
        self
    }
}

/// The map of components of a section of the entry document.
pub(in crate::lint) fn components<'d>(
    definition: &'d Definition,
    version: Version,
    section: &str,
) -> Option<Node<'d>> {
    let root = definition.root();
    let node = if version == Version::V2_0 {
        root.get(match section {
            "schemas" => "definitions",
            "securitySchemes" => "securityDefinitions",
            other => other,
        })?
    } else {
        definition.followed(root.get("components")?)?.get(section)?
    };
    definition.followed(node)
}

/// What a value of a discriminator's mapping leads to: the schema component of that name, else a reference.
pub(super) fn mapped<'d>(
    definition: &'d Definition,
    version: Version,
    value: Node<'d>,
) -> Result<Node<'d>, ReferenceError> {
    let text = value.text();
    if let Some(schema) = components(definition, version, "schemas").and_then(|schemas| schemas.get(text)) {
        return Ok(schema);
    }
    if text.contains(['/', '#', '.']) {
        return definition.resolve(value, text);
    }
    let mut pointer =
        String::from(if version == Version::V2_0 { "#/definitions/" } else { "#/components/schemas/" });
    encode_segment(text, &mut pointer);
    definition.resolve(definition.root(), &pointer)
}
