//! Bodies and responses: media types with their trees, headers, links.

use minijinja::Value;
use serde::Serialize;
use serde_json::Value as Json;

use super::super::badge;
use super::super::code::CodeView;
use super::super::context::Page;
use super::super::example::{Extent, Sample, samples_of, serialized, value_of};
use super::super::facts;
use super::super::markdown::first_sentence;
use super::super::marks::{Side, SidePlace, Zone};
use super::super::merged::Merged;
use super::super::slug;
use super::super::tree::{self, At, Direction, Own, Pair};
use super::super::values::node_bare;
use super::super::view::{
    Chip, ExampleView, ExtensionView, Fact, Fold, Inside, Linked, Mark, Note, Row, Tree,
};
use super::super::words::Words;
use super::status::{class, order, reason};
use super::wire;
use crate::api::{Encoding, Header, Link, MediaType, Response};

/// One schema of a body under the media types that share it.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct MediaView {
    /// Problems of the media type and its examples.
    pub(in crate::site) notes: Vec<Note>,
    /// The anchor.
    pub(in crate::site) id: String,
    /// The media types.
    pub(in crate::site) names: Vec<String>,
    /// What the whole is: type, texts, limits.
    pub(in crate::site) root: Row,
    /// Its rows.
    pub(in crate::site) tree: Tree,
    /// Whether there is anything to expand.
    pub(in crate::site) expandable: bool,
    /// Each item of a stream, with the name of its framing.
    pub(in crate::site) stream: Option<StreamView>,
    /// What the media type says about itself (3.2).
    pub(in crate::site) prose: Option<Value>,
    /// How parts are written.
    pub(in crate::site) parts: Tree,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
    /// Whether it starts open among several.
    pub(in crate::site) open: bool,
}

/// Each item of a stream.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct StreamView {
    /// `server-sent events`.
    pub(in crate::site) framing: String,
    /// What each item is.
    pub(in crate::site) root: Row,
    /// Its rows.
    pub(in crate::site) tree: Tree,
}

/// A response.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct ResponseView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The code, range or `default`.
    pub(in crate::site) status: String,
    /// The class of its colour: `c2`.
    pub(in crate::site) class: String,
    /// `Created`.
    pub(in crate::site) reason: String,
    /// The first sentence of the description.
    pub(in crate::site) summary: String,
    /// The whole description, where it says more.
    pub(in crate::site) prose: Option<Value>,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// Whether it starts open.
    pub(in crate::site) open: bool,
    /// Chips.
    pub(in crate::site) chips: Vec<Chip>,
    /// `2 changes inside`.
    pub(in crate::site) inside: Option<Inside>,
    /// The change of the response itself.
    pub(in crate::site) mark: Option<Mark>,
    /// Headers.
    pub(in crate::site) headers: Tree,
    /// Bodies.
    pub(in crate::site) medias: Vec<MediaView>,
    /// Links.
    pub(in crate::site) links: Tree,
    /// Problems.
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

/// The short name of a media type for anchors: `json`, `problem-json`, `xml`.
pub(in crate::site) fn short_name(name: &str) -> String {
    let bare = name.split(';').next().unwrap_or_default().trim();
    let sub = bare.split_once('/').map_or(bare, |(_, sub)| sub);
    let sub = match sub {
        _ if super::super::example::is_json(name) => "json",
        sub if sub.ends_with("xml") => "xml",
        "x-www-form-urlencoded" => "form",
        "*" => "any",
        other => other,
    };
    slug::anchor(sub)
}

