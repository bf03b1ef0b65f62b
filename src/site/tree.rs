//! The tree of a schema: rows, alternatives, conditions. What is printed is bounded: each named schema is written out
//! once a tree, at most four levels deep, at most 300 rows; after that a link leads to its page. Over 700 lines: rows and alternatives call each other, and the bounds
//! count over both.

use super::context::Page;
use super::facts::{allowed, chips, example_values, facts, is_scalar, long_pattern, xml_facts};
use super::markdown::first_sentence;
use super::marks::{Side, SidePlace};
use super::merged::{Choice, Merged, MergedProperty};
use super::slug;
use super::type_words::{type_text, type_words};
use super::view::{Alternative, Chip, Fold, Group, Inside, Linked, Mark, Row, Tree};
use crate::api::{SchemaId, SchemaKind, TypeSet};
use crate::document::Node;

/// How deep named schemas are written out.
const MAX_DEPTH: usize = 4;
/// How many rows a tree may have before a named schema at a depth is no longer written out: what is near the root
/// matters most, and everything has a page of its own.
const ROWS_AT_DEPTH: [usize; 5] = [150, 16, 8, 4, 2];
/// Rows of a page from which on its trees are a quarter as large.
const LARGE_PAGE: usize = 80;
/// How deep schemas without a name are written out: they have no page of their own.
const MAX_NAMELESS_DEPTH: usize = 12;
/// Rows of a tree whose schemas have pages.
const MAX_ROWS: usize = 300;
/// Rows of any tree.
const MAX_NAMELESS_ROWS: usize = 1_000;
/// Rows of a fold that starts open.
const OPEN_ROWS: usize = 8;

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
        let now = Merged::new(self.now.api, &[self.now.items()?]);
        let was = self.was.as_ref().and_then(|was| Some(Merged::new(was.api, &[was.items()?])));
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
    /// Whether values are written without quotes.
    pub(super) bare: bool,
}

/// Makes a tree from the root of a body or of a named schema.
pub(super) fn tree<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: Pair<'a, 'd>, at: At<'_>) -> Tree {
    page.expanded.clear();
    page.rows = 0;
    let pair = pair.settled();
    inside(page, pair, at).0
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
    row.mark = page.mark(&places, false);
    if let Some(mark) = &row.mark {
        add_mark_chips(page, mark, &mut row.chips);
    }
    row.notes = page.notes(&places);
    row
}

