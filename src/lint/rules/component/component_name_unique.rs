//! Components of several files have names of their own.

use std::collections::BTreeMap;

use crate::document::{Location, Node};
use crate::lint::context::{Context, Form, Reference};
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, Setup, V3, presets};
use crate::openapi::Kind;

const LEVELS: OptionShape = OptionShape::Choice(&["off", "warn", "error"]);

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "component-name-unique",
    presets: presets(OFF, OFF, OFF, OFF),
    versions: V3,
    summary: "No two components of one kind have the same name, in whichever file they are",
    why: "Bundling puts all of them into one map: of two with the same name one is renamed, and with it the types \
          that generators make. The name is the end of the reference, or the file's.",
    options: &[
        OptionDef { name: "schemas", shape: LEVELS, default: "\"error\"", about: "`off` leaves schemas out" },
        OptionDef {
            name: "parameters",
            shape: LEVELS,
            default: "\"error\"",
            about: "`off` leaves parameters out",
        },
        OptionDef {
            name: "responses",
            shape: LEVELS,
            default: "\"error\"",
            about: "`off` leaves responses out",
        },
        OptionDef {
            name: "requestBodies",
            shape: LEVELS,
            default: "\"error\"",
            about: "`off` leaves request bodies out",
        },
    ],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: 'Ticket.yaml'}}}
components:
  schemas:
    Ticket: {type: object}
--- Ticket.yaml
type: string
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: 'Ticket.yaml'}}}
components:
  schemas:
    Event: {type: object}
--- Ticket.yaml
type: string
",
    on: SECTIONS,
    references: true,
    create: |setup| Box::new(ComponentNameUnique::new(setup)),
    ..RuleDef::BASE
};

const SECTIONS: &[Kind] =
    &[Kind::NamedSchemas, Kind::NamedParameters, Kind::NamedResponses, Kind::NamedRequestBodies];

struct ComponentNameUnique<'d> {
    off: Vec<Kind>,
    /// By kind and name, each place once.
    names: BTreeMap<(Kind, String), Vec<Node<'d>>>,
}

impl<'d> ComponentNameUnique<'d> {
    fn new(setup: &Setup<'_, 'd>) -> Self {
        let kinds = [
            ("schemas", Kind::Schema),
            ("parameters", Kind::Parameter),
            ("responses", Kind::Response),
            ("requestBodies", Kind::RequestBody),
        ];
        let off = kinds.into_iter().filter(|(name, _)| setup.text(name) == Some("off"));
        ComponentNameUnique { off: off.map(|(_, kind)| kind).collect(), names: BTreeMap::new() }
    }

    fn add(&mut self, kind: Kind, name: &str, node: Node<'d>) {
        if self.off.contains(&kind) {
            return;
        }
        let places = self.names.entry((kind, name.to_owned())).or_default();
        if !places.contains(&node) {
            places.push(node);
        }
    }
}

impl<'d> Rule<'d> for ComponentNameUnique<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let kind = match cx.kind() {
            Kind::NamedSchemas => Kind::Schema,
            Kind::NamedParameters => Kind::Parameter,
            Kind::NamedResponses => Kind::Response,
            _ => Kind::RequestBody,
        };
        for entry in node.entries() {
            let target = cx.followed(entry.value).unwrap_or(entry.value);
            self.add(kind, entry.name(), target);
        }
    }

    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        let wanted = [Kind::Schema, Kind::Parameter, Kind::Response, Kind::RequestBody];
        let Some(kind) = reference.kind.filter(|kind| wanted.contains(kind)) else { return };
        let Ok(target) = &reference.target else { return };
        let Some(target) = cx.followed(*target) else { return };
        if reference.form == Form::Ref {
            self.add(kind, name_of(reference.text_node().text()), target);
        }
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        for ((kind, name), places) in std::mem::take(&mut self.names) {
            if places.len() < 2 {
                continue;
            }
            let locations: Vec<Location> = places.iter().map(|place| place.location()).collect();
            for (at, location) in locations.iter().enumerate() {
                let message = format!("there are {} of the name `{name}` ({})", locations.len(), kind.name());
                let others = locations.iter().enumerate().filter(|(other, _)| *other != at).take(5);
                others.fold(cx.report(location.clone(), message), |report, (_, other)| {
                    report.related(other.clone(), "another one")
                });
            }
        }
    }
}

/// The end of a pointer, or a file's name without its ending.
fn name_of(reference: &str) -> &str {
    let last = reference.rsplit('/').next().unwrap_or(reference);
    let last = last.split('#').next().filter(|file| !file.is_empty()).unwrap_or(last);
    [".yaml", ".yml", ".json"].iter().find_map(|ending| last.strip_suffix(ending)).unwrap_or(last)
}
