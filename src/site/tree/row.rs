//! A row of a schema with a name: what it says of itself, its marks, and the fold of what is inside.

use super::describe::describe;
use super::inside::inside;
use super::{At, Own, Pair};
use crate::site::context::Page;
use crate::site::markdown::cut;
use crate::site::marks::{MarkClass, Path, Side, SidePlace};
use crate::site::view::{Chip, Fold, Inside, Linked, Mark, Row, Tree, each_mark};

/// Rows of a fold that starts open.
const OPEN_ROWS: usize = 8;

/// Makes a row of a schema with a name of its own.
pub(in crate::site) fn row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: Option<Pair<'a, 'd>>,
    own: Own<'d>,
    at: At<'_>,
) -> Row {
    page.rows += 1;
    page.total_rows += 1;
    let id = page.take_id(at.below(&own.name), &own.name);
    let cx = page.cx;
    let own_path = Path { name: &own.name, around: at.path };
    let path = if own.is_property { Some(&own_path) } else { at.path };
    let mut row = Row { id: id.clone(), name: own.name.clone(), required: own.required, ..Row::default() };
    row.removed = own.removed;
    let mut places = own.places.clone();
    if let Some(pair) = pair {
        let pair = pair.settled();
        describe(page, &pair, &own, &mut row, at.xml);
        places.extend(boundary_places(page, &pair));
        let below = At { id: &id, depth: at.depth + 1, path, ..at };
        fill(page, pair, &below, &mut row);
        // The type leads there already.
        let types = &row.types;
        if let Some(see) = row.see.as_mut().filter(|see| types.iter().any(|kind| kind.href == see.href)) {
            see.href = None;
        }
    } else {
        row.types = vec![Linked::plain(cx.words.get("any_value"))];
        row.prose = cx.markdown.row(own.description);
    }
    if own.deprecated && !row.chips.iter().any(|chip| chip.class == "on deprecated") {
        row.chips.insert(0, Chip::on(cx.words.get("deprecated"), "deprecated"));
    }
    row.struck = own.removed || row.chips.iter().any(|chip| chip.class == "on deprecated");
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    row.mark = page.mark_of_row(&places, own.removed, (&id, path));
    mark_other_type(page, &mut row);
    row.chips.extend(mark_chips(page, row.mark.as_ref()));
    row.notes = page.notes(&places);
    row
}

/// Marks a row whose type reads otherwise than in the base because of what changed inside it.
fn mark_other_type(page: &Page<'_, '_, '_>, row: &mut Row) {
    if row.mark.is_none() && row.was.is_some() && page.marks_anything() {
        row.mark = Some(Mark { class: MarkClass::Changed.name(), ..Mark::default() });
    }
}

/// The chips of a mark: how it looks, and the impact where that says more.
pub(in crate::site) fn mark_chips(page: &Page<'_, '_, '_>, mark: Option<&Mark>) -> Vec<Chip> {
    let words = page.cx.words;
    let changes = &page.cx.marks.changes;
    let mut chips = Vec::new();
    let Some(mark) = mark else { return chips };
    chips.push(Chip::on(words.get(mark.class).to_lowercase(), &format!("is-change {}", mark.class)));
    let worst = mark.indices.iter().map(|index| changes[*index].impact).max();
    if let Some(impact) = worst
        && impact != crate::diff::Impact::Compatible
        && impact.name() != mark.class
    {
        chips
            .push(Chip::on(words.get(impact.name()).to_lowercase(), &format!("is-change {}", impact.name())));
    }
    chips
}

/// The places of a pair up to the named schemas that the tree has written out already.
pub(super) fn boundary_places(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>) -> Vec<SidePlace> {
    let mut places = Vec::new();
    add_boundary_places(page, pair, &mut places);
    let mut current = pair.items();
    for _ in 1..6 {
        let Some(pair) = current else { break };
        add_boundary_places(page, &pair, &mut places);
        current = pair.items();
    }
    places
}

fn add_boundary_places(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>, places: &mut Vec<SidePlace>) {
    for (merged, side) in [(Some(&pair.now), pair.side), (pair.was.as_ref(), Side::Base)] {
        let Some(merged) = merged else { continue };
        let known = merged.component.is_some_and(|id| page.expanded.contains_key(&(side, id)));
        let parts = merged.parts.iter().take_while(|part| !known || part.schema.component.is_none());
        places.extend(parts.map(|part| (side, part.schema.node.place())));
    }
}

/// Puts what is inside a schema into its row: a fold of rows, groups, or a link to where it is written out.
fn fill<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: Pair<'a, 'd>, at: &At<'_>, row: &mut Row) {
    let name = innermost_name(&pair);
    let (tree, see) = inside(page, pair, *at);
    row.see = see;
    if tree.is_empty() {
        return;
    }
    if tree.rows.is_empty() && tree.lines.is_empty() && tree.bases.is_empty() {
        row.groups = tree.groups;
        return;
    }
    let words = page.cx.words;
    let count = tree.rows.len();
    let label = match (&name, count) {
        (_, 0) => words.get("more_about").to_owned(),
        _ if tree.rows.iter().all(|row| row.name.starts_with('[')) => words.count("items_inside", count),
        (Some(name), _) => words.count("properties_of", count).replace("{1}", name),
        (None, _) => words.count("properties", count),
    };
    let mut fold = Fold { label, open: at.depth <= 1 && count <= OPEN_ROWS, inside: None, tree };
    fold.inside = inside_mark(page, &mut fold.tree);
    fold.open |= fold.inside.is_some();
    row.fold = Some(Box::new(fold));
}

fn innermost_name(pair: &Pair<'_, '_>) -> Option<String> {
    if let Some(name) = pair.now.name() {
        return Some(cut(name, 80));
    }
    let mut current = pair.items();
    for _ in 1..6 {
        let pair = current?.settled();
        if let Some(name) = pair.now.name() {
            return Some(cut(name, 80));
        }
        current = pair.items();
    }
    None
}

/// How many changes a tree holds.
pub(super) fn inside_mark(page: &Page<'_, '_, '_>, tree: &mut Tree) -> Option<Inside> {
    let mut indices = Vec::new();
    each_mark(tree, &mut |mark| indices.extend(mark.indices.iter().copied()));
    indices.sort_unstable();
    indices.dedup();
    let class = page.cx.marks.worst(indices.iter().copied())?;
    Some(Inside { text: page.cx.words.count("changes_inside", indices.len()), class: class.name() })
}