/// Makes a row of a schema with a name of its own.
pub(super) fn row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: Option<Pair<'a, 'd>>,
    own: Own<'d>,
    at: At<'_>,
) -> Row {
    page.rows += 1;
    page.total_rows += 1;
    let id = page.take_id(at.below(&own.name), &own.name);
    let cx = page.cx;
    let mut row = Row { id: id.clone(), name: own.name.clone(), required: own.required, ..Row::default() };
    row.removed = own.removed;
    let mut places = own.places.clone();
    if let Some(pair) = pair {
        let pair = pair.settled();
        describe(page, &pair, &own, &mut row, at.xml);
        places.extend(boundary_places(page, &pair));
        let below = At { id: &id, depth: at.depth + 1, ..at };
        fill(page, pair, &below, &mut row);
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
    row.mark = page.mark(&places, own.removed);
    if let Some(mark) = &row.mark {
        add_mark_chips(page, mark, &mut row.chips);
    }
    let mut notes = page.notes(&places);
    if notes.len() > 4 {
        row.more_notes = notes.split_off(3);
    }
    row.notes = notes;
    row
}

fn add_mark_chips(page: &Page<'_, '_, '_>, mark: &Mark, chips: &mut Vec<Chip>) {
    let words = page.cx.words;
    let changes = &page.cx.marks.changes;
    chips.push(Chip::on(words.get(mark.class).to_lowercase(), &format!("is-change {}", mark.class)));
    let worst = mark.indices.iter().map(|index| changes[*index].impact).max();
    if let Some(impact) = worst
        && impact != crate::diff::Impact::Compatible
        && impact.name() != mark.class
    {
        chips
            .push(Chip::on(words.get(impact.name()).to_lowercase(), &format!("is-change {}", impact.name())));
    }
}

/// The places of a pair up to the named schemas that the tree has written out already.
fn boundary_places(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>) -> Vec<SidePlace> {
    let mut places = Vec::new();
    let mut current = Some(pair.clone());
    for _ in 0..6 {
        let Some(pair) = current else { break };
        for (merged, side) in [(Some(&pair.now), pair.side), (pair.was.as_ref(), Side::Base)].into_iter() {
            let Some(merged) = merged else { continue };
            let known = merged.component.is_some_and(|id| page.expanded.contains_key(&(side, id)));
            let parts = merged.parts.iter().take_while(|part| !known || part.schema.component.is_none());
            places.extend(parts.map(|part| (side, part.schema.node.place())));
        }
        current = pair.items();
    }
    places
}

/// Fills in what a schema says: type, texts, limits, values.
fn describe<'a, 'd>(page: &Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, own: &Own<'d>, row: &mut Row, xml: bool) {
    let at_root = own.name.is_empty();
    let cx = page.cx;
    let now = &pair.now;
    row.types = type_words(page, pair.side, now);
    if let Some(was) = &pair.was {
        let was = type_words(page, Side::Base, was);
        row.was = (type_text(&was) != type_text(&row.types)).then_some(was);
    }
    let mut texts = now.descriptions();
    texts.retain(|text| Some(*text) != own.description);
    let first = own.description.or_else(|| (!texts.is_empty()).then(|| texts.remove(0)));
    row.prose = cx.markdown.row(first);
    let mut items = pair.items();
    for _ in 0..4 {
        // What an item is, where it has no page that says it.
        let Some(item) = items.filter(|item| item.now.component.is_none()) else { break };
        texts.extend(item.now.descriptions().into_iter().filter(|text| Some(*text) != first));
        items = item.items();
    }
    if !texts.is_empty() {
        row.target_prose = cx.markdown.row(Some(&texts.join("\n\n")));
    }
    row.title = now.title().filter(|title| says_more(title, &own.name, now)).map(str::to_owned);
    row.chips = chips(cx.words, now);
    if let Some(title) = row.title.take_if(|title| title.len() > 80) {
        row.title = Some(super::markdown::cut(&title, 80));
    }
    row.facts = facts(cx.words, now, own.bare);
    row.pattern = long_pattern(now);
    let mut values = allowed(now);
    let mut current = pair.items();
    let mut inner = Vec::new();
    for _ in 0..4 {
        let Some(items) = current else { break };
        let settled = items.clone().settled();
        if is_scalar(&settled.now) {
            row.facts.extend(facts(cx.words, &settled.now, own.bare));
            if xml {
                row.facts.extend(xml_facts(cx.words, &settled.now));
            }
            if values.values.is_empty() && values.meanings.is_empty() {
                values = allowed(&settled.now);
            }
        } else if settled.now.component.is_none() {
            for fact in facts(cx.words, &settled.now, own.bare) {
                let word = format!("{} {}", cx.words.get("of_each"), fact.word);
                row.facts.push(super::view::Fact { word, ..fact });
            }
        }
        inner.extend(items.now.parts.iter().take_while(|part| part.schema.component.is_none()).copied());
        current = settled.items();
    }
    let (examples, boxes) = example_values(cx.words, now, own.bare);
    row.facts.extend(examples);
    // Those of a body's root stand in the column of code.
    row.examples = if at_root { Vec::new() } else { boxes };
    if xml {
        row.facts.extend(xml_facts(cx.words, now));
    }
    (row.values, row.more_values, row.meanings) = (values.values, values.more, values.meanings);
    let docs = now.first(|schema| schema.external_docs.as_ref());
    row.docs = docs.map(|docs| external(docs.url, docs.description));
    // Those of a named schema stand on its page.
    let own_parts = now.parts.iter().take_while(|part| at_root || part.schema.component.is_none());
    let own_parts: Vec<_> = own_parts.collect();
    let entries: Vec<_> = own_parts.iter().flat_map(|part| part.schema.extensions.iter().copied()).collect();
    row.extensions = cx.extensions(&entries, KNOWN);
    for part in inner {
        for mut view in cx.extensions(&part.schema.extensions, KNOWN) {
            view.name.insert_str(0, "items.");
            row.extensions.push(view);
        }
    }
    for part in own_parts {
        row.extensions
            .extend(cx.inner_extensions(part.schema.node, &["xml", "discriminator", "externalDocs"]));
    }
}

/// A link to something outside.
pub(super) fn external(url: &str, description: Option<&str>) -> Linked {
    let text = description.map(|text| super::markdown::plain(text, 120)).filter(|text| !text.is_empty());
    Linked::to(text.unwrap_or_else(|| url.to_owned()), safe_url(url))
}

/// An address that a link may have: `http`, `https` or `mailto`.
pub(super) fn safe_url(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let safe = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    safe.then(|| url.trim().to_owned())
}

/// Extensions of schemas that are shown in their own way.
const KNOWN: &[&str] = &[
    "x-nullable",
    "x-additionalPropertiesName",
    "x-enumDescriptions",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-enumNames",
    "x-ms-enum",
    "x-explicitMappingOnly",
    "x-discriminator",
    "x-order",
    "x-tags",
    "x-deprecated",
    "x-internal",
    "x-examples",
    "x-example",
];

fn says_more(title: &str, name: &str, merged: &Merged<'_, '_>) -> bool {
    let same = |other: &str| {
        let letters = |text: &str| -> String {
            text.chars()
                .filter(|character| character.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect()
        };
        letters(title) == letters(other)
    };
    !same(name) && !merged.name().is_some_and(same)
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
        (Some(name), _) => words.count("properties_of", count).replace("{1}", name),
        (None, _) => words.count("properties", count),
    };
    let mut fold = Fold { label, open: at.depth <= 1 && count <= OPEN_ROWS, inside: None, tree };
    fold.inside = inside_mark(page, &mut fold.tree);
    fold.open |= fold.inside.is_some();
    row.fold = Some(fold);
}

fn innermost_name(pair: &Pair<'_, '_>) -> Option<String> {
    let mut current = Some(pair.clone());
    for _ in 0..6 {
        let pair = current?.settled();
        if let Some(name) = pair.now.name() {
            return Some(super::markdown::cut(name, 80));
        }
        current = pair.items();
    }
    None
}

/// How many changes a tree holds.
fn inside_mark(page: &Page<'_, '_, '_>, tree: &mut Tree) -> Option<Inside> {
    let mut indices = Vec::new();
    super::view::each_mark(tree, &mut |mark| indices.extend(mark.indices.iter().copied()));
    indices.sort_unstable();
    indices.dedup();
    let class = page.cx.marks.worst(indices.iter().copied())?;
    Some(Inside { text: page.cx.words.count("changes_inside", indices.len()), class: class.name() })
}

/// What is inside a schema, or where it is written out.
fn inside<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: Pair<'a, 'd>, at: At<'_>) -> (Tree, Option<Linked>) {
    let mut pair = pair.settled();
    let mut tree = Tree::default();
    for _ in 0..6 {
        array_parts(page, &pair, &at, &mut tree);
        let Some(items) = pair.items() else { break };
        let item_places = items.places();
        for (side, place) in item_places {
            page.show(side, [place], if at.id.is_empty() { "properties" } else { at.id });
        }
        pair = items.settled();
    }
    if !has_inside(&pair) {
        return (tree, None);
    }
    let component = pair.now.component;
    if let Some(id) = component {
        if let Some(see) = elsewhere(page, &pair, id, &at) {
            return (tree, Some(see));
        }
        page.expanded.insert((pair.side, id), at.id.to_owned());
    } else if at.depth > MAX_NAMELESS_DEPTH || page.rows > MAX_NAMELESS_ROWS {
        tree.lines.push(Linked::plain(page.cx.words.get("too_deep")));
        return (tree, None);
    }
    let trail = component.map(|schema| Trail { schema, id: at.id, around: at.trail });
    let at = At { trail: trail.as_ref().or(at.trail), ..at };
    tree.bases = bases(page, &pair);
    property_rows(page, &pair, &at, &mut tree);
    other_rows(page, &pair, &at, &mut tree);
    for (index, choice) in pair.now.choices().iter().enumerate() {
        let was = pair
            .was
            .as_ref()
            .and_then(|was| was.choices().into_iter().nth(index).map(|choice| (was, choice)));
        let group = choice_group(page, &pair, choice, was, &at);
        tree.groups.push(group);
    }
    conditions(page, &pair, &at, &mut tree);
    (tree, None)
}

