//! What a schema says makes sense together.

use super::no_schema_type_mismatch::PAIRS;
use crate::document::{Location, Node, NodeKind};
use crate::lint::context::{Context, Report};
use crate::lint::json_schema::is_of_type;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::compositions::{Compositions, has_property, is_nullable, types};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas-schema-check",
    presets: presets(OFF, WARN, ERROR, OFF),
    versions: V3,
    summary: "The keywords of a schema fit its types and each other",
    why: "Each of these is a slip, since the schema then refuses everything, or says something that never counts. The \
          message names the check, and `without` leaves some out:\n\n\
          - `keyword`: a keyword that none of the types has, like `minLength` beside `type: number`\n\
          - `bounds`: a lower bound above the upper one\n\
          - `pattern`: a regular expression that ECMA-262 does not know\n\
          - `dependent`: a name in `dependentRequired` that is no property, or needs itself\n\
          - `const`: a `const` of another type, or beside `enum`\n\
          - `discriminator`: a discriminator whose property is nowhere in the schema\n\n\
          What other rules look at is left to them: types that don't exist, negative lengths and a `multipleOf` of 0 \
          to `struct`, values of `enum` to `no-enum-type-mismatch`, `items` of objects and `properties` of lists to \
          `no-schema-type-mismatch`.",
    options: &[OptionDef {
        name: "without",
        shape: OptionShape::Choices(CHECKS),
        default: "[]",
        about: "checks that are left out, by their names",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number, minLength: 1}
    Code: {type: string, minLength: 8, maxLength: 4}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number, minimum: 1}
    Code: {type: string, minLength: 4, maxLength: 8}
",
    on: &[Kind::Schema],
    create: |setup| {
        let without = setup.texts("without").unwrap_or_default();
        Box::new(OasSchemaCheck { without, compositions: Compositions::default() })
    },
    ..RuleDef::BASE
};

/// The names of the checks.
const CHECKS: &[&str] = &["keyword", "bounds", "pattern", "dependent", "const", "discriminator"];

/// Keywords with the types that have them.
const KEYWORDS: &[(&[&str], &[&str])] = &[
    (
        &["string"],
        &["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"],
    ),
    (&["number", "integer"], &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    (
        &["array"],
        &[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
        ],
    ),
    (
        &["object"],
        &[
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "required",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
    ),
];

/// Lower bounds with their upper ones.
const BOUNDS: [(&str, &str); 5] = [
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minContains", "maxContains"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
];

struct OasSchemaCheck<'d> {
    without: Vec<String>,
    compositions: Compositions<'d>,
}

impl<'d> Rule<'d> for OasSchemaCheck<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let wants = |check: &str| !self.without.iter().any(|name| name == check);
        if wants("keyword") {
            check_keywords(node, cx);
        }
        if wants("bounds") {
            check_bounds(node, cx);
        }
        if wants("pattern") {
            check_pattern(node, cx);
        }
        if wants("const") {
            check_const(node, cx);
        }
        let (dependent, discriminator) = (wants("dependent"), wants("discriminator"));
        if dependent {
            self.check_dependent(node, cx);
        }
        if discriminator {
            self.check_discriminator(node, cx);
        }
    }
}

/// Reports with the name of the check.
fn put<'c>(cx: &'c mut Context<'_>, check: &str, location: Location, message: &str) -> Report<'c> {
    cx.report(location, format!("{message} ({check})"))
}

fn check_keywords(node: Node<'_>, cx: &mut Context<'_>) {
    let types = types(node);
    if types.is_empty() {
        return;
    }
    let said = types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let single = node.str("type");
    for (have, keywords) in KEYWORDS {
        if have.iter().any(|name| types.contains(name)) {
            continue;
        }
        for keyword in *keywords {
            let elsewhere = PAIRS.iter().any(|pair| single.is_some_and(|name| *pair == (name, *keyword)));
            let Some(value) = node.get(keyword).filter(|value| !elsewhere && is_well_formed(keyword, *value))
            else {
                continue;
            };
            let message = format!("`{keyword}` never counts: the type is {said}");
            put(cx, "keyword", value.key_location(), &message);
        }
    }
}