/// Media types with their trees; those that share a schema stand together.
pub(in crate::site) fn medias<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    now: (Side, &'a [MediaType<'d>]),
    was: &'a [MediaType<'d>],
    id: &str,
    direction: Direction,
) -> Vec<MediaView> {
    let (side, content) = now;
    let mut views: Vec<(&MediaType<'d>, MediaView)> = Vec::new();
    for media in content.iter().take(40) {
        let same = views.iter_mut().find(|(other, _)| {
            let target = |media: &MediaType<'d>| media.schema.map(|id| page.cx.side(side).target(id));
            media.schema.is_some() && target(other) == target(media) && same_parts(other, media)
        });
        if let Some((_, view)) = same {
            view.names.push(media.name.to_owned());
            let anchor = view.id.clone();
            page.show(side, [media.node.place()], &anchor);
            view.notes.extend(page.notes(&[(side, media.node.place())]));
            continue;
        }
        let counterpart = was.iter().find(|other| other.name == media.name);
        let view = media_view(page, side, media, counterpart, &MediaAt { id, direction });
        views.push((media, view));
    }
    let mut views: Vec<MediaView> = views.into_iter().map(|(_, view)| view).collect();
    if let Some(first) = views.first_mut() {
        first.open = true;
    }
    views
}

/// Whether the same encodings say how parts are written, or none do: 2.0's form fields are the same in every form.
fn same_parts(one: &MediaType<'_>, other: &MediaType<'_>) -> bool {
    let places = |media: &MediaType<'_>| -> Vec<_> {
        media.encoding.iter().map(|(_, encoding)| encoding.node.place()).collect()
    };
    let is_plain = |media: &MediaType<'_>| media.prefix_encoding.is_empty() && media.item_encoding.is_none();
    is_plain(one) && is_plain(other) && places(one) == places(other)
}

struct MediaAt<'t> {
    id: &'t str,
    direction: Direction,
}

fn media_view<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    media: &'a MediaType<'d>,
    was: Option<&'a MediaType<'d>>,
    around: &MediaAt<'_>,
) -> MediaView {
    let id = page.take_id(format!("{}.{}", around.id, short_name(media.name)), media.name);
    page.show(side, [media.node.place()], &id);
    let notes = page.notes(&[(side, media.node.place())]);
    let api = page.cx.side(side);
    let xml = media.name.contains("xml");
    let at = At { id: &id, depth: 0, trail: None, direction: around.direction, xml };
    let mut view =
        MediaView { id: id.clone(), names: vec![media.name.to_owned()], notes, ..MediaView::default() };
    let base = page.cx.base;
    if let Some(schema) = media.schema {
        let was = was.and_then(|was| Some(Merged::new(base?, &[was.schema?])));
        let pair = Pair { now: Merged::new(api, &[schema]), side, was };
        view.root = tree::root_row(page, &pair, &at);
        view.tree = tree::tree(page, pair, at);
        view.expandable = view.tree.rows.iter().any(|row| row.fold.is_some()) || !view.tree.groups.is_empty();
    } else if media.item_schema.is_none() {
        let key = if is_bytes(media.name) { "file_binary" } else { "any_value" };
        view.root.types = vec![Linked::plain(page.cx.words.get(key))];
    }
    if let Some(schema) = media.item_schema {
        let was = was.and_then(|was| Some(Merged::new(base?, &[was.item_schema?])));
        let pair = Pair { now: Merged::new(api, &[schema]), side, was };
        let item_id = format!("{id}.item");
        let at = At { id: &item_id, ..at };
        let root = tree::root_row(page, &pair, &at);
        let tree = tree::tree(page, pair, at);
        view.stream = Some(StreamView { framing: framing(page, media.name), root, tree });
    }
    view.prose = page.cx.markdown.row(media.description);
    let own = Parts {
        named: &media.encoding,
        prefix: &media.prefix_encoding,
        item: media.item_encoding.as_deref(),
    };
    view.parts = Tree::of(parts(page, side, &own, &id));
    view.extensions = page.cx.extensions(&media.extensions, &["x-examples", "x-example"]);
    view.extensions.extend(example_extensions(page, &media.examples));
    view
}

/// Whether a media type is that of bytes which are no text: 3.1 and later need no schema for them.
fn is_bytes(name: &str) -> bool {
    let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["image/", "audio/", "video/", "font/"].iter().any(|prefix| name.starts_with(prefix))
        && !name.ends_with("+xml")
        || ["application/octet-stream", "application/pdf", "application/zip", "application/gzip"]
            .contains(&name.as_str())
}