/// Whether rows, alternatives or conditions would come out.
fn has_inside(pair: &Pair<'_, '_>) -> bool {
    let shows = |merged: &Merged<'_, '_>| {
        merged.any(|schema| {
            let object = schema.object.as_ref().is_some_and(|object| {
                !object.properties.is_empty()
                    || !object.required.is_empty()
                    || !object.patterns.is_empty()
                    || object.additional.is_some()
                    || object.names.is_some()
                    || object.unevaluated.is_some()
                    || !object.dependent_required.is_empty()
                    || !object.dependent_schemas.is_empty()
            });
            let array = schema
                .array
                .as_ref()
                .is_some_and(|array| array.contains.is_some() || array.unevaluated_items.is_some());
            object
                || array
                || schema.not.is_some()
                || schema.condition.is_some()
                || schema.content_schema.is_some()
        }) || !merged.choices().is_empty()
    };
    shows(&pair.now) || pair.was.as_ref().is_some_and(shows)
}

/// A link instead of rows, for a schema that is around, above, or too deep.
fn elsewhere(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>, id: SchemaId, at: &At<'_>) -> Option<Linked> {
    let words = page.cx.words;
    let name = pair.now.name().unwrap_or_default();
    let to = |anchor: &str| {
        let anchor = if anchor.is_empty() { "properties" } else { anchor };
        Some(format!("#{anchor}"))
    };
    if let Some(anchor) = at.ancestor(id) {
        return Some(Linked::to(words.fill("same_as", &[name]), to(&anchor)));
    }
    if let Some(anchor) = page.expanded.get(&(pair.side, id)) {
        return Some(Linked::to(words.fill("see_above", &[name]), to(anchor)));
    }
    let limit = ROWS_AT_DEPTH.get(at.depth).copied().unwrap_or(0);
    let limit = if page.total_rows > LARGE_PAGE { limit / 4 } else { limit };
    // Errors look alike on every page: their first rows are enough.
    let limit = if page.zone.is_error() { 0 } else { limit };
    // A schema in which something changed is written out wherever there is room at all.
    let touched = pair.places().iter().any(|place| page.cx.marks.is_touched(*place));
    let limit = if touched { MAX_ROWS } else { limit };
    let alone = at.depth == 0 && at.trail.is_none();
    if at.depth > MAX_DEPTH || (page.rows > limit && !alone) {
        let count = pair.now.properties().len();
        let text = words.count("properties_on_page", count).replace("{1}", name);
        return Some(Linked::to(text, page.schema_link(pair.side, id)));
    }
    None
}

