//! Removes objects of a kind, such as those marked as internal, and components that nothing uses.

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Index;
use super::kind::{Kind, Section};
use super::value::Value;
use crate::document::segments;
use crate::openapi::Version;

/// Which objects go.
type Goes<'g> = &'g dyn Fn(&Value<'_>) -> bool;

/// Removes every object that is to go, every reference to one, and what becomes empty by that.
pub(super) fn remove_where(root: &mut Value<'_>, goes: Goes<'_>) {
    let references = references_to(root, goes);
    strip(root, Kind::Root, (goes, &references));
}

/// The texts of references, and of discriminators' mappings, that lead to something that goes.
fn references_to(root: &Value<'_>, goes: Goes<'_>) -> FxHashSet<String> {
    let index = Index::new(root);
    let mut references = FxHashSet::default();
    let mut known = FxHashSet::default();
    each_reference(root, Kind::Root, &mut |text| {
        if !known.insert(text) {
            return;
        }
        let mut target = find_schema(&index, text);
        for _ in 0..16 {
            match target.and_then(Value::reference) {
                Some(next) if !target.is_some_and(goes) => target = index.find(next),
                _ => break,
            }
        }
        if target.is_some_and(goes) {
            references.insert(text.to_owned());
        }
    });
    references
}

fn find_schema<'v, 'd>(index: &Index<'v, 'd>, text: &str) -> Option<&'v Value<'d>> {
    match text.contains(['/', '#', '.']) {
        true => index.find(text),
        // A name in a discriminator's mapping.
        false => index.find(&format!("#/components/schemas/{text}")),
    }
}

/// Removes inside a value; whether something was removed.
fn strip(value: &mut Value<'_>, kind: Kind, what: (Goes<'_>, &FxHashSet<String>)) -> bool {
    let (is_meant, references) = what;
    let goes = |value: &Value<'_>, kind: Kind| {
        let reference = match kind {
            Kind::Mapping => value.as_str(),
            _ => value.reference(),
        };
        is_meant(value) || reference.is_some_and(|text| references.contains(text))
    };
    match value {
        _ if kind == Kind::Data => false,
        Value::List(items) => {
            let before = items.len();
            items.retain_mut(|item| !(goes(item, kind) || strip(item, kind, what) && is_empty(item)));
            items.len() < before
        }
        Value::Object(entries) => {
            let before = entries.len();
            let mut removed: Vec<String> = Vec::new();
            entries.retain_mut(|(key, entry)| {
                let child = kind.child(key);
                if child != Kind::Data && goes(entry, child) {
                    return false;
                }
                let had: Vec<String> = match (kind, key.as_ref()) {
                    (Kind::Schema, "properties") => names(entry),
                    _ => Vec::new(),
                };
                let changed = strip(entry, child, what);
                if changed {
                    removed.extend(had.into_iter().filter(|name| entry.get(name).is_none()));
                }
                kind == Kind::Root || !(changed && is_empty(entry))
            });
            forget_required(entries, &removed);
            entries.len() < before
        }
        _ => false,
    }
}

fn names(value: &Value<'_>) -> Vec<String> {
    value.entries().iter().map(|(name, _)| name.to_string()).collect()
}

/// A property that was removed can't be required any more.
fn forget_required(entries: &mut Vec<super::value::Entry<'_>>, removed: &[String]) {
    if removed.is_empty() {
        return;
    }
    entries.retain_mut(|(key, value)| match value {
        Value::List(names) if key == "required" => {
            names.retain(|name| !name.as_str().is_some_and(|name| removed.iter().any(|gone| gone == name)));
            !names.is_empty()
        }
        _ => true,
    });
}

pub(super) fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::List(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Calls for the text of every reference and every value of a discriminator's mapping.
fn each_reference<'v>(value: &'v Value<'_>, kind: Kind, call: &mut impl FnMut(&'v str)) {
    match value {
        Value::List(items) => items.iter().for_each(|item| each_reference(item, kind, call)),
        Value::Object(entries) => {
            if let Some(text) = value.reference() {
                call(text);
            }
            for (key, value) in entries {
                each_reference(value, kind.child(key), call);
            }
        }
        Value::String(text) if kind == Kind::Mapping => call(text),
        _ => {}
    }
}

/// Removes components that nothing uses, nor anything that is used.
pub(super) fn remove_unused(root: &mut Value<'_>, version: Version) {
    let used: FxHashSet<(Section, String)> = Uses::new(root, version).reach();
    let holder = match version {
        Version::V2_0 => Some(&mut *root),
        _ => match root {
            Value::Object(entries) => {
                entries.iter_mut().find(|(key, _)| key == "components").map(|(_, value)| value)
            }
            _ => None,
        },
    };
    let Some(Value::Object(sections)) = holder else { return };
    sections.retain_mut(|(key, value)| {
        let section = Section::ALL.into_iter().find(|section| section.name(version) == key);
        let (Some(section), Value::Object(entries)) = (section, value) else { return true };
        entries.retain(|(name, _)| used.contains(&(section, name.to_string())));
        !entries.is_empty()
    });
    if version != Version::V2_0
        && let Value::Object(entries) = root
    {
        entries.retain(|(key, value)| key != "components" || !is_empty(value));
    }
}

