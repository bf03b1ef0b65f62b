//! The lists of an API: tags in their groups, operations without a tag, webhooks, schemas; and where their pages are.

use rustc_hash::{FxHashMap, FxHashSet};

use super::api::{OTHER, label};
use super::directory::{SCHEMAS, by_path, has_many_operations, has_many_schemas};
use crate::api::{Api, Operation, OperationKind, SchemaId, Tag};
use crate::document::Node;
use crate::site::context::{Addresses, Context};
use crate::site::input::{SiteOptions, Visibility};
use crate::site::marks::{MarkClass, OperationKey, Side, key_of};
use crate::site::page::guide::Guide;
use crate::site::page::listing::{self, Listing, item, tag_listing};
use crate::site::page::operation;
use crate::site::page::shell::{Nav, NavGroup, NavItem, NavList, NavMark};
use crate::site::slug::{Spelling, operation_slug, short_hash, slug};
use crate::site::view::Linked;

/// A list of operations.
pub(super) struct List<'m, 'a> {
    /// Its name among the lists.
    pub(super) id: String,
    /// The tag; `None` for webhooks and operations without a tag.
    pub(super) tag: Option<&'m Tag<'a>>,
    /// Its title.
    pub(super) label: String,
    /// How many tags of its group are around it.
    depth: usize,
    /// Its page, below the API's folder.
    pub(super) path: String,
    /// Its operations with their sides.
    pub(super) operations: Vec<(Side, &'m Operation<'a>)>,
}

/// All lists in the order of the sidebar.
pub(super) struct Lists<'m, 'a> {
    /// Groups with their titles.
    groups: Vec<(String, Vec<List<'m, 'a>>)>,
    /// Tags that are chips on operations: they have pages, but no place in the sidebar.
    badges: Vec<List<'m, 'a>>,
}

/// Whether a tag is a chip on operations and no list of them.
fn is_badge(tag: &Tag<'_>) -> bool {
    tag.kind == Some("badge")
}

/// Where every page is.
pub(super) fn addresses(api: &Api<'_>, base: Option<&Api<'_>>, options: &SiteOptions) -> Addresses {
    let mut addresses = Addresses::default();
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let hidden = |operation: &Operation<'_>| operation.internal && options.internal == Visibility::Hide;
    let mut known: FxHashSet<OperationKey> = FxHashSet::default();
    for (side, api) in [Some((Side::Head, api)), base.map(|base| (Side::Base, base))].into_iter().flatten() {
        let mut ordered: Vec<&Operation<'_>> = api.operations.iter().chain(&api.webhooks).collect();
        // The first by path and method keeps the bare slug of an id that is there twice.
        ordered.sort_by_key(|operation| (operation.kind, operation.path, &operation.method));
        for operation in ordered {
            let key = key_of(operation);
            if hidden(operation) || !known.insert(key) {
                continue;
            }
            let folder = if operation.kind == OperationKind::Webhook { "webhooks" } else { "operations" };
            let address = address(folder, operation, &mut taken);
            let place = (side, operation.node.place());
            let title = operation::title(operation);
            if let (Some(id), Side::Head) = (operation.operation_id, side) {
                addresses.by_id.entry(id.to_owned()).or_insert_with(|| (address.clone(), title.clone()));
            }
            addresses.operations.entry(place).or_insert(address);
            addresses.titles.entry(place).or_insert(title);
        }
    }
    for (name, _) in &api.components {
        let bare = format!("schemas/{}.html", slug(name, Spelling::Pascal));
        let address = unique(bare, name, &mut taken);
        addresses.schemas.entry(name.clone()).or_insert(address);
    }
    for tag in &api.tags {
        let bare = format!("tags/{}.html", slug(tag.name, Spelling::Lower));
        let address = unique(bare, tag.name, &mut taken);
        addresses.tags.entry(tag.name.to_owned()).or_insert(address);
    }
    addresses
}

