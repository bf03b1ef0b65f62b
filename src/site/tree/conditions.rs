//! `not`, `if`, `contains` and the like: a label over what they hold.

use super::alternatives::alternative;
use super::{At, Pair};
use crate::api::{SchemaId, SchemaKind};
use crate::document::Node;
use crate::site::context::Page;
use crate::site::facts::counted;
use crate::site::merged::Merged;
use crate::site::view::{Group, Linked, Tree};

/// `not`, `if`, `contains` and the like: a label over what they hold.
pub(super) fn conditions<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    at: &At<'_>,
    tree: &mut Tree,
) {
    let words = page.cx.words;
    let mut wanted: Vec<(String, &str, SchemaId)> = Vec::new();
    for part in pair.now.parts.iter().take(20) {
        let schema = part.schema;
        if let Some(id) = schema.not {
            wanted.push((words.get("must_not_match").to_owned(), "not", id));
        }
        if let Some(condition) = &schema.condition {
            for (key, part, id) in
                [("when", "if", condition[0]), ("then", "then", condition[1]), ("else", "else", condition[2])]
            {
                wanted.extend(id.map(|id| (words.get(key).to_owned(), part, id)));
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
                wanted.push((label, "contains", id));
            }
            let other = array.unevaluated_items;
            match other.filter(|id| pair.now.api.schema(*id).kind == SchemaKind::Never) {
                Some(_) => tree.lines.push(Linked::plain(words.get("no_more_items"))),
                None => {
                    wanted.extend(other.map(|id| (words.get("other_items").to_owned(), "other-items", id)));
                }
            }
        }
        if let Some(object) = &schema.object {
            wanted.extend(object.names.map(|id| (words.get("property_names").to_owned(), "names", id)));
            for (name, id) in object.dependent_schemas.iter().take(20) {
                wanted.push((words.fill("dependent_schema", &[name]), "dependent", *id));
            }
        }
        wanted
            .extend(schema.content_schema.map(|id| (words.get("content_schema").to_owned(), "content", id)));
    }
    for (label, part, id) in wanted {
        let below = Pair { now: Merged::new(pair.now.api, &[id]), side: pair.side, was: None };
        let mut alternative = alternative(page, below, part, at);
        alternative.open = true;
        tree.groups.push(Group { label, by: None, name: String::new(), alternatives: vec![alternative] });
    }
}