/// `required: true` in a property is reported by `struct`.
fn is_well_formed(keyword: &str, value: Node<'_>) -> bool {
    keyword != "required" || value.is_sequence()
}

fn check_bounds(node: Node<'_>, cx: &mut Context<'_>) {
    let number = |key: &str| node.get(key).and_then(Node::as_f64);
    let excludes = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
    for (low, high) in BOUNDS {
        let (Some(least), Some(most)) = (number(low), number(high)) else { continue };
        let open = low == "minimum" && (excludes("exclusiveMinimum") || excludes("exclusiveMaximum"));
        if least > most || (open && least >= most) {
            report_bounds(node, low, high, cx);
        }
    }
    // From 3.1 on these are bounds of their own.
    let pairs = [
        ("exclusiveMinimum", "exclusiveMaximum"),
        ("exclusiveMinimum", "maximum"),
        ("minimum", "exclusiveMaximum"),
    ];
    for (low, high) in pairs {
        if let (Some(least), Some(most)) = (number(low), number(high))
            && least >= most
        {
            report_bounds(node, low, high, cx);
        }
    }
}

fn report_bounds(node: Node<'_>, low: &str, high: &str, cx: &mut Context<'_>) {
    let (Some(least), Some(most)) = (node.get(low), node.get(high)) else { return };
    let message = format!("nothing fits: `{low}` is {} and `{high}` is {}", least.text(), most.text());
    put(cx, "bounds", least.key_location(), &message).related(most.key_location(), format!("`{high}`"));
}

fn check_pattern(node: Node<'_>, cx: &mut Context<'_>) {
    /// A longer one is not read.
    const MOST_BYTES: usize = 10_000;
    let Some(pattern) = node.get("pattern").filter(|pattern| pattern.as_str().is_some()) else { return };
    let text = pattern.text();
    if text.len() > MOST_BYTES {
        return;
    }
    // A text that one of the two grammars of ECMA-262 knows is fine.
    let known = |flags: &str| regress::Regex::with_flags(text, flags).map(|_| ());
    if let Err(error) = known("").or_else(|error| known("u").map_err(|_| error)) {
        let message = format!("this is no regular expression: {error}");
        put(cx, "pattern", pattern.location(), &message);
    }
}

fn check_const(node: Node<'_>, cx: &mut Context<'_>) {
    // 3.0 has no `const`.
    let Some(value) = node.get("const").filter(|_| cx.version != Version::V3_0) else { return };
    let types = types(node);
    let null = value.is_null() && is_nullable(node);
    if !types.is_empty() && !null && !types.iter().any(|name| is_of_type(value, name)) {
        let said = types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
        let found = match value.kind() {
            NodeKind::Mapping | NodeKind::Sequence => value.kind().name().to_owned(),
            kind => format!("`{}`, {}", value.text().chars().take(60).collect::<String>(), kind.name()),
        };
        put(cx, "const", value.location(), &format!("`const` is {found}, but `type` is {said}"));
    }
    if let Some(list) = node.get("enum") {
        put(
            cx,
            "const",
            value.key_location(),
            "`const` and `enum` both say what the value is: one is enough",
        )
        .related(list.key_location(), "`enum`");
    }
}

impl<'d> OasSchemaCheck<'d> {
    fn check_dependent(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(dependent) = node.get("dependentRequired").filter(|_| cx.version != Version::V3_0) else {
            return;
        };
        let definition = cx.definition;
        for entry in dependent.entries() {
            let items = entry.value.items().filter(|item| item.as_str().is_some());
            for (name, place) in
                std::iter::once((entry.name(), entry.value)).chain(items.map(|item| (item.text(), item)))
            {
                let is_key = place == entry.value;
                if !is_key && name == entry.name() {
                    put(cx, "dependent", place.location(), &format!("`{name}` needs itself"));
                    continue;
                }
                if !self
                    .compositions
                    .says(node, cx.definition, &|schema| has_property(schema, name, definition))
                {
                    let location = if is_key { place.key_location() } else { place.location() };
                    let names =
                        node.get("properties").into_iter().flat_map(Node::entries).map(|entry| entry.name());
                    put(cx, "dependent", location, &format!("`{name}` is no property of this schema"))
                        .suggest_nearest(name, names);
                }
            }
        }
    }

