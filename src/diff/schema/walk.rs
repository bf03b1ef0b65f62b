//! Tells each operation what its schemas' pairs found, with the place seen from there.

use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding::{Facts, Finding, Step};
use super::naming::{self, At};
use super::object::FullObject;
use super::pairs::Pairs;
use super::position::Position;
use super::typing::Typing;
use crate::diff::change::Impact;
use crate::diff::collect::{Collector, Draft, Scope};
use crate::diff::impact::Sense;
use crate::diff::kind::schema::existence;
use crate::diff::lifecycle::Policy;
use crate::diff::words;

/// What holds a schema in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::diff) enum Carrier {
    /// A media type of the request body.
    Request,
    /// A media type of a response.
    Response,
    /// A parameter.
    Parameter {
        /// It is a header.
        header: bool,
        /// It is required on both sides.
        required: bool,
        /// Its items are written one by one: `form` and `explode`.
        exploded: bool,
    },
    /// A response header.
    Header,
}

impl Carrier {
    fn position(self, is_root: bool) -> Position {
        match (self, is_root) {
            (Carrier::Request, true) => Position::RequestBody,
            (Carrier::Request, false) => Position::RequestProperty,
            (Carrier::Response, true) => Position::ResponseBody,
            (Carrier::Response, false) => Position::ResponseProperty,
            (Carrier::Parameter { .. }, true) => Position::Parameter,
            (Carrier::Parameter { .. }, false) => Position::ParameterProperty,
            (Carrier::Header, true) => Position::Header,
            (Carrier::Header, false) => Position::HeaderProperty,
        }
    }
}

/// One schema of an operation.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Use {
    pub(in crate::diff) pair: u32,
    pub(in crate::diff) carrier: Carrier,
    /// Whether everything is text on the wire.
    pub(in crate::diff) is_text: bool,
    /// The carrier in words: ``query parameter `limit` ``, `request body`.
    pub(in crate::diff) thing: String,
    /// What tells uses of the same thing apart: the status.
    pub(in crate::diff) context: String,
}

/// A pair on the way.
#[derive(Clone, Copy, Debug)]
struct Visit {
    pair: u32,
    /// The visit that led here, and by which of its pair's edges.
    from: Option<(u32, u32)>,
    sense: Sense,
}

/// A change that waits for more contexts.
struct Waiting<'a> {
    draft: Draft<'a>,
    impact: Impact,
    contexts: Vec<String>,
}

/// What makes two changes of an operation the same.
type Key = (&'static str, String, Option<String>, Option<String>);

impl Waiting<'_> {
    fn key(&self) -> Key {
        let draft = &self.draft;
        (draft.row.id, draft.thing.clone(), draft.before.clone(), draft.after.clone())
    }
}

/// The walk over all operations.
pub(in crate::diff) struct Walk<'w, 'a> {
    pairs: &'w mut Pairs<'a>,
    /// For each pair and sense the walk that was last there.
    stamps: Vec<[u32; 4]>,
    stamp: u32,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(in crate::diff) fn new(pairs: &'w mut Pairs<'a>) -> Self {
        let stamps = vec![[0; 4]; pairs.list.len()];
        Walk { pairs, stamps, stamp: 0 }
    }

    /// Tells an operation what its schemas found.
    pub(in crate::diff) fn operation(
        &mut self,
        collector: &mut Collector<'a, '_>,
        scope: &Scope,
        policy: Policy,
        uses: &[Use],
    ) {
        let mut waiting: Vec<Waiting<'a>> = Vec::new();
        let mut known = FxHashMap::default();
        let mut merged: Vec<(&Use, Vec<String>)> = Vec::new();
        for one in uses.iter().filter(|one| self.pairs.list[one.pair as usize].differs) {
            // One schema in several responses is walked once.
            let same = |(other, _): &&mut (&Use, Vec<String>)| {
                other.pair == one.pair
                    && other.carrier == one.carrier
                    && other.thing == one.thing
                    && other.is_text == one.is_text
            };
            match merged.iter_mut().find(same) {
                Some((_, contexts)) => contexts.push(one.context.clone()),
                None => merged.push((one, vec![one.context.clone()])),
            }
        }
        for (one, contexts) in merged {
            for (key, found) in self.one(collector, scope, policy, one) {
                // The same words about the same thing, from another media type, are the same change.
                let at = *known.entry(key).or_insert(waiting.len());
                if at == waiting.len() {
                    waiting.push(Waiting { contexts: contexts.clone(), ..found });
                } else {
                    waiting[at].impact = waiting[at].impact.max(found.impact);
                    waiting[at].contexts.extend(contexts.iter().cloned());
                }
            }
        }
        for mut one in waiting {
            one.contexts.retain(|context| !context.is_empty());
            one.contexts.sort();
            one.contexts.dedup();
            let context = match one.contexts.len() {
                0 => String::new(),
                _ => format!(
                    " ({})",
                    one.contexts.iter().map(|one| words::code(one)).collect::<Vec<_>>().join(", ")
                ),
            };
            collector.keep(Some(scope), one.draft.context(context), one.impact);
        }
    }

