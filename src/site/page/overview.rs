//! The overview of one API.

use minijinja::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::super::context::{Page, Placed, Scope};
use super::super::markdown::{cut, line};
use super::super::marks::{Marks, Side};
use super::super::tree::{external, safe_url};
use super::super::view::{Chip, ExampleView, ExtensionView, Fact, Linked, Note};
use super::directory::Contents;
use super::listing::{says_something, tag_id, tag_label};
use super::operation::{ChangeBox, ChangeItem, ServerView, Tab, server_views};
use super::security::{SchemeView, schemes};
use super::shell::{NavMark, Shell};

/// A named schema in a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SchemaItem {
    /// Its name.
    pub(in crate::site) name: String,
    /// Its page, below the API's folder.
    pub(in crate::site) href: String,
    /// Its mark.
    pub(in crate::site) mark: Option<NavMark>,
    /// Whether no operation leads to it.
    pub(in crate::site) unused: bool,
}

/// A line of the card about the API.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct AboutLine {
    /// `Contact`.
    pub(in crate::site) label: String,
    /// The value before, where it changed.
    pub(in crate::site) was: Option<String>,
    /// The values.
    pub(in crate::site) values: Vec<Linked>,
    /// A value that is a name for machines.
    pub(in crate::site) code: Option<String>,
}

impl AboutLine {
    /// A line with one value.
    pub(in crate::site) fn of(label: impl Into<String>, value: impl Into<String>) -> Self {
        AboutLine::with(label, vec![Linked::plain(value)])
    }

    /// A line with some values.
    fn with(label: impl Into<String>, values: Vec<Linked>) -> Self {
        AboutLine { label: label.into(), was: None, values, code: None }
    }
}

/// The view of `page/overview.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct OverviewPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// The title.
    pub(in crate::site) title: String,
    /// Chips beside the title.
    pub(in crate::site) chips: Vec<Chip>,
    /// `info.summary`.
    pub(in crate::site) summary: Option<String>,
    /// `info.description`.
    pub(in crate::site) prose: Option<Value>,
    /// The most important changes.
    pub(in crate::site) changes: Option<ChangeBox>,
    /// A sentence when nothing changed.
    pub(in crate::site) unchanged: Option<String>,
    /// What there is to read.
    #[serde(flatten)]
    pub(in crate::site) contents: Contents,
    /// Servers.
    pub(in crate::site) servers: Vec<ServerView>,
    /// Security schemes.
    pub(in crate::site) schemes: Vec<SchemeView>,
    /// How clients are installed.
    pub(in crate::site) install: Vec<Tab>,
    /// Facts about the API.
    #[serde(rename = "about_lines")]
    pub(in crate::site) about: Vec<AboutLine>,
    /// Problems of the whole definition.
    #[serde(rename = "own_notes")]
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    #[serde(rename = "own_extensions")]
    pub(in crate::site) extensions: Vec<ExtensionView>,
    /// Small print.
    pub(in crate::site) facts: Vec<Fact>,
}

/// Objects of the root whose extensions are listed with its own.
const INSIDE: &[&str] = &[
    "externalDocs",
    "servers.*",
    "servers.*.variables.*",
    "paths",
    "components",
    "x-tagGroups.*",
    "x-servers.*",
];

/// How clients are installed, language by language.
const INSTALLATION: &str = "x-scalar-sdk-installation";

fn install(page: &Page<'_, '_, '_>) -> Vec<Tab> {
    let entry = page.cx.api.info.extensions.iter().find(|entry| entry.name() == INSTALLATION);
    let items = entry.into_iter().flat_map(|entry| entry.value.items()).take(12);
    let tab = |item: crate::document::Node<'_>| {
        let code = super::super::code::highlight("shell", item.str("source").unwrap_or_default());
        let mut example = ExampleView::of("", &code);
        example.prose = page.cx.markdown.row(item.str("description"));
        let label = cut(item.str("lang")?, 40);
        Some(Tab::written(label, vec![example]))
    };
    items.filter_map(tab).collect()
}

/// Changes that the overview lists.
const MAX_CHANGES: usize = 10;

