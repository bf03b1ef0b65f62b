//! The words for what a schema is: `array of Pet`, `string <date-time> or null`.

use super::context::Page;
use super::markdown::cut;
use super::marks::Side;
use super::merged::Merged;
use super::view::Linked;
use crate::api::{SchemaId, SchemaKind, TypeSet};
use crate::document::{Node, NodeKind};

/// How deep the words for arrays of arrays go.
const MAX_DEPTH: usize = 6;
/// The longest title of an alternative.
const MAX_TITLE: usize = 40;
/// Values that are looked at where they tell the types.
const MAX_VALUES: usize = 2_000;

/// The type of a merged schema.
pub(super) fn type_words(page: &Page<'_, '_, '_>, side: Side, merged: &Merged<'_, '_>) -> Vec<Linked> {
    let mut words = Vec::new();
    write(page, side, merged, 0, &mut words);
    join(words)
}

/// The plain text of type words.
pub(super) fn type_text(words: &[Linked]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

fn write(
    page: &Page<'_, '_, '_>,
    side: Side,
    merged: &Merged<'_, '_>,
    depth: usize,
    words: &mut Vec<Linked>,
) {
    let cx = page.cx;
    if merged.parts.is_empty() {
        words.push(Linked::plain(cx.words.get("any_value")));
        return;
    }
    if let Some(text) = merged.broken {
        words.push(Linked::plain(cx.words.fill("broken_reference", &[text])));
        return;
    }
    if merged.never() {
        words.push(Linked::plain(cx.words.get("never")));
        return;
    }
    if let Some(lone) = merged.lone_alternative() {
        write_named(page, side, &lone, depth, words);
    } else {
        write_named(page, side, merged, depth, words);
    }
    if merged.nullable() && !only_null(merged) {
        words.push(Linked::plain(format!(" {} null", cx.words.get("or"))));
    }
}

fn only_null(merged: &Merged<'_, '_>) -> bool {
    let types = merged.types();
    !types.is_empty() && types.without(TypeSet::NULL).is_empty()
}

fn write_named(
    page: &Page<'_, '_, '_>,
    side: Side,
    merged: &Merged<'_, '_>,
    depth: usize,
    words: &mut Vec<Linked>,
) {
    let types = merged.likely_types().without(TypeSet::NULL);
    // The name of an object says enough; what a named text, number or list is, its name does not say.
    let scalar = !types.is_empty() && !types.contains(TypeSet::OBJECT);
    match merged.component {
        Some(id) => {
            let name = page.cx.side(side).component_name(id).unwrap_or_default();
            if scalar {
                write_bare(page, side, merged, depth, words);
                words.push(Linked::plain(", "));
            }
            words.push(Linked::to(name, page.schema_link(side, id)));
        }
        None => write_bare(page, side, merged, depth, words),
    }
}

fn write_bare(
    page: &Page<'_, '_, '_>,
    side: Side,
    merged: &Merged<'_, '_>,
    depth: usize,
    words: &mut Vec<Linked>,
) {
    let cx = page.cx;
    let types = merged.likely_types().without(TypeSet::NULL);
    let mut written = 0;
    for name in types.names() {
        if written > 0 {
            words.push(Linked::plain(format!(" {} ", cx.words.get("or"))));
        }
        written += 1;
        if name == "array" {
            write_array(page, side, merged, depth, words);
        } else {
            let format = merged.format().filter(|_| name != "object" && name != "file");
            let binary = name == "string" && format == Some("binary") || name == "file";
            match format {
                _ if binary => words.push(Linked::plain(cx.words.get("file_binary"))),
                Some(format) => words.push(Linked::plain(format!("{name} <{format}>"))),
                None => words.push(Linked::plain(name)),
            }
        }
    }
    if written > 0 {
        return;
    }
    if only_null(merged) {
        words.push(Linked::plain("null"));
        return;
    }
    match merged.choices().into_iter().next() {
        Some(choice) if depth < 2 && choice.schemas.len() <= 4 => {
            write_choice(page, side, &choice.schemas, depth, words);
        }
        Some(choice) => {
            words.push(Linked::plain(cx.words.fill("one_of_n", &[&choice.schemas.len().to_string()])));
        }
        None => words.push(Linked::plain(implied(page, merged))),
    }
}

/// The types of alternatives, each once.
fn write_choice(
    page: &Page<'_, '_, '_>,
    side: Side,
    schemas: &[SchemaId],
    depth: usize,
    words: &mut Vec<Linked>,
) {
    let mut written: Vec<String> = Vec::new();
    for id in schemas {
        let merged = Merged::new(page.cx.side(side), &[*id]);
        // The title of an object says more, where it is told apart from others.
        let is_object = merged.component.is_none() && merged.likely_types() == TypeSet::OBJECT;
        let mut own = Vec::new();
        match merged.title().filter(|_| is_object && schemas.len() > 1) {
            Some(title) => own.push(Linked::plain(cut(title.trim(), MAX_TITLE))),
            None => write(page, side, &merged, depth + 1, &mut own),
        }
        let text = type_text(&own);
        if written.contains(&text) {
            continue;
        }
        if !written.is_empty() {
            words.push(Linked::plain(format!(" {} ", page.cx.words.get("or"))));
        }
        written.push(text);
        words.append(&mut own);
    }
}

/// The types of the values that are allowed, where no type is written.
fn implied(page: &Page<'_, '_, '_>, merged: &Merged<'_, '_>) -> String {
    let words = page.cx.words;
    let constant = merged.first(|schema| schema.constant);
    let listed = merged.enumeration().filter(|_| constant.is_none()).unwrap_or_default();
    let mut types: Vec<&str> = Vec::new();
    for value in constant.iter().chain(listed.iter()).take(MAX_VALUES) {
        let name = value_type(*value);
        if !types.contains(&name) {
            types.push(name);
        }
    }
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    // It stands last, where alternatives say it too.
    let null = types.contains(&"null") && !merged.nullable();
    types.retain(|name| *name != "null");
    types.extend(null.then_some("null"));
    if !types.is_empty() {
        return types.join(&format!(" {} ", words.get("or")));
    }
    match merged.format() {
        Some(format) => format!("{} <{format}>", words.get("any_value")),
        None => words.get("any_value").to_owned(),
    }
}

fn value_type(value: Node<'_>) -> &'static str {
    match value.kind() {
        NodeKind::Null | NodeKind::Alias => "null",
        NodeKind::Boolean => "boolean",
        NodeKind::Integer => "integer",
        NodeKind::Float => "number",
        NodeKind::String => "string",
        NodeKind::Sequence => "array",
        NodeKind::Mapping => "object",
    }
}

fn write_array(
    page: &Page<'_, '_, '_>,
    side: Side,
    merged: &Merged<'_, '_>,
    depth: usize,
    words: &mut Vec<Linked>,
) {
    let cx = page.cx;
    // What follows the places of a tuple is not what it holds.
    match merged.items().filter(|_| depth < MAX_DEPTH && !merged.is_tuple()) {
        Some(items) if !items.never() => {
            words.push(Linked::plain(format!("{} ", cx.words.get("array_of"))));
            write(page, side, &items, depth + 1, words);
        }
        _ => words.push(Linked::plain("array")),
    }
}

/// Puts neighbouring plain texts together.
fn join(words: Vec<Linked>) -> Vec<Linked> {
    let mut joined: Vec<Linked> = Vec::new();
    for word in words {
        match joined.last_mut() {
            Some(last) if last.href.is_none() && word.href.is_none() => last.text.push_str(&word.text),
            _ => joined.push(word),
        }
    }
    joined
}
