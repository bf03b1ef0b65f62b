//! What a schema says about itself: type, texts, limits, values, extensions; nothing of what is inside it.

use super::edited::edited_values;
use super::{Own, Pair};
use crate::site::badge;
use crate::site::context::Page;
use crate::site::facts::{allowed, chips, example_values, facts, is_scalar, long_pattern, xml_facts};
use crate::site::markdown::{cut, plain};
use crate::site::marks::Side;
use crate::site::merged::{Merged, Part};
use crate::site::type_words::{type_text, type_words};
use crate::site::view::{Fact, Linked, Row};

/// Fills in what a schema says: type, texts, limits, values.
pub(super) fn describe<'a, 'd>(
    page: &Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    own: &Own<'d>,
    row: &mut Row,
    xml: bool,
) {
    let at_root = own.name.is_empty();
    let cx = page.cx;
    let now = &pair.now;
    row.types = type_words(page, pair.side, now);
    if let Some(was) = &pair.was {
        let was = type_words(page, Side::Base, was);
        row.was = (type_text(&was) != type_text(&row.types)).then_some(was);
    }
    let mut texts = now.descriptions();
    texts.retain(|text| Some(*text) != own.description);
    let first = own.description.or_else(|| (!texts.is_empty()).then(|| texts.remove(0)));
    row.prose = cx.markdown.row(first);
    let mut items = held(pair);
    for _ in 0..4 {
        // What an item is, where it has no page that says it.
        let Some(item) = items.filter(|item| item.now.component.is_none()) else { break };
        texts.extend(item.now.descriptions().into_iter().filter(|text| Some(*text) != first));
        items = held(&item);
    }
    if !texts.is_empty() {
        row.target_prose = cx.markdown.row(Some(&texts.join("\n\n")));
    }
    row.title = now.title().filter(|title| says_more(title, &own.name, now)).map(str::to_owned);
    row.chips = chips(cx.words, now);
    if let Some(title) = row.title.take_if(|title| title.len() > 80) {
        row.title = Some(cut(&title, 80));
    }
    row.facts = facts(cx.words, now, own.bare);
    row.pattern = long_pattern(now);
    let mut values = allowed(now);
    row.edited = edited_values(&values, pair.was.as_ref());
    let mut current = held(pair);
    let mut inner = Vec::new();
    for _ in 0..4 {
        let Some(items) = current else { break };
        let settled = items.clone().settled();
        if is_scalar(&settled.now) {
            let each = |fact: Fact| Fact { word: cx.words.fill("each", &[&fact.word]), ..fact };
            row.facts.extend(facts(cx.words, &settled.now, own.bare).into_iter().map(each));
            if xml {
                row.facts.extend(xml_facts(cx.words, &settled.now));
            }
            if values.values.is_empty() && values.meanings.is_empty() {
                values = allowed(&settled.now);
                row.edited = edited_values(&values, settled.was.as_ref());
            }
        } else if settled.now.component.is_none() {
            for fact in facts(cx.words, &settled.now, own.bare) {
                let word = format!("{} {}", cx.words.get("of_each"), fact.word);
                row.facts.push(Fact { word, ..fact });
            }
        }
        inner.extend(items.now.parts.iter().take_while(|part| part.schema.component.is_none()).copied());
        current = held(&settled);
    }
    let (examples, boxes) = example_values(cx.words, now, own.bare);
    row.facts.extend(examples);
    // Those of a body's root stand in the column of code.
    row.examples = if at_root { Vec::new() } else { boxes };
    if xml {
        row.facts.extend(xml_facts(cx.words, now));
    }
    (row.values, row.more_values, row.meanings) = (values.values, values.more, values.meanings);
    let docs = now.first(|schema| schema.external_docs.as_ref());
    row.docs = docs.map(|docs| external(docs.url, docs.description));
    extensions(page, (now, &inner), at_root, row);
}

/// Badges and extensions: its own, and those of the items inside it.
fn extensions<'a, 'd>(
    page: &Page<'_, 'a, 'd>,
    (now, inner): (&Merged<'a, 'd>, &[Part<'a, 'd>]),
    at_root: bool,
    row: &mut Row,
) {
    let cx = page.cx;
    // Those of a named schema stand on its page.
    let own_parts = now.parts.iter().take_while(|part| at_root || part.schema.component.is_none());
    let own_parts: Vec<_> = own_parts.collect();
    let entries: Vec<_> = own_parts.iter().flat_map(|part| part.schema.extensions.iter().copied()).collect();
    row.chips.extend(badge::badges(&entries));
    row.extensions = cx.extensions(&entries, KNOWN);
    for part in inner {
        for mut view in cx.extensions(&part.schema.extensions, KNOWN) {
            view.name.insert_str(0, "items.");
            row.extensions.push(view);
        }
    }
    for part in own_parts {
        let schema = part.schema;
        if schema.xml.is_some() || schema.discriminator.is_some() || schema.external_docs.is_some() {
            let inner = cx.inner_extensions(schema.node, &["xml", "discriminator", "externalDocs"]);
            row.extensions.extend(inner);
        }
    }
}

/// What an array holds. The places of a tuple have rows of their own, and so has what follows them.
fn held<'a, 'd>(pair: &Pair<'a, 'd>) -> Option<Pair<'a, 'd>> {
    pair.items().filter(|_| !pair.now.is_tuple())
}

/// A link to something outside.
pub(in crate::site) fn external(url: &str, description: Option<&str>) -> Linked {
    let text = description.map(|text| plain(text, 120)).filter(|text| !text.is_empty());
    Linked::to(text.unwrap_or_else(|| url.to_owned()), safe_url(url))
}

/// An address that a link may have: `http`, `https` or `mailto`.
pub(in crate::site) fn safe_url(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let safe = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    safe.then(|| url.trim().to_owned())
}

/// Extensions of schemas that are shown in their own way.
const KNOWN: &[&str] = &[
    badge::NAME,
    "x-nullable",
    "x-additionalPropertiesName",
    "x-enumDescriptions",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-enumNames",
    "x-ms-enum",
    "x-explicitMappingOnly",
    "x-discriminator",
    "x-order",
    "x-tags",
    "x-deprecated",
    "x-internal",
    "x-examples",
    "x-example",
];

pub(super) fn says_more(title: &str, name: &str, merged: &Merged<'_, '_>) -> bool {
    let same = |other: &str| {
        let [one, other] = [title, other].map(|text| {
            text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase)
        });
        one.eq(other)
    };
    !same(name) && !merged.name().is_some_and(same)
}
