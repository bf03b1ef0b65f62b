//! Named schemas: which came, went and were renamed, and what documents them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::collect::{Collector, Draft, Scope};
use super::kind::operation as kinds;
use super::operation::Visited;
use super::schema::Pairs;
use super::words::code;
use crate::api::{Api, SchemaId};
use crate::document::{Node, Place};

/// Compares the names, and the schemas of equal names whether they are used or not.
pub(super) fn compare<'a>(collector: &mut Collector<'a, '_>, pairs: &mut Pairs<'a>) {
    let (base, head) = (collector.base, collector.head);
    let by_name = |api: &'a Api<'a>| -> FxHashMap<&'a str, SchemaId> {
        api.components.iter().map(|(name, id)| (name.as_str(), *id)).collect()
    };
    let (old, new) = (by_name(base), by_name(head));
    for (name, id) in &base.components {
        if let Some(other) = new.get(name.as_str()) {
            pairs.add(*id, *other);
        }
    }
    let mut fresh: Vec<_> =
        head.components.iter().filter(|(name, _)| !old.contains_key(name.as_str())).collect();
    for (name, id) in base.components.iter().filter(|(name, _)| !new.contains_key(name.as_str())) {
        let thing = format!("schema {}", code(name));
        let node = base.schema(*id).node;
        let renames = !collector.is_oasdiff() && says_enough(base, *id);
        let twin = fresh.iter().position(|(_, other)| renames && pairs.digests.alike(*id, *other));
        let mut draft = match twin {
            Some(at) => {
                let (other, other_id) = fresh.remove(at);
                pairs.add(*id, *other_id);
                let draft = Draft::new(&kinds::SCHEMA_RENAMED, thing);
                draft
                    .values(Some(name.as_str()), Some(other.as_str()))
                    .between(node, head.schema(*other_id).node)
            }
            None => Draft::new(&kinds::SCHEMA_REMOVED, thing).removed(node),
        };
        draft.schema = Some(name.clone());
        collector.add(None, draft);
    }
    for (name, id) in fresh {
        let thing = format!("schema {}", code(name));
        let mut draft = Draft::new(&kinds::SCHEMA_ADDED, thing).added(head.schema(*id).node);
        draft.schema = Some(name.clone());
        collector.add(None, draft);
    }
}

/// Whether equal content means the same schema: every bare string looks like every other.
fn says_enough(api: &Api<'_>, id: SchemaId) -> bool {
    let schema = api.schema(id);
    let properties = schema.object.as_ref().map_or(0, |object| object.properties.len());
    let values = schema.enumeration.as_ref().map_or(0, Vec::len);
    properties + values + schema.all_of.len() + schema.any_of.len() + schema.one_of.len() >= 2
        || schema.string.pattern.is_some()
}

/// Tells the texts of schemas that changed, each once: named schemas' without an operation, the others' with theirs.
pub(super) fn texts<'a>(collector: &mut Collector<'a, '_>, pairs: &Pairs<'a>, visited: &[Visited<'a>]) {
    let operations: FxHashMap<Place, &Scope> =
        visited.iter().map(|one| (one.head.node.place(), &one.scope)).collect();
    let (mut told_of_base, mut told_of_head) = (FxHashSet::default(), FxHashSet::default());
    for (row, finding) in pairs.texts() {
        let (Some(base), Some(head)) = (finding.base, finding.head) else { continue };
        // One schema may have come from several that said the same, or have become several.
        let edit = (row.id, finding.before.clone(), finding.after.clone());
        let (of_base, of_head) = ((base.thing.place(), edit.clone()), (head.thing.place(), edit));
        if told_of_base.contains(&of_base) || told_of_head.contains(&of_head) {
            continue;
        }
        told_of_base.insert(of_base);
        told_of_head.insert(of_head);
        let holder = holder(collector.head, head.thing, &operations);
        let (thing, schema) = match &holder.component {
            Some(name) if holder.path.is_empty() => (format!("schema {}", code(name)), Some(name.clone())),
            Some(name) => (format!("{} of schema {}", code(&holder.path), code(name)), Some(name.clone())),
            None if holder.path.is_empty() => (holder.thing.clone(), None),
            None => (format!("{} of the {}", code(&holder.path), holder.thing), None),
        };
        let mut draft = Draft::of_row(row, thing).between(base.thing, head.thing);
        draft = draft.texts(finding.before.as_deref(), finding.after.as_deref());
        (draft.base, draft.head) = (Some(base), Some(head));
        draft.schema = schema;
        draft.place = Some(holder.path);
        let scope = holder.scope.filter(|_| draft.schema.is_none());
        collector.add(scope, draft);
    }
}

/// What holds a schema in the text.
struct Holder<'s> {
    component: Option<String>,
    scope: Option<&'s Scope>,
    /// `request body`, `response body`, `parameter schema`.
    thing: String,
    /// The place below the component or the carrier.
    path: String,
}

fn holder<'s>(api: &Api<'_>, node: Node<'_>, operations: &FxHashMap<Place, &'s Scope>) -> Holder<'s> {
    let mut holder =
        Holder { component: None, scope: None, thing: String::from("schema"), path: String::new() };
    let mut names: Vec<String> = Vec::new();
    let mut inside = true;
    let mut at = Some(node);
    while let Some(current) = at {
        if inside && let Some(id) = api.schema_of.get(&current.place()) {
            if let Some(name) = api.component_name(*id) {
                holder.component = Some(name.to_owned());
                break;
            }
        } else if inside && current.is_mapping() && !api.schema_of.contains_key(&current.place()) {
            inside = is_keyword(current);
        }
        if let Some(scope) = operations.get(&current.place()) {
            holder.scope = Some(*scope);
            break;
        }
        match current.key().map(crate::document::Key::text) {
            Some("requestBody") => holder.thing = String::from("request body"),
            Some("responses") => holder.thing = String::from("response body"),
            Some("parameters") => holder.thing = String::from("parameter"),
            Some("headers") => holder.thing = String::from("response header"),
            Some("schema") => inside = false,
            Some("properties" | "allOf") => {}
            Some(name) if inside => names.push(name.to_owned()),
            Some(_) => {}
            None => {
                let in_all_of = current.parent().and_then(Node::key).is_some_and(|key| key.text() == "allOf");
                if let Some(index) = current.index().filter(|_| inside && !in_all_of) {
                    names.push(format!("#{}", index + 1));
                }
            }
        }
        at = current.parent();
    }
    names.reverse();
    holder.path = names.join("/");
    holder
}

/// Whether a mapping that is no schema holds schemas by name.
fn is_keyword(node: Node<'_>) -> bool {
    let name = node.key().map(crate::document::Key::text);
    matches!(name, Some("properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions"))
}
