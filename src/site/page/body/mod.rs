//! Bodies: media types with their trees. What is around and inside them has files of its own: responses, headers, links,
//! parts of forms, examples.

mod examples;
mod header;
mod link;
mod parts;
mod response;

use minijinja::Value;
use serde::Serialize;

use crate::api::MediaType;
use crate::site::context::Page;
use crate::site::marks::{Side, SidePlace};
use crate::site::merged::Merged;
use crate::site::slug;
use crate::site::tree::{self, At, Direction, Pair};
use crate::site::view::{Chip, ExtensionView, Linked, Mark, Note, Row, Tree};
use parts::{Parts, parts};

pub(in crate::site) use examples::code_views;
pub(super) use examples::example_extensions;
pub(in crate::site) use header::header_row;
pub(in crate::site) use response::{ResponseView, responses};

/// The name of a media type.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct MediaName {
    /// `application/json`.
    pub(in crate::site) text: String,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// What became of it.
    pub(in crate::site) chips: Vec<Chip>,
    /// The change of the media type itself.
    pub(in crate::site) mark: Option<Mark>,
}

/// One schema of a body under the media types that share it.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct MediaView {
    /// Problems of the media type and its examples.
    pub(in crate::site) notes: Vec<Note>,
    /// The anchor.
    pub(in crate::site) id: String,
    /// The media types.
    pub(in crate::site) names: Vec<MediaName>,
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
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
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

/// The short name of a media type for anchors: `json`, `problem-json`, `xml`.
pub(in crate::site) fn short_name(name: &str) -> String {
    let bare = name.split(';').next().unwrap_or_default().trim();
    let sub = bare.split_once('/').map_or(bare, |(_, sub)| sub);
    let sub = match sub {
        _ if crate::site::example::is_json(name) => "json",
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
    let mut shown: Vec<(&'a MediaType<'d>, MediaView)> = Vec::new();
    for media in content.iter().take(40) {
        let counterpart = was.iter().find(|other| other.name == media.name);
        let target = |media: &MediaType<'d>| media.schema.map(|id| page.cx.side(side).target(id));
        let same = shown.iter_mut().find(|(other, _)| {
            media.schema.is_some() && target(other) == target(media) && same_parts(other, media)
        });
        if let Some((_, view)) = same {
            join(page, (side, media, counterpart), view);
            continue;
        }
        let view = media_view(page, side, media, counterpart, &MediaAt { id, direction });
        shown.push((media, view));
    }
    if side == Side::Head {
        removed_medias(page, was, &mut shown, &MediaAt { id, direction });
    }
    let mut views: Vec<MediaView> = shown.into_iter().map(|(_, view)| view).collect();
    if let Some(first) = views.first_mut() {
        first.open = true;
    }
    views
}

/// Names a media type beside another that has the same schema.
fn join(
    page: &mut Page<'_, '_, '_>,
    (side, media, was): (Side, &MediaType<'_>, Option<&MediaType<'_>>),
    view: &mut MediaView,
) {
    let anchor = view.id.clone();
    view.names.push(media_name(page, (side, media, was), &anchor));
    view.notes.extend(page.notes(&[(side, media.node.place())]));
}

/// The media types that only the base has, where the comparison says that they were removed: beside one that is there
/// and has a schema of the same name, else by themselves.
fn removed_medias<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    was: &'a [MediaType<'d>],
    shown: &mut Vec<(&'a MediaType<'d>, MediaView)>,
    around: &MediaAt<'_>,
) {
    for media in was.iter().take(40) {
        let there = |(other, view): &(&MediaType<'d>, MediaView)| {
            let names = view.names.iter().filter(|name| !name.removed).map(|name| name.text.as_str());
            other.name.eq_ignore_ascii_case(media.name)
                || names.into_iter().any(|name| name.eq_ignore_ascii_case(media.name))
        };
        if shown.iter().any(there) || !page.was_removed(&[(Side::Base, media.node.place())]) {
            continue;
        }
        let name = |side: Side, media: &MediaType<'d>| {
            let api = page.cx.side(side);
            media.schema.and_then(|id| api.component_name(api.target(id))).map(str::to_owned)
        };
        let own = name(Side::Base, media);
        let same = |(other, view): &&mut (&MediaType<'d>, MediaView)| {
            own.is_some() && !view.removed && name(Side::Head, other) == own && media.encoding.is_empty()
        };
        match shown.iter_mut().find(same) {
            Some((_, view)) => join(page, (Side::Base, media, None), view),
            None => {
                let mut view = media_view(page, Side::Base, media, None, around);
                view.removed = true;
                shown.push((media, view));
            }
        }
    }
}

/// A media type's name with what became of it.
fn media_name(
    page: &mut Page<'_, '_, '_>,
    (side, media, was): (Side, &MediaType<'_>, Option<&MediaType<'_>>),
    id: &str,
) -> MediaName {
    let mut places: Vec<SidePlace> = vec![(side, media.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], id);
    }
    let of_base = side == Side::Base && !page.shows_base();
    let mark = page.mark(&places, of_base);
    // Inside of what was removed it is no more than a part of that.
    let removed = of_base && mark.is_some();
    MediaName { text: media.name.to_owned(), removed, chips: tree::mark_chips(page, mark.as_ref()), mark }
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
    let name = media_name(page, (side, media, was), &id);
    let notes = page.notes(&[(side, media.node.place())]);
    let api = page.cx.side(side);
    let xml = media.name.contains("xml");
    let at = At { id: &id, depth: 0, path: None, trail: None, direction: around.direction, xml };
    let mut view = MediaView { id: id.clone(), names: vec![name], notes, ..MediaView::default() };
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
    let known = was.map_or(&[][..], |was| &was.encoding);
    let own = Parts {
        named: &media.encoding,
        prefix: &media.prefix_encoding,
        item: media.item_encoding.as_deref(),
    };
    view.parts = Tree::of(parts(page, side, (&own, known), &id));
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

/// Calls back with every mark of a media type.
pub(in crate::site) fn media_marks(media: &mut MediaView, found: &mut dyn FnMut(&mut Mark)) {
    media.names.iter_mut().filter_map(|name| name.mark.as_mut()).for_each(&mut *found);
    crate::site::view::each_mark_of_row(&mut media.root, found);
    crate::site::view::each_mark(&mut media.tree, found);
    if let Some(stream) = &mut media.stream {
        crate::site::view::each_mark_of_row(&mut stream.root, found);
        crate::site::view::each_mark(&mut stream.tree, found);
    }
    crate::site::view::each_mark(&mut media.parts, found);
}

/// Adds extensions that a row does not have yet.
pub(in crate::site) fn add_extensions(row: &mut Row, extensions: Vec<ExtensionView>) {
    for extension in extensions {
        if !row.extensions.iter().any(|other| other.name == extension.name) {
            row.extensions.push(extension);
        }
    }
}
