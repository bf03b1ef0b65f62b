//! Each operator, place, method and literal on one small document, and every way not to be understood.

use super::*;
use crate::definition::{Definition, Store, load};
use crate::lint::spectral::value::{Member, View};
use crate::source::Memory;

const TEXT: &str = "openapi: 3.1.0
name: pet
count: 3
zero: 0
none: null
empty: ''
yes: true
list: [a, b, 3]
object: {a: {b: c}, $ref: nowhere}
";

fn definition() -> Definition {
    let mut memory = Memory::default();
    memory.insert("openapi.yaml", TEXT.to_owned());
    load(&Store::new(Box::new(memory)), "openapi.yaml").unwrap().0
}

/// Whether an expression holds at the root, which is said to stand under `root` of itself.
fn holds(text: &str) -> bool {
    let definition = definition();
    let (expression, end) = parse(text, 0).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    assert_eq!(end, text.len(), "{text}");
    let root = definition.root();
    let scope = Scope {
        view: View { definition: &definition, resolved: true },
        node: root,
        member: Some(Member::Key("root")),
        parent: Some(root),
        parent_member: Some(Member::Index(2)),
        root,
        path: &|| "$['paths']['root']".to_owned(),
    };
    scope.holds(&expression)
}

#[test]
fn operators() {
    for text in [
        "@.name == 'pet'",
        "@.name === \"pet\"",
        "@.count == '3'",
        "@.count !== '3'",
        "@.count != 4",
        "@.none == undefined && @.none === null",
        "@.missing === void 0 && @.missing == null",
        "@.count > 2 && @.count >= 3 && @.count < 4 && @.count <= 3",
        "!(@.count > 3) || false",
        "'name' in @ && !('nome' in @)",
        "@.count + 1 == 4 && @.count - 1 == 2 && @.count * 2 == 6 && @.count / 3 == 1 && @.count % 2 == 1",
        "-@.count == -3 && +'3' === 3",
        "'a' + @.count === 'a3'",
        "@.yes ? @.count : false",
        "typeof @.name === 'string'",
        "@.name === 'pet' || @.missing.deeper.still",
        "'a' < 'b'",
        "@.none?.deeper === undefined",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "@.zero",
        "@.empty",
        "@.none",
        "@.missing",
        "@.none.a.b",
        "@.name.a.b",
        "@.missing.length > 0",
        "!@.yes",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn places_and_members() {
    for text in [
        "@property === 'root'",
        "@parent.name === 'pet'",
        "@parentProperty === 2",
        "@path === \"$['paths']['root']\"",
        "@root.count === 3",
        "@.object.a.b === 'c'",
        "@['object']['a'].b === 'c'",
        "@.list[0] === 'a' && @.list.length === 3",
        "@.name.length === 3",
        "@.object['$ref'] && @.object.$ref === 'nowhere'",
        "Object.keys(@.object).length === 2",
        "index === undefined",
    ] {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn methods_and_questions() {
    for text in [
        "@.name.match(/^P/i)",
        "!@.name.match(/^x/)",
        "@property.match('^ro')",
        "/t$/.test(@.name)",
        "!/[/]x/.test(@.name)",
        "@.list.includes('b') && !@.list.includes('c')",
        "@.name.includes('et')",
        "@.name.startsWith('p') && @.name.endsWith('t')",
        "@.name.indexOf('e') === 1 && @.list.indexOf('z') === -1",
        "@.name.toUpperCase() === 'PET' && ' a '.trim() === 'a'",
        "@.object.hasOwnProperty('a')",
        "@.name.constructor.name === 'String' && @.list.constructor.name === 'Array'",
        "Array.isArray(@.list) && !Array.isArray(@.object)",
        "Number.isInteger(@.count)",
        "@object() && !@array() && !@string() && !@null() && !@boolean() && !@number() && !@integer() && !@scalar()",
        "!@.missing.match(/x/)",
    ] {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn what_is_not_understood_is_told_at_its_place() {
    let error = |text: &str| {
        let error = parse(text, 0).unwrap_err();
        format!("{} {}", error.at, error.message)
    };
    assert_eq!(error("@.a | 1"), "4 the operator `|` is not understood");
    assert_eq!(error("@.a = 1"), "4 the operator `=` is not understood");
    assert_eq!(error("@.a.mach(/x/)"), "4 the method `mach` is not understood; did you mean `match`?");
    assert_eq!(error("@propety == 1"), "0 `@propety` is not defined; did you mean `@property`?");
    assert_eq!(error("foo.bar"), "0 `foo` is not defined");
    assert_eq!(error("@.a =="), "6 the expression ends too early");
    assert_eq!(error("@.a == 'x"), "7 the string does not end");
    assert_eq!(error("@.match(/x)"), "8 the regular expression does not end");
    assert!(error("@.match(/(/)").contains("no regular expression"));
    assert_eq!(error("(@.a"), "4 `)` is missing here");
    assert_eq!(error("@.a && )"), "7 a value is missing before `)`");
    assert_eq!(error("@.filter(x)(1)"), "2 the method `filter` is not understood");
    assert!(error(&"(".repeat(500)).contains("nested too deeply"));
    assert!(error(&"!".repeat(500)).contains("nested too deeply"));
}
