//! Texts, examples and flags of schemas.

use super::compare::{Comparison, Version};
use super::finding::Finding;
use crate::api::{Schema, Xml};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::equal::{same, same_text};
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::kind::schema::{existence, texts};
use crate::diff::options::Stability;
use crate::diff::words;
use crate::document::Node;

/// Compares what documents a schema where it is used: at its outermost layer.
pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    text(comparison, &texts::TITLE, "title", |schema| schema.title);
    text(comparison, &texts::DESCRIPTION, "description", |schema| schema.description);
    examples(comparison);
    let (base, head) = (comparison.base.outer, comparison.head.outer);
    let docs = |schema: &Schema<'_>| schema.external_docs.map(|docs| docs.url.to_owned());
    if docs(base) != docs(head) {
        found(comparison, &texts::EXTERNAL_DOCS, "externalDocs", (docs(base), docs(head)));
    }
    let plain = |xml: &Option<Box<Xml<'_>>>| xml.as_deref().map(|xml| format!("{xml:?}"));
    if plain(&base.xml) != plain(&head.xml) {
        let (old, new) = (base.node.get("xml"), head.node.get("xml"));
        found(comparison, &texts::XML, "xml", words::apart(old, new));
    }
}

fn text(
    comparison: &mut Comparison<'_, '_>,
    kind: &'static Kind,
    keyword: &str,
    get: for<'b> fn(&Schema<'b>) -> Option<&'b str>,
) {
    let (base, head) = (get(comparison.base.outer), get(comparison.head.outer));
    if !same_text(base, head) {
        found(comparison, kind, keyword, words::kept_both(base, head));
    }
}

fn found(comparison: &mut Comparison<'_, '_>, kind: &'static Kind, keyword: &str, values: words::Values) {
    let (base, head) = (comparison.base.outer.node, comparison.head.outer.node);
    let mut finding = Finding::new(kind, ChangeKind::Changed)
        .values(values.0, values.1)
        .spots(Some(Spot::field(base, keyword)), Some(Spot::field(head, keyword)));
    finding.is_text = true;
    comparison.out.findings.push(finding);
}

fn examples(comparison: &mut Comparison<'_, '_>) {
    let (base, head) = (&comparison.base.outer.examples, &comparison.head.outer.examples);
    if base.len() == head.len() && base.iter().zip(head).all(|(base, head)| same(*base, *head)) {
        return;
    }
    let joined = |list: &[Node<'_>], manner| {
        let values = || list.iter().map(|node| words::value_in(*node, manner)).collect::<Vec<_>>();
        (!list.is_empty()).then(|| values().join("\n"))
    };
    let keyword = if comparison.head.outer.node.get("examples").is_some() { "examples" } else { "example" };
    let values = words::told_apart(|manner| (joined(base, manner), joined(head, manner)));
    found(comparison, &texts::EXAMPLES, keyword, values);
}

/// `readOnly`, `writeOnly`, `deprecated` and the stability of a property.
pub(super) fn flags(comparison: &mut Comparison<'_, '_>) {
    let read_only = (&existence::BECAME_READ_ONLY, &existence::BECAME_NOT_READ_ONLY);
    flag(comparison, "readOnly", |schema| schema.read_only, read_only);
    let write_only = (&existence::BECAME_WRITE_ONLY, &existence::BECAME_NOT_WRITE_ONLY);
    flag(comparison, "writeOnly", |schema| schema.write_only, write_only);
    flag(comparison, "deprecated", |schema| schema.deprecated, (&kinds::DEPRECATED, &kinds::REACTIVATED));
    stability(comparison);
}

fn flag<'a>(
    comparison: &mut Comparison<'_, 'a>,
    keyword: &str,
    get: fn(&Schema<'_>) -> bool,
    (set, unset): (&'static Kind, &'static Kind),
) {
    let is = |version: &Version<'_>| version.any(get);
    let kind = match (is(&comparison.base), is(&comparison.head)) {
        (false, true) => set,
        (true, false) => unset,
        _ => return,
    };
    let spot = |version: &Version<'a>| version.spot_of_member(keyword, |view| view.any(version.api, get));
    let (base, head) = (spot(&comparison.base), spot(&comparison.head));
    let mut finding = Finding::new(kind, ChangeKind::Changed).spots(Some(base), Some(head));
    let around = head.at.parent().into_iter().chain([comparison.head.outer.node]);
    finding.sunset = around.filter_map(|node| node.get("x-sunset")).next();
    comparison.out.findings.push(finding);
}

fn stability(comparison: &mut Comparison<'_, '_>) {
    let level = |schema: &Schema<'_>| match schema.node.str("x-stability-level") {
        Some(name) => Stability::of_name(name),
        None => Some(Stability::Stable),
    };
    let (base, head) = (comparison.base.outer, comparison.head.outer);
    let (Some(old), Some(new)) = (level(base), level(head)) else { return };
    let kind = match new.cmp(&old) {
        std::cmp::Ordering::Less => &kinds::STABILITY_DECREASED,
        std::cmp::Ordering::Greater => &kinds::STABILITY_INCREASED,
        std::cmp::Ordering::Equal => return,
    };
    let keyword = "x-stability-level";
    let finding = Finding::new(kind, ChangeKind::Changed)
        .values(Some(old.name().to_owned()), Some(new.name().to_owned()))
        .spots(Some(Spot::field(base.node, keyword)), Some(Spot::field(head.node, keyword)));
    comparison.out.findings.push(finding);
}