fn bases(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>) -> Vec<Linked> {
    let bases = pair.now.bases();
    let api = page.cx.side(pair.side);
    let link = |id: &SchemaId| {
        Linked::to(api.component_name(*id).unwrap_or_default(), page.schema_link(pair.side, *id))
    };
    bases.iter().take(12).map(link).collect()
}

fn property_rows<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, at: &At<'_>, tree: &mut Tree) {
    let now = pair.now.properties();
    let was = pair.was.as_ref().map(Merged::properties).unwrap_or_default();
    let discriminator = pair.now.discriminator();
    let (mut hidden, mut skipped) = (0, 0);
    for property in &now {
        if page.rows > MAX_NAMELESS_ROWS || (page.rows > MAX_ROWS && pair.now.component.is_some()) {
            skipped += 1;
            continue;
        }
        let counterpart = was.iter().find(|other| other.name == property.name);
        let merged = Merged::new(pair.now.api, &property.schemas);
        if hides(page, &merged) {
            continue;
        }
        if wrong_way(&merged, at.direction) {
            hidden += 1;
            continue;
        }
        let was = counterpart.zip(pair.was.as_ref()).map(|(other, was)| Merged::new(was.api, &other.schemas));
        let pair_below = (!property.schemas.is_empty()).then_some(Pair { now: merged, side: pair.side, was });
        let own = Own { name: property.name.to_owned(), required: property.required, ..Own::default() };
        let mut row = row(page, pair_below, own, *at);
        if let Some(base) = property.from {
            let api = page.cx.side(pair.side);
            let name = api.component_name(base).unwrap_or_default();
            row.facts.push(super::view::Fact {
                word: page.cx.words.get("from").to_owned(),
                code: Some(name.to_owned()),
                href: page.schema_link(pair.side, base),
            });
        }
        if discriminator.is_some_and(|known| known.property == property.name) && row.meanings.is_empty() {
            row.meanings = mapping(page, pair);
            if !row.meanings.is_empty() {
                row.values.clear();
                row.more_values.clear();
            }
        }
        tree.rows.push(row);
    }
    removed_rows(page, pair, &now, &was, at, tree);
    let words = page.cx.words;
    if hidden > 0 {
        let key = if at.direction == Direction::Request { "read_only_hidden" } else { "write_only_hidden" };
        let link = pair.now.component.and_then(|id| page.schema_link(pair.side, id));
        tree.lines.push(Linked::to(words.count(key, hidden), link));
    }
    if skipped > 0 {
        let link = pair.now.component.and_then(|id| page.schema_link(pair.side, id));
        tree.lines.push(Linked::to(words.count("properties_left_out", skipped), link));
    }
}

