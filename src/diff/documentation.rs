//! What documents schemas: titles, descriptions, examples and the like, each told once, whoever uses the schema.

use rustc_hash::FxHashSet;

use super::change::Impact;
use super::collect::{Collector, Draft, Scope};
use super::component::Named;
use super::kind::schema::texts;
use super::operation::Visited;
use super::schema::{Origin, Pairs, Use, places};
use super::words::{name_of, of_schema};

/// Tells the texts that changed: those of named schemas without an operation, the others with the first that has them.
pub(super) fn compare<'a>(
    collector: &mut Collector<'a, '_>,
    pairs: &Pairs<'a>,
    (named, visited): (&[Named], &[Visited]),
) {
    let uses: Vec<(&Scope, &Use)> =
        visited.iter().flat_map(|one| one.uses.iter().map(|used| (&one.scope, used))).collect();
    // A schema's own name before those that only point to it.
    let mut named: Vec<&Named> = named.iter().collect();
    named.sort_by_key(|(pair, name)| pairs.name(*pair) != Some(name));
    let of_named: Vec<u32> = named.iter().map(|(pair, _)| *pair).collect();
    let of_uses: Vec<u32> = uses.iter().map(|(_, used)| used.pair).collect();
    let in_xml = pairs.reached(uses.iter().filter(|(_, used)| used.is_xml).map(|(_, used)| used.pair));
    let (mut told_of_base, mut told_of_head) = (FxHashSet::default(), FxHashSet::default());
    for standing in places(pairs, &of_named, &of_uses) {
        for (row, finding) in pairs.texts(standing.pair) {
            let (Some(base), Some(head)) = (finding.base, finding.head) else { continue };
            // One schema may have come from several that said the same, or have become several.
            let edit = (row.id, finding.before.clone(), finding.after.clone());
            let (of_base, of_head) = ((base.thing.place(), edit.clone()), (head.thing.place(), edit));
            if told_of_base.contains(&of_base) || told_of_head.contains(&of_head) {
                continue;
            }
            told_of_base.insert(of_base);
            told_of_head.insert(of_head);
            let (scope, draft) = match standing.origin {
                Origin::Named(number) => {
                    let (_, name) = named[number];
                    let mut draft = Draft::of_row(row, of_schema(name, &standing.path));
                    draft.schema = Some(name.clone());
                    (None, draft)
                }
                Origin::Use(number) => {
                    let (scope, used) = uses[number];
                    let draft = Draft::of_row(row, of_use(&used.thing, &standing.path));
                    (Some(scope), draft.context(used.closing()))
                }
            };
            let mut draft = draft.kept((finding.before.clone(), finding.after.clone()));
            (draft.base, draft.head) = (Some(base), Some(head));
            draft.place = Some(standing.path.clone());
            if finding.kind == &texts::XML && !in_xml.contains(&head.thing.place()) {
                // Nobody reads it as XML.
                draft = draft.judged(Impact::Compatible);
            }
            collector.add(scope, draft);
        }
    }
}

fn of_use(thing: &str, path: &str) -> String {
    match path {
        "" => format!("the schema of the {thing}"),
        path => format!("{} of the {thing}", name_of(path)),
    }
}
