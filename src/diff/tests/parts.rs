//! Parts of `allOf` that speak about the same thing are compared as the whole that they make.

use super::diff;
use crate::diff::{Change, Changes, Impact};

/// A definition whose `POST /a` takes a schema, with named schemas.
fn taking(schema: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: 1.0.0}}\npaths:\n  /a:\n    post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{}}}}\ncomponents: {{schemas: {schemas}}}\n"
    )
}

/// What an operation is told.
fn told(changes: &Changes) -> Vec<&Change> {
    changes.all.iter().filter(|change| change.operation.is_some()).collect()
}

/// Id, place, and the end of the pointer on the side that has it, the head's where both do.
fn lines(changes: &Changes) -> Vec<String> {
    let line = |change: &&Change| {
        let location = change.head.as_ref().or(change.base.as_ref()).unwrap();
        let pointer = location.pointer.split("/schema").last().unwrap();
        let impact = if change.impact == Impact::Breaking { "!" } else { "" };
        format!("{impact}{} {} {pointer}", change.id, change.place.as_deref().unwrap())
    };
    told(changes).iter().map(line).collect()
}

fn both_ways(base: &str, head: &str, schemas: &str, forth: &[&str], back: &[&str]) {
    let (base, head) = (taking(base, schemas), taking(head, schemas));
    assert_eq!(lines(&diff(&base, &head)), forth, "{base}{head}");
    assert_eq!(lines(&diff(&head, &base)), back, "{head}{base}");
}

#[test]
fn a_later_part_that_narrows_a_property_is_seen() {
    both_ways(
        "{type: object, properties: {currency: {type: string}, note: {type: string}}}",
        "{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {currency: {enum: [EUR, USD]}, note: {maxLength: 10, pattern: '^a'}}}]}",
        "{Base: {type: object, properties: {currency: {type: string}, note: {type: string}}}}",
        &[
            "!request-property-became-enum currency /allOf/1/properties/currency/enum",
            "!request-property-pattern-added note /allOf/1/properties/note/pattern",
            "request-property-max-length-set note /allOf/1/properties/note/maxLength",
        ],
        &[
            "request-property-enum-removed currency /allOf/1/properties/currency/enum",
            "request-property-max-length-unset note /allOf/1/properties/note/maxLength",
            "request-property-pattern-removed note /allOf/1/properties/note/pattern",
        ],
    );
}

#[test]
fn a_part_beside_properties_narrows_them() {
    both_ways(
        "{type: object, properties: {p: {type: object, properties: {q: {type: string}}}}}",
        "{type: object, properties: {p: {type: object, properties: {q: {type: string}}}}, allOf: [{properties: {p: {properties: {q: {maxLength: 5}}, required: [q]}}}]}",
        "{}",
        &[
            "!request-property-became-required p/q /allOf/0/properties/p/required/0",
            "request-property-max-length-set p/q /allOf/0/properties/p/properties/q/maxLength",
        ],
        &[
            "request-property-became-optional p/q /properties/p/properties/q",
            "request-property-max-length-unset p/q /allOf/0/properties/p/properties/q/maxLength",
        ],
    );
}

#[test]
fn items_of_several_parts_are_read_together() {
    both_ways(
        "{type: array, items: {type: string}}",
        "{allOf: [{type: array, items: {type: string}}, {items: {enum: [x]}}]}",
        "{}",
        &["!request-property-became-enum items /allOf/1/items/enum"],
        &["request-property-enum-removed items /allOf/1/items/enum"],
    );
    both_ways(
        "{type: object, additionalProperties: {type: string}}",
        "{allOf: [{type: object, additionalProperties: {type: string}}, {additionalProperties: {maxLength: 3}}]}",
        "{}",
        &["request-property-max-length-set additionalProperties /allOf/1/additionalProperties/maxLength"],
        &["request-property-max-length-unset additionalProperties /allOf/1/additionalProperties/maxLength"],
    );
}

#[test]
fn lists_of_values_and_steps_of_several_parts_intersect() {
    both_ways(
        "{enum: [a, b]}",
        "{allOf: [{enum: [a, b]}, {enum: [a]}]}",
        "{}",
        &["!request-body-enum-value-removed  /enum/1"],
        &["request-body-enum-value-added  /enum/1"],
    );
    both_ways(
        "{type: integer, multipleOf: 2}",
        "{allOf: [{type: integer, multipleOf: 2}, {multipleOf: 6}]}",
        "{}",
        &["!request-body-multiple-of-narrowed  /allOf/1/multipleOf"],
        &["request-body-multiple-of-widened  /multipleOf"],
    );
    both_ways(
        "{type: string, pattern: a}",
        "{allOf: [{type: string, pattern: a}, {pattern: b}]}",
        "{}",
        &["!request-body-pattern-added  /allOf/1/pattern"],
        &["request-body-pattern-removed  /allOf/1/pattern"],
    );
}