    /// Walks from one schema, nearest first, and returns what is met.
    fn one(
        &mut self,
        collector: &mut Collector<'a, '_>,
        scope: &Scope,
        policy: Policy,
        one: &Use,
    ) -> Vec<(Key, Waiting<'a>)> {
        self.stamp += 1;
        let mut found = Vec::new();
        let mut visits = vec![Visit { pair: one.pair, from: None, sense: Sense::Same }];
        let mut queue: VecDeque<u32> = VecDeque::from([0]);
        while let Some(number) = queue.pop_front() {
            let visit = visits[number as usize];
            let seen = &mut self.stamps[visit.pair as usize][visit.sense as usize];
            if std::mem::replace(seen, self.stamp) == self.stamp {
                continue;
            }
            if self.pairs.list[visit.pair as usize].findings.iter().any(|finding| !finding.is_text) {
                let met = Meeting { scope, policy, one, visits: &visits, number };
                self.tell(collector, &met, &mut found);
            }
            if visit.sense == Sense::Hidden {
                continue;
            }
            for (at, (step, below)) in self.pairs.list[visit.pair as usize].edges.iter().enumerate() {
                if self.pairs.list[*below as usize].differs {
                    let sense = next(visit.sense, step, is_received(one.carrier, scope, collector));
                    queue.push_back(visits.len() as u32);
                    visits.push(Visit { pair: *below, from: Some((number, at as u32)), sense });
                }
            }
        }
        found
    }

    fn tell(
        &mut self,
        collector: &mut Collector<'a, '_>,
        met: &Meeting<'_>,
        found: &mut Vec<(Key, Waiting<'a>)>,
    ) {
        let pair = met.visits[met.number as usize].pair;
        let place = Place::of(self.pairs, met.visits, met.number);
        let full = place.is_composed.then(|| self.pairs.full(place.top));
        let count = self.pairs.list[pair as usize].findings.len() as u32;
        if self.pairs.list[pair as usize].cause == 0 {
            self.pairs.list[pair as usize].cause = collector.causes(count);
        }
        let pair_cause = self.pairs.list[pair as usize].cause;
        for at in 0..count {
            let finding = &self.pairs.list[pair as usize].findings[at as usize];
            if finding.is_text || (place.is_part && is_flag(finding)) {
                continue;
            }
            let Some(finding) = in_composition(finding, full.as_ref()) else { continue };
            if let Some((row, impact)) = judge(collector, met, &place, &finding) {
                let mut draft = self.draft(&finding, row, met.one, &place, pair);
                draft.cause = Some(pair_cause + at);
                let waiting = Waiting { draft, impact, contexts: Vec::new() };
                found.push((waiting.key(), waiting));
            }
        }
    }

    fn draft(
        &self,
        finding: &Finding<'a>,
        row: &'static crate::diff::kind::Row,
        one: &Use,
        place: &Place,
        pair: u32,
    ) -> Draft<'a> {
        let mut path = place.path.clone();
        if let Some(name) = finding.property {
            path.push_str(if path.is_empty() { "" } else { "/" });
            path.push_str(name);
        }
        let thing = match (one.carrier, path.as_str()) {
            (_, "") => one.thing.clone(),
            (Carrier::Request, path) => format!("request property {}", words::code(path)),
            (Carrier::Response, path) => format!("response property {}", words::code(path)),
            (_, path) => format!("property {} of {}", words::code(path), one.thing),
        };
        let mut draft = Draft::of_row(row, thing).values(finding.before.clone(), finding.after.clone());
        draft.kind = finding.moved;
        draft.base = finding.base;
        draft.head = finding.head;
        draft.schema = self.component(place, pair);
        draft.place = Some(path);
        draft
    }

    /// The named schema that holds the pair.
    fn component(&self, place: &Place, pair: u32) -> Option<String> {
        let name = |pair: u32| {
            let pair = &self.pairs.list[pair as usize];
            self.pairs.head.component_name(pair.head).or_else(|| self.pairs.base.component_name(pair.base))
        };
        std::iter::once(pair).chain(place.above.iter().copied()).find_map(name).map(str::to_owned)
    }
}

/// An operation at a pair.
struct Meeting<'m> {
    scope: &'m Scope,
    policy: Policy,
    one: &'m Use,
    visits: &'m [Visit],
    number: u32,
}

/// Whether clients receive what the carrier holds.
fn is_received(carrier: Carrier, scope: &Scope, collector: &Collector<'_, '_>) -> bool {
    let response = matches!(carrier, Carrier::Response | Carrier::Header);
    response != (scope.swapped && !collector.is_oasdiff())
}

fn next(sense: Sense, step: &Step<'_>, is_received: bool) -> Sense {
    match step {
        Step::Property { facts, .. } if is_received && facts.write_only => Sense::Hidden,
        Step::Property { facts, .. } if !is_received && facts.read_only => Sense::Hidden,
        Step::Not => match sense {
            Sense::Same => Sense::Opposite,
            Sense::Opposite => Sense::Same,
            other => other,
        },
        Step::If => Sense::Unclear,
        _ => sense,
    }
}