fn framing(page: &Page<'_, '_, '_>, name: &str) -> String {
    let words = page.cx.words;
    let key = match name.split(';').next().unwrap_or_default().trim() {
        "text/event-stream" => "framing_events",
        "application/json-seq" => "framing_sequence",
        "application/jsonl" | "application/x-ndjson" => "framing_lines",
        name if name.starts_with("multipart/") => "framing_parts",
        _ => return name.to_owned(),
    };
    words.get(key).to_owned()
}

/// Extensions of examples: `examples.plain.x-origin`.
pub(super) fn example_extensions<'d>(
    page: &Page<'_, '_, 'd>,
    examples: &[crate::api::Example<'d>],
) -> Vec<ExtensionView> {
    let mut views = Vec::new();
    for (example, name) in examples.iter().filter_map(|example| Some((example, example.name?))) {
        let entries: Vec<_> = example.node.entries().filter(|entry| entry.name().starts_with("x-")).collect();
        for mut view in page.cx.extensions(&entries, &[]) {
            view.name.insert_str(0, &format!("examples.{name}."));
            views.push(view);
        }
    }
    views
}

/// How the parts of a body, or of a part, are written.
struct Parts<'a, 'd> {
    named: &'a [(&'d str, Encoding<'d>)],
    prefix: &'a [Encoding<'d>],
    item: Option<&'a Encoding<'d>>,
}

/// How each part of a form is written, where the definition says so.
fn parts<'a, 'd>(page: &mut Page<'_, 'a, 'd>, side: Side, parts: &Parts<'a, 'd>, id: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let named = parts.named.iter().map(|(name, encoding)| ((*name).to_owned(), encoding));
    let prefix = parts.prefix.iter().enumerate().map(|(at, encoding)| (format!("[{at}]"), encoding));
    let item = parts.item.into_iter().map(|encoding| ("[…]".to_owned(), encoding));
    for (name, encoding) in named.chain(prefix).chain(item).take(100) {
        rows.push(part_row(page, side, name, encoding, id));
    }
    rows
}

fn part_row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    name: String,
    encoding: &'a Encoding<'d>,
    id: &str,
) -> Row {
    let words = page.cx.words;
    let row_id = page.take_id(format!("{id}.part.{}", slug::anchor(&name)), &name);
    let mut row = Row { id: row_id.clone(), name, ..Row::default() };
    row.facts = encoding_facts(words, encoding);
    // A field of 2.0 is its own encoding; what else it says stands with the property.
    let is_field = encoding.node.get("in").is_some();
    let is_extension = |name: &str| !is_field && name.starts_with("x-");
    let entries: Vec<_> = encoding.node.entries().filter(|entry| is_extension(entry.name())).collect();
    row.extensions = page.cx.extensions(&entries, &[]);
    let around = format!("{row_id}.header");
    let mut inner: Vec<Row> =
        encoding.headers.iter().map(|header| header_row(page, side, header, None, &around)).collect();
    let mut label = words.count("headers_count", inner.len());
    let own = Parts {
        named: &encoding.encoding,
        prefix: &encoding.prefix_encoding,
        item: encoding.item_encoding.as_deref(),
    };
    let parts = parts(page, side, &own, &row_id);
    if !parts.is_empty() {
        words.get("parts").clone_into(&mut label);
        inner.extend(parts);
    }
    if !inner.is_empty() {
        let tree = Tree::of(inner);
        row.fold = Some(Box::new(Fold { label, open: true, inside: None, tree }));
    }
    row
}

fn encoding_facts(words: &Words, encoding: &Encoding<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(encoding.content_type.map(|name| Fact::code(words.get("sent_as"), name)));
    facts.extend(encoding.style.map(|style| Fact::code(words.get("style"), style)));
    if let Some(explode) = encoding.explode {
        facts.push(Fact::words(words.get(if explode { "exploded" } else { "not_exploded" })));
    }
    if encoding.allow_reserved {
        facts.push(Fact::words(words.get("reserved")));
    }
    facts
}

