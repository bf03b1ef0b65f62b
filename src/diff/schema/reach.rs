//! What can be reached from one schema of a message, nearest first, and what each finding there is for clients.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashSet, FxHasher};

use super::finding::{Facts, Finding, Step};
use super::naming::{self, At};
use super::object::FullObject;
use super::pairs::Pairs;
use super::typing::Typing;
use super::walk::Carrier;
use crate::diff::change::Impact;
use crate::diff::impact::{Judge, Sense};
use crate::diff::kind::Row;
use crate::diff::kind::schema::existence;
use crate::diff::lifecycle::Policy;

/// Where a walk starts, and all that its outcome depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Start {
    pub(super) pair: u32,
    pub(super) carrier: Carrier,
    /// Whether everything is text on the wire.
    pub(super) is_text: bool,
    /// Whether the API is the one who calls.
    pub(super) swapped: bool,
    pub(super) policy: Policy,
}

/// A finding as it is met.
#[derive(Debug)]
pub(super) struct Met {
    pub(super) pair: u32,
    pub(super) finding: u32,
    pub(super) row: &'static Row,
    pub(super) impact: Impact,
    /// The place below the carrier; empty at the root.
    pub(super) path: String,
    /// The nearest pair, itself included, of which one schema has a name.
    pub(super) named: Option<u32>,
    /// Where in `path` the place below that pair begins.
    pub(super) below: usize,
    /// The same for what reads the same.
    pub(super) key: u64,
}

/// A pair on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub(super) pair: u32,
    /// The visit that led here, and by which of its pair's edges.
    pub(super) from: Option<(u32, u32)>,
    pub(super) sense: Sense,
}

/// Marks of the pairs that a walk has seen, used again by the next.
#[derive(Debug)]
pub(super) struct Stamps {
    /// For each pair and sense the walk that was last there.
    seen: Vec<[u32; 4]>,
    walk: u32,
}

impl Stamps {
    pub(super) fn new(pairs: usize) -> Self {
        Stamps { seen: vec![[0; 4]; pairs], walk: 0 }
    }

    /// Whether this walk is here for the first time.
    fn first(&mut self, pair: u32, sense: Sense) -> bool {
        std::mem::replace(&mut self.seen[pair as usize][sense as usize], self.walk) != self.walk
    }
}

/// Walks from one schema and returns what is met.
pub(super) fn reach(pairs: &mut Pairs<'_>, stamps: &mut Stamps, judge: Judge<'_>, start: Start) -> Vec<Met> {
    stamps.walk += 1;
    let received = matches!(start.carrier, Carrier::Response | Carrier::Header) != start.swapped;
    let mut met = Vec::new();
    let mut visits = vec![Visit { pair: start.pair, from: None, sense: Sense::Same }];
    stamps.first(start.pair, Sense::Same);
    let mut queue: VecDeque<u32> = VecDeque::from([0]);
    while let Some(number) = queue.pop_front() {
        let visit = visits[number as usize];
        if pairs.list[visit.pair as usize].findings.iter().any(|finding| !finding.is_text) {
            tell(pairs, judge, (&start, &visits, number), &mut met);
        }
        if visit.sense == Sense::Hidden {
            continue;
        }
        for (at, (step, below)) in pairs.list[visit.pair as usize].edges.iter().enumerate() {
            let sense = next(visit.sense, step, received);
            if pairs.list[*below as usize].differs && stamps.first(*below, sense) {
                queue.push_back(visits.len() as u32);
                visits.push(Visit { pair: *below, from: Some((number, at as u32)), sense });
            }
        }
    }
    met
}