/// The same narrowing where the parts have counterparts.
#[test]
fn a_keyword_moves_between_parts_that_stay() {
    let schemas =
        |base: &str| format!("{{Base: {{type: object, properties: {{id: {{type: string}}{base}}}}}}}");
    let with = |own: &str, base: &str| {
        taking(
            &format!(
                "{{allOf: [{{$ref: '#/components/schemas/Base'}}, {{type: object, properties: {{x: {{type: string}}{own}}}}}]}}"
            ),
            &schemas(base),
        )
    };
    // From one part to the other: nothing, and with a narrowing on the way the narrowing.
    let (of_base, of_own) = (with("", ", p: {type: string}"), with(", p: {type: string}", ""));
    assert!(told(&diff(&of_base, &of_own)).is_empty() && told(&diff(&of_own, &of_base)).is_empty());
    let narrower = with(", p: {type: string, enum: [a]}", "");
    assert_eq!(
        lines(&diff(&of_base, &narrower)),
        ["!request-property-became-enum p /allOf/1/properties/p/enum"]
    );
    assert_eq!(
        lines(&diff(&narrower, &of_base)),
        ["request-property-enum-removed p /allOf/1/properties/p/enum"]
    );
    // A limit of one part that the other repeats is not lost.
    let twice = with(", p: {type: string, maxLength: 5}", ", p: {type: string, maxLength: 5}");
    let once = with(", p: {type: string, maxLength: 5}", ", p: {type: string}");
    assert!(told(&diff(&twice, &once)).is_empty() && told(&diff(&once, &twice)).is_empty());
}

/// A generic wrapper says `object`, the part beside it what the objects are.
#[test]
fn a_wrapper_and_its_content_are_one() {
    let schemas = "{Wrapper: {type: object, properties: {data: {type: array, items: {type: object}}}}, Station: {type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}}";
    let wrapped = "{allOf: [{$ref: '#/components/schemas/Wrapper'}, {properties: {data: {type: array, items: {$ref: '#/components/schemas/Station'}}}}]}";
    let plain =
        "{type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Station'}}}}";
    both_ways(plain, wrapped, schemas, &[], &[]);
}

#[test]
fn null_and_flags_of_several_declarations() {
    let parts = |one: &str, other: &str| {
        format!("{{allOf: [{{type: object, properties: {{p: {one}}}}}, {{properties: {{p: {other}}}}}]}}")
    };
    let plain = "{type: object, properties: {p: {type: [string, 'null']}}}";
    both_ways(
        plain,
        &parts("{type: [string, 'null']}", "{maxLength: 5}"),
        "{}",
        &["request-property-max-length-set p /allOf/1/properties/p/maxLength"],
        &["request-property-max-length-unset p /allOf/1/properties/p/maxLength"],
    );
    both_ways(
        plain,
        &parts("{type: [string, 'null']}", "{type: string}"),
        "{}",
        &["!request-property-became-not-nullable p /allOf/1/properties/p/type"],
        &["request-property-became-nullable p /properties/p/type"],
    );
    both_ways(
        "{type: object, properties: {p: {type: string}}}",
        &parts("{type: string}", "{readOnly: true}"),
        "{}",
        &["request-optional-property-became-read-only p /allOf/1/properties/p/readOnly"],
        &["request-optional-property-became-not-read-only p /properties/p"],
    );
}

/// One edit of a shared part is one cause, also where some schemas read the part together with others.
#[test]
fn an_edit_of_a_shared_part_stays_one_cause() {
    let with = |size: &str, name: &str| {
        let child = |value: &str| {
            format!(
                "{{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{type: object, properties: {{kind: {{enum: [{value}]}}, name: {{{name}}}}}}}]}}"
            )
        };
        let branches = "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Pet'}]}";
        taking(
            branches,
            &format!(
                "{{Pet: {{type: object, properties: {{kind: {{type: string}}, name: {{type: string}}, size: {{{size}}}}}}}, Cat: {}, Dog: {}}}",
                child("cat"),
                child("dog")
            ),
        )
    };
    let changes =
        diff(&with("type: string", "minLength: 1"), &with("type: string, maxLength: 3", "minLength: 2"));
    let sizes: Vec<_> =
        told(&changes).into_iter().filter(|change| change.id.ends_with("max-length-set")).collect();
    assert!(!sizes.is_empty());
    assert!(
        sizes.iter().all(|change| change.cause == sizes[0].cause && change.schema.as_deref() == Some("Pet"))
    );
    let names: Vec<_> =
        told(&changes).into_iter().filter(|change| change.id.ends_with("increased")).collect();
    assert_eq!(
        names.iter().map(|change| change.schema.as_deref().unwrap()).collect::<Vec<_>>(),
        ["Cat", "Dog"]
    );
}

