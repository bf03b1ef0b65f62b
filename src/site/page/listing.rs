//! Lists of operations: the sections of the overview and the pages of tags.

use minijinja::Value;
use serde::Serialize;

use super::super::badge::badges;
use super::super::context::{Context, Page, Scope};
use super::super::marks::{MarkClass, Side, key_of};
use super::super::tree::{external, mark_chips};
use super::super::view::{Chip, ExtensionView, Linked, Mark};
use super::operation::{self, PathPart, path_parts};
use super::shell::{MethodView, Shell};
use crate::api::{Operation, OperationKind, Tag};
use crate::diff::Impact;

/// An operation in a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct OperationItem {
    /// The method.
    pub(in crate::site) method: MethodView,
    /// The title.
    pub(in crate::site) title: String,
    /// Whether the title is struck through.
    pub(in crate::site) gone: bool,
    /// The path in parts.
    pub(in crate::site) path: Vec<PathPart>,
    /// Its page, below the API's folder.
    pub(in crate::site) href: String,
    /// What changed and what is wrong.
    pub(in crate::site) chips: Vec<Chip>,
    /// Where other renderers would have it: links of theirs still find it.
    pub(in crate::site) anchor: Option<String>,
}

/// A list with its title.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Listing {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The group of tags that it belongs to.
    pub(in crate::site) group: Option<String>,
    /// The title.
    pub(in crate::site) label: String,
    /// Its page, below the API's folder; empty when it has none.
    pub(in crate::site) href: String,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// More to read.
    pub(in crate::site) docs: Option<Linked>,
    /// What became of its texts.
    pub(in crate::site) marks: Vec<Chip>,
    /// The change of its texts.
    pub(in crate::site) mark: Option<Mark>,
    /// The operations.
    pub(in crate::site) items: Vec<OperationItem>,
}

/// The view of `page/tag.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct TagPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// The list.
    pub(in crate::site) listing: Listing,
    /// Schemas that belong to the tag.
    pub(in crate::site) schemas: Vec<Linked>,
    /// Chips beside the title: the name where the title is another, the kind.
    pub(in crate::site) chips: Vec<Chip>,
    /// The tag around it.
    pub(in crate::site) parent: Option<Linked>,
    /// Whether there are operations to list, or would be: not for a tag that is a text alone.
    pub(in crate::site) lists_operations: bool,
    /// Unknown extensions.
    #[serde(rename = "own_extensions")]
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

/// The view of a tag's page.
pub(in crate::site) fn tag_page(
    cx: &Context<'_, '_>,
    tag: Option<&Tag<'_>>,
    shell: Shell,
    listing: Listing,
    schemas: Vec<Linked>,
) -> TagPage {
    let mut view = TagPage {
        page: shell,
        lists_operations: !listing.items.is_empty() || tag.is_none_or(|tag| !tag.is_trait),
        listing,
        schemas,
        chips: Vec::new(),
        parent: None,
        extensions: Vec::new(),
    };
    let Some(tag) = tag else { return view };
    if view.listing.label != tag.name {
        view.chips.push(Chip::quiet(super::super::markdown::cut(tag.name, 120)));
    }
    view.chips.extend(tag.kind.map(|kind| Chip::quiet(super::super::markdown::cut(kind, 40))));
    view.parent = tag.parent.map(|name| {
        let parent = cx.api.tags.iter().find(|other| other.name == name);
        let href = cx.addresses.tags.get(name).map(|path| format!("../{path}"));
        Linked::to(parent.map_or_else(|| name.to_owned(), tag_label), href)
    });
    let known = ["x-internal", "x-scalar-order", "x-order", "x-scalar-ignore"];
    view.extensions = cx.extensions(&tag.extensions, &known);
    if let Some(node) = tag.node {
        view.extensions.extend(cx.inner_extensions(node, &["externalDocs"]));
    }
    view
}

