//! Each kind of change by the smallest pair of definitions that shows it.

mod corpus;
mod living;
mod operations;
mod pairing;
mod parts;
mod schemas;
mod telling;

use chrono::NaiveDate;

use super::{Changes, DiffOptions, compare};
use crate::api::build;
use crate::definition::{Store, load};
use crate::openapi::detect;
use crate::source::Memory;

/// The day of all tests.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

/// Options on that day.
fn options() -> DiffOptions {
    DiffOptions::on(today())
}

/// Compares two definitions of one file each.
fn diff_with(base: &str, head: &str, options: &DiffOptions) -> Changes {
    let store = |text: &str| {
        let mut memory = Memory::default();
        memory.insert("openapi.yaml", text);
        Store::new(Box::new(memory))
    };
    let (base_store, head_store) = (store(base), store(head));
    let (base, _) = load(&base_store, "openapi.yaml").unwrap_or_else(|_| panic!("{base}"));
    let (head, _) = load(&head_store, "openapi.yaml").unwrap_or_else(|_| panic!("{head}"));
    let base = build(&base, detect(base.root()).unwrap());
    let head = build(&head, detect(head.root()).unwrap());
    compare(&base, &head, options)
}

/// The model of a definition of one file.
fn with_api(text: &str, check: impl FnOnce(&crate::api::Api<'_>)) {
    let mut memory = Memory::default();
    memory.insert("openapi.yaml", text);
    let store = Store::new(Box::new(memory));
    let (definition, _) = load(&store, "openapi.yaml").unwrap();
    check(&build(&definition, detect(definition.root()).unwrap()));
}

/// Compares with the defaults.
pub(super) fn diff(base: &str, head: &str) -> Changes {
    diff_with(base, head, &options())
}

/// The ids, sorted, each once.
pub(super) fn ids(changes: &Changes) -> Vec<&'static str> {
    let mut ids: Vec<_> = changes.all.iter().map(|change| change.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A definition with an operation `GET /a`.
pub(super) fn with_operation(version: &str, operation: &str) -> String {
    format!("openapi: {version}\ninfo: {{title: t, version: 1.0.0}}\npaths:\n  /a:\n    get: {operation}\n")
}