/// Parts that name one another in ever new combinations come to an end.
#[test]
fn combinations_are_bounded() {
    let with = |limit: u32| {
        let mut schemas = String::from("{");
        // Each schema leads by `a` to the next, by `b` to the next and the first: sets of schemas, as of states.
        for at in 0..24 {
            let next = (at + 1) % 24;
            schemas.push_str(&format!(
                "S{at}: {{type: object, allOf: [{{properties: {{a: {{$ref: '#/components/schemas/S{next}'}}, b: {{$ref: '#/components/schemas/S{next}'}}}}}}, {{properties: {{b: {{$ref: '#/components/schemas/S0'}}, v: {{type: string, maxLength: {limit}}}}}}}]}}, "
            ));
        }
        taking("{$ref: '#/components/schemas/S0'}", &format!("{schemas}}}"))
    };
    assert!(diff(&with(5), &with(5)).is_empty());
    assert!(diff(&with(5), &with(4)).totals.breaking > 0);
}

#[test]
fn any_of_that_became_one_of_is_one_change() {
    let branches = "[{title: Card, type: object, properties: {number: {type: string}}}, {title: Bank, type: object, properties: {iban: {type: string}}}]";
    let (any, one) = (format!("{{anyOf: {branches}}}"), format!("{{oneOf: {branches}}}"));
    both_ways(
        &any,
        &one,
        "{}",
        &["request-body-any-of-became-one-of  /oneOf"],
        &["request-body-one-of-became-any-of  /anyOf"],
    );
    let sent = |schema: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: 1.0.0}}\npaths:\n  /a:\n    get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}}}\n"
        )
    };
    let impacts = |base: &str, head: &str| {
        let changes = diff(&sent(base), &sent(head));
        told(&changes).iter().map(|change| (change.id, change.impact)).collect::<Vec<_>>()
    };
    assert_eq!(impacts(&any, &one), [("response-body-any-of-became-one-of", Impact::Compatible)]);
    assert_eq!(impacts(&one, &any), [("response-body-one-of-became-any-of", Impact::Risky)]);
    // A branch that went is told beside it.
    let fewer =
        "{oneOf: [{title: Card, type: object, properties: {number: {type: string}}}, {type: integer}]}";
    both_ways(
        &any,
        fewer,
        "{}",
        &[
            "!request-body-any-of-removed  /anyOf/1",
            "request-body-any-of-became-one-of  /oneOf",
            "request-body-one-of-added  /oneOf/1",
        ],
        &[
            "!request-body-one-of-removed  /oneOf/1",
            "request-body-any-of-added  /anyOf/1",
            "request-body-one-of-became-any-of  /anyOf",
        ],
    );
}

#[test]
fn a_union_beside_other_keywords_is_one_more_condition() {
    let plain = "{type: object, properties: {a: {}, b: {}}}";
    let union = "oneOf: [{required: [a]}, {required: [b]}]";
    let own = format!("{{type: object, properties: {{a: {{}}, b: {{}}}}, {union}}}");
    let part = format!("{{allOf: [{plain}, {{{union}}}]}}");
    both_ways(
        plain,
        &own,
        "{}",
        &["request-body-union-added  /oneOf"],
        &["request-body-union-removed  /oneOf"],
    );
    both_ways(
        plain,
        &part,
        "{}",
        &["request-body-union-added  /allOf/1/oneOf"],
        &["request-body-union-removed  /allOf/1/oneOf"],
    );
    both_ways(&own, &part, "{}", &[], &[]);
    // A type beside branches of that type narrows nothing.
    let branches = "oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]";
    let holds = |schema: &str| format!("{{type: object, properties: {{p: {schema}}}}}");
    both_ways(
        &holds(&format!("{{{branches}}}")),
        &format!(
            "{{allOf: [{}, {}]}}",
            holds(&format!("{{{branches}}}")),
            holds("{type: object, required: [a]}")
        ),
        "{}",
        &["!request-property-became-required p/a /allOf/1/properties/p/required"],
        &["request-property-became-optional p/a /properties/p"],
    );
    // Each `not` holds for itself.
    both_ways(
        "{not: {type: string}}",
        "{allOf: [{not: {type: string}}, {not: {type: integer}}]}",
        "{}",
        &["!request-body-not-added  /allOf/1/not"],
        &["request-body-not-removed  /allOf/1/not"],
    );
}

/// A union that repeats the type of its branches, and one of the branches in its place.
#[test]
fn a_branch_takes_the_place_of_its_union() {
    let schemas = "{User: {type: object, properties: {name: {type: string}}}, Team: {type: object, properties: {slug: {type: string}}}}";
    both_ways(
        "{type: object, additionalProperties: true, oneOf: [{$ref: '#/components/schemas/User'}, {$ref: '#/components/schemas/Team'}]}",
        "{$ref: '#/components/schemas/User'}",
        schemas,
        &["!request-body-one-of-removed  /oneOf/1"],
        &["request-body-one-of-added  /oneOf/1"],
    );
}
