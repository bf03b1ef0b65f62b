//! What an array says beside its items: a tuple's places, and what must or must not be among them.

use super::conditions::conditions;
use super::inside::{MAX_NAMELESS_DEPTH, MAX_NAMELESS_ROWS, has_inside};
use super::row::row;
use super::{At, Own, Pair, Trail};
use crate::api::SchemaId;
use crate::site::context::Page;
use crate::site::merged::Merged;
use crate::site::view::{Linked, Tree};

/// What an array says beside its items: a tuple's places, and what must or must not be among them.
pub(super) fn array_parts<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    at: &At<'_>,
    tree: &mut Tree,
) {
    let component = pair.now.component;
    let known = component.is_some_and(|id| page.expanded.contains_key(&(pair.side, id)));
    if known || at.depth > MAX_NAMELESS_DEPTH || page.rows > MAX_NAMELESS_ROWS {
        return;
    }
    // What has no items is noted where the rest of it is written out.
    if let Some(id) = component.filter(|_| pair.now.has_items() || !has_inside(pair)) {
        page.expanded.insert((pair.side, id), at.id.to_owned());
    }
    let trail = component.map(|schema| Trail { schema, id: at.id, around: at.trail });
    let at = At { trail: trail.as_ref().or(at.trail), ..*at };
    tuple_rows(page, pair, &at, tree);
    if pair.now.has_items() {
        conditions(page, pair, &at, tree);
    }
}

/// Rows of a tuple: `[0]`, `[1]`, `[2…]`.
fn tuple_rows<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, at: &At<'_>, tree: &mut Tree) {
    let api = pair.now.api;
    let Some(prefix) = prefix_of(&pair.now) else { return };
    let was = pair.was.as_ref();
    let prefix_before = was.and_then(prefix_of).unwrap_or_default();
    let before = |id: Option<SchemaId>| Some(Merged::new(was?.api, &[id?]));
    for (index, id) in prefix.iter().enumerate().take(50) {
        let was = before(prefix_before.get(index).copied());
        let below = Pair { now: Merged::new(api, &[*id]), side: pair.side, was };
        let own = Own { name: format!("[{index}]"), ..Own::default() };
        tree.rows.push(row(page, Some(below), own, *at));
    }
    match pair.now.items() {
        Some(now) if now.never() => {
            tree.lines.push(Linked::plain(page.cx.words.get("no_more_items")));
        }
        Some(now) => {
            // The rest of another tuple begins elsewhere.
            let rest = was.filter(|_| prefix_before.len() == prefix.len()).and_then(Merged::items);
            let below = Pair { now, side: pair.side, was: rest };
            let own = Own { name: format!("[{}…]", prefix.len()), ..Own::default() };
            tree.rows.push(row(page, Some(below), own, *at));
        }
        None => {}
    }
}

/// The places of a tuple.
fn prefix_of<'a>(merged: &Merged<'a, '_>) -> Option<&'a [SchemaId]> {
    let mut arrays = merged.parts.iter().filter_map(|part| part.schema.array.as_deref());
    arrays.find_map(|array| Some(array.prefix_items.as_slice()).filter(|items| !items.is_empty()))
}
