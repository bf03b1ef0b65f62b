//! Bodies and responses: media types with their trees, headers, links.

use minijinja::Value;
use serde::Serialize;

use super::super::code::CodeView;
use super::super::context::Page;
use super::super::example::{Sample, samples_of, value_of};
use super::super::facts;
use super::super::markdown::first_sentence;
use super::super::marks::{Side, SidePlace, Zone};
use super::super::merged::Merged;
use super::super::slug;
use super::super::tree::{self, At, Direction, Own, Pair};
use super::super::values::{json_bare, node_bare, node_text};
use super::super::view::{Chip, ExampleView, ExtensionView, Fact, Inside, Linked, Mark, Note, Row, Tree};
use crate::api::{Encoding, Header, Link, MediaType, Response, SchemaId};

/// One schema of a body under the media types that share it.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct MediaView {
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
    /// How parts are written.
    pub(in crate::site) parts: Vec<Row>,
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
    pub(in crate::site) headers: Vec<Row>,
    /// Bodies.
    pub(in crate::site) medias: Vec<MediaView>,
    /// Links.
    pub(in crate::site) links: Vec<Row>,
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
    let mut views: Vec<(Option<SchemaId>, MediaView)> = Vec::new();
    for media in content.iter().take(40) {
        let same = views.iter_mut().find(|(schema, view)| {
            media.schema.is_some()
                && *schema == media.schema.map(|id| page.cx.side(side).target(id))
                && media.encoding.is_empty()
                && view.parts.is_empty()
        });
        if let Some((_, view)) = same {
            view.names.push(media.name.to_owned());
            let anchor = view.id.clone();
            page.show(side, [media.node.place()], &anchor);
            continue;
        }
        let counterpart = was.iter().find(|other| other.name == media.name);
        let target = media.schema.map(|id| page.cx.side(side).target(id));
        let view = media_view(page, side, media, counterpart, &MediaAt { id, direction });
        views.push((target, view));
    }
    let mut views: Vec<MediaView> = views.into_iter().map(|(_, view)| view).collect();
    if let Some(first) = views.first_mut() {
        first.open = true;
    }
    views
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
    let api = page.cx.side(side);
    let xml = media.name.contains("xml");
    let at = At { id: &id, depth: 0, trail: None, direction: around.direction, xml };
    let mut view = MediaView { id: id.clone(), names: vec![media.name.to_owned()], ..MediaView::default() };
    let base = page.cx.base;
    if let Some(schema) = media.schema {
        let was = was.and_then(|was| Some(Merged::new(base?, &[was.schema?])));
        let pair = Pair { now: Merged::new(api, &[schema]), side, was };
        view.root = tree::root_row(page, &pair, &at);
        view.tree = tree::tree(page, pair, at);
        view.expandable = view.tree.rows.iter().any(|row| row.fold.is_some()) || !view.tree.groups.is_empty();
    } else if media.item_schema.is_none() {
        view.root.types = vec![Linked::plain(page.cx.words.get("any_value"))];
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
    view.parts = parts(page, side, media, &id);
    view.extensions = page.cx.extensions(&media.extensions, &["x-examples", "x-example"]);
    view
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

/// How each part of a form is written, where the definition says so.
fn parts<'a, 'd>(page: &mut Page<'_, 'a, 'd>, side: Side, media: &'a MediaType<'d>, id: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let named = media.encoding.iter().map(|(name, encoding)| ((*name).to_owned(), encoding));
    let prefix = media.prefix_encoding.iter().enumerate().map(|(at, encoding)| (format!("[{at}]"), encoding));
    let item = media.item_encoding.iter().map(|encoding| ("[…]".to_owned(), &**encoding));
    for (name, encoding) in named.chain(prefix).chain(item).take(100) {
        let words = page.cx.words;
        let row_id = page.take_id(format!("{id}.part.{}", slug::anchor(&name)), &name);
        let mut row = Row { id: row_id.clone(), name: name.clone(), ..Row::default() };
        row.facts = encoding_facts(words, encoding);
        let around = format!("{row_id}.header");
        let headers: Vec<Row> =
            encoding.headers.iter().map(|header| header_row(page, side, header, None, &around)).collect();
        if !headers.is_empty() {
            let label = words.count("headers_count", headers.len());
            let tree = Tree { rows: headers, ..Tree::default() };
            row.fold = Some(super::super::view::Fold { label, open: true, inside: None, tree });
        }
        rows.push(row);
    }
    rows
}

fn encoding_facts(words: &super::super::words::Words, encoding: &Encoding<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(encoding.content_type.map(|name| Fact::code(words.get("sent_as"), name)));
    facts.extend(encoding.style.map(|style| Fact::code(words.get("style"), style)));
    if encoding.explode == Some(true) {
        facts.push(Fact::words(words.get("exploded")));
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
    for example in header.examples.iter().take(6) {
        if let Some(value) = example.value {
            let label = example.summary.or(example.name).unwrap_or(page.cx.words.get("example"));
            row.facts.push(Fact::code(label, facts::short(&node_bare(value))));
        }
    }
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

fn order(status: &str) -> (u32, u32, String) {
    let lower = status.to_ascii_lowercase();
    match lower.parse::<u32>() {
        Ok(code) => (code / 100, code, lower),
        Err(_) => match lower.chars().next().and_then(|first| first.to_digit(10)) {
            Some(hundred) => (hundred, u32::MAX, lower),
            None => (u32::MAX, 0, lower),
        },
    }
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
    let whole = super::super::markdown::plain(description, 400);
    let mut view = ResponseView {
        id: id.clone(),
        status: super::super::markdown::cut(response.status, 40),
        class: class(response.status),
        reason: response.summary.map_or_else(|| reason(response.status, words), str::to_owned),
        removed,
        mark: page.mark(&places, removed),
        notes: page.notes(&places),
        extensions: page.cx.extensions(&response.extensions, &["x-summary", "x-badges"]),
        ..ResponseView::default()
    };
    let repeats = view.reason.eq_ignore_ascii_case(summary.trim_end_matches('.'));
    let long = whole != summary || description.contains("\n\n");
    view.prose = if long { page.cx.markdown.row(Some(description)) } else { None };
    view.summary = if repeats || long && summary.ends_with('…') { String::new() } else { summary };
    let header_id = format!("{id}.header");
    for header in &response.headers {
        let counterpart =
            was.and_then(|was| was.headers.iter().find(|other| other.name.eq_ignore_ascii_case(header.name)));
        view.headers.push(header_row(page, side, header, counterpart, &header_id));
    }
    removed_headers(page, side, response, was, &header_id, &mut view);
    let base: &'a [MediaType<'d>] = was.map_or(&[], |was| &was.content);
    view.medias = medias(page, (side, &response.content), base, &id, Direction::Response);
    view.links = response.links.iter().map(|link| link_row(page, side, link, &id)).collect();
    settle(page, &mut view);
    view
}

fn removed_headers<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    response: &'a Response<'d>,
    was: Option<&'a Response<'d>>,
    id: &str,
    view: &mut ResponseView,
) {
    if side == Side::Base {
        return;
    }
    for header in was.iter().flat_map(|was| &was.headers) {
        let there = response.headers.iter().any(|other| other.name.eq_ignore_ascii_case(header.name));
        if !there && page.mark(&[(Side::Base, header.node.place())], true).is_some() {
            view.headers.push(header_row(page, Side::Base, header, None, id));
        }
    }
}

/// Counts the changes inside, and says on the summary line what is there.
fn settle(page: &Page<'_, '_, '_>, view: &mut ResponseView) {
    let words = page.cx.words;
    let mut indices = Vec::new();
    let mut found = |mark: &mut Mark| indices.extend(mark.indices.iter().copied());
    for row in view.headers.iter_mut().chain(&mut view.links) {
        super::super::view::each_mark_of_row(row, &mut found);
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
    for row in &mut media.parts {
        super::super::view::each_mark_of_row(row, found);
    }
}

fn class(status: &str) -> String {
    match status.chars().next() {
        Some(first @ '1'..='5') => format!("c{first}"),
        _ => "c0".to_owned(),
    }
}

/// The reason phrase of a status code (RFC 9110 and its registry).
pub(in crate::site) fn reason(status: &str, words: &super::super::words::Words) -> String {
    let known = match status {
        "100" => "Continue",
        "101" => "Switching Protocols",
        "200" => "OK",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "Non-Authoritative Information",
        "204" => "No Content",
        "205" => "Reset Content",
        "206" => "Partial Content",
        "207" => "Multi-Status",
        "300" => "Multiple Choices",
        "301" => "Moved Permanently",
        "302" => "Found",
        "303" => "See Other",
        "304" => "Not Modified",
        "307" => "Temporary Redirect",
        "308" => "Permanent Redirect",
        "400" => "Bad Request",
        "401" => "Unauthorized",
        "402" => "Payment Required",
        "403" => "Forbidden",
        "404" => "Not Found",
        "405" => "Method Not Allowed",
        "406" => "Not Acceptable",
        "408" => "Request Timeout",
        "409" => "Conflict",
        "410" => "Gone",
        "411" => "Length Required",
        "412" => "Precondition Failed",
        "413" => "Content Too Large",
        "414" => "URI Too Long",
        "415" => "Unsupported Media Type",
        "416" => "Range Not Satisfiable",
        "417" => "Expectation Failed",
        "422" => "Unprocessable Content",
        "423" => "Locked",
        "424" => "Failed Dependency",
        "425" => "Too Early",
        "426" => "Upgrade Required",
        "428" => "Precondition Required",
        "429" => "Too Many Requests",
        "431" => "Request Header Fields Too Large",
        "451" => "Unavailable For Legal Reasons",
        "500" => "Internal Server Error",
        "501" => "Not Implemented",
        "502" => "Bad Gateway",
        "503" => "Service Unavailable",
        "504" => "Gateway Timeout",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    match status.to_ascii_lowercase().as_str() {
        "default" => words.get("any_other_status").to_owned(),
        "1xx" => words.get("status_1").to_owned(),
        "2xx" => words.get("status_2").to_owned(),
        "3xx" => words.get("status_3").to_owned(),
        "4xx" => words.get("status_4").to_owned(),
        "5xx" => words.get("status_5").to_owned(),
        _ => String::new(),
    }
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
        row.facts.push(Fact::code(words.get("server"), server.url.clone()));
    }
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
        Some((text, _)) => Linked::plain(text),
        None => Linked::plain(page.cx.words.get("unknown_target")),
    }
}

/// The examples of a media type for the code column.
pub(in crate::site) fn code_views<'d>(
    page: &Page<'_, '_, 'd>,
    side: Side,
    media: &MediaType<'d>,
    direction: Direction,
) -> Vec<ExampleView> {
    let samples = samples_of(page.cx.side(side), media, direction);
    let view = |sample: &Sample<'d>| ExampleView {
        label: super::super::markdown::cut(&sample.label, 60),
        prose: page.cx.markdown.row(sample.description),
        code: CodeView::from(&sample.code),
        external: sample.external.map(str::to_owned),
    };
    samples.iter().map(view).collect()
}