/// Null and flags of a part of `allOf`, or below a wrapper, are told by what holds it.
fn is_flag(finding: &Finding<'_>) -> bool {
    use crate::diff::kind::schema as kinds;
    let flags = [
        &kinds::BECAME_NULLABLE,
        &kinds::BECAME_NOT_NULLABLE,
        &kinds::DEPRECATED,
        &kinds::REACTIVATED,
        &existence::BECAME_READ_ONLY,
        &existence::BECAME_NOT_READ_ONLY,
        &existence::BECAME_WRITE_ONLY,
        &existence::BECAME_NOT_WRITE_ONLY,
    ];
    flags.into_iter().any(|kind| finding.kind == kind)
}

/// A property finding of one part, corrected by what the other parts say; `None` where they say the same as before.
fn in_composition<'a>(finding: &Finding<'a>, full: Option<&[Rc<FullObject<'a>>; 2]>) -> Option<Finding<'a>> {
    let (Some(name), Some([base, head])) = (finding.property, full) else { return Some(finding.clone()) };
    let has = |names: &FxHashSet<&str>| names.contains(name);
    let mut finding = finding.clone();
    let kind = finding.kind;
    if kind == &existence::PROPERTY_REMOVED {
        finding.facts.required_base |= has(&base.required);
        return (!has(&head.names)).then_some(finding);
    }
    if kind == &existence::PROPERTY_ADDED {
        finding.facts.required_head |= has(&head.required);
        return (!has(&base.names)).then_some(finding);
    }
    // A property that only one version has is told as added or removed.
    let in_both = has(&base.names) == has(&head.names);
    if kind == &existence::PROPERTY_BECAME_REQUIRED {
        return (in_both && !has(&base.required)).then_some(finding);
    }
    if kind == &existence::PROPERTY_BECAME_OPTIONAL {
        return (in_both && !has(&head.required)).then_some(finding);
    }
    Some(finding)
}

fn judge(
    collector: &Collector<'_, '_>,
    met: &Meeting<'_>,
    place: &Place,
    finding: &Finding<'_>,
) -> Option<(&'static crate::diff::kind::Row, Impact)> {
    let at = At {
        position: met.one.carrier.position(place.is_root),
        carrier: met.one.carrier,
        typing: if met.one.is_text { Typing::Loose } else { Typing::Strict },
        property: place.property,
        sense: met.visits[met.number as usize].sense,
        policy: met.policy,
    };
    let row = naming::name(finding, at)?;
    // Judged as the message that it is for clients: a webhook's request is received.
    let swapped = met.scope.swapped && !collector.is_oasdiff();
    let seen = if swapped { at.position.mirrored() } else { at.position };
    let impact = |position: Position| naming::name(finding, at.placed(position)).map(|row| row.impact);
    let like = impact(seen)?;
    let opposite = impact(seen.mirrored()).unwrap_or(Impact::Compatible);
    let impact = collector.judge.in_sense(row, at.sense, (like, opposite))?;
    Some((row, impact))
}

/// Where a visit stands, seen from the operation.
struct Place {
    /// `items/owner`; empty at the root.
    path: String,
    /// Nothing but wrappers and parts of `allOf` lie between it and the root.
    is_root: bool,
    /// It is a wrapped schema or a part of `allOf`.
    is_part: bool,
    /// It is or has a part of `allOf`.
    is_composed: bool,
    /// The property whose value it is.
    property: Option<Facts>,
    /// The pair that it is a part of, or itself.
    top: u32,
    /// The pairs above, the nearest first.
    above: Vec<u32>,
}

impl Place {
    fn of(pairs: &Pairs<'_>, visits: &[Visit], number: u32) -> Self {
        let pair = visits[number as usize].pair;
        let has_parts = pairs.list[pair as usize].edges.iter().any(|(step, _)| *step == Step::Same);
        let mut place = Place {
            path: String::new(),
            is_root: true,
            is_part: false,
            is_composed: has_parts,
            property: None,
            top: pair,
            above: Vec::new(),
        };
        let mut names: Vec<&str> = Vec::new();
        let mut at = number;
        while let Some((from, edge)) = visits[at as usize].from {
            let above = visits[from as usize].pair;
            let (step, _) = &pairs.list[above as usize].edges[edge as usize];
            place.above.push(above);
            match step {
                Step::Same if place.is_root => {
                    place.is_part = true;
                    place.is_composed = true;
                    place.top = above;
                }
                Step::Same => {}
                Step::Property { name, facts } => {
                    if place.is_root {
                        place.property = Some(*facts);
                    }
                    names.push(name);
                }
                Step::Into(name) => names.push(name),
                Step::If => names.push("if"),
                Step::Not => names.push("not"),
            }
            place.is_root &= *step == Step::Same;
            at = from;
        }
        names.reverse();
        place.path = names.join("/");
        place
    }
}