/// Rows of properties that only the base has, where the comparison says that they were removed.
fn removed_rows<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    now: &[MergedProperty<'d>],
    was: &[MergedProperty<'d>],
    at: &At<'_>,
    tree: &mut Tree,
) {
    let Some(base) = &pair.was else { return };
    for (index, property) in was.iter().enumerate() {
        if now.iter().any(|other| other.name == property.name) || property.schemas.is_empty() {
            continue;
        }
        let merged = Merged::new(base.api, &property.schemas);
        if wrong_way(&merged, at.direction) || hides(page, &merged) {
            continue;
        }
        let places: Vec<SidePlace> = merged.places().take(1).map(|place| (Side::Base, place)).collect();
        if page.mark(&places, true).is_none() {
            continue;
        }
        let below = Pair { now: merged, side: Side::Base, was: None };
        let own = Own {
            name: property.name.to_owned(),
            required: property.required,
            removed: true,
            ..Own::default()
        };
        let row = row(page, Some(below), own, *at);
        let before = was[..index]
            .iter()
            .rev()
            .find_map(|earlier| tree.rows.iter().position(|row| row.name == earlier.name));
        tree.rows.insert(before.map_or(0, |at| at + 1).min(tree.rows.len()), row);
    }
}

fn hides(page: &Page<'_, '_, '_>, merged: &Merged<'_, '_>) -> bool {
    page.cx.hides(merged.extension(&["x-internal"]).and_then(Node::as_bool) == Some(true))
}

fn wrong_way(merged: &Merged<'_, '_>, direction: Direction) -> bool {
    match direction {
        Direction::Request => merged.any(|schema| schema.read_only),
        Direction::Response => merged.any(|schema| schema.write_only),
        Direction::Both => false,
    }
}

/// The values of a discriminator with the schemas that they select.
fn mapping(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>) -> Vec<super::view::Meaning> {
    let Some(discriminator) = pair.now.discriminator() else { return Vec::new() };
    let api = page.cx.side(pair.side);
    let meaning = |target: &crate::api::DiscriminatorTarget<'_>, value: &str| {
        let named = target.schema.map(|id| api.target(id));
        let text = named.and_then(|id| api.component_name(id)).unwrap_or(target.text).to_owned();
        let href = named.and_then(|id| page.schema_link(pair.side, id));
        super::view::Meaning { value: value.to_owned(), text, href }
    };
    let mut meanings: Vec<_> =
        discriminator.mapping.iter().map(|target| meaning(target, target.value)).collect();
    let explicit = pair.now.extension(&["x-explicitMappingOnly"]).and_then(Node::as_bool) == Some(true);
    let mapped = |id: SchemaId| discriminator.mapping.iter().any(|target| target.schema == Some(id));
    for id in heirs(api, pair.now.component).into_iter().filter(|id| !explicit && !mapped(*id)) {
        let name = api.component_name(id).unwrap_or_default().to_owned();
        let href = page.schema_link(pair.side, id);
        meanings.push(super::view::Meaning { value: name.clone(), text: name, href });
    }
    if let Some(default) = &discriminator.default {
        meanings.push(meaning(default, page.cx.words.get("otherwise")));
    }
    meanings
}

