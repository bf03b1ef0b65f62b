//! Runs the rules of a Spectral rule set on one definition: what their paths mean, each path once however many rules
//! have it, then their functions on that.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::message::message;
use super::path::{Found, Path, find};
use super::rule::SpectralRule;
use super::target::Site;
use super::value::View;
use crate::definition::{Definition, is_reference};
use crate::document::{Node, Place};
use crate::lint::context::mapped;
use crate::lint::json_schema::Checker;
use crate::openapi::Version;
use crate::problem::Problem;

/// What functions see of the run.
pub(super) struct Run<'d> {
    pub(super) view: View<'d>,
    /// Checkers by the address of their schema: they remember patterns and targets between values.
    pub(super) checkers: FxHashMap<usize, Checker<'d>>,
    version: Version,
    referenced: Option<Rc<FxHashSet<Place>>>,
}

impl<'d> Run<'d> {
    pub(super) fn new(definition: &'d Definition, version: Version, resolved: bool) -> Self {
        let view = View { definition, resolved };
        Run { view, checkers: FxHashMap::default(), version, referenced: None }
    }

    /// All that some reference leads to; a discriminator's mapping counts as one.
    pub(super) fn referenced(&mut self) -> Rc<FxHashSet<Place>> {
        let (definition, version) = (self.view.definition, self.version);
        Rc::clone(self.referenced.get_or_insert_with(|| Rc::new(referenced(definition, version))))
    }
}

fn referenced(definition: &Definition, version: Version) -> FxHashSet<Place> {
    let mut places = FxHashSet::default();
    for document in definition.documents() {
        for node in document.nodes().filter(|node| node.is_mapping()) {
            if is_reference(node)
                && let Some(target) = node.str("$ref").and_then(|text| definition.resolve(node, text).ok())
            {
                places.insert(target.place());
            }
            let mapping = node.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
            let named = mapping.into_iter().flat_map(Node::entries).map(|entry| entry.value);
            let targets = named.filter(|value| value.as_str().is_some());
            places
                .extend(targets.filter_map(|value| mapped(definition, version, value).ok()).map(Node::place));
        }
    }
    places
}

/// What the rules find in a definition, in no order.
pub(in crate::lint) fn run<'d>(
    rules: &'d [SpectralRule],
    definition: &'d Definition,
    version: Version,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for resolved in [true, false] {
        let mut run = Run::new(definition, version, resolved);
        let mut known: FxHashMap<&str, Rc<Vec<Found<'d>>>> = FxHashMap::default();
        for rule in rules.iter().filter(|rule| rule.resolved == resolved && rule.is_for(version)) {
            for path in rule.given(version) {
                let found = known.entry(&path.text).or_insert_with(|| Rc::new(search(path, &run)));
                apply(rule, &Rc::clone(found), &mut run, &mut problems);
            }
        }
    }
    problems
}

fn search<'d>(path: &Path, run: &Run<'d>) -> Vec<Found<'d>> {
    find(path, run.view.definition.root(), run.view)
}

/// Calls the functions of a rule with all that a path found.
fn apply<'d>(rule: &'d SpectralRule, found: &[Found<'d>], run: &mut Run<'d>, problems: &mut Vec<Problem>) {
    for found in found {
        for then in &rule.then {
            for target in then.field.targets(found, run.view) {
                for finding in then.function.check(&target, run) {
                    let place: &Site<'_> = finding.site.as_ref().unwrap_or(&target.site);
                    let (template, description) = (rule.message.as_deref(), rule.description.as_deref());
                    let text = message(template, description, &target, &finding.message, place);
                    problems.push(Problem::new(rule.name.clone(), rule.severity, place.location(), text));
                }
            }
        }
    }
}
