//! Holds every object to the table of its kind: the fields it may and must have, and what their values are.

use crate::document::{Node, NodeKind};
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, presets};
use crate::openapi::{Case, Holds, Keys, Kind, KindTable, Shape, When, is_token};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "struct",
    aliases: &["oas2-schema", "oas3-schema", "oas2-anyOf", "oas2-oneOf", "spec"],
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Every object has the fields that its version of the specification gives it, and no others",
    why: "Tools read what the specification names. A misspelled field is silently ignored by some and refused by \
          others; a missing one breaks generators, mocks and gateways.\n\nFields that start with `x-` are \
          extensions and allowed. In schemas of 3.1 and later, keywords that JSON Schema doesn't know are allowed \
          too; `no-unknown-schema-keywords` reports them.",
    wrong: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths:
  /hours:
    get:
      operationIds: getHours
      responses:
        '200': {description: OK}
",
    right: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths:
  /hours:
    get:
      operationId: getHours
      responses:
        '200': {description: OK}
",
    on: Kind::ALL,
    create: |_| Box::new(Struct),
    ..RuleDef::BASE
};

struct Struct;

impl<'d> Rule<'d> for Struct {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if !node.is_mapping() {
            return;
        }
        let kind = cx.kind();
        let table = cx.table(kind);
        required(node, kind, &table.shape, cx);
        for (one, two) in table.shape.exclusive {
            if let (Some(_), Some(entry)) = (node.get(one), node.get(two)) {
                put(cx, entry.key_location(), format!("`{one}` and `{two}` exclude each other"));
            }
        }
        if matches!(kind, Kind::Parameter | Kind::Header)
            && let Some(content) = node.get("content").filter(|content| content.len() > 1)
        {
            // Parameter Object, `content`: "The map MUST only contain one entry."
            report(cx, content, "`content` of a parameter or header has one media type".to_owned());
        }
        let mut refused = Vec::new();
        for case in table.shape.cases.iter().filter(|case| applies(case, node)) {
            check_case(node, case, &mut refused, cx);
        }
        for (number, entry) in node.entries().enumerate() {
            match cx.holds(number) {
                Some(holds) => check_value(entry.name(), entry.value, holds, cx),
                None => check_unknown(entry.name(), entry.value, table, cx),
            }
        }
        if matches!(table.shape.keys, Keys::HeaderNames(_)) {
            for entry in node.entries().filter(|entry| !is_token(entry.name())) {
                report(cx, entry.value, format!("`{}` is no name of an HTTP header", entry.name()));
            }
        }
    }

    fn unfit(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let kind = cx.kind();
        let shape = &cx.table(kind).shape;
        let wanted = match (shape.items.is_some(), shape.boolean) {
            (true, _) => "a list",
            (false, true) => "an object or a boolean",
            (false, false) => "an object",
        };
        let found = node.kind().name();
        report(cx, node, format!("expected {wanted} ({}), not {found}", kind.name()));
    }
}

/// Reports at a key, and says where the reference stands that led into another file.
fn report(cx: &mut Context<'_>, node: Node<'_>, message: String) {
    let scalar = !matches!(node.kind(), NodeKind::Mapping | NodeKind::Sequence);
    let location = if scalar { node.location() } else { node.key_location() };
    put(cx, location, message);
}

fn put<'c>(
    cx: &'c mut Context<'_>,
    location: crate::document::Location,
    message: String,
) -> crate::lint::context::Report<'c> {
    let via = cx.path_reference().filter(|via| *via.document().source().path() != location.file);
    let report = cx.report(location, message);
    match via {
        Some(via) => report.related(via.location(), "referenced here"),
        None => report,
    }
}

fn required(node: Node<'_>, kind: Kind, shape: &Shape, cx: &mut Context<'_>) {
    for name in shape.required {
        if node.get(name).is_none() {
            missing(node, &format!("`{name}` is missing in this {}", kind.name()), cx);
        }
    }
    if !shape.one_of.is_empty() && !shape.one_of.iter().any(|name| node.get(name).is_some()) {
        missing(node, &format!("one of {} is missing in this {}", quoted(shape.one_of), kind.name()), cx);
    }
    if shape.filled && !node.entries().any(|entry| !entry.name().starts_with("x-")) {
        missing(node, &format!("this {} is empty", kind.name()), cx);
    }
}

/// What is missing is reported at the key of the object that lacks it.
fn missing(node: Node<'_>, message: &str, cx: &mut Context<'_>) {
    put(cx, node.key_location(), message.to_owned());
}

fn applies(case: &Case, node: Node<'_>) -> bool {
    match case.when {
        When::Is(field, values) => node.str(field).is_some_and(|value| values.contains(&value)),
        When::Has(field) => node.get(field).is_some(),
    }
}