/// An operation as a list shows it.
pub(in crate::site) fn item(cx: &Context<'_, '_>, side: Side, operation: &Operation<'_>) -> OperationItem {
    let words = cx.words;
    let place = (side, operation.node.place());
    let key = key_of(operation);
    let changes = cx.marks.of_operation(&key);
    let mut chips = Vec::new();
    if operation.deprecated {
        chips.push(Chip::on(words.get("deprecated"), "deprecated"));
    }
    if operation.internal {
        chips.push(Chip::quiet(words.get("internal")));
    }
    let removed = side == Side::Base;
    let breaking =
        changes.iter().filter(|index| cx.marks.changes[**index].impact == Impact::Breaking).count();
    let added = !removed && cx.base.is_some() && !cx.base_operations.contains_key(&key);
    if removed {
        let class = if breaking > 0 { "breaking" } else { "removed" };
        chips.push(Chip::on(words.get("removed"), &format!("is-change {class}")));
    } else if added && !changes.is_empty() {
        chips.push(Chip::on(words.get("added"), "is-change added"));
    } else if breaking > 0 {
        chips.push(Chip::on(words.count("n_breaking", breaking), "is-change breaking"));
    } else if !changes.is_empty() {
        chips.push(Chip::on(words.count("changes", changes.len()), "is-change changed"));
    }
    let problems = problems_inside(cx, operation);
    if problems > 0 && !removed {
        chips.push(Chip::quiet(words.count("problems_count", problems)));
    }
    chips.extend(badges(&operation.extensions));
    let path = if operation.kind == OperationKind::Path {
        path_parts(operation.path)
    } else {
        vec![PathPart { text: operation.path.to_owned(), variable: false, breaks: false }]
    };
    OperationItem {
        method: operation::method(operation),
        title: operation::title(operation),
        gone: removed,
        path,
        href: cx.addresses.operations.get(&place).cloned().unwrap_or_default(),
        chips,
        anchor: None,
    }
}

/// `operation/getPets`, as Redoc names an operation of its page.
pub(in crate::site) fn anchor(operation: &Operation<'_>) -> Option<String> {
    let id = operation.operation_id.filter(|id| !id.is_empty() && !id.contains(char::is_whitespace));
    Some(format!("operation/{}", id?))
}

/// Problems inside an operation's own text.
pub(in crate::site) fn problems_inside(cx: &Context<'_, '_>, operation: &Operation<'_>) -> usize {
    cx.problem_counts.get(&operation.node.place()).copied().unwrap_or(0)
}

/// The strongest mark of an operation.
pub(in crate::site) fn mark(
    cx: &Context<'_, '_>,
    side: Side,
    operation: &Operation<'_>,
) -> Option<MarkClass> {
    let key = key_of(operation);
    let worst = cx.marks.worst(cx.marks.of_operation(&key).iter().copied())?;
    let added = side == Side::Head && cx.base.is_some() && !cx.base_operations.contains_key(&key);
    Some(match worst {
        MarkClass::Breaking => MarkClass::Breaking,
        _ if side == Side::Base => MarkClass::Removed,
        _ if added => MarkClass::Added,
        _ => MarkClass::Changed,
    })
}

/// The list of a tag.
pub(in crate::site) fn tag_listing(
    cx: &Context<'_, '_>,
    tag: &Tag<'_>,
    operations: &[(Side, &Operation<'_>)],
) -> Listing {
    let mark = tag_mark(cx, tag);
    Listing {
        marks: mark_chips(&Page::new(cx, "", Scope::All), mark.as_ref()),
        mark,
        id: cx.addresses.tags.get(tag.name).map_or_else(String::new, |path| tag_id(path)),
        group: None,
        label: tag_label(tag),
        href: cx.addresses.tags.get(tag.name).cloned().unwrap_or_default(),
        prose: cx.markdown.row(tag.description),
        docs: tag.external_docs.map(|docs| external(docs.url, docs.description)),
        items: operations.iter().map(|(side, operation)| item(cx, *side, operation)).collect(),
    }
}

/// The change of what a tag says of itself.
fn tag_mark(cx: &Context<'_, '_>, tag: &Tag<'_>) -> Option<Mark> {
    if cx.marks.changes.is_empty() {
        return None;
    }
    let mut places = vec![(Side::Head, tag.node?.place())];
    let was = cx.base.and_then(|base| base.tags.iter().find(|other| other.name == tag.name)?.node);
    places.extend(was.map(|node| (Side::Base, node.place())));
    Page::new(cx, "", Scope::All).mark(&places, false)
}

/// The anchor of a tag's list, from the address of its page.
pub(in crate::site) fn tag_id(path: &str) -> String {
    format!("tag.{}", path.trim_start_matches("tags/").trim_end_matches(".html"))
}

/// Whether a tag has more to show than its name.
pub(in crate::site) fn says_something(tag: &Tag<'_>) -> bool {
    tag.description.is_some() || tag.external_docs.is_some()
}

/// The name of a tag for people.
pub(in crate::site) fn tag_label(tag: &Tag<'_>) -> String {
    super::super::markdown::cut(tag.display_name.unwrap_or(tag.name), 120)
}
