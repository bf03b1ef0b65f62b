//! Trees that are made up, printed in every style with a note of where each key and value went, and read again.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// Text with what is hard: more bytes than characters, quotes, escapes, colons, line breaks, words that mean something.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[a-zé日\u{1F600} :#'\"\\\\{}\\[\\],&*!|>%@`~/\n\t-]{0,12}",
        prop::sample::select(vec![
            "", "yes", "null", "~", "1", "1.5", "<<", "- a", "a: b", "a #b", "true", "$ref"
        ])
        .prop_map(str::to_owned),
    ]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,25})",
        "-?(0|[1-9][0-9]{0,5})\\.[0-9]{1,20}",
        "-?[1-9]\\.[0-9]{1,3}[eE][+-]?[0-9]{1,3}",
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Boolean),
        number().prop_map(Tree::Number),
        text().prop_map(Tree::Text),
    ];
    let tree = leaf.prop_recursive(5, 60, 6, |inner| {
        let keys = prop::collection::btree_map(text(), inner.clone(), 0..20);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Tree::List),
            // Shuffled by the text's own order being none: a map's order is as good as any.
            keys.prop_map(|entries| Tree::Object(entries.into_iter().collect())),
        ]
    });
    tree.prop_map(|tree| Tree::Object(vec![("root".to_owned(), tree)]))
}

/// Prints a tree; each choice of style comes from a number.
struct Printer {
    out: String,
    /// Of each value in the order of the text: its key's bytes and its own.
    spans: Vec<(Option<Span>, Span)>,
    choices: u64,
}

impl Printer {
    fn new(choices: u64) -> Self {
        Printer { out: String::new(), spans: Vec::new(), choices: choices | 1 }
    }

    fn choose(&mut self, count: u64) -> u64 {
        self.choices ^= self.choices << 13;
        self.choices ^= self.choices >> 7;
        self.choices ^= self.choices << 17;
        (self.choices >> 20) % count
    }

    fn write(&mut self, text: &str) -> Span {
        let start = self.out.len();
        self.out.push_str(text);
        Span::new(start, self.out.len())
    }

    fn space(&mut self) {
        let spaces = ["", " ", "\n", "  \n\t", "\r\n"];
        let choice = self.choose(5) as usize;
        self.write(spaces[choice]);
    }

