//! Schemas that are one with others: what `$ref`, `allOf`, `anyOf`, `oneOf` and their kin put together. All of it is
//! bounded by a number of steps; past it, whatever was asked counts as said, so that nothing wrong is reported.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::context::{Context, Form, Reference, Step};
use crate::definition::Definition;
use crate::document::{Node, Place};
use crate::openapi::Kind;

/// Schemas that are looked at for one rule in one definition.
const MOST_STEPS: usize = 1_000_000;

/// Schemas that are looked at for one question.
const MOST_STEPS_AT_ONCE: usize = 2_000;

/// How deep compositions are looked into.
const MOST_LEVELS: usize = 80;

/// The lists whose schemas are one with the schema that holds them.
pub(super) const LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The other keywords whose schemas are about the same value.
const IN_PLACE: [&str; 4] = ["not", "if", "then", "else"];

/// Looks through compositions, and remembers which schemas are part of which.
pub(super) struct Compositions<'d> {
    /// Schemas that are part of others by reference: those others, outermost.
    users: FxHashMap<Place, Vec<Node<'d>>>,
    left: usize,
    left_at_once: usize,
    /// Whether one branch of `anyOf` or `oneOf` is enough.
    any_branch: bool,
    active: Vec<Place>,
}

impl Default for Compositions<'_> {
    fn default() -> Self {
        Compositions {
            users: FxHashMap::default(),
            left: MOST_STEPS,
            left_at_once: 0,
            any_branch: false,
            active: Vec::new(),
        }
    }
}

