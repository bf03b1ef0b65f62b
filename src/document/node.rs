//! The tree: [`Document`] owns it, [`Node`] looks at it.

use std::hash::{Hash, Hasher};

use super::location::Location;
use super::pointer::{encode_segment, segments};
use crate::source::{Source, Span};

/// Numbers a document within one run. Numbers depend on the order of reading: never sort by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DocumentId(pub(crate) u32);

/// A node's identity across all documents of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The document.
    pub(crate) document: DocumentId,
    /// The node's number in it.
    pub(crate) node: u32,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NodeKind {
    /// `null`, `~`, or nothing.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without fraction or exponent, of any size.
    Integer,
    /// Any other number.
    Float,
    /// Text.
    String,
    /// A list.
    Sequence,
    /// Keys with values.
    Mapping,
    /// A YAML alias; [`Node`] looks through it, so readers never meet this kind.
    Alias,
}

impl NodeKind {
    /// The word a person uses for it, with its article.
    pub(crate) fn name(self) -> &'static str {
        match self {
            NodeKind::Null => "null",
            NodeKind::Boolean => "a boolean",
            NodeKind::Integer => "an integer",
            NodeKind::Float => "a number",
            NodeKind::String => "a string",
            NodeKind::Sequence => "a list",
            NodeKind::Mapping => "an object",
            NodeKind::Alias => "an alias",
        }
    }
}

/// A piece of text: a range of the source, or of the buffer of decoded text when the high bit of `start` is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Text {
    pub(super) start: u32,
    pub(super) len: u32,
}

pub(super) const DECODED: u32 = 1 << 31;
pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    pub(super) kind: NodeKind,
    /// Whether a scalar was written without quotes (always in JSON for non-strings).
    pub(super) plain: bool,
    pub(super) span: Span,
    /// The node that holds this one; [`NONE`] for the root.
    pub(super) parent: u32,
    /// In a mapping the number of the key, in a sequence the index; [`NONE`] for the root.
    pub(super) key: u32,
    /// A scalar's text; a collection's range in `children` (start, len); an alias's target in `start`.
    pub(super) text: Text,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct KeyData {
    pub(super) span: Span,
    pub(super) text: Text,
}

/// Mappings with more entries than this have a sorted copy of their children for binary search.
pub(super) const SORTED_FROM: u32 = 12;

/// One file's tree.
#[derive(Debug)]
pub(crate) struct Document {
    pub(super) id: DocumentId,
    pub(super) source: Source,
    pub(super) nodes: Vec<NodeData>,
    pub(super) keys: Vec<KeyData>,
    /// Children of all collections. A mapping of more than [`SORTED_FROM`] entries has its children twice: in
    /// document order, then sorted by key.
    pub(super) children: Vec<u32>,
    /// Text that differs from what is written: unescaped, folded.
    pub(super) decoded: String,
}

impl Document {
    /// The document's number in this run.
    pub(crate) fn id(&self) -> DocumentId {
        self.id
    }

    /// The text it was read from.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The outermost node.
    pub(crate) fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// The node of a number taken from a [`Place`] of this document.
    pub(crate) fn node(&self, number: u32) -> Node<'_> {
        Node { document: self, number: number.min(self.nodes.len() as u32 - 1) }
    }

    /// All nodes, each before what it holds.
    pub(crate) fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|number| Node { document: self, number })
    }

    /// How many nodes the tree has.
    pub(crate) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The bytes of memory that the tree takes, its source included.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.source.text().len()
            + self.nodes.capacity() * size_of::<NodeData>()
            + self.keys.capacity() * size_of::<KeyData>()
            + self.children.capacity() * size_of::<u32>()
            + self.decoded.capacity()
    }

    /// The node that a pointer (fragment form without `#`) leads to.
    pub(crate) fn find(&self, pointer: &str) -> Option<Node<'_>> {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return None;
        }
        segments(pointer).try_fold(self.root(), |node, segment| node.child(&segment))
    }

    pub(super) fn text(&self, text: Text) -> &str {
        let (start, buffer) = match text.start & DECODED {
            0 => (text.start as usize, self.source.text()),
            _ => ((text.start & !DECODED) as usize, self.decoded.as_str()),
        };
        buffer.get(start..start + text.len as usize).unwrap_or_default()
    }
}

/// A key of a mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'d> {
    document: &'d Document,
    number: u32,
}

impl<'d> Key<'d> {
    /// The key as text; `200:` gives `200`.
    pub(crate) fn text(self) -> &'d str {
        self.document.text(self.document.keys[self.number as usize].text)
    }

    /// The bytes it is written in, quotes included.
    pub(crate) fn span(self) -> Span {
        self.document.keys[self.number as usize].span
    }
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'d> {
    /// The key.
    pub(crate) key: Key<'d>,
    /// Its value.
    pub(crate) value: Node<'d>,
}

