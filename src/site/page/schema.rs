//! The page of a named schema.

use minijinja::Value;
use serde::Serialize;

use super::super::code::{CodeView, json};
use super::super::context::Page;
use super::super::example::{Extent, examples};
use super::super::markdown::cut;
use super::super::marks::Side;
use super::super::merged::Merged;
use super::super::tree::{self, At, Direction, Pair};
use super::super::usage::{Role, Usage, operation_at};
use super::super::values::node_json;
use super::super::view::{Chip, ExampleView, Linked, Mark, Row, Tree, each_mark};
use super::operation::{ChangeBox, ChangeItem, Tab, anchor_of, title};
use super::shell::Shell;
use crate::api::SchemaId;

/// One use of the schema.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct UseView {
    /// The operation or schema.
    pub(in crate::site) subject: Linked,
    /// `request`, `response 200`.
    pub(in crate::site) role: String,
}

/// The view of `page/schema.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SchemaPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// The name.
    pub(in crate::site) title: String,
    /// Chips beside the name.
    pub(in crate::site) chips: Vec<Chip>,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// The changes.
    pub(in crate::site) changes: Option<ChangeBox>,
    /// What the whole is.
    pub(in crate::site) root: Row,
    /// The properties.
    #[serde(rename = "tree_view")]
    pub(in crate::site) tree: Tree,
    /// Whether there is anything to expand.
    pub(in crate::site) expandable: bool,
    /// Examples.
    pub(in crate::site) examples: Vec<Tab>,
    /// Where it is used.
    pub(in crate::site) uses: Vec<UseView>,
    /// How many uses are left out.
    pub(in crate::site) more_uses: Option<String>,
    /// Whether no operation leads to it.
    pub(in crate::site) unused: bool,
    /// The schema as it is written.
    pub(in crate::site) source: CodeView,
    /// A sentence when nothing changed.
    pub(in crate::site) unchanged: Option<String>,
}

/// Uses that a page lists.
const MAX_USES: usize = 60;

/// Makes the view of a named schema's page.
pub(in crate::site) fn schema_page<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    id: SchemaId,
    usage: &Usage,
    shell: Shell,
) -> SchemaPage {
    let cx = page.cx;
    let api = cx.api;
    let name = api.component_name(id).unwrap_or_default();
    let was = cx.base.and_then(|base| {
        let (_, id) = base.components.iter().find(|(other, _)| other == name)?;
        Some(Merged::new(base, &[*id]))
    });
    let added = cx.base.is_some() && was.is_none();
    let pair = Pair { now: Merged::new(api, &[id]), side: Side::Head, was };
    let at =
        At { id: "properties", depth: 0, path: None, trail: None, direction: Direction::Both, xml: true };
    let mut root = tree::root_row(page, &pair, &at);
    let at = At { id: "", ..at };
    let mut tree = tree::tree(page, pair.clone(), at);
    let prose = cx.markdown.page(pair.now.description());
    root.prose = None;
    let mut chips: Vec<Chip> = vec![Chip::quiet(root_type(page, &pair.now))];
    if let Some(title) = pair.now.title().filter(|title| *title != name) {
        chips.push(Chip::quiet(cut(title, 60)));
    }
    chips.append(&mut root.chips);
    root.title = None;
    if added && cx.marks.worst(changes_of(page, &root, &mut tree.clone())).is_some() {
        chips.push(Chip::on(cx.words.get("added"), "is-change added"));
    }
    let changes = change_box(page, &mut root, &mut tree);
    if let (false, Some(changes)) = (added, &changes) {
        let breaking = changes.items.iter().any(|item| item.class == "breaking");
        let (word, class) = if breaking { ("breaking_change", "breaking") } else { ("changed", "changed") };
        chips.push(Chip::on(cx.words.get(word), &format!("is-change {class}")));
    }
    let uses = uses(page, id, usage);
    let unchanged = (cx.likeness.is_same(id) && changes.is_none())
        .then(|| cx.words.fill("schema_unchanged", &[&cx.against]));
    let more = uses.len().saturating_sub(MAX_USES);
    SchemaPage {
        page: shell,
        title: cut(name, 160),
        chips,
        prose,
        changes,
        expandable: tree.rows.iter().any(|row| row.fold.is_some()) || !tree.groups.is_empty(),
        root,
        tree,
        examples: example_views(page, id),
        more_uses: (more > 0).then(|| cx.words.count("more_uses", more)),
        unused: !usage.is_used(id),
        uses: uses.into_iter().take(MAX_USES).collect(),
        source: CodeView::from(&json(&node_json(api.schema(id).node))),
        unchanged,
    }
}

/// The type without the schema's own name.
fn root_type(page: &Page<'_, '_, '_>, merged: &Merged<'_, '_>) -> String {
    let mut bare = merged.clone();
    bare.component = None;
    let text =
        super::super::type_words::type_text(&super::super::type_words::type_words(page, Side::Head, &bare));
    cut(&text, 60)
}