impl<'d> Compositions<'d> {
    /// Whether a schema says something: itself, through its reference, through one schema of `allOf`, or through all
    /// of `anyOf` or all of `oneOf`. A schema within itself adds nothing.
    pub(super) fn says(
        &mut self,
        schema: Node<'d>,
        definition: &'d Definition,
        own: &dyn Fn(Node<'d>) -> bool,
    ) -> bool {
        self.left_at_once = MOST_STEPS_AT_ONCE.min(self.left);
        self.active.clear();
        let before = self.left_at_once;
        let said = self.look(schema, definition, own) == Some(true);
        self.left -= before - self.left_at_once;
        said
    }

    /// As [`Compositions::says`], where one branch of `anyOf` or `oneOf` is enough.
    pub(super) fn may_say(
        &mut self,
        schema: Node<'d>,
        definition: &'d Definition,
        own: &dyn Fn(Node<'d>) -> bool,
    ) -> bool {
        self.any_branch = true;
        let said = self.says(schema, definition, own);
        self.any_branch = false;
        said
    }

    /// `None` where a schema comes back to itself.
    fn look(
        &mut self,
        schema: Node<'d>,
        definition: &'d Definition,
        own: &dyn Fn(Node<'d>) -> bool,
    ) -> Option<bool> {
        let place = schema.place();
        if self.active.contains(&place) {
            return None;
        }
        if self.left_at_once == 0 || self.active.len() >= MOST_LEVELS || own(schema) {
            return Some(true);
        }
        self.left_at_once -= 1;
        self.active.push(place);
        let said = self.look_inside(schema, definition, own);
        self.active.pop();
        Some(said)
    }

    fn look_inside(
        &mut self,
        schema: Node<'d>,
        definition: &'d Definition,
        own: &dyn Fn(Node<'d>) -> bool,
    ) -> bool {
        // What can't be followed may say anything.
        if schema.get("$dynamicRef").is_some() {
            return true;
        }
        if let Some(reference) = schema.str("$ref") {
            match definition.resolve(schema, reference) {
                Ok(target) if self.look(target, definition, own) == Some(true) => return true,
                Ok(_) => {}
                Err(_) => return true,
            }
        }
        let parts = |list: &str| schema.get(list).into_iter().flat_map(Node::items);
        if parts("allOf").any(|part| self.look(part, definition, own) == Some(true)) {
            return true;
        }
        ["anyOf", "oneOf"].into_iter().any(|list| {
            let answers: Vec<Option<bool>> =
                parts(list).map(|part| self.look(part, definition, own)).collect();
            answers.contains(&Some(true)) && (self.any_branch || !answers.contains(&Some(false)))
        })
    }

    /// Takes note of a reference that makes one schema part of another; for `Rule::reference`.
    pub(super) fn note(&mut self, reference: &Reference<'d>, cx: &Context<'d>) {
        if reference.form != Form::Ref || reference.kind != Some(Kind::Schema) {
            return;
        }
        let Some(target) = cx.followed(reference.node) else { return };
        let holder = cx.step();
        let outer = match holder.kind {
            Kind::SchemaList if LISTS.contains(&holder.name()) => outermost(cx, 1),
            Kind::DependentSchemas => outermost(cx, 1),
            // A reference with siblings is a schema of its own, and so is one behind a keyword like `not`.
            Kind::Schema if reference.node.key().is_some_and(|key| IN_PLACE.contains(&key.text())) => {
                outermost(cx, 0)
            }
            _ => None,
        };
        self.users.entry(target.place()).or_default().extend(outer);
        if reference.node.len() > 1 {
            self.users.entry(target.place()).or_default().push(reference.node);
        }
    }

    /// Whether a schema is part of another one by reference; known at the end of the walk.
    pub(super) fn is_part(&self, schema: Node<'d>) -> bool {
        self.users.get(&schema.place()).is_some_and(|users| !users.is_empty())
    }

    /// Whether a schema says something that another is part of, directly or through others; asked at the end of the
    /// walk.
    pub(super) fn user_says(
        &mut self,
        schema: Node<'d>,
        definition: &'d Definition,
        own: &dyn Fn(Node<'d>) -> bool,
    ) -> bool {
        let mut seen: FxHashSet<Place> = FxHashSet::default();
        let mut waiting = vec![schema];
        while let Some(next) = waiting.pop() {
            let users = self.users.get(&next.place()).cloned().unwrap_or_default();
            for user in users {
                if seen.len() > MOST_STEPS_AT_ONCE || self.says(user, definition, own) {
                    return true;
                }
                if seen.insert(user.place()) {
                    waiting.push(user);
                }
            }
        }
        false
    }
}

/// The outermost schema that the object `above` steps up is part of, or is: `None` when it is no schema.
pub(super) fn outermost<'d>(cx: &Context<'d>, above: usize) -> Option<Node<'d>> {
    let here = std::iter::once(cx.step()).chain(cx.ancestors());
    let steps: Vec<Step<'d>> = here.skip(above).collect();
    let mut found = steps.first().filter(|step| step.kind == Kind::Schema)?.node;
    let mut at = 0;
    loop {
        let Some(holder) = steps.get(at + 1) else { return Some(found) };
        let up = match holder.kind {
            Kind::SchemaList if LISTS.contains(&holder.name()) => 2,
            Kind::DependentSchemas => 2,
            Kind::Schema if IN_PLACE.contains(&steps[at].name()) => 1,
            _ => return Some(found),
        };
        at += up;
        match steps.get(at) {
            Some(step) if step.kind == Kind::Schema => found = step.node,
            _ => return Some(found),
        }
    }
}

/// Whether the schema where the walk is stands inside another one as a part of it.
pub(super) fn is_inline_part(cx: &Context<'_>) -> bool {
    outermost(cx, 0).is_some_and(|outer| outer != cx.step().node)
}

/// The names of types that a schema declares itself, and whether there are any.
pub(super) fn types<'d>(schema: Node<'d>) -> Vec<&'d str> {
    match schema.get("type") {
        Some(one) if one.as_str().is_some() => vec![one.text()],
        Some(many) => many.items().filter_map(Node::as_str).collect(),
        None => Vec::new(),
    }
}

/// Whether a schema allows null beside its types: `nullable` of 3.0, `x-nullable` of 2.0.
pub(super) fn is_nullable(schema: Node<'_>) -> bool {
    ["nullable", "x-nullable"].iter().any(|key| schema.get(key).and_then(Node::as_bool) == Some(true))
}

/// Whether a schema has a property of its own of that name. The map of properties may stand elsewhere, which is no
/// OpenAPI but is done.
pub(super) fn has_property<'d>(schema: Node<'d>, name: &str, definition: &'d Definition) -> bool {
    property(schema, name, definition).is_some()
}

/// The property of a name that a schema has itself.
pub(super) fn property<'d>(schema: Node<'d>, name: &str, definition: &'d Definition) -> Option<Node<'d>> {
    definition.followed(schema.get("properties")?)?.get(name)
}
