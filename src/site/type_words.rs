//! The words for what a schema is: `array of Pet`, `string <date-time> or null`.

use super::context::Page;
use super::marks::Side;
use super::merged::Merged;
use super::values::node_text;
use super::view::Linked;
use crate::api::{SchemaId, SchemaKind, TypeSet};

/// How deep the words for arrays of arrays go.
const MAX_DEPTH: usize = 6;

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

fn of(page: &Page<'_, '_, '_>, side: Side, id: SchemaId, depth: usize, words: &mut Vec<Linked>) {
    write(page, side, &Merged::new(page.cx.side(side), &[id]), depth, words);
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
            for (index, id) in choice.schemas.iter().enumerate() {
                if index > 0 {
                    words.push(Linked::plain(format!(" {} ", cx.words.get("or"))));
                }
                of(page, side, *id, depth + 1, words);
            }
        }
        Some(choice) => {
            words.push(Linked::plain(cx.words.fill("one_of_n", &[&choice.schemas.len().to_string()])));
        }
        None => words.push(Linked::plain(implied(page, merged))),
    }
}

fn implied(page: &Page<'_, '_, '_>, merged: &Merged<'_, '_>) -> String {
    let constant = merged.first(|schema| schema.constant);
    let value = constant.or_else(|| merged.enumeration().and_then(|values| values.first().copied()));
    match value.map(node_text) {
        Some(text) if text == "null" => text,
        Some(text) if text.starts_with('"') => "string".to_owned(),
        Some(text) if text.parse::<i64>().is_ok() => "integer".to_owned(),
        Some(text) if text.parse::<f64>().is_ok() => "number".to_owned(),
        Some(text) if text == "true" || text == "false" => "boolean".to_owned(),
        _ => match merged.format() {
            Some(format) => format!("{} <{format}>", page.cx.words.get("any_value")),
            None => page.cx.words.get("any_value").to_owned(),
        },
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
    match merged.items().filter(|_| depth < MAX_DEPTH) {
        Some(items) if cx.side(side).schema(items).kind != SchemaKind::Never => {
            words.push(Linked::plain(format!("{} ", cx.words.get("array_of"))));
            of(page, side, items, depth + 1, words);
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