fn address(folder: &str, operation: &Operation<'_>, taken: &mut FxHashSet<String>) -> String {
    let place = format!("{} {}", operation.method, operation.path);
    let slug = match operation.operation_id.filter(|id| !id.is_empty()) {
        Some(id) => slug(id, Spelling::Camel),
        None if operation.kind == OperationKind::Webhook => slug(operation.path, Spelling::Camel),
        None => operation_slug(&operation.method, operation.path),
    };
    unique(format!("{folder}/{slug}.html"), &place, taken)
}

fn unique(address: String, name: &str, taken: &mut FxHashSet<String>) -> String {
    if taken.insert(address.clone()) {
        return address;
    }
    let stem: String = address.trim_end_matches(".html").chars().take(80).collect();
    let mut other = format!("{stem}-{}.html", short_hash(name));
    while !taken.insert(other.clone()) {
        other = format!("{stem}-{}.html", short_hash(&other));
    }
    other
}

/// The operations that are shown, by where the sidebar lists them.
struct Sorted<'m, 'a> {
    of_tag: FxHashMap<&'m str, Vec<(Side, &'m Operation<'a>)>>,
    other: Vec<(Side, &'m Operation<'a>)>,
    webhooks: Vec<(Side, &'m Operation<'a>)>,
}

/// Sorts the operations by their tags; tags that are badges list nothing.
fn sorted<'m, 'a>(cx: &Context<'m, 'a>, badges: &FxHashSet<&str>) -> Sorted<'m, 'a> {
    let shown = |side: Side, operation: &Operation<'_>| {
        cx.addresses.operations.contains_key(&(side, operation.node.place()))
    };
    let mut of_tag: FxHashMap<&'m str, Vec<(Side, &'m Operation<'a>)>> = FxHashMap::default();
    let mut other = Vec::new();
    let mut webhooks: Vec<(Side, &'m Operation<'a>)> = Vec::new();
    let sides = [Some((Side::Head, cx.api)), cx.base.map(|base| (Side::Base, base))];
    for (side, from) in sides.into_iter().flatten() {
        for operation in from.operations.iter().filter(|operation| shown(side, operation)) {
            let known = operation.tags.iter().filter(|name| cx.addresses.tags.contains_key(**name));
            let mut any = false;
            for name in known {
                of_tag.entry(name).or_default().push((side, operation));
                any |= !badges.contains(name);
            }
            if !any {
                other.push((side, operation));
            }
        }
        webhooks.extend(
            from.webhooks.iter().filter(|webhook| shown(side, webhook)).map(|webhook| (side, webhook)),
        );
    }
    Sorted { of_tag, other, webhooks }
}

/// The lists of an API.
pub(super) fn lists<'m, 'a>(cx: &Context<'m, 'a>) -> Lists<'m, 'a> {
    let api = cx.api;
    let badges: FxHashSet<&str> = api.tags.iter().filter(|tag| is_badge(tag)).map(|tag| tag.name).collect();
    let Sorted { of_tag, other, webhooks } = sorted(cx, &badges);
    let words = cx.words;
    let list_of = |tag: &'m Tag<'a>| {
        let path = cx.addresses.tags.get(tag.name)?.clone();
        let operations = of_tag.get(tag.name).cloned().unwrap_or_default();
        let hidden = tag.node.and_then(|node| node.get("x-internal")).and_then(Node::as_bool) == Some(true);
        if cx.hides(hidden) || (operations.is_empty() && !listing::says_something(tag)) {
            return None;
        }
        let id = listing::tag_id(&path);
        Some(List { id, tag: Some(tag), label: label(tag), depth: 0, path, operations })
    };
    let mut groups: Vec<(String, Vec<List<'m, 'a>>)> = Vec::new();
    let mut grouped: FxHashSet<&str> = FxHashSet::default();
    for (name, tags) in &api.tag_groups {
        let mut lists = Vec::new();
        for tag in tags.iter().filter_map(|name| api.tags.iter().find(|tag| tag.name == *name)) {
            if !is_badge(tag) && grouped.insert(tag.name) {
                lists.extend(list_of(tag));
            }
        }
        if !lists.is_empty() {
            groups.push(((*name).to_owned(), lists));
        }
    }
    let menu = |tag: &&Tag<'a>| !grouped.contains(tag.name) && !is_badge(tag);
    let mut rest: Vec<List<'m, 'a>> =
        nested(&api.tags).into_iter().filter(menu).filter_map(list_of).collect();
    let own_page = has_many_operations(cx);
    let by_path = if rest.is_empty() && groups.is_empty() { by_path(&other) } else { None };
    if let Some(lists) = by_path {
        let mut taken: FxHashSet<String> = cx.addresses.tags.values().cloned().collect();
        for (label, operations) in lists {
            let bare = format!("tags/path-{}.html", slug(&label, Spelling::Lower));
            let path = unique(bare, &label, &mut taken);
            rest.push(List { id: listing::tag_id(&path), tag: None, label, depth: 0, path, operations });
        }
    } else if !other.is_empty() {
        let label = if rest.is_empty() && groups.is_empty() { "operations" } else { "other_operations" };
        rest.push(List {
            id: OTHER.to_owned(),
            tag: None,
            label: words.get(label).to_owned(),
            depth: 0,
            path: place(OTHER, own_page),
            operations: other,
        });
    }
    if !webhooks.is_empty() {
        rest.push(List {
            id: "webhooks".to_owned(),
            tag: None,
            label: words.get("webhooks").to_owned(),
            depth: 0,
            path: place("webhooks", own_page),
            operations: webhooks,
        });
    }
    let title = if groups.is_empty() { "reference" } else { "more_group" };
    groups.push((words.get(title).to_owned(), rest));
    groups.iter_mut().for_each(|(_, lists)| nest(lists));
    let badges = api.tags.iter().filter(|tag| is_badge(tag)).filter_map(list_of).collect();
    Lists { groups, badges }
}

