//! Paths name things, methods say what is done with them.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::lint::rules::words::words;
use crate::openapi::Kind;

use super::literal_segments;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-http-verbs-in-paths",
    aliases: &["no-http-verbs-in-path"],
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "No path holds the name of an HTTP method",
    why: "`GET /tickets` says all that `GET /getTickets` says. The method is looked for anywhere in a segment, so \
          `/gadgets` is reported for `get`: with `splitIntoWords` only whole words count.",
    options: &[
        OptionDef {
            name: "splitIntoWords",
            shape: OptionShape::Boolean,
            default: "false",
            about: "whether only whole words are methods: `get-tickets` and `getTickets` are two words",
        },
        OptionDef {
            name: "excludedPaths",
            shape: OptionShape::Texts,
            default: "[]",
            about: "paths that are not looked at",
        },
    ],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /getTickets: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets: {}
",
    on: &[Kind::Paths],
    create: |setup| {
        Box::new(NoHttpVerbsInPaths {
            whole_words: setup.flag("splitIntoWords"),
            excluded: setup.texts("excludedPaths").unwrap_or_default(),
        })
    },
    ..RuleDef::BASE
};

/// The methods; not `query` of 3.2, which is an ordinary word of paths.
const METHODS: [&str; 8] = ["get", "head", "post", "put", "patch", "delete", "options", "trace"];

struct NoHttpVerbsInPaths {
    whole_words: bool,
    excluded: Vec<String>,
}

impl NoHttpVerbsInPaths {
    fn holds(&self, segment: &str, method: &str) -> bool {
        if self.whole_words {
            words(segment).iter().any(|word| word.eq_ignore_ascii_case(method))
        } else {
            segment.to_lowercase().contains(method)
        }
    }
}

impl<'d> Rule<'d> for NoHttpVerbsInPaths {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let path = entry.name();
            if !path.starts_with('/') || self.excluded.iter().any(|excluded| excluded == path) {
                continue;
            }
            for segment in literal_segments(path) {
                for method in METHODS.into_iter().filter(|method| self.holds(segment, method)) {
                    let message = format!("the segment `{segment}` holds the HTTP method `{method}`");
                    cx.report(entry.value.key_location(), message);
                }
            }
        }
    }
}