/// What a parameter looks like on the wire, and its examples.
pub(in crate::site) fn parameter_facts<'d>(
    page: &Page<'_, '_, 'd>,
    side: Side,
    parameter: &crate::api::Parameter<'d>,
) -> Vec<Fact> {
    let words = page.cx.words;
    let api = page.cx.side(side);
    let mut facts = Vec::new();
    for example in parameter.examples.iter().take(12) {
        let label = example.summary.or(example.name).unwrap_or(words.get("example"));
        match (example.value, example.serialized_value, example.external_value) {
            (Some(value), _, _) => facts.push(Fact::code(label, facts::short(&node_text(value)))),
            (None, Some(text), _) => facts.push(Fact::code(label, facts::short(text))),
            (None, None, Some(url)) => facts.push(Fact::code(label, facts::short(url))),
            (None, None, None) => {}
        }
    }
    if parameter.style_is_own {
        facts.push(Fact::code(words.get("style"), parameter.style.name()));
    }
    if parameter.allow_reserved {
        facts.push(Fact::words(words.get("reserved")));
    }
    if parameter.allow_empty_value {
        facts.push(Fact::words(words.get("may_be_empty")));
    }
    let structured = parameter.schema.is_some_and(|id| tree::is_structured(&Merged::new(api, &[id])));
    if structured || parameter.content.is_some() || parameter.style_is_own {
        let value = value_of(api, &parameter.examples, parameter.schema, parameter.content.as_deref());
        if let Some(value) = value {
            let text = super::super::example::parameter_wire(parameter, &value).text();
            if !text.is_empty() && text != json_bare(&value) {
                facts.push(Fact::code(words.get("on_the_wire"), facts::short(&text)));
            }
        }
    }
    facts
}