/// Where the operations of a list without a tag are: on the overview, or on a page of their own when that shows none.
fn place(id: &str, own_page: bool) -> String {
    if own_page { format!("tags/all-{id}.html") } else { format!("index.html#{id}") }
}

/// How deep tags are shown inside each other.
const MAX_TAG_DEPTH: usize = 3;

/// Tells lists how many others of their group are around them; those in a circle are inside of none.
fn nest(lists: &mut [List<'_, '_>]) {
    let parents: FxHashMap<&str, Option<&str>> =
        lists.iter().filter_map(|list| list.tag).map(|tag| (tag.name, tag.parent)).collect();
    let depth = |tag: &Tag<'_>| {
        let mut depth = 0;
        let mut around = tag.parent;
        while let Some((name, parent)) = around.and_then(|name| parents.get_key_value(name)) {
            if *name == tag.name || depth > parents.len() {
                return 0;
            }
            depth += 1;
            around = *parent;
        }
        depth.min(MAX_TAG_DEPTH)
    };
    let depths: Vec<usize> = lists.iter().map(|list| list.tag.map_or(0, depth)).collect();
    lists.iter_mut().zip(depths).for_each(|(list, depth)| list.depth = depth);
}

/// Tags with those that name them as their parent right behind them; a circle stays in its own order.
fn nested<'m, 'a>(tags: &'m [Tag<'a>]) -> Vec<&'m Tag<'a>> {
    if tags.iter().all(|tag| tag.parent.is_none()) {
        return tags.iter().collect();
    }
    let mut ordered: Vec<&'m Tag<'a>> = Vec::new();
    let mut done: FxHashSet<&str> = FxHashSet::default();
    let known = |name: &str| tags.iter().any(|tag| tag.name == name);
    let mut stack: Vec<&'m Tag<'a>> =
        tags.iter().rev().filter(|tag| tag.parent.is_none_or(|parent| !known(parent))).collect();
    while let Some(tag) = stack.pop() {
        if done.insert(tag.name) {
            ordered.push(tag);
            stack.extend(tags.iter().rev().filter(|child| child.parent == Some(tag.name)));
        }
    }
    ordered.extend(tags.iter().filter(|tag| !done.contains(tag.name)));
    ordered
}

impl<'m, 'a> Lists<'m, 'a> {
    pub(super) fn all(&self) -> impl Iterator<Item = &List<'m, 'a>> {
        self.groups.iter().flat_map(|(_, lists)| lists)
    }