/// A header as a row.
pub(in crate::site) fn header_row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    header: &'a Header<'d>,
    was: Option<&'a Header<'d>>,
    around: &str,
) -> Row {
    let schema = |header: &Header<'d>| {
        header.schema.or_else(|| header.content.as_ref().and_then(|media| media.schema))
    };
    let base = page.cx.base;
    let api = page.cx.side(side);
    let counterpart = was.and_then(|was| Some(Merged::new(base?, &[schema(was)?])));
    let pair = schema(header).map(|id| Pair { now: Merged::new(api, &[id]), side, was: counterpart });
    let mut places: Vec<SidePlace> = vec![(side, header.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    let own = Own {
        name: header.name.to_owned(),
        required: header.required,
        description: header.description,
        deprecated: header.deprecated,
        places,
        removed: side == Side::Base && was.is_none() && page.cx.base.is_some() && !page.shows_base(),
        bare: true,
    };
    page.expanded.clear();
    let at = At { id: around, depth: 0, trail: None, direction: Direction::Response, xml: false };
    let mut row = tree::row(page, pair, own, at);
    if let Some(media) = &header.content {
        row.types.push(Linked::plain(format!(", {}", page.cx.words.fill("sent_as_type", &[media.name]))));
    }
    let sent = |value: &Json| super::super::example::header_wire(header, value);
    wire::show_examples(page, (&header.examples, header.content.as_deref()), &sent, &mut row);
    if header.style != crate::api::ParameterStyle::Simple {
        row.facts.push(Fact::code(page.cx.words.get("style"), header.style.name()));
    }
    let value = value_of(api, &header.examples, header.schema, header.content.as_deref());
    let is_told = serialized(&header.examples, header.content.as_deref()).is_some();
    if let Some(value) = value.filter(|value| !is_told && (value.is_object() || value.is_array())) {
        let text = format!("{}: {}", header.name, super::super::example::header_wire(header, &value));
        row.facts.push(Fact::code(page.cx.words.get("on_the_wire"), facts::short(&text)));
    }
    let known = ["x-example", "x-examples", "x-enumDescriptions", "x-internal"];
    let extensions = page.cx.extensions(&header.extensions, &known);
    add_extensions(&mut row, extensions);
    row
}

/// The responses of an operation: codes in order, ranges after their hundred, `default` last.
pub(in crate::site) fn responses<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    now: &'a [Response<'d>],
    was: &'a [Response<'d>],
    prefix: &str,
) -> Vec<ResponseView> {
    let mut ordered: Vec<(Side, &'a Response<'d>)> = now.iter().map(|response| (side, response)).collect();
    for response in was {
        let gone = !now.iter().any(|other| other.status.eq_ignore_ascii_case(response.status));
        if gone && page.mark(&[(Side::Base, response.node.place())], true).is_some() {
            ordered.push((Side::Base, response));
        }
    }
    ordered.sort_by_key(|(_, response)| order(response.status));
    let mut views = Vec::new();
    for (from, response) in ordered {
        let counterpart = was.iter().find(|other| from == Side::Head && other.status == response.status);
        let removed = from == Side::Base && side == Side::Head;
        views.push(response_view(page, (from, response, removed), counterpart, prefix));
    }
    let first = views.iter().position(|view| view.status.starts_with('2') && !view.removed).unwrap_or(0);
    if let Some(view) = views.get_mut(first) {
        view.open = true;
    }
    views
}

