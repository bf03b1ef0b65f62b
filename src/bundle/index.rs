//! Finds what pointers lead to in a bundle's values.

use rustc_hash::FxHashMap;

use super::value::Value;
use crate::document::segments;

type Names<'v, 'd> = FxHashMap<(&'v str, &'v str), &'v Value<'d>>;

/// The values of two levels by name: there may be many components and paths, and many pointers to them.
pub(super) struct Index<'v, 'd> {
    root: &'v Value<'d>,
    /// By field of `components` and name.
    components: Names<'v, 'd>,
    /// By field of the root and name: paths, and 2.0's definitions.
    fields: Names<'v, 'd>,
}

impl<'v, 'd> Index<'v, 'd> {
    pub(super) fn new(root: &'v Value<'d>) -> Self {
        let components = root.get("components").map(names).unwrap_or_default();
        Index { root, components, fields: names(root) }
    }

    /// What a reference's text leads to, when it is a pointer into the bundle.
    pub(super) fn find(&self, reference: &str) -> Option<&'v Value<'d>> {
        let pointer = reference.strip_prefix('#')?;
        if pointer.is_empty() {
            return Some(self.root);
        }
        if !pointer.starts_with('/') {
            return None;
        }
        let mut rest = segments(pointer);
        let mut section = rest.next()?;
        let (mut holder, mut known) = (self.root, &self.fields);
        if section == "components" {
            holder = self.root.get("components")?;
            known = &self.components;
            match rest.next() {
                Some(next) => section = next,
                None => return Some(holder),
            }
        }
        let Some(name) = rest.next() else { return holder.get(&section) };
        let start = known.get(&(section.as_ref(), name.as_ref())).copied();
        let start = start.or_else(|| child(holder.get(&section)?, &name))?;
        rest.try_fold(start, |value, segment| child(value, &segment))
    }
}

fn names<'v, 'd>(holder: &'v Value<'d>) -> Names<'v, 'd> {
    let mut names = Names::default();
    for (section, entries) in holder.entries() {
        let entries = entries.entries().iter();
        names.extend(entries.map(|(name, value)| ((section.as_ref(), name.as_ref()), value)));
    }
    names
}

fn child<'v, 'd>(value: &'v Value<'d>, segment: &str) -> Option<&'v Value<'d>> {
    match value {
        Value::List(items) => items.get(segment.parse::<usize>().ok()?),
        value => value.get(segment),
    }
}
