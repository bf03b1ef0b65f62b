//! What `allOf` puts together can be had together.

use std::collections::HashMap;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::document::{Node, Place};
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::compositions::{is_nullable, types};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "allof-conflicts",
    presets: presets(OFF, WARN, ERROR, OFF),
    versions: V3,
    summary: "The schemas of `allOf` leave every property a type",
    why: "A value has to fit all schemas of `allOf`. When one says that a property is a string and another that it is \
          a number, no value fits. Types are compared through references and nested `allOf`; `integer` is within \
          `number`. A conflict is reported where its two sides come together, not again in what extends that.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Visit: {type: object, properties: {id: {type: string}}}
    GroupVisit:
      allOf:
        - {$ref: '#/components/schemas/Visit'}
        - {type: object, properties: {id: {type: integer}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Visit: {type: object, properties: {id: {type: string}}}
    GroupVisit:
      allOf:
        - {$ref: '#/components/schemas/Visit'}
        - {type: object, properties: {id: {type: string, maxLength: 8}}}
",
    on: &[Kind::Schema],
    create: |_| Box::new(AllofConflicts { left: MOST_STEPS, left_at_once: 0 }),
    ..RuleDef::BASE
};

/// Schemas and properties that are looked at in one definition.
const MOST_STEPS: usize = 1_000_000;

/// Those that are looked at for one schema.
const MOST_STEPS_AT_ONCE: usize = 5_000;

/// How deep compositions are looked into.
const MOST_LEVELS: usize = 100;

/// A set of types, one bit each; `number` has the bit of `integer` too.
type Types = u8;

const EVERY: Types = 0b111_1111;

fn bits(name: &str) -> Types {
    match name {
        "null" => 1,
        "boolean" => 2,
        "object" => 4,
        "array" => 8,
        "string" => 16,
        "integer" => 32,
        "number" => 32 | 64,
        // A word that is no type is reported by `struct`.
        _ => EVERY,
    }
}

/// What a property may be, and where it is said first.
type Properties<'d> = FxHashMap<&'d str, (Types, Node<'d>)>;

struct AllofConflicts {
    left: usize,
    left_at_once: usize,
}

impl<'d> Rule<'d> for AllofConflicts {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(list) = node.get("allOf").filter(|list| list.is_sequence()) else { return };
        self.left_at_once = MOST_STEPS_AT_ONCE.min(self.left);
        let before = self.left_at_once;
        let mut merged = Properties::default();
        self.add_own(node, &mut merged, cx);
        let mut conflicts: HashMap<&str, (Node<'d>, Node<'d>), FxBuildHasher> = HashMap::default();
        for part in list.items() {
            let mut of_part = Properties::default();
            self.collect(part, &mut of_part, &mut Vec::new(), cx);
            // What conflicts within one schema is that schema's own matter.
            of_part.retain(|_, (types, _)| *types != 0);
            for (name, (types, place)) in of_part {
                let (known, first) = *merged.entry(name).or_insert((types, place));
                if known != 0 && known & types == 0 {
                    conflicts.entry(name).or_insert((first, place));
                }
                merged.insert(name, (known & types, first));
            }
        }
        self.left -= before - self.left_at_once;
        let mut conflicts: Vec<_> = conflicts.into_iter().collect();
        conflicts.sort_unstable_by_key(|(name, _)| *name);
        for (name, (one, two)) in conflicts {
            let message =
                format!("no value can be the property `{name}`: its types in `allOf` exclude each other");
            cx.report(list.key_location(), message)
                .related(one.key_location(), "one type")
                .related(two.key_location(), "the other");
        }
    }
}

impl AllofConflicts {
    /// Adds the properties that a schema has itself.
    fn add_own<'d>(&mut self, schema: Node<'d>, found: &mut Properties<'d>, cx: &Context<'d>) {
        let Some(properties) = cx.get(schema, "properties").filter(|properties| properties.is_mapping())
        else {
            return;
        };
        for entry in properties.entries() {
            let types = self.types_of(entry.value, &mut Vec::new(), cx);
            let (known, first) = *found.entry(entry.name()).or_insert((EVERY, entry.value));
            found.insert(entry.name(), (known & types, first));
        }
    }

    /// Adds the properties of a schema and of all that `allOf` makes it of.
    fn collect<'d>(
        &mut self,
        written: Node<'d>,
        found: &mut Properties<'d>,
        seen: &mut Vec<Place>,
        cx: &Context<'d>,
    ) {
        let Some(schema) = self.step(written, seen, cx) else { return };
        if written != schema && cx.version.has_json_schema() {
            self.add_own(written, found, cx);
        }
        self.add_own(schema, found, cx);
        // Never taken off again: a schema adds the same wherever it stands.
        seen.push(schema.place());
        if seen.len() < MOST_LEVELS {
            for part in schema.get("allOf").into_iter().flat_map(Node::items) {
                self.collect(part, found, seen, cx);
            }
        }
    }

    /// The types that a schema leaves: its own, cut by those of `allOf`, and by any of `anyOf` or `oneOf`.
    fn types_of<'d>(&mut self, written: Node<'d>, active: &mut Vec<Place>, cx: &Context<'d>) -> Types {
        let Some(schema) = self.step(written, active, cx) else { return EVERY };
        let mut left = own_types(schema);
        if written != schema && cx.version.has_json_schema() {
            left &= own_types(written);
        }
        active.push(schema.place());
        for part in schema.get("allOf").into_iter().flat_map(Node::items) {
            left &= self.types_of(part, active, cx);
        }
        for list in ["anyOf", "oneOf"] {
            if let Some(parts) = schema.get(list).filter(|parts| !parts.is_empty()) {
                left &= parts.items().fold(0, |union, part| union | self.types_of(part, active, cx));
            }
        }
        active.pop();
        left
    }

    /// The schema behind a reference, while there is time and it is not within itself.
    fn step<'d>(&mut self, written: Node<'d>, active: &[Place], cx: &Context<'d>) -> Option<Node<'d>> {
        self.left_at_once = self.left_at_once.checked_sub(1)?;
        let schema = cx.followed(written)?;
        (active.len() < MOST_LEVELS && !active.contains(&schema.place())).then_some(schema)
    }
}

