//! Replaces references by what they lead to. References to what contains itself stay, and so do their components.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::BundleError;
use super::draft::MAX_VALUES;
use super::index::Index;
use super::kind::Kind;
use super::value::{Entry, Value};
use crate::document::limits::MAX_DEPTH;
use crate::openapi::Version;

/// What may stand beside a schema's `$ref` without changing what it accepts.
const ANNOTATIONS: [&str; 8] =
    ["title", "summary", "description", "deprecated", "readOnly", "writeOnly", "default", "externalDocs"];

pub(super) fn dereference<'d>(root: &Value<'d>, version: Version) -> Result<Value<'d>, BundleError> {
    let index = Index::new(root);
    let recursive = recursive(root, &index);
    Expansion { index, version, recursive, values: 0, depth: 0 }.value(root, Kind::Root)
}

struct Expansion<'v, 'd> {
    index: Index<'v, 'd>,
    version: Version,
    /// References to what contains them.
    recursive: FxHashSet<&'v str>,
    values: usize,
    depth: usize,
}

impl<'d> Expansion<'_, 'd> {
    fn value(&mut self, value: &Value<'d>, kind: Kind) -> Result<Value<'d>, BundleError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(BundleError::TooLarge);
        }
        if self.depth > MAX_DEPTH {
            return Err(BundleError::TooDeep);
        }
        self.depth += 1;
        let value = match value {
            Value::List(items) => {
                Value::List(items.iter().map(|item| self.value(item, kind)).collect::<Result<_, _>>()?)
            }
            Value::Object(entries) => self.object(value, entries, kind)?,
            scalar => scalar.clone(),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn object(
        &mut self,
        value: &Value<'d>,
        entries: &[Entry<'d>],
        kind: Kind,
    ) -> Result<Value<'d>, BundleError> {
        let reference = value.reference().filter(|text| kind != Kind::Data && !self.recursive.contains(text));
        let Some(target) = reference.and_then(|text| self.index.find(text)) else {
            return Ok(Value::Object(self.entries(entries, kind)?));
        };
        let target = self.value(target, kind)?;
        let mut own = self.entries(entries, kind)?;
        own.retain(|(key, _)| key != "$ref");
        Ok(self.merged(own, target, kind))
    }

    fn entries(&mut self, entries: &[Entry<'d>], kind: Kind) -> Result<Vec<Entry<'d>>, BundleError> {
        let entries = entries.iter();
        entries.map(|(key, value)| Ok((key.clone(), self.value(value, kind.child(key))?))).collect()
    }

    /// What stands beside a reference, joined with what it leads to.
    fn merged(&self, mut own: Vec<Entry<'d>>, target: Value<'d>, kind: Kind) -> Value<'d> {
        let is_note = |key: &str| ANNOTATIONS.contains(&key) || key.starts_with("x-");
        if kind == Kind::Schema && self.version.has_json_schema() {
            // JSON Schema applies both; only what accepts nothing less can be overwritten.
            if own.iter().any(|(key, _)| !is_note(key)) {
                match own.iter_mut().find(|(key, _)| key == "allOf") {
                    Some((_, Value::List(items))) => items.push(target),
                    _ => own.push((Cow::Borrowed("allOf"), Value::List(vec![target]))),
                }
                return Value::Object(own);
            }
        } else if kind != Kind::PathItem {
            // Elsewhere other fields beside a reference are ignored (OpenAPI 3.0.4, 4.8.23; 3.1.1, 4.8.23.1).
            own.retain(|(key, _)| is_note(key));
        }
        match target {
            Value::Object(entries) if !own.is_empty() => {
                let taken: FxHashSet<Cow<'d, str>> = own.iter().map(|(name, _)| name.clone()).collect();
                own.extend(entries.into_iter().filter(|(name, _)| !taken.contains(name)));
                Value::Object(own)
            }
            target => target,
        }
    }
}

/// The references that lead to what contains them, directly or through others: those on a circle in the graph of
/// references (Tarjan's strongly connected components, without recursion).
fn recursive<'v>(root: &'v Value<'_>, index: &Index<'v, '_>) -> FxHashSet<&'v str> {
    let mut graph = Graph::default();
    let mut found = Vec::new();
    references(root, &mut found);
    for text in found {
        graph.number(text);
    }
    // Texts found on the way are in the graph already: every value is below the root.
    for at in 0..graph.texts.len() {
        let mut found = Vec::new();
        if let Some(target) = index.find(graph.texts[at]) {
            references(target, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        let edges = found.into_iter().map(|text| graph.number(text)).collect();
        graph.edges.push(edges);
    }
    graph.circles()
}

/// The texts of all references in a value.
fn references<'v>(value: &'v Value<'_>, found: &mut Vec<&'v str>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(entries) => {
            found.extend(value.reference());
            entries.iter().for_each(|(_, value)| references(value, found));
        }
        _ => {}
    }
}

#[derive(Default)]
struct Graph<'v> {
    texts: Vec<&'v str>,
    numbers: FxHashMap<&'v str, usize>,
    edges: Vec<Vec<usize>>,
}

impl<'v> Graph<'v> {
    fn number(&mut self, text: &'v str) -> usize {
        let texts = &mut self.texts;
        *self.numbers.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() - 1
        })
    }

    fn circles(&self) -> FxHashSet<&'v str> {
        const UNSEEN: usize = usize::MAX;
        let count = self.texts.len();
        let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
        let mut open = vec![false; count];
        let (mut stack, mut next) = (Vec::new(), 0);
        let mut circles = FxHashSet::default();
        for start in 0..count {
            let mut calls = vec![(start, 0)];
            while let Some((node, edge)) = calls.pop() {
                if edge == 0 {
                    if order[node] != UNSEEN {
                        continue;
                    }
                    (order[node], low[node]) = (next, next);
                    next += 1;
                    stack.push(node);
                    open[node] = true;
                } else {
                    let child = self.edges[node][edge - 1];
                    if open[child] {
                        low[node] = low[node].min(low[child]);
                    }
                }
                if let Some(child) = self.edges[node].get(edge).copied() {
                    calls.push((node, edge + 1));
                    if order[child] == UNSEEN {
                        calls.push((child, 0));
                    }
                    continue;
                }
                if low[node] == order[node] {
                    let at = stack.iter().rposition(|known| *known == node).unwrap_or_default();
                    let group = stack.split_off(at);
                    group.iter().for_each(|member| open[*member] = false);
                    if group.len() > 1 || self.edges[node].contains(&node) {
                        circles.extend(group.into_iter().map(|member| self.texts[member]));
                    }
                }
            }
        }
        circles
    }
}
