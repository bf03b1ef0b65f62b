//! Each function: what it lets pass, what it says, and what is wrong with its options.

use crate::lint::spectral::tests::{errors, problems};

/// What a function says of `x` in `info`, with options as flow mapping.
fn said(function: &str, options: &str, value: &str) -> Vec<String> {
    let options = if options.is_empty() { String::new() } else { format!(", functionOptions: {options}") };
    let rule = format!("rules: {{r: {{given: $.info, then: {{field: x, function: {function}{options}}}}}}}");
    let value = if value.is_empty() { String::new() } else { format!(", x: {value}") };
    let text = format!("openapi: 3.1.0\ninfo: {{title: T{value}}}\npaths: {{}}\n");
    problems(&rule, &text).into_iter().map(|problem| problem.message).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn presence() {
    for (function, passes, fails) in [
        ("truthy", ["a", "1", "true", "[]", "{}"].as_slice(), ["", "''", "0", "false", "null"].as_slice()),
        ("falsy", ["", "''", "0", "false", "null"].as_slice(), ["a", "1", "[]"].as_slice()),
        ("defined", ["a", "null", "false"].as_slice(), [""].as_slice()),
        ("undefined", [""].as_slice(), ["a", "null"].as_slice()),
    ] {
        for value in passes {
            assert_eq!(said(function, "", value), NOTHING, "{function} {value}");
        }
        for value in fails {
            let name = if value.is_empty() { "info.x" } else { "x" };
            assert_eq!(
                said(function, "", value),
                [format!("\"{name}\" property must be {function}")],
                "{value}"
            );
        }
    }
}

#[test]
fn pattern() {
    assert_eq!(said("pattern", "{match: ^a}", "abc"), NOTHING);
    assert_eq!(said("pattern", "{match: ^a}", "b"), ["\"b\" must match the pattern \"^a\""]);
    assert_eq!(said("pattern", "{match: /^A/i}", "a"), NOTHING);
    assert_eq!(said("pattern", "{notMatch: b}", "abc"), ["\"abc\" must not match the pattern \"b\""]);
    assert_eq!(said("pattern", "{match: z, notMatch: b}", "abc").len(), 2);
    // Of other kinds of values nothing is said.
    assert_eq!(said("pattern", "{match: ^a}", "5"), NOTHING);
    assert_eq!(said("pattern", "{match: ^a}", ""), NOTHING);
}

#[test]
fn enumeration_and_length() {
    assert_eq!(said("enumeration", "{values: [a, 2, null, true]}", "2"), NOTHING);
    assert_eq!(said("enumeration", "{values: [a, 2, null, true]}", "null"), NOTHING);
    assert_eq!(
        said("enumeration", "{values: [a, 2]}", "b"),
        ["\"b\" must be equal to one of the allowed values: \"a\", 2"]
    );
    assert_eq!(said("enumeration", "{values: ['2']}", "2").len(), 1);
    assert_eq!(said("enumeration", "{values: [a]}", "[b]"), NOTHING);
    assert_eq!(said("length", "{min: 2, max: 3}", "abc"), NOTHING);
    assert_eq!(said("length", "{min: 4}", "abc"), ["\"x\" property must be longer than 4"]);
    assert_eq!(said("length", "{max: 1}", "[a, b]"), ["\"x\" property must be shorter than 1"]);
    assert_eq!(said("length", "{max: 0}", "{a: 1}"), ["\"x\" property must be shorter than 0"]);
    assert_eq!(said("length", "{max: 4.5}", "5"), ["\"x\" property must be shorter than 4.5"]);
    assert_eq!(said("length", "{max: 1}", "true"), NOTHING);
}

#[test]
fn casing() {
    for (case, right, wrong) in [
        ("flat", "ab1", "aB"),
        ("camel", "fooBar1", "FooBar"),
        ("pascal", "FooBar", "fooBar"),
        ("kebab", "foo-bar", "foo_bar"),
        ("cobol", "FOO-BAR", "FOO_BAR"),
        ("snake", "foo_bar", "foo-bar"),
        ("macro", "FOO_BAR", "foo_bar"),
    ] {
        let options = format!("{{type: {case}}}");
        assert_eq!(said("casing", &options, right), NOTHING, "{case}");
        assert_eq!(said("casing", &options, wrong), [format!("must be {case} case")], "{case}");
    }
    // No two capitals in a row; one may end the word.
    assert_eq!(said("casing", "{type: camel}", "userID").len(), 1);
    assert_eq!(said("casing", "{type: camel}", "planB"), NOTHING);
    assert_eq!(said("casing", "{type: flat, disallowDigits: true}", "ab1").len(), 1);
    let separated = "{type: camel, separator: {char: /, allowLeading: true}}";
    assert_eq!(said("casing", separated, "/fooBar/bazQux"), NOTHING);
    assert_eq!(said("casing", separated, "/"), NOTHING);
    assert_eq!(said("casing", separated, "/foo_bar").len(), 1);
    assert_eq!(said("casing", "{type: flat, separator: {char: ']'}}", "'a]b'"), NOTHING);
    assert_eq!(said("casing", "{type: flat}", "''"), NOTHING);
}

#[test]
fn alphabetical() {
    assert_eq!(said("alphabetical", "", "[a, B, c]"), NOTHING);
    assert_eq!(said("alphabetical", "", "[a, c, b]"), ["\"c\" must be placed after \"b\""]);
    assert_eq!(said("alphabetical", "", "{b: 1, a: 2}"), ["\"b\" must be placed after \"a\""]);
    assert_eq!(said("alphabetical", "", "[2, 10]"), NOTHING);
    assert_eq!(
        said("alphabetical", "{keyedBy: n}", "[{n: b}, {n: a}]"),
        ["properties must follow the alphabetical order"]
    );
    assert_eq!(said("alphabetical", "{keyedBy: n}", "[b, a]"), ["\"x\" property must be an object"]);
    assert_eq!(
        said("alphabetical", "", "[[], {}]"),
        ["\"x\" property must be one of the allowed types: number, string"]
    );
}

#[test]
fn xor_and_or() {
    let options = "{properties: [a, b]}";
    assert_eq!(said("xor", options, "{a: 1}"), NOTHING);
    assert_eq!(said("xor", options, "{a: 1, b: 2}"), ["Just one of \"a\" and \"b\" must be defined"]);
    assert_eq!(said("xor", options, "{c: 1}"), ["At least one of \"a\" or \"b\" must be defined"]);
    assert_eq!(said("or", options, "{a: 1, b: 2}"), NOTHING);
    assert_eq!(said("or", options, "{c: 1}"), ["At least one of \"a\" or \"b\" must be defined"]);
    assert_eq!(
        said("or", "{properties: [a, b, c, d, e]}", "{}"),
        ["At least one of \"a\" or \"b\" or \"c\" or 2 other properties must be defined"]
    );
    assert_eq!(said("or", options, "text"), NOTHING);
}

#[test]
fn schema() {
    let options = "{schema: {type: object, required: [a], properties: {a: {type: string}}, additionalProperties: false}}";
    assert_eq!(said("schema", options, "{a: b}"), NOTHING);
    assert_eq!(said("schema", options, ""), ["\"info.x\" property must exist"]);
    assert_eq!(said("schema", options, "{a: 1}"), ["\"a\" property type must be string"]);
    assert_eq!(said("schema", options, "[]"), ["\"x\" property type must be object"]);
    assert_eq!(said("schema", options, "{}"), ["\"x\" property must have required property \"a\""]);
    assert_eq!(
        said("schema", "{schema: {enum: [a, b]}}", "c"),
        ["\"x\" property must be equal to one of the allowed values: \"a\", \"b\""]
    );
    assert_eq!(said("schema", "{schema: {pattern: ^a}}", "b"), ["\"x\" property must match pattern \"^a\""]);
    assert_eq!(
        said("schema", "{schema: {maxLength: 2}}", "abc"),
        ["\"x\" property must not have more than 2 characters"]
    );
    assert_eq!(said("schema", options, "{a: b, c: d}"), ["Property \"c\" is not expected to be here"]);
    assert_eq!(said("schema", "{schema: {minimum: 2}}", "1"), ["\"x\" property must be >= 2"]);
    assert_eq!(
        said("schema", "{schema: {format: email}}", "a"),
        ["\"x\" property must match format \"email\""]
    );
    // One violation, or all.
    let several = "schema: {items: {type: string}}";
    assert_eq!(said("schema", &format!("{{{several}}}"), "[1, 2]").len(), 1);
    assert_eq!(said("schema", &format!("{{{several}, allErrors: true}}"), "[1, 2]").len(), 2);
    // `#` is the schema itself.
    let local = "{schema: {$ref: '#/definitions/A', definitions: {A: {type: string}}}}";
    assert_eq!(said("schema", local, "1").len(), 1);
    assert_eq!(said("schema", local, "a"), NOTHING);
    let dependent = "{schema: {dependencies: {a: [b], c: {required: [d]}}}}";
    assert_eq!(said("schema", dependent, "{a: 1}").len(), 1);
    assert_eq!(said("schema", dependent, "{c: 1}").len(), 1);
    assert_eq!(said("schema", dependent, "{a: 1, b: 2, c: 1, d: 2}"), NOTHING);
    let limits = "{schema: {maximum: 3, exclusiveMaximum: true}, dialect: draft4}";
    assert_eq!(said("schema", limits, "3").len(), 1);
}

#[test]
fn schema_of_names() {
    let rule = "rules: {r: {given: $.paths, then: {field: '@key', function: schema, functionOptions: {schema: {maxLength: 2}}}}}";
    let text = "openapi: 3.1.0\npaths: {/a: {}, /long: {}}\n";
    let found = problems(rule, text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].location.pointer, "#/paths/~1long");
}