fn tell(
    pairs: &mut Pairs<'_>,
    judge: Judge<'_>,
    (start, visits, number): (&Start, &[Visit], u32),
    met: &mut Vec<Met>,
) {
    let pair = visits[number as usize].pair;
    let place = Place::of(pairs, visits, number);
    let full = place.is_composed.then(|| pairs.full(place.top));
    let named = std::iter::once((pair, 0))
        .chain(place.above.iter().copied())
        .find(|(pair, _)| pairs.name(*pair).is_some());
    for (at, finding) in pairs.list[pair as usize].findings.iter().enumerate() {
        if finding.is_text || (place.is_part && is_flag(finding)) {
            continue;
        }
        let Some(facts) = in_composition(finding, full.as_ref()) else { continue };
        let sense = visits[number as usize].sense;
        let Some((row, impact)) = judged(judge, start, &place, (finding, facts, sense)) else { continue };
        let mut path = place.path.clone();
        let mut below = path.len() - named.map_or(0, |(_, length)| length);
        if let Some(name) = finding.property {
            let slash = if path.is_empty() { "" } else { "/" };
            if below == path.len() {
                below += slash.len();
            }
            path.push_str(slash);
            path.push_str(name);
        }
        let named = named.map(|(pair, _)| pair);
        let mut hasher = FxHasher::default();
        (row.id, &path, &finding.before, &finding.after).hash(&mut hasher);
        met.push(Met { pair, finding: at as u32, row, impact, path, named, below, key: hasher.finish() });
    }
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
fn in_composition<'a>(finding: &Finding<'a>, full: Option<&[Rc<FullObject<'a>>; 2]>) -> Option<Facts> {
    let mut facts = finding.facts;
    let (Some(name), Some([base, head])) = (finding.property, full) else { return Some(facts) };
    let has = |names: &FxHashSet<&str>| names.contains(name);
    let kind = finding.kind;
    if kind == &existence::PROPERTY_REMOVED {
        facts.required_base |= has(&base.required);
        return (!has(&head.names)).then_some(facts);
    }
    if kind == &existence::PROPERTY_ADDED {
        facts.required_head |= has(&head.required);
        return (!has(&base.names)).then_some(facts);
    }
    // A property that only one version has is told as added or removed.
    let in_both = has(&base.names) == has(&head.names);
    if kind == &existence::PROPERTY_BECAME_REQUIRED {
        return (in_both && !has(&base.required)).then_some(facts);
    }
    if kind == &existence::PROPERTY_BECAME_OPTIONAL {
        return (in_both && !has(&head.required)).then_some(facts);
    }
    Some(facts)
}

fn judged(
    judge: Judge<'_>,
    start: &Start,
    place: &Place,
    (finding, facts, sense): (&Finding<'_>, Facts, Sense),
) -> Option<(&'static Row, Impact)> {
    let at = At {
        position: start.carrier.position(place.is_root),
        carrier: start.carrier,
        typing: if start.is_text { Typing::Loose } else { Typing::Strict },
        facts,
        property: place.property,
        sense,
        policy: start.policy,
    };
    let row = naming::name(finding, at)?;
    // Judged as the message that it is for clients: a webhook's request is received.
    let seen = if start.swapped { at.position.mirrored() } else { at.position };
    let impact = |position| naming::name(finding, at.placed(position)).map(|row| row.impact);
    let like = impact(seen)?;
    let opposite = || impact(seen.mirrored()).unwrap_or(Impact::Compatible);
    let opposite = if sense == Sense::Same { like } else { opposite() };
    Some((row, judge.in_sense(row, sense, (like, opposite))?))
}

/// Where a visit stands, seen from the operation.
pub(super) struct Place {
    /// `items/owner`; empty at the root.
    pub(super) path: String,
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
    /// The pairs above, the nearest first, with the length of the path from there.
    above: Vec<(u32, usize)>,
}

impl Place {
    pub(super) fn of(pairs: &Pairs<'_>, visits: &[Visit], number: u32) -> Self {
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
        let mut length = 0;
        let mut at = number;
        while let Some((from, edge)) = visits[at as usize].from {
            let above = visits[from as usize].pair;
            let (step, _) = &pairs.list[above as usize].edges[edge as usize];
            let known = names.len();
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
            if let Some(name) = names.get(known) {
                length += name.len() + usize::from(known > 0);
            }
            place.above.push((above, length));
            place.is_root &= *step == Step::Same;
            at = from;
        }
        names.reverse();
        place.path = names.join("/");
        place
    }
}
