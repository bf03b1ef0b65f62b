//! Every row of a page, wherever it stands.

use super::super::view::{Row, each_row, each_row_of_row};
use super::body::MediaView;
use super::operation::{Content, OperationPage};
use super::schema::SchemaPage;

/// Calls back with every row of an operation's page.
pub(in crate::site) fn of_operation(page: &mut OperationPage, found: &mut dyn FnMut(&mut Row)) {
    of_content(&mut page.content, found);
    for callback in &mut page.callbacks {
        callback.operations.iter_mut().for_each(|inner| of_content(inner, found));
    }
}

/// Calls back with every row of a schema's page.
pub(in crate::site) fn of_schema(page: &mut SchemaPage, found: &mut dyn FnMut(&mut Row)) {
    found(&mut page.root);
    each_row(&mut page.tree, found);
}

fn of_content(content: &mut Content, found: &mut dyn FnMut(&mut Row)) {
    for row in content.parameters.iter_mut().flat_map(|section| &mut section.rows) {
        each_row_of_row(row, found);
    }
    let of_body = content.body.iter_mut().flat_map(|body| &mut body.medias);
    of_body.for_each(|media| of_media(media, found));
    for response in &mut content.responses {
        for row in response.headers.iter_mut().chain(&mut response.links) {
            each_row_of_row(row, found);
        }
        response.medias.iter_mut().for_each(|media| of_media(media, found));
    }
}

fn of_media(media: &mut MediaView, found: &mut dyn FnMut(&mut Row)) {
    found(&mut media.root);
    each_row(&mut media.tree, found);
    if let Some(stream) = &mut media.stream {
        found(&mut stream.root);
        each_row(&mut stream.tree, found);
    }
    for row in &mut media.parts {
        each_row_of_row(row, found);
    }
}
