//! What all parts of a merged schema allow together: of each limit the strictest, of each list what is in all.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::super::values::node_json;
use super::Merged;
use crate::api::{ArrayLimits, Bound, ObjectLimits, Schema, SchemaId};
use crate::document::Node;

impl<'a, 'd> Merged<'a, 'd> {
    /// The highest minimum.
    pub(in crate::site) fn minimum(&self) -> Option<Bound<'d>> {
        self.strictest(|schema| schema.number.minimum, |new, known| new > known)
    }

    /// The lowest maximum.
    pub(in crate::site) fn maximum(&self) -> Option<Bound<'d>> {
        self.strictest(|schema| schema.number.maximum, |new, known| new < known)
    }

    /// Of two limits at the same number the one that leaves it out is stricter.
    fn strictest(
        &self,
        ask: impl Fn(&'a Schema<'d>) -> Option<Bound<'d>>,
        is_stricter: impl Fn(f64, f64) -> bool,
    ) -> Option<Bound<'d>> {
        let number = |bound: &Bound<'d>| bound.node.as_f64().unwrap_or_default();
        self.parts.iter().filter_map(|part| ask(part.schema)).reduce(|known, new| {
            let same = number(&new) == number(&known);
            let wins = if same { new.exclusive } else { is_stricter(number(&new), number(&known)) };
            if wins { new } else { known }
        })
    }

    /// The steps that a number must be a multiple of, each once.
    pub(in crate::site) fn steps(&self) -> SmallVec<[Node<'d>; 1]> {
        self.each_once(|schema| schema.number.multiple_of)
    }

    /// The patterns that a text must match, each once.
    pub(in crate::site) fn patterns(&self) -> SmallVec<[Node<'d>; 1]> {
        self.each_once(|schema| schema.string.pattern)
    }

    fn each_once(&self, ask: impl Fn(&'a Schema<'d>) -> Option<Node<'d>>) -> SmallVec<[Node<'d>; 1]> {
        let mut all: SmallVec<[Node<'d>; 1]> = SmallVec::new();
        for node in self.parts.iter().filter_map(|part| ask(part.schema)) {
            if all.iter().all(|known| known.text() != node.text()) {
                all.push(node);
            }
        }
        all
    }

    /// The least and the greatest length of a text, in characters.
    pub(in crate::site) fn length(&self) -> (Option<Node<'d>>, Option<Node<'d>>) {
        (self.greatest(|schema| schema.string.min_length), self.least(|schema| schema.string.max_length))
    }

    /// The least and the greatest number of items.
    pub(in crate::site) fn item_count(&self) -> (Option<Node<'d>>, Option<Node<'d>>) {
        (self.greatest(|schema| array(schema)?.min_items), self.least(|schema| array(schema)?.max_items))
    }

    /// The least and the greatest number of properties.
    pub(in crate::site) fn property_count(&self) -> (Option<Node<'d>>, Option<Node<'d>>) {
        let low = self.greatest(|schema| object(schema)?.min_properties);
        (low, self.least(|schema| object(schema)?.max_properties))
    }

    fn greatest(&self, ask: impl Fn(&'a Schema<'d>) -> Option<Node<'d>>) -> Option<Node<'d>> {
        let counts = self.parts.iter().filter_map(|part| ask(part.schema));
        counts.reduce(|known, new| if new.as_i64() > known.as_i64() { new } else { known })
    }

    fn least(&self, ask: impl Fn(&'a Schema<'d>) -> Option<Node<'d>>) -> Option<Node<'d>> {
        let counts = self.parts.iter().filter_map(|part| ask(part.schema));
        // What is no count is no limit either.
        let limit = |node: Node<'_>| node.as_i64().unwrap_or(i64::MAX);
        counts.reduce(|known, new| if limit(new) < limit(known) { new } else { known })
    }

    /// `enum`: what the lists of all parts have in common. Lists without a common value are a mistake; the first says
    /// what was meant.
    pub(in crate::site) fn enumeration(&self) -> Option<Cow<'a, [Node<'d>]>> {
        let mut lists = self.parts.iter().filter_map(|part| part.schema.enumeration.as_deref());
        let first = lists.next()?;
        let mut common = Cow::Borrowed(first);
        for list in lists {
            let values: Vec<_> = list.iter().map(|value| node_json(*value)).collect();
            let kept: Vec<_> =
                common.iter().copied().filter(|value| values.contains(&node_json(*value))).collect();
            if kept.len() < common.len() && !kept.is_empty() {
                common = Cow::Owned(kept);
            }
        }
        Some(common)
    }

    /// What an array holds; of an array's places alone, what follows them.
    pub(in crate::site) fn items(&self) -> Option<Merged<'a, 'd>> {
        self.merged(|schema| array(schema)?.items)
    }

    /// Whether anything is said about what an array holds.
    pub(in crate::site) fn has_items(&self) -> bool {
        self.any(|schema| schema.array.as_ref().is_some_and(|array| array.items.is_some()))
    }

    /// What properties of other names must match.
    pub(in crate::site) fn additional(&self) -> Option<Merged<'a, 'd>> {
        self.merged(|schema| object(schema)?.additional)
    }

    fn merged(&self, ask: impl Fn(&'a Schema<'d>) -> Option<SchemaId>) -> Option<Merged<'a, 'd>> {
        let ids: SmallVec<[SchemaId; 2]> = self.parts.iter().filter_map(|part| ask(part.schema)).collect();
        (!ids.is_empty()).then(|| Merged::new(self.api, &ids))
    }
}

fn array<'a, 'd>(schema: &'a Schema<'d>) -> Option<&'a ArrayLimits<'d>> {
    schema.array.as_deref()
}

fn object<'a, 'd>(schema: &'a Schema<'d>) -> Option<&'a ObjectLimits<'d>> {
    schema.object.as_deref()
}
