//! `x-badges`: words that authors put beside a title or a field, in colours of their choice.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::colour::Colour;
use super::markdown::cut;
use super::view::Chip;
use crate::api::{Api, Operation};
use crate::document::{Entry, Node, NodeKind};

/// The name of the extension.
pub(super) const NAME: &str = "x-badges";
/// Badges of one thing that are shown.
const MOST: usize = 8;
/// Characters of a badge that are shown.
const LONGEST: usize = 40;
/// Colours that a site has; what has another one is shown without.
const COLOURS: usize = 200;

/// Names of colours that Redocly knows and style sheets do not
/// (<https://redocly.com/docs/realm/content/api-docs/openapi-extensions/x-badges>).
const NAMES: [(&str, &str); 18] = [
    ("carrot", "#e8590c"),
    ("raspberry", "#c2255c"),
    ("grass", "#5c940d"),
    ("persian-green", "#00a693"),
    ("sky", "#1c8adb"),
    ("blueberry", "#4263eb"),
    ("success", "#2b8a3e"),
    ("approved", "#2b8a3e"),
    ("active", "#2b8a3e"),
    ("processing", "#1971c2"),
    ("product", "#7048e8"),
    ("error", "#c92a2a"),
    ("declined", "#c92a2a"),
    ("warning", "#e67700"),
    ("pending", "#e67700"),
    ("deprecated", "#e67700"),
    ("draft", "grey"),
    ("default", "grey"),
];

/// The badges among some extensions, those that stand before a title first.
pub(super) fn badges(extensions: &[Entry<'_>]) -> Vec<Chip> {
    let mut chips: Vec<Chip> = items(extensions).filter_map(chip).collect();
    chips.sort_by_key(|chip| !chip.before);
    chips
}

/// The style of all badges that some APIs may show; empty where none has a colour.
pub(super) fn style<'a, 'd: 'a>(apis: impl Iterator<Item = &'a Api<'d>>) -> String {
    let mut colours = BTreeSet::new();
    for api in apis {
        api.operations
            .iter()
            .chain(&api.webhooks)
            .for_each(|operation| of_operation(operation, &mut colours));
        api.schemas.iter().for_each(|schema| of_extensions(&schema.extensions, &mut colours));
    }
    let mut style = String::new();
    for colour in colours.into_iter().take(COLOURS) {
        let (text, ground) = colour.tinted();
        // Writing to a string can't fail.
        let _ = writeln!(style, ".{} {{ --c: {text}; --t: {ground} }}", class(colour));
    }
    style
}

fn of_operation(operation: &Operation<'_>, colours: &mut BTreeSet<Colour>) {
    of_extensions(&operation.extensions, colours);
    operation.parameters.iter().for_each(|parameter| of_extensions(&parameter.extensions, colours));
    operation.responses.iter().for_each(|response| of_extensions(&response.extensions, colours));
    for callback in &operation.callbacks {
        callback.operations.iter().for_each(|operation| of_operation(operation, colours));
    }
}

fn of_extensions(extensions: &[Entry<'_>], colours: &mut BTreeSet<Colour>) {
    colours.extend(items(extensions).filter_map(colour));
}

/// The badges as they are written.
fn items<'d>(extensions: &[Entry<'d>]) -> impl Iterator<Item = Node<'d>> {
    let value = extensions.iter().find(|entry| entry.name() == NAME).map(|entry| entry.value);
    let lone = value.filter(|value| value.kind() != NodeKind::Sequence);
    value.into_iter().flat_map(Node::items).chain(lone).take(MOST)
}

/// A badge in any of the shapes that are in use: Redocly's with `name`, RapiDoc's with `label`, a bare word.
fn chip(badge: Node<'_>) -> Option<Chip> {
    let word = badge.str("name").or_else(|| badge.str("label")).or_else(|| badge.as_str())?;
    let word = cut(word, LONGEST);
    let chip = match colour(badge) {
        Some(colour) => Chip::on(word, &class(colour)),
        None => Chip::quiet(word),
    };
    Some(Chip { before: badge.str("position") == Some("before"), ..chip })
}

fn colour(badge: Node<'_>) -> Option<Colour> {
    let text = badge.str("color").or_else(|| badge.str("colour"))?.trim();
    let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    Colour::parse(named.map_or(text, |(_, colour)| colour))
}

fn class(colour: Colour) -> String {
    format!("badge-{}", colour.digits())
}
