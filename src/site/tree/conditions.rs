//! `not`, `if`, `contains` and the like: a label over what they hold.

use super::alternatives::{Presence, alternative};
use super::{At, Pair};
use crate::api::{SchemaId, SchemaKind};
use crate::document::Node;
use crate::site::context::Page;
use crate::site::facts::counted;
use crate::site::merged::Merged;
use crate::site::view::{Group, Linked, Tree};
use crate::site::words::Words;

/// `not`, `if`, `contains` and the like: a label over what they hold.
pub(super) fn conditions<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    at: &At<'_>,
    tree: &mut Tree,
) {
    let words = page.cx.words;
    let wanted = held(words, &pair.now);
    let known = pair.was.as_ref().map(|was| held(words, was)).unwrap_or_default();
    for part in pair.now.parts.iter().take(20) {
        let other = part.schema.array.as_ref().and_then(|array| array.unevaluated_items);
        if other.is_some_and(|id| pair.now.api.schema(id).kind == SchemaKind::Never) {
            tree.lines.push(Linked::plain(words.get("no_more_items")));
        }
    }
    for (index, condition) in wanted.iter().enumerate() {
        let number = wanted[..index].iter().filter(|other| other.is_like(condition)).count();
        let before = known.iter().filter(|other| other.is_like(condition)).nth(number);
        let was = before.zip(pair.was.as_ref()).map(|(other, was)| Merged::new(was.api, &[other.schema]));
        let below = Pair { now: Merged::new(pair.now.api, &[condition.schema]), side: pair.side, was };
        let mut alternative = alternative(page, below, condition.part, at, Presence::Kept);
        alternative.open = true;
        let label = condition.label.clone();
        tree.groups.push(Group { label, by: None, name: String::new(), alternatives: vec![alternative] });
    }
}

/// A schema that a keyword holds.
struct Condition<'d> {
    /// The keyword in words.
    label: String,
    /// The part of the anchor.
    part: &'static str,
    /// The property that it depends on.
    name: Option<&'d str>,
    schema: SchemaId,
}

impl Condition<'_> {
    /// Whether both are of one keyword.
    fn is_like(&self, other: &Condition<'_>) -> bool {
        self.part == other.part && self.name == other.name
    }
}

/// What the keywords of a schema hold.
fn held<'d>(words: &Words, merged: &Merged<'_, 'd>) -> Vec<Condition<'d>> {
    let mut wanted: Vec<Condition<'d>> = Vec::new();
    let of = |label: &str, part: &'static str, schema: SchemaId| Condition {
        label: label.to_owned(),
        part,
        name: None,
        schema,
    };
    for part in merged.parts.iter().take(20) {
        let schema = part.schema;
        wanted.extend(schema.not.map(|id| of(words.get("must_not_match"), "not", id)));
        if let Some(condition) = &schema.condition {
            for (key, part, id) in
                [("when", "if", condition[0]), ("then", "then", condition[1]), ("else", "else", condition[2])]
            {
                wanted.extend(id.map(|id| of(words.get(key), part, id)));
            }
        }
        if let Some(array) = &schema.array {
            if let Some(id) = array.contains {
                let least = array.min_contains.map_or("1", Node::text);
                let label = match array.max_contains {
                    Some(most) if most.text() == least => counted(words, "contains_exactly", least),
                    Some(most) => words.fill("contains_between", &[least, most.text()]),
                    None => counted(words, "contains", least),
                };
                wanted.push(of(&label, "contains", id));
            }
            let other = array.unevaluated_items;
            let other = other.filter(|id| merged.api.schema(*id).kind != SchemaKind::Never);
            wanted.extend(other.map(|id| of(words.get("other_items"), "other-items", id)));
        }
        if let Some(object) = &schema.object {
            wanted.extend(object.names.map(|id| of(words.get("property_names"), "names", id)));
            for (name, id) in object.dependent_schemas.iter().take(20) {
                let label = words.fill("dependent_schema", &[name]);
                wanted.push(Condition { name: Some(*name), ..of(&label, "dependent", *id) });
            }
        }
        wanted.extend(schema.content_schema.map(|id| of(words.get("content_schema"), "content", id)));
    }
    wanted
}