    fn json(&mut self, tree: &Tree, key: Option<Span>) {
        let slot = self.spans.len();
        self.spans.push((key, Span::default()));
        let start = self.out.len();
        match tree {
            Tree::Null => drop(self.write("null")),
            Tree::Boolean(value) => drop(self.write(&value.to_string())),
            Tree::Number(text) => drop(self.write(text)),
            Tree::Text(text) => drop(self.json_string(text)),
            Tree::List(items) => {
                self.write("[");
                for (at, item) in items.iter().enumerate() {
                    self.write(if at > 0 { "," } else { "" });
                    self.space();
                    self.json(item, None);
                    self.space();
                }
                self.write("]");
            }
            Tree::Object(entries) => {
                self.write("{");
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.write(if at > 0 { "," } else { "" });
                    self.space();
                    let key = self.json_string(key);
                    self.space();
                    self.write(":");
                    self.space();
                    self.json(value, Some(key));
                    self.space();
                }
                self.write("}");
            }
        }
        self.spans[slot].1 = Span::new(start, self.out.len());
    }

    /// Writes a JSON string, escaping more than must be at times.
    fn json_string(&mut self, text: &str) -> Span {
        let start = self.out.len();
        self.write("\"");
        for character in text.chars() {
            let must = character < ' ' || matches!(character, '"' | '\\');
            if must || self.choose(8) == 0 {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    self.write(&format!("\\u{unit:04x}"));
                }
            } else {
                self.out.push(character);
            }
        }
        self.write("\"");
        Span::new(start, self.out.len())
    }

    fn note(&mut self, indent: usize) {
        match self.choose(6) {
            0 => drop(self.write("\n")),
            1 => drop(self.write(&format!("{}# é: note\n", " ".repeat(indent)))),
            _ => {}
        }
    }

    /// Writes a value after its key or dash, up to the end of its last line.
    fn yaml(&mut self, tree: &Tree, key: Option<Span>, indent: usize) {
        let is_block = match tree {
            Tree::List(items) => !items.is_empty() && self.choose(4) > 0,
            Tree::Object(entries) => !entries.is_empty() && self.choose(4) > 0,
            _ => false,
        };
        let slot = self.spans.len();
        self.spans.push((key, Span::default()));
        if is_block {
            let span = self.yaml_block(tree, key.is_some(), indent);
            self.spans[slot].1 = span;
            return;
        }
        self.write(" ");
        let literal = match tree {
            Tree::Text(text) if self.choose(2) == 0 => literal_lines(text),
            _ => None,
        };
        if let Some(lines) = literal {
            // A comment behind it would be text.
            self.spans[slot].1 = self.yaml_literal(&lines, indent);
            return;
        }
        self.spans[slot].1 = self.yaml_flow(tree);
        if self.choose(5) == 0 {
            self.write(" # 日");
        }
        self.write("\n");
    }

    fn yaml_literal(&mut self, lines: &[&str], indent: usize) -> Span {
        self.write("|-");
        let mut start = None;
        for line in lines {
            self.write("\n");
            if !line.is_empty() {
                self.write(&" ".repeat(indent + 1));
                start.get_or_insert(self.out.len());
                self.write(line);
            }
        }
        let span = Span::new(start.unwrap_or_default(), self.out.len());
        self.write("\n");
        span
    }

    fn yaml_block(&mut self, tree: &Tree, after_key: bool, indent: usize) -> Span {
        self.write("\n");
        let deeper = indent + 1 + self.choose(3) as usize;
        let mut start = None;
        match tree {
            Tree::List(items) => {
                let indent = if after_key && self.choose(2) == 0 { indent } else { deeper };
                for item in items {
                    self.note(indent);
                    self.write(&" ".repeat(indent));
                    start.get_or_insert(self.out.len());
                    self.write("-");
                    self.yaml(item, None, indent);
                }
            }
            Tree::Object(entries) => {
                for (key, value) in entries {
                    self.note(deeper);
                    self.write(&" ".repeat(deeper));
                    start.get_or_insert(self.out.len());
                    let key = self.yaml_string(key);
                    self.write(":");
                    self.yaml(value, Some(key), deeper);
                }
            }
            _ => {}
        }
        let end = self.spans.last().map_or(0, |(_, span)| span.end);
        Span { start: start.unwrap_or_default() as u32, end: self.last_end(end) }
    }

    /// The end of the last value: of a flow collection it is not the end of its last item.
    fn last_end(&self, end: u32) -> u32 {
        self.spans.iter().rev().take(64).map(|(_, span)| span.end).max().unwrap_or(end).max(end)
    }

    fn yaml_flow(&mut self, tree: &Tree) -> Span {
        let start = self.out.len();
        match tree {
            Tree::Null => drop(self.write(["null", "~", "Null"][start % 3])),
            Tree::Boolean(value) => drop(self.write(&value.to_string())),
            Tree::Number(text) => drop(self.write(text)),
            Tree::Text(text) => drop(self.yaml_string(text)),
            Tree::List(items) => {
                self.write("[");
                for (at, item) in items.iter().enumerate() {
                    self.write(if at > 0 { ", " } else { "" });
                    let slot = self.spans.len();
                    self.spans.push((None, Span::default()));
                    self.spans[slot].1 = self.yaml_flow(item);
                }
                self.write("]");
            }
            Tree::Object(entries) => {
                self.write("{");
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.write(if at > 0 { ", " } else { "" });
                    let key = self.yaml_string(key);
                    self.write(": ");
                    let slot = self.spans.len();
                    self.spans.push((Some(key), Span::default()));
                    self.spans[slot].1 = self.yaml_flow(value);
                }
                self.write("}");
            }
        }
        Span::new(start, self.out.len())
    }

    fn yaml_string(&mut self, text: &str) -> Span {
        let is_word = text.chars().next().is_some_and(char::is_alphabetic)
            && text.chars().all(|character| character.is_alphanumeric())
            && reads_as_string(text);
        let is_one_line = !text.contains(['\n', '\t']);
        match self.choose(3) {
            0 if is_word => self.write(text),
            1 if is_one_line => self.write(&format!("'{}'", text.replace('\'', "''"))),
            _ => self.json_string(text),
        }
    }
}

