//! What a configuration changes in a bundle: filters, and texts and fields that replace others.

use std::borrow::Cow;

use super::kind::Kind;
use super::remove::{is_empty, remove_where};
use super::value::{Entry, Value, object_at};
use crate::openapi::METHODS;

/// One change to a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decorator {
    /// Removes every object in which this property is true.
    RemoveMarked(String),
    /// Removes by the value of a property.
    Filter(Filter),
    /// Fields of `info` that are added, or replace those that are there.
    Info(Vec<(String, Value<'static>)>),
    /// Descriptions by `operationId`.
    OperationDescriptions(Vec<(String, String)>),
    /// Descriptions by the name of a tag.
    TagDescriptions(Vec<(String, String)>),
    /// Examples of media types, all of them replaced.
    MediaTypeExamples(Vec<ExamplesOf>),
}

/// What is removed by the value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Whether what matches stays or goes.
    pub(crate) keep: Keep,
    /// The property.
    pub(crate) property: String,
    /// The values that match.
    pub(crate) values: Vec<Value<'static>>,
    /// How many of them must be there, where the property is a list.
    pub(crate) strategy: Strategy,
    /// Which objects are looked at; `None`: all, and those without the property always stay.
    pub(crate) apply_to: Option<ApplyTo>,
}

/// What a filter keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// What matches: `filter-in`.
    Matching,
    /// What does not: `filter-out`.
    Others,
}

/// How a list matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// One of the values is in it.
    #[default]
    Any,
    /// All of them are.
    All,
}

/// The objects that a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ApplyTo {
    /// Path items.
    PathItem,
    /// Operations; path items without any left go, too.
    Operation,
}

/// The examples of one media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExamplesOf {
    /// The `operationId`.
    pub(crate) operation: String,
    /// The status code of a response; `None`: the request.
    pub(crate) response: Option<String>,
    /// The media type as it is written in `content`.
    pub(crate) media_type: String,
    /// The whole `examples`.
    pub(crate) examples: Value<'static>,
}

/// Changes a bundle. What a decorator names and the bundle does not have is returned, in words.
pub(super) fn decorate(root: &mut Value<'_>, decorators: &[Decorator]) -> Vec<String> {
    let mut missing = Vec::new();
    for decorator in decorators {
        match decorator {
            Decorator::RemoveMarked(flag) => {
                remove_where(root, &|value| matches!(value.get(flag), Some(Value::Boolean(true))));
            }
            Decorator::Filter(filter) => filter.apply(root),
            Decorator::Info(fields) => info(root, fields),
            Decorator::OperationDescriptions(texts) => {
                for (id, text) in texts {
                    let describe =
                        |entries: &mut Vec<Entry<'_>>| set(entries, "description", text_value(text));
                    if !each_operation(root, Kind::Root, id, &mut { describe }) {
                        missing.push(format!("no operation has the operationId `{id}`"));
                    }
                }
            }
            Decorator::TagDescriptions(texts) => {
                for (name, text) in texts {
                    if !tag(root, name, text) {
                        missing.push(format!("no tag has the name `{name}`"));
                    }
                }
            }
            Decorator::MediaTypeExamples(all) => {
                for examples in all {
                    let mut found = false;
                    each_operation(root, Kind::Root, &examples.operation, &mut |operation| {
                        found |= examples.replace(operation);
                    });
                    if !found {
                        let ExamplesOf { operation, response, media_type, .. } = examples;
                        let place = response.as_deref().unwrap_or("request");
                        missing.push(format!("`{operation}` has no `{media_type}` in `{place}`"));
                    }
                }
            }
        }
    }
    missing
}

impl Filter {
    fn apply(&self, root: &mut Value<'_>) {
        let Some(apply_to) = self.apply_to else {
            let goes = |value: &Value<'_>| match (self.keep, value.get(&self.property)) {
                (_, None) => false,
                (Keep::Matching, Some(found)) => !self.matches(found),
                (Keep::Others, Some(found)) => self.matches(found),
            };
            remove_where(root, &goes);
            return;
        };
        let stays = |value: &Value<'_>| {
            let matches = value.get(&self.property).is_some_and(|found| self.matches(found));
            matches == (self.keep == Keep::Matching)
        };
        each_path_map(root, &mut |items| {
            items.retain_mut(|(key, item)| {
                if key.starts_with("x-") || item.reference().is_some() {
                    return true;
                }
                match (apply_to, item) {
                    (ApplyTo::PathItem, item) => stays(item),
                    (ApplyTo::Operation, Value::Object(entries)) => filter_operations(entries, &stays),
                    (ApplyTo::Operation, _) => true,
                }
            });
        });
    }

    /// Values are compared as sets where one side is a list.
    fn matches(&self, found: &Value<'_>) -> bool {
        let holds = |value: &Value<'static>| match found {
            Value::List(items) => items.iter().any(|item| item == value),
            single => single == value,
        };
        match self.strategy {
            Strategy::Any => self.values.iter().any(holds),
            Strategy::All => !self.values.is_empty() && self.values.iter().all(holds),
        }
    }
}

