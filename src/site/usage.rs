//! Where named schemas are used: the way back that a reference does not show.

use rustc_hash::{FxHashMap, FxHashSet};

use super::marks::{OperationKey, Zone, key_of};
use crate::api::{Api, MediaType, Operation, Schema, SchemaId, SchemaKind};

/// How an operation uses a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// In a parameter.
    Parameter(String),
    /// In the request body.
    Request,
    /// In a response.
    Response(String),
    /// In what a callback sends or gets back.
    Callback(String),
}

/// Where one named schema is used.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Operations, then webhooks: its number in that order, and the role.
    pub(super) operations: Vec<(usize, Role)>,
    /// Named schemas that hold it.
    pub(super) parents: Vec<SchemaId>,
}

/// The uses of all named schemas of an API.
#[derive(Debug, Default)]
pub(super) struct Usage {
    uses: FxHashMap<SchemaId, Uses>,
    used: FxHashSet<SchemaId>,
}

impl Usage {
    /// Follows every schema once.
    pub(super) fn of(api: &Api<'_>) -> Self {
        let mut usage = Usage::default();
        for (_, id) in &api.components {
            for held in named_inside(api, *id) {
                usage.uses.entry(held).or_default().parents.push(*id);
            }
        }
        let mut waiting: Vec<SchemaId> = Vec::new();
        for (number, operation) in api.operations.iter().chain(&api.webhooks).enumerate() {
            for (role, schema) in roots(operation, 0) {
                for named in named_at(api, schema) {
                    let operations = &mut usage.uses.entry(named).or_default().operations;
                    if !operations.contains(&(number, role.clone())) {
                        operations.push((number, role.clone()));
                    }
                    waiting.push(named);
                }
            }
        }
        while let Some(id) = waiting.pop() {
            if usage.used.insert(id) {
                waiting.extend(named_inside(api, id));
            }
        }
        usage
    }

    /// The uses of a schema.
    pub(super) fn uses(&self, id: SchemaId) -> Option<&Uses> {
        self.uses.get(&id)
    }

    /// The operations that a schema is in, by itself or inside others, with the parts of each that hold it.
    pub(super) fn zones(&self, api: &Api<'_>, id: SchemaId) -> FxHashMap<OperationKey, Vec<Zone>> {
        let mut zones: FxHashMap<OperationKey, Vec<Zone>> = FxHashMap::default();
        let (mut seen, mut waiting) = (FxHashSet::default(), vec![id]);
        while let Some(id) = waiting.pop() {
            let Some(uses) = self.uses(id).filter(|_| seen.insert(id)) else { continue };
            waiting.extend(&uses.parents);
            for (number, role) in &uses.operations {
                let Some(operation) = operation_at(api, *number) else { continue };
                zones.entry(key_of(operation)).or_default().push(match role {
                    Role::Parameter(_) | Role::Request => Zone::Request,
                    Role::Response(status) => Zone::Response(Some(status.clone())),
                    Role::Callback(_) => Zone::Any,
                });
            }
        }
        zones
    }

    /// Whether any operation leads to it.
    pub(super) fn is_used(&self, id: SchemaId) -> bool {
        self.used.contains(&id)
    }
}

/// An operation or webhook by its number.
pub(super) fn operation_at<'a, 'd>(api: &'a Api<'d>, number: usize) -> Option<&'a Operation<'d>> {
    let webhook = || api.webhooks.get(number.checked_sub(api.operations.len())?);
    api.operations.get(number).or_else(webhook)
}

fn roots(operation: &Operation<'_>, depth: usize) -> Vec<(Role, SchemaId)> {
    let mut roots = Vec::new();
    let of_media =
        |media: &MediaType<'_>| media.schema.into_iter().chain(media.item_schema).collect::<Vec<_>>();
    for parameter in &operation.parameters {
        let role = Role::Parameter(parameter.name.to_owned());
        let content = parameter.content.iter().flat_map(|media| of_media(media));
        roots.extend(parameter.schema.into_iter().chain(content).map(|id| (role.clone(), id)));
    }
    for media in operation.request_body.iter().flat_map(|body| &body.content) {
        roots.extend(of_media(media).into_iter().map(|id| (Role::Request, id)));
    }
    for response in &operation.responses {
        let role = Role::Response(response.status.to_owned());
        for media in &response.content {
            roots.extend(of_media(media).into_iter().map(|id| (role.clone(), id)));
        }
        for header in &response.headers {
            let content = header.content.iter().flat_map(|media| of_media(media));
            roots.extend(header.schema.into_iter().chain(content).map(|id| (role.clone(), id)));
        }
    }
    for callback in operation.callbacks.iter().filter(|_| depth < 2) {
        let held = callback.operations.iter().flat_map(|operation| self::roots(operation, depth + 1));
        roots.extend(held.map(|(_, id)| (Role::Callback(callback.name.to_owned()), id)));
    }
    roots
}

/// The named schemas that a schema is, or holds without another name between.
fn named_at(api: &Api<'_>, id: SchemaId) -> Vec<SchemaId> {
    match api.component_of(id) {
        Some(component) if component == id => vec![id],
        component => component.into_iter().chain(named_inside(api, id)).collect(),
    }
}

/// The named schemas that a schema holds without another name between.
pub(super) fn named_inside(api: &Api<'_>, id: SchemaId) -> Vec<SchemaId> {
    let mut named = Vec::new();
    let mut seen: FxHashSet<SchemaId> = FxHashSet::default();
    let mut waiting = children(api.schema(id));
    while let Some(child) = waiting.pop() {
        if !seen.insert(child) {
            continue;
        }
        let component = api.component_of(child);
        named.extend(component);
        // A meaning of a generic schema holds others than the component itself.
        if component != Some(child) {
            waiting.extend(children(api.schema(child)));
        }
    }
    named.sort_unstable();
    named.dedup();
    named
}

/// The schemas that a schema holds or refers to.
fn children(schema: &Schema<'_>) -> Vec<SchemaId> {
    let mut children = Vec::new();
    if let SchemaKind::Reference { target: Some(target), .. } = schema.kind {
        children.push(target);
    }
    children.extend(schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of));
    children.extend(schema.not.into_iter().chain(schema.content_schema));
    children.extend(schema.condition.iter().flat_map(|condition| condition.iter().flatten()));
    if let Some(array) = &schema.array {
        children.extend(array.items.iter().chain(&array.prefix_items));
        children.extend(array.contains.into_iter().chain(array.unevaluated_items));
    }
    if let Some(object) = &schema.object {
        children.extend(object.properties.iter().map(|property| property.schema));
        children.extend(object.additional.into_iter().chain(object.names).chain(object.unevaluated));
        children.extend(object.patterns.iter().map(|(_, id)| *id));
        children.extend(object.dependent_schemas.iter().map(|(_, id)| *id));
    }
    if let Some(discriminator) = &schema.discriminator {
        children.extend(discriminator.mapping.iter().filter_map(|target| target.schema));
    }
    children
}