/// Which component uses which.
struct Uses<'v, 'd> {
    version: Version,
    components: FxHashMap<(Section, String), &'v Value<'d>>,
    used: FxHashSet<(Section, String)>,
    queue: Vec<(Section, String)>,
}

impl<'v, 'd> Uses<'v, 'd> {
    fn new(root: &'v Value<'d>, version: Version) -> Self {
        let mut uses =
            Uses { version, components: FxHashMap::default(), used: FxHashSet::default(), queue: Vec::new() };
        let holder = if version == Version::V2_0 { Some(root) } else { root.get("components") };
        for section in Section::ALL {
            let entries = holder.and_then(|holder| holder.get(section.name(version)));
            for (name, value) in entries.map(Value::entries).unwrap_or_default() {
                uses.components.insert((section, name.to_string()), value);
            }
        }
        let is_section = |key: &str| Section::ALL.into_iter().any(|section| section.name(version) == key);
        for (key, value) in root.entries() {
            let skipped = match version {
                Version::V2_0 => is_section(key),
                _ => key == "components",
            };
            if !skipped {
                uses.visit(value, Kind::Root.child(key));
                if key == "security" {
                    uses.security(value);
                }
            }
        }
        uses.keep_named();
        uses
    }

    /// Components that something may name in a way that is no pointer stay.
    fn keep_named(&mut self) {
        let named: Vec<_> = self
            .components
            .iter()
            .filter(|((section, _), value)| *section == Section::Schemas && declares_a_name(value))
            .map(|(key, _)| key.clone())
            .collect();
        for key in named {
            self.mark(key);
        }
    }

    fn reach(mut self) -> FxHashSet<(Section, String)> {
        loop {
            while let Some(key) = self.queue.pop() {
                if let Some(value) = self.components.get(&key).copied() {
                    self.visit(value, key.0.kind());
                }
            }
            // A schema that extends one with a discriminator is found by its name at run time.
            let extending: Vec<_> = self
                .components
                .iter()
                .filter(|(key, value)| !self.used.contains(*key) && self.extends_used(value))
                .map(|(key, _)| key.clone())
                .collect();
            if extending.is_empty() {
                return self.used;
            }
            for key in extending {
                self.mark(key);
            }
        }
    }

    fn extends_used(&self, value: &Value<'_>) -> bool {
        let parents = value.get("allOf").map(Value::items).unwrap_or_default();
        let parents = parents.iter().filter_map(Value::reference);
        parents.filter_map(|text| self.component(text)).any(|key| {
            let has_discriminator =
                self.components.get(&key).is_some_and(|value| value.get("discriminator").is_some());
            has_discriminator && self.used.contains(&key)
        })
    }

    fn mark(&mut self, key: (Section, String)) {
        if self.used.insert(key.clone()) {
            self.queue.push(key);
        }
    }

    /// Marks what a value uses. References inside data count, too: better one component too many.
    fn visit(&mut self, value: &Value<'_>, kind: Kind) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.visit(item, kind)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    match (key.as_ref(), value.as_str()) {
                        ("$ref" | "$dynamicRef", Some(text)) => {
                            if let Some(key) = self.component(text) {
                                self.mark(key);
                            }
                        }
                        ("security", None) if kind == Kind::Operation => self.security(value),
                        _ => {}
                    }
                    self.visit(value, kind.child(key));
                }
            }
            Value::String(text) if kind == Kind::Mapping => {
                let key = self.component(text).unwrap_or_else(|| (Section::Schemas, text.to_string()));
                self.mark(key);
            }
            _ => {}
        }
    }

    fn security(&mut self, requirements: &Value<'_>) {
        for (name, _) in requirements.items().iter().flat_map(Value::entries) {
            let key = self.component(name).unwrap_or_else(|| (Section::SecuritySchemes, name.to_string()));
            self.mark(key);
        }
    }

    /// The component that a pointer leads to or into.
    fn component(&self, reference: &str) -> Option<(Section, String)> {
        let pointer = reference.strip_prefix('#')?;
        let mut segments = segments(pointer);
        if self.version != Version::V2_0 && segments.next()? != "components" {
            return None;
        }
        let name = segments.next()?;
        let section = Section::ALL.into_iter().find(|section| section.name(self.version) == name)?;
        Some((section, segments.next()?.into_owned()))
    }
}

/// Whether a schema, or one inside it, declares a name by which references may find it.
fn declares_a_name(value: &Value<'_>) -> bool {
    match value {
        Value::List(items) => items.iter().any(declares_a_name),
        Value::Object(entries) => entries.iter().any(|(key, value)| {
            (matches!(key.as_ref(), "$id" | "$anchor" | "$dynamicAnchor") && value.as_str().is_some())
                || declares_a_name(value)
        }),
        _ => false,
    }
}