/// Removes operations that do not stay; whether the path item stays then.
fn filter_operations(entries: &mut Vec<Entry<'_>>, stays: &impl Fn(&Value<'_>) -> bool) -> bool {
    let before = entries.len();
    entries.retain(|(key, value)| !METHODS.contains(&key.as_ref()) || stays(value));
    let mut removed = entries.len() < before;
    for (_, more) in entries.iter_mut().filter(|(key, _)| key == "additionalOperations") {
        if let Value::Object(more) = more {
            let before = more.len();
            more.retain(|(key, value)| key.starts_with("x-") || stays(value));
            removed |= more.len() < before;
        }
    }
    entries.retain(|(key, value)| key != "additionalOperations" || !is_empty(value));
    let has_operation =
        entries.iter().any(|(key, _)| METHODS.contains(&key.as_ref()) || key == "additionalOperations");
    has_operation || !removed
}

/// Calls for the maps of path items that are the definition's own; those of callbacks belong to their operations.
fn each_path_map<'d>(root: &mut Value<'d>, call: &mut impl FnMut(&mut Vec<Entry<'d>>)) {
    let Value::Object(entries) = root else { return };
    for (key, value) in entries {
        match (key.as_ref(), value) {
            ("paths" | "webhooks" | "x-webhooks", Value::Object(items)) => call(items),
            ("components", Value::Object(sections)) => {
                for (_, items) in sections.iter_mut().filter(|(key, _)| key == "pathItems") {
                    if let Value::Object(items) = items {
                        call(items);
                    }
                }
            }
            _ => {}
        }
    }
}

fn info(root: &mut Value<'_>, fields: &[(String, Value<'static>)]) {
    let Value::Object(entries) = root else { return };
    if let Some(info) = object_at(entries, "info") {
        for (name, value) in fields {
            set(info, name, value.clone());
        }
    }
}

fn set(entries: &mut Vec<Entry<'_>>, name: &str, value: Value<'static>) {
    match entries.iter_mut().find(|(key, _)| key == name) {
        Some((_, old)) => *old = value,
        None => entries.push((Cow::Owned(name.to_owned()), value)),
    }
}

fn text_value(text: &str) -> Value<'static> {
    Value::String(Cow::Owned(text.to_owned()))
}

/// Calls for the operations of an `operationId`; whether there was one.
fn each_operation<'d>(
    value: &mut Value<'d>,
    kind: Kind,
    id: &str,
    call: &mut impl FnMut(&mut Vec<Entry<'d>>),
) -> bool {
    let mut found = false;
    match value {
        _ if matches!(kind, Kind::Data | Kind::Schema) => {}
        Value::List(items) => {
            for item in items {
                found |= each_operation(item, kind, id, call);
            }
        }
        Value::Object(entries) => {
            let is_wanted = |(key, value): &Entry<'_>| key == "operationId" && value.as_str() == Some(id);
            if kind == Kind::Operation && entries.iter().any(is_wanted) {
                call(entries);
                found = true;
            }
            for (key, value) in entries {
                found |= each_operation(value, kind.child(key), id, call);
            }
        }
        _ => {}
    }
    found
}

fn tag(root: &mut Value<'_>, name: &str, text: &str) -> bool {
    let Value::Object(entries) = root else { return false };
    let tags = entries.iter_mut().filter(|(key, _)| key == "tags");
    let mut found = false;
    for tag in tags.flat_map(|(_, tags)| match tags {
        Value::List(tags) => tags.as_mut_slice(),
        _ => &mut [],
    }) {
        if let Value::Object(entries) = tag
            && entries.iter().any(|(key, value)| key == "name" && value.as_str() == Some(name))
        {
            set(entries, "description", text_value(text));
            found = true;
        }
    }
    found
}

impl ExamplesOf {
    /// Replaces the examples in an operation; whether the media type is there.
    fn replace(&self, operation: &mut Vec<Entry<'_>>) -> bool {
        let path = match &self.response {
            Some(code) => vec!["responses", code, "content", &self.media_type],
            None => vec!["requestBody", "content", &self.media_type],
        };
        let mut entries = operation;
        for name in path {
            let Some((_, Value::Object(next))) = entries.iter_mut().find(|(key, _)| key == name) else {
                return false;
            };
            entries = next;
        }
        entries.retain(|(key, _)| key != "example");
        set(entries, "examples", self.examples.clone());
        true
    }
}
