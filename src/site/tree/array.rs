//! What an array says beside its items: a tuple's places, and what must or must not be among them.

use super::conditions::conditions;
use super::inside::{MAX_NAMELESS_DEPTH, MAX_NAMELESS_ROWS, has_inside};
use super::row::row;
use super::{At, Own, Pair, Trail};
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
    let Some(prefix) = pair.now.parts.iter().find_map(|part| {
        part.schema
            .array
            .as_ref()
            .map(|array| array.prefix_items.as_slice())
            .filter(|items| !items.is_empty())
    }) else {
        return;
    };
    for (index, id) in prefix.iter().enumerate().take(50) {
        let below = Pair { now: Merged::new(api, &[*id]), side: pair.side, was: None };
        let own = Own { name: format!("[{index}]"), ..Own::default() };
        tree.rows.push(row(page, Some(below), own, *at));
    }
    match pair.now.items() {
        Some(now) if now.never() => {
            tree.lines.push(Linked::plain(page.cx.words.get("no_more_items")));
        }
        Some(now) => {
            let below = Pair { now, side: pair.side, was: None };
            let own = Own { name: format!("[{}…]", prefix.len()), ..Own::default() };
            tree.rows.push(row(page, Some(below), own, *at));
        }
        None => {}
    }
}
