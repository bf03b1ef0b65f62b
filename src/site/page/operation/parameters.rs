//! Parameters in sections by where they are sent, those that only the base has among them.

use serde::Serialize;
use serde_json::Value as Json;

use super::OperationPair;
use crate::api::{Parameter, ParameterIn};
use crate::site::badge;
use crate::site::context::Page;
use crate::site::facts;
use crate::site::marks::{Side, SidePlace};
use crate::site::merged::Merged;
use crate::site::page::{body, wire};
use crate::site::tree::{self, At, Direction, Own, Pair};
use crate::site::view::{Chip, Fact, Linked, Row, Tree};

/// Parameters of one kind.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ParameterSection {
    /// The anchor.
    pub(in crate::site) id: String,
    /// `Query parameters`.
    pub(in crate::site) label: String,
    /// The rows.
    pub(in crate::site) tree: Tree,
}

const GROUPS: [(ParameterIn, &str, &str); 5] = [
    (ParameterIn::Path, "path", "path_parameters"),
    (ParameterIn::Query, "query", "query_parameters"),
    (ParameterIn::QueryString, "querystring", "query_string"),
    (ParameterIn::Header, "header", "header_parameters"),
    (ParameterIn::Cookie, "cookie", "cookie_parameters"),
];

pub(super) fn parameters<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    prefix: &str,
) -> Vec<ParameterSection> {
    let was: &'a [Parameter<'d>] = pair.was.map_or(&[], |was| &was.parameters);
    let mut sections = Vec::new();
    for (place, name, key) in GROUPS {
        let mut rows = Vec::new();
        let around = format!("{prefix}{name}");
        for parameter in pair.now.parameters.iter().filter(|parameter| parameter.place == place) {
            let internal = parameter
                .extensions
                .iter()
                .any(|entry| entry.name() == "x-internal" && entry.value.as_bool() == Some(true));
            if page.cx.hides(internal) {
                continue;
            }
            let counterpart = was.iter().find(|other| same_parameter(other, parameter, pair));
            rows.push(parameter_row(page, pair.side, parameter, counterpart, &around));
        }
        for parameter in was.iter().filter(|parameter| parameter.place == place) {
            let there = pair.now.parameters.iter().any(|other| same_parameter(parameter, other, pair));
            if !there && page.mark(&[(Side::Base, parameter.node.place())], true).is_some() {
                rows.push(parameter_row(page, Side::Base, parameter, None, &around));
            }
        }
        if !rows.is_empty() {
            let words = page.cx.words;
            let id =
                if name == "querystring" { "query-string".to_owned() } else { format!("{name}-parameters") };
            let id = page.take_id(format!("{prefix}{id}"), name);
            sections.push(ParameterSection { id, label: words.get(key).to_owned(), tree: Tree::of(rows) });
        }
    }
    sections
}

/// Whether two parameters are the same: by name and place, in paths by position too.
fn same_parameter(was: &Parameter<'_>, now: &Parameter<'_>, pair: OperationPair<'_, '_>) -> bool {
    if was.place != now.place {
        return false;
    }
    let same = if now.place == ParameterIn::Header {
        was.name.eq_ignore_ascii_case(now.name)
    } else {
        was.name == now.name
    };
    let position = |path: &str, name: &str| {
        path.split('{').skip(1).position(|part| part.split('}').next() == Some(name))
    };
    same || (now.place == ParameterIn::Path
        && position(pair.now.path, now.name).is_some()
        && pair.was.and_then(|other| position(other.path, was.name)) == position(pair.now.path, now.name))
}

fn parameter_row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    parameter: &'a Parameter<'d>,
    was: Option<&'a Parameter<'d>>,
    around: &str,
) -> Row {
    let schema = |parameter: &Parameter<'d>| {
        parameter.schema.or_else(|| parameter.content.as_ref().and_then(|media| media.schema))
    };
    let base = page.cx.base;
    let api = page.cx.side(side);
    let counterpart = was.and_then(|was| Some(Merged::new(base?, &[schema(was)?])));
    let pair = schema(parameter).map(|id| Pair { now: Merged::new(api, &[id]), side, was: counterpart });
    let mut places: Vec<SidePlace> = vec![(side, parameter.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    if let Some(media) = &parameter.content {
        places.push((side, media.node.place()));
    }
    let own = Own {
        name: parameter.name.to_owned(),
        required: parameter.required,
        description: parameter.description,
        deprecated: parameter.deprecated,
        places,
        removed: side == Side::Base && !page.removed,
        is_property: false,
        bare: parameter.place == ParameterIn::Header,
    };
    page.expanded.clear();
    let at = At { id: around, depth: 0, path: None, trail: None, direction: Direction::Request, xml: false };
    let mut row = tree::row(page, pair, own, at);
    let sent = |value: &Json| crate::site::example::parameter_wire(api, parameter, value).text();
    wire::show_examples(page, (&parameter.examples, parameter.content.as_deref()), &sent, &mut row);
    row.facts.extend(wire::parameter_facts(page, side, parameter));
    if parameter.overrides {
        row.facts.push(Fact::words(page.cx.words.get("overrides_path")));
    }
    if let Some(id) = schema(parameter).filter(|_| row.meanings.is_empty()) {
        facts::describe_values(&Merged::new(api, &[id]), &parameter.extensions, &mut row);
    }
    if let Some(media) = &parameter.content {
        row.types.push(Linked::plain(format!(", {}", page.cx.words.fill("sent_as_type", &[media.name]))));
    }
    if was.is_some_and(|was| !was.required) && parameter.required && row.mark.is_some() {
        row.chips.push(Chip::quiet(page.cx.words.get("was_optional")));
    }
    // In 2.0 a parameter is its own schema, whose badges are there already.
    let badges = badge::badges(&parameter.extensions).into_iter();
    row.chips.extend(badges.filter(|badge| !row.chips.contains(badge)).collect::<Vec<_>>());
    let known = [
        "x-example",
        "x-examples",
        badge::NAME,
        "x-enumDescriptions",
        "x-enum-descriptions",
        "x-enum-varnames",
        "x-enumNames",
        "x-ms-enum",
        "x-internal",
        "x-ms-parameter-location",
    ];
    let extensions = page.cx.extensions(&parameter.extensions, &known);
    body::add_extensions(&mut row, extensions);
    row
}
