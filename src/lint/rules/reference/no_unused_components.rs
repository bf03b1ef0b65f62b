//! Components are used.

use rustc_hash::FxHashSet;

use crate::document::{Location, Node, Place};
use crate::lint::context::{Context, Reference};
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, Setup, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-unused-components",
    aliases: &["oas3-unused-component", "oas3-unused-components"],
    presets: presets(WARN, WARN, ERROR, OFF).spectral(WARN),
    versions: V3,
    summary: "Every component is referenced",
    why: "What nothing refers to is a remainder, or a reference to it was misspelled.\n\nDiscriminator mappings count \
          as references, and schemas that extend one with a discriminator through `allOf` are used by it. Security \
          schemes are used by their name. A component that only refers to itself is unused. A definition without \
          paths and webhooks is a library: nothing in it is reported.",
    options: &[
        OptionDef {
            name: "kinds",
            shape: OptionShape::Texts,
            default: "[\"schemas\", \"parameters\", \"responses\", \"examples\", \"requestBodies\", \"headers\", \
                      \"mediaTypes\", \"securitySchemes\", \"links\", \"callbacks\", \"pathItems\"]",
            about: "the sections of `components` that are looked at",
        },
        OptionDef {
            name: "exclude",
            shape: OptionShape::Texts,
            default: "[]",
            about: "names of components that may be unused",
        },
    ],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /ticket: {}
components:
  schemas:
    Ticket: {type: object}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /ticket:
    get:
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Ticket'}}}
components:
  schemas:
    Ticket: {type: object}
",
    on: MAPS,
    references: true,
    create: |setup| Box::new(Unused::new(setup)),
    ..RuleDef::BASE
};

/// The maps of components, and the requirements that name security schemes.
const MAPS: &[Kind] = &[
    Kind::NamedSchemas,
    Kind::NamedParameters,
    Kind::NamedResponses,
    Kind::NamedExamples,
    Kind::NamedRequestBodies,
    Kind::NamedHeaders,
    Kind::NamedMediaTypes,
    Kind::NamedLinks,
    Kind::NamedCallbacks,
    Kind::NamedPathItems,
    Kind::NamedSecuritySchemes,
    Kind::SecurityRequirement,
    Kind::Schema,
];

/// A component that may be unused.
struct Component<'d> {
    section: &'d str,
    name: &'d str,
    written: Node<'d>,
    place: Location,
}

/// Also the behaviour of `oas2-unused-definition`.
pub(super) struct Unused<'d> {
    kinds: Option<Vec<String>>,
    exclude: Vec<String>,
    components: Vec<Component<'d>>,
    /// What references lead to from outside of it.
    used: FxHashSet<Place>,
    schemes: FxHashSet<&'d str>,
    /// Schemas that extend one with a discriminator through `allOf`: it uses them.
    extensions: FxHashSet<Place>,
}

impl<'d> Unused<'d> {
    pub(super) fn new(setup: &Setup<'_, 'd>) -> Self {
        Unused {
            kinds: setup.texts("kinds"),
            exclude: setup.texts("exclude").unwrap_or_default(),
            components: Vec::new(),
            used: FxHashSet::default(),
            schemes: FxHashSet::default(),
            extensions: FxHashSet::default(),
        }
    }

    fn register(&mut self, map: Node<'d>, cx: &Context<'d>) {
        let section = cx.name();
        if self.kinds.as_ref().is_some_and(|kinds| !kinds.iter().any(|kind| kind == section)) {
            return;
        }
        for entry in map.entries() {
            if !self.exclude.iter().any(|name| name == entry.name()) {
                self.components.push(Component {
                    section,
                    name: entry.name(),
                    written: entry.value,
                    place: entry.value.key_location(),
                });
            }
        }
    }

    /// Notes what a schema of 2.0 to 3.2 extends.
    fn note_extensions(&mut self, schema: Node<'d>, cx: &Context<'d>) {
        let Some(all) = schema.get("allOf") else { return };
        let extends = all
            .items()
            .filter(|part| part.get("$ref").is_some())
            .any(|part| cx.followed(part).is_some_and(|parent| parent.get("discriminator").is_some()));
        if extends {
            self.extensions.insert(schema.place());
        }
    }

    fn is_used(&self, component: &Component<'d>) -> bool {
        if matches!(component.section, "securitySchemes" | "securityDefinitions") {
            return self.schemes.contains(component.name);
        }
        let place = component.written.place();
        self.used.contains(&place) || self.extensions.contains(&place)
    }
}

impl<'d> Rule<'d> for Unused<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        match cx.kind() {
            Kind::Schema => self.note_extensions(node, cx),
            Kind::SecurityRequirement => self.schemes.extend(node.entries().map(|entry| entry.name())),
            _ => self.register(node, cx),
        }
    }

    fn reference(&mut self, reference: &Reference<'d>, _cx: &mut Context<'d>) {
        let Ok(target) = reference.target else { return };
        if !is_inside(reference.node, target) {
            self.used.insert(target.place());
        }
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        if cx.is_library() {
            return;
        }
        for component in std::mem::take(&mut self.components) {
            if !self.is_used(&component) {
                let message = format!("the component `{}` is never used", component.name);
                cx.report(component.place, message);
            }
        }
    }
}

/// Whether a node stands within another.
fn is_inside(node: Node<'_>, outer: Node<'_>) -> bool {
    std::iter::successors(Some(node), |node| node.parent()).any(|node| node.place() == outer.place())
}