impl<'d> Entry<'d> {
    /// The key's text.
    pub(crate) fn name(&self) -> &'d str {
        self.key.text()
    }
}

/// One value of a document, looked at through any alias. Cheap to copy; equal when it is the same node.
#[derive(Clone, Copy)]
pub(crate) struct Node<'d> {
    document: &'d Document,
    number: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for Node<'_> {}

impl Hash for Node<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.kind().name(), self.location())
    }
}

impl<'d> Node<'d> {
    /// The document that holds it.
    pub(crate) fn document(self) -> &'d Document {
        self.document
    }

    /// Its identity. An alias has the identity of what it stands for.
    pub(crate) fn place(self) -> Place {
        Place { document: self.document.id, node: self.target_number() }
    }

    /// What it is.
    pub(crate) fn kind(self) -> NodeKind {
        self.target().kind
    }

    /// Whether it is a mapping.
    pub(crate) fn is_mapping(self) -> bool {
        self.kind() == NodeKind::Mapping
    }

    /// Whether it is a sequence.
    pub(crate) fn is_sequence(self) -> bool {
        self.kind() == NodeKind::Sequence
    }

    /// Whether it is null.
    pub(crate) fn is_null(self) -> bool {
        self.kind() == NodeKind::Null
    }

    /// Whether a scalar was written without quotes.
    pub(crate) fn is_plain(self) -> bool {
        self.target().plain
    }

    /// A string's text; `None` for everything else.
    pub(crate) fn as_str(self) -> Option<&'d str> {
        (self.kind() == NodeKind::String).then(|| self.text())
    }

    /// A scalar's text, as it is meant for strings and as it is written for all others; empty for collections.
    pub(crate) fn text(self) -> &'d str {
        match self.kind() {
            NodeKind::Mapping | NodeKind::Sequence => "",
            _ => self.document.text(self.target().text),
        }
    }

    /// A boolean's value.
    pub(crate) fn as_bool(self) -> Option<bool> {
        (self.kind() == NodeKind::Boolean).then(|| self.text().eq_ignore_ascii_case("true"))
    }

    /// An integer's value, where it fits 64 bits. `1.0` is an integer too, as JSON Schema says.
    pub(crate) fn as_i64(self) -> Option<i64> {
        match self.kind() {
            NodeKind::Integer => parse_integer(self.text()),
            NodeKind::Float => {
                let value = self.as_f64()?;
                (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
            }
            _ => None,
        }
    }

    /// A number's value, as near as 64 bits of floating point come.
    pub(crate) fn as_f64(self) -> Option<f64> {
        match self.kind() {
            NodeKind::Integer => match parse_integer(self.text()) {
                Some(value) => Some(value as f64),
                None => self.text().trim_start_matches('+').parse().ok(),
            },
            NodeKind::Float => match self.text().trim_start_matches('+').to_ascii_lowercase().as_str() {
                ".inf" => Some(f64::INFINITY),
                "-.inf" => Some(f64::NEG_INFINITY),
                ".nan" => Some(f64::NAN),
                text => text.parse().ok(),
            },
            _ => None,
        }
    }

    /// The number of entries of a mapping or items of a sequence; 0 for scalars.
    pub(crate) fn len(self) -> usize {
        self.children().len()
    }

    /// Whether it has no entries or items.
    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of a key of a mapping.
    pub(crate) fn get(self, key: &str) -> Option<Node<'d>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The entry of a key of a mapping.
    pub(crate) fn entry(self, key: &str) -> Option<Entry<'d>> {
        if self.kind() != NodeKind::Mapping {
            return None;
        }
        let data = self.target();
        let children = self.children();
        if data.text.len <= SORTED_FROM {
            // Nearly all keys differ in length already; only then is their text looked at.
            let document = self.document;
            let is_key = |child: &&u32| {
                let text = document.keys[document.nodes[**child as usize].key as usize].text;
                text.len as usize == key.len() && document.text(text) == key
            };
            return children.iter().find(is_key).map(|child| self.entry_of(*child));
        }
        let start = (data.text.start + data.text.len) as usize;
        let sorted = &self.document.children[start..start + data.text.len as usize];
        let at = sorted.binary_search_by(|child| self.entry_of(*child).key.text().cmp(key)).ok()?;
        Some(self.entry_of(sorted[at]))
    }

    /// A string value of a key, for the many places that want just that.
    pub(crate) fn str(self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    /// The entries of a mapping in document order, merge keys (`<<`) resolved; none for other kinds.
    pub(crate) fn entries(self) -> impl DoubleEndedIterator<Item = Entry<'d>> + ExactSizeIterator {
        let children = if self.kind() == NodeKind::Mapping { self.children() } else { &[] };
        children.iter().map(move |child| self.entry_of(*child))
    }

    /// The items of a sequence; none for other kinds.
    pub(crate) fn items(self) -> impl DoubleEndedIterator<Item = Node<'d>> + ExactSizeIterator {
        let children = if self.kind() == NodeKind::Sequence { self.children() } else { &[] };
        children.iter().map(move |child| Node { document: self.document, number: *child })
    }

    /// The value of a key, or the item of an index, as a pointer's segment says.
    pub(crate) fn child(self, segment: &str) -> Option<Node<'d>> {
        match self.kind() {
            NodeKind::Mapping => self.get(segment),
            NodeKind::Sequence => {
                let canonical = segment == "0" || !segment.starts_with(['0', '+']);
                let index = segment.parse::<usize>().ok().filter(|_| canonical)?;
                let number = *self.children().get(index)?;
                Some(Node { document: self.document, number })
            }
            _ => None,
        }
    }

    /// The key under which it stands in its mapping.
    pub(crate) fn key(self) -> Option<Key<'d>> {
        let data = self.written();
        let parent = self.document.nodes.get(data.parent as usize)?;
        (parent.kind == NodeKind::Mapping).then_some(Key { document: self.document, number: data.key })
    }

    /// The index at which it stands in its sequence.
    pub(crate) fn index(self) -> Option<usize> {
        let data = self.written();
        let parent = self.document.nodes.get(data.parent as usize)?;
        (parent.kind == NodeKind::Sequence).then_some(data.key as usize)
    }

    /// The collection that holds it as it is written.
    pub(crate) fn parent(self) -> Option<Node<'d>> {
        let parent = self.written().parent;
        (parent != NONE).then_some(Node { document: self.document, number: parent })
    }

    /// The pointer to it in fragment form, `#` included.
    pub(crate) fn pointer(self) -> String {
        let mut chain = Vec::new();
        let mut node = Some(self);
        while let Some(current) = node {
            chain.push(current);
            node = current.parent();
        }
        let mut pointer = String::from("#");
        for node in chain.iter().rev().skip(1) {
            pointer.push('/');
            match node.key() {
                Some(key) => encode_segment(key.text(), &mut pointer),
                None => pointer.push_str(&node.index().unwrap_or_default().to_string()),
            }
        }
        pointer
    }

    /// The bytes of the value. For a block mapping or sequence: from its first entry to the end of its last.
    pub(crate) fn span(self) -> Span {
        self.written().span
    }

    /// Where to point a person at this value: a scalar's text, a collection's key, else its first line.
    pub(crate) fn location(self) -> Location {
        match self.kind() {
            NodeKind::Mapping | NodeKind::Sequence => self.key_location(),
            _ => self.location_of(self.span()),
        }
    }

    /// Where its key stands; without a key (an item, the root) the first line of the value.
    pub(crate) fn key_location(self) -> Location {
        match self.key() {
            Some(key) => self.location_of(key.span()),
            None => self.location_of(self.first_line()),
        }
    }

    /// Where the whole value stands.
    pub(crate) fn value_location(self) -> Location {
        self.location_of(self.span())
    }

    /// Where a part of a scalar's source text stands.
    pub(crate) fn location_of(self, span: Span) -> Location {
        Location::new(&self.document.source, span, self.pointer())
    }

    fn first_line(self) -> Span {
        let span = self.span();
        let text = self.document.source.slice(span);
        let length = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        let line = text[..length].trim_end();
        Span { start: span.start, end: span.start + line.len() as u32 }
    }

    fn written(self) -> &'d NodeData {
        &self.document.nodes[self.number as usize]
    }

    fn target(self) -> &'d NodeData {
        &self.document.nodes[self.target_number() as usize]
    }

    fn target_number(self) -> u32 {
        let data = self.written();
        if data.kind == NodeKind::Alias { data.text.start } else { self.number }
    }

    fn children(self) -> &'d [u32] {
        let data = self.target();
        match data.kind {
            NodeKind::Mapping | NodeKind::Sequence => {
                &self.document.children[data.text.start as usize..(data.text.start + data.text.len) as usize]
            }
            _ => &[],
        }
    }

    fn entry_of(self, child: u32) -> Entry<'d> {
        let key = Key { document: self.document, number: self.document.nodes[child as usize].key };
        Entry { key, value: Node { document: self.document, number: child } }
    }
}

fn parse_integer(text: &str) -> Option<i64> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i64::from_str_radix(digits, 16).ok();
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i64::from_str_radix(digits, 8).ok();
    }
    text.parse().ok()
}