#[test]
fn typed_enum_and_unreferenced() {
    let rule = "rules: {r: {given: '$..[?(@ && @.enum && @.type)]', then: {function: typedEnum}}}";
    let text = "openapi: 3.1.0\ncomponents: {schemas: {A: {type: [string, 'null'], enum: [a, 1, null]}}}\n";
    let found = problems(rule, text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].message, "Enum value 1 must be \"string\" or \"null\"");
    assert_eq!(found[0].location.pointer, "#/components/schemas/A/enum/1");
    let rule = "rules: {r: {given: $.components.schemas, then: {function: unreferencedReusableObject, \
                functionOptions: {reusableObjectsLocation: '#/components/schemas'}}}}";
    let text = "openapi: 3.1.0
components:
  schemas:
    A: {properties: {b: {$ref: '#/components/schemas/B'}}, discriminator: {propertyName: k, mapping: {c: C}}}
    B: {type: string}
    C: {type: string}
";
    let found = problems(rule, text);
    assert_eq!(
        found.iter().map(|problem| &*problem.location.pointer).collect::<Vec<_>>(),
        ["#/components/schemas/A"]
    );
    assert_eq!(found[0].message, "Potential orphaned reusable object has been detected");
}

#[test]
fn options_are_checked() {
    let error = |function: &str, options: &str| {
        let options =
            if options.is_empty() { String::new() } else { format!(", functionOptions: {options}") };
        errors(&format!("rules: {{r: {{given: $, then: {{function: {function}{options}}}}}}}"))
    };
    assert_eq!(error("truty", ""), ["1:40 rule `r`: there is no function `truty`; did you mean `truthy`?"]);
    assert_eq!(error("truthy", "{a: 1}"), ["1:48 `truthy` has no options"]);
    assert_eq!(error("pattern", ""), ["1:30 `pattern` needs the option `match` or `notMatch`"]);
    assert!(error("pattern", "{match: '('}")[0].contains("no regular expression"));
    assert!(
        error("pattern", "{mach: a}")
            .join(" ")
            .contains("unknown key `mach` in the options of `pattern`; did you mean `match`?")
    );
    assert_eq!(error("length", "{}"), ["1:48 `length` needs the option `min` or `max`"]);
    assert!(error("length", "{min: a}")[0].ends_with("`min` must be a number, not `a`"));
    assert!(
        error("casing", "{type: camal}")[0].ends_with("did you mean `camel`?"),
        "{:?}",
        error("casing", "{type: camal}")
    );
    assert!(error("casing", "{type: camel, separator: {char: ab}}")[0].contains("one character"));
    assert!(error("enumeration", "{values: a}")[0].ends_with("`values` must be a list of values, not `a`"));
    assert!(error("xor", "{properties: [a]}")[0].contains("at least two"));
    assert!(error("schema", "{dialect: draft7}")[0].contains("needs the option `schema`"));
    assert!(error("schema", "{schema: a}")[0].contains("must be a JSON Schema"));
    assert!(error("schema", "{schema: {}, dialect: draft5}")[0].contains("`dialect` is one of"));
    assert!(
        error("unreferencedReusableObject", "{reusableObjectsLocation: a}")[0].contains("a pointer like")
    );
    assert!(error("alphabetical", "{keyedBy: [a]}")[0].contains("must be a string"));
}
