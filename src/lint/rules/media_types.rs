//! The media types of requests or responses are those that were agreed on. One behaviour, the rules say which way.

use crate::document::Node;
use crate::lint::context::{Context, Direction};
use crate::lint::rule::{OptionDef, OptionShape, Rule, Setup};
use crate::openapi::Kind;

/// What such a rule looks at.
pub(super) const ON: &[Kind] = &[Kind::MediaTypes, Kind::Root, Kind::Operation];

/// The option of such a rule.
pub(super) const OPTIONS: &[OptionDef] = &[OptionDef {
    name: "allowedValues",
    shape: OptionShape::Texts,
    default: "",
    about: "the media types that are allowed",
}];

/// The behaviour.
pub(super) struct AllowedMediaTypes {
    allowed: Vec<String>,
    /// Which way the bodies go that are looked at.
    direction: Direction,
    /// The list of 2.0; in 3.x the field does not exist.
    list: &'static str,
}

impl AllowedMediaTypes {
    pub(super) fn new(setup: &Setup<'_, '_>, direction: Direction) -> Self {
        let list = match direction {
            Direction::Request => "consumes",
            Direction::Response => "produces",
        };
        AllowedMediaTypes { allowed: setup.texts("allowedValues").unwrap_or_default(), direction, list }
    }

    /// The media types that an object names, with their places.
    fn found<'d>(&self, node: Node<'d>, cx: &Context<'d>) -> Vec<(Node<'d>, &'d str)> {
        if cx.kind() != Kind::MediaTypes {
            let items = node.get(self.list).into_iter().flat_map(Node::items);
            return items.filter_map(|item| Some((item, item.as_str()?))).collect();
        }
        let in_body = cx.ancestors().any(|step| matches!(step.kind, Kind::RequestBody | Kind::Response));
        if !in_body || cx.direction() != Some(self.direction) || cx.is_in(Kind::Parameter) {
            return Vec::new();
        }
        node.entries().map(|entry| (entry.value, entry.name())).collect()
    }
}

impl<'d> Rule<'d> for AllowedMediaTypes {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for (place, media_type) in self.found(node, cx) {
            if !self.allowed.iter().any(|allowed| allowed == media_type) {
                cx.report(place.key_location(), format!("the media type `{media_type}` is not allowed"))
                    .suggest_nearest(media_type, self.allowed.iter().map(String::as_str));
            }
        }
    }
}