    /// Each page of an operation once, with the list of its first tag, in the order of the sidebar.
    pub(super) fn pages(&self) -> Vec<(&str, Side, &'m Operation<'a>)> {
        let of_tag: FxHashMap<&str, &str> =
            self.all().filter_map(|list| Some((list.tag?.name, list.id.as_str()))).collect();
        let mut seen = FxHashSet::default();
        let mut pages = Vec::new();
        for list in self.all() {
            for (side, operation) in &list.operations {
                let first = operation.tags.iter().find_map(|tag| of_tag.get(tag));
                let is_own = list.tag.is_none() || first.is_none_or(|first| *first == list.id);
                if is_own
                    && seen.insert((*side, operation.node.place(), operation.path, operation.method.as_str()))
                {
                    pages.push((list.id.as_str(), *side, *operation));
                }
            }
        }
        pages
    }

    /// The lists with their operations.
    pub(super) fn listings(&self, cx: &Context<'_, '_>) -> Vec<Listing> {
        let mut listings = self.listings_bare(cx);
        // Each once, however many tags list it.
        let mut seen = FxHashSet::default();
        for (listing, list) in listings.iter_mut().zip(self.all().chain(&self.badges)) {
            for (item, (_, operation)) in listing.items.iter_mut().zip(&list.operations) {
                item.anchor = listing::anchor(operation).filter(|anchor| seen.insert(anchor.clone()));
            }
        }
        // The last group holds what is in none.
        let named = self.groups.split_last().map_or(&[][..], |(_, named)| named);
        let groups = named.iter().flat_map(|(label, lists)| std::iter::repeat_n(label, lists.len()));
        listings.iter_mut().zip(groups).for_each(|(listing, group)| listing.group = Some(group.clone()));
        listings
    }

    fn listings_bare(&self, cx: &Context<'_, '_>) -> Vec<Listing> {
        let view = |list: &List<'m, 'a>| match list.tag {
            Some(tag) => tag_listing(cx, tag, &list.operations),
            None => Listing {
                marks: Vec::new(),
                mark: None,
                id: list.id.clone(),
                group: None,
                label: list.label.clone(),
                href: if list.path.contains('#') { String::new() } else { list.path.clone() },
                prose: (list.id == "webhooks")
                    .then(|| cx.markdown.row(Some(cx.words.get("sent_by_api"))))
                    .flatten(),
                docs: None,
                items: list.operations.iter().map(|(side, operation)| item(cx, *side, operation)).collect(),
            },
        };
        self.all().chain(&self.badges).map(view).collect()
    }

    /// The schemas that name a tag in `x-tags`.
    pub(super) fn schemas_of(&self, id: &str, cx: &Context<'_, '_>) -> Vec<Linked> {
        let Some(tag) = self.all().chain(&self.badges).find(|list| list.id == id).and_then(|list| list.tag)
        else {
            return Vec::new();
        };
        let mut schemas = Vec::new();
        for (name, id) in &cx.api.components {
            let tags = cx.api.schema(*id).extensions.iter().find(|entry| entry.name() == "x-tags");
            let tagged =
                tags.is_some_and(|entry| entry.value.items().any(|item| item.as_str() == Some(tag.name)));
            if tagged {
                let href = cx.addresses.schemas.get(name).map(|address| format!("../{address}"));
                schemas.push(Linked::to(name.clone(), href));
            }
        }
        schemas
    }
}