fn check_case(node: Node<'_>, case: &Case, refused: &mut Vec<&'static str>, cx: &mut Context<'_>) {
    let form = || match case.when {
        When::Is(field, _) => format!("`{field}` is `{}`", node.str(field).unwrap_or_default()),
        When::Has(field) => format!("there is `{field}`"),
    };
    for name in case.required {
        if node.get(name).is_none() {
            missing(node, &format!("`{name}` is missing: it must be there when {}", form()), cx);
        }
    }
    for name in case.refused {
        if let Some(value) = node.get(name)
            && !refused.contains(name)
        {
            refused.push(name);
            put(cx, value.key_location(), format!("`{name}` is not allowed when {}", form()));
        }
    }
    for text in case.texts {
        if let Some(value) = node.get(text.field)
            && value.as_str().is_some_and(|found| !(text.fits)(found))
        {
            put(cx, value.location(), format!("`{}` is no {}", shortened(value.text()), text.words));
        }
    }
    for (name, words) in case.choices {
        if let Some(value) = node.get(name)
            && let Some(word) = value.as_str()
            && !words.contains(&word)
            && in_table(cx, name, word)
        {
            let message = format!("`{name}` can't be `{word}` when {}", form());
            words
                .iter()
                .fold(put(cx, value.location(), message), |report, word| report.suggest(format!("`{word}`")));
        }
    }
}

/// Whether a word is one of a field's words in general; if not, that is reported already.
fn in_table(cx: &Context<'_>, name: &str, word: &str) -> bool {
    match cx.table(cx.kind()).field(name) {
        Some(Holds::Choice(words)) => words.contains(&word),
        _ => true,
    }
}

fn check_unknown(name: &str, value: Node<'_>, table: &KindTable, cx: &mut Context<'_>) {
    if name.starts_with("x-") || table.shape.open || name == "$ref" {
        return;
    }
    let kind = cx.kind();
    let place = value.key_location();
    match table.shape.keys {
        Keys::Paths(_) => {
            put(cx, place, format!("`{name}` is no path: it must start with `/`"))
                .suggest(format!("/{name}"));
        }
        Keys::Statuses(_) => {
            let upper = name.to_uppercase();
            let report = put(
                cx,
                place,
                format!("`{name}` is no status: `default`, three digits like `200`, or a range like `4XX`"),
            );
            if upper != name && table.holds(&upper).is_some() {
                report.suggest(upper);
            }
        }
        Keys::Methods(_) => {
            put(cx, place, format!("`{name}` can't be an additional method: it has a field of its own"));
        }
        Keys::None | Keys::Every(_) | Keys::HeaderNames(_) => {
            put(cx, place, format!("`{name}` is not expected in this {}", kind.name()))
                .suggest_nearest(name, table.field_names());
        }
    }
}

fn check_value(name: &str, written: Node<'_>, holds: Holds, cx: &mut Context<'_>) {
    // Objects are checked when the walk comes to them.
    let Some(wanted) = wanted(holds) else { return };
    let Ok(value) = cx.definition.follow(written) else { return };
    match holds {
        Holds::Choice(words) if value.as_str().is_some() => check_word(name, value, words, cx),
        Holds::ChoiceOrChoices(words) | Holds::Choices(words) if value.is_sequence() => {
            for item in value.items() {
                match item.as_str() {
                    Some(_) => check_word(name, item, words, cx),
                    None => expected("a string", name, item, cx),
                }
            }
        }
        Holds::ChoiceOrChoices(words) if value.as_str().is_some() => check_word(name, value, words, cx),
        Holds::Texts if value.is_sequence() => {
            for item in value.items().filter(|item| item.as_str().is_none()) {
                expected("a string", name, item, cx);
            }
        }
        _ if fits(holds, value) => {}
        _ => expected(wanted, name, value, cx),
    }
}

fn check_word(name: &str, value: Node<'_>, words: &[&str], cx: &mut Context<'_>) {
    let word = value.text();
    if !words.contains(&word) {
        let message = format!("`{name}` is one of {}, not `{}`", quoted(words), shortened(word));
        put(cx, value.location(), message).suggest_nearest(word, words.iter().copied());
    }
}

fn expected(wanted: &str, name: &str, value: Node<'_>, cx: &mut Context<'_>) {
    report(cx, value, format!("`{name}` must be {wanted}, not {}", value.kind().name()));
}

/// The words for what a plain value must be; `None` for objects, and where anything goes.
fn wanted(holds: Holds) -> Option<&'static str> {
    Some(match holds {
        Holds::Anything | Holds::Object(_) | Holds::BooleanOr(_) | Holds::ObjectOrList(_) => return None,
        Holds::Text | Holds::Choice(_) => "a string",
        Holds::Boolean => "`true` or `false`",
        Holds::Number => "a number",
        Holds::PositiveNumber => "a number greater than 0",
        Holds::Integer => "a whole number",
        Holds::Count => "a whole number of at least 0",
        Holds::ChoiceOrChoices(_) => "a string or a list of strings",
        Holds::Texts | Holds::Choices(_) => "a list of strings",
        Holds::Values => "a list",
    })
}

fn fits(holds: Holds, value: Node<'_>) -> bool {
    match holds {
        Holds::Text => value.kind() == NodeKind::String,
        Holds::Boolean => value.kind() == NodeKind::Boolean,
        Holds::Number => matches!(value.kind(), NodeKind::Integer | NodeKind::Float),
        Holds::PositiveNumber => value.as_f64().is_some_and(|number| number > 0.0),
        Holds::Integer => is_whole(value),
        Holds::Count => is_whole(value) && value.as_f64().is_some_and(|number| number >= 0.0),
        Holds::Values => value.is_sequence(),
        _ => false,
    }
}

/// Whether a value is a whole number, of any size.
fn is_whole(value: Node<'_>) -> bool {
    value.kind() == NodeKind::Integer || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The start of a text that may be long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
