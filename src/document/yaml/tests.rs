//! The reader of plain YAML against the full parser: the same tree to the byte, or it gives up.

use proptest::prelude::*;

use super::*;

/// Everything that a tree holds, a line per node and key.
fn lines(parsed: &Parsed) -> Vec<String> {
    let document = &parsed.document;
    let mut lines = Vec::new();
    for (number, node) in document.nodes.iter().enumerate() {
        let text = match node.kind {
            NodeKind::Mapping | NodeKind::Sequence | NodeKind::Alias => {
                format!("{:?}", (node.text.start, node.text.len))
            }
            _ => document.text(node.text).to_owned(),
        };
        let span = document.source.slice(node.span);
        lines.push(format!(
            "{number}: {:?} plain {} in {} as {} at {:?} `{span}`: {text:?}",
            node.kind, node.plain, node.parent as i32, node.key as i32, node.span
        ));
    }
    for (number, key) in document.keys.iter().enumerate() {
        lines.push(format!("key {number} at {:?}: {:?}", key.span, document.text(key.text)));
    }
    lines.push(format!("{:?}", document.children));
    lines.extend(parsed.errors.iter().map(|error| format!("{}: {}", error.location, error.message)));
    lines
}

/// Whether the reader of plain YAML read the text; where it did, its tree must be the full parser's.
fn compare(text: &str) -> Result<bool, String> {
    let source = || Source::new("a.yaml", text.to_owned());
    let ours = source();
    let mut builder = Builder::new(&ours);
    if plain::read(&ours, &mut builder).is_err() {
        return Ok(false);
    }
    let tree = builder.into_tree();
    let ours = lines(&tree.finish(DocumentId(0), ours, true));
    let full = parse_fully(DocumentId(0), source());
    let full = if full.whole { lines(&full) } else { vec![format!("refused: {:?}", full.errors)] };
    match ours.iter().zip(&full).find(|(one, two)| one != two) {
        Some((one, two)) => Err(format!("{text:?}\n  plain: {one}\n  full:  {two}")),
        None if ours.len() != full.len() => Err(format!("{text:?}\n  {ours:#?}\n  {full:#?}")),
        None => Ok(true),
    }
}

fn is_read(text: &str) -> bool {
    match compare(text) {
        Ok(read) => read,
        Err(difference) => panic!("{difference}"),
    }
}

/// What nearly every definition is written in.
const USUAL: &[&str] = &[
    "a: 1\n",
    "---\na: 1\n",
    "# note\n\na: 1 # one\nb: two # 2: two\n",
    "a:\n  b:\n    c: d\n  e: f\n",
    "a:\n- x\n- y: 1\n  z: 2\n-\n- - p\n  - q\nb:\n  - x\n",
    "a:\nb:\n  c:\nd: ~\n",
    "'200':\n  \"x y\": 'it''s'\n  z: \"\\u00e9\\n\\\"\"\n",
    "200: true\nnull: 1.5\n?x: 2\n:x: y\n-y: z\n",
    "a: one\n  two\n\n  three\nb: x\n",
    "a: \"one\n  two\\\n  three\n\n  four\"\nb: 'x\n  y'\n",
    "a: |\n  one\n    two\n\n  three\nb: >-\n  one\n  two\n\n  three\n    four\n  five\n\nc: |+\n  x\n\nd: 1\n",
    "a: |\n\n  one\nb: |-\n  x\n",
    "a: []\nb: {}\nc: [1, two words, \"three\", {x: y, 'z': [~]}]\n",
    "a: {\n    \"x\": [\n      1,\n      2\n    ],\n    \"y\":\"z\"\n  }\n",
    "{\"a\": {\"b\": [1, \"2\"]}}\n",
    "a: http://example.com:80/#x\nb: a:b\nc: -1\n",
    "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'x\r\n  y'\r\n",
    "a: 1\na: 2\n",
    "a: é # ü\nü: \"\u{1F600}\"\n",
    "- a\n- b: c\n",
    "a: text\n  # note\nb: 1\n",
    "a:\n  - |2-\n      x\n     y\n",
    "a: |\n  x\n     \n  y\n    \n",
    "a:\n  b: {\n    x: 1\n  }\n",
    "a:\n  text\nb:\n  'x'\nc:\n  [1]\nd:\n  |\n  x\n",
];

#[test]
fn what_is_usual_is_read() {
    let left: Vec<&&str> = USUAL.iter().filter(|text| !is_read(text)).collect();
    assert_eq!(left, Vec::<&&str>::new());
}

#[test]
fn what_is_rare_is_left_to_the_full_parser() {
    for text in [
        "a: &x 1\n",
        "a: *x\n",
        "a: !!str 1\n",
        "? a\n: b\n",
        "a:\t1\n",
        "a: |\nb: 1\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: 1\n---\nb: 2\n",
        "a: b: c\n",
        "a : 1\n",
        "a: [x: y]\n",
        "a: 1\n b: 2\n",
        "text\n",
        "",
        "# note\n",
        "a: \"x\n",
        "a: [1\n",
        "a: {x}\n",
        "a: 'x' y\n",
        "a: @x\n",
        "a: \u{0}\n",
        "a: x\rb: y\n",
        "a:\n\t- b\n",
    ] {
        assert!(!is_read(text), "{text:?}");
    }
}

/// Texts near those that are usual: pieces of them put together, with characters that mean something in between.
fn near_misses() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(USUAL).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "a: ", "b:\n", "- ", "  ", "    ", "\n", "\n\n", " ", "#", " # x\n", ":", "\"", "'", "|\n", ">\n", "|-\n", "|2\n", "|1-\n", ">+2\n", "      \n",
            ">+\n", "{", "}", "[", "]", ", ", "x", "x y\n", "\\", "\t", "\r\n", "---\n", "...\n", "&a ", "*a", "!", "?",
            "-", "%", "@", "~", "<<: ", "é", "\u{A0}", "\u{85}", "\u{2028}", "\u{FEFF}", "1", "\\n", "\\x41", "''",
        ]).prop_map(str::to_owned),
        1 => "[a-c:#' \"\n|>{}\\[\\],-]{0,12}",
    ];
    let cut =
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::collection::vec(piece, 1..8));
    cut.prop_map(|(from, to, pieces)| {
        let text: Vec<char> = pieces.concat().chars().collect();
        let (from, to) = (from.index(text.len() + 1), to.index(text.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        // Either what lies between, or what lies around.
        if (from + to) % 2 == 0 {
            text[from..to].iter().collect()
        } else {
            text[..from].iter().chain(&text[to..]).collect()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]
    #[test]
    fn both_readers_agree(text in near_misses()) {
        if let Err(difference) = compare(&text) {
            prop_assert!(false, "{}", difference);
        }
    }
}

#[test]
fn both_readers_agree_on_real_files() {
    let Some(files) = super::super::corpus_tests::files() else { return };
    let (mut read, mut left) = (0, Vec::new());
    for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending != "json")) {
        let Ok(source) = Source::decode(path.to_str().unwrap(), std::fs::read(path).unwrap()) else {
            continue;
        };
        if is_read(source.text()) {
            read += 1;
        } else {
            left.push(path.display().to_string());
        }
    }
    eprintln!("{read} read, {} left to the full parser:\n{}", left.len(), left.join("\n"));
    assert!(read > 20 * left.len(), "{} of {read}", left.len());
}