/// The named schemas that take in a base by `allOf`: each is chosen by its own name where no mapping says otherwise.
fn heirs(api: &crate::api::Api<'_>, base: Option<SchemaId>) -> Vec<SchemaId> {
    let Some(base) = base else { return Vec::new() };
    let takes_in = |id: &SchemaId| {
        *id != base && api.schema(*id).all_of.iter().any(|member| api.target(*member) == base)
    };
    api.components.iter().map(|(_, id)| *id).filter(takes_in).take(200).collect()
}

/// `{any name}`, `/pattern/`, and sentences about names.
fn other_rows<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, at: &At<'_>, tree: &mut Tree) {
    let words = page.cx.words;
    let side = pair.side;
    let api = pair.now.api;
    let parts: Vec<_> = pair.now.parts.iter().filter_map(|part| part.schema.object.as_deref()).collect();
    for object in &parts {
        for (pattern, id) in object.patterns.iter().take(100) {
            let below = Pair { now: Merged::new(api, &[*id]), side, was: None };
            let own = Own { name: format!("/{pattern}/"), ..Own::default() };
            tree.rows.push(row(page, Some(below), own, *at));
        }
    }
    let was = pair.was.as_ref().and_then(|was| {
        let id = was.first(|schema| schema.object.as_ref().and_then(|object| object.additional))?;
        Some(Merged::new(was.api, &[id]))
    });
    let any_name = pair.now.extension(&["x-additionalPropertiesName"]).and_then(Node::as_str);
    for (id, unevaluated) in [
        (parts.iter().find_map(|object| object.additional), false),
        (parts.iter().find_map(|object| object.unevaluated), true),
    ] {
        let Some(id) = id else { continue };
        match api.schema(id).kind {
            SchemaKind::Never => tree.lines.push(Linked::plain(words.get("no_other_properties"))),
            _ => {
                let name = format!("{{{}}}", any_name.unwrap_or_else(|| words.get("any_name")));
                let was = was.clone().filter(|_| !unevaluated);
                let below = Pair { now: Merged::new(api, &[id]), side, was };
                let own = Own { name, ..Own::default() };
                tree.rows.push(row(page, Some(below), own, *at));
            }
        }
    }
    for object in &parts {
        for (name, needed) in object.dependent_required.iter().take(50) {
            let text = words.fill("dependent_required", &[name, &needed.join(", ")]);
            tree.lines.push(Linked::plain(text));
        }
    }
}

/// What an array says beside its items: a tuple's places, and what must or must not be among them.
fn array_parts<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, at: &At<'_>, tree: &mut Tree) {
    let component = pair.now.component;
    let known = component.is_some_and(|id| page.expanded.contains_key(&(pair.side, id)));
    if known || at.depth > MAX_NAMELESS_DEPTH || page.rows > MAX_NAMELESS_ROWS {
        return;
    }
    // What has no items is noted where the rest of it is written out.
    if let Some(id) = component.filter(|_| pair.items().is_some() || !has_inside(pair)) {
        page.expanded.insert((pair.side, id), at.id.to_owned());
    }
    let trail = component.map(|schema| Trail { schema, id: at.id, around: at.trail });
    let at = At { trail: trail.as_ref().or(at.trail), ..*at };
    tuple_rows(page, pair, &at, tree);
    if pair.items().is_some() {
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
        Some(id) if api.schema(id).kind == SchemaKind::Never => {
            tree.lines.push(Linked::plain(page.cx.words.get("no_more_items")));
        }
        Some(id) => {
            let below = Pair { now: Merged::new(api, &[id]), side: pair.side, was: None };
            let own = Own { name: format!("[{}…]", prefix.len()), ..Own::default() };
            tree.rows.push(row(page, Some(below), own, *at));
        }
        None => {}
    }
}

