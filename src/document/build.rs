//! Builds the arena from a stream of values, whichever notation they come from: parents, keys, duplicate keys, merge
//! keys, sorted children of large mappings.

use rustc_hash::{FxHashMap, FxHashSet};

use super::limits::{MAX_DEPTH, MAX_EXPANDED_NODES, MAX_EXPANSION};
use super::location::Location;
use super::node::{DECODED, Document, DocumentId, KeyData, NONE, NodeData, NodeKind, SORTED_FROM, Text};
use super::pointer::encode_segment;
use super::syntax::{Parsed, SyntaxError};
use crate::source::{Source, Span};

/// A scalar as a parser hands it over.
pub(super) struct Scalar<'t> {
    pub(super) kind: NodeKind,
    pub(super) plain: bool,
    pub(super) span: Span,
    pub(super) text: &'t str,
}

/// Why the builder refuses a value.
pub(super) enum Refusal {
    /// More levels than [`MAX_DEPTH`], aliases expanded.
    Depth,
    /// More nodes than the limits allow, aliases expanded.
    Expansion,
    /// An alias inside what it stands for, or to an anchor that has not ended yet.
    Cycle,
    /// A mapping or list as a key.
    CollectionKey,
    /// More text than four bytes can count.
    Size,
}

struct Frame {
    node: u32,
    mapping: bool,
    /// Where its children start in `open`.
    start: usize,
    /// The key that waits for its value.
    key: Option<u32>,
    anchor: usize,
    size: Size,
}

/// What a node stands for once aliases are expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: u64,
    depth: usize,
}

pub(super) struct Builder<'s> {
    source: &'s Source,
    nodes: Vec<NodeData>,
    keys: Vec<KeyData>,
    children: Vec<u32>,
    decoded: String,
    frames: Vec<Frame>,
    open: Vec<u32>,
    anchors: FxHashMap<usize, (u32, Size)>,
    pub(super) errors: Vec<SyntaxError>,
}

/// The builder's result without the source, which is still borrowed while building.
pub(super) struct Tree {
    nodes: Vec<NodeData>,
    keys: Vec<KeyData>,
    children: Vec<u32>,
    decoded: String,
    errors: Vec<SyntaxError>,
}

