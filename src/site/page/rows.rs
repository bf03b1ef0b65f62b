//! Everything of a page that is written before the page itself, wherever it stands.

use super::super::view::{Row, Tree};
use super::body::MediaView;
use super::operation::{Content, OperationPage};
use super::schema::SchemaPage;

/// A part of a page.
pub(in crate::site) enum Part<'p> {
    /// What a whole body or schema says of itself.
    Said(&'p mut Row),
    /// Rows with all that is inside them.
    Tree(&'p mut Tree),
}

/// Calls back with every part of an operation's page.
pub(in crate::site) fn of_operation(page: &mut OperationPage, found: &mut dyn FnMut(Part<'_>)) {
    of_content(&mut page.content, found);
    for callback in &mut page.callbacks {
        callback.operations.iter_mut().for_each(|inner| of_content(inner, found));
    }
}

/// Calls back with every part of a schema's page.
pub(in crate::site) fn of_schema(page: &mut SchemaPage, found: &mut dyn FnMut(Part<'_>)) {
    found(Part::Said(&mut page.root));
    found(Part::Tree(&mut page.tree));
}

fn of_content(content: &mut Content, found: &mut dyn FnMut(Part<'_>)) {
    content.parameters.iter_mut().for_each(|section| found(Part::Tree(&mut section.tree)));
    let of_body = content.body.iter_mut().flat_map(|body| &mut body.medias);
    of_body.for_each(|media| of_media(media, found));
    for response in &mut content.responses {
        found(Part::Tree(&mut response.headers));
        found(Part::Tree(&mut response.links));
        response.medias.iter_mut().for_each(|media| of_media(media, found));
    }
}

fn of_media(media: &mut MediaView, found: &mut dyn FnMut(Part<'_>)) {
    found(Part::Said(&mut media.root));
    found(Part::Tree(&mut media.tree));
    if let Some(stream) = &mut media.stream {
        found(Part::Said(&mut stream.root));
        found(Part::Tree(&mut stream.tree));
    }
    found(Part::Tree(&mut media.parts));
}