    fn check_discriminator(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(name) = node.get("discriminator").and_then(|holder| holder.get("propertyName")) else {
            return;
        };
        let Some(text) = name.as_str() else { return };
        let definition = cx.definition;
        let own = |schema: Node<'d>| has_property(schema, text, definition);
        if self.compositions.says(node, cx.definition, &own) {
            return;
        }
        // One schema among the alternatives that has it is enough.
        let alternatives =
            ["anyOf", "oneOf"].into_iter().filter_map(|list| node.get(list)).flat_map(Node::items);
        let mut some = alternatives.filter(|part| self.compositions.says(*part, cx.definition, &own));
        if some.next().is_none() {
            let message = format!("the discriminator `{text}` is no property of this schema");
            put(cx, "discriminator", name.location(), &message);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lint::tests::{lint_as, reported, reported_with};

    const RULE: &str = "oas-schema-check";

    fn at(places: &[&str]) -> Vec<String> {
        places.iter().map(|place| format!("#/components/schemas/{place}")).collect()
    }

    #[test]
    fn keywords_belong_to_types() {
        let text = "components:
  schemas:
    A: {type: [string, 'null'], minLength: 1, minItems: 2}
    B: {type: object, items: {}, minItems: 1, required: []}
    C: {minLength: 1, minItems: 1, minimum: 1}
    D: {type: [object, 'null'], items: {}}
    E: {type: string, properties: {minimum: {type: number}}}
    F: {type: integer, minimum: 1, multipleOf: 2}
";
        assert_eq!(reported(RULE, text), at(&["A/minItems", "B/minItems", "D/items", "E/properties"]));
        assert!(reported_with(RULE, "without", json!(["keyword"]), text).is_empty());
    }

    #[test]
    fn bounds_leave_room() {
        let text = "components:
  schemas:
    A: {minLength: 2, maxLength: 2}
    B: {minItems: 3, maxItems: 2}
    C: {minimum: 2, maximum: 1.5}
    D: {exclusiveMinimum: 1, maximum: 1}
    E: {exclusiveMinimum: 1, exclusiveMaximum: 2}
";
        assert_eq!(reported(RULE, text), at(&["B/minItems", "C/minimum", "D/exclusiveMinimum"]));
        let text = "openapi: 3.0.3
info: {title: A, version: '1'}
paths: {}
components:
  schemas:
    A: {type: number, minimum: 1, maximum: 1}
    B: {type: number, minimum: 1, maximum: 1, exclusiveMaximum: true}
";
        assert_eq!(lint_as(RULE, text), at(&["B/minimum"]));
    }

    #[test]
    fn patterns_are_those_of_ecma_262() {
        let text = r"components:
  schemas:
    A: {type: string, pattern: '^(a|b$'}
    B: {type: string, pattern: '^\d{3}-\p{L}+$'}
    C: {type: string, pattern: '(?i)abc'}
    D: {type: string, pattern: '^[\w\-.]+\/(?!x)(?<name>y)$'}
    E: {type: string, pattern: '[b-a]'}
    F: {type: string, pattern: '^{.*}$'}
";
        assert_eq!(reported(RULE, text), at(&["A/pattern", "C/pattern", "E/pattern"]));
    }

    #[test]
    fn constants_names_and_discriminators() {
        let text = "components:
  schemas:
    A: {type: string, const: 1}
    B: {const: a, enum: [a]}
    C: {type: [integer, 'null'], const: null}
    D:
      properties: {a: {}, b: {}}
      dependentRequired: {a: [b, a, c], d: [b]}
    E: {discriminator: {propertyName: kind}, properties: {kinds: {}}}
    F: {discriminator: {propertyName: kind}, oneOf: [{properties: {kind: {}}}, {properties: {}}]}
    G: {discriminator: {propertyName: kind}, allOf: [{properties: {kind: {}}}]}
";
        assert_eq!(
            reported(RULE, text),
            at(&[
                "A/const",
                "B/const",
                "D/dependentRequired/a/1",
                "D/dependentRequired/a/2",
                "D/dependentRequired/d",
                "E/discriminator/propertyName"
            ])
        );
    }
}
