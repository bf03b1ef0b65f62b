//! Whether a value fits a schema: JSON Schema evaluated on the trees themselves.
//!
//! Schemas and examples stay where they are: nothing is copied or compiled, so a problem points at the very token, a
//! recursive schema costs nothing, and OpenAPI's own words (`nullable`, `discriminator`, `readOnly`, draft 4's boolean
//! `exclusiveMaximum`) are understood as they are written. Formats and patterns are left to the `jsonschema` crate.
//!
//! Bounded: a value is given up as *not checked* after [`MAX_STEPS`] schemas or [`MAX_DEPTH`] levels, and all values of
//! a definition together after [`MOST_STEPS`]. The number of steps depends on the definition alone, so the outcome is
//! the same on every machine.

mod evaluate;
mod keywords;
mod objects;
mod seen;
#[cfg(test)]
mod tests;
mod texts;
mod values;
mod violation;

pub(in crate::lint) use values::{fingerprint, is_of_type};
pub(in crate::lint) use violation::{Fault, Violation};

use rustc_hash::FxHashMap;

use super::context::Direction;
use crate::definition::Definition;
use crate::document::{Node, Place};
use crate::openapi::Version;

/// Schemas that are evaluated for one value.
const MAX_STEPS: usize = 100_000;

/// Schemas that are evaluated for all values of one rule.
const MOST_STEPS: usize = 10_000_000;

/// Schemas within schemas, in place and down the value.
const MAX_DEPTH: usize = 300;

/// What a value is held to beside its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Manner {
    /// Which way the value goes: properties that are `readOnly` are not required in requests, `writeOnly` ones not in
    /// responses. With no direction neither are.
    pub(in crate::lint) direction: Option<Direction>,
    /// Whether properties that no schema describes are reported where the schema describes others and says nothing
    /// about the rest.
    pub(in crate::lint) closed: bool,
}

/// Checks values against schemas of one definition.
pub(in crate::lint) struct Checker<'d> {
    definition: &'d Definition,
    version: Version,
    texts: texts::TextChecks,
    /// Where references of schemas lead.
    targets: FxHashMap<Place, Option<Node<'d>>>,
    manner: Manner,
    /// Whether a value that is a reference stands for what it leads to.
    follows: bool,
    /// What is being evaluated: a schema that comes back to itself with the same value adds nothing.
    active: Vec<(Place, Place)>,
    /// Schemas that were entered by reference, outermost first, for `$dynamicRef`.
    scope: Vec<Node<'d>>,
    /// The outermost schema of each value that is being evaluated.
    outer: Vec<Node<'d>>,
    steps: usize,
    /// Whether an evaluation was cut off: it came back to itself, or was too deep.
    cut: bool,
    /// Steps of all values before.
    taken: usize,
}

impl<'d> Checker<'d> {
    /// A checker that remembers patterns and targets between values.
    pub(in crate::lint) fn new(definition: &'d Definition, version: Version) -> Self {
        Checker {
            definition,
            version,
            texts: texts::TextChecks::default(),
            targets: FxHashMap::default(),
            manner: Manner { direction: None, closed: false },
            follows: true,
            active: Vec::new(),
            scope: Vec::new(),
            outer: Vec::new(),
            steps: 0,
            cut: false,
            taken: 0,
        }
    }

    /// Takes references in values as what is written.
    pub(in crate::lint) fn with_values_as_written(self) -> Self {
        Checker { follows: false, ..self }
    }

    /// What in a value does not fit a schema; nothing when it fits or was too large to be checked.
    pub(in crate::lint) fn check(
        &mut self,
        schema: Node<'d>,
        value: Node<'d>,
        manner: Manner,
    ) -> Vec<Violation<'d>> {
        if self.taken > MOST_STEPS {
            return Vec::new();
        }
        self.manner = manner;
        self.steps = 0;
        self.cut = false;
        self.active.clear();
        self.scope.clear();
        self.outer.clear();
        let mut found = Vec::new();
        self.value(schema, value, &mut found);
        self.taken += self.steps;
        if self.steps >= MAX_STEPS { Vec::new() } else { found }
    }

    /// The next node on the way of a schema's `$ref`.
    fn target(&mut self, schema: Node<'d>, reference: &str) -> Option<Node<'d>> {
        let definition = self.definition;
        *self.targets.entry(schema.place()).or_insert_with(|| definition.resolve(schema, reference).ok())
    }
}
