//! A schema as a comparison sees it: references and wrappers that add nothing are looked through.

use crate::api::{Api, ObjectLimits, Schema, SchemaId, SchemaKind, TypeSet};
use crate::document::Node;

/// Deepest nest of wrappers that is looked through.
const DEEPEST: usize = 32;

/// A schema without its wrapping.
#[derive(Debug, Clone)]
pub(super) struct View {
    /// What is wrapped around the core, from the outside: references with siblings, single `allOf` parts, unions with
    /// null. They hold texts and flags alone.
    pub(super) layers: Vec<SchemaId>,
    /// The schema that says what is valid.
    pub(super) core: SchemaId,
    /// Whether the wrapping or the core takes null.
    pub(super) null: bool,
}

impl View {
    /// Looks through.
    pub(super) fn of(api: &Api<'_>, id: SchemaId) -> Self {
        let mut view = View { layers: Vec::new(), core: api.target(id), null: false };
        for _ in 0..DEEPEST {
            let schema = api.schema(view.core);
            view.null |= says_null(schema);
            let Some(inner) = inner(api, schema, &mut view.null) else { break };
            let inner = api.target(inner);
            if inner == view.core || view.layers.contains(&inner) {
                break;
            }
            view.layers.push(view.core);
            view.core = inner;
        }
        view
    }

    /// Layers and core, from the outside.
    pub(super) fn all<'s, 'a>(
        &'s self,
        api: &'a Api<'a>,
    ) -> impl Iterator<Item = &'a Schema<'a>> + use<'s, 'a> {
        self.layers.iter().chain(std::iter::once(&self.core)).map(move |id| api.schema(*id))
    }

    /// Whether any of them sets a flag.
    pub(super) fn any(&self, api: &Api<'_>, flag: fn(&Schema<'_>) -> bool) -> bool {
        self.layers.iter().chain(std::iter::once(&self.core)).any(|id| flag(api.schema(*id)))
    }

    /// The outermost value.
    pub(super) fn first<'a, T>(&self, api: &'a Api<'a>, get: impl Fn(&Schema<'a>) -> Option<T>) -> Option<T> {
        self.all(api).find_map(get)
    }
}

fn says_null(schema: &Schema<'_>) -> bool {
    let flag = |name: &str| schema.node.get(name).and_then(Node::as_bool) == Some(true);
    let listed =
        || schema.types.contains(TypeSet::NULL) && schema.types != TypeSet::NULL && !schema.types.is_empty();
    listed() || (schema.types.is_empty() && (flag("nullable") || flag("x-nullable")))
}

/// What a schema wraps, where it constrains nothing itself.
fn inner(api: &Api<'_>, schema: &Schema<'_>, null: &mut bool) -> Option<SchemaId> {
    let parts = parts_of(schema);
    if !says_nothing(schema) {
        return None;
    }
    match (parts.len(), schema.any_of.len() + schema.one_of.len()) {
        (1, 0) => Some(parts[0]),
        (0, 2) if schema.any_of.is_empty() || schema.one_of.is_empty() => {
            let branches = [&schema.any_of[..], &schema.one_of[..]].concat();
            let bare = |id: SchemaId| is_bare_null(api, id);
            let other = match (bare(branches[0]), bare(branches[1])) {
                (true, false) => branches[1],
                (false, true) => branches[0],
                _ => return None,
            };
            *null = true;
            Some(other)
        }
        (0, 1) if schema.discriminator.is_none() => {
            Some(*schema.any_of.first().or(schema.one_of.first()).expect("there is one"))
        }
        _ => None,
    }
}

/// Whether a schema is `{type: null}`.
pub(super) fn is_bare_null(api: &Api<'_>, id: SchemaId) -> bool {
    let schema = api.schema(api.target(id));
    schema.types == TypeSet::NULL && schema.any_of.is_empty() && schema.one_of.is_empty()
}

/// The schemas that a value must all match beside the schema's own keywords: the target of a reference with siblings,
/// and `allOf`.
pub(super) fn parts_of(schema: &Schema<'_>) -> Vec<SchemaId> {
    let target = match schema.kind {
        SchemaKind::Reference { target, .. } if schema.has_siblings => target,
        _ => None,
    };
    target.into_iter().chain(schema.all_of.iter().copied()).collect()
}

/// Whether a schema has no constraint of its own, composition left out.
pub(super) fn says_nothing(schema: &Schema<'_>) -> bool {
    !matches!(schema.kind, SchemaKind::Never)
        && (schema.types.is_empty())
        && schema.format.is_none()
        && schema.constant.is_none()
        && schema.enumeration.is_none()
        && schema.number == Default::default()
        && schema.string == Default::default()
        && schema.array.is_none()
        && schema.object.is_none()
        && schema.not.is_none()
        && schema.condition.is_none()
        && schema.discriminator.is_none()
        && schema.content_encoding.is_none()
        && schema.content_media_type.is_none()
        && schema.content_schema.is_none()
}

/// Whether a schema constrains nothing but the types, composition left out.
pub(super) fn says_only_types(api: &Api<'_>, schema: &Schema<'_>) -> bool {
    let is_open = |object: &ObjectLimits<'_>| {
        object.additional.is_none_or(|id| takes_everything(api, id))
            && ObjectLimits { additional: None, ..object.clone() } == ObjectLimits::default()
    };
    let rest = Schema { types: TypeSet::default(), object: None, ..schema.clone() };
    says_nothing(&rest) && schema.object.as_deref().is_none_or(is_open)
}

/// Whether a schema constrains nothing at all: texts alone.
pub(super) fn is_annotation(api: &Api<'_>, id: SchemaId) -> bool {
    let schema = api.schema(api.target(id));
    says_nothing(schema)
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && parts_of(schema).is_empty()
        && !matches!(schema.kind, SchemaKind::Reference { .. })
}

/// Whether a schema takes every value: `true`, `{}`, texts alone.
pub(super) fn takes_everything(api: &Api<'_>, id: SchemaId) -> bool {
    matches!(api.schema(api.target(id)).kind, SchemaKind::Always) || is_annotation(api, id)
}