impl Tree {
    /// Joins the tree with its source. A text that gave no node gives a null.
    pub(super) fn finish(mut self, id: DocumentId, source: Source, whole: bool) -> Parsed {
        if self.nodes.is_empty() {
            self.nodes.push(NodeData {
                kind: NodeKind::Null,
                plain: true,
                span: Span::default(),
                parent: NONE,
                key: NONE,
                text: Text::default(),
            });
        }
        self.nodes.shrink_to_fit();
        self.keys.shrink_to_fit();
        self.children.shrink_to_fit();
        self.decoded.shrink_to_fit();
        let Tree { nodes, keys, children, decoded, errors } = self;
        Parsed { document: Document { id, source, nodes, keys, children, decoded }, errors, whole }
    }
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        // A definition has a value every 25 to 40 bytes; a guess that is too low only costs a copy.
        let guess = source.text().len() / 32;
        Builder {
            source,
            nodes: Vec::with_capacity(guess),
            keys: Vec::with_capacity(guess),
            children: Vec::with_capacity(guess),
            decoded: String::new(),
            frames: Vec::new(),
            open: Vec::new(),
            anchors: FxHashMap::default(),
            errors: Vec::new(),
        }
    }

    pub(super) fn into_tree(self) -> Tree {
        let Builder { nodes, keys, children, decoded, errors, .. } = self;
        Tree { nodes, keys, children, decoded, errors }
    }

    pub(super) fn has_root(&self) -> bool {
        !self.nodes.is_empty()
    }

    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Whether the next value will be taken as a key.
    pub(super) fn wants_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.mapping && frame.key.is_none())
    }

    /// The key that waits for its value.
    pub(super) fn open_key(&self) -> Option<Span> {
        let frame = self.frames.last().filter(|frame| frame.mapping)?;
        Some(self.keys[frame.key? as usize].span)
    }

    /// Adds a key to the open mapping.
    pub(super) fn key(&mut self, span: Span, text: &str) -> Result<(), Refusal> {
        let text = self.store(text)?;
        let number = self.keys.len() as u32;
        self.keys.push(KeyData { span, text });
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(number);
        }
        Ok(())
    }

    /// Adds a scalar; `anchor` is the parser's number for its anchor, 0 for none.
    pub(super) fn scalar(&mut self, scalar: Scalar<'_>, anchor: usize) -> Result<(), Refusal> {
        if self.wants_key() {
            return self.key(scalar.span, scalar.text);
        }
        let text = self.store(scalar.text)?;
        let number = self.add(scalar.kind, scalar.span, text)?;
        self.nodes[number as usize].plain = scalar.plain;
        self.attach(number, anchor, Size { nodes: 1, depth: 0 })
    }

    /// Adds an alias to the anchor that the parser numbered.
    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Refusal> {
        let (target, size) = *self.anchors.get(&anchor).ok_or(Refusal::Cycle)?;
        if self.wants_key() {
            let data = self.nodes[target as usize];
            if matches!(data.kind, NodeKind::Mapping | NodeKind::Sequence) {
                return Err(Refusal::CollectionKey);
            }
            self.keys.push(KeyData { span, text: data.text });
            if let Some(frame) = self.frames.last_mut() {
                frame.key = Some(self.keys.len() as u32 - 1);
            }
            return Ok(());
        }
        let number = self.add(NodeKind::Alias, span, Text { start: target, len: 0 })?;
        self.attach(number, 0, size)
    }

    /// Opens a mapping or a sequence.
    pub(super) fn start(&mut self, kind: NodeKind, offset: usize, anchor: usize) -> Result<(), Refusal> {
        if self.wants_key() {
            return Err(Refusal::CollectionKey);
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(Refusal::Depth);
        }
        let node = self.add(kind, Span::new(offset, offset), Text::default())?;
        self.frames.push(Frame {
            node,
            mapping: kind == NodeKind::Mapping,
            start: self.open.len(),
            key: None,
            anchor,
            size: Size { nodes: 1, depth: 0 },
        });
        Ok(())
    }

    /// Closes the innermost collection; `end` is one past its last byte, where brackets say it. Without brackets a
    /// collection ends with the last thing in it.
    pub(super) fn end(&mut self, end: Option<usize>) -> Result<(), Refusal> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let mut children = self.open.split_off(frame.start);
        let last = children.last().map(|child| self.nodes[*child as usize].span.end);
        let end = end.map_or(last.unwrap_or_default(), |end| Span::new(end, end).end);
        if frame.mapping {
            self.resolve_merges(&mut children);
            self.remove_duplicates(&mut children);
        }
        let len = children.len() as u32;
        let data = &mut self.nodes[frame.node as usize];
        data.text = Text { start: self.children.len() as u32, len };
        data.span.end = data.span.end.max(end);
        self.children.extend_from_slice(&children);
        if frame.mapping && len > SORTED_FROM {
            children.sort_by(|one, two| self.key_text(*one).cmp(self.key_text(*two)));
            self.children.extend_from_slice(&children);
        }
        self.attach(frame.node, frame.anchor, frame.size)
    }

    fn add(&mut self, kind: NodeKind, span: Span, text: Text) -> Result<u32, Refusal> {
        let number = u32::try_from(self.nodes.len()).ok().filter(|number| *number < DECODED);
        let number = number.ok_or(Refusal::Size)?;
        let frame = self.frames.last();
        let key = match frame {
            Some(frame) if frame.mapping => frame.key.unwrap_or(NONE),
            Some(frame) => (self.open.len() - frame.start) as u32,
            None => NONE,
        };
        let parent = frame.map_or(NONE, |frame| frame.node);
        self.nodes.push(NodeData { kind, plain: false, span, parent, key, text });
        if let Some(frame) = self.frames.last_mut() {
            frame.key = None;
            self.open.push(number);
        }
        Ok(number)
    }

    /// Accounts for a finished node in its parent and under its anchor.
    fn attach(&mut self, number: u32, anchor: usize, size: Size) -> Result<(), Refusal> {
        if anchor != 0 {
            self.anchors.insert(anchor, (number, size));
        }
        let limit = MAX_EXPANDED_NODES.max(MAX_EXPANSION * self.nodes.len() as u64);
        if self.frames.len() + size.depth > MAX_DEPTH {
            return Err(Refusal::Depth);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.size.nodes = frame.size.nodes.saturating_add(size.nodes);
            frame.size.depth = frame.size.depth.max(size.depth + 1);
            if frame.size.nodes > limit {
                return Err(Refusal::Expansion);
            }
        }
        Ok(())
    }

    /// Keeps a piece of text: as a range of the source where it is one, else in the buffer.
    fn store(&mut self, text: &str) -> Result<Text, Refusal> {
        let whole = self.source.text();
        let offset = (text.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
        if offset <= whole.len() && offset + text.len() <= whole.len() {
            return Ok(Text { start: offset as u32, len: text.len() as u32 });
        }
        let start = u32::try_from(self.decoded.len()).ok().filter(|start| *start < DECODED);
        let start = start.ok_or(Refusal::Size)?;
        self.decoded.push_str(text);
        Ok(Text { start: start | DECODED, len: text.len() as u32 })
    }

    fn text(&self, text: Text) -> &str {
        let (start, buffer) = match text.start & DECODED {
            0 => (text.start as usize, self.source.text()),
            _ => ((text.start & !DECODED) as usize, self.decoded.as_str()),
        };
        &buffer[start..start + text.len as usize]
    }

    fn key_text(&self, child: u32) -> &str {
        self.text(self.keys[self.nodes[child as usize].key as usize].text)
    }

    /// Replaces `<<` by the entries of what it names, where the mapping has no such key itself (YAML merge key type).
    fn resolve_merges(&mut self, children: &mut Vec<u32>) {
        let is_merge = |child: &u32| {
            let key = self.keys[self.nodes[*child as usize].key as usize];
            self.text(key.text) == "<<" && self.source.slice(key.span) == "<<"
        };
        if !children.iter().any(is_merge) {
            return;
        }
        let (merges, mut own): (Vec<u32>, Vec<u32>) = children.iter().partition(|child| is_merge(child));
        let mut known: FxHashSet<&str> = own.iter().map(|child| self.key_text(*child)).collect();
        for merge in merges {
            let Some(sources) = self.merge_sources(merge) else {
                own.push(merge);
                continue;
            };
            for source in sources {
                let range = self.nodes[source as usize].text;
                let entries = &self.children[range.start as usize..(range.start + range.len) as usize];
                own.extend(entries.iter().filter(|child| known.insert(self.key_text(**child))));
            }
        }
        *children = own;
    }

    /// The mappings that a merge key names; `None` when its value is not of that kind.
    fn merge_sources(&self, merge: u32) -> Option<Vec<u32>> {
        let target = self.target(merge);
        match self.nodes[target as usize].kind {
            NodeKind::Mapping => Some(vec![target]),
            NodeKind::Sequence => {
                let range = self.nodes[target as usize].text;
                let items = &self.children[range.start as usize..(range.start + range.len) as usize];
                let targets: Vec<u32> = items.iter().map(|item| self.target(*item)).collect();
                targets
                    .iter()
                    .all(|item| self.nodes[*item as usize].kind == NodeKind::Mapping)
                    .then_some(targets)
            }
            _ => None,
        }
    }

    fn target(&self, number: u32) -> u32 {
        let data = self.nodes[number as usize];
        if data.kind == NodeKind::Alias { data.text.start } else { number }
    }

    /// Reports each key that stands twice, at the later place, and keeps the later value, as most readers do.
    fn remove_duplicates(&mut self, children: &mut Vec<u32>) {
        let mut duplicates: Vec<(u32, u32)> = Vec::new();
        if children.len() <= SORTED_FROM as usize {
            for (at, later) in children.iter().enumerate() {
                let first =
                    children[..at].iter().find(|first| self.key_text(**first) == self.key_text(*later));
                duplicates.extend(first.map(|first| (*first, *later)));
            }
        } else {
            let mut sorted = children.clone();
            sorted.sort_by(|one, two| self.key_text(*one).cmp(self.key_text(*two)).then(one.cmp(two)));
            for pair in sorted.chunk_by(|one, two| self.key_text(*one) == self.key_text(*two)) {
                duplicates.extend(pair[1..].iter().map(|later| (pair[0], *later)));
            }
            duplicates.sort_unstable_by_key(|(_, later)| *later);
        }
        for (first, later) in &duplicates {
            let error = self.duplicate(*first, *later);
            self.errors.push(error);
        }
        if duplicates.is_empty() {
            return;
        }
        let dropped: FxHashSet<u32> = duplicates.iter().map(|(_, later)| *later).collect();
        // The last one wins, in the place of the first.
        let survivors: FxHashMap<u32, u32> = duplicates.into_iter().collect();
        children.retain(|child| !dropped.contains(child));
        for child in children {
            *child = survivors.get(child).copied().unwrap_or(*child);
        }
    }

    /// The pointer to a child of an open collection, in fragment form; the collections around it are known by then.
    fn pointer(&self, child: u32) -> String {
        let mut parts = Vec::new();
        let mut data = self.nodes[child as usize];
        while data.parent != NONE {
            let parent = self.nodes[data.parent as usize];
            parts.push(match parent.kind {
                NodeKind::Mapping => self.text(self.keys[data.key as usize].text).to_owned(),
                _ => data.key.to_string(),
            });
            data = parent;
        }
        let mut pointer = String::from("#");
        for part in parts.iter().rev() {
            pointer.push('/');
            encode_segment(part, &mut pointer);
        }
        pointer
    }

    fn duplicate(&self, first: u32, later: u32) -> SyntaxError {
        let span = |child: u32| self.keys[self.nodes[child as usize].key as usize].span;
        let message = format!("the key `{}` is already used in this object", self.key_text(later));
        let mut error = SyntaxError::new(self.source, span(later), message)
            .hint("remove one of the two, or rename it: readers keep only one of them");
        error.location.pointer = self.pointer(later);
        let first = Location::new(self.source, span(first), error.location.pointer.clone());
        error.first_key = Some((first, "first used here".to_owned()));
        error
    }
}
