//! `info`, external documentation and the version of the specification.

use super::collect::{Collector, Draft};
use super::equal::same_text;
use super::kind::Kind;
use super::kind::operation as kinds;
use crate::api::Info;

pub(super) fn compare(collector: &mut Collector<'_, '_>) {
    let (base, head) = (collector.base, collector.head);
    if base.version_text != head.version_text {
        let field = if head.node.get("openapi").is_some() { "openapi" } else { "swagger" };
        let draft = Draft::new(&kinds::SPECIFICATION, "the definition")
            .values(Some(base.version_text), Some(head.version_text))
            .field(base.node, head.node, field);
        collector.add(None, draft);
    }
    let docs = |docs: Option<crate::api::ExternalDocs<'_>>| docs.map(|docs| docs.url.to_owned());
    let (old, new) = (docs(base.external_docs), docs(head.external_docs));
    if old != new {
        let draft = Draft::new(&kinds::EXTERNAL_DOCS, "the API");
        collector.add(None, draft.values(old, new).field(base.node, head.node, "externalDocs"));
    }
    let (base, head) = (&base.info, &head.info);
    field(collector, &kinds::TITLE, "title", |info| info.title.map(str::to_owned));
    field(collector, &kinds::VERSION, "version", |info| info.version.map(str::to_owned));
    field(collector, &kinds::TERMS, "termsOfService", |info| info.terms_of_service.map(str::to_owned));
    field(collector, &kinds::CONTACT, "contact", |info| {
        let contact = info.contact?;
        Some([contact.name, contact.email, contact.url].into_iter().flatten().collect::<Vec<_>>().join(", "))
    });
    field(collector, &kinds::LICENSE, "license", |info| {
        let license = info.license?;
        Some(
            [license.name, license.identifier, license.url]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        )
    });
    let (Some(old), Some(new)) = (base.node, head.node) else { return };
    if !same_text(base.summary, head.summary) {
        let draft = Draft::new(&kinds::INFO_SUMMARY, "the API").texts(base.summary, head.summary);
        collector.add(None, draft.field(old, new, "summary"));
    }
    if !same_text(base.description, head.description) {
        let draft = Draft::new(&kinds::INFO_DESCRIPTION, "the API").texts(base.description, head.description);
        collector.add(None, draft.field(old, new, "description"));
    }
}

fn field(
    collector: &mut Collector<'_, '_>,
    kind: &'static Kind,
    name: &str,
    get: fn(&Info<'_>) -> Option<String>,
) {
    let (base, head) = (get(&collector.base.info), get(&collector.head.info));
    let nodes = collector.base.info.node.zip(collector.head.info.node);
    if let Some((old, new)) = nodes.filter(|_| base != head) {
        collector.add(None, Draft::new(kind, "the API").values(base, head).field(old, new, name));
    }
}
