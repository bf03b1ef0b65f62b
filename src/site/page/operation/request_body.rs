//! The request body: its description and its media types.

use minijinja::Value;
use serde::Serialize;

use super::OperationPair;
use crate::api::OperationKind;
use crate::site::context::Page;
use crate::site::markdown::cut;
use crate::site::marks::{Side, SidePlace};
use crate::site::page::body::{self, MediaView};
use crate::site::tree::Direction;
use crate::site::view::{ExtensionView, Mark, Note};

/// The request body.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct BodyView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The name of 2.0's body parameter, where it says anything.
    pub(in crate::site) name: Option<String>,
    /// Whether it must be there.
    pub(in crate::site) required: bool,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// The bodies.
    pub(in crate::site) medias: Vec<MediaView>,
    /// The change of the whole.
    pub(in crate::site) mark: Option<Mark>,
    /// Problems.
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

pub(super) fn request_body<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    prefix: &str,
) -> Option<BodyView> {
    let was = pair.was.and_then(|was| was.request_body.as_ref());
    let (side, body, removed) = match (&pair.now.request_body, was) {
        (Some(body), _) => (pair.side, body, false),
        (None, Some(body)) if page.mark(&[(Side::Base, body.node.place())], true).is_some() => {
            (Side::Base, body, true)
        }
        _ => return None,
    };
    let id = page.take_id(format!("{prefix}body"), "body");
    let mut places: Vec<SidePlace> = vec![(side, body.node.place())];
    places.extend(was.filter(|_| !removed).map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    let base: &'a [crate::api::MediaType<'d>] = was.filter(|_| !removed).map_or(&[], |was| &was.content);
    let direction =
        if pair.now.kind == OperationKind::Path { Direction::Request } else { Direction::Response };
    let mark = page.mark(&places, removed);
    let notes = page.notes(&places);
    let medias = body::medias(page, (side, &body.content), base, &id, direction);
    Some(BodyView {
        id,
        name: body.name.filter(|name| !name.eq_ignore_ascii_case("body")).map(|name| cut(name, 80)),
        required: body.required,
        prose: page.cx.markdown.row(body.description),
        removed,
        medias,
        mark,
        notes,
        extensions: page.cx.extensions(&body.extensions, &["x-internal", "x-example", "x-examples"]),
    })
}
