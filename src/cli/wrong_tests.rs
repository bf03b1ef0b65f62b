//! A value of every wrong type at every place of every object, made from the tables of each version: always a problem
//! at the place, and never a panic on the way through everything.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::bundle::{BundleOptions, bundle};
use crate::definition::{Store, load};
use crate::diff::{DiffOptions, compare};
use crate::document::encode_segment;
use crate::lint::{Preset, Ruleset, lint};
use crate::openapi::{Holds, Keys, Kind, Version, tables};
use crate::source::Memory;

/// How to come from the root to an object of a kind.
#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    Item,
}

/// Every kind of a version with the shortest way to it.
fn ways(version: Version) -> Vec<(Kind, Vec<Step>)> {
    let mut found: Vec<(Kind, Vec<Step>)> = Vec::new();
    let mut queue = VecDeque::from([(Kind::Root, Vec::new())]);
    while let Some((kind, way)) = queue.pop_front() {
        if found.iter().any(|(known, _)| *known == kind) {
            continue;
        }
        let table = tables(version).of(kind);
        let mut steps: Vec<(Step, Kind)> =
            table.shape.items.map(|kind| (Step::Item, kind)).into_iter().collect();
        let key = match table.shape.keys {
            Keys::None => None,
            Keys::Every(holds) => Some(("name", holds)),
            Keys::Paths(holds) => Some(("/path", holds)),
            Keys::Statuses(holds) => Some(("200", holds)),
            Keys::Methods(holds) => Some(("COPY", holds)),
            Keys::HeaderNames(holds) => Some(("X-Name", holds)),
        };
        let fields = table.field_names().filter_map(|name| Some((name, table.field(name)?)));
        for (name, holds) in fields.chain(key) {
            steps.extend(holds.kind().map(|kind| (Step::Key(name), kind)));
        }
        for (step, next) in steps {
            queue.push_back((next, way.iter().cloned().chain([step]).collect()));
        }
        found.push((kind, way));
    }
    found
}

/// A definition with a value at the end of a way, and the pointer to it.
fn definition(version: Version, way: &[Step], value: Value) -> (Value, String) {
    let mut pointer = String::from("#");
    for step in way {
        pointer.push('/');
        match step {
            Step::Key(key) => encode_segment(key, &mut pointer),
            Step::Item => pointer.push('0'),
        }
    }
    let wrap = |value: Value, step: &Step| match step {
        Step::Key(key) => json!({ *key: value }),
        Step::Item => json!([value]),
    };
    let mut root = way.iter().rev().fold(value, wrap);
    let fields = root.as_object_mut().unwrap();
    let word = match version {
        Version::V2_0 => ("swagger", "2.0"),
        Version::V3_0 => ("openapi", "3.0.4"),
        Version::V3_1 => ("openapi", "3.1.1"),
        Version::V3_2 => ("openapi", "3.2.0"),
    };
    fields.insert(word.0.to_owned(), json!(word.1));
    fields.entry("info").or_insert(json!({"title": "T", "version": "1"}));
    fields.entry("paths").or_insert(json!({}));
    (root, pointer)
}

/// Whether a value has the type that a field wants; words and limits are not looked at.
fn fits(version: Version, holds: Holds, value: &Value) -> bool {
    let object = |kind: Kind| {
        let shape = &tables(version).of(kind).shape;
        match value {
            Value::Array(_) => shape.items.is_some(),
            Value::Object(_) => shape.items.is_none(),
            Value::Bool(_) => shape.boolean,
            _ => false,
        }
    };
    match holds {
        Holds::Anything => true,
        Holds::Text | Holds::Choice(_) => value.is_string(),
        Holds::Boolean => value.is_boolean(),
        Holds::Number | Holds::PositiveNumber | Holds::Integer | Holds::Count => value.is_number(),
        Holds::Choices(_) | Holds::Texts | Holds::Values => value.is_array(),
        Holds::ChoiceOrChoices(_) => value.is_array() || value.is_string(),
        Holds::Object(kind) => object(kind),
        Holds::BooleanOr(kind) => value.is_boolean() || object(kind),
        Holds::ObjectOrList(kind) => value.is_array() || object(kind),
    }
}

/// Takes a definition through everything; the pointers of its problems.
fn through_everything(ruleset: &Ruleset, version: Version, root: &Value) -> Vec<String> {
    let mut memory = Memory::default();
    memory.insert("a.json", root.to_string());
    let store = Store::new(Box::new(memory));
    let (definition, problems) = load(&store, "a.json").unwrap();
    assert!(problems.is_empty());
    let api = crate::api::build(&definition, version);
    let options = DiffOptions::on(chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    assert!(compare(&api, &api, &options).is_empty());
    let all = BundleOptions {
        dereference: true,
        remove_internal: true,
        remove_unused: true,
        ..BundleOptions::default()
    };
    assert!(!bundle(&definition, version, &all).unwrap().to_yaml().is_empty());
    lint(ruleset, &definition, version).into_iter().map(|problem| problem.location.pointer).collect()
}

#[test]
fn wrong_types_are_reported_at_every_place() {
    let ruleset = Ruleset::preset(Preset::Spec);
    let values = [json!(null), json!(true), json!(7), json!("text"), json!([]), json!({})];
    let mut faults = Vec::new();
    let mut checked = 0;
    for version in [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2] {
        for (kind, way) in ways(version) {
            let table = tables(version).of(kind);
            let names = table.field_names().filter(|name| !matches!(*name, "openapi" | "swagger"));
            for (name, holds) in names.filter_map(|name| Some((name, table.field(name)?))) {
                let wrong = values.iter().filter(|value| !fits(version, holds, value));
                let way: Vec<Step> = way.iter().cloned().chain([Step::Key(name)]).collect();
                for value in wrong {
                    let (root, pointer) = definition(version, &way, value.clone());
                    let found = through_everything(&ruleset, version, &root);
                    checked += 1;
                    if !found
                        .iter()
                        .any(|found| *found == pointer || found.starts_with(&format!("{pointer}/")))
                    {
                        faults.push(format!("{} {kind:?} {pointer} = {value}: {found:?}", version.name()));
                    }
                }
            }
        }
    }
    println!("{checked} wrong values");
    assert!(checked > 2_000, "only {checked} values");
    assert!(faults.is_empty(), "{} of {checked}:\n{}", faults.len(), faults.join("\n"));
}