fn response_view<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (side, response, removed): (Side, &'a Response<'d>, bool),
    was: Option<&'a Response<'d>>,
    prefix: &str,
) -> ResponseView {
    let words = page.cx.words;
    if prefix.is_empty() {
        page.zone = Zone::Response(Some(response.status.to_owned()));
    }
    let id = page.take_id(format!("{prefix}response-{}", slug::anchor(response.status)), response.status);
    let mut places: Vec<SidePlace> = vec![(side, response.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    let description = response.description.unwrap_or_default();
    let summary = first_sentence(description);
    let mut view = ResponseView {
        id: id.clone(),
        status: super::super::markdown::cut(response.status, 40),
        class: class(response.status),
        reason: response.summary.map_or_else(|| reason(response.status, words), str::to_owned),
        removed,
        mark: page.mark(&places, removed),
        notes: page.notes(&places),
        extensions: page.cx.extensions(&response.extensions, &["x-summary", badge::NAME]),
        ..ResponseView::default()
    };
    view.chips.extend(badge::badges(&response.extensions));
    let repeats = view.reason.eq_ignore_ascii_case(summary.trim_end_matches('.'));
    let long = !super::super::markdown::says_all(&summary, description) || description.contains("\n\n");
    view.prose = if long { page.cx.markdown.row(Some(description)) } else { None };
    view.summary = if repeats || long && summary.ends_with('…') { String::new() } else { summary };
    view.headers = headers(page, (side, response), was, &format!("{id}.header"));
    let base: &'a [MediaType<'d>] = was.map_or(&[], |was| &was.content);
    view.medias = medias(page, (side, &response.content), base, &id, Direction::Response);
    view.links = Tree::of(response.links.iter().map(|link| link_row(page, side, link, &id)).collect());
    settle(page, &mut view);
    view
}

/// The headers of a response; of an error, a line where the same ones are written out above.
fn headers<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (side, response): (Side, &'a Response<'d>),
    was: Option<&'a Response<'d>>,
    id: &str,
) -> Tree {
    let places: Vec<SidePlace> = response.headers.iter().map(|header| (side, header.node.place())).collect();
    let mut tree = Tree::default();
    let all = was.is_none_or(|was| was.headers.len() <= response.headers.len());
    let repeats = page.zone.is_error() && all && page.is_untouched(&places);
    let known = page.headers.get(&places).filter(|_| repeats);
    if let Some(anchor) = known {
        let names: Vec<&str> = response.headers.iter().map(|header| header.name).collect();
        let text = page.cx.words.fill("as_above", &[&names.join(", ")]);
        tree.lines.push(Linked::to(text, Some(format!("#{anchor}"))));
        return tree;
    }
    for header in &response.headers {
        let counterpart =
            was.and_then(|was| was.headers.iter().find(|other| other.name.eq_ignore_ascii_case(header.name)));
        tree.rows.push(header_row(page, side, header, counterpart, id));
    }
    if let Some(first) = tree.rows.first() {
        page.headers.insert(places, first.id.clone());
    }
    removed_headers(page, side, response, was, id, &mut tree);
    tree
}

fn removed_headers<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    response: &'a Response<'d>,
    was: Option<&'a Response<'d>>,
    id: &str,
    tree: &mut Tree,
) {
    if side == Side::Base {
        return;
    }
    for header in was.iter().flat_map(|was| &was.headers) {
        let there = response.headers.iter().any(|other| other.name.eq_ignore_ascii_case(header.name));
        if !there && page.mark(&[(Side::Base, header.node.place())], true).is_some() {
            tree.rows.push(header_row(page, Side::Base, header, None, id));
        }
    }
}

/// Counts the changes inside, and says on the summary line what is there.
fn settle(page: &Page<'_, '_, '_>, view: &mut ResponseView) {
    let words = page.cx.words;
    let mut indices = Vec::new();
    let mut found = |mark: &mut Mark| indices.extend(mark.indices.iter().copied());
    for tree in [&mut view.headers, &mut view.links] {
        super::super::view::each_mark(tree, &mut found);
    }
    for media in &mut view.medias {
        media_marks(media, &mut found);
    }
    indices.sort_unstable();
    indices.dedup();
    if let Some(class) = page.cx.marks.worst(indices.iter().copied()) {
        view.inside =
            Some(Inside { text: words.count("changes_inside", indices.len()), class: class.name() });
        view.open = true;
    }
    if let Some(mark) = &view.mark {
        view.chips.push(Chip::on(words.get(mark.class).to_lowercase(), &format!("is-change {}", mark.class)));
        view.open = true;
    }
}

/// Calls back with every mark of a media type.
pub(in crate::site) fn media_marks(media: &mut MediaView, found: &mut dyn FnMut(&mut Mark)) {
    super::super::view::each_mark_of_row(&mut media.root, found);
    super::super::view::each_mark(&mut media.tree, found);
    if let Some(stream) = &mut media.stream {
        super::super::view::each_mark_of_row(&mut stream.root, found);
        super::super::view::each_mark(&mut stream.tree, found);
    }
    super::super::view::each_mark(&mut media.parts, found);
}