/// The types that a schema declares itself; every type when it declares none.
fn own_types(schema: Node<'_>) -> Types {
    let names = types(schema);
    if names.is_empty() {
        return EVERY;
    }
    let declared = names.into_iter().fold(0, |union, name| union | bits(name));
    if is_nullable(schema) { declared | bits("null") } else { declared }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{lint_as, reported};

    #[test]
    fn types_are_compared_through_references_and_reported_once() {
        let text = "components:
  schemas:
    Base: {properties: {id: {$ref: '#/components/schemas/Id'}, n: {type: number}, m: {type: [string, integer]}}}
    Id: {type: string}
    Fine: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {n: {type: integer}, m: {type: number}, id: {maxLength: 3}}}]}
    Own: {properties: {id: {type: boolean}}, allOf: [{$ref: '#/components/schemas/Base'}]}
    Child: {allOf: [{$ref: '#/components/schemas/Own'}, {properties: {x: {}}}]}
    Choice: {allOf: [{properties: {c: {oneOf: [{type: string}, {type: object}]}}}, {properties: {c: {type: array}}}]}
    Circle: {allOf: [{$ref: '#/components/schemas/Circle'}], properties: {id: {type: string}}}
";
        assert_eq!(
            reported("allof-conflicts", text),
            ["#/components/schemas/Own/allOf", "#/components/schemas/Choice/allOf"]
        );
    }

    #[test]
    fn null_is_a_type_that_both_may_have() {
        let text = "openapi: 3.0.3
info: {title: A, version: '1'}
paths: {}
components:
  schemas:
    A:
      allOf:
        - properties: {a: {type: string, nullable: true}, b: {type: string, nullable: true}}
        - properties: {a: {type: integer, nullable: true}, b: {type: integer}}
";
        assert_eq!(lint_as("allof-conflicts", text), ["#/components/schemas/A/allOf"]);
    }
}