/// `oneOf` or `anyOf` as a list of alternatives.
fn choice_group<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    choice: &Choice,
    was: Option<(&Merged<'a, 'd>, Choice)>,
    at: &At<'_>,
) -> Group {
    page.groups += 1;
    let words = page.cx.words;
    let api = pair.now.api;
    let discriminator = pair.now.discriminator();
    let explicit = pair.now.extension(&["x-explicitMappingOnly"]).and_then(Node::as_bool) == Some(true);
    let mut group = Group {
        label: words.get(if choice.exactly_one { "exactly_one_of" } else { "one_or_more_of" }).to_owned(),
        by: discriminator.map(|discriminator| discriminator.property.to_owned()),
        name: format!("alternatives-{}", page.groups),
        alternatives: Vec::new(),
    };
    let name_of =
        |api: &crate::api::Api<'d>, id: SchemaId| api.component_name(api.target(id)).map(str::to_owned);
    for (index, id) in choice.schemas.iter().enumerate().take(200) {
        let target = api.target(*id);
        let name = name_of(api, *id);
        let counterpart = was.as_ref().and_then(|(was, choice)| {
            let same =
                choice.schemas.iter().position(|other| name.is_some() && name_of(was.api, *other) == name);
            let at = same.or(Some(index).filter(|_| name.is_none()))?;
            Some(Merged::new(was.api, &[*choice.schemas.get(at)?]))
        });
        let below = Pair { now: Merged::new(api, &[*id]), side: pair.side, was: counterpart };
        let mut values: Vec<String> = discriminator
            .iter()
            .flat_map(|discriminator| {
                let mapped = discriminator
                    .mapping
                    .iter()
                    .filter(|entry| entry.schema.is_some_and(|schema| api.target(schema) == target));
                mapped.map(|entry| entry.value.to_owned())
            })
            .collect();
        if values.is_empty() && discriminator.is_some() && !explicit {
            values.extend(name.clone());
        }
        let part = values.first().cloned().or(name).unwrap_or_else(|| (index + 1).to_string());
        let mut alternative = alternative(page, below, &part, at);
        alternative.values = values;
        alternative.open |= index == 0;
        group.alternatives.push(alternative);
    }
    // Only one of an exclusive group can be open: the first that holds a change, else the first of all.
    let chosen =
        group.alternatives.iter().position(|one| one.inside.is_some() || one.mark.is_some()).unwrap_or(0);
    for (index, alternative) in group.alternatives.iter_mut().enumerate() {
        alternative.open = index == chosen;
    }
    group
}

/// One alternative or branch with all that it holds.
fn alternative<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: Pair<'a, 'd>,
    part: &str,
    at: &At<'_>,
) -> Alternative {
    page.rows += 1;
    let around = if at.id.is_empty() { "properties" } else { at.id };
    let id = page.take_id(format!("{around}~{}", slug::anchor(part)), part);
    let pair = pair.settled();
    let now = &pair.now;
    let mut said = Row::default();
    describe(page, &pair, &Own { name: part.to_owned(), ..Own::default() }, &mut said, at.xml);
    let mut alternative = Alternative { id: id.clone(), ..Alternative::default() };
    alternative.types = std::mem::take(&mut said.types);
    if let Some(title) = said.title.take().filter(|title| says_more(title, "", now)) {
        alternative.types.insert(0, Linked::plain(format!("{title}, ")));
    }
    alternative.summary = now.description().map(first_sentence).unwrap_or_default();
    // The whole text of a named schema stands on its page.
    let whole = now.description().unwrap_or_default();
    if now.component.is_some() || super::markdown::says_all(&alternative.summary, whole) {
        said.prose = None;
    }
    let places = boundary_places(page, &pair);
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    alternative.mark = page.mark(&places, false);
    said.notes = page.notes(&places);
    said.mark = alternative.mark.clone();
    alternative.said = said;
    let below = At { id: &id, depth: at.depth + 1, ..*at };
    let (tree, see) = inside(page, pair, below);
    alternative.tree = tree;
    alternative.see = see;
    alternative.inside = inside_mark(page, &mut alternative.tree);
    alternative
}

/// `not`, `if`, `contains` and the like: a label over what they hold.
fn conditions<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: &Pair<'a, 'd>, at: &At<'_>, tree: &mut Tree) {
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
                    Some(most) => words.fill("contains_between", &[least, most.text()]),
                    None => words.fill("contains", &[least]),
                };
                wanted.push((label, "contains", id));
            }
            wanted.extend(
                array.unevaluated_items.map(|id| (words.get("other_items").to_owned(), "other-items", id)),
            );
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

/// Whether a schema is an array or an object, or says nothing of its type: what a box shows, not a line.
pub(super) fn is_structured(merged: &Merged<'_, '_>) -> bool {
    let types = merged.likely_types();
    types.contains(TypeSet::OBJECT) || types.contains(TypeSet::ARRAY) || !merged.choices().is_empty()
}
