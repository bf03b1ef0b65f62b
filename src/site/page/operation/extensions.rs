//! Extensions of operations, their path items and callbacks that nothing here explains.

use crate::api::Operation;
use crate::document::Node;
use crate::site::badge;
use crate::site::context::Page;
use crate::site::view::ExtensionView;

/// Extensions of operations that are shown in their own way.
const KNOWN: &[&str] = &[
    "x-codeSamples",
    "x-code-samples",
    "x-custom-examples",
    "x-readme",
    "x-stainless-snippets",
    badge::NAME,
    "x-scalar-stability",
    "x-stability",
    "x-stability-level",
    "x-internal",
    "x-scalar-ignore",
    "x-deprecated",
    "x-sunset",
    "x-hideTryItPanel",
    "x-hideTryItPanelButton",
    "x-ms-examples",
    "x-ms-long-running-operation",
    "x-ms-pageable",
];

/// Extensions that nothing here explains: the operation's own, then those around and inside it.
pub(super) fn extensions<'d>(page: &Page<'_, '_, 'd>, operation: &Operation<'d>) -> Vec<ExtensionView> {
    let cx = page.cx;
    let mut views = cx.extensions(&operation.extensions, KNOWN);
    let inside = ["externalDocs", "responses", "servers.*", "servers.*.variables.*", "x-codeSamples.*"];
    views.extend(cx.inner_extensions(operation.node, &inside));
    let own = |node: Node<'d>| -> Vec<_> {
        node.entries().filter(|entry| entry.name().starts_with("x-")).collect()
    };
    let path_item = operation.path_item;
    let mut around = cx.extensions(&own(path_item), KNOWN_OF_PATH);
    around.extend(cx.inner_extensions(path_item, &["servers.*", "servers.*.variables.*"]));
    for mut view in around {
        view.name.insert_str(0, "path.");
        views.push(view);
    }
    for callback in &operation.callbacks {
        for mut view in cx.extensions(&own(callback.node), &[]) {
            view.name.insert_str(0, &format!("callbacks.{}.", callback.name));
            views.push(view);
        }
    }
    views
}

/// Extensions of path items that are shown in their own way.
const KNOWN_OF_PATH: &[&str] = &["x-internal", "x-query"];
