//! Files are given away as they are rendered, and let go: a site of many pages takes no more memory than one of few.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use super::tests::{memory, plain_site, render_to};
use super::{Layout, OwnTemplate, Receiver, Refusal, RenderError, SiteFile, SiteOptions};
use crate::api::build;
use crate::openapi::detect;

/// So many operations that all answer with one large schema.
fn definition(operations: usize) -> String {
    let paths: String = (0..operations)
        .map(|number| {
            format!(
                "  /berths/{number}:\n    get:\n      operationId: berth{number}\n      responses:\n        '200':\n          description: A berth.\n          content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/Berth'}}\n"
            )
        })
        .collect();
    let properties: String = (0..40)
        .map(|number| {
            format!("        p{number}: {{type: string, description: Property {number} of a berth.}}\n")
        })
        .collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Harbour, version: 1.0.0}}\npaths:\n{paths}components:\n  schemas:\n    Berth:\n      type: object\n      properties:\n{properties}"
    )
}

/// Renders the site of a definition, on one thread so that what happens first is certain.
fn given(text: &str, options: &SiteOptions, receiver: &dyn Receiver) -> Result<(), RenderError> {
    let definition = memory(text);
    let api = build(&definition, detect(definition.root()).unwrap());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(16 << 20).build().unwrap();
    pool.install(|| render_to(&api, options, receiver)).map(|_| ())
}

/// Counts the bytes of files that were given away and are held by somebody else all the same.
#[derive(Default)]
struct Counting {
    held: Mutex<Vec<Bytes>>,
    most: AtomicUsize,
    total: AtomicUsize,
}

impl Receiver for Counting {
    fn take(&self, file: SiteFile) -> Result<(), Refusal> {
        self.total.fetch_add(file.bytes.len(), Ordering::Relaxed);
        let mut held = self.held.lock().unwrap();
        held.push(file.bytes);
        held.retain(|bytes| !bytes.is_unique());
        self.most.fetch_max(held.iter().map(Bytes::len).sum(), Ordering::Relaxed);
        Ok(())
    }
}

#[test]
fn what_is_held_does_not_grow_with_the_pages() {
    let count = |operations| {
        let counting = Counting::default();
        given(&definition(operations), &SiteOptions::default(), &counting).unwrap();
        (counting.total.into_inner(), counting.most.into_inner())
    };
    let ((few, held_of_few), (many, held_of_many)) = (count(10), count(40));
    assert!(many > 3 * few, "{many} bytes beside {few}");
    assert!(held_of_many <= held_of_few, "{held_of_many} of {many} bytes are held, {held_of_few} of {few}");
}

/// Notes the paths of files.
#[derive(Default)]
struct Listing(Mutex<Vec<String>>);

impl Receiver for Listing {
    fn take(&self, file: SiteFile) -> Result<(), Refusal> {
        self.0.lock().unwrap().push(file.path);
        Ok(())
    }
}

#[test]
fn pages_are_given_before_the_next_ones_are_rendered() {
    // The last page cannot be rendered: those before it were given away by then.
    let text = "{% extends 'built-in/page/operation.html' %}{% block content %}{% if operation_id == 'berth19' %}{{ no.such.thing }}{% endif %}{% endblock %}";
    let own = OwnTemplate {
        name: "page/operation.html".to_owned(),
        path: "docs/operation.html".to_owned(),
        text: text.to_owned(),
    };
    let options = SiteOptions { templates: vec![own], ..SiteOptions::default() };
    let listing = Listing::default();
    let error = given(&definition(20), &options, &listing).unwrap_err();
    assert!(matches!(error, RenderError::Template(_)), "{error}");
    let paths = listing.0.into_inner().unwrap();
    let pages = paths.iter().filter(|path| path.contains("/operations/") && path.ends_with(".html"));
    assert_eq!(pages.count(), 19, "{paths:#?}");
}

/// Takes so many files and no more.
struct Full(AtomicUsize);

impl Receiver for Full {
    fn take(&self, _file: SiteFile) -> Result<(), Refusal> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map(|_| ()).map_err(|_| "the disk is full".into())
    }
}

#[test]
fn a_refusal_ends_the_rendering_wherever_it_comes() {
    let files = plain_site(&definition(3)).files.len();
    for layout in [Layout::Folder, Layout::SingleFile] {
        let files = if layout == Layout::Folder { files } else { 1 };
        let options = SiteOptions { layout, ..SiteOptions::default() };
        for room in 0..files {
            let error = given(&definition(3), &options, &Full(room.into())).unwrap_err();
            assert_eq!(error.to_string(), "the disk is full");
        }
        given(&definition(3), &options, &Full(files.into())).unwrap();
    }
}