/// The sidebar.
pub(super) fn nav(cx: &Context<'_, '_>, lists: &Lists<'_, '_>, guides: &[Guide], compared: Compared) -> Nav {
    let words = cx.words;
    let mut groups = Vec::new();
    for (label, lists) in &lists.groups {
        let views = lists.iter().map(|list| nav_list(cx, list)).collect();
        groups.push(NavGroup { label: label.clone(), lists: views });
    }
    let mut seen = FxHashSet::default();
    let (mut worst, marks) = (None, schema_marks(cx));
    let schemas: Vec<NavItem> = cx
        .api
        .components
        .iter()
        .filter(|(name, _)| seen.insert(name.as_str()))
        .filter_map(|(name, _)| {
            let class = marks.get(name.as_str()).copied();
            worst = worst.max(class);
            Some(NavItem {
                method: None,
                label: crate::site::markdown::cut(name, 80),
                path: cx.addresses.schemas.get(name)?.clone(),
                mark: class.map(|class| NavMark::of(class, words)),
                gone: false,
            })
        })
        .collect();
    if let (false, Some(group)) = (schemas.is_empty(), groups.last_mut()) {
        group.lists.push(NavList {
            id: "schemas".to_owned(),
            number: 0,
            label: words.get("schemas").to_owned(),
            depth: 0,
            path: if has_many_schemas(cx) { SCHEMAS.to_owned() } else { "index.html#schemas".to_owned() },
            mark: worst.map(|class| NavMark::of(class, words)),
            items: schemas,
            inline: false,
            open: false,
            long: false,
        });
    }
    groups.retain(|group| !group.lists.is_empty());
    let guide = |guide: &Guide| NavItem {
        method: None,
        label: guide.title.clone(),
        path: guide.address.clone(),
        mark: None,
        gone: false,
    };
    let mut nav = Nav {
        changes: compared.then_some(cx.marks.changes.len()),
        problems: cx.marks.problems.len(),
        sections: sections(cx),
        groups,
        guides: guides.iter().map(guide).collect(),
    };
    nav.settle();
    nav
}

/// Headings of the description that the sidebar lists.
const MAX_SECTIONS: usize = 30;

/// The headings of the two upper levels of the API's description.
fn sections(cx: &Context<'_, '_>) -> Vec<NavItem> {
    let headings = crate::site::markdown::headings(cx.api.info.description.unwrap_or_default());
    let upper = headings.into_iter().filter(|heading| heading.level <= 2).take(MAX_SECTIONS);
    let item = |heading: crate::site::markdown::Heading| NavItem {
        method: None,
        path: format!("index.html#text-{}", heading.anchor),
        label: crate::site::markdown::cut(&heading.label, 80),
        mark: None,
        gone: false,
    };
    upper.map(item).collect()
}

/// The strongest mark of what changed inside each named schema, not in those that it refers to.
pub(super) fn schema_marks<'m>(cx: &Context<'m, '_>) -> FxHashMap<&'m str, MarkClass> {
    let mut marks: FxHashMap<&'m str, MarkClass> = FxHashMap::default();
    let (Some(base), false) = (cx.base, cx.marks.changes.is_empty()) else { return marks };
    let mut was: FxHashMap<&str, SchemaId> = FxHashMap::default();
    for (name, id) in &base.components {
        was.entry(name).or_insert(*id);
    }
    for (name, id) in cx.api.components.iter().filter(|(_, id)| !cx.likeness.is_written_alike(*id)) {
        let now = cx.marks.inside((Side::Head, cx.api.schema(*id).node.place()));
        let before = was.get(name.as_str());
        let gone = before.and_then(|id| cx.marks.inside((Side::Base, base.schema(*id).node.place())));
        let mark = match now.max(gone) {
            Some(MarkClass::Breaking) => MarkClass::Breaking,
            Some(_) if before.is_none() => MarkClass::Added,
            // What was removed stood inside it: the schema itself is there.
            Some(_) => MarkClass::Changed,
            None => continue,
        };
        marks.entry(name).or_insert(mark);
    }
    marks
}

/// Whether a base was compared.
type Compared = bool;

fn nav_list(cx: &Context<'_, '_>, list: &List<'_, '_>) -> NavList {
    let mut worst = None;
    let items = list.operations.iter().map(|(side, operation)| {
        let class = listing::mark(cx, *side, operation);
        worst = worst.max(class);
        NavItem {
            method: Some(operation::method(operation)),
            label: operation::title(operation),
            path: cx.addresses.operations.get(&(*side, operation.node.place())).cloned().unwrap_or_default(),
            mark: class.map(|class| NavMark::of(class, cx.words)),
            gone: *side == Side::Base || operation.deprecated,
        }
    });
    let items: Vec<NavItem> = items.collect();
    NavList {
        id: list.id.clone(),
        number: 0,
        label: list.label.clone(),
        depth: list.depth,
        path: list.path.clone(),
        mark: worst.map(|class| NavMark::of(class, cx.words)),
        items,
        inline: false,
        open: false,
        long: false,
    }
}