/// Makes the view of an API's overview.
pub(in crate::site) fn overview_page(
    page: &mut Page<'_, '_, '_>,
    shell: Shell,
    contents: Contents,
    downloads: Vec<Linked>,
    placed: &Placed,
) -> OverviewPage {
    page.scope = Scope::All;
    let cx = page.cx;
    let (api, words) = (cx.api, cx.words);
    if let Some(node) = api.info.node {
        page.show(Side::Head, [node.place()], "main");
    }
    let old_servers = cx.base.map_or(&[][..], |base| &base.servers);
    if !api.servers.is_empty() {
        page.show(Side::Head, api.servers.iter().map(|server| server.node.place()), "servers");
        // In 2.0 they stand in the root, where everything else stands too.
        let old = old_servers.iter().map(|server| server.node).filter(|node| node.parent().is_some());
        page.show(Side::Base, old.map(|node| node.place()), "servers");
    }
    for tag in &api.tags {
        if let (Some(node), Some(path)) = (tag.node, cx.addresses.tags.get(tag.name)) {
            let id = tag_id(path);
            let is_listed = contents.listings.iter().any(|listing| listing.id == id)
                || contents.directory.iter().any(|row| row.id == id);
            page.show(Side::Head, [node.place()], if is_listed { &id } else { "main" });
        }
    }
    let specification = if api.version_text.starts_with('2') { "Swagger" } else { "OpenAPI" };
    let mut chips = Vec::new();
    let was = cx.base.and_then(|base| base.info.version).map(|version| cut(version, 40));
    chips.extend(api.info.version.map(|version| cut(version, 40)).map(|version| match was {
        Some(was) if was != version => {
            Chip::on(words.fill("version_was", &[&version, &was]), "is-change changed")
        }
        _ => Chip::quiet(version),
    }));
    chips.push(Chip::quiet(format!("{specification} {}", cut(api.version_text, 20))));
    let schemes = schemes(page);
    let places: Vec<_> = api.info.node.iter().map(|node| (Side::Head, node.place())).collect();
    let notes = page.notes(&places);
    let changes = change_box(page, placed);
    let unchanged = (cx.base.is_some() && changes.is_none()).then(|| words.fill("unchanged", &[&cx.against]));
    let mut facts = Vec::new();
    facts.extend(api.dialect.map(|dialect| Fact::code(words.get("dialect"), dialect)));
    facts.extend(api.own_uri.map(|uri| Fact::code("$self", uri)));
    let used = |name: &str| {
        api.operations.iter().chain(&api.webhooks).any(|operation| operation.tags.contains(&name))
    };
    for tag in api.tags.iter().filter(|tag| !says_something(tag) && !used(tag.name)).take(100) {
        facts.push(Fact::code(words.get("unused_tag"), cut(tag_label(tag).as_str(), 80)));
    }
    let known = ["x-logo", INSTALLATION];
    let mut extensions = cx.extensions(&api.extensions, &known);
    extensions.extend(cx.extensions(&api.info.extensions, &known));
    extensions.extend(cx.inner_extensions(api.node, INSIDE));
    if let Some(info) = api.info.node {
        extensions.extend(cx.inner_extensions(info, &["contact", "license", "x-logo"]));
    }
    OverviewPage {
        title: cut(title(page), 160),
        page: shell,
        chips,
        summary: api.info.summary.map(str::to_owned),
        prose: cx.markdown.page(api.info.description),
        changes,
        unchanged,
        contents,
        servers: server_views(page, (Side::Head, &api.servers), old_servers),
        schemes,
        install: install(page),
        about: about(page, downloads),
        notes,
        extensions,
        facts,
    }
}

/// `info.title`, or a word for an API without one.
fn title<'p>(page: &'p Page<'_, '_, '_>) -> &'p str {
    let title = page.cx.api.info.title.map(str::trim).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| page.cx.words.get("untitled"))
}