/// A text's lines, when it can be a literal block whose indentation is found by its first line.
fn literal_lines(text: &str) -> Option<Vec<&str>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let first = lines.first()?;
    let last = lines.last()?;
    let fits =
        !first.is_empty() && !first.starts_with([' ', '\t']) && *last == last.trim_end() && !last.is_empty();
    fits.then_some(lines)
}

fn same(node: Node<'_>, tree: &Tree) -> Result<(), TestCaseError> {
    match tree {
        Tree::Null => prop_assert!(node.is_null()),
        Tree::Boolean(value) => prop_assert_eq!(node.as_bool(), Some(*value)),
        Tree::Number(text) => {
            prop_assert!(matches!(node.kind(), NodeKind::Integer | NodeKind::Float));
            prop_assert_eq!(node.text(), text);
        }
        Tree::Text(text) => prop_assert_eq!(node.as_str(), Some(text.as_str())),
        Tree::List(items) => {
            prop_assert!(node.is_sequence());
            prop_assert_eq!(node.len(), items.len());
            for (node, item) in node.items().zip(items) {
                same(node, item)?;
            }
        }
        Tree::Object(entries) => {
            prop_assert!(node.is_mapping());
            prop_assert_eq!(node.len(), entries.len());
            for (entry, (key, value)) in node.entries().zip(entries) {
                prop_assert_eq!(entry.name(), key);
                prop_assert_eq!(node.get(key).map(Node::place), Some(entry.value.place()));
                same(entry.value, value)?;
            }
        }
    }
    Ok(())
}

fn check(path: &str, printer: Printer, tree: &Tree) -> Result<(), TestCaseError> {
    let parsed = parse(DocumentId(0), Source::new(path, printer.out));
    prop_assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let document = &parsed.document;
    same(document.root(), tree)?;
    let nodes: Vec<_> = document.nodes().collect();
    prop_assert_eq!(nodes.len(), printer.spans.len());
    for (node, (key, value)) in nodes.iter().zip(printer.spans) {
        let source = document.source();
        let texts = (node.key().map(|key| source.slice(key.span())), source.slice(node.span()));
        prop_assert_eq!(texts, (key.map(|key| source.slice(key)), source.slice(value)), "{}", node.pointer());
        prop_assert_eq!((node.key().map(Key::span), node.span()), (key, value));
        let found = document.find(&node.pointer()[1..]).map(Node::place);
        prop_assert_eq!(found, Some(node.place()));
    }
    Ok(())
}

proptest! {
    #[test]
    fn json_is_read_as_it_was_printed(tree in tree(), choices in any::<u64>()) {
        let mut printer = Printer::new(choices);
        printer.json(&tree, None);
        check("a.json", printer, &tree)?;
    }

    #[test]
    fn yaml_is_read_as_it_was_printed(tree in tree(), choices in any::<u64>()) {
        let mut printer = Printer::new(choices);
        let Tree::Object(entries) = &tree else { return Ok(()) };
        let key = printer.yaml_string(&entries[0].0);
        printer.write(":");
        printer.spans.push((None, Span::default()));
        printer.yaml(&entries[0].1, Some(key), 0);
        let end = printer.spans.iter().map(|(_, span)| span.end).max().unwrap_or_default();
        printer.spans[0].1 = Span { start: 0, end };
        check("a.yaml", printer, &tree)?;
    }

    #[test]
    fn yaml_reads_json_alike(tree in tree(), choices in any::<u64>()) {
        let mut printer = Printer::new(choices);
        printer.json(&tree, None);
        // A tab or a line break where only YAML minds it is no matter here.
        let text = printer.out.replace(['\t', '\r', '\n'], " ");
        let parsed = parse(DocumentId(0), Source::new("a.yaml", text));
        prop_assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
        same(parsed.document.root(), &tree)?;
    }
}
