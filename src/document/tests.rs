//! Trees from text: kinds, spans, pointers, and every refusal.

use super::*;
use crate::source::Source;

fn read(path: &str, text: &str) -> Parsed {
    parse(DocumentId(0), Source::new(path, text.to_owned()))
}

fn errors(path: &str, text: &str) -> Vec<String> {
    let parsed = read(path, text);
    parsed.errors.iter().map(|error| format!("{}: {}", error.location, error.message)).collect()
}

#[test]
fn yaml_and_json_give_the_same_tree() {
    let yaml = read("a.yaml", "a:\n  - 1\n  - 'x'\n200: {b: true, c: null}\n");
    let json = read("a.json", r#"{"a": [1, "x"], "200": {"b": true, "c": null}}"#);
    assert!(yaml.errors.is_empty() && json.errors.is_empty());
    let kinds = |parsed: &Parsed| {
        let nodes = parsed.document.nodes();
        nodes.map(|node| (node.kind(), node.pointer(), node.text().to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&yaml), kinds(&json));
}

#[test]
fn spans_are_the_text_of_keys_and_values() {
    let parsed = read("a.yaml", "paths:\n  /é/{id}: # note\n    get: \"x\"\n");
    let node = parsed.document.find("/paths/~1é~1%7Bid%7D/get").unwrap();
    assert_eq!(parsed.document.source().slice(node.span()), "\"x\"");
    assert_eq!(parsed.document.source().slice(node.key().unwrap().span()), "get");
    assert_eq!(node.pointer(), "#/paths/~1é~1%7Bid%7D/get");
    let parent = node.parent().unwrap();
    assert_eq!(parent.location().start.column, 3);
    assert_eq!(parent.location().end.column, 10);
}

#[test]
fn aliases_and_merge_keys_are_looked_through() {
    let parsed = read("a.yaml", "base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\nlist: [*b]\n");
    assert_eq!(errors("a.yaml", parsed.document.source().text()), Vec::<String>::new());
    let mine = parsed.document.find("/mine").unwrap();
    assert_eq!(mine.get("y").unwrap().text(), "3");
    assert_eq!(mine.get("x").unwrap().text(), "1");
    assert_eq!(parsed.document.find("/list/0/y").unwrap().text(), "2");
}

#[test]
fn duplicate_keys_are_reported_at_the_later_one() {
    let parsed = read("a.yaml", "a: 1\nb: 2\na: 3\n");
    assert!(parsed.whole);
    assert_eq!(parsed.errors[0].location.start.line, 3);
    assert_eq!(parsed.errors[0].first_key.as_ref().unwrap().0.start.line, 1);
    assert_eq!(parsed.document.find("/a").unwrap().text(), "3");
    let nested = read("a.yaml", "a: 1\nb:\n- {}\n- x/y:\n    z: 1\n    z: 2\na: 3\n");
    let pointers = nested.errors.iter().map(|error| error.location.pointer.as_str());
    assert_eq!(pointers.collect::<Vec<_>>(), ["#/b/1/x~1y/z", "#/a"]);
    let many: String = (0..40).map(|number| format!("k{number}: {number}\n")).collect();
    assert_eq!(errors("a.yaml", &format!("{many}k7: 0\nk7: 1\n")).len(), 2);
}

#[test]
fn large_mappings_find_every_key() {
    let text: String = (0..500).map(|number| format!("key{number}: {number}\n")).collect();
    let parsed = read("a.yaml", &text);
    for number in 0..500 {
        let node = parsed.document.root().get(&format!("key{number}")).unwrap();
        assert_eq!(node.as_i64(), Some(number));
    }
    assert!(parsed.document.root().get("key500").is_none());
}

#[test]
fn json_is_strict_in_its_own_words() {
    let cases = [
        ("{\"a\": 1,}", "a.json:1:8: a trailing comma"),
        ("[1,]", "a.json:1:3: a trailing comma"),
        ("// x\n{}", "a.json:1:1: a comment"),
        ("{\"a\": 'x'}", "a.json:1:7: a string in single quotes"),
        ("{a: 1}", "a.json:1:2: a key in double quotes is expected here"),
        ("{\"a\" 1}", "a.json:1:6: `:` is expected after the key"),
        ("{\"a\": 1 \"b\": 2}", "a.json:1:8: a comma is missing here"),
        ("{\"a\": 01}", "a.json:1:7: a number can't start with 0"),
        ("{\"a\": 1.}", "a.json:1:9: a digit is expected after the decimal point"),
        ("{\"a\": \"x", "a.json:1:7: this string is never closed"),
        ("{\"a\": \"x\ny\"}", "a.json:1:7: this string is not closed on its line"),
        ("{\"a\": \"\\q\"}", "a.json:1:8: an unknown escape"),
        ("{\"a\": [1}", "a.json:1:9: `]` is expected here, not `}`"),
        ("{\"a\": 1", "a.json:1:8: the file ends here, but `}` is still missing"),
        ("{} x", "a.json:1:4: text after the end of the document"),
        ("", "a.json:1:1: the file is empty"),
        ("{\"a\": }", "a.json:1:7: a value is missing here"),
        ("{\"a\": \"\\", "a.json:1:8: an unknown escape"),
        ("{\"a\": \"\\u12", "a.json:1:8: `\\u` is followed by four hexadecimal digits"),
    ];
    for (text, expected) in cases {
        assert_eq!(errors("a.json", text), [expected], "{text}");
    }
}

#[test]
fn json_strings_are_decoded() {
    let parsed = read("a.json", r#"{"a\u0062": "\ud83d\ude00 \n \ud83d"}"#);
    assert_eq!(parsed.document.root().str("ab"), Some("\u{1F600} \n \u{FFFD}"));
}

#[test]
fn yaml_errors_have_a_place_and_a_hint() {
    let cases = [
        ("a: 1\nb: c: d\n", 2, "in quotes"),
        ("a:1\nb: 2\n", 2, "space after its `:`"),
        ("a: \"x\n", 1, "close it"),
        ("a: *x\n", 1, "&name"),
        ("a:\n\t- b\n", 2, "spaces"),
        ("a: 1\n---\nb: 2\n", 2, "---"),
        ("<<<<<<< HEAD\na: 1\n=======\n", 1, "======="),
        ("? [a]\n: 1\n", 1, ""),
        ("a: [1, 2\n", 1, ""),
        ("a: &x [*x]\n", 1, "$ref"),
    ];
    for (text, line, hint) in cases {
        let parsed = read("a.yaml", text);
        assert_eq!(parsed.errors.len(), 1, "{text}: {:?}", parsed.errors);
        assert_eq!(parsed.errors[0].location.start.line, line, "{text}: {:?}", parsed.errors);
        let given = parsed.errors[0].hint.clone().unwrap_or_default();
        assert!(given.contains(hint), "{text}: {:?}", parsed.errors);
    }
    let tab = |place: &str| format!("a.yaml:{place}: a tab in the indentation");
    for (text, places) in [
        ("a: 1\nb:\n  c: d\n\te: f\n", vec!["4:1"]),
        ("a:\n  b: c\n  \td: e\n", vec!["3:3"]),
        ("a:\n  b: one\n    two\n\n\tc: d\n\te: f\n", vec!["5:1", "6:1"]),
        ("a: {}\n\tb: {}\n", vec!["2:1"]),
        ("a:\n\tb: c\n", vec!["2:1"]),
        ("a: 'x'\n\tb: c\n", vec!["2:1"]),
        ("a: >\n  x\n\tb: c\n", vec!["3:1"]),
    ] {
        assert_eq!(errors("a.yaml", text), places.into_iter().map(tab).collect::<Vec<_>>(), "{text:?}");
    }
    assert_eq!(errors("a.yaml", "# only a comment\n"), ["a.yaml:1:1: the file is empty"]);
}

#[test]
fn hostile_documents_are_refused() {
    let deep = "[".repeat(100_000);
    assert!(errors("a.json", &deep)[0].contains("levels deep"));
    assert!(errors("a.yaml", &deep)[0].contains("levels deep"));
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert!(errors("a.yaml", &bomb)[0].contains("too many values"));
    let mut chain = String::from("a0: &a0 [x]\n");
    for level in 1..600 {
        chain.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert!(errors("a.yaml", &chain)[0].contains("levels deep"));
    assert_eq!(errors("a.yaml", "a: \0\n").len(), 1);
}

#[test]
fn collections_without_brackets_end_with_the_last_thing_in_them() {
    let text = "a:\n- x: 1\n  # note\n\n- - y # note\n# note\nb:\n  c:\n  d: |\n    one\n    two\n\n\ne:\n  -\n  - [1]\n";
    let parsed = read("a.yaml", text);
    let text_at = |pointer: &str| {
        let node = parsed.document.find(pointer).unwrap();
        parsed.document.source().slice(node.span())
    };
    assert_eq!(text_at("/a"), "- x: 1\n  # note\n\n- - y");
    assert_eq!(text_at("/a/0"), "x: 1");
    assert_eq!(text_at("/a/1"), "- y");
    assert_eq!(text_at("/b"), "c:\n  d: |\n    one\n    two");
    assert_eq!(text_at("/b/d"), "one\n    two");
    assert_eq!(text_at("/e"), "-\n  - [1]");
    assert_eq!(parsed.document.find("/b/c").unwrap().location().start.column, 5);
}

#[test]
fn a_block_at_the_end_of_a_file_has_the_line_breaks_that_are_there() {
    for (text, value) in [
        ("a: |\n  x\n  y", "x\ny"),
        ("a: |\n  x\n", "x\n"),
        ("a: |+\n  x\n\n", "x\n\n"),
        ("a: >\n  x\n  y", "x y"),
        ("a: |\n  x\n  ", "x\n"),
        ("a: |-\n  x", "x"),
    ] {
        assert_eq!(read("a.yaml", text).document.root().str("a"), Some(value), "{text:?}");
    }
}

#[test]
fn many_duplicates_and_merges_take_linear_time() {
    let mut text = String::from("base: &base\n");
    (0..50_000).for_each(|number| text.push_str(&format!("  k{number}: 1\n")));
    text.push_str("merged:\n  <<: *base\n");
    (0..50_000).for_each(|number| text.push_str(&format!("  m{number}: 1\n")));
    text.push_str("twice:\n");
    (0..100_000).for_each(|number| text.push_str(&format!("  d{}: {number}\n", number % 50_000)));
    let parsed = read("a.yaml", &text);
    assert_eq!(parsed.errors.len(), 50_000);
    assert_eq!(parsed.document.find("/merged").unwrap().len(), 100_000);
    assert_eq!(parsed.document.find("/twice").unwrap().len(), 50_000);
    assert_eq!(parsed.document.find("/twice/d7").unwrap().text(), "50007");
}

#[test]
fn keys_that_are_nothing_stand_before_their_colon() {
    for (text, spans) in [
        ("a:\n  :\n  b: 1\n", [(5, 5), (6, 6)]),
        ("a: {: 1}\n", [(4, 4), (6, 7)]),
        ("a:\n  : x\n", [(5, 5), (7, 8)]),
        ("a: {x: 2,  : }\n", [(11, 11), (12, 12)]),
        ("a:\n  ? \n  : y\n", [(10, 10), (12, 13)]),
    ] {
        let parsed = read("a.yaml", text);
        let node = parsed.document.find("/a/").unwrap();
        let found = [node.key().unwrap().span(), node.span()].map(|span| (span.start, span.end));
        assert_eq!(found, spans, "{text:?}");
    }
}

#[test]
fn carriage_returns_alone_break_lines() {
    let parsed = read("a.yaml", "a:\r-\r- x\rb: 1");
    let text_at = |pointer: &str| {
        let node = parsed.document.find(pointer).unwrap();
        parsed.document.source().slice(node.span())
    };
    assert_eq!((text_at("/a"), text_at("/a/0"), text_at("/b")), ("-\r- x", "", "1"));
}

#[test]
fn control_characters_are_refused_wherever_they_stand() {
    for text in ["a: 1 # \u{9e}\n", "a: \u{9e}\n", "# \u{80}\na: 1\n", "a: 1 # \u{7f}\n"] {
        assert_eq!(read("a.yaml", text).errors.len(), 1, "{text:?}");
    }
    assert!(errors("a.yaml", "a: é © # ©\n").is_empty());
}

#[test]
fn errors_that_concern_one_place_do_not_hide_others() {
    let json = "{\n  // note\n  \"a\": 01,\n  \"b\": \"\\q \\d\"\n  \"c\": [1, 2,],\n  \"c\": \"\t\",\n}";
    let places = |name: &str, text: &str| {
        let parsed = read(name, text);
        assert!(!parsed.whole);
        let place = |error: &SyntaxError| (error.location.start.line, error.location.start.column);
        parsed.errors.iter().map(place).collect::<Vec<_>>()
    };
    let expected = [(2, 3), (3, 8), (4, 9), (4, 12), (4, 15), (5, 13), (6, 3), (6, 9), (6, 11)];
    assert_eq!(places("a.json", json), expected);
    let yaml = "a: *none\nb: \"\\q \\ud800 \\x4\"\na: 1\nc: @x\nd: [`y`, \"\\N\"]\nd: 2\n";
    assert_eq!(places("a.yaml", yaml), [(1, 4), (2, 5), (2, 8), (2, 15), (3, 1), (4, 4), (5, 5), (6, 1)]);
    let tabs = "a:\n\tb: 1\n\tc: 2\n\t# note\n\n\td: 3\n";
    assert_eq!(places("a.yaml", tabs).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 6]);
    // Where the structure is not understood, nothing further is said.
    assert_eq!(places("a.yaml", "a: b: c\nd: *x\n"), [(1, 5)]);
    assert_eq!(places("a.json", "{\"a\": [1}, \"b\": 01]"), [(1, 9)]);
    assert_eq!(read("a.json", &"[1,],".repeat(100)).errors.len(), 2);
    assert_eq!(read("a.json", &format!("[{}1]", "01,\n".repeat(100))).errors.len(), limits::MAX_ERRORS);
}
