//! What the rows of parameters and headers say of their examples, and of how these are sent.

use serde_json::Value as Json;

use super::super::code::{Code, CodeView, Token, json};
use super::super::context::Page;
use super::super::example::{parameter_wire, serialized, value_of};
use super::super::facts;
use super::super::marks::Side;
use super::super::merged::Merged;
use super::super::tree;
use super::super::values::{json_bare, node_json, node_text};
use super::super::view::{ExampleView, Fact, Row};
use super::body::{add_extensions, example_extensions};
use crate::api::{Example, MediaType, Parameter};

/// Puts the examples of a parameter or a header into its row: a short one as a line, others in boxes.
pub(in crate::site) fn show_examples<'d>(
    page: &Page<'_, '_, 'd>,
    (own, content): (&[Example<'d>], Option<&MediaType<'d>>),
    wire: &dyn Fn(&Json) -> String,
    row: &mut Row,
) {
    let several = own.len() > 1;
    let words = page.cx.words;
    let is_list =
        |example: &Example<'d>| example.value.is_some_and(|value| value.is_mapping() || value.is_sequence());
    let mut told = false;
    for example in own.iter().chain(content.iter().flat_map(|media| &media.examples)).take(60) {
        let name = example.summary.and(example.name);
        let label = example.summary.or(example.name).unwrap_or(words.get("example"));
        let text = match (example.value, example.serialized_value, example.external_value) {
            (Some(value), _, _) => node_text(value),
            (None, Some(text), _) => text.to_owned(),
            (None, None, Some(url)) => url.to_owned(),
            (None, None, None) => continue,
        };
        let both = example.value.is_some() && example.serialized_value.is_some();
        let is_here =
            example.external_value.is_some_and(|url| page.cx.example_file(example.node, url).is_some());
        let in_line = !is_list(example) || !several;
        if example.description.is_none()
            && name.is_none()
            && !both
            && !is_here
            && in_line
            && facts::fits(&text)
        {
            // The schema may have the same example.
            let fact = Fact::code(label, text);
            if !row.facts.contains(&fact) {
                row.facts.push(fact);
            }
            told |= example.value.is_some();
            continue;
        }
        let mut code = Code::default();
        match example.value {
            Some(value) => code.append(&json(&node_json(value))),
            None => {
                let file = example.external_value.and_then(|url| page.cx.example_file(example.node, url));
                code.plain(example.serialized_value.or(file).unwrap_or_default().trim_end())
            }
        };
        let mut view = ExampleView::of(label, &code);
        view.name = name.map(str::to_owned);
        view.prose = page.cx.markdown.row(example.description);
        view.external = example.external_value.map(str::to_owned);
        // The line under the row shows the first one, unless its author wrote how it is sent.
        let is_told = !told && example.serialized_value.is_none() && is_list(example);
        told |= example.value.is_some();
        let sent = example.value.filter(|_| several && !is_told).map(|value| {
            let value = node_json(value);
            (example.serialized_value.map_or_else(|| wire(&value), str::to_owned), value)
        });
        if let Some((sent, _)) = sent.filter(|(sent, value)| *sent != json_bare(value)) {
            code.plain("\n").push(Token::Comment, &format!("{}: {sent}", words.get("on_the_wire")));
            view.code = CodeView::from(&code);
        }
        row.examples.push(view);
        if both && !several {
            let text = example.serialized_value.unwrap_or_default();
            row.facts.push(Fact::code(words.get("on_the_wire"), facts::short(text)));
        }
    }
    let extensions = example_extensions(page, own);
    add_extensions(row, extensions);
}

/// What a parameter looks like on the wire.
pub(in crate::site) fn parameter_facts<'d>(
    page: &Page<'_, '_, 'd>,
    side: Side,
    parameter: &Parameter<'d>,
) -> Vec<Fact> {
    let words = page.cx.words;
    let api = page.cx.side(side);
    let mut facts = Vec::new();
    if parameter.style_is_own {
        facts.push(Fact::code(words.get("style"), parameter.style.name()));
        facts.push(Fact::words(words.get(if parameter.explode { "exploded" } else { "not_exploded" })));
    }
    if parameter.allow_reserved {
        facts.push(Fact::words(words.get("reserved")));
    }
    if parameter.allow_empty_value {
        facts.push(Fact::words(words.get("may_be_empty")));
    }
    let structured = parameter.schema.is_some_and(|id| tree::is_structured(&Merged::new(api, &[id])));
    // Beside the author's own text for the wire a made one would say something else, or the same again.
    let is_told = serialized(&parameter.examples, parameter.content.as_deref()).is_some();
    if !is_told && (structured || parameter.content.is_some() || parameter.style_is_own) {
        let value = value_of(api, &parameter.examples, parameter.schema, parameter.content.as_deref());
        if let Some(value) = value {
            let text = parameter_wire(api, parameter, &value).text();
            if !text.is_empty() && text != json_bare(&value) {
                facts.push(Fact::code(words.get("on_the_wire"), facts::short(&text)));
            }
        }
    }
    facts
}