/// A link to another operation as a row.
fn link_row(page: &mut Page<'_, '_, '_>, side: Side, link: &Link<'_>, around: &str) -> Row {
    let words = page.cx.words;
    let id = page.take_id(format!("{around}.link.{}", slug::anchor(link.name)), link.name);
    let places = [(side, link.node.place())];
    page.show(side, [link.node.place()], &id);
    let mut row = Row { id, name: link.name.to_owned(), ..Row::default() };
    row.prose = page.cx.markdown.row(link.description);
    row.types = vec![link_target(page, side, link)];
    for entry in &link.parameters {
        let mut fact = Fact::code(words.fill("parameter_from", &[entry.name()]), node_bare(entry.value));
        fact.word = format!("{} ←", entry.name());
        row.facts.push(fact);
    }
    if let Some(body) = link.request_body {
        row.facts
            .push(Fact::code(format!("{} ←", words.get("request_body")), facts::short(&node_bare(body))));
    }
    if let Some(server) = &link.server {
        row.facts.push(Fact::code(words.get("server"), server.default_url()));
        row.facts.extend(server.name.map(Fact::words));
        row.facts
            .extend(server.description.map(|text| Fact::words(super::super::markdown::plain(text, 400))));
    }
    let entries: Vec<_> = link.node.entries().filter(|entry| entry.name().starts_with("x-")).collect();
    row.extensions = page.cx.extensions(&entries, &[]);
    row.extensions.extend(page.cx.inner_extensions(link.node, &["server", "server.variables.*"]));
    row.mark = page.mark(&places, false);
    row.notes = page.notes(&places);
    row
}

fn link_target(page: &Page<'_, '_, '_>, side: Side, link: &Link<'_>) -> Linked {
    let addresses = page.cx.addresses;
    if let Some(id) = link.operation_id {
        return match addresses.by_id.get(id) {
            Some((address, title)) => Linked::to(title.clone(), Some(page.link(address))),
            None => Linked::plain(id),
        };
    }
    match link.operation_ref {
        Some((_, Some(node))) if addresses.operations.contains_key(&(side, node.place())) => {
            let place = (side, node.place());
            let title = addresses.titles.get(&place).cloned().unwrap_or_default();
            Linked::to(title, addresses.operations.get(&place).map(|address| page.link(address)))
        }
        Some((text, _)) => Linked::to(text, tree::safe_url(text)),
        None => Linked::plain(page.cx.words.get("unknown_target")),
    }
}

/// The examples of a media type for the code column.
pub(in crate::site) fn code_views<'d>(
    page: &Page<'_, '_, 'd>,
    side: Side,
    media: &MediaType<'d>,
    direction: Direction,
    extent: Extent,
) -> Vec<ExampleView> {
    let samples = samples_of(page.cx.side(side), media, direction, extent);
    let label = |sample: &Sample<'d>| {
        let data = page.cx.words.get("as_data");
        let words = if sample.as_data { format!("{} ({data})", sample.label) } else { sample.label.clone() };
        super::super::markdown::cut(&words, 160)
    };
    let code = |sample: &Sample<'d>| {
        let (url, node) = sample.external.zip(sample.node)?;
        let text = page.cx.example_file(node, url)?;
        Some(super::super::code::highlight(media.name, text.trim_end()))
    };
    let view = |sample: &Sample<'d>| ExampleView {
        label: label(sample),
        name: sample.name.map(str::to_owned),
        prose: page.cx.markdown.row(sample.description),
        code: CodeView::from(&code(sample).unwrap_or_else(|| sample.code.clone())),
        external: sample.external.map(str::to_owned),
    };
    samples.iter().map(view).collect()
}

/// Adds extensions that a row does not have yet.
pub(in crate::site) fn add_extensions(row: &mut Row, extensions: Vec<ExtensionView>) {
    for extension in extensions {
        if !row.extensions.iter().any(|other| other.name == extension.name) {
            row.extensions.push(extension);
        }
    }
}
