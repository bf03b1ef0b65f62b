//! Paths name collections.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::lint::rules::words::words;
use crate::openapi::Kind;

use super::plural::is_plural;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "path-segment-plural",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Every segment of a path is a plural",
    why: "`/tickets/{id}` reads as one of the tickets. Parameters are not looked at, words that have no plural pass \
          (`/news`), and of a segment with several words the last counts (`/ticket-types`). Versions such as `v1` are \
          no words and pass; so does what follows a colon (`/tickets:buy`).",
    options: &[
        OptionDef {
            name: "ignoreLastPathSegment",
            shape: OptionShape::Boolean,
            default: "false",
            about: "whether the last segment may be singular",
        },
        OptionDef {
            name: "exceptions",
            shape: OptionShape::Texts,
            default: "[]",
            about: "segments that may be singular",
        },
    ],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /ticket/today: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /v1/tickets: {}
",
    on: &[Kind::Paths],
    create: |setup| {
        Box::new(PathSegmentPlural {
            ignores_last: setup.flag("ignoreLastPathSegment"),
            exceptions: setup.texts("exceptions").unwrap_or_default(),
        })
    },
    ..RuleDef::BASE
};

struct PathSegmentPlural {
    ignores_last: bool,
    exceptions: Vec<String>,
}

impl PathSegmentPlural {
    fn passes(&self, segment: &str) -> bool {
        let collection = segment.split_once(':').map_or(segment, |(collection, _)| collection);
        segment.contains('{')
            || self.exceptions.iter().any(|exception| exception == segment)
            || words(collection).pop().is_none_or(|last| is_version(last) || is_plural(last))
    }
}

impl<'d> Rule<'d> for PathSegmentPlural {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let Some(path) = entry.name().strip_prefix('/') else { continue };
            let mut segments: Vec<&str> = path.split('/').collect();
            if self.ignores_last {
                segments.pop();
            }
            for segment in segments {
                if !self.passes(segment) {
                    let message = format!("the segment `{segment}` is no plural");
                    cx.report(entry.value.key_location(), message);
                }
            }
        }
    }
}

/// Whether a word is a number or a version: `v1`, `2024`.
fn is_version(word: &str) -> bool {
    word.trim_start_matches(['v', 'V']).starts_with(|letter: char| letter.is_ascii_digit())
}