fn about(page: &Page<'_, '_, '_>, downloads: Vec<Linked>) -> Vec<AboutLine> {
    let cx = page.cx;
    let (words, info) = (cx.words, &cx.api.info);
    let mut lines = Vec::new();
    let line = |key: &str, values: Vec<Linked>| AboutLine::with(words.get(key), values);
    if let Some(version) = info.version {
        let was = cx.base.and_then(|base| base.info.version).filter(|was| *was != version);
        let was = was.map(str::to_owned);
        lines.push(AboutLine { was, ..line("version", vec![Linked::plain(version)]) });
    }
    if let Some(contact) = info.contact {
        let mut values = Vec::new();
        match (contact.name, contact.url) {
            (Some(name), url) => values.push(Linked::to(name, url.and_then(safe_url))),
            (None, Some(url)) => values.push(Linked::to(url, safe_url(url))),
            (None, None) => {}
        }
        values.extend(contact.email.map(|email| Linked::to(email, safe_url(&format!("mailto:{email}")))));
        lines.push(line("contact", values));
    }
    if let Some(license) = info.license {
        let spdx =
            license.identifier.map(|identifier| format!("https://spdx.org/licenses/{identifier}.html"));
        let url = license.url.map(str::to_owned).or(spdx.filter(|url| !url.contains(' ')));
        let mut values = Vec::new();
        values.extend(license.name.map(|name| Linked::to(name, url.as_deref().and_then(safe_url))));
        let code = license.identifier.filter(|identifier| license.name != Some(identifier));
        lines.push(AboutLine { code: code.map(str::to_owned), ..line("license", values) });
    }
    if let Some(terms) = info.terms_of_service {
        lines.push(line("terms", vec![Linked::to(words.get("terms_of_service"), safe_url(terms))]));
    }
    if let Some(docs) = cx.api.external_docs {
        lines.push(line("more", vec![external(docs.url, docs.description)]));
    }
    if let Some(alt) = info.logo.and_then(|logo| logo.str("altText")) {
        lines.push(line("logo", vec![Linked::plain(alt)]));
    }
    lines.push(line("definition", downloads));
    lines.retain(|line| !line.values.is_empty() || line.code.is_some());
    lines
}

/// The first edits, each with its changes. What one edit of a shared schema does is one line, however many operations see
/// it, and whether they send it or receive it; where it breaks some and not others, those are two.
fn edits(marks: &Marks<'_>, indices: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let (mut seen, mut known) = (FxHashSet::default(), FxHashMap::default());
    for members in indices.iter().map(|index| marks.like(*index)) {
        if !seen.insert(members.first()) {
            continue;
        }
        let told = marks.in_schema(members).map(|shared| (marks.changes[members[0]].impact.name(), shared));
        if let Some(at) = told.and_then(|told| known.get(&told)).copied() {
            let group: &mut Vec<usize> = &mut groups[at];
            group.extend(members);
            continue;
        }
        if groups.len() == MAX_CHANGES {
            break;
        }
        known.extend(told.map(|told| (told, groups.len())));
        groups.push(members.to_vec());
    }
    groups
}

fn change_box(page: &Page<'_, '_, '_>, placed: &Placed) -> Option<ChangeBox> {
    let cx = page.cx;
    let marks = cx.marks;
    if marks.changes.is_empty() {
        return None;
    }
    let mut indices: Vec<usize> = (0..marks.changes.len()).collect();
    indices.sort_by_key(|index| (std::cmp::Reverse(marks.changes[*index].impact), *index));
    let groups = edits(marks, &indices);
    let items = groups.iter().map(|members| {
        let index = members[0];
        let others = marks.other_owners(members.iter().copied());
        let own = placed.changes.get(index);
        let href = own.map(|own| page.link(&own.clone().unwrap_or_else(|| cx.change_pages.entry(index))));
        let item = ChangeItem::of(cx, &marks.changes[index], href);
        if let Some(shared) = marks.in_schema(members).filter(|_| others > 0) {
            let also = Some(cx.words.count("in_operations", others + 1));
            let text = format!("{shared},");
            return ChangeItem { message: line(&text), text, also, ..item };
        }
        ChangeItem {
            subject: placed.subjects.get(index).cloned().flatten(),
            also: (others > 0).then(|| cx.words.count("and_operations", others)),
            ..item
        }
    });
    let items: Vec<ChangeItem> = items.collect();
    let shown: usize = groups.iter().map(Vec::len).sum();
    let left = indices.len() - shown;
    Some(ChangeBox {
        title: cx.words.fill("changed_against", &[&cx.against]),
        all: Some(Linked::to(
            cx.words.fill("all_n", &[&indices.len().to_string()]),
            Some(page.link("changes.html")),
        )),
        items,
        more: (left > 0).then(|| cx.words.count("more_changes", left)),
        ..ChangeBox::default()
    })
}
