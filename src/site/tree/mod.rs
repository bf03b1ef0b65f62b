//! The tree of a schema: rows, alternatives, conditions. What is printed is bounded: each named schema is written out
//! once a tree, at most four levels deep, at most 300 rows; after that a link leads to its page. Not for texts and
//! examples of bodies around it, which `page` makes.

mod alternatives;
mod array;
mod conditions;
mod describe;
mod edited;
mod inside;
mod properties;
mod row;

use std::collections::hash_map::Entry;

use crate::api::{SchemaId, TypeSet};
use crate::site::context::Page;
use crate::site::marks::{Path, Side, SidePlace};
use crate::site::merged::Merged;
use crate::site::slug;
use crate::site::view::{Linked, Row, Tree};
use describe::describe;
use inside::inside;
use row::boundary_places;

pub(super) use describe::{external, safe_url};
pub(super) use properties::chosen_by;
pub(super) use row::{mark_chips, row};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the client: what is read-only is left out.
    Request,
    /// To the client: what is write-only is left out.
    Response,
    /// A schema's own page: nothing is left out.
    Both,
}

/// Where in a tree a part stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'t> {
    /// The anchor of the part around it; empty at the root of a schema's page.
    pub(super) id: &'t str,
    /// How many folds are around it.
    pub(super) depth: usize,
    /// The properties around it.
    pub(super) path: Option<&'t Path<'t>>,
    /// The named schemas around it.
    pub(super) trail: Option<&'t Trail<'t>>,
    /// Which way the value travels.
    pub(super) direction: Direction,
    /// Whether the value is written as XML.
    pub(super) xml: bool,
}

/// The named schemas around a part, the innermost first.
#[derive(Debug)]
pub(super) struct Trail<'t> {
    schema: SchemaId,
    id: &'t str,
    around: Option<&'t Trail<'t>>,
}

impl At<'_> {
    fn below(&self, name: &str) -> String {
        let part = slug::anchor(name);
        if self.id.is_empty() { part } else { format!("{}.{part}", self.id) }
    }

    fn ancestor(&self, schema: SchemaId) -> Option<String> {
        let mut trail = self.trail;
        while let Some(step) = trail {
            if step.schema == schema {
                return Some(step.id.to_owned());
            }
            trail = step.around;
        }
        None
    }
}

/// A schema on the side that is shown, and its counterpart in the base.
#[derive(Clone, Debug)]
pub(super) struct Pair<'a, 'd> {
    /// The schema that is shown.
    pub(super) now: Merged<'a, 'd>,
    /// Which side it is on: the base for what was removed.
    pub(super) side: Side,
    /// Its counterpart.
    pub(super) was: Option<Merged<'a, 'd>>,
}

impl<'a, 'd> Pair<'a, 'd> {
    /// All places of both sides, its own first.
    pub(super) fn places(&self) -> Vec<SidePlace> {
        let own = self.now.places().map(|place| (self.side, place));
        let was = self.was.iter().flat_map(|was| was.places().map(|place| (Side::Base, place)));
        own.chain(was).collect()
    }

    fn items(&self) -> Option<Pair<'a, 'd>> {
        let now = self.now.items()?;
        let was = self.was.as_ref().and_then(Merged::items);
        Some(Pair { now, side: self.side, was })
    }

    /// The lone alternative beside `null` stands for the whole.
    fn settled(self) -> Pair<'a, 'd> {
        let now = self.now.lone_alternative().unwrap_or(self.now);
        let was = self.was.map(|was| was.lone_alternative().unwrap_or(was));
        Pair { now, side: self.side, was }
    }
}

/// What a property, a parameter or a header says about itself beside its schema.
#[derive(Debug, Default)]
pub(super) struct Own<'d> {
    /// Its name.
    pub(super) name: String,
    /// Whether it is required now.
    pub(super) required: bool,
    /// Its description, which stands before its schema's.
    pub(super) description: Option<&'d str>,
    /// Whether it is deprecated.
    pub(super) deprecated: bool,
    /// Its own places.
    pub(super) places: Vec<SidePlace>,
    /// Whether only the base has it.
    pub(super) removed: bool,
    /// Whether it is a property: what is inside it has its name in its place.
    pub(super) is_property: bool,
    /// Whether values are written without quotes.
    pub(super) bare: bool,
}

/// Makes a tree from the root of a body or of a named schema.
pub(super) fn tree<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: Pair<'a, 'd>, at: At<'_>) -> Tree {
    page.expanded.clear();
    page.rows = 0;
    let pair = pair.settled();
    if let Some(above) = error_above(page, &pair, &at) {
        return Tree { lines: vec![above], ..Tree::default() };
    }
    inside(page, pair, at).0
}

/// A link to where the named schema of an error's body is written out already, instead of writing it out once more.
fn error_above(page: &mut Page<'_, '_, '_>, pair: &Pair<'_, '_>, at: &At<'_>) -> Option<Linked> {
    let id = pair.now.component.filter(|_| page.zone.is_error() && page.is_untouched(&pair.places()))?;
    match page.errors.entry((pair.side, id)) {
        Entry::Occupied(known) => {
            let text = page.cx.words.fill("see_above", &[pair.now.name().unwrap_or_default()]);
            Some(Linked::to(text, Some(format!("#{}", known.get()))))
        }
        Entry::Vacant(free) => {
            free.insert(at.id.to_owned());
            None
        }
    }
}

/// What the root of a body or of a named schema says about itself, as a row without a name.
pub(super) fn root_row<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, at: &At<'_>) -> Row {
    let pair = pair.clone().settled();
    let mut row = Row { id: at.id.to_owned(), ..Row::default() };
    page.expanded.clear();
    describe(page, &pair, &Own::default(), &mut row, at.xml);
    let places = boundary_places(page, &pair);
    for (side, place) in &places {
        page.show(*side, [*place], at.id);
    }
    row.mark = page.mark_of_row(&places, false, (at.id, at.path));
    row.chips.extend(mark_chips(page, row.mark.as_ref()));
    row.notes = page.notes(&places);
    row
}

/// Whether a schema is an array or an object, or says nothing of its type: what a box shows, not a line.
pub(super) fn is_structured(merged: &Merged<'_, '_>) -> bool {
    let types = merged.likely_types();
    types.contains(TypeSet::OBJECT) || types.contains(TypeSet::ARRAY) || !merged.choices().is_empty()
}