fn changes_of(page: &Page<'_, '_, '_>, root: &Row, tree: &mut Tree) -> Vec<usize> {
    let mut indices: Vec<usize> = root.mark.iter().flat_map(|mark| mark.indices.clone()).collect();
    each_mark(tree, &mut |mark| indices.extend(mark.indices.iter().copied()));
    let changes = &page.cx.marks.changes;
    indices.sort_by_key(|index| (std::cmp::Reverse(changes[*index].impact), *index));
    indices.dedup();
    indices
}

fn change_box(page: &Page<'_, '_, '_>, root: &mut Row, tree: &mut Tree) -> Option<ChangeBox> {
    let indices = changes_of(page, root, tree);
    if indices.is_empty() {
        return None;
    }
    let words = page.cx.words;
    let marks = page.cx.marks;
    let href = |index: usize| anchor_of(page, index).map(|anchor| format!("#{anchor}"));
    let stops: Vec<(usize, Option<String>)> = indices.iter().map(|index| (*index, href(*index))).collect();
    let total = stops.len().to_string();
    let mut fill = |mark: &mut Mark| {
        let Some(at) = stops.iter().position(|(index, _)| mark.indices.contains(index)) else { return };
        let next = stops[at + 1..].iter().find(|(_, href)| href.is_some() && *href != stops[at].1);
        let number = (at + 1).to_string();
        mark.hop = Some(match next {
            Some((_, href)) => Linked::to(words.fill("hop_next", &[&number, &total]), href.clone()),
            None => Linked::to(words.fill("hop_back", &[&number, &total]), Some("#changed".to_owned())),
        });
    };
    super::super::view::each_mark_of_row(root, &mut fill);
    each_mark(tree, &mut fill);
    let mut messages = rustc_hash::FxHashSet::default();
    let items: Vec<ChangeItem> = stops
        .iter()
        .filter(|(index, href)| {
            messages.insert((marks.changes[*index].id, marks.changes[*index].cause, href.clone()))
        })
        .map(|(index, href)| {
            let of = marks.owner(*index).and_then(|key| page.cx.operation(key));
            let others =
                marks.other_owners(marks.like(*index).iter().copied().filter(|one| page.is_mine(*one)));
            ChangeItem {
                subject: of.map(|(_, operation)| title(operation)),
                also: (others > 0).then(|| words.count("and_operations", others)),
                ..ChangeItem::of(page.cx, &marks.changes[*index], href.clone())
            }
        })
        .collect();
    let first = stops.iter().find_map(|(_, href)| href.clone());
    let last = stops.iter().rev().find_map(|(_, href)| href.clone());
    Some(ChangeBox {
        title: words.count("changes_against", items.len()).replace("{1}", &page.cx.against),
        items,
        first,
        last,
        ..ChangeBox::default()
    })
}

fn uses(page: &Page<'_, '_, '_>, id: SchemaId, usage: &Usage) -> Vec<UseView> {
    let Some(uses) = usage.uses(id) else { return Vec::new() };
    let cx = page.cx;
    let words = cx.words;
    let mut views: Vec<UseView> = Vec::new();
    for (number, role) in &uses.operations {
        let Some(operation) = operation_at(cx.api, *number) else { continue };
        let place = (Side::Head, operation.node.place());
        let Some(address) = cx.addresses.operations.get(&place) else { continue };
        let (anchor, role) = match role {
            Role::Parameter(name) => (String::new(), words.fill("role_parameter", &[name])),
            Role::Request => ("#body".to_owned(), words.get("role_request").to_owned()),
            Role::Callback(name) => (
                format!("#callback.{}", super::super::slug::anchor(name)),
                words.fill("role_callback", &[name]),
            ),
            Role::Response(status) => (
                format!("#response-{}", super::super::slug::anchor(status)),
                words.fill("role_response", &[status]),
            ),
        };
        let title = cx.addresses.titles.get(&place).cloned().unwrap_or_default();
        let subject = Linked::to(title, Some(page.link(&format!("{address}{anchor}"))));
        match views.last_mut() {
            Some(last) if last.subject.text == subject.text => last.role.push_str(&format!(", {role}")),
            _ => views.push(UseView { subject, role }),
        }
    }
    for parent in &uses.parents {
        let name = cx.api.component_name(*parent).unwrap_or_default();
        let subject = Linked::to(name, page.schema_link(Side::Head, *parent));
        views.push(UseView { subject, role: words.get("role_schema").to_owned() });
    }
    views
}

fn example_views(page: &Page<'_, '_, '_>, id: SchemaId) -> Vec<Tab> {
    let made = examples(page.cx.api, id, Direction::Both, Extent::Whole);
    let several = made.len() > 1;
    made.into_iter()
        .enumerate()
        .map(|(index, (label, value))| {
            let label = match (label.is_empty(), several) {
                (false, _) => cut(&label, 40),
                (true, false) => page.cx.words.get("example_title").to_owned(),
                (true, true) => format!("{} {}", page.cx.words.get("example_title"), index + 1),
            };
            let example = ExampleView::of("", &json(&value));
            Tab::made(label, vec![example])
        })
        .collect()
}
